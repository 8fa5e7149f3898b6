/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sources: where papers come from. A source turns a file, a folder, a *.jsonl, an OParl 1.1 dump folder or what was
 * harvested from an OParl server into a stream of items, in an order that does not depend on the machine (sorted names; OParl: by number). ingest.c pulls the items,
 * workers read and analyse the contents.
 *
 *     struct rat_source *source;
 *     st = rat_source_open(path, &(struct rat_source_options){0}, &source, &err);
 *     while ((st = rat_source_next(source, &item, &err)) == RAT_OK)
 *         ... rat_item_free(item);
 *     // RAT_END: all seen
 *
 * Memory is bounded by the number of organizations, meetings and agenda items of an OParl dump, never by its texts.
 * One thread at a time per source; an item may move to another thread.
 */
#ifndef INDEXER_SOURCE_H
#define INDEXER_SOURCE_H

#include "storage/record.h"

enum rat_item_kind {
    RAT_ITEM_DOCUMENT,
    RAT_ITEM_PAPER, /* comes before its documents */
    RAT_ITEM_MEETING,
    RAT_ITEM_ORGANIZATION,
    RAT_ITEM_REJECTED, /* an input that cannot be used: see reason; the rest goes on */
    RAT_ITEM_SKIPPED   /* left out on purpose: says public:false; see reason */
};

/* What a REJECTED input may stand for, so that it is not taken for deleted. */
enum rat_protects {
    RAT_PROTECTS_ALL,     /* not known: nothing of the source is concluded to be gone */
    RAT_PROTECTS_NOTHING, /* a format that is not read: nothing of it is in the archive */
    RAT_PROTECTS_PATH,    /* documents read from the path `place`, or from below it */
    RAT_PROTECTS_PAPER,   /* the paper whose id is `place` or ends in it, with its documents */
    RAT_PROTECTS_MEETING, /* the same */
    RAT_PROTECTS_DOCUMENT /* the document whose id is `place` */
};

struct rat_item {
    enum rat_item_kind kind;
    struct rat_arena arena; /* owns every string below */
    union {
        struct rat_document document; /* title, dates, committees, ... as far as the source states them */
        struct rat_paper paper;       /* removed_at set: deleted at the source */
        struct rat_meeting meeting;
        struct rat_organization organization;
    };
    /* content of a document: either a file still to be read, or bytes of the arena */
    const char *content_path;
    const void *content;
    size_t content_size;
    const char *content_charset; /* declared, or NULL */
    bool any_format;             /* the content is a file as it was found; else it is text */
    const char *problem; /* known already: the content is kept, but not read (extract/problem.h); else NULL */
    bool incomplete;     /* a document: of what lies below its location not everything was seen this time */
    bool stored;         /* no content comes along: it is what the archive has for this id already */
    bool read_header;    /* whether the text's own header may fill what the source does not state */
    bool make_paper;     /* whether the header also makes the paper (plain text files) */
    bool leftover;       /* a document that no paper and no meeting lists, or none that could be read */
    struct rat_err reason;      /* REJECTED, SKIPPED */
    const char *id;             /* SKIPPED: of the object, NULL when it has none */
    enum rat_protects protects; /* REJECTED */
    const char *place;          /* of what it protects */
};
void rat_item_free(struct rat_item *item); /* NULL is fine */

struct rat_source_options {
    bool nonpublic;    /* the archive takes what says public:false */
    size_t file_limit; /* bytes of the largest file that is read; 0: 1 GiB */
    const char
        *archive; /* an address is read from what was harvested beside this archive; borrowed until close */
};

struct rat_source;

/* path: regular file (*.jsonl by its name, otherwise one document, or an archive of several), OParl dump folder (has papers/ and file-contents/), or
 * any other folder, walked recursively, or the address of an OParl server that was harvested (harvest.h).
 * RAT_ENOTFOUND, RAT_EUSAGE with a hint. */
RAT_MUST_CHECK rat_status rat_source_open(const char *path, const struct rat_source_options *options,
                                          struct rat_source **out, struct rat_err *err);
void rat_source_close(struct rat_source *source);

/* Name (absolute path or address), kind, and whether it is a mirror: folders, OParl dumps and complete harvests are (what is
 * missing after a complete pass was deleted at the source), files and *.jsonl are not. Borrowed from the source. */
const struct rat_source_record *rat_source_record(const struct rat_source *source);

/* Bytes of input, as far as known without reading it, for progress. */
uint64_t rat_source_total_bytes(const struct rat_source *source);

/* The next item, owned by the caller. RAT_END when done. RAT_EIO when the source itself breaks off (folder unreadable):
 * then nothing may be concluded from what was not seen. */
RAT_MUST_CHECK rat_status rat_source_next(struct rat_source *source, struct rat_item **out,
                                          struct rat_err *err);

#endif
