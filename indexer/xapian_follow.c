/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/xapian_follow.h"

#include "indexer/ingest_internal.h"
#include "indexer/xapian_forget.h"
#include "indexer/xapian_reader.h"
#include "text/compound.h"

#include <stdlib.h>

#define SETTING_SCRUB "xapian.scrub"

struct follow {
    struct rat_writer *writer;
    struct rat_catalogue *catalogue;
    const struct rat_ingest_options *options;
    struct rat_ingest_report *report;
    struct rat_xapian_state state; /* of the archive */
    struct rat_word_model *model;
    struct rat_compounds *compounds;
    struct rat_xapian_reader *reader;
    struct rat_xapian_update *update;
    struct rat_buf known; /* struct known, by docid: what the index has */
    uint64_t postings;    /* since the last commit */
};

struct known {
    uint32_t docid;
    uint64_t stamp;
};

bool rat_xapian_is_wanted(struct rat_writer *writer, enum rat_engines engines)
{
    struct rat_catalogue *catalogue = rat_writer_catalogue(writer);
    uint64_t scrub = 0;
    if (!catalogue)
        return false;
    if (rat_catalogue_get_number(catalogue, SETTING_SCRUB, 0, &scrub, NULL) == RAT_OK && scrub)
        return rat_xapian_index_exists(rat_writer_path(writer));
    return engines == RAT_ENGINES_BOTH || engines == RAT_ENGINES_XAPIAN ||
           (engines == RAT_ENGINES_KEEP && rat_xapian_index_exists(rat_writer_path(writer)));
}

rat_status rat_xapian_want_scrub(struct rat_writer *writer, struct rat_err *err)
{
    if (!rat_xapian_index_exists(rat_writer_path(writer)))
        return RAT_OK;
    return rat_catalogue_set_number(rat_writer_catalogue(writer), SETTING_SCRUB, 1, err);
}

/* ---- what is there ---- */

static bool note_known(void *ctx, const struct rat_xapian_item *item)
{
    struct follow *f = ctx;
    struct known known = {item->number, 0};
    if (item->size == sizeof known.stamp)
        memcpy(&known.stamp, item->bytes, sizeof known.stamp);
    rat_buf_append(&f->known, &known, sizeof known);
    return !f->known.failed;
}

static rat_status read_known(struct follow *f, const struct rat_xapian_database *database,
                             struct rat_err *err)
{
    struct rat_xapian_err failure;
    if (rat_xapian_database_values(database, RAT_XAPIAN_SLOT_STAMP, note_known, f, &failure) != RAT_XAPIAN_OK)
        return rat_xapian_fail(&failure, err);
    return f->known.failed ? rat_nomem(err) : RAT_OK;
}

/* *anew: nothing of what is there can be used. *current: nothing is to be done. */
static rat_status look(struct follow *f, bool *anew, bool *current, bool scrub, struct rat_err *err)
{
    struct rat_xapian_database *database = NULL;
    struct rat_xapian_state state;
    *current = false;
    if (*anew)
        return RAT_OK;
    rat_status st = rat_xapian_index_open(rat_writer_path(f->writer), &database, &state, err);
    if (st == RAT_OK) {
        *anew = !rat_xapian_state_fits(&state, &f->state);
        *current = !*anew && state.generation == f->state.generation;
    } else if (st == RAT_ENOTFOUND || st == RAT_EDAMAGED) {
        *anew = true;
        st = RAT_OK;
    }
    if (st == RAT_OK && !*anew && (!*current || scrub))
        st = read_known(f, database, err);
    rat_xapian_database_free(database);
    return st;
}

/* ---- one document ---- */

static rat_status put_document(struct follow *f, const struct rat_document_walk *walk, struct rat_err *err)
{
    struct rat_xapian_read read;
    struct rat_xapian_err failure;
    rat_status st = rat_xapian_reader_read(f->reader, walk, &read, &f->postings, err);
    if (st != RAT_OK)
        return st;
    if (rat_xapian_writer_put(rat_xapian_update_writer(f->update), walk->docnum, read.made, &failure) !=
        RAT_XAPIAN_OK)
        st = rat_xapian_fail(&failure, err);
    rat_xapian_document_free(read.made);
    f->report->xapian_documents++;
    if (st == RAT_OK && f->postings >= RAT_XAPIAN_POSTINGS_PER_COMMIT) {
        st = rat_xapian_update_commit(f->update, err);
        f->postings = 0;
    }
    if (f->options->progress && f->report->xapian_documents % 64 == 0)
        f->options->progress(f->options->ctx, f->report);
    return st;
}

static rat_status delete_document(struct follow *f, uint32_t docid, struct rat_err *err)
{
    struct rat_xapian_err failure;
    return rat_xapian_writer_delete(rat_xapian_update_writer(f->update), docid, &failure) == RAT_XAPIAN_OK
               ? RAT_OK
               : rat_xapian_fail(&failure, err);
}

/* ---- all of them ---- */

/* Catalogue and index side by side, both by number. */
static rat_status put_differences(struct follow *f, struct rat_err *err)
{
    const struct known *known = (const struct known *)(const void *)f->known.data;
    size_t count = f->known.size / sizeof *known, at = 0;
    struct rat_document_walk walk = {0};
    rat_status st;
    while ((st = rat_catalogue_walk_documents(f->catalogue, 0, walk.docnum, &walk, err)) == RAT_OK) {
        for (; st == RAT_OK && at < count && known[at].docid < walk.docnum; at++)
            st = delete_document(f, known[at].docid, err);
        bool is_there = at < count && known[at].docid == walk.docnum;
        bool is_same = is_there && known[at].stamp == rat_xapian_stamp(&walk);
        at += is_there;
        if (st == RAT_OK && !is_same)
            st = put_document(f, &walk, err);
        if (st != RAT_OK)
            return st;
        if (f->options->stop && *f->options->stop) {
            st = rat_xapian_update_commit(f->update, err);
            return st == RAT_OK ? rat_fail(err, RAT_EINTERRUPTED, "%s",
                                           _("Unterbrochen; der Xapian-Index ist hinter dem Archiv zurück"))
                                : st;
        }
    }
    for (st = st == RAT_END ? RAT_OK : st; st == RAT_OK && at < count; at++)
        st = delete_document(f, known[at].docid, err);
    return st;
}

static rat_status open_words(struct follow *f, struct rat_err *err)
{
    const struct rat_manifest *m = rat_writer_manifest(f->writer);
    rat_status st = RAT_OK;
    if (m->model) {
        st = rat_word_model_open(rat_writer_index(f->writer), m->model, &m->model_file, &f->model, err);
        if (st == RAT_OK)
            st = rat_compounds_open(f->model->bytes, (size_t)f->model->size, &f->compounds, err);
    }
    const struct rat_xapian_sources sources = {.catalogue = f->catalogue,
                                               .contents = rat_writer_contents(f->writer),
                                               .analyzer = m->analyzer,
                                               .analyzer_version = m->analyzer_version,
                                               .model = f->compounds};
    return st == RAT_OK ? rat_xapian_reader_new(&sources, &f->reader, err) : st;
}

static rat_status run(struct follow *f, bool anew, bool scrub, struct rat_err *err)
{
    rat_status st = open_words(f, err);
    if (st == RAT_OK)
        st = rat_xapian_update_open(rat_writer_path(f->writer), anew, &f->update, err);
    if (st == RAT_OK)
        st = put_differences(f, err);
    if (st == RAT_OK && scrub && !anew)
        st = rat_xapian_forget_bounds(rat_xapian_update_writer(f->update), err);
    return st == RAT_OK ? rat_xapian_update_finish(f->update, &f->state, scrub, err) : st;
}

static rat_status end_scrub(struct rat_catalogue *catalogue, struct rat_err *err)
{
    rat_status st = rat_catalogue_begin(catalogue, err);
    if (st == RAT_OK)
        st = rat_catalogue_set_number(catalogue, SETTING_SCRUB, 0, err);
    return st == RAT_OK ? rat_catalogue_commit(catalogue, err) : st;
}

rat_status rat_xapian_follow(struct rat_writer *writer, enum rat_xapian_how how,
                             const struct rat_ingest_options *options, struct rat_ingest_report *report,
                             struct rat_err *err)
{
    static const struct rat_ingest_options no_options;
    struct rat_ingest_report unused = {0};
    struct follow f = {.writer = writer,
                       .catalogue = rat_writer_catalogue(writer),
                       .options = options ? options : &no_options,
                       .report = report ? report : &unused};
    bool anew = how == RAT_XAPIAN_REBUILD, current;
    uint64_t scrub = 0;
    double started = rat_seconds();
    if (!f.catalogue)
        return rat_fail(err, RAT_EUSAGE, "%s",
                        _("Dieses Archiv hat keine Texte, aus denen ein Index entstehen könnte"));
    rat_status st = rat_catalogue_get_number(f.catalogue, SETTING_SCRUB, 0, &scrub, err);
    if (st == RAT_OK)
        st = rat_xapian_state_of(f.catalogue, rat_writer_manifest(writer), &f.state, err);
    if (st == RAT_OK)
        st = look(&f, &anew, &current, scrub != 0, err);
    if (st == RAT_OK && (!current || scrub))
        st = run(&f, anew, scrub != 0, err);
    if (st == RAT_OK && scrub)
        st = end_scrub(f.catalogue, err);
    f.report->xapian_s = rat_seconds() - started;
    rat_xapian_update_close(f.update);
    rat_xapian_reader_free(f.reader);
    rat_compounds_free(f.compounds);
    rat_word_model_close(f.model);
    rat_buf_release(&f.known);
    return st;
}
