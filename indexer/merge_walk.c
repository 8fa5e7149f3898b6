/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/merge_internal.h"

static int compare(const struct rat_merge_input *a, const struct rat_merge_input *b)
{
    if (a->prefix != b->prefix)
        return a->prefix < b->prefix ? -1 : 1;
    uint32_t an = a->walk.key_size, bn = b->walk.key_size;
    int order = memcmp(a->walk.key, b->walk.key, an < bn ? an : bn);
    return order ? order : (an > bn) - (an < bn);
}

/* Equal keys in the order of the inputs. */
static bool is_before(const struct rat_merge_walk *walk, uint32_t a, uint32_t b)
{
    int order = compare(&walk->inputs[a], &walk->inputs[b]);
    return order ? order < 0 : a < b;
}

static void sift_down(struct rat_merge_walk *walk, uint32_t i)
{
    uint32_t moving = walk->heap[i];
    for (uint32_t child; (child = 2 * i + 1) < walk->held; i = child) {
        if (child + 1 < walk->held && is_before(walk, walk->heap[child + 1], walk->heap[child]))
            child++;
        if (!is_before(walk, walk->heap[child], moving))
            break;
        walk->heap[i] = walk->heap[child];
    }
    walk->heap[i] = moving;
}

static rat_status advance(struct rat_merge_input *in, struct rat_err *err)
{
    unsigned char first[8] = {0};
    rat_status st = rat_term_walk_next(&in->walk, err);
    if (st != RAT_OK)
        return st;
    memcpy(first, in->walk.key, in->walk.key_size < 8 ? in->walk.key_size : 8);
    in->prefix = 0;
    for (int i = 0; i < 8; i++)
        in->prefix = in->prefix << 8 | first[i];
    return RAT_OK;
}

rat_status rat_merge_walk_begin(struct rat_merge_walk *walk, struct rat_merge *m, const void *key, size_t n,
                                struct rat_err *err)
{
    *walk = (struct rat_merge_walk){.inputs = m->inputs};
    walk->heap = rat_arena_calloc(&m->arena, m->input_count, sizeof *walk->heap);
    walk->same = rat_arena_calloc(&m->arena, m->input_count, sizeof *walk->same);
    if (!walk->heap || !walk->same)
        return rat_nomem(err);
    for (uint32_t i = 0; i < m->input_count; i++) {
        struct rat_merge_input *in = &m->inputs[i];
        rat_status st = rat_term_walk_seek(&in->walk, &in->segment->dictionary, key, n, err);
        if (st == RAT_OK)
            st = advance(in, err);
        if (st == RAT_OK)
            walk->heap[walk->held++] = i;
        else if (st != RAT_END)
            return st;
    }
    for (uint32_t i = walk->held / 2; i-- > 0;)
        sift_down(walk, i);
    return RAT_OK;
}

rat_status rat_merge_walk_next(struct rat_merge_walk *walk, struct rat_err *err)
{
    for (uint32_t i = 0; i < walk->same_count; i++) {
        rat_status st = advance(&walk->inputs[walk->same[i]], err);
        if (st != RAT_OK && st != RAT_END)
            return st;
        if (st == RAT_OK) {
            walk->heap[walk->held] = walk->same[i];
            uint32_t at = walk->held++;
            for (uint32_t up; at && (up = (at - 1) / 2, is_before(walk, walk->heap[at], walk->heap[up]));
                 at = up) {
                uint32_t swapped = walk->heap[up];
                walk->heap[up] = walk->heap[at];
                walk->heap[at] = swapped;
            }
        }
    }
    walk->same_count = 0;
    while (walk->held && (walk->same_count == 0 ||
                          compare(&walk->inputs[walk->heap[0]], &walk->inputs[walk->same[0]]) == 0)) {
        walk->same[walk->same_count++] = walk->heap[0];
        walk->heap[0] = walk->heap[--walk->held];
        sift_down(walk, 0);
    }
    return walk->same_count ? RAT_OK : RAT_END;
}
