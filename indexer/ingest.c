/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/ingest_internal.h"

#include "base/hash.h"
#include "indexer/header.h"
#include "indexer/read_ahead.h"
#include "indexer/xapian_follow.h"
#include "indexer/url.h"
#include "text/analyzer.h"
#include "text/compound.h"
#include "text/steps.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define PROGRESS_EVERY_S 0.2
#define FILE_LIMIT_MIN ((size_t)16 << 20)
#define FILE_LIMIT_MAX ((size_t)1 << 30)

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

void rat_ingest_reject(struct ingest *in, const struct rat_err *reason)
{
    in->report->rejected++;
    if (in->options.rejected)
        in->options.rejected(in->options.ctx, reason);
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
        st = rat_ingest_finish(in, job, err);
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
        in->report->commits += st == RAT_OK;
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

/* The same id twice in one batch: the first must be in the catalogue before the second is looked at. */
rat_status rat_ingest_make_settled(struct ingest *in, const char *id, struct rat_err *err)
{
    if (rat_strmap_find(&in->pending, id, strlen(id)) == RAT_STRMAP_NONE)
        return RAT_OK;
    rat_status st = commit(in, err);
    return st == RAT_OK ? begin_source(in, err) : st;
}

/* Text files are named by their path below the source; two sources may have the same ("texte/a.txt"). The id of the
 * later one then says which source it is, and says the same at the next import. */
static rat_status make_id_unique(struct ingest *in, struct rat_item *item, struct rat_err *err)
{
    struct rat_known plain, own;
    const char *id = item->document.id;
    if (!item->make_paper)
        return RAT_OK; /* objects have their own ids: the same again replaces */
    rat_status st = rat_catalogue_known_document(in->catalogue, id, &plain, err);
    if (st != RAT_OK || (!plain.docnum && !plain.purged) || plain.source_id == in->source_id)
        return st;
    const char *qualified =
        rat_arena_printf(&item->arena, "%s@%08llx", id,
                         (unsigned long long)(rat_hash64(in->source->name, strlen(in->source->name)) >> 32));
    if (!qualified)
        return rat_nomem(err);
    st = rat_catalogue_known_document(in->catalogue, qualified, &own, err);
    /* a tombstone does not say whose it is: then only what is already there keeps its own name */
    if (st == RAT_OK && (plain.docnum || own.docnum || own.purged))
        item->document.id = qualified;
    return st;
}

/* A leftover text without metadata has only its place for an id; the paper that gives it a better one may be one that
 * could not be read. */
static rat_status find_by_file_name(struct ingest *in, const struct rat_item *item, struct rat_known *known,
                                    struct rat_err *err)
{
    const char *location = item->document.location, *slash = location ? strrchr(location, '/') : NULL;
    char id[512];
    if (!in->file_base || !item->content_path || !slash || strlen(slash) < 6)
        return RAT_OK;
    int n = snprintf(id, sizeof id, "%s%.*s", in->file_base, (int)strlen(slash + 1) - 4, slash + 1);
    return n < (int)sizeof id ? rat_catalogue_known_document(in->catalogue, id, known, err) : RAT_OK;
}

/* The content of a document that the archive has already. *gone: it was taken out since the source looked. */
static rat_status use_stored(struct ingest *in, struct rat_job *job, bool *gone, struct rat_err *err)
{
    struct rat_item *item = job->item;
    struct rat_content_place place;
    struct rat_buf bytes = RAT_BUF_INIT;
    *gone = job->known.docnum == 0;
    if (*gone)
        return RAT_OK;
    rat_status st = rat_catalogue_find_content(in->catalogue, job->known.original_sha, &place, err);
    if (st == RAT_OK)
        st = rat_contents_read(rat_writer_contents(in->writer), &place, job->known.original_sha, 0,
                               place.size, &bytes, err);
    if (st == RAT_OK) {
        item->content = rat_arena_memdup(&item->arena, bytes.data, bytes.size);
        item->content_size = bytes.size;
        if (!item->content)
            st = rat_nomem(err);
    }
    rat_buf_release(&bytes);
    return st;
}

static rat_status dispatch(struct ingest *in, struct rat_item *item, struct rat_err *err)
{
    rat_status st = make_id_unique(in, item, err);
    if (st != RAT_OK) {
        rat_item_free(item);
        return st;
    }
    struct rat_job *job = calloc(1, sizeof *job);
    if (!job) {
        rat_item_free(item);
        return rat_nomem(err);
    }
    job->item = item;
    const char *id = item->document.id, *paper = item->document.paper_id;
    if (item->incomplete)
        st = rat_ingest_protect(in, RAT_PROTECTS_PATH, item->document.location, err);
    if (in->held && paper && strcmp(in->held->paper.id, paper) == 0) {
        job->paper_item = in->held;
        in->held = NULL;
    }
    if (st == RAT_OK)
        st = rat_ingest_make_settled(in, id, err);
    if (st == RAT_OK && rat_strmap_add(&in->pending, id, strlen(id), NULL) == RAT_STRMAP_NONE)
        st = rat_nomem(err);
    if (st == RAT_OK)
        st = rat_catalogue_known_document(in->catalogue, id, &job->known, err);
    if (st == RAT_OK && job->known.purged) {
        st = rat_ingest_skip_purged(in, job, err);
        rat_job_free(job);
        return st;
    }
    if (st == RAT_OK && item->document.removed_at) {
        if (job->known.docnum && !job->known.removed)
            st = rat_ingest_remove_document(in, job->known.docnum, item->document.removed_at, err);
        rat_job_free(job);
        return st;
    }
    if (st == RAT_OK && !item->leftover && !item->make_paper && !in->file_base && paper)
        st = rat_ingest_learn_base(in, id, &in->file_base, err);
    if (st == RAT_OK && item->leftover && in->objects_rejected && !job->known.docnum)
        st = find_by_file_name(in, item, &job->known, err);
    /* its paper may be one that could not be read today: what is known of it stays */
    if (st == RAT_OK && item->leftover && in->objects_rejected && job->known.docnum) {
        in->report->documents++;
        in->report->unchanged++;
        st = rat_ingest_see_with_paper(in, job->known.docnum, err);
        rat_job_free(job);
        return st;
    }
    bool gone = false;
    if (st == RAT_OK && item->stored)
        st = use_stored(in, job, &gone, err);
    if (gone) {
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
            st = rat_ingest_finish(in, ready, err);
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
    const char *const fields[] = {o->id,         o->name,     o->short_name, o->classification,
                                  o->start_date, o->end_date, o->raw};
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
    if (item->kind == RAT_ITEM_PAPER && !item->paper.raw) {
        rat_item_free(in->held);
        in->held = item; /* until it is known what becomes of its document, which comes next */
        return RAT_OK;
    }
    switch (item->kind) {
    case RAT_ITEM_DOCUMENT: return dispatch(in, item, err);
    case RAT_ITEM_PAPER: st = rat_ingest_take_paper(in, &item->paper, err); break;
    case RAT_ITEM_MEETING: st = rat_ingest_take_meeting(in, &item->meeting, err); break;
    case RAT_ITEM_ORGANIZATION: st = take_organization(in, &item->organization, err); break;
    case RAT_ITEM_REJECTED: st = rat_ingest_take_rejected(in, item, err); break;
    case RAT_ITEM_SKIPPED: st = rat_ingest_take_skipped(in, item->id, err); break;
    }
    rat_item_free(item);
    return st;
}

static rat_status take_items(struct ingest *in, struct rat_read_ahead *ahead, struct rat_err *err)
{
    size_t limit = (size_t)RAT_BATCH_SHARE(in->options.memory_bytes);
    for (;;) {
        struct rat_item *item;
        rat_status st = rat_read_ahead_next(ahead, &item, err);
        if (st != RAT_OK)
            return st;
        st = take_item(in, item, err);
        if (st == RAT_OK)
            st = drain(in, false, err);
        /* not before the first document: a batch of organizations alone counts as unchanged and would be rolled back */
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

static rat_status read_items(struct ingest *in, struct rat_source *source, struct rat_err *err)
{
    struct rat_read_ahead *ahead;
    rat_status st = rat_read_ahead_new(source, &ahead, err);
    if (st != RAT_OK)
        return st;
    st = take_items(in, ahead, err);
    in->report->read_s += rat_read_ahead_busy_s(ahead);
    rat_read_ahead_free(ahead);
    return st;
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
    rat_buf_clear(&in->seen_meetings);
    rat_arena_release(&in->pass);
    rat_arena_init(&in->pass, 0);
    in->safe = NULL;
    in->nothing_is_gone = in->objects_rejected = false;
    in->paper_base = in->meeting_base = in->file_base = NULL;
    in->organizations = 0;
    rat_status st = begin_source(in, err);
    if (st == RAT_OK)
        st = read_items(in, source, err);
    if (st == RAT_EINTERRUPTED || st == RAT_END) {
        rat_status ending = st;
        st = drain(in, true, err);
        if (st == RAT_OK && ending == RAT_END)
            st = settle_organizations(in, err);
        if (st == RAT_OK && ending == RAT_END && in->source->mirror && !in->nothing_is_gone)
            st = rat_ingest_mark_missing(in, err);
        if (st == RAT_OK)
            st = log_source(in, err);
        if (st == RAT_OK)
            st = commit(in, err);
        if (st == RAT_OK && ending == RAT_EINTERRUPTED) {
            st =
                rat_fail(err, RAT_EINTERRUPTED, "%s", _("Unterbrochen; was bisher übernommen wurde, bleibt"));
            rat_err_hint(err, "%s", _("Denselben Befehl wiederholen: er macht dort weiter"));
        }
    }
    return st;
}

/* A text is there several times while it is worked on: as read, decoded, compressed. */
static size_t file_limit(const struct ingest *in)
{
    uint64_t limit = in->options.memory_bytes / 4;
    return limit < FILE_LIMIT_MIN ? FILE_LIMIT_MIN : limit > FILE_LIMIT_MAX ? FILE_LIMIT_MAX : (size_t)limit;
}

bool rat_index_learns(uint32_t version)
{
    return (rat_analyzer_steps(version) & (RAT_STEP_COMPOUNDS | RAT_STEP_SUSPENDED | RAT_STEP_ACRONYMS)) != 0;
}

/* What the segments that are there were made with, and so must be the next ones. */
static rat_status open_model(struct ingest *in, struct rat_err *err)
{
    const struct rat_manifest *m = rat_writer_manifest(in->writer);
    if (!m->model)
        return RAT_OK;
    rat_status st =
        rat_word_model_open(rat_writer_index(in->writer), m->model, &m->model_file, &in->model, err);
    return st == RAT_OK ? rat_compounds_open(in->model->bytes, (size_t)in->model->size, &in->compounds, err)
                        : st;
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
        return rat_fail(err, RAT_EUSAGE, "%s",
                        _("Dieses Archiv hat nur einen Index und nimmt keinen Import an"));
    const char *analyzer = rat_writer_analyzer(in->writer, &version);
    st = rat_manifest_copy(rat_writer_manifest(in->writer), &in->next, err);
    if (st == RAT_OK)
        st = rat_catalogue_count(in->catalogue, &counts, err);
    if (st == RAT_OK)
        st = open_model(in, err);
    if (st != RAT_OK)
        return st;
    if (!rat_analyzer_makes(analyzer, version)) {
        rat_fail(err, RAT_EUSAGE, "%s",
                 _("Der Index wurde mit einer anderen Fassung der Sprachanalyse gemacht"));
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
                                           .references = true,
                                           .offsets = true,
                                           .recognise = !in->options.skip_recognition,
                                           .file_limit = file_limit(in),
                                           .bytes_limit = file_limit(in)};
    return rat_pipeline_new(&options, &in->pipeline, err);
}

/* All of them before anything is written: a path with a typing error shall not leave half an import. */
static rat_status open_sources(struct ingest *in, const char *archive, const char *const *paths, size_t count,
                               struct rat_source **out, struct rat_err *err)
{
    struct rat_source_options options = {rat_writer_nonpublic(in->writer), file_limit(in), archive};
    rat_status st = RAT_OK;
    for (size_t i = 0; st == RAT_OK && i < count; i++) {
        st = rat_source_open(paths[i], &options, &out[i], err);
        if (st == RAT_OK)
            in->report->total_bytes += rat_source_total_bytes(out[i]);
    }
    return st;
}

/* One pass over sources that are all there. */
static rat_status import(const char *archive, const char *const *sources, size_t count,
                         const struct rat_ingest_options *options, struct rat_ingest_report *report,
                         double started, struct rat_err *err)
{
    struct ingest in = {.options = *options, .report = report, .started = started};
    rat_strmap_init(&in.pending);
    rat_arena_init(&in.pass, 0);
    rat_status st = open_import(&in, archive, err);
    struct rat_source **opened = calloc(count + 1, sizeof(struct rat_source *));
    if (st == RAT_OK)
        st = opened ? open_sources(&in, archive, sources, count, opened, err) : rat_nomem(err);
    for (size_t i = 0; st == RAT_OK && i < count; i++) {
        st = ingest_source(&in, opened[i], err);
        rat_source_close(opened[i]);
        opened[i] = NULL;
    }
    for (size_t i = 0; opened && i < count; i++)
        rat_source_close(opened[i]);
    free(opened);
    progress(&in, true);
    rat_pipeline_free(in.pipeline);
    in.pipeline = NULL;
    rat_compounds_free(in.compounds);
    rat_word_model_close(in.model);
    if (st == RAT_OK) {
        double before = rat_seconds();
        st = rat_merge_segments(in.writer, false, &in.options, err);
        in.report->merge_s += rat_seconds() - before;
    }
    if (st == RAT_OK && rat_xapian_is_wanted(in.writer, in.options.engines))
        st = rat_xapian_follow(in.writer, RAT_XAPIAN_FOLLOW, &in.options, in.report, err);
    in.report->wall_s = rat_seconds() - in.started;
    rat_manifest_release(&in.next);
    rat_marks_release(&in.marks);
    rat_strmap_release(&in.pending);
    rat_item_free(in.held);
    rat_buf_release(&in.seen_documents);
    rat_buf_release(&in.seen_papers);
    rat_buf_release(&in.seen_meetings);
    rat_arena_release(&in.pass);
    rat_writer_close(in.writer);
    return st;
}

rat_status rat_ingest(const char *archive, const char *const *sources, size_t count,
                      const struct rat_ingest_options *options, struct rat_ingest_report *report,
                      struct rat_err *err)
{
    struct rat_ingest_report unused;
    struct rat_ingest_options o = rat_ingest_defaults(options);
    double started = rat_seconds();
    bool more;
    report = report ? report : &unused;
    memset(report, 0, sizeof *report);
    rat_status st = rat_ingest_harvest(archive, sources, count, &o, report, &more, err);
    if (st == RAT_OK)
        st = import(archive, sources, count, &o, report, started, err);
    if (st == RAT_OK)
        st = rat_ingest_settle(archive, sources, count, err);
    while (st == RAT_OK && more) { /* servers that gave a portion; what else there was is in */
        st = rat_ingest_harvest(archive, sources, count, &o, report, &more, err);
        for (size_t i = 0; st == RAT_OK && i < count; i++)
            if (rat_url_is_web(sources[i]))
                st = import(archive, &sources[i], 1, &o, report, started, err);
        if (st == RAT_OK)
            st = rat_ingest_settle(archive, sources, count, err);
    }
    if (st == RAT_EDAMAGED)
        rat_ingest_discard(archive, sources, count);
    return st;
}
