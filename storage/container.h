/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The container: one file with a magic, a version, sections, a table of contents and a checksum per 64 KiB block
 * (FORMAT.md, "Container"). Every file of index/ is one.
 *
 * Writing streams: sections one after the other, errors latch, nothing counts before rat_container_finish returned.
 * Reading maps the file; a block's checksum is verified before its bytes are first handed out, once per mapping. A reader
 * may be used by any number of threads; the bytes stay valid until close.
 *
 *     rat_container_create(path, "post", &writer, err);
 *     rat_container_begin(writer, RAT_SECTION_POSTINGS);
 *     rat_container_write(writer, bytes, n);
 *     st = rat_container_finish(writer, err);       // closes and syncs
 */
#ifndef STORAGE_CONTAINER_H
#define STORAGE_CONTAINER_H

#include "base/file.h"
#include "base/status.h"

#include <stdatomic.h>

#define RAT_CONTAINER_VERSION 1u
#define RAT_CONTAINER_BLOCK 65536u
#define RAT_CONTAINER_PAD 64u /* zero bytes behind every section: decoders may read that far */

/* Section types; the numbers are stored. */
enum rat_section_type {
    RAT_SECTION_META = 1,
    RAT_SECTION_TERMS = 2,
    RAT_SECTION_TERM_INDEX = 3,
    RAT_SECTION_FORMS = 4,
    RAT_SECTION_FORMS_INDEX = 5,
    RAT_SECTION_POSTINGS = 6,
    RAT_SECTION_LENGTHS = 8,
    RAT_SECTION_IDS = 9,
    RAT_SECTION_IDS_INDEX = 10,
    RAT_SECTION_OFFSETS = 11,
    RAT_SECTION_OFFSETS_INDEX = 12,
    RAT_SECTION_DEAD = 13,
    RAT_SECTION_HIDDEN = 14,
    RAT_SECTION_MANIFEST = 15,
    RAT_SECTION_MODEL = 16,
    RAT_SECTION_ACRONYMS = 17,
    RAT_SECTION_POSITIONS = 18,
    RAT_SECTION_NUMBERS = 0x100, /* + column number: bit-packed numbers */
    RAT_SECTION_VALUES = 0x200,  /* + field id: table of a field's values */
    RAT_SECTION_STARTS = 0x300,  /* + field id: where each document's ordinals begin */
    RAT_SECTION_ORDINALS = 0x400 /* + field id: which values each document has */
};

/* What one file says of another to notice that it was swapped, cut or replaced. */
struct rat_file_id {
    uint64_t size; /* bytes */
    uint64_t hash; /* checksum of the table of contents, which covers all block checksums */
};

struct rat_container_writer;

/* kind: four characters ("post"). Replaces an existing file (left by a crash). */
RAT_MUST_CHECK rat_status rat_container_create(const char *path, const char *kind,
                                               struct rat_container_writer **out, struct rat_err *err);
void rat_container_begin(struct rat_container_writer *writer, uint32_t section);
void rat_container_write(struct rat_container_writer *writer, const void *bytes, size_t n);
/* As rat_container_write, and latches that the buffer ran out of memory. */
void rat_container_write_buf(struct rat_container_writer *writer, const struct rat_buf *buf);
uint64_t rat_container_offset(
    const struct rat_container_writer *writer); /* bytes written to the current section */
/* Writes the table, syncs, closes and frees, also on failure (then the file is removed). id may be NULL. */
RAT_MUST_CHECK rat_status rat_container_finish(struct rat_container_writer *writer, struct rat_file_id *id,
                                               struct rat_err *err);
void rat_container_abandon(
    struct rat_container_writer *writer); /* closes, removes the file, frees; NULL is fine */

struct rat_container {
    struct rat_mapping map;
    char *path;
    const unsigned char *toc; /* section entries */
    uint32_t section_count;
    const unsigned char *hashes; /* block_count of them */
    uint32_t block_count;
    uint64_t data_end;               /* bytes before the table of contents */
    _Atomic unsigned char *verified; /* per block */
    _Atomic bool damaged;            /* latched by readers that cannot return a status (numbers.h) */
};

struct rat_section {
    struct rat_container *container; /* NULL: the section does not exist */
    uint64_t offset, size;
};

/* RAT_EDAMAGED when anything but the blocks themselves is wrong. */
RAT_MUST_CHECK rat_status rat_container_open(const char *path, const char *kind, struct rat_container **out,
                                             struct rat_err *err);
void rat_container_close(struct rat_container *container); /* NULL is fine */

struct rat_file_id rat_container_id(const struct rat_container *container);

/* Finds a section; false when there is none (out is zeroed). */
bool rat_container_find(struct rat_container *container, uint32_t section, struct rat_section *out);
/* The same, but a missing section is RAT_EDAMAGED. */
RAT_MUST_CHECK rat_status rat_container_require(struct rat_container *container, uint32_t section,
                                                struct rat_section *out, struct rat_err *err);

/* Bytes [offset, offset + n) of the section, verified, followed by at least RAT_CONTAINER_PAD readable bytes (verified
 * or not). RAT_EDAMAGED when the range leaves the section or a checksum is wrong. */
RAT_MUST_CHECK rat_status rat_section_get(const struct rat_section *section, uint64_t offset, uint64_t n,
                                          const unsigned char **out, struct rat_err *err);

/* Verifies every block; calls damaged for each wrong one. */
typedef void rat_container_damage(void *ctx, const char *path, const char *what);
void rat_container_check(struct rat_container *container, rat_container_damage *damaged, void *ctx,
                         uint64_t *findings);

rat_status rat_damaged(struct rat_err *err, const char *path, const char *what);

#endif
