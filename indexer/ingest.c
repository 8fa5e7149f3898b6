/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/ingest_internal.h"

#include "base/hash.h"
#include "indexer/header.h"
#include "indexer/read_ahead.h"
#include "text/analyzer.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define PROGRESS_EVERY_S 0.2
#define FILE_LIMIT_MIN ((size_t)16 << 20)
#define FILE_LIMIT_MAX ((size_t)1 << 30)

struct protected
{
    struct protected *next;
    enum rat_protects what;
    const char *place;
};

struct ingest {
    struct rat_ingest_options options;
    struct rat_ingest_report *report;
    struct rat_writer *writer;
    struct rat_catalogue *catalogue;
    struct rat_pipeline *pipeline;
    uint64_t salt;
    struct rat_manifest next;   /* what the next commit will name */
    struct rat_marks marks;     /* of this batch */
    struct rat_strmap pending;  /* ids put into the pipeline since the last commit */
    bool in_transaction, dirty; /* dirty: the transaction holds something worth a commit */
    /* of the current source */
    const struct rat_source_record *source;
    int64_t source_id;
    struct rat_buf seen_documents, seen_papers, seen_meetings; /* bitmaps */
    struct rat_arena pass;  /* what this pass over the source must remember */
    struct protected *safe; /* rejected inputs that may stand for something known */
    bool nothing_is_gone;   /* a rejected input may stand for anything */
    bool objects_rejected;  /* papers or meetings: texts that seem to belong to none may belong to them */
    const char *paper_base, *meeting_base,
        *file_base;         /* ids of this source up to the last slash; NULL: none seen */
    struct rat_item *held;  /* a paper made from the document that comes next */
    uint64_t organizations; /* hash of those read and not yet settled, 0: none */
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

static int richness(const struct rat_paper *paper)
{
    return paper->consultation_count ? 2 : paper->field_count ? 1 : 0;
}

/* Several texts may print one number: a paper and its attachment, an extract of the minutes. The richest head makes the
 * paper, among equals that of the document imported first, so that no order of imports matters. docnum: whose paper this
 * is. */
static rat_status keeps_stored(struct ingest *in, const struct rat_paper *paper, uint32_t docnum, bool *keep,
                               struct rat_err *err)
{
    struct rat_arena arena;
    struct rat_paper stored;
    uint32_t *docnums;
    size_t count = 0;
    bool others = false, earlier = false;
    rat_arena_init(&arena, 0);
    rat_status st = rat_catalogue_paper(in->catalogue, paper->id, &arena, &stored, err);
    if (st == RAT_OK)
        st = rat_catalogue_paper_documents(in->catalogue, paper->id, &arena, &docnums, &count, err);
    for (size_t i = 0; st == RAT_OK && i < count && !earlier; i++) {
        struct rat_document document;
        if (docnums[i] == docnum)
            continue;
        st = rat_catalogue_document(in->catalogue, docnums[i], &arena, &document, err);
        bool there = st == RAT_OK && !document.removed_at;
        others |= there;
        earlier |= there && docnums[i] < docnum;
    }
    if (st == RAT_OK) {
        int has = richness(&stored), brings = richness(paper);
        *keep =
            !stored.removed_at && (stored.raw || (others && (has > brings || (has == brings && earlier))));
    }
    rat_arena_release(&arena);
    return st;
}

/* docnum: of the document whose text made the paper, 0 when its source states it. */
static rat_status put_paper(struct ingest *in, const struct rat_paper *paper, uint32_t docnum,
                            struct rat_err *err)
{
    bool keep = false;
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
    if (docnum && known.docnum)
        st = keeps_stored(in, paper, docnum, &keep, err);
    if (st != RAT_OK || keep)
        return st == RAT_OK ? set_seen(&in->seen_papers, known.docnum, err) : st;
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
static rat_status remove_documents_of(struct ingest *in, const char *paper_id, const char *day,
                                      struct rat_err *err)
{
    struct rat_arena arena;
    uint32_t *docnums;
    size_t count = 0;
    rat_arena_init(&arena, 0);
    rat_status st = rat_catalogue_paper_documents(in->catalogue, paper_id, &arena, &docnums, &count, err);
    for (size_t i = 0; st == RAT_OK && i < count; i++) {
        struct rat_document document;
        st = rat_catalogue_document(in->catalogue, docnums[i], &arena, &document, err);
        if (st == RAT_OK && !document.removed_at)
            st = remove_document(in, docnums[i], day, err);
    }
    rat_arena_release(&arena);
    return st == RAT_ENOTFOUND ? RAT_OK : st;
}

/* The ids of a dump's objects differ in their last part, which is the name of their file. */
static rat_status learn_base(struct ingest *in, const char *id, const char **base, struct rat_err *err)
{
    const char *slash = strrchr(id, '/');
    if (!slash)
        return RAT_OK;
    *base = rat_arena_strndup(&in->pass, id, (size_t)(slash - id) + 1);
    return *base ? RAT_OK : rat_nomem(err);
}

static rat_status take_paper(struct ingest *in, const struct rat_paper *paper, struct rat_err *err)
{
    rat_status st = put_paper(in, paper, 0, err);
    if (st == RAT_OK && !in->paper_base)
        st = learn_base(in, paper->id, &in->paper_base, err);
    return st == RAT_OK && paper->removed_at ? remove_documents_of(in, paper->id, paper->removed_at, err)
                                             : st;
}

static rat_status take_meeting(struct ingest *in, const struct rat_meeting *meeting, struct rat_err *err)
{
    struct rat_known known;
    uint64_t stamp;
    int64_t row;
    rat_status st = rat_catalogue_known_meeting(in->catalogue, meeting->id, &known, err);
    if (st == RAT_OK && rat_meeting_stamp(meeting, in->salt, &stamp) != RAT_OK)
        st = rat_nomem(err);
    if (st == RAT_OK && !in->meeting_base)
        st = learn_base(in, meeting->id, &in->meeting_base, err);
    if (st != RAT_OK)
        return st;
    if (known.docnum && known.stamp == stamp && known.removed == (meeting->removed_at != NULL))
        return set_seen(&in->seen_meetings, known.docnum, err);
    in->dirty = true;
    in->report->meetings_changed++;
    st = rat_catalogue_put_meeting(in->catalogue, meeting, stamp, &row, err);
    return st == RAT_OK ? set_seen(&in->seen_meetings, (uint64_t)row, err) : st;
}

static rat_status put_content(struct ingest *in, const uint8_t sha[RAT_SHA256_BYTES],
                              const struct rat_buf *stored, uint64_t raw_size, struct rat_err *err)
{
    struct rat_content_place place;
    rat_status st = rat_catalogue_find_content(in->catalogue, sha, &place, err);
    if (st != RAT_ENOTFOUND || stored->size == 0)
        return st == RAT_ENOTFOUND ? RAT_OK : st;
    st = rat_contents_append(rat_writer_contents(in->writer), stored->data, stored->size, raw_size, &place,
                             err);
    return st == RAT_OK ? rat_catalogue_put_content(in->catalogue, sha, &place, err) : st;
}

static rat_status store(struct ingest *in, struct rat_job *job, struct rat_err *err)
{
    struct rat_document *d = &job->item->document;
    uint32_t docnum;
    rat_status st = RAT_OK;
    d->docnum = job->docnum;
    if (job->has_paper)
        st = put_paper(in, &job->paper, job->docnum, err);
    if (st == RAT_OK && job->paper_item)
        st = put_paper(in, &job->paper_item->paper, job->docnum, err);
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

/* An unchanged text was not read, so the paper that its head made was not seen either. */
static rat_status see_with_paper(struct ingest *in, uint32_t docnum, struct rat_err *err)
{
    struct rat_arena arena;
    struct rat_document document;
    struct rat_known known = {0};
    rat_arena_init(&arena, 4096);
    rat_status st = set_seen(&in->seen_documents, docnum, err);
    if (st == RAT_OK)
        st = rat_catalogue_document(in->catalogue, docnum, &arena, &document, err);
    if (st == RAT_OK && document.paper_id)
        st = rat_catalogue_known_paper(in->catalogue, document.paper_id, &known, err);
    rat_arena_release(&arena);
    return st == RAT_OK && known.docnum ? set_seen(&in->seen_papers, known.docnum, err) : st;
}

static rat_status keep_unchanged(struct ingest *in, const struct rat_job *job, struct rat_err *err)
{
    if (job->item->make_paper)
        return see_with_paper(in, job->docnum, err);
    rat_status st = set_seen(&in->seen_documents, job->docnum, err);
    return st == RAT_OK && job->paper_item ? put_paper(in, &job->paper_item->paper, job->docnum, err) : st;
}

/* What a purged document says of its paper stays out; but the paper, if it is there for others, is not gone. */
static rat_status skip_purged(struct ingest *in, const struct rat_job *job, struct rat_err *err)
{
    struct rat_known known = {0};
    rat_status st = RAT_OK;
    in->report->skipped_purged++;
    if (job->paper_item)
        st = rat_catalogue_known_paper(in->catalogue, job->paper_item->paper.id, &known, err);
    return st == RAT_OK && known.docnum ? set_seen(&in->seen_papers, known.docnum, err) : st;
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
        st = keep_unchanged(in, job, err);
        break;
    case RAT_JOB_REJECTED:
        reject(in, &job->err);
        /* what cannot be read today is not gone at its source */
        if (job->known.docnum)
            st = see_with_paper(in, job->known.docnum, err);
        break;
    case RAT_JOB_PURGED: st = skip_purged(in, job, err); break;
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
static rat_status make_settled(struct ingest *in, const char *id, struct rat_err *err)
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
    if (!in->file_base || !slash || strlen(slash) < 6)
        return RAT_OK;
    int n = snprintf(id, sizeof id, "%s%.*s", in->file_base, (int)strlen(slash + 1) - 4, slash + 1);
    return n < (int)sizeof id ? rat_catalogue_known_document(in->catalogue, id, known, err) : RAT_OK;
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
    if (in->held && paper && strcmp(in->held->paper.id, paper) == 0) {
        job->paper_item = in->held;
        in->held = NULL;
    }
    st = make_settled(in, id, err);
    if (st == RAT_OK && rat_strmap_add(&in->pending, id, strlen(id), NULL) == RAT_STRMAP_NONE)
        st = rat_nomem(err);
    if (st == RAT_OK)
        st = rat_catalogue_known_document(in->catalogue, id, &job->known, err);
    if (st == RAT_OK && job->known.purged) {
        st = skip_purged(in, job, err);
        rat_job_free(job);
        return st;
    }
    if (st == RAT_OK && item->document.removed_at) {
        if (job->known.docnum && !job->known.removed)
            st = remove_document(in, job->known.docnum, item->document.removed_at, err);
        rat_job_free(job);
        return st;
    }
    if (st == RAT_OK && !item->leftover && !item->make_paper && !in->file_base && paper)
        st = learn_base(in, id, &in->file_base, err);
    if (st == RAT_OK && item->leftover && in->objects_rejected && !job->known.docnum)
        st = find_by_file_name(in, item, &job->known, err);
    /* its paper may be one that could not be read today: what is known of it stays */
    if (st == RAT_OK && item->leftover && in->objects_rejected && job->known.docnum) {
        in->report->documents++;
        in->report->unchanged++;
        st = see_with_paper(in, job->known.docnum, err);
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

/* ---- what is not taken ---- */

static rat_status take_rejected(struct ingest *in, const struct rat_item *item, struct rat_err *err)
{
    reject(in, &item->reason);
    in->objects_rejected |= item->protects == RAT_PROTECTS_PAPER || item->protects == RAT_PROTECTS_MEETING;
    in->nothing_is_gone |= item->protects == RAT_PROTECTS_ALL;
    if (item->protects == RAT_PROTECTS_ALL || item->protects == RAT_PROTECTS_NOTHING || !in->source->mirror)
        return RAT_OK;
    /* a file with many bad lines says the same place again and again */
    if (in->safe && in->safe->what == item->protects && strcmp(in->safe->place, item->place) == 0)
        return RAT_OK;
    struct protected *safe = rat_arena_calloc(&in->pass, 1, sizeof *safe);
    const char *place = rat_arena_strdup(&in->pass, item->place);
    if (!safe || !place)
        return rat_nomem(err);
    *safe = (struct protected){in->safe, item->protects, place};
    in->safe = safe;
    return RAT_OK;
}

/* The paper that a text made says what the text says: without any text it is hidden as well. */
static rat_status hide_paper_left_alone(struct ingest *in, const char *paper_id, const char *day,
                                        struct rat_err *err)
{
    struct rat_arena arena;
    struct rat_paper paper;
    struct rat_known known = {0};
    uint32_t *docnums;
    size_t count = 0;
    bool alone = true;
    rat_arena_init(&arena, 0);
    rat_status st = rat_catalogue_known_paper(in->catalogue, paper_id, &known, err);
    if (st == RAT_OK && known.docnum)
        st = rat_catalogue_paper(in->catalogue, paper_id, &arena, &paper, err);
    if (st == RAT_OK && known.docnum && !paper.raw && !known.removed) {
        st = rat_catalogue_paper_documents(in->catalogue, paper_id, &arena, &docnums, &count, err);
        for (size_t i = 0; st == RAT_OK && i < count && alone; i++) {
            struct rat_document document;
            st = rat_catalogue_document(in->catalogue, docnums[i], &arena, &document, err);
            alone = st == RAT_OK && document.removed_at;
        }
        if (st == RAT_OK && alone)
            st = rat_catalogue_remove_paper(in->catalogue, known.docnum, day, err);
        in->report->papers_removed += st == RAT_OK && alone;
    }
    rat_arena_release(&arena);
    return st;
}

static rat_status hide_document(struct ingest *in, uint32_t docnum, const char *day, struct rat_err *err)
{
    struct rat_arena arena;
    struct rat_document document;
    rat_arena_init(&arena, 4096);
    rat_status st = rat_catalogue_document(in->catalogue, docnum, &arena, &document, err);
    if (st == RAT_OK)
        st = remove_document(in, docnum, day, err);
    if (st == RAT_OK && document.paper_id)
        st = hide_paper_left_alone(in, document.paper_id, day, err);
    rat_arena_release(&arena);
    return st;
}

/* What was public when it was imported and is not now goes out of sight at once. */
static rat_status take_skipped(struct ingest *in, const char *id, struct rat_err *err)
{
    struct rat_known known = {0};
    char day[RAT_DATE_TEXT];
    in->report->skipped_nonpublic++;
    if (!id)
        return RAT_OK;
    rat_date_format(rat_date_today(), day);
    rat_status st = make_settled(in, id, err);
    if (st == RAT_OK)
        st = rat_catalogue_known_document(in->catalogue, id, &known, err);
    if (st == RAT_OK && known.docnum)
        return known.removed ? RAT_OK : hide_document(in, known.docnum, day, err);
    if (st == RAT_OK)
        st = rat_catalogue_known_paper(in->catalogue, id, &known, err);
    if (st == RAT_OK && known.docnum) {
        if (!known.removed) {
            st = rat_catalogue_remove_paper(in->catalogue, known.docnum, day, err);
            in->dirty = true;
            in->report->papers_removed++;
        }
        return st == RAT_OK ? remove_documents_of(in, id, day, err) : st;
    }
    if (st == RAT_OK)
        st = rat_catalogue_known_meeting(in->catalogue, id, &known, err);
    if (st == RAT_OK && known.docnum && !known.removed) {
        st = rat_catalogue_remove_meeting(in->catalogue, known.docnum, day, err);
        in->dirty = true;
        in->report->meetings_removed++;
    }
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
    case RAT_ITEM_PAPER: st = take_paper(in, &item->paper, err); break;
    case RAT_ITEM_MEETING: st = take_meeting(in, &item->meeting, err); break;
    case RAT_ITEM_ORGANIZATION: st = take_organization(in, &item->organization, err); break;
    case RAT_ITEM_REJECTED: st = take_rejected(in, item, err); break;
    case RAT_ITEM_SKIPPED: st = take_skipped(in, item->id, err); break;
    }
    rat_item_free(item);
    return st;
}

/* ---- what is gone ---- */

static bool is_below(const char *location, const char *place)
{
    size_t n = strlen(place);
    return location && strncmp(location, place, n) == 0 &&
           (location[n] == '\0' || location[n] == '/' || location[n] == ':');
}

/* Whether the document was read from a place that could not be read this time. */
static rat_status is_safe(struct ingest *in, uint32_t docnum, bool *out, struct rat_err *err)
{
    struct rat_arena arena;
    struct rat_document document;
    *out = false;
    if (!in->safe)
        return RAT_OK;
    rat_arena_init(&arena, 4096);
    rat_status st = rat_catalogue_document(in->catalogue, docnum, &arena, &document, err);
    for (const struct protected *p = in->safe; p && st == RAT_OK && !*out; p = p->next)
        *out = p->what == RAT_PROTECTS_PATH && is_below(document.location, p->place);
    rat_arena_release(&arena);
    return st == RAT_OK && *out ? see_with_paper(in, docnum, err) : st;
}

static rat_status see_paper(struct ingest *in, const char *id, struct rat_arena *arena, struct rat_err *err)
{
    struct rat_known known = {0};
    uint32_t *docnums;
    size_t count = 0;
    rat_status st = rat_catalogue_known_paper(in->catalogue, id, &known, err);
    if (st != RAT_OK || !known.docnum)
        return st;
    st = set_seen(&in->seen_papers, known.docnum, err);
    if (st == RAT_OK)
        st = rat_catalogue_paper_documents(in->catalogue, id, arena, &docnums, &count, err);
    for (size_t i = 0; st == RAT_OK && i < count; i++)
        st = set_seen(&in->seen_documents, docnums[i], err);
    return st;
}

/* Papers and meetings whose files could not be read count as seen. */
static rat_status see_rejected(struct ingest *in, struct rat_err *err)
{
    rat_status st = RAT_OK;
    for (const struct protected *p = in->safe; p && st == RAT_OK; p = p->next) {
        bool paper = p->what == RAT_PROTECTS_PAPER;
        const char *base = paper ? in->paper_base : in->meeting_base;
        struct rat_known known = {0};
        if (p->what == RAT_PROTECTS_PATH)
            continue;
        if (!base) { /* not one of them could be read: which ones are meant is not known */
            in->nothing_is_gone = true;
            return RAT_OK;
        }
        const char *id = rat_arena_printf(&in->pass, "%s%s", base, p->place);
        if (!id)
            return rat_nomem(err);
        st = paper ? see_paper(in, id, &in->pass, err)
                   : rat_catalogue_known_meeting(in->catalogue, id, &known, err);
        if (st == RAT_OK && !paper && known.docnum)
            st = set_seen(&in->seen_meetings, known.docnum, err);
    }
    return st;
}

static rat_status mark_missing_meetings(struct ingest *in, const char *day, struct rat_err *err)
{
    int64_t row = 0;
    bool removed;
    rat_status st;
    while ((st = rat_catalogue_walk_meetings(in->catalogue, in->source_id, &row, &removed, err)) == RAT_OK) {
        if (removed || is_seen(&in->seen_meetings, (uint64_t)row))
            continue;
        if ((st = rat_catalogue_remove_meeting(in->catalogue, row, day, err)) != RAT_OK)
            return st;
        in->dirty = true;
        in->report->meetings_removed++;
    }
    return st == RAT_END ? RAT_OK : st;
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
    if ((st = see_rejected(in, err)) != RAT_OK || in->nothing_is_gone)
        return st;
    while ((st = rat_catalogue_walk_documents(in->catalogue, in->source_id, walk.docnum, &walk, err)) ==
           RAT_OK) {
        if (walk.removed || is_seen(&in->seen_documents, walk.docnum))
            continue;
        bool safe;
        if ((st = is_safe(in, walk.docnum, &safe, err)) != RAT_OK)
            return st;
        if (!safe && (st = remove_document(in, walk.docnum, day, err)) != RAT_OK)
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
    return st == RAT_END ? mark_missing_meetings(in, day, err) : st;
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
            st = mark_missing(in, err);
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
    if (st != RAT_OK)
        return st;
    in->salt = (uint64_t)RAT_HEADER_VERSION << 32 | version;
    struct rat_pipeline_options options = {.archive = counts.purged ? archive : NULL,
                                           .analyzer = analyzer,
                                           .salt = in->salt,
                                           .threads = in->options.threads,
                                           .zlib_level = in->options.zlib_level,
                                           .store = true,
                                           .offsets = true,
                                           .file_limit = file_limit(in),
                                           .bytes_limit = file_limit(in)};
    st = rat_pipeline_new(&options, &in->pipeline, err);
    if (st == RAT_OK && version != rat_analyzer_version_of(analyzer)) {
        rat_fail(err, RAT_EUSAGE, "%s",
                 _("Der Index wurde mit einer anderen Fassung der Sprachanalyse gemacht"));
        rat_err_where(err, "%s", archive);
        rat_err_hint(err, _("`ratsarchiv reindex %s` baut ihn neu auf"), archive);
        st = RAT_EUSAGE;
    }
    return st;
}

/* All of them before anything is written: a path with a typing error shall not leave half an import. */
static rat_status open_sources(struct ingest *in, const char *const *paths, size_t count,
                               struct rat_source **out, struct rat_err *err)
{
    struct rat_source_options options = {rat_writer_nonpublic(in->writer), file_limit(in)};
    rat_status st = RAT_OK;
    for (size_t i = 0; st == RAT_OK && i < count; i++) {
        st = rat_source_open(paths[i], &options, &out[i], err);
        if (st == RAT_OK)
            in->report->total_bytes += rat_source_total_bytes(out[i]);
    }
    return st;
}

rat_status rat_ingest(const char *archive, const char *const *sources, size_t count,
                      const struct rat_ingest_options *options, struct rat_ingest_report *report,
                      struct rat_err *err)
{
    struct rat_ingest_report unused;
    struct ingest in = {.options = rat_ingest_defaults(options), .report = report ? report : &unused};
    memset(in.report, 0, sizeof *in.report);
    in.started = rat_seconds();
    rat_strmap_init(&in.pending);
    rat_arena_init(&in.pass, 0);
    rat_status st = open_import(&in, archive, err);
    struct rat_source **opened = calloc(count + 1, sizeof(struct rat_source *));
    if (st == RAT_OK)
        st = opened ? open_sources(&in, sources, count, opened, err) : rat_nomem(err);
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
    if (st == RAT_OK) {
        double before = rat_seconds();
        st = rat_merge_segments(in.writer, false, in.options.stop, err);
        in.report->merge_s = rat_seconds() - before;
    }
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
