/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Heads and forms of papers: typewriter, Peine, ALLRIS, SessionNet. The Karlsruhe eras are in gen_layout_ka.c. */
#include "corpus/gen_layout.h"

#include <string.h>

static const struct rat_gen_committee *committee_of(const struct rat_gen_job *job, int stop)
{
    return &rat_gen_committees[job->world->meetings[job->paper->stops[stop].meeting].committee];
}

const char *rat_gen_stop_name(const struct rat_gen_job *job, int stop)
{
    return committee_of(job, stop)->name;
}

int32_t rat_gen_stop_date(const struct rat_gen_job *job, int stop)
{
    return job->world->meetings[job->paper->stops[stop].meeting].date;
}

void rat_gen_layout_title(struct rat_gen_job *job)
{
    struct rat_gen_str s = {0};

    rat_gen_str_clear(&s);
    rat_gen_paper_title(job->world, job->paper, &s);
    rat_gen_page_para(job->page, s.data);
    rat_gen_str_release(&s);
}

void rat_gen_layout_body(struct rat_gen_job *job, const char *decision, const char *facts, const char *costs)
{
    struct rat_gen_page *page = job->page;
    bool paid = job->ctx->topic->cost_hi > 0;

    if (job->paper->type != RAT_GEN_PROPOSAL && job->paper->type != RAT_GEN_INFO) {
        rat_gen_write_request(job);
        return;
    }
    rat_gen_page_head(page, decision);
    rat_gen_para_decision(job);
    rat_gen_page_line(page, "");
    rat_gen_page_head(page, facts);
    rat_gen_para_case(job);
    rat_gen_page_line(page, "");
    rat_gen_page_head(page, costs);
    rat_gen_para_pool(job, paid ? RAT_GEN_MONEY : RAT_GEN_FREE, paid ? 3 : 1);
    rat_gen_page_line(page, "");
    rat_gen_para_pool(job, RAT_GEN_NEXT, 2);
    rat_gen_para_pool(job, RAT_GEN_CLOSING, 1);
}

static void list_attachments(struct rat_gen_job *job, const char *head)
{
    struct rat_gen_str s = {0};
    int n = 0;

    rat_gen_page_line(job->page, "");
    rat_gen_page_line(job->page, head);
    for (int i = 0; i < job->paper->doc_count; i++) {
        if (job->paper->docs[i].nth == 0)
            continue;
        rat_gen_str_clear(&s);
        rat_gen_doc_name(job->paper, &job->paper->docs[i], &s);
        rat_gen_page_line(job->page, s.data);
        n++;
    }
    if (n == 0)
        rat_gen_page_line(job->page, "---");
    rat_gen_str_release(&s);
}

static void date_line(struct rat_gen_page *page, const char *before, int32_t date, bool words)
{
    struct rat_gen_str s = {0};

    rat_gen_str_add(&s, before);
    if (words)
        rat_gen_add_long_date(&s, date);
    else
        rat_gen_add_date(&s, date);
    rat_gen_page_line(page, s.data);
    rat_gen_str_release(&s);
}

static void write_old(struct rat_gen_job *job)
{
    const struct rat_gen_body *body = &rat_gen_bodies[job->ctx->body];
    struct rat_gen_page *page = job->page;
    struct rat_gen_str s = {0};

    page->marker = rat_gen_chance(job->ctx->rng, 40) ? RAT_GEN_MARK_FEED : RAT_GEN_MARK_DASH;
    rat_gen_page_head(page, job->ctx->body == 0 ? "LANDKREIS AHLENBRUCH" : body->name);
    rat_gen_page_linef(page, "%s %s", job->ctx->woman_head ? "Die" : "Der", body->head[job->ctx->woman_head]);
    rat_gen_page_linef(page, "Az.: %s/%d-%d", rat_gen_find_office(job->ctx->topic->office)->shortname,
                       job->ctx->plan % 9 + 1, job->ctx->road);
    rat_gen_str_addf(&s, "%s, den ", body->place);
    date_line(page, s.data, job->paper->date, true);
    rat_gen_page_line(page, "");
    rat_gen_page_linef(page, job->ctx->body == 0 ? "Drucksache %s" : "Vorlage Nr. %s", job->paper->printed);
    rat_gen_page_line(page, "");
    rat_gen_page_head(page, rat_gen_type_name(job->paper->type));
    if (job->paper->type != RAT_GEN_PROPOSAL && job->paper->type != RAT_GEN_INFO)
        rat_gen_page_linef(page, "der Fraktion %s (%s)", rat_gen_factions[job->paper->faction].name,
                           rat_gen_factions[job->paper->faction].shortname);
    for (int i = 0; i < job->paper->stop_count; i++) {
        rat_gen_str_clear(&s);
        rat_gen_str_addf(&s, "%s %s am ", i == 0 ? "zur Sitzung des" : "und zur Sitzung des",
                         committee_of(job, i)->genitive);
        date_line(page, s.data, rat_gen_stop_date(job, i), false);
    }
    rat_gen_page_line(page, "");
    rat_gen_page_line(page, "Betreff:");
    rat_gen_layout_title(job);
    rat_gen_page_line(page, "");
    rat_gen_layout_body(job,
                        "Beschlussvorschlag:", "Sachverhalt und Begründung:", "Finanzielle Auswirkungen:");
    rat_gen_page_line(page, "");
    if (job->paper->type == RAT_GEN_PROPOSAL || job->paper->type == RAT_GEN_INFO)
        rat_gen_page_line(page, job->ctx->woman_head ? "Die Verwaltung bittet um Beschlussfassung."
                                                     : "In Vertretung");
    rat_gen_str_release(&s);
}

static const char *yes_no(struct rat_gen_job *job, uint32_t percent)
{
    return rat_gen_chance(job->ctx->rng, percent) ? "ja" : "nein";
}

static void peine_grid(struct rat_gen_job *job)
{
    struct rat_gen_page *page = job->page;
    struct rat_gen_str s = {0};
    bool nature = job->ctx->topic->lines != NULL && job->ctx->topic->committee == 'U';

    rat_gen_str_addf(&s, "Im Budget enthalten: %s Kosten (Betrag in €): ", yes_no(job, 70));
    rat_gen_add_number(&s, job->ctx->topic->cost_hi > 0 ? job->ctx->amount : 0);
    rat_gen_str_add(&s, " €");
    rat_gen_page_line(page, s.data);
    rat_gen_page_line(page, "");
    rat_gen_page_linef(page, "Mitwirkung %s: %s Qualifizierte Mehrheit: %s",
                       job->ctx->woman_head ? "Landrätin" : "Landrat", yes_no(job, 60), yes_no(job, 5));
    rat_gen_page_line(page, "");
    rat_gen_page_line(page, "Relevanz");
    rat_gen_page_line(page, "");
    rat_gen_page_linef(page, "Gender Mainstreaming %s Migration %s", yes_no(job, 15), yes_no(job, 15));
    rat_gen_page_line(page, "");
    rat_gen_page_linef(page, "Prävention/Nachhaltigkeit %s Bildung %s", yes_no(job, 35),
                       job->ctx->topic->committee == 'S' ? "ja" : yes_no(job, 10));
    rat_gen_page_line(page, "");
    rat_gen_page_linef(page, "Klima-/Umwelt-/Naturschutz %s", nature ? "ja" : yes_no(job, 15));
    rat_gen_page_line(page, "");
    rat_gen_str_release(&s);
}

static void peine_route(struct rat_gen_job *job)
{
    struct rat_gen_str s = {0};

    rat_gen_page_line(job->page, "Beratungsfolge (Zuständigkeit) Sitzungstermin Status");
    for (int i = 0; i < job->paper->stop_count; i++) {
        rat_gen_str_clear(&s);
        rat_gen_str_addf(&s, "%s (%s) ", rat_gen_stop_name(job, i),
                         rat_gen_role_name(job->paper->stops[i].role));
        rat_gen_add_date(&s, rat_gen_stop_date(job, i));
        rat_gen_str_add(&s, job->paper->stops[i].open ? " Ö" : " N");
        rat_gen_page_line(job->page, s.data);
        rat_gen_page_line(job->page, "");
    }
    rat_gen_str_release(&s);
}

static void write_peine(struct rat_gen_job *job)
{
    struct rat_gen_page *page = job->page;
    bool request = job->paper->type != RAT_GEN_PROPOSAL && job->paper->type != RAT_GEN_INFO;

    page->marker = rat_gen_chance(job->ctx->rng, 50) ? RAT_GEN_MARK_NONE : RAT_GEN_MARK_OF;
    rat_gen_page_linef(page, " %s", rat_gen_type_name(job->paper->type));
    rat_gen_page_line(page, "Federführend:");
    rat_gen_page_para(page, rat_gen_find_office(job->ctx->topic->office)->name);
    rat_gen_page_line(page, "");
    rat_gen_page_line(page, "Vorlagennummer:\n\nStatus:\n\nDatum:\n");
    rat_gen_page_line(page, job->paper->printed);
    rat_gen_page_line(page, "\nöffentlich\n");
    date_line(page, "", job->paper->date, false);
    rat_gen_page_line(page, "");
    peine_route(job);
    if (!request)
        peine_grid(job);
    rat_gen_layout_title(job);
    if (request) {
        rat_gen_write_request(job);
        return;
    }
    rat_gen_page_head(page, "Beschlussvorschlag:");
    rat_gen_para_decision(job);
    rat_gen_page_line(page, "");
    rat_gen_page_line(page, "Sachdarstellung");
    rat_gen_page_line(page, "Inhaltsbeschreibung:");
    rat_gen_para_case(job);
    rat_gen_page_line(page, "");
    rat_gen_page_line(page, "Ziele / Wirkungen:");
    rat_gen_para_topic(job, 'G', 1);
    rat_gen_para_pool(job, RAT_GEN_EFFECTS, 2);
    rat_gen_page_line(page, "");
    rat_gen_page_line(page, "Ressourceneinsatz:");
    if (job->ctx->topic->cost_hi > 0)
        rat_gen_para_pool(job, RAT_GEN_MONEY, 3);
    else
        rat_gen_page_line(page, "Entfällt.");
    rat_gen_page_line(page, "");
    rat_gen_page_line(page, "Schlussfolgerung:");
    rat_gen_para_pool(job, RAT_GEN_NEXT, 1);
    rat_gen_para_pool(job, RAT_GEN_CLOSING, 1);
    list_attachments(job, "Anlagen");
}

static void write_allris(struct rat_gen_job *job)
{
    static const char *const kinds[] = {"Beschlussvorlage", "Antrag", "Anfrage", "Änderungsantrag",
                                        "Mitteilungsvorlage"};
    struct rat_gen_page *page = job->page;
    struct rat_gen_str s = {0};

    page->marker = rat_gen_chance(job->ctx->rng, 60) ? RAT_GEN_MARK_OF : RAT_GEN_MARK_FEED;
    rat_gen_page_line(page, "Stadt Brakenfelde\n");
    rat_gen_page_linef(page, "Vorlage - %s\n", job->paper->printed);
    rat_gen_page_line(page, "Betreff:");
    rat_gen_layout_title(job);
    rat_gen_page_line(page, "Status:\töffentlich");
    rat_gen_page_linef(page, "Vorlage-Art:\t%s", kinds[job->paper->type]);
    if (job->ctx->cite[0] != '\0')
        rat_gen_page_linef(page, "Bezüglich:\t%s", job->ctx->cite);
    rat_gen_page_linef(page, "Federführend:\t%s", rat_gen_find_office(job->ctx->topic->office)->name);
    rat_gen_page_line(page, "Beratungsfolge:");
    for (int i = 0; i < job->paper->stop_count; i++) {
        rat_gen_str_clear(&s);
        rat_gen_str_addf(&s, "%s\t%s\t", rat_gen_stop_name(job, i),
                         rat_gen_role_name(job->paper->stops[i].role));
        rat_gen_page_line(page, s.data);
        date_line(page, "", rat_gen_stop_date(job, i), false);
        rat_gen_page_linef(page, "%sSitzung %s",
                           job->paper->stops[i].open ? "öffentliche " : "nichtöffentliche ",
                           rat_gen_stop_name(job, i));
    }
    rat_gen_page_line(page, "");
    rat_gen_layout_body(job, "Beschlussvorschlag:", "Sachverhalt:", "Finanzielle Auswirkungen:");
    list_attachments(job, "Anlage/n:");
    rat_gen_str_release(&s);
}

static void write_sessionnet(struct rat_gen_job *job)
{
    static const char *const kinds[] = {"Beschlussvorlage", "Antrag", "Anfrage", "Änderungsantrag",
                                        "Mitteilung"};
    struct rat_gen_page *page = job->page;
    struct rat_gen_str s = {0};

    page->marker = RAT_GEN_MARK_BARE;
    rat_gen_page_line(page, "Gemeinde Harsebüttel");
    rat_gen_page_linef(page, "Vorlage\t%s", job->paper->printed);
    rat_gen_page_line(page, "Betreff:");
    rat_gen_layout_title(job);
    rat_gen_page_linef(page, "Aktenzeichen:\t%s.%02d.%02d",
                       rat_gen_find_office(job->ctx->topic->office)->shortname, job->ctx->plan % 60,
                       job->ctx->road);
    rat_gen_page_linef(page, "Art:\t%s", kinds[job->paper->type]);
    date_line(page, "Datum:\t", job->paper->date, false);
    rat_gen_page_line(page, "\nGremium\tDatum\tZuständigkeit\tÖ-Status");
    for (int i = 0; i < job->paper->stop_count; i++) {
        rat_gen_str_clear(&s);
        rat_gen_str_addf(&s, "%s\t", rat_gen_stop_name(job, i));
        rat_gen_add_date(&s, rat_gen_stop_date(job, i));
        rat_gen_str_addf(&s, "\t%s\t%s", rat_gen_role_name(job->paper->stops[i].role),
                         job->paper->stops[i].open ? "öffentlich" : "nicht öffentlich");
        rat_gen_page_line(page, s.data);
    }
    rat_gen_page_line(page, "");
    rat_gen_layout_body(job, "Beschlussvorschlag:", "Sachverhalt:", "Finanzierung:");
    list_attachments(job, "Anlagenverzeichnis:");
    rat_gen_str_release(&s);
}

void rat_gen_write_paper(struct rat_gen_job *job)
{
    switch (job->paper->layout) {
    case RAT_GEN_OLD: write_old(job); break;
    case RAT_GEN_PEINE: write_peine(job); break;
    case RAT_GEN_ALLRIS: write_allris(job); break;
    case RAT_GEN_SESSIONNET: write_sessionnet(job); break;
    default: rat_gen_write_ka(job, false); break;
    }
}

void rat_gen_write_answer(struct rat_gen_job *job)
{
    const struct rat_gen_topic *t = job->ctx->topic;
    struct rat_gen_page *page = job->page;
    struct rat_gen_str s = {0};
    bool no;

    if (job->paper->layout >= RAT_GEN_KA2005) {
        rat_gen_write_ka(job, true);
    } else {
        page->marker = job->paper->layout == RAT_GEN_OLD ? RAT_GEN_MARK_FEED : RAT_GEN_MARK_OF;
        rat_gen_page_linef(page, "%s", rat_gen_bodies[job->ctx->body].name);
        rat_gen_page_linef(page, "Stellungnahme der Verwaltung zu: %s %s",
                           rat_gen_type_name(job->paper->type), job->paper->printed);
        rat_gen_layout_title(job);
        rat_gen_page_linef(page, "%s: %s-Fraktion", rat_gen_type_name(job->paper->type),
                           rat_gen_factions[job->paper->faction].shortname);
        date_line(page, "Stand: ", rat_gen_doc_date(job->world, job->paper, &job->paper->docs[1]), false);
        rat_gen_page_line(page, "");
    }
    rat_gen_str_clear(&s);
    if (job->paper->type == RAT_GEN_QUESTION) {
        for (unsigned i = 0; i < rat_gen_topic_lines(t, 'Q'); i++) {
            rat_gen_str_clear(&s);
            rat_gen_str_addf(&s, "Zu Frage %u: ", i + 1);
            rat_gen_expand(job->ctx, rat_gen_topic_line(t, 'Q', i), &s);
            rat_gen_page_para(page, s.data);
            rat_gen_page_line(page, "");
            rat_gen_para_text(job, rat_gen_topic_line(t, 'A', i));
            rat_gen_para_pool(job, RAT_GEN_COMPOUND, rat_gen_range(job->ctx->rng, 0, 2));
            rat_gen_page_line(page, "");
        }
    } else {
        no = job->paper->stop_count > 0 && job->paper->stops[job->paper->stop_count - 1].refused;
        rat_gen_para_pool(job, no ? RAT_GEN_REJECTING : RAT_GEN_AGREEING, 1);
        rat_gen_page_line(page, "");
        rat_gen_para_topic(job, 'R', 2);
        if (t->cost_hi > 0)
            rat_gen_para_pool(job, RAT_GEN_MONEY, 2);
        rat_gen_para_pool(job, RAT_GEN_COMPOUND, 2);
        if (!no)
            rat_gen_para_topic(job, 'M', 2);
    }
    rat_gen_str_release(&s);
}
