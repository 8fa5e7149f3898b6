/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "web/search_form.h"

#include "storage/fields.h"
#include "query/syntax.h"
#include "web/language.h"

const struct rat_form_field rat_form_fields[] = {
    {"jahr", N_("Jahr"), RAT_FIELD_YEAR},
    {"gremium", N_("Gremium"), RAT_FIELD_COMMITTEE},
    {"typ", N_("Art"), RAT_FIELD_TYPE},
    {"kommune", N_("Kommune"), RAT_FIELD_MUNICIPALITY},
    {"amt", N_("Federführend"), RAT_FIELD_OFFICE},
    {NULL, NULL, 0},
};

static const struct rat_form_field *field_of(const char *param)
{
    for (const struct rat_form_field *f = rat_form_fields; f->param; f++)
        if (strcmp(f->param, param) == 0)
            return f;
    return NULL;
}

void rat_form_read(struct rat_form *form, struct rat_visit *visit)
{
    const char *sort = rat_visit_param(visit, "sort");
    *form = (struct rat_form){
        .visit = visit,
        .query = rat_visit_param(visit, "q"),
        .sort = strcmp(sort, "neu") == 0   ? "newest"
                : strcmp(sort, "alt") == 0 ? "oldest"
                                           : "relevance",
        .page = rat_visit_number(visit, "seite", 1, RAT_PAGES_MAX, 1),
        .by_paper = strcmp(rat_visit_param(visit, "je"), "vorlage") == 0,
        .with_removed = strcmp(rat_visit_param(visit, "entfernt"), "1") == 0,
        .from = rat_visit_param(visit, "von"),
        .to = rat_visit_param(visit, "bis"),
    };
}

/* ---- the request ---- */

static rat_status add_dates(const struct rat_form *form, struct rat_hits *hits, struct rat_err *err)
{
    int32_t from, to;
    if (!*form->from && !*form->to)
        return RAT_OK;
    const char *range = rat_arena_printf(&hits->request_arena, "%s..%s", form->from, form->to);
    if (!range)
        return rat_nomem(err);
    if (!rat_query_parse_range(range, strlen(range), &from, &to)) {
        rat_fail(err, RAT_EUSAGE, _("Der Zeitraum von „%s“ bis „%s“ ist nicht zu verstehen"), form->from,
                 form->to);
        rat_err_hint(err, "%s", _("Zum Beispiel: von 2015 bis 2018, oder von 01.09.2020 bis 30.09.2020"));
        return RAT_EUSAGE;
    }
    hits->filters[hits->request.filter_count++] = (struct rat_filter){RAT_FIELD_DATE, range};
    return RAT_OK;
}

static rat_status add_filters(const struct rat_form *form, struct rat_hits *hits, struct rat_err *err)
{
    const struct rat_visit *visit = form->visit;
    rat_status st = rat_hits_room_for_filters(hits, visit->param_count + 1, err);
    for (size_t i = 0; st == RAT_OK && i < visit->param_count; i++) {
        const struct rat_form_field *field = field_of(visit->params[i].name);
        if (field && *visit->params[i].value)
            hits->filters[hits->request.filter_count++] =
                (struct rat_filter){field->field, visit->params[i].value};
    }
    return st == RAT_OK ? add_dates(form, hits, err) : st;
}

rat_status rat_form_request(const struct rat_form *form, struct rat_hits *hits, struct rat_err *err)
{
    static const uint8_t facets[] = {RAT_FIELD_YEAR, RAT_FIELD_COMMITTEE, RAT_FIELD_TYPE,
                                     RAT_FIELD_MUNICIPALITY, RAT_FIELD_OFFICE};
    struct rat_request *request = &hits->request;
    *request = (struct rat_request)RAT_REQUEST_INIT;
    request->query = *form->query ? form->query : "*";
    request->limit = RAT_PAGE_HITS;
    request->offset = (size_t)(form->page - 1) * RAT_PAGE_HITS;
    request->sort = rat_sort_by_name(form->sort);
    request->group_by_paper = form->by_paper;
    request->include_removed = form->with_removed;
    request->deadline_ms = form->visit->site->deadline_ms;
    request->facets = facets;
    request->facet_count = sizeof facets;
    return add_filters(form, hits, err);
}

/* ---- addresses ---- */

/* What an address keeps of the one that it comes from. */
struct change {
    const char *query, *sort;
    bool by_paper;
    const char *drop_param, *drop_value; /* this filter goes; value NULL: all of the parameter */
    const char *add_param, *add_value;
    uint64_t page;
};

static struct change no_change(const struct rat_form *form)
{
    return (struct change){.query = form->query, .sort = form->sort, .by_paper = form->by_paper};
}

static bool is_dropped(const struct change *change, const char *param, const char *value)
{
    return change->drop_param && strcmp(change->drop_param, param) == 0 &&
           (!change->drop_value || strcmp(change->drop_value, value) == 0);
}

static struct rat_url changed(const struct rat_form *form, const struct change *change)
{
    const struct rat_visit *visit = form->visit;
    struct rat_link link;
    rat_visit_link(form->visit, &link, RAT_PATH("/suche"));
    rat_link_param(&link, "q", change->query);
    for (size_t i = 0; i < visit->param_count; i++) {
        const struct rat_param *p = &visit->params[i];
        if (field_of(p->name) && !is_dropped(change, p->name, p->value))
            rat_link_param(&link, p->name, p->value);
    }
    rat_link_param(&link, change->add_param ? change->add_param : "",
                   change->add_param ? change->add_value : NULL);
    rat_link_param(&link, "von", is_dropped(change, "von", form->from) ? NULL : form->from);
    rat_link_param(&link, "bis", is_dropped(change, "bis", form->to) ? NULL : form->to);
    rat_link_param(&link, "sort",
                   strcmp(change->sort, "newest") == 0   ? "neu"
                   : strcmp(change->sort, "oldest") == 0 ? "alt"
                                                         : NULL);
    rat_link_param(&link, "je", change->by_paper ? "vorlage" : NULL);
    rat_link_param(&link, "entfernt",
                   form->with_removed && !is_dropped(change, "entfernt", "1") ? "1" : NULL);
    if (change->page > 1)
        rat_link_number(&link, "seite", change->page);
    return rat_link_url(&link);
}

struct rat_url rat_form_page(const struct rat_form *form, uint64_t page)
{
    struct change change = no_change(form);
    change.page = page;
    return changed(form, &change);
}

struct rat_url rat_form_sorted(const struct rat_form *form, const char *sort)
{
    struct change change = no_change(form);
    change.sort = sort;
    return changed(form, &change);
}

struct rat_url rat_form_grouped(const struct rat_form *form, bool by_paper)
{
    struct change change = no_change(form);
    change.by_paper = by_paper;
    return changed(form, &change);
}

struct rat_url rat_form_with(const struct rat_form *form, const char *param, const char *value)
{
    struct change change = no_change(form);
    change.add_param = param;
    change.add_value = value;
    return changed(form, &change);
}

struct rat_url rat_form_without(const struct rat_form *form, const char *param, const char *value)
{
    struct change change = no_change(form);
    change.drop_param = param;
    change.drop_value = value;
    return changed(form, &change);
}

struct rat_url rat_form_asking(const struct rat_form *form, const char *query)
{
    struct change change = no_change(form);
    change.query = query;
    return changed(form, &change);
}

bool rat_form_has(const struct rat_form *form, const char *param, const char *value)
{
    const struct rat_visit *visit = form->visit;
    for (size_t i = 0; i < visit->param_count; i++)
        if (strcmp(visit->params[i].name, param) == 0 && strcmp(visit->params[i].value, value) == 0)
            return true;
    return false;
}

bool rat_form_is_filtered(const struct rat_form *form)
{
    for (size_t i = 0; i < form->visit->param_count; i++)
        if (field_of(form->visit->params[i].name) && *form->visit->params[i].value)
            return true;
    return *form->from || *form->to;
}

/* ---- the form ---- */

static void put_option(struct rat_page *page, const struct rat_form *form, const char *value,
                       const char *sort, const char *label)
{
    RAT_HTML(&page->html, "<option value=\"{}\"{}>{}</option>\n", A(value),
             RAT_FLAG(strcmp(form->sort, sort) == 0, " selected"), T(label));
}

static void put_hidden(struct rat_page *page, const char *name, const char *value)
{
    RAT_HTML(&page->html, "<input type=\"hidden\" name=\"{}\" value=\"{}\">\n", A(name), A(value));
}

static void put_more(struct rat_page *page, const struct rat_form *form)
{
    bool is_open = *form->from || *form->to || form->by_paper || form->with_removed ||
                   strcmp(form->sort, "relevance") != 0;
    RAT_HTML(&page->html, "<details class=\"more\"{}>\n<summary>{}</summary>\n<div class=\"fields\">\n",
             RAT_FLAG(is_open, " open"), T(_("Zeitraum, Reihenfolge und mehr")));
    RAT_HTML(&page->html,
             "<label>{} <input name=\"von\" size=\"10\" value=\"{}\" placeholder=\"{}\"></label>\n"
             "<label>{} <input name=\"bis\" size=\"10\" value=\"{}\" placeholder=\"{}\"></label>\n",
             T(_("von")), A(form->from), A("2015"), T(_("bis")), A(form->to), A("31.12.2018"));
    RAT_HTML(&page->html, "<label>{} <select name=\"sort\">\n", T(_("Reihenfolge")));
    put_option(page, form, "", "relevance", _("beste zuerst"));
    put_option(page, form, "neu", "newest", _("neueste zuerst"));
    put_option(page, form, "alt", "oldest", _("älteste zuerst"));
    RAT_HTML(
        &page->html,
        "</select></label>\n"
        "<label><input type=\"checkbox\" name=\"je\" value=\"vorlage\"{}> {}</label>\n"
        "<label><input type=\"checkbox\" name=\"entfernt\" value=\"1\"{}> {}</label>\n</div>\n</details>\n",
        RAT_FLAG(form->by_paper, " checked"), T(_("je Vorlage nur der beste Treffer")),
        RAT_FLAG(form->with_removed, " checked"), T(_("auch, was bei der Quelle entfernt wurde")));
}

void rat_form_put(struct rat_page *page, const struct rat_form *form, uint64_t documents)
{
    const struct rat_visit *visit = form->visit;
    struct rat_link action;
    char figure[RAT_FIGURE_TEXT], label[RAT_FIGURE_TEXT + 64];
    snprintf(label, sizeof label, _("Suche in %s Dokumenten"), rat_figure(visit->english, documents, figure));
    rat_link_start(&action, &form->visit->arena, RAT_PATH("/suche"));
    RAT_HTML(
        &page->html,
        "<form class=\"search\" role=\"search\" method=\"get\" action=\"{}\">\n"
        "<label for=\"q\">{}</label>\n<div class=\"line\">\n"
        "<input type=\"search\" id=\"q\" name=\"q\" value=\"{}\" maxlength=\"1000\" autocomplete=\"off\" "
        "spellcheck=\"false\">\n<button>{}</button>\n</div>\n",
        rat_link_url(&action), T(label), A(form->query), T(_("Suchen")));
    put_more(page, form);
    for (size_t i = 0; i < visit->param_count; i++)
        if (field_of(visit->params[i].name) && *visit->params[i].value)
            put_hidden(page, visit->params[i].name, visit->params[i].value);
    if (visit->lang)
        put_hidden(page, "lang", visit->lang);
    RAT_HTML(&page->html, "</form>\n");
}
