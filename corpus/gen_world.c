/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/gen_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STORY = 6 };

/* Chosen so that the motion asks for the radweg itself and the decision has three parts. */
#define STORY_THREAD UINT64_C(0x5eed0002)

const char *rat_gen_type_name(enum rat_gen_type type)
{
    static const char *const names[] = {"Beschlussvorlage", "Antrag", "Anfrage",
                                        "Änderungs-/Ergänzungsantrag", "Informationsvorlage"};

    return names[type];
}

const char *rat_gen_layout_name(enum rat_gen_layout layout)
{
    static const char *const names[] = {"schreibmaschine", "peine",          "allris",
                                        "sessionnet",      "karlsruhe-2005", "karlsruhe-2007",
                                        "karlsruhe-2016",  "karlsruhe-2023"};

    return names[layout];
}

const char *rat_gen_role_name(enum rat_gen_role role)
{
    static const char *const names[] = {"Vorberatung", "Entscheidung", "Kenntnisnahme", "Anhörung"};

    return names[role];
}

const char *rat_gen_kind_name(enum rat_gen_kind kind)
{
    static const char *const names[] = {"vorlage", "stellungnahme", "protokoll", "bericht", "satzung",
                                        "tabelle", "folien",        "scan",      "doppel"};

    return names[kind];
}

void rat_gen_add_member(struct rat_gen_str *out, int body, int faction, int year, unsigned nth, bool *woman)
{
    struct rat_gen_rng rng =
        rat_gen_rng_make(4711, (uint64_t)(body * 100 + faction), (uint64_t)((year + 4) / 5) * 64 + nth);

    *woman = rat_gen_chance(&rng, year < 1985 ? 12 : year < 2000 ? 25 : 40);
    rat_gen_add_surname(out, &rng);
}

/* ---- meetings ---- */

static int by_date_meeting(const void *a, const void *b)
{
    const struct rat_gen_meeting *x = a;
    const struct rat_gen_meeting *y = b;

    if (x->date != y->date)
        return x->date < y->date ? -1 : 1;
    return x->committee - y->committee;
}

static void plan_meetings(struct rat_gen_world *w)
{
    /* Main committees sit a week before their council, special committees two to three weeks before. */
    static const int months[6] = {2, 4, 6, 9, 10, 12};
    int years = w->to - w->from + 1;
    int nth[64] = {0};

    w->meetings = rat_gen_alloc((size_t)(years * rat_gen_committee_count * 6), sizeof(*w->meetings));
    for (int y = w->from; y <= w->to; y++) {
        for (int c = 0; c < rat_gen_committee_count; c++) {
            const struct rat_gen_committee *com = &rat_gen_committees[c];

            for (int i = 0; i < 6; i++) {
                struct rat_gen_rng rng =
                    rat_gen_rng_make(w->seed, 900 + (uint64_t)com->body, (uint64_t)(y * 6 + i));
                int32_t day = rat_gen_days(y, months[i], 13 + (int)rat_gen_below(&rng, 12));
                struct rat_gen_meeting *m = &w->meetings[w->meeting_count];

                if (com->role == RAT_GEN_MAIN)
                    day -= 7;
                else if (com->role == RAT_GEN_SPECIAL)
                    day -= 14 + c % 9;
                while (rat_gen_weekday(day) == 0 || rat_gen_weekday(day) >= 5)
                    day--;
                m->date = day;
                m->committee = c;
                w->meeting_count++;
            }
        }
    }
    qsort(w->meetings, (size_t)w->meeting_count, sizeof(*w->meetings), by_date_meeting);
    for (int i = 0; i < w->meeting_count; i++) {
        w->meetings[i].id = 2001 + i;
        w->meetings[i].nth = ++nth[w->meetings[i].committee];
    }
}

static int next_meeting(const struct rat_gen_world *w, int committee, int32_t after)
{
    int lo = 0;
    int hi = w->meeting_count;

    while (lo < hi) {
        int mid = lo + (hi - lo) / 2;

        if (w->meetings[mid].date < after)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (; lo < w->meeting_count; lo++)
        if (w->meetings[lo].committee == committee)
            return lo;
    return -1;
}

/* ---- papers ---- */

static int pick_topic(struct rat_gen_rng *rng, int body, int year)
{
    int want = body == RAT_GEN_KREIS ? RAT_GEN_FOR_KREIS : RAT_GEN_FOR_TOWN;

    for (;;) {
        int i = (int)rat_gen_below(rng, (uint32_t)rat_gen_topic_count());
        const struct rat_gen_topic *t = rat_gen_topic(i);

        if ((t->level & want) != 0 && t->from <= year && year <= t->to)
            return i;
    }
}

static enum rat_gen_layout pick_layout(int body, int32_t date)
{
    int year = rat_gen_civil(date).year;

    if (year < 2004)
        return RAT_GEN_OLD;
    if (body == RAT_GEN_KREIS)
        return RAT_GEN_PEINE;
    if (body == RAT_GEN_ALLRIS_STADT)
        return RAT_GEN_ALLRIS;
    if (body == RAT_GEN_GEMEINDE)
        return RAT_GEN_SESSIONNET;
    return year < 2007   ? RAT_GEN_KA2005
           : year < 2016 ? RAT_GEN_KA2007
           : year < 2023 ? RAT_GEN_KA2016
                         : RAT_GEN_KA2023;
}

static void init_paper(struct rat_gen_paper *p, struct rat_gen_rng *rng, int32_t date, int body)
{
    p->date = date;
    p->body = body;
    p->topic = pick_topic(rng, body, rat_gen_civil(date).year);
    p->thread = rat_gen_next(rng);
    p->parent = -1;
    p->prev = -1;
    p->title = (int)rat_gen_below(rng, 8);
    p->faction = rat_gen_pick_faction(rng, rat_gen_civil(date).year);
    p->layout = pick_layout(body, date);
}

static enum rat_gen_type pick_type(struct rat_gen_rng *rng)
{
    uint32_t n = rat_gen_below(rng, 100);

    return n < 62   ? RAT_GEN_PROPOSAL
           : n < 77 ? RAT_GEN_MOTION_PAPER
           : n < 91 ? RAT_GEN_QUESTION
                    : RAT_GEN_INFO;
}

/* The same matter comes back: amendment, supplement, later proposal. */
static void follow(struct rat_gen_paper *p, const struct rat_gen_paper *old, int index)
{
    p->body = old->body;
    p->topic = old->topic;
    p->thread = old->thread;
    p->generation = old->generation + (p->type == RAT_GEN_PROPOSAL);
    p->prev = index;
    p->layout = pick_layout(p->body, p->date);
}

static void plan_story(struct rat_gen_world *w, struct rat_gen_paper *story)
{
    static const struct {
        int offset;
        enum rat_gen_type type;
        int title;
        int prev;
        int parent;
    } acts[STORY] = {{0, RAT_GEN_MOTION_PAPER, 0, -1, -1}, {75, RAT_GEN_QUESTION, 0, 0, -1},
                     {118, RAT_GEN_AMENDMENT, 0, 0, 0},    {190, RAT_GEN_PROPOSAL, 1, 0, -1},
                     {420, RAT_GEN_PROPOSAL, 1, 3, 3},     {640, RAT_GEN_INFO, 1, 4, -1}};
    int32_t first = rat_gen_days(w->from, 1, 20);
    int32_t last = rat_gen_days(w->to, 9, 20);
    int32_t start = first + (last - first) / 3;
    struct rat_gen_rng rng = rat_gen_rng_make(w->seed, 1, 1);
    int topic = 0;

    while (strcmp(rat_gen_topic(topic)->key, "radweg") != 0)
        topic++;
    if (start + acts[STORY - 1].offset > last)
        start = first;
    for (int i = 0; i < STORY; i++) {
        struct rat_gen_paper *p = &story[i];
        int32_t offset = acts[i].offset;

        if (start + acts[STORY - 1].offset > last) /* a single year: keep the order, squeeze the time */
            offset = offset * (last - start) / acts[STORY - 1].offset;
        init_paper(p, &rng, start + offset, RAT_GEN_KREIS);
        p->topic = topic;
        p->thread = STORY_THREAD;
        p->type = acts[i].type;
        p->title = acts[i].title;
        p->prev = acts[i].prev;
        p->parent = acts[i].parent;
        p->generation = i >= 4;
        p->faction = i == 2 ? 0 : rat_gen_civil(p->date).year < 1981 ? 1 : 2;
    }
}

struct order {
    int32_t date;
    int index;
};

static int by_date(const void *a, const void *b)
{
    const struct order *x = a;
    const struct order *y = b;

    if (x->date != y->date)
        return x->date < y->date ? -1 : 1;
    return x->index - y->index;
}

/* Sorts by date and carries the links over. */
static void sort_papers(struct rat_gen_world *w)
{
    struct order *order = rat_gen_alloc((size_t)w->paper_count, sizeof(*order));
    int *place = rat_gen_alloc((size_t)w->paper_count, sizeof(*place));
    struct rat_gen_paper *sorted = rat_gen_alloc((size_t)w->paper_count, sizeof(*sorted));

    for (int i = 0; i < w->paper_count; i++)
        order[i] = (struct order){w->papers[i].date, i};
    qsort(order, (size_t)w->paper_count, sizeof(*order), by_date);
    for (int i = 0; i < w->paper_count; i++)
        place[order[i].index] = i;
    for (int i = 0; i < w->paper_count; i++) {
        sorted[i] = w->papers[order[i].index];
        if (sorted[i].parent >= 0)
            sorted[i].parent = place[sorted[i].parent];
        if (sorted[i].prev >= 0)
            sorted[i].prev = place[sorted[i].prev];
    }
    free(w->papers);
    free(order);
    free(place);
    w->papers = sorted;
}

static void plan_papers(struct rat_gen_world *w)
{
    static const unsigned char bodies[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3};
    struct rat_gen_rng rng = rat_gen_rng_make(w->seed, 2, 2);
    int32_t first = rat_gen_days(w->from, 1, 4);
    int32_t days = rat_gen_days(w->to, 12, 20) - first;
    int start = w->paper_count >= STORY + 2 ? STORY : 0;

    w->papers = rat_gen_alloc((size_t)w->paper_count, sizeof(*w->papers));
    if (start > 0)
        plan_story(w, w->papers);
    for (int i = start; i < w->paper_count; i++) {
        struct rat_gen_paper *p = &w->papers[i];
        int back = i - start > 0 ? i - 1 - (int)rat_gen_zipf(&rng, (uint32_t)(i - start)) : -1;
        int32_t date = first + (int32_t)((int64_t)(i - start) * days / (w->paper_count - start));

        date += rat_gen_range(&rng, 0, 6);
        while (rat_gen_weekday(date) == 0 || rat_gen_weekday(date) == 6)
            date--;
        init_paper(p, &rng, date, bodies[rat_gen_below(&rng, sizeof(bodies))]);
        p->type = pick_type(&rng);
        p->deleted = rat_gen_chance(&rng, 2);
        if (back < start || w->papers[back].date >= date || w->papers[back].deleted || p->deleted)
            continue;
        if (rat_gen_chance(&rng, 7)) { /* a motion to change what was filed a little while ago */
            p->type = RAT_GEN_AMENDMENT;
            follow(p, &w->papers[back], back);
            p->parent = back;
            p->title = w->papers[back].title;
        } else if (rat_gen_chance(&rng, 4) && w->papers[back].type == RAT_GEN_PROPOSAL) {
            p->type = RAT_GEN_PROPOSAL; /* the supplement "-1" */
            follow(p, &w->papers[back], back);
            p->parent = back;
            p->title = w->papers[back].title;
        } else if (rat_gen_chance(&rng, 24)) {
            follow(p, &w->papers[back], back);
        }
    }
    sort_papers(w);
}

/* ---- numbers ---- */

static void root_number(struct rat_gen_paper *p, int *yearly, int *term, struct rat_gen_rng *rng)
{
    int year = rat_gen_civil(p->date).year;
    int n;

    yearly[p->body] += rat_gen_range(rng, 1, 2);
    term[p->body] += rat_gen_range(rng, 1, 2);
    n = yearly[p->body];
    if (p->layout == RAT_GEN_OLD && p->body == RAT_GEN_KREIS)
        snprintf(p->ref, sizeof(p->ref), "%d/%d", (year - 1946) / 5, term[p->body]);
    else if (p->layout == RAT_GEN_OLD)
        snprintf(p->ref, sizeof(p->ref), "%d/%d", n, year);
    else if (p->layout == RAT_GEN_PEINE)
        snprintf(p->ref, sizeof(p->ref), "%d/%d", year, n);
    else if (p->layout == RAT_GEN_ALLRIS)
        snprintf(p->ref, sizeof(p->ref), "%s/%04d/%02d",
                 p->type == RAT_GEN_MOTION_PAPER ? "AT"
                 : p->type == RAT_GEN_QUESTION   ? "AF"
                                                 : "VO",
                 n, year % 100);
    else if (p->layout == RAT_GEN_SESSIONNET)
        snprintf(p->ref, sizeof(p->ref), "%03d/%d", n, year);
    else
        snprintf(p->ref, sizeof(p->ref), "%d/%04d", year, n);
    snprintf(p->printed, sizeof(p->printed), "%s", p->ref);
    if (p->body == RAT_GEN_STADT && p->layout != RAT_GEN_OLD && year < 2013)
        snprintf(p->printed, sizeof(p->printed), "%d", term[p->body]);
}

static void plan_numbers(struct rat_gen_world *w)
{
    struct rat_gen_rng rng = rat_gen_rng_make(w->seed, 3, 3);
    int yearly[RAT_GEN_BODIES] = {0};
    int term[RAT_GEN_BODIES] = {0};
    int *children = rat_gen_alloc((size_t)w->paper_count, sizeof(*children));
    int year = 0;

    for (int i = 0; i < w->paper_count; i++) {
        struct rat_gen_paper *p = &w->papers[i];
        int now = rat_gen_civil(p->date).year;

        if (now != year) {
            memset(yearly, 0, sizeof(yearly));
            if (year == 0 || (now - 1946) / 5 != (year - 1946) / 5)
                memset(term, 0, sizeof(term));
            year = now;
        }
        p->id = 10001 + i;
        if (p->parent >= 0 && strchr(w->papers[p->parent].printed, '/') != NULL) {
            const struct rat_gen_paper *parent = &w->papers[p->parent];
            int root = p->parent; /* the number of a child of a child hangs on the first paper */

            while (w->papers[root].parent >= 0 && strchr(w->papers[root].printed, '/') != NULL)
                root = w->papers[root].parent;
            parent = &w->papers[root];
            snprintf(p->ref, sizeof(p->ref), "%.16s%c%d", parent->ref,
                     parent->layout >= RAT_GEN_KA2007 ? '/' : '-', ++children[root]);
            snprintf(p->printed, sizeof(p->printed), "%s", p->ref);
        } else {
            root_number(p, yearly, term, &rng);
        }
    }
    free(children);
}

/* ---- the way through the committees ---- */

static bool add_stop(struct rat_gen_world *w, struct rat_gen_paper *p, int committee, int32_t after,
                     enum rat_gen_role role)
{
    int m = next_meeting(w, committee, after);
    struct rat_gen_stop *stop;

    if (m < 0 || p->stop_count == RAT_GEN_MAX_STOPS)
        return false;
    stop = &p->stops[p->stop_count++];
    stop->meeting = m;
    stop->role = role;
    stop->open = rat_gen_committees[committee].always_public;
    stop->top = ++w->meetings[m].tops + 3;
    stop->result = "";
    return true;
}

static void decide(struct rat_gen_stop *stop, const struct rat_gen_paper *p, struct rat_gen_rng *rng)
{
    static const char *const prepared[] = {"einstimmig empfohlen", "mehrheitlich empfohlen",
                                           "vorberaten ohne Änderungen", "ohne Empfehlung weitergeleitet"};
    uint32_t n = rat_gen_below(rng, 100);

    if (stop->role == RAT_GEN_NOTE) {
        stop->result = "Kenntnisnahme";
    } else if (stop->role != RAT_GEN_DECIDE) {
        stop->result = prepared[rat_gen_zipf(rng, 4)];
    } else if (p->type == RAT_GEN_MOTION_PAPER || p->type == RAT_GEN_AMENDMENT) {
        stop->result = n < 25   ? "einstimmig beschlossen"
                       : n < 50 ? "mehrheitlich beschlossen"
                                : "mehrheitlich abgelehnt";
    } else {
        stop->result = n < 66   ? "einstimmig beschlossen"
                       : n < 91 ? "mehrheitlich beschlossen"
                       : n < 97 ? "mehrheitlich abgelehnt"
                                : "vertagt";
    }
    stop->refused = strstr(stop->result, "abgelehnt") != NULL;
}

static void plan_route(struct rat_gen_world *w, struct rat_gen_paper *p, struct rat_gen_rng *rng, bool story)
{
    int special = rat_gen_find_committee(p->body, rat_gen_topic(p->topic)->committee);
    int main_com = rat_gen_find_role(p->body, RAT_GEN_MAIN);
    int council = rat_gen_find_role(p->body, RAT_GEN_COUNCIL);
    int32_t day = p->date + 12;

    if (p->type == RAT_GEN_QUESTION || p->type == RAT_GEN_AMENDMENT) {
        add_stop(w, p, council, day, p->type == RAT_GEN_QUESTION ? RAT_GEN_NOTE : RAT_GEN_DECIDE);
    } else if (p->type == RAT_GEN_INFO) {
        add_stop(w, p, special, day, RAT_GEN_NOTE);
    } else {
        if (p->type == RAT_GEN_MOTION_PAPER && add_stop(w, p, council, day, RAT_GEN_HEAR)) {
            p->stops[0].result = "verwiesen in Fachausschuss";
            day = w->meetings[p->stops[0].meeting].date + 10;
        }
        if (add_stop(w, p, special, day, RAT_GEN_PREPARE))
            day = w->meetings[p->stops[p->stop_count - 1].meeting].date + 1;
        if ((story || rat_gen_chance(rng, 55)) && add_stop(w, p, main_com, day, RAT_GEN_PREPARE))
            day = w->meetings[p->stops[p->stop_count - 1].meeting].date;
        if (story || rat_gen_chance(rng, 85))
            add_stop(w, p, council, day, RAT_GEN_DECIDE);
        else if (p->stop_count > 0)
            p->stops[p->stop_count - 1].role = RAT_GEN_DECIDE;
    }
    for (int i = 0; i < p->stop_count; i++) {
        if (p->stops[i].result[0] != '\0')
            continue;
        decide(&p->stops[i], p, rng);
        if (story && p->stops[i].role == RAT_GEN_DECIDE) {
            p->stops[i].result = "mehrheitlich beschlossen";
            p->stops[i].refused = false;
        }
    }
}

static void add_doc(struct rat_gen_paper *p, int *id, enum rat_gen_kind kind, int stop, int nth)
{
    if (p->doc_count < RAT_GEN_MAX_DOCS)
        p->docs[p->doc_count++] = (struct rat_gen_doc){(*id)++, kind, stop, nth, -1};
}

static void plan_docs(struct rat_gen_world *w, int index, int *id, struct rat_gen_rng *rng, bool story)
{
    struct rat_gen_paper *p = &w->papers[index];
    static const enum rat_gen_kind kinds[] = {RAT_GEN_REPORT_TEXT, RAT_GEN_TABLE, RAT_GEN_STATUTE,
                                              RAT_GEN_SLIDES, RAT_GEN_SCAN};
    int attachments = p->type == RAT_GEN_PROPOSAL || p->type == RAT_GEN_INFO ? (int)rat_gen_below(rng, 4) : 0;

    add_doc(p, id, RAT_GEN_MAIN_TEXT, -1, 0);
    if ((p->type == RAT_GEN_MOTION_PAPER || p->type == RAT_GEN_QUESTION) &&
        (story || rat_gen_chance(rng, 85)))
        add_doc(p, id, RAT_GEN_ANSWER, -1, 0);
    if (story && attachments > 1)
        attachments = 1;
    for (int i = 0; i < attachments; i++) {
        const struct rat_gen_topic *topic = rat_gen_topic(p->topic);
        const char *title = rat_gen_topic_line(topic, 'T', (unsigned)p->title);
        bool rule = strstr(title, "atzung") != NULL || strstr(title, "ordnung") != NULL;
        enum rat_gen_kind kind = kinds[rat_gen_below(rng, 5)];

        /* Rules belong to titles that speak of rules, tables of building costs to what is built. */
        if (story || (kind == RAT_GEN_STATUTE && !rule) || (kind == RAT_GEN_TABLE && topic->cost_hi < 300))
            kind = RAT_GEN_REPORT_TEXT;
        if (kind == RAT_GEN_SLIDES && rat_gen_civil(p->date).year < 2004)
            kind = RAT_GEN_TABLE;
        add_doc(p, id, kind, -1, i + 1);
    }
    for (int i = 0; i < p->stop_count; i++)
        if (p->stops[i].open && (story || rat_gen_chance(rng, 62)))
            add_doc(p, id, RAT_GEN_MINUTES, i, 0);
    if (!story && index > 0 && rat_gen_chance(rng, 5) && !w->papers[index - 1].deleted) {
        add_doc(p, id, RAT_GEN_COPY, -1, attachments + 1);
        p->docs[p->doc_count - 1].copy_of = index - 1;
    }
}

static void plan_agenda(struct rat_gen_world *w)
{
    int total = 0;

    for (int i = 0; i < w->paper_count; i++)
        total += w->papers[i].stop_count;
    w->agenda = rat_gen_alloc((size_t)total + 1, sizeof(*w->agenda));
    w->agenda_count = total;
    for (int i = 0; i < w->paper_count; i++)
        for (int k = 0; k < w->papers[i].stop_count; k++)
            w->meetings[w->papers[i].stops[k].meeting].stop_count++;
    total = 0;
    for (int m = 0; m < w->meeting_count; m++) {
        w->meetings[m].first_stop = total;
        total += w->meetings[m].stop_count;
        w->meetings[m].stop_count = 0;
    }
    for (int i = 0; i < w->paper_count; i++) {
        for (int k = 0; k < w->papers[i].stop_count; k++) {
            struct rat_gen_meeting *m = &w->meetings[w->papers[i].stops[k].meeting];

            w->agenda[m->first_stop + m->stop_count++] = i * RAT_GEN_MAX_STOPS + k;
        }
    }
}

void rat_gen_world_init(struct rat_gen_world *world, int papers, int from, int to, uint64_t seed)
{
    struct rat_gen_rng rng = rat_gen_rng_make(seed, 4, 4);
    int id = 30001;

    memset(world, 0, sizeof(*world));
    world->seed = seed;
    world->from = from;
    world->to = to;
    world->paper_count = papers;
    plan_meetings(world);
    plan_papers(world);
    plan_numbers(world);
    for (int i = 0; i < papers; i++) {
        bool story = world->papers[i].thread == STORY_THREAD;

        if (world->papers[i].deleted)
            continue;
        plan_route(world, &world->papers[i], &rng, story);
        plan_docs(world, i, &id, &rng, story);
    }
    plan_agenda(world);
}

void rat_gen_world_release(struct rat_gen_world *world)
{
    free(world->papers);
    free(world->meetings);
    free(world->agenda);
    memset(world, 0, sizeof(*world));
}

/* ---- what texts need to know ---- */

void rat_gen_paper_cite(const struct rat_gen_paper *paper, struct rat_gen_str *out)
{
    if (paper->layout == RAT_GEN_OLD && paper->body == RAT_GEN_KREIS)
        rat_gen_str_addf(out, "%s %s",
                         paper->id % 3 == 0   ? "Drucksache"
                         : paper->id % 3 == 1 ? "Drs."
                                              : "DS",
                         paper->printed);
    else if (strchr(paper->printed, '/') == NULL || paper->id % 2 == 0)
        rat_gen_str_addf(out, "Vorlage Nr. %s", paper->printed);
    else
        rat_gen_str_addf(out, "Vorlage %s", paper->printed);
}

static void bare_title(const struct rat_gen_paper *paper, struct rat_gen_str *out)
{
    struct rat_gen_rng rng = rat_gen_rng_make(paper->thread, 5, 5);
    struct rat_gen_ctx ctx;
    const struct rat_gen_topic *topic = rat_gen_topic(paper->topic);
    struct rat_gen_str plain = {0};

    rat_gen_ctx_init(&ctx, topic, paper->thread, paper->body, paper->date, paper->generation, &rng);
    rat_gen_expand(&ctx, rat_gen_topic_line(topic, 'T', (unsigned)paper->title), &plain);
    if (ctx.year < 1998)
        rat_gen_old_spelling(plain.data, out);
    else
        rat_gen_str_add(out, plain.data);
    rat_gen_str_release(&plain);
}

void rat_gen_paper_title(const struct rat_gen_world *world, const struct rat_gen_paper *paper,
                         struct rat_gen_str *out)
{
    if (paper->type == RAT_GEN_AMENDMENT)
        rat_gen_str_addf(
            out, "%s der %s-Fraktion zu: ", paper->id % 2 == 0 ? "Änderungsantrag" : "Ergänzungsantrag",
            rat_gen_factions[paper->faction].shortname);
    else if (paper->type == RAT_GEN_PROPOSAL && paper->parent >= 0)
        rat_gen_str_add(out, "Ergänzungsvorlage: ");
    else if (paper->type == RAT_GEN_INFO)
        rat_gen_str_add(out, "Sachstandsbericht: ");
    else if (paper->type == RAT_GEN_QUESTION && paper->id % 2 == 0)
        rat_gen_str_addf(out, "Anfrage der %s-Fraktion: ", rat_gen_factions[paper->faction].shortname);
    bare_title(paper->type == RAT_GEN_AMENDMENT && paper->parent >= 0 ? &world->papers[paper->parent] : paper,
               out);
}

void rat_gen_paper_ctx(const struct rat_gen_world *world, const struct rat_gen_paper *paper, int doc,
                       struct rat_gen_rng *rng, struct rat_gen_ctx *ctx)
{
    struct rat_gen_str s = {0};

    *rng = rat_gen_rng_make(world->seed, (uint64_t)paper->id, (uint64_t)doc + 100);
    rat_gen_ctx_init(ctx, rat_gen_topic(paper->topic), paper->thread, paper->body, paper->date,
                     paper->generation, rng);
    ctx->own_matter = !rat_gen_title_fits(ctx->topic, (unsigned)paper->title);
    rat_gen_str_clear(&s);
    bare_title(paper, &s);
    snprintf(ctx->title, sizeof(ctx->title), "%s", s.data);
    rat_gen_str_clear(&s);
    if (paper->prev >= 0 && !world->papers[paper->prev].deleted) {
        rat_gen_paper_cite(&world->papers[paper->prev], &s);
        snprintf(ctx->cite, sizeof(ctx->cite), "%s", s.data);
        rat_gen_str_clear(&s);
        rat_gen_paper_title(world, &world->papers[paper->prev], &s);
        snprintf(ctx->cite_title, sizeof(ctx->cite_title), "%s", s.data);
        ctx->cite_date = world->papers[paper->prev].date;
    }
    rat_gen_str_release(&s);
}
