/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The fetcher against a server of a few lines that answers each connection with the next of its answers. What needs a whole
 * OParl server is in tests/app/harvest_cases.py. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "indexer/fetch.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define HEAD "HTTP/1.1 "
#define CLOSE "Connection: close\r\n"

struct server {
    int fd;
    unsigned port;
    const char *const *answers; /* to NULL */
    char asked[8][1024];
    size_t count;
    pthread_t thread;
    struct rat_fetcher *fetcher;
    struct rat_fetch_response response;
    struct rat_err err;
    char url[64];
};

static void *serve(void *ctx)
{
    struct server *s = ctx;
    for (; s->answers[s->count]; s->count++) {
        int fd = accept(s->fd, NULL, NULL);
        if (fd < 0)
            break;
        ssize_t n = read(fd, s->asked[s->count], sizeof s->asked[0] - 1);
        const char *answer = s->answers[s->count];
        if (n > 0 && *answer && write(fd, answer, strlen(answer)) < 0)
            n = 0; /* it hung up: what it did is judged elsewhere */
        close(fd);
    }
    return NULL;
}

static void start(struct server *s, const char *const *answers, const struct rat_fetch_options *options)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof address;
    memset(s, 0, sizeof *s);
    s->answers = answers;
    s->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(s->fd >= 0 && bind(s->fd, (struct sockaddr *)&address, sizeof address) == 0 &&
                listen(s->fd, 8) == 0 && getsockname(s->fd, (struct sockaddr *)&address, &size) == 0);
    s->port = ntohs(address.sin_port);
    snprintf(s->url, sizeof s->url, "http://127.0.0.1:%u/a", s->port);
    assert_int_equal(pthread_create(&s->thread, NULL, serve, s), 0);
    assert_int_equal(rat_fetcher_new(options, &s->fetcher, &s->err), RAT_OK);
}

static void stop(struct server *s)
{
    shutdown(s->fd, SHUT_RDWR);
    close(s->fd);
    pthread_join(s->thread, NULL);
    rat_fetcher_free(s->fetcher);
    rat_fetch_response_release(&s->response);
}

static rat_status fetch(struct server *s, bool named, size_t limit)
{
    struct rat_fetch_request request = {.url = s->url, .limit = limit, .named_by_person = named};
    return rat_fetch(s->fetcher, &request, &s->response, &s->err);
}

static const struct rat_fetch_options hasty = {
    .rate = 1000, .attempts = 3, .backoff_ms = 10, .patience_s = 5, .stall_s = 5};

static void an_answer_and_its_headers(void **state)
{
    (void)state;
    static const char *const answers[] = {
        HEAD "200 OK\r\n" CLOSE "Content-Type: Text/Plain; charset=\"ISO-8859-1\"\r\nETag: "
             "\"x1\"\r\nLast-Modified: Wed, 01 Jan 2020 10:00:00 GMT\r\nDate: Thu, 02 Jan 2020 "
             "10:00:00 GMT\r\n\r\nInhalt",
        NULL};
    struct server s;
    start(&s, answers, &hasty);
    assert_int_equal(fetch(&s, true, 100), RAT_OK);
    assert_int_equal(s.response.status, 200);
    assert_string_equal(rat_buf_cstr(&s.response.body), "Inhalt");
    assert_string_equal(s.response.type, "text/plain");
    assert_string_equal(s.response.charset, "ISO-8859-1");
    assert_string_equal(s.response.etag, "\"x1\"");
    assert_int_equal(s.response.date, 1577959200);
    assert_true(rat_fetcher_was_private(s.fetcher));
    assert_non_null(strstr(s.asked[0], "User-Agent: ratsarchiv/"));
    assert_int_equal(rat_fetcher_counts(s.fetcher)->requests, 1);
    stop(&s);
}

static void private_addresses_only_when_named(void **state)
{
    (void)state;
    static const char *const answers[] = {HEAD "200 OK\r\n" CLOSE "\r\nx", HEAD "200 OK\r\n" CLOSE "\r\ny",
                                          NULL};
    struct server s;
    start(&s, answers, &hasty);
    assert_int_equal(fetch(&s, false, 100), RAT_EINPUT);
    assert_int_equal(s.count, 0); /* not even a connection */
    assert_int_equal(fetch(&s, true, 100), RAT_OK);
    assert_int_equal(fetch(&s, false, 100), RAT_EINPUT);
    rat_fetcher_allow_private(s.fetcher);
    assert_int_equal(fetch(&s, false, 100), RAT_OK);
    stop(&s);
}

/* A public system that redirects into the private network; the first address stands for the public one here. */
static void redirections_are_judged_like_addresses(void **state)
{
    (void)state;
    static const char *const targets[] = {"http://127.0.0.1:1/inside", "file:///etc/passwd",
                                          "gopher://127.0.0.1/", "ftp://127.0.0.1/"};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        char answer[200];
        const char *answers[] = {answer, NULL};
        struct server s;
        snprintf(answer, sizeof answer, HEAD "302 Found\r\n" CLOSE "Location: %s\r\n\r\n", targets[i]);
        start(&s, answers, &hasty);
        if (fetch(&s, true, 100) != RAT_EINPUT)
            fail_msg("%s: %s", targets[i], s.err.msg);
        stop(&s);
    }
}

static void what_is_too_large_ends(void **state)
{
    (void)state;
    static const char *const answers[] = {HEAD "200 OK\r\nContent-Length: 1000000\r\n" CLOSE "\r\n",
                                          HEAD "200 OK\r\n" CLOSE "\r\n0123456789",
                                          HEAD "200 OK\r\n" CLOSE "\r\n012345678", NULL};
    struct server s;
    start(&s, answers, &hasty);
    assert_int_equal(fetch(&s, true, 9), RAT_ELIMIT);
    assert_int_equal(fetch(&s, true, 9), RAT_ELIMIT);
    assert_int_equal(fetch(&s, true, 9), RAT_OK);
    stop(&s);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void overload_is_waited_for(void **state)
{
    (void)state;
    static const char *const answers[] = {HEAD "503 Busy\r\n" CLOSE "Retry-After: 1\r\n\r\n",
                                          "",
                                          HEAD "200 OK\r\n" CLOSE "\r\nda",
                                          HEAD "429 Slow\r\n" CLOSE "Retry-After: 3600\r\n\r\n",
                                          HEAD "500 Oh\r\n" CLOSE "\r\n",
                                          HEAD "500 Oh\r\n" CLOSE "\r\n",
                                          HEAD "500 Oh\r\n" CLOSE "\r\n",
                                          HEAD "404 No\r\n" CLOSE "\r\nkein Inhalt",
                                          NULL};
    struct server s;
    double started = now();
    start(&s, answers, &hasty);
    assert_int_equal(fetch(&s, true, 100), RAT_OK);
    assert_true(now() - started >= 0.95);
    assert_int_equal(rat_fetcher_counts(s.fetcher)->retries, 2);
    assert_int_equal(fetch(&s, true, 100), RAT_EIO); /* an hour is too long, and said */
    assert_non_null(strstr(s.err.msg, "3600"));
    assert_int_equal(fetch(&s, true, 100), RAT_OK);
    assert_int_equal(s.response.status, 500);
    assert_int_equal(fetch(&s, true, 100), RAT_OK);
    assert_int_equal(s.response.status, 404);
    assert_int_equal(s.response.body.size, 0);
    stop(&s);
}

static void conditions_are_sent(void **state)
{
    (void)state;
    static const char *const answers[] = {HEAD "304 Same\r\n" CLOSE "\r\n", HEAD "304 Same\r\n" CLOSE "\r\n",
                                          NULL};
    struct server s;
    start(&s, answers, &hasty);
    struct rat_fetch_request request = {.url = s.url, .limit = 9, .etag = "\"x1\"", .named_by_person = true};
    assert_int_equal(rat_fetch(s.fetcher, &request, &s.response, &s.err), RAT_OK);
    assert_int_equal(s.response.status, 304);
    assert_non_null(strstr(s.asked[0], "If-None-Match: \"x1\""));
    request.etag = NULL;
    request.last_modified = "Wed, 01 Jan 2020 10:00:00 GMT";
    assert_int_equal(rat_fetch(s.fetcher, &request, &s.response, &s.err), RAT_OK);
    assert_non_null(strstr(s.asked[1], "If-Modified-Since: Wed, 01 Jan 2020 10:00:00 GMT"));
    stop(&s);
}

static void a_silent_server_is_given_up(void **state)
{
    (void)state;
    static const char *const answers[] = {NULL}; /* accepts nothing; the kernel takes the connection */
    struct rat_fetch_options options = {.rate = 1000, .attempts = 2, .backoff_ms = 1, .stall_s = 1};
    struct server s;
    start(&s, answers, &options);
    double started = now();
    assert_int_equal(fetch(&s, true, 100), RAT_EIO);
    assert_true(now() - started >= 1.5 && now() - started < 20);
    stop(&s);
}

static volatile sig_atomic_t asked_to_stop;

static void *ask_to_stop(void *unused)
{
    (void)unused;
    usleep(300000);
    asked_to_stop = 1;
    return NULL;
}

static void stop_ends_a_wait(void **state)
{
    (void)state;
    static const char *const answers[] = {HEAD "503 Busy\r\n" CLOSE "Retry-After: 5\r\n\r\n", NULL};
    struct rat_fetch_options options = {.rate = 1000, .attempts = 2, .stop = &asked_to_stop};
    struct server s;
    pthread_t thread;
    start(&s, answers, &options);
    double started = now();
    assert_int_equal(pthread_create(&thread, NULL, ask_to_stop, NULL), 0);
    assert_int_equal(fetch(&s, true, 100), RAT_EINTERRUPTED);
    assert_true(now() - started < 3);
    pthread_join(thread, NULL);
    stop(&s);
}

static void no_more_than_the_rate(void **state)
{
    (void)state;
    static const char *const answers[] = {HEAD "200 OK\r\n" CLOSE "\r\n1", HEAD "200 OK\r\n" CLOSE "\r\n2",
                                          HEAD "200 OK\r\n" CLOSE "\r\n3", HEAD "200 OK\r\n" CLOSE "\r\n4",
                                          NULL};
    struct rat_fetch_options options = {.rate = 10};
    struct server s;
    start(&s, answers, &options);
    double started = now();
    for (int i = 0; i < 4; i++)
        assert_int_equal(fetch(&s, true, 100), RAT_OK);
    assert_true(now() - started >= 0.29);
    stop(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_and_its_headers),
        cmocka_unit_test(private_addresses_only_when_named),
        cmocka_unit_test(redirections_are_judged_like_addresses),
        cmocka_unit_test(what_is_too_large_ends),
        cmocka_unit_test(overload_is_waited_for),
        cmocka_unit_test(conditions_are_sent),
        cmocka_unit_test(a_silent_server_is_given_up),
        cmocka_unit_test(stop_ends_a_wait),
        cmocka_unit_test(no_more_than_the_rate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
