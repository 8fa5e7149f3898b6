/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Money and boxes of the forms of Karlsruhe from 2021 on: "Finanzielle Auswirkungen Ja ☒ Nein ☐". */
#include "indexer/header_internal.h"

static const struct {
    const char *text;
    bool checked;
} boxes[] = {{"☒", true}, {"☐", false}, {"x", true}};

/* The box behind a word: 1 checked, 0 not, -1 none. */
static int box_behind(struct rat_line line, const char *word)
{
    size_t at = rat_head_find(line, word);
    if (at == SIZE_MAX || (at && line.s[at - 1] != ' '))
        return -1;
    struct rat_line rest = rat_head_after(line, at + strlen(word));
    for (size_t i = 0; i < sizeof boxes / sizeof *boxes; i++) {
        size_t n = rat_head_starts(rest, boxes[i].text);
        if (n && (n == rest.n || rest.s[n] == ' '))
            return boxes[i].checked;
    }
    return -1;
}

/* "Ja ☒ Nein ☐" in the lines behind a label; only when exactly one of them is checked. */
static void read_choice(struct rat_header_draft *draft, size_t from, const char *field)
{
    int yes = -1, no = -1;
    for (size_t i = from; i < draft->head->count && i < from + 6 && (yes < 0 || no < 0); i++) {
        if (yes < 0)
            yes = box_behind(draft->head->line[i], "ja");
        if (no < 0)
            no = box_behind(draft->head->line[i], "nein");
    }
    if (yes >= 0 && no >= 0 && yes != no)
        rat_head_field(draft, field, yes ? "ja" : "nein");
}

void rat_head_forms(struct rat_header_draft *draft, size_t from)
{
    for (size_t i = from; i < draft->head->count; i++) {
        struct rat_line line = draft->head->line[i];
        size_t n;
        if (rat_head_starts(line, "finanzielle auswirkungen"))
            read_choice(draft, i, "finanzielle-auswirkungen");
        else if (rat_head_starts(line, "-relevanz: auswirkung auf den klimaschutz") ||
                 rat_head_starts(line, "co2-relevanz"))
            read_choice(draft, i + 1, "relevanz.klimaschutz");
        else if (rat_head_is(line, "iq-relevant"))
            read_choice(draft, i + 1, "relevanz.iq");
        else if ((n = rat_head_starts(line, "gesamtkosten:")) != 0) {
            struct rat_line rest = rat_head_after(line, n);
            bool digit = rest.n && rest.s[0] >= '0' && rest.s[0] <= '9';
            if (digit && rest.n < 40)
                rat_head_field(draft, "kosten", rat_head_dup(draft->arena, rest));
        }
    }
}
