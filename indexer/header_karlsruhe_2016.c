/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Vorlage Nr., Verantwortlich, Dienststelle, subject, and a table of the Beratungsfolge. */
#include "indexer/header_karlsruhe_internal.h"

static bool is_one_word(struct rat_line line)
{
    return line.n < 25 && !memchr(line.s, ' ', line.n);
}

/* "Dienststelle: Amt für / Hochbau": to the end of the paragraph, unless the subject must stand in it too. */
static size_t read_office(struct rat_header_draft *draft, const struct rat_karlsruhe_marks *marks,
                          size_t after)
{
    const struct rat_head *head = draft->head;
    size_t at = marks->office, end = rat_karlsruhe_paragraph_end(head, at, marks->table), last = at + 1;
    struct rat_line value = rat_head_after(head->line[at], rat_head_starts(head->line[at], "dienststelle:"));
    bool subject_below = end != marks->table;
    if (!value.n && last < end && !head->line[last].gap)
        value = head->line[last++];
    if (!value.n)
        return after;
    const char *text = rat_head_dup(draft->arena, value);
    while (text && last < end &&
           (rat_karlsruhe_ends_open(head->line[last - 1]) ||
            (subject_below && last + 1 == end && is_one_word(head->line[last]))))
        text = rat_arena_printf(draft->arena, "%s %.*s", text, (int)head->line[last].n, head->line[last].s),
        last++;
    if (text && strlen(text) < 120)
        draft->out.lead_office = text;
    return last;
}

/* Some forms print the subject above the number, below "Gedruckt auf 100 Prozent Recyclingpapier". */
static void subject_above(struct rat_header_draft *draft, size_t number)
{
    const struct rat_head *head = draft->head;
    size_t from = number;
    while (from > 0 && rat_head_find(head->line[from - 1], "recyclingpapier") == RAT_NOT_FOUND)
        from--;
    if (from < number && (rat_head_is(head->line[from], "thema") || rat_head_is(head->line[from], "thema:")))
        from++;
    size_t end = from ? from : number;
    while (end < number && !rat_karlsruhe_is_author(head->line[end]) &&
           !rat_head_starts(head->line[end], "ein") && !rat_head_starts(head->line[end], "vom") &&
           !(end > from && head->line[end].gap))
        end++;
    if (from && end > from && !rat_head_type(draft->arena, head->line[from]))
        rat_karlsruhe_set_subject(draft, from, end);
}

bool rat_karlsruhe_read_2016(struct rat_header_draft *draft, const struct rat_karlsruhe_marks *marks)
{
    const struct rat_head *head = draft->head;
    struct rat_line number = rat_karlsruhe_behind_number_label(head->line[marks->number]);
    size_t at = marks->number + 1;
    bool detached = number.n == 0;
    if (detached) { /* below "Verantwortlich:" */
        while (at < head->count && at < marks->table && head->line[at].s[head->line[at].n - 1] == ':')
            at++;
        if (at >= head->count || at == marks->table)
            return false;
        number = head->line[at++];
    }
    size_t n = rat_head_reference(number);
    bool numbered = n && n == number.n;
    if (!numbered && marks->table == RAT_NOT_FOUND)
        return false;
    bool form = marks->table != RAT_NOT_FOUND || marks->responsible != RAT_NOT_FOUND;
    draft->out.layout = marks->modern ? "karlsruhe-2023" : form ? "karlsruhe-2016" : "vorlage";
    if (numbered)
        draft->out.reference = rat_head_dup(draft->arena, number);
    else if (detached)
        at--; /* an empty form: the line is the next value already */
    rat_karlsruhe_read_type(draft, marks->number);
    rat_karlsruhe_read_received(draft, marks->table);
    if (detached) {
        while (at < head->count && at < marks->table && head->line[at].s[head->line[at].n - 1] == ':')
            at++;
        at = rat_karlsruhe_read_responsible(draft, at);
    } else if (marks->responsible != RAT_NOT_FOUND && marks->responsible > marks->number) {
        struct rat_line line = head->line[marks->responsible];
        line = rat_head_after(line, rat_head_starts(line, "verantwortlich"));
        line = rat_head_after(line, line.n && line.s[0] == ':');
        rat_karlsruhe_set_responsible(draft, line);
        at = marks->responsible + 1;
        if (!line.n)
            at = rat_karlsruhe_read_responsible(draft, at);
        if (rat_head_is(line, "dez.") && at < head->count && head->line[at].n == 1) /* "Dez. / 6" */
            draft->out.lead_office = rat_arena_printf(draft->arena, "Dez. %c", head->line[at++].s[0]);
    }
    if (marks->office != RAT_NOT_FOUND && marks->office >= at)
        at = read_office(draft, marks, at);
    if (marks->table != RAT_NOT_FOUND && at < marks->table)
        rat_karlsruhe_subject_at(draft, at, marks->table);
    if (!draft->out.subject)
        subject_above(draft, marks->number);
    rat_karlsruhe_read_below(draft, marks, at);
    return true;
}
