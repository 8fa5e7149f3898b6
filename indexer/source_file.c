/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One file, whatever its name: the smallest source, and the document of every file in a folder. */
#include "indexer/source_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

rat_status rat_file_format(const char *path, enum rat_format *out, struct rat_err *err)
{
    char head[RAT_FORMAT_PREFIX];
    size_t n = 0;
    ssize_t got = 1;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    while (fd >= 0 && n < sizeof head && got != 0) {
        got = read(fd, head + n, sizeof head - n);
        if (got < 0 && errno != EINTR)
            break;
        n += got > 0 ? (size_t)got : 0;
    }
    if (fd < 0 || got < 0) {
        rat_status st = rat_fail_errno(err, RAT_EIO, errno, "%s", _("Datei lässt sich nicht lesen"));
        if (fd >= 0)
            close(fd);
        return st;
    }
    close(fd);
    const char *slash = strrchr(path, '/');
    *out = rat_format_detect(head, n, slash ? slash + 1 : path);
    return RAT_OK;
}

rat_status rat_item_for_file(const struct rat_source *source, const char *path, const char *id, uint64_t size,
                             struct rat_item **out, struct rat_err *err)
{
    if (size > source->options.file_limit) {
        struct rat_err reason = RAT_ERR_INIT;
        rat_fail(&reason, RAT_ELIMIT, _("Die Datei hat %llu Bytes, erlaubt sind %zu"),
                 (unsigned long long)size, source->options.file_limit);
        rat_err_hint(&reason, "%s", _("Mit größerem --memory wird auch sie gelesen"));
        return rat_item_reject(&reason, path, RAT_PROTECTS_PATH, path, out, err);
    }
    struct rat_item *item = rat_item_new(RAT_ITEM_DOCUMENT, 1024);
    if (!item)
        return rat_nomem(err);
    const char *slash = strrchr(path, '/');
    struct rat_document *document = &item->document;
    document->id = rat_name_as_utf8(&item->arena, id);
    document->name = rat_name_as_utf8(&item->arena, slash ? slash + 1 : path);
    document->location = rat_name_as_utf8(&item->arena, path);
    document->source = rat_arena_strdup(&item->arena, source->name);
    item->content_path = rat_arena_strdup(&item->arena, path);
    item->content_size = (size_t)size;
    item->any_format = true;
    item->read_header = true;
    item->make_paper = true;
    return rat_item_finish(item, out, err);
}

struct single_file {
    const struct rat_source *source;
    struct rat_members *members;
    bool done;
};

static rat_status file_next(void *self, struct rat_item **out, struct rat_err *err)
{
    struct single_file *file = self;
    const char *path = file->source->path, *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    enum rat_format format = RAT_FORMAT_TEXT;
    struct rat_err reason = RAT_ERR_INIT;
    if (file->members)
        return rat_members_next(file->members, out, err);
    if (file->done)
        return RAT_END;
    file->done = true;
    rat_status st = rat_file_format(path, &format, &reason);
    if (st == RAT_OK && !rat_format_is_container(format))
        return rat_item_for_file(file->source, path, name, file->source->total_bytes, out, err);
    if (st == RAT_OK)
        st = rat_members_open(file->source, path, name, format, &file->members, &reason);
    if (st == RAT_OK)
        return rat_members_next(file->members, out, err);
    return st == RAT_ENOMEM ? rat_nomem(err)
                            : rat_item_reject(&reason, path, RAT_PROTECTS_PATH, path, out, err);
}

static void file_close(void *self)
{
    struct single_file *file = self;
    rat_members_close(file->members);
    free(file);
}

static const struct rat_source_reader file_reader = {file_next, file_close};

rat_status rat_source_open_file(struct rat_source *source, struct rat_err *err)
{
    struct single_file *file = calloc(1, sizeof *file);
    if (!file)
        return rat_nomem(err);
    file->source = source;
    source->record.kind = "file";
    source->reader = &file_reader;
    source->self = file;
    return RAT_OK;
}
