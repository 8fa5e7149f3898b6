/* SPDX-License-Identifier: GPL-2.0-or-later */
/* "17. Sitzung des Gemeinderates am 25.10.2005 / TOP 6 / Vorlage Nr. 421"; answers in the form of what they
 * answer. */
#include "indexer/header_karlsruhe_internal.h"

#define ANSWER_LINES 16 /* from the number to the heading of the answer */

/* "18. ÖFFENTLICHE PLENARSITZUNG DES GEMEINDERATES AM 22. NOVEMBER / 2005": the date may run into the next
 * line. */
static void session_row(struct rat_header_draft *draft, size_t at, struct rat_line item)
{
    const struct rat_head *head = draft->head;
    const char *joined =
        rat_head_join(draft->arena, head, at, at + 2 < head->count ? at + 2 : head->count, false);
    struct rat_line line = {joined, joined ? (uint32_t)strlen(joined) : 0, false};
    int32_t day = RAT_NO_DATE;
    size_t bytes, am = rat_head_find(line, " am ");
    struct rat_line rest = rat_head_after(line, am == RAT_NOT_FOUND ? line.n : am + 4);
    bytes = rat_head_date(rest, true, &day);
    if (!bytes)
        return;
    bool open = rat_head_find(rat_head_cut(line, am), " öffentliche ") != RAT_NOT_FOUND;
    char *body = rat_head_body(draft->arena, rat_head_cut(line, am));
    rat_karlsruhe_add_row(draft, body, day, item, open ? RAT_YES : RAT_UNKNOWN);
}

/* Answers were written into the form of what they answer: "Anfrage ... Stellungnahme des
 * Bürgermeisteramtes:". */
static bool has_answer(const struct rat_head *head, size_t from)
{
    static const char *const words[] = {"stellungnahme des bürgermeisteramt",
                                        "stellungnahme der stadtverwaltung", "stellungnahme der verwaltung",
                                        NULL};
    for (size_t i = from; i < head->count && i < from + ANSWER_LINES; i++)
        if (rat_head_starts_any(head->line[i], words))
            return true;
    return false;
}

static const char *type_of_answer(const char *type)
{
    static const char *const types[][2] = {
        {"Anfrage", "Stellungnahme zur Anfrage"},
        {"Antrag", "Stellungnahme zum Antrag"},
        {"Änderungsantrag", "Stellungnahme zum Änderungsantrag"},
        {"Ergänzungsantrag", "Stellungnahme zum Ergänzungsantrag"},
        {"Interfraktioneller Antrag", "Stellungnahme zum interfraktionellen Antrag"}};
    for (size_t i = 0; type && i < sizeof types / sizeof *types; i++)
        if (strcmp(type, types[i][0]) == 0)
            return types[i][1];
    return type;
}

/* "Öffentlich x Nichtöffentlich": the box stands behind its word. */
static enum rat_tristate ticked_status(struct rat_line line)
{
    static const char *const open[] = {"öffentlich x nichtöffentlich", "öffentlich ☒ nichtöffentlich",
                                       "öffentlich ☒ nichtöffentlich ☐", NULL};
    static const char *const closed[] = {"öffentlich nichtöffentlich x", "öffentlich nichtöffentlich ☒",
                                         "öffentlich ☐ nichtöffentlich ☒", NULL};
    for (size_t i = 0; open[i]; i++)
        if (rat_head_is(line, open[i]))
            return RAT_YES;
    for (size_t i = 0; closed[i]; i++)
        if (rat_head_is(line, closed[i]))
            return RAT_NO;
    return RAT_UNKNOWN;
}

bool rat_karlsruhe_read_2005(struct rat_header_draft *draft, const struct rat_karlsruhe_marks *marks)
{
    const struct rat_head *head = draft->head;
    struct rat_line number = rat_karlsruhe_behind_number_label(head->line[marks->number]),
                    item = {"", 0, false};
    size_t n = rat_head_reference(number), subject = marks->number + 1;
    if (!n)
        return false;
    draft->out.layout = "karlsruhe-2005";
    struct rat_line rest = rat_head_after(number, n);
    if (!rest.n ||
        (rest.s[0] != '+' && rest.s[0] != '/' && !rat_head_starts(rest, "und "))) /* of one paper only */
        draft->out.reference = rat_arena_strndup(draft->arena, number.s, n);
    draft->out.type = rat_head_type(draft->arena, rest);
    if (!draft->out.type)
        rat_karlsruhe_read_type(draft, marks->number);
    if (has_answer(head, marks->number))
        draft->out.type = type_of_answer(draft->out.type);
    for (size_t i = marks->session; i < head->count && i < marks->number + 3; i++) {
        struct rat_line line = head->line[i];
        size_t skip = rat_head_starts(line, "zu top ");
        if (!skip)
            skip = rat_head_starts(line, "top ");
        if (skip)
            item = rat_head_after(line, skip);
        if (ticked_status(line) != RAT_UNKNOWN)
            draft->out.status = ticked_status(line) == RAT_YES ? "öffentlich" : "nicht öffentlich";
    }
    session_row(draft, marks->session, item);
    if (draft->row_count && draft->out.status && draft->rows[0].is_public == RAT_UNKNOWN)
        draft->rows[0].is_public = strcmp(draft->out.status, "öffentlich") == 0 ? RAT_YES : RAT_NO;
    rat_karlsruhe_read_received(draft, marks->number);
    if (marks->responsible != RAT_NOT_FOUND && marks->responsible > marks->number) {
        struct rat_line line = head->line[marks->responsible];
        line = rat_head_after(line, rat_head_starts(line, "verantwortlich"));
        rat_karlsruhe_set_responsible(draft, rat_head_after(line, line.n && line.s[0] == ':'));
        subject = marks->responsible + 1;
        if (subject < head->count && head->line[subject].gap)
            rat_karlsruhe_subject_at(draft, subject, marks->table);
    }
    rat_karlsruhe_read_below(draft, marks, subject);
    return true;
}
