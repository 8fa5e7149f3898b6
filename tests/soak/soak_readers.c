/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Readers beside a writer: one process imports new versions of groups of documents, optimizes and reindexes, several
 * others open snapshots and search. In every snapshot all documents of a group carry the same mark, in the index, in the
 * catalogue and in the texts; the marks of all groups together are one state that was committed; and a snapshot gives
 * the same answers as long as it is open.
 *
 *     soak_readers [--sample] [--seconds N] [--seed S]
 */
#include "tests/faults/soak.h"

#include <signal.h>
#include <stdatomic.h>

#define GROUPS 3u
#define PER_GROUP 8u
#define READERS 4u
#define STATES (12u * 12u * 12u)

/* What the writer did, for all to see. Each state is written before it is imported. */
struct shared {
    _Atomic bool stop;
    _Atomic uint32_t begun,
        done; /* states[0..begun) may be seen, what is before done - 1 may not be seen any more */
    _Atomic uint64_t generation; /* committed at least */
    uint16_t states[STATES][GROUPS];
    _Atomic uint64_t snapshots, repeated, searches, texts, seen_states;
    _Atomic uint64_t imports, optimized, reindexed;
};
static struct shared *shared;
static char archive[512], source[512];

static const char *const words[GROUPS] = {"Wasserwerk", "Sporthalle", "Friedhof"};

static void write_source(const uint16_t state[GROUPS])
{
    struct rat_buf out = RAT_BUF_INIT;
    for (unsigned i = 0; i < GROUPS * PER_GROUP; i++) { /* the groups alternate */
        unsigned group = i % GROUPS;
        rat_buf_printf(
            &out,
            "{\"id\":\"g%u-%u\",\"title\":\"Vorlage %u\",\"date\":\"2020-01-%02u\",\"text\":\"%s: Die "
            "Verwaltung berichtet. Kennung %s steht hier, und noch einmal %s.\"}\n",
            group, i, i, 1 + i % 28, words[group], soak_mark(state[group]), soak_mark(state[group]));
    }
    if (out.failed)
        soak_die("memory");
    soak_write(source, out.data, out.size);
    rat_buf_release(&out);
}

static void import_state(const uint16_t state[GROUPS])
{
    const char *sources[] = {source};
    struct rat_ingest_options options = {.threads = 2};
    struct rat_ingest_report report;
    struct rat_err err = RAT_ERR_INIT;
    uint32_t number = atomic_load(&shared->begun);
    memcpy(shared->states[number], state, sizeof shared->states[number]);
    atomic_store(&shared->begun, number + 1);
    write_source(state);
    soak_must(rat_ingest(archive, sources, 1, &options, &report, &err), &err, "import");
    atomic_store(&shared->done, number + 1);
    atomic_fetch_add(&shared->imports, 1);
}

static void write_on(uint64_t seed)
{
    struct prng random = {seed};
    uint16_t state[GROUPS];
    struct rat_err err = RAT_ERR_INIT;
    memcpy(state, shared->states[0], sizeof state);
    while (!atomic_load(&shared->stop) && atomic_load(&shared->begun) < STATES) {
        uint32_t what = prng_below(&random, 10);
        if (what < 8) { /* marks are never used twice */
            state[prng_below(&random, GROUPS)] = (uint16_t)atomic_load(&shared->begun);
            import_state(state);
        } else if (what == 8) {
            struct rat_ingest_options options = {.order = RAT_ORDER_BISECTION};
            soak_must(rat_optimize(archive, &options, &err), &err, "optimize");
            atomic_fetch_add(&shared->optimized, 1);
        } else {
            soak_must(rat_reindex(archive, NULL, NULL, &err), &err, "reindex");
            atomic_fetch_add(&shared->reindexed, 1);
        }
    }
}

/* ---- readers ---- */

/* The version in the text of a hit; every mark in it must be the same. */
static uint16_t version_in(struct rat_snapshot *snapshot, uint32_t docnum)
{
    struct rat_arena arena;
    struct rat_document document;
    struct rat_buf text = RAT_BUF_INIT;
    struct rat_err err = RAT_ERR_INIT;
    rat_arena_init(&arena, 0);
    soak_must(rat_catalogue_document(snapshot->catalogue, docnum, &arena, &document, &err), &err, "document");
    soak_must(rat_snapshot_content(snapshot, document.text_sha, 0, UINT64_MAX, &text, &err), &err, "text");
    const char *at = strstr(rat_buf_cstr(&text), "Kennung ");
    uint32_t begun = atomic_load(&shared->begun), v = begun;
    for (uint32_t i = 0; at && i < begun; i++)
        if (strncmp(at + 8, soak_mark(i), 6) == 0)
            v = i;
    if (v == begun)
        soak_die("a text with a mark that nobody wrote: %.20s", at ? at : "none");
    atomic_fetch_add(&shared->texts, 1);
    rat_buf_release(&text);
    rat_arena_release(&arena);
    return (uint16_t)v;
}

/* The only version of the group in this snapshot. */
static uint16_t version_of(struct rat_snapshot *snapshot, unsigned group)
{
    struct rat_request request = RAT_REQUEST_INIT;
    struct rat_search *search;
    struct rat_arena arena;
    struct rat_err err = RAT_ERR_INIT;
    struct soak_answer marked;
    char query[64];
    request.query = words[group];
    request.limit = 100;
    soak_must(rat_search_run(snapshot, &request, &search, &err), &err, "search");
    const struct rat_result *result = rat_search_result(search);
    if (result->total != PER_GROUP || result->hit_count != PER_GROUP)
        soak_die("group %u has %llu documents in generation %llu", group, (unsigned long long)result->total,
                 (unsigned long long)snapshot->generation);
    uint16_t version = version_in(snapshot, result->hits[0].docnum);
    for (size_t i = 1; i < result->hit_count; i++)
        if (version_in(snapshot, result->hits[i].docnum) != version)
            soak_die("group %u is of two versions in generation %llu", group,
                     (unsigned long long)snapshot->generation);
    rat_arena_init(&arena, 0);
    const char *snippet;
    soak_must(rat_search_snippet(search, version % PER_GROUP, NULL, &arena, &snippet, &err), &err, "snippet");
    if (!strstr(snippet, "<mark>"))
        soak_die("snippet without a mark: %s", snippet);
    rat_arena_release(&arena);
    rat_search_free(search);
    snprintf(query, sizeof query, "%s UND \"%s\"", words[group], soak_mark(version));
    soak_must(soak_ask(snapshot, query, false, &marked, &err), &err, "mark");
    if (marked.total != PER_GROUP)
        soak_die("index and texts differ: %llu of group %u", (unsigned long long)marked.total, group);
    atomic_fetch_add(&shared->searches, 2);
    return version;
}

static uint32_t find_state(const uint16_t state[GROUPS], uint32_t from)
{
    uint32_t begun = atomic_load(&shared->begun);
    for (uint32_t i = from; i < begun; i++)
        if (memcmp(shared->states[i], state, sizeof shared->states[i]) == 0)
            return i;
    soak_die("the groups are of versions %u %u %u, which was no state at or after number %u", state[0],
             state[1], state[2], from);
}

static void read_on(uint64_t seed)
{
    struct prng random = {seed};
    uint32_t last = 0;
    uint64_t generation = 0;
    while (!atomic_load(&shared->stop)) {
        uint16_t state[GROUPS], again[GROUPS];
        struct rat_snapshot *snapshot;
        struct rat_err err = RAT_ERR_INIT;
        uint32_t done = atomic_load(&shared->done); /* what was told before the snapshot is opened is in it */
        soak_must(rat_snapshot_open(archive, &snapshot, &err), &err, "open");
        if (snapshot->generation < generation)
            soak_die("generation went from %llu to %llu", (unsigned long long)generation,
                     (unsigned long long)snapshot->generation);
        generation = snapshot->generation;
        if (prng_below(&random, 3) == 0) /* the writer goes on, its files are removed */
            usleep(prng_below(&random, 300000));
        for (unsigned g = 0; g < GROUPS; g++)
            state[g] = version_of(snapshot, g);
        uint32_t found = find_state(state, last > done - 1 ? last : done - 1);
        atomic_fetch_add(&shared->seen_states, found != last);
        last = found;
        if (prng_below(&random, 2) == 0) {
            usleep(prng_below(&random, 100000));
            for (unsigned g = 0; g < GROUPS; g++)
                again[g] = version_of(snapshot, g);
            if (memcmp(state, again, sizeof state) != 0)
                soak_die("an open snapshot changed its answers");
            atomic_fetch_add(&shared->repeated, 1);
        }
        rat_snapshot_close(snapshot);
        atomic_fetch_add(&shared->snapshots, 1);
    }
}

/* ---- the campaign ---- */

static pid_t start(void (*body)(uint64_t), uint64_t seed)
{
    pid_t child = fork();
    if (child < 0)
        soak_die("fork");
    if (child == 0) {
        body(seed);
        fflush(stdout);
        _exit(0);
    }
    return child;
}

/* Waits until the time is over or somebody failed. */
static void supervise(pid_t *children, size_t count, uint64_t seconds)
{
    bool failed = false;
    size_t left = count;
    for (uint64_t tenths = 0; left; tenths++) {
        int status;
        pid_t ended = waitpid(-1, &status, WNOHANG);
        if (ended > 0) {
            left--;
            if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
                printf("a process ended with wait status %d\n", status);
                failed = true;
            }
            continue;
        }
        if (failed || tenths >= seconds * 10)
            atomic_store(&shared->stop, true);
        if (tenths > seconds * 10 + 600) {
            for (size_t i = 0; i < count; i++)
                kill(children[i], SIGKILL);
            soak_die("a process hangs");
        }
        usleep(100000);
    }
    if (failed)
        soak_die("see above");
}

int main(int argc, char **argv)
{
    struct soak_options o = soak_arguments(argc, argv, "--seconds", 6, 600);
    struct rat_archive_options create = soak_archive_options();
    struct rat_err err = RAT_ERR_INIT;
    pid_t children[READERS + 1];
    soak_begin();
    snprintf(archive, sizeof archive, "%s", soak_path("archiv"));
    snprintf(source, sizeof source, "%s", soak_path("quelle.jsonl"));
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        soak_die("mmap");
    soak_must(rat_archive_create(archive, &create, &err), &err, "init");
    pid_t first = fork();
    if (first == 0) {
        import_state(shared->states[0]);
        _exit(0);
    }
    int status;
    if (first < 0 || waitpid(first, &status, 0) != first || status != 0)
        soak_die("first import");
    children[0] = start(write_on, o.seed);
    for (uint64_t i = 1; i <= READERS; i++)
        children[i] = start(read_on, o.seed * 100 + i);
    supervise(children, READERS + 1, o.count);
    uint64_t findings = 0;
    soak_must(rat_archive_check(archive, true, soak_damage_print, NULL, &findings, &err), &err, "check");
    printf("%llu imports, %llu optimized, %llu reindexed; %u readers: %llu snapshots (%llu asked again), "
           "%llu searches, "
           "%llu texts, %llu changes of state seen\n",
           (unsigned long long)shared->imports, (unsigned long long)shared->optimized,
           (unsigned long long)shared->reindexed, READERS, (unsigned long long)shared->snapshots,
           (unsigned long long)shared->repeated, (unsigned long long)shared->searches,
           (unsigned long long)shared->texts, (unsigned long long)shared->seen_states);
    if (findings || shared->imports < 3 || shared->snapshots < READERS || shared->seen_states == 0)
        soak_die("%llu findings, or nothing happened", (unsigned long long)findings);
    return soak_end();
}
