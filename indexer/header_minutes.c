/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Extracts from minutes:
 *     Niederschrift 50. Sitzung Hauptausschuss / 9. April 2024, 16:30 Uhr / öffentlich
 *     Gremium: 13. Plenarsitzung Gemeinderat / Termin: 30. Juni 2015, 15:30 Uhr / öffentlich
 * then "Punkt 39 der Tagesordnung: ...", "Vorlage: 2015/0263", "Beschluss:", "Abstimmungsergebnis:".
 */
#include "indexer/header_internal.h"

#define FIRST_LINES 30

/* "Punkt 2.1", "Punkt 39 der Tagesordnung": bytes up to the text behind the colon, 0 when it is none. */
static size_t item_line(struct rat_line line, struct rat_line *number)
{
    size_t n = rat_head_starts(line, "punkt ");
    if (!n)
        return 0;
    struct rat_line rest = rat_head_after(line, n);
    size_t colon = rat_head_find(rest, ":"), of = rat_head_find(rest, " der tagesordnung");
    size_t end = of < colon ? of : colon;
    if (end == SIZE_MAX)
        return 0;
    *number = rat_head_cut(rest, end);
    if (!number->n || rat_head_item_number(*number) != number->n)
        return 0;
    if (colon == SIZE_MAX)
        colon = of + strlen(" der tagesordnung") - 1;
    return (size_t)(rest.s - line.s) + colon + 1;
}

/* "über die 2. Sitzung des Kreistages / am 21. April 1994", over two lines. */
static void read_about(struct rat_header_draft *draft, size_t at, struct rat_consultation *row)
{
    size_t n = rat_head_starts(draft->head->line[at], "über die "), bytes;
    const char *joined = n ? rat_head_join(draft->arena, draft->head, at, at + 2, false) : NULL;
    if (!joined)
        return;
    struct rat_line line = rat_head_after((struct rat_line){joined, (uint32_t)strlen(joined), false}, n);
    int32_t day;
    size_t date = rat_head_find_date(line, false, &bytes, &day), am = rat_head_find(line, " am ");
    if (date == SIZE_MAX || am == SIZE_MAX || am + 4 != date)
        return;
    row->body = rat_head_body(draft->arena, rat_head_cut(line, am));
    row->date = day;
}

/* The session above the item: its body, day, whether it was public. */
static void read_session(struct rat_header_draft *draft, size_t lines, struct rat_consultation *row)
{
    for (size_t i = 0; i < lines; i++) {
        struct rat_line line = draft->head->line[i], name = {"", 0, false};
        size_t n = rat_head_starts(line, "gremium:"), bytes;
        if (n)
            name = rat_head_after(line, n);
        else if (line.s[0] >= '0' && line.s[0] <= '9' && rat_head_find(line, "sitzung ") != SIZE_MAX)
            name = line;
        else if ((n = rat_head_starts(line, "niederschrift ")) != 0)
            name = rat_head_after(line, n);
        int32_t day;
        size_t at = rat_head_find_date(name.n ? name : line, false, &bytes, &day);
        if (name.n && !row->body)
            row->body = rat_head_body(draft->arena, at == SIZE_MAX ? name : rat_head_cut(name, at));
        if (at != SIZE_MAX && row->date == RAT_NO_DATE && (at == 0 || rat_head_starts(line, "termin:")))
            row->date = day;
        if (row->is_public == RAT_UNKNOWN)
            row->is_public = rat_head_status(line);
        if (!row->body && i + 1 < lines)
            read_about(draft, i, row);
    }
}

/* The number, when the extract is about one paper only; false when it is about several. */
static bool read_numbers(struct rat_header_draft *draft, size_t from, size_t to)
{
    const char *found = NULL;
    size_t items = 1;
    for (size_t i = from; i < to; i++) {
        struct rat_line line = draft->head->line[i], ignored;
        size_t n = rat_head_starts(line, "vorlage:");
        if (!n)
            n = rat_head_starts(line, "drucksache ");
        if (!n && i > from && item_line(line, &ignored))
            items++;
        if (!n)
            continue;
        struct rat_line rest = rat_head_after(line, n);
        size_t bytes = rat_head_reference(rest);
        if (!bytes || bytes != rest.n)
            return true;
        if (found && (strlen(found) != bytes || memcmp(found, rest.s, bytes) != 0))
            return false;
        if (!found)
            found = rat_head_dup(draft->arena, rest);
    }
    if (items == 1)
        draft->out.reference = found;
    return items == 1;
}

/* "Abstimmungsergebnis: / einstimmig zugestimmt". */
static void read_result(struct rat_header_draft *draft, size_t from, struct rat_consultation *row)
{
    const struct rat_head *head = draft->head;
    for (size_t i = from; i < head->count; i++) {
        size_t n = rat_head_starts(head->line[i], "abstimmungsergebnis");
        if (!n)
            continue;
        struct rat_line rest = rat_head_after(head->line[i], n);
        if (rest.n && rest.s[0] == ':')
            rest = rat_head_after(rest, 1);
        if (!rest.n && i + 1 < head->count)
            rest = head->line[i + 1];
        if (rat_head_is_result(rest))
            row->result = rat_head_dup(draft->arena, rest);
        return;
    }
}

/* "Beschluss:" - but not the second half of "Grundsatz-/beschluss". */
static bool ends_item(const struct rat_head *head, size_t at)
{
    struct rat_line above = head->line[at - 1];
    return above.s[above.n - 1] != '-' && (rat_head_starts(head->line[at], "beschluss") ||
                                           rat_head_starts(head->line[at], "abstimmungsergebnis"));
}

/* "16.1 Gleise" below item 16. */
static bool is_part(struct rat_line line, struct rat_line number)
{
    return line.n > number.n + 1 && memcmp(line.s, number.s, number.n) == 0 && line.s[number.n] == '.' &&
           rat_head_item_number(line) > number.n;
}

bool rat_header_minutes(struct rat_header_draft *draft)
{
    const struct rat_head *head = draft->head;
    size_t lines = head->count < FIRST_LINES ? head->count : FIRST_LINES, item = 0, skip = 0;
    struct rat_line number = {"", 0, false};
    while (item < lines && !(skip = item_line(head->line[item], &number)))
        item++;
    if (item == lines)
        return false;
    size_t end = item + 1; /* of the item's own lines */
    while (end < head->count && end < item + 30 && !ends_item(head, end))
        end++;
    struct rat_consultation row = {.date = RAT_NO_DATE,
                                   .is_public = RAT_UNKNOWN,
                                   .authoritative = RAT_UNKNOWN,
                                   .origin = RAT_ORIGIN_TEXT};
    read_session(draft, item, &row);
    draft->out.layout = "niederschrift";
    draft->out.type = "Niederschrift";
    draft->out.date = row.date;
    if (row.is_public != RAT_UNKNOWN)
        draft->out.status = row.is_public == RAT_YES ? "öffentlich" : "nicht öffentlich";
    if (read_numbers(draft, item, end))
        read_result(draft, item, &row);
    row.item_number = rat_head_dup(draft->arena, number);
    struct rat_consultation *out = row.body && row.date != RAT_NO_DATE ? rat_head_row(draft) : NULL;
    if (out)
        *out = row;
    /* the subject: behind the colon, to the paragraph's end */
    size_t last = item + 1;
    static const char *const movers[] = {
        "vorlage",          "antrag", "anfrage", "interfraktionelle", "gemeinsame", "änderungsantrag",
        "ergänzungsantrag", "dazu:",  "hier:",   "drucksache ",       "punkt ",     NULL};
    while (last < end && last < item + 8 && !head->line[last].gap &&
           !rat_head_starts_any(head->line[last], movers) && !is_part(head->line[last], number))
        last++;
    struct rat_line first = rat_head_after(head->line[item], skip);
    if (first.n) {
        struct rat_head *changed = draft->head;
        changed->line[item] = first;
        draft->out.subject = rat_head_join(draft->arena, head, item, last, false);
    }
    return true;
}
