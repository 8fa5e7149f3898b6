/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words that stand for several, and words near each other: every choice of places is tried. */
#include "tests/reference/match_internal.h"

#include "query/plan.h"
#include "text/fold.h"

#include <math.h>
#include <stdlib.h>

static bool begins(const char *term, const char *prefix)
{
    return strncmp(term, prefix, strlen(prefix)) == 0;
}

static const char *fold_word(const struct matcher *m, const char *text)
{
    struct rat_buf folded = RAT_BUF_INIT;
    if (ref_has_stems(m->archive))
        rat_fold_exact(text, strlen(text), &folded);
    else
        rat_buf_puts(&folded, text);
    const char *copy = rat_arena_strdup(m->arena, rat_buf_cstr(&folded));
    rat_buf_release(&folded);
    if (!copy)
        abort();
    return copy;
}

/* Whether an exact term is one that the node stands for; *cost: how far it is. */
static bool stands_for(const struct matcher *m, const struct ref_node *node, const char *wanted,
                       const char *term, uint32_t *cost)
{
    *cost = 0;
    if (node->kind == REF_PREFIX)
        return begins(term, wanted);
    if (node->kind == REF_WILDCARD)
        return ref_fits_wildcard(wanted, term, ref_has_stems(m->archive));
    *cost = ref_edits(wanted, term);
    return *cost <= node->distance;
}

/* By term number: 1 + how far it is from what the node stands for, 0: it does not. */
static uint32_t *terms_of_pattern(const struct matcher *m, const struct ref_node *node)
{
    size_t count = ref_term_count(m->archive);
    uint32_t *fits = rat_arena_calloc(m->arena, count + 1, sizeof *fits);
    const char *wanted = fold_word(m, node->text);
    uint32_t cost;
    if (!fits)
        abort();
    for (uint32_t t = 0; t < count; t++) {
        const char *term = ref_term(m->archive, t);
        if (term[0] == RAT_LAYER_EXACT && stands_for(m, node, wanted, term + 1, &cost))
            fits[t] = cost + 1;
    }
    return fits;
}

static double df_of(const struct matcher *m, uint32_t term)
{
    double df = 0;
    for (size_t i = 0; i < m->count; i++) {
        size_t k = 0;
        while (k < m->entries[i].posting_count && m->entries[i].postings[k].term != term)
            k++;
        df += k < m->entries[i].posting_count && !m->entries[i].purged;
    }
    return df;
}

/* Each of the terms is a term of its own; one that is further away counts for less. */
double *ref_match_pattern(const struct matcher *m, const struct ref_node *node)
{
    double *scores = ref_new_scores(m, NAN);
    const uint32_t *fits = terms_of_pattern(m, node);
    for (uint32_t t = 0; t < ref_term_count(m->archive); t++)
        if (fits[t])
            ref_add_scores(m, ref_count_term(m, t, node->field == RAT_FIELD_TITLE), 1.0 / fits[t], scores);
    return scores;
}

/* ---- near ---- */

#define NEAR_LEAVES_MAX 32
#define NEAR_PLACES_MAX 8192

/* One word, phrase or pattern. */
struct near_leaf {
    size_t child;
    uint32_t *fits;         /* by term; NULL: a phrase */
    struct ref_word *words; /* of a phrase, exact ones */
    size_t word_count;
    uint32_t length;
    double idf;
};

struct near_place {
    uint32_t from, to; /* positions, the last one inclusive */
    bool in_title;
};

struct near_search {
    const struct ref_node *node;
    struct near_leaf leaves[NEAR_LEAVES_MAX];
    size_t leaf_count;
    struct near_place *places[8], chosen[8];
    size_t counts[8];
    uint32_t lengths[8]; /* of what stands for a child, the longest */
    double idfs[8];      /* of what stands for a child, the least */
    uint32_t length, begin;
    bool in_title;
};

static double idf_of_terms(const struct matcher *m, const uint32_t *fits)
{
    double least = ref_idf(m, 0);
    for (uint32_t t = 0; t < ref_term_count(m->archive); t++)
        if (fits[t])
            least = fmin(least, ref_idf(m, df_of(m, t)));
    return least;
}

/* A word stands for all with its stem, a phrase for itself; a phrase weighs as much as its words. */
static void read_words(const struct matcher *m, const struct ref_node *node, struct near_leaf *leaf)
{
    bool phrase = node->kind == REF_PHRASE;
    uint8_t layer = !phrase && ref_has_stems(m->archive) ? RAT_LAYER_STEM : RAT_LAYER_EXACT;
    size_t n = ref_analyze(m->archive, node->text, m->arena, &leaf->words), kept = 0;
    for (size_t i = 0; i < n; i++)
        if (leaf->words[i].layer == layer)
            leaf->words[kept++] = leaf->words[i];
    leaf->word_count = kept;
    if (phrase && kept) {
        leaf->length = leaf->words[kept - 1].position - leaf->words[0].position + 1;
        for (size_t i = 0; i < kept; i++)
            leaf->idf += ref_idf(m, df_of(m, leaf->words[i].term));
        return;
    }
    leaf->fits = rat_arena_calloc(m->arena, ref_term_count(m->archive) + 1, sizeof *leaf->fits);
    if (!leaf->fits)
        abort();
    for (size_t i = 0; i < kept; i++)
        leaf->fits[leaf->words[i].term] = 1;
    leaf->idf = idf_of_terms(m, leaf->fits);
}

static void add_leaf(const struct matcher *m, struct near_search *s, const struct ref_node *node,
                     size_t child)
{
    if (node->kind == REF_OR) {
        for (size_t i = 0; i < node->count; i++)
            add_leaf(m, s, node->children[i], child);
        return;
    }
    if (s->leaf_count == NEAR_LEAVES_MAX)
        abort();
    struct near_leaf *leaf = &s->leaves[s->leaf_count++];
    *leaf = (struct near_leaf){.child = child, .length = 1};
    if (node->kind == REF_WORD || node->kind == REF_PHRASE) {
        read_words(m, node, leaf);
    } else {
        leaf->fits = terms_of_pattern(m, node);
        leaf->idf = idf_of_terms(m, leaf->fits);
    }
    s->lengths[child] = leaf->length > s->lengths[child] ? leaf->length : s->lengths[child];
    s->idfs[child] = fmin(s->idfs[child], leaf->idf);
}

static bool leaf_is_at(const struct ref_entry *entry, const struct near_leaf *leaf,
                       const struct ref_posting *p)
{
    if (leaf->fits)
        return leaf->fits[p->term] != 0;
    bool here = leaf->word_count > 0 && p->term == leaf->words[0].term;
    for (size_t i = 1; i < leaf->word_count && here; i++)
        here = ref_stands_at(entry, &leaf->words[i], p->in_title,
                             p->position + leaf->words[i].position - leaf->words[0].position);
    return here;
}

static void find_places(struct near_search *s, const struct ref_entry *entry)
{
    memset(s->counts, 0, sizeof s->counts);
    for (size_t l = 0; l < s->leaf_count; l++)
        for (size_t k = 0; k < entry->posting_count; k++) {
            const struct ref_posting *p = &entry->postings[k];
            const struct near_leaf *leaf = &s->leaves[l];
            if (!leaf_is_at(entry, leaf, p))
                continue;
            if (s->counts[leaf->child] == NEAR_PLACES_MAX)
                abort();
            s->places[leaf->child][s->counts[leaf->child]++] =
                (struct near_place){p->position, p->position + leaf->length - 1, p->in_title};
        }
}

/* Tries every place for child number `child`, then the rest. */
static bool near_rest(struct near_search *s, size_t child)
{
    if (child == s->node->count) {
        uint32_t first = s->chosen[0].from, last = s->chosen[0].to;
        for (size_t i = 1; i < child; i++) {
            first = s->chosen[i].from < first ? s->chosen[i].from : first;
            last = s->chosen[i].to > last ? s->chosen[i].to : last;
        }
        return first == s->begin && last - first + 1 <= s->length;
    }
    for (size_t k = 0; k < s->counts[child]; k++) {
        const struct near_place *place = &s->places[child][k];
        bool fits =
            place->in_title == s->in_title && place->from >= s->begin && place->to - s->begin < s->length;
        for (size_t i = 0; i < child && fits; i++) {
            const struct near_place *other = &s->chosen[i];
            fits = place->from > other->to || (!s->node->ordered && place->to < other->from);
        }
        s->chosen[child] = *place;
        if (fits && near_rest(s, child + 1))
            return true;
    }
    return false;
}

/* Whether something that is asked for stands at s->begin. */
static bool begins_here(const struct near_search *s)
{
    for (size_t c = 0; c < s->node->count; c++)
        for (size_t k = 0; k < s->counts[c]; k++)
            if (s->places[c][k].from == s->begin && s->places[c][k].in_title == s->in_title)
                return true;
    return false;
}

static double count_near(struct near_search *s, const struct ref_entry *entry)
{
    double found = 0;
    uint32_t positions = 0;
    find_places(s, entry);
    for (size_t c = 0; c < s->node->count; c++)
        if (s->counts[c] == 0)
            return 0;
    for (size_t k = 0; k < entry->posting_count; k++)
        positions = entry->postings[k].position >= positions ? entry->postings[k].position + 1 : positions;
    for (int title = 0; title < (s->node->field == RAT_FIELD_TITLE ? 1 : 2); title++) {
        s->in_title = title == 0;
        for (s->begin = 0; s->begin < positions; s->begin++)
            found += begins_here(s) && near_rest(s, 0);
    }
    return found;
}

double *ref_match_near(const struct matcher *m, const struct ref_node *node)
{
    double *scores = ref_new_scores(m, NAN), weight = 0;
    struct near_search s = {.node = node, .length = node->distance - 1};
    for (size_t i = 0; i < node->count; i++) {
        s.places[i] = rat_arena_alloc(m->arena, NEAR_PLACES_MAX * sizeof *s.places[i]);
        s.idfs[i] = INFINITY;
        if (!s.places[i])
            abort();
        add_leaf(m, &s, node->children[i], i);
        s.length += s.lengths[i];
        weight += s.idfs[i];
    }
    for (size_t i = 0; i < m->count; i++) {
        double tf = count_near(&s, &m->entries[i]);
        if (tf > 0)
            scores[i] = weight * ref_saturate(m, &m->entries[i], tf);
    }
    return scores;
}
