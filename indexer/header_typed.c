/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Papers of the typewriter era, and the answers that go with them:
 *     LANDKREIS X / Der Landrat / Az.: 20/4 / X, den 29. Juli 1998
 *     Drucksache 10/1
 *     A n t r a g / der Fraktion Y / zur Sitzung des Kreistages am 22.09.1998 / und zur Sitzung des ...
 *     Betreff: / the subject
 * Answer:
 *     Landkreis X / Stellungnahme der Verwaltung zu: Antrag 10/1 / the subject / Antrag: Y-Fraktion / Stand:
 * 13.08.1998
 */
#include "indexer/header_internal.h"

#define FIRST_LINES 60
#define NUMBER_LINES 16 /* in which the number stands */
#define NOT_FOUND SIZE_MAX

/* "Drucksache Nr. 11/5", "Vorlage Nr. 11/5": bytes up to the number, which is the rest of the line. */
static size_t number_label(struct rat_line line)
{
    static const char *const words[] = {"drucksachen-nr.", "drucksachennummer", "drucksache", "drs.",
                                        "vorlage nr.",     "vorlagen-nr.",      NULL};
    size_t n = rat_head_starts_any(line, words);
    if (!n)
        return 0;
    struct rat_line rest = rat_head_after(line, n);
    rest = rat_head_after(rest, rat_head_starts(rest, ":"));
    rest = rat_head_after(rest, rat_head_starts(rest, "nr."));
    rest = rat_head_after(rest, rat_head_starts(rest, ":"));
    bool whole = rest.n && rat_head_reference(rest) == rest.n;
    return whole && memchr(rest.s, '/', rest.n) ? (size_t)(rest.s - line.s) : 0;
}

/* "Betreff:", "Betr.:", "Betrifft:": bytes, up to what stands behind the colon. */
static size_t subject_label(struct rat_line line)
{
    static const char *const words[] = {"betreff:", "betr.:", "betrifft:", "betr. :", "betreff :", NULL};
    return rat_head_starts_any(line, words);
}

/* "und zur Sitzung des Kreistages am 22.09.1998": one row. False: the line is none. */
static bool read_session(struct rat_header_draft *draft, struct rat_line line)
{
    static const char *const words[] = {"zur sitzung ", "und zur sitzung ", "und der sitzung ",
                                        "für die sitzung ", NULL};
    size_t n = rat_head_starts_any(line, words), bytes;
    if (!n)
        return false;
    int32_t day;
    struct rat_line rest = rat_head_after(line, n - strlen("sitzung "));
    size_t at = rat_head_find_date(rest, false, &bytes, &day), am = rat_head_find(rest, " am ");
    if (at == NOT_FOUND || am == NOT_FOUND || am + 4 != at || at + bytes != rest.n)
        return false;
    char *body = rat_head_body(draft->arena, rat_head_cut(rest, am));
    struct rat_consultation *row = body ? rat_head_row(draft) : NULL;
    if (row)
        *row = (struct rat_consultation){.body = body,
                                         .date = day,
                                         .is_public = RAT_UNKNOWN,
                                         .authoritative = RAT_UNKNOWN,
                                         .origin = RAT_ORIGIN_TEXT};
    return row != NULL;
}

/* Sessions at line `from`; a date may have been broken into the next line. Returns the line behind them. */
static size_t read_sessions(struct rat_header_draft *draft, size_t from, size_t to)
{
    size_t at = from;
    while (at < to) {
        if (read_session(draft, draft->head->line[at])) {
            at++;
            continue;
        }
        const char *joined = at + 1 < to ? rat_head_join(draft->arena, draft->head, at, at + 2, false) : NULL;
        if (!joined || !read_session(draft, (struct rat_line){joined, (uint32_t)strlen(joined), false}))
            break;
        at += 2;
    }
    return at;
}

/* The paragraph behind the label, or below it. */
static void read_subject(struct rat_header_draft *draft, size_t at, size_t label)
{
    struct rat_head *head = draft->head;
    struct rat_line rest = rat_head_after(head->line[at], label);
    size_t from = rest.n ? at : at + 1, end = from + 1;
    if (from >= head->count || rat_head_is_heading(head->line[from]))
        return;
    while (end < head->count && end < from + 8 && !head->line[end].gap &&
           !rat_head_is_heading(head->line[end]) && head->line[end].s[head->line[end].n - 1] != ':')
        end++;
    if (rest.n)
        head->line[at] = rest;
    draft->out.subject = rat_head_join(draft->arena, head, from, end, false);
}

static bool read_paper(struct rat_header_draft *draft)
{
    const struct rat_head *head = draft->head;
    size_t lines = head->count < FIRST_LINES ? head->count : FIRST_LINES, number = 0, subject;
    int32_t day = RAT_NO_DATE;
    while (number < lines && number < NUMBER_LINES && !number_label(head->line[number])) {
        int32_t found;
        if (day == RAT_NO_DATE && rat_head_is_place_and_day(head->line[number], &found))
            day = found;
        number++;
    }
    if (number == lines || number == NUMBER_LINES)
        return false;
    for (subject = number + 1; subject < lines && !subject_label(head->line[subject]); subject++)
        if (rat_head_is_heading(head->line[subject]))
            return false;
    if (subject == lines)
        return false;
    size_t sessions = number + 1;
    while (sessions < subject && rat_head_find(head->line[sessions], "zur sitzung ") == NOT_FOUND)
        sessions++;
    if (day == RAT_NO_DATE && sessions == subject)
        return false; /* nothing but a number and a subject: other layouts have that too */
    draft->out.layout = "schreibmaschine";
    draft->out.date = day;
    draft->out.reference =
        rat_head_dup(draft->arena, rat_head_after(head->line[number], number_label(head->line[number])));
    for (size_t i = number + 1; i < sessions && !draft->out.type; i++)
        draft->out.type = rat_head_type(draft->arena, head->line[i]);
    read_sessions(draft, sessions, subject);
    read_subject(draft, subject, subject_label(head->line[subject]));
    rat_head_find_proposal(draft, subject + 1);
    return true;
}

/* ---- answers ---- */

static bool read_answer(struct rat_header_draft *draft)
{
    static const char *const ends[] = {"antrag:",
                                       "anfrage:",
                                       "stand:",
                                       "änderungsantrag:",
                                       "ergänzungsantrag:",
                                       "änderungs-/ergänzungsantrag:",
                                       NULL};
    const struct rat_head *head = draft->head;
    size_t at = 0, n = 0, end;
    while (at < head->count && at < 6 &&
           !(n = rat_head_starts(head->line[at], "stellungnahme der verwaltung zu")))
        at++;
    if (!n)
        return false;
    struct rat_line rest = rat_head_after(head->line[at], n);
    if (!rest.n || rest.s[0] != ':')
        return false;
    rest = rat_head_after(rest, 1);
    const char *space = memrchr(rest.s, ' ', rest.n); /* what is answered, and its number */
    size_t word = space ? (size_t)(space + 1 - rest.s) : rest.n;
    struct rat_line number = rat_head_after(rest, word), kind = rat_head_cut(rest, word);
    char *answered = kind.n ? rat_head_type(draft->arena, kind) : NULL;
    if (!answered || !number.n || rat_head_reference(number) != number.n)
        return false;
    for (end = at + 1; end < head->count && end < at + 8; end++)
        if (head->line[end].gap || rat_head_starts_any(head->line[end], ends))
            break;
    draft->out.layout = "stellungnahme";
    draft->out.reference = rat_head_dup(draft->arena, number);
    bool question = strcmp(answered, "Anfrage") == 0;
    draft->out.type =
        rat_arena_printf(draft->arena, "Stellungnahme %s %s", question ? "zur" : "zum", answered);
    if (end > at + 1)
        draft->out.subject = rat_head_join(draft->arena, head, at + 1, end, false);
    for (; end < head->count && end < at + 10; end++) {
        int32_t day;
        n = rat_head_starts(head->line[end], "stand:");
        if (n && rat_head_is_date(rat_head_after(head->line[end], n), false, &day))
            draft->out.date = day;
    }
    return true;
}

bool rat_header_typed(struct rat_header_draft *draft)
{
    return read_paper(draft) || read_answer(draft);
}
