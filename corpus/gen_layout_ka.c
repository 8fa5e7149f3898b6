/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The four eras of the Stadt Ahlenbruch: 2005, 2007 (values detached), 2016 (one table), 2023 (boxes to tick). */
#include <string.h>

#include "corpus/gen_layout.h"

static void sender(struct rat_gen_job *job, const char *before)
{
    if (job->paper->type == RAT_GEN_PROPOSAL || job->paper->type == RAT_GEN_INFO)
        return;
    rat_gen_page_linef(job->page, "%s%s-Fraktion", before, rat_gen_factions[job->paper->faction].shortname);
}

static void upper_type(const struct rat_gen_job *job, char *out, size_t size)
{
    static const char *const names[] = {"BESCHLUSSVORLAGE", "ANTRAG", "ANFRAGE", "ÄNDERUNGSANTRAG",
                                        "INFORMATIONSVORLAGE"};
    struct rat_gen_str s = {0};

    rat_gen_str_add(&s, names[job->paper->type]);
    memcpy(out, s.data, s.len < size ? s.len + 1 : size);
    out[size - 1] = '\0';
    rat_gen_str_release(&s);
}

static int last_stop(const struct rat_gen_job *job)
{
    return job->paper->stop_count - 1;
}

static void dated(struct rat_gen_page *page, const char *before, int32_t date, const char *after)
{
    struct rat_gen_str s = {0};

    rat_gen_str_add(&s, before);
    rat_gen_add_date(&s, date);
    rat_gen_str_add(&s, after);
    rat_gen_page_line(page, s.data);
    rat_gen_str_release(&s);
}

static void head_2005(struct rat_gen_job *job, bool answer)
{
    struct rat_gen_page *page = job->page;
    const struct rat_gen_meeting *m =
        job->paper->stop_count > 0 ? &job->world->meetings[job->paper->stops[last_stop(job)].meeting] : NULL;
    struct rat_gen_str s = {0};

    page->marker = RAT_GEN_MARK_EXPLAIN;
    rat_gen_page_line(page, "\n\n   \n ");
    rat_gen_page_linef(page, "%s ", rat_gen_type_name(job->paper->type));
    rat_gen_page_line(page, " \nSTADT AHLENBRUCH ");
    rat_gen_page_linef(page, "%s %s ", job->ctx->woman_head ? "Die" : "Der",
                       rat_gen_bodies[RAT_GEN_STADT].head[job->ctx->woman_head]);
    sender(job, "");
    if (job->paper->type != RAT_GEN_PROPOSAL && job->paper->type != RAT_GEN_INFO) {
        dated(page, "vom: ", job->paper->date, "        ");
        dated(page, "eingegangen:  ", job->paper->date + 1, "       ");
    }
    if (m != NULL) {
        rat_gen_str_addf(&s, "%d. Sitzung des %s am ", m->nth, rat_gen_committees[m->committee].genitive);
        dated(page, s.data, m->date, "   ");
        rat_gen_page_linef(page, "TOP %d ", job->paper->stops[last_stop(job)].top);
    }
    rat_gen_page_linef(page, " \nVorlage Nr. %s     ", job->paper->printed);
    rat_gen_page_line(page, "Öffentlich x  Nichtöffentlich  ");
    rat_gen_page_linef(page, "verantwortlich:  Dez. %d \n \n ", job->ctx->plan % 6 + 1);
    rat_gen_layout_title(job);
    rat_gen_page_line(page, " \n ");
    if (answer)
        rat_gen_page_line(page, "Stellungnahme der Stadtverwaltung  - Kurzfassung -  \n ");
    rat_gen_str_release(&s);
}

static void route(struct rat_gen_job *job, bool results)
{
    struct rat_gen_str s = {0};

    for (int i = 0; i < job->paper->stop_count; i++) {
        const struct rat_gen_stop *stop = &job->paper->stops[i];

        rat_gen_str_clear(&s);
        rat_gen_str_addf(&s, "%s ", rat_gen_stop_name(job, i));
        rat_gen_add_date(&s, rat_gen_stop_date(job, i));
        rat_gen_str_addf(&s, " %d %s  %s", stop->top, stop->open ? "x  " : "  x",
                         results && i < last_stop(job) ? stop->result : "");
        rat_gen_page_line(job->page, s.data);
    }
    rat_gen_str_release(&s);
}

static void finance(struct rat_gen_job *job)
{
    struct rat_gen_page *page = job->page;
    struct rat_gen_ctx *ctx = job->ctx;
    bool paid = ctx->topic->cost_hi > 0;
    struct rat_gen_str s = {0};

    rat_gen_page_linef(page, "Finanzielle Auswirkungen                     nein %s        ja %s ",
                       paid ? " " : "x", paid ? "x" : " ");
    rat_gen_page_line(
        page,
        " \nGesamtkosten der  \nMaßnahme \nEinzahlungen/Erträge \n(Zuschüsse u. Ä.) \nFinanzierung durch  \n"
        "städtischen Haushalt \nJährliche laufende Belastung \n(Folgekosten mit kalkulatori-\n"
        "schen Kosten abzügl. Folgeer-\nträge und Folgeeinsparungen) \n ");
    if (paid) {
        rat_gen_add_money(ctx, ctx->amount, &s);
        rat_gen_str_add(&s, " \n");
        rat_gen_add_money(ctx, ctx->grant, &s);
        rat_gen_str_add(&s, " \n");
        rat_gen_add_money(ctx, ctx->amount - ctx->grant, &s);
        rat_gen_str_add(&s, " \n");
        rat_gen_add_money(ctx, ctx->yearly, &s);
        rat_gen_str_add(&s, "      ");
        rat_gen_page_line(page, s.data);
    }
    rat_gen_page_line(page, " \nHaushaltsmittel stehen (bitte auswählen)  ");
    rat_gen_page_line(page, "Kontierungsobjekt:                             Kontenart:       ");
    rat_gen_page_line(page, "Anhörung Ortsrat                nein x  ja   durchgeführt am        \n ");
    rat_gen_str_release(&s);
}

static void head_2007(struct rat_gen_job *job, bool answer)
{
    struct rat_gen_page *page = job->page;
    char type[64];

    page->marker = RAT_GEN_MARK_EXPLAIN;
    upper_type(job, type, sizeof(type));
    rat_gen_page_line(page, "\n\n ");
    rat_gen_page_linef(page, "%s%s ", answer ? "STELLUNGNAHME zu " : "", type);
    rat_gen_page_line(page, " \nSTADT AHLENBRUCH ");
    rat_gen_page_linef(page, "%s %s ", job->ctx->woman_head ? "Die" : "Der",
                       rat_gen_bodies[RAT_GEN_STADT].head[job->ctx->woman_head]);
    sender(job, "");
    rat_gen_page_line(page, "Gremium:  ");
    if (job->paper->stop_count > 0)
        rat_gen_page_linef(page, "%s ", rat_gen_stop_name(job, last_stop(job)));
    rat_gen_page_line(page, "Termin:  \nVorlage Nr.: \nTOP: \n \nVerantwortlich:  ");
    if (job->paper->stop_count > 0)
        dated(page, "", rat_gen_stop_date(job, last_stop(job)), " ");
    rat_gen_page_linef(page, "%s ", job->paper->printed);
    if (job->paper->stop_count > 0)
        rat_gen_page_linef(page, "%d ", job->paper->stops[last_stop(job)].top);
    rat_gen_page_linef(page, "öffentlich \nDez. %d ", job->ctx->plan % 6 + 1);
    rat_gen_layout_title(job);
    rat_gen_page_line(page, " ");
    if (answer) {
        rat_gen_page_line(page, "- Kurzfassung - \n ");
        return;
    }
    rat_gen_page_line(page, "Beratungsfolge dieser Vorlage am TOP ö nö Ergebnis ");
    route(job, true);
    rat_gen_page_line(page, "                          \n ");
}

static void head_2016(struct rat_gen_job *job, bool answer)
{
    struct rat_gen_page *page = job->page;
    char type[64];

    page->marker = RAT_GEN_MARK_EXPLAIN;
    upper_type(job, type, sizeof(type));
    rat_gen_page_line(page, "\n\n \n Stadt Ahlenbruch ");
    rat_gen_page_linef(page, " %s %s \n ", job->ctx->woman_head ? "Die" : "Der",
                       rat_gen_bodies[RAT_GEN_STADT].head[job->ctx->woman_head]);
    rat_gen_page_linef(page, "%s%s \n ", answer ? "STELLUNGNAHME zum " : "", type);
    sender(job, "");
    rat_gen_page_linef(page, "Vorlage Nr.:  \n \nVerantwortlich: \n%s \n \nDez. %d ", job->paper->printed,
                       job->ctx->plan % 6 + 1);
    rat_gen_layout_title(job);
    rat_gen_page_line(page, " \nBeratungsfolge dieser Vorlage \nGremium Termin TOP ö nö Ergebnis ");
    route(job, true);
    rat_gen_page_line(page, "  \n      \n                  \n  \n  \n ");
}

static void boxes_2023(struct rat_gen_job *job)
{
    struct rat_gen_page *page = job->page;
    struct rat_gen_ctx *ctx = job->ctx;
    bool paid = ctx->topic->cost_hi > 0;
    struct rat_gen_str s = {0};

    rat_gen_page_linef(page, "Finanzielle Auswirkungen \nJa       %s     Nein      %s \n \n ",
                       paid ? "☒" : "☐", paid ? "☐" : "☒");
    rat_gen_page_linef(page, "%s Investition \n%s Konsumtive Maßnahme \n ",
                       paid && ctx->thread % 2 == 0 ? "☒" : "☐", paid && ctx->thread % 2 == 1 ? "☒" : "☐");
    rat_gen_str_add(&s, "Gesamtkosten: ");
    if (paid)
        rat_gen_add_money(ctx, ctx->amount, &s);
    rat_gen_str_add(&s, " \nJährliche/r Budgetbedarf/Folgekosten: ");
    if (paid)
        rat_gen_add_money(ctx, ctx->yearly, &s);
    rat_gen_str_add(&s, " \nGesamteinzahlung:  \nJährlicher Ertrag:  ");
    rat_gen_page_line(page, s.data);
    rat_gen_page_linef(
        page,
        "Finanzierung  \n%s bereits vollständig budgetiert \n☐ teilweise budgetiert \n%s nicht budgetiert ",
        paid && ctx->thread % 3 != 0 ? "☒" : "☐", paid && ctx->thread % 3 == 0 ? "☒" : "☐");
    rat_gen_page_line(
        page, "Gegenfinanzierung durch \n☐ Mehrerträge/-einzahlung \n☐ Wegfall bestehender Aufgaben \n"
              "☐ Umschichtung innerhalb des Dezernates \nDie Gegenfinanzierung ist im \n"
              "Erläuterungsteil dargestellt.  \n ");
    rat_gen_page_line(page, "CO\n2\n-Relevanz: Auswirkung auf den Klimaschutz ");
    rat_gen_page_linef(page, "Nein %s \nJa %s positiv ☐ \n negativ ☐ \ngeringfügig ☐ \nerheblich ☐ ",
                       ctx->topic->committee == 'U' ? "☐" : "☒", ctx->topic->committee == 'U' ? "☒" : "☐");
    rat_gen_page_line(page, "Abstimmung mit städtischen Gesellschaften \nNein ☒ Ja ☐ \nabgestimmt mit  \n ");
    rat_gen_page_line(page, "\n– 2 – \n \n ");
    page->page = 2;
    page->lines = 0;
    rat_gen_str_release(&s);
}

static void head_2023(struct rat_gen_job *job, bool answer)
{
    struct rat_gen_page *page = job->page;
    struct rat_gen_str s = {0};

    page->marker = RAT_GEN_MARK_DASH;
    rat_gen_page_linef(page, "%s%s ", answer ? "Stellungnahme zum " : "",
                       rat_gen_type_name(job->paper->type));
    rat_gen_page_line(page, " \n \n \nGedruckt auf 100 Prozent Recyclingpapier\n \n \n ");
    rat_gen_page_linef(page, "Vorlage Nr.: %s \n \n ", job->paper->printed);
    rat_gen_page_linef(page, "Verantwortlich: Dez. %d \nDienststelle:  %s \n ", job->ctx->plan % 6 + 1,
                       rat_gen_find_office(job->ctx->topic->office)->name);
    rat_gen_layout_title(job);
    sender(job, "Antrag: ");
    rat_gen_page_line(page, "Gremien Termin TOP Ö / N Zuständigkeit \n ");
    for (int i = 0; i < job->paper->stop_count; i++) {
        rat_gen_str_clear(&s);
        rat_gen_str_addf(&s, "%s ", rat_gen_stop_name(job, i));
        rat_gen_add_date(&s, rat_gen_stop_date(job, i));
        rat_gen_str_addf(&s, " %d %s %s ", job->paper->stops[i].top, job->paper->stops[i].open ? "Ö" : "N",
                         rat_gen_role_name(job->paper->stops[i].role));
        rat_gen_page_line(page, s.data);
    }
    rat_gen_str_release(&s);
}

void rat_gen_write_ka(struct rat_gen_job *job, bool answer)
{
    struct rat_gen_page *page = job->page;
    bool request = job->paper->type != RAT_GEN_PROPOSAL && job->paper->type != RAT_GEN_INFO;

    switch (job->paper->layout) {
    case RAT_GEN_KA2005: head_2005(job, answer); break;
    case RAT_GEN_KA2007: head_2007(job, answer); break;
    case RAT_GEN_KA2016: head_2016(job, answer); break;
    default: head_2023(job, answer); break;
    }
    if (answer)
        return;
    if (request) {
        rat_gen_write_request(job);
        return;
    }
    if (job->paper->layout == RAT_GEN_KA2023) {
        rat_gen_page_line(page, "Kurzfassung ");
        rat_gen_para_topic(job, 'R', 1);
        rat_gen_para_topic(job, 'M', 1);
        rat_gen_page_line(page, " ");
        boxes_2023(job);
        rat_gen_page_head(page, "Ergänzende Erläuterungen ");
        rat_gen_para_case(job);
        rat_gen_page_line(page, " ");
        rat_gen_para_pool(job, job->ctx->topic->cost_hi > 0 ? RAT_GEN_MONEY : RAT_GEN_FREE, 2);
        rat_gen_para_pool(job, RAT_GEN_CLOSING, 1);
        rat_gen_page_line(page, " ");
        rat_gen_page_linef(page, "Beschluss: ");
        rat_gen_page_linef(page, "Antrag an den %s ", rat_gen_bodies[job->ctx->body].council);
        rat_gen_para_decision(job);
        return;
    }
    rat_gen_page_head(page, job->paper->layout == RAT_GEN_KA2016 ? "Beschlussantrag  "
                                                                 : "Antrag an den Stadtrat / Ausschuss  ");
    rat_gen_para_decision(job);
    rat_gen_page_line(page, " ");
    finance(job);
    rat_gen_page_line(
        page,
        "\n\nErgänzende Erläuterungen                                                   Seite 2  \n \n ");
    page->page = 2;
    page->lines = 0;
    rat_gen_page_line(page, "1. Ausgangslage \n ");
    rat_gen_para_case(job);
    rat_gen_page_line(page, " \n2. Kosten und Finanzierung \n ");
    rat_gen_para_pool(job, job->ctx->topic->cost_hi > 0 ? RAT_GEN_MONEY : RAT_GEN_FREE, 4);
    rat_gen_page_line(page, " \n3. Weiteres Vorgehen \n ");
    rat_gen_para_pool(job, RAT_GEN_NEXT, 2);
    rat_gen_para_pool(job, RAT_GEN_CLOSING, 1);
}
