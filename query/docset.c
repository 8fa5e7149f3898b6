/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/docset.h"

#include "query/near_places.h"
#include "storage/lengths.h"

#include <float.h>
#include <stdlib.h>

rat_status rat_docsets_init(struct rat_docsets *shared, const struct rat_segment *segment, uint32_t number,
                            uint64_t documents, double average, const struct rat_weights *weights,
                            struct rat_deadline *deadline, struct rat_arena *arena)
{
    memset(shared, 0, sizeof *shared);
    shared->segment = segment;
    shared->number = number;
    shared->arena = arena;
    shared->documents = documents;
    shared->deadline = deadline;
    for (unsigned code = 0; code < 256; code++) {
        double length = rat_length_decode((uint8_t)code) + weights->pad;
        double ratio = average > 0 ? length / (average + weights->pad) : 1;
        float norm = (float)(weights->k1 * (1 - weights->b + weights->b * ratio));
        shared->norms[code] = norm > FLT_MIN ? norm : FLT_MIN; /* k1 0: every tf scores the same */
    }
    shared->status = rat_segment_lengths(segment, 0, segment->meta.documents, &shared->lengths, &shared->err);
    return shared->status;
}

void rat_docsets_release(struct rat_docsets *shared)
{
    rat_buf_release(&shared->positions[0]);
    rat_buf_release(&shared->positions[1]);
    for (; shared->near; shared->near = shared->near->next)
        rat_near_places_release(shared->near);
    while (shared->blocks) {
        struct rat_docsets_block *next = shared->blocks->next;
        free(shared->blocks);
        shared->blocks = next;
    }
}

void *rat_docsets_alloc(struct rat_docsets *shared, size_t n)
{
    struct rat_docsets_block *block = calloc(1, sizeof *block + n);
    if (!block) {
        rat_docsets_fail(shared, RAT_ENOMEM, NULL);
        return NULL;
    }
    block->next = shared->blocks;
    shared->blocks = block;
    return block->data;
}

void rat_docsets_own(struct rat_docsets *shared, struct rat_near_places *places)
{
    places->next = shared->near;
    shared->near = places;
}

void rat_docsets_fail(struct rat_docsets *shared, rat_status status, const struct rat_err *err)
{
    if (shared->status != RAT_OK)
        return;
    shared->status = status;
    if (err)
        shared->err = *err;
    else
        rat_nomem(&shared->err);
}

static uint32_t none_ahead(struct rat_docset *set, uint32_t target)
{
    (void)set;
    (void)target;
    return RAT_NO_DOCUMENT;
}

static void none_fill(struct rat_docset *set, const struct rat_window *window)
{
    (void)set;
    (void)window;
}

struct rat_docset *rat_docset_none(struct rat_docsets *shared)
{
    struct rat_docset *set = rat_arena_calloc(shared->arena, 1, sizeof *set);
    if (!set) {
        rat_docsets_fail(shared, RAT_ENOMEM, NULL);
        return NULL;
    }
    *set = (struct rat_docset){none_ahead, none_fill, 0, shared, true};
    return set;
}

struct rat_docset *rat_docset_open(struct rat_docsets *shared, const struct rat_plan *plan)
{
    switch (plan->kind) {
    case RAT_PLAN_TERM: return rat_docset_term(shared, plan);
    case RAT_PLAN_PHRASE: return rat_docset_phrase(shared, plan);
    case RAT_PLAN_PREFIX: return rat_docset_prefix(shared, plan);
    case RAT_PLAN_ANY_OF: return rat_docset_listed(shared, plan);
    case RAT_PLAN_NEAR: return rat_docset_near(shared, plan);
    case RAT_PLAN_DOCUMENTS: return rat_docset_documents(shared, plan);
    case RAT_PLAN_STATE: return rat_docset_state(shared, plan);
    case RAT_PLAN_RANGE: return rat_docset_range(shared, plan);
    case RAT_PLAN_WORD: return rat_docset_word(shared, plan);
    case RAT_PLAN_BOOL: return rat_docset_bool(shared, plan);
    case RAT_PLAN_ALL: return rat_docset_all(shared);
    case RAT_PLAN_NONE: break;
    }
    return rat_docset_none(shared);
}
