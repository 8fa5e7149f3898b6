/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who matches a query, and with what score: one function per kind of node, each over all documents. */
#include "tests/reference/match_internal.h"

#include "query/plan.h"
#include "storage/lengths.h"
#include "text/fold.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define TITLE_WEIGHT 2 /* a word of the title counts like two of the text */

double *ref_new_scores(const struct matcher *m, double value)
{
    double *scores = rat_arena_calloc(m->arena, m->count, sizeof *scores);
    if (!scores)
        abort();
    for (size_t i = 0; i < m->count; i++)
        scores[i] = value;
    return scores;
}

/* ---- BM25 ---- */

double ref_idf(const struct matcher *m, double df)
{
    return log(1 + ((double)m->physical - df + 0.5) / (df + 0.5));
}

double ref_saturate(const struct matcher *m, const struct ref_entry *entry, double tf)
{
    double length = rat_length_decode(rat_length_encode((uint32_t)entry->length));
    if (m->of_mode)
        return tf / (tf + 1.2 * (1 - 0.75 + 0.75 * length / m->average));
    return tf / (tf + 1.0 * (length + 100) / (m->average + 100));
}

/* Adds weight * BM25 of a vector of tf values; what has none stays as it is. */
void ref_add_scores(const struct matcher *m, const double *tf, double weight, double *scores)
{
    double df = 0;
    for (size_t i = 0; i < m->count; i++)
        df += tf[i] > 0 && !m->entries[i].purged;
    for (size_t i = 0; i < m->count; i++)
        if (tf[i] > 0)
            scores[i] = (isnan(scores[i]) ? 0 : scores[i]) +
                        weight * ref_idf(m, df) * ref_saturate(m, &m->entries[i], tf[i]);
}

double *ref_count_term(const struct matcher *m, uint32_t term, bool title_only)
{
    double *tf = ref_new_scores(m, 0);
    for (size_t i = 0; i < m->count; i++)
        for (size_t k = 0; k < m->entries[i].posting_count; k++) {
            const struct ref_posting *p = &m->entries[i].postings[k];
            if (p->term == term && (p->in_title || !title_only))
                tf[i] += title_only || !p->in_title ? 1 : TITLE_WEIGHT;
        }
    return tf;
}

/* ---- leaves of the text ---- */

static double layer_weight(const struct matcher *m, const struct ref_node *node, uint8_t layer)
{
    if (node->strict || !ref_has_stems(m->archive))
        return 1;
    static const struct rat_weights weights = RAT_WEIGHTS_DEFAULT;
    return layer == RAT_LAYER_EXACT ? (double)weights.exact : (double)weights.stem;
}

/* free: the word is neither required nor excluded; then one that is no noun counts for less. */
static double *match_word(const struct matcher *m, const struct ref_node *node, bool free)
{
    struct ref_word *words;
    double *scores = ref_new_scores(m, NAN);
    size_t n = ref_analyze(m->archive, node->text, m->arena, &words);
    bool stems = node->strict && ref_has_stems(m->archive);
    double factor = free && !node->strict && ref_is_no_noun(m->archive, node->text) ? 0.75 : 1;
    for (size_t i = 0; i < n; i++)
        if (!stems || words[i].layer == RAT_LAYER_STEM)
            ref_add_scores(m, ref_count_term(m, words[i].term, node->field == RAT_FIELD_TITLE),
                           factor * layer_weight(m, node, words[i].layer), scores);
    return scores;
}

bool ref_stands_at(const struct ref_entry *entry, const struct ref_word *word, bool in_title,
                   uint32_t position)
{
    for (size_t k = 0; k < entry->posting_count; k++) {
        const struct ref_posting *p = &entry->postings[k];
        if (p->in_title == in_title && p->position == position && p->term == word->term)
            return true;
    }
    return false;
}

/* How often the words stand one after the other. A phrase is in the title or in the text, never across. */
static double count_phrase(const struct ref_entry *entry, const struct ref_word *words, size_t n,
                           bool title_only)
{
    double found = 0;
    for (size_t k = 0; k < entry->posting_count; k++) {
        const struct ref_posting *p = &entry->postings[k];
        if (p->term != words[0].term || (title_only && !p->in_title))
            continue;
        size_t i = 1;
        while (i < n && ref_stands_at(entry, &words[i], p->in_title,
                                      p->position + words[i].position - words[0].position))
            i++;
        found += i == n;
    }
    return found;
}

static double *match_phrase(const struct matcher *m, const struct ref_node *node)
{
    struct ref_word *words;
    double *scores = ref_new_scores(m, NAN);
    double weight = 0;
    size_t n = ref_analyze(m->archive, node->text, m->arena, &words), kept = 0;
    bool title_only = node->field == RAT_FIELD_TITLE;
    for (size_t i = 0; i < n; i++)
        if (words[i].layer == RAT_LAYER_EXACT)
            words[kept++] = words[i];
    if (kept == 1 && !title_only) {
        ref_add_scores(m, ref_count_term(m, words[0].term, false), 1, scores);
        return scores;
    }
    for (size_t w = 0; w < kept; w++) {
        double df = 0;
        for (size_t i = 0; i < m->count; i++) {
            size_t k = 0;
            while (k < m->entries[i].posting_count && m->entries[i].postings[k].term != words[w].term)
                k++;
            df += k < m->entries[i].posting_count && !m->entries[i].purged;
        }
        weight += ref_idf(m, df);
    }
    for (size_t i = 0; i < m->count && kept; i++) {
        double tf = count_phrase(&m->entries[i], words, kept, title_only);
        if (tf > 0)
            scores[i] = weight * ref_saturate(m, &m->entries[i], tf);
    }
    return scores;
}

/* ---- fields ---- */

/* As values are compared: lower case, anything but letters and digits is a space; a number keeps its signs. */
static const char *fold(const struct matcher *m, const char *value)
{
    char *out = rat_arena_strdup(m->arena, value), *to = out;
    if (!out)
        abort();
    for (const char *at = value; *at; at++) {
        bool letter = (*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9') || (*at & 0x80);
        bool sign =
            strchr("/-", *at) && at > value && at[1] >= '0' && at[1] <= '9' && at[-1] >= '0' && at[-1] <= '9';
        if (*at >= 'A' && *at <= 'Z')
            *to++ = (char)(*at - 'A' + 'a');
        else if (letter || sign)
            *to++ = *at;
        else if (to > out && to[-1] != ' ')
            *to++ = ' ';
    }
    while (to > out && to[-1] == ' ')
        to--;
    *to = '\0';
    return out;
}

static size_t field_values(const struct ref_document *d, uint8_t field,
                           const char *values[REF_COMMITTEES_MAX + 2])
{
    const char *of_field[2] = {NULL, NULL};
    size_t n = 0;
    switch (field) {
    case RAT_FIELD_TYPE: of_field[0] = d->type; break;
    case RAT_FIELD_MUNICIPALITY: of_field[0] = d->municipality; break;
    case RAT_FIELD_BODY: of_field[0] = d->body; break;
    case RAT_FIELD_REFERENCE: of_field[0] = d->reference; break;
    case RAT_FIELD_ID: of_field[0] = d->id, of_field[1] = d->paper; break;
    default: break;
    }
    for (int i = 0; i < 2; i++)
        if (of_field[i])
            values[n++] = of_field[i];
    for (size_t i = 0; i < d->committee_count && (field == RAT_FIELD_BODY || field == RAT_FIELD_COMMITTEE);
         i++)
        values[n++] = d->committees[i];
    return n;
}

static bool has_word(const char *folded, const char *word, size_t n, bool prefix)
{
    for (const char *at = folded; *at;) {
        size_t size = strcspn(at, " ");
        if (prefix ? size >= n && memcmp(at, word, n) == 0 : size == n && memcmp(at, word, n) == 0)
            return true;
        at += size + (at[size] == ' ');
    }
    return false;
}

static bool any_has(const char **values, size_t count, const char *word, size_t n, bool prefix)
{
    for (size_t i = 0; i < count; i++)
        if (has_word(values[i], word, n, prefix))
            return true;
    return false;
}

/* The value as a whole, or, unless it is a filter's, each of its words somewhere in the field. */
static bool matches_value(const char **values, size_t count, const char *wanted, bool whole_only)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(values[i], wanted) == 0)
            return true;
    if (whole_only || !*wanted)
        return false;
    for (const char *at = wanted; *at;) {
        size_t n = strcspn(at, " ");
        if (!any_has(values, count, at, n, false))
            return false;
        at += n + (at[n] == ' ');
    }
    return true;
}

/* A value of a field with wildcards or '~': some word of it. */
static bool any_fits(const char **values, size_t count, const struct ref_node *node, const char *wanted)
{
    for (size_t i = 0; i < count; i++)
        for (const char *at = values[i]; *at;) {
            char word[256];
            size_t n = strcspn(at, " ");
            snprintf(word, sizeof word, "%.*s", (int)n, at);
            if (node->kind == REF_WILDCARD ? ref_fits_wildcard(wanted, word, true)
                                           : ref_edits(wanted, word) <= node->distance)
                return true;
            at += n + (at[n] == ' ');
        }
    return false;
}

static double *match_value(const struct matcher *m, const struct ref_node *node)
{
    double *scores = ref_new_scores(m, NAN);
    bool pattern = node->kind == REF_WILDCARD || node->kind == REF_FUZZY;
    const char *wanted = node->kind == REF_WILDCARD ? node->text : fold(m, node->text);
    for (size_t i = 0; i < m->count; i++) {
        const char *values[REF_COMMITTEES_MAX + 2];
        size_t n = field_values(&m->entries[i].document, node->field, values);
        for (size_t k = 0; k < n; k++)
            values[k] = fold(m, values[k]);
        if (pattern                    ? any_fits(values, n, node, wanted)
            : node->kind == REF_PREFIX ? any_has(values, n, wanted, strlen(wanted), true)
                                       : matches_value(values, n, wanted, node->strict))
            scores[i] = 0;
    }
    return scores;
}

static uint32_t words_of_text(const struct ref_entry *entry)
{
    uint32_t n = 0, last = UINT32_MAX;
    for (size_t k = 0; k < entry->posting_count; k++) {
        const struct ref_posting *p = &entry->postings[k];
        n += !p->in_title && p->position != last;
        last = p->in_title ? last : p->position;
    }
    return n;
}

static double *match_state(const struct matcher *m, const struct ref_node *node)
{
    double *scores = ref_new_scores(m, NAN);
    for (size_t i = 0; i < m->count; i++)
        if (node->state == RAT_STATE_REMOVED ? m->entries[i].removed : words_of_text(&m->entries[i]) <= 2)
            scores[i] = 0;
    return scores;
}

static double *match_range(const struct matcher *m, const struct ref_node *node)
{
    double *scores = ref_new_scores(m, NAN);
    for (size_t i = 0; i < m->count; i++) {
        int32_t date = m->entries[i].document.date;
        if (date != RAT_NO_DATE && date >= node->from && date <= node->to)
            scores[i] = 0;
    }
    return scores;
}

/* ---- trees ---- */

/* Whether a node among words narrows the search and is therefore required: a field with values or dates, a group of
 * nothing else, a group that only excludes. */
static bool narrows(const struct ref_node *node)
{
    if (node->kind == REF_ALL || node->kind == REF_NEAR)
        return false;
    if (node->kind < REF_AND)
        return node->kind == REF_STATE || (node->field != RAT_FIELD_TEXT && node->field != RAT_FIELD_TITLE);
    for (size_t i = 0; i < node->count; i++)
        if (node->children[i]->sign != REF_MINUS && !narrows(node->children[i]))
            return false;
    return true;
}

/* Whether a node asks for words at all, and does not only filter. */
static bool asks_words(const struct ref_node *node)
{
    if (node->kind < REF_AND)
        return node->kind <= REF_NEAR && !narrows(node);
    for (size_t i = 0; i < node->count; i++)
        if (node->children[i]->sign != REF_MINUS && asks_words(node->children[i]))
            return true;
    return false;
}

static double *match_node(const struct matcher *m, const struct ref_node *node, bool free);

static double *match_group(const struct matcher *m, const struct ref_node *node)
{
    double *sum = ref_new_scores(m, 0);
    bool *refused = rat_arena_calloc(m->arena, m->count, sizeof *refused);
    bool *wanted = rat_arena_calloc(m->arena, m->count, sizeof *wanted);
    bool words_required = false,
         any_optional = false; /* beside filters alone one of the optional ones is wanted */
    if (!refused || !wanted)
        abort();
    for (size_t c = 0; c < node->count; c++) {
        const struct ref_node *child = node->children[c];
        bool minus = child->sign == REF_MINUS;
        const double *scores = match_node(m, child, node->kind != REF_AND && child->sign == REF_PLAIN);
        bool required =
            node->kind == REF_AND || (node->kind == REF_RUN && (child->sign == REF_PLUS || narrows(child)));
        words_required = words_required || (required && !minus && asks_words(child));
        any_optional = any_optional || (!required && (!minus || node->kind == REF_OR));
        for (size_t i = 0; i < m->count; i++) {
            bool hit = !isnan(scores[i]);
            if (minus && node->kind == REF_OR) {
                wanted[i] = wanted[i] || !hit;
            } else if (minus) {
                refused[i] = refused[i] || hit;
            } else {
                refused[i] = refused[i] || (required && !hit);
                wanted[i] = wanted[i] || (hit && !required);
                sum[i] += hit ? scores[i] : 0;
            }
        }
    }
    for (size_t i = 0; i < m->count; i++)
        if (refused[i] || (!words_required && any_optional && !wanted[i]))
            sum[i] = NAN;
    return sum;
}

static double *match_unweighted(const struct matcher *m, const struct ref_node *node, bool free)
{
    bool is_text = node->field == RAT_FIELD_TEXT || node->field == RAT_FIELD_TITLE;
    switch (node->kind) {
    case REF_WORD: return is_text ? match_word(m, node, free) : match_value(m, node);
    case REF_PHRASE: return is_text ? match_phrase(m, node) : match_value(m, node);
    case REF_PREFIX:
    case REF_WILDCARD:
    case REF_FUZZY: return is_text ? ref_match_pattern(m, node) : match_value(m, node);
    case REF_NEAR: return ref_match_near(m, node);
    case REF_STATE: return match_state(m, node);
    case REF_RANGE: return match_range(m, node);
    case REF_ALL: return ref_new_scores(m, 0);
    case REF_AND:
    case REF_OR:
    case REF_RUN: break;
    }
    return match_group(m, node);
}

static double *match_node(const struct matcher *m, const struct ref_node *node, bool free)
{
    double *scores = match_unweighted(m, node, free);
    for (size_t i = 0; i < m->count && node->boost > 0; i++)
        scores[i] *= node->boost;
    return scores;
}

bool ref_asks_native(const struct ref_node *node)
{
    bool any = node->kind == REF_NEAR || node->kind == REF_STATE;
    for (size_t i = 0; node->kind >= REF_AND && i < node->count; i++)
        any = any || ref_asks_native(node->children[i]);
    return any;
}

bool ref_asks_removed(const struct ref_node *node)
{
    if (node->kind == REF_STATE)
        return node->state == RAT_STATE_REMOVED;
    for (size_t i = 0; node->kind >= REF_AND && i < node->count; i++)
        if (node->children[i]->sign != REF_MINUS && ref_asks_removed(node->children[i]))
            return true;
    return false;
}

double *ref_match(struct ref_archive *archive, const struct ref_node *node, bool of_mode,
                  struct rat_arena *arena)
{
    struct matcher m = {.archive = archive, .of_mode = of_mode, .arena = arena};
    uint64_t tokens = 0;
    m.count = ref_entries(archive, &m.entries);
    for (size_t i = 0; i < m.count; i++) {
        m.physical += !m.entries[i].purged;
        tokens += m.entries[i].purged ? 0 : m.entries[i].length;
    }
    m.average = m.physical ? (double)tokens / (double)m.physical : 0;
    return match_node(&m, node, true);
}
