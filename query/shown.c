/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/shown.h"

#include "query/named.h"

#define CANDIDATES_SHOWN 8u

/* The paper of a document; one that is named but not there (a dangling link) is no error. */
static rat_status load_paper(struct rat_shown *show, const char *id, struct rat_err *err)
{
    rat_status st = rat_catalogue_paper(show->snapshot->catalogue, id, show->arena, &show->paper, err);
    show->has_paper = st == RAT_OK;
    return st == RAT_ENOTFOUND && !show->is_paper ? RAT_OK : st;
}

static rat_status load_document(struct rat_shown *show, uint32_t docnum, struct rat_err *err)
{
    struct rat_catalogue *catalogue = show->snapshot->catalogue;
    rat_status st = rat_catalogue_document(catalogue, docnum, show->arena, &show->document, err);
    if (st == RAT_OK)
        st = rat_catalogue_versions(catalogue, docnum, show->arena, &show->versions, &show->version_count,
                                    err);
    if (st == RAT_OK && show->document.paper_id)
        st = load_paper(show, show->document.paper_id, err);
    return st;
}

static rat_status load_siblings(struct rat_shown *show, struct rat_err *err)
{
    uint32_t *docnums = NULL;
    size_t count = 0;
    rat_status st = rat_catalogue_paper_documents(show->snapshot->catalogue, show->paper.id, show->arena,
                                                  &docnums, &count, err);
    if (st != RAT_OK)
        return st;
    show->siblings = rat_arena_calloc(show->arena, count + 1, sizeof *show->siblings);
    if (!show->siblings)
        return rat_nomem(err);
    for (; show->sibling_count < count; show->sibling_count++) {
        st = rat_catalogue_document(show->snapshot->catalogue, docnums[show->sibling_count], show->arena,
                                    &show->siblings[show->sibling_count], err);
        if (st != RAT_OK)
            return st;
    }
    return RAT_OK;
}

rat_status rat_shown_load(struct rat_shown *show, const char *name, struct rat_err *err)
{
    struct rat_resolved found = {0};
    rat_status st = rat_named_find(show->snapshot, name, show->arena, &found, err);
    if (st != RAT_OK)
        return st;
    show->is_paper = found.kind == RAT_NAMED_PAPER;
    st = show->is_paper ? load_paper(show, found.paper_id, err) : load_document(show, found.docnum, err);
    if (st == RAT_OK && show->has_paper)
        st = load_siblings(show, err);
    return st;
}

rat_status rat_shown_document(const struct rat_shown *show, const struct rat_document **out,
                              struct rat_err *err)
{
    *out = &show->document;
    if (!show->is_paper)
        return RAT_OK;
    if (show->sibling_count == 1) {
        *out = &show->siblings[0];
        return RAT_OK;
    }
    if (show->sibling_count == 0) {
        rat_fail(err, RAT_ENOTFOUND, "%s", _("Die Vorlage hat keine Dokumente"));
        rat_err_where(err, "%s", show->paper.id);
        return RAT_ENOTFOUND;
    }
    struct rat_buf list = RAT_BUF_INIT;
    for (size_t i = 0; i < show->sibling_count && i < CANDIDATES_SHOWN; i++)
        rat_buf_printf(&list, "%s%s", i > 0 ? ", " : "", show->siblings[i].id);
    rat_fail(err, RAT_EUSAGE, _("Die Vorlage hat %zu Dokumente, gezeigt wird immer nur eines"),
             show->sibling_count);
    rat_err_where(err, "%s", show->paper.id);
    rat_err_hint(err, _("Eines davon angeben: %s"), rat_buf_cstr(&list));
    rat_buf_release(&list);
    return RAT_EUSAGE;
}

rat_status rat_shown_load_paper(struct rat_shown *show, const char *id, struct rat_err *err)
{
    show->is_paper = true;
    rat_status st = load_paper(show, id, err);
    return st == RAT_OK ? load_siblings(show, err) : st;
}
