/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Attachments: reports, statutes, tables of costs with glued columns, slides. */
#include "corpus/gen_layout.h"

static void write_report(struct rat_gen_job *job, const struct rat_gen_doc *doc)
{
    static const char *const heads[] = {
        "Anlass und Auftrag", "Methodik",  "Bestandsaufnahme",      "Analyse",
        "Varianten",          "Bewertung", "Handlungsempfehlungen", "Zusammenfassung"};
    struct rat_gen_page *page = job->page;
    struct rat_gen_ctx *ctx = job->ctx;
    int chapters = 2 + (int)rat_gen_zipf(ctx->rng, 7);
    int length = 1 + (int)rat_gen_zipf(ctx->rng, 9);

    page->marker = ctx->year < 2004 ? RAT_GEN_MARK_BARE : RAT_GEN_MARK_COUNT;
    rat_gen_page_linef(page, "Anlage %d zur Vorlage %s", doc->nth, job->paper->printed);
    rat_gen_page_line(page, "");
    rat_gen_layout_title(job);
    rat_gen_para_text(job, "Bericht {bg}");
    rat_gen_page_line(page, "");
    for (int c = 0; c < chapters; c++) {
        rat_gen_page_linef(page, "%d %s", c + 1, heads[c % 8]);
        rat_gen_page_line(page, "");
        rat_gen_para_topic(job, c % 2 == 0 ? 'R' : 'M', 2);
        for (int i = 0; i < length; i++) {
            rat_gen_para_pool(job, RAT_GEN_REPORT, rat_gen_range(ctx->rng, 2, 5));
            rat_gen_para_pool(job, RAT_GEN_COMPOUND, rat_gen_range(ctx->rng, 1, 3));
            rat_gen_page_line(page, "");
        }
        rat_gen_para_pool(job, RAT_GEN_EFFECTS, 2);
        rat_gen_page_line(page, "");
    }
}

static void write_statute(struct rat_gen_job *job)
{
    static const char *const rules[] = {
        "Diese Satzung gilt für das Gebiet {tg}.",
        "Zuständig für den Vollzug ist {an}.",
        "Anträge sind bis zum {frist} schriftlich bei {ad} zu stellen.",
        "Die Höhe richtet sich nach {kd}. Die Anlage ist Bestandteil dieser Satzung.",
        "Über Ausnahmen entscheidet {fn} auf Antrag im Einzelfall.",
        "Zur Zahlung ist verpflichtet, wer die Leistung in Anspruch nimmt. Mehrere Verpflichtete haften als "
        "Gesamtschuldner.",
        "Ordnungswidrig handelt, wer vorsätzlich oder fahrlässig den Vorschriften {kg} zuwiderhandelt. Die "
        "Ordnungswidrigkeit kann mit einer Geldbuße bis zu {lauf} geahndet werden.",
        "Diese Satzung tritt am {frist} in Kraft. Gleichzeitig tritt die Satzung aus dem Jahr {vvjahr} außer "
        "Kraft."};
    static const char *const heads[] = {
        "Geltungsbereich", "Zuständigkeit",   "Antragsverfahren",     "Maßstab",
        "Ausnahmen",       "Zahlungspflicht", "Ordnungswidrigkeiten", "Inkrafttreten"};
    struct rat_gen_page *page = job->page;

    page->marker = RAT_GEN_MARK_BARE;
    rat_gen_page_head(page, "Satzung");
    rat_gen_para_text(job, "{tg} über {va}");
    rat_gen_para_text(job,
                      "Aufgrund der §§ 10, 58 und 111 {kv} in Verbindung mit § 5 Abs. 1 Nr. 2 NKAG hat {rn} "
                      "{tg} in der Sitzung am {heute} folgende Satzung beschlossen:");
    for (int i = 0; i < 8; i++) {
        rat_gen_page_linef(page, "\n§ %d\n%s", i + 1, heads[i]);
        rat_gen_para_text(job, rules[i]);
    }
}

static void write_table(struct rat_gen_job *job, const struct rat_gen_doc *doc)
{
    static const char *const rows[] = {"Grunderwerb", "Baukonstruktion", "Technische Anlagen", "Außenanlagen",
                                       "Ausstattung", "Baunebenkosten",  "Unvorhergesehenes"};
    struct rat_gen_ctx *ctx = job->ctx;
    struct rat_gen_str s = {0};
    int64_t left = ctx->amount;
    bool glued = rat_gen_chance(ctx->rng, 40);

    rat_gen_page_linef(job->page, "Anlage %d", doc->nth);
    rat_gen_layout_title(job);
    rat_gen_page_line(job->page,
                      glued ? "PositionBezeichnungKostenAnteil" : "Position Bezeichnung Kosten Anteil");
    for (int i = 0; i < 7; i++) {
        int64_t part = i == 6 ? left : ctx->amount * rat_gen_range(ctx->rng, 4, 22) / 100;

        if (part > left)
            part = left;
        left -= part;
        rat_gen_str_clear(&s);
        rat_gen_str_addf(&s, "%d00%s%s%s", i + 1, glued ? "" : " ", rows[i], glued ? "" : " ");
        rat_gen_add_number(&s, part);
        rat_gen_str_addf(&s, ",00%s%d,%d%%", glued ? "" : " ", (int)(part * 100 / ctx->amount),
                         (int)(part * 1000 / ctx->amount % 10));
        rat_gen_page_line(job->page, s.data);
    }
    rat_gen_str_clear(&s);
    rat_gen_str_add(&s, glued ? "Summe" : "Summe ");
    rat_gen_add_number(&s, ctx->amount);
    rat_gen_str_add(&s, ",00");
    rat_gen_page_line(job->page, s.data);
    rat_gen_para_pool(job, RAT_GEN_MONEY, 2);
    rat_gen_para_pool(job, RAT_GEN_COMPOUND, 2);
    rat_gen_str_release(&s);
}

static void write_slides(struct rat_gen_job *job)
{
    struct rat_gen_ctx *ctx = job->ctx;
    int slides = rat_gen_range(ctx->rng, 4, 14);
    struct rat_gen_str date = {0};

    rat_gen_add_long_date(&date, job->paper->date);
    for (int i = 1; i <= slides; i++) {
        rat_gen_page_linef(job->page, "© %s | %s\t%s", rat_gen_bodies[ctx->body].name,
                           rat_gen_find_office(ctx->topic->office)->name, date.data);
        if (i == 1) {
            rat_gen_layout_title(job);
        } else {
            rat_gen_para_topic(job, i % 2 == 0 ? 'R' : 'M', 1);
            rat_gen_str_add(&job->page->out, "▪ ");
            rat_gen_para_pool(job, i % 3 == 0 ? RAT_GEN_REPORT : RAT_GEN_COMPOUND, 1);
        }
        rat_gen_page_linef(job->page, "%d\n\n-- %d of %d --\n", i, i, slides);
        job->page->lines = 0;
    }
    rat_gen_str_release(&date);
}

void rat_gen_write_attachment(struct rat_gen_job *job, const struct rat_gen_doc *doc)
{
    switch (doc->kind) {
    case RAT_GEN_STATUTE: write_statute(job); break;
    case RAT_GEN_TABLE: write_table(job, doc); break;
    case RAT_GEN_SLIDES: write_slides(job); break;
    default: write_report(job, doc); break;
    }
}
