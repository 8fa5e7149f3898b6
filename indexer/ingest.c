/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/ingest_internal.h"

#include "base/hash.h"
#include "indexer/header.h"
#include "text/analyzer.h"
#include "text/compound.h"
#include "text/steps.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define PROGRESS_EVERY_S 0.2

struct ingest {
    struct rat_ingest_options options;
    struct rat_ingest_report *report;
    struct rat_writer *writer;
    struct rat_catalogue *catalogue;
    struct rat_pipeline *pipeline;
    struct rat_model *model;         /* of the index as it is; NULL: none yet */
    struct rat_compounds *compounds; /* over its bytes */
    uint64_t salt;
    struct rat_manifest next;   /* what the next commit will name */
    struct rat_marks marks;     /* of this batch */
    struct rat_strmap pending;  /* ids put into the pipeline since the last commit */
    bool in_transaction, dirty; /* dirty: the transaction holds something worth a commit */
    /* of the current source */
    const struct rat_source_record *source;
    int64_t source_id;
    struct rat_buf seen_documents, seen_papers; /* bitmaps */
    uint64_t organizations;                     /* hash of those read and not yet settled, 0: none */
    double started, progress_at;
};

struct rat_ingest_options rat_ingest_defaults(const struct rat_ingest_options *options)
{
    struct rat_ingest_options o = options ? *options : (struct rat_ingest_options){0};
    if (!o.memory_bytes)
        o.memory_bytes = RAT_DEFAULT_MEMORY;
    if (!o.threads) {
        long cores = sysconf(_SC_NPROCESSORS_ONLN);
        o.threads = cores > 0 && cores < 256 ? (unsigned)cores : 1;
    }
    if (!o.zlib_level)
        o.zlib_level = 4; /* within 4 % of level 6 on council texts at half its time */
    return o;
}

double rat_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static bool stopped(const struct ingest *in)
{
    return in->options.stop && *in->options.stop;
}

static void progress(struct ingest *in, bool now)
{
    double t = rat_seconds();
    in->report->wall_s = t - in->started;
    in->report->analyse_s = in->pipeline ? rat_pipeline_busy_s(in->pipeline) : in->report->analyse_s;
    if (in->options.progress && (now || t - in->progress_at >= PROGRESS_EVERY_S)) {
        in->progress_at = t;
        in->options.progress(in->options.ctx, in->report);
    }
}

static void reject(struct ingest *in, const struct rat_err *reason)
{
    in->report->rejected++;
    if (in->options.rejected)
        in->options.rejected(in->options.ctx, reason);
}

static rat_status set_seen(struct rat_buf *seen, uint64_t number, struct rat_err *err)
{
    size_t byte = (size_t)(number / 8);
    if (byte >= seen->size)
        rat_buf_zero(seen, byte + 1 - seen->size + seen->size / 2);
    if (seen->failed)
        return rat_nomem(err);
    seen->data[byte] |= (unsigned char)(1u << (number % 8));
    return RAT_OK;
}

static bool is_seen(const struct rat_buf *seen, uint64_t number)
{
    return number / 8 < seen->size && (seen->data[number / 8] >> (number % 8) & 1);
}

/* ---- what is put into the catalogue ---- */

static rat_status put_paper(struct ingest *in, const struct rat_paper *paper, struct rat_err *err)
{
    struct rat_known known;
    uint64_t stamp;
    int64_t row;
    rat_status st = rat_catalogue_known_paper(in->catalogue, paper->id, &known, err);
    if (st == RAT_OK && rat_paper_stamp(paper, in->salt, &stamp) != RAT_OK)
        st = rat_nomem(err);
    if (st != RAT_OK)
        return st;
    bool gone = paper->removed_at != NULL;
    if (known.docnum && known.stamp == stamp && known.removed == gone)
        return set_seen(&in->seen_papers, known.docnum, err);
    st = rat_catalogue_put_paper(in->catalogue, paper, stamp, &row, err);
    if (st != RAT_OK)
        return st;
    in->dirty = true;
    in->report->papers_added += !known.docnum;
    in->report->papers_changed += known.docnum && !(gone && !known.removed);
    in->report->papers_removed += gone && !known.removed;
    return set_seen(&in->seen_papers, (uint64_t)row, err);
}

static rat_status remove_document(struct ingest *in, uint32_t docnum, const char *day, struct rat_err *err)
{
    rat_status st = rat_catalogue_remove_document(in->catalogue, docnum, day, err);
    if (st == RAT_OK)
        st = rat_marks_add(&in->marks, docnum, RAT_MARK_HIDDEN, err);
    in->dirty = true;
    in->report->removed++;
    return st;
}

/* A paper that its source deleted takes its documents along, on the day that the source says. */
static rat_status remove_documents_of(struct ingest *in, const struct rat_paper *paper, struct rat_err *err)
{
    struct rat_arena arena;
    uint32_t *docnums;
    size_t count = 0;
    rat_arena_init(&arena, 0);
    rat_status st = rat_catalogue_paper_documents(in->catalogue, paper->id, &arena, &docnums, &count, err);
    for (size_t i = 0; st == RAT_OK && i < count; i++) {
        struct rat_document document;
        st = rat_catalogue_document(in->catalogue, docnums[i], &arena, &document, err);
        if (st == RAT_OK && !document.removed_at)
            st = remove_document(in, docnums[i], paper->removed_at, err);
    }
    rat_arena_release(&arena);
    return st == RAT_ENOTFOUND ? RAT_OK : st;
}

static rat_status take_paper(struct ingest *in, const struct rat_paper *paper, struct rat_err *err)
{
    rat_status st = put_paper(in, paper, err);
    return st == RAT_OK && paper->removed_at ? remove_documents_of(in, paper, err) : st;
}

static rat_status take_meeting(struct ingest *in, const struct rat_meeting *meeting, struct rat_err *err)
{
    struct rat_known known;
    uint64_t stamp;
    int64_t row;
    rat_status st = rat_catalogue_known_meeting(in->catalogue, meeting->id, &known, err);
    if (st == RAT_OK && rat_meeting_stamp(meeting, in->salt, &stamp) != RAT_OK)
        st = rat_nomem(err);
    if (st != RAT_OK || (known.docnum && known.stamp == stamp))
        return st;
    in->dirty = true;
    in->report->meetings_changed++;
    return rat_catalogue_put_meeting(in->catalogue, meeting, stamp, &row, err);
}

static rat_status put_content(struct ingest *in, const uint8_t sha[RAT_SHA256_BYTES], const struct rat_buf *stored,
                              uint64_t raw_size, struct rat_err *err)
{
    struct rat_content_place place;
    rat_status st = rat_catalogue_find_content(in->catalogue, sha, &place, err);
    if (st != RAT_ENOTFOUND || stored->size == 0)
        return st == RAT_ENOTFOUND ? RAT_OK : st;
    st = rat_contents_append(rat_writer_contents(in->writer), stored->data, stored->size, raw_size, &place, err);
    return st == RAT_OK ? rat_catalogue_put_content(in->catalogue, sha, &place, err) : st;
}

static rat_status store(struct ingest *in, struct rat_job *job, struct rat_err *err)
{
    struct rat_document *d = &job->item->document;
    uint32_t docnum;
    rat_status st = RAT_OK;
    d->docnum = job->docnum;
    if (job->has_paper)
        st = put_paper(in, &job->paper, err);
    if (st == RAT_OK)
        st = put_content(in, d->original_sha, &job->original, d->original_size, err);
    if (st == RAT_OK)
        st = put_content(in, d->text_sha, &job->text, d->text_size, err);
    if (st == RAT_OK)
        st = rat_catalogue_put_document(in->catalogue, d, &docnum, err);
    if (st == RAT_OK && job->known.docnum)
        st = rat_marks_add(&in->marks, job->docnum, RAT_MARK_DEAD, err);
    if (st == RAT_OK)
        st = set_seen(&in->seen_documents, job->docnum, err);
    in->dirty = true;
    in->report->added += !job->known.docnum;
    in->report->changed += job->known.docnum && !job->known.removed;
    in->report->restored += job->known.docnum && job->known.removed;
    in->report->undecodable += d->undecodable > 0;
    in->report->without_text += job->tokens == 0;
    in->report->without_paper += d->paper_id == NULL;
    return st;
}

static rat_status finish(struct ingest *in, struct rat_job *job, struct rat_err *err)
{
    rat_status st = RAT_OK;
    in->report->documents++;
    in->report->seen_bytes += job->input_bytes;
    switch (job->outcome) {
    case RAT_JOB_STORED: st = store(in, job, err); break;
    case RAT_JOB_UNCHANGED:
        in->report->unchanged++;
        st = set_seen(&in->seen_documents, job->docnum, err);
        break;
    case RAT_JOB_REJECTED:
        reject(in, &job->err);
        /* what cannot be read today is not gone at its source */
        if (job->known.docnum)
            st = set_seen(&in->seen_documents, job->known.docnum, err);
        break;
    case RAT_JOB_PURGED: in->report->skipped_purged++; break;
    case RAT_JOB_FAILED:
        st = job->err.code != RAT_OK ? job->err.code : RAT_ENOMEM;
        if (err)
            *err = job->err;
        break;
    }
    rat_job_free(job);
    return st;
}

/* ---- batches ---- */

static rat_status begin(struct ingest *in, struct rat_err *err)
{
    if (in->in_transaction)
        return RAT_OK;
    rat_status st = rat_catalogue_begin(in->catalogue, err);
    in->in_transaction = st == RAT_OK;
    return st;
}

static rat_status drain(struct ingest *in, bool all, struct rat_err *err)
{
    struct rat_job *job;
    rat_status st = RAT_OK;
    while (st == RAT_OK && (job = rat_pipeline_take(in->pipeline, all))) {
        double taken = rat_seconds();
        st = finish(in, job, err);
        in->report->write_s += rat_seconds() - taken;
        progress(in, false);
    }
    return st;
}

/* Everything under way is finished, written and committed. */
static rat_status commit(struct ingest *in, struct rat_err *err)
{
    rat_status st = drain(in, true, err);
    if (st == RAT_OK)
        st = rat_pipeline_flush(in->pipeline, in->writer, &in->next, err);
    if (st == RAT_OK && in->dirty) {
        double before = rat_seconds();
        st = rat_marks_apply(&in->marks, in->writer, false, &in->next, err);
        if (st == RAT_OK)
            st = rat_writer_commit(in->writer, &in->next, err);
        in->report->commits++;
        in->report->write_s += rat_seconds() - before;
    } else if (st == RAT_OK) {
        rat_catalogue_rollback(in->catalogue);
    }
    in->in_transaction = false;
    in->dirty = false;
    rat_marks_clear(&in->marks);
    rat_strmap_clear(&in->pending);
    return st;
}

static rat_status begin_source(struct ingest *in, struct rat_err *err)
{
    rat_status st = begin(in, err);
    return st == RAT_OK ? rat_catalogue_put_source(in->catalogue, in->source, &in->source_id, err) : st;
}

/* ---- one source ---- */

static rat_status dispatch(struct ingest *in, struct rat_item *item, struct rat_err *err)
{
    struct rat_job *job = calloc(1, sizeof *job);
    bool added;
    if (!job) {
        rat_item_free(item);
        return rat_nomem(err);
    }
    job->item = item;
    const char *id = item->document.id;
    rat_status st = RAT_OK;
    /* the same id twice in one batch: the first must be in the catalogue before the second is looked at */
    if (rat_strmap_add(&in->pending, id, strlen(id), &added) == RAT_STRMAP_NONE)
        st = rat_nomem(err);
    else if (!added && (st = commit(in, err)) == RAT_OK)
        st = begin_source(in, err);
    if (st == RAT_OK)
        st = rat_catalogue_known_document(in->catalogue, id, &job->known, err);
    if (st == RAT_OK && job->known.purged) {
        in->report->skipped_purged++;
        rat_job_free(job);
        return RAT_OK;
    }
    if (st == RAT_OK && item->document.removed_at) {
        if (job->known.docnum && !job->known.removed)
            st = remove_document(in, job->known.docnum, item->document.removed_at, err);
        rat_job_free(job);
        return st;
    }
    job->docnum = job->known.docnum;
    if (st == RAT_OK && !job->docnum)
        st = rat_catalogue_reserve_docnum(in->catalogue, &job->docnum, err);
    while (st == RAT_OK && !rat_pipeline_put(in->pipeline, job)) {
        struct rat_job *ready = rat_pipeline_take(in->pipeline, true);
        if (ready) {
            double before = rat_seconds();
            st = finish(in, ready, err);
            in->report->write_s += rat_seconds() - before;
        }
    }
    if (st != RAT_OK)
        rat_job_free(job);
    return st;
}

/* Organizations have no stamp of their own: all of a source are compared by one hash, so that an import without changes
 * stays one. */
static rat_status take_organization(struct ingest *in, const struct rat_organization *o, struct rat_err *err)
{
    const char *const fields[] = {o->id, o->name, o->short_name, o->classification, o->start_date, o->end_date, o->raw};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        uint64_t both[2] = {in->organizations, fields[i] ? rat_hash64(fields[i], strlen(fields[i])) : 0};
        in->organizations = rat_hash64(both, sizeof both);
    }
    return rat_catalogue_put_organization(in->catalogue, o, err);
}

/* After the last organization: whether they are others than at the last import. */
static rat_status settle_organizations(struct ingest *in, struct rat_err *err)
{
    char key[48];
    uint64_t known = 0;
    if (!in->organizations)
        return RAT_OK;
    snprintf(key, sizeof key, "organizations.%lld", (long long)in->source_id);
    rat_status st = rat_catalogue_get_number(in->catalogue, key, 0, &known, err);
    if (st == RAT_OK && known != in->organizations) {
        st = rat_catalogue_set_number(in->catalogue, key, in->organizations, err);
        in->dirty = true;
    }
    in->organizations = 0;
    return st;
}

static rat_status take_item(struct ingest *in, struct rat_item *item, struct rat_err *err)
{
    rat_status st = item->kind == RAT_ITEM_ORGANIZATION ? RAT_OK : settle_organizations(in, err);
    if (st != RAT_OK) {
        rat_item_free(item);
        return st;
    }
    switch (item->kind) {
    case RAT_ITEM_DOCUMENT: return dispatch(in, item, err);
    case RAT_ITEM_PAPER: st = take_paper(in, &item->paper, err); break;
    case RAT_ITEM_MEETING: st = take_meeting(in, &item->meeting, err); break;
    case RAT_ITEM_ORGANIZATION: st = take_organization(in, &item->organization, err); break;
    case RAT_ITEM_REJECTED: reject(in, &item->reason); break;
    case RAT_ITEM_SKIPPED: in->report->skipped_nonpublic++; break;
    }
    rat_item_free(item);
    return st;
}

/* After a complete pass over a mirror: what it no longer has. */
static rat_status mark_missing(struct ingest *in, struct rat_err *err)
{
    char day[RAT_DATE_TEXT];
    struct rat_document_walk walk = {0};
    int64_t row = 0;
    bool removed;
    rat_status st;
    rat_date_format(rat_date_today(), day);
    while ((st = rat_catalogue_walk_documents(in->catalogue, in->source_id, walk.docnum, &walk, err)) == RAT_OK) {
        if (walk.removed || is_seen(&in->seen_documents, walk.docnum))
            continue;
        if ((st = remove_document(in, walk.docnum, day, err)) != RAT_OK)
            return st;
    }
    while (st == RAT_END &&
           (st = rat_catalogue_walk_papers(in->catalogue, in->source_id, &row, &removed, err)) == RAT_OK) {
        if (removed || is_seen(&in->seen_papers, (uint64_t)row)) {
            st = RAT_END;
            continue;
        }
        if ((st = rat_catalogue_remove_paper(in->catalogue, row, day, err)) != RAT_OK)
            return st;
        in->dirty = true;
        in->report->papers_removed++;
        st = RAT_END;
    }
    return st == RAT_END ? RAT_OK : st;
}

static rat_status read_items(struct ingest *in, struct rat_source *source, struct rat_err *err)
{
    size_t limit = (size_t)RAT_BATCH_SHARE(in->options.memory_bytes);
    for (;;) {
        struct rat_item *item;
        double before = rat_seconds();
        rat_status st = rat_source_next(source, &item, err);
        in->report->read_s += rat_seconds() - before;
        if (st != RAT_OK)
            return st;
        st = take_item(in, item, err);
        if (st == RAT_OK)
            st = drain(in, false, err);
        if (st == RAT_OK && in->pending.count && rat_pipeline_bytes(in->pipeline) >= limit) {
            st = commit(in, err);
            if (st == RAT_OK)
                st = begin_source(in, err);
        }
        if (st != RAT_OK)
            return st;
        if (stopped(in))
            return RAT_EINTERRUPTED;
        progress(in, false);
    }
}

static rat_status log_source(struct ingest *in, struct rat_err *err)
{
    char detail[160];
    if (!in->dirty)
        return RAT_OK;
    snprintf(detail, sizeof detail, "added %llu changed %llu removed %llu restored %llu rejected %llu",
             (unsigned long long)in->report->added, (unsigned long long)in->report->changed,
             (unsigned long long)in->report->removed, (unsigned long long)in->report->restored,
             (unsigned long long)in->report->rejected);
    return rat_catalogue_log(in->catalogue, "import", in->source->name, detail, err);
}

static rat_status ingest_source(struct ingest *in, struct rat_source *source, struct rat_err *err)
{
    in->source = rat_source_record(source);
    rat_buf_clear(&in->seen_documents);
    rat_buf_clear(&in->seen_papers);
    in->organizations = 0;
    uint64_t rejected = in->report->rejected;
    rat_status st = begin_source(in, err);
    if (st == RAT_OK)
        st = read_items(in, source, err);
    if (st == RAT_EINTERRUPTED || st == RAT_END) {
        rat_status ending = st;
        st = drain(in, true, err);
        if (st == RAT_OK && ending == RAT_END)
            st = settle_organizations(in, err);
        /* an object that could not be read may still list what was not seen */
        if (st == RAT_OK && ending == RAT_END && in->source->mirror && in->report->rejected == rejected)
            st = mark_missing(in, err);
        if (st == RAT_OK)
            st = log_source(in, err);
        if (st == RAT_OK)
            st = commit(in, err);
        if (st == RAT_OK && ending == RAT_EINTERRUPTED) {
            st = rat_fail(err, RAT_EINTERRUPTED, "%s", _("Unterbrochen; was bisher übernommen wurde, bleibt"));
            rat_err_hint(err, "%s", _("Denselben Befehl wiederholen: er macht dort weiter"));
        }
    }
    return st;
}

bool rat_index_learns(uint32_t version)
{
    return (rat_analyzer_steps(version) & (RAT_STEP_COMPOUNDS | RAT_STEP_SUSPENDED)) != 0;
}

/* What the segments that are there were made with, and so must be the next ones. */
static rat_status open_model(struct ingest *in, struct rat_err *err)
{
    const struct rat_manifest *m = rat_writer_manifest(in->writer);
    if (!m->model)
        return RAT_OK;
    rat_status st = rat_model_open(rat_writer_index(in->writer), m->model, &m->model_file, &in->model, err);
    return st == RAT_OK ? rat_compounds_open(in->model->bytes, (size_t)in->model->size, &in->compounds, err) : st;
}

static rat_status open_import(struct ingest *in, const char *archive, struct rat_err *err)
{
    struct rat_catalogue_counts counts;
    uint32_t version;
    rat_status st = rat_writer_open(archive, &in->writer, err);
    if (st != RAT_OK)
        return st;
    in->catalogue = rat_writer_catalogue(in->writer);
    if (!in->catalogue)
        return rat_fail(err, RAT_EUSAGE, "%s", _("Dieses Archiv hat nur einen Index und nimmt keinen Import an"));
    const char *analyzer = rat_writer_analyzer(in->writer, &version);
    st = rat_manifest_copy(rat_writer_manifest(in->writer), &in->next, err);
    if (st == RAT_OK)
        st = rat_catalogue_count(in->catalogue, &counts, err);
    if (st == RAT_OK)
        st = open_model(in, err);
    if (st != RAT_OK)
        return st;
    if (!rat_analyzer_makes(analyzer, version)) {
        rat_fail(err, RAT_EUSAGE, "%s", _("Der Index wurde mit einer anderen Fassung der Sprachanalyse gemacht"));
        rat_err_where(err, "%s", archive);
        rat_err_hint(err, _("`ratsarchiv reindex %s` baut ihn neu auf"), archive);
        return RAT_EUSAGE;
    }
    in->salt = (uint64_t)RAT_HEADER_VERSION << 32 | version;
    struct rat_pipeline_options options = {.archive = counts.purged ? archive : NULL,
                                           .analyzer = analyzer,
                                           .version = version,
                                           .learn = rat_index_learns(version) && !in->next.segment_count,
                                           .model = in->compounds,
                                           .salt = in->salt,
                                           .threads = in->options.threads,
                                           .zlib_level = in->options.zlib_level,
                                           .store = true,
                                           .offsets = true,
                                           .file_limit = 1u << 30};
    return rat_pipeline_new(&options, &in->pipeline, err);
}

rat_status rat_ingest(const char *archive, const char *const *sources, size_t count,
                      const struct rat_ingest_options *options, struct rat_ingest_report *report, struct rat_err *err)
{
    struct rat_ingest_report unused;
    struct ingest in = {.options = rat_ingest_defaults(options), .report = report ? report : &unused};
    memset(in.report, 0, sizeof *in.report);
    in.started = rat_seconds();
    rat_strmap_init(&in.pending);
    rat_status st = open_import(&in, archive, err);
    for (size_t i = 0; st == RAT_OK && i < count; i++) {
        struct rat_source *source;
        struct rat_source_options source_options = {rat_writer_nonpublic(in.writer), 0};
        st = rat_source_open(sources[i], &source_options, &source, err);
        if (st != RAT_OK)
            break;
        in.report->total_bytes += rat_source_total_bytes(source);
        st = ingest_source(&in, source, err);
        rat_source_close(source);
    }
    progress(&in, true);
    rat_pipeline_free(in.pipeline);
    in.pipeline = NULL;
    rat_compounds_free(in.compounds);
    rat_model_close(in.model);
    if (st == RAT_OK) {
        double before = rat_seconds();
        st = rat_merge_segments(in.writer, false, in.options.stop, err);
        in.report->merge_s = rat_seconds() - before;
    }
    in.report->wall_s = rat_seconds() - in.started;
    rat_manifest_release(&in.next);
    rat_marks_release(&in.marks);
    rat_strmap_release(&in.pending);
    rat_buf_release(&in.seen_documents);
    rat_buf_release(&in.seen_papers);
    rat_writer_close(in.writer);
    return st;
}
