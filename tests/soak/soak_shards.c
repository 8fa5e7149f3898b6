/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A shard that talks garbage: what a real server said in one search is recorded and said again with bytes flipped, cut, repeated,
 * made up. Beside it lies a sound shard, whose hits must come every time, within the time limit, whatever the other one says.
 *
 *     soak_shards [--sample] [--replies N] [--deadline MS] [--seed N]
 *
 * ctest runs the sample; the full run is 100,000 replies, best as several processes with other seeds.
 */
#include "indexer/shard_update.h"
#include "query/search.h"
#include "query/shards.h"
#include "tests/support/prng.h"
#include "text/analyzer.h"

#include <arpa/inet.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CHUNKS_MAX 256
#define BYTES_MAX (8u << 20)

#define CALM_MS 60000u /* while nobody talks garbage */

static uint32_t deadline_ms = 1200;

/* What the server said: a chunk for each time that it was asked. Shared with the process that says it again. */
struct recording {
    uint32_t count;
    uint64_t replies; /* garbage said so far */
    struct chunk {
        uint32_t at, size;
    } chunk[CHUNKS_MAX];
    uint32_t size;
    unsigned char bytes[BYTES_MAX];
};

static struct recording *recorded;
static uint64_t seed_of_all = 1;

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static int listen_somewhere(uint16_t *port)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n = sizeof at;
    int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (s < 0 || bind(s, (struct sockaddr *)&at, sizeof at) != 0 || listen(s, 64) != 0 ||
        getsockname(s, (struct sockaddr *)&at, &n) != 0)
        die("listen");
    *port = ntohs(at.sin_port);
    return s;
}

/* ---- recording: between a search and xapian-progsrv ---- */

static void note(const unsigned char *bytes, size_t n)
{
    if (n > BYTES_MAX - recorded->size)
        n = BYTES_MAX - recorded->size;
    memcpy(recorded->bytes + recorded->size, bytes, n);
    recorded->size += (uint32_t)n;
    recorded->chunk[recorded->count - 1].size += (uint32_t)n;
}

static void record_connection(int client, const char *folder)
{
    static unsigned char bytes[65536];
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0)
        die("socketpair");
    pid_t server = fork();
    if (server == 0) {
        dup2(pair[1], 0);
        dup2(pair[1], 1);
        close(pair[0]);
        close(client);
        execlp("xapian-progsrv", "xapian-progsrv", folder, (char *)NULL);
        _exit(127);
    }
    close(pair[1]);
    recorded->count = 1;
    for (;;) {
        struct pollfd waiting[2] = {{client, POLLIN, 0}, {pair[0], POLLIN, 0}};
        if (poll(waiting, 2, -1) < 0)
            break;
        int from = waiting[1].revents ? pair[0] : client, to = from == client ? pair[0] : client;
        ssize_t n = read(from, bytes, sizeof bytes);
        if (n <= 0)
            break;
        if (from == pair[0])
            note(bytes, (size_t)n);
        else if (recorded->chunk[recorded->count - 1].size && recorded->count < CHUNKS_MAX)
            recorded->chunk[recorded->count++] = (struct chunk){recorded->size, 0};
        if (write(to, bytes, (size_t)n) != n)
            break;
    }
    close(pair[0]);
    close(client);
    waitpid(server, NULL, 0);
}

/* ---- saying it again ---- */

/* Returns how many of dst; the first ones are left alone more often, so that the later ones are reached. */
static size_t garble(struct prng *random, const unsigned char *bytes, size_t n, uint32_t number,
                     unsigned char *dst)
{
    memcpy(dst, bytes, n);
    if (n == 0 || prng_below(random, 8) < (number < 4 ? 7u : 4u))
        return n;
    __atomic_add_fetch(&recorded->replies, 1, __ATOMIC_RELAXED);
    switch (prng_below(random, 6)) {
    case 0:
        for (uint32_t k = 1 + (uint32_t)prng_below(random, 8); k; k--)
            dst[prng_below(random, n)] ^= (unsigned char)(1u << prng_below(random, 8));
        return n;
    case 1: return prng_below(random, n); /* cut: the other side waits */
    case 2:
        for (size_t i = 0; i < n; i++)
            dst[i] = (unsigned char)prng_below(random, 256);
        return n;
    case 3: /* another type, another length */
        dst[0] = (unsigned char)prng_below(random, 28);
        if (n > 1)
            dst[1] = (unsigned char)prng_below(random, 256);
        return n;
    case 4: /* behind the header: sound in form, wrong in what it says */
        for (size_t i = 2 + prng_below(random, n); i < n; i++)
            dst[i] = (unsigned char)prng_below(random, 256);
        return n;
    default: memcpy(dst + n, bytes, n); return 2 * n;
    }
}

static void babble(int client, uint64_t seed)
{
    static unsigned char out[2 * BYTES_MAX], in[65536];
    struct prng random = {seed};
    for (uint32_t i = 0; i < recorded->count; i++) {
        const struct chunk *c = &recorded->chunk[i];
        if (i && read(client, in, sizeof in) <= 0)
            return;
        size_t n = garble(&random, recorded->bytes + c->at, c->size, i, out);
        if (write(client, out, n) != (ssize_t)n)
            return;
    }
    if (prng_below(&random, 2))
        (void)!read(client, in, sizeof in);
}

static pid_t start_babbler(int listening)
{
    pid_t pid = fork();
    if (pid != 0)
        return pid;
    signal(SIGCHLD, SIG_IGN);
    for (uint64_t seed = seed_of_all << 32;; seed++) {
        int client = accept(listening, NULL, NULL);
        if (client >= 0 && fork() == 0) {
            alarm(20);
            babble(client, seed);
            _exit(0);
        }
        close(client);
    }
}

/* ---- searching ---- */

static const char *const queries[] = {"Radweg Haushalt", "\"des Radweges\"", "Straß*", "Redweg", "*"};

/* Searches once; *total. Returns seconds, negative for an error. */
static double search_once(const char *map_text, const char *query, uint64_t *total, size_t *missing)
{
    struct rat_shard_map map;
    struct rat_shards *shards = NULL;
    struct rat_search *search = NULL;
    struct rat_err err = RAT_ERR_INIT;
    struct timespec a, b;
    static const uint8_t facets[] = {RAT_FIELD_YEAR, RAT_FIELD_TYPE};
    struct rat_request request = RAT_REQUEST_INIT;
    clock_gettime(CLOCK_MONOTONIC, &a);
    rat_status st = rat_shard_map_parse(map_text, "soak", &map, &err);
    if (st != RAT_OK)
        return -1;
    st = rat_shards_open(&map, deadline_ms, &shards, &err);
    request.query = query;
    request.deadline_ms = deadline_ms;
    request.facets = facets;
    request.facet_count = 2;
    if (st == RAT_OK) {
        request.engine = rat_shards_engine(shards);
        st = rat_search_run(rat_shards_snapshot(shards), &request, &search, &err);
    }
    if (st == RAT_OK) {
        const struct rat_result *result = rat_search_result(search);
        struct rat_arena arena;
        rat_arena_init(&arena, 0);
        *total = result->total;
        *missing = result->missing_count;
        for (size_t i = 0; i < result->hit_count; i++) {
            const char *snippet;
            if (rat_search_snippet(search, i, NULL, &arena, &snippet, NULL) == RAT_ENOMEM)
                st = RAT_ENOMEM;
        }
        rat_arena_release(&arena);
    }
    if (st != RAT_OK)
        fprintf(stderr, "%s: %s %s\n", query, err.msg, err.where);
    rat_search_free(search);
    rat_shards_close(shards);
    rat_shard_map_release(&map);
    clock_gettime(CLOCK_MONOTONIC, &b);
    double seconds = (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) / 1e9;
    return st == RAT_OK ? seconds : -1;
}

static void deal_out(const char *folder, const char *sample)
{
    char archive[300], text[700], source[300];
    struct rat_shard_map map;
    struct rat_shard_report report;
    struct rat_ingest_report imported;
    struct rat_err err = RAT_ERR_INIT;
    const char *sources[] = {source};
    const struct rat_archive_options options = {.analyzer = "german",
                                                .analyzer_version = rat_analyzer_version_of("german")};
    static const struct rat_ingest_options no_options;
    snprintf(archive, sizeof archive, "%s/archiv", folder);
    snprintf(source, sizeof source, "%s/corpus/sample/text", sample);
    snprintf(text, sizeof text, "gut 1 %s/gut\nirr 1 %s/irr\n", folder, folder);
    if (rat_archive_create(archive, &options, &err) != RAT_OK ||
        rat_ingest(archive, sources, 1, &no_options, &imported, &err) != RAT_OK ||
        rat_shard_map_parse(text, "soak", &map, &err) != RAT_OK ||
        rat_shard_update(archive, &map, NULL, &report, &err) != RAT_OK) {
        fprintf(stderr, "%s: %s\n", err.msg, err.where);
        exit(1);
    }
    rat_shard_report_release(&report);
    rat_shard_map_release(&map);
}

int main(int argc, char **argv)
{
    uint64_t wanted = 100000, total = 0, whole = 0, sound[5] = {0}, runs = 0, full = 0;
    size_t missing = 0;
    double worst = 0;
    char folder[] = "/tmp/rat-soak-XXXXXX", irr[300], map[400], alone[300];
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--sample") == 0)
            wanted = 60;
        else if (strcmp(argv[i], "--replies") == 0 && i + 1 < argc)
            wanted = strtoull(argv[++i], NULL, 10);
        else if (strcmp(argv[i], "--deadline") == 0 && i + 1 < argc)
            deadline_ms = (uint32_t)strtoull(argv[++i], NULL, 10);
        else if (strcmp(argv[i], "--seed") == 0 && i + 1 < argc)
            seed_of_all = strtoull(argv[++i], NULL, 10);
    }
    if (access("/usr/bin/xapian-progsrv", X_OK) != 0)
        return 77;
    const char *source = getenv("RAT_SOURCE_DIR");
    recorded = mmap(NULL, sizeof *recorded, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (recorded == MAP_FAILED || !mkdtemp(folder))
        die(folder);
    signal(SIGPIPE, SIG_IGN);
    deal_out(folder, source ? source : ".");
    snprintf(irr, sizeof irr, "%s/irr", folder);
    snprintf(alone, sizeof alone, "gut 1 %s/gut\n", folder);
    uint16_t port;
    int listening = listen_somewhere(&port);
    snprintf(map, sizeof map, "gut 1 %s/gut\nirr 1 tcp:127.0.0.1:%u\n", folder, port);
    int failures = 0;
    uint32_t limit = deadline_ms;
    for (size_t q = 0; q < sizeof queries / sizeof *queries; q++) {
        deadline_ms = CALM_MS;
        if (search_once(alone, queries[q], &sound[q], &missing) < 0)
            return 1;
        recorded->size = recorded->count = 0;
        memset(recorded->chunk, 0, sizeof recorded->chunk);
        pid_t recorder = fork();
        if (recorder == 0) {
            record_connection(accept(listening, NULL, NULL), irr);
            _exit(0);
        }
        if (search_once(map, queries[q], &whole, &missing) < 0 || missing) {
            fprintf(stderr, "%s: could not be recorded\n", queries[q]);
            return 1;
        }
        waitpid(recorder, NULL, 0);
        deadline_ms = limit;
        pid_t babbler = start_babbler(listening);
        uint64_t until = wanted * (q + 1) / (sizeof queries / sizeof *queries);
        while (__atomic_load_n(&recorded->replies, __ATOMIC_RELAXED) < until) {
            double seconds = search_once(map, queries[q], &total, &missing);
            runs++;
            full += missing == 0;
            worst = seconds > worst ? seconds : worst;
            /* what garbage says of numbers may be believed; the sound shard's own are there */
            if (seconds < 0 || (missing && total != sound[q] && strcmp(queries[q], "Redweg") != 0) ||
                seconds > 5 + 5 * deadline_ms / 1000.0) {
                fprintf(stderr, "%s: total %llu, sound %llu, missing %zu, %.2f s\n", queries[q],
                        (unsigned long long)total, (unsigned long long)sound[q], missing, seconds);
                failures++;
            }
        }
        kill(babbler, SIGKILL);
        waitpid(babbler, NULL, 0);
    }
    printf(
        "%llu garbage replies in %llu searches, %llu of which none the worse; longest %.2f s; %d failures\n",
        (unsigned long long)recorded->replies, (unsigned long long)runs, (unsigned long long)full, worst,
        failures);
    pid_t cleaner = fork();
    if (cleaner == 0) {
        execl("/bin/rm", "rm", "-rf", folder, (char *)NULL);
        _exit(1);
    }
    waitpid(cleaner, NULL, 0);
    return failures != 0;
}
