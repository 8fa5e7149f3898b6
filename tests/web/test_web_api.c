/* SPDX-License-Identifier: GPL-2.0-or-later */
/* /api against its OpenAPI file and against the engine; OParl from the system object to every object that it names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "query/answer.h"
#include "tests/web/json_schema.h"
#include "tests/web/web_world.h"

static struct web_world world;

static int setup(void **state)
{
    (void)state;
    web_world_sample(&world);
    web_world_lines(&world, "removed.jsonl",
                    "{\"id\":\"weg\",\"text\":\"Verschwundenes\"}\n{\"id\":\"weg\",\"deleted\":true}\n"
                    "{\"id\":\"da\",\"text\":\"Bleibendes\",\"municipality\":\"Landkreis "
                    "Übersee\",\"reference\":\"7/7\"}\n");
    web_world_start(&world);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    web_world_end(&world);
    return 0;
}

/* The JSON at the address; decref it. */
static json_t *get_json(const char *target, unsigned status)
{
    struct web_answer a;
    char type[100];
    web_get(&world.server, target, NULL, &a);
    if (a.status != status)
        fail_msg("%s: status %u: %.300s", target, a.status, a.body);
    assert_true(web_header(&a, "Content-Type", type, sizeof type));
    assert_string_equal(type, "application/json");
    assert_true(web_header(&a, "Access-Control-Allow-Origin", type, sizeof type));
    json_t *json = json_loadb(a.body, a.body_size, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(json);
    web_answer_release(&a);
    return json;
}

/* ---- OpenAPI ---- */

static void must_fit(json_t *openapi, const char *path, const char *target, unsigned status)
{
    struct json_schema s = {.document = openapi};
    json_t *answer = get_json(target, status), *response = NULL;
    char code[8];
    snprintf(code, sizeof code, "%u", status);
    response = json_object_get(
        json_object_get(json_object_get(json_object_get(json_object_get(openapi, "paths"), path), "get"),
                        "responses"),
        code);
    const json_t *schema = json_resolve(&s, response);
    schema =
        json_object_get(json_object_get(json_object_get(schema, "content"), "application/json"), "schema");
    assert_non_null(schema);
    if (!json_fits(&s, schema, answer, "$"))
        fail_msg("%s: %s", target, s.why);
    json_decref(answer);
}

static void answers_are_as_described(void **state)
{
    json_t *openapi = get_json("/api/openapi.json", 200);
    (void)state;
    must_fit(openapi, "/api/search", "/api/search?q=Radweg&facets=jahr,typ&limit=50", 200);
    must_fit(openapi, "/api/search", "/api/search?q=gibtesnicht", 200);
    must_fit(openapi, "/api/search", "/api/search?filter=typ=Antrag&sort=newest&group=paper", 200);
    must_fit(openapi, "/api/search", "/api/search?q=Radweg&limit=101", 400);
    must_fit(openapi, "/api/search", "/api/search?q=Radweg&offset=10001", 400);
    must_fit(openapi, "/api/search", "/api/search?q=Radweg&sort=egal", 400);
    must_fit(openapi, "/api/search", "/api/search?q=Radweg&filter=egal", 400);
    must_fit(openapi, "/api/search", "/api/search?q=Radweg&facets=egal", 400);
    must_fit(openapi, "/api/search", "/api/search", 400);
    must_fit(openapi, "/api/show", "/api/show?id=2011/6", 200);
    must_fit(openapi, "/api/show", "/api/show?id=30024", 200);
    must_fit(openapi, "/api/show", "/api/show?id=9/1", 400);
    must_fit(openapi, "/api/show", "/api/show?id=nichts", 404);
    must_fit(openapi, "/api/related", "/api/related?id=2011/6&limit=5", 200);
    must_fit(openapi, "/api/related", "/api/related?id=30024", 200);
    must_fit(openapi, "/api/related", "/api/related?id=2011/6&limit=0", 400);
    must_fit(openapi, "/api/related", "/api/related?id=nichts", 404);
    must_fit(openapi, "/api/trace", "/api/trace?id=2011/6", 200);
    must_fit(openapi, "/api/trace", "/api/trace?id=30024", 200);
    must_fit(openapi, "/api/trace", "/api/trace?id=nichts", 404);
    must_fit(openapi, "/api/stats", "/api/stats", 200);
    json_decref(openapi);
}

/* The schema must be able to say no. */
static void the_reader_of_schemas_can_fail(void **state)
{
    json_t *openapi = get_json("/api/openapi.json", 200),
           *wrong = json_pack("{s:{s:s}}", "error", "code", "x");
    struct json_schema s = {.document = openapi};
    (void)state;
    json_t *schemas = json_object_get(json_object_get(openapi, "components"), "schemas");
    assert_false(json_fits(&s, json_object_get(schemas, "Error"), wrong, "$"));
    assert_string_equal(s.why, "$.error.message: is missing");
    json_decref(wrong);
    json_decref(openapi);
}

static void answers_are_those_of_the_engine(void **state)
{
    struct rat_err err = RAT_ERR_INIT;
    struct rat_hits hits = {0};
    struct rat_json json;
    (void)state;
    rat_arena_init(&hits.arena, 0);
    rat_arena_init(&hits.request_arena, 0);
    hits.request = (struct rat_request)RAT_REQUEST_INIT;
    hits.request.query = "Radweg gremium:Kreisausschuss";
    assert_int_equal(rat_snapshot_open(world.archive, &hits.snapshot, &err), RAT_OK);
    assert_int_equal(rat_hits_set_facets(&hits, "jahr,typ", &err), RAT_OK);
    assert_int_equal(rat_search_run(hits.snapshot, &hits.request, &hits.search, &err), RAT_OK);
    hits.result = rat_search_result(hits.search);
    assert_int_equal(rat_json_begin(&json, &err), RAT_OK);
    assert_int_equal(rat_hits_put_json(&hits, &json, &err), RAT_OK);
    json_t *answer = get_json("/api/search?q=Radweg%20gremium:Kreisausschuss&facets=jahr,typ", 200);
    struct rat_buf text = RAT_BUF_INIT;
    assert_int_equal(rat_json_write(&json, 0, &text, &err), RAT_OK);
    json_t *wanted = json_loadb((const char *)text.data, text.size, 0, NULL);
    json_object_del(answer, "took_us");
    json_object_del(wanted, "took_us");
    assert_true(json_equal(answer, wanted));
    json_decref(answer);
    json_decref(wanted);
    rat_buf_release(&text);
    rat_search_free(hits.search);
    rat_snapshot_close(hits.snapshot);
    rat_arena_release(&hits.arena);
    rat_arena_release(&hits.request_arena);
}

static void paths_of_the_server_stay_there(void **state)
{
    static const char *const targets[] = {"/api/show?id=30024", "/api/show?id=2011/6", "/api/show?id=da"};
    (void)state;
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        struct web_answer a;
        web_get(&world.server, targets[i], NULL, &a);
        web_world_lacks(&a, world.dir.folder);
        if (getenv("RAT_SOURCE_DIR"))
            web_world_lacks(&a, getenv("RAT_SOURCE_DIR"));
        web_answer_release(&a);
    }
}

/* ---- OParl ---- */

/* The path of an absolute address of this server. */
static const char *path_of(const char *url)
{
    static const char base[] = "http://localhost";
    if (strncmp(url, base, sizeof base - 1) != 0)
        fail_msg("%s is not an address of this server", url);
    return url + sizeof base - 1;
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    if (!text)
        fail_msg("%s is missing in %s", key, json_string_value(json_object_get(object, "id")));
    return text;
}

/* What the specification asks of every object: its address answers with it, type, moments with a time zone, no nulls. */
static void check_object(const json_t *object, const char *type)
{
    char wanted[100];
    const char *key;
    json_t *value;
    snprintf(wanted, sizeof wanted, "https://schema.oparl.org/1.1/%s", type);
    assert_string_equal(text_of(object, "type"), wanted);
    for (int i = 0; i < 2; i++) {
        const char *moment = text_of(object, i ? "created" : "modified");
        assert_true(strlen(moment) >= 20 && moment[10] == 'T' &&
                    (strchr(moment, 'Z') || strlen(moment) >= 25));
    }
    json_object_foreach((json_t *)object, key, value) if (json_is_null(value)) fail_msg("%s is null", key);
    json_t *same = get_json(path_of(text_of(object, "id")), 200);
    assert_string_equal(text_of(same, "id"), text_of(object, "id"));
    assert_string_equal(text_of(same, "type"), wanted);
    json_decref(same);
}

static void check_parts(const json_t *object, const char *key, const char *type)
{
    const json_t *list = json_object_get(object, key), *one;
    size_t i;
    if (json_is_object(list))
        check_object(list, type);
    json_array_foreach(list, i, one) check_object(one, type);
}

/* All objects of a list, page by page; returns how many. */
static size_t check_list(const char *url, const char *type, size_t *deleted)
{
    size_t seen = 0, total = 0;
    char *next = strdup(path_of(url));
    *deleted = 0;
    while (next) {
        json_t *page = get_json(next, 200), *object;
        size_t i;
        json_array_foreach(json_object_get(page, "data"), i, object)
        {
            check_object(object, type);
            check_parts(object, "mainFile", "File");
            check_parts(object, "auxiliaryFile", "File");
            check_parts(object, "consultation", "Consultation");
            check_parts(object, "agendaItem", "AgendaItem");
            *deleted += json_is_true(json_object_get(object, "deleted"));
            seen++;
        }
        total =
            (size_t)json_integer_value(json_object_get(json_object_get(page, "pagination"), "totalElements"));
        const char *more = json_string_value(json_object_get(json_object_get(page, "links"), "next"));
        free(next);
        next = more ? strdup(path_of(more)) : NULL;
        json_decref(page);
    }
    assert_int_equal(seen, total);
    return seen;
}

static void oparl_holds_together(void **state)
{
    json_t *system = get_json("/oparl/system", 200);
    size_t gone;
    (void)state;
    check_object(system, "System");
    assert_string_equal(text_of(system, "oparlVersion"), "https://schema.oparl.org/1.1/");
    assert_int_equal(check_list(text_of(system, "body"), "Body", &gone), 1);
    json_t *body = get_json("/oparl/body", 200);
    assert_true(json_is_array(json_object_get(body, "legislativeTerm")));
    assert_int_equal(check_list(text_of(body, "person"), "Person", &gone), 0);
    assert_int_equal(check_list(text_of(body, "organization"), "Organization", &gone), 50);
    assert_int_equal(check_list(text_of(body, "meeting"), "Meeting", &gone), 32);
    assert_int_equal(check_list(text_of(body, "paper"), "Paper", &gone),
                     49); /* one more is gone at its source */
    assert_int_equal(gone, 0);
    assert_int_equal(check_list(text_of(body, "file"), "File", &gone), 108);
    assert_int_equal(gone, 0);
    json_decref(body);
    json_decref(system);
}

static void oparl_tells_what_changed(void **state)
{
    size_t gone;
    (void)state;
    assert_int_equal(
        check_list("http://localhost/oparl/papers?modified_since=1980-01-01T00:00:00Z", "Paper", &gone), 50);
    assert_int_equal(gone, 1);
    assert_int_equal(
        check_list("http://localhost/oparl/files?modified_since=1980-01-01T00:00:00Z", "File", &gone), 109);
    assert_int_equal(gone, 1);
    assert_int_equal(
        check_list("http://localhost/oparl/meetings?modified_since=2005-11-30T00:00:00%2B01:00", "Meeting",
                   &gone) +
            check_list("http://localhost/oparl/meetings?modified_until=2005-11-29T23:59:59%2B01:00",
                       "Meeting", &gone),
        32);
    assert_int_equal(
        check_list("http://localhost/oparl/papers?modified_since=2999-01-01T00:00:00Z", "Paper", &gone), 0);
    json_decref(get_json("/oparl/papers?modified_since=gestern", 400));
    json_decref(get_json("/oparl/paper/nichts", 404));
    json_decref(get_json("/oparl/consultation/nichts/0", 404));
    json_decref(get_json("/oparl/agendaitem/x", 404));
    json_decref(get_json("/oparl/nichts", 404));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_are_as_described),
        cmocka_unit_test(the_reader_of_schemas_can_fail),
        cmocka_unit_test(answers_are_those_of_the_engine),
        cmocka_unit_test(paths_of_the_server_stay_there),
        cmocka_unit_test(oparl_holds_together),
        cmocka_unit_test(oparl_tells_what_changed),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
