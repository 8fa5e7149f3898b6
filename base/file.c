/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static int open_retry(const char *path, int flags, mode_t mode)
{
    int fd;
    do
        fd = open(path, flags | O_CLOEXEC, mode);
    while (fd < 0 && errno == EINTR);
    return fd;
}

static rat_status open_read(const char *path, int *fd, struct stat *info, struct rat_err *err)
{
    *fd = open_retry(path, O_RDONLY, 0);
    if (*fd < 0) {
        rat_status st = rat_fail_errno(err, errno == ENOENT ? RAT_ENOTFOUND : RAT_EIO, errno, "%s",
                                       _("Datei lässt sich nicht öffnen"));
        rat_err_where(err, "%s", path);
        return st;
    }
    if (fstat(*fd, info) != 0 || S_ISDIR(info->st_mode)) {
        rat_status st = rat_fail_errno(err, RAT_EIO, S_ISDIR(info->st_mode) ? EISDIR : errno, "%s",
                                       _("Datei lässt sich nicht lesen"));
        rat_err_where(err, "%s", path);
        close(*fd);
        return st;
    }
    return RAT_OK;
}

rat_status rat_file_map(const char *path, struct rat_mapping *out, struct rat_err *err)
{
    int fd;
    struct stat info;
    rat_status st = open_read(path, &fd, &info, err);
    if (st != RAT_OK)
        return st;
    struct rat_mapping mapping = {NULL, (size_t)info.st_size};
    if (mapping.size) {
        void *at = mmap(NULL, mapping.size, PROT_READ, MAP_SHARED, fd, 0);
        if (at == MAP_FAILED) {
            st = rat_fail_errno(err, RAT_EIO, errno, "%s", _("Datei lässt sich nicht einblenden"));
            rat_err_where(err, "%s", path);
            close(fd);
            return st;
        }
        mapping.data = at;
    }
    close(fd);
    *out = mapping;
    return RAT_OK;
}

void rat_file_unmap(struct rat_mapping *mapping)
{
    if (mapping->data)
        munmap((void *)(uintptr_t)mapping->data, mapping->size);
    mapping->data = NULL;
    mapping->size = 0;
}

rat_status rat_file_read(const char *path, size_t limit, struct rat_buf *out, struct rat_err *err)
{
    int fd;
    struct stat info;
    rat_status st = open_read(path, &fd, &info, err);
    if (st != RAT_OK)
        return st;
    size_t before = out->size;
    size_t room = info.st_size > 0 ? (size_t)info.st_size + 1 : 65536;
    for (;;) {
        if (out->size - before > limit) {
            out->size = before;
            st = rat_fail(err, RAT_ELIMIT, _("Datei ist größer als die Grenze von %zu Bytes"), limit);
            rat_err_where(err, "%s", path);
            break;
        }
        if (room > limit - (out->size - before) + 1)
            room = limit - (out->size - before) + 1;
        unsigned char *to = rat_buf_reserve(out, room);
        if (!to) {
            st = rat_nomem(err);
            break;
        }
        ssize_t n = read(fd, to, room);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            out->size = before;
            st = rat_fail_errno(err, RAT_EIO, errno, "%s", _("Datei lässt sich nicht lesen"));
            rat_err_where(err, "%s", path);
            break;
        }
        if (n == 0)
            break;
        out->size += (size_t)n;
        room = 65536;
    }
    close(fd);
    return st;
}

rat_status rat_file_pread(int fd, void *to, size_t n, uint64_t offset, const char *path, struct rat_err *err)
{
    unsigned char *at = to;
    while (n) {
        ssize_t got = pread(fd, at, n, (off_t)offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            rat_status st = got < 0
                                ? rat_fail_errno(err, RAT_EIO, errno, "%s", _("Datei lässt sich nicht lesen"))
                                : rat_fail(err, RAT_EDAMAGED, _("Datei ist zu kurz: Byte %llu fehlt"),
                                           (unsigned long long)offset);
            rat_err_where(err, "%s", path);
            return st;
        }
        at += got;
        n -= (size_t)got;
        offset += (uint64_t)got;
    }
    return RAT_OK;
}

rat_status rat_file_write_all(int fd, const void *bytes, size_t n, const char *path, struct rat_err *err)
{
    const unsigned char *at = bytes;
    while (n) {
        ssize_t put = write(fd, at, n);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0) {
            int saved = errno;
            rat_status st = rat_fail_errno(err, RAT_EIO, saved, "%s", _("Datei lässt sich nicht schreiben"));
            rat_err_where(err, "%s", path);
            if (saved == ENOSPC || saved == EDQUOT)
                rat_err_hint(err, "%s", _("Platz auf dem Datenträger schaffen und den Befehl wiederholen"));
            return st;
        }
        at += put;
        n -= (size_t)put;
    }
    return RAT_OK;
}

rat_status rat_file_sync(int fd, const char *path, struct rat_err *err)
{
    int failed;
    do
        failed = fsync(fd);
    while (failed && errno == EINTR);
    if (!failed)
        return RAT_OK;
    rat_status st =
        rat_fail_errno(err, RAT_EIO, errno, "%s", _("Datei lässt sich nicht dauerhaft schreiben"));
    rat_err_where(err, "%s", path);
    return st;
}

rat_status rat_folder_sync(const char *path, struct rat_err *err)
{
    int fd = open_retry(path, O_RDONLY | O_DIRECTORY, 0);
    if (fd < 0) {
        rat_status st = rat_fail_errno(err, RAT_EIO, errno, "%s", _("Ordner lässt sich nicht öffnen"));
        rat_err_where(err, "%s", path);
        return st;
    }
    rat_status st = rat_file_sync(fd, path, err);
    close(fd);
    return st;
}

static rat_status sync_parent(const char *path, struct rat_err *err)
{
    const char *slash = strrchr(path, '/');
    struct rat_buf folder = RAT_BUF_INIT;
    if (!slash)
        rat_buf_puts(&folder, ".");
    else
        rat_buf_append(&folder, path, slash == path ? 1 : (size_t)(slash - path));
    rat_buf_byte(&folder, 0);
    rat_status st = folder.failed ? rat_nomem(err) : rat_folder_sync((const char *)folder.data, err);
    rat_buf_release(&folder);
    return st;
}

rat_status rat_file_publish(const char *path, const void *bytes, size_t n, struct rat_err *err)
{
    struct rat_buf temporary = RAT_BUF_INIT;
    rat_buf_printf(&temporary, "%s.tmp", path);
    const char *tmp = rat_buf_cstr(&temporary);
    rat_status st = RAT_OK;
    if (temporary.failed) {
        st = rat_nomem(err);
        goto done;
    }
    int fd = open_retry(tmp, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (fd < 0) {
        st = rat_fail_errno(err, RAT_EIO, errno, "%s", _("Datei lässt sich nicht anlegen"));
        rat_err_where(err, "%s", tmp);
        goto done;
    }
    st = rat_file_write_all(fd, bytes, n, tmp, err);
    if (st == RAT_OK)
        st = rat_file_sync(fd, tmp, err);
    close(fd);
    if (st == RAT_OK && rename(tmp, path) != 0) {
        st = rat_fail_errno(err, RAT_EIO, errno, "%s", _("Datei lässt sich nicht umbenennen"));
        rat_err_where(err, "%s", tmp);
    }
    if (st != RAT_OK)
        unlink(tmp);
    else
        st = sync_parent(path, err);
done:
    rat_buf_release(&temporary);
    return st;
}

rat_status rat_folder_make(const char *path, struct rat_err *err)
{
    if (mkdir(path, 0777) == 0)
        return RAT_OK;
    int saved = errno;
    struct stat info;
    if (saved == EEXIST && stat(path, &info) == 0 && S_ISDIR(info.st_mode))
        return RAT_OK;
    rat_status st = rat_fail_errno(err, RAT_EIO, saved, "%s", _("Ordner lässt sich nicht anlegen"));
    rat_err_where(err, "%s", path);
    return st;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

void rat_folder_list_free(char **names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(names[i]);
    free(names);
}

rat_status rat_folder_list(const char *path, char ***names, size_t *count, struct rat_err *err)
{
    DIR *folder = opendir(path);
    if (!folder) {
        rat_status st = rat_fail_errno(err, errno == ENOENT ? RAT_ENOTFOUND : RAT_EIO, errno, "%s",
                                       _("Ordner lässt sich nicht öffnen"));
        rat_err_where(err, "%s", path);
        return st;
    }
    char **list = NULL;
    size_t used = 0, room = 0;
    rat_status st = RAT_OK;
    for (;;) {
        errno = 0;
        struct dirent *entry = readdir(folder);
        if (!entry) {
            if (errno) {
                st = rat_fail_errno(err, RAT_EIO, errno, "%s", _("Ordner lässt sich nicht lesen"));
                rat_err_where(err, "%s", path);
            }
            break;
        }
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        if (used == room) {
            size_t want = room ? room * 2 : 64;
            char **grown = realloc(list, want * sizeof *list);
            if (!grown) {
                st = rat_nomem(err);
                break;
            }
            list = grown;
            room = want;
        }
        list[used] = strdup(entry->d_name);
        if (!list[used]) {
            st = rat_nomem(err);
            break;
        }
        used++;
    }
    closedir(folder);
    if (st != RAT_OK) {
        rat_folder_list_free(list, used);
        return st;
    }
    if (used)
        qsort(list, used, sizeof *list, by_bytes);
    *names = list;
    *count = used;
    return RAT_OK;
}

void rat_path_join(struct rat_buf *out, const char *folder, const char *name)
{
    rat_buf_clear(out);
    size_t n = strlen(folder);
    rat_buf_printf(out, n && folder[n - 1] == '/' ? "%s%s" : "%s/%s", folder, name);
}

rat_status rat_file_lock(const char *path, int *fd, struct rat_err *err)
{
    int got = open_retry(path, O_RDWR | O_CREAT, 0666);
    if (got < 0) {
        rat_status st = rat_fail_errno(err, RAT_EIO, errno, "%s", _("Sperrdatei lässt sich nicht öffnen"));
        rat_err_where(err, "%s", path);
        return st;
    }
    int failed;
    do
        failed = flock(got, LOCK_EX | LOCK_NB);
    while (failed && errno == EINTR);
    if (failed) {
        rat_status st =
            errno == EWOULDBLOCK
                ? rat_fail(err, RAT_ELOCKED, "%s", _("Ein anderer Schreiber hält das Archiv gesperrt"))
                : rat_fail_errno(err, RAT_EIO, errno, "%s", _("Sperre nicht möglich"));
        rat_err_where(err, "%s", path);
        rat_err_hint(err, "%s", _("Warten, bis der andere Befehl fertig ist, dann wiederholen"));
        close(got);
        return st;
    }
    *fd = got;
    return RAT_OK;
}

void rat_file_unlock(int fd)
{
    if (fd >= 0)
        close(fd);
}
