/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Columns: one number per document, bit-packed with a common minimum (FORMAT.md, "Numbers"), and ordinal columns: which
 * values of a sorted table each document has (FORMAT.md, "Values and ordinals"). Random access; blocks are verified when they
 * are first touched. A damaged block reads as 0 and latches rat_container.damaged, which a search asks at its end.
 */
#ifndef STORAGE_NUMBERS_H
#define STORAGE_NUMBERS_H

#include "base/cursor.h"
#include "storage/container.h"

enum rat_numbers_column {
    RAT_NUMBERS_DOCNUM = 1, /* permanent import number */
    RAT_NUMBERS_PAPER = 2,  /* 64-bit hash of the paper's id, 0 for none */
    RAT_NUMBERS_DATE = 3,   /* days + 2^31 as unsigned, so RAT_NO_DATE is 0 */
    RAT_NUMBERS_BODY = 4,   /* position of the body's first token: behind the title and a gap */
    RAT_NUMBERS_LENGTH = 5  /* exact length in tokens, whose code ranking uses */
};

#define RAT_NUMBERS_RUN 4096u /* documents per stored minimum and maximum */

/* Writes a section of `count` numbers. */
void rat_numbers_write(struct rat_container_writer *writer, uint32_t section, const uint64_t *values,
                       uint64_t count);

struct rat_numbers {
    struct rat_section section;
    uint64_t count, minimum;
    uint32_t width;            /* bits, 0..57 or 64 */
    uint64_t runs_at, bits_at; /* offsets in the section */
};

RAT_MUST_CHECK rat_status rat_numbers_open(struct rat_container *container, uint32_t section,
                                           struct rat_numbers *out, struct rat_err *err);
uint64_t rat_numbers_get(const struct rat_numbers *numbers, uint64_t index); /* index < count */
/* The same numbers, verified at once: for who asks for many of them. Lives as long as the container. */
struct rat_numbers_view {
    const unsigned char *bits;
    uint64_t minimum, mask;
    uint32_t width;
};
/* Of a damaged column all numbers are the minimum, and rat_container.damaged says so. */
struct rat_numbers_view rat_numbers_look(const struct rat_numbers *numbers);
static inline uint64_t rat_numbers_at(const struct rat_numbers_view *view, uint64_t index) /* index < count */
{
    uint64_t bit = index * view->width;
    return view->minimum + (rat_load_u64(view->bits + bit / 8) >> (bit & 7) & view->mask);
}
/* Smallest and largest value among documents [run * RAT_NUMBERS_RUN, ...). */
void rat_numbers_range(const struct rat_numbers *numbers, uint64_t run, uint64_t *low, uint64_t *high);

/* Values and ordinals of one field. values: sorted by bytes, distinct; starts: document_count + 1 indices into ordinals. */
void rat_ordinals_write(struct rat_container_writer *writer, uint8_t field, const char *const *values,
                        uint32_t value_count, const uint64_t *starts, const uint64_t *ordinals,
                        uint32_t document_count);

struct rat_ordinals {
    struct rat_section values;
    uint32_t value_count; /* 0: no document has this field */
    struct rat_numbers starts, ordinals;
};

RAT_MUST_CHECK rat_status rat_ordinals_open(struct rat_container *container, uint8_t field,
                                            struct rat_ordinals *out, struct rat_err *err);
/* The value's bytes, borrowed from the mapping. */
RAT_MUST_CHECK rat_status rat_ordinals_value(const struct rat_ordinals *ordinals, uint32_t ordinal,
                                             const char **value, uint32_t *size, struct rat_err *err);
/* The range of indices of a document's ordinals; empty when the field has no values. */
void rat_ordinals_of(const struct rat_ordinals *ordinals, uint32_t document, uint64_t *from, uint64_t *to);
static inline uint32_t rat_ordinals_at(const struct rat_ordinals *ordinals, uint64_t index)
{
    return (uint32_t)rat_numbers_get(&ordinals->ordinals, index);
}

/* Byte strings by index ("ids" of documents): a section of bytes and a numbers section of count + 1 starts. */
RAT_MUST_CHECK rat_status rat_strings_get(const struct rat_section *bytes, const struct rat_numbers *starts,
                                          uint64_t index, const unsigned char **out, uint64_t *size,
                                          struct rat_err *err);

#endif
