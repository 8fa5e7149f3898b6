/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Checking the Xapian index: Xapian's own check of its tables, and, when it says that it is of the archive's generation, that it
 * has exactly the catalogue's documents. Xapian keeps no checksums: what these two do not notice stays unnoticed.
 */
#include "storage/check_internal.h"
#include "storage/xapian_index.h"

struct compare {
    struct rat_check *check;
    struct rat_catalogue *catalogue;
    const char *path;
    struct rat_document_walk next; /* the document of the catalogue that is due; docnum 0: none is left */
    rat_status status;
    struct rat_err err;
};

static void advance(struct compare *c)
{
    rat_status st = rat_catalogue_walk_documents(c->catalogue, 0, c->next.docnum, &c->next, &c->err);
    if (st != RAT_OK)
        c->next = (struct rat_document_walk){0};
    if (st != RAT_OK && st != RAT_END)
        c->status = st;
}

static void missing(struct compare *c)
{
    rat_check_finding(c->check, c->path, _("Dokument %u fehlt im Xapian-Index"), c->next.docnum);
    advance(c);
}

static bool compare_document(void *ctx, const struct rat_xapian_item *item)
{
    struct compare *c = ctx;
    uint64_t stamp = 0;
    while (c->next.docnum && c->next.docnum < item->number)
        missing(c);
    if (c->next.docnum != item->number) {
        rat_check_finding(c->check, c->path, _("Dokument %u des Xapian-Index kennt der Katalog nicht"),
                          item->number);
        return c->status == RAT_OK;
    }
    if (item->size == sizeof stamp)
        memcpy(&stamp, item->bytes, sizeof stamp);
    if (stamp != rat_xapian_stamp(&c->next))
        rat_check_finding(c->check, c->path, _("Dokument %u hat im Xapian-Index einen anderen Stand"),
                          item->number);
    advance(c);
    return c->status == RAT_OK;
}

static rat_status compare_documents(struct rat_check *check, struct rat_catalogue *catalogue,
                                    const struct rat_xapian_database *database, const char *path)
{
    struct compare c = {.check = check, .catalogue = catalogue, .path = path};
    struct rat_xapian_err failure;
    struct rat_err err;
    advance(&c);
    if (rat_xapian_database_values(database, RAT_XAPIAN_SLOT_STAMP, compare_document, &c, &failure) !=
        RAT_XAPIAN_OK)
        return failure.status == RAT_XAPIAN_DATABASE_MODIFIED
                   ? RAT_OK
                   : rat_check_failed(check, rat_xapian_fail(&failure, &err), path, &err);
    while (c.next.docnum)
        missing(&c);
    return c.status == RAT_OK ? RAT_OK : rat_check_failed(check, c.status, path, &c.err);
}

/* While somebody writes, half of a commit may look like damage. */
static bool is_being_written(const char *archive)
{
    struct rat_buf path = RAT_BUF_INIT;
    int lock = -1;
    rat_path_join(&path, archive, "LOCK");
    bool held = !path.failed && rat_file_lock(rat_buf_cstr(&path), &lock, NULL) == RAT_ELOCKED;
    rat_file_unlock(lock);
    rat_buf_release(&path);
    return held;
}

/* What Xapian's check says, cut to a line. */
static rat_status check_tables(struct rat_check *check, const char *archive, const char *path)
{
    char report[400];
    size_t errors = 0, size = 0;
    struct rat_xapian_err failure;
    struct rat_err err;
    bool failed =
        rat_xapian_check(path, &errors, report, sizeof report - 1, &size, &failure) != RAT_XAPIAN_OK;
    if ((failed || errors) && is_being_written(archive))
        return RAT_OK;
    if (failed)
        return rat_check_failed(check, rat_xapian_fail(&failure, &err), path, &err);
    report[size < sizeof report ? size : sizeof report - 1] = '\0';
    for (char *c = report; *c; c++)
        *c = *c == '\n' ? ' ' : *c;
    if (errors)
        rat_check_finding(check, path, _("Xapian meldet Fehler: %s"), report);
    return RAT_OK;
}

rat_status rat_check_xapian(struct rat_check *check, struct rat_catalogue *catalogue,
                            const struct rat_manifest *manifest, const char *archive)
{
    struct rat_xapian_database *database = NULL;
    struct rat_xapian_state state;
    struct rat_buf path = RAT_BUF_INIT;
    struct rat_err err = RAT_ERR_INIT;
    uint64_t number, before = check->findings;
    rat_status st = rat_xapian_newest(archive, &number, &err);
    rat_xapian_path(archive, number, "", &path);
    if (st != RAT_OK)
        st = rat_check_failed(check, st, rat_buf_cstr(&path), &err);
    else if (number)
        st = check_tables(check, archive, rat_buf_cstr(&path));
    if (st == RAT_OK && number && check->findings == before) {
        st = rat_xapian_index_open(archive, &database, &state, &err);
        if (st != RAT_OK)
            st = rat_check_failed(check, st, rat_buf_cstr(&path), &err);
        else if (state.generation == manifest->generation)
            st = compare_documents(check, catalogue, database, rat_buf_cstr(&path));
    }
    rat_xapian_database_free(database);
    rat_buf_release(&path);
    return st;
}
