/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The papers of Karlsruhe by era:
 *   2005  "17. Sitzung des Gemeinderates am 25.10.2005 / TOP 6 / Vorlage Nr. 421", numbers restart each term
 *   2007  labels Gremium, Termin, Vorlage Nr., TOP, Verantwortlich, then their values one per line
 *   2016  Vorlage Nr., Verantwortlich, subject, table "Gremium Termin TOP ö nö Ergebnis"
 *   2023  the same with Dienststelle and "Gremien Termin TOP Ö / N Zuständigkeit"
 *   vorlage  nothing but "Vorlage Nr. 1/2003" on a line of its own
 *   haushalt  motions on the budget: "DOPPELHAUSHALT 2024/2025 / ANTRAG DHH/2023/8205"
 * Which era it is, and motions on the budget; the eras themselves are in header_karlsruhe_2005.c, _2007.c,
 * _2016.c.
 */
#include "indexer/header_karlsruhe_internal.h"

#define FIRST_LINES 40 /* of the text, in which the number stands */

static bool is_table(struct rat_line line, struct rat_karlsruhe_marks *marks)
{
    static const struct {
        const char *text;
        bool modern;
    } heads[] = {{"gremium termin", false},
                 {"gremien termin", true},
                 {"beratungsfolge termin", true},
                 {"beratungsfolge sitzung am", false},
                 {"beratungsfolge dieser vorlage", false},
                 {"beratungsfolge gremium", false}};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        if (!rat_head_starts(line, heads[i].text))
            continue;
        marks->modern = heads[i].modern || rat_head_find(line, "zuständigkeit") != RAT_NOT_FOUND;
        return true;
    }
    return false;
}

static bool is_session(const struct rat_head *head, size_t at)
{
    struct rat_line line = head->line[at];
    if (line.s[0] < '0' || line.s[0] > '9' || rat_head_find(line, "sitzung ") == RAT_NOT_FOUND)
        return false;
    size_t am = rat_head_find(line, " am ");
    return am != RAT_NOT_FOUND || rat_head_find(line, "gemeinderat") != RAT_NOT_FOUND;
}

static void set_once(size_t *mark, size_t at)
{
    if (*mark == RAT_NOT_FOUND)
        *mark = at;
}

static struct rat_karlsruhe_marks find_marks(const struct rat_head *head)
{
    struct rat_karlsruhe_marks marks = {RAT_NOT_FOUND, RAT_NOT_FOUND, RAT_NOT_FOUND,
                                        RAT_NOT_FOUND, RAT_NOT_FOUND, RAT_NOT_FOUND,
                                        RAT_NOT_FOUND, false,         false};
    size_t lines = head->count < FIRST_LINES ? head->count : FIRST_LINES;
    for (size_t i = 0; i < lines; i++) {
        struct rat_line line = head->line[i];
        if (rat_head_starts(line, "vorlage nr"))
            set_once(&marks.number, i);
        else if (rat_head_starts(line, "gremium:"))
            set_once(&marks.gremium, i);
        else if (rat_head_starts(line, "termin:"))
            set_once(&marks.termin, i);
        else if (rat_head_starts(line, "verantwortlich"))
            set_once(&marks.responsible, i);
        else if (rat_head_starts(line, "dienststelle:"))
            set_once(&marks.office, i);
        else if (is_session(head, i))
            set_once(&marks.session, i);
        if (marks.table == RAT_NOT_FOUND && is_table(line, &marks)) {
            marks.table = i;
            marks.results = rat_head_find(line, "ergebnis") != RAT_NOT_FOUND;
            for (size_t k = i + 1; k < head->count && k < i + 4; k++)
                marks.results = marks.results || rat_head_find(head->line[k], "ergebnis") != RAT_NOT_FOUND;
        }
    }
    return marks;
}

/* "DOPPELHAUSHALT 2024/2025", then "ANTRAG DHH/2023/8205" and the subject. */
static bool read_budget(struct rat_header_draft *draft)
{
    const struct rat_head *head = draft->head;
    size_t at = 0;
    while (at < head->count && at < 20 && !rat_head_starts(head->line[at], "doppelhaushalt 20"))
        at++;
    if (at + 2 >= head->count || at >= 20)
        return false;
    struct rat_line line = head->line[++at];
    static const char *const kinds[] = {"änderungsantrag ", "ergänzungsantrag ", "antrag ", NULL};
    size_t n = 0;
    for (size_t i = 0; kinds[i] && !n; i++)
        n = rat_head_starts(line, kinds[i]);
    struct rat_line number = rat_head_after(line, n);
    size_t bytes = n ? rat_head_reference(number) : 0;
    if (!bytes || bytes != number.n || !memchr(number.s, '/', bytes))
        return false;
    draft->out.layout = "karlsruhe-haushalt";
    draft->out.type = rat_head_type(draft->arena, rat_head_cut(line, n));
    draft->out.reference = rat_head_dup(draft->arena, number);
    if (at && at - 1 > 0) {
        struct rat_line day = head->line[at - 2];
        if (!rat_head_is_date(day, false, &draft->out.date))
            draft->out.date = RAT_NO_DATE;
    }
    at++;
    if (at < head->count && (rat_head_is(head->line[at], "thema") || rat_head_is(head->line[at], "thema:")))
        at++;
    size_t theme = at < head->count ? rat_head_starts(head->line[at], "thema:") : 0;
    if (theme)
        draft->head->line[at] = rat_head_after(head->line[at], theme);
    rat_karlsruhe_subject_at(draft, at, RAT_NOT_FOUND);
    return true;
}

bool rat_header_karlsruhe(struct rat_header_draft *draft)
{
    static const char *const inner[] = {"vorlage nr.:", "verantwortlich:", "dienststelle:", NULL};
    rat_head_split(draft->head, FIRST_LINES, inner);
    struct rat_karlsruhe_marks marks = find_marks(draft->head);
    if (marks.number == RAT_NOT_FOUND && marks.termin == RAT_NOT_FOUND)
        return read_budget(draft);
    if (marks.gremium != RAT_NOT_FOUND && marks.termin != RAT_NOT_FOUND && marks.termin < marks.gremium + 6) {
        if (marks.number == RAT_NOT_FOUND)
            marks.number = marks.termin;
        return rat_karlsruhe_read_2007(draft, &marks);
    }
    if (marks.number == RAT_NOT_FOUND)
        return false;
    struct rat_line number = rat_karlsruhe_behind_number_label(draft->head->line[marks.number]);
    bool year = number.n && rat_head_has_year(number.s, number.n);
    if (marks.session != RAT_NOT_FOUND && marks.session < marks.number && number.n && !year)
        return rat_karlsruhe_read_2005(draft, &marks);
    return (marks.table != RAT_NOT_FOUND || marks.responsible != RAT_NOT_FOUND || year) &&
           rat_karlsruhe_read_2016(draft, &marks);
}
