/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The OParl dump, with the faults of real ones: deleted papers, links to meetings and organizations that are not
 * there, superordinatedPaper pointing from the first paper to its supplement, files of meetings, files of nobody.
 */
#include <stdio.h>
#include <string.h>

#include "corpus/gen_out.h"

#define BASE "https://rat.ahlenbruch.example/oparl/bodies/0001"
#define SCHEMA "https://schema.oparl.org/1.1/"

struct dump {
    const struct rat_gen_world *world;
    const char *folder;
    struct rat_gen_str consultations; /* those that only the agenda names */
    int next_file;                    /* ids of files that belong to no paper */
    int extra_consultations;
};

static bool oddly(const struct dump *d, int id, uint64_t what, uint32_t percent)
{
    struct rat_gen_rng rng = rat_gen_rng_make(d->world->seed, 600 + what, (uint64_t)id);

    return rat_gen_chance(&rng, percent);
}

static void add_stamp(struct rat_gen_str *s, int32_t date, int id)
{
    struct rat_gen_date c = rat_gen_civil(date);

    rat_gen_add_iso_date(s, date);
    rat_gen_str_addf(s, "T%02d:%02d:%02d+%02d:00", 8 + id % 9, id * 7 % 60, id * 13 % 60,
                     c.month > 3 && c.month < 11 ? 2 : 1);
}

/* Most objects carry the day of one migration as `modified`. */
static void add_times(const struct dump *d, struct rat_gen_str *s, int32_t date, int id, const char *indent)
{
    int32_t moved = rat_gen_days(d->world->to, 3, 3);

    rat_gen_str_addf(s, "%s\"created\": \"", indent);
    add_stamp(s, date, id);
    rat_gen_str_addf(s, "\",\n%s\"modified\": \"", indent);
    add_stamp(s, date > moved || id % 8 == 0 ? date + 2 : moved, id % 5);
    rat_gen_str_add(s, "\",\n");
}

static int write_content(struct dump *d, int id, int32_t date, const struct rat_gen_str *text)
{
    struct rat_gen_str s = {0};
    char name[64];
    int rc;

    rat_gen_str_addf(&s, "{\n  \"downloadUrl\": \"" BASE "/downloadfiles/%08d.pdf\",\n  \"fileModified\": \"",
                     id);
    add_stamp(&s, date, id);
    rat_gen_str_addf(&s, "\",\n  \"hasExtractedText\": %s,\n  \"id\": \"" BASE "/files/%d\"",
                     text != NULL ? "true" : "false", id);
    if (text != NULL) {
        rat_gen_str_add(&s, ",\n  \"lastModifiedExtractedDate\": \"");
        add_stamp(&s, date, id);
        rat_gen_str_add(&s, "\"");
    }
    rat_gen_str_add(&s, "\n}\n");
    snprintf(name, sizeof(name), "file-contents/%d.json", id);
    rc = rat_gen_write_file(d->folder, name, &s);
    snprintf(name, sizeof(name), "file-contents/%d.txt", id);
    if (rc == 0 && text != NULL)
        rc = rat_gen_write_file(d->folder, name, text);
    rat_gen_str_release(&s);
    return rc;
}

static void add_file(const struct dump *d, struct rat_gen_str *s, int id, int32_t date, const char *name,
                     const char *indent)
{
    rat_gen_str_addf(s, "%s{\n", indent);
    rat_gen_str_addf(s, "%s  \"accessUrl\": \"" BASE "/downloadfiles/a/%08d.pdf\",\n", indent, id);
    rat_gen_str_addf(s, "%s  \"created\": \"", indent);
    add_stamp(s, date, id);
    rat_gen_str_addf(s, "\",\n%s  \"date\": \"", indent);
    rat_gen_add_iso_date(s, date);
    rat_gen_str_addf(s, "\",\n%s  \"downloadUrl\": \"" BASE "/downloadfiles/%08d.pdf\",\n", indent, id);
    rat_gen_str_addf(s, "%s  \"fileName\": \"%08d.pdf\",\n%s  \"id\": \"" BASE "/files/%d\",\n", indent, id,
                     indent, id);
    rat_gen_str_addf(s, "%s  \"mimeType\": \"application/pdf\",\n%s  \"modified\": \"", indent, indent);
    add_stamp(s, rat_gen_days(d->world->to, 3, 3), id % 5);
    rat_gen_str_addf(s, "\",\n%s  \"name\": ", indent);
    rat_gen_add_json(s, name, strlen(name));
    rat_gen_str_addf(s, ",\n%s  \"type\": \"" SCHEMA "File\"\n%s}", indent, indent);
}

static int consultation_id(const struct rat_gen_paper *p, int stop)
{
    return p->id * 4 + stop;
}

static void add_consultation(const struct dump *d, struct rat_gen_str *s, const struct rat_gen_paper *p,
                             int k, const char *indent)
{
    const struct rat_gen_stop *stop = &p->stops[k];
    const struct rat_gen_meeting *m = &d->world->meetings[stop->meeting];
    int id = consultation_id(p, k);
    int meeting = oddly(d, id, 1, 2) ? 990000 + m->id : m->id; /* dangling */
    int org = oddly(d, id, 2, 1) ? 990000 + m->committee : 101 + m->committee;

    rat_gen_str_addf(s, "%s{\n%s  \"agendaItem\": \"" BASE "/agendaitems/%d\",\n", indent, indent,
                     50000 + id);
    if (stop->role == RAT_GEN_DECIDE)
        rat_gen_str_addf(s, "%s  \"authoritative\": true,\n", indent);
    rat_gen_str_addf(s, "%s  \"created\": \"", indent);
    add_stamp(s, p->date, id);
    rat_gen_str_addf(s, "\",\n%s  \"id\": \"" BASE "/consultations/%d\",\n", indent, id);
    rat_gen_str_addf(s, "%s  \"meeting\": \"" BASE "/meetings/%d\",\n%s  \"modified\": \"", indent, meeting,
                     indent);
    add_stamp(s, p->date, id + 1);
    rat_gen_str_addf(s, "\",\n%s  \"organization\": [\n%s    \"" BASE "/organizations/gr/%d\"\n%s  ],\n",
                     indent, indent, org, indent);
    rat_gen_str_addf(s, "%s  \"paper\": \"" BASE "/papers/%s/%d\",\n%s  \"role\": \"%s\",\n", indent,
                     p->type == RAT_GEN_AMENDMENT ? "ag" : "vo", p->id, indent,
                     stop->role == RAT_GEN_HEAR ? "unbekannt" : rat_gen_role_name(stop->role));
    rat_gen_str_addf(s, "%s  \"type\": \"" SCHEMA "Consultation\"\n%s}", indent, indent);
}

/* 2 percent of consultations are not in their paper, only in consultations.json. */
static bool apart(const struct dump *d, const struct rat_gen_paper *p, int k)
{
    return oddly(d, consultation_id(p, k), 3, 2);
}

static void add_consultations(struct dump *d, struct rat_gen_str *s, const struct rat_gen_paper *p)
{
    int n = 0;

    for (int k = 0; k < p->stop_count; k++) {
        if (apart(d, p, k)) {
            rat_gen_str_add(&d->consultations, d->extra_consultations++ > 0 ? ",\n" : "");
            add_consultation(d, &d->consultations, p, k, "  ");
            continue;
        }
        rat_gen_str_add(s, n++ > 0 ? ",\n" : "  \"consultation\": [\n");
        add_consultation(d, s, p, k, "    ");
    }
    if (n > 0)
        rat_gen_str_add(s, "\n  ],\n");
}

static const char *paper_kind(const struct rat_gen_paper *p)
{
    return p->type == RAT_GEN_AMENDMENT ? "ag" : "vo";
}

static int add_files(struct dump *d, struct rat_gen_str *s, const struct rat_gen_paper *p)
{
    struct rat_gen_str text = {0};
    int rc = 0;

    rat_gen_str_add(s, p->doc_count > 0 ? "  \"auxiliaryFile\": [\n" : "");
    for (int i = 0; i < p->doc_count && rc == 0; i++) {
        unsigned marks = 0;
        int32_t date = rat_gen_doc_date(d->world, p, &p->docs[i]);

        rat_gen_str_clear(&text);
        rat_gen_doc_name(p, &p->docs[i], &text);
        add_file(d, s, p->docs[i].id, date, text.data, "    ");
        rat_gen_str_add(s, i + 1 < p->doc_count ? ",\n" : "\n  ],\n");
        rat_gen_str_clear(&text);
        rat_gen_doc_text(d->world, p, &p->docs[i], &text, &marks);
        rc = write_content(d, p->docs[i].id, date,
                           p->docs[i].kind == RAT_GEN_SCAN && oddly(d, p->docs[i].id, 4, 10) ? NULL : &text);
    }
    rat_gen_str_release(&text);
    return rc;
}

static void add_family(const struct dump *d, struct rat_gen_str *s, const struct rat_gen_paper *p, int index)
{
    const struct rat_gen_world *w = d->world;
    int child = -1;

    for (int i = index + 1; i < w->paper_count && i < index + 3000; i++)
        if (w->papers[i].parent == index && !w->papers[i].deleted)
            child = i;
    /* Nine in ten are the wrong way round, as in the field: the base names its supplement as superordinated. */
    if (child >= 0)
        rat_gen_str_addf(s, "  \"%s\": [\n    \"" BASE "/papers/%s/%d\"\n  ],\n",
                         oddly(d, w->papers[child].id, 5, 89) ? "superordinatedPaper" : "subordinatedPaper",
                         paper_kind(&w->papers[child]), w->papers[child].id);
    else if (p->parent >= 0)
        rat_gen_str_addf(s, "  \"%s\": [\n    \"" BASE "/papers/%s/%d\"\n  ],\n",
                         oddly(d, p->id, 5, 89) ? "subordinatedPaper" : "superordinatedPaper",
                         paper_kind(&w->papers[p->parent]), w->papers[p->parent].id);
}

static int office_id(const struct rat_gen_topic *t)
{
    return 882901 + (int)(rat_gen_find_office(t->office) - rat_gen_offices);
}

static int write_paper(struct dump *d, int index)
{
    const struct rat_gen_paper *p = &d->world->papers[index];
    struct rat_gen_str s = {0};
    struct rat_gen_str title = {0};
    char name[64];
    int rc = 0;

    rat_gen_str_add(&s, "{\n");
    if (!p->deleted)
        rc = add_files(d, &s, p);
    rat_gen_str_add(&s, "  \"body\": \"" BASE "\",\n");
    if (!p->deleted)
        add_consultations(d, &s, p);
    rat_gen_str_add(&s, p->deleted ? "" : "  \"date\": \"");
    if (!p->deleted) {
        rat_gen_add_iso_date(&s, p->date);
        rat_gen_str_add(&s, "\",\n");
    }
    add_times(d, &s, p->date, p->id, "  ");
    rat_gen_str_add(&s, p->deleted ? "  \"deleted\": true,\n" : "");
    rat_gen_str_addf(&s, "  \"id\": \"" BASE "/papers/%s/%d\",\n  \"name\": ", paper_kind(p), p->id);
    rat_gen_str_clear(&title);
    if (!p->deleted)
        rat_gen_paper_title(d->world, p, &title);
    rat_gen_add_json(&s, title.data, title.len);
    rat_gen_str_addf(&s, ",\n  \"paperType\": \"%s\",\n  \"reference\": \"%s\",\n",
                     p->deleted ? "" : rat_gen_type_name(p->type), p->deleted ? "" : p->ref);
    if (!p->deleted) {
        add_family(d, &s, p, index);
        rat_gen_str_addf(&s, "  \"underDirectionOf\": [\n    \"" BASE "/organizations/at/%d\"\n  ],\n",
                         office_id(rat_gen_topic(p->topic)));
    }
    rat_gen_str_add(&s, "  \"type\": \"" SCHEMA "Paper\"\n}\n");
    snprintf(name, sizeof(name), "papers/%d.json", p->id);
    if (rc == 0)
        rc = rat_gen_write_file(d->folder, name, &s);
    rat_gen_str_release(&s);
    rat_gen_str_release(&title);
    return rc;
}

static void add_agenda(const struct dump *d, struct rat_gen_str *s, const struct rat_gen_meeting *m)
{
    struct rat_gen_str title = {0};

    rat_gen_str_add(s, m->stop_count > 0 ? "  \"agendaItem\": [\n" : "");
    for (int i = 0; i < m->stop_count; i++) {
        int entry = d->world->agenda[m->first_stop + i];
        const struct rat_gen_paper *p = &d->world->papers[entry / RAT_GEN_MAX_STOPS];
        int k = entry % RAT_GEN_MAX_STOPS;

        rat_gen_str_addf(
            s, "    {\n      \"consultation\": \"" BASE "/consultations/%d\",\n      \"created\": \"",
            consultation_id(p, k));
        add_stamp(s, p->date + 3, p->id);
        rat_gen_str_addf(s, "\",\n      \"id\": \"" BASE "/agendaitems/%d\",\n",
                         50000 + consultation_id(p, k));
        rat_gen_str_addf(s, "      \"meeting\": \"" BASE "/meetings/%d\",\n      \"modified\": \"", m->id);
        add_stamp(s, m->date, p->id);
        rat_gen_str_add(s, "\",\n      \"name\": ");
        rat_gen_str_clear(&title);
        rat_gen_paper_title(d->world, p, &title);
        rat_gen_add_json(s, title.data, title.len);
        rat_gen_str_addf(s, ",\n      \"number\": \"%d\",\n      \"order\": %d,\n      \"public\": true,\n",
                         p->stops[k].top, p->stops[k].top);
        if (p->stops[k].result[0] != '\0')
            rat_gen_str_addf(s, "      \"result\": \"%s\",\n", p->stops[k].result);
        rat_gen_str_addf(s, "      \"type\": \"" SCHEMA "AgendaItem\"\n    }%s\n",
                         i + 1 < m->stop_count ? "," : "");
    }
    rat_gen_str_add(s, m->stop_count > 0 ? "  ],\n" : "");
    rat_gen_str_release(&title);
}

/* Invitation of one meeting in 40, minutes of one in 60: texts that belong to no paper. */
static int add_meeting_file(struct dump *d, struct rat_gen_str *s, int index, bool minutes)
{
    const struct rat_gen_meeting *m = &d->world->meetings[index];
    struct rat_gen_str text = {0};
    struct rat_gen_str entry = {0};
    size_t indent = 2;
    int id;
    int rc;

    if (m->stop_count == 0 || m->id % (minutes ? 60 : 40) != 7)
        return 0;
    id = d->next_file++;
    rat_gen_str_clear(&text);
    rat_gen_meeting_text(d->world, index, minutes, &text);
    rc = write_content(d, id, m->date, &text);
    add_file(d, &entry, id, m->date, minutes ? "Niederschrift" : "Tagesordnung öffentlich", "  ");
    rat_gen_str_addf(s, "  \"%s\": %s,\n", minutes ? "verbatimProtocol" : "invitation", entry.data + indent);
    rat_gen_str_release(&text);
    rat_gen_str_release(&entry);
    return rc;
}

static int write_meeting(struct dump *d, int index)
{
    const struct rat_gen_meeting *m = &d->world->meetings[index];
    const struct rat_gen_committee *com = &rat_gen_committees[m->committee];
    struct rat_gen_str s = {0};
    char name[64];
    int rc;

    rat_gen_str_add(&s, "{\n");
    add_agenda(d, &s, m);
    rat_gen_str_add(&s, "  \"created\": \"");
    add_stamp(&s, m->date - 30, m->id);
    rat_gen_str_add(&s, "\",\n  \"end\": \""); /* four in ten end before they begin, at midnight */
    rat_gen_add_iso_date(&s, m->date);
    rat_gen_str_addf(&s, "T%s:00+01:00\",\n  \"id\": \"" BASE "/meetings/%d\",\n",
                     m->id % 5 < 2 ? "00:00" : "19:30", m->id);
    rc = add_meeting_file(d, &s, index, false);
    rat_gen_str_add(&s, "  \"location\": {\n    \"created\": \"");
    add_stamp(&s, m->date - 30, m->id);
    rat_gen_str_addf(&s,
                     "\",\n    \"description\": \"%s\",\n    \"id\": \"" BASE
                     "/locations/si/%d\",\n    \"modified\": \"",
                     rat_gen_bodies[com->body].hall, m->id);
    add_stamp(&s, m->date, m->id);
    rat_gen_str_add(&s, "\",\n    \"type\": \"" SCHEMA "Location\"\n  },\n  \"modified\": \"");
    add_stamp(&s, m->date + 12, m->id);
    rat_gen_str_addf(&s,
                     "\",\n  \"name\": \"%s (%s)\",\n  \"organization\": [\n    \"" BASE
                     "/organizations/gr/%d\"\n  ],\n",
                     com->name, com->always_public ? "öffentlich" : "nicht öffentlich", 101 + m->committee);
    rat_gen_str_add(&s, "  \"start\": \"");
    rat_gen_add_iso_date(&s, m->date);
    rat_gen_str_add(&s, "T16:30:00+01:00\",\n");
    if (rc == 0)
        rc = add_meeting_file(d, &s, index, true);
    rat_gen_str_add(&s, "  \"type\": \"" SCHEMA "Meeting\"\n}\n");
    snprintf(name, sizeof(name), "meetings/%d.json", m->id);
    if (rc == 0)
        rc = rat_gen_write_file(d->folder, name, &s);
    rat_gen_str_release(&s);
    return rc;
}

static void add_organization(struct rat_gen_str *s, const char *kind, int id, const char *name,
                             const char *shortname, const char *classification)
{
    rat_gen_str_addf(s,
                     "%s  {\n    \"id\": \"" BASE "/organizations/%s/%d\",\n    \"type\": \"" SCHEMA
                     "Organization\",\n",
                     s->len > 2 ? ",\n" : "", kind, id);
    rat_gen_str_addf(s, "    \"body\": \"" BASE "\",\n    \"name\": \"%s\",\n    \"shortName\": \"%s\",\n",
                     name, shortname);
    if (classification != NULL)
        rat_gen_str_addf(s, "    \"classification\": \"%s\",\n", classification);
    if (kind[0] == 'g')
        rat_gen_str_addf(s, "    \"meeting\": \"" BASE "/organizations/gr/%d/meetings\",\n", id);
    rat_gen_str_add(s, "    \"created\": \"2016-10-12T09:08:36+02:00\",\n    \"modified\": "
                       "\"2023-01-17T13:05:23+01:00\"\n  }");
}

static int write_organizations(const struct dump *d)
{
    struct rat_gen_str s = {0};
    int rc;

    rat_gen_str_add(&s, "[\n");
    for (int i = 0; i < rat_gen_office_count; i++)
        add_organization(&s, "at", 882901 + i, rat_gen_offices[i].name, rat_gen_offices[i].shortname, NULL);
    for (int i = 0; i < rat_gen_committee_count; i++)
        add_organization(&s, "gr", 101 + i, rat_gen_committees[i].name, rat_gen_committees[i].shortname,
                         rat_gen_committees[i].role == RAT_GEN_COUNCIL ? "Beschließender Ausschuss" : NULL);
    rat_gen_str_add(&s, "\n]\n");
    rc = rat_gen_write_file(d->folder, "organizations.json", &s);
    rat_gen_str_release(&s);
    return rc;
}

int rat_gen_out_oparl(const struct rat_gen_world *world, const char *folder)
{
    struct dump d = {world, folder, {0}, 800001, 0};
    struct rat_gen_str text = {0};
    int rc = rat_gen_make_folder(folder, "");

    if (rc == 0)
        rc = rat_gen_make_folder(folder, "papers");
    if (rc == 0)
        rc = rat_gen_make_folder(folder, "meetings");
    if (rc == 0)
        rc = rat_gen_make_folder(folder, "file-contents");
    rat_gen_str_add(&d.consultations, "[\n");
    for (int i = 0; i < world->paper_count && rc == 0; i++)
        rc = write_paper(&d, i);
    /* Most meetings without business are left out, in small dumps all of them. */
    for (int i = 0; i < world->meeting_count && rc == 0; i++)
        if (world->meetings[i].stop_count > 0 ||
            (world->paper_count >= 500 && world->meetings[i].id % 25 == 0))
            rc = write_meeting(&d, i);
    if (rc == 0)
        rc = write_organizations(&d);
    rat_gen_str_add(&d.consultations, "\n]\n");
    if (rc == 0)
        rc = rat_gen_write_file(folder, "consultations.json", &d.consultations);
    /* Texts that nothing points to: one in 2,000 papers, at least one. */
    for (int i = 0; i <= world->paper_count / 2000 && rc == 0; i++) {
        int m = i * 7 % world->meeting_count;

        rat_gen_str_clear(&text);
        rat_gen_meeting_text(world, m, false, &text);
        rc = write_content(&d, 850001 + i, world->meetings[m].date, &text);
    }
    rat_gen_str_release(&text);
    rat_gen_str_release(&d.consultations);
    return rc;
}
