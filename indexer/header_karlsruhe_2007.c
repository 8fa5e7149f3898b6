/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Labels Gremium, Termin, Vorlage Nr., TOP, Verantwortlich, then their values one per line. */
#include "indexer/header_karlsruhe_internal.h"

/* Values below the block of labels: Gremium (perhaps two lines), date, number, TOP, öffentlich, Dez. */
bool rat_karlsruhe_read_2007(struct rat_header_draft *draft, const struct rat_karlsruhe_marks *marks)
{
    const struct rat_head *head = draft->head;
    size_t at = marks->number, first = RAT_NOT_FOUND, last;
    struct rat_line gremium = rat_head_after(head->line[marks->gremium], 8), item = {"", 0, false};
    int32_t day = RAT_NO_DATE;
    size_t gremium_line = marks->gremium + 1;
    bool inline_name = gremium.n != 0, between = !inline_name && gremium_line < marks->termin;
    for (at = marks->termin; at < head->count && at < marks->number + 12; at++) {
        struct rat_line line = head->line[at];
        if (memchr(line.s, ':', line.n) && line.s[line.n - 1] == ':')
            continue;
        if (rat_head_is_date(line, true, &day))
            break;
        day = RAT_NO_DATE;
        if (first == RAT_NOT_FOUND)
            first = at;
    }
    if (day == RAT_NO_DATE)
        return false;
    last = at++;
    if (at >= head->count)
        return false;
    draft->out.layout = "karlsruhe-2007";
    size_t status = at; /* the values between date and status are number and TOP */
    while (status < head->count && status < at + 4 && rat_head_status(head->line[status]) == RAT_UNKNOWN)
        status++;
    bool has_status = status < head->count && status < at + 4;
    if (!has_status)
        status = at;
    bool number_label = marks->number != marks->termin;
    if (has_status && number_label && status - at == 2) {
        size_t n = rat_head_reference(head->line[at]);
        if (n && n == head->line[at].n)
            draft->out.reference = rat_head_dup(draft->arena, head->line[at]);
        item = head->line[at + 1];
    } else if (has_status && status - at == 1) { /* district councils have no numbers */
        struct rat_line line = head->line[at];
        if (number_label && rat_head_reference(line) == line.n && rat_head_has_year(line.s, line.n))
            draft->out.reference = rat_head_dup(draft->arena, line);
        else if (!number_label)
            item = line;
    }
    at = status;
    enum rat_tristate open = has_status ? rat_head_status(head->line[at]) : RAT_UNKNOWN;
    if (has_status)
        draft->out.status = rat_head_dup(draft->arena, head->line[at++]);
    bool sure = true; /* that the subject begins here */
    if (marks->responsible != RAT_NOT_FOUND) {
        size_t behind = rat_karlsruhe_read_responsible(draft, at);
        sure = behind > at; /* otherwise the line may be an office by a name not known here */
        at = behind;
    }
    const char *name = between        ? rat_head_join(draft->arena, head, gremium_line, marks->termin, false)
                       : !inline_name ? rat_head_join(draft->arena, head, first, last, false)
                                      : NULL;
    if (name)
        gremium = (struct rat_line){name, (uint32_t)strlen(name), false};
    rat_karlsruhe_read_type(draft, marks->gremium);
    rat_karlsruhe_read_received(draft, marks->gremium);
    if (draft->out.date > day) /* a slip of the pen: nothing is moved after it was dealt with */
        draft->out.date = RAT_NO_DATE;
    if (has_status && sure)
        rat_karlsruhe_subject_at(draft, at, marks->table);
    rat_karlsruhe_read_below(draft, marks, at);
    if (!draft->row_count) /* the table says the same, and more */
        rat_karlsruhe_add_row(draft, gremium.n ? rat_head_body(draft->arena, gremium) : NULL, day, item,
                              open);
    return true;
}
