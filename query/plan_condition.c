/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ist:, betrag:, paragraf:: conditions over what the index and the catalogue have anyway. */
#include "query/plan_internal.h"

#include "text/typed.h"

/* ---- paragraf: ---- */

static rat_status plan_citation(struct rat_planner *p, const struct rat_node *node, struct rat_plan **out)
{
    struct rat_typed typed;
    struct rat_plan *all = rat_plan_bool(p, RAT_TYPED_TERMS_MAX);
    if (!all)
        return OUT_OF_MEMORY(p);
    if (!rat_typed_find(node->text, node->text_size, 0, &typed))
        typed.count = 0;
    for (unsigned i = 0; i < typed.count; i++) {
        if (!typed.term[i].specific)
            continue;
        struct rat_plan *term = rat_plan_term(p, RAT_LAYER_EXACT, typed.bytes + typed.term[i].offset,
                                              typed.term[i].size, p->weights->typed);
        if (!term)
            return OUT_OF_MEMORY(p);
        term->word = p->words++;
        term->is_condition = true;
        all->must[all->must_count++] = term;
    }
    *out = all->must_count == 1 ? all->must[0] : all;
    if (all->must_count == 0)
        all->kind = RAT_PLAN_NONE;
    return RAT_OK;
}

/* ---- betrag: ---- */

#define SIGN "€"

struct amounts {
    uint64_t low, high; /* cents */
};

/* "€1234.50" as text/typed_amount.c writes them; "€dm…" is another currency. */
static bool accepts_amount(void *ctx, const char *term, size_t n, uint32_t *cost, size_t *skip)
{
    const struct amounts *a = ctx;
    uint64_t cents = 0;
    unsigned decimals = 0;
    bool point = false;
    (void)cost;
    (void)skip;
    for (size_t i = sizeof SIGN - 1; i < n; i++) {
        if (term[i] == '.' && !point) {
            point = true;
            continue;
        }
        if (term[i] < '0' || term[i] > '9' || cents > UINT64_MAX / 1000 || decimals == 2)
            return false;
        cents = cents * 10 + (uint64_t)(term[i] - '0');
        decimals += point;
    }
    for (; decimals < 2; decimals++)
        cents *= 10;
    return n > sizeof SIGN - 1 && cents >= a->low && cents <= a->high;
}

static rat_status plan_amounts(struct rat_planner *p, uint64_t low, uint64_t high, struct rat_plan **out)
{
    struct amounts amounts = {low, high};
    char what[64];
    snprintf(what, sizeof what, SIGN "%llu..%llu", (unsigned long long)low, (unsigned long long)high);
    struct rat_expander x = {.space = RAT_LAYER_EXACT,
                             .prefix = SIGN,
                             .prefix_size = sizeof SIGN - 1,
                             .accepts = accepts_amount,
                             .ctx = &amounts,
                             .what = what,
                             .most = RAT_EXPANDED_TERMS_MAX};
    rat_status st = rat_plan_list(p, &x, out);
    if (st == RAT_OK && x.seen > (*out)->listed->count)
        st = rat_plan_tell(p, _("Das Archiv nennt %llu solche Beträge; gesucht werden die %u häufigsten"),
                           (unsigned long long)x.seen, (*out)->listed->count);
    return st;
}

/* ---- ist: ---- */

static rat_status plan_publicity(struct rat_planner *p, bool is_public, struct rat_plan *plan)
{
    struct rat_buf docnums = RAT_BUF_INIT;
    struct rat_catalogue *catalogue = p->snapshot->catalogue;
    plan->kind = RAT_PLAN_DOCUMENTS;
    plan->docnums = rat_arena_alloc(p->arena, 1);
    if (!plan->docnums)
        return OUT_OF_MEMORY(p);
    if (!catalogue)
        return rat_plan_tell(p, _("Dieses Archiv ist nur ein Index; ob etwas öffentlich ist, weiß es nicht"));
    rat_status st = rat_catalogue_publicity(catalogue, is_public, &docnums, p->err);
    if (st == RAT_OK && docnums.size) {
        plan->docnums = rat_arena_memdup(p->arena, docnums.data, docnums.size);
        plan->docnum_count = docnums.size / sizeof *plan->docnums;
        st = plan->docnums ? RAT_OK : OUT_OF_MEMORY(p);
    }
    rat_buf_release(&docnums);
    return st;
}

static rat_status plan_state(struct rat_planner *p, enum rat_state state, struct rat_plan **out)
{
    const char *name = rat_state_german(state);
    struct rat_plan *plan = rat_plan_term(p, 0, name, strlen(name), 0);
    if (!plan)
        return OUT_OF_MEMORY(p);
    *out = plan;
    plan->kind = RAT_PLAN_STATE;
    plan->state = state;
    if (state == RAT_STATE_PUBLIC || state == RAT_STATE_NONPUBLIC)
        return plan_publicity(p, state == RAT_STATE_PUBLIC, plan);
    return RAT_OK;
}

rat_status rat_plan_condition(struct rat_planner *p, const struct rat_node *node, struct rat_plan **out)
{
    switch (node->kind) {
    case RAT_NODE_CITATION: return plan_citation(p, node, out);
    case RAT_NODE_AMOUNTS: return plan_amounts(p, node->low, node->high, out);
    default: return plan_state(p, node->state, out);
    }
}
