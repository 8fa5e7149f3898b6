/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pages about the archive and the site: help, figures, accessibility. */
#include "query/stats_rows.h"
#include "storage/fields.h"
#include "web/facet_lists.h"
#include "web/generations.h"
#include "web/language.h"

/* ---- help ---- */

struct help_row {
    const char *query, *meaning; /* meaning: msgid */
};

static void put_help(struct rat_page *page, const char *title, const struct help_row *rows, size_t count)
{
    RAT_HTML(&page->html, "<section>\n<h2>{}</h2>\n<dl class=\"help\">\n", T(title));
    for (size_t i = 0; i < count; i++) {
        struct rat_link link;
        rat_visit_link(page->visit, &link, RAT_PATH("/suche"));
        rat_link_param(&link, "q", rows[i].query);
        RAT_HTML(&page->html, "<dt><a href=\"{}\"><code>{}</code></a></dt><dd>{}</dd>\n", rat_link_url(&link),
                 T(rows[i].query), T(_(rows[i].meaning)));
    }
    RAT_HTML(&page->html, "</dl>\n</section>\n");
}

rat_status rat_page_help(struct rat_visit *visit, struct rat_err *err)
{
    static const struct help_row words[] = {
        {"Radweg Haushalt",
         N_("Beide Wörter zählen; was beide hat und wo sie nah beieinander stehen, steht oben.")},
        {"\"sozialer Wohnungsbau\"", N_("Genau diese Wortfolge, genau so geschrieben.")},
        {"Radweg UND Brücke", N_("Nur Dokumente mit beidem. Die Wörter UND, ODER, NICHT groß schreiben; AND, "
                                 "OR, NOT gehen auch.")},
        {"Haushalt NICHT (Nachtrag ODER Entwurf)",
         N_("Klammern fassen zusammen. Ein Minus vor dem Wort heißt auch NICHT, ein Plus: muss vorkommen.")},
        {"Straß*", N_("Alle Wörter, die so anfangen.")},
    };
    static const struct help_row fields[] = {
        {"gremium:Kreisausschuss", N_("Nur, was in diesem Gremium beraten wurde.")},
        {"typ:Antrag Radweg", N_("Art der Vorlage.")},
        {"nummer:2020/740", N_("Die Vorlagennummer, wie sie gedruckt ist.")},
        {"titel:Freibad",
         N_("Nur im Titel. Weitere Felder: kommune, körperschaft, federführend, status, id.")},
        {"datum:2015..2018 Kita",
         N_("Zeitraum; auch datum:2020-09, datum:01.09.2020..30.09.2020, datum:>=2019, jahr:2016.")},
    };
    struct rat_page page;
    rat_page_begin(&page, visit, _("Suchhilfe"));
    put_help(&page, _("Wörter"), words, sizeof words / sizeof words[0]);
    put_help(&page, _("Felder und Zeiten"), fields, sizeof fields / sizeof fields[0]);
    RAT_HTML(&page.html, "<section>\n<h2>{}</h2>\n<p>{}</p>\n<p>{}</p>\n<p>{}</p>\n</section>\n",
             T(_("Was die Suche von selbst tut")),
             T(_("Beugungen, alte und neue Rechtschreibung, Umlaute (Müller, Mueller), Gender-Formen und am "
                 "Zeilenende "
                 "getrennte Wörter werden als dasselbe Wort erkannt. Zusammengesetzte Wörter werden auch "
                 "über ihre Teile "
                 "gefunden: Satzung findet Straßenausbaubeitragssatzung, weiter unten.")),
             T(_("Paragrafen, Daten, Beträge und Vorlagennummern werden in jeder Schreibweise erkannt: § 58 "
                 "Abs. 1 NKomVG, "
                 "3. Februar 2021, 1.234,50 €.")),
             T(_("Ein Wort in Anführungszeichen wird genommen, wie es dasteht.")));
    RAT_HTML(&page.html, "<section>\n<h2>{}</h2>\n<p>{}</p>\n<p>{}</p>\n</section>\n", T(_("Adressen")),
             T(_("Jede Trefferliste und jede Vorlage hat eine Adresse, die sich verschicken und merken "
                 "lässt. Die einer Vorlage "
                 "nennt den Ort und die Nummer; gibt es die Nummer mehrmals, führt die Adresse zu einer "
                 "Auswahl.")),
             T(_("Was die Quelle löscht, bleibt im Archiv und ist mit „auch, was bei der Quelle entfernt "
                 "wurde“ zu finden.")));
    RAT_HTML(&page.html, "<section>\n<h2>{}</h2>\n<p>{}</p>\n</section>\n", T(_("Tasten")),
             T(_("Mit JavaScript: / springt in das Suchfeld, j und k gehen durch die Treffer. Unten auf "
                 "jeder Seite lässt sich "
                 "das ausschalten.")));
    return rat_page_end(&page, err);
}

/* ---- figures ---- */

static rat_status put_years(struct rat_page *page, struct rat_err *err)
{
    static const uint8_t facets[] = {RAT_FIELD_YEAR, RAT_FIELD_TYPE, RAT_FIELD_COMMITTEE};
    struct rat_request request = RAT_REQUEST_INIT;
    struct rat_search *search = NULL;
    struct rat_form form;
    rat_form_read(&form, page->visit);
    form.query = "";
    request.query = "*";
    request.limit = 0;
    request.facets = facets;
    request.facet_count = sizeof facets;
    request.deadline_ms = page->visit->site->deadline_ms;
    rat_status st = rat_search_run(page->visit->snapshot, &request, &search, err);
    if (st == RAT_OK)
        rat_facets_put(page, &form, rat_search_result(search));
    rat_search_free(search);
    return st;
}

rat_status rat_page_stats(struct rat_visit *visit, struct rat_err *err)
{
    struct rat_archive_stats stats;
    struct rat_stat_row rows[RAT_STAT_ROWS];
    struct rat_page page;
    char figure[RAT_FIGURE_TEXT];
    rat_status st = rat_generation_stats(visit->generation, visit->snapshot, &stats, err);
    if (st != RAT_OK)
        return st;
    rat_stats_list(&stats, true, rows);
    rat_page_begin(&page, visit, _("Das Archiv in Zahlen"));
    RAT_HTML(&page.html,
             "<div class=\"columns\">\n<section class=\"result\">\n<table class=\"figures\">\n<tbody>\n");
    for (size_t i = 0; i < RAT_STAT_ROWS; i++)
        RAT_HTML(&page.html, "<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", T(_(rows[i].label)),
                 T(rows[i].bytes ? rat_figure_bytes(visit->english, rows[i].value, figure)
                                 : rat_figure(visit->english, rows[i].value, figure)));
    RAT_HTML(&page.html, "</tbody>\n</table>\n</section>\n");
    st = put_years(&page, err);
    RAT_HTML(&page.html, "</div>\n");
    return st == RAT_OK ? rat_page_end(&page, err) : st;
}

/* ---- accessibility ---- */

rat_status rat_page_accessibility(struct rat_visit *visit, struct rat_err *err)
{
    struct rat_page page;
    rat_page_begin(&page, visit, _("Barrierefreiheit"));
    RAT_HTML(&page.html, "<p>{}</p>\n<ul>\n<li>{}</li>\n<li>{}</li>\n<li>{}</li>\n<li>{}</li>\n</ul>\n",
             T(_("Diese Seiten sollen alle lesen und bedienen können. Richtschnur sind die WCAG 2.2, Stufe "
                 "AA, und die BITV 2.0.")),
             T(_("Alles geht mit der Tastatur allein und ohne JavaScript.")),
             T(_("Überschriften, Listen, Tabellen und Formulare sind als solche ausgezeichnet; das "
                 "Jahresdiagramm gibt es auch als Tabelle.")),
             T(_("Die Seiten folgen der eingestellten Schriftgröße, dem dunklen Modus und schmalen "
                 "Bildschirmen bis 320 Pixel.")),
             T(_("Tastenkürzel aus einem Zeichen lassen sich unten auf der Seite ausschalten.")));
    RAT_HTML(
        &page.html, "<h2>{}</h2>\n<p>{}</p>\n<p>{}</p>\n", T(_("Was nicht barrierefrei ist")),
        T(_("Die Originale stammen von den Kommunen. Viele sind keine barrierefreien PDF-Dateien, ältere "
            "sind gescannt. Der "
            "gewonnene Text steht auf der Seite jedes Dokuments; bei Scans ohne Texterkennung fehlt er.")),
        T(_("Geprüft wurde bisher mit automatischen Verfahren und mit der Tastatur, nicht durch eine "
            "unabhängige Stelle. Wer auf "
            "ein Hindernis stößt, wende sich an den Betreiber dieser Seiten.")));
    return rat_page_end(&page, err);
}
