/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One text file, whatever its name: the smallest source, and the document of every text file in a folder. */
#include "indexer/source_internal.h"

#include <stdlib.h>
#include <string.h>

rat_status rat_item_for_text_file(const struct rat_source *source, const char *path, const char *id,
                                  uint64_t size, struct rat_item **out, struct rat_err *err)
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
    document->mime_type = "text/plain";
    item->content_path = rat_arena_strdup(&item->arena, path);
    item->content_size = (size_t)size;
    item->read_header = true;
    item->make_paper = true;
    return rat_item_finish(item, out, err);
}

struct single_file {
    const struct rat_source *source;
    bool done;
};

static rat_status file_next(void *self, struct rat_item **out, struct rat_err *err)
{
    struct single_file *file = self;
    if (file->done)
        return RAT_END;
    file->done = true;
    const char *path = file->source->path, *slash = strrchr(path, '/');
    return rat_item_for_text_file(file->source, path, slash ? slash + 1 : path, file->source->total_bytes,
                                  out, err);
}

static const struct rat_source_reader file_reader = {file_next, free};

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
