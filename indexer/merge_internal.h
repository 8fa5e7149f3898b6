/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of a merge share: its inputs, the new numbers of their documents, the segment being written. */
#ifndef INDEXER_MERGE_INTERNAL_H
#define INDEXER_MERGE_INTERNAL_H

#include "base/arena.h"
#include "indexer/merge.h"
#include "storage/segment_writer.h"

#define RAT_MERGE_DROPPED UINT32_MAX

struct rat_merge_input {
    const struct rat_segment *segment;
    uint32_t *documents; /* old local number -> new one, RAT_MERGE_DROPPED */
    uint32_t *ordinals;  /* old ordinal of an exact term -> new one, RAT_MERGE_DROPPED */
    struct rat_term_walk walk;
    uint64_t prefix; /* first bytes of the walk's key, big-endian, so that they compare as numbers */
};

/* Where a document of the new segment comes from. */
struct rat_merge_place {
    uint32_t input, document;
};

struct rat_merge {
    struct rat_merge_options options;
    struct rat_merge_input *inputs;
    uint32_t input_count, document_count;
    struct rat_merge_place *places; /* by new number */
    bool is_appended;               /* each input's documents keep their order, input after input */
    struct rat_arena arena;         /* columns, and what lives as long as the merge */
    uint8_t *lengths;
    unsigned char *hidden;
    uint32_t hidden_count;
    struct rat_segment_documents documents;
    struct rat_buf ids;
    struct rat_segment_writer *writer;
};

/* merge.c: RAT_EINTERRUPTED when the stop flag is set. */
RAT_MUST_CHECK rat_status rat_merge_look(const struct rat_merge *m, struct rat_err *err);

/* merge_columns.c: fills lengths, hidden, documents and ids; the offsets go to the writer. */
RAT_MUST_CHECK rat_status rat_merge_columns(struct rat_merge *m, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_merge_offsets(struct rat_merge *m, struct rat_err *err);

/* merge_terms.c: the dictionaries and their postings. */
RAT_MUST_CHECK rat_status rat_merge_terms(struct rat_merge *m, struct rat_err *err);

/* merge_walk.c: the keys of all inputs in order. */
struct rat_merge_walk {
    struct rat_merge_input *inputs;
    uint32_t *heap, held; /* inputs that are not at their end, the smallest key first */
    uint32_t *same, same_count;
};
/* Before the first key >= key of each input. heap and same are taken from the arena. */
RAT_MUST_CHECK rat_status rat_merge_walk_begin(struct rat_merge_walk *walk, struct rat_merge *m,
                                               const void *key, size_t n, struct rat_err *err);
/* The next key: walk->same are the inputs that have it, ascending, their walks stand on it. RAT_END behind the last. */
RAT_MUST_CHECK rat_status rat_merge_walk_next(struct rat_merge_walk *walk, struct rat_err *err);

/* merge_order.c: numbers the documents of all inputs in the order that the options ask for, and fills places. */
RAT_MUST_CHECK rat_status rat_merge_number(struct rat_merge *m, struct rat_err *err);

/* reorder.c: an order in which similar documents stand together, for documents that are numbered: order[i] is the present
 * number of the one that comes at place i. */
RAT_MUST_CHECK rat_status rat_merge_reorder(struct rat_merge *m, uint32_t *order, struct rat_err *err);

#endif
