/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "benchmarks/stem_score.h"

#include "base/file.h"
#include "text/analyzer.h"
#include "text/fold.h"
#include "text/steps.h"

#include <stdlib.h>

static int by_number(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static bool add_pair(struct rat_stem_list *list, uint32_t a, uint32_t b)
{
    if (a == b)
        return true;
    if (list->pair_count == list->room) {
        size_t room = list->room ? list->room * 2 : 4096;
        uint64_t *pairs = realloc(list->pairs, room * sizeof *pairs);
        if (!pairs)
            return false;
        list->pairs = pairs;
        list->room = room;
    }
    list->pairs[list->pair_count++] = a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a;
    return true;
}

/* Forms of one line, separated by blanks. ids: scratch, uint32_t. */
static bool add_line(struct rat_stem_list *list, char *line, struct rat_buf *surface, struct rat_buf *ids)
{
    rat_buf_clear(ids);
    for (char *form; (form = strsep(&line, " \t\r"));) {
        if (!*form)
            continue;
        rat_buf_clear(surface);
        rat_fold_surface(form, strlen(form), surface);
        uint32_t id = rat_strmap_add(&list->forms, surface->data, surface->size, NULL);
        if (surface->failed || id == RAT_STRMAP_NONE)
            return false;
        for (size_t i = 0; i < ids->size; i += sizeof id) {
            uint32_t other;
            memcpy(&other, ids->data + i, sizeof other);
            if (!add_pair(list, other, id))
                return false;
        }
        rat_buf_append(ids, &id, sizeof id);
    }
    list->lines += ids->size > 0;
    return !ids->failed;
}

static void sort_pairs(struct rat_stem_list *list)
{
    size_t kept = 0;
    if (list->pair_count)
        qsort(list->pairs, list->pair_count, sizeof *list->pairs, by_number);
    for (size_t i = 0; i < list->pair_count; i++) {
        if (i == 0 || list->pairs[i] != list->pairs[kept - 1])
            list->pairs[kept++] = list->pairs[i];
    }
    list->pair_count = kept;
}

rat_status rat_stem_list_read(const char *path, struct rat_stem_list *out, struct rat_err *err)
{
    struct rat_buf file = RAT_BUF_INIT, surface = RAT_BUF_INIT, ids = RAT_BUF_INIT;
    struct rat_stem_list list = {.pairs = NULL};
    rat_strmap_init(&list.forms);
    rat_status st = rat_file_read(path, 1u << 30, &file, err);
    if (st == RAT_OK) {
        rat_buf_byte(&file, '\0');
        char *rest = file.failed ? NULL : (char *)file.data;
        bool fits = rest != NULL;
        for (char *line; fits && (line = strsep(&rest, "\n"));)
            fits = add_line(&list, line, &surface, &ids);
        if (!fits)
            st = rat_nomem(err);
    }
    rat_buf_release(&file);
    rat_buf_release(&surface);
    rat_buf_release(&ids);
    if (st != RAT_OK) {
        rat_stem_list_release(&list);
        return st;
    }
    sort_pairs(&list);
    *out = list;
    return RAT_OK;
}

void rat_stem_list_release(struct rat_stem_list *list)
{
    rat_strmap_release(&list->forms);
    free(list->pairs);
    *list = (struct rat_stem_list){.pairs = NULL};
}

/* stem_of[i]: number of the stem of form i. */
static rat_status stem_all(const struct rat_stem_list *list, uint32_t steps, struct rat_strmap *stems,
                           uint32_t *stem_of, struct rat_err *err)
{
    struct rat_analyzer *analyzer;
    rat_status st = rat_analyzer_open("german", rat_analyzer_version_with("german", steps), &analyzer, err);
    if (st != RAT_OK)
        return st;
    for (uint32_t i = 0; st == RAT_OK && i < list->forms.count; i++) {
        struct rat_terms terms;
        const struct rat_strmap_key *key = &list->forms.keys[i];
        st = rat_analyzer_terms(analyzer, (const char *)key->bytes, key->size, &terms);
        if (st != RAT_OK)
            break;
        uint32_t at = 0;
        while (at + 1 < terms.count && terms.term[at].layer != RAT_LAYER_STEM)
            at++;
        stem_of[i] = rat_strmap_add(stems, terms.term[at].bytes, terms.term[at].size, NULL);
        if (stem_of[i] == RAT_STRMAP_NONE)
            st = RAT_ENOMEM;
    }
    rat_analyzer_free(analyzer);
    return st == RAT_ENOMEM ? rat_nomem(err) : st;
}

static void count_pairs(const struct rat_stem_list *list, const uint32_t *stem_of, uint64_t *sizes,
                        struct rat_stem_score *score)
{
    for (uint32_t i = 0; i < list->forms.count; i++)
        score->found += sizes[stem_of[i]]++; /* with each form that has this stem already */
    for (size_t i = 0; i < list->pair_count; i++) {
        uint64_t pair = list->pairs[i];
        score->right += stem_of[pair >> 32] == stem_of[pair & UINT32_MAX];
    }
    score->precision = score->found ? (double)score->right / (double)score->found : 0;
    score->recall = list->pair_count ? (double)score->right / (double)list->pair_count : 0;
    double sum = score->precision + score->recall;
    score->f1 = sum > 0 ? 2 * score->precision * score->recall / sum : 0;
}

rat_status rat_stem_list_score(const struct rat_stem_list *list, uint32_t steps, struct rat_stem_score *out,
                               struct rat_err *err)
{
    struct rat_strmap stems;
    rat_strmap_init(&stems);
    uint32_t *stem_of = calloc((size_t)list->forms.count + 1, sizeof *stem_of);
    uint64_t *sizes = calloc((size_t)list->forms.count + 1, sizeof *sizes);
    rat_status st = stem_of && sizes ? stem_all(list, steps, &stems, stem_of, err) : rat_nomem(err);
    if (st == RAT_OK) {
        *out = (struct rat_stem_score){.stems = stems.count};
        count_pairs(list, stem_of, sizes, out);
    }
    free(stem_of);
    free(sizes);
    rat_strmap_release(&stems);
    return st;
}
