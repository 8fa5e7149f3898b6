/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A folder, walked depth first in the order of its names' bytes. Files that can be read become documents, archives and mails
 * what they hold, *.jsonl their lines; hidden files and MANIFEST* are nobody's papers; everything else is named as rejected. Links to folders are not
 * followed, so a walk ends.
 */
#include "indexer/source_internal.h"

#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define DEPTH_MAX 64

/* Text is told by nothing that stands in it: other files of letters (programs, settings) are no papers. */
static const char *const text_suffixes[] = {".txt", ".text", ".md", ".asc", ".csv", NULL};
static const char *const jsonl_suffixes[] = {".jsonl", NULL};

struct level {
    char **names;
    size_t count, at;
    size_t path_size; /* of the folder's own path in walk.path */
};

struct walk {
    const struct rat_source *source;
    struct level levels[DEPTH_MAX];
    size_t depth;        /* levels in use */
    struct rat_buf path; /* of the entry at hand */
    size_t base_at;      /* where the root's base name begins in path: ids start there */
    struct rat_jsonl *lines;
    struct rat_members *members;
};

static bool is_ignored(const char *name)
{
    return name[0] == '.' || strncmp(name, "MANIFEST", 8) == 0;
}

static rat_status enter(struct walk *walk, struct rat_err *err)
{
    struct level *level = &walk->levels[walk->depth];
    rat_status st = rat_folder_list(rat_buf_cstr(&walk->path), &level->names, &level->count, err);
    if (st != RAT_OK)
        return st == RAT_ENOTFOUND ? RAT_EIO : st; /* it was there a moment ago */
    level->at = 0;
    level->path_size = walk->path.size;
    walk->depth++;
    return RAT_OK;
}

static void leave(struct walk *walk)
{
    struct level *level = &walk->levels[--walk->depth];
    rat_folder_list_free(level->names, level->count);
}

/* The path of a folder's entry. */
static rat_status set_entry(struct walk *walk, const struct level *level, const char *name,
                            struct rat_err *err)
{
    walk->path.size = level->path_size;
    if (!level->path_size || walk->path.data[level->path_size - 1] != '/')
        rat_buf_byte(&walk->path, '/');
    rat_buf_puts(&walk->path, name);
    return walk->path.failed ? rat_nomem(err) : RAT_OK;
}

static rat_status reject_as(struct walk *walk, enum rat_protects protects, const char *why, const char *hint,
                            struct rat_item **out, struct rat_err *err)
{
    struct rat_err reason = RAT_ERR_INIT;
    struct rat_buf shown = RAT_BUF_INIT;
    rat_fail(&reason, RAT_EINPUT, "%s", why);
    if (hint)
        rat_err_hint(&reason, "%s", hint);
    rat_name_as_utf8_buf(&shown, rat_buf_cstr(&walk->path));
    rat_status st = shown.failed ? rat_nomem(err)
                                 : rat_item_reject(&reason, rat_buf_cstr(&shown), protects,
                                                   rat_buf_cstr(&walk->path), out, err);
    rat_buf_release(&shown);
    return st;
}

/* What was read from this path before is not gone: today it cannot be read. */
static rat_status reject(struct walk *walk, const char *why, const char *hint, struct rat_item **out,
                         struct rat_err *err)
{
    return reject_as(walk, RAT_PROTECTS_PATH, why, hint, out, err);
}

static bool has_subfolder(struct walk *walk, const char *name)
{
    struct stat info;
    size_t size = walk->path.size;
    rat_buf_byte(&walk->path, '/');
    rat_buf_puts(&walk->path, name);
    bool yes = stat(rat_buf_cstr(&walk->path), &info) == 0 && S_ISDIR(info.st_mode);
    walk->path.size = size;
    return yes;
}

static rat_status visit_folder(struct walk *walk, struct rat_item **out, struct rat_err *err)
{
    if (has_subfolder(walk, "papers") && has_subfolder(walk, "file-contents"))
        return reject(walk, _("Ein OParl-Abzug in einem Ordner von Texten wird nicht mitgelesen"),
                      _("Den Abzug als eigene Quelle angeben"), out, err);
    if (walk->depth == DEPTH_MAX)
        return reject(walk, _("Der Ordner liegt zu tief"), _("Ihn als eigene Quelle angeben"), out, err);
    struct rat_err reason = RAT_ERR_INIT;
    rat_status st = enter(walk, &reason);
    if (st == RAT_OK)
        return RAT_OK;
    return st == RAT_ENOMEM ? rat_nomem(err)
                            : rat_item_reject(&reason, rat_buf_cstr(&walk->path), RAT_PROTECTS_PATH,
                                              rat_buf_cstr(&walk->path), out, err);
}

static rat_status visit_file(struct walk *walk, const char *name, uint64_t size, struct rat_item **out,
                             struct rat_err *err)
{
    const char *path = rat_buf_cstr(&walk->path);
    enum rat_format format = RAT_FORMAT_TEXT;
    struct rat_err reason = RAT_ERR_INIT;
    if (rat_name_has_suffix(name, jsonl_suffixes)) {
        rat_status opened = rat_jsonl_open(walk->source, path, &walk->lines, &reason);
        return opened == RAT_OK || opened == RAT_ENOMEM
                   ? opened
                   : rat_item_reject(&reason, path, RAT_PROTECTS_PATH, path, out, err);
    }
    rat_status st = size ? rat_file_format(path, &format, &reason) : RAT_OK;
    if (st == RAT_OK && (format == RAT_FORMAT_UNKNOWN ||
                         (format == RAT_FORMAT_TEXT && !rat_name_has_suffix(name, text_suffixes))))
        return reject_as(
            walk, RAT_PROTECTS_NOTHING, _("Dieses Format liest diese Version nicht"),
            _("Gelesen werden PDF, DOCX, ODT, RTF, DOC, HTML, EML, ZIP, Tabellen, Folien, Scans, "
              "*.txt, *.md, *.csv, *.jsonl und OParl-Abzüge"),
            out, err);
    if (st == RAT_OK && !rat_format_is_container(format))
        return rat_item_for_file(walk->source, path, path + walk->base_at, size, out, err);
    if (st == RAT_OK)
        st = rat_members_open(walk->source, path, path + walk->base_at, format, &walk->members, &reason);
    if (st == RAT_OK)
        return RAT_OK;
    return st == RAT_ENOMEM ? rat_nomem(err)
                            : rat_item_reject(&reason, path, RAT_PROTECTS_PATH, path, out, err);
}

/* One entry of a folder; *out stays NULL when it gives no item of its own. */
static rat_status visit(struct walk *walk, const char *name, struct rat_item **out, struct rat_err *err)
{
    if (is_ignored(name))
        return RAT_OK;
    struct stat info;
    const char *path = rat_buf_cstr(&walk->path);
    if (lstat(path, &info) != 0)
        return reject(walk, _("Datei lässt sich nicht öffnen"), NULL, out, err);
    if (S_ISDIR(info.st_mode))
        return visit_folder(walk, out, err);
    if (S_ISLNK(info.st_mode)) {
        if (stat(path, &info) != 0)
            return reject(walk, _("Der Verweis führt ins Leere oder im Kreis"), NULL, out, err);
        if (S_ISDIR(info.st_mode))
            return reject(walk, _("Verweisen auf Ordner wird nicht gefolgt"),
                          _("Den Ordner selbst als Quelle angeben"), out, err);
    }
    if (!S_ISREG(info.st_mode))
        return reject(walk, _("Keine gewöhnliche Datei"), NULL, out, err);
    return visit_file(walk, name, (uint64_t)info.st_size, out, err);
}

static rat_status folder_next(void *self, struct rat_item **out, struct rat_err *err)
{
    struct walk *walk = self;
    for (;;) {
        if (walk->lines) {
            rat_status st = rat_jsonl_next(walk->lines, out, err);
            if (st != RAT_END)
                return st;
            rat_jsonl_close(walk->lines);
            walk->lines = NULL;
        }
        if (walk->members) {
            rat_status st = rat_members_next(walk->members, out, err);
            if (st != RAT_END)
                return st;
            rat_members_close(walk->members);
            walk->members = NULL;
        }
        if (!walk->depth)
            return RAT_END;
        struct level *level = &walk->levels[walk->depth - 1];
        if (level->at == level->count) {
            leave(walk);
            continue;
        }
        const char *name = level->names[level->at++];
        struct rat_item *item = NULL;
        rat_status st = set_entry(walk, level, name, err);
        if (st == RAT_OK)
            st = visit(walk, name, &item, err);
        if (st != RAT_OK)
            return st;
        if (item) {
            *out = item;
            return RAT_OK;
        }
    }
}

static void folder_close(void *self)
{
    struct walk *walk = self;
    rat_jsonl_close(walk->lines);
    rat_members_close(walk->members);
    while (walk->depth)
        leave(walk);
    rat_buf_release(&walk->path);
    free(walk);
}

/* Bytes of the files that will be read, for progress; what cannot be read counts as nothing. */
static uint64_t count_bytes(struct rat_buf *path, size_t depth)
{
    uint64_t total = 0;
    size_t size = path->size;
    DIR *folder = depth < DEPTH_MAX ? opendir(rat_buf_cstr(path)) : NULL;
    struct dirent *entry;
    while (folder && (entry = readdir(folder))) {
        if (is_ignored(entry->d_name))
            continue;
        rat_buf_byte(path, '/');
        rat_buf_puts(path, entry->d_name);
        struct stat info;
        if (lstat(rat_buf_cstr(path), &info) == 0) {
            if (S_ISDIR(info.st_mode))
                total += count_bytes(path, depth + 1);
            else
                total += (uint64_t)info.st_size;
        }
        path->size = size;
    }
    if (folder)
        closedir(folder);
    return total;
}

static const struct rat_source_reader folder_reader = {folder_next, folder_close};

rat_status rat_source_open_folder(struct rat_source *source, struct rat_err *err)
{
    struct walk *walk = calloc(1, sizeof *walk);
    if (!walk)
        return rat_nomem(err);
    source->record.kind = "folder";
    source->reader = &folder_reader;
    source->self = walk;
    walk->source = source;
    rat_buf_puts(&walk->path, source->path);
    if (walk->path.failed)
        return rat_nomem(err);
    const char *slash = strrchr(source->path, '/');
    walk->base_at = slash ? (size_t)(slash - source->path) + 1 : 0;
    source->total_bytes = count_bytes(&walk->path, 0);
    return enter(walk, err);
}
