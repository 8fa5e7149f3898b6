/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "web/facet_lists.h"

#include "web/language.h"

#define VALUES_SHOWN 7u
#define VALUES_MAX 200u /* with "mehr" */
#define BARS_MAX 80u
#define BAR_STEP 10u
#define BAR_HEIGHT 48u

static const struct rat_form_field *form_field(uint8_t field)
{
    const struct rat_form_field *f = rat_form_fields;
    while (f->param && f->field != field)
        f++;
    return f;
}

/* ---- years ---- */

static void put_bars(struct rat_page *page, const struct rat_form *form, const struct rat_facet *facet,
                     size_t first, size_t end)
{
    uint64_t most = 1;
    for (size_t i = first; i < end; i++)
        most = facet->values[i].count > most ? facet->values[i].count : most;
    RAT_HTML(
        &page->html,
        "<svg class=\"years\" viewBox=\"0 0 {} {}\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\n",
        N((end - first) * BAR_STEP), N(BAR_HEIGHT));
    for (size_t i = first; i < end; i++) {
        const struct rat_facet_value *v = &facet->values[i];
        uint64_t height = (v->count * BAR_HEIGHT + most - 1) / most;
        RAT_HTML(&page->html,
                 "<a href=\"{}\" tabindex=\"-1\"><title>{}: {}</title>"
                 "<rect x=\"{}\" y=\"{}\" width=\"8\" height=\"{}\"/></a>\n",
                 rat_form_with(form, "jahr", v->value), T(v->value), N(v->count),
                 N((i - first) * BAR_STEP + 1), N(BAR_HEIGHT - height), N(height));
    }
    RAT_HTML(&page->html, "</svg>\n<p class=\"ends\"><span>{}</span><span>{}</span></p>\n",
             T(facet->values[first].value), T(facet->values[end - 1].value));
}

static void put_year_table(struct rat_page *page, const struct rat_form *form, const struct rat_facet *facet)
{
    char figure[RAT_FIGURE_TEXT];
    RAT_HTML(&page->html,
             "<details><summary>{}</summary>\n<table><thead><tr><th scope=\"col\">{}</th>"
             "<th scope=\"col\">{}</th></tr></thead>\n<tbody>\n",
             T(_("Jahre als Tabelle")), T(_("Jahr")), T(form->by_paper ? _("Vorlagen") : _("Dokumente")));
    for (size_t i = 0; i < facet->value_count; i++) {
        const struct rat_facet_value *v = &facet->values[i];
        const char *count = rat_figure(form->visit->english, v->count, figure);
        if (*v->value)
            RAT_HTML(&page->html, "<tr><td><a href=\"{}\">{}</a></td><td>{}</td></tr>\n",
                     rat_form_with(form, "jahr", v->value), T(v->value), T(count));
        else
            RAT_HTML(&page->html, "<tr><td>{}</td><td>{}</td></tr>\n", T(_("ohne Datum")), T(count));
    }
    RAT_HTML(&page->html, "</tbody></table>\n</details>\n");
}

static void put_years(struct rat_page *page, const struct rat_form *form, const struct rat_facet *facet)
{
    size_t end = facet->value_count; /* what has no date comes last */
    while (end > 0 && !*facet->values[end - 1].value)
        end--;
    if (end == 0)
        return;
    RAT_HTML(&page->html, "<section>\n<h2>{}</h2>\n", T(_("Jahr")));
    if (end > 1)
        put_bars(page, form, facet, end > BARS_MAX ? end - BARS_MAX : 0, end);
    put_year_table(page, form, facet);
    RAT_HTML(&page->html, "</section>\n");
}

/* ---- other fields ---- */

static void put_value(struct rat_page *page, const struct rat_form *form, const char *param,
                      const struct rat_facet_value *v)
{
    char figure[RAT_FIGURE_TEXT];
    const char *count = rat_figure(form->visit->english, v->count, figure);
    if (rat_form_has(form, param, v->value))
        RAT_HTML(
            &page->html,
            "<li class=\"on\"><a href=\"{}\">{}<span class=\"off\"> – {}</span></a> <span>{}</span></li>\n",
            rat_form_without(form, param, v->value), T(v->value), T(_("nicht mehr einschränken")), T(count));
    else
        RAT_HTML(&page->html, "<li><a href=\"{}\">{}</a> <span>{}</span></li>\n",
                 rat_form_with(form, param, v->value), T(v->value), T(count));
}

static bool is_worth_showing(const struct rat_form *form, const char *param, const struct rat_facet *facet)
{
    size_t named = 0;
    bool chosen = false;
    for (size_t i = 0; i < facet->value_count; i++) {
        named += *facet->values[i].value != '\0';
        chosen |= rat_form_has(form, param, facet->values[i].value);
    }
    return named > 1 || chosen;
}

static void put_values(struct rat_page *page, const struct rat_form *form, const struct rat_facet *facet)
{
    const struct rat_form_field *field = form_field(facet->field);
    if (!field->param || !is_worth_showing(form, field->param, facet))
        return;
    bool all = strcmp(rat_visit_param(form->visit, "mehr"), field->param) == 0;
    size_t shown = 0, named = 0;
    RAT_HTML(&page->html, "<section>\n<h2>{}</h2>\n<ul>\n", T(_(field->label)));
    for (size_t i = 0; i < facet->value_count; i++) {
        const struct rat_facet_value *v = &facet->values[i];
        if (!*v->value)
            continue;
        named++;
        if (shown < (all ? VALUES_MAX : VALUES_SHOWN) || rat_form_has(form, field->param, v->value)) {
            put_value(page, form, field->param, v);
            shown++;
        }
    }
    RAT_HTML(&page->html, "</ul>\n");
    if (shown < named && !all)
        RAT_HTML(&page->html, "<p><a href=\"{}\">{} ({})</a></p>\n",
                 rat_form_with(form, "mehr", field->param), T(_("alle zeigen")), N(named));
    RAT_HTML(&page->html, "</section>\n");
}

void rat_facets_put(struct rat_page *page, const struct rat_form *form, const struct rat_result *result)
{
    RAT_HTML(&page->html, "<aside class=\"facets\" id=\"einschraenken\" aria-label=\"{}\">\n",
             A(_("Ergebnis einschränken")));
    for (size_t i = 0; i < result->facet_count; i++) {
        if (form_field(result->facets[i].field) == rat_form_fields)
            put_years(page, form, &result->facets[i]);
        else
            put_values(page, form, &result->facets[i]);
    }
    RAT_HTML(&page->html, "</aside>\n");
}
