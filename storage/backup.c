/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/backup.h"

#include "base/file.h"
#include "storage/archive_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK ((size_t)1 << 20)
#define OPEN_ATTEMPTS 100

/* A pack is held open from the beginning: a purge in between removes its name, not its bytes. */
struct held_pack {
    uint32_t pack;
    int fd;
    uint64_t bytes;
};

struct backup {
    const struct rat_backup_options *options;
    struct rat_backup_report *report;
    struct rat_layout from, to;
    struct rat_snapshot *snapshot;
    struct held_pack *packs;
    size_t pack_count, pack_room;
    uint64_t total, done;
    unsigned char *chunk;
};

static rat_status failed(const char *path, const char *what, struct rat_err *err)
{
    rat_status st = rat_fail_errno(err, RAT_EIO, errno, "%s", what);
    rat_err_where(err, "%s", path);
    return st;
}

static rat_status advance(struct backup *b, uint64_t n, struct rat_err *err)
{
    b->done += n;
    if (b->options->progress)
        b->options->progress(b->options->ctx, b->done, b->total);
    return b->options->stop && *b->options->stop ? rat_fail(err, RAT_EINTERRUPTED, "%s", _("Unterbrochen"))
                                                 : RAT_OK;
}

/* ---- what to copy ---- */

static void drop_packs(struct backup *b)
{
    for (size_t i = 0; i < b->pack_count; i++)
        close(b->packs[i].fd);
    b->pack_count = 0;
}

/* RAT_END: it is gone, so the state is not the newest any more. */
static rat_status hold_pack(struct backup *b, uint32_t pack, uint64_t bytes, struct rat_err *err)
{
    struct rat_buf path = RAT_BUF_INIT;
    struct stat info;
    if (b->pack_count == b->pack_room) {
        size_t room = b->pack_room ? b->pack_room * 2 : 64;
        struct held_pack *grown = reallocarray(b->packs, room, sizeof *grown);
        if (!grown)
            return rat_nomem(err);
        b->packs = grown;
        b->pack_room = room;
    }
    rat_contents_pack_path(b->from.contents, pack, &path);
    int fd = open(rat_buf_cstr(&path), O_RDONLY | O_CLOEXEC);
    rat_status st = RAT_OK;
    if (fd < 0 || fstat(fd, &info) != 0)
        st = errno == ENOENT ? RAT_END : failed(rat_buf_cstr(&path), _("Datei lässt sich nicht öffnen"), err);
    if (st == RAT_OK)
        b->packs[b->pack_count++] = (struct held_pack){pack, fd, bytes ? bytes : (uint64_t)info.st_size};
    else if (fd >= 0)
        close(fd);
    rat_buf_release(&path);
    return st;
}

static rat_status hold_packs(struct backup *b, struct rat_err *err)
{
    uint64_t last = 0, bytes = 0;
    struct rat_content_place place = {0};
    uint8_t sha[RAT_SHA256_BYTES];
    struct rat_catalogue *catalogue = b->snapshot->catalogue;
    rat_status st = rat_catalogue_get_number(catalogue, RAT_SETTING_PACK, 0, &last, err);
    if (st == RAT_OK)
        st = rat_catalogue_get_number(catalogue, RAT_SETTING_PACK_BYTES, 0, &bytes, err);
    while (st == RAT_OK && (st = rat_catalogue_walk_contents(catalogue, &place, sha, err)) == RAT_OK) {
        if (place.pack != last)
            st = hold_pack(b, place.pack, 0, err);
        place.offset = INT64_MAX; /* on to the next pack */
    }
    if (st == RAT_END) /* of the walk, or because a pack is gone: then this says so again */
        st = last && (!b->pack_count || b->packs[b->pack_count - 1].pack != last)
                 ? hold_pack(b, (uint32_t)last, bytes, err)
                 : RAT_OK;
    return st;
}

/* Pins a generation with all of its files. */
static rat_status pin(struct backup *b, const char *archive, struct rat_err *err)
{
    for (int attempt = 0; attempt < OPEN_ATTEMPTS; attempt++) {
        rat_status st = rat_snapshot_open(archive, &b->snapshot, err);
        if (st == RAT_OK && !b->snapshot->catalogue)
            st = rat_fail(err, RAT_EUSAGE, "%s",
                          _("Dieses Archiv hat nur einen Index; zu sichern sind seine Quellen"));
        if (st == RAT_OK)
            st = hold_packs(b, err);
        if (st != RAT_END)
            return st;
        drop_packs(b);
        rat_snapshot_close(b->snapshot);
        b->snapshot = NULL;
    }
    rat_status st = rat_fail(err, RAT_EDAMAGED, "%s", _("Packdatei fehlt"));
    rat_err_where(err, "%s", b->from.contents);
    return st;
}

/* ---- copying ---- */

static rat_status create(const char *path, int *fd, struct rat_err *err)
{
    *fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    return *fd >= 0 ? RAT_OK : failed(path, _("Datei lässt sich nicht anlegen"), err);
}

static rat_status finish(struct backup *b, int fd, const char *path, rat_status st, struct rat_err *err)
{
    if (st == RAT_OK)
        st = rat_file_sync(fd, path, err);
    if (close(fd) != 0 && st == RAT_OK)
        st = failed(path, _("Datei lässt sich nicht schreiben"), err);
    b->report->files += st == RAT_OK;
    return st;
}

static rat_status copy_pack(struct backup *b, const struct held_pack *pack, struct rat_err *err)
{
    struct rat_buf path = RAT_BUF_INIT;
    int fd = -1;
    rat_contents_pack_path(b->to.contents, pack->pack, &path);
    rat_status st = path.failed ? rat_nomem(err) : create(rat_buf_cstr(&path), &fd, err);
    for (uint64_t at = 0; st == RAT_OK && at < pack->bytes;) {
        size_t n = pack->bytes - at < CHUNK ? (size_t)(pack->bytes - at) : CHUNK;
        st = rat_file_pread(pack->fd, b->chunk, n, at, rat_buf_cstr(&path), err);
        if (st == RAT_OK)
            st = rat_file_write_all(fd, b->chunk, n, rat_buf_cstr(&path), err);
        if (st == RAT_OK)
            st = advance(b, n, err);
        at += n;
    }
    if (fd >= 0)
        st = finish(b, fd, rat_buf_cstr(&path), st, err);
    rat_buf_release(&path);
    return st;
}

/* From the mapping, which holds the file whatever a commit removes. */
static rat_status copy_mapped(struct backup *b, const struct rat_container *file, struct rat_err *err)
{
    struct rat_buf path = RAT_BUF_INIT;
    int fd = -1;
    if (!file)
        return RAT_OK;
    const char *slash = strrchr(file->path, '/');
    rat_path_join(&path, b->to.index, slash ? slash + 1 : file->path);
    rat_status st = path.failed ? rat_nomem(err) : create(rat_buf_cstr(&path), &fd, err);
    if (st == RAT_OK)
        st = rat_file_write_all(fd, file->map.data, file->map.size, rat_buf_cstr(&path), err);
    if (fd >= 0)
        st = finish(b, fd, rat_buf_cstr(&path), st, err);
    rat_buf_release(&path);
    return st == RAT_OK ? advance(b, file->map.size, err) : st;
}

static uint64_t size_of(const struct rat_container *file)
{
    return file ? file->map.size : 0;
}

static rat_status copy_index(struct backup *b, struct rat_err *err)
{
    const struct rat_snapshot *s = b->snapshot;
    rat_status st = s->model ? copy_mapped(b, s->model->file, err) : RAT_OK;
    for (uint32_t i = 0; i < s->manifest.segment_count && st == RAT_OK; i++) {
        const struct rat_segment *g = s->segments[i];
        const struct rat_container *const files[] = {g->docs_file, g->term_file, g->post_file,
                                                     g->posi_file, g->offs_file, g->state_file};
        for (size_t f = 0; f < sizeof files / sizeof *files && st == RAT_OK; f++)
            st = copy_mapped(b, files[f], err);
    }
    return st == RAT_OK ? rat_manifest_write(b->to.index, &s->manifest, err) : st;
}

static void count_bytes(struct backup *b)
{
    const struct rat_snapshot *s = b->snapshot;
    b->total = s->model ? size_of(s->model->file) : 0;
    for (size_t i = 0; i < b->pack_count; i++)
        b->total += b->packs[i].bytes;
    for (uint32_t i = 0; i < s->manifest.segment_count; i++) {
        const struct rat_segment *g = s->segments[i];
        b->total += size_of(g->docs_file) + size_of(g->term_file) + size_of(g->post_file) +
                    size_of(g->posi_file) + size_of(g->offs_file) + size_of(g->state_file);
    }
}

/* The catalogue last: a copy without one is no archive. */
static rat_status copy_all(struct backup *b, const char *part, struct rat_err *err)
{
    rat_status st = rat_folder_make(b->to.contents, err);
    if (st == RAT_OK)
        st = rat_folder_make(b->to.index, err);
    count_bytes(b);
    for (size_t i = 0; i < b->pack_count && st == RAT_OK; i++)
        st = copy_pack(b, &b->packs[i], err);
    if (st == RAT_OK)
        st = copy_index(b, err);
    if (st == RAT_OK)
        st = rat_folder_sync(b->to.contents, err);
    if (st == RAT_OK)
        st = rat_folder_sync(b->to.index, err);
    if (st == RAT_OK)
        st = rat_catalogue_copy(b->snapshot->catalogue, b->to.catalogue, err);
    b->report->files += 2; /* catalogue and manifest */
    return st == RAT_OK ? rat_folder_sync(part, err) : st;
}

/* ---- the target ---- */

static int remove_entry(const char *path, const struct stat *info, int type, struct FTW *walk)
{
    (void)info, (void)type, (void)walk;
    return remove(path);
}

static rat_status refuse(const char *path, const char *what, const char *hint, struct rat_err *err)
{
    rat_fail(err, RAT_EUSAGE, "%s", what);
    rat_err_where(err, "%s", path);
    rat_err_hint(err, "%s", hint);
    return RAT_EUSAGE;
}

/* Makes TARGET.part, held by its lock. What an interrupted backup left there has such a lock that nobody holds. */
static rat_status make_part(const char *target, const char *part, struct rat_layout *to, int *lock,
                            struct rat_err *err)
{
    struct stat info;
    if (lstat(target, &info) == 0)
        return refuse(target, _("Das Ziel gibt es schon"), _("Einen Ordner angeben, den es noch nicht gibt"),
                      err);
    bool left = lstat(part, &info) == 0;
    rat_status st = rat_layout_make(part, to, err);
    if (st == RAT_OK && left && access(to->lock, F_OK) != 0)
        st = refuse(part, _("Dieser Ordner ist im Weg"), _("Ihn umbenennen oder löschen"), err);
    if (st == RAT_OK && left)
        st = rat_file_lock(to->lock, lock, err);
    if (st == RAT_OK && left) {
        rat_file_unlock(*lock);
        *lock = -1;
        if (nftw(part, remove_entry, 16, FTW_DEPTH | FTW_PHYS) != 0)
            st = failed(part, _("Ordner lässt sich nicht löschen"), err);
    }
    if (st == RAT_OK && mkdir(part, 0777) != 0)
        st = failed(part, _("Ordner lässt sich nicht anlegen"), err);
    return st == RAT_OK ? rat_file_lock(to->lock, lock, err) : st;
}

static rat_status verify(struct backup *b, const char *part, struct rat_err *err)
{
    struct rat_check_options options = {.read_data = true};
    struct rat_check_result result;
    rat_status st =
        rat_archive_check_with(part, &options, b->options->damaged, b->options->ctx, &result, err);
    b->report->contents = result.contents_read;
    if (st != RAT_OK || result.findings == 0)
        return st;
    rat_fail(err, RAT_EDAMAGED, "%s", _("Die Kopie besteht die Prüfung nicht"));
    rat_err_where(err, "%s", part);
    rat_err_hint(err, "%s", _("`ratsarchiv check ARCHIV --read-data` zeigt, was am Archiv beschädigt ist"));
    return RAT_EDAMAGED;
}

static rat_status publish(const char *part, const char *target, struct rat_err *err)
{
    struct rat_buf parent = RAT_BUF_INIT;
    rat_status st =
        rename(part, target) == 0 ? RAT_OK : failed(target, _("Ordner lässt sich nicht umbenennen"), err);
    rat_path_join(&parent, target, "..");
    if (st == RAT_OK && (parent.failed || rat_folder_sync(rat_buf_cstr(&parent), NULL) != RAT_OK))
        errno = 0; /* a parent that may not be read is no reason to fail */
    rat_buf_release(&parent);
    return st;
}

static rat_status run(struct backup *b, const char *archive, const char *target, const char *part,
                      struct rat_err *err)
{
    int lock = -1;
    b->chunk = malloc(CHUNK);
    rat_status st = b->chunk ? rat_layout_make(archive, &b->from, err) : rat_nomem(err);
    if (st == RAT_OK)
        st = pin(b, archive, err);
    if (st == RAT_OK)
        st = make_part(target, part, &b->to, &lock, err);
    bool made = lock >= 0;
    if (st == RAT_OK)
        st = copy_all(b, part, err);
    if (st == RAT_OK)
        st = verify(b, part, err);
    if (st == RAT_OK)
        st = publish(part, target, err);
    else if (made && nftw(part, remove_entry, 16, FTW_DEPTH | FTW_PHYS) != 0)
        errno = 0; /* it stays, and the next call removes it */
    rat_file_unlock(lock);
    return st;
}

rat_status rat_archive_backup(const char *archive, const char *target,
                              const struct rat_backup_options *options, struct rat_backup_report *report,
                              struct rat_err *err)
{
    struct rat_backup_options none = {0};
    struct rat_backup_report unused;
    struct backup b = {.options = options ? options : &none, .report = report ? report : &unused};
    struct rat_buf part = RAT_BUF_INIT;
    size_t n = strlen(target);
    while (n > 1 && target[n - 1] == '/')
        n--;
    char *name = strndup(target, n);
    memset(b.report, 0, sizeof *b.report);
    if (name)
        rat_buf_printf(&part, "%s.part", name);
    rat_status st = !name || part.failed ? rat_nomem(err) : run(&b, archive, name, rat_buf_cstr(&part), err);
    if (st == RAT_OK) {
        b.report->generation = b.snapshot->generation;
        b.report->bytes = b.done;
    }
    drop_packs(&b);
    rat_snapshot_close(b.snapshot);
    rat_layout_release(&b.from);
    rat_layout_release(&b.to);
    rat_buf_release(&part);
    free(b.packs);
    free(b.chunk);
    free(name);
    return st;
}
