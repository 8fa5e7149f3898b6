/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Minutes: extracts of one item with speakers, and agendas and minutes of whole meetings. */
#include <string.h>

#include "corpus/gen_layout.h"

static void speaker(struct rat_gen_job *job, int faction, bool woman, unsigned nth, struct rat_gen_str *s)
{
    const struct rat_gen_body *body = &rat_gen_bodies[job->ctx->body];
    struct rat_gen_str name = {0};

    rat_gen_add_member(&name, job->ctx->body, faction, job->ctx->year, nth, &woman);
    rat_gen_str_addf(s, "%s %s (%s): ", body->member[woman], name.data, rat_gen_factions[faction].shortname);
    rat_gen_str_release(&name);
}

/* Without sums of money where there is nothing to pay. */
static const char *common_phrase(struct rat_gen_ctx *ctx)
{
    const char *text;

    do {
        text = rat_gen_phrase(RAT_GEN_SPEECH, rat_gen_below(ctx->rng, 64));
    } while (ctx->topic->cost_hi == 0 && strstr(text, "{betrag}") != NULL);
    return text;
}

/* A remark in favour or against; own sentences and common ones in turn. */
static void turn(struct rat_gen_job *job, int faction, bool favour, unsigned seed)
{
    struct rat_gen_ctx *ctx = job->ctx;
    struct rat_gen_str s = {0};
    char tag = favour ? 'P' : 'O';

    rat_gen_str_clear(&s);
    speaker(job, faction, false, rat_gen_zipf(ctx->rng, 9), &s);
    if (rat_gen_chance(ctx->rng, 60)) {
        rat_gen_expand(ctx, rat_gen_phrase(RAT_GEN_OPENING_SPEECH, rat_gen_below(ctx->rng, 64)), &s);
        rat_gen_str_add(&s, " ");
    }
    /* Both arguments of a side are said once; later speakers have only common ones. */
    if (seed < 100)
        rat_gen_expand(ctx, rat_gen_topic_line(ctx->topic, tag, seed), &s);
    if (seed >= 100 || rat_gen_chance(ctx->rng, 55)) {
        rat_gen_str_add(&s, seed < 100 ? " " : "");
        rat_gen_expand(ctx, common_phrase(ctx), &s);
    }
    if (rat_gen_chance(ctx->rng, 50))
        rat_gen_str_add(&s, favour ? " Wir werden zustimmen." : " Wir werden uns der Stimme enthalten.");
    else if (!favour)
        rat_gen_str_add(&s, " Wir lehnen das in dieser Form ab.");
    if (rat_gen_chance(ctx->rng, 25))
        rat_gen_str_add(&s, favour ? " (Beifall)" : " (Zuruf)");
    rat_gen_page_para(job->page, s.data);
    rat_gen_page_line(job->page, "");
    rat_gen_str_release(&s);
}

static void vote_line(struct rat_gen_job *job, const struct rat_gen_stop *stop)
{
    int seats = job->ctx->body == RAT_GEN_KREIS ? 46 : 34;
    struct rat_gen_rng rng =
        rat_gen_rng_make(job->world->seed, (uint64_t)job->paper->id, (uint64_t)stop->top + 7);
    int minority = rat_gen_range(&rng, 5, seats / 2 - 3);
    int absent = rat_gen_range(&rng, 0, 4);

    rat_gen_page_head(job->page, "Abstimmungsergebnis:");
    if (strncmp(stop->result, "mehrheitlich", 12) == 0 && stop->role == RAT_GEN_DECIDE)
        rat_gen_page_linef(job->page, "Bei %d Ja-Stimmen und %d Nein-Stimmen %s",
                           stop->refused ? minority : seats - absent - minority,
                           stop->refused ? seats - absent - minority : minority, stop->result);
    else if (strncmp(stop->result, "einstimmig", 10) == 0 && job->ctx->year >= 2019)
        rat_gen_page_linef(job->page, "%s (%d Ja)", stop->result, seats - absent);
    else
        rat_gen_page_linef(job->page, "%s", stop->result);
    rat_gen_page_line(job->page, "");
}

static void minutes_head(struct rat_gen_job *job, const struct rat_gen_stop *stop)
{
    const struct rat_gen_meeting *m = &job->world->meetings[stop->meeting];
    const struct rat_gen_committee *com = &rat_gen_committees[m->committee];
    const struct rat_gen_body *body = &rat_gen_bodies[job->ctx->body];
    struct rat_gen_page *page = job->page;
    struct rat_gen_str s = {0};
    bool woman;

    if (job->paper->layout == RAT_GEN_OLD || job->paper->layout == RAT_GEN_PEINE) {
        rat_gen_page_head(page, job->paper->layout == RAT_GEN_OLD ? "Niederschrift"
                                                                  : "Auszug aus der Niederschrift");
        rat_gen_str_addf(&s, "über die %d. Sitzung des %s am ", m->nth, com->genitive);
        rat_gen_add_long_date(&s, m->date);
        rat_gen_page_para(page, s.data);
    } else {
        rat_gen_page_linef(page, "\n\n \n \nNiederschrift %d. Sitzung %s ", m->nth, com->name);
        rat_gen_add_long_date(&s, m->date);
        rat_gen_str_add(&s, ", 16:30 Uhr ");
        rat_gen_page_line(page, s.data);
        rat_gen_page_line(page, "öffentlich ");
    }
    rat_gen_page_linef(page, "%s ", body->hall);
    rat_gen_str_clear(&s);
    rat_gen_add_member(&s, job->ctx->body, 0, job->ctx->year, (unsigned)m->committee + 20, &woman);
    rat_gen_page_linef(page, "%s: %s %s ", woman ? "Vorsitzende" : "Vorsitzender", woman ? "Frau" : "Herr",
                       s.data);
    rat_gen_page_line(page, " ");
    rat_gen_str_release(&s);
}

void rat_gen_write_minutes(struct rat_gen_job *job, const struct rat_gen_stop *stop)
{
    struct rat_gen_page *page = job->page;
    struct rat_gen_ctx *ctx = job->ctx;
    struct rat_gen_str s = {0};
    int turns = stop->role == RAT_GEN_NOTE ? (int)rat_gen_below(ctx->rng, 2) : rat_gen_range(ctx->rng, 1, 7);
    unsigned seed = rat_gen_below(ctx->rng, 4);

    page->marker = job->paper->layout == RAT_GEN_OLD ? RAT_GEN_MARK_BARE : RAT_GEN_MARK_DASH;
    minutes_head(job, stop);
    rat_gen_str_addf(&s, "Punkt %d der Tagesordnung: ", stop->top);
    rat_gen_paper_title(job->world, job->paper, &s);
    rat_gen_page_para(page, s.data);
    if (job->paper->type == RAT_GEN_MOTION_PAPER || job->paper->type == RAT_GEN_QUESTION)
        rat_gen_page_linef(page, "%s: %s", rat_gen_type_name(job->paper->type),
                           rat_gen_factions[job->paper->faction].shortname);
    rat_gen_page_linef(page,
                       job->paper->layout == RAT_GEN_OLD && ctx->body == 0 ? "Drucksache %s" : "Vorlage: %s",
                       job->paper->printed);
    rat_gen_page_line(page, "");
    rat_gen_page_head(page, "Beschluss:");
    if (stop->refused)
        rat_gen_page_line(page, "Der Antrag wird abgelehnt.");
    else if (stop->role == RAT_GEN_HEAR)
        rat_gen_para_text(job, "Der Antrag wird zur Beratung in {fa} verwiesen.");
    else
        rat_gen_para_decision(job);
    rat_gen_page_line(page, "");
    vote_line(job, stop);
    rat_gen_para_text(job,
                      rat_gen_phrase(RAT_GEN_CHAIR, stop->role == RAT_GEN_DECIDE && job->paper->stop_count > 1
                                                        ? rat_gen_below(ctx->rng, 3)
                                                        : 1 + rat_gen_below(ctx->rng, 2)));
    rat_gen_page_line(page, "");
    for (int i = 0; i < turns; i++) {
        int faction = i == 0 && job->paper->type != RAT_GEN_PROPOSAL && job->paper->type != RAT_GEN_INFO
                          ? job->paper->faction
                          : rat_gen_pick_faction(ctx->rng, ctx->year);

        turn(job, faction, i % 2 == 0 || faction == job->paper->faction,
             i < 4 ? seed + (unsigned)i / 2 : 100);
    }
    if (turns > 2)
        rat_gen_para_pool(job, RAT_GEN_COMPOUND, 1);
    if (stop->role != RAT_GEN_NOTE)
        rat_gen_para_pool(job, RAT_GEN_CHAIR_END, 1);
    rat_gen_page_line(page, "");
    rat_gen_page_line(page, "Zur Beurkundung: ");
    rat_gen_page_line(page, job->paper->id % 2 == 0 ? "Die Schriftführerin: " : "Der Schriftführer: ");
    rat_gen_str_clear(&s);
    rat_gen_add_long_date(&s, job->world->meetings[stop->meeting].date + 9);
    rat_gen_page_linef(page, "\nHauptamt – Sitzungsdienst –  \n%s ", s.data);
    rat_gen_str_release(&s);
}

static void meeting_item(const struct rat_gen_world *world, int entry, bool minutes,
                         struct rat_gen_page *page)
{
    const struct rat_gen_paper *p = &world->papers[entry / RAT_GEN_MAX_STOPS];
    const struct rat_gen_stop *stop = &p->stops[entry % RAT_GEN_MAX_STOPS];
    struct rat_gen_str s = {0};

    rat_gen_str_addf(&s, "TOP %d ", stop->top);
    rat_gen_paper_title(world, p, &s);
    rat_gen_page_para(page, s.data);
    rat_gen_page_linef(page, "Vorlage: %s", p->printed);
    if (minutes) {
        struct rat_gen_rng rng;
        struct rat_gen_ctx ctx;
        struct rat_gen_job job = {.world = world, .paper = p, .ctx = &ctx, .page = page};

        rat_gen_paper_ctx(world, p, 50 + stop->top, &rng, &ctx);
        rat_gen_para_pool(&job, RAT_GEN_CHAIR, 1);
        rat_gen_para_decision(&job);
        rat_gen_page_linef(page, "Abstimmungsergebnis: %s", stop->result);
    }
    rat_gen_page_line(page, "");
    rat_gen_str_release(&s);
}

void rat_gen_meeting_text(const struct rat_gen_world *world, int meeting, bool minutes,
                          struct rat_gen_str *out)
{
    const struct rat_gen_meeting *m = &world->meetings[meeting];
    const struct rat_gen_committee *com = &rat_gen_committees[m->committee];
    struct rat_gen_rng rng = rat_gen_rng_make(world->seed, 7000 + (uint64_t)m->id, minutes);
    struct rat_gen_page page;
    struct rat_gen_str s = {0};
    int year = rat_gen_civil(m->date).year;

    rat_gen_page_init(&page, &rng, year);
    page.old_spelling = year < 1998;
    page.marker = RAT_GEN_MARK_OF;
    rat_gen_page_head(&page, minutes ? "Niederschrift" : "Einladung und Tagesordnung");
    rat_gen_str_addf(&s, "%s %d. Sitzung des %s am ", minutes ? "über die" : "zur", m->nth, com->genitive);
    rat_gen_add_long_date(&s, m->date);
    rat_gen_page_para(&page, s.data);
    rat_gen_page_linef(&page, "%s\n", rat_gen_bodies[com->body].hall);
    rat_gen_page_line(&page,
                      minutes ? "Die Sitzung wird um 16.30 Uhr eröffnet. Die ordnungsgemäße Ladung und die\n"
                                "Beschlussfähigkeit werden festgestellt.\n"
                              : "Tagesordnung:\n\nÖffentlicher Teil\n");
    rat_gen_page_line(&page, "TOP 1 Eröffnung der Sitzung\nTOP 2 Feststellung der Tagesordnung\n"
                             "TOP 3 Genehmigung der Niederschrift über die letzte Sitzung\n");
    for (int i = 0; i < m->stop_count; i++)
        meeting_item(world, world->agenda[m->first_stop + i], minutes, &page);
    rat_gen_page_line(&page, "Anfragen und Anregungen\n");
    rat_gen_str_addn(out, page.out.data, page.out.len);
    rat_gen_str_release(&page.out);
    rat_gen_str_release(&s);
}
