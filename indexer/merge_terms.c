/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/merge_internal.h"

#include "base/sort.h"

#include <stdlib.h>

#define LOOK_EVERY 1024u /* terms between two looks at the stop flag */

/* What is gathered of a list whose documents come in another order. */
struct gathered {
    uint64_t *keys; /* new number << 32 | index into the arrays below; as much room behind them */
    uint32_t *tfs, *counts;
    size_t *starts; /* into positions */
    size_t held, room;
    struct rat_buf positions;
};

/* Postings on their way to the writer. */
struct block {
    uint32_t documents[RAT_POSTINGS_BLOCK], tfs[RAT_POSTINGS_BLOCK], counts[RAT_POSTINGS_BLOCK];
    uint32_t held;
};

struct terms {
    struct rat_merge *m;
    struct rat_merge_walk walk;
    struct gathered gathered;
    struct block block;
    struct rat_buf sorted;    /* uint32_t: positions of the block, when its order is another one */
    struct rat_buf positions; /* of one block */
    struct rat_buf forms, old_forms;
};

/* ---- postings ---- */

static void open_list(struct rat_postings *p, const struct rat_merge_input *in)
{
    const struct rat_segment *s = in->segment;
    rat_postings_open(p, &s->postings, &s->positions, &s->lengths, &in->walk.info);
}

/* The next block with everything of it decoded; false at the end or after damage. */
static bool next_block(struct terms *t, const struct rat_segment *s, struct rat_postings *p)
{
    if (p->status != RAT_OK || !rat_postings_next_block(p) || !rat_postings_tfs(p))
        return false;
    if (p->documents[p->held - 1] >= s->meta.documents) {
        p->status = rat_damaged(&p->err, s->post_file->path, _("Nummer eines Dokuments, das es nicht gibt"));
        return false;
    }
    if (p->info.positions_size == 0)
        memset(p->places.counts, 0, p->held * sizeof *p->places.counts);
    else
        rat_postings_block_positions(p, &t->positions);
    return p->status == RAT_OK;
}

static rat_status end_of(const struct rat_postings *p, struct rat_err *err)
{
    if (p->status != RAT_OK && err)
        *err = p->err;
    return p->status;
}

/* One input's postings, whose documents keep their order. Positions of those that are dropped are closed up. */
static rat_status copy_postings(struct terms *t, const struct rat_merge_input *in, struct rat_err *err)
{
    struct block *b = &t->block;
    struct rat_postings p;
    open_list(&p, in);
    while (next_block(t, in->segment, &p)) {
        const uint32_t *counts = p.places.counts;
        uint32_t *positions = (uint32_t *)(void *)t->positions.data, *at = positions, *end = positions;
        b->held = 0;
        for (uint32_t i = 0; i < p.held; at += counts[i++]) {
            uint32_t to = in->documents[p.documents[i]];
            if (to == RAT_MERGE_DROPPED)
                continue;
            b->documents[b->held] = to;
            b->tfs[b->held] = p.tfs[i];
            b->counts[b->held++] = counts[i];
            if (at != end)
                memmove(end, at, counts[i] * sizeof *at);
            end += counts[i];
        }
        rat_segment_writer_postings(t->m->writer, b->documents, b->tfs, b->counts,
                                    p.info.positions_size ? positions : NULL, b->held);
    }
    return end_of(&p, err);
}

static rat_status make_room(struct gathered *g, size_t more, struct rat_err *err)
{
    if (g->held + more <= g->room)
        return RAT_OK;
    size_t room = g->room * 2 > g->held + more ? g->room * 2 : g->held + more;
    /* keys need no copying beyond what is held: the room behind them is only used for sorting */
    uint64_t *keys = realloc(g->keys, 2 * room * sizeof *keys);
    g->keys = keys ? keys : g->keys;
    uint32_t *tfs = realloc(g->tfs, room * sizeof *tfs);
    g->tfs = tfs ? tfs : g->tfs;
    uint32_t *counts = realloc(g->counts, room * sizeof *counts);
    g->counts = counts ? counts : g->counts;
    size_t *starts = realloc(g->starts, room * sizeof *starts);
    g->starts = starts ? starts : g->starts;
    if (!keys || !tfs || !counts || !starts)
        return rat_nomem(err);
    g->room = room;
    return RAT_OK;
}

/* One input's postings whose new numbers are in [from, end). */
static rat_status gather(struct terms *t, const struct rat_merge_input *in, uint32_t from, uint32_t end,
                         struct rat_err *err)
{
    struct gathered *g = &t->gathered;
    struct rat_postings p;
    rat_status st = RAT_OK;
    open_list(&p, in);
    while (st == RAT_OK && next_block(t, in->segment, &p)) {
        const uint32_t *counts = p.places.counts, *at = (const uint32_t *)(const void *)t->positions.data;
        size_t start = g->positions.size / sizeof *at, before = g->held;
        st = make_room(g, p.held, err);
        for (uint32_t i = 0; st == RAT_OK && i < p.held; start += counts[i++]) {
            uint32_t to = in->documents[p.documents[i]];
            g->keys[g->held] = (uint64_t)to << 32 | g->held;
            g->tfs[g->held] = p.tfs[i];
            g->counts[g->held] = counts[i];
            g->starts[g->held] = start;
            g->held += to >= from && to < end; /* not so those that are dropped */
        }
        if (st == RAT_OK && g->held - before == p.held) {
            rat_buf_append(&g->positions, at, start * sizeof *at - g->positions.size);
            continue;
        }
        start = g->positions.size / sizeof *at;
        for (uint32_t i = 0; st == RAT_OK && before < g->held; at += counts[i++]) {
            uint32_t to = in->documents[p.documents[i]];
            if (to < from || to >= end)
                continue;
            g->starts[before++] = start;
            rat_buf_append(&g->positions, at, counts[i] * sizeof *at);
            start += counts[i];
        }
    }
    return st == RAT_OK ? end_of(&p, err) : st;
}

#define COPIED 4u /* positions at once: few postings have more, and a call would cost more than it copies */

/* n postings in the order of sorted keys. */
static rat_status put_sorted(struct terms *t, const uint64_t *keys, uint32_t n, struct rat_err *err)
{
    const struct gathered *g = &t->gathered;
    const uint32_t *positions = (const uint32_t *)(const void *)g->positions.data;
    struct block *b = &t->block;
    size_t total = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t at = (uint32_t)keys[i];
        b->documents[i] = (uint32_t)(keys[i] >> 32);
        b->tfs[i] = g->tfs[at];
        total += b->counts[i] = g->counts[at];
    }
    rat_buf_clear(&t->sorted);
    uint32_t *to = (uint32_t *)(void *)rat_buf_reserve(&t->sorted, (total + COPIED) * sizeof *to);
    if (!to)
        return rat_nomem(err);
    for (uint32_t i = 0; i < n && total; to += b->counts[i++]) {
        const uint32_t *from = positions + g->starts[(uint32_t)keys[i]];
        for (uint32_t k = 0; k < b->counts[i]; k += COPIED)
            memcpy(to + k, from + k, COPIED * sizeof *to);
    }
    rat_segment_writer_postings(t->m->writer, b->documents, b->tfs, b->counts,
                                total ? (const uint32_t *)(const void *)t->sorted.data : NULL, n);
    return RAT_OK;
}

/* In so many parts a list is moved, by ranges of new numbers, that one of them fits a quarter of the budget. */
static uint32_t parts_of(const struct terms *t)
{
    const uint64_t each = 2 * sizeof(uint64_t) + 2 * sizeof(uint32_t) + sizeof(size_t);
    uint64_t bytes = 0, limit = t->m->options.memory_bytes / 4;
    for (uint32_t i = 0; i < t->walk.same_count; i++) {
        const struct rat_term_info *info = &t->walk.inputs[t->walk.same[i]].walk.info;
        /* a position takes about ten bits on council papers, six in dense lists, and four bytes in memory */
        bytes += info->documents * each + info->positions_size * 8;
    }
    uint64_t parts = bytes / (limit + 1) + 1;
    return parts < t->m->document_count ? (uint32_t)parts : t->m->document_count;
}

static rat_status move_postings(struct terms *t, struct rat_err *err)
{
    struct gathered *g = &t->gathered;
    uint32_t parts = parts_of(t), n = t->m->document_count;
    for (uint32_t part = 0; part < parts; part++) {
        uint32_t from = (uint32_t)((uint64_t)n * part / parts);
        uint32_t end = (uint32_t)((uint64_t)n * (part + 1) / parts);
        g->held = 0;
        rat_buf_clear(&g->positions);
        for (uint32_t i = 0; i < t->walk.same_count; i++) {
            rat_status st = gather(t, &t->walk.inputs[t->walk.same[i]], from, end, err);
            if (st != RAT_OK)
                return st;
        }
        /* put_sorted reads that far behind the last one */
        if (!rat_buf_reserve(&g->positions, COPIED * sizeof(uint32_t)))
            return rat_nomem(err);
        rat_sort_upper(g->keys, g->keys + g->room, g->held);
        rat_status st = RAT_OK;
        for (size_t i = 0; st == RAT_OK && i < g->held; i += RAT_POSTINGS_BLOCK)
            st = put_sorted(t, g->keys + i,
                            g->held - i < RAT_POSTINGS_BLOCK ? (uint32_t)(g->held - i) : RAT_POSTINGS_BLOCK,
                            err);
        if (st != RAT_OK)
            return st;
    }
    return RAT_OK;
}

/* ---- forms ---- */

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Adds the new ordinals of this input's forms; forms whose documents are all gone are gone as well. */
static rat_status add_forms(struct terms *t, struct rat_merge_input *in, struct rat_err *err)
{
    rat_status st = rat_segment_forms(in->segment, in->walk.info.ordinal, &t->old_forms, err);
    const uint32_t *old = (const uint32_t *)(const void *)t->old_forms.data;
    for (size_t i = 0; st == RAT_OK && i < t->old_forms.size / sizeof *old; i++) {
        uint32_t to = in->ordinals[old[i]];
        if (to != RAT_MERGE_DROPPED)
            rat_buf_append(&t->forms, &to, sizeof to);
    }
    return st;
}

static uint32_t unique_forms(struct rat_buf *forms)
{
    uint32_t *list = (uint32_t *)(void *)forms->data;
    size_t n = forms->size / sizeof *list;
    uint32_t kept = 0;
    if (n > 1)
        qsort(list, n, sizeof *list, by_number);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || list[i] != list[kept - 1])
            list[kept++] = list[i];
    return kept;
}

/* ---- terms ---- */

static rat_status merge_term(struct terms *t, struct rat_err *err)
{
    struct rat_merge *m = t->m;
    const struct rat_term_walk *key = &t->walk.inputs[t->walk.same[0]].walk;
    bool has_forms = RAT_SPACE_HAS_FORMS(key->key[0]);
    uint32_t ordinal = rat_segment_writer_term(m->writer, key->key, key->key_size);
    rat_status st = m->is_appended ? RAT_OK : move_postings(t, err);
    rat_buf_clear(&t->forms);
    for (uint32_t i = 0; st == RAT_OK && i < t->walk.same_count; i++) {
        struct rat_merge_input *in = &t->walk.inputs[t->walk.same[i]];
        if (m->is_appended)
            st = copy_postings(t, in, err);
        if (st == RAT_OK && has_forms)
            st = add_forms(t, in, err);
    }
    if (st != RAT_OK)
        return st;
    uint32_t forms = unique_forms(&t->forms);
    if (!rat_segment_writer_end_term(m->writer, (const uint32_t *)(const void *)t->forms.data, forms))
        ordinal = RAT_MERGE_DROPPED;
    for (uint32_t i = 0; i < t->walk.same_count; i++) {
        struct rat_merge_input *in = &t->walk.inputs[t->walk.same[i]];
        in->ordinals[in->walk.info.ordinal] = ordinal;
    }
    return t->forms.failed ? rat_nomem(err) : RAT_OK;
}

static rat_status merge_all(struct terms *t, struct rat_err *err)
{
    rat_status st = rat_merge_walk_begin(&t->walk, t->m, "", 0, err);
    for (uint32_t terms = 0; st == RAT_OK; terms++) {
        st = rat_merge_walk_next(&t->walk, err);
        if (st == RAT_OK && terms % LOOK_EVERY == 0)
            st = rat_merge_look(t->m, err);
        if (st == RAT_OK)
            st = merge_term(t, err);
    }
    return st == RAT_END ? RAT_OK : st;
}

rat_status rat_merge_terms(struct rat_merge *m, struct rat_err *err)
{
    struct terms t = {.m = m};
    rat_status st = RAT_OK;
    for (uint32_t i = 0; st == RAT_OK && i < m->input_count; i++) {
        struct rat_merge_input *in = &m->inputs[i];
        in->ordinals = rat_arena_calloc(&m->arena, in->segment->dictionary.term_count, sizeof *in->ordinals);
        st = in->ordinals ? RAT_OK : rat_nomem(err);
    }
    if (st == RAT_OK)
        st = merge_all(&t, err);
    free(t.gathered.keys);
    free(t.gathered.tfs);
    free(t.gathered.counts);
    free(t.gathered.starts);
    rat_buf_release(&t.gathered.positions);
    rat_buf_release(&t.sorted);
    rat_buf_release(&t.positions);
    rat_buf_release(&t.forms);
    rat_buf_release(&t.old_forms);
    return st;
}
