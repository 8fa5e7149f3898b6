/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Search cases: the files of tests/text/cases/. A case is a query and documents with their tier; blank lines stand between cases,
 * '#' begins a comment.
 *
 *     ? Beschluß                      the query
 *     1 Der Beschluss des Rates       found, in the first tier
 *     2 Die Beschlüsse des Rates      found, and every one of tier 1 stands above it
 *     - Der Schluss der Sitzung       not found
 *
 * In a document \n is a line end and \u00AD and the like are characters. Every case is an archive of its own, made by
 * the import that everybody uses.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "indexer/ingest.h"
#include "query/search.h"
#include "tests/storage/scratch.h"

#include <jansson.h>

#define DOCUMENTS_MAX 16

struct search_case {
    char query[512];
    struct {
        char tier;
        char text[2048];
        double score; /* < 0: not found */
    } documents[DOCUMENTS_MAX];
    size_t count;
    unsigned line;
};

static unsigned cases, failures;

/* "\n" and "\u00AD" of the file; everything else as it stands. */
static void put_text(const char *from, char *out, size_t room)
{
    size_t n = 0;
    while (*from && n + 5 < room) {
        if (from[0] == '\\' && from[1] == 'n') {
            out[n++] = '\n';
            from += 2;
        } else if (from[0] == '\\' && from[1] == 'u' && strlen(from) >= 6) {
            char hex[5] = {from[2], from[3], from[4], from[5], 0};
            unsigned cp = (unsigned)strtoul(hex, NULL, 16);
            if (cp < 0x800) {
                out[n++] = (char)(0xc0 | cp >> 6);
            } else {
                out[n++] = (char)(0xe0 | cp >> 12);
                out[n++] = (char)(0x80 | (cp >> 6 & 63));
            }
            out[n++] = (char)(0x80 | (cp & 63));
            from += 6;
        } else {
            out[n++] = *from++;
        }
    }
    out[n] = '\0';
}

static void write_source(const struct search_case *c, const char *path)
{
    FILE *out = fopen(path, "we");
    assert_non_null(out);
    for (size_t i = 0; i < c->count; i++) {
        char id[24];
        snprintf(id, sizeof id, "%zu", i);
        json_t *line = json_pack("{s:s, s:s, s:s}", "id", id, "title", "", "text", c->documents[i].text);
        assert_non_null(line);
        char *text = json_dumps(line, JSON_COMPACT);
        fprintf(out, "%s\n", text);
        free(text);
        json_decref(line);
    }
    assert_int_equal(fclose(out), 0);
}

static void search_archive(struct search_case *c, const char *archive)
{
    struct rat_err err = RAT_ERR_INIT;
    struct rat_snapshot *snapshot;
    struct rat_search *search;
    struct rat_request request = RAT_REQUEST_INIT;
    request.query = c->query;
    request.limit = DOCUMENTS_MAX;
    assert_int_equal(rat_snapshot_open(archive, &snapshot, &err), RAT_OK);
    assert_int_equal(rat_search_run(snapshot, &request, &search, &err), RAT_OK);
    const struct rat_result *result = rat_search_result(search);
    for (size_t i = 0; i < result->hit_count; i++)
        c->documents[strtoul(result->hits[i].id, NULL, 10)].score = result->hits[i].score;
    rat_search_free(search);
    rat_snapshot_close(snapshot);
}

static bool is_as_expected(const struct search_case *c, char *why, size_t room)
{
    for (size_t i = 0; i < c->count; i++) {
        bool found = c->documents[i].score >= 0, wanted = c->documents[i].tier != '-';
        if (found != wanted) {
            snprintf(why, room, "%s: %s", wanted ? "not found" : "found", c->documents[i].text);
            return false;
        }
        for (size_t k = 0; k < c->count; k++) {
            if (c->documents[i].tier == '-' || c->documents[k].tier == '-' ||
                c->documents[i].tier >= c->documents[k].tier || c->documents[i].score > c->documents[k].score)
                continue;
            snprintf(why, room, "%.4f %s\n    is not above %.4f %s", c->documents[i].score,
                     c->documents[i].text, c->documents[k].score, c->documents[k].text);
            return false;
        }
    }
    return true;
}

static void run_case(struct search_case *c, const char *file)
{
    struct rat_err err = RAT_ERR_INIT;
    struct rat_ingest_report report;
    char why[5000];
    struct scratch dir;
    struct rat_buf source = RAT_BUF_INIT, archive = RAT_BUF_INIT;
    if (c->count == 0)
        return;
    scratch_make(&dir);
    rat_path_join(&source, dir.folder, "cases.jsonl");
    rat_path_join(&archive, dir.folder, "archive");
    write_source(c, rat_buf_cstr(&source));
    struct rat_ingest_options options = {.threads = 1};
    rat_status st = rat_ingest_index_only(rat_buf_cstr(&archive), "german", rat_buf_cstr(&source), &options,
                                          &report, &err);
    if (st != RAT_OK)
        print_message("%s\n", err.msg);
    assert_int_equal(st, RAT_OK);
    search_archive(c, rat_buf_cstr(&archive));
    cases++;
    if (!is_as_expected(c, why, sizeof why)) {
        failures++;
        print_message("%s:%u: ? %s\n    %s\n", file, c->line, c->query, why);
    }
    scratch_remove(&dir);
    rat_buf_release(&source);
    rat_buf_release(&archive);
    c->count = 0;
}

static void run_file(const char *path, const char *name)
{
    static struct search_case c;
    char line[4096];
    FILE *in = fopen(path, "re");
    assert_non_null(in);
    memset(&c, 0, sizeof c);
    for (unsigned number = 1; fgets(line, sizeof line, in); number++) {
        line[strcspn(line, "\r\n")] = '\0';
        if (*line == '#')
            continue;
        if (*line == '?') {
            run_case(&c, name);
            put_text(line + 2, c.query, sizeof c.query);
            c.line = number;
        } else if (*line == '-' || (*line >= '1' && *line <= '9')) {
            assert_true(c.count < DOCUMENTS_MAX);
            c.documents[c.count].tier = *line;
            c.documents[c.count].score = -1;
            put_text(line + 2, c.documents[c.count].text, sizeof c.documents[c.count].text);
            c.count++;
        } else if (*line) {
            fail_msg("%s:%u: what is this", name, number);
        }
    }
    run_case(&c, name);
    fclose(in);
}

static void every_case(void **state)
{
    (void)state;
    const char *root = getenv("RAT_SOURCE_DIR");
    struct rat_buf folder = RAT_BUF_INIT, path = RAT_BUF_INIT;
    char **names;
    size_t count;
    rat_path_join(&folder, root ? root : ".", "tests/text/cases");
    assert_int_equal(rat_folder_list(rat_buf_cstr(&folder), &names, &count, NULL), RAT_OK);
    for (size_t i = 0; i < count; i++) {
        size_t n = strlen(names[i]);
        if (n < 5 || strcmp(names[i] + n - 4, ".txt") != 0)
            continue;
        rat_path_join(&path, rat_buf_cstr(&folder), names[i]);
        run_file(rat_buf_cstr(&path), names[i]);
    }
    print_message("%u cases, %u failed\n", cases, failures);
    rat_folder_list_free(names, count);
    rat_buf_release(&folder);
    rat_buf_release(&path);
    assert_true(cases >= 225); /* the 25 of the requirements and 200 more */
    assert_int_equal(failures, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_case)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
