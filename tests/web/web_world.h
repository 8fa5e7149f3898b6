/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An archive of the sample corpus (or of given lines) and a server on it, for tests through a real socket. Everything fails
 * the running cmocka test. Include after <cmocka.h>.
 */
#ifndef TESTS_WEB_WEB_WORLD_H
#define TESTS_WEB_WEB_WORLD_H

#include "indexer/ingest.h"
#include "storage/archive.h"
#include "tests/storage/scratch.h"
#include "tests/support/html_check.h"
#include "tests/support/web_server.h"
#include "text/analyzer.h"

struct web_world {
    struct scratch dir;
    char archive[128];
    struct web_server server;
};

static inline void web_world_import(struct web_world *w, const char *source)
{
    struct rat_err err = RAT_ERR_INIT;
    struct rat_ingest_options options = {.threads = 2};
    struct rat_ingest_report report = {0};
    if (rat_ingest(w->archive, &source, 1, &options, &report, &err) != RAT_OK)
        fail_msg("%s: %s", source, err.msg);
}

static inline void web_world_create(struct web_world *w)
{
    struct rat_err err = RAT_ERR_INIT;
    struct rat_archive_options options = {.analyzer = "german",
                                          .analyzer_version = rat_analyzer_version_of("german")};
    memset(w, 0, sizeof *w);
    scratch_make(&w->dir);
    snprintf(w->archive, sizeof w->archive, "%s/archive", w->dir.folder);
    if (rat_archive_create(w->archive, &options, &err) != RAT_OK)
        fail_msg("%s", err.msg);
}

/* The sample corpus of the project. */
static inline void web_world_sample(struct web_world *w)
{
    const char *root = getenv("RAT_SOURCE_DIR");
    char path[512];
    web_world_create(w);
    snprintf(path, sizeof path, "%s/corpus/sample/text", root ? root : ".");
    web_world_import(w, path);
    snprintf(path, sizeof path, "%s/corpus/sample/oparl", root ? root : ".");
    web_world_import(w, path);
}

/* Imports lines of JSON. */
static inline void web_world_lines(struct web_world *w, const char *name, const char *lines)
{
    const char *path = scratch_path(&w->dir, name);
    struct rat_err err = RAT_ERR_INIT;
    if (rat_file_publish(path, lines, strlen(lines), &err) != RAT_OK)
        fail_msg("%s", err.msg);
    web_world_import(w, path);
}

static inline void web_world_start(struct web_world *w)
{
    web_server_start(&w->server,
                     &(struct rat_serve_options){.archive = w->archive, .log = RAT_LOG_OFF, .threads = 3});
}

static inline void web_world_end(struct web_world *w)
{
    if (w->server.pid && !w->server.is_stopped)
        assert_int_equal(web_server_stop(&w->server), 0);
    scratch_remove(&w->dir);
}

/* A page: status, valid HTML. */
static inline void web_world_page(struct web_world *w, const char *target, unsigned status,
                                  struct web_answer *out)
{
    const char *why;
    web_get(&w->server, target, NULL, out);
    if (out->status != status)
        fail_msg("%s: status %u instead of %u", target, out->status, status);
    if (!html_check(out->body, out->body_size, &why))
        fail_msg("%s: %s", target, why);
}

static inline void web_world_has(const struct web_answer *answer, const char *wanted)
{
    if (!strstr(answer->body, wanted))
        fail_msg("not in the answer: %s\n%.3000s", wanted, answer->body);
}

static inline void web_world_lacks(const struct web_answer *answer, const char *unwanted)
{
    if (strstr(answer->body, unwanted))
        fail_msg("in the answer: %s", unwanted);
}

#endif
