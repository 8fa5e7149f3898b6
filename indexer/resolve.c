/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From surface forms to terms: once per distinct form, when the segment is written and all words are known. */
#include "indexer/accumulate_internal.h"

#include <stdlib.h>

/* So many terms are looked up together: while the first one is compared, memory fetches the slots of the others. */
#define TOGETHER 32u

/* Terms on their way to their numbers, which become the next ones of surface_terms. */
struct look_ups {
    struct {
        unsigned char key[RAT_KEY_BYTES_MAX];
        uint32_t size, hash;
    } term[TOGETHER];
    uint32_t count;
};

static rat_status number_terms(struct rat_accumulator *a, struct look_ups *l)
{
    uint32_t *to = (uint32_t *)(void *)rat_buf_reserve(&a->surface_terms, l->count * sizeof *to);
    if (!to)
        return RAT_ENOMEM;
    for (uint32_t i = 0; i < l->count; i++) {
        to[i] = rat_strmap_add_hashed(&a->terms, l->term[i].key, l->term[i].size, l->term[i].hash, NULL);
        if (to[i] == RAT_STRMAP_NONE)
            return RAT_ENOMEM;
    }
    a->surface_terms.size += l->count * sizeof *to;
    l->count = 0;
    return RAT_OK;
}

static rat_status look_up(struct rat_accumulator *a, struct look_ups *l, const struct rat_term *term)
{
    uint32_t i = l->count++;
    l->term[i].size = (uint32_t)term_key(l->term[i].key, term->layer, term->bytes, term->size);
    l->term[i].hash = rat_strmap_hash(l->term[i].key, l->term[i].size);
    rat_strmap_prefetch(&a->terms, l->term[i].hash);
    return l->count == TOGETHER ? number_terms(a, l) : RAT_OK;
}

static rat_status learn_surface(struct rat_accumulator *a, struct look_ups *l, uint32_t number)
{
    const struct rat_form *form = rat_form_at(&a->forms, number);
    struct rat_terms terms;
    rat_status st = rat_analyzer_terms(a->analyzer, (const char *)rat_form_bytes(form), form->size, &terms);
    if (st != RAT_OK)
        return st;
    uint32_t first = (uint32_t)(a->surface_terms.size / sizeof(uint32_t)) + l->count;
    ((struct form_terms *)(void *)a->form_terms.data)[number] = (struct form_terms){first, terms.count};
    for (uint32_t i = 0; i < terms.count && st == RAT_OK; i++)
        st = look_up(a, l, &terms.term[i]);
    return st;
}

/* Words of the title are also terms of a space of their own, for titel:… */
static rat_status add_title_terms(struct rat_accumulator *a, uint32_t surface, uint32_t document)
{
    const struct form_terms terms = ((const struct form_terms *)(const void *)a->form_terms.data)[surface];
    for (uint32_t i = 0; i < terms.count; i++) {
        uint32_t number = ((const uint32_t *)(const void *)a->surface_terms.data)[terms.first + i];
        const struct rat_strmap_key of_text = a->terms.keys[number];
        unsigned char key[RAT_KEY_BYTES_MAX];
        size_t n =
            term_key(key, (uint8_t)(RAT_SPACE_TITLE | of_text.bytes[0]), of_text.bytes + 1, of_text.size - 1);
        uint32_t title = rat_strmap_add(&a->terms, key, n, NULL);
        if (title == RAT_STRMAP_NONE)
            return RAT_ENOMEM;
        uint64_t entry = (uint64_t)title << 32 | document;
        rat_buf_append(&a->plain, &entry, sizeof entry);
    }
    return a->plain.failed ? RAT_ENOMEM : RAT_OK;
}

rat_status rat_accumulator_resolve(struct rat_accumulator *a)
{
    struct look_ups *l = malloc(sizeof *l);
    rat_buf_clear(&a->form_terms);
    rat_buf_clear(&a->surface_terms);
    rat_buf_zero(&a->form_terms, a->forms.count * sizeof(struct form_terms));
    rat_status st = a->form_terms.failed || !l ? RAT_ENOMEM : RAT_OK;
    const uint64_t *titles = (const uint64_t *)(const void *)a->titles.data;
    if (st == RAT_OK)
        l->count = 0;
    for (uint32_t s = 0; s < a->forms.count && st == RAT_OK; s++)
        if (rat_form_at(&a->forms, s)->chain.count)
            st = learn_surface(a, l, s);
    if (st == RAT_OK && l->count)
        st = number_terms(a, l);
    for (size_t i = 0; i < a->titles.size / sizeof *titles && st == RAT_OK; i++)
        st = add_title_terms(a, (uint32_t)(titles[i] >> 32), (uint32_t)titles[i]);
    free(l);
    return st;
}
