/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/xapian_reader.h"

#include "indexer/header.h"
#include "indexer/index_fields.h"

#include <stdlib.h>

struct rat_xapian_reader {
    struct rat_xapian_sources from;
    struct rat_xapian_maker *maker;
    struct rat_buf text;
    struct rat_arena arena; /* of one document */
};

rat_status rat_xapian_reader_new(const struct rat_xapian_sources *sources, struct rat_xapian_reader **out,
                                 struct rat_err *err)
{
    struct rat_xapian_reader *r = calloc(1, sizeof *r);
    if (!r)
        return rat_nomem(err);
    r->from = *sources;
    rat_arena_init(&r->arena, 0);
    rat_status st =
        rat_xapian_maker_new(sources->analyzer, sources->analyzer_version, sources->model, &r->maker, err);
    if (st != RAT_OK) {
        rat_xapian_reader_free(r);
        return st;
    }
    *out = r;
    return RAT_OK;
}

void rat_xapian_reader_free(struct rat_xapian_reader *r)
{
    if (!r)
        return;
    rat_xapian_maker_free(r->maker);
    rat_buf_release(&r->text);
    rat_arena_release(&r->arena);
    free(r);
}

static rat_status read_text(struct rat_xapian_reader *r, const struct rat_document *d, struct rat_err *err)
{
    struct rat_content_place place;
    rat_buf_clear(&r->text);
    rat_status st = rat_catalogue_find_content(r->from.catalogue, d->text_sha, &place, err);
    if (st == RAT_ENOTFOUND)
        return rat_fail(err, RAT_EDAMAGED, "%s", _("Inhalt eines Dokuments fehlt"));
    return st == RAT_OK
               ? rat_contents_read(r->from.contents, &place, d->text_sha, 0, UINT64_MAX, &r->text, err)
               : st;
}

rat_status rat_xapian_reader_read(struct rat_xapian_reader *r, const struct rat_document_walk *walk,
                                  struct rat_xapian_read *out, uint64_t *postings, struct rat_err *err)
{
    struct rat_xapian_read read = {.made = NULL};
    struct rat_document *d = &read.document;
    struct rat_header header;
    struct rat_index_document document = {.docnum = walk->docnum};
    rat_arena_clear(&r->arena);
    rat_status st = rat_catalogue_document(r->from.catalogue, walk->docnum, &r->arena, d, err);
    if (st == RAT_OK)
        st = read_text(r, d, err);
    if (st != RAT_OK)
        return st;
    read.text = (const char *)r->text.data;
    read.text_size = r->text.size;
    if (rat_header_read(read.text, read.text_size, &r->arena, &header) != RAT_OK ||
        rat_index_fields(d, header.reference, &r->arena, &document) != RAT_OK)
        return rat_nomem(err);
    document.title = d->title ? d->title : "";
    document.title_size = strlen(document.title);
    document.text = read.text;
    document.text_size = read.text_size;
    st = rat_xapian_make(r->maker, &document, rat_xapian_stamp(walk), walk->removed, &read.made, postings,
                         err);
    if (st == RAT_OK)
        *out = read;
    return st;
}
