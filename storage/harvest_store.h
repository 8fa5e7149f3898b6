/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What an OParl server gave, kept beside the archive so that a harvest can be interrupted at any moment and next time asks
 * only for what is new: ARCHIVE/harvest/<16 hex digits of the source's name>/ with objects.db (SQLite) and contents/ (packs
 * as in contents.h, for bytes that no import has taken over yet). Nothing in it is the only copy of anything: a
 * store that is damaged or missing is made anew and costs one complete pass over the server. purge removes all of them.
 *
 * One process at a time per store (RAT_ELOCKED); it needs no lock on the archive. All writing happens between begin and
 * commit; commit first syncs the contents, so that rows never name bytes that are not there. One thread.
 */
#ifndef STORAGE_HARVEST_STORE_H
#define STORAGE_HARVEST_STORE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/status.h"

struct rat_harvest_store;

/* source: the address as given to import. RAT_EDAMAGED: discard it and open again. */
RAT_MUST_CHECK rat_status rat_harvest_store_open(const char *archive, const char *source,
                                                 struct rat_harvest_store **out, struct rat_err *err);
void rat_harvest_store_close(struct rat_harvest_store *store); /* rolls back; NULL is fine */
/* Removes the store of one source. RAT_ELOCKED while it is used. */
RAT_MUST_CHECK rat_status rat_harvest_store_discard(const char *archive, const char *source,
                                                    struct rat_err *err);
/* Removes all stores of an archive. */
RAT_MUST_CHECK rat_status rat_harvest_store_discard_all(const char *archive, struct rat_err *err);

RAT_MUST_CHECK rat_status rat_harvest_store_begin(struct rat_harvest_store *store, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_harvest_store_commit(struct rat_harvest_store *store, struct rat_err *err);
void rat_harvest_store_rollback(struct rat_harvest_store *store);

/* Settings by name; get: "missing" when there is none. Texts live in the arena. */
RAT_MUST_CHECK rat_status rat_harvest_get(struct rat_harvest_store *store, const char *key,
                                          const char *missing, struct rat_arena *arena, const char **out,
                                          struct rat_err *err);
RAT_MUST_CHECK rat_status rat_harvest_set(struct rat_harvest_store *store, const char *key, const char *value,
                                          struct rat_err *err);
RAT_MUST_CHECK rat_status rat_harvest_get_number(struct rat_harvest_store *store, const char *key,
                                                 int64_t missing, int64_t *out, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_harvest_set_number(struct rat_harvest_store *store, const char *key,
                                                 int64_t value, struct rat_err *err);

/* ---- objects ---- */

enum rat_harvest_kind {
    RAT_HARVEST_BODY = 1,
    RAT_HARVEST_ORGANIZATION,
    RAT_HARVEST_MEETING,
    RAT_HARVEST_PAPER,
    RAT_HARVEST_CONSULTATION,
    RAT_HARVEST_AGENDA_ITEM,
    RAT_HARVEST_FILE,
    RAT_HARVEST_KINDS
};

struct rat_harvest_object {
    enum rat_harvest_kind kind;
    const char *key;  /* the id as references to it are compared; unique within the kind */
    int64_t pass;     /* the last one in which the server gave it */
    const char *json; /* compact text */
    size_t json_size;
};
RAT_MUST_CHECK rat_status rat_harvest_put_object(struct rat_harvest_store *store,
                                                 const struct rat_harvest_object *object,
                                                 struct rat_err *err);
/* RAT_ENOTFOUND without a message. json lives in the arena. */
RAT_MUST_CHECK rat_status rat_harvest_object(struct rat_harvest_store *store, enum rat_harvest_kind kind,
                                             const char *key, struct rat_arena *arena,
                                             struct rat_harvest_object *out, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_harvest_see_object(struct rat_harvest_store *store, enum rat_harvest_kind kind,
                                                 const char *key, int64_t pass, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_harvest_remove_object(struct rat_harvest_store *store,
                                                    enum rat_harvest_kind kind, const char *key,
                                                    struct rat_err *err);
/* All of a kind by the last part of their ids, 9 before 10, as a dump's files are read. after: empty
 * at the start, then the key of the one given last. RAT_END. */
RAT_MUST_CHECK rat_status rat_harvest_walk_objects(struct rat_harvest_store *store,
                                                   enum rat_harvest_kind kind, struct rat_buf *after,
                                                   struct rat_arena *arena, struct rat_harvest_object *out,
                                                   struct rat_err *err);
/* The same for those that an earlier pass than `pass` saw last. */
RAT_MUST_CHECK rat_status rat_harvest_next_unseen(struct rat_harvest_store *store, enum rat_harvest_kind kind,
                                                  int64_t pass, struct rat_buf *after,
                                                  struct rat_arena *arena, struct rat_harvest_object *out,
                                                  struct rat_err *err);
RAT_MUST_CHECK rat_status rat_harvest_count_objects(struct rat_harvest_store *store,
                                                    enum rat_harvest_kind kind, int64_t pass_below,
                                                    uint64_t *out, struct rat_err *err);

/* ---- files ---- */

enum rat_harvest_file_state {
    RAT_FILE_WANTED,     /* to be fetched */
    RAT_FILE_HELD,       /* its bytes are here, no import took them over */
    RAT_FILE_KEPT,       /* the archive has its bytes */
    RAT_FILE_UNREADABLE, /* a format that is not read */
    RAT_FILE_GONE,       /* deleted at the server */
    RAT_FILE_HIDDEN,     /* not public: it, or the object that holds it, says so */
    RAT_FILE_PURGED,     /* purged from the archive: not wanted again */
    RAT_FILE_FAILED      /* could not be fetched: see reason; tried again in the next run */
};

struct rat_harvest_file {
    const char *key;      /* of its id */
    const char *id;       /* as the server writes it */
    const char *url;      /* where its bytes are; NULL: the text came with the object */
    const char *modified; /* as the object states it */
    const char *mime_type;
    const char *charset; /* that the bytes were sent with; NULL: not said */
    const char *etag, *last_modified;
    const char *reason; /* FAILED: a sentence for people */
    const char *owner;  /* key of the paper that holds it, or held it last; NULL: none */
    enum rat_harvest_file_state state;
    bool kept;                     /* the archive has bytes of it, perhaps of an older version */
    bool held;                     /* sha names bytes in the store's contents */
    uint8_t sha[RAT_SHA256_BYTES]; /* HELD, KEPT: of the newest bytes known */
    uint64_t size;
};
/* RAT_ENOTFOUND without a message. */
RAT_MUST_CHECK rat_status rat_harvest_file(struct rat_harvest_store *store, const char *key,
                                           struct rat_arena *arena, struct rat_harvest_file *out,
                                           struct rat_err *err);
RAT_MUST_CHECK rat_status rat_harvest_put_file(struct rat_harvest_store *store,
                                               const struct rat_harvest_file *file, struct rat_err *err);
/* Files by the last part of their ids (see walk_objects), of one state or (state < 0) all. */
RAT_MUST_CHECK rat_status rat_harvest_walk_files(struct rat_harvest_store *store, int state,
                                                 struct rat_buf *after, struct rat_arena *arena,
                                                 struct rat_harvest_file *out, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_harvest_count_files(struct rat_harvest_store *store,
                                                  enum rat_harvest_file_state state, uint64_t *out,
                                                  struct rat_err *err);
/* Files that failed are wanted again. */
RAT_MUST_CHECK rat_status rat_harvest_want_failed(struct rat_harvest_store *store, struct rat_err *err);
/* The most frequent type among the files of a state behind the first `skip`: RAT_END. *type "" is unknown. */
RAT_MUST_CHECK rat_status rat_harvest_file_types(struct rat_harvest_store *store,
                                                 enum rat_harvest_file_state state, uint32_t skip,
                                                 struct rat_arena *arena, const char **type, uint64_t *count,
                                                 struct rat_err *err);

/* Bytes of files, addressed by their SHA-256. hold: inside a transaction; the same bytes twice are kept once. */
RAT_MUST_CHECK rat_status rat_harvest_hold(struct rat_harvest_store *store, const void *bytes, size_t n,
                                           uint8_t sha[RAT_SHA256_BYTES], struct rat_err *err);
/* Appends them to out. RAT_EDAMAGED when they are not what was held. */
RAT_MUST_CHECK rat_status rat_harvest_content(struct rat_harvest_store *store,
                                              const uint8_t sha[RAT_SHA256_BYTES], struct rat_buf *out,
                                              struct rat_err *err);
uint64_t rat_harvest_held_bytes(const struct rat_harvest_store *store); /* in contents/, compressed */
/* Outside a transaction: drops the bytes that no HELD file names. */
RAT_MUST_CHECK rat_status rat_harvest_drop_contents(struct rat_harvest_store *store, struct rat_err *err);

/* ---- lists under way ---- */

enum rat_harvest_list_state { RAT_LIST_OPEN, RAT_LIST_DONE, RAT_LIST_FAILED };

/* A list of the server, or a single object, that this pass has to fetch. */
struct rat_harvest_list {
    int64_t id; /* 0: new */
    enum rat_harvest_kind kind;
    const char *url;  /* of the first page */
    const char *next; /* of the page to fetch next */
    bool single;
    enum rat_harvest_list_state state;
    uint64_t pages; /* fetched */
};
/* A new one is added unless one with its url is there. */
RAT_MUST_CHECK rat_status rat_harvest_put_list(struct rat_harvest_store *store,
                                               const struct rat_harvest_list *list, struct rat_err *err);
/* The first open one, lists before single objects. RAT_END. */
RAT_MUST_CHECK rat_status rat_harvest_next_list(struct rat_harvest_store *store, struct rat_arena *arena,
                                                struct rat_harvest_list *out, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_harvest_count_lists(struct rat_harvest_store *store,
                                                  enum rat_harvest_list_state state, uint64_t *out,
                                                  struct rat_err *err);
RAT_MUST_CHECK rat_status rat_harvest_reopen_lists(struct rat_harvest_store *store, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_harvest_clear_lists(struct rat_harvest_store *store, struct rat_err *err);

#endif
