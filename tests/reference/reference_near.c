/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What words near each other are worth, from the formula in query/nearness.h: every stretch of 60 words is looked at. */
#include "tests/reference/reference.h"

#include "text/analyzer.h"

#include <math.h>
#include <stdlib.h>

#define STRETCH 60
#define WEIGHT 0.6
#define IDF_MIN 1.6
#define FIELD_GAP 32 /* between the title's last word and the text's first */
#define UNITS_MAX 256

struct units {
    struct ref_archive *archive;
    const struct ref_entry *entries;
    size_t entry_count;
    uint32_t term[UNITS_MAX];
    double idf[UNITS_MAX];
    size_t count;
};

static void add(struct units *u, uint32_t term)
{
    double documents = 0, df = 0;
    for (size_t i = 0; i < u->entry_count; i++) {
        size_t k = 0;
        while (k < u->entries[i].posting_count && u->entries[i].postings[k].term != term)
            k++;
        df += !u->entries[i].purged && k < u->entries[i].posting_count;
        documents += !u->entries[i].purged;
    }
    double idf = log(1 + (documents - df + 0.5) / (df + 0.5));
    for (size_t i = 0; i < u->count; i++)
        if (u->term[i] == term)
            return;
    if (idf < IDF_MIN || df == 0)
        return;
    if (u->count == UNITS_MAX)
        abort();
    u->term[u->count] = term;
    u->idf[u->count++] = idf;
}

/* The words that are asked for in the text: stems, where there are any; of phrases only those of one word. */
static void collect(struct units *u, const struct ref_node *node, struct rat_arena *arena)
{
    if (node->kind >= REF_AND) {
        for (size_t i = 0; i < node->count; i++)
            if (node->children[i]->sign != REF_MINUS)
                collect(u, node->children[i], arena);
        return;
    }
    if (node->field != RAT_FIELD_TEXT || (node->kind != REF_WORD && node->kind != REF_PHRASE))
        return;
    struct ref_word *words;
    size_t n = ref_analyze(u->archive, node->text, arena, &words), exact = 0;
    for (size_t i = 0; i < n; i++)
        exact += words[i].layer == RAT_LAYER_EXACT;
    if (node->kind == REF_PHRASE && exact != 1)
        return;
    uint8_t layer = node->kind == REF_WORD && ref_has_stems(u->archive) ? RAT_LAYER_STEM : RAT_LAYER_EXACT;
    for (size_t i = 0; i < n; i++)
        if (words[i].layer == layer)
            add(u, words[i].term);
}

static uint32_t place_of(const struct ref_posting *p, uint32_t title)
{
    return p->in_title || title == 0 ? p->position : p->position + title + FIELD_GAP;
}

static double best_stretch(const struct units *u, const struct ref_entry *entry)
{
    double best = 0;
    uint32_t title = 0;
    for (size_t k = 0; k < entry->posting_count; k++)
        if (entry->postings[k].in_title && entry->postings[k].position >= title)
            title = entry->postings[k].position + 1;
    for (size_t k = 0; k < entry->posting_count; k++) {
        double sum = 0;
        uint32_t from = place_of(&entry->postings[k], title);
        for (size_t i = 0; i < u->count; i++) {
            bool inside = false;
            for (size_t j = 0; j < entry->posting_count && !inside; j++) {
                uint32_t at = place_of(&entry->postings[j], title);
                inside = entry->postings[j].term == u->term[i] && at >= from && at - from < STRETCH;
            }
            sum += inside ? u->idf[i] : 0;
        }
        best = fmax(best, sum);
    }
    return best;
}

void ref_nearness(struct ref_archive *archive, const struct ref_request *request, struct ref_answer *answer)
{
    struct units u = {.archive = archive};
    u.entry_count = ref_entries(archive, &u.entries);
    collect(&u, request->root, &answer->arena);
    if (u.count < 2)
        return;
    answer->gains = rat_arena_calloc(&answer->arena, u.entry_count, sizeof *answer->gains);
    if (!answer->gains)
        abort();
    for (size_t i = 0; i < answer->hit_count && (i < REF_NEAR_DOCUMENTS || answer->is_close); i++) {
        struct ref_hit *hit = &answer->hits[i];
        double gain = WEIGHT * best_stretch(&u, &u.entries[hit->docnum - 1]);
        answer->gains[hit->docnum - 1] = gain;
        if (i >= REF_NEAR_DOCUMENTS)
            continue;
        hit->score += gain;
        answer->scores[hit->docnum - 1] = hit->score;
    }
}
