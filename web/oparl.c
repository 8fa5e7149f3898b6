/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "web/oparl_internal.h"

#define PER_PAGE 100u
#define SECONDS_A_DAY 86400

/* ---- moments ---- */

/* "2020-09-21", "2020-09-21T17:00:00+02:00", "...Z" as seconds since 1970. */
static bool read_instant(const char *text, int64_t *out)
{
    int32_t day;
    int hour, minute, second, zone_hour = 0, zone_minute = 0, used = 0;
    char sign = '+';
    size_t n = strlen(text);
    if (!rat_date_parse_iso(text, n, &day))
        return false;
    *out = (int64_t)day * SECONDS_A_DAY;
    if (n == 10)
        return true;
    if (sscanf(text + 10, "T%2d:%2d:%2d%n", &hour, &minute, &second, &used) != 3)
        return false;
    const char *zone = text + 10 + used;
    if (*zone == '.')
        zone += 1 + strspn(zone + 1, "0123456789");
    if (*zone != 'Z' && sscanf(zone, "%c%2d:%2d", &sign, &zone_hour, &zone_minute) != 3)
        return false;
    int shift = (zone_hour * 60 + zone_minute) * 60;
    *out += hour * 3600 + minute * 60 + second + (sign == '-' ? shift : -shift);
    return true;
}

struct since {
    bool given;
    int64_t from, until;
};

static rat_status read_since(const struct rat_visit *visit, struct since *out, struct rat_err *err)
{
    static const char *const names[] = {"modified_since", "modified_until"};
    *out = (struct since){false, INT64_MIN, INT64_MAX};
    for (int i = 0; i < 2; i++) {
        const char *text = rat_visit_param(visit, names[i]);
        if (!*text)
            continue;
        if (!read_instant(text, i == 0 ? &out->from : &out->until)) {
            rat_fail(err, RAT_EUSAGE, _("%s kann nicht „%s“ sein"), names[i], text);
            rat_err_hint(err, "%s", "2020-09-21T17:00:00+02:00");
            return RAT_EUSAGE;
        }
        out->given |= i == 0;
    }
    return RAT_OK;
}

/* ---- lists ---- */

typedef rat_status put_object(struct rat_oparl *oparl, json_t *object, const char *id, struct rat_err *err);

struct list {
    struct rat_oparl *oparl;
    struct since since;
    int64_t created; /* stands for an object that does not say when it changed */
    uint64_t page, seen;
    struct rat_buf ids; /* const char * of this page */
};

static bool is_listed(const struct list *list, const struct rat_browse_entry *entry)
{
    int64_t at = list->created;
    const char *when = entry->removed_at ? entry->removed_at : entry->modified;
    if (entry->removed_at && !list->since.given)
        return false; /* only those who ask what changed are told what is gone */
    if (when && !read_instant(when, &at))
        at = list->created;
    return at >= list->since.from && at <= list->since.until;
}

static rat_status collect(void *context, const struct rat_browse_entry *entry)
{
    struct list *list = context;
    if (!is_listed(list, entry))
        return RAT_OK;
    uint64_t place = list->seen++;
    if (place / PER_PAGE + 1 == list->page) {
        const char *id = rat_arena_strdup(&list->oparl->visit->arena, entry->id);
        rat_buf_append(&list->ids, &id, sizeof id);
    }
    return list->ids.failed || list->oparl->visit->arena.failed ? RAT_ENOMEM : RAT_OK;
}

static const char *page_url(const struct list *list, uint64_t page)
{
    struct rat_visit *visit = list->oparl->visit;
    struct rat_link link;
    rat_link_start(&link, &visit->arena, RAT_PATH(""));
    rat_link_same(&link, visit->path);
    rat_link_param(&link, "modified_since", rat_visit_param(visit, "modified_since"));
    rat_link_param(&link, "modified_until", rat_visit_param(visit, "modified_until"));
    rat_link_number(&link, "page", page);
    return rat_arena_printf(&visit->arena, "%s%s", list->oparl->base, rat_link_url(&link).text);
}

static void put_pagination(const struct list *list)
{
    struct rat_json *json = &list->oparl->json;
    uint64_t pages = list->seen ? (list->seen + PER_PAGE - 1) / PER_PAGE : 1;
    json_t *numbers = rat_json_put_object(json, json->root, "pagination");
    rat_json_put_number(json, numbers, "totalElements", list->seen);
    rat_json_put_number(json, numbers, "elementsPerPage", PER_PAGE);
    rat_json_put_number(json, numbers, "currentPage", list->page);
    rat_json_put_number(json, numbers, "totalPages", pages);
    json_t *links = rat_json_put_object(json, json->root, "links");
    rat_json_put_text(json, links, "first", page_url(list, 1));
    if (list->page > 1)
        rat_json_put_text(json, links, "prev", page_url(list, list->page - 1));
    rat_json_put_text(json, links, "self", page_url(list, list->page));
    if (list->page < pages)
        rat_json_put_text(json, links, "next", page_url(list, list->page + 1));
    rat_json_put_text(json, links, "last", page_url(list, pages));
}

static rat_status put_list(struct rat_oparl *oparl, enum rat_browse_kind kind, put_object *put,
                           struct rat_err *err)
{
    struct list list = {.oparl = oparl, .page = rat_visit_number(oparl->visit, "page", 1, 10000000, 1)};
    rat_status st = read_since(oparl->visit, &list.since, err);
    if (!read_instant(oparl->created, &list.created))
        list.created = 0;
    if (st == RAT_OK)
        st = rat_browse_each(oparl->visit->snapshot->catalogue, kind, collect, &list, err);
    json_t *data = rat_json_put_array(&oparl->json, oparl->json.root, "data");
    const char *const *ids = (const char *const *)(const void *)list.ids.data;
    for (size_t i = 0; st == RAT_OK && i < list.ids.size / sizeof *ids; i++)
        st = put(oparl, rat_json_add_object(&oparl->json, data), ids[i], err);
    if (st == RAT_OK)
        put_pagination(&list);
    rat_buf_release(&list.ids);
    return st;
}

static void put_empty_list(struct rat_oparl *oparl)
{
    struct list list = {.oparl = oparl, .page = 1};
    rat_json_put_array(&oparl->json, oparl->json.root, "data");
    put_pagination(&list);
}

/* ---- System and Body ---- */

static void put_url(struct rat_oparl *oparl, json_t *object, const char *key, const char *path)
{
    rat_json_put_text(&oparl->json, object, key,
                      rat_arena_printf(&oparl->visit->arena, "%s%s", oparl->base, path));
}

static void put_system(struct rat_oparl *oparl, json_t *object)
{
    rat_oparl_begin(oparl, object, "System",
                    rat_arena_printf(&oparl->visit->arena, "%s/oparl/system", oparl->base), oparl->created,
                    oparl->created);
    rat_json_put_text(&oparl->json, object, "oparlVersion", RAT_OPARL_SCHEMA);
    put_url(oparl, object, "body", "/oparl/bodies");
    rat_json_put_text(&oparl->json, object, "name", oparl->visit->site->name);
    put_url(oparl, object, "website", "/");
}

static void put_body(struct rat_oparl *oparl, json_t *object)
{
    rat_oparl_begin(oparl, object, "Body",
                    rat_arena_printf(&oparl->visit->arena, "%s/oparl/body", oparl->base), oparl->created,
                    oparl->created);
    put_url(oparl, object, "system", "/oparl/system");
    rat_json_put_text(&oparl->json, object, "name", oparl->visit->site->name);
    put_url(oparl, object, "organization", "/oparl/organizations");
    put_url(oparl, object, "person", "/oparl/persons");
    put_url(oparl, object, "meeting", "/oparl/meetings");
    put_url(oparl, object, "paper", "/oparl/papers");
    put_url(oparl, object, "file", "/oparl/files");
    rat_json_put_array(&oparl->json, object, "legislativeTerm");
    put_url(oparl, object, "web", "/");
}

static void put_bodies(struct rat_oparl *oparl)
{
    struct list list = {.oparl = oparl, .page = 1, .seen = 1};
    json_t *data = rat_json_put_array(&oparl->json, oparl->json.root, "data");
    put_body(oparl, rat_json_add_object(&oparl->json, data));
    put_pagination(&list);
}

/* ---- addresses ---- */

static rat_status put_answer(struct rat_oparl *oparl, struct rat_err *err)
{
    static const struct {
        const char *path;
        enum rat_browse_kind kind;
        put_object *put;
    } lists[] = {{"/oparl/papers", RAT_BROWSE_PAPERS, rat_oparl_put_paper},
                 {"/oparl/meetings", RAT_BROWSE_MEETINGS, rat_oparl_put_meeting},
                 {"/oparl/organizations", RAT_BROWSE_ORGANIZATIONS, rat_oparl_put_organization},
                 {"/oparl/files", RAT_BROWSE_DOCUMENTS, rat_oparl_put_file}};
    static const struct {
        const char *path;
        put_object *put;
    } objects[] = {{"/oparl/paper/", rat_oparl_put_paper},
                   {"/oparl/meeting/", rat_oparl_put_meeting},
                   {"/oparl/organization/", rat_oparl_put_organization},
                   {"/oparl/file/", rat_oparl_put_file},
                   {"/oparl/consultation/", rat_oparl_put_consultation},
                   {"/oparl/agendaitem/", rat_oparl_put_agenda_item}};
    const char *path = oparl->visit->path;
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        if (strcmp(path, lists[i].path) == 0)
            return put_list(oparl, lists[i].kind, lists[i].put, err);
    for (size_t i = 0; i < sizeof objects / sizeof objects[0]; i++) {
        const char *id = rat_visit_rest(oparl->visit, objects[i].path);
        if (id)
            return objects[i].put(oparl, oparl->json.root, id, err);
    }
    if (strcmp(path, "/oparl/system") == 0)
        put_system(oparl, oparl->json.root);
    else if (strcmp(path, "/oparl/bodies") == 0)
        put_bodies(oparl);
    else if (strcmp(path, "/oparl/body") == 0)
        put_body(oparl, oparl->json.root);
    else if (strcmp(path, "/oparl/persons") == 0)
        put_empty_list(oparl);
    else
        return rat_fail(err, RAT_ENOTFOUND, "%s", _("Unter dieser Adresse gibt es nichts"));
    return RAT_OK;
}

rat_status rat_page_oparl(struct rat_visit *visit, struct rat_err *err)
{
    struct rat_oparl oparl = {.visit = visit, .base = rat_visit_base(visit)};
    rat_status st =
        rat_catalogue_get(visit->snapshot->catalogue, "created", &visit->arena, &oparl.created, err);
    if (st == RAT_ENOTFOUND || (st == RAT_OK && !oparl.created)) {
        oparl.created = "1970-01-01T00:00:00Z";
        st = RAT_OK;
    }
    if (st == RAT_OK)
        st = rat_json_begin(&oparl.json, err);
    if (st != RAT_OK)
        return st;
    st = put_answer(&oparl, err);
    if (st == RAT_OK && visit->arena.failed)
        st = rat_nomem(err);
    if (st == RAT_OK)
        return rat_visit_json(visit, &oparl.json, err);
    rat_json_discard(&oparl.json);
    return st;
}
