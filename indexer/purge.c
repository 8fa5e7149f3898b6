/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purge: no byte of a document stays in any file. Segments that ever held it are written anew without it, packs likewise,
 * then the catalogue is scrubbed. The rewriting is one commit; files of the generation before are removed after it. Then the
 * Xapian index, if there is one; when the purge is killed before, the next command that writes does it.
 */
#include "indexer/forget_words.h"
#include "indexer/ingest_internal.h"
#include "indexer/merge.h"
#include "indexer/xapian_follow.h"
#include "storage/harvest_store.h"
#include "text/acronyms.h"

#include <stdlib.h>

struct purge {
    const char *archive;
    struct rat_writer *writer;
    struct rat_catalogue *catalogue;
    struct rat_arena arena;
    struct rat_buf docnums; /* uint32_t, distinct */
    struct rat_buf packs;   /* uint32_t: packs that hold purged contents, distinct */
    struct rat_buf papers;  /* const char *: papers of the purged documents */
    struct rat_marks marks;
    struct rat_acronyms *acronyms; /* that the purged documents explained */
    bool unread;                   /* a text that is damaged: who knows what it explained */
    struct rat_manifest next;
};

static bool has32(const struct rat_buf *list, uint32_t value)
{
    const uint32_t *at = (const uint32_t *)(const void *)list->data;
    for (size_t i = 0; i < list->size / sizeof *at; i++)
        if (at[i] == value)
            return true;
    return false;
}

static rat_status add32(struct rat_buf *list, uint32_t value, struct rat_err *err)
{
    if (!has32(list, value))
        rat_buf_append(list, &value, sizeof value);
    return list->failed ? rat_nomem(err) : RAT_OK;
}

static rat_status resolve(struct purge *p, const char *id, struct rat_err *err)
{
    struct rat_resolved found;
    rat_status st = rat_catalogue_resolve(p->catalogue, id, &p->arena, &found, err);
    if (st != RAT_OK)
        return st;
    if (found.matches != 1) {
        rat_fail(err, RAT_EUSAGE, _("„%s“ ist nicht eindeutig: %zu Treffer"), id, found.matches);
        rat_err_hint(err, "%s", _("Die volle Kennung angeben, wie `ratsarchiv search --json` sie nennt"));
        return RAT_EUSAGE;
    }
    if (found.kind == RAT_NAMED_DOCUMENT)
        return add32(&p->docnums, found.docnum, err);
    uint32_t *docnums;
    size_t count;
    st = rat_catalogue_paper_documents(p->catalogue, found.paper_id, &p->arena, &docnums, &count, err);
    for (size_t i = 0; st == RAT_OK && i < count; i++)
        st = add32(&p->docnums, docnums[i], err);
    return st;
}

/* Before its document is erased: to which paper it belonged. */
static rat_status note_paper(struct purge *p, uint32_t docnum, struct rat_err *err)
{
    struct rat_document document;
    rat_status st = rat_catalogue_document(p->catalogue, docnum, &p->arena, &document, err);
    if (st == RAT_OK && document.paper_id)
        rat_buf_append(&p->papers, &document.paper_id, sizeof document.paper_id);
    return st == RAT_OK && p->papers.failed ? rat_nomem(err) : st;
}

/* A paper that was made from several documents may say what only the purged one said: it is made anew from what is left. A
 * paper of an OParl source says what its own object says, and stays. Stamp 0: the next import may know more. */
static rat_status renew_paper(struct purge *p, const char *id, struct rat_err *err)
{
    struct rat_paper old, paper = {.id = id};
    struct rat_document d;
    uint32_t *docnums;
    size_t count = 0;
    int64_t row;
    rat_status st = rat_catalogue_paper(p->catalogue, id, &p->arena, &old, err);
    if (st != RAT_OK || old.raw)
        return st == RAT_ENOTFOUND ? RAT_OK : st;
    st = rat_catalogue_paper_documents(p->catalogue, id, &p->arena, &docnums, &count, err);
    if (st != RAT_OK || count == 0)
        return st == RAT_ENOTFOUND ? RAT_OK : st;
    st = rat_catalogue_document(p->catalogue, docnums[0], &p->arena, &d, err);
    if (st != RAT_OK)
        return st;
    paper.source = d.source;
    paper.reference = d.reference;
    paper.name = d.title;
    paper.type = d.type;
    paper.date = d.date;
    paper.date_origin = d.date_origin;
    paper.lead_office = d.lead_office;
    paper.status = d.status;
    paper.is_public = d.is_public;
    paper.body = d.body;
    paper.municipality = d.municipality;
    paper.removed_at = old.removed_at;
    paper.fields = d.fields;
    paper.field_count = d.field_count;
    return rat_catalogue_put_paper(p->catalogue, &paper, 0, &row, err);
}

static rat_status purge_papers(struct purge *p, struct rat_err *err)
{
    const char *const *papers = (const char *const *)(const void *)p->papers.data;
    rat_status st = rat_catalogue_purge_papers(p->catalogue, err);
    for (size_t i = 0; st == RAT_OK && i < p->papers.size / sizeof *papers; i++)
        st = renew_paper(p, papers[i], err);
    return st;
}

/* Before its document is erased: the acronyms that it explained in any of its versions. */
static rat_status note_acronyms(struct purge *p, uint32_t docnum, struct rat_err *err)
{
    struct rat_buf text = RAT_BUF_INIT;
    struct rat_version *versions;
    size_t count;
    rat_status st = rat_catalogue_versions(p->catalogue, docnum, &p->arena, &versions, &count, err);
    for (size_t i = 0; st == RAT_OK && i < count; i++) {
        const uint8_t *sha = versions[i].text_sha;
        struct rat_content_place place;
        st = rat_catalogue_find_content(p->catalogue, sha, &place, err);
        if (st == RAT_OK) /* one text behind the other: together they are one document */
            st = rat_contents_read(rat_writer_contents(p->writer), &place, sha, 0, UINT64_MAX, &text, err);
        rat_buf_puts(&text, "\n\n");
    }
    if (st == RAT_EDAMAGED || st == RAT_ENOTFOUND) {
        p->unread = true;
        st = RAT_OK;
    } else if (st == RAT_OK) {
        st = text.failed ? rat_nomem(err)
                         : rat_acronyms_learn(p->acronyms, (const char *)text.data, text.size, err);
    }
    rat_buf_release(&text);
    return st;
}

static rat_status purge_rows(struct purge *p, const char *reason, struct rat_err *err)
{
    const uint32_t *docnums = (const uint32_t *)(const void *)p->docnums.data;
    rat_status st = RAT_OK;
    for (size_t i = 0; st == RAT_OK && i < p->docnums.size / sizeof *docnums; i++) {
        uint8_t(*shas)[RAT_SHA256_BYTES];
        struct rat_content_place *places;
        size_t count = 0;
        st = note_paper(p, docnums[i], err);
        if (st == RAT_OK)
            st = note_acronyms(p, docnums[i], err);
        if (st == RAT_OK)
            st = rat_catalogue_purge_document(p->catalogue, docnums[i], reason, &p->arena, &shas, &places,
                                              &count, err);
        for (size_t k = 0; st == RAT_OK && k < count; k++)
            st = add32(&p->packs, places[k].pack, err);
        if (st == RAT_OK)
            st = rat_marks_add(&p->marks, docnums[i], RAT_MARK_DEAD, err);
    }
    return st;
}

static bool holds_any(const struct purge *p, const struct rat_segment *s)
{
    for (uint32_t d = 0; d < s->meta.documents; d++)
        if (has32(&p->docnums, (uint32_t)rat_numbers_get(&s->docnums, d)))
            return true;
    return false;
}

/* Dead copies count as well: an older version of the document may lie in any segment. */
static rat_status rewrite_segments(struct purge *p, const volatile sig_atomic_t *stop, struct rat_err *err)
{
    rat_status st = rat_marks_apply(&p->marks, p->writer, true, &p->next, err);
    const char *folder = rat_writer_index(p->writer);
    struct rat_manifest kept = {0};
    if (st == RAT_OK)
        st = rat_manifest_copy(&p->next, &kept, err);
    for (uint32_t i = 0; st == RAT_OK && i < kept.segment_count; i++) {
        struct rat_segment *s;
        struct rat_manifest_segment entry = {0};
        st = rat_segment_open(folder, &kept.segments[i], &s, err);
        if (st != RAT_OK)
            break;
        if (holds_any(p, s)) {
            st = rat_merge(&s, 1, folder, rat_writer_new_segment(p->writer),
                           &(struct rat_merge_options){.stop = stop}, &entry, err);
            if (st == RAT_OK)
                rat_manifest_remove(&p->next, kept.segments[i].id);
            if (st == RAT_OK && entry.documents)
                st = rat_manifest_add(&p->next, &entry, err);
        }
        rat_segment_close(s);
    }
    rat_manifest_release(&kept);
    return st;
}

static rat_status rewrite_packs(struct purge *p, struct rat_err *err)
{
    struct rat_contents *contents = rat_writer_contents(p->writer);
    struct rat_content_place place = {0};
    uint8_t sha[RAT_SHA256_BYTES];
    if (p->packs.size == 0)
        return RAT_OK;
    rat_status st = rat_contents_new_pack(contents, err);
    while (st == RAT_OK && (st = rat_catalogue_walk_contents(p->catalogue, &place, sha, err)) == RAT_OK) {
        struct rat_content_place moved;
        if (!has32(&p->packs, place.pack))
            continue;
        st = rat_contents_move(contents, &place, &moved, err);
        if (st == RAT_OK)
            st = rat_catalogue_put_content(p->catalogue, sha, &moved, err);
    }
    return st == RAT_END ? RAT_OK : st;
}

static rat_status drop_packs(struct purge *p, struct rat_err *err)
{
    const uint32_t *packs = (const uint32_t *)(const void *)p->packs.data;
    rat_status st = RAT_OK;
    for (size_t i = 0; st == RAT_OK && i < p->packs.size / sizeof *packs; i++)
        st = rat_contents_drop_pack(rat_writer_contents(p->writer), packs[i], err);
    return st;
}

static rat_status run(struct purge *p, const char *const *ids, size_t count, const char *reason,
                      const volatile sig_atomic_t *stop, struct rat_err *err)
{
    rat_status st = rat_manifest_copy(rat_writer_manifest(p->writer), &p->next, err);
    if (st == RAT_OK)
        st = rat_acronyms_new(&p->acronyms, err);
    for (size_t i = 0; st == RAT_OK && i < count; i++)
        st = resolve(p, ids[i], err);
    if (st == RAT_OK)
        st = rat_catalogue_begin(p->catalogue, err);
    if (st == RAT_OK)
        st = purge_rows(p, reason, err);
    if (st == RAT_OK)
        st = purge_papers(p, err);
    if (st == RAT_OK)
        st = rat_writer_want_scrub(p->writer, err);
    if (st == RAT_OK)
        st = rat_xapian_want_scrub(p->writer, err);
    if (st == RAT_OK)
        st = rewrite_segments(p, stop, err);
    if (st == RAT_OK)
        st = rat_forget_words(p->writer, &p->next, p->unread ? NULL : p->acronyms, err);
    if (st == RAT_OK)
        st = rewrite_packs(p, err);
    if (st == RAT_OK) /* what was harvested may hold the same words, and costs only time */
        st = rat_harvest_store_discard_all(p->archive, err);
    if (st == RAT_OK)
        st = rat_writer_commit(p->writer, &p->next, err);
    if (st == RAT_OK)
        st = drop_packs(p, err);
    if (st == RAT_OK && rat_xapian_is_wanted(p->writer, RAT_ENGINES_KEEP))
        st = rat_xapian_follow(p->writer, RAT_XAPIAN_FOLLOW, NULL, NULL, err);
    return st == RAT_OK ? rat_writer_scrub(p->writer, err) : st;
}

rat_status rat_purge(const char *archive, const char *const *ids, size_t count, const char *reason,
                     const struct rat_ingest_options *options, uint64_t *purged, struct rat_err *err)
{
    struct purge p = {.marks = RAT_MARKS_INIT, .archive = archive};
    rat_status st = rat_writer_open(archive, &p.writer, err);
    if (st != RAT_OK)
        return st;
    rat_arena_init(&p.arena, 0);
    p.catalogue = rat_writer_catalogue(p.writer);
    if (p.catalogue)
        st = run(&p, ids, count, reason, options ? options->stop : NULL, err);
    else
        st = rat_fail(err, RAT_EUSAGE, "%s",
                      _("Dieses Archiv hat nur einen Index; es gibt nichts zu löschen"));
    if (st == RAT_OK && purged)
        *purged = p.docnums.size / sizeof(uint32_t);
    rat_buf_release(&p.docnums);
    rat_buf_release(&p.packs);
    rat_buf_release(&p.papers);
    rat_marks_release(&p.marks);
    rat_acronyms_free(p.acronyms);
    rat_manifest_release(&p.next);
    rat_arena_release(&p.arena);
    rat_writer_close(p.writer);
    return st;
}
