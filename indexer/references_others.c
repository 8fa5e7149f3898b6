/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Laws, decisions, budgets. */
#include "indexer/references_internal.h"

#include "text/typed.h"

#include <stdio.h>

static bool is_letter(char c)
{
    return (unsigned char)c >= 0x80 || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* ---- laws ---- */

static size_t take_law(struct rat_reference_reader *r, size_t at)
{
    struct rat_typed typed;
    if (!rat_typed_find(r->text, r->n, at, &typed) || typed.kind != RAT_TYPED_CITATION)
        return at + 1;
    for (unsigned i = 0; i < typed.count; i++) {
        char key[128];
        const char *term = typed.bytes + typed.term[i].offset;
        size_t size = typed.term[i].size;
        /* "§ 3" of what, the text says elsewhere */
        if (!typed.term[i].specific || size >= sizeof key || !memchr(term, ':', size))
            continue;
        memcpy(key, term, size);
        key[size] = '\0';
        rat_reference_add(r, (struct rat_reference){.kind = RAT_REFERENCE_LAW,
                                                    .wording = RAT_WORDING_CITES,
                                                    .key = key,
                                                    .start = (uint32_t)typed.start,
                                                    .end = (uint32_t)typed.end,
                                                    .is_led = true,
                                                    .hint = RAT_NO_DATE});
    }
    return typed.end;
}

void rat_references_laws(struct rat_reference_reader *r)
{
    for (size_t at = rat_text_next(r, 0, "§"); at < r->n; at = rat_text_next(r, at, "§"))
        at = take_law(r, at);
    for (size_t at = rat_text_next(r, 0, "Art"); at < r->n; at = rat_text_next(r, at, "Art"))
        at = at > 0 && is_letter(r->text[at - 1]) ? at + 1 : take_law(r, at);
}

/* ---- decisions ---- */

static const char *const bodies[] = {"gemeinderat",
                                     "stadtrat",
                                     "kreistag",
                                     "ortschaftsrat",
                                     "ortsrat",
                                     "kreisausschuss",
                                     "hauptausschuss",
                                     "planungsausschuss",
                                     "bauausschuss",
                                     "verwaltungsausschuss",
                                     "finanzausschuss",
                                     "ausschuss",
                                     "stadtverordnetenversammlung",
                                     "bezirksvertretung",
                                     "magistrat",
                                     "samtgemeinderat",
                                     "rat der",
                                     NULL};

/* The body that is named nearest to the end of the window. */
static const char *body_in(const struct rat_text_window *w)
{
    const char *best = NULL;
    size_t least = SIZE_MAX;
    for (size_t i = 0; bodies[i]; i++) {
        size_t distance = rat_window_distance(w, bodies[i]);
        if (distance < least) { /* of "hauptausschuss" and "ausschuss" at one place the first */
            least = distance;
            best = bodies[i];
        }
    }
    return best;
}

static bool is_court(const struct rat_text_window *w)
{
    static const char *const courts[] = {"gericht",  "vgh",      "bverwg", "bverfg", "olg",
                                         "ovg",      "eugh",     "bgh",    "bundes", "landtag",
                                         "kabinett", "minister", NULL};
    return rat_window_has_any(w, courts);
}

/* The first day within `reach` bytes behind `at`. */
static size_t next_date(const struct rat_reference_reader *r, size_t at, size_t reach, int32_t *date,
                        size_t *end)
{
    for (size_t i = at; i < r->n && i - at < reach; i++) {
        size_t size = 0;
        if (r->text[i] >= '0' && r->text[i] <= '9' && (size = rat_date_here(r, i, date)) > 0) {
            *end = i + size;
            return i;
        }
    }
    return r->n;
}

static void add_decision(struct rat_reference_reader *r, size_t start, size_t end, int32_t date,
                         const char *body)
{
    char day[RAT_DATE_TEXT];
    rat_reference_add(r, (struct rat_reference){.kind = RAT_REFERENCE_DECISION,
                                                .wording = RAT_WORDING_DECIDED,
                                                .key = rat_date_format(date, day),
                                                .detail = strcmp(body, "rat der") == 0 ? "rat" : body,
                                                .start = (uint32_t)start,
                                                .end = (uint32_t)end,
                                                .is_led = true,
                                                .hint = date});
}

/* "Gemeinderatsbeschluss vom 17. Juli 2007", "Beschluss des Kreistags vom 3.2.2021" */
static bool decision_ahead(struct rat_reference_reader *r, size_t word, size_t stem)
{
    struct rat_text_window before, between;
    size_t end = 0;
    int32_t date;
    size_t at = next_date(r, stem, 90, &date, &end);
    if (at == r->n)
        return false;
    rat_window_after(r, word, at - word, &between);
    if (rat_window_distance(&between, " vom ") != 0 && rat_window_distance(&between, " am ") != 0)
        return false;
    if (rat_window_has(&between, ". ") && !rat_window_has(&between, "nr. "))
        return false;
    const char *body = body_in(&between);
    if (!body && is_court(&between))
        return false;
    if (!body) {
        rat_window_before(r, word, 40, &before);
        body = is_court(&before) ? NULL : body_in(&before);
    }
    if (body)
        add_decision(r, word, end, date, body);
    return body != NULL;
}

/* "hat der Gemeinderat in seiner Sitzung am 17.12.2010 beschlossen" */
static void decision_behind(struct rat_reference_reader *r, size_t word, size_t end_of_word)
{
    struct rat_text_window window, between;
    size_t from = word > 130 ? word - 130 : 0, end = 0, at, last = r->n, last_end = 0;
    int32_t date, day = RAT_NO_DATE;
    for (; (at = next_date(r, from, word - from, &date, &end)) < word && end <= word; from = end) {
        last = at;
        last_end = end;
        day = date;
    }
    if (last == r->n)
        return;
    rat_window_after(r, last_end, word - last_end, &between);
    rat_window_before(r, last, 70, &window);
    if (rat_window_has(&between, ". ") || is_court(&window) ||
        (rat_window_distance(&window, " am ") != 0 && rat_window_distance(&window, " vom ") != 0))
        return;
    const char *body = body_in(&between);
    body = body ? body : body_in(&window);
    if (body)
        add_decision(r, last, end_of_word, day, body);
}

void rat_references_decisions(struct rat_reference_reader *r)
{
    for (size_t at = rat_text_next(r, 0, "eschl"); at < r->n; at = rat_text_next(r, at + 5, "eschl")) {
        size_t word = at, end = at + 5;
        while (word > 0 && is_letter(r->text[word - 1]))
            word--;
        while (end < r->n && is_letter(r->text[end]))
            end++;
        if (!decision_ahead(r, word, end))
            decision_behind(r, word, end);
    }
}

/* ---- budgets ---- */

static unsigned read_year(const struct rat_reference_reader *r, size_t at, unsigned *digits)
{
    unsigned value = 0, count = 0;
    while (at + count < r->n && r->text[at + count] >= '0' && r->text[at + count] <= '9' && count < 5)
        value = value * 10 + (unsigned)(r->text[at + count++] - '0');
    *digits = count;
    return value;
}

/* "Doppelhaushalt 2015/2016", "Haushaltsplan 2021", "Haushalt 2022/23" */
static void take_budget(struct rat_reference_reader *r, size_t word)
{
    size_t at = word + 6;
    unsigned digits, more;
    char key[16];
    while (at < r->n && at - word < 24 && is_letter(r->text[at]))
        at++;
    while (at < r->n && at - word < 40 && (r->text[at] == ' ' || r->text[at] == '\n' || r->text[at] == '\r'))
        at++;
    unsigned first = read_year(r, at, &digits);
    if (digits != 4 || first < 1950 || first > 2099)
        return;
    size_t end = at + 4;
    (void)snprintf(key, sizeof key, "%u", first);
    if (end + 1 < r->n && r->text[end] == '/') {
        unsigned second = read_year(r, end + 1, &more);
        if ((more == 4 && second == first + 1) || (more == 2 && second == (first + 1) % 100)) {
            (void)snprintf(key, sizeof key, "%u/%u", first, first + 1);
            end += 1 + more;
        }
    }
    if (end < r->n && ((r->text[end] >= '0' && r->text[end] <= '9') || is_letter(r->text[end])))
        return;
    while (word > 0 && is_letter(r->text[word - 1]))
        word--;
    rat_reference_add(r, (struct rat_reference){.kind = RAT_REFERENCE_BUDGET,
                                                .wording = RAT_WORDING_CITES,
                                                .key = key,
                                                .start = (uint32_t)word,
                                                .end = (uint32_t)end,
                                                .is_led = true,
                                                .hint = RAT_NO_DATE});
}

void rat_references_budgets(struct rat_reference_reader *r)
{
    static const char *const words[] = {"aushalt", "AUSHALT"};
    for (size_t i = 0; i < 2; i++)
        for (size_t at = rat_text_next(r, 0, words[i]); at < r->n; at = rat_text_next(r, at + 7, words[i]))
            take_budget(r, at);
}
