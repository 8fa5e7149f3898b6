/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/shown.h"
#include "web/address.h"
#include "web/local_paths.h"
#include "web/oparl_internal.h"

const char *rat_oparl_url_of(struct rat_oparl *oparl, const char *path, const char *id)
{
    struct rat_link link;
    if (!id)
        return NULL;
    rat_link_start(&link, &oparl->visit->arena, RAT_PATH(""));
    rat_link_segment(&link, id);
    return rat_arena_printf(&oparl->visit->arena, "%s%s%s", oparl->base, path, rat_link_url(&link).text);
}

/* Parts have no id of their own in every source: the whole's id and their place. */
static const char *part_url(struct rat_oparl *oparl, const char *path, const char *whole, size_t place)
{
    const char *url = rat_oparl_url_of(oparl, path, whole);
    return url ? rat_arena_printf(&oparl->visit->arena, "%s/%zu", url, place) : NULL;
}

static const char *absolute(struct rat_oparl *oparl, struct rat_url url)
{
    return rat_arena_printf(&oparl->visit->arena, "%s%s", oparl->base, url.text);
}

/* Sources say days, OParl wants moments with a time zone. */
static const char *moment(struct rat_oparl *oparl, const char *text)
{
    int32_t day;
    size_t n = text ? strlen(text) : 0;
    if (n == 10 && rat_date_parse_iso(text, n, &day))
        return rat_arena_printf(&oparl->visit->arena, "%sT00:00:00Z", text);
    return n > 19 ? text : NULL;
}

void rat_oparl_put_text(struct rat_oparl *oparl, json_t *object, const char *key, const char *text)
{
    if (text && *text)
        rat_json_put_text(&oparl->json, object, key, text);
}

void rat_oparl_begin(struct rat_oparl *oparl, json_t *object, const char *type, const char *url,
                     const char *created, const char *modified)
{
    char schema[64];
    created = moment(oparl, created);
    modified = moment(oparl, modified);
    snprintf(schema, sizeof schema, RAT_OPARL_SCHEMA "%s", type);
    rat_json_put_text(&oparl->json, object, "id", url);
    rat_json_put_text(&oparl->json, object, "type", schema);
    rat_json_put_text(&oparl->json, object, "created", created ? created : oparl->created);
    rat_json_put_text(&oparl->json, object, "modified",
                      modified  ? modified
                      : created ? created
                                : oparl->created);
}

static void put_body(struct rat_oparl *oparl, json_t *object)
{
    const char *url = rat_arena_printf(&oparl->visit->arena, "%s/oparl/body", oparl->base);
    rat_json_put_text(&oparl->json, object, "body", url);
}

static void put_day(struct rat_oparl *oparl, json_t *object, const char *key, int32_t date)
{
    char day[RAT_DATE_TEXT];
    if (date != RAT_NO_DATE)
        rat_json_put_text(&oparl->json, object, key, rat_date_format(date, day));
}

/* ---- File ---- */

static void put_file(struct rat_oparl *oparl, json_t *object, const struct rat_document *d)
{
    struct rat_json *json = &oparl->json;
    rat_oparl_begin(oparl, object, "File", rat_oparl_url_of(oparl, "/oparl/file/", d->id), d->imported_at,
                    d->removed_at ? d->removed_at : d->imported_at);
    if (d->removed_at) {
        rat_json_put_flag(json, object, "deleted", true);
        return;
    }
    rat_oparl_put_text(oparl, object, "name", d->name ? d->name : d->title);
    rat_oparl_put_text(oparl, object, "fileName", rat_without_folders(d->location));
    put_day(oparl, object, "date", d->date);
    rat_json_put_number(json, object, "size", d->original_size);
    rat_json_put_text(json, object, "accessUrl", absolute(oparl, rat_url_original(oparl->visit, d->id)));
    rat_json_put_text(json, object, "downloadUrl", absolute(oparl, rat_url_original(oparl->visit, d->id)));
    rat_json_put_text(json, object, "web", absolute(oparl, rat_url_document(oparl->visit, d->id, NULL)));
    if (d->paper_id)
        rat_json_add_text(json, rat_json_put_array(json, object, "paper"),
                          rat_oparl_url_of(oparl, "/oparl/paper/", d->paper_id));
    if (d->meeting_id)
        rat_json_add_text(json, rat_json_put_array(json, object, "meeting"),
                          rat_oparl_url_of(oparl, "/oparl/meeting/", d->meeting_id));
    rat_json_put_text(json, object, "ratsarchiv:sourceId", d->id);
}

rat_status rat_oparl_put_file(struct rat_oparl *oparl, json_t *object, const char *id, struct rat_err *err)
{
    struct rat_shown shown = {.snapshot = oparl->visit->snapshot, .arena = &oparl->visit->arena};
    rat_status st = rat_shown_load(&shown, id, err);
    if (st == RAT_OK && shown.is_paper)
        return rat_fail(err, RAT_ENOTFOUND, _("\"%s\" ist nicht im Archiv"), id);
    if (st == RAT_OK)
        put_file(oparl, object, &shown.document);
    return st;
}

/* ---- Paper and Consultation ---- */

static void put_consultation(struct rat_oparl *oparl, json_t *object, const struct rat_paper *paper,
                             size_t place)
{
    struct rat_json *json = &oparl->json;
    const struct rat_consultation *c = &paper->consultations[place];
    rat_oparl_begin(oparl, object, "Consultation", part_url(oparl, "/oparl/consultation/", paper->id, place),
                    paper->created, paper->modified);
    rat_json_put_text(json, object, "paper", rat_oparl_url_of(oparl, "/oparl/paper/", paper->id));
    rat_oparl_put_text(oparl, object, "meeting", rat_oparl_url_of(oparl, "/oparl/meeting/", c->meeting_id));
    if (c->body_id)
        rat_json_add_text(json, rat_json_put_array(json, object, "organization"),
                          rat_oparl_url_of(oparl, "/oparl/organization/", c->body_id));
    rat_oparl_put_text(oparl, object, "role", c->role);
    if (c->authoritative != RAT_UNKNOWN)
        rat_json_put_flag(json, object, "authoritative", c->authoritative == RAT_YES);
    rat_oparl_put_text(oparl, object, "ratsarchiv:organizationName", c->body);
    rat_oparl_put_text(oparl, object, "ratsarchiv:result", c->result);
    rat_oparl_put_text(oparl, object, "ratsarchiv:sourceId", c->id);
}

static void put_files(struct rat_oparl *oparl, json_t *object, const struct rat_shown *shown)
{
    struct rat_json *json = &oparl->json;
    json_t *others = NULL;
    bool main_done = false;
    for (size_t i = 0; i < shown->sibling_count; i++) {
        if (shown->siblings[i].removed_at)
            continue;
        if (main_done && !others)
            others = rat_json_put_array(json, object, "auxiliaryFile");
        put_file(oparl,
                 main_done ? rat_json_add_object(json, others)
                           : rat_json_put_object(json, object, "mainFile"),
                 &shown->siblings[i]);
        main_done = true;
    }
}

rat_status rat_oparl_put_paper(struct rat_oparl *oparl, json_t *object, const char *id, struct rat_err *err)
{
    struct rat_json *json = &oparl->json;
    struct rat_shown shown = {.snapshot = oparl->visit->snapshot, .arena = &oparl->visit->arena};
    struct rat_url web;
    rat_status st = rat_shown_load_paper(&shown, id, err);
    if (st == RAT_OK)
        st = rat_url_paper(oparl->visit, id, shown.paper.reference, &web, err);
    if (st != RAT_OK)
        return st;
    const struct rat_paper *paper = &shown.paper;
    rat_oparl_begin(oparl, object, "Paper", rat_oparl_url_of(oparl, "/oparl/paper/", paper->id),
                    paper->created, paper->removed_at ? paper->removed_at : paper->modified);
    if (paper->removed_at) {
        rat_json_put_flag(json, object, "deleted", true);
        return RAT_OK;
    }
    put_body(oparl, object);
    rat_oparl_put_text(oparl, object, "name", paper->name);
    rat_oparl_put_text(oparl, object, "reference", paper->reference);
    put_day(oparl, object, "date", paper->date);
    rat_oparl_put_text(oparl, object, "paperType", paper->type);
    put_files(oparl, object, &shown);
    json_t *list = paper->consultation_count ? rat_json_put_array(json, object, "consultation") : NULL;
    for (size_t i = 0; i < paper->consultation_count; i++)
        put_consultation(oparl, rat_json_add_object(json, list), paper, i);
    for (size_t k = 0; k < 2; k++) {
        const char *kind = k == 0 ? "superordinated" : "subordinated";
        json_t *papers = NULL;
        for (size_t i = 0; i < paper->link_count; i++) {
            if (!paper->links[i].kind || strcmp(paper->links[i].kind, kind) != 0)
                continue;
            if (!papers)
                papers =
                    rat_json_put_array(json, object, k == 0 ? "superordinatedPaper" : "subordinatedPaper");
            rat_json_add_text(json, papers,
                              rat_oparl_url_of(oparl, "/oparl/paper/", paper->links[i].other_id));
        }
    }
    rat_json_put_text(json, object, "web", absolute(oparl, web));
    rat_json_put_text(json, object, "ratsarchiv:sourceId", paper->id);
    return RAT_OK;
}

/* "ID/3" with the id decoded already: the place stands behind the last '/'. False when there is none. */
static bool split_part(struct rat_oparl *oparl, const char *path, const char **whole, size_t *place)
{
    const char *slash = strrchr(path, '/');
    size_t n = slash ? strlen(slash + 1) : 0;
    if (n == 0 || n > 6 || strspn(slash + 1, "0123456789") != n)
        return false;
    *place = (size_t)strtoul(slash + 1, NULL, 10);
    *whole = rat_arena_strndup(&oparl->visit->arena, path, (size_t)(slash - path));
    return *whole != NULL;
}

static rat_status no_part(struct rat_err *err)
{
    return rat_fail(err, RAT_ENOTFOUND, "%s", _("Unter dieser Adresse gibt es nichts"));
}

rat_status rat_oparl_put_consultation(struct rat_oparl *oparl, json_t *object, const char *path,
                                      struct rat_err *err)
{
    const char *id;
    size_t place;
    struct rat_paper paper;
    if (!split_part(oparl, path, &id, &place))
        return no_part(err);
    rat_status st =
        rat_catalogue_paper(oparl->visit->snapshot->catalogue, id, &oparl->visit->arena, &paper, err);
    if (st == RAT_OK && place >= paper.consultation_count)
        return no_part(err);
    if (st == RAT_OK)
        put_consultation(oparl, object, &paper, place);
    return st;
}

/* ---- Meeting and AgendaItem ---- */

static void put_item(struct rat_oparl *oparl, json_t *object, const struct rat_meeting *meeting, size_t place)
{
    const struct rat_agenda_item *item = &meeting->items[place];
    rat_oparl_begin(oparl, object, "AgendaItem", part_url(oparl, "/oparl/agendaitem/", meeting->id, place),
                    meeting->modified, meeting->modified);
    rat_json_put_text(&oparl->json, object, "meeting",
                      rat_oparl_url_of(oparl, "/oparl/meeting/", meeting->id));
    rat_oparl_put_text(oparl, object, "number", item->number);
    if (item->order >= 0)
        rat_json_put_number(&oparl->json, object, "order", (uint64_t)item->order);
    rat_oparl_put_text(oparl, object, "name", item->name);
    if (item->is_public != RAT_UNKNOWN)
        rat_json_put_flag(&oparl->json, object, "public", item->is_public == RAT_YES);
    rat_oparl_put_text(oparl, object, "result", item->result);
    rat_oparl_put_text(oparl, object, "ratsarchiv:sourceId", item->id);
}

rat_status rat_oparl_put_meeting(struct rat_oparl *oparl, json_t *object, const char *id, struct rat_err *err)
{
    struct rat_json *json = &oparl->json;
    struct rat_meeting meeting;
    rat_status st =
        rat_catalogue_meeting(oparl->visit->snapshot->catalogue, id, &oparl->visit->arena, &meeting, err);
    if (st != RAT_OK)
        return st;
    rat_oparl_begin(oparl, object, "Meeting", rat_oparl_url_of(oparl, "/oparl/meeting/", meeting.id),
                    meeting.modified, meeting.removed_at ? meeting.removed_at : meeting.modified);
    if (meeting.removed_at) {
        rat_json_put_flag(json, object, "deleted", true);
        return RAT_OK;
    }
    rat_oparl_put_text(oparl, object, "name", meeting.name);
    rat_oparl_put_text(oparl, object, "start", moment(oparl, meeting.start));
    rat_oparl_put_text(oparl, object, "end", moment(oparl, meeting.end));
    rat_oparl_put_text(oparl, object, "ratsarchiv:place", meeting.location);
    json_t *list = meeting.organization_count ? rat_json_put_array(json, object, "organization") : NULL;
    for (size_t i = 0; i < meeting.organization_count; i++)
        rat_json_add_text(json, list,
                          rat_oparl_url_of(oparl, "/oparl/organization/", meeting.organization_ids[i]));
    list = meeting.item_count ? rat_json_put_array(json, object, "agendaItem") : NULL;
    for (size_t i = 0; i < meeting.item_count; i++)
        put_item(oparl, rat_json_add_object(json, list), &meeting, i);
    rat_json_put_text(json, object, "web", absolute(oparl, rat_url_meeting(oparl->visit, meeting.id)));
    rat_json_put_text(json, object, "ratsarchiv:sourceId", meeting.id);
    return RAT_OK;
}

rat_status rat_oparl_put_agenda_item(struct rat_oparl *oparl, json_t *object, const char *path,
                                     struct rat_err *err)
{
    const char *id;
    size_t place;
    struct rat_meeting meeting;
    if (!split_part(oparl, path, &id, &place))
        return no_part(err);
    rat_status st =
        rat_catalogue_meeting(oparl->visit->snapshot->catalogue, id, &oparl->visit->arena, &meeting, err);
    if (st == RAT_OK && place >= meeting.item_count)
        return no_part(err);
    if (st == RAT_OK)
        put_item(oparl, object, &meeting, place);
    return st;
}

/* ---- Organization ---- */

rat_status rat_oparl_put_organization(struct rat_oparl *oparl, json_t *object, const char *id,
                                      struct rat_err *err)
{
    struct rat_organization body;
    rat_status st =
        rat_browse_organization(oparl->visit->snapshot->catalogue, id, &oparl->visit->arena, &body, err);
    if (st != RAT_OK)
        return st;
    rat_oparl_begin(oparl, object, "Organization", rat_oparl_url_of(oparl, "/oparl/organization/", body.id),
                    NULL, NULL);
    put_body(oparl, object);
    rat_oparl_put_text(oparl, object, "name", body.name);
    rat_oparl_put_text(oparl, object, "shortName", body.short_name);
    rat_oparl_put_text(oparl, object, "classification", body.classification);
    rat_oparl_put_text(oparl, object, "startDate", body.start_date);
    rat_oparl_put_text(oparl, object, "endDate", body.end_date);
    rat_json_put_text(&oparl->json, object, "web", absolute(oparl, rat_url_body(oparl->visit, body.id)));
    rat_json_put_text(&oparl->json, object, "ratsarchiv:sourceId", body.id);
    return RAT_OK;
}
