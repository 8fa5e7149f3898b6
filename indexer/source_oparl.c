/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An OParl 1.1 dump folder: papers/N.json, meetings/N.json, organizations.json, consultations.json and
 * file-contents/N.json + N.txt, N being the last part of an object's id. In this order: organizations, meetings,
 * papers by number, each with its documents, and last the texts that no paper lists.
 */
#include "indexer/source_oparl_internal.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool cut_suffix(char *name, const char *suffix)
{
    size_t n = strlen(name), m = strlen(suffix);
    if (n <= m || strcmp(name + n - m, suffix) != 0)
        return false;
    name[n - m] = '\0';
    return true;
}

/* ---- what cannot be used ---- */

rat_status rat_oparl_reject(struct oparl *dump, const struct rat_err *reason, struct rat_err *err)
{
    struct rat_item *item = NULL;
    const char *path = rat_buf_cstr(&dump->path), *slash = strrchr(path, '/');
    char stem[300];
    enum rat_protects protects = dump->phase == OPARL_MEETINGS ? RAT_PROTECTS_MEETING
                                 : dump->phase == OPARL_PAPERS ? RAT_PROTECTS_PAPER
                                 : dump->phase == OPARL_REST   ? RAT_PROTECTS_PATH
                                                               : RAT_PROTECTS_ALL;
    snprintf(stem, sizeof stem, "%s", slash ? slash + 1 : path);
    cut_suffix(stem, ".json");
    rat_status st = rat_item_reject(reason, path, protects, stem, &item, err);
    if (st == RAT_OK && protects == RAT_PROTECTS_PATH)
        item->place = rat_arena_printf(&item->arena, "%s/file-contents/%s.txt", dump->source->name, stem);
    return st == RAT_OK ? rat_oparl_give(dump, item, err) : st;
}

/* A file of a kind that stands for nothing in the archive. */
static rat_status reject_foreign(struct oparl *dump, const char *why, struct rat_err *err)
{
    struct rat_err reason = RAT_ERR_INIT;
    struct rat_item *item = NULL;
    rat_fail(&reason, RAT_EINPUT, "%s", why);
    rat_status st =
        rat_item_reject(&reason, rat_buf_cstr(&dump->path), RAT_PROTECTS_NOTHING, NULL, &item, err);
    return st == RAT_OK ? rat_oparl_give(dump, item, err) : st;
}

/* ---- names ---- */

/* 9.json before 10.json; names that are no numbers come last. */
static int by_number(const void *a, const void *b)
{
    const char *left = *(char *const *)a, *right = *(char *const *)b;
    size_t m = strspn(left, "0123456789"), n = strspn(right, "0123456789");
    if (!m != !n)
        return m ? -1 : 1;
    if (m != n)
        return m < n ? -1 : 1;
    return strcmp(left, right);
}

static void sort_names(struct oparl_names *names)
{
    if (names->count)
        qsort(names->names, names->count, sizeof *names->names, by_number);
}

static rat_status list_folder(struct oparl *dump, const char *folder, bool required, struct oparl_names *out,
                              struct rat_err *err)
{
    struct rat_err reason = RAT_ERR_INIT;
    rat_path_join(&dump->path, dump->source->path, folder);
    if (dump->path.failed)
        return rat_nomem(err);
    rat_status st = rat_folder_list(rat_buf_cstr(&dump->path), &out->names, &out->count, &reason);
    if (st == RAT_ENOTFOUND && !required)
        return RAT_OK;
    if (st != RAT_OK && err)
        *err = reason;
    return st;
}

static rat_status learn_text(struct oparl *dump, const char *stem, bool is_text, int folder,
                             struct rat_err *err)
{
    bool added;
    uint32_t at = rat_strmap_add(&dump->texts, stem, strlen(stem), &added);
    if (at == RAT_STRMAP_NONE || !rat_oparl_room(&dump->text, &dump->text_room, at, sizeof *dump->text))
        return rat_nomem(err);
    struct oparl_text *text = &dump->text[at];
    if (added) {
        text->meeting = RAT_STRMAP_NONE;
        text->date = RAT_NO_DATE;
    }
    struct stat info;
    char name[300];
    if (!is_text)
        return RAT_OK;
    text->has_text = true;
    if (snprintf(name, sizeof name, "%s.txt", stem) < (int)sizeof name &&
        fstatat(folder, name, &info, 0) == 0)
        text->size = (uint64_t)info.st_size;
    return RAT_OK;
}

/* The texts by name; dump->rest keeps the stems in the order of their numbers. */
static rat_status list_texts(struct oparl *dump, uint64_t *total, struct rat_err *err)
{
    rat_status st = list_folder(dump, "file-contents", true, &dump->rest, err);
    if (st != RAT_OK)
        return st;
    int folder = open(rat_buf_cstr(&dump->path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) {
        st = rat_fail_errno(err, RAT_EIO, errno, "%s", _("Ordner lässt sich nicht öffnen"));
        rat_err_where(err, "%s", rat_buf_cstr(&dump->path));
        return st;
    }
    size_t kept = 0;
    for (size_t i = 0; i < dump->rest.count; i++) {
        char *name = dump->rest.names[i];
        bool is_text = cut_suffix(name, ".txt"), is_json = !is_text && cut_suffix(name, ".json");
        if (st == RAT_OK && (is_text || is_json))
            st = learn_text(dump, name, is_text, folder, err);
        if (is_json || name[0] == '.')
            free(name);
        else
            dump->rest.names[kept++] = name; /* texts, and what nobody knows: that is rejected at the end */
    }
    dump->rest.count = kept;
    close(folder);
    for (uint32_t i = 0; i < dump->texts.count; i++)
        *total += dump->text[i].size;
    sort_names(&dump->rest);
    return st;
}

/* ---- files of objects ---- */

/* Parses the file dump->path. What is wrong with the file becomes a REJECTED item and *out stays NULL. */
static rat_status read_object(struct oparl *dump, json_t **out, struct rat_err *err)
{
    struct rat_err reason = RAT_ERR_INIT;
    if (dump->path.failed)
        return rat_nomem(err);
    rat_status st = rat_json_read_file(rat_buf_cstr(&dump->path), dump->source->options.file_limit,
                                       &dump->bytes, out, &reason);
    if (st == RAT_OK)
        return RAT_OK;
    return st == RAT_ENOMEM ? rat_nomem(err) : rat_oparl_reject(dump, &reason, err);
}

/* organizations.json and its like: a list, or a page with "data". */
static rat_status read_list(struct oparl *dump, const char *name, json_t **out, struct rat_err *err)
{
    rat_path_join(&dump->path, dump->source->path, name);
    if (dump->path.failed)
        return rat_nomem(err);
    if (access(rat_buf_cstr(&dump->path), F_OK) != 0)
        return RAT_OK;
    json_t *value = NULL;
    rat_status st = read_object(dump, &value, err);
    json_t *data = json_object_get(value, "data");
    if (data) {
        json_incref(data);
        json_decref(value);
        value = data;
    }
    *out = value;
    return st;
}

typedef rat_status take_function(struct oparl *, const json_t *, const struct rat_buf *, struct rat_err *);

/* The next file of papers/ or meetings/. */
static rat_status take_next_file(struct oparl *dump, const char *folder, struct oparl_names *names,
                                 take_function *take, struct rat_err *err)
{
    static const char *const json[] = {".json", NULL};
    const char *name = names->names[names->at++];
    if (name[0] == '.')
        return RAT_OK;
    rat_path_join(&dump->path, dump->source->path, folder);
    rat_buf_byte(&dump->path, '/');
    rat_buf_puts(&dump->path, name);
    if (!rat_name_has_suffix(name, json))
        return reject_foreign(dump, _("In einem OParl-Abzug werden hier nur *.json gelesen"), err);
    json_t *object = NULL;
    rat_status st = read_object(dump, &object, err);
    if (st == RAT_OK && object) {
        /* raw control characters were repaired in the object only; then its text is not kept as it is */
        bool clean = true;
        for (size_t i = 0; i < dump->bytes.size; i++)
            clean &= dump->bytes.data[i] >= ' ';
        st = take(dump, object, clean ? &dump->bytes : NULL, err);
    }
    json_decref(object);
    return st;
}

static rat_status take_next_rest(struct oparl *dump, struct rat_err *err)
{
    const char *stem = dump->rest.names[dump->rest.at++];
    uint32_t number = rat_strmap_find(&dump->texts, stem, strlen(stem));
    rat_path_join(&dump->path, dump->source->path, "file-contents");
    rat_buf_byte(&dump->path, '/');
    rat_buf_puts(&dump->path, stem);
    if (dump->path.failed)
        return rat_nomem(err);
    if (number == RAT_STRMAP_NONE || !dump->text[number].has_text)
        return reject_foreign(dump, _("In einem OParl-Abzug werden hier nur *.json und *.txt gelesen"), err);
    if (dump->text[number].taken)
        return RAT_OK;
    dump->text[number].taken = true;
    rat_buf_puts(&dump->path, ".json");
    json_t *metadata = NULL;
    rat_status st = RAT_OK;
    if (access(rat_buf_cstr(&dump->path), F_OK) == 0)
        st = read_object(dump, &metadata, err);
    if (st == RAT_OK)
        st = rat_oparl_take_rest(dump, number, metadata, err);
    json_decref(metadata);
    return st;
}

/* ---- the reader ---- */

static rat_status step(struct oparl *dump, struct rat_err *err)
{
    switch (dump->phase) {
    case OPARL_ORGANIZATIONS:
        if (dump->organization_at < rat_json_count(dump->organization_root)) {
            rat_path_join(&dump->path, dump->source->path, "organizations.json");
            const json_t *object = rat_json_at(dump->organization_root, dump->organization_at++);
            return rat_oparl_take_organization(dump, object, err);
        }
        break;
    case OPARL_MEETINGS:
        if (dump->meeting_files.at < dump->meeting_files.count)
            return take_next_file(dump, "meetings", &dump->meeting_files, rat_oparl_take_meeting, err);
        break;
    case OPARL_PAPERS:
        if (dump->paper_files.at < dump->paper_files.count)
            return take_next_file(dump, "papers", &dump->paper_files, rat_oparl_take_paper, err);
        break;
    case OPARL_REST:
        if (dump->rest.at < dump->rest.count)
            return take_next_rest(dump, err);
        break;
    case OPARL_DONE: return RAT_END;
    }
    dump->phase++;
    return RAT_OK;
}

static rat_status set_content(struct oparl *dump, struct rat_item *item, uint32_t number, struct rat_err *err)
{
    const char *stem = (const char *)dump->texts.keys[number].bytes;
    (void)err;
    item->content_path = rat_arena_printf(&item->arena, "%s/file-contents/%s.txt", dump->source->path, stem);
    item->document.location = item->content_path ? rat_name_as_utf8(&item->arena, item->content_path) : NULL;
    item->content_size = (size_t)dump->text[number].size;
    item->content_charset = "UTF-8";
    return RAT_OK;
}

static rat_status oparl_next(void *self, struct rat_item **out, struct rat_err *err)
{
    return rat_oparl_next(self, out, err);
}

static void oparl_close(void *self)
{
    struct oparl *dump = self;
    rat_folder_list_free(dump->meeting_files.names, dump->meeting_files.count);
    rat_folder_list_free(dump->paper_files.names, dump->paper_files.count);
    rat_folder_list_free(dump->rest.names, dump->rest.count);
    rat_oparl_release(dump);
    free(dump);
}

static const struct oparl_origin dump_origin = {step, set_content, false};
static const struct rat_source_reader oparl_reader = {oparl_next, oparl_close};

static rat_status learn(struct oparl *dump, uint64_t *total, struct rat_err *err)
{
    rat_status st = list_texts(dump, total, err);
    if (st == RAT_OK)
        st = list_folder(dump, "papers", true, &dump->paper_files, err);
    if (st == RAT_OK)
        st = list_folder(dump, "meetings", false, &dump->meeting_files, err);
    if (st == RAT_OK)
        st = read_list(dump, "organizations.json", &dump->organization_root, err);
    if (st == RAT_OK)
        st = read_list(dump, "consultations.json", &dump->loose_root, err);
    if (st != RAT_OK)
        return st;
    sort_names(&dump->paper_files);
    sort_names(&dump->meeting_files);
    for (size_t i = 0; i < rat_json_count(dump->organization_root) && st == RAT_OK; i++)
        st = rat_oparl_learn_organization(dump, rat_json_at(dump->organization_root, i), err);
    return st == RAT_OK ? rat_oparl_learn_consultations(dump, err) : st;
}

rat_status rat_source_open_oparl(struct rat_source *source, struct rat_err *err)
{
    struct oparl *dump = calloc(1, sizeof *dump);
    if (!dump)
        return rat_nomem(err);
    source->record.kind = "oparl";
    source->reader = &oparl_reader;
    source->self = dump;
    rat_oparl_init(dump, source, &dump_origin);
    return learn(dump, &source->total_bytes, err);
}
