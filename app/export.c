/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/export.h"

#include "app/request.h"
#include "query/cite.h"
#include "storage/fields.h"

#include <errno.h>
#include <jansson.h>

static rat_status write_line(struct rat_export *out, struct rat_err *err)
{
    rat_status st = out->line.failed ? rat_nomem(err) : RAT_OK;
    if (st == RAT_OK && fwrite(out->line.data, 1, out->line.size, out->file) != out->line.size)
        st = rat_fail_errno(err, RAT_EIO, errno, "%s", _("Die Ausgabe lässt sich nicht schreiben"));
    rat_buf_clear(&out->line);
    return st;
}

/* ---- what is said at the beginning ---- */

static void put_filters(const struct rat_export *out, struct rat_buf *text)
{
    for (size_t i = 0; i < out->request->filter_count; i++) {
        const struct rat_field_info *field = rat_field_by_id(out->request->filters[i].field);
        rat_buf_printf(text, "%s%s=%s", i ? ", " : "", field ? field->name : "?",
                       out->request->filters[i].value);
    }
}

struct said {
    const char *name;
    char value[96];
    const char *text; /* instead of value */
};

#define SAID 9

static void say(const struct rat_export *out, struct rat_buf *filters, struct said said[SAID])
{
    const struct rat_snapshot *s = out->snapshot;
    put_filters(out, filters);
    said[0] = (struct said){"query", "", out->request->query};
    said[1] = (struct said){"interpreted", "", out->result->interpreted};
    said[2] = (struct said){"layer", "", rat_layers_name(out->request->layers)};
    said[3] = (struct said){"filters", "", rat_buf_cstr(filters)};
    said[4] = (struct said){"total", "", NULL};
    snprintf(said[4].value, sizeof said[4].value, "%llu%s", (unsigned long long)out->result->total,
             out->result->total_is_exact ? "" : "+");
    said[5] = (struct said){"generation", "", NULL};
    snprintf(said[5].value, sizeof said[5].value, "%llu", (unsigned long long)s->generation);
    said[6] = (struct said){"analyzer", "", s->analyzer};
    said[7] = (struct said){"analyzer_version", "", NULL};
    snprintf(said[7].value, sizeof said[7].value, "%u", s->analyzer_version);
    said[8] = (struct said){"program", "", "ratsarchiv " RAT_VERSION};
}

/* A line of the head may not end early. */
static void put_one_line(struct rat_buf *out, const char *text)
{
    for (; *text; text++)
        rat_buf_byte(out, (unsigned char)*text < 0x20 ? ' ' : (uint8_t)*text);
}

/* ---- CSV ---- */

/* A cell that a spreadsheet would take for a formula gets an apostrophe before it. */
static void put_cell(struct rat_buf *out, const char *text, bool is_first)
{
    if (!is_first)
        rat_buf_byte(out, ',');
    if (!text || !*text)
        return;
    bool formula = strchr("=+-@\t\r", text[0]) != NULL;
    bool quoted = strpbrk(text, "\",;\r\n") != NULL;
    rat_buf_puts(out, quoted ? "\"" : "");
    rat_buf_puts(out, formula ? "'" : "");
    for (; *text; text++)
        rat_buf_puts(out, *text == '"' ? "\"\"" : (char[2]){*text, '\0'});
    rat_buf_puts(out, quoted ? "\"" : "");
}

static const char *const columns[] = {"id",          "paper",       "reference", "title",  "type",
                                      "date",        "date_source", "committee", "body",   "municipality",
                                      "lead_office", "status",      "url",       "sha256", "removed_at"};

static void put_committees(const struct rat_document *d, struct rat_buf *out)
{
    for (size_t i = 0; i < d->committee_count; i++)
        rat_buf_printf(out, "%s%s", i ? "; " : "", d->committees[i]);
}

static void put_csv(struct rat_export *out, const struct rat_document *d)
{
    char day[RAT_DATE_TEXT], sha[65];
    struct rat_buf committees = RAT_BUF_INIT;
    put_committees(d, &committees);
    rat_cite_sha(d, sha);
    const char *cells[] = {d->id,
                           d->paper_id,
                           d->reference,
                           d->title,
                           d->type,
                           d->date == RAT_NO_DATE ? NULL : rat_date_format(d->date, day),
                           rat_origin_name(d->date_origin),
                           rat_buf_cstr(&committees),
                           d->body,
                           d->municipality,
                           d->lead_office,
                           d->status,
                           d->download_url,
                           sha,
                           d->removed_at};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        put_cell(&out->line, cells[i], i == 0);
    rat_buf_puts(&out->line, "\r\n");
    out->line.failed = out->line.failed || committees.failed;
    rat_buf_release(&committees);
}

/* ---- JSON Lines ---- */

/* As JSON; bytes that are no UTF-8 as U+FFFD were replaced on import. */
static void put_json(struct rat_buf *out, const char *key, const char *text, bool is_first)
{
    json_t *value = text ? json_string(text) : json_null();
    char *encoded = value ? json_dumps(value, JSON_ENCODE_ANY) : NULL;
    rat_buf_printf(out, "%s\"%s\":%s", is_first ? "" : ",", key, encoded ? encoded : "null");
    free(encoded);
    json_decref(value);
}

static void put_jsonl(struct rat_export *out, const struct rat_document *d)
{
    char day[RAT_DATE_TEXT], sha[65];
    struct rat_buf *line = &out->line;
    rat_cite_sha(d, sha);
    rat_buf_byte(line, '{');
    put_json(line, "id", d->id, true);
    put_json(line, "paper", d->paper_id, false);
    put_json(line, "reference", d->reference, false);
    put_json(line, "title", d->title, false);
    put_json(line, "type", d->type, false);
    put_json(line, "date", d->date == RAT_NO_DATE ? NULL : rat_date_format(d->date, day), false);
    put_json(line, "date_source", rat_origin_name(d->date_origin), false);
    rat_buf_puts(line, ",\"committee\":[");
    for (size_t i = 0; i < d->committee_count; i++) {
        json_t *value = json_string(d->committees[i]);
        char *encoded = value ? json_dumps(value, JSON_ENCODE_ANY) : NULL;
        rat_buf_printf(line, "%s%s", i ? "," : "", encoded ? encoded : "null");
        free(encoded);
        json_decref(value);
    }
    rat_buf_byte(line, ']');
    put_json(line, "body", d->body, false);
    put_json(line, "municipality", d->municipality, false);
    put_json(line, "lead_office", d->lead_office, false);
    put_json(line, "status", d->status, false);
    put_json(line, "url", d->download_url, false);
    put_json(line, "sha256", sha, false);
    put_json(line, "removed_at", d->removed_at, false);
    rat_buf_puts(line, "}\n");
}

/* ---- BibTeX ---- */

static void put_tex(struct rat_buf *out, const char *text)
{
    for (; *text; text++) {
        switch (*text) {
        case '\\': rat_buf_puts(out, "\\textbackslash{}"); break;
        case '~': rat_buf_puts(out, "\\textasciitilde{}"); break;
        case '^': rat_buf_puts(out, "\\textasciicircum{}"); break;
        case '{':
        case '}':
        case '$':
        case '%':
        case '&':
        case '#':
        case '_': rat_buf_printf(out, "\\%c", *text); break;
        default: rat_buf_byte(out, (unsigned char)*text < 0x20 ? ' ' : (uint8_t)*text); break;
        }
    }
}

static void put_bib(struct rat_buf *out, const char *name, const char *text)
{
    if (!text || !*text)
        return;
    rat_buf_printf(out, "  %s = {", name);
    put_tex(out, text);
    rat_buf_puts(out, "},\n");
}

static void put_bibtex(struct rat_export *out, const struct rat_document *d)
{
    char day[RAT_DATE_TEXT], sha[65], year[8] = "";
    struct rat_buf *line = &out->line, committees = RAT_BUF_INIT;
    const char *who = d->municipality ? d->municipality : d->body;
    put_committees(d, &committees);
    rat_cite_sha(d, sha);
    if (d->date != RAT_NO_DATE)
        snprintf(year, sizeof year, "%.4s", rat_date_format(d->date, day));
    rat_buf_printf(line, "@misc{rat%u,\n", d->docnum);
    put_bib(line, "author", who ? who : d->lead_office);
    put_bib(line, "title", d->title);
    put_bib(line, "howpublished", d->type);
    put_bib(line, "number", d->reference);
    put_bib(line, "year", year);
    put_bib(line, "date", d->date == RAT_NO_DATE ? NULL : day);
    put_bib(line, "organization", rat_buf_cstr(&committees));
    if (d->download_url && !strpbrk(d->download_url, "{}\\"))
        rat_buf_printf(line, "  url = {%s},\n", d->download_url);
    rat_buf_puts(line, "  note = {ID ");
    put_tex(line, d->id);
    rat_buf_printf(line, ", SHA-256 %s}\n}\n\n", sha);
    rat_buf_release(&committees);
}

/* ---- RIS ---- */

static void put_tag(struct rat_buf *out, const char *tag, const char *text)
{
    if (!text || !*text)
        return;
    rat_buf_printf(out, "%s  - ", tag);
    put_one_line(out, text);
    rat_buf_puts(out, "\r\n");
}

static void put_ris(struct rat_export *out, const struct rat_document *d)
{
    char day[RAT_DATE_TEXT], sha[65], slashed[RAT_DATE_TEXT + 2] = "";
    struct rat_buf *line = &out->line;
    rat_cite_sha(d, sha);
    if (d->date != RAT_NO_DATE) {
        rat_date_format(d->date, day);
        snprintf(slashed, sizeof slashed, "%.4s/%.2s/%.2s/", day, day + 5, day + 8);
    }
    rat_buf_puts(line, "TY  - GOVDOC\r\n");
    put_tag(line, "AU", d->municipality ? d->municipality : d->body);
    put_tag(line, "TI", d->title);
    put_tag(line, "M3", d->type);
    put_tag(line, "SN", d->reference);
    if (*slashed) {
        rat_buf_printf(line, "PY  - %.4s\r\n", slashed);
        put_tag(line, "DA", slashed);
    }
    for (size_t i = 0; i < d->committee_count; i++)
        put_tag(line, "A2", d->committees[i]);
    put_tag(line, "UR", d->download_url);
    put_tag(line, "ID", d->id);
    rat_buf_printf(line, "N1  - SHA-256 %s\r\nER  - \r\n\r\n", sha);
}

/* ---- all of them ---- */

rat_status rat_export_head(struct rat_export *out, struct rat_err *err)
{
    struct rat_buf filters = RAT_BUF_INIT, *line = &out->line;
    struct said said[SAID];
    say(out, &filters, said);
    if (out->format == RAT_EXPORT_JSONL)
        rat_buf_puts(line, "{\"export\":{");
    for (size_t i = 0; i < SAID; i++) {
        const char *text = said[i].text ? said[i].text : said[i].value;
        if (out->format == RAT_EXPORT_JSONL) {
            put_json(line, said[i].name, text, i == 0);
            continue;
        }
        /* RIS programs skip what stands before the first TY; BibTeX takes what is outside of entries for a comment, but not '@' */
        rat_buf_printf(line, out->format == RAT_EXPORT_BIBTEX ? "%% %s: " : "# %s: ", said[i].name);
        size_t from = line->size;
        put_one_line(line, text);
        for (size_t k = from; out->format == RAT_EXPORT_BIBTEX && k < line->size; k++)
            line->data[k] = line->data[k] == '@' ? ' ' : line->data[k];
        rat_buf_puts(line, out->format == RAT_EXPORT_BIBTEX ? "\n" : "\r\n");
    }
    if (out->format == RAT_EXPORT_JSONL)
        rat_buf_puts(line, "}}\n");
    for (size_t i = 0; out->format == RAT_EXPORT_CSV && i < sizeof columns / sizeof *columns; i++)
        put_cell(line, columns[i], i == 0);
    rat_buf_puts(line, out->format == RAT_EXPORT_JSONL    ? ""
                       : out->format == RAT_EXPORT_BIBTEX ? "\n"
                                                          : "\r\n");
    rat_buf_release(&filters);
    return write_line(out, err);
}

rat_status rat_export_document(struct rat_export *out, const struct rat_document *document,
                               struct rat_err *err)
{
    switch (out->format) {
    case RAT_EXPORT_CSV: put_csv(out, document); break;
    case RAT_EXPORT_JSONL: put_jsonl(out, document); break;
    case RAT_EXPORT_BIBTEX: put_bibtex(out, document); break;
    case RAT_EXPORT_RIS: put_ris(out, document); break;
    }
    out->written++;
    return write_line(out, err);
}
