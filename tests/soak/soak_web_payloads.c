/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * 500 payloads that would run a script if one slot forgot to escape, in every slot of the web server: the query, filters,
 * dates, sorting, paging, language, paths, headers, and everything that an archive holds (id, title, name, type, body, number,
 * municipality, text, file name, address at the source). Every answer is read by html_check, which knows only the tags,
 * attributes and addresses of the templates; JSON must parse.
 *
 *     soak_web_payloads [--sample] [--payloads N] [--seed S] [--from K]
 */
#include "tests/faults/soak.h"
#include "tests/support/html_check.h"
#include "tests/support/web_server.h"

#define PAYLOADS 500u

static const char *const cores[] = {
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "javascript:alert(1)",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<b style=color:red>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content=0>",
    "<form action=//evil.example>",
    "<!--",
    "-->",
    "<![CDATA[",
    "&lt;script&gt;",
    "&#60;script&#62;",
    "\xc2\xbcscript\xc2\xbe",
    "<mark>",
    "</mark>",
    "<details open ontoggle=alert(1)>",
    "<math><mi xlink:href=javascript:alert(1)>",
    "{{7*7}}",
    "${alert(1)}",
    "\\u003cscript\\u003e",
    "data:text/html,<script>alert(1)</script>",
    "%3Cscript%3Ealert(1)%3C/script%3E",
};
static const char *const wraps[][2] = {
    {"", ""},
    {"\"", "\""},
    {"\">", ""},
    {"'", "'"},
    {"'>", ""},
    {"</title>", ""},
    {"</textarea>", ""},
    {"</script>", ""},
    {"\" autofocus onfocus=alert(1) x=\"", ""},
    {" ", " "},
    {"\xe2\x80\xa8", "\xe2\x80\xa9"},
    {"\r\nX-Evil: 1\r\n\r\n", ""},
    {"\t", "\n"},
    {"`", "`"},
    {"//", ""},
    {"\xff", "\xfe"},
    {"\x01", "\x7f"},
    {"\xf4\x90\x80\x80", ""},
    {"\xed\xa0\x80", ""},
    {"../../", "/.."},
};
_Static_assert(sizeof cores / sizeof cores[0] * (sizeof wraps / sizeof wraps[0]) == PAYLOADS, "500 payloads");

static struct web_server server;
static struct rat_buf encoded;

/* The sample takes its payloads from all over. */
static size_t which_payload(const struct soak_options *o, size_t i)
{
    return o->sample ? (i * 37 + (size_t)o->seed) % PAYLOADS : i;
}

static void payload(size_t i, struct rat_buf *out)
{
    size_t n = sizeof wraps / sizeof wraps[0];
    rat_buf_clear(out);
    rat_buf_puts(out, wraps[i % n][0]);
    rat_buf_puts(out, cores[i / n]);
    rat_buf_puts(out, wraps[i % n][1]);
}

static void judge(const char *target, const struct web_answer *a, size_t which)
{
    char type[100] = "";
    const char *why;
    web_header(a, "Content-Type", type, sizeof type);
    if (strstr(a->head, "X-Evil:"))
        soak_die("payload %zu, %s: a header of its own", which, target);
    if (strncmp(type, "text/html", 9) == 0 && !html_check(a->body, a->body_size, &why))
        soak_die("payload %zu, %s: %s", which, target, why);
    if (strcmp(type, "application/json") == 0) {
        json_t *json = json_loadb(a->body, a->body_size, 0, NULL);
        if (!json)
            soak_die("payload %zu, %s: not JSON", which, target);
        json_decref(json);
    }
    if (a->status >= 500)
        soak_die("payload %zu, %s: status %u", which, target, a->status);
}

static void get(const char *target, const char *headers, size_t which)
{
    struct web_answer a;
    web_get(&server, target, headers, &a);
    judge(target, &a, which);
    web_answer_release(&a);
}

/* before + payload, encoded + behind */
static void get_with(const char *before, const char *text, const char *behind, size_t which)
{
    struct rat_buf target = RAT_BUF_INIT;
    rat_buf_printf(&target, "%s%s%s", before, web_encoded(text, &encoded), behind);
    get(rat_buf_cstr(&target), NULL, which);
    rat_buf_release(&target);
}

static void ask_everywhere(const char *text, size_t which)
{
    static const char *const slots[][2] = {
        {"/suche?q=", ""},
        {"/suche?q=Suchwort&gremium=", ""},
        {"/suche?q=Suchwort&typ=", "&jahr=2020"},
        {"/suche?q=Suchwort&kommune=", "&mehr=kommune"},
        {"/suche?q=Suchwort&amt=", ""},
        {"/suche?q=Suchwort&jahr=", ""},
        {"/suche?q=Suchwort&von=", ""},
        {"/suche?q=Suchwort&bis=", ""},
        {"/suche?q=Suchwort&sort=", ""},
        {"/suche?q=Suchwort&seite=", ""},
        {"/suche?q=Suchwort&je=", ""},
        {"/suche?q=Suchwort&mehr=", ""},
        {"/suche?q=Suchwort&lang=", ""},
        {"/suche?", "=1"},
        {"/dokument/", ""},
        {"/dokument/", "?q=Suchwort"},
        {"/dokument/n0?q=", ""},
        {"/dokument/n0?teil=", ""},
        {"/original/", ""},
        {"/text/", ""},
        {"/vorlage/", ""},
        {"/vorlage-id/", ""},
        {"/archiv/vorlage/", ""},
        {"/", "/vorlage/7/7"},
        {"/archiv/", "/vorlage/7/7"},
        {"/sitzung/", ""},
        {"/gremium/", ""},
        {"/static/", "/style.css"},
        {"/", ""},
        {"/api/search?q=", ""},
        {"/api/search?q=Suchwort&filter=typ=", ""},
        {"/api/search?q=Suchwort&facets=", ""},
        {"/api/show?id=", ""},
        {"/api/related?id=", ""},
        {"/api/trace?id=", ""},
        {"/oparl/paper/", ""},
        {"/oparl/file/", ""},
        {"/oparl/papers?modified_since=", ""},
    };
    for (size_t i = 0; i < sizeof slots / sizeof slots[0]; i++)
        get_with(slots[i][0], text, slots[i][1], which);
}

/* The same in headers, without what would end a line there. */
static void ask_in_headers(const char *text, size_t which)
{
    struct rat_buf header = RAT_BUF_INIT;
    if (strpbrk(text, "\r\n\x01\x7f\t"))
        return;
    rat_buf_printf(
        &header,
        "Accept-Language: %s\r\nIf-None-Match: %s\r\nUser-Agent: %s\r\nReferer: %s\r\nCookie: %s\r\n", text,
        text, text, text, text);
    get("/suche?q=Suchwort", rat_buf_cstr(&header), which);
    rat_buf_release(&header);
}

/* ---- an archive full of them ---- */

static void put_json_text(struct rat_buf *out, const char *key, const char *text)
{
    json_t *value = json_string(text);
    if (!value)
        value = json_string("\xef\xbf\xbd<script>alert(1)</script>\"'>");
    char *dumped = json_dumps(value, JSON_ENCODE_ANY);
    rat_buf_printf(out, ",\"%s\":%s", key, dumped);
    free(dumped);
    json_decref(value);
}

static void write_lines(const char *path, const struct soak_options *o)
{
    static const char *const keys[] = {"title",       "type",         "municipality", "body",
                                       "committee",   "reference",    "name",         "status",
                                       "lead_office", "download_url", "fremd"};
    struct rat_err err = RAT_ERR_INIT;
    struct rat_buf lines = RAT_BUF_INIT, text = RAT_BUF_INIT;
    for (size_t i = o->from; i < o->from + o->count && i < PAYLOADS; i++) {
        payload(which_payload(o, i), &text);
        rat_buf_printf(&lines, "{\"date\":\"2020-01-%02zu\"", i % 28 + 1);
        if (i % 2)
            put_json_text(&lines, "id", rat_buf_cstr(&text));
        else
            rat_buf_printf(&lines, ",\"id\":\"n%zu\"", i);
        for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++)
            put_json_text(&lines, keys[k], rat_buf_cstr(&text));
        rat_buf_puts(&text, " Suchwort ");
        put_json_text(&lines, "text", rat_buf_cstr(&text));
        rat_buf_puts(&lines, "}\n");
    }
    soak_must(rat_file_publish(path, lines.data, lines.size, &err), &err, path);
    rat_buf_release(&lines);
    rat_buf_release(&text);
}

static void show_all(size_t count)
{
    char target[100];
    for (size_t page = 1; page <= count / 10 + 1; page++) {
        snprintf(target, sizeof target, "/suche?q=Suchwort&seite=%zu&lang=%s", page, page % 2 ? "de" : "en");
        get(target, NULL, page);
        snprintf(target, sizeof target, "/api/search?q=Suchwort&offset=%zu&facets=typ,gremium,kommune",
                 page * 10);
        get(target, NULL, page);
    }
    get("/suche?q=*&je=vorlage&mehr=typ", NULL, 0);
    get("/suche?q=*&mehr=kommune", NULL, 0);
    get("/suche?q=*&mehr=gremium", NULL, 0);
    get("/statistik", NULL, 0);
    get("/", NULL, 0);
    get("/oparl/papers", NULL, 0);
    get("/oparl/files", NULL, 0);
}

int main(int argc, char **argv)
{
    struct soak_options o = soak_arguments(argc, argv, "--payloads", 40, PAYLOADS);
    struct rat_err err = RAT_ERR_INIT;
    struct rat_ingest_options options = {.threads = 2};
    struct rat_ingest_report report = {0};
    struct rat_archive_options fresh = {.analyzer = "german",
                                        .analyzer_version = rat_analyzer_version_of("german")};
    struct rat_buf text = RAT_BUF_INIT;
    soak_begin();
    const char *archive = soak_path("archive"), *source = soak_path("lines.jsonl");
    write_lines(source, &o);
    soak_must(rat_archive_create(archive, &fresh, &err), &err, "create");
    soak_must(rat_ingest(archive, &source, 1, &options, &report, &err), &err, "import");
    web_server_start(&server, &(struct rat_serve_options){.archive = archive, .log = RAT_LOG_OFF});
    show_all(report.documents);
    for (size_t i = o.from; i < o.from + o.count && i < PAYLOADS; i++) {
        size_t which = which_payload(&o, i);
        payload(which, &text);
        ask_everywhere(rat_buf_cstr(&text), which);
        ask_in_headers(rat_buf_cstr(&text), which);
    }
    if (web_server_stop(&server) != 0)
        soak_die("the server ended badly");
    rat_buf_release(&text);
    rat_buf_release(&encoded);
    printf("%llu documents full of payloads, %llu payloads in every slot: nothing got through\n",
           (unsigned long long)report.documents, (unsigned long long)o.count);
    return soak_end();
}
