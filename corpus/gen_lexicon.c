/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/gen_express.h"

#include <stdio.h>
#include <string.h>

#define COUNT(a) ((uint32_t)(sizeof(a) / sizeof((a)[0])))

struct head {
    char gender;
    const char *nom;
    const char *gen;
    const char *plural;
    const char *plural_dat;
    const char *link; /* as a modifier */
};

/* Papers, plans and rules: whatever can be drawn up, presented, updated. */
static const struct head heads[] = {
    {'n', "konzept", "konzeptes", "konzepte", "konzepten", "konzept"},
    {'m', "plan", "planes", "pläne", "plänen", "plan"},
    {'f', "planung", "planung", "planungen", "planungen", "planungs"},
    {'m', "bericht", "berichtes", "berichte", "berichten", "berichts"},
    {'f', "satzung", "satzung", "satzungen", "satzungen", "satzungs"},
    {'n', "gutachten", "gutachtens", "gutachten", "gutachten", "gutachten"},
    {'f', "richtlinie", "richtlinie", "richtlinien", "richtlinien", "richtlinien"},
    {'n', "programm", "programms", "programme", "programmen", "programm"},
    {'m', "vertrag", "vertrages", "verträge", "verträgen", "vertrags"},
    {'f', "statistik", "statistik", "statistiken", "statistiken", "statistik"},
    {'f', "kalkulation", "kalkulation", "kalkulationen", "kalkulationen", "kalkulations"},
    {'f', "vereinbarung", "vereinbarung", "vereinbarungen", "vereinbarungen", "vereinbarungs"},
    {'f', "prognose", "prognose", "prognosen", "prognosen", "prognose"},
    {'n', "verzeichnis", "verzeichnisses", "verzeichnisse", "verzeichnissen", "verzeichnis"},
    {'f', "studie", "studie", "studien", "studien", "studien"},
    {'f', "ordnung", "ordnung", "ordnungen", "ordnungen", "ordnungs"},
    {'f', "bilanz", "bilanz", "bilanzen", "bilanzen", "bilanz"},
    {'m', "entwurf", "entwurfes", "entwürfe", "entwürfen", "entwurfs"},
    {'f', "erhebung", "erhebung", "erhebungen", "erhebungen", "erhebungs"},
    {'f', "analyse", "analyse", "analysen", "analysen", "analyse"},
    {'n', "kataster", "katasters", "kataster", "katastern", "kataster"},
    {'m', "rahmen", "rahmens", "rahmen", "rahmen", "rahmen"},
    {'f', "übersicht", "übersicht", "übersichten", "übersichten", "übersichts"},
    {'n', "verfahren", "verfahrens", "verfahren", "verfahren", "verfahrens"},
    {'f', "leitlinie", "leitlinie", "leitlinien", "leitlinien", "leitlinien"},
    {'m', "katalog", "kataloges", "kataloge", "katalogen", "katalog"},
    {'f', "strategie", "strategie", "strategien", "strategien", "strategie"},
    {'f', "verordnung", "verordnung", "verordnungen", "verordnungen", "verordnungs"},
    {'n', "modell", "modells", "modelle", "modellen", "modell"},
    {'f', "untersuchung", "untersuchung", "untersuchungen", "untersuchungen", "untersuchungs"},
};

/* What is done to such a paper: the third part of a long compound. */
static const struct head acts[] = {
    {'f', "fortschreibung", "fortschreibung", "fortschreibungen", "fortschreibungen", ""},
    {'f', "änderung", "änderung", "änderungen", "änderungen", ""},
    {'f', "aufstellung", "aufstellung", "aufstellungen", "aufstellungen", ""},
    {'f', "anpassung", "anpassung", "anpassungen", "anpassungen", ""},
    {'f', "prüfung", "prüfung", "prüfungen", "prüfungen", ""},
    {'f', "umsetzung", "umsetzung", "umsetzungen", "umsetzungen", ""},
    {'m', "entwurf", "entwurfes", "entwürfe", "entwürfen", ""},
    {'f', "beratung", "beratung", "beratungen", "beratungen", ""},
    {'m', "ausschuss", "ausschusses", "ausschüsse", "ausschüssen", ""},
    {'n', "verfahren", "verfahrens", "verfahren", "verfahren", ""},
    {'f', "kommission", "kommission", "kommissionen", "kommissionen", ""},
};

/* General modifiers of an office, with their linking elements. */
static const char *const modifiers[] = {"Entwicklungs",
                                        "Bedarfs",
                                        "Kosten",
                                        "Finanzierungs",
                                        "Rahmen",
                                        "Planungs",
                                        "Verwaltungs",
                                        "Investitions",
                                        "Beteiligungs",
                                        "Prioritäten",
                                        "Maßnahmen",
                                        "Umsetzungs",
                                        "Standort",
                                        "Nutzungs",
                                        "Betriebs",
                                        "Personal",
                                        "Förder",
                                        "Zuschuss",
                                        "Gebühren",
                                        "Raum",
                                        "Zeit",
                                        "Haushalts",
                                        "Vergabe",
                                        "Ausschreibungs",
                                        "Qualitäts",
                                        "Wirtschaftlichkeits",
                                        "Bürgerbeteiligungs",
                                        "Informations",
                                        "Sicherheits",
                                        "Energie",
                                        "Gebäude",
                                        "Flächen",
                                        "Orts",
                                        "Kreis",
                                        "Gemeinde",
                                        "Bestands",
                                        "Sanierungs",
                                        "Erweiterungs",
                                        "Übergangs",
                                        "Gesamt",
                                        "Teil",
                                        "Grundlagen",
                                        "Zuständigkeits",
                                        "Abstimmungs",
                                        "Einsparungs",
                                        "Konsolidierungs",
                                        "Folgekosten",
                                        "Unterhaltungs",
                                        "Pflege",
                                        "Versicherungs",
                                        "Haftungs",
                                        "Leistungs",
                                        "Vergleichs",
                                        "Kennzahlen",
                                        "Zielgruppen",
                                        "Öffentlichkeits",
                                        "Nachbarschafts",
                                        "Dorf",
                                        "Regional",
                                        "Landes",
                                        "Koordinierungs",
                                        "Projekt",
                                        "Bau",
                                        "Grundstücks",
                                        "Verkehrs"};

static void add_modifier(struct rat_gen_ctx *ctx, struct rat_gen_str *out)
{
    const char *list = rat_gen_topic_line(ctx->topic, 'C', 0);
    uint32_t n = 1;
    uint32_t pick;

    if (rat_gen_chance(ctx->rng, 38) || list[0] == '\0') {
        rat_gen_str_add(out, modifiers[rat_gen_zipf(ctx->rng, COUNT(modifiers))]);
        return;
    }
    for (const char *p = list; *p != '\0'; p++)
        n += *p == ' ';
    for (pick = rat_gen_zipf(ctx->rng, n); pick > 0; pick--)
        list = strchr(list, ' ') + 1;
    rat_gen_str_addn(out, list, strcspn(list, " "));
}

static const char *head_form(const struct head *h, enum rat_gen_case kase, bool plural)
{
    if (plural)
        return kase == RAT_GEN_DAT ? h->plural_dat : h->plural;
    return kase == RAT_GEN_GEN ? h->gen : h->nom;
}

/* A modifier that ends in a vowel or "s" before "satzung" is fine; "Planungsplanung" is not. */
static bool clash(const char *word, const char *head)
{
    size_t n = strlen(head) < 4 ? strlen(head) : 4;

    for (const char *p = word; *p != '\0'; p++)
        if ((p[0] | 0x20) == head[0] && strncmp(p + 1, head + 1, n - 1) == 0)
            return true;
    return false;
}

void rat_gen_add_compound(struct rat_gen_ctx *ctx, enum rat_gen_case kase, bool plural, bool article,
                          struct rat_gen_str *out)
{
    const struct head *h;
    const struct head *act = NULL;
    struct rat_gen_str word = {0};
    uint32_t tries = 0;

    add_modifier(ctx, &word);
    do {
        h = &heads[rat_gen_zipf(ctx->rng, COUNT(heads))];
    } while (clash(word.data, h->nom) && ++tries < 20);
    if (rat_gen_chance(ctx->rng, 14)) {
        do {
            act = &acts[rat_gen_zipf(ctx->rng, COUNT(acts))];
        } while (clash(word.data, act->nom) || clash(h->nom, act->nom));
    }
    if (article) {
        rat_gen_str_add(out, rat_gen_article(plural ? 'p' : (act != NULL ? act : h)->gender, kase));
        rat_gen_str_add(out, " ");
    }
    rat_gen_str_add(out, word.data);
    if (act != NULL) {
        rat_gen_str_add(out, h->link);
        rat_gen_str_add(out, head_form(act, kase, plural));
    } else {
        rat_gen_str_add(out, head_form(h, kase, plural));
    }
    rat_gen_str_release(&word);
}

void rat_gen_add_count(struct rat_gen_str *out, int n)
{
    static const char *const counts[] = {"null",   "ein",  "zwei", "drei", "vier", "fünf", "sechs",
                                         "sieben", "acht", "neun", "zehn", "elf",  "zwölf"};

    if (n >= 2 && n <= 12)
        rat_gen_str_add(out, counts[n]);
    else
        rat_gen_str_addf(out, "%d", n);
}
