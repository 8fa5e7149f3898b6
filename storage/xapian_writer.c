/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/xapian_writer.h"

#include "storage/dictionary.h"
#include "storage/xapian_index_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define STUB_FILE "XAPIANDB" /* Xapian looks for it in a folder that is no database */

struct rat_xapian_update {
    char *folder;
    bool has_stub;
    uint64_t number; /* of the index at hand */
    bool anew;       /* its folder has no final name yet */
    struct rat_xapian_writer *writer;
};

/* ---- folders ---- */

/* Databases are flat. What cannot be removed is left to the next time. */
static void remove_database(const char *folder)
{
    struct rat_buf path = RAT_BUF_INIT;
    char **names = NULL;
    size_t count = 0;
    if (rat_folder_list(folder, &names, &count, NULL) != RAT_OK)
        return;
    for (size_t i = 0; i < count; i++) {
        rat_path_join(&path, folder, names[i]);
        unlink(rat_buf_cstr(&path));
    }
    rat_folder_list_free(names, count);
    rat_buf_release(&path);
    rmdir(folder);
}

/* All databases but number: older ones, and those that never got their name. */
static rat_status sweep(const char *folder, uint64_t number, struct rat_err *err)
{
    struct rat_buf path = RAT_BUF_INIT;
    char **names = NULL, keep[32];
    size_t count = 0;
    snprintf(keep, sizeof keep, "db-%06llu", (unsigned long long)number);
    rat_status st = rat_folder_list(folder, &names, &count, err);
    for (size_t i = 0; i < count; i++) {
        if (strncmp(names[i], "db-", 3) != 0 || strcmp(names[i], keep) == 0)
            continue;
        rat_path_join(&path, folder, names[i]);
        remove_database(rat_buf_cstr(&path));
    }
    rat_folder_list_free(names, count);
    rat_buf_release(&path);
    return st;
}

/* Before what it named until now is removed. */
static rat_status point_to(const struct rat_xapian_update *u, uint64_t number, struct rat_err *err)
{
    struct rat_buf path = RAT_BUF_INIT;
    char line[48];
    if (!u->has_stub || number == 0)
        return RAT_OK;
    int n = snprintf(line, sizeof line, "auto db-%06llu\n", (unsigned long long)number);
    rat_path_join(&path, u->folder, STUB_FILE);
    rat_status st =
        path.failed ? rat_nomem(err) : rat_file_publish(rat_buf_cstr(&path), line, (size_t)n, err);
    rat_buf_release(&path);
    return st;
}

static rat_status sync_database(const char *folder, struct rat_err *err)
{
    struct rat_buf path = RAT_BUF_INIT;
    char **names = NULL;
    size_t count = 0;
    rat_status st = rat_folder_list(folder, &names, &count, err);
    for (size_t i = 0; st == RAT_OK && i < count; i++) {
        rat_path_join(&path, folder, names[i]);
        int fd = open(rat_buf_cstr(&path), O_RDONLY | O_CLOEXEC);
        if (fd < 0)
            st = rat_fail_errno(err, RAT_EIO, errno, "%s", _("Datei lässt sich nicht öffnen"));
        else
            st = rat_file_sync(fd, rat_buf_cstr(&path), err);
        if (fd >= 0)
            close(fd);
        if (st != RAT_OK)
            rat_err_where(err, "%s", rat_buf_cstr(&path));
    }
    rat_folder_list_free(names, count);
    rat_buf_release(&path);
    return st == RAT_OK ? rat_folder_sync(folder, err) : st;
}

/* ---- opening ---- */

static rat_status open_writer(struct rat_xapian_update *u, struct rat_err *err)
{
    struct rat_buf path = RAT_BUF_INIT;
    struct rat_xapian_err failure;
    rat_xapian_path_in(u->folder, u->number, u->anew ? ".new" : "", &path);
    struct rat_xapian_place place = {.path = rat_buf_cstr(&path)};
    rat_status st = path.failed ? rat_nomem(err) : RAT_OK;
    if (st == RAT_OK &&
        rat_xapian_writer_open(&place, u->anew ? RAT_XAPIAN_OVERWRITE : RAT_XAPIAN_OPEN,
                               u->anew ? RAT_XAPIAN_NO_SYNC : 0, &u->writer, &failure) != RAT_XAPIAN_OK) {
        st = rat_xapian_fail(&failure, err);
        rat_err_where(err, "%s", place.path);
    }
    if (st == RAT_OK && rat_xapian_writer_begin(u->writer, &failure) != RAT_XAPIAN_OK)
        st = rat_xapian_fail(&failure, err);
    rat_buf_release(&path);
    return st;
}

static rat_status open_update(const char *folder, bool anew, bool has_stub, struct rat_xapian_update **out,
                              struct rat_err *err)
{
    struct rat_xapian_update *u = calloc(1, sizeof *u);
    if (!u || !(u->folder = strdup(folder))) {
        free(u);
        return rat_nomem(err);
    }
    u->has_stub = has_stub;
    rat_status st = rat_folder_make(folder, err);
    if (st == RAT_OK)
        st = rat_xapian_newest_in(folder, &u->number, err);
    if (st == RAT_OK)
        st = point_to(u, u->number, err);
    if (st == RAT_OK)
        st = sweep(folder, u->number, err);
    if (st == RAT_OK && u->number == 0 && !anew)
        st = rat_fail(err, RAT_ENOTFOUND, "%s", _("Dieses Archiv hat keinen Xapian-Index"));
    u->number += anew;
    u->anew = anew;
    if (st == RAT_OK)
        st = open_writer(u, err);
    if (st != RAT_OK) {
        rat_xapian_update_close(u);
        return st;
    }
    *out = u;
    return RAT_OK;
}

rat_status rat_xapian_update_open(const char *archive, bool anew, struct rat_xapian_update **out,
                                  struct rat_err *err)
{
    struct rat_buf folder = RAT_BUF_INIT;
    rat_xapian_path(archive, 0, "", &folder);
    rat_status st =
        folder.failed ? rat_nomem(err) : open_update(rat_buf_cstr(&folder), anew, false, out, err);
    rat_buf_release(&folder);
    return st;
}

rat_status rat_xapian_update_open_shard(const char *folder, bool anew, struct rat_xapian_update **out,
                                        struct rat_err *err)
{
    return open_update(folder, anew, true, out, err);
}

void rat_xapian_update_close(struct rat_xapian_update *u)
{
    if (!u)
        return;
    rat_xapian_writer_free(u->writer);
    free(u->folder);
    free(u);
}

struct rat_xapian_writer *rat_xapian_update_writer(struct rat_xapian_update *u)
{
    return u->writer;
}

rat_status rat_xapian_update_commit(struct rat_xapian_update *u, struct rat_err *err)
{
    struct rat_xapian_err failure;
    return rat_xapian_writer_commit(u->writer, &failure) == RAT_XAPIAN_OK &&
                   rat_xapian_writer_begin(u->writer, &failure) == RAT_XAPIAN_OK
               ? RAT_OK
               : rat_xapian_fail(&failure, err);
}

/* ---- finishing ---- */

/* The database at `from`, compacted, becomes index `number`. */
static rat_status compact_to(struct rat_xapian_update *u, const char *from, uint64_t number,
                             struct rat_err *err)
{
    struct rat_buf draft = RAT_BUF_INIT, final = RAT_BUF_INIT;
    struct rat_xapian_database *database = NULL;
    struct rat_xapian_err failure;
    rat_xapian_path_in(u->folder, number, ".tmp", &draft);
    rat_xapian_path_in(u->folder, number, "", &final);
    rat_status st = draft.failed || final.failed ? rat_nomem(err) : RAT_OK;
    if (st == RAT_OK &&
        (rat_xapian_database_open(&(struct rat_xapian_place){.path = from}, &database, &failure) !=
             RAT_XAPIAN_OK ||
         rat_xapian_database_compact(database, rat_buf_cstr(&draft), &failure) != RAT_XAPIAN_OK))
        st = rat_xapian_fail(&failure, err);
    rat_xapian_database_free(database);
    if (st == RAT_OK)
        st = sync_database(rat_buf_cstr(&draft), err);
    if (st == RAT_OK && rename(rat_buf_cstr(&draft), rat_buf_cstr(&final)) != 0) {
        st = rat_fail_errno(err, RAT_EIO, errno, "%s", _("Datei lässt sich nicht umbenennen"));
        rat_err_where(err, "%s", rat_buf_cstr(&draft));
    }
    if (st == RAT_OK)
        st = rat_folder_sync(u->folder, err);
    if (st == RAT_OK)
        st = point_to(u, number, err);
    if (st == RAT_OK)
        st = sweep(u->folder, number, err);
    rat_buf_release(&draft);
    rat_buf_release(&final);
    return st;
}

rat_status rat_xapian_update_finish(struct rat_xapian_update *u, const struct rat_xapian_state *state,
                                    bool compact, struct rat_err *err)
{
    struct rat_xapian_err failure;
    struct rat_buf path = RAT_BUF_INIT;
    if ((state && rat_xapian_put_state(u->writer, state, &failure) != RAT_XAPIAN_OK) ||
        rat_xapian_writer_commit(u->writer, &failure) != RAT_XAPIAN_OK ||
        rat_xapian_writer_close(u->writer, &failure) != RAT_XAPIAN_OK)
        return rat_xapian_fail(&failure, err);
    if (!compact && !u->anew)
        return RAT_OK;
    rat_xapian_path_in(u->folder, u->number, u->anew ? ".new" : "", &path);
    rat_status st =
        path.failed ? rat_nomem(err) : compact_to(u, rat_buf_cstr(&path), u->number + !u->anew, err);
    rat_buf_release(&path);
    return st;
}
