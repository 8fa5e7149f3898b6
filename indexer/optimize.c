/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/ingest_internal.h"
#include "indexer/merge.h"
#include "indexer/xapian_follow.h"

#include "storage/archive.h"
#include "text/compound.h"

#include <stdlib.h>

#define WORN_DOCUMENTS 100u
#define DESCENTS_ONE_IN 256u
/* What a word model has beyond the words of the archive: those that every archive begins with. */
#define START_WORDS_ROOM 40000.0

/* Size classes by powers of RAT_MERGE_FACTOR. */
static unsigned class_of(const struct rat_manifest_segment *entry)
{
    unsigned class = 0;
    for (uint32_t n = entry->documents - entry->dead; n >= RAT_MERGE_FACTOR; n /= RAT_MERGE_FACTOR)
        class ++;
    return class;
}

/* More than a quarter of at least 100 documents is dead: they would distort how often words are found, and waste reading. */
static bool is_worn(const struct rat_manifest_segment *entry)
{
    return entry->documents >= WORN_DOCUMENTS && entry->dead > entry->documents / 4;
}

/* Chooses what to merge: everything, or the smallest class that is full, or else the first segment that is worn, which is
 * then written anew. chosen: as many flags as segments. */
static uint32_t choose(const struct rat_manifest *manifest, bool all, bool *chosen)
{
    uint32_t in_class[33] = {0};
    unsigned pick = 0;
    for (uint32_t i = 0; i < manifest->segment_count; i++)
        in_class[class_of(&manifest->segments[i])]++;
    while (pick < 32 && in_class[pick] < RAT_MERGE_FACTOR)
        pick++;
    uint32_t count = 0;
    for (uint32_t i = 0; i < manifest->segment_count; i++) {
        chosen[i] = all || class_of(&manifest->segments[i]) == pick;
        count += chosen[i];
    }
    for (uint32_t i = 0; count == 0 && i < manifest->segment_count; i++)
        count = chosen[i] = is_worn(&manifest->segments[i]);
    return count;
}

static enum rat_merge_order order_of(const struct rat_ingest_options *options, bool all, uint64_t documents)
{
    uint32_t from = all ? RAT_BISECT_OPTIMIZE : RAT_BISECT_IMPORT;
    if (options->order == RAT_ORDER_BISECTION || (options->order == RAT_ORDER_DEFAULT && documents >= from))
        return RAT_MERGE_BISECT;
    return all ? RAT_MERGE_SORT : RAT_MERGE_APPEND; /* an import does not take the time to sort */
}

/* Whether the only segment, of which nothing is dead, should get another order. Bisection leaves a descent of the import
 * numbers about every 30 documents, an import hardly any. */
static rat_status wants_order(struct rat_writer *writer, const struct rat_ingest_options *options, bool *out,
                              struct rat_err *err)
{
    const struct rat_manifest_segment *only = &rat_writer_manifest(writer)->segments[0];
    enum rat_merge_order wanted = order_of(options, true, only->documents);
    struct rat_segment *segment;
    uint64_t descents = 0, before = 0;
    rat_status st = rat_segment_open(rat_writer_index(writer), only, &segment, err);
    if (st != RAT_OK)
        return st;
    for (uint32_t d = 0; d < only->documents; d++) {
        uint64_t docnum = rat_numbers_get(&segment->docnums, d);
        descents += docnum < before;
        before = docnum;
    }
    rat_segment_close(segment);
    *out = wanted == RAT_MERGE_SORT ? descents > 0 : descents <= only->documents / DESCENTS_ONE_IN;
    return RAT_OK;
}

static rat_status merge_chosen(struct rat_writer *writer, const bool *chosen, bool all,
                               const struct rat_ingest_options *options, struct rat_manifest *next,
                               struct rat_err *err)
{
    struct rat_merge_options merge = {
        .threads = options->threads, .memory_bytes = options->memory_bytes, .stop = options->stop};
    uint64_t documents = 0;
    const struct rat_manifest *now = rat_writer_manifest(writer);
    struct rat_segment **segments = calloc(now->segment_count, sizeof(struct rat_segment *));
    struct rat_manifest_segment merged = {0};
    uint32_t count = 0;
    rat_status st = segments ? RAT_OK : rat_nomem(err);
    for (uint32_t i = 0; st == RAT_OK && i < now->segment_count; i++) {
        if (!chosen[i])
            continue;
        st = rat_segment_open(rat_writer_index(writer), &now->segments[i], &segments[count], err);
        count += st == RAT_OK;
        documents += now->segments[i].documents - now->segments[i].dead;
    }
    merge.order = order_of(options, all, documents);
    if (st == RAT_OK)
        st = rat_merge(segments, count, rat_writer_index(writer), rat_writer_new_segment(writer), &merge,
                       &merged, err);
    for (uint32_t i = 0; st == RAT_OK && i < now->segment_count; i++)
        if (chosen[i])
            rat_manifest_remove(next, now->segments[i].id);
    if (st == RAT_OK && merged.documents)
        st = rat_manifest_add(next, &merged, err);
    for (uint32_t i = 0; i < count; i++)
        rat_segment_close(segments[i]);
    free(segments);
    return st;
}

rat_status rat_merge_segments(struct rat_writer *writer, bool all, const struct rat_ingest_options *options,
                              struct rat_err *err)
{
    rat_status st = RAT_OK;
    while (st == RAT_OK) {
        const struct rat_manifest *now = rat_writer_manifest(writer);
        struct rat_manifest next = {0};
        bool *chosen = calloc((size_t)now->segment_count + 1, sizeof *chosen);
        uint32_t count = chosen ? choose(now, all, chosen) : 0;
        if (!chosen)
            st = rat_nomem(err);
        if (all && count == 1 && now->segments[0].dead == 0) {
            bool wanted = false;
            st = wants_order(writer, options, &wanted, err);
            count = wanted;
        }
        if (count) {
            st = rat_manifest_copy(now, &next, err);
            if (st == RAT_OK)
                st = merge_chosen(writer, chosen, all, options, &next, err);
            if (st == RAT_OK && rat_writer_catalogue(writer))
                st = rat_catalogue_begin(rat_writer_catalogue(writer), err);
            if (st == RAT_OK)
                st = rat_writer_commit(writer, &next, err);
            rat_manifest_release(&next);
        }
        free(chosen);
        if (count == 0 || all)
            break;
    }
    return st;
}

/* Whether the archive has other words than those its word model was learned from: a tenth more or fewer. */
static rat_status is_outdated(const char *archive, bool *out, struct rat_err *err)
{
    struct rat_snapshot *snapshot;
    struct rat_compounds *model = NULL;
    rat_status st = rat_snapshot_open(archive, &snapshot, err);
    if (st != RAT_OK)
        return st;
    bool learns = snapshot->catalogue && snapshot->documents && rat_index_learns(snapshot->analyzer_version);
    if (snapshot->model)
        st = rat_compounds_open(snapshot->model->bytes, (size_t)snapshot->model->size, &model, err);
    if (st == RAT_OK) {
        double known = model ? (double)rat_compounds_total(model) : 0, words = (double)snapshot->tokens;
        *out = learns && (known < 0.9 * words || known > 1.1 * words + START_WORDS_ROOM);
    }
    rat_compounds_free(model);
    rat_snapshot_close(snapshot);
    return st;
}

rat_status rat_optimize(const char *archive, const struct rat_ingest_options *options, struct rat_err *err)
{
    struct rat_ingest_options full = rat_ingest_defaults(options);
    struct rat_writer *writer;
    bool outdated = false;
    rat_status st = is_outdated(archive, &outdated, err);
    if (st == RAT_OK && outdated)
        return rat_reindex(archive, options, NULL, err);
    if (st == RAT_OK)
        st = rat_writer_open(archive, &writer, err);
    if (st != RAT_OK)
        return st;
    st = rat_merge_segments(writer, true, &full, err);
    if (st == RAT_OK && rat_xapian_is_wanted(writer, full.engines))
        st = rat_xapian_follow(writer, RAT_XAPIAN_FOLLOW, &full, NULL, err);
    rat_writer_close(writer);
    return st;
}
