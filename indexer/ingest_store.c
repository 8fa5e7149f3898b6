/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Part of an import: what is put into the catalogue. */
#include "indexer/ingest_internal.h"

#include "base/hash.h"
#include "extract/problem.h"
#include "indexer/header.h"
#include "indexer/read_ahead.h"
#include "indexer/references.h"
#include "text/analyzer.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

rat_status rat_ingest_set_seen(struct rat_buf *seen, uint64_t number, struct rat_err *err)
{
    size_t byte = (size_t)(number / 8);
    if (byte >= seen->size)
        rat_buf_zero(seen, byte + 1 - seen->size + seen->size / 2);
    if (seen->failed)
        return rat_nomem(err);
    seen->data[byte] |= (unsigned char)(1u << (number % 8));
    return RAT_OK;
}

bool rat_ingest_is_seen(const struct rat_buf *seen, uint64_t number)
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

static rat_status put_numbered(struct ingest *in, const struct rat_paper *paper, uint64_t stamp, int64_t *row,
                               struct rat_err *err)
{
    struct rat_arena arena;
    struct rat_paper numbered = *paper;
    rat_arena_init(&arena, 1024);
    rat_status st = rat_paper_numbers(&numbered, &arena);
    st = st == RAT_OK ? rat_catalogue_put_paper(in->catalogue, &numbered, stamp, row, err) : rat_nomem(err);
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
        return rat_ingest_set_seen(&in->seen_papers, known.docnum, err);
    if (docnum && known.docnum)
        st = keeps_stored(in, paper, docnum, &keep, err);
    if (st != RAT_OK || keep)
        return st == RAT_OK ? rat_ingest_set_seen(&in->seen_papers, known.docnum, err) : st;
    st = put_numbered(in, paper, stamp, &row, err);
    if (st != RAT_OK)
        return st;
    in->dirty = true;
    in->report->papers_added += !known.docnum;
    in->report->papers_changed += known.docnum && !(gone && !known.removed);
    in->report->papers_removed += gone && !known.removed;
    return rat_ingest_set_seen(&in->seen_papers, (uint64_t)row, err);
}

rat_status rat_ingest_remove_document(struct ingest *in, uint32_t docnum, const char *day,
                                      struct rat_err *err)
{
    rat_status st = rat_catalogue_remove_document(in->catalogue, docnum, day, err);
    if (st == RAT_OK)
        st = rat_marks_add(&in->marks, docnum, RAT_MARK_HIDDEN, err);
    in->dirty = true;
    in->report->removed++;
    return st;
}

/* A paper that its source deleted takes its documents along, on the day that the source says. */
rat_status rat_ingest_remove_documents_of(struct ingest *in, const char *paper_id, const char *day,
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
            st = rat_ingest_remove_document(in, docnums[i], day, err);
    }
    rat_arena_release(&arena);
    return st == RAT_ENOTFOUND ? RAT_OK : st;
}

/* The ids of a dump's objects differ in their last part, which is the name of their file. */
rat_status rat_ingest_learn_base(struct ingest *in, const char *id, const char **base, struct rat_err *err)
{
    const char *slash = strrchr(id, '/');
    if (!slash)
        return RAT_OK;
    *base = rat_arena_strndup(&in->pass, id, (size_t)(slash - id) + 1);
    return *base ? RAT_OK : rat_nomem(err);
}

rat_status rat_ingest_take_paper(struct ingest *in, const struct rat_paper *paper, struct rat_err *err)
{
    rat_status st = put_paper(in, paper, 0, err);
    if (st == RAT_OK && !in->paper_base)
        st = rat_ingest_learn_base(in, paper->id, &in->paper_base, err);
    return st == RAT_OK && paper->removed_at
               ? rat_ingest_remove_documents_of(in, paper->id, paper->removed_at, err)
               : st;
}

rat_status rat_ingest_take_meeting(struct ingest *in, const struct rat_meeting *meeting, struct rat_err *err)
{
    struct rat_known known;
    uint64_t stamp;
    int64_t row;
    rat_status st = rat_catalogue_known_meeting(in->catalogue, meeting->id, &known, err);
    if (st == RAT_OK && rat_meeting_stamp(meeting, in->salt, &stamp) != RAT_OK)
        st = rat_nomem(err);
    if (st == RAT_OK && !in->meeting_base)
        st = rat_ingest_learn_base(in, meeting->id, &in->meeting_base, err);
    if (st != RAT_OK)
        return st;
    if (known.docnum && known.stamp == stamp && known.removed == (meeting->removed_at != NULL))
        return rat_ingest_set_seen(&in->seen_meetings, known.docnum, err);
    in->dirty = true;
    in->report->meetings_changed++;
    st = rat_catalogue_put_meeting(in->catalogue, meeting, stamp, &row, err);
    return st == RAT_OK ? rat_ingest_set_seen(&in->seen_meetings, (uint64_t)row, err) : st;
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
        st = rat_ingest_set_seen(&in->seen_documents, job->docnum, err);
    in->dirty = true;
    in->report->added += !job->known.docnum;
    in->report->changed += job->known.docnum && !job->known.removed;
    in->report->restored += job->known.docnum && job->known.removed;
    in->report->undecodable += d->undecodable > 0;
    in->report->without_text += job->tokens == 0;
    in->report->failed += job->unreadable;
    in->report->scans += d->problems && strstr(d->problems, RAT_PROBLEM_SCAN);
    if (job->unreadable && in->options.failed)
        in->options.failed(in->options.ctx, &job->err);
    in->report->without_paper += d->paper_id == NULL;
    return st;
}

/* An unchanged text was not read, so the paper that its head made was not seen either. */
rat_status rat_ingest_see_with_paper(struct ingest *in, uint32_t docnum, struct rat_err *err)
{
    struct rat_arena arena;
    struct rat_document document;
    struct rat_known known = {0};
    rat_arena_init(&arena, 4096);
    rat_status st = rat_ingest_set_seen(&in->seen_documents, docnum, err);
    if (st == RAT_OK)
        st = rat_catalogue_document(in->catalogue, docnum, &arena, &document, err);
    if (st == RAT_OK && document.paper_id)
        st = rat_catalogue_known_paper(in->catalogue, document.paper_id, &known, err);
    rat_arena_release(&arena);
    return st == RAT_OK && known.docnum ? rat_ingest_set_seen(&in->seen_papers, known.docnum, err) : st;
}

static rat_status keep_unchanged(struct ingest *in, const struct rat_job *job, struct rat_err *err)
{
    if (job->item->make_paper)
        return rat_ingest_see_with_paper(in, job->docnum, err);
    rat_status st = rat_ingest_set_seen(&in->seen_documents, job->docnum, err);
    return st == RAT_OK && job->paper_item ? put_paper(in, &job->paper_item->paper, job->docnum, err) : st;
}

/* What a purged document says of its paper stays out; but the paper, if it is there for others, is not gone. */
rat_status rat_ingest_skip_purged(struct ingest *in, const struct rat_job *job, struct rat_err *err)
{
    struct rat_known known = {0};
    rat_status st = RAT_OK;
    in->report->skipped_purged++;
    if (job->paper_item)
        st = rat_catalogue_known_paper(in->catalogue, job->paper_item->paper.id, &known, err);
    return st == RAT_OK && known.docnum ? rat_ingest_set_seen(&in->seen_papers, known.docnum, err) : st;
}

rat_status rat_ingest_finish(struct ingest *in, struct rat_job *job, struct rat_err *err)
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
        rat_ingest_reject(in, &job->err);
        /* what cannot be read today is not gone at its source */
        if (job->known.docnum)
            st = rat_ingest_see_with_paper(in, job->known.docnum, err);
        break;
    case RAT_JOB_PURGED: st = rat_ingest_skip_purged(in, job, err); break;
    case RAT_JOB_FAILED:
        st = job->err.code != RAT_OK ? job->err.code : RAT_ENOMEM;
        if (err)
            *err = job->err;
        break;
    }
    rat_job_free(job);
    return st;
}
