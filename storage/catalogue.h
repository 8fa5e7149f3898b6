/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * catalogue.db: the truth about papers, documents, meetings, where their bytes lie, and which generation of the index
 * belongs to them. SQLite in WAL mode with synchronous=FULL.
 *
 * One writer (who holds the archive's LOCK), any number of readers. A reader pins one state for its whole life: open
 * begins a read transaction. Every row of papers, documents, meetings and contents carries a checksum over its
 * columns, verified when it is read: RAT_EDAMAGED names table and row.
 *
 * One thread at a time per handle. Strings of read records live in the arena that the call was given.
 */
#ifndef STORAGE_CATALOGUE_H
#define STORAGE_CATALOGUE_H

#include "base/arena.h"
#include "storage/contents.h"
#include "storage/record.h"

struct rat_catalogue;

enum rat_catalogue_mode {
    RAT_CATALOGUE_READ, /* works on read-only media: falls back to an immutable open when no -shm can be made */
    RAT_CATALOGUE_WRITE, /* existing */
    RAT_CATALOGUE_CREATE /* must not exist yet */
};

/* RAT_ENOTFOUND: no file. RAT_EDAMAGED: not a catalogue, or of a newer format. */
RAT_MUST_CHECK rat_status rat_catalogue_open(const char *path, enum rat_catalogue_mode mode,
                                             struct rat_catalogue **out, struct rat_err *err);
void rat_catalogue_close(struct rat_catalogue *catalogue); /* rolls back an open transaction; NULL is fine */

/* Transactions of the writer. Commit is durable when it returns. */
RAT_MUST_CHECK rat_status rat_catalogue_begin(struct rat_catalogue *catalogue, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_catalogue_commit(struct rat_catalogue *catalogue, struct rat_err *err);
void rat_catalogue_rollback(struct rat_catalogue *catalogue); /* nothing to do when none is open */

/* Settings: "generation", "analyzer", "analyzer.version", "nonpublic", "created", "format", ... Values are text.
 * get: RAT_ENOTFOUND without a message being an error for the caller to decide. */
RAT_MUST_CHECK rat_status rat_catalogue_get(struct rat_catalogue *catalogue, const char *key,
                                            struct rat_arena *arena, const char **value, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_catalogue_set(struct rat_catalogue *catalogue, const char *key,
                                            const char *value, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_catalogue_get_number(struct rat_catalogue *catalogue, const char *key,
                                                   uint64_t missing, uint64_t *value, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_catalogue_set_number(struct rat_catalogue *catalogue, const char *key,
                                                   uint64_t value, struct rat_err *err);

/* Writes what this handle sees, a reader's pinned state whatever a writer does, as a new file that is synced. */
RAT_MUST_CHECK rat_status rat_catalogue_copy(struct rat_catalogue *catalogue, const char *path,
                                             struct rat_err *err);

/* ---- writing, inside a transaction ---- */

/* Inserts or finds the source; *id is its row. */
RAT_MUST_CHECK rat_status rat_catalogue_put_source(struct rat_catalogue *catalogue,
                                                   const struct rat_source_record *source, int64_t *id,
                                                   struct rat_err *err);

/* What the catalogue knows of a document id before it is imported again. */
struct rat_known {
    uint32_t docnum; /* 0: not known */
    uint64_t stamp;
    bool removed; /* marked as gone at the source */
    bool purged;  /* a tombstone: must not be imported again */
    int64_t source_id;
    uint8_t original_sha[RAT_SHA256_BYTES], text_sha[RAT_SHA256_BYTES];
};
RAT_MUST_CHECK rat_status rat_catalogue_known_document(struct rat_catalogue *catalogue, const char *id,
                                                       struct rat_known *out, struct rat_err *err);
/* For papers and meetings docnum is their row number. */
RAT_MUST_CHECK rat_status rat_catalogue_known_paper(struct rat_catalogue *catalogue, const char *id,
                                                    struct rat_known *out, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_catalogue_known_meeting(struct rat_catalogue *catalogue, const char *id,
                                                      struct rat_known *out, struct rat_err *err);
/* Whether bytes with this SHA-256 were purged: they must not come back under any id. */
RAT_MUST_CHECK rat_status rat_catalogue_is_purged_content(struct rat_catalogue *catalogue,
                                                          const uint8_t sha[RAT_SHA256_BYTES], bool *out,
                                                          struct rat_err *err);

/* A number for a document that will be put later with document->docnum set; numbers that are not used stay holes. */
RAT_MUST_CHECK rat_status rat_catalogue_reserve_docnum(struct rat_catalogue *catalogue, uint32_t *docnum,
                                                       struct rat_err *err);
/* Inserts a new document or, when the id is known, stores a new version (the old one stays in versions).
 * document->stamp is stored; removed_at is cleared. *docnum: given once per id and never reused. */
RAT_MUST_CHECK rat_status rat_catalogue_put_document(struct rat_catalogue *catalogue,
                                                     const struct rat_document *document, uint32_t *docnum,
                                                     struct rat_err *err);
/* Replaces the paper with its consultations, links and fields; stamp as given. *row: its row number. */
RAT_MUST_CHECK rat_status rat_catalogue_put_paper(struct rat_catalogue *catalogue,
                                                  const struct rat_paper *paper, uint64_t stamp, int64_t *row,
                                                  struct rat_err *err);
RAT_MUST_CHECK rat_status rat_catalogue_put_meeting(struct rat_catalogue *catalogue,
                                                    const struct rat_meeting *meeting, uint64_t stamp,
                                                    int64_t *row, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_catalogue_put_organization(struct rat_catalogue *catalogue,
                                                         const struct rat_organization *organization,
                                                         struct rat_err *err);

/* Marks as gone at the source since `day` ("YYYY-MM-DD"). */
RAT_MUST_CHECK rat_status rat_catalogue_remove_document(struct rat_catalogue *catalogue, uint32_t docnum,
                                                        const char *day, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_catalogue_remove_paper(struct rat_catalogue *catalogue, int64_t row,
                                                     const char *day, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_catalogue_remove_meeting(struct rat_catalogue *catalogue, int64_t row,
                                                       const char *day, struct rat_err *err);

/* Where an object lies. find: RAT_ENOTFOUND when the bytes are not stored yet. */
RAT_MUST_CHECK rat_status rat_catalogue_find_content(struct rat_catalogue *catalogue,
                                                     const uint8_t sha[RAT_SHA256_BYTES],
                                                     struct rat_content_place *out, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_catalogue_put_content(struct rat_catalogue *catalogue,
                                                    const uint8_t sha[RAT_SHA256_BYTES],
                                                    const struct rat_content_place *place,
                                                    struct rat_err *err);

/* Audit log: what happened, to which id, why. Time and serial number are added. */
RAT_MUST_CHECK rat_status rat_catalogue_log(struct rat_catalogue *catalogue, const char *action,
                                            const char *id, const char *detail, struct rat_err *err);

/* Erases a document and its versions; leaves a tombstone (id, reason, SHA-256 values of originals and texts). Lists in *shas (arena)
 * the contents that nothing else uses any more, whose rows are erased as well. Papers left without documents stay. */
RAT_MUST_CHECK rat_status rat_catalogue_purge_document(struct rat_catalogue *catalogue, uint32_t docnum,
                                                       const char *reason, struct rat_arena *arena,
                                                       uint8_t (**shas)[RAT_SHA256_BYTES],
                                                       struct rat_content_place **places, size_t *count,
                                                       struct rat_err *err);
/* Erases the papers that were made from documents (those without `raw`) and have none left, with all that belongs to them. */
RAT_MUST_CHECK rat_status rat_catalogue_purge_papers(struct rat_catalogue *catalogue, struct rat_err *err);
/* Outside a transaction, after a purge: VACUUM with secure_delete, WAL truncated; no byte of erased rows stays. */
RAT_MUST_CHECK rat_status rat_catalogue_scrub(struct rat_catalogue *catalogue, struct rat_err *err);

/* ---- reading ---- */

RAT_MUST_CHECK rat_status rat_catalogue_document(struct rat_catalogue *catalogue, uint32_t docnum,
                                                 struct rat_arena *arena, struct rat_document *out,
                                                 struct rat_err *err);
RAT_MUST_CHECK rat_status rat_catalogue_paper(struct rat_catalogue *catalogue, const char *id,
                                              struct rat_arena *arena, struct rat_paper *out,
                                              struct rat_err *err);
RAT_MUST_CHECK rat_status rat_catalogue_meeting(struct rat_catalogue *catalogue, const char *id,
                                                struct rat_arena *arena, struct rat_meeting *out,
                                                struct rat_err *err);

/* What a person's ID names: a document id, a paper id, the last part of an OParl id ("586836"), or a printed reference
 * number. matches: RAT_ENOTFOUND with 0; with more than one the candidates' ids are in *ids (arena). */
enum rat_named { RAT_NAMED_DOCUMENT, RAT_NAMED_PAPER };
struct rat_resolved {
    enum rat_named kind;
    uint32_t docnum;        /* document */
    const char *paper_id;   /* paper */
    const char *const *ids; /* all candidates when ambiguous */
    size_t matches;         /* 1: unique */
};
RAT_MUST_CHECK rat_status rat_catalogue_resolve(struct rat_catalogue *catalogue, const char *text,
                                                struct rat_arena *arena, struct rat_resolved *out,
                                                struct rat_err *err);

/* docnums of a paper's documents, ascending, those removed at the source included. */
RAT_MUST_CHECK rat_status rat_catalogue_paper_documents(struct rat_catalogue *catalogue, const char *paper_id,
                                                        struct rat_arena *arena, uint32_t **docnums,
                                                        size_t *count, struct rat_err *err);

/* ---- tracing: what names what (catalogue_references.c). All of it as it is now; lists in the arena. ---- */

/* Inside a transaction: replaces what a document names, or the numbers of the paper in a row. reading: version of the reader;
 * 0: nothing was read, and is erased. */
RAT_MUST_CHECK rat_status rat_catalogue_put_references(struct rat_catalogue *catalogue, uint32_t docnum,
                                                       uint32_t reading,
                                                       const struct rat_reference *references, size_t count,
                                                       struct rat_err *err);
RAT_MUST_CHECK rat_status rat_catalogue_put_numbers(struct rat_catalogue *catalogue, int64_t row,
                                                    uint32_t reading, const struct rat_number *numbers,
                                                    size_t count, struct rat_err *err);
/* By which version of the reader a document's references (a paper's numbers) were read; 0: not yet. */
enum rat_reading { RAT_READING_DOCUMENT = 1, RAT_READING_PAPER = 2 };
RAT_MUST_CHECK rat_status rat_catalogue_reading(struct rat_catalogue *catalogue, enum rat_reading kind,
                                                int64_t row, uint32_t *reading, struct rat_err *err);

/* What a document names, in the order of the text. */
RAT_MUST_CHECK rat_status rat_catalogue_references(struct rat_catalogue *catalogue, uint32_t docnum,
                                                   struct rat_arena *arena, struct rat_reference **out,
                                                   size_t *count, struct rat_err *err);

/* Who names a key of that kind: by docnum, documents that their source removed left out. */
struct rat_citing {
    uint32_t docnum;
    struct rat_reference reference;
};
RAT_MUST_CHECK rat_status rat_catalogue_citing(struct rat_catalogue *catalogue, enum rat_reference_kind kind,
                                               const char *key, struct rat_arena *arena,
                                               struct rat_citing **out, size_t *count, struct rat_err *err);

/* Who names a supplement of the paper of that number ("2020/740-1" of "2020/740"). */
RAT_MUST_CHECK rat_status rat_catalogue_citing_supplements(struct rat_catalogue *catalogue, const char *key,
                                                           struct rat_arena *arena, struct rat_citing **out,
                                                           size_t *count, struct rat_err *err);

/* Papers by number, family members by family; removed ones included. By row. */
enum rat_number_part { RAT_NUMBER_KEY, RAT_NUMBER_BARE, RAT_NUMBER_FAMILY };
struct rat_numbered {
    int64_t row;
    const char *paper_id, *body, *municipality;
    bool removed;
    int32_t date;
    struct rat_number number;
};
RAT_MUST_CHECK rat_status rat_catalogue_numbered(struct rat_catalogue *catalogue, enum rat_number_part part,
                                                 const char *key, struct rat_arena *arena,
                                                 struct rat_numbered **out, size_t *count,
                                                 struct rat_err *err);
/* The paper of a row, as rat_catalogue_walk_papers gives them; its number is left empty. */
RAT_MUST_CHECK rat_status rat_catalogue_paper_at(struct rat_catalogue *catalogue, int64_t row,
                                                 struct rat_arena *arena, struct rat_numbered *out,
                                                 struct rat_err *err);
/* The numbers of one paper. */
RAT_MUST_CHECK rat_status rat_catalogue_numbers(struct rat_catalogue *catalogue, const char *paper_id,
                                                struct rat_arena *arena, struct rat_number **out,
                                                size_t *count, struct rat_err *err);

/* Papers whose source links them to this one: kind as they state it. */
RAT_MUST_CHECK rat_status rat_catalogue_linked_from(struct rat_catalogue *catalogue, const char *paper_id,
                                                    struct rat_arena *arena, struct rat_paper_link **out,
                                                    size_t *count, struct rat_err *err);

/* Consultations of a meeting, or (meeting_id NULL) of a day, with their papers. */
struct rat_consulted {
    const char *paper_id;
    struct rat_consultation consultation;
};
RAT_MUST_CHECK rat_status rat_catalogue_consulted(struct rat_catalogue *catalogue, const char *meeting_id,
                                                  int32_t date, struct rat_arena *arena,
                                                  struct rat_consulted **out, size_t *count,
                                                  struct rat_err *err);

/* Appends the docnums (uint32_t, ascending, removed ones included) of documents that are public, or are not: what they say
 * themselves, their paper says, or a consultation of their paper. A paper can be both. */
RAT_MUST_CHECK rat_status rat_catalogue_publicity(struct rat_catalogue *catalogue, bool is_public,
                                                  struct rat_buf *docnums, struct rat_err *err);

struct rat_version {
    uint32_t version;
    const char *imported_at;
    uint8_t original_sha[RAT_SHA256_BYTES], text_sha[RAT_SHA256_BYTES];
    const char *title;
};
RAT_MUST_CHECK rat_status rat_catalogue_versions(struct rat_catalogue *catalogue, uint32_t docnum,
                                                 struct rat_arena *arena, struct rat_version **out,
                                                 size_t *count, struct rat_err *err);

/* Walks documents (of one source when source_id > 0) by ascending docnum after `after`; RAT_END at the end. Light: only what is listed. */
struct rat_document_walk {
    uint32_t docnum;
    int64_t source_id;
    uint32_t version;
    uint64_t stamp;
    bool removed;
    uint64_t text_size;
    uint8_t text_sha[RAT_SHA256_BYTES], original_sha[RAT_SHA256_BYTES];
};
RAT_MUST_CHECK rat_status rat_catalogue_walk_documents(struct rat_catalogue *catalogue, int64_t source_id,
                                                       uint32_t after, struct rat_document_walk *out,
                                                       struct rat_err *err);
/* Papers of a source by row: *row is in/out. */
RAT_MUST_CHECK rat_status rat_catalogue_walk_papers(struct rat_catalogue *catalogue, int64_t source_id,
                                                    int64_t *row, bool *removed, struct rat_err *err);
/* Meetings of a source, the same way. */
RAT_MUST_CHECK rat_status rat_catalogue_walk_meetings(struct rat_catalogue *catalogue, int64_t source_id,
                                                      int64_t *row, bool *removed, struct rat_err *err);
/* Contents by pack and offset, for check, dump and purge: *after in/out by (pack, offset); start with {0}. */
RAT_MUST_CHECK rat_status rat_catalogue_walk_contents(struct rat_catalogue *catalogue,
                                                      struct rat_content_place *place,
                                                      uint8_t sha[RAT_SHA256_BYTES], struct rat_err *err);

struct rat_catalogue_counts {
    uint64_t documents; /* not removed */
    uint64_t papers, meetings, organizations, consultations;
    uint64_t removed_documents, removed_papers, purged;
    uint64_t text_bytes; /* of not removed documents */
    uint64_t
        without_text; /* documents in whose text nothing can be found: none, only white space, could not be read */
    uint64_t failed;     /* of those: could not be read */
    uint64_t partly;     /* could be read in part */
    uint64_t recognised; /* have text that was recognised in pictures */
    uint64_t undecodable_documents;
    uint64_t contents, content_bytes_stored;
};
RAT_MUST_CHECK rat_status rat_catalogue_count(struct rat_catalogue *catalogue,
                                              struct rat_catalogue_counts *out, struct rat_err *err);

/* Full check: SQLite's integrity_check and every row's checksum. Findings as in rat_contents_check_pack. */
typedef void rat_catalogue_damage(void *ctx, const char *where, const char *what);
RAT_MUST_CHECK rat_status rat_catalogue_check(struct rat_catalogue *catalogue, rat_catalogue_damage *damaged,
                                              void *ctx, uint64_t *findings, struct rat_err *err);

#endif
