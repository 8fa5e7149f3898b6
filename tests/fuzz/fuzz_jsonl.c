/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as *.jsonl: every line gives items or is refused with a reason, and the file always comes to its end. */
#include "indexer/source.h"
#include "text/charset.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_item(const struct rat_item *item)
{
    switch (item->kind) {
    case RAT_ITEM_DOCUMENT:
        assert(item->document.id && item->document.id[0] && item->document.location);
        assert(rat_utf8_valid(item->document.id, strlen(item->document.id)));
        assert(item->content ? rat_utf8_valid(item->content, item->content_size)
                             : item->document.removed_at != NULL);
        break;
    case RAT_ITEM_PAPER: assert(item->paper.id && item->paper.id[0]); break;
    default: assert(item->reason.msg[0] && item->reason.where[0]); break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[] = "/tmp/rat-fuzz-XXXXXX.jsonl";
    int fd = mkstemps(path, 6);
    assert(fd >= 0);
    assert(write(fd, data, size) == (ssize_t)size);
    close(fd);
    struct rat_source *source;
    struct rat_item *item;
    struct rat_err err = RAT_ERR_INIT;
    struct rat_source_options options = {.file_limit = 2000}; /* so that long lines are met */
    if (rat_source_open(path, &options, &source, &err) == RAT_OK) {
        size_t items = 0;
        rat_status st;
        while ((st = rat_source_next(source, &item, &err)) == RAT_OK) {
            check_item(item);
            rat_item_free(item);
            assert(++items <= 2 * size);
        }
        assert(st == RAT_END || st == RAT_ENOMEM);
        rat_source_close(source);
    }
    unlink(path);
    return 0;
}
