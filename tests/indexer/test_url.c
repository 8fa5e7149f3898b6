/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "indexer/oparl_wire.h"
#include "indexer/url.h"

#include <arpa/inet.h>
#include <netinet/in.h>

static void resolves(const char *base, const char *text, const char *wanted)
{
    struct rat_buf out = RAT_BUF_INIT;
    struct rat_err err = RAT_ERR_INIT;
    if (rat_url_resolve(base, text, &out, &err) != RAT_OK)
        fail_msg("%s: %s", text, err.msg);
    assert_string_equal(rat_buf_cstr(&out), wanted);
    rat_buf_release(&out);
}

static void refuses(const char *base, const char *text)
{
    struct rat_buf out = RAT_BUF_INIT;
    struct rat_err err = RAT_ERR_INIT;
    if (rat_url_resolve(base, text, &out, &err) == RAT_OK)
        fail_msg("%s becomes %s", text, rat_buf_cstr(&out));
    assert_int_equal(err.code, RAT_EINPUT);
    assert_true(err.msg[0] && (err.where[0] || !*text));
    rat_buf_release(&out);
}

static void addresses_are_resolved(void **state)
{
    (void)state;
    const char *base = "https://rat.example/oparl/v1/papers?page=2";
    resolves(NULL, "https://rat.example/oparl/system", "https://rat.example/oparl/system");
    resolves(NULL, "HTTP://Rat.Example/oparl", "http://Rat.Example/oparl");
    resolves(base, "papers?page=3", "https://rat.example/oparl/v1/papers?page=3");
    resolves(base, "/files/1.txt", "https://rat.example/files/1.txt");
    resolves(base, "?page=3&modified_since=2020-01-01T00:00:00+01:00",
             "https://rat.example/oparl/v1/papers?page=3&modified_since=2020-01-01T00:00:00+01:00");
    resolves(base, "https://other.example/a b\xC3\xBC.pdf#seite", "https://other.example/a%20b%C3%BC.pdf");
    resolves(base, "https://rat.example/a%20b", "https://rat.example/a%20b");
    resolves(base, "http://rat.example/next", "https://rat.example/next");
    resolves(base, "http://rat.example:80/next", "https://rat.example/next");
    resolves("http://rat.example/x", "https://other.example/", "https://other.example/");
}

static void other_schemes_are_refused(void **state)
{
    (void)state;
    const char *base = "https://rat.example/oparl/system";
    static const char *const bad[] = {"file:///etc/passwd",
                                      "FILE:/etc/passwd",
                                      "gopher://127.0.0.1:70/_x",
                                      "ftp://rat.example/x",
                                      "dict://localhost:11211/stat",
                                      "ldap://localhost/",
                                      "javascript:alert(1)",
                                      "data:text/plain,x",
                                      "http://other.example/unencrypted",
                                      "https://name:word@rat.example/",
                                      "https://name@rat.example/",
                                      "https://",
                                      ""};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        refuses(base, bad[i]);
    refuses(NULL, "oparl/system");
    refuses(NULL, "rat.example");
    struct rat_buf longest = RAT_BUF_INIT;
    rat_buf_puts(&longest, "https://rat.example/");
    for (int i = 0; i < 10000; i++)
        rat_buf_byte(&longest, 'a');
    refuses(base, rat_buf_cstr(&longest));
    rat_buf_release(&longest);
}

static bool is_private(const char *text)
{
    struct sockaddr_in v4 = {.sin_family = AF_INET};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
    if (inet_pton(AF_INET, text, &v4.sin_addr) == 1)
        return rat_address_is_private((const struct sockaddr *)&v4);
    assert_int_equal(inet_pton(AF_INET6, text, &v6.sin6_addr), 1);
    return rat_address_is_private((const struct sockaddr *)&v6);
}

static void private_addresses(void **state)
{
    (void)state;
    static const char *const inside[] = {"0.0.0.0",
                                         "10.1.2.3",
                                         "100.64.0.1",
                                         "100.127.255.255",
                                         "127.0.0.1",
                                         "127.255.255.255",
                                         "169.254.169.254",
                                         "172.16.0.1",
                                         "172.31.255.255",
                                         "192.168.0.1",
                                         "198.18.0.1",
                                         "224.0.0.1",
                                         "255.255.255.255",
                                         "192.0.2.1",
                                         "::",
                                         "::1",
                                         "fc00::1",
                                         "fdff::1",
                                         "fe80::1",
                                         "ff02::1",
                                         "::ffff:127.0.0.1",
                                         "::ffff:10.0.0.1",
                                         "64:ff9b::7f00:1",
                                         "2002:7f00:1::",
                                         "2001:db8::1",
                                         "2001::1",
                                         "::7f00:1"};
    static const char *const outside[] = {"1.1.1.1",        "9.255.255.255", "11.0.0.0",    "100.63.255.255",
                                          "100.128.0.0",    "172.15.0.1",    "172.32.0.1",  "192.167.1.1",
                                          "193.99.144.80",  "223.255.255.1", "2a02:2e0::1", "2001:4860::1",
                                          "2002:101:101::", "::ffff:1.1.1.1"};
    for (size_t i = 0; i < sizeof inside / sizeof *inside; i++)
        if (!is_private(inside[i]))
            fail_msg("%s counts as public", inside[i]);
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++)
        if (is_private(outside[i]))
            fail_msg("%s counts as private", outside[i]);
    struct sockaddr local = {.sa_family = AF_UNIX};
    assert_true(rat_address_is_private(&local));
}

/* ---- oparl_wire.h ---- */

static void key_is(const char *id, const char *wanted)
{
    struct rat_buf out = RAT_BUF_INIT;
    rat_oparl_key(id, &out);
    assert_string_equal(rat_buf_cstr(&out), wanted);
    rat_buf_release(&out);
}

static void ids_as_keys(void **state)
{
    (void)state;
    key_is("https://r.example/oparl/paper/5", "https://r.example/oparl/paper/5");
    key_is("https://r.example//oparl///paper//5", "https://r.example/oparl/paper/5");
    key_is("https://r.example/oparl/paper/5/", "https://r.example/oparl/paper/5");
    key_is("https://r.example//get?id=//5", "https://r.example/get?id=//5");
    key_is("https://", "https://");
    key_is("5", "5");
    key_is("", "");
}

static void filter_is(const char *url, const char *wanted)
{
    struct rat_buf out = RAT_BUF_INIT;
    rat_oparl_filter(url, 1709290800, &out); /* 2024-03-01T11:00:00Z */
    assert_string_equal(rat_buf_cstr(&out), wanted);
    rat_buf_release(&out);
}

static void times_and_filters(void **state)
{
    (void)state;
    int64_t t;
    static const char *const same[] = {"2024-03-01T12:00:00+01:00",
                                       "2024-03-01T11:00:00Z",
                                       "2024-03-01T12:00:00 01:00",
                                       "2024-03-01T10:00:00-01:00",
                                       "2024-03-01T12:00:00.123456+01:00",
                                       "2024-03-01 11:00:00",
                                       "2024-03-01T12:00+0100"};
    static const char *const none[] = {"",
                                       "gestern",
                                       "2024-03-01T",
                                       "2024-03-01T12:00:00+1",
                                       "2024-03-01T25:00:00Z",
                                       "2024-13-01",
                                       "2024-03-01T12:00:00+01:00x"};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        if (!rat_oparl_time(same[i], &t) || t != 1709290800)
            fail_msg("%s", same[i]);
    }
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (rat_oparl_time(none[i], &t))
            fail_msg("%s is a time", none[i]);
    assert_false(rat_oparl_time(NULL, &t));
    assert_true(rat_oparl_time("1969-12-31T23:30:00Z", &t));
    assert_int_equal(t, -1800);
    struct rat_buf out = RAT_BUF_INIT;
    rat_oparl_time_put(-1800, &out);
    assert_string_equal(rat_buf_cstr(&out), "1969-12-31T22:30:00-01:00");
    rat_buf_release(&out);
    filter_is("https://r/papers", "https://r/papers?modified_since=2024-03-01T10:00:00-01:00");
    filter_is("https://r/papers?", "https://r/papers?modified_since=2024-03-01T10:00:00-01:00");
    filter_is("https://r/papers?page=2", "https://r/papers?page=2&modified_since=2024-03-01T10:00:00-01:00");
    filter_is("https://r/papers?modified_since=2024-03-01T12:00:00+01:00&page=2",
              "https://r/papers?page=2&modified_since=2024-03-01T10:00:00-01:00");
    filter_is("https://r/papers?modified_since=2024-03-01T12%3A00%3A00%2B01%3A00",
              "https://r/papers?modified_since=2024-03-01T10:00:00-01:00");
    filter_is("https://r/papers?created_since=2024-03-01T12%3A00%3A00.5%2B01%3A00&x",
              "https://r/"
              "papers?created_since=2024-03-01T10:00:00-01:00&x&modified_since=2024-03-01T10:00:00-01:00");
    filter_is("https://r/papers?created_until=morgen",
              "https://r/papers?created_until=morgen&modified_since=2024-03-01T10:00:00-01:00");
}

static void municipal_keys(void **state)
{
    (void)state;
    static const struct {
        const char *json, *name, *wanted;
    } cases[] = {{"{\"ags\":\"08212000\"}", "ags", "08212000"},
                 {"{\"ags\":\"8212000\"}", "ags", "08212000"},
                 {"{\"ags\":8212000}", "ags", "08212000"},
                 {"{\"ags\":\"031570\"}", "ags", "031570"},
                 {"{\"ags\":\"N/A\"}", "ags", ""},
                 {"{}", "ags", ""},
                 {"{\"rgs\":82120000000}", "rgs", "082120000000"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rat_buf out = RAT_BUF_INIT;
        json_t *body = json_loads(cases[i].json, 0, NULL);
        rat_oparl_municipal_key(body, cases[i].name, &out);
        assert_string_equal(rat_buf_cstr(&out), cases[i].wanted);
        json_decref(body);
        rat_buf_release(&out);
    }
}

static bool equal_but_times(const char *a, const char *b)
{
    json_t *x = json_loads(a, 0, NULL), *y = json_loads(b, 0, NULL);
    bool same = rat_oparl_same_but_times(x, y);
    json_decref(x);
    json_decref(y);
    return same;
}

static void objects_but_for_their_times(void **state)
{
    (void)state;
    assert_true(equal_but_times("{\"a\":1,\"created\":\"x\"}", "{\"a\":1,\"created\":\"y\"}"));
    assert_true(equal_but_times("{\"a\":[{\"modified\":\"x\",\"b\":2}]}", "{\"a\":[{\"b\":2}]}"));
    assert_false(equal_but_times("{\"a\":1}", "{\"a\":1,\"b\":1}"));
    assert_false(equal_but_times("{\"a\":1,\"b\":1}", "{\"a\":1}"));
    assert_false(equal_but_times("{\"a\":[1]}", "{\"a\":[1,2]}"));
    assert_false(equal_but_times("{\"a\":[1]}", "{\"a\":1}"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_are_resolved),      cmocka_unit_test(other_schemes_are_refused),
        cmocka_unit_test(private_addresses),           cmocka_unit_test(ids_as_keys),
        cmocka_unit_test(times_and_filters),           cmocka_unit_test(municipal_keys),
        cmocka_unit_test(objects_but_for_their_times),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
