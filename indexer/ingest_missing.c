/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Part of an import: what is not taken, and what its source no longer has. */
#include "indexer/ingest_internal.h"

#include "base/hash.h"
#include "indexer/header.h"
#include "indexer/read_ahead.h"
#include "text/analyzer.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

struct protected
{
    struct protected *next;
    enum rat_protects what;
    const char *place;
};

/* ---- what is not taken ---- */

rat_status rat_ingest_protect(struct ingest *in, enum rat_protects what, const char *place,
                              struct rat_err *err)
{
    if (!in->source->mirror)
        return RAT_OK;
    /* a file with many bad lines says the same place again and again */
    if (in->safe && in->safe->what == what && strcmp(in->safe->place, place) == 0)
        return RAT_OK;
    struct protected *safe = rat_arena_calloc(&in->pass, 1, sizeof *safe);
    const char *copy = rat_arena_strdup(&in->pass, place);
    if (!safe || !copy)
        return rat_nomem(err);
    *safe = (struct protected){in->safe, what, copy};
    in->safe = safe;
    return RAT_OK;
}

rat_status rat_ingest_take_rejected(struct ingest *in, const struct rat_item *item, struct rat_err *err)
{
    rat_ingest_reject(in, &item->reason);
    in->objects_rejected |= item->protects == RAT_PROTECTS_PAPER || item->protects == RAT_PROTECTS_MEETING;
    in->nothing_is_gone |= item->protects == RAT_PROTECTS_ALL;
    if (item->protects == RAT_PROTECTS_ALL || item->protects == RAT_PROTECTS_NOTHING)
        return RAT_OK;
    return rat_ingest_protect(in, item->protects, item->place, err);
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
        st = rat_ingest_remove_document(in, docnum, day, err);
    if (st == RAT_OK && document.paper_id)
        st = hide_paper_left_alone(in, document.paper_id, day, err);
    rat_arena_release(&arena);
    return st;
}

/* What was public when it was imported and is not now goes out of sight at once. */
rat_status rat_ingest_take_skipped(struct ingest *in, const char *id, struct rat_err *err)
{
    struct rat_known known = {0};
    char day[RAT_DATE_TEXT];
    in->report->skipped_nonpublic++;
    if (!id)
        return RAT_OK;
    rat_date_format(rat_date_today(), day);
    rat_status st = rat_ingest_make_settled(in, id, err);
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
        return st == RAT_OK ? rat_ingest_remove_documents_of(in, id, day, err) : st;
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

/* ---- what is gone ---- */

static bool is_below(const char *location, const char *place)
{
    size_t n = strlen(place);
    return location && strncmp(location, place, n) == 0 &&
           (location[n] == '\0' || location[n] == '/' || location[n] == ':' || location[n] == '!');
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
    return st == RAT_OK && *out ? rat_ingest_see_with_paper(in, docnum, err) : st;
}

static rat_status see_paper(struct ingest *in, const char *id, struct rat_arena *arena, struct rat_err *err)
{
    struct rat_known known = {0};
    uint32_t *docnums;
    size_t count = 0;
    rat_status st = rat_catalogue_known_paper(in->catalogue, id, &known, err);
    if (st != RAT_OK || !known.docnum)
        return st;
    st = rat_ingest_set_seen(&in->seen_papers, known.docnum, err);
    if (st == RAT_OK)
        st = rat_catalogue_paper_documents(in->catalogue, id, arena, &docnums, &count, err);
    for (size_t i = 0; st == RAT_OK && i < count; i++)
        st = rat_ingest_set_seen(&in->seen_documents, docnums[i], err);
    return st;
}

/* Papers and meetings whose files could not be read count as seen. */
static rat_status see_rejected(struct ingest *in, struct rat_err *err)
{
    rat_status st = RAT_OK;
    for (const struct protected *p = in->safe; p && st == RAT_OK; p = p->next) {
        bool paper = p->what == RAT_PROTECTS_PAPER, whole = strstr(p->place, "://") != NULL;
        const char *base = whole ? "" : paper ? in->paper_base : in->meeting_base;
        struct rat_known known = {0};
        if (p->what == RAT_PROTECTS_PATH)
            continue;
        if (p->what == RAT_PROTECTS_DOCUMENT) {
            st = rat_catalogue_known_document(in->catalogue, p->place, &known, err);
            if (st == RAT_OK && known.docnum)
                st = rat_ingest_see_with_paper(in, known.docnum, err);
            continue;
        }
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
            st = rat_ingest_set_seen(&in->seen_meetings, known.docnum, err);
    }
    return st;
}

static rat_status mark_missing_meetings(struct ingest *in, const char *day, struct rat_err *err)
{
    int64_t row = 0;
    bool removed;
    rat_status st;
    while ((st = rat_catalogue_walk_meetings(in->catalogue, in->source_id, &row, &removed, err)) == RAT_OK) {
        if (removed || rat_ingest_is_seen(&in->seen_meetings, (uint64_t)row))
            continue;
        if ((st = rat_catalogue_remove_meeting(in->catalogue, row, day, err)) != RAT_OK)
            return st;
        in->dirty = true;
        in->report->meetings_removed++;
    }
    return st == RAT_END ? RAT_OK : st;
}

/* After a complete pass over a mirror: what it no longer has. */
rat_status rat_ingest_mark_missing(struct ingest *in, struct rat_err *err)
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
        if (walk.removed || rat_ingest_is_seen(&in->seen_documents, walk.docnum))
            continue;
        bool safe;
        if ((st = is_safe(in, walk.docnum, &safe, err)) != RAT_OK)
            return st;
        if (!safe && (st = rat_ingest_remove_document(in, walk.docnum, day, err)) != RAT_OK)
            return st;
    }
    while (st == RAT_END &&
           (st = rat_catalogue_walk_papers(in->catalogue, in->source_id, &row, &removed, err)) == RAT_OK) {
        if (removed || rat_ingest_is_seen(&in->seen_papers, (uint64_t)row)) {
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
