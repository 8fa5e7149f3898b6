/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/catalogue_internal.h"

/* Collects the rows that one statement finds for one text: the first's number, everybody's id. */
struct candidates {
    struct rat_buf ids; /* const char * in the arena */
    struct rat_arena *arena;
    uint32_t docnum;      /* of the first, for documents */
    const char *paper_id; /* of documents: that of the first ... */
    bool one_paper;       /* ... and all others have the same */
};

static size_t candidate_count(const struct candidates *found)
{
    return found->ids.size / sizeof(const char *);
}

static void add_document(const struct rat_query *query, struct candidates *found)
{
    const char *paper_id = rat_query_get_text(query, RAT_DOC_PAPER_ID, found->arena);
    if (candidate_count(found) == 0) {
        found->docnum = (uint32_t)rat_query_get_int(query, RAT_DOC_NUM);
        found->paper_id = paper_id;
        found->one_paper = paper_id != NULL;
    } else if (!paper_id || !found->paper_id || strcmp(paper_id, found->paper_id) != 0) {
        found->one_paper = false;
    }
}

static rat_status collect(struct rat_catalogue *catalogue, int statement, const char *text,
                          struct candidates *found, struct rat_err *err)
{
    struct rat_query query = rat_query_start(catalogue, statement, err);
    rat_query_text(&query, text);
    rat_status st;
    while ((st = rat_query_next(&query)) == RAT_OK) {
        bool document = query.table == RAT_T_DOCUMENTS;
        if (document)
            add_document(&query, found);
        const char *id = rat_query_get_text(&query, document ? RAT_DOC_ID : RAT_PAPER_ID, found->arena);
        rat_buf_append(&found->ids, &id, sizeof id);
    }
    rat_query_end(&query);
    if (st == RAT_END)
        st = found->ids.failed || found->arena->failed ? rat_nomem(err) : RAT_OK;
    return st;
}

static rat_status give(const struct candidates *found, enum rat_named kind, struct rat_resolved *out,
                       struct rat_err *err)
{
    struct rat_resolved resolved = {.kind = kind, .matches = candidate_count(found)};
    const char **ids = rat_arena_memdup(found->arena, found->ids.data, found->ids.size);
    if (!ids)
        return rat_nomem(err);
    resolved.ids = ids;
    if (kind == RAT_NAMED_DOCUMENT && resolved.matches == 1)
        resolved.docnum = found->docnum;
    if (kind == RAT_NAMED_PAPER && resolved.matches == 1)
        resolved.paper_id = ids[0];
    *out = resolved;
    return RAT_OK;
}

/* Several documents with the same number that all belong to one paper name that paper, if it is in the archive. */
static rat_status fold_into_paper(struct rat_catalogue *catalogue, struct candidates *found,
                                  enum rat_named *kind, struct rat_err *err)
{
    if (candidate_count(found) < 2 || !found->one_paper)
        return RAT_OK;
    struct rat_known known;
    rat_status st = rat_catalogue_known_paper(catalogue, found->paper_id, &known, err);
    if (st != RAT_OK || !known.docnum)
        return st;
    rat_buf_clear(&found->ids);
    rat_buf_append(&found->ids, &found->paper_id, sizeof found->paper_id);
    *kind = RAT_NAMED_PAPER;
    return RAT_OK;
}

rat_status rat_catalogue_resolve(struct rat_catalogue *catalogue, const char *text, struct rat_arena *arena,
                                 struct rat_resolved *out, struct rat_err *err)
{
    /* in this order; the first that finds anything decides */
    static const struct {
        int statement;
        enum rat_named kind;
        bool by_reference;
    } ways[] = {
        {RAT_S_DOCUMENT_BY_ID, RAT_NAMED_DOCUMENT, false},
        {RAT_S_PAPER_BY_ID, RAT_NAMED_PAPER, false},
        {RAT_S_DOCUMENTS_BY_SHORT_ID, RAT_NAMED_DOCUMENT, false},
        {RAT_S_PAPERS_BY_SHORT_ID, RAT_NAMED_PAPER, false},
        {RAT_S_PAPERS_BY_REFERENCE, RAT_NAMED_PAPER, true},
        {RAT_S_DOCUMENTS_BY_REFERENCE, RAT_NAMED_DOCUMENT, true},
    };
    struct candidates found = {.ids = RAT_BUF_INIT, .arena = arena};
    struct rat_buf key = RAT_BUF_INIT;
    rat_catalogue_reference_key(text, &key);
    const char *reference = rat_buf_cstr(&key);
    rat_status st = key.failed ? rat_nomem(err) : RAT_OK;
    for (size_t i = 0; st == RAT_OK && i < sizeof ways / sizeof *ways; i++) {
        st = collect(catalogue, ways[i].statement, ways[i].by_reference ? reference : text, &found, err);
        if (st != RAT_OK || candidate_count(&found) == 0)
            continue;
        enum rat_named kind = ways[i].kind;
        if (ways[i].by_reference && kind == RAT_NAMED_DOCUMENT)
            st = fold_into_paper(catalogue, &found, &kind, err);
        if (st == RAT_OK)
            st = give(&found, kind, out, err);
        goto done;
    }
    if (st == RAT_OK) {
        out->matches = 0;
        st = rat_fail(err, RAT_ENOTFOUND, _("Weder ein Dokument noch eine Vorlage heißt „%s“"), text);
        rat_err_where(err, "%s", catalogue->path);
        rat_err_hint(err, "%s", _("Die Kennung aus der Trefferliste oder die Vorlagennummer angeben"));
    }
done:
    rat_buf_release(&key);
    rat_buf_release(&found.ids);
    return st;
}
