/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/shard_target_internal.h"

#include "base/strmap.h"
#include "indexer/ingest_internal.h"
#include "indexer/xapian_reader.h"
#include "storage/shard_record.h"
#include "storage/archive.h"
#include "text/compound.h"

#include <stdlib.h>

#define STAMP_VERSION 1u /* of what a document of a shard is; another one puts all of them again */

/* A document that a shard has. */
struct entry {
    uint32_t docnum, shard;
    uint64_t stamp;
};

struct dealing {
    const struct rat_shard_map *map;
    const struct rat_ingest_options *options;
    struct rat_shard_report *report;
    struct rat_err *err;
    struct rat_snapshot *snapshot;
    struct rat_compounds *compounds;
    struct rat_xapian_reader *reader;
    struct rat_shard_state state; /* of the archive */
    struct rat_buf names;         /* of the map */
    struct rat_shard_map before;  /* the map by which it was dealt out last; count 0: unknown */
    uint64_t last_docnum_before;
    struct rat_shard_target *targets;
    struct rat_buf entries;  /* struct entry by (docnum, shard) */
    uint32_t listing;        /* the target whose entries are being read */
    struct rat_buf gone;     /* struct entry: to be deleted when all is put */
    struct rat_strmap moved; /* papers */
    struct rat_buf packed;
    uint64_t postings; /* since the last commit */
    struct rat_ingest_report progress;
};

/* ---- the archive ---- */

static rat_status read_archive(struct dealing *d, const char *archive)
{
    struct rat_catalogue_counts counts;
    struct rat_xapian_state terms;
    struct rat_arena arena;
    const char *created = NULL;
    rat_status st = rat_snapshot_open(archive, &d->snapshot, d->err);
    if (st != RAT_OK)
        return st;
    const struct rat_snapshot *s = d->snapshot;
    if (!s->catalogue)
        return rat_fail(d->err, RAT_EUSAGE, "%s",
                        _("Dieses Archiv hat keine Texte, aus denen Teile entstehen könnten"));
    rat_arena_init(&arena, 256);
    st = rat_xapian_state_of(s->catalogue, &s->manifest, &terms, d->err);
    if (st == RAT_OK)
        st = rat_catalogue_count(s->catalogue, &counts, d->err);
    if (st == RAT_OK)
        st = rat_catalogue_get(s->catalogue, "created", &arena, &created, d->err);
    if (st == RAT_OK) {
        d->state = (struct rat_shard_state){.archive = rat_hash64(created, strlen(created)),
                                            .generation = s->generation,
                                            .analyzer_version = terms.analyzer_version,
                                            .epoch = terms.epoch,
                                            .documents = s->documents,
                                            .tokens = s->tokens,
                                            .purged = counts.purged,
                                            .deleted = counts.purged};
        memcpy(d->state.analyzer, terms.analyzer, sizeof d->state.analyzer);
        if (s->model)
            d->state.words = rat_hash64(s->model->bytes, (size_t)s->model->size) +
                             3 * rat_hash64(s->model->acronyms, (size_t)s->model->acronyms_size);
        d->report->documents = counts.documents + counts.removed_documents;
    }
    rat_arena_release(&arena);
    return st;
}

static rat_status open_reader(struct dealing *d)
{
    const struct rat_snapshot *s = d->snapshot;
    rat_status st = RAT_OK;
    if (s->model)
        st = rat_compounds_open(s->model->bytes, (size_t)s->model->size, &d->compounds, d->err);
    const struct rat_xapian_sources sources = {.catalogue = s->catalogue,
                                               .contents = s->contents,
                                               .analyzer = s->analyzer,
                                               .analyzer_version = s->analyzer_version,
                                               .model = d->compounds};
    return st == RAT_OK ? rat_xapian_reader_new(&sources, &d->reader, d->err) : st;
}

/* ---- the shards as they are ---- */

static rat_status check_owner(const struct dealing *d, const struct rat_shard_target *t)
{
    if (!t->has_state || t->state.archive == d->state.archive)
        return RAT_OK;
    rat_fail(d->err, RAT_EUSAGE, _("Das Teil „%s“ gehört zu einem anderen Archiv"), t->shard->name);
    rat_err_hint(d->err, "%s", _("Für jedes Archiv eigene Orte angeben"));
    return RAT_EUSAGE;
}

static bool same_bytes(const struct rat_buf *a, const struct rat_buf *b)
{
    return a->size == b->size && (a->size == 0 || memcmp(a->data, b->data, a->size) == 0);
}

static bool is_at_state(const struct dealing *d, const struct rat_shard_target *t)
{
    return t->has_state && rat_shard_state_fits(&t->state, &d->state) &&
           t->state.generation == d->state.generation && t->state.purged == d->state.purged &&
           t->state.words == d->state.words && !t->state.is_moving && same_bytes(&t->names, &d->names);
}

/* From the names that a shard remembers: places do not matter. */
static rat_status remember_map(struct dealing *d, const struct rat_shard_target *t)
{
    struct rat_buf text = RAT_BUF_INIT;
    const char *at = (const char *)t->names.data, *end = at + t->names.size;
    while (at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        size_t n = newline ? (size_t)(newline - at) : (size_t)(end - at);
        rat_buf_append(&text, at, n);
        rat_buf_puts(&text, " ?\n");
        at += n + 1;
    }
    rat_status st = text.failed
                        ? rat_nomem(d->err)
                        : rat_shard_map_parse(rat_buf_cstr(&text), t->shard->name, &d->before, d->err);
    rat_buf_release(&text);
    d->last_docnum_before = t->state.last_docnum;
    return st;
}

static rat_status open_targets(struct dealing *d)
{
    uint32_t count = d->map->count;
    d->targets = calloc(count, sizeof *d->targets);
    d->report->shards = calloc(count, sizeof *d->report->shards);
    if (!d->targets || !d->report->shards)
        return rat_nomem(d->err);
    d->report->count = count;
    d->report->is_current = true;
    rat_shard_names_of(d->map, &d->names);
    if (d->names.failed)
        return rat_nomem(d->err);
    for (uint32_t i = 0; i < count; i++) {
        struct rat_shard_target *t = &d->targets[i];
        t->done = &d->report->shards[i];
        t->done->name = d->map->shards[i].name;
        rat_status st = rat_shard_target_open(&d->map->shards[i], t, d->err);
        t->done->is_new = t->is_new || !t->has_state;
        if (st == RAT_OK)
            st = check_owner(d, t);
        if (st == RAT_OK && t->names.size && d->before.count == 0)
            st = remember_map(d, t);
        if (st != RAT_OK)
            return st;
        d->report->is_current &= is_at_state(d, t);
    }
    return RAT_OK;
}

static rat_status add_entry(void *ctx, uint32_t docnum, uint64_t stamp)
{
    struct dealing *d = ctx;
    const struct entry entry = {docnum, d->listing, stamp};
    rat_buf_append(&d->entries, &entry, sizeof entry);
    return d->entries.failed ? RAT_ENOMEM : RAT_OK;
}

static int by_docnum(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    if (x->docnum != y->docnum)
        return x->docnum < y->docnum ? -1 : 1;
    return (x->shard > y->shard) - (x->shard < y->shard);
}

static rat_status list_entries(struct dealing *d)
{
    rat_status st = RAT_OK;
    for (uint32_t i = 0; st == RAT_OK && i < d->map->count; i++) {
        d->listing = i;
        st = rat_shard_target_known(&d->targets[i], add_entry, d, d->err);
    }
    if (st == RAT_OK && d->entries.size)
        qsort(d->entries.data, d->entries.size / sizeof(struct entry), sizeof(struct entry), by_docnum);
    return st;
}

/* ---- first: whoever searches is told that papers may be counted twice ---- */

static bool map_changed(const struct dealing *d)
{
    for (uint32_t i = 0; i < d->map->count; i++)
        if (!same_bytes(&d->targets[i].names, &d->names))
            return true;
    return false;
}

static rat_status announce_move(struct dealing *d)
{
    rat_status st = RAT_OK;
    for (uint32_t i = 0; st == RAT_OK && i < d->map->count; i++) {
        struct rat_shard_target *t = &d->targets[i];
        if (!t->has_state || t->state.is_moving)
            continue;
        struct rat_shard_state state = t->state;
        state.is_moving = true;
        st = rat_shard_target_say(t, &state, NULL, d->err);
        if (st == RAT_OK)
            st = rat_shard_target_commit(t, d->err);
    }
    return st;
}

/* ---- second: what is missing is put ---- */

static rat_status put_words(struct dealing *d)
{
    const struct rat_word_model *m = d->snapshot->model;
    rat_status st = RAT_OK;
    for (uint32_t i = 0; st == RAT_OK && m && i < d->map->count; i++) {
        struct rat_shard_target *t = &d->targets[i];
        if (t->has_state && t->state.words == d->state.words)
            continue;
        st = rat_shard_words_write(rat_shard_target_writer(t), m->bytes, (size_t)m->size, m->acronyms,
                                   (size_t)m->acronyms_size, d->err);
        t->is_dirty = true;
    }
    return st;
}

static uint64_t stamp_of(const struct dealing *d, const struct rat_document_walk *walk)
{
    const uint64_t parts[4] = {rat_xapian_stamp(walk), d->state.epoch, d->state.analyzer_version,
                               STAMP_VERSION};
    return rat_hash64(parts, sizeof parts);
}

static void put_big_endian(unsigned char *to, uint32_t value)
{
    for (unsigned i = 0; i < 4; i++)
        to[i] = (unsigned char)(value >> (24 - 8 * i));
}

/* Documents without a date come last in both orders. */
static rat_status add_order(struct dealing *d, const struct rat_xapian_read *read)
{
    unsigned char docnum[4], newest[8], oldest[8];
    struct rat_xapian_err failure;
    const struct rat_document *doc = &read->document;
    bool dated = doc->date != RAT_NO_DATE;
    uint32_t day = (uint32_t)doc->date ^ 0x80000000u;
    put_big_endian(docnum, doc->docnum);
    put_big_endian(newest, dated ? day : 0);
    put_big_endian(oldest, dated ? ~day : 0);
    put_big_endian(newest + 4, ~doc->docnum);
    put_big_endian(oldest + 4, ~doc->docnum);
    if (rat_xapian_document_set_value(read->made, RAT_XAPIAN_SLOT_DOCNUM, docnum, 4, &failure) !=
            RAT_XAPIAN_OK ||
        rat_xapian_document_set_value(read->made, RAT_XAPIAN_SLOT_NEWEST_FIRST, newest, 8, &failure) !=
            RAT_XAPIAN_OK ||
        rat_xapian_document_set_value(read->made, RAT_XAPIAN_SLOT_OLDEST_FIRST, oldest, 8, &failure) !=
            RAT_XAPIAN_OK)
        return rat_xapian_fail(&failure, d->err);
    return RAT_OK;
}

static rat_status add_record(struct dealing *d, const struct rat_xapian_read *read)
{
    struct rat_xapian_err failure;
    rat_buf_clear(&d->packed);
    rat_status st = rat_shard_record_pack(&read->document, read->text, read->text_size, &d->packed, d->err);
    if (st == RAT_OK &&
        rat_xapian_document_set_data(read->made, d->packed.data, d->packed.size, &failure) != RAT_XAPIAN_OK)
        st = rat_xapian_fail(&failure, d->err);
    return st == RAT_OK ? add_order(d, read) : st;
}

static rat_status commit_all(struct dealing *d)
{
    rat_status st = RAT_OK;
    for (uint32_t i = 0; st == RAT_OK && i < d->map->count; i++)
        if (d->targets[i].is_dirty)
            st = rat_shard_target_commit(&d->targets[i], d->err);
    d->postings = 0;
    return st;
}

static rat_status note_moved(struct dealing *d, uint32_t docnum, const char *key, uint32_t shard,
                             bool elsewhere)
{
    bool added = false;
    bool moved = elsewhere;
    if (!moved && d->before.count && docnum <= d->last_docnum_before)
        moved = strcmp(d->before.shards[rat_shard_map_place(&d->before, key, strlen(key))].name,
                       d->map->shards[shard].name) != 0;
    if (!moved)
        return RAT_OK;
    d->report->moved_documents++;
    if (rat_strmap_add(&d->moved, key, strlen(key), &added) == RAT_STRMAP_NONE)
        return rat_nomem(d->err);
    d->report->moved_papers += added;
    return RAT_OK;
}

/* has[0..count): the shards that have a version of the document. */
static rat_status deal(struct dealing *d, const struct rat_document_walk *walk, const struct entry *has,
                       size_t count)
{
    struct rat_xapian_read read;
    uint64_t stamp = stamp_of(d, walk);
    const struct entry *here = NULL;
    rat_status st = rat_xapian_reader_read(d->reader, walk, &read, &d->postings, d->err);
    if (st != RAT_OK)
        return st;
    const char *key = read.document.paper_id ? read.document.paper_id : read.document.id;
    uint32_t shard = rat_shard_map_place(d->map, key, strlen(key));
    for (size_t i = 0; i < count; i++) {
        if (has[i].shard == shard && !here)
            here = &has[i];
        else
            rat_buf_append(&d->gone, &has[i], sizeof has[i]);
    }
    if (d->gone.failed)
        st = rat_nomem(d->err);
    if (st == RAT_OK && !here)
        st = note_moved(d, walk->docnum, key, shard, count > 0);
    if (st == RAT_OK && !(here && here->stamp == stamp)) {
        st = add_record(d, &read);
        if (st == RAT_OK)
            st = rat_shard_target_put(&d->targets[shard], walk->docnum, here ? &here->stamp : NULL, stamp,
                                      read.made, d->err);
    }
    rat_xapian_document_free(read.made);
    if (st == RAT_OK && d->postings >= RAT_XAPIAN_POSTINGS_PER_COMMIT)
        st = commit_all(d);
    return st;
}

static rat_status interrupted(struct dealing *d)
{
    rat_status st = commit_all(d);
    return st == RAT_OK
               ? rat_fail(
                     d->err, RAT_EINTERRUPTED, "%s",
                     _("Unterbrochen; die Teile sind hinter dem Archiv zurück, derselbe Befehl macht weiter"))
               : st;
}

/* Catalogue and shards side by side, both by number. With the same map a document that is where it was with the same stamp
 * (which says its paper) is in its place. */
static rat_status deal_all(struct dealing *d, bool changed)
{
    const struct entry *entry = (const struct entry *)(const void *)d->entries.data;
    size_t count = d->entries.size / sizeof *entry, at = 0, n;
    struct rat_document_walk walk = {0};
    rat_status st;
    while ((st = rat_catalogue_walk_documents(d->snapshot->catalogue, 0, walk.docnum, &walk, d->err)) ==
           RAT_OK) {
        for (; at < count && entry[at].docnum < walk.docnum; at++)
            rat_buf_append(&d->gone, &entry[at], sizeof *entry);
        for (n = 0; at + n < count && entry[at + n].docnum == walk.docnum; n++)
            ;
        if (changed || n != 1 || entry[at].stamp != stamp_of(d, &walk))
            st = deal(d, &walk, entry + at, n);
        at += n;
        if (st != RAT_OK)
            return st;
        if (d->options->stop && *d->options->stop)
            return interrupted(d);
        if (d->options->progress && ++d->progress.documents % 64 == 0)
            d->options->progress(d->options->ctx, &d->progress);
    }
    for (; at < count; at++)
        rat_buf_append(&d->gone, &entry[at], sizeof *entry);
    d->state.last_docnum = walk.docnum;
    if (st == RAT_END)
        st = d->gone.failed ? rat_nomem(d->err) : RAT_OK;
    return st;
}

/* What was put can be seen before anything is deleted. */
static rat_status show_new(struct dealing *d, bool moving)
{
    rat_status st = RAT_OK;
    for (uint32_t i = 0; st == RAT_OK && i < d->map->count; i++) {
        struct rat_shard_target *t = &d->targets[i];
        struct rat_shard_state state = d->state;
        state.is_moving = moving;
        if (t->is_new) {
            st = rat_shard_target_say(t, &state, &d->names, d->err);
            if (st == RAT_OK)
                st = rat_shard_target_finish(t, false, d->err);
        } else if (t->is_dirty) {
            st = rat_shard_target_commit(t, d->err);
        }
    }
    return st;
}

/* ---- third: what is too much is deleted ---- */

static rat_status delete_gone(struct dealing *d)
{
    const struct entry *gone = (const struct entry *)(const void *)d->gone.data;
    rat_status st = RAT_OK;
    for (size_t i = 0; st == RAT_OK && i < d->gone.size / sizeof *gone; i++)
        st = rat_shard_target_delete(&d->targets[gone[i].shard], gone[i].docnum, gone[i].stamp, d->err);
    return st;
}

static rat_status end_one(struct dealing *d, struct rat_shard_target *t, bool moving)
{
    struct rat_shard_state state = d->state;
    struct rat_shard_state *old = &t->state;
    rat_status st = RAT_OK;
    if (!t->update && !t->remote) { /* new, and finished */
        if (!moving)
            return RAT_OK;
        st = rat_xapian_update_open_shard(t->shard->path, false, &t->update, d->err);
        old = &state;
    }
    bool scrub = t->has_state && old->purged != state.purged;
    if (scrub && t->remote)
        state.purged = old->purged; /* owed until it is compacted there */
    if (st == RAT_OK)
        st = rat_shard_target_say(t, &state, &d->names, d->err);
    return st == RAT_OK ? rat_shard_target_finish(t, scrub, d->err) : st;
}

static rat_status run(struct dealing *d, const char *archive)
{
    rat_status st = read_archive(d, archive);
    if (st == RAT_OK)
        st = open_targets(d);
    if (st != RAT_OK || d->report->is_current)
        return st;
    bool changed = map_changed(d), moving = changed && d->before.count;
    st = open_reader(d);
    if (st == RAT_OK && moving)
        st = announce_move(d);
    if (st == RAT_OK)
        st = list_entries(d);
    if (st == RAT_OK)
        st = put_words(d);
    if (st == RAT_OK)
        st = deal_all(d, changed);
    if (st == RAT_OK)
        st = show_new(d, moving);
    if (st == RAT_OK)
        st = delete_gone(d);
    for (uint32_t i = 0; st == RAT_OK && i < d->map->count; i++)
        st = end_one(d, &d->targets[i], moving);
    return st;
}

rat_status rat_shard_update(const char *archive, const struct rat_shard_map *map,
                            const struct rat_ingest_options *options, struct rat_shard_report *report,
                            struct rat_err *err)
{
    static const struct rat_ingest_options no_options;
    struct dealing d = {.map = map, .options = options ? options : &no_options, .report = report, .err = err};
    double started = rat_seconds();
    *report = (struct rat_shard_report){.shards = NULL};
    rat_strmap_init(&d.moved);
    rat_status st = run(&d, archive);
    for (uint32_t i = 0; i < report->count; i++) {
        report->put += report->shards[i].put;
        report->deleted += report->shards[i].deleted;
        rat_shard_target_close(&d.targets[i]);
    }
    report->is_current &= st == RAT_OK;
    report->seconds = rat_seconds() - started;
    free(d.targets);
    if (d.before.count)
        rat_shard_map_release(&d.before);
    rat_xapian_reader_free(d.reader);
    rat_compounds_free(d.compounds);
    rat_snapshot_close(d.snapshot);
    rat_strmap_release(&d.moved);
    rat_buf_release(&d.names);
    rat_buf_release(&d.entries);
    rat_buf_release(&d.gone);
    rat_buf_release(&d.packed);
    return st;
}

void rat_shard_report_release(struct rat_shard_report *report)
{
    free(report->shards);
    *report = (struct rat_shard_report){.shards = NULL};
}

static rat_status prepare(struct rat_shard_target *t, struct rat_err *err)
{
    rat_status st = rat_shard_target_open(t->shard, t, err);
    if (st == RAT_OK && t->has_state) {
        struct rat_shard_state state = t->state;
        state.purged = state.deleted;
        st = rat_shard_target_say(t, &state, NULL, err);
    }
    return st == RAT_OK ? rat_shard_target_finish(t, true, err) : st;
}

rat_status rat_shard_prepare(const char *folder, bool *is_new, struct rat_err *err)
{
    const struct rat_shard shard = {.name = folder, .path = folder};
    struct rat_shard_done done = {.name = folder};
    struct rat_shard_target t = {.shard = &shard, .done = &done};
    uint64_t number;
    rat_status st = rat_xapian_newest_in(folder, &number, err);
    if (st == RAT_OK)
        st = prepare(&t, err);
    if (st == RAT_OK)
        *is_new = number == 0;
    rat_shard_target_close(&t);
    return st;
}
