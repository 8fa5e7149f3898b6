/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/gen_doc.h"

#include <string.h>

/* `n` different numbers below `count` that `used` does not hold yet, in random order. */
static int draw(struct rat_gen_rng *rng, int count, int n, uint32_t *used, int *out)
{
    int all[32];
    int have = 0;

    for (int i = 0; i < count && i < 32; i++)
        if ((*used >> i & 1) == 0)
            all[have++] = i;
    if (n > have)
        n = have;
    for (int i = 0; i < n; i++) {
        int k = i + (int)rat_gen_below(rng, (uint32_t)(have - i));
        int t = all[i];

        all[i] = all[k];
        all[k] = t;
        out[i] = all[i];
        *used |= UINT32_C(1) << all[i];
    }
    return n;
}

void rat_gen_para_text(struct rat_gen_job *job, const char *text)
{
    struct rat_gen_str s = {0};

    rat_gen_str_clear(&s);
    rat_gen_expand(job->ctx, text, &s);
    rat_gen_page_para(job->page, s.data);
    rat_gen_str_release(&s);
}

void rat_gen_para_pool(struct rat_gen_job *job, enum rat_gen_pool pool, int n)
{
    struct rat_gen_str s = {0};
    int picks[32];

    /* Places and people do not feel the effects of rules of procedure. */
    if (job->ctx->topic->committee == 'F' && (pool == RAT_GEN_EFFECTS || pool == RAT_GEN_HEARING))
        pool = RAT_GEN_PROCEDURE;
    if (pool == RAT_GEN_COMPOUND || pool == RAT_GEN_REPORT) {
        if (__builtin_popcount(job->used[pool]) + n > (int)rat_gen_phrases(pool))
            job->used[pool] = 0; /* these say something new every time */
        job->ctx->salt++;
    }
    n = draw(job->ctx->rng, (int)rat_gen_phrases(pool), n, &job->used[pool], picks);
    if (n == 0)
        return;
    rat_gen_str_clear(&s);
    for (int i = 0; i < n; i++) {
        if (i > 0)
            rat_gen_str_add(&s, " ");
        rat_gen_expand(job->ctx, rat_gen_phrase(pool, (unsigned)picks[i]), &s);
    }
    rat_gen_page_para(job->page, s.data);
    rat_gen_str_release(&s);
}

void rat_gen_para_topic(struct rat_gen_job *job, char tag, int n)
{
    struct rat_gen_str s = {0};
    int picks[32];

    n = draw(job->ctx->rng, (int)rat_gen_topic_lines(job->ctx->topic, tag), n, &job->used_tags[tag & 31],
             picks);
    if (n == 0)
        return;
    rat_gen_str_clear(&s);
    for (int i = 0; i < n; i++) {
        if (i > 0)
            rat_gen_str_add(&s, " ");
        rat_gen_expand(job->ctx, rat_gen_topic_line(job->ctx->topic, tag, (unsigned)picks[i]), &s);
    }
    rat_gen_page_para(job->page, s.data);
    rat_gen_str_release(&s);
}

void rat_gen_para_decision(struct rat_gen_job *job)
{
    const struct rat_gen_topic *t = job->ctx->topic;
    struct rat_gen_str s = {0};
    /* The thread decides, so that paper and minutes quote the same decision. */
    bool list = job->ctx->thread % 5 > 1;

    rat_gen_str_clear(&s);
    if (job->paper->type == RAT_GEN_MOTION_PAPER || job->paper->type == RAT_GEN_AMENDMENT) {
        rat_gen_str_add(&s, "Die Verwaltung wird beauftragt, ");
        rat_gen_expand(
            job->ctx,
            rat_gen_topic_line(t, 'W',
                               (unsigned)(job->ctx->thread % 3 + (job->paper->type == RAT_GEN_AMENDMENT))),
            &s);
        rat_gen_str_add(&s, ".");
        rat_gen_page_para(job->page, s.data);
    } else if (job->paper->type == RAT_GEN_INFO || job->paper->type == RAT_GEN_QUESTION) {
        rat_gen_para_text(job, job->paper->type == RAT_GEN_INFO
                                   ? "{Fn} nimmt den Bericht zur Kenntnis."
                                   : "{Rn} nimmt die Antwort der Verwaltung zur Kenntnis.");
    } else if (job->ctx->own_matter) {
        rat_gen_expand(job->ctx, "{Rn} stimmt der Maßnahme „{titel}“ zu. Die Verwaltung wird beauftragt, ",
                       &s);
        rat_gen_expand(job->ctx, rat_gen_topic_line(t, 'W', (unsigned)(job->ctx->thread % 3)), &s);
        rat_gen_str_add(&s, ".");
        rat_gen_page_para(job->page, s.data);
    } else if (!list) {
        rat_gen_para_text(job, rat_gen_topic_line(t, 'D', 0));
    } else {
        rat_gen_str_add(&s, "1. ");
        rat_gen_expand(job->ctx, rat_gen_topic_line(t, 'D', 0), &s);
        rat_gen_page_para(job->page, s.data);
        rat_gen_str_clear(&s);
        rat_gen_str_add(&s, "2. ");
        rat_gen_expand(job->ctx, rat_gen_topic_line(t, 'D', 1), &s);
        rat_gen_page_para(job->page, s.data);
        rat_gen_str_clear(&s);
        rat_gen_str_add(&s, "3. Die Verwaltung wird beauftragt, ");
        rat_gen_expand(job->ctx, rat_gen_topic_line(t, 'W', (unsigned)(job->ctx->thread % 3)), &s);
        rat_gen_str_add(&s, ".");
        rat_gen_page_para(job->page, s.data);
    }
    rat_gen_str_release(&s);
}

void rat_gen_para_case(struct rat_gen_job *job)
{
    struct rat_gen_ctx *ctx = job->ctx;
    int more = (int)rat_gen_zipf(ctx->rng, 4);

    rat_gen_para_topic(job, 'R', rat_gen_range(ctx->rng, 2, 4));
    rat_gen_page_line(job->page, "");
    if (ctx->cite[0] != '\0') {
        if (job->paper->parent >= 0 && ctx->topic->cost_hi > 0)
            rat_gen_para_text(
                job, "Die in der {cite} vom {cdatum} genannten Kosten haben sich erhöht. Sie betragen nun "
                     "{betrag}; Grund sind gestiegene Preise und zusätzliche Forderungen aus der "
                     "Beteiligung. Eine erneute Beschlussfassung ist deshalb erforderlich.");
        else
            rat_gen_para_pool(job, RAT_GEN_CITING, 1);
        rat_gen_page_line(job->page, "");
    }
    rat_gen_para_pool(job, RAT_GEN_BACKGROUND, rat_gen_range(ctx->rng, 1, 3));
    rat_gen_para_pool(job, RAT_GEN_COMPOUND, rat_gen_range(ctx->rng, 1, 2));
    rat_gen_page_line(job->page, "");
    rat_gen_para_topic(job, 'M', rat_gen_range(ctx->rng, 2, 4));
    if (rat_gen_chance(ctx->rng, 30))
        rat_gen_para_pool(job, RAT_GEN_FISCAL, 1);
    rat_gen_page_line(job->page, "");
    rat_gen_para_pool(job, RAT_GEN_PROCEDURE, rat_gen_range(ctx->rng, 1, 3));
    rat_gen_para_pool(job, RAT_GEN_HEARING, rat_gen_range(ctx->rng, 1, 2));
    for (int i = 0; i < more; i++) {
        rat_gen_page_line(job->page, "");
        rat_gen_para_pool(job, i % 2 == 0 ? RAT_GEN_PROCEDURE : RAT_GEN_REPORT,
                          rat_gen_range(ctx->rng, 1, 3));
        rat_gen_para_pool(job, RAT_GEN_EFFECTS, 1);
        rat_gen_para_pool(job, RAT_GEN_COMPOUND, rat_gen_range(ctx->rng, 1, 2));
    }
}

void rat_gen_write_request(struct rat_gen_job *job)
{
    struct rat_gen_ctx *ctx = job->ctx;
    const struct rat_gen_topic *t = ctx->topic;
    struct rat_gen_page *page = job->page;
    struct rat_gen_str s = {0};
    bool woman;

    rat_gen_str_clear(&s);
    if (job->paper->type == RAT_GEN_QUESTION) {
        unsigned n = rat_gen_topic_lines(t, 'Q');

        rat_gen_para_text(job, rat_gen_topic_line(t, 'R', (unsigned)(ctx->thread % 4)));
        rat_gen_page_line(page, "");
        rat_gen_page_line(page, "Wir bitten die Verwaltung um die Beantwortung der folgenden Fragen:");
        rat_gen_page_line(page, "");
        for (unsigned i = 0; i < n; i++) {
            rat_gen_str_clear(&s);
            rat_gen_str_addf(&s, "%u. ", i + 1);
            rat_gen_expand(ctx, rat_gen_topic_line(t, 'Q', i), &s);
            rat_gen_page_para(page, s.data);
        }
    } else {
        rat_gen_page_line(page, job->paper->type == RAT_GEN_AMENDMENT
                                    ? "Der Beschlussvorschlag wird wie folgt geändert und ergänzt:"
                                    : "Wir beantragen folgenden Beschluss:");
        rat_gen_para_decision(job);
        rat_gen_page_line(page, "");
        rat_gen_page_head(page, "Begründung:");
        if (ctx->cite[0] != '\0')
            rat_gen_para_pool(job, RAT_GEN_CITING, 1);
        rat_gen_para_topic(job, 'R', 2);
        rat_gen_para_topic(job, 'G', 1);
        rat_gen_page_line(page, "");
        rat_gen_para_topic(job, 'P', 1);
    }
    rat_gen_para_pool(job, RAT_GEN_MOTION, 1);
    rat_gen_page_line(page, "");
    rat_gen_str_clear(&s);
    rat_gen_str_add(&s, "gez. ");
    rat_gen_add_member(&s, ctx->body, job->paper->faction, ctx->year, 0, &woman);
    rat_gen_page_line(page, s.data);
    rat_gen_page_linef(page, "%s der %s-Fraktion", woman ? "Vorsitzende" : "Vorsitzender",
                       rat_gen_factions[job->paper->faction].shortname);
    rat_gen_str_release(&s);
}

/* 12 percent of old scans carry a stamp or a page number, the others nothing at all. */
static void write_scan(struct rat_gen_job *job)
{
    uint32_t n = rat_gen_below(job->ctx->rng, 10);

    rat_gen_str_clear(&job->page->out);
    if (n < 6)
        rat_gen_str_add(&job->page->out, n < 3 ? "\n\n" : "\n\n \n\f");
    else if (n < 8)
        rat_gen_str_addf(&job->page->out, "\n\nAnlage %u \n \n\f", n - 5);
    else
        rat_gen_str_add(&job->page->out, " 1 \n\n\f 2 \n\n\f");
}

int32_t rat_gen_doc_date(const struct rat_gen_world *world, const struct rat_gen_paper *paper,
                         const struct rat_gen_doc *doc)
{
    if (doc->kind == RAT_GEN_MINUTES)
        return world->meetings[paper->stops[doc->stop].meeting].date;
    if (doc->kind == RAT_GEN_ANSWER)
        return paper->date + 9 + paper->id % 12;
    return paper->date;
}

void rat_gen_doc_name(const struct rat_gen_paper *paper, const struct rat_gen_doc *doc,
                      struct rat_gen_str *out)
{
    switch (doc->kind) {
    case RAT_GEN_MAIN_TEXT: rat_gen_str_add(out, rat_gen_type_name(paper->type)); break;
    case RAT_GEN_ANSWER:
        rat_gen_str_addf(out, "Stellungnahme %s", paper->type == RAT_GEN_QUESTION ? "Anfrage" : "Antrag");
        break;
    case RAT_GEN_MINUTES: rat_gen_str_addf(out, "Protokoll TOP %d", paper->stops[doc->stop].top); break;
    case RAT_GEN_REPORT_TEXT: rat_gen_str_addf(out, "Anlage %d Bericht", doc->nth); break;
    case RAT_GEN_STATUTE: rat_gen_str_addf(out, "Anlage %d Satzungstext", doc->nth); break;
    case RAT_GEN_TABLE: rat_gen_str_addf(out, "Anlage %d Kostenaufstellung", doc->nth); break;
    case RAT_GEN_SLIDES: rat_gen_str_addf(out, "Anlage %d Präsentation", doc->nth); break;
    case RAT_GEN_SCAN: rat_gen_str_addf(out, "Anlage %d Lageplan", doc->nth); break;
    case RAT_GEN_COPY: rat_gen_str_addf(out, "Anlage %d", doc->nth); break;
    }
}

void rat_gen_doc_text(const struct rat_gen_world *world, const struct rat_gen_paper *paper,
                      const struct rat_gen_doc *doc, struct rat_gen_str *out, unsigned *marks)
{
    struct rat_gen_rng rng;
    struct rat_gen_ctx ctx;
    struct rat_gen_page page;
    struct rat_gen_job job = {.world = world, .paper = paper, .ctx = &ctx, .page = &page};
    int seed = doc->kind == RAT_GEN_MAIN_TEXT ? 0 : doc->id;

    if (doc->kind == RAT_GEN_COPY) {
        const struct rat_gen_paper *other = &world->papers[doc->copy_of];

        rat_gen_doc_text(world, other, &other->docs[0], out, marks);
        return;
    }
    rat_gen_paper_ctx(world, paper, seed, &rng, &ctx);
    if (doc->kind == RAT_GEN_MINUTES || doc->kind == RAT_GEN_ANSWER)
        ctx.old_spelling = rat_gen_civil(paper->date).year < 1998;
    rat_gen_page_init(&page, &rng, ctx.year);
    page.old_spelling = ctx.old_spelling;
    switch (doc->kind) {
    case RAT_GEN_MAIN_TEXT: rat_gen_write_paper(&job); break;
    case RAT_GEN_ANSWER: rat_gen_write_answer(&job); break;
    case RAT_GEN_MINUTES: rat_gen_write_minutes(&job, &paper->stops[doc->stop]); break;
    case RAT_GEN_SCAN: write_scan(&job); break;
    default: rat_gen_write_attachment(&job, doc); break;
    }
    *marks = (page.hyphens > 0 ? RAT_GEN_HAS_HYPHENS : 0) | (page.spaced ? RAT_GEN_HAS_SPACED : 0) |
             (page.old_spelling ? RAT_GEN_HAS_OLD : 0);
    rat_gen_str_addn(out, page.out.data, page.out.len);
    rat_gen_str_release(&page.out);
}
