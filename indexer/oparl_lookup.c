/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the papers of a dump refer to: organizations, meetings, agenda items, texts. */
#include "indexer/source_oparl_internal.h"

#include "indexer/oparl_wire.h"

#include <stdlib.h>
#include <string.h>

bool rat_oparl_room(void *array, size_t *room, size_t count, size_t element)
{
    if (count < *room)
        return true;
    void *old;
    memcpy(&old, array, sizeof old); /* array is the address of a pointer of any type */
    size_t want = *room ? *room * 2 : 64;
    void *grown = reallocarray(old, want, element);
    if (!grown)
        return false;
    memset((char *)grown + *room * element, 0, (want - *room) * element);
    memcpy(array, &grown, sizeof grown);
    *room = want;
    return true;
}

int32_t rat_oparl_day(const char *text)
{
    int32_t day;
    return text && rat_date_parse_iso(text, strlen(text), &day) ? day : RAT_NO_DATE;
}

/* Most ids are keys already, so nothing is copied for them. */
static bool is_key(const char *id)
{
    const char *scheme = strstr(id, "://"), *path = scheme ? scheme + 3 : id;
    size_t n = strlen(path);
    return !strstr(path, "//") && (n == 0 || path[n - 1] != '/');
}

uint32_t rat_oparl_find(const struct rat_strmap *map, const char *id)
{
    if (!id)
        return RAT_STRMAP_NONE;
    if (is_key(id))
        return rat_strmap_find(map, id, strlen(id));
    struct rat_buf key = RAT_BUF_INIT;
    rat_oparl_key(id, &key);
    uint32_t at = key.failed ? RAT_STRMAP_NONE : rat_strmap_find(map, key.data, key.size);
    rat_buf_release(&key);
    return at;
}

uint32_t rat_oparl_add(struct rat_strmap *map, const char *id, bool *added)
{
    if (is_key(id))
        return rat_strmap_add(map, id, strlen(id), added);
    struct rat_buf key = RAT_BUF_INIT;
    rat_oparl_key(id, &key);
    uint32_t at = key.failed ? RAT_STRMAP_NONE : rat_strmap_add(map, key.data, key.size, added);
    rat_buf_release(&key);
    return at;
}

const struct oparl_organization *rat_oparl_organization(const struct oparl *dump, const char *id)
{
    uint32_t at = rat_oparl_find(&dump->organizations, id);
    return at == RAT_STRMAP_NONE ? NULL : &dump->organization[at];
}

const struct oparl_meeting *rat_oparl_meeting(const struct oparl *dump, const char *id)
{
    uint32_t at = rat_oparl_find(&dump->meetings, id);
    return at == RAT_STRMAP_NONE ? NULL : &dump->meeting[at];
}

const struct oparl_agenda_item *rat_oparl_agenda_item(const struct oparl *dump, const char *id)
{
    uint32_t at = rat_oparl_find(&dump->agenda_items, id);
    return at == RAT_STRMAP_NONE ? NULL : &dump->agenda_item[at];
}

struct oparl_text *rat_oparl_text(struct oparl *dump, const char *file_id)
{
    if (!file_id)
        return NULL;
    const char *slash = dump->origin->whole_ids ? NULL : strrchr(file_id, '/');
    uint32_t at = rat_oparl_find(&dump->texts, slash ? slash + 1 : file_id);
    return at == RAT_STRMAP_NONE ? NULL : &dump->text[at];
}

rat_status rat_oparl_learn_organization(struct oparl *dump, const json_t *object, struct rat_err *err)
{
    const char *id = rat_json_string(object, "id"), *name = rat_json_string(object, "name");
    if (!id || !name)
        return RAT_OK;
    uint32_t at = rat_oparl_add(&dump->organizations, id, NULL);
    if (at == RAT_STRMAP_NONE ||
        !rat_oparl_room(&dump->organization, &dump->organization_room, at, sizeof *dump->organization))
        return rat_nomem(err);
    dump->organization[at].id = rat_arena_strdup(&dump->arena, id);
    dump->organization[at].name = rat_arena_strdup(&dump->arena, name);
    return dump->arena.failed ? rat_nomem(err) : RAT_OK;
}

static rat_status learn_agenda_item(struct oparl *dump, const json_t *object, uint32_t meeting,
                                    struct rat_err *err)
{
    const char *id = rat_json_string(object, "id");
    if (!id)
        return RAT_OK;
    uint32_t at = rat_oparl_add(&dump->agenda_items, id, NULL);
    if (at == RAT_STRMAP_NONE ||
        !rat_oparl_room(&dump->agenda_item, &dump->agenda_item_room, at, sizeof *dump->agenda_item))
        return rat_nomem(err);
    struct oparl_agenda_item *item = &dump->agenda_item[at];
    item->id = rat_arena_strdup(&dump->arena, id);
    item->number = rat_json_strdup(&dump->arena, object, "number");
    item->result = rat_json_strdup(&dump->arena, object, "result");
    item->meeting = meeting;
    item->is_public = rat_json_bool(object, "public");
    return dump->arena.failed ? rat_nomem(err) : RAT_OK;
}

/* Files of a meeting matter only when their text is here. */
static rat_status learn_files(struct oparl *dump, const json_t *files, uint32_t meeting, const char *title,
                              struct rat_err *err)
{
    for (size_t i = 0; i < rat_json_count(files); i++) {
        const json_t *file = rat_json_at(files, i);
        struct oparl_text *text =
            json_is_object(file) ? rat_oparl_text(dump, rat_json_string(file, "id")) : NULL;
        if (!text)
            continue;
        if (rat_json_true(file, "deleted") ||
            (rat_json_bool(file, "public") == RAT_NO && !dump->source->options.nonpublic))
            text->taken = true;
        text->meeting = meeting;
        text->meeting_title = rat_arena_strdup(&dump->arena, title);
        text->id = rat_json_strdup(&dump->arena, file, "id");
        text->name = rat_json_strdup(&dump->arena, file, "name");
        text->download_url = rat_json_strdup(&dump->arena, file, "downloadUrl");
        text->mime_type = rat_json_strdup(&dump->arena, file, "mimeType");
        text->modified = rat_json_strdup(&dump->arena, file, "modified");
        text->date = rat_oparl_day(rat_json_string(file, "date"));
    }
    return dump->arena.failed ? rat_nomem(err) : RAT_OK;
}

rat_status rat_oparl_learn_meeting(struct oparl *dump, const json_t *object, struct rat_err *err)
{
    static const char *const files[] = {"invitation", "resultsProtocol", "verbatimProtocol", "auxiliaryFile",
                                        NULL};
    const char *id = rat_json_string(object, "id");
    uint32_t at = rat_oparl_add(&dump->meetings, id, NULL);
    if (at == RAT_STRMAP_NONE ||
        !rat_oparl_room(&dump->meeting, &dump->meeting_room, at, sizeof *dump->meeting))
        return rat_nomem(err);
    const json_t *organizations = json_object_get(object, "organization");
    const char *name = rat_json_string(object, "name");
    struct oparl_meeting *meeting = &dump->meeting[at];
    meeting->id = rat_arena_strdup(&dump->arena, id);
    meeting->date = rat_oparl_day(rat_json_string(object, "start"));
    meeting->organization_id =
        rat_json_count(organizations)
            ? rat_arena_strdup(&dump->arena, rat_json_id(rat_json_at(organizations, 0)))
            : NULL;
    rat_status st = dump->arena.failed ? rat_nomem(err) : RAT_OK;
    for (size_t i = 0; files[i] && st == RAT_OK; i++)
        st = learn_files(dump, json_object_get(object, files[i]), at, name, err);
    const json_t *items = json_object_get(object, "agendaItem");
    for (size_t i = 0; i < rat_json_count(items) && st == RAT_OK; i++) {
        const json_t *item = rat_json_at(items, i);
        st = learn_agenda_item(dump, item, at, err);
        if (st == RAT_OK)
            st = learn_files(dump, json_object_get(item, "resolutionFile"), at, name, err);
        if (st == RAT_OK)
            st = learn_files(dump, json_object_get(item, "auxiliaryFile"), at, name, err);
    }
    return st;
}

rat_status rat_oparl_learn_consultations(struct oparl *dump, struct rat_err *err)
{
    for (size_t i = 0; i < rat_json_count(dump->loose_root); i++) {
        const json_t *object = rat_json_at(dump->loose_root, i);
        const char *paper = json_is_object(object) ? rat_json_id(json_object_get(object, "paper")) : NULL;
        if (!paper || rat_json_true(object, "deleted"))
            continue;
        bool added;
        uint32_t at = rat_oparl_add(&dump->loose_papers, paper, &added);
        if (at == RAT_STRMAP_NONE ||
            !rat_oparl_room(&dump->loose_first, &dump->loose_first_room, at, sizeof *dump->loose_first) ||
            !rat_oparl_room(&dump->loose, &dump->loose_room, dump->loose_count, sizeof *dump->loose))
            return rat_nomem(err);
        dump->loose[dump->loose_count] = (struct oparl_loose_consultation){object, RAT_STRMAP_NONE};
        uint32_t *link = &dump->loose_first[at];
        if (added)
            *link = RAT_STRMAP_NONE;
        while (*link != RAT_STRMAP_NONE)
            link = &dump->loose[*link].next;
        *link = (uint32_t)dump->loose_count++;
    }
    return RAT_OK;
}
