/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rows of a Beratungsfolge, in the orders that are seen:
 *     Kreisausschuss (Vorberatung) 07.10.2020 N                    Peine
 *     Gemeinderat 29.03.2022 3 x einstimmig beschlossen            Karlsruhe; "3  x" is in the column nö
 *     Bauausschuss 17.10.2024 3 Ö Entscheidung                     Karlsruhe from 2023
 *     Ausschuss für Umwelt und Ge- / sundheit / 05.07.2022 3 ...   names over several lines
 *     Ö 12.01.2016 Umweltausschuss Vorberatung                     date first (ALLRIS, SessionNet)
 *     Umweltausschuss Vorberatung / 10.11.2016 ungeändert beschlossen
 */
#include "indexer/header_internal.h"

#define NAME_LINES_MAX 4 /* lines over which a Gremium's name may run */

size_t rat_head_item_number(struct rat_line line)
{
    size_t n = 0;
    while (n < line.n && n < 10 && ((line.s[n] >= '0' && line.s[n] <= '9') || line.s[n] == '.'))
        n++;
    if (!n || line.s[0] == '.')
        return 0;
    while (line.s[n - 1] == '.')
        n--;
    if (n < line.n && line.s[n] == '.')
        n++;
    size_t letter = n + (n < line.n && line.s[n] == ' ');
    if (letter < line.n && line.s[letter] >= 'a' && line.s[letter] <= 'w' &&
        (letter + 1 == line.n || line.s[letter + 1] == ' ' || line.s[letter + 1] == ')'))
        n = letter + 1 + (letter + 1 < line.n && line.s[letter + 1] == ')');
    return n == line.n || line.s[n] == ' ' ? n : 0;
}

/* ---- marks for public or not ---- */

static size_t word(struct rat_line line, const char *pattern)
{
    size_t n = rat_head_starts(line, pattern);
    return n && (n == line.n || line.s[n] == ' ') ? n : 0;
}

/* Marks at the start of the line; several may follow each other ("☒ ☐"). Bytes read. */
static size_t read_marks(struct rat_line line, enum rat_tristate *is_public)
{
    static const struct {
        const char *text;
        enum rat_tristate means;
    } marks[] = {{"nicht öffentlich", RAT_NO},
                 {"nichtöffentlich", RAT_NO},
                 {"öffentlich", RAT_YES},
                 {"nö", RAT_NO},
                 {"ö", RAT_YES},
                 {"n", RAT_NO},
                 {"☒ ☐", RAT_YES},
                 {"☐ ☒", RAT_NO},
                 {"☐ ☐", RAT_UNKNOWN},
                 {"x", RAT_UNKNOWN},
                 {"☒", RAT_UNKNOWN},
                 {"☐", RAT_UNKNOWN}};
    struct rat_line rest = line;
    for (size_t i = 0; i < sizeof marks / sizeof *marks && rest.n; i++) {
        size_t n = word(rest, marks[i].text);
        if (!n)
            continue;
        if (marks[i].means != RAT_UNKNOWN)
            *is_public = marks[i].means;
        rest = rat_head_after(rest, n);
        i = SIZE_MAX; /* from the first mark again */
    }
    return (size_t)(rest.s - line.s);
}

/* ---- one row ---- */

/* "(Vorberatung)" or "Vorberatung" at the end of a name becomes the row's role. */
static struct rat_line take_role(struct rat_line name, struct rat_arena *arena, struct rat_consultation *row)
{
    for (size_t i = name.n; i-- > 1;) {
        if (name.s[i] != ' ' && name.s[i] != '(')
            continue;
        bool bracket = name.s[i] == '(';
        struct rat_line rest = rat_head_after(name, i + 1);
        size_t n = rat_head_role(rest);
        if (!n || (bracket ? n + 1 != rest.n || rest.s[n] != ')' : n != rest.n))
            continue;
        if (!bracket && i > 4 && rat_head_role(rat_head_after(name, i - 3))) /* "zur Vorberatung" */
            continue;
        row->role = rat_arena_strndup(arena, rest.s, n);
        return rat_head_cut(name, i);
    }
    return name;
}

/* The columns ö and nö are empty or have an x: behind the item number one space leads to the first column,
 * several to the second (96 of 100 items so marked are on no public agenda). Councils meet in public: there
 * it was a typist. */
static enum rat_tristate read_column(const struct rat_head *head, const char *x, const char *body)
{
    if (!rat_head_stands_apart(head, x))
        return RAT_YES;
    return body && strncmp(body, "Gemeinderat", 11) == 0 ? RAT_UNKNOWN : RAT_NO;
}

static void read_tail(const struct rat_head *head, struct rat_line tail, bool results,
                      struct rat_arena *arena, struct rat_consultation *row)
{
    size_t n = 0;
    while (n < tail.n && ((tail.s[n] >= '0' && tail.s[n] <= '9') || tail.s[n] == ':'))
        n++;
    if (n > 3 && memchr(tail.s, ':', n)) { /* "16:30 Uhr" */
        tail = rat_head_after(tail, n);
        tail = rat_head_after(tail, word(tail, "uhr"));
    }
    n = rat_head_item_number(tail);
    if (n && !row->item_number)
        row->item_number = rat_arena_strndup(arena, tail.s, n);
    struct rat_line mark = rat_head_after(tail, n);
    if (n && word(mark, "x"))
        row->is_public = read_column(head, mark.s, row->body);
    tail = rat_head_after(mark, read_marks(mark, &row->is_public));
    n = rat_head_role(tail);
    if (n && !row->role) {
        row->role = rat_arena_strndup(arena, tail.s, n);
        tail = rat_head_after(tail, n);
        tail = rat_head_after(tail, read_marks(tail, &row->is_public));
    }
    if (results && rat_head_is_result(tail) && !row->result)
        row->result = rat_head_dup(arena, tail);
}

/* The name in front of a date, without "21./" of "21./22.11.2023" and without marks. */
static struct rat_line clean_name(struct rat_line name, enum rat_tristate *is_public)
{
    name = rat_head_after(name, read_marks(name, is_public));
    while (name.n &&
           ((name.s[name.n - 1] >= '0' && name.s[name.n - 1] <= '9') || strchr("./-, ", name.s[name.n - 1])))
        name.n--;
    return name;
}

/* Date first: the name stands behind it, up to marks and role. */
static struct rat_line name_behind(const struct rat_head *head, struct rat_line tail, struct rat_arena *arena,
                                   struct rat_consultation *row)
{
    for (size_t i = 1; i < tail.n; i++) {
        struct rat_line rest = rat_head_after(tail, i);
        if (tail.s[i - 1] != ' ')
            continue;
        enum rat_tristate mark = RAT_UNKNOWN;
        size_t marks = read_marks(rest, &mark), role = rat_head_role(rest);
        if ((mark != RAT_UNKNOWN && (marks == rest.n || rat_head_role(rat_head_after(rest, marks)))) ||
            role) {
            read_tail(head, rest, true, arena, row);
            return rat_head_cut(tail, i);
        }
    }
    return tail;
}

/* Lines from..at: names of several lines, the last has the date. False when this is no row. */
static bool read_row(struct rat_header_draft *draft, size_t from, size_t at, bool results)
{
    const struct rat_head *head = draft->head;
    struct rat_line line = head->line[at];
    struct rat_consultation row = {.date = RAT_NO_DATE,
                                   .is_public = RAT_UNKNOWN,
                                   .authoritative = RAT_UNKNOWN,
                                   .origin = RAT_ORIGIN_TEXT};
    size_t bytes;
    size_t offset = rat_head_find_date(line, true, &bytes, &row.date);
    struct rat_line before = clean_name(rat_head_cut(line, offset), &row.is_public);
    struct rat_line tail = rat_head_after(line, offset + bytes), name = before;
    struct rat_line above = from < at ? head->line[at - 1] : line;
    bool complete = rat_head_is_council(before) && before.s[0] >= 'A' && before.s[0] <= 'Z' &&
                    above.s[above.n - 1] != '-' &&
                    above.s[above.n - 1] != '/'; /* what stands above is not its name */
    if (from < at && !complete) {
        size_t lines_end = before.n ? at + 1 : at;
        const char *joined = rat_head_join(draft->arena, head, from, lines_end, false);
        if (!joined)
            return false;
        name = (struct rat_line){joined, (uint32_t)strlen(joined), false};
        if (before.n) { /* the date's own line was joined whole */
            offset = rat_head_find_date(name, true, &bytes, &row.date);
            name = clean_name(rat_head_cut(name, offset == SIZE_MAX ? 0 : offset), &row.is_public);
        }
    } else if (from == at && !before.n) {
        name = name_behind(head, tail, draft->arena, &row);
        tail = (struct rat_line){tail.s, 0, false};
    }
    name = take_role(name, draft->arena, &row);
    row.body = rat_head_body(draft->arena, name);
    read_tail(head, tail, results, draft->arena, &row);
    struct rat_consultation *out = row.body ? rat_head_row(draft) : NULL;
    if (out)
        *out = row;
    draft->box = '\0';
    return out != NULL;
}

/* A line behind a row that belongs to it: marks, result. */
static bool belongs_to_last(struct rat_header_draft *draft, struct rat_line line, bool results)
{
    if (!draft->row_count)
        return false;
    struct rat_consultation *last = &draft->rows[draft->row_count - 1];
    static const char *const closed[] = {"nichtöffentliche sitzung", "nicht öffentliche sitzung", NULL};
    if (rat_head_starts(line, "öffentliche sitzung") || rat_head_starts_any(line, closed)) { /* ALLRIS */
        last->is_public = rat_head_starts_any(line, closed) ? RAT_NO : RAT_YES;
        return true;
    }
    bool full = rat_head_is(line, "☒"), empty = rat_head_is(line, "☐");
    if (full || empty) { /* the boxes of ö and nö, one per line */
        if (draft->box == '1' && empty)
            last->is_public = RAT_YES;
        else if (draft->box == '0' && full)
            last->is_public = RAT_NO;
        draft->box = full ? '1' : '0';
        return true;
    }
    size_t n = read_marks(line, &last->is_public);
    struct rat_line rest = rat_head_after(line, n);
    if (!rest.n)
        return true;
    if (!results || last->result || !rat_head_is_result(rest))
        return false;
    last->result = rat_head_dup(draft->arena, rest);
    return true;
}

/* Words of the table's own head that stand on a line of their own. */
static bool is_table_head(struct rat_line line)
{
    static const char *const words[] = {"ö nö",
                                        "ö / n",
                                        "ergebnis",
                                        "gremium termin",
                                        "gremien termin",
                                        "gremium sitzung",
                                        "gremium datum",
                                        "status datum gremium",
                                        "datum gremium",
                                        "zuständigkeit",
                                        "sitzungstermin",
                                        "status",
                                        "nö",
                                        "ö",
                                        "top",
                                        "(zuständigkeit)",
                                        "datum status",
                                        NULL};
    for (size_t i = 0; words[i]; i++)
        if (rat_head_is(line, words[i]))
            return true;
    return rat_head_starts(line, "gremium termin") || rat_head_starts(line, "gremien termin");
}

size_t rat_head_rows(struct rat_header_draft *draft, size_t from, bool results)
{
    const struct rat_head *head = draft->head;
    size_t at = from, name_from = from, behind = from;
    for (; at < head->count && at - name_from < NAME_LINES_MAX; at++) {
        struct rat_line line = head->line[at];
        int32_t day;
        size_t bytes;
        if (rat_head_is_heading(line) && !rat_head_is_result(line))
            break;
        if (at == name_from && draft->row_count == 0 && is_table_head(line)) {
            name_from = at + 1;
        } else if (rat_head_find_date(line, true, &bytes, &day) != SIZE_MAX) {
            if (!read_row(draft, name_from, at, results))
                break;
            behind = name_from = at + 1;
        } else if (at == name_from && belongs_to_last(draft, line, results)) {
            behind = name_from = at + 1;
        } else if (line.n > 90 || memchr(line.s, ':', line.n)) {
            break;
        }
    }
    return behind;
}
