/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A tree of the reference as a person would type it. */
#include "tests/reference/reference.h"

static void print_day(int32_t date, struct rat_buf *out)
{
    char text[RAT_DATE_TEXT];
    if (date > RAT_NO_DATE + 1 && date < INT32_MAX)
        rat_buf_puts(out, rat_date_format(date, text));
}

static void print_leaf(const struct ref_node *node, struct rat_buf *out)
{
    const struct rat_field_info *info = rat_field_by_id(node->field);
    if (node->kind == REF_ALL) {
        rat_buf_puts(out, "*");
        return;
    }
    if (node->field != RAT_FIELD_TEXT)
        rat_buf_printf(out, "%s:", info->german);
    if (node->kind == REF_RANGE) {
        print_day(node->from, out);
        rat_buf_puts(out, "..");
        print_day(node->to, out);
    } else if (node->kind == REF_STATE) {
        rat_buf_puts(out, rat_state_german(node->state));
    } else if (node->kind == REF_FUZZY) {
        rat_buf_printf(out, "%s~%u", node->text, node->distance);
    } else if (node->kind == REF_PHRASE) {
        rat_buf_printf(out, "\"%s\"", node->text);
    } else {
        rat_buf_printf(out, "%s%s", node->text, node->kind == REF_PREFIX ? "*" : "");
    }
}

static void print_boost(const struct ref_node *node, struct rat_buf *out)
{
    if (node->boost > 0)
        rat_buf_printf(out, "^%d.%02d", (int)node->boost, (int)(node->boost * 100 + 0.5) % 100);
}

static void print_bare(const struct ref_node *node, struct rat_buf *out)
{
    struct ref_node bare = *node;
    bare.field = RAT_FIELD_TEXT;
    print_leaf(&bare, out);
}

/* A NEAR stands in parentheses, with the field before them: its children are of that field. */
static void print_near(const struct ref_node *node, struct rat_buf *out)
{
    rat_buf_puts(out, node->field == RAT_FIELD_TITLE ? "titel:(" : "(");
    for (size_t i = 0; i < node->count; i++) {
        const struct ref_node *child = node->children[i];
        if (i)
            rat_buf_printf(out, node->ordered ? " ONEAR/%u " : " NEAR/%u ", node->distance);
        if (child->kind != REF_OR) {
            print_bare(child, out);
            continue;
        }
        for (size_t k = 0; k < child->count; k++) {
            rat_buf_puts(out, k ? " OR " : "(");
            print_bare(child->children[k], out);
        }
        rat_buf_puts(out, ")");
    }
    rat_buf_puts(out, ")");
}

static void print_child(const struct ref_node *child, bool is_run, struct rat_buf *out)
{
    if (child->sign != REF_PLAIN)
        rat_buf_puts(out, child->sign == REF_PLUS ? "+" : is_run ? "-" : "NOT ");
    if (child->kind >= REF_AND)
        rat_buf_puts(out, "(");
    ref_node_print(child, out);
    if (child->kind >= REF_AND) {
        rat_buf_puts(out, ")");
        print_boost(child, out);
    }
}

void ref_node_print(const struct ref_node *node, struct rat_buf *out)
{
    static const char *const between[] = {[REF_AND] = " AND ", [REF_OR] = " OR ", [REF_RUN] = " "};
    if (node->kind < REF_AND) {
        if (node->kind == REF_NEAR)
            print_near(node, out);
        else
            print_leaf(node, out);
        print_boost(node, out);
        return;
    }
    for (size_t i = 0; i < node->count; i++) {
        if (i)
            rat_buf_puts(out, between[node->kind]);
        print_child(node->children[i], node->kind == REF_RUN, out);
    }
}
