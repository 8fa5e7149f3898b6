/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/pipeline.h"

#include "indexer/header.h"
#include "indexer/index_fields.h"
#include "indexer/references.h"
#include "text/acronyms.h"
#include "text/analyzer.h"
#include "text/charset.h"
#include "text/compound.h"
#include "text/steps.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#define QUEUE_PER_THREAD 128u
/* Waking a worker costs more than a small document, so several are put before one is woken. */
#define WAKE_EVERY 8u
/* Asking how long a thread has worked is a system call. */
#define CLOCK_EVERY 16u
#define EXTRACTOR "text/1"

struct worker {
    struct rat_pipeline *pipeline;
    pthread_t thread;
    bool started;
    struct rat_accumulator *accumulator;
    struct rat_catalogue *purged; /* NULL when nothing was ever purged */
    struct rat_buf bytes, text;
    _Atomic size_t held;
    _Atomic uint64_t worked_ns, flushed_ns; /* time of its thread, of those that wrote segments */
    /* result of a flush */
    struct rat_manifest_segment entry;
    rat_status status;
    struct rat_err err;
    const char *folder;
    uint64_t segment_id;
};

struct queue {
    struct rat_job *first, **last;
};

struct rat_pipeline {
    struct rat_pipeline_options options;
    pthread_mutex_t lock;
    pthread_cond_t work, done;
    struct queue todo;
    struct rat_job **finished; /* by sequence modulo room; NULL: not yet */
    unsigned room;
    uint64_t put, taken;  /* sequence numbers of the next job to be put, taken */
    unsigned ready;       /* jobs in finished */
    size_t bytes;         /* contents of what is under way */
    unsigned unannounced; /* put since a worker was last woken */
    bool waiting;         /* the calling thread sleeps in take */
    bool stopping;
    bool only_count;
    struct rat_buf model_bytes;    /* of the model learned here */
    struct rat_compounds *learned; /* over model_bytes */
    struct worker *workers;
};

void rat_job_free(struct rat_job *job)
{
    if (!job)
        return;
    rat_item_free(job->item);
    rat_item_free(job->paper_item);
    rat_buf_release(&job->original);
    rat_buf_release(&job->text);
    free(job);
}

static void queue_push(struct queue *queue, struct rat_job *job)
{
    job->next = NULL;
    *queue->last = job;
    queue->last = &job->next;
}

static struct rat_job *queue_pop(struct queue *queue)
{
    struct rat_job *job = queue->first;
    if (job) {
        queue->first = job->next;
        if (!queue->first)
            queue->last = &queue->first;
    }
    return job;
}

static uint64_t thread_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* The original bytes: from the item or its file. */
static rat_status read_content(struct worker *w, struct rat_job *job, const void **bytes, size_t *n)
{
    const struct rat_item *item = job->item;
    if (!item->content_path) {
        *bytes = item->content;
        *n = item->content_size;
        return RAT_OK;
    }
    rat_buf_clear(&w->bytes);
    rat_status st = rat_file_read(item->content_path, w->pipeline->options.file_limit, &w->bytes, &job->err);
    if (st == RAT_ELIMIT)
        rat_err_hint(&job->err, "%s", _("Mit größerem --memory wird auch sie gelesen"));
    *bytes = w->bytes.data;
    *n = w->bytes.size;
    return st;
}

/* Location and such may change without the document changing. */
rat_status rat_pipeline_stamp(const struct rat_document *document,
                              const uint8_t original_sha[RAT_SHA256_BYTES], uint64_t original_size,
                              uint64_t salt, uint64_t *out)
{
    struct rat_document bare = *document;
    bare.location = NULL;
    memcpy(bare.original_sha, original_sha, RAT_SHA256_BYTES);
    bare.original_size = original_size;
    return rat_document_stamp(&bare, salt, out);
}

static rat_status decode(struct worker *w, struct rat_job *job, const void *bytes, size_t n)
{
    struct rat_decode_report report;
    struct rat_document *d = &job->item->document;
    rat_buf_clear(&w->text);
    rat_status st = rat_charset_decode(bytes, n, job->item->content_charset, &w->text, &report, &job->err);
    if (st != RAT_OK)
        return st;
    d->encoding = rat_arena_strdup(&job->item->arena, report.encoding);
    d->undecodable = report.undecodable;
    d->extractor = EXTRACTOR;
    d->text_size = w->text.size;
    rat_sha256(w->text.data, w->text.size, d->text_sha);
    return d->encoding ? RAT_OK : rat_nomem(&job->err);
}

static rat_status read_head(struct worker *w, struct rat_job *job, const char **printed)
{
    struct rat_item *item = job->item;
    struct rat_header header;
    if (!item->read_header)
        return RAT_OK;
    rat_status st = rat_header_read((const char *)w->text.data, w->text.size, &item->arena, &header);
    if (st == RAT_OK)
        st = rat_header_fill_document(&header, &item->arena, &item->document);
    if (st == RAT_OK && item->make_paper) {
        st = rat_header_make_paper(&header, &item->arena, &item->document, &job->paper);
        item->document.paper_id = job->paper.id;
        job->has_paper = true;
    }
    *printed = header.reference;
    return st == RAT_OK ? RAT_OK : rat_nomem(&job->err);
}

static rat_status index_text(struct worker *w, struct rat_job *job, const char *printed)
{
    struct rat_index_document doc = {.docnum = job->docnum};
    struct rat_document *d = &job->item->document;
    rat_status st = RAT_OK;
    if (w->pipeline->options.references && !w->pipeline->only_count) {
        st = rat_references_read((const char *)w->text.data, w->text.size, printed, d->reference,
                                 &job->item->arena, &d->references, &d->reference_count);
        d->reading = RAT_REFERENCES_VERSION;
    }
    if (st == RAT_OK)
        st = rat_index_fields(d, printed, &job->item->arena, &doc);
    if (st != RAT_OK)
        return rat_nomem(&job->err);
    doc.title = d->title ? d->title : "";
    doc.title_size = strlen(doc.title);
    doc.text = (const char *)w->text.data;
    doc.text_size = w->text.size;
    st = rat_accumulator_add(w->accumulator, &doc, &job->tokens, &job->err);
    atomic_store(&w->held, rat_accumulator_bytes(w->accumulator));
    return st;
}

static rat_status store_content(struct worker *w, struct rat_job *job, const void *bytes, size_t n)
{
    const struct rat_pipeline_options *options = &w->pipeline->options;
    const struct rat_document *d = &job->item->document;
    if (!options->store)
        return RAT_OK;
    rat_status st =
        rat_content_encode(bytes, n, d->original_sha, options->zlib_level, &job->original, &job->err);
    if (st == RAT_OK && memcmp(d->original_sha, d->text_sha, RAT_SHA256_BYTES) != 0)
        st = rat_content_encode(w->text.data, w->text.size, d->text_sha, options->zlib_level, &job->text,
                                &job->err);
    return st;
}

static enum rat_job_outcome reject_or_fail(rat_status st)
{
    /* one unreadable file must not end the import of a thousand others */
    return st == RAT_EINPUT || st == RAT_EIO || st == RAT_ENOTFOUND || st == RAT_ELIMIT ? RAT_JOB_REJECTED
                                                                                        : RAT_JOB_FAILED;
}

/* Stored text into the index again. Its head is read for the number that it prints; the record stays as it is. */
static enum rat_job_outcome process_stored(struct worker *w, struct rat_job *job)
{
    struct rat_header header;
    rat_buf_clear(&w->text);
    rat_buf_append(&w->text, job->item->content, job->item->content_size);
    if (w->text.failed ||
        rat_header_read((const char *)w->text.data, w->text.size, &job->item->arena, &header) != RAT_OK) {
        rat_nomem(&job->err);
        return RAT_JOB_FAILED;
    }
    return index_text(w, job, header.reference) == RAT_OK ? RAT_JOB_STORED : RAT_JOB_FAILED;
}

static enum rat_job_outcome process(struct worker *w, struct rat_job *job)
{
    struct rat_document *d = &job->item->document;
    const void *bytes;
    const char *printed = NULL;
    size_t n;
    bool purged = false;
    rat_status st = read_content(w, job, &bytes, &n);
    if (st != RAT_OK)
        return reject_or_fail(st);
    job->input_bytes = n;
    rat_sha256(bytes, n, d->original_sha);
    d->original_size = n;
    st = rat_pipeline_stamp(d, d->original_sha, n, w->pipeline->options.salt, &d->stamp);
    if (st != RAT_OK)
        rat_nomem(&job->err);
    if (st == RAT_OK && job->known.docnum && !job->known.removed && job->known.stamp == d->stamp)
        return RAT_JOB_UNCHANGED;
    if (st == RAT_OK && w->purged)
        st = rat_catalogue_is_purged_content(w->purged, d->original_sha, &purged, &job->err);
    if (st == RAT_OK && purged)
        return RAT_JOB_PURGED;
    if (st != RAT_OK)
        return RAT_JOB_FAILED;
    st = decode(w, job, bytes, n);
    if (st != RAT_OK) {
        if (job->err.where[0] == '\0')
            rat_err_where(&job->err, "%s", d->location ? d->location : d->id);
        return reject_or_fail(st);
    }
    st = read_head(w, job, &printed);
    if (st == RAT_OK)
        st = store_content(w, job, bytes, n);
    if (st == RAT_OK)
        st = index_text(w, job, printed);
    return st == RAT_OK ? RAT_JOB_STORED : RAT_JOB_FAILED;
}

static void *work(void *ctx)
{
    struct worker *w = ctx;
    struct rat_pipeline *p = w->pipeline;
    uint64_t done = 0;
    pthread_mutex_lock(&p->lock);
    for (;;) {
        while (!p->stopping && !p->todo.first)
            pthread_cond_wait(&p->work, &p->lock);
        if (p->stopping)
            break;
        struct rat_job *job = queue_pop(&p->todo);
        pthread_mutex_unlock(&p->lock);
        job->outcome = job->reindex ? process_stored(w, job) : process(w, job);
        if (++done % CLOCK_EVERY == 0)
            atomic_store(&w->worked_ns, thread_ns());
        pthread_mutex_lock(&p->lock);
        p->finished[job->sequence % p->room] = job;
        p->ready++;
        /* half a queue at once, or all there is: to change threads for every job costs more than a small document */
        if (p->waiting && p->finished[p->taken % p->room] && (p->ready >= p->room / 2 || !p->todo.first))
            pthread_cond_signal(&p->done);
    }
    pthread_mutex_unlock(&p->lock);
    atomic_store(&w->worked_ns, thread_ns());
    return NULL;
}

static bool mines_acronyms(const struct rat_pipeline *p)
{
    return (rat_analyzer_steps(p->options.version) & RAT_STEP_ACRONYMS) != 0;
}

static rat_status start_worker(struct rat_pipeline *p, struct worker *w, struct rat_err *err)
{
    w->pipeline = p;
    rat_status st = rat_accumulator_new(p->options.analyzer, p->options.version, p->options.offsets,
                                        &w->accumulator, err);
    if (st == RAT_OK)
        rat_accumulator_set_model(w->accumulator, p->options.model);
    if (st == RAT_OK && p->options.learn && mines_acronyms(p))
        st = rat_accumulator_mine(w->accumulator, err);
    if (st == RAT_OK && p->options.archive) {
        struct rat_buf path = RAT_BUF_INIT;
        rat_path_join(&path, p->options.archive, "catalogue.db");
        st = rat_catalogue_open(rat_buf_cstr(&path), RAT_CATALOGUE_READ, &w->purged, err);
        rat_buf_release(&path);
    }
    if (st != RAT_OK)
        return st;
    int failed = pthread_create(&w->thread, NULL, work, w);
    if (failed)
        return rat_fail_errno(err, RAT_EIO, failed, "%s", _("Thread lässt sich nicht starten"));
    w->started = true;
    return RAT_OK;
}

rat_status rat_pipeline_new(const struct rat_pipeline_options *options, struct rat_pipeline **out,
                            struct rat_err *err)
{
    struct rat_pipeline *p = calloc(1, sizeof *p);
    if (!p)
        return rat_nomem(err);
    p->options = *options;
    p->workers = calloc(options->threads, sizeof *p->workers);
    p->todo.last = &p->todo.first;
    p->room = options->threads * QUEUE_PER_THREAD;
    p->finished = calloc(p->room, sizeof(struct rat_job *));
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->work, NULL);
    pthread_cond_init(&p->done, NULL);
    rat_status st = p->workers && p->finished ? RAT_OK : rat_nomem(err);
    for (unsigned i = 0; i < options->threads && st == RAT_OK; i++)
        st = start_worker(p, &p->workers[i], err);
    if (st != RAT_OK) {
        rat_pipeline_free(p);
        return st;
    }
    *out = p;
    return RAT_OK;
}

void rat_pipeline_free(struct rat_pipeline *p)
{
    if (!p)
        return;
    pthread_mutex_lock(&p->lock);
    p->stopping = true;
    pthread_cond_broadcast(&p->work);
    pthread_mutex_unlock(&p->lock);
    for (unsigned i = 0; p->workers && i < p->options.threads; i++) {
        struct worker *w = &p->workers[i];
        if (w->started)
            pthread_join(w->thread, NULL);
        rat_accumulator_free(w->accumulator);
        rat_catalogue_close(w->purged);
        rat_buf_release(&w->bytes);
        rat_buf_release(&w->text);
    }
    struct rat_job *job;
    while ((job = queue_pop(&p->todo)))
        rat_job_free(job);
    for (unsigned i = 0; p->finished && i < p->room; i++)
        rat_job_free(p->finished[i]);
    free(p->finished);
    pthread_cond_destroy(&p->work);
    pthread_cond_destroy(&p->done);
    pthread_mutex_destroy(&p->lock);
    free(p->workers);
    rat_compounds_free(p->learned);
    rat_buf_release(&p->model_bytes);
    free(p);
}

bool rat_pipeline_put(struct rat_pipeline *p, struct rat_job *job)
{
    pthread_mutex_lock(&p->lock);
    size_t limit = p->options.bytes_limit, size = job->item->content_size;
    bool room = p->put - p->taken < p->room;
    if (limit && p->put != p->taken && (p->bytes >= limit || size > limit - p->bytes))
        room = false;
    if (room) {
        job->sequence = p->put++;
        p->bytes += size;
        queue_push(&p->todo, job);
        if (++p->unannounced >= WAKE_EVERY) {
            p->unannounced = 0;
            pthread_cond_broadcast(&p->work);
        }
    }
    pthread_mutex_unlock(&p->lock);
    return room;
}

struct rat_job *rat_pipeline_take(struct rat_pipeline *p, bool wait)
{
    pthread_mutex_lock(&p->lock);
    struct rat_job **next = &p->finished[p->taken % p->room]; /* only this thread moves taken */
    while (wait && !*next && p->put != p->taken) {
        p->unannounced = 0;
        pthread_cond_broadcast(&p->work);
        p->waiting = true;
        pthread_cond_wait(&p->done, &p->lock);
        p->waiting = false;
    }
    struct rat_job *job = *next;
    if (job) {
        *next = NULL;
        p->ready--;
        p->taken++;
        p->bytes -= job->item->content_size;
    }
    pthread_mutex_unlock(&p->lock);
    return job;
}

size_t rat_pipeline_bytes(struct rat_pipeline *p)
{
    size_t bytes = 0;
    for (unsigned i = 0; i < p->options.threads; i++)
        bytes += atomic_load(&p->workers[i].held);
    return bytes;
}

double rat_pipeline_busy_s(struct rat_pipeline *p)
{
    uint64_t ns = 0;
    for (unsigned i = 0; i < p->options.threads; i++)
        ns += atomic_load(&p->workers[i].worked_ns) + atomic_load(&p->workers[i].flushed_ns);
    return (double)ns / 1e9;
}

void rat_pipeline_only_count(struct rat_pipeline *p)
{
    p->only_count = true;
    for (unsigned i = 0; i < p->options.threads; i++)
        rat_accumulator_only_count(p->workers[i].accumulator, true);
}

/* The words of all accumulators, added up: which worker read which document makes no difference. */
static rat_status teach(struct rat_pipeline *p, struct rat_buf *acronym_bytes, struct rat_err *err)
{
    struct rat_compounds *model = NULL;
    struct rat_acronyms *acronyms = NULL;
    rat_status st = rat_compounds_new(&model, err);
    if (st == RAT_OK)
        st = rat_acronyms_new(&acronyms, err);
    if (st == RAT_OK)
        st = rat_compounds_learn_start(model, err);
    for (unsigned i = 0; i < p->options.threads && st == RAT_OK; i++)
        st = rat_accumulator_teach(p->workers[i].accumulator, model, acronyms, err);
    rat_buf_clear(&p->model_bytes);
    if (st == RAT_OK)
        st = rat_compounds_encode(model, &p->model_bytes, err);
    if (st == RAT_OK && mines_acronyms(p))
        st = rat_acronyms_encode(acronyms, acronym_bytes, err);
    rat_compounds_free(model);
    rat_acronyms_free(acronyms);
    return st;
}

rat_status rat_pipeline_learn(struct rat_pipeline *p, struct rat_writer *writer,
                              struct rat_manifest *manifest, struct rat_err *err)
{
    struct rat_buf acronyms = RAT_BUF_INIT;
    rat_status st = teach(p, &acronyms, err);
    uint64_t number = rat_writer_new_segment(writer);
    if (st == RAT_OK)
        st = rat_word_model_write(rat_writer_index(writer), number, &p->model_bytes, &acronyms,
                                  &manifest->model_file, err);
    rat_buf_release(&acronyms);
    if (st == RAT_OK)
        st = rat_compounds_open(p->model_bytes.data, p->model_bytes.size, &p->learned, err);
    if (st != RAT_OK)
        return st;
    manifest->model = number;
    p->options.learn = false;
    for (unsigned i = 0; i < p->options.threads; i++) {
        struct rat_accumulator *accumulator = p->workers[i].accumulator;
        if (p->only_count)
            rat_accumulator_clear(accumulator);
        rat_accumulator_only_count(accumulator, false);
        rat_accumulator_set_model(accumulator, p->learned);
    }
    p->only_count = false;
    return RAT_OK;
}

static void *flush_one(void *ctx)
{
    struct worker *w = ctx;
    uint64_t before = thread_ns();
    w->status = rat_accumulator_flush(w->accumulator, w->folder, w->segment_id, &w->entry, &w->err);
    atomic_store(&w->held, rat_accumulator_bytes(w->accumulator));
    atomic_fetch_add(&w->flushed_ns, thread_ns() - before);
    return NULL;
}

static bool holds_documents(const struct rat_pipeline *p)
{
    for (unsigned i = 0; i < p->options.threads; i++)
        if (rat_accumulator_documents(p->workers[i].accumulator))
            return true;
    return false;
}

rat_status rat_pipeline_flush(struct rat_pipeline *p, struct rat_writer *writer,
                              struct rat_manifest *manifest, struct rat_err *err)
{
    rat_status st = RAT_OK;
    pthread_t *threads = calloc(p->options.threads, sizeof *threads);
    bool *started = calloc(p->options.threads, sizeof *started);
    if (!threads || !started) {
        st = rat_nomem(err);
        goto done;
    }
    if (p->options.learn && holds_documents(p) &&
        (st = rat_pipeline_learn(p, writer, manifest, err)) != RAT_OK)
        goto done;
    for (unsigned i = 0; i < p->options.threads; i++) {
        struct worker *w = &p->workers[i];
        if (rat_accumulator_documents(w->accumulator) == 0)
            continue;
        w->folder = rat_writer_index(writer);
        w->segment_id = rat_writer_new_segment(writer);
        started[i] = pthread_create(&threads[i], NULL, flush_one, w) == 0;
        if (!started[i])
            flush_one(w);
    }
    for (unsigned i = 0; i < p->options.threads; i++) {
        struct worker *w = &p->workers[i];
        if (started[i])
            pthread_join(threads[i], NULL);
        if (!w->folder)
            continue;
        w->folder = NULL;
        if (w->status != RAT_OK && st == RAT_OK) {
            st = w->status;
            if (err)
                *err = w->err;
        }
        if (st == RAT_OK)
            st = rat_manifest_add(manifest, &w->entry, err);
    }
done:
    free(threads);
    free(started);
    return st;
}
