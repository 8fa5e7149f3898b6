/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/references_internal.h"

#include <stdlib.h>

#define SURFACE_MAX 100u

/* White space made single, whole characters. */
static const char *surface_of(const struct rat_reference_reader *r, size_t start, size_t end)
{
    struct rat_buf out = RAT_BUF_INIT;
    for (size_t i = start; i < end; i++) {
        unsigned char c = (unsigned char)r->text[i];
        if ((c & 0xc0) != 0x80 && out.size + 4 > SURFACE_MAX)
            break;
        if (c > ' ')
            rat_buf_byte(&out, c);
        else if (out.size > 0 && out.data[out.size - 1] != ' ')
            rat_buf_byte(&out, ' ');
    }
    const char *copy = out.failed ? NULL : rat_arena_strndup(r->arena, out.data, out.size);
    rat_buf_release(&out);
    return copy;
}

void rat_reference_add(struct rat_reference_reader *r, struct rat_reference reference)
{
    if (r->found.size / sizeof reference >= RAT_REFERENCES_MAX)
        return;
    reference.key = rat_arena_strdup(r->arena, reference.key);
    reference.detail = rat_arena_strdup(r->arena, reference.detail);
    if (!reference.surface)
        reference.surface = surface_of(r, reference.start, reference.end);
    reference.times = 1;
    if (!reference.key || !reference.surface)
        r->arena->failed = true;
    else
        rat_buf_append(&r->found, &reference, sizeof reference);
}

/* ---- the same again counts, it is no second reference ---- */

static int by_target(const void *a, const void *b)
{
    const struct rat_reference *x = a, *y = b;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    int keys = strcmp(x->key, y->key);
    if (keys)
        return keys;
    int details = strcmp(x->detail ? x->detail : "", y->detail ? y->detail : "");
    if (details)
        return details;
    if (x->wording != y->wording)
        return x->wording < y->wording ? -1 : 1;
    return (x->start > y->start) - (x->start < y->start);
}

static int by_place(const void *a, const void *b)
{
    const struct rat_reference *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return by_target(a, b);
}

static bool same_target(const struct rat_reference *a, const struct rat_reference *b)
{
    return a->kind == b->kind && a->wording == b->wording && strcmp(a->key, b->key) == 0 &&
           strcmp(a->detail ? a->detail : "", b->detail ? b->detail : "") == 0;
}

static size_t merge_same(struct rat_reference *list, size_t count)
{
    size_t kept = 0;
    if (count)
        qsort(list, count, sizeof *list, by_target);
    for (size_t i = 0; i < count; i++) {
        struct rat_reference *last = kept ? &list[kept - 1] : NULL;
        if (last && same_target(last, &list[i])) {
            last->times++;
            last->is_led |= list[i].is_led;
            if (last->hint == RAT_NO_DATE)
                last->hint = list[i].hint;
        } else {
            list[kept++] = list[i];
        }
    }
    if (kept)
        qsort(list, kept, sizeof *list, by_place);
    return kept;
}

static void learn_own(struct rat_reference_reader *r, const char *number)
{
    if (number && rat_paper_number_parse(number, &r->own[r->own_count]))
        r->own_count++;
}

static void add_own(struct rat_reference_reader *r, const char *own)
{
    const struct rat_paper_number *number = &r->own[0];
    if (r->own_count == 0)
        return;
    rat_reference_add(r, (struct rat_reference){.kind = RAT_REFERENCE_OWN,
                                                .wording = RAT_WORDING_CITES,
                                                .key = number->key,
                                                .detail = number->bare[0] ? number->bare : NULL,
                                                .surface = rat_arena_strdup(r->arena, own),
                                                .digits = number->digits,
                                                .is_led = true,
                                                .hint = RAT_NO_DATE});
}

rat_status rat_references_read(const char *text, size_t n, const char *own, const char *stated,
                               struct rat_arena *arena, const struct rat_reference **out, size_t *count)
{
    struct rat_reference_reader r = {.text = text, .n = n, .arena = arena, .found = RAT_BUF_INIT};
    *out = NULL;
    *count = 0;
    learn_own(&r, own);
    add_own(&r, own);
    learn_own(&r, stated);
    if (n <= UINT32_MAX) {
        rat_references_numbers(&r);
        rat_references_laws(&r);
        rat_references_decisions(&r);
        rat_references_budgets(&r);
    }
    size_t found = r.found.size / sizeof **out;
    bool failed = r.found.failed || arena->failed;
    if (!failed && found) {
        struct rat_reference *list = (struct rat_reference *)(void *)r.found.data;
        found = merge_same(list, found);
        *out = rat_arena_memdup(arena, list, found * sizeof *list);
        *count = *out ? found : 0;
        failed = !*out;
    }
    rat_buf_release(&r.found);
    return failed ? RAT_ENOMEM : RAT_OK;
}

static bool put_number(const char *text, struct rat_arena *arena, struct rat_number *out)
{
    struct rat_paper_number number;
    if (!text || !rat_paper_number_parse(text, &number))
        return false;
    out->key = rat_arena_strdup(arena, number.key);
    out->bare = number.bare[0] ? rat_arena_strdup(arena, number.bare) : NULL;
    out->family = rat_arena_strdup(arena, number.family);
    out->digits = number.digits;
    return out->key && out->family;
}

rat_status rat_paper_numbers(struct rat_paper *paper, struct rat_arena *arena)
{
    struct rat_number *numbers = rat_arena_calloc(arena, 2, sizeof *numbers);
    size_t count = 0;
    if (!numbers)
        return RAT_ENOMEM;
    count += put_number(paper->reference, arena, &numbers[count]);
    count += put_number(paper->reference_printed, arena, &numbers[count]);
    if (count == 2 && strcmp(numbers[0].key, numbers[1].key) == 0)
        count = 1;
    paper->numbers = count ? numbers : NULL;
    paper->number_count = count;
    paper->reading = RAT_REFERENCES_VERSION;
    return arena->failed ? RAT_ENOMEM : RAT_OK;
}
