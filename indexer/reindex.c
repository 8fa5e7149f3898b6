/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Building an index from what is already known: stored texts (reindex), or a *.jsonl without an archive around it. */
#include "indexer/ingest_internal.h"
#include "indexer/xapian_follow.h"

#include "indexer/references.h"
#include "text/analyzer.h"

#include <stdlib.h>

#define UNDER_WAY_BYTES ((size_t)16 << 20)

struct rebuild {
    struct rat_ingest_options options;
    struct rat_ingest_report *report;
    struct rat_writer *writer;
    struct rat_pipeline *pipeline;
    struct rat_manifest next;
    struct rat_marks marks;
    bool learns;
    bool
        reads; /* in a transaction: what texts name is put where it was not read yet, or by an older reader */
    uint32_t last; /* docnum */
    double started;
};

static rat_status put_references(struct rebuild *r, const struct rat_job *job, struct rat_err *err)
{
    const struct rat_document *d = &job->item->document;
    uint32_t reading = 0;
    if (!r->reads || job->outcome != RAT_JOB_STORED)
        return RAT_OK;
    struct rat_catalogue *catalogue = rat_writer_catalogue(r->writer);
    rat_status st = rat_catalogue_reading(catalogue, RAT_READING_DOCUMENT, job->docnum, &reading, err);
    if (st != RAT_OK || reading == d->reading)
        return st;
    return rat_catalogue_put_references(catalogue, job->docnum, d->reading, d->references, d->reference_count,
                                        err);
}

static rat_status take_results(struct rebuild *r, bool all, struct rat_err *err)
{
    struct rat_job *job;
    rat_status st = RAT_OK;
    while (st == RAT_OK && (job = rat_pipeline_take(r->pipeline, all))) {
        r->report->documents++;
        r->report->seen_bytes += job->input_bytes;
        if (job->outcome == RAT_JOB_STORED) {
            r->report->added++;
            st = put_references(r, job, err);
        } else if (job->outcome == RAT_JOB_REJECTED) {
            r->report->rejected++;
            if (r->options.rejected)
                r->options.rejected(r->options.ctx, &job->err);
        } else {
            st = job->err.code != RAT_OK ? job->err.code : RAT_ENOMEM;
            if (err)
                *err = job->err;
        }
        rat_job_free(job);
    }
    r->report->wall_s = rat_seconds() - r->started;
    if (r->options.progress)
        r->options.progress(r->options.ctx, r->report);
    return st;
}

/* Takes ownership of the job. */
static rat_status put(struct rebuild *r, struct rat_job *job, struct rat_err *err)
{
    rat_status st = RAT_OK;
    while (st == RAT_OK && !rat_pipeline_put(r->pipeline, job)) {
        struct rat_job *ready = rat_pipeline_take(r->pipeline, true);
        if (!ready)
            continue;
        if (ready->outcome == RAT_JOB_FAILED) {
            st = ready->err.code != RAT_OK ? ready->err.code : RAT_ENOMEM;
            if (err)
                *err = ready->err;
        } else {
            r->report->documents++;
            r->report->seen_bytes += ready->input_bytes;
            r->report->added += ready->outcome == RAT_JOB_STORED;
            st = put_references(r, ready, err);
        }
        rat_job_free(ready);
    }
    if (st != RAT_OK) {
        rat_job_free(job);
        return st;
    }
    if (rat_pipeline_bytes(r->pipeline) >= RAT_BATCH_SHARE(r->options.memory_bytes)) {
        st = take_results(r, true, err);
        if (st == RAT_OK)
            st = rat_pipeline_flush(r->pipeline, r->writer, &r->next, err);
    }
    return st;
}

static rat_status open_rebuild(struct rebuild *r, const char *archive, bool offsets, struct rat_err *err)
{
    uint32_t version;
    rat_status st = rat_writer_open_rebuild(archive, &r->writer, err);
    if (st != RAT_OK)
        return st;
    const char *analyzer = rat_writer_analyzer(r->writer, &version);
    st = rat_manifest_copy(rat_writer_manifest(r->writer), &r->next, err);
    if (st != RAT_OK)
        return st;
    r->next.segment_count = 0;
    r->next.model = 0;
    r->next.model_file = (struct rat_file_id){0};
    version = rat_analyzer_version_after(analyzer, version);
    r->learns = rat_index_learns(version);
    rat_writer_set_analyzer_version(r->writer, version);
    struct rat_pipeline_options options = {.analyzer = analyzer,
                                           .version = version,
                                           .learn = r->learns,
                                           .threads = r->options.threads,
                                           .offsets = offsets,
                                           .references = rat_writer_catalogue(r->writer) != NULL,
                                           .file_limit = SIZE_MAX / 2,
                                           .bytes_limit = UNDER_WAY_BYTES};
    return rat_pipeline_new(&options, &r->pipeline, err);
}

static rat_status close_rebuild(struct rebuild *r, rat_status st, struct rat_err *err)
{
    struct rat_catalogue *catalogue = r->writer ? rat_writer_catalogue(r->writer) : NULL;
    if (st == RAT_OK)
        st = take_results(r, true, err);
    if (st == RAT_OK)
        st = rat_pipeline_flush(r->pipeline, r->writer, &r->next, err);
    if (st == RAT_OK)
        st = rat_marks_apply(&r->marks, r->writer, true, &r->next, err);
    if (st == RAT_OK && catalogue && !r->reads)
        st = rat_catalogue_begin(catalogue, err);
    if (st == RAT_OK && catalogue)
        st = rat_xapian_next_epoch(catalogue, err);
    if (st == RAT_OK)
        st = rat_writer_commit(r->writer, &r->next, err);
    if (r->pipeline)
        r->report->analyse_s = rat_pipeline_busy_s(r->pipeline);
    rat_pipeline_free(r->pipeline);
    double before = rat_seconds();
    if (st == RAT_OK)
        st = rat_merge_segments(r->writer, true, &r->options, err);
    r->report->merge_s = rat_seconds() - before;
    if (st == RAT_OK && rat_xapian_is_wanted(r->writer, r->options.engines))
        st = rat_xapian_follow(r->writer, RAT_XAPIAN_REBUILD, &r->options, r->report, err);
    r->report->wall_s = rat_seconds() - r->started;
    rat_manifest_release(&r->next);
    rat_marks_release(&r->marks);
    rat_writer_close(r->writer);
    return st;
}

/* The next stored document as a job; RAT_END after the last. */
static rat_status next_stored(struct rebuild *r, struct rat_job **out, struct rat_err *err)
{
    struct rat_catalogue *catalogue = rat_writer_catalogue(r->writer);
    struct rat_document_walk walk;
    struct rat_content_place place;
    struct rat_buf text = RAT_BUF_INIT;
    rat_status st = rat_catalogue_walk_documents(catalogue, 0, r->last, &walk, err);
    if (st != RAT_OK)
        return st;
    r->last = walk.docnum;
    struct rat_job *job = calloc(1, sizeof *job);
    struct rat_item *item = calloc(1, sizeof *item);
    if (!job || !item) {
        free(job);
        free(item);
        return rat_nomem(err);
    }
    rat_arena_init(&item->arena, 0);
    *job = (struct rat_job){.item = item, .docnum = walk.docnum, .reindex = true};
    if (walk.removed)
        st = rat_marks_add(&r->marks, walk.docnum, RAT_MARK_HIDDEN, err);
    if (st == RAT_OK)
        st = rat_catalogue_document(catalogue, walk.docnum, &item->arena, &item->document, err);
    if (st == RAT_OK)
        st = rat_catalogue_find_content(catalogue, item->document.text_sha, &place, err);
    if (st == RAT_OK)
        st = rat_contents_read(rat_writer_contents(r->writer), &place, item->document.text_sha, 0, UINT64_MAX,
                               &text, err);
    if (st == RAT_OK) {
        item->content = rat_arena_memdup(&item->arena, text.data, text.size);
        item->content_size = job->input_bytes = text.size;
        st = item->content ? RAT_OK : rat_nomem(err);
    }
    rat_buf_release(&text);
    if (st != RAT_OK) {
        rat_job_free(job);
        return st == RAT_ENOTFOUND ? rat_damaged(err, "catalogue.db", _("Inhalt eines Dokuments fehlt")) : st;
    }
    *out = job;
    return RAT_OK;
}

static rat_status read_all(struct rebuild *r, struct rat_err *err)
{
    rat_status st = RAT_OK;
    r->last = 0;
    while (st == RAT_OK) {
        struct rat_job *job = NULL;
        st = next_stored(r, &job, err);
        if (st == RAT_OK)
            st = put(r, job, err);
        if (st == RAT_OK && r->options.stop && *r->options.stop)
            st = rat_fail(err, RAT_EINTERRUPTED, "%s", _("Unterbrochen; der alte Index gilt weiter"));
    }
    return st == RAT_END ? RAT_OK : st;
}

/* A pass of its own: the word model knows all texts before the first is indexed. */
static rat_status learn_all(struct rebuild *r, struct rat_err *err)
{
    rat_pipeline_only_count(r->pipeline);
    rat_status st = read_all(r, err);
    if (st == RAT_OK)
        st = take_results(r, true, err);
    if (st == RAT_OK)
        st = rat_pipeline_learn(r->pipeline, r->writer, &r->next, err);
    r->report->documents = r->report->seen_bytes = r->report->added = r->report->rejected = 0;
    rat_marks_clear(&r->marks);
    return st;
}

static rat_status reindex_xapian(const char *archive, const struct rat_ingest_options *options,
                                 struct rat_ingest_report *report, struct rat_err *err)
{
    struct rat_writer *writer;
    rat_status st = rat_writer_open(archive, &writer, err);
    if (st != RAT_OK)
        return st;
    st = rat_xapian_follow(writer, RAT_XAPIAN_REBUILD, options, report, err);
    report->documents = report->xapian_documents;
    report->wall_s = report->xapian_s;
    rat_writer_close(writer);
    return st;
}

/* The numbers of papers that have none yet. */
static rat_status number_papers(struct rat_catalogue *catalogue, struct rat_err *err)
{
    int64_t row = 0;
    bool removed;
    struct rat_arena arena;
    rat_status st;
    rat_arena_init(&arena, 0);
    while ((st = rat_catalogue_walk_papers(catalogue, 0, &row, &removed, err)) == RAT_OK) {
        struct rat_numbered at;
        struct rat_paper paper;
        uint32_t reading = 0;
        st = rat_catalogue_reading(catalogue, RAT_READING_PAPER, row, &reading, err);
        if (st == RAT_OK && reading == RAT_REFERENCES_VERSION)
            continue;
        rat_arena_clear(&arena);
        if (st == RAT_OK)
            st = rat_catalogue_paper_at(catalogue, row, &arena, &at, err);
        if (st == RAT_OK)
            st = rat_catalogue_paper(catalogue, at.paper_id, &arena, &paper, err);
        if (st == RAT_OK && rat_paper_numbers(&paper, &arena) != RAT_OK)
            st = rat_nomem(err);
        if (st == RAT_OK)
            st = rat_catalogue_put_numbers(catalogue, row, paper.reading, paper.numbers, paper.number_count,
                                           err);
        if (st != RAT_OK)
            break;
    }
    rat_arena_release(&arena);
    return st == RAT_END ? RAT_OK : st;
}

rat_status rat_reindex(const char *archive, const struct rat_ingest_options *options,
                       struct rat_ingest_report *report, struct rat_err *err)
{
    struct rat_ingest_report unused;
    struct rebuild r = {.options = rat_ingest_defaults(options), .report = report ? report : &unused};
    memset(r.report, 0, sizeof *r.report);
    r.started = rat_seconds();
    if (r.options.engines == RAT_ENGINES_XAPIAN)
        return reindex_xapian(archive, &r.options, r.report, err);
    rat_status st = open_rebuild(&r, archive, true, err);
    if (st == RAT_OK && !rat_writer_catalogue(r.writer))
        st = rat_fail(err, RAT_EUSAGE, "%s",
                      _("Dieses Archiv hat keine Texte, aus denen ein Index entstehen könnte"));
    if (st == RAT_OK && r.learns)
        st = learn_all(&r, err);
    if (st == RAT_OK)
        st = rat_catalogue_begin(rat_writer_catalogue(r.writer), err);
    r.reads = st == RAT_OK;
    if (st == RAT_OK)
        st = number_papers(rat_writer_catalogue(r.writer), err);
    if (st == RAT_OK)
        st = read_all(&r, err);
    return close_rebuild(&r, st, err);
}

rat_status rat_ingest_index_only(const char *archive, const char *analyzer, const char *jsonl,
                                 const struct rat_ingest_options *options, struct rat_ingest_report *report,
                                 struct rat_err *err)
{
    struct rat_ingest_report unused;
    struct rebuild r = {.options = rat_ingest_defaults(options), .report = report ? report : &unused};
    struct rat_archive_options create = {
        .analyzer = analyzer, .analyzer_version = rat_analyzer_version_of(analyzer), .index_only = true};
    struct rat_source *source = NULL;
    memset(r.report, 0, sizeof *r.report);
    r.started = rat_seconds();
    rat_status st = rat_archive_create(archive, &create, err);
    if (st == RAT_OK)
        st = open_rebuild(&r, archive, false, err);
    if (st == RAT_OK)
        st = rat_source_open(jsonl, &(struct rat_source_options){.nonpublic = true}, &source, err);
    while (st == RAT_OK) {
        struct rat_item *item;
        st = rat_source_next(source, &item, err);
        if (st != RAT_OK)
            break;
        if (item->kind != RAT_ITEM_DOCUMENT || item->document.removed_at) {
            r.report->rejected += item->kind == RAT_ITEM_REJECTED;
            if (item->kind == RAT_ITEM_REJECTED && r.options.rejected)
                r.options.rejected(r.options.ctx, &item->reason);
            rat_item_free(item);
            continue;
        }
        struct rat_job *job = calloc(1, sizeof *job);
        if (!job) {
            rat_item_free(item);
            st = rat_nomem(err);
            break;
        }
        *job = (struct rat_job){
            .item = item, .docnum = ++r.last, .reindex = true, .input_bytes = item->content_size};
        st = put(&r, job, err);
    }
    rat_source_close(source);
    return close_rebuild(&r, st == RAT_END ? RAT_OK : st, err);
}
