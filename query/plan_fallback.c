/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Words that no document has: what sounds alike (Meier, Maier) and what a scanner or a hand may have made of them
 * ("ausfchuß"). Only then, because either makes one word of far too many. The dictionary is walked once for all such
 * words of a query.
 */
#include "query/plan_internal.h"

#include "text/cologne.h"
#include "text/steps.h"

#include <stdlib.h>

#define LETTERS_MIN 4 /* a shorter word is like too many */
#define LOST_MAX 8    /* words of one query */
#define COST_MAX \
    10 /* of a difference that is looked at, in tenths of a letter; per ten letters as much again */
#define COST_CONFUSED 4 /* letters that a scanner takes for one another */
#define WORD_BYTES_MAX 64

struct lost {
    struct rat_plan *plan;
    char word[WORD_BYTES_MAX + 1]; /* exact form */
    size_t size;
    struct rat_buf sound;
    struct found {
        char bytes[WORD_BYTES_MAX + 1];
        uint32_t size, cost;
        uint64_t documents;
    } found[RAT_FALLBACKS_MAX];
    uint32_t count;
};

struct losts {
    struct lost item[LOST_MAX];
    size_t count;
};

static bool is_lost(const struct rat_plan *plan)
{
    if (plan->kind != RAT_PLAN_BOOL || !plan->surface || plan->surface_size < LETTERS_MIN)
        return false;
    if (plan->should_count == 0)
        return false;
    for (uint32_t i = 0; i < plan->should_count; i++)
        if (plan->should[i]->df)
            return false;
    for (uint32_t i = 0; i < plan->surface_size; i++)
        if (plan->surface[i] >= '0' && plan->surface[i] <= '9')
            return false;
    return true;
}

static void collect(struct rat_plan *plan, struct losts *losts)
{
    if (plan->kind != RAT_PLAN_BOOL || losts->count == LOST_MAX)
        return;
    if (is_lost(plan)) {
        struct lost *lost = &losts->item[losts->count];
        const struct rat_plan *exact = plan->should[0]; /* the first term of a word is the exact one */
        size_t n = exact->key_size - 1;
        if (exact->kind == RAT_PLAN_TERM && n <= WORD_BYTES_MAX) {
            *lost = (struct lost){.plan = plan, .size = n};
            memcpy(lost->word, exact->key + 1, n);
            rat_cologne(lost->word, n, &lost->sound);
            losts->count++;
        }
        return;
    }
    for (uint32_t i = 0; i < plan->must_count; i++)
        collect(plan->must[i], losts);
    for (uint32_t i = 0; i < plan->should_count; i++)
        collect(plan->should[i], losts);
}

/* ---- how far two words are apart ---- */

static bool are_confused(char a, char b)
{
    static const char *const pairs[] = {"sf", "un", "ce", "tk", "il", "tf", "bh", "ao", "vb", "rn"};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if ((a == pairs[i][0] && b == pairs[i][1]) || (a == pairs[i][1] && b == pairs[i][0]))
            return true;
    return false;
}

/* Weighted edit distance in tenths of a letter, or limit + 1. */
static uint32_t distance(const char *a, size_t an, const char *b, size_t bn, uint32_t limit)
{
    uint32_t row[WORD_BYTES_MAX + 1];
    if ((an > bn ? an - bn : bn - an) * 10 > limit)
        return limit + 1;
    for (size_t j = 0; j <= bn; j++)
        row[j] = (uint32_t)j * 10;
    for (size_t i = 1; i <= an; i++) {
        uint32_t corner = row[0], best = row[0] = (uint32_t)i * 10;
        for (size_t j = 1; j <= bn; j++) {
            uint32_t cost = a[i - 1] == b[j - 1] ? 0 : are_confused(a[i - 1], b[j - 1]) ? COST_CONFUSED : 10;
            uint32_t value = corner + cost;
            corner = row[j];
            if (row[j] + 10 < value)
                value = row[j] + 10;
            if (row[j - 1] + 10 < value)
                value = row[j - 1] + 10;
            row[j] = value;
            best = value < best ? value : best;
        }
        if (best > limit)
            return limit + 1;
    }
    return row[bn];
}

static bool sounds_alike(const struct lost *lost, const char *word, size_t n)
{
    struct rat_buf sound = RAT_BUF_INIT;
    size_t longer = n > lost->size ? n : lost->size, shorter = n > lost->size ? lost->size : n;
    if (longer - shorter > 2 || lost->sound.size < 2 || *word != *lost->word)
        return false;
    rat_cologne(word, n, &sound);
    bool same = !sound.failed && sound.size == lost->sound.size &&
                memcmp(sound.data, lost->sound.data, sound.size) == 0;
    rat_buf_release(&sound);
    return same;
}

/* The best are kept: near ones first, then frequent ones. */
static bool is_better(const struct found *a, const struct found *b)
{
    return a->cost != b->cost ? a->cost < b->cost : a->documents > b->documents;
}

static void offer(struct lost *lost, const char *word, size_t n, uint64_t documents)
{
    uint32_t limit = (uint32_t)(COST_MAX + lost->size / 10 * 10);
    uint32_t cost = distance(lost->word, lost->size, word, n, limit);
    if (cost > limit) {
        if (!sounds_alike(lost, word, n))
            return;
        cost = limit;
    }
    struct found found = {.size = (uint32_t)n, .cost = cost, .documents = documents};
    memcpy(found.bytes, word, n);
    uint32_t at = 0;
    while (at < lost->count && !(lost->found[at].size == n && memcmp(lost->found[at].bytes, word, n) == 0))
        at++;
    if (at < lost->count) { /* the same word in another segment */
        lost->found[at].documents += documents;
        return;
    }
    if (lost->count < RAT_FALLBACKS_MAX)
        lost->count++;
    else if (!is_better(&found, &lost->found[lost->count - 1]))
        return;
    for (at = lost->count - 1; at > 0 && is_better(&found, &lost->found[at - 1]); at--)
        lost->found[at] = lost->found[at - 1];
    lost->found[at] = found;
}

static rat_status walk_segment(struct rat_planner *p, const struct rat_segment *segment, struct losts *losts)
{
    static const unsigned char first[] = {RAT_LAYER_EXACT};
    struct rat_term_walk walk;
    rat_status st = rat_term_walk_seek(&walk, &segment->dictionary, first, sizeof first, p->err);
    while (st == RAT_OK && (st = rat_term_walk_next(&walk, p->err)) == RAT_OK) {
        if (walk.key[0] != RAT_LAYER_EXACT)
            break;
        size_t n = walk.key_size - 1;
        if (n < LETTERS_MIN - 1 || n > WORD_BYTES_MAX || walk.key[1] < 'a')
            continue;
        for (size_t i = 0; i < losts->count; i++)
            offer(&losts->item[i], (const char *)walk.key + 1, n, walk.info.documents);
    }
    return st == RAT_END ? RAT_OK : st;
}

struct elsewhere {
    struct losts *losts;
    struct rat_planner *planner;
};

static bool offer_word(void *ctx, const char *word, size_t n, uint64_t documents)
{
    struct elsewhere *e = ctx;
    if (n >= LETTERS_MIN - 1 && n <= WORD_BYTES_MAX && word[0] >= 'a')
        for (size_t i = 0; i < e->losts->count; i++)
            offer(&e->losts->item[i], word, n, documents);
    return !rat_deadline_passed(e->planner->deadline);
}

static rat_status walk_all(struct rat_planner *p, struct losts *losts)
{
    struct elsewhere elsewhere = {losts, p};
    if (p->dictionary)
        return p->dictionary->walk(p->dictionary->ctx, offer_word, &elsewhere, p->err);
    rat_status st = RAT_OK;
    for (uint32_t i = 0; st == RAT_OK && i < p->snapshot->manifest.segment_count; i++)
        st = walk_segment(p, p->snapshot->segments[i], losts);
    return st;
}

static rat_status use_found(struct rat_planner *p, struct lost *lost)
{
    rat_status st = RAT_OK;
    for (uint32_t i = 0; i < lost->count && st == RAT_OK; i++) {
        const struct found *f = &lost->found[i];
        float weight = p->weights->fallback / (1 + (float)f->cost / 10);
        struct rat_plan *term = rat_plan_term(p, RAT_LAYER_EXACT, f->bytes, f->size, weight);
        if (!term)
            return OUT_OF_MEMORY(p);
        term->word = lost->plan->word;
        lost->plan->should[lost->plan->should_count++] = term;
        p->fallbacks++;
        st = rat_plan_count(p, term);
    }
    return st;
}

rat_status rat_plan_fallback(struct rat_planner *p, struct rat_plan *plan)
{
    if (!(rat_analyzer_steps(rat_analyzer_version(p->analyzer)) & RAT_STEP_FALLBACK))
        return RAT_OK;
    struct losts *losts = rat_arena_calloc(p->arena, 1, sizeof *losts);
    rat_status st = losts ? RAT_OK : OUT_OF_MEMORY(p);
    if (losts)
        collect(plan, losts);
    if (losts && losts->count)
        st = walk_all(p, losts);
    for (size_t i = 0; losts && i < losts->count; i++) {
        if (st == RAT_OK)
            st = use_found(p, &losts->item[i]);
        rat_buf_release(&losts->item[i].sound);
    }
    return st;
}
