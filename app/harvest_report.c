/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/harvest_report.h"

#include "base/message.h"

void rat_harvest_progress_line(const struct rat_console *console, const struct rat_ingest_report *so_far,
                               char *out, size_t room)
{
    const struct rat_harvest_report *h = &so_far->harvest;
    char requests[RAT_NUMBER_TEXT], objects[RAT_NUMBER_TEXT], files[RAT_NUMBER_TEXT], wanted[RAT_NUMBER_TEXT];
    rat_console_count(console, h->requests, requests);
    rat_console_count(console, h->objects, objects);
    if (h->files_wanted + h->files_fetched == 0) {
        snprintf(out, room, _("Abholen: %s Abfragen · %s Objekte"), requests, objects);
        return;
    }
    snprintf(out, room, _("Abholen: %s Abfragen · %s Objekte · Dateien %s, noch %s"), requests, objects,
             rat_console_count(console, h->files_fetched, files),
             rat_console_count(console, h->files_wanted, wanted));
}

static void print_types(const struct rat_console *console, const struct rat_harvest_report *h)
{
    char line[400] = "";
    size_t used = 0;
    for (size_t i = 0; i < RAT_HARVEST_TYPES && h->types[i].count && used < sizeof line; i++) {
        char number[RAT_NUMBER_TEXT];
        used += (size_t)snprintf(line + used, sizeof line - used, "%s%s %s", used ? ", " : "",
                                 rat_console_count(console, h->types[i].count, number),
                                 *h->types[i].type ? h->types[i].type : _("unbekannt"));
    }
    rat_console_row(console, _("davon"), line);
}

void rat_harvest_print_report(const struct rat_console *console, const struct rat_ingest_report *report)
{
    const struct rat_harvest_report *h = &report->harvest;
    if (!report->harvests)
        return;
    for (size_t i = 0; i < RAT_HARVEST_BODIES && *h->bodies[i].name; i++) {
        char line[200];
        if (*h->bodies[i].key)
            snprintf(line, sizeof line, "%s (AGS %s)", h->bodies[i].name, h->bodies[i].key);
        else
            snprintf(line, sizeof line, "%s", h->bodies[i].name);
        rat_console_row(console, _("Körperschaft"), line);
    }
    rat_console_row(console, _("abgeholt"), h->incremental ? _("nur Geändertes") : _("alles"));
    rat_console_row_count(console, _("Abfragen"), h->requests);
    if (h->retries)
        rat_console_row_count(console, _("Wiederholungen"), h->retries);
    rat_console_row_bytes(console, _("empfangen"), h->bytes);
    rat_console_row_count(console, _("Objekte neu oder geändert"), h->objects);
    rat_console_row_count(console, _("Dateien abgeholt"), h->files_fetched);
    if (h->files_failed)
        rat_console_row_count(console, _("Dateien nicht erhalten"), h->files_failed);
    if (h->lists_failed)
        rat_console_row_count(console, _("Listen nicht erhalten"), h->lists_failed);
    if (h->files_unreadable) {
        rat_console_row_count(console, _("Dateien in nicht lesbaren Formaten"), h->files_unreadable);
        print_types(console, h);
    }
}

void rat_harvest_put_report(const struct rat_ingest_report *report, struct rat_json *json, json_t *object)
{
    const struct rat_harvest_report *h = &report->harvest;
    if (!report->harvests)
        return;
    json_t *out = rat_json_put_object(json, object, "harvest");
    rat_json_put_flag(json, out, "complete", h->complete);
    rat_json_put_flag(json, out, "incremental", h->incremental);
    rat_json_put_number(json, out, "requests", h->requests);
    rat_json_put_number(json, out, "retries", h->retries);
    rat_json_put_number(json, out, "bytes", h->bytes);
    rat_json_put_number(json, out, "pages", h->pages);
    rat_json_put_number(json, out, "objects", h->objects);
    rat_json_put_number(json, out, "files_fetched", h->files_fetched);
    rat_json_put_number(json, out, "files_failed", h->files_failed);
    rat_json_put_number(json, out, "files_unreadable", h->files_unreadable);
    rat_json_put_number(json, out, "lists_failed", h->lists_failed);
    rat_json_put_real(json, out, "wall_s", report->harvest_s);
    json_t *types = rat_json_put_array(json, out, "unreadable");
    for (size_t i = 0; i < RAT_HARVEST_TYPES && h->types[i].count; i++) {
        json_t *one = rat_json_add_object(json, types);
        rat_json_put_text(json, one, "type", h->types[i].type);
        rat_json_put_number(json, one, "count", h->types[i].count);
    }
    json_t *bodies = rat_json_put_array(json, out, "bodies");
    for (size_t i = 0; i < RAT_HARVEST_BODIES && *h->bodies[i].name; i++) {
        json_t *one = rat_json_add_object(json, bodies);
        rat_json_put_text(json, one, "name", h->bodies[i].name);
        rat_json_put_text(json, one, "ags", *h->bodies[i].key ? h->bodies[i].key : NULL);
    }
}
