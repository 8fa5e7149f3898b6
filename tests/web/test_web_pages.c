/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The pages of the sample archive, as a browser asks for them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tests/web/web_world.h"

#define FIRST_PAGE_BYTES 50000u
#define ID "https%3A%2F%2Frat.ahlenbruch.example%2Foparl%2Fbodies%2F0001%2F"

static struct web_world world;

static int setup(void **state)
{
    (void)state;
    web_world_sample(&world);
    web_world_start(&world);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    web_world_end(&world);
    return 0;
}

/* GETs and checks; the answer holds until the next call. */
static struct web_answer *page(const char *target, unsigned status)
{
    static struct web_answer answer;
    web_answer_release(&answer);
    web_world_page(&world, target, status, &answer);
    return &answer;
}

static void pages_are_valid(void **state)
{
    static const char *const targets[] = {"/",
                                          "/?lang=en",
                                          "/suche",
                                          "/suche?q=Radweg",
                                          "/suche?q=Radweg&lang=en",
                                          "/suche?q=Radweg&seite=2",
                                          "/suche?q=Radweg&gremium=Kreisausschuss&typ=Antrag&jahr=2012",
                                          "/suche?q=Radweg&mehr=gremium",
                                          "/suche?q=Radweg&je=vorlage&sort=neu&entfernt=1&von=2004&bis=2015",
                                          "/suche?q=gibtesnicht",
                                          "/suche?q=*&seite=9",
                                          "/hilfe",
                                          "/hilfe?lang=en",
                                          "/statistik",
                                          "/barrierefreiheit",
                                          "/ahlenbruch/vorlage/2011/6",
                                          "/dokument/" ID "files%2F30024",
                                          "/dokument/" ID "files%2F30024?q=Radweg",
                                          "/dokument/30024",
                                          "/sitzung/" ID "meetings%2F2003",
                                          "/gremium/" ID "organizations%2Fgr%2F108"};
    (void)state;
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++)
        page(targets[i], 200);
}

static void errors_are_pages(void **state)
{
    static const struct {
        const char *target;
        unsigned status;
    } cases[] = {{"/nichts", 404},
                 {"/vorlage/99/99", 404},
                 {"/dokument/nichts", 404},
                 {"/dokument/", 404},
                 {"/sitzung/x", 404},
                 {"/gremium/x", 404},
                 {"/ort/vorlage/1/1", 404},
                 {"/ort/abcd/vorlage/1/1", 404},
                 {"/original/x", 404},
                 {"/suche?q=datum:2021-13", 400},
                 {"/suche?q=%22%22", 400},
                 {"/suche?q=%ff%ff%", 400},
                 {"/suche?q=a%00b", 400},
                 {"/dokument/%zz", 404},
                 {"/suche?von=gestern", 400},
                 {"/static/x", 404},
                 {"/static/x/y", 404}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        page(cases[i].target, cases[i].status);
    web_world_has(page("/suche?q=datum:2021-13", 400), "So lässt sich nicht suchen");
}

static void a_search_shows_what_it_found(void **state)
{
    struct web_answer *a = page("/suche?q=Radweg", 200);
    (void)state;
    web_world_has(a, "46 Treffer");
    web_world_has(a, "<mark>Radweg</mark>");
    web_world_has(a, "<ol class=\"hits\" start=\"1\">");
    web_world_has(a, "href=\"/ahlenbruch/vorlage/2011/6-1\"");
    web_world_has(a, "rel=\"next\" href=\"/suche?q=Radweg&amp;seite=2\"");
    web_world_has(a, "href=\"/suche?q=Radweg&amp;gremium=Kreisausschuss\"");
    web_world_has(a, "<svg class=\"years\"");
    web_world_has(a, "Jahre als Tabelle");
    a = page("/suche?q=Radweg&seite=2", 200);
    web_world_has(a, "start=\"11\"");
    web_world_has(a, "rel=\"prev\"");
    a = page("/suche?q=Radweg+Haushalt&gremium=Kreisausschuss", 200);
    web_world_has(a, "Verstanden als:");
    web_world_has(a, "Einschränkung aufheben:");
    web_world_has(a, "href=\"/suche?q=Radweg%20Haushalt\"");
    a = page("/suche?q=gibtesnicht&jahr=2012", 200);
    web_world_has(a, "Keine Treffer");
    web_world_has(a, "dieselben Wörter ohne die Einschränkungen suchen");
    a = page("/suche?q=Radweg&lang=en", 200);
    web_world_has(a, "46 hits");
    web_world_has(a, "<html lang=\"en\">");
    web_world_has(a, "seite=2&amp;lang=en");
}

static void proxies_may_ask_with_the_host(void **state)
{
    (void)state;
    web_world_has(page("http://localhost/suche?q=Radweg", 200), "46 Treffer");
    page("https://localhost", 200);
}

static void languages_follow_the_browser(void **state)
{
    struct web_answer a;
    (void)state;
    web_get(&world.server, "/hilfe", "Accept-Language: en-GB,en;q=0.9\r\n", &a);
    web_world_has(&a, "Search help");
    web_answer_release(&a);
    web_get(&world.server, "/hilfe?lang=de", "Accept-Language: en\r\n", &a);
    web_world_has(&a, "Suchhilfe");
    web_world_has(&a, "href=\"/suche?q=Radweg%20Haushalt&amp;lang=de\"");
    web_answer_release(&a);
}

static void addresses_are_permanent(void **state)
{
    struct web_answer a;
    char value[300];
    (void)state;
    web_get(&world.server, "/vorlage/2011/6", NULL, &a);
    assert_int_equal(a.status, 302);
    assert_true(web_header(&a, "Location", value, sizeof value));
    assert_string_equal(value, "/ahlenbruch/vorlage/2011/6");
    web_answer_release(&a);
    /* the archive holds the number several times: a choice, in the short form and with a place that does not decide */
    web_world_has(page("/vorlage/9/1", 300), "/vorlage-id/text%2F1994%2F30001_9-1_antrag.txt");
    page("/vorlage-id/text%2F1994%2F30001_9-1_antrag.txt", 200);
    page("/archiv/vorlage/9/1", 300);
    page("/archiv/1994/vorlage/9/1", 300);
    page("/archiv/1900/vorlage/9/1", 404);
    page("/ahlenbruch/2000-2020/vorlage/2011/6", 200);
    page("/ahlenbruch/2020-2021/vorlage/2011/6", 404);
    web_get(&world.server, "/dokument/2011/6", NULL, &a);
    assert_int_equal(a.status, 302);
    web_answer_release(&a);
}

static void papers_and_meetings_lead_to_each_other(void **state)
{
    struct web_answer *a = page("/ahlenbruch/vorlage/2011/6", 200);
    (void)state;
    web_world_has(a, "<ol class=\"timeline\">");
    web_world_has(a, "href=\"/sitzung/" ID "meetings%2F");
    web_world_has(a, "href=\"/gremium/" ID "organizations%2Fgr%2F");
    web_world_has(a, "href=\"/dokument/" ID "files%2F");
    web_world_has(a, "Verbundene Vorlagen");
    web_world_has(a, "href=\"/ahlenbruch/vorlage/2011/6-1\"");
    web_world_has(a, "Verwandtes");
    a = page("/sitzung/" ID "meetings%2F2003", 200);
    web_world_has(a, "Tagesordnung");
    web_world_has(a, "Kenntnisnahme");
    web_world_has(a, "22.01.2004, 16:30");
    web_world_has(a, "/vorlage/");
    a = page("/gremium/" ID "organizations%2Fgr%2F108", 200);
    web_world_has(a, "href=\"/sitzung/" ID "meetings%2F2003\"");
}

static void documents_show_text_and_origin(void **state)
{
    struct web_answer *a = page("/dokument/" ID "files%2F30024?q=Radweg", 200);
    (void)state;
    web_world_has(a, "<mark id=\"m1\">");
    web_world_has(a, "Fundstellen im Text für");
    web_world_has(a, "SHA-256 des Originals");
    web_world_lacks(a, world.archive);
    if (getenv("RAT_SOURCE_DIR"))
        web_world_lacks(a, getenv("RAT_SOURCE_DIR"));
    web_world_lacks(page("/dokument/" ID "files%2F30024", 200), "<mark");
    web_world_has(page("/dokument/" ID "files%2F30024?q=gibtesnicht", 200), "Im Text nicht gefunden:");
}

static void originals_are_downloads(void **state)
{
    struct web_answer a;
    char value[300];
    (void)state;
    web_get(&world.server, "/original/" ID "files%2F30024", NULL, &a);
    assert_int_equal(a.status, 200);
    assert_true(web_header(&a, "Content-Disposition", value, sizeof value));
    assert_string_equal(value, "attachment; filename=\"30024.txt\"; filename*=UTF-8''30024.txt");
    assert_true(web_header(&a, "Content-Type", value, sizeof value));
    assert_string_equal(value, "text/plain; charset=utf-8");
    assert_true(web_header(&a, "Content-Security-Policy", value, sizeof value));
    assert_non_null(strstr(value, "sandbox"));
    assert_true(web_header(&a, "X-Content-Type-Options", value, sizeof value));
    assert_true(a.body_size > 100);
    web_answer_release(&a);
    web_get(&world.server, "/original/" ID "files%2F30024?fassung=7", NULL, &a);
    assert_int_equal(a.status, 404);
    web_answer_release(&a);
}

static void headers_protect(void **state)
{
    static const char *const targets[] = {"/",          "/suche?q=Radweg", "/nichts",
                                          "/api/stats", "/healthz",        "/metrics"};
    static const struct {
        const char *name, *part;
    } wanted[] = {{"Content-Security-Policy", "default-src 'none'"},
                  {"Content-Security-Policy", "frame-ancestors 'none'"},
                  {"X-Content-Type-Options", "nosniff"},
                  {"Referrer-Policy", "no-referrer"},
                  {"X-Frame-Options", "DENY"},
                  {"Permissions-Policy", "camera=()"},
                  {"Cross-Origin-Opener-Policy", "same-origin"},
                  {"Cache-Control", "no-"}};
    char value[400];
    (void)state;
    for (size_t t = 0; t < sizeof targets / sizeof targets[0]; t++) {
        struct web_answer a;
        web_get(&world.server, targets[t], NULL, &a);
        for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
            if (!web_header(&a, wanted[i].name, value, sizeof value) || !strstr(value, wanted[i].part))
                fail_msg("%s: %s lacks %s", targets[t], wanted[i].name, wanted[i].part);
        assert_false(web_header(&a, "Set-Cookie", value, sizeof value));
        web_answer_release(&a);
    }
    web_world_lacks(page("/", 200), "style=");
}

/* Everything that the first visit loads. */
static void first_page_is_small(void **state)
{
    struct web_answer *a = page("/", 200);
    size_t bytes = a->body_size, files = 0;
    char *html = strdup(a->body);
    (void)state;
    for (char *at = html; (at = strstr(at, "\"/static/")) != NULL; at++) {
        char target[200], value[200];
        struct web_answer file;
        snprintf(target, sizeof target, "%.*s", (int)strcspn(at + 1, "\""), at + 1);
        web_get(&world.server, target, NULL, &file);
        assert_int_equal(file.status, 200);
        assert_true(web_header(&file, "Cache-Control", value, sizeof value));
        assert_non_null(strstr(value, "immutable"));
        bytes += file.body_size;
        files++;
        web_answer_release(&file);
    }
    free(html);
    assert_int_equal(files, 3);
    assert_true(bytes <= FIRST_PAGE_BYTES);
}

static void unchanged_pages_are_not_sent_again(void **state)
{
    struct web_answer a;
    char etag[200], header[240];
    (void)state;
    web_get(&world.server, "/suche?q=Radweg", NULL, &a);
    assert_true(web_header(&a, "ETag", etag, sizeof etag));
    web_answer_release(&a);
    snprintf(header, sizeof header, "If-None-Match: %s\r\n", etag);
    web_get(&world.server, "/suche?q=Radweg", header, &a);
    assert_int_equal(a.status, 304);
    assert_int_equal(a.body_size, 0);
    web_answer_release(&a);
    web_get(&world.server, "/suche?q=Radweg&lang=en", header, &a);
    assert_int_equal(a.status, 200);
    web_answer_release(&a);
}

static void only_reading_is_allowed(void **state)
{
    struct web_answer a;
    char value[100];
    struct rat_buf target = RAT_BUF_INIT;
    (void)state;
    web_request(&world.server, "POST", "/suche", "Content-Length: 3\r\n", &a);
    assert_int_equal(a.status, 405);
    assert_true(web_header(&a, "Allow", value, sizeof value));
    web_answer_release(&a);
    web_request(&world.server, "HEAD", "/suche?q=Radweg", NULL, &a);
    assert_int_equal(a.status, 200);
    assert_int_equal(a.body_size, 0);
    web_answer_release(&a);
    web_get(&world.server, "/suche", "Content-Length: 3\r\n", &a);
    assert_int_equal(a.status, 413);
    web_answer_release(&a);
    rat_buf_puts(&target, "/suche?q=");
    for (int i = 0; i < 900; i++)
        rat_buf_puts(&target, "abcdefghij");
    web_get(&world.server, rat_buf_cstr(&target), NULL, &a);
    assert_int_equal(a.status, 414);
    web_answer_release(&a);
    rat_buf_release(&target);
}

static void the_operator_can_look(void **state)
{
    struct web_answer a;
    (void)state;
    web_get(&world.server, "/healthz", NULL, &a);
    assert_int_equal(a.status, 200);
    web_world_has(&a, "ok\ngeneration ");
    web_answer_release(&a);
    web_get(&world.server, "/metrics", NULL, &a);
    assert_int_equal(a.status, 200);
    web_world_has(&a, "ratsarchiv_requests_total{status=\"2xx\"} ");
    web_world_has(&a, "ratsarchiv_request_seconds_bucket{le=\"+Inf\"} ");
    web_world_has(&a, "ratsarchiv_generation ");
    web_answer_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_are_valid),
        cmocka_unit_test(errors_are_pages),
        cmocka_unit_test(a_search_shows_what_it_found),
        cmocka_unit_test(proxies_may_ask_with_the_host),
        cmocka_unit_test(languages_follow_the_browser),
        cmocka_unit_test(addresses_are_permanent),
        cmocka_unit_test(papers_and_meetings_lead_to_each_other),
        cmocka_unit_test(documents_show_text_and_origin),
        cmocka_unit_test(originals_are_downloads),
        cmocka_unit_test(headers_protect),
        cmocka_unit_test(first_page_is_small),
        cmocka_unit_test(unchanged_pages_are_not_sent_again),
        cmocka_unit_test(only_reading_is_allowed),
        cmocka_unit_test(the_operator_can_look),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
