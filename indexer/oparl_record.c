/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Objects of an OParl dump as records. */
#include "indexer/source_oparl_internal.h"

#include <stdlib.h>
#include <string.h>

/* A file may be dated by the day it was moved into a new system; then its paper's date says more. In the archive of
 * Karlsruhe 6,000 files of 2004-2013 are dated to one of three days of 2013 and 2014. */
#define FILE_DATE_DAYS_MAX 400

/* ---- parts that records share ---- */

static char *raw_of(struct rat_arena *arena, const json_t *object, const struct rat_buf *bytes)
{
    return bytes ? rat_arena_strndup(arena, bytes->data, bytes->size) : rat_json_dump(arena, object);
}

/* The day since which the object says deleted: true; NULL when it does not. */
static const char *removed_day(struct rat_arena *arena, const json_t *object)
{
    if (!rat_json_true(object, "deleted"))
        return NULL;
    int32_t day = rat_oparl_day(rat_json_string(object, "modified"));
    if (day == RAT_NO_DATE)
        day = rat_oparl_day(rat_json_string(object, "created"));
    if (day == RAT_NO_DATE)
        day = rat_date_today();
    char text[RAT_DATE_TEXT];
    return rat_arena_strdup(arena, rat_date_format(day, text));
}

/* The object's id, when it is an object of this type; otherwise the file is rejected and *id stays NULL. */
static rat_status check_object(struct oparl *dump, const json_t *object, const char *type, const char **id,
                               struct rat_err *err)
{
    struct rat_err reason = RAT_ERR_INIT;
    const char *found = json_is_object(object) ? rat_json_string(object, "type") : NULL;
    const char *slash = found ? strrchr(found, '/') : NULL;
    if (!json_is_object(object))
        rat_fail(&reason, RAT_EINPUT, "%s", _("Die Datei enthält kein JSON-Objekt"));
    else if (slash && strcmp(slash + 1, type) != 0)
        rat_fail(&reason, RAT_EINPUT, _("Erwartet wird ein OParl-Objekt %s, nicht %.80s"), type, slash + 1);
    else if (!rat_json_string(object, "id"))
        rat_fail(&reason, RAT_EINPUT, "%s", _("Dem OParl-Objekt fehlt die „id“"));
    else
        *id = rat_json_string(object, "id");
    return *id ? RAT_OK : rat_oparl_reject(dump, &reason, err);
}

/* ---- organizations and meetings ---- */

rat_status rat_oparl_take_organization(struct oparl *dump, const json_t *object, struct rat_err *err)
{
    const char *id = NULL;
    rat_status st = check_object(dump, object, "Organization", &id, err);
    if (st != RAT_OK || !id || (rat_json_true(object, "deleted") && !rat_json_string(object, "name")))
        return st;
    if (rat_oparl_hides(dump, object))
        return rat_oparl_say_hidden(dump, object, err);
    struct rat_item *item = rat_item_new(RAT_ITEM_ORGANIZATION, 1024);
    if (!item)
        return rat_nomem(err);
    struct rat_organization *organization = &item->organization;
    organization->id = rat_arena_strdup(&item->arena, id);
    organization->name = rat_json_strdup(&item->arena, object, "name");
    organization->short_name = rat_json_strdup(&item->arena, object, "shortName");
    organization->classification = rat_json_strdup(&item->arena, object, "classification");
    organization->start_date = rat_json_strdup(&item->arena, object, "startDate");
    organization->end_date = rat_json_strdup(&item->arena, object, "endDate");
    organization->raw = rat_json_dump(&item->arena, object);
    return rat_oparl_give(dump, item, err);
}

static void read_agenda_items(struct rat_arena *arena, const json_t *list, struct rat_meeting *meeting)
{
    size_t count = rat_json_count(list);
    struct rat_agenda_item *items = count ? rat_arena_calloc(arena, count, sizeof *items) : NULL;
    for (size_t i = 0; items && i < count; i++) {
        const json_t *object = rat_json_at(list, i);
        if (!rat_json_string(object, "id") || rat_json_true(object, "deleted"))
            continue;
        struct rat_agenda_item *item = &items[meeting->item_count++];
        item->id = rat_json_strdup(arena, object, "id");
        item->number = rat_json_strdup(arena, object, "number");
        item->name = rat_json_strdup(arena, object, "name");
        item->result = rat_json_strdup(arena, object, "result");
        item->consultation_id = rat_arena_strdup(arena, rat_json_id(json_object_get(object, "consultation")));
        item->order = json_integer_value(json_object_get(object, "order"));
        item->is_public = rat_json_bool(object, "public");
    }
    meeting->items = items;
}

static void read_meeting(const struct oparl *dump, const json_t *object, struct rat_item *item)
{
    struct rat_arena *arena = &item->arena;
    struct rat_meeting *meeting = &item->meeting;
    meeting->id = rat_json_strdup(arena, object, "id");
    meeting->source = rat_arena_strdup(arena, dump->source->name);
    meeting->name = rat_json_strdup(arena, object, "name");
    meeting->start = rat_json_strdup(arena, object, "start");
    meeting->end = rat_json_strdup(arena, object, "end");
    meeting->modified = rat_json_strdup(arena, object, "modified");
    meeting->removed_at = removed_day(arena, object);
    const json_t *location = json_object_get(object, "location");
    meeting->location = json_is_object(location) ? rat_json_strdup(arena, location, "description")
                                                 : rat_arena_strdup(arena, rat_json_text(location));
    const json_t *organizations = json_object_get(object, "organization");
    size_t count = rat_json_count(organizations);
    const char **ids = count ? rat_arena_calloc(arena, count, sizeof *ids) : NULL;
    for (size_t i = 0; ids && i < count; i++) {
        const char *id = rat_json_id(rat_json_at(organizations, i));
        if (id)
            ids[meeting->organization_count++] = rat_arena_strdup(arena, id);
    }
    meeting->organization_ids = ids;
    read_agenda_items(arena, json_object_get(object, "agendaItem"), meeting);
}

rat_status rat_oparl_take_meeting(struct oparl *dump, const json_t *object, const struct rat_buf *bytes,
                                  struct rat_err *err)
{
    const char *id = NULL;
    rat_status st = check_object(dump, object, "Meeting", &id, err);
    if (st != RAT_OK || !id)
        return st;
    if (rat_oparl_hides(dump, object))
        return rat_oparl_say_hidden(dump, object, err);
    st = rat_oparl_learn_meeting(dump, object,
                                 err); /* with its hidden agenda items: they say what is not public */
    bool changed = false;
    if (st == RAT_OK)
        st = rat_oparl_drop_hidden(dump, (json_t *)object, &changed, err);
    if (st != RAT_OK)
        return st;
    struct rat_item *item = rat_item_new(RAT_ITEM_MEETING, bytes ? bytes->size + 2048 : 8192);
    if (!item)
        return rat_nomem(err);
    read_meeting(dump, object, item);
    item->meeting.raw = raw_of(&item->arena, object, changed ? NULL : bytes);
    return rat_oparl_give(dump, item, err);
}

/* ---- papers ---- */

/* The organization's id as it writes it itself; a reference may write it differently. */
static const char *organization_id(const struct oparl *dump, const char *reference)
{
    const struct oparl_organization *organization = rat_oparl_organization(dump, reference);
    return organization ? organization->id : reference;
}

/* Names of the organizations in the list, joined; dangling ones are left out. */
static const char *organization_names(const struct oparl *dump, struct rat_arena *arena, const json_t *list)
{
    const char *joined = NULL;
    for (size_t i = 0; i < rat_json_count(list); i++) {
        const struct oparl_organization *one =
            rat_oparl_organization(dump, rat_json_id(rat_json_at(list, i)));
        if (one)
            joined = joined ? rat_arena_printf(arena, "%s, %s", joined, one->name)
                            : rat_arena_strdup(arena, one->name);
    }
    return joined;
}

static void read_consultation(const struct oparl *dump, struct rat_arena *arena, const json_t *object,
                              struct rat_consultation *out)
{
    const char *meeting_id = rat_json_id(json_object_get(object, "meeting"));
    const char *item_id = rat_json_id(json_object_get(object, "agendaItem"));
    const struct oparl_agenda_item *item = rat_oparl_agenda_item(dump, item_id);
    const struct oparl_meeting *meeting = rat_oparl_meeting(dump, meeting_id);
    if (!meeting_id && item)
        meeting = &dump->meeting[item->meeting];
    const char *role = rat_json_string(object, "role");
    *out =
        (struct rat_consultation){.date = RAT_NO_DATE, .is_public = RAT_UNKNOWN, .origin = RAT_ORIGIN_STATED};
    out->id = rat_json_strdup(arena, object, "id");
    out->meeting_id = rat_arena_strdup(arena, meeting ? meeting->id : meeting_id);
    out->item_id = rat_arena_strdup(arena, item ? item->id : item_id);
    out->role = role && strcmp(role, "unbekannt") != 0 ? rat_arena_strdup(arena, role) : NULL;
    out->authoritative = rat_json_bool(object, "authoritative");
    if (meeting)
        out->date = meeting->date;
    if (item)
        out->is_public = item->is_public;
    if (item && (item->is_public != RAT_NO || dump->source->options.nonpublic)) {
        out->item_number = rat_arena_strdup(arena, item->number);
        out->result = rat_arena_strdup(arena, item->result);
    }
    const json_t *organizations = json_object_get(object, "organization");
    if (rat_json_count(organizations)) {
        out->body_id =
            rat_arena_strdup(arena, organization_id(dump, rat_json_id(rat_json_at(organizations, 0))));
        out->body = organization_names(dump, arena, organizations);
    } else if (meeting) { /* some servers leave it to the meeting */
        const struct oparl_organization *one = rat_oparl_organization(dump, meeting->organization_id);
        out->body_id = rat_arena_strdup(arena, organization_id(dump, meeting->organization_id));
        out->body = one ? rat_arena_strdup(arena, one->name) : NULL;
    }
}

static const json_t *consultations_of(const json_t *object)
{
    const json_t *list = json_object_get(object, "consultation");
    return list ? list : json_object_get(object, "consultations");
}

static bool is_embedded(const json_t *list, const json_t *consultation)
{
    const char *id = rat_json_string(consultation, "id");
    for (size_t i = 0; id && i < rat_json_count(list); i++) {
        const char *other = rat_json_id(rat_json_at(list, i));
        if (other && strcmp(other, id) == 0 && json_is_object(rat_json_at(list, i)))
            return true;
    }
    return false;
}

static void read_consultations(const struct oparl *dump, struct rat_arena *arena, const json_t *object,
                               struct rat_paper *paper)
{
    const json_t *list = consultations_of(object);
    uint32_t at = rat_oparl_find(&dump->loose_papers, paper->id);
    uint32_t first = at == RAT_STRMAP_NONE ? RAT_STRMAP_NONE : dump->loose_first[at];
    size_t room = rat_json_count(list);
    for (uint32_t i = first; i != RAT_STRMAP_NONE; i = dump->loose[i].next)
        room++;
    struct rat_consultation *out = room ? rat_arena_calloc(arena, room, sizeof *out) : NULL;
    if (!out)
        return;
    for (size_t i = 0; i < rat_json_count(list); i++) {
        const json_t *one = rat_json_at(list, i);
        if (json_is_object(one) && !rat_json_true(one, "deleted"))
            read_consultation(dump, arena, one, &out[paper->consultation_count++]);
    }
    for (uint32_t i = first; i != RAT_STRMAP_NONE; i = dump->loose[i].next)
        if (!is_embedded(list, dump->loose[i].object))
            read_consultation(dump, arena, dump->loose[i].object, &out[paper->consultation_count++]);
    paper->consultations = out;
}

static void read_links(struct rat_arena *arena, const json_t *object, struct rat_paper *paper)
{
    static const struct {
        const char *key, *kind;
    } kinds[] = {{"superordinatedPaper", "superordinated"},
                 {"subordinatedPaper", "subordinated"},
                 {"relatedPaper", "related"}};
    size_t room = 0;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        room += rat_json_count(json_object_get(object, kinds[k].key));
    struct rat_paper_link *links = room ? rat_arena_calloc(arena, room, sizeof *links) : NULL;
    for (size_t k = 0; links && k < sizeof kinds / sizeof *kinds; k++) {
        const json_t *list = json_object_get(object, kinds[k].key);
        for (size_t i = 0; i < rat_json_count(list); i++) {
            const char *other = rat_json_id(rat_json_at(list, i));
            if (other)
                links[paper->link_count++] =
                    (struct rat_paper_link){rat_arena_strdup(arena, other), kinds[k].kind};
        }
    }
    paper->links = links;
}

/* A corporation by its name; the URL of an OParl body is none. */
static const char *body_name(const char *body)
{
    return body && !strstr(body, "://") ? body : NULL;
}

static void read_paper(const struct oparl *dump, const json_t *object, struct rat_item *item)
{
    struct rat_arena *arena = &item->arena;
    struct rat_paper *paper = &item->paper;
    paper->id = rat_json_strdup(arena, object, "id");
    paper->source = rat_arena_strdup(arena, dump->source->name);
    paper->reference = rat_json_strdup(arena, object, "reference");
    paper->name = rat_json_strdup(arena, object, "name");
    paper->type = rat_json_strdup(arena, object, "paperType");
    paper->body = rat_arena_strdup(arena, rat_json_id(json_object_get(object, "body")));
    paper->created = rat_json_strdup(arena, object, "created");
    paper->modified = rat_json_strdup(arena, object, "modified");
    paper->is_public = rat_json_bool(object, "public");
    paper->removed_at = removed_day(arena, object);
    paper->lead_office = organization_names(dump, arena, json_object_get(object, "underDirectionOf"));
    if (!paper->id)
        return; /* no memory: the arena remembers */
    read_consultations(dump, arena, object, paper);
    read_links(arena, object, paper);
    paper->date = rat_oparl_day(rat_json_string(object, "date"));
    paper->date_origin = RAT_ORIGIN_STATED;
    for (size_t i = 0; i < paper->consultation_count; i++) {
        int32_t day = paper->consultations[i].date;
        bool stated = paper->date != RAT_NO_DATE && paper->date_origin == RAT_ORIGIN_STATED;
        if (stated || day == RAT_NO_DATE || (paper->date != RAT_NO_DATE && day >= paper->date))
            continue;
        paper->date = day; /* the first time it was on an agenda */
        paper->date_origin = RAT_ORIGIN_INFERRED;
    }
    if (paper->date == RAT_NO_DATE)
        paper->date_origin = RAT_ORIGIN_UNKNOWN;
}

/* ---- documents ---- */

static void read_committees(const struct rat_paper *paper, struct rat_arena *arena,
                            struct rat_document *document)
{
    const char **names =
        paper->consultation_count ? rat_arena_calloc(arena, paper->consultation_count, sizeof *names) : NULL;
    for (size_t i = 0; names && i < paper->consultation_count; i++) {
        const char *name = paper->consultations[i].body;
        size_t known = 0;
        while (name && known < document->committee_count && strcmp(names[known], name) != 0)
            known++;
        if (!name || known < document->committee_count)
            continue;
        names[known] = rat_arena_strdup(arena, name);
        if (!names[known])
            return;
        document->committee_count++;
    }
    document->committees = names;
}

static void choose_date(int32_t stated, const struct rat_paper *paper, struct rat_arena *arena,
                        struct rat_document *document)
{
    bool moved =
        stated != RAT_NO_DATE && paper->date != RAT_NO_DATE && stated > paper->date + FILE_DATE_DAYS_MAX;
    document->date = stated != RAT_NO_DATE && !moved ? stated : paper->date;
    document->date_origin = stated != RAT_NO_DATE && !moved ? RAT_ORIGIN_STATED : paper->date_origin;
    struct rat_field *field = moved ? rat_arena_calloc(arena, 1, sizeof *field) : NULL;
    if (!field)
        return;
    char day[RAT_DATE_TEXT];
    *field = (struct rat_field){"datei.datum", rat_arena_strdup(arena, rat_date_format(stated, day)),
                                RAT_ORIGIN_STATED};
    document->fields = field;
    document->field_count = 1;
}

static const char *joined_title(struct rat_arena *arena, const char *first, const char *second)
{
    return first && second ? rat_arena_printf(arena, "%s %s", first, second)
                           : rat_arena_strdup(arena, first ? first : second);
}

static rat_status set_content(struct oparl *dump, struct rat_item *item, uint32_t number, struct rat_err *err)
{
    item->document.source = rat_arena_strdup(&item->arena, dump->source->name);
    item->read_header = true;
    return dump->origin->set_content(dump, item, number, err);
}

/* The item with its text, into the queue. */
static rat_status give_with_text(struct oparl *dump, struct rat_item *item, uint32_t number,
                                 struct rat_err *err)
{
    rat_status st = set_content(dump, item, number, err);
    if (!item->document.id) /* no metadata: its place is all it has */
        item->document.id = rat_arena_strdup(&item->arena, item->document.location);
    if (st == RAT_OK)
        return rat_oparl_give(dump, item, err);
    rat_item_free(item);
    return st;
}

static rat_status take_document(struct oparl *dump, const struct rat_paper *paper, const json_t *file,
                                const struct oparl_text *text, struct rat_err *err)
{
    struct rat_item *item = rat_item_new(RAT_ITEM_DOCUMENT, 1536);
    if (!item)
        return rat_nomem(err);
    struct rat_arena *arena = &item->arena;
    struct rat_document *document = &item->document;
    document->id = rat_json_strdup(arena, file, "id");
    document->paper_id = rat_arena_strdup(arena, paper->id);
    document->name = rat_json_strdup(arena, file, "name");
    document->title = joined_title(arena, paper->name, document->name);
    document->type = rat_arena_strdup(arena, paper->type);
    document->reference = rat_arena_strdup(arena, paper->reference);
    document->body = rat_arena_strdup(arena, body_name(paper->body));
    document->lead_office = rat_arena_strdup(arena, paper->lead_office);
    document->is_public = rat_json_bool(file, "public");
    document->download_url = rat_json_strdup(arena, file, "downloadUrl");
    document->mime_type = rat_json_strdup(arena, file, "mimeType");
    document->modified = rat_json_strdup(arena, file, "modified");
    choose_date(rat_oparl_day(rat_json_string(file, "date")), paper, arena, document);
    read_committees(paper, arena, document);
    return give_with_text(dump, item, (uint32_t)(text - dump->text), err);
}

static rat_status take_documents(struct oparl *dump, const struct rat_paper *paper, const json_t *object,
                                 struct rat_err *err)
{
    rat_status st = RAT_OK;
    for (size_t k = 0; rat_oparl_file_keys[k]; k++) {
        const json_t *files = json_object_get(object, rat_oparl_file_keys[k]);
        for (size_t i = 0; i < rat_json_count(files) && st == RAT_OK; i++) {
            const json_t *file = rat_json_at(files, i);
            struct oparl_text *text =
                json_is_object(file) ? rat_oparl_text(dump, rat_json_string(file, "id")) : NULL;
            if (!text || !text->has_text || text->taken)
                continue; /* nothing to search, or given already with another paper */
            text->taken = true;
            if (!rat_json_true(file, "deleted"))
                st = take_document(dump, paper, file, text, err);
        }
    }
    return st;
}

/* How many of its files have no text, which is otherwise only to be seen in the raw object. */
static void count_files_without_text(struct oparl *dump, const json_t *object, struct rat_item *item)
{
    size_t missing = 0;
    for (size_t k = 0; rat_oparl_file_keys[k]; k++) {
        const json_t *files = json_object_get(object, rat_oparl_file_keys[k]);
        for (size_t i = 0; i < rat_json_count(files); i++) {
            const struct oparl_text *text = rat_oparl_text(dump, rat_json_id(rat_json_at(files, i)));
            missing += !text || !text->has_text;
        }
    }
    struct rat_field *field = missing ? rat_arena_calloc(&item->arena, 1, sizeof *field) : NULL;
    if (!field)
        return;
    *field = (struct rat_field){"dateien.ohne-text", rat_arena_printf(&item->arena, "%zu", missing),
                                RAT_ORIGIN_STATED};
    item->paper.fields = field;
    item->paper.field_count = 1;
}

rat_status rat_oparl_take_paper(struct oparl *dump, const json_t *object, const struct rat_buf *bytes,
                                struct rat_err *err)
{
    const char *id = NULL;
    rat_status st = check_object(dump, object, "Paper", &id, err);
    if (st != RAT_OK || !id)
        return st;
    if (rat_oparl_hides(dump, object))
        return rat_oparl_say_hidden(dump, object, err);
    bool changed = false;
    st = rat_oparl_drop_hidden(dump, (json_t *)object, &changed, err);
    if (st != RAT_OK)
        return st;
    struct rat_item *item = rat_item_new(RAT_ITEM_PAPER, bytes ? bytes->size + 1024 : 4096);
    if (!item)
        return rat_nomem(err);
    read_paper(dump, object, item);
    item->paper.raw = raw_of(&item->arena, object, changed ? NULL : bytes);
    bool removed = item->paper.removed_at != NULL;
    if (removed)
        rat_oparl_withhold(dump, object);
    else
        count_files_without_text(dump, object, item);
    st = rat_oparl_give(dump, item, err);
    /* the queue holds the item until all of its documents are made */
    return st == RAT_OK && !removed ? take_documents(dump, &item->paper, object, err) : st;
}

rat_status rat_oparl_take_rest(struct oparl *dump, uint32_t number, const json_t *metadata,
                               struct rat_err *err)
{
    const struct oparl_text *text = &dump->text[number];
    if (rat_oparl_hides(dump, metadata))
        return rat_oparl_say_hidden(dump, metadata, err);
    if (rat_json_true(metadata, "deleted"))
        return RAT_OK;
    struct rat_item *item = rat_item_new(RAT_ITEM_DOCUMENT, 1024);
    if (!item)
        return rat_nomem(err);
    struct rat_arena *arena = &item->arena;
    struct rat_document *document = &item->document;
    item->leftover = true;
    document->id = text->id ? rat_arena_strdup(arena, text->id) : rat_json_strdup(arena, metadata, "id");
    document->name =
        text->name ? rat_arena_strdup(arena, text->name) : rat_json_strdup(arena, metadata, "name");
    document->title = joined_title(arena, text->meeting_title, document->name);
    document->download_url = text->download_url ? rat_arena_strdup(arena, text->download_url)
                                                : rat_json_strdup(arena, metadata, "downloadUrl");
    document->modified = text->modified ? rat_arena_strdup(arena, text->modified)
                         : json_object_get(metadata, "fileModified")
                             ? rat_json_strdup(arena, metadata, "fileModified")
                             : rat_json_strdup(arena, metadata, "modified");
    document->mime_type = text->mime_type ? rat_arena_strdup(arena, text->mime_type)
                                          : rat_json_strdup(arena, metadata, "mimeType");
    if (text->meeting == RAT_STRMAP_NONE)
        return give_with_text(dump, item, number, err);
    const struct oparl_meeting *meeting = &dump->meeting[text->meeting];
    const struct oparl_organization *organization = rat_oparl_organization(dump, meeting->organization_id);
    document->meeting_id = rat_arena_strdup(arena, meeting->id);
    document->date = text->date != RAT_NO_DATE ? text->date : meeting->date;
    document->date_origin = text->date != RAT_NO_DATE      ? RAT_ORIGIN_STATED
                            : meeting->date != RAT_NO_DATE ? RAT_ORIGIN_INFERRED
                                                           : RAT_ORIGIN_UNKNOWN;
    const char **committee = organization ? rat_arena_calloc(arena, 1, sizeof *committee) : NULL;
    if (committee) {
        committee[0] = rat_arena_strdup(arena, organization->name);
        document->committees = committee;
        document->committee_count = 1;
    }
    return give_with_text(dump, item, number, err);
}
