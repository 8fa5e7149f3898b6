/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the eras of Karlsruhe have in common: type, dates, office, subject, and what stands below the head. */
#include "indexer/header_karlsruhe_internal.h"

void rat_karlsruhe_read_type(struct rat_header_draft *draft, size_t lines)
{
    const struct rat_head *head = draft->head;
    for (size_t i = 0; i < lines && i < head->count && !draft->out.type; i++) {
        struct rat_line line = head->line[i];
        if (line.s[line.n - 1] == '-' && line.n < 40 && i + 1 < lines && i + 1 < head->count) {
            const char *joined = rat_head_join(draft->arena, head, i, i + 2, false);
            line = (struct rat_line){joined, joined ? (uint32_t)strlen(joined) : 0, false};
        }
        draft->out.type = line.n ? rat_head_type(draft->arena, line) : NULL;
    }
}

/* "vom: 12.03.2013", "vom 12. März 2013", "eingegangen: ..." before line `lines`. */
void rat_karlsruhe_read_received(struct rat_header_draft *draft, size_t lines)
{
    static const char *const words[] = {
        "eingegangen am:", "eingegangen am", "eingegangen:", "eingang:", "eingegangen", NULL};
    for (size_t i = 0; i < lines && i < draft->head->count; i++) {
        struct rat_line line = draft->head->line[i];
        int32_t day;
        size_t n = rat_head_starts(line, "vom:");
        if (!n)
            n = rat_head_starts(line, "vom ");
        struct rat_line rest = rat_head_after(line, n);
        if (n && rat_head_is_date(rest, true, &day)) {
            char moved[RAT_DATE_TEXT];
            bool answer = draft->out.type && strncmp(draft->out.type, "Stellungnahme", 13) == 0;
            if (answer) /* it is the day of the motion that this answers */
                rat_head_field(draft, "antrag.vom",
                               rat_arena_strdup(draft->arena, rat_date_format(day, moved)));
            else if (draft->out.date == RAT_NO_DATE)
                draft->out.date = day;
        }
        for (size_t k = 0; words[k] && !n; k++) {
            size_t m = rat_head_starts(line, words[k]);
            rest = rat_head_after(line, m);
            char text[RAT_DATE_TEXT];
            if (m && rat_head_is_date(rest, true, &day))
                rat_head_field(draft, "eingegangen",
                               rat_arena_strdup(draft->arena, rat_date_format(day, text)));
        }
    }
}

/* What stands behind "Vorlage Nr.", "Vorlage Nr.:" in the line. */
struct rat_line rat_karlsruhe_behind_number_label(struct rat_line line)
{
    line = rat_head_after(line, rat_head_starts(line, "vorlage nr"));
    size_t n = line.n && line.s[0] == '.';
    n += line.n > n && line.s[n] == ':';
    line = rat_head_after(line, n);
    return rat_head_after(line, rat_head_starts(line, "nr.")); /* "Vorlage Nr.: Nr.2022/2188" */
}

/* "Dez. 3", "Dez. 4 und 6 / Stpl.A.", "OV Neureut", "Stadtplanungsamt". "Dez." alone is an empty form. */
static bool is_office(struct rat_line line)
{
    static const char *const starts[] = {"dez", "ov ", "ortsverwaltung ", "stadtamt ", "amt für ", NULL};
    bool dezernat = rat_head_starts(line, "dez") != 0;
    if (line.n < 5 || line.n > 60 || memchr(line.s, ':', line.n) ||
        (dezernat && line.n < 6 && line.s[3] == '.'))
        return dezernat && line.n == 5 && line.s[4] >= '1' && line.s[4] <= '9'; /* "Dez.4" */
    struct rat_line tail = {line.s + line.n - 3, 3, false};
    return rat_head_starts_any(line, starts) || rat_head_find(line, "/ dez") != RAT_NOT_FOUND ||
           rat_head_find(line, "/dez") != RAT_NOT_FOUND ||
           (rat_head_starts(tail, "amt") &&
            (!memchr(line.s, ' ', line.n) || rat_head_find(line, "- und ") != RAT_NOT_FOUND));
}

void rat_karlsruhe_set_responsible(struct rat_header_draft *draft, struct rat_line line)
{
    if (!draft->out.lead_office && is_office(line))
        draft->out.lead_office = rat_head_dup(draft->arena, line);
}

bool rat_karlsruhe_ends_open(struct rat_line line)
{
    static const char *const ends[] = {" und", " für", "-",    ",",    " i.b.m.", " i. b. m.",
                                       " +",   " von", " der", " des", " mit",    NULL};
    for (size_t i = 0; ends[i]; i++) {
        size_t n = strlen(ends[i]);
        struct rat_line tail = {line.s + (line.n > n ? line.n - n : 0), (uint32_t)n, false};
        if (line.n > n && rat_head_starts(tail, ends[i]))
            return true;
    }
    return false;
}

/* A detached value of "Verantwortlich:" at the line, perhaps of two lines. Returns the line behind it. */
size_t rat_karlsruhe_read_responsible(struct rat_header_draft *draft, size_t at)
{
    const struct rat_head *head = draft->head;
    if (at >= head->count || (!is_office(head->line[at]) && !rat_head_starts(head->line[at], "dez")))
        return at;
    size_t from = at++;
    while (at < head->count && at < from + 3 &&
           (rat_karlsruhe_ends_open(head->line[at - 1]) ||
            head->line[at - 1].s[head->line[at - 1].n - 1] == '/'))
        at++;
    if (is_office(head->line[from]))
        draft->out.lead_office = rat_head_join(draft->arena, head, from, at, false);
    return at;
}

/* Lines at the end of a subject that say who moved it. */
bool rat_karlsruhe_is_author(struct rat_line line)
{
    static const char *const words[] = {"antrag:",
                                        "anfrage:",
                                        "änderungsantrag:",
                                        "ergänzungsantrag:",
                                        "interfraktioneller antrag:",
                                        "gemeinsamer antrag:",
                                        NULL};
    for (size_t i = 0; words[i]; i++)
        if (rat_head_starts(line, words[i]))
            return true;
    static const char ending[] = "fraktion";
    struct rat_line tail = {line.s + (line.n > 8 ? line.n - 8 : 0), 8, false};
    return line.n > 8 && memchr(line.s, '-', line.n) && rat_head_starts(tail, ending);
}

void rat_karlsruhe_set_subject(struct rat_header_draft *draft, size_t from, size_t to)
{
    while (to > from && rat_karlsruhe_is_author(draft->head->line[to - 1]))
        to--;
    size_t letters = 0;
    for (size_t i = from; i < to; i++)
        for (size_t k = 0; k < draft->head->line[i].n; k++)
            letters += (draft->head->line[i].s[k] | 32) >= 'a' && (draft->head->line[i].s[k] | 32) <= 'z';
    struct rat_line first = draft->head->line[from < draft->head->count ? from : 0];
    bool other = to == from + 1 && (is_office(first) || rat_head_reference(first) == first.n ||
                                    rat_head_is(first, "thema eintragen"));
    if (to > from && to - from <= 8 && letters > 3 && !other)
        draft->out.subject = rat_head_join(draft->arena, draft->head, from, to, false);
}

/* The text that stands below a subject: its first item, question or request. */
static bool begins_text(struct rat_line line)
{
    static const char *const words[] = {"1. ",
                                        "1) ",
                                        "1.) ",
                                        "1.: ",
                                        "a) ",
                                        "a. ",
                                        "•",
                                        "- kurzfassung",
                                        "frage 1",
                                        "zu 1",
                                        "zu frage",
                                        "wir ",
                                        "ich ",
                                        "der gemeinderat ",
                                        "die verwaltung ",
                                        "die stadtverwaltung ",
                                        "vor diesem hintergrund",
                                        NULL};
    static const char request[] = "beantragt:";
    size_t n = sizeof request - 1;
    struct rat_line tail = {line.s + (line.n > n ? line.n - n : 0), (uint32_t)n, false};
    return rat_head_starts_any(line, words) || (line.n > n && rat_head_is(tail, request));
}

/* The end of the paragraph that begins at `from`: an empty line, the table, a heading, the text. */
size_t rat_karlsruhe_paragraph_end(const struct rat_head *head, size_t from, size_t table)
{
    size_t at = from + 1;
    while (at < head->count && at < table && !head->line[at].gap && !rat_head_is_heading(head->line[at]) &&
           !begins_text(head->line[at]))
        at++;
    return at < head->count ? at : head->count;
}

/* A paragraph that ends like a sentence is a subject with text right below it: the end of the subject, or
 * `from`. */
static size_t without_sentence(const struct rat_head *head, size_t from, size_t to)
{
    while (to > from + 1 && head->line[to - 1].s[head->line[to - 1].n - 1] == ':')
        to--;
    struct rat_line last = head->line[to - 1];
    const char *space = memrchr(last.s, ' ', last.n);
    size_t word = last.n - (space ? (size_t)(space + 1 - last.s) : 0);
    if (to == from + 1 || last.s[last.n - 1] != '.' || word <= 4) /* "e. V.", "Nr." */
        return to;
    for (size_t i = from + 1; i < to; i++)
        if (rat_head_is_new_paragraph(head, i, to))
            return head->line[i - 1].s[head->line[i - 1].n - 1] == '.' ? from : i;
    return from;
}

void rat_karlsruhe_subject_at(struct rat_header_draft *draft, size_t from, size_t table)
{
    static const char *const labels[] = {
        "eingang", "eingegangen", "verantwortlich", "dienststelle", "termin:", "top:", "top ",
        "vorlage", NULL};
    const struct rat_head *head = draft->head;
    while (from < head->count && from < table &&
           (head->line[from].n < 3 || rat_head_starts_any(head->line[from], labels)))
        from++;
    if (from < head->count && from < table && !rat_head_is_heading(head->line[from])) {
        size_t end = rat_karlsruhe_paragraph_end(head, from, table);
        rat_karlsruhe_set_subject(draft, from, end == table ? end : without_sentence(head, from, end));
    }
}

void rat_karlsruhe_read_below(struct rat_header_draft *draft, const struct rat_karlsruhe_marks *marks,
                              size_t from)
{
    size_t at = from, had = draft->row_count;
    if (marks->table != RAT_NOT_FOUND)
        at = rat_head_rows(draft,
                           marks->table +
                               (rat_head_find(draft->head->line[marks->table], "top") != RAT_NOT_FOUND ||
                                rat_head_starts(draft->head->line[marks->table], "beratungsfolge")),
                           marks->results);
    if (had && draft->row_count > had) /* the table says the same as the session above, and more */
        memmove(draft->rows, draft->rows + had, (draft->row_count -= had) * sizeof *draft->rows);
    rat_head_forms(draft, at);
    rat_head_find_proposal(draft, at);
}

/* A row made of single values rather than of a table's line. */
void rat_karlsruhe_add_row(struct rat_header_draft *draft, char *body, int32_t day, struct rat_line item,
                           enum rat_tristate is_public)
{
    struct rat_consultation *row = body && day != RAT_NO_DATE ? rat_head_row(draft) : NULL;
    if (!row)
        return;
    *row = (struct rat_consultation){.body = body,
                                     .date = day,
                                     .is_public = is_public,
                                     .authoritative = RAT_UNKNOWN,
                                     .origin = RAT_ORIGIN_TEXT};
    size_t n = rat_head_item_number(item);
    if (n && n == item.n)
        row->item_number = rat_head_dup(draft->arena, item);
}
