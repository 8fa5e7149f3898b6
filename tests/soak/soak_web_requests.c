/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Malformed requests: good ones, cut, flipped, doubled, filled with bytes that do not belong there, and random ones. The
 * server answers in HTTP or closes, and goes on answering good ones; with sanitizers it says nothing.
 *
 *     soak_web_requests [--sample] [--requests N] [--seed S] [--from K]
 */
#include "tests/faults/soak.h"
#include "tests/support/web_server.h"

#define REQUEST_BYTES_MAX 70000u
#define GOOD_EVERY 500u
#define PATIENCE_MS 10 /* half a head gets no answer before its deadline */

static const char *const seeds[] = {
    "GET /suche?q=Radweg&gremium=Kreisausschuss&seite=2 HTTP/1.1\r\nHost: localhost\r\nAccept-Language: "
    "de,en;q=0.5\r\n\r\n",
    "GET / HTTP/1.0\r\n\r\n",
    "HEAD /dokument/a%2Fb?q=%22x%22&teil=3 HTTP/1.1\r\nHost: [::1]:8080\r\nIf-None-Match: "
    "W/\"x\"\r\nConnection: close\r\n\r\n",
    "POST /api/search?q=a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhallo",
    "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhallo\r\n0\r\n\r\n",
    "GET /api/show?id=2020/740 HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n",
    "GET /oparl/papers?modified_since=2020-01-01T00:00:00%2B01:00&page=2 HTTP/1.1\r\nHost: x\r\n\r\n"
    "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "GET http://rat.example.org/suche?q=a HTTP/1.1\r\nHost: x\r\nCookie: a=b\r\n folded\r\n\r\n",
    "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
    "GET /static/x/style.css HTTP/1.1\r\nHost: x\r\nRange: bytes=0-10\r\nUpgrade: websocket\r\nConnection: "
    "upgrade\r\n\r\n",
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
};

static uint64_t below(struct prng *random, uint64_t n)
{
    return prng_next(random) % n;
}

static void put_random(struct rat_buf *out, struct prng *random, size_t n)
{
    for (size_t i = 0; i < n; i++)
        rat_buf_byte(out, (uint8_t)prng_next(random));
}

/* Something that a parser of HTTP may stumble over. */
static void put_trap(struct rat_buf *out, struct prng *random)
{
    static const char *const traps[] = {"%",
                                        "%0",
                                        "%00",
                                        "%zz",
                                        "\r\n",
                                        "\n\n",
                                        "\r\r",
                                        "\0\0",
                                        ": ",
                                        "HTTP/1.1",
                                        "HTTP/9.9",
                                        "Content-Length: -1\r\n",
                                        "Content-Length: 99999999999999999999\r\n",
                                        "Transfer-Encoding: chunked\r\n",
                                        "Host: \r\n",
                                        "?",
                                        "&&&&",
                                        "=",
                                        "/../",
                                        "//",
                                        "#",
                                        "\t",
                                        "\xff\xfe",
                                        "%F4%90%80%80",
                                        "%C0%AF",
                                        "lang=en&lang=de&",
                                        "seite=18446744073709551616&",
                                        "jahr=..&",
                                        "von=0000-00-00&"};
    size_t which = (size_t)below(random, sizeof traps / sizeof traps[0] + 2);
    if (which < sizeof traps / sizeof traps[0]) {
        rat_buf_append(out, traps[which], which == 7 ? 2 : strlen(traps[which]));
        return;
    }
    size_t n = (size_t)below(random, which % 2 ? 300 : 40000);
    for (size_t i = 0; i < n; i++)
        rat_buf_byte(out, "aA0%&= "[i % 7]);
}

static void mutate(struct rat_buf *request, struct prng *random)
{
    struct rat_buf next = RAT_BUF_INIT;
    size_t at = request->size ? (size_t)below(random, request->size) : 0;
    switch (below(random, 6)) {
    case 0: request->size = at; return;
    case 1:
        if (request->size)
            request->data[at] ^= (unsigned char)(1u << below(random, 8));
        return;
    case 2: put_random(request, random, (size_t)below(random, 20)); return;
    case 3:
        if (request->size < REQUEST_BYTES_MAX / 2) {
            rat_buf_append(&next, request->data, request->size);
            rat_buf_append(request, next.data, next.size);
        }
        break;
    default:
        rat_buf_append(&next, request->data, at);
        put_trap(&next, random);
        rat_buf_append(&next, request->data + at, request->size - at);
        if (next.size < REQUEST_BYTES_MAX) {
            rat_buf_clear(request);
            rat_buf_append(request, next.data, next.size);
        }
    }
    rat_buf_release(&next);
}

static void make_request(uint64_t seed, struct rat_buf *out)
{
    struct prng random = {seed};
    rat_buf_clear(out);
    if (below(&random, 20) == 0) {
        put_random(out, &random, (size_t)below(&random, 2000));
        return;
    }
    rat_buf_puts(out, seeds[below(&random, sizeof seeds / sizeof seeds[0])]);
    for (uint64_t n = 1 + below(&random, 5); n > 0; n--)
        mutate(out, &random);
}

static void check_good(struct web_server *server, uint64_t after)
{
    struct web_answer a;
    if (!web_server_is_alive(server))
        soak_die("the server is gone after request %llu", (unsigned long long)after);
    web_get(server, "/suche?q=Radweg", NULL, &a);
    if (a.status != 200)
        soak_die("after request %llu a good one gets %u", (unsigned long long)after, a.status);
    web_answer_release(&a);
}

int main(int argc, char **argv)
{
    struct soak_options o = soak_arguments(argc, argv, "--requests", 3000, 100000);
    struct rat_err err = RAT_ERR_INIT;
    struct rat_ingest_options options = {.threads = 2};
    struct rat_ingest_report report = {0};
    struct rat_archive_options fresh = {.analyzer = "german",
                                        .analyzer_version = rat_analyzer_version_of("german")};
    struct rat_buf request = RAT_BUF_INIT, answer = RAT_BUF_INIT;
    struct web_server server;
    uint64_t answered = 0;
    soak_begin();
    const char *archive = soak_path("archive"), *source = soak_path("a.jsonl");
    static const char line[] =
        "{\"id\":\"a/b\",\"text\":\"Der Radweg\",\"committee\":\"Kreisausschuss\",\"date\":\"2020-01-01\"}\n";
    soak_write(source, line, sizeof line - 1);
    soak_must(rat_archive_create(archive, &fresh, &err), &err, "create");
    soak_must(rat_ingest(archive, &source, 1, &options, &report, &err), &err, "import");
    web_server_start(&server,
                     &(struct rat_serve_options){.archive = archive, .log = RAT_LOG_OFF, .header_ms = 2000});
    for (uint64_t i = o.from; i < o.from + o.count; i++) {
        make_request(o.seed * 1000003 + i, &request);
        rat_buf_clear(&answer);
        if (!web_half_exchange(&server, request.data, request.size, PATIENCE_MS, &answer))
            soak_die("request %llu: no connection", (unsigned long long)i);
        if (answer.size >= 7 && memcmp(answer.data, "HTTP/1.", 7) != 0)
            soak_die("request %llu: the answer is not HTTP: %.60s", (unsigned long long)i,
                     rat_buf_cstr(&answer));
        answered += answer.size > 0;
        if (i % GOOD_EVERY == 0)
            check_good(&server, i);
    }
    check_good(&server, o.from + o.count);
    int code = web_server_stop(&server);
    if (code != 0)
        soak_die("the server ended with %d", code);
    rat_buf_release(&request);
    rat_buf_release(&answer);
    printf("%llu malformed requests, %llu of them answered, the others closed; good ones went on\n",
           (unsigned long long)o.count, (unsigned long long)answered);
    return soak_end();
}
