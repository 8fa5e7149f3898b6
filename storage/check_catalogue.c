/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/check_internal.h"

#include <stdlib.h>
#include <sys/stat.h>

/* ---- rows ---- */

struct place {
    struct rat_check *check;
    const char *path;
};

static void row_is_damaged(void *ctx, const char *where, const char *what)
{
    struct place *place = ctx;
    rat_check_finding(place->check, place->path, "%s: %s", where, what);
}

rat_status rat_check_catalogue(struct rat_check *check, struct rat_catalogue *catalogue, const char *path)
{
    struct place place = {check, path};
    struct rat_err err = RAT_ERR_INIT;
    uint64_t findings = 0;
    rat_status st = rat_catalogue_check(catalogue, row_is_damaged, &place, &findings, &err);
    return st == RAT_OK ? RAT_OK : rat_check_failed(check, st, path, &err);
}

/* ---- packs ---- */

struct packs {
    struct rat_check *check;
    const struct rat_layout *layout;
    struct rat_contents *contents;
    uint32_t pack; /* whose contents are being walked; 0: none */
    bool is_there;
    uint64_t end;  /* of the last content in it */
    uint32_t last; /* as the catalogue's settings say */
    uint64_t last_bytes;
    struct rat_buf path;
};

static void pack_is_damaged(void *ctx, uint64_t offset, const char *what)
{
    struct place *place = ctx;
    rat_check_finding(place->check, place->path, _("Byte %llu: %s"), (unsigned long long)offset, what);
}

/* The file of the pack that the walk has left, up to what counts of it: behind that a crash may have left garbage. */
static rat_status end_pack(struct packs *p)
{
    struct stat info;
    struct rat_err err = RAT_ERR_INIT;
    uint64_t findings = 0, bytes = p->end;
    if (!p->pack)
        return RAT_OK;
    const char *path = rat_buf_cstr(&p->path);
    struct place place = {p->check, path};
    if (p->pack == p->last)
        bytes = p->last_bytes > bytes ? p->last_bytes : bytes;
    else if (stat(path, &info) == 0 && (uint64_t)info.st_size > bytes)
        bytes = (uint64_t)info.st_size; /* complete: a later one was begun */
    if (p->check->sample > 0)
        return RAT_OK; /* no byte but those that were drawn */
    rat_status st =
        rat_contents_check_pack(path, bytes, p->check->deep, pack_is_damaged, &place, &findings, &err);
    return st == RAT_OK ? RAT_OK : rat_check_failed(p->check, st, path, &err);
}

static rat_status begin_pack(struct packs *p, uint32_t pack)
{
    struct stat info;
    rat_status st = end_pack(p);
    if (st != RAT_OK)
        return st;
    p->pack = pack;
    p->end = 0;
    rat_contents_pack_path(p->layout->contents, pack, &p->path);
    p->is_there = stat(rat_buf_cstr(&p->path), &info) == 0;
    return p->path.failed ? RAT_ENOMEM : RAT_OK;
}

/* xorshift64*, seeded by the system: nobody shall know beforehand which contents are looked at. */
static bool is_drawn(struct rat_check *check)
{
    uint64_t x = check->random;
    x ^= x >> 12;
    x ^= x << 25;
    x ^= x >> 27;
    check->random = x;
    return (double)((x * UINT64_C(0x2545f4914f6cdd1d)) >> 11) < check->sample * 9007199254740992.0;
}

/* An object where the catalogue says: whole, against its SHA-256, or only its head; its blocks are then checked with the
 * pack. */
static rat_status check_place(struct packs *p, const struct rat_content_place *place, const uint8_t *sha)
{
    struct rat_err err = RAT_ERR_INIT;
    struct rat_buf out = RAT_BUF_INIT;
    uint64_t end = place->offset + place->stored;
    p->end = end > p->end ? end : p->end;
    if (!p->is_there)
        return RAT_OK; /* said once, for the pack */
    struct rat_check_result *result = p->check->result;
    result->contents++;
    if (p->check->sample > 0 && !is_drawn(p->check))
        return RAT_OK;
    bool whole = p->check->sample > 0; /* otherwise the walk over the pack, which needs no memory for it */
    rat_status st =
        rat_contents_read(p->contents, place, sha, 0, whole || !place->size ? place->size : 1, &out, &err);
    result->contents_read += p->check->deep;
    result->bytes_read += p->check->deep ? place->size : 0;
    rat_buf_release(&out);
    return st == RAT_OK ? RAT_OK : rat_check_failed(p->check, st, rat_buf_cstr(&p->path), &err);
}

static rat_status walk_contents(struct packs *p, struct rat_catalogue *catalogue)
{
    struct rat_content_place place = {0};
    uint8_t sha[RAT_SHA256_BYTES];
    struct rat_err err = RAT_ERR_INIT;
    rat_status st;
    while ((st = rat_catalogue_walk_contents(catalogue, &place, sha, &err)) == RAT_OK) {
        if (place.pack != p->pack)
            st = begin_pack(p, place.pack);
        if (st == RAT_OK)
            st = check_place(p, &place, sha);
        if (st != RAT_OK)
            return st;
    }
    return st == RAT_END ? RAT_OK : rat_check_failed(p->check, st, p->layout->catalogue, &err);
}

rat_status rat_check_packs(struct rat_check *check, struct rat_catalogue *catalogue,
                           const struct rat_layout *layout)
{
    struct packs p = {.check = check, .layout = layout};
    struct rat_err err = RAT_ERR_INIT;
    uint64_t last = 0;
    rat_status st = rat_catalogue_get_number(catalogue, RAT_SETTING_PACK, 0, &last, &err);
    if (st == RAT_OK)
        st = rat_catalogue_get_number(catalogue, RAT_SETTING_PACK_BYTES, 0, &p.last_bytes, &err);
    if (st == RAT_OK)
        st = rat_contents_open(layout->contents, false, &p.contents, &err);
    if (st != RAT_OK)
        return rat_check_failed(check, st, layout->contents, &err);
    p.last = (uint32_t)last;
    st = walk_contents(&p, catalogue);
    if (st == RAT_OK && p.last && p.pack != p.last)
        st = begin_pack(&p, p.last);
    if (st == RAT_OK)
        st = end_pack(&p);
    rat_contents_close(p.contents);
    rat_buf_release(&p.path);
    return st;
}

/* ---- catalogue and index ---- */

static int by_docnum(const void *a, const void *b)
{
    const struct rat_check_document *x = a, *y = b;
    return (x->docnum > y->docnum) - (x->docnum < y->docnum);
}

struct fit {
    struct rat_check *check;
    struct rat_catalogue *catalogue;
    const char *path;
    const struct rat_check_document *at, *end;
};

/* Those of the index up to docnum that the catalogue does not know; of docnum itself what the row says. */
static void fit_document(struct fit *fit, uint32_t docnum, bool known, bool removed)
{
    while (fit->at < fit->end && fit->at->docnum < docnum) {
        rat_check_finding(fit->check, fit->path, _("Dokument %u steht im Index, aber nicht im Katalog"),
                          fit->at->docnum);
        fit->at++;
    }
    if (!known)
        return;
    unsigned shown = 0, all = 0;
    for (; fit->at < fit->end && fit->at->docnum == docnum; fit->at++, all++)
        shown += !fit->at->hidden;
    if (all > 1)
        rat_check_finding(fit->check, fit->path, _("Dokument %u steht mehrfach im Index"), docnum);
    else if (removed && shown)
        rat_check_finding(fit->check, fit->path, _("Dokument %u ist entfernt, aber im Index nicht verborgen"),
                          docnum);
    else if (!removed && !shown)
        rat_check_finding(fit->check, fit->path, _("Dokument %u fehlt im Index"), docnum);
}

/* The id beside the document in the index is the one that the catalogue has for its number. */
static rat_status fit_id(struct fit *fit, const struct rat_check_document *document)
{
    const struct rat_segment *segment = fit->check->segments[document->segment];
    struct rat_err err = RAT_ERR_INIT;
    struct rat_known known = {0};
    const char *bytes;
    uint32_t size;
    rat_status st = rat_segment_id(segment, document->document, &bytes, &size, &err);
    char *id = st == RAT_OK ? strndup(bytes, size) : NULL;
    if (st == RAT_OK)
        st = id ? rat_catalogue_known_document(fit->catalogue, id, &known, &err) : RAT_ENOMEM;
    if (st == RAT_OK && known.docnum != document->docnum)
        rat_check_finding(fit->check, segment->docs_file->path,
                          _("Dokument %u trägt die Kennung eines anderen"), document->docnum);
    free(id);
    return st == RAT_OK ? RAT_OK : rat_check_failed(fit->check, st, segment->docs_file->path, &err);
}

rat_status rat_check_fit(struct rat_check *check, struct rat_catalogue *catalogue, const char *path)
{
    struct rat_check_document *documents = (struct rat_check_document *)(void *)check->documents.data;
    size_t count = check->documents.size / sizeof *documents;
    if (count)
        qsort(documents, count, sizeof *documents, by_docnum);
    if (!catalogue) {
        for (size_t i = 1; i < count; i++)
            if (documents[i].docnum && documents[i].docnum == documents[i - 1].docnum)
                rat_check_finding(check, path, _("Dokument %u steht mehrfach im Index"), documents[i].docnum);
        return RAT_OK;
    }
    struct fit fit = {check, catalogue, path, documents, count ? documents + count : documents};
    struct rat_document_walk row = {0};
    struct rat_err err = RAT_ERR_INIT;
    rat_status st;
    while ((st = rat_catalogue_walk_documents(catalogue, 0, row.docnum, &row, &err)) == RAT_OK) {
        const struct rat_check_document *document = fit.at;
        fit_document(&fit, row.docnum, true, row.removed);
        if (fit.at > document && (st = fit_id(&fit, fit.at - 1)) != RAT_OK)
            return st;
    }
    if (st != RAT_END)
        return rat_check_failed(check, st, path, &err);
    fit_document(&fit, UINT32_MAX, false, false);
    return RAT_OK;
}
