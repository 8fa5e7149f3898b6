/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Remote databases: xapian-tcpsrv and xapian-progsrv answer as the local database does; a peer that talks garbage, says nothing or
 * goes away ends in a status in time. Skipped where Debian's xapian-tools is not installed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/support/prng.h"
#include "tests/xapian/shim_world.h"

#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>

#define TIMEOUT_MS 100u
#define GARBAGE 200

/* ---- peers ---- */

struct peer {
    pid_t pid;
    int listening;
    uint16_t port;
};

static void listen_somewhere(struct peer *peer)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n = sizeof at;
    peer->listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(peer->listening >= 0);
    assert_int_equal(bind(peer->listening, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(getsockname(peer->listening, (struct sockaddr *)&at, &n), 0);
    peer->port = ntohs(at.sin_port);
}

static void stop(struct peer *peer)
{
    kill(peer->pid, SIGKILL);
    assert_int_equal(waitpid(peer->pid, NULL, 0), peer->pid);
    if (peer->listening >= 0)
        close(peer->listening);
}

enum manner { SILENT, HANGS_UP, GARBAGE_BYTES, GARBAGE_MESSAGES };

/* One connection after the other, each treated in the same manner. */
static void behave(int listening, enum manner manner, uint64_t seed)
{
    struct prng random = {seed};
    for (;;) {
        unsigned char bytes[512];
        int connection = accept(listening, NULL, NULL);
        size_t n = 1 + prng_below(&random, sizeof bytes - 1);
        for (size_t i = 0; i < n; i++)
            bytes[i] = (unsigned char)prng_below(&random, 256);
        if (manner == GARBAGE_MESSAGES) { /* a type and a length that may be right */
            n = n < 8 ? 8 : n > 254 ? 254 : n;
            bytes[0] = (unsigned char)prng_below(&random, 24);
            bytes[1] = (unsigned char)(n - 2);
        }
        if (manner >= GARBAGE_BYTES && write(connection, bytes, n) < 0)
            _exit(0);
        if (manner == SILENT)
            pause();
        if (manner != HANGS_UP)
            (void)!read(connection, bytes, 1);
        close(connection);
    }
}

static struct peer start_peer(enum manner manner, uint64_t seed)
{
    struct peer peer;
    listen_somewhere(&peer);
    assert_int_equal(listen(peer.listening, 16), 0);
    peer.pid = fork();
    if (peer.pid == 0)
        behave(peer.listening, manner, seed);
    return peer;
}

static bool has_tools(void)
{
    return access("/usr/bin/xapian-tcpsrv", X_OK) == 0 && access("/usr/bin/xapian-progsrv", X_OK) == 0;
}

static struct peer start_server(const char *folder)
{
    struct peer peer;
    char port[8];
    listen_somewhere(&peer);
    close(peer.listening);
    peer.listening = -1;
    snprintf(port, sizeof port, "%u", peer.port);
    peer.pid = fork();
    if (peer.pid == 0) {
        if (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr))
            _exit(1);
        execl("/usr/bin/xapian-tcpsrv", "xapian-tcpsrv", "--interface", "127.0.0.1", "--port", port, folder,
              (char *)NULL);
        _exit(1);
    }
    return peer;
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- tests ---- */

static void compare(struct shim_world *w, struct rat_xapian_database *remote)
{
    struct rat_xapian_database *local = shim_open(w, "db");
    static const struct {
        enum rat_xapian_op op;
        const char *words;
    } queries[] = {{RAT_XAPIAN_OR, "radweg weg am"},
                   {RAT_XAPIAN_AND, "am radweg"},
                   {RAT_XAPIAN_PHRASE, "am weg"},
                   {RAT_XAPIAN_AND_NOT, "radweg am"},
                   {RAT_XAPIAN_SYNONYM, "schule weg"}};
    static const uint32_t slots[] = {SHIM_COLOUR};
    struct rat_xapian_request request = RAT_XAPIAN_REQUEST_INIT;
    request.check_at_least = 5;
    request.facet_slots = slots;
    request.facet_count = 1;
    request.time_limit = 10;
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        struct rat_xapian_query *query = shim_words(w, queries[i].op, queries[i].words, 0);
        char expected[64];
        snprintf(expected, sizeof expected, "%s", shim_ids(w, local, query, &request));
        assert_string_equal(shim_ids(w, remote, query, &request), expected);
        struct rat_xapian_found *a = shim_ask(w, local, query, &request);
        struct rat_xapian_found *b = shim_ask(w, remote, query, &request);
        struct rat_buf here = RAT_BUF_INIT, there = RAT_BUF_INIT;
        FINE(w, rat_xapian_found_facet(a, 0, shim_note, &here, NULL, &w->err));
        FINE(w, rat_xapian_found_facet(b, 0, shim_note, &there, NULL, &w->err));
        assert_string_equal(rat_buf_cstr(&here), rat_buf_cstr(&there));
        rat_buf_release(&here);
        rat_buf_release(&there);
        rat_xapian_found_free(a);
        rat_xapian_found_free(b);
        rat_xapian_query_free(query);
    }
    FINE(w, rat_xapian_database_keep_alive(remote, &w->err));
    rat_xapian_database_free(local);
}

static void answers_over_tcp(void **state)
{
    struct shim_world *w = *state;
    if (!has_tools())
        skip();
    shim_fill(w, "db");
    struct peer server = start_server(scratch_path(&w->dir, "db"));
    struct rat_xapian_place place = {
        .host = "127.0.0.1", .port = server.port, .timeout_ms = 10000, .connect_timeout_ms = 1000};
    struct rat_xapian_database *remote = NULL;
    rat_xapian_status st = RAT_XAPIAN_NETWORK;
    for (int tries = 0; tries < 200 && st == RAT_XAPIAN_NETWORK; tries++) {
        st = rat_xapian_database_open(&place, &remote, &w->err);
        if (st == RAT_XAPIAN_NETWORK)
            nanosleep(&(struct timespec){0, 20000000}, NULL);
    }
    FINE(w, st);
    compare(w, remote);
    stop(&server);
    /* its child may still answer; a new connection finds nobody */
    struct rat_xapian_database *late = NULL;
    assert_int_equal(rat_xapian_database_open(&place, &late, &w->err), RAT_XAPIAN_NETWORK);
    assert_true(strstr(w->err.context, "127.0.0.1") != NULL);
    rat_xapian_database_free(remote);
}

static void answers_over_a_program(void **state)
{
    struct shim_world *w = *state;
    if (!has_tools())
        skip();
    shim_fill(w, "db");
    struct rat_xapian_place place = {
        .program = "xapian-progsrv", .args = scratch_path(&w->dir, "db"), .timeout_ms = 10000};
    struct rat_xapian_database *remote;
    FINE(w, rat_xapian_database_open(&place, &remote, &w->err));
    compare(w, remote);
    rat_xapian_database_free(remote);
    place.program = "/nichts/da";
    rat_xapian_status st = rat_xapian_database_open(&place, &remote, &w->err);
    assert_true(st == RAT_XAPIAN_NETWORK || st == RAT_XAPIAN_NETWORK_TIMEOUT);
}

static void peers_that_misbehave(void **state)
{
    struct shim_world *w = *state;
    static const enum manner manners[] = {SILENT, HANGS_UP, GARBAGE_BYTES, GARBAGE_MESSAGES};
    unsigned long seen[RAT_XAPIAN_UNKNOWN + 1] = {0};
    for (size_t m = 0; m < sizeof manners / sizeof *manners; m++) {
        struct peer peer = start_peer(manners[m], 7);
        struct rat_xapian_place place = {.host = "127.0.0.1",
                                         .port = peer.port,
                                         .timeout_ms = TIMEOUT_MS,
                                         .connect_timeout_ms = TIMEOUT_MS};
        for (int i = 0; i < (m < 2 ? 2 : GARBAGE); i++) {
            struct rat_xapian_database *db = NULL;
            double before = seconds();
            rat_xapian_status st = rat_xapian_database_open(&place, &db, &w->err);
            if (st == RAT_XAPIAN_OK) { /* garbage may look like a greeting */
                struct rat_xapian_query *query = shim_term(w, "radweg");
                struct rat_xapian_request request = RAT_XAPIAN_REQUEST_INIT;
                struct rat_xapian_found *found = NULL;
                st = rat_xapian_search(db, query, &request, &found, &w->err);
                rat_xapian_found_free(found);
                rat_xapian_query_free(query);
                rat_xapian_database_free(db);
            }
            assert_int_not_equal(st, RAT_XAPIAN_OK);
            assert_true(seconds() - before < 1 + 4 * TIMEOUT_MS / 1000.0);
            seen[st]++;
        }
        stop(&peer);
    }
    for (size_t i = 0; i <= RAT_XAPIAN_UNKNOWN; i++)
        if (seen[i])
            print_message("%s: %lu\n", rat_xapian_status_name((rat_xapian_status)i), seen[i]);
    assert_true(seen[RAT_XAPIAN_NETWORK_TIMEOUT] >= 2 && seen[RAT_XAPIAN_NETWORK] >= 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(answers_over_tcp, shim_setup, shim_teardown),
        cmocka_unit_test_setup_teardown(answers_over_a_program, shim_setup, shim_teardown),
        cmocka_unit_test_setup_teardown(peers_that_misbehave, shim_setup, shim_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
