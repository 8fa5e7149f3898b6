/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How the server behaves: new generations, slow and many connections, stopping. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tests/web/web_world.h"
#include "web/clock.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>

#define SLOW 60

static void wait_ms(int ms)
{
    poll(NULL, 0, ms);
}

static unsigned status_of(struct web_world *w, const char *target)
{
    struct web_answer a;
    web_get(&w->server, target, NULL, &a);
    unsigned status = a.status;
    web_answer_release(&a);
    return status;
}

static bool finds(struct web_world *w, const char *word)
{
    struct web_answer a;
    char target[100];
    snprintf(target, sizeof target, "/api/search?q=%s&limit=0", word);
    web_get(&w->server, target, NULL, &a);
    assert_int_equal(a.status, 200);
    bool found = strstr(a.body, "\"total\":1,") != NULL;
    web_answer_release(&a);
    return found;
}

/* What an import commits appears by itself, and nobody who asks meanwhile gets anything but a whole answer. */
static void new_generations_appear(void **state)
{
    struct web_world w;
    (void)state;
    web_world_create(&w);
    web_world_lines(&w, "a.jsonl", "{\"id\":\"a\",\"text\":\"Rathaus\",\"title\":\"Erstes\"}\n");
    web_world_start(&w);
    assert_true(finds(&w, "Rathaus"));
    for (int round = 0; round < 4; round++) {
        char line[200], name[20], word[20];
        snprintf(name, sizeof name, "%d.jsonl", round);
        snprintf(word, sizeof word, "Wort%dende", round);
        snprintf(line, sizeof line, "{\"id\":\"n%d\",\"text\":\"%s\",\"title\":\"T\"}\n", round, word);
        pid_t importer = fork();
        if (importer == 0) {
            web_world_lines(&w, name, line);
            _exit(0);
        }
        uint64_t started = rat_clock_us();
        while (!finds(&w, word)) {
            assert_true(finds(&w, "Rathaus"));
            assert_int_equal(status_of(&w, "/"), 200);
            assert_true(rat_clock_us() - started < 30000000u);
        }
        assert_int_equal(waitpid(importer, NULL, 0), importer);
    }
    web_world_end(&w);
}

/* A purge erases although the server reads: its readers do not hold old states for long. */
static void a_purge_gets_through(void **state)
{
    struct web_world w;
    (void)state;
    web_world_create(&w);
    web_world_lines(&w, "a.jsonl",
                    "{\"id\":\"a\",\"text\":\"Geheimnis\"}\n{\"id\":\"b\",\"text\":\"Bleibendes\"}\n");
    web_world_start(&w);
    assert_true(finds(&w, "Geheimnis"));
    pid_t purger = fork();
    if (purger == 0) {
        struct rat_err err = RAT_ERR_INIT;
        const char *id = "a";
        uint64_t purged = 0;
        struct rat_ingest_options options = {.threads = 1};
        _exit(rat_purge(w.archive, &id, 1, "Test", &options, &purged, &err) == RAT_OK ? 0 : 1);
    }
    int status;
    uint64_t started = rat_clock_us();
    while (waitpid(purger, &status, WNOHANG) == 0) {
        assert_true(finds(&w, "Bleibendes"));
        assert_true(rat_clock_us() - started < 60000000u);
    }
    assert_int_equal(status, 0);
    while (finds(&w, "Geheimnis"))
        assert_true(rat_clock_us() - started < 60000000u);
    web_world_end(&w);
}

static bool is_closed(int fd)
{
    char byte;
    ssize_t n = recv(fd, &byte, 1, MSG_DONTWAIT);
    return n == 0 || (n < 0 && errno != EAGAIN);
}

/* A byte now and then keeps no connection beyond the deadline, and others are answered meanwhile. */
static void slow_heads_are_cut_off(void **state)
{
    struct web_world w;
    int fds[SLOW];
    static const char head[] =
        "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    (void)state;
    web_world_create(&w);
    web_world_lines(&w, "a.jsonl", "{\"id\":\"a\",\"text\":\"Rathaus\"}\n");
    web_server_start(
        &w.server, &(struct rat_serve_options){.archive = w.archive, .log = RAT_LOG_OFF, .header_ms = 1000});
    for (int i = 0; i < SLOW; i++)
        assert_true((fds[i] = web_connect(&w.server, 2 + (unsigned)i % 100)) >= 0);
    uint64_t started = rat_clock_us();
    int closed = 0;
    for (size_t at = 0; closed < SLOW && rat_clock_us() - started < 10000000u; at++) {
        for (int i = 0; i < SLOW; i++)
            if (fds[i] >= 0)
                send(fds[i], &head[at % (sizeof head - 1)], 1, MSG_NOSIGNAL);
        assert_int_equal(status_of(&w, "/suche?q=Rathaus"), 200);
        wait_ms(50);
        for (int i = 0; i < SLOW; i++) {
            if (fds[i] >= 0 && is_closed(fds[i])) {
                close(fds[i]);
                fds[i] = -1;
                closed++;
            }
        }
    }
    assert_int_equal(closed, SLOW);
    web_world_end(&w);
}

static void one_address_gets_its_share(void **state)
{
    struct web_world w;
    int fds[4];
    (void)state;
    web_world_create(&w);
    web_server_start(&w.server,
                     &(struct rat_serve_options){.archive = w.archive, .log = RAT_LOG_OFF, .per_address = 3});
    for (int i = 0; i < 4; i++)
        assert_true((fds[i] = web_connect(&w.server, 9)) >= 0);
    wait_ms(300);
    int closed = 0;
    for (int i = 0; i < 4; i++)
        closed += is_closed(fds[i]);
    assert_int_equal(closed, 1);
    assert_int_equal(status_of(&w, "/healthz"), 200); /* from another one */
    for (int i = 0; i < 4; i++)
        close(fds[i]);
    web_world_end(&w);
}

/* The signal ends the server, but not what it was asked before. */
static void a_stop_answers_first(void **state)
{
    struct web_world w;
    static const char request[] =
        "GET /suche?q=Radweg HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    char bytes[64] = "";
    int answered = 0, fds[20], status;
    (void)state;
    web_world_sample(&w);
    web_world_start(&w);
    for (int i = 0; i < 20; i++) {
        assert_true((fds[i] = web_connect(&w.server, 1)) >= 0);
        assert_int_equal(send(fds[i], request, sizeof request - 1, MSG_NOSIGNAL), sizeof request - 1);
    }
    wait_ms(30);
    kill(w.server.pid, SIGTERM);
    for (int i = 0; i < 20; i++) {
        struct pollfd wait = {.fd = fds[i], .events = POLLIN};
        poll(&wait, 1, 20000);
        ssize_t n = recv(fds[i], bytes, sizeof bytes - 1, 0);
        answered += n > 0 && strncmp(bytes, "HTTP/1.1 200", 12) == 0;
        while (n > 0)
            n = recv(fds[i], bytes, sizeof bytes - 1, 0);
        close(fds[i]);
    }
    assert_int_equal(waitpid(w.server.pid, &status, 0), w.server.pid);
    assert_int_equal(status, 0);
    w.server.is_stopped = true;
    assert_true(answered >= 18); /* those that were accepted before the signal */
    web_world_end(&w);
}

static void a_line_of_the_log_tells_little(void **state)
{
    struct web_world w;
    char bytes[4096] = "";
    size_t n = 0;
    (void)state;
    web_world_create(&w);
    web_server_start(&w.server, &(struct rat_serve_options){.archive = w.archive, .log = RAT_LOG_SPARSE});
    status_of(&w, "/suche?q=Geheimes");
    status_of(&w, "/%0aX%20%22?q=1");
    wait_ms(500);
    kill(w.server.pid, SIGTERM);
    for (ssize_t got;
         n + 1 < sizeof bytes && (got = read(w.server.out, bytes + n, sizeof bytes - 1 - n)) > 0;)
        n += (size_t)got;
    assert_non_null(strstr(bytes, " 127.0.0.0 GET /suche 200 "));
    assert_null(strstr(bytes, "Geheimes"));
    assert_non_null(strstr(bytes, "GET /%0aX%20%22 404"));
    web_world_end(&w);
}

static void bad_starts_say_why(void **state)
{
    struct web_world w;
    struct rat_err err = RAT_ERR_INIT;
    char listen[40];
    (void)state;
    web_world_create(&w);
    web_world_start(&w);
    snprintf(listen, sizeof listen, "127.0.0.1:%d", w.server.port);
    struct rat_serve_options options = {.archive = w.archive, .listen = listen};
    assert_int_equal(rat_serve(&options, &err), RAT_EIO); /* taken */
    assert_true(err.hint[0]);
    options.listen = "127.0.0.1:70000000";
    assert_int_equal(rat_serve(&options, &err), RAT_EUSAGE);
    options.archive = w.dir.folder;
    assert_int_equal(rat_serve(&options, &err), RAT_ENOTFOUND);
    web_world_end(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(new_generations_appear), cmocka_unit_test(a_purge_gets_through),
        cmocka_unit_test(slow_heads_are_cut_off), cmocka_unit_test(one_address_gets_its_share),
        cmocka_unit_test(a_stop_answers_first),   cmocka_unit_test(a_line_of_the_log_tells_little),
        cmocka_unit_test(bad_starts_say_why),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
