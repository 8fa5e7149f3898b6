/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/audit_note.h"

#include "base/file.h"
#include "storage/archive.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define NOTE_BYTES_MAX 16384u

static void note_folder(const char *archive, struct rat_buf *out)
{
    rat_path_join(out, archive, "notes");
}

/* One line, whatever stands in it. */
static void put_line(struct rat_buf *out, const char *text)
{
    for (const char *c = text ? text : ""; *c; c++)
        rat_buf_byte(out, *c == '\n' ? ' ' : (uint8_t)*c);
    rat_buf_byte(out, '\n');
}

/* Any writer takes the notes when it opens. Whoever holds the lock now does it next time. */
static void take_now(const char *archive)
{
    struct rat_writer *writer;
    if (rat_writer_open(archive, &writer, NULL) == RAT_OK)
        rat_writer_close(writer);
}

rat_status rat_audit_note(const char *archive, const char *action, const char *id, const char *detail,
                          struct rat_err *err)
{
    struct rat_buf folder = RAT_BUF_INIT, path = RAT_BUF_INIT, text = RAT_BUF_INIT;
    char name[64], now[RAT_TIME_TEXT];
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    snprintf(name, sizeof name, "%lld.%09ld-%ld", (long long)t.tv_sec, t.tv_nsec, (long)getpid());
    note_folder(archive, &folder);
    rat_path_join(&path, rat_buf_cstr(&folder), name);
    put_line(&text, rat_time_now(now));
    put_line(&text, action);
    put_line(&text, id);
    put_line(&text, detail);
    rat_status st = folder.failed || path.failed || text.failed ? rat_nomem(err) : RAT_OK;
    if (st == RAT_OK)
        st = rat_folder_make(rat_buf_cstr(&folder), err);
    if (st == RAT_OK)
        st = rat_file_publish(rat_buf_cstr(&path), text.data, text.size, err);
    if (st == RAT_OK)
        take_now(archive);
    rat_buf_release(&folder);
    rat_buf_release(&path);
    rat_buf_release(&text);
    return st;
}

/* time, action, id, detail: a line each. */
static rat_status take_note(struct rat_catalogue *catalogue, struct rat_buf *text, struct rat_err *err)
{
    char *line[4] = {NULL}, *at = (char *)(uintptr_t)rat_buf_cstr(text);
    for (size_t i = 0; i < 4; i++) {
        char *end = strchr(at, '\n');
        if (!end)
            return RAT_OK; /* not ours */
        *end = '\0';
        line[i] = at;
        at = end + 1;
    }
    struct rat_buf detail = RAT_BUF_INIT;
    rat_buf_printf(&detail, "%s%s%s", line[3], *line[3] ? ", " : "", line[0]);
    rat_status st = detail.failed ? rat_nomem(err) : rat_catalogue_begin(catalogue, err);
    if (st == RAT_OK)
        st = rat_catalogue_log(catalogue, line[1], *line[2] ? line[2] : NULL, rat_buf_cstr(&detail), err);
    if (st == RAT_OK)
        st = rat_catalogue_commit(catalogue, err);
    if (st != RAT_OK)
        rat_catalogue_rollback(catalogue);
    rat_buf_release(&detail);
    return st;
}

rat_status rat_audit_take_notes(const char *archive, struct rat_catalogue *catalogue, struct rat_err *err)
{
    struct rat_buf folder = RAT_BUF_INIT, path = RAT_BUF_INIT, text = RAT_BUF_INIT;
    char **names = NULL;
    size_t count = 0;
    note_folder(archive, &folder);
    rat_status st = folder.failed ? rat_nomem(err) : RAT_OK;
    bool any = st == RAT_OK && access(rat_buf_cstr(&folder), F_OK) == 0;
    if (any)
        st = rat_folder_list(rat_buf_cstr(&folder), &names, &count, err);
    for (size_t i = 0; st == RAT_OK && i < count; i++) {
        size_t n = strlen(names[i]);
        if (n > 4 && strcmp(names[i] + n - 4, ".tmp") == 0)
            continue; /* being written, or left by a crash */
        rat_path_join(&path, rat_buf_cstr(&folder), names[i]);
        rat_buf_clear(&text);
        st = path.failed ? rat_nomem(err) : rat_file_read(rat_buf_cstr(&path), NOTE_BYTES_MAX, &text, err);
        if (st == RAT_OK)
            st = take_note(catalogue, &text, err);
        if (st == RAT_OK && unlink(rat_buf_cstr(&path)) != 0 && errno != ENOENT) {
            st = rat_fail_errno(err, RAT_EIO, errno, "%s", _("Datei lässt sich nicht löschen"));
            rat_err_where(err, "%s", rat_buf_cstr(&path));
        }
    }
    if (any && st == RAT_OK)
        rmdir(rat_buf_cstr(&folder)); /* stays while somebody writes a note */
    rat_folder_list_free(names, count);
    rat_buf_release(&folder);
    rat_buf_release(&path);
    rat_buf_release(&text);
    return st;
}
