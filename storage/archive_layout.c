/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/archive_internal.h"

#include <stdlib.h>
#include <unistd.h>

#define NEWEST_ATTEMPTS 100

static char *join(const char *folder, const char *name)
{
    struct rat_buf path = RAT_BUF_INIT;
    rat_path_join(&path, folder, name);
    char *copy = path.failed ? NULL : strdup(rat_buf_cstr(&path));
    rat_buf_release(&path);
    return copy;
}

rat_status rat_layout_make(const char *path, struct rat_layout *out, struct rat_err *err)
{
    struct rat_layout layout = {join(path, "LOCK"), join(path, "catalogue.db"), join(path, "contents"),
                                join(path, "index")};
    if (!layout.lock || !layout.catalogue || !layout.contents || !layout.index) {
        rat_layout_release(&layout);
        return rat_nomem(err);
    }
    *out = layout;
    return RAT_OK;
}

void rat_layout_release(struct rat_layout *layout)
{
    free(layout->lock);
    free(layout->catalogue);
    free(layout->contents);
    free(layout->index);
    memset(layout, 0, sizeof *layout);
}

rat_status rat_layout_newest(const struct rat_layout *layout, uint64_t *generation, bool *index_only,
                             struct rat_err *err)
{
    rat_status st = RAT_OK;
    *generation = 0;
    *index_only = false;
    if (access(layout->index, F_OK) != 0)
        return RAT_OK;
    for (int attempt = 0; attempt < NEWEST_ATTEMPTS; attempt++) {
        struct rat_manifest manifest;
        st = rat_manifest_newest(layout->index, generation, err);
        if (st != RAT_OK || *generation == 0)
            return st;
        st = rat_manifest_read(layout->index, *generation, &manifest, err);
        if (st == RAT_OK) {
            *index_only = manifest.index_only;
            rat_manifest_release(&manifest);
        }
        if (st != RAT_ENOTFOUND) /* else a commit replaced it in between */
            return st;
    }
    return st;
}

static rat_status no_archive(rat_status st, const char *path, const char *what, struct rat_err *err)
{
    rat_fail(err, st, "%s", what);
    rat_err_where(err, "%s", path);
    return st;
}

rat_status rat_layout_probe(const char *path, const struct rat_layout *layout, bool *index_only,
                            struct rat_err *err)
{
    uint64_t newest = 0;
    *index_only = false;
    if (access(layout->catalogue, F_OK) == 0)
        return RAT_OK;
    rat_status st = rat_layout_newest(layout, &newest, index_only, err);
    if (st != RAT_OK || *index_only)
        return st;
    if (newest > 1) {
        st = no_archive(RAT_EDAMAGED, path, _("Der Katalog catalogue.db fehlt"), err);
        rat_err_hint(err, "%s", _("Das Archiv aus der Sicherung holen oder neu importieren"));
    } else if (newest == 1) {
        st = no_archive(RAT_ENOTFOUND, path, _("Das Archiv wurde nie fertig angelegt"), err);
        rat_err_hint(err, _("`ratsarchiv init %s` wiederholen"), path);
    } else {
        st = no_archive(RAT_ENOTFOUND, path, _("Hier ist kein Archiv"), err);
        rat_err_hint(err, _("Den Pfad prüfen oder das Archiv mit `ratsarchiv init %s` anlegen"), path);
    }
    return st;
}
