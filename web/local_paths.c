/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "web/local_paths.h"

const char *rat_without_folders(const char *path)
{
    const char *slash = path && path[0] == '/' ? strrchr(path, '/') : NULL;
    return slash ? slash + 1 : path;
}

static void hide(struct rat_document *d)
{
    d->source = rat_without_folders(d->source);
    d->location = rat_without_folders(d->location);
}

void rat_shown_hide_folders(struct rat_shown *shown)
{
    hide(&shown->document);
    shown->paper.source = rat_without_folders(shown->paper.source);
    for (size_t i = 0; i < shown->sibling_count; i++)
        hide(&shown->siblings[i]);
}
