/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/archive_internal.h"

#include <errno.h>
#include <unistd.h>

static bool is_ours(const char *name)
{
    return strcmp(name, "LOCK") == 0 || strcmp(name, "index") == 0 || strcmp(name, "contents") == 0 ||
           strcmp(name, "xapian") == 0 || strncmp(name, "catalogue.db", 12) == 0;
}

static rat_status refuse(const char *path, const char *what, const char *hint, struct rat_err *err)
{
    rat_fail(err, RAT_EUSAGE, "%s", what);
    rat_err_where(err, "%s", path);
    rat_err_hint(err, "%s", hint);
    return RAT_EUSAGE;
}

/* Nothing foreign may be in the folder, and nothing that an import wrote. */
static rat_status check_folder(const char *path, const struct rat_layout *layout, struct rat_err *err)
{
    char **names = NULL;
    size_t count = 0;
    rat_status st = rat_folder_list(path, &names, &count, err);
    for (size_t i = 0; st == RAT_OK && i < count; i++)
        if (!is_ours(names[i]))
            st = refuse(path, _("Der Ordner ist nicht leer"), _("Einen neuen oder leeren Ordner angeben"),
                        err);
    rat_folder_list_free(names, count);
    if (st != RAT_OK)
        return st;
    const char *const parts[] = {layout->index, layout->contents};
    for (size_t p = 0; p < 2 && st == RAT_OK; p++) {
        if (access(parts[p], F_OK) != 0)
            continue;
        names = NULL, count = 0;
        st = rat_folder_list(parts[p], &names, &count, err);
        for (size_t i = 0; st == RAT_OK && i < count; i++)
            if (strncmp(names[i], "seg-", 4) == 0 || strncmp(names[i], "model-", 6) == 0 ||
                strncmp(names[i], "pack-", 5) == 0)
                st =
                    refuse(path, _("Hier ist schon ein Archiv"),
                           _("`ratsarchiv check` prüft es; für ein neues einen anderen Ordner angeben"), err);
        rat_folder_list_free(names, count);
    }
    return st;
}

/* True when an earlier init came to its end. */
static bool is_complete(const struct rat_layout *layout)
{
    struct rat_catalogue *catalogue;
    uint64_t generation = 0;
    bool index_only = false;
    if (access(layout->catalogue, F_OK) != 0)
        return rat_layout_newest(layout, &generation, &index_only, NULL) != RAT_OK || index_only ||
               generation > 1;
    if (rat_catalogue_open(layout->catalogue, RAT_CATALOGUE_READ, &catalogue, NULL) != RAT_OK)
        return false;
    rat_status st = rat_catalogue_get_number(catalogue, RAT_SETTING_GENERATION, 0, &generation, NULL);
    rat_catalogue_close(catalogue);
    return st == RAT_OK && generation > 0;
}

static void remove_catalogue(const struct rat_layout *layout)
{
    static const char *const suffixes[] = {"", "-wal", "-shm", "-journal"};
    struct rat_buf path = RAT_BUF_INIT;
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        rat_buf_clear(&path);
        rat_buf_printf(&path, "%s%s", layout->catalogue, suffixes[i]);
        unlink(rat_buf_cstr(&path));
    }
    rat_buf_release(&path);
}

static rat_status create_catalogue(const struct rat_layout *layout, const struct rat_archive_options *options,
                                   struct rat_err *err)
{
    struct rat_catalogue *catalogue;
    char now[RAT_TIME_TEXT];
    remove_catalogue(layout);
    rat_status st = rat_catalogue_open(layout->catalogue, RAT_CATALOGUE_CREATE, &catalogue, err);
    if (st != RAT_OK)
        return st;
    st = rat_catalogue_begin(catalogue, err);
    if (st == RAT_OK)
        st = rat_catalogue_set(catalogue, RAT_SETTING_ANALYZER, options->analyzer, err);
    if (st == RAT_OK)
        st =
            rat_catalogue_set_number(catalogue, RAT_SETTING_ANALYZER_VERSION, options->analyzer_version, err);
    if (st == RAT_OK)
        st = rat_catalogue_set_number(catalogue, RAT_SETTING_NONPUBLIC, options->nonpublic, err);
    if (st == RAT_OK)
        st = rat_catalogue_set(catalogue, "created", rat_time_now(now), err);
    if (st == RAT_OK)
        st = rat_catalogue_set_number(catalogue, RAT_SETTING_GENERATION, 1, err);
    if (st == RAT_OK)
        st = rat_catalogue_commit(catalogue, err);
    rat_catalogue_close(catalogue);
    return st;
}

/* The folder's own name shall survive a power cut too. A parent that may not be read is no reason to fail. */
static void sync_parent(const char *path)
{
    struct rat_buf parent = RAT_BUF_INIT;
    rat_path_join(&parent, path, "..");
    if (rat_folder_sync(rat_buf_cstr(&parent), NULL) != RAT_OK)
        errno = 0;
    rat_buf_release(&parent);
}

static rat_status fill(const char *path, const struct rat_layout *layout,
                       const struct rat_archive_options *options, struct rat_err *err)
{
    struct rat_manifest first = {.generation = 1,
                                 .next_segment = 1,
                                 .analyzer_version = options->analyzer_version,
                                 .index_only = options->index_only};
    snprintf(first.analyzer, sizeof first.analyzer, "%s", options->analyzer);
    rat_status st = rat_folder_make(layout->index, err);
    if (st == RAT_OK && !options->index_only)
        st = rat_folder_make(layout->contents, err);
    if (st == RAT_OK)
        st = rat_manifest_write(layout->index, &first, err);
    if (st == RAT_OK && !options->index_only)
        st = create_catalogue(layout, options, err);
    if (st == RAT_OK)
        st = rat_folder_sync(path, err);
    if (st == RAT_OK)
        sync_parent(path);
    return st;
}

rat_status rat_archive_create(const char *path, const struct rat_archive_options *options,
                              struct rat_err *err)
{
    struct rat_layout layout;
    int lock = -1;
    rat_status st = rat_layout_make(path, &layout, err);
    if (st != RAT_OK)
        return st;
    st = rat_folder_make(path, err);
    if (st == RAT_OK)
        st = check_folder(path, &layout, err);
    if (st == RAT_OK)
        st = rat_file_lock(layout.lock, &lock, err);
    if (st == RAT_OK && is_complete(&layout))
        st = refuse(path, _("Hier ist schon ein Archiv"),
                    _("Mit `ratsarchiv import` füllen oder einen anderen Ordner angeben"), err);
    if (st == RAT_OK)
        st = fill(path, &layout, options, err);
    rat_file_unlock(lock);
    rat_layout_release(&layout);
    return st;
}
