/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/shard_target_internal.h"

#include "indexer/xapian_forget.h"
#include "storage/xapian_index.h"

#define CONNECT_MS 10000
#define ANSWER_MS 600000 /* a commit of much may take long */

struct rat_xapian_writer *rat_shard_target_writer(struct rat_shard_target *t)
{
    return t->update ? rat_xapian_update_writer(t->update) : t->remote;
}

static rat_status failed(const struct rat_shard_target *t, const struct rat_xapian_err *failure,
                         struct rat_err *err)
{
    rat_status st = rat_xapian_fail(failure, err);
    rat_err_where(err, "%s", t->shard->name);
    return st;
}

/* ---- opening ---- */

static rat_status taken(const struct rat_shard_target *t, struct rat_err *err)
{
    rat_fail(err, RAT_EUSAGE, _("Am Ort des Teils „%s“ liegt schon eine andere Xapian-Datenbank"),
             t->shard->name);
    rat_err_hint(err, "%s", _("Einen leeren Ordner oder eine leere Datenbank angeben"));
    return RAT_EUSAGE;
}

static rat_status read_state(struct rat_shard_target *t, struct rat_err *err)
{
    struct rat_xapian_database *database;
    struct rat_xapian_facts facts;
    struct rat_xapian_err failure;
    if (rat_xapian_writer_database(rat_shard_target_writer(t), &database, &failure) != RAT_XAPIAN_OK)
        return failed(t, &failure, err);
    rat_status st = rat_shard_state_read(database, &t->state, err);
    if (st == RAT_OK) {
        t->has_state = true;
        st = rat_shard_names_read(database, &t->names, err);
    } else if (st == RAT_ENOTFOUND) {
        st = RAT_OK;
        if (rat_xapian_database_facts(database, &facts, &failure) != RAT_XAPIAN_OK)
            st = failed(t, &failure, err);
        else if (facts.documents)
            st = taken(t, err);
    }
    rat_xapian_database_free(database);
    return st;
}

static rat_status open_folder(struct rat_shard_target *t, struct rat_err *err)
{
    uint64_t number = 0;
    rat_status st = rat_xapian_newest_in(t->shard->path, &number, err);
    if (st != RAT_OK)
        return st;
    t->is_new = number == 0;
    st = rat_xapian_update_open_shard(t->shard->path, t->is_new, &t->update, err);
    if (st == RAT_EIO && t->is_new)
        rat_err_hint(err, "%s", _("Der Ordner, in dem das Teil liegen soll, muss da und beschreibbar sein"));
    return st;
}

static rat_status open_remote(struct rat_shard_target *t, struct rat_err *err)
{
    struct rat_xapian_place place = rat_shard_place(t->shard);
    struct rat_xapian_err failure;
    place.connect_timeout_ms = CONNECT_MS;
    place.timeout_ms = ANSWER_MS;
    if (rat_xapian_writer_open(&place, RAT_XAPIAN_OPEN, 0, &t->remote, &failure) == RAT_XAPIAN_OK)
        return RAT_OK;
    rat_status st = failed(t, &failure, err);
    rat_err_hint(
        err, "%s",
        _("Der Rechner muss die Datenbank mit --writable anbieten; sonst das Teil als Ordner füllen und "
          "hinkopieren"));
    return st;
}

rat_status rat_shard_target_open(const struct rat_shard *shard, struct rat_shard_target *out,
                                 struct rat_err *err)
{
    struct rat_shard_target *t = out;
    t->shard = shard;
    rat_status st = shard->path ? open_folder(t, err) : open_remote(t, err);
    if (st == RAT_OK && !t->is_new)
        st = read_state(t, err);
    return st;
}

void rat_shard_target_close(struct rat_shard_target *t)
{
    rat_xapian_update_close(t->update);
    rat_xapian_writer_free(t->remote);
    rat_buf_release(&t->names);
    t->update = NULL;
    t->remote = NULL;
}

/* ---- what it has ---- */

struct listing {
    rat_shard_known *each;
    void *ctx;
    rat_status status;
};

static bool list_term(void *ctx, const struct rat_xapian_item *item)
{
    struct listing *l = ctx;
    uint32_t docnum;
    uint64_t stamp;
    if (rat_shard_term_parse(item->bytes, item->size, &docnum, &stamp))
        l->status = l->each(l->ctx, docnum, stamp);
    return l->status == RAT_OK;
}

rat_status rat_shard_target_known(struct rat_shard_target *t, rat_shard_known *each, void *ctx,
                                  struct rat_err *err)
{
    struct listing listing = {each, ctx, RAT_OK};
    struct rat_xapian_database *database;
    struct rat_xapian_err failure;
    if (t->is_new)
        return RAT_OK;
    if (rat_xapian_writer_database(rat_shard_target_writer(t), &database, &failure) != RAT_XAPIAN_OK)
        return failed(t, &failure, err);
    rat_status st = RAT_OK;
    if (rat_xapian_database_terms(database, RAT_SHARD_TERM_PREFIX, strlen(RAT_SHARD_TERM_PREFIX), list_term,
                                  &listing, &failure) != RAT_XAPIAN_OK)
        st = failed(t, &failure, err);
    rat_xapian_database_free(database);
    return st == RAT_OK && listing.status != RAT_OK ? rat_nomem(err) : st;
}

/* ---- changes ---- */

rat_status rat_shard_target_put(struct rat_shard_target *t, uint32_t docnum, const uint64_t *old_stamp,
                                uint64_t stamp, struct rat_xapian_document *document, struct rat_err *err)
{
    char term[RAT_SHARD_TERM_BYTES], old[RAT_SHARD_TERM_BYTES];
    struct rat_xapian_err failure;
    rat_shard_term(docnum, stamp, term);
    rat_shard_term(docnum, old_stamp ? *old_stamp : stamp, old);
    if (rat_xapian_document_add_term(document, term, sizeof term - 1, 0, &failure) != RAT_XAPIAN_OK ||
        rat_xapian_writer_put_by_term(rat_shard_target_writer(t), old, sizeof old - 1, document, NULL,
                                      &failure) != RAT_XAPIAN_OK)
        return failed(t, &failure, err);
    t->done->put++;
    t->is_dirty = true;
    return RAT_OK;
}

rat_status rat_shard_target_delete(struct rat_shard_target *t, uint32_t docnum, uint64_t stamp,
                                   struct rat_err *err)
{
    char term[RAT_SHARD_TERM_BYTES];
    struct rat_xapian_err failure;
    rat_shard_term(docnum, stamp, term);
    if (rat_xapian_writer_delete_by_term(rat_shard_target_writer(t), term, sizeof term - 1, &failure) !=
        RAT_XAPIAN_OK)
        return failed(t, &failure, err);
    t->done->deleted++;
    t->is_dirty = true;
    return RAT_OK;
}

rat_status rat_shard_target_say(struct rat_shard_target *t, const struct rat_shard_state *state,
                                const struct rat_buf *names, struct rat_err *err)
{
    rat_status st = rat_shard_state_write(rat_shard_target_writer(t), state, err);
    if (st == RAT_OK && names)
        st = rat_shard_names_write(rat_shard_target_writer(t), names, err);
    t->is_dirty = true;
    return st;
}

/* ---- commits ---- */

rat_status rat_shard_target_commit(struct rat_shard_target *t, struct rat_err *err)
{
    struct rat_xapian_err failure;
    t->is_dirty = false;
    if (!t->update)
        return rat_xapian_writer_commit(t->remote, &failure) == RAT_XAPIAN_OK ? RAT_OK
                                                                              : failed(t, &failure, err);
    return rat_xapian_update_commit(t->update, err);
}

static rat_status count_documents(struct rat_shard_target *t, struct rat_err *err)
{
    struct rat_xapian_database *database;
    struct rat_xapian_facts facts;
    struct rat_xapian_err failure;
    if (rat_xapian_writer_database(rat_shard_target_writer(t), &database, &failure) != RAT_XAPIAN_OK)
        return failed(t, &failure, err);
    rat_xapian_status st = rat_xapian_database_facts(database, &facts, &failure);
    rat_xapian_database_free(database);
    if (st != RAT_XAPIAN_OK)
        return failed(t, &failure, err);
    t->done->documents = facts.documents;
    return RAT_OK;
}

rat_status rat_shard_target_finish(struct rat_shard_target *t, bool scrub, struct rat_err *err)
{
    rat_status st = count_documents(t, err);
    if (st != RAT_OK)
        return st;
    if (!t->update) {
        t->done->owes |= scrub;
        return rat_shard_target_commit(t, err);
    }
    if (scrub && !t->is_new)
        st = rat_xapian_forget_bounds(rat_xapian_update_writer(t->update), err);
    if (st == RAT_OK)
        st = rat_xapian_update_finish(t->update, NULL, scrub, err);
    t->done->compacted = st == RAT_OK && scrub;
    rat_xapian_update_close(t->update);
    t->update = NULL;
    t->is_new = false;
    return st;
}
