/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a dump and a harvest share while they are read. */
#include "indexer/source_oparl_internal.h"

#include <stdlib.h>

void rat_oparl_init(struct oparl *dump, const struct rat_source *source, const struct oparl_origin *origin)
{
    dump->source = source;
    dump->origin = origin;
    rat_arena_init(&dump->arena, 0);
    rat_strmap_init(&dump->organizations);
    rat_strmap_init(&dump->meetings);
    rat_strmap_init(&dump->agenda_items);
    rat_strmap_init(&dump->texts);
    rat_strmap_init(&dump->loose_papers);
}

void rat_oparl_release(struct oparl *dump)
{
    while (dump->queue_at < dump->queue_count)
        rat_item_free(dump->queue[dump->queue_at++]);
    free(dump->queue);
    json_decref(dump->organization_root);
    json_decref(dump->loose_root);
    rat_strmap_release(&dump->organizations);
    rat_strmap_release(&dump->meetings);
    rat_strmap_release(&dump->agenda_items);
    rat_strmap_release(&dump->texts);
    rat_strmap_release(&dump->loose_papers);
    free(dump->organization);
    free(dump->meeting);
    free(dump->agenda_item);
    free(dump->text);
    free(dump->loose_first);
    free(dump->loose);
    rat_arena_release(&dump->arena);
    rat_buf_release(&dump->path);
    rat_buf_release(&dump->bytes);
}

rat_status rat_oparl_give(struct oparl *dump, struct rat_item *item, struct rat_err *err)
{
    struct rat_item *done = NULL;
    rat_status st = rat_item_finish(item, &done, err);
    if (st != RAT_OK)
        return st;
    if (!rat_oparl_room(&dump->queue, &dump->queue_room, dump->queue_count, sizeof(struct rat_item *))) {
        rat_item_free(done);
        return rat_nomem(err);
    }
    dump->queue[dump->queue_count++] = done;
    return RAT_OK;
}

rat_status rat_oparl_next(struct oparl *dump, struct rat_item **out, struct rat_err *err)
{
    while (dump->queue_at == dump->queue_count) {
        dump->queue_at = dump->queue_count = 0;
        rat_status st = dump->origin->step(dump, err);
        if (st != RAT_OK)
            return st;
    }
    *out = dump->queue[dump->queue_at++];
    return RAT_OK;
}
