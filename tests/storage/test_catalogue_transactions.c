/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The catalogue: opening, transactions, pinned readers, read-only media, a killed writer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "storage/catalogue_internal.h"
#include "tests/storage/catalogue_world.h"

#include <sys/stat.h>
#include <sys/wait.h>

static void test_open_errors(void **state)
{
    struct world *w = *state;
    struct rat_catalogue *other = NULL;
    assert_int_equal(rat_catalogue_open(w->path, RAT_CATALOGUE_CREATE, &other, &w->err), RAT_EUSAGE);
    const char *path = scratch_path(&w->dir, "fehlt.db");
    assert_int_equal(rat_catalogue_open(path, RAT_CATALOGUE_READ, &other, &w->err), RAT_ENOTFOUND);
    assert_int_equal(rat_catalogue_open(path, RAT_CATALOGUE_WRITE, &other, &w->err), RAT_ENOTFOUND);
    assert_int_equal(access(path, F_OK), -1);
    path = scratch_path(&w->dir, "nein/x.db");
    assert_int_equal(rat_catalogue_open(path, RAT_CATALOGUE_CREATE, &other, &w->err), RAT_EIO);
    path = scratch_path(&w->dir, "muell.db");
    char noise[5000];
    memset(noise, 'x', sizeof noise);
    scratch_write(path, noise, sizeof noise);
    assert_int_equal(rat_catalogue_open(path, RAT_CATALOGUE_READ, &other, &w->err), RAT_EDAMAGED);
    assert_int_equal(rat_catalogue_open(path, RAT_CATALOGUE_WRITE, &other, &w->err), RAT_EDAMAGED);
    scratch_write(path, "", 0);
    assert_int_equal(rat_catalogue_open(path, RAT_CATALOGUE_READ, &other, &w->err), RAT_EDAMAGED);
    assert_int_equal(rat_catalogue_open(w->dir.folder, RAT_CATALOGUE_READ, &other, &w->err), RAT_EIO);
    OK(w, rat_catalogue_exec(w->db, "PRAGMA user_version = 99", &w->err));
    assert_int_equal(rat_catalogue_open(w->path, RAT_CATALOGUE_READ, &other, &w->err), RAT_EDAMAGED);
    assert_true(w->err.hint[0] != '\0');
    assert_null(other);
    rat_catalogue_close(NULL);
}

static void test_uncommitted_work_is_invisible_and_gone(void **state)
{
    struct world *w = *state;
    struct rat_catalogue *reader = NULL;
    struct rat_known known;
    world_begin(w);
    assert_int_equal(world_put(w, "a", NULL, 1), 1);
    world_commit(w);
    OK(w, rat_catalogue_begin(w->db, &w->err));
    assert_int_equal(world_put(w, "b", NULL, 2), 2);
    OK(w, rat_catalogue_open(w->path, RAT_CATALOGUE_READ, &reader, &w->err));
    OK(w, rat_catalogue_known_document(reader, "b", &known, &w->err));
    assert_int_equal(known.docnum, 0);
    rat_catalogue_close(reader);
    world_reopen(w, RAT_CATALOGUE_WRITE);
    OK(w, rat_catalogue_known_document(w->db, "b", &known, &w->err));
    assert_int_equal(known.docnum, 0);
    OK(w, rat_catalogue_known_document(w->db, "a", &known, &w->err));
    assert_int_equal(known.docnum, 1);
    OK(w, rat_catalogue_begin(w->db, &w->err));
    assert_int_equal(world_put(w, "c", NULL, 3), 2);
    rat_catalogue_rollback(w->db);
    rat_catalogue_rollback(w->db);
    OK(w, rat_catalogue_begin(w->db, &w->err));
    assert_int_equal(world_put(w, "d", NULL, 4), 3); /* a number is given once, even if the row went */
    world_commit(w);
}

static void test_reserved_numbers(void **state)
{
    struct world *w = *state;
    struct rat_document document = world_document("b", NULL, 2);
    uint32_t first = 0, second = 0, docnum = 0;
    world_begin(w);
    assert_int_equal(world_put(w, "a", NULL, 1), 1);
    OK(w, rat_catalogue_reserve_docnum(w->db, &first, &w->err));
    OK(w, rat_catalogue_reserve_docnum(w->db, &second, &w->err));
    assert_int_equal(first, 2);
    assert_int_equal(second, 3);
    world_commit(w);
    OK(w, rat_catalogue_begin(w->db, &w->err)); /* reservations outlive a commit */
    assert_int_equal(world_put(w, "d", NULL, 4), 4);
    document.docnum = second;
    OK(w, rat_catalogue_put_document(w->db, &document, &docnum, &w->err));
    assert_int_equal(docnum, 3);
    static const uint32_t bad[] = {1, 3, 4, 5, UINT32_MAX}; /* taken, or never reserved */
    document.id = "c";
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        document.docnum = bad[i];
        assert_int_equal(rat_catalogue_put_document(w->db, &document, &docnum, &w->err), RAT_EUSAGE);
    }
    document.docnum = first;
    OK(w, rat_catalogue_put_document(w->db, &document, &docnum, &w->err));
    assert_int_equal(docnum, 2);
    document.id = "a"; /* known: its own number counts */
    OK(w, rat_catalogue_put_document(w->db, &document, &docnum, &w->err));
    assert_int_equal(docnum, 1);
    world_commit(w);
    world_reopen(w, RAT_CATALOGUE_WRITE);
    OK(w, rat_catalogue_begin(w->db, &w->err));
    document.id = "e", document.docnum = 9; /* another handle gave nothing */
    assert_int_equal(rat_catalogue_put_document(w->db, &document, &docnum, &w->err), RAT_EUSAGE);
    assert_int_equal(world_put(w, "e", NULL, 5), 5);
    world_commit(w);
}

static void test_writing_needs_a_transaction(void **state)
{
    struct world *w = *state;
    struct rat_document document = world_document("a", NULL, 1);
    struct rat_paper paper = {.id = "p"};
    struct rat_meeting meeting = {.id = "m"};
    struct rat_organization organization = {.id = "o"};
    struct rat_content_place place = {1, 24, 64, 0}, *places;
    uint8_t(*shas)[RAT_SHA256_BYTES];
    size_t count;
    uint32_t docnum = 7;
    int64_t row = 7;
    assert_int_equal(rat_catalogue_put_document(w->db, &document, &docnum, &w->err), RAT_EUSAGE);
    assert_int_equal(rat_catalogue_put_paper(w->db, &paper, 0, &row, &w->err), RAT_EUSAGE);
    assert_int_equal(rat_catalogue_put_meeting(w->db, &meeting, 0, &row, &w->err), RAT_EUSAGE);
    assert_int_equal(rat_catalogue_put_organization(w->db, &organization, &w->err), RAT_EUSAGE);
    assert_int_equal(rat_catalogue_put_source(w->db, &oparl, &row, &w->err), RAT_EUSAGE);
    assert_int_equal(rat_catalogue_put_content(w->db, document.text_sha, &place, &w->err), RAT_EUSAGE);
    assert_int_equal(rat_catalogue_remove_document(w->db, 1, "2020-01-01", &w->err), RAT_EUSAGE);
    assert_int_equal(rat_catalogue_remove_paper(w->db, 1, "2020-01-01", &w->err), RAT_EUSAGE);
    assert_int_equal(rat_catalogue_purge_document(w->db, 1, "", &w->arena, &shas, &places, &count, &w->err),
                     RAT_EUSAGE);
    assert_int_equal(docnum, 7);
    assert_int_equal(row, 7);
    OK(w, rat_catalogue_begin(w->db, &w->err));
    assert_int_equal(rat_catalogue_put_document(w->db, &document, &docnum, &w->err),
                     RAT_EUSAGE); /* unknown source */
    document.source = NULL, document.id = NULL;
    assert_int_equal(rat_catalogue_put_document(w->db, &document, &docnum, &w->err), RAT_EUSAGE);
    assert_int_equal(rat_catalogue_remove_document(w->db, 1, "2020-01-01", &w->err), RAT_ENOTFOUND);
    assert_int_equal(rat_catalogue_remove_paper(w->db, 1, "2020-01-01", &w->err), RAT_ENOTFOUND);
    assert_int_equal(rat_catalogue_purge_document(w->db, 1, "", &w->arena, &shas, &places, &count, &w->err),
                     RAT_ENOTFOUND);
}

static void test_reader_is_pinned(void **state)
{
    struct world *w = *state;
    struct rat_catalogue *before = NULL, *after = NULL;
    struct rat_known known;
    world_begin(w);
    world_put(w, "a", NULL, 1);
    world_commit(w);
    OK(w, rat_catalogue_open(w->path, RAT_CATALOGUE_READ, &before, &w->err));
    for (uint8_t i = 2; i < 50; i++) {
        OK(w, rat_catalogue_begin(w->db, &w->err));
        world_put(w, "a", NULL, i);
        world_commit(w);
    }
    OK(w, rat_catalogue_open(w->path, RAT_CATALOGUE_READ, &after, &w->err));
    OK(w, rat_catalogue_known_document(before, "a", &known, &w->err));
    assert_int_equal(known.stamp, 1);
    OK(w, rat_catalogue_known_document(after, "a", &known, &w->err));
    assert_int_equal(known.stamp, 49);
    rat_catalogue_close(w->db); /* readers stay valid when the writer goes */
    w->db = NULL;
    OK(w, rat_catalogue_known_document(before, "a", &known, &w->err));
    assert_int_equal(known.stamp, 1);
    rat_catalogue_close(before);
    rat_catalogue_close(after);
}

static void copy_file(struct world *w, const char *from, const char *to)
{
    struct rat_buf bytes = RAT_BUF_INIT;
    scratch_read(from, &bytes);
    scratch_write(to, bytes.data, bytes.size);
    assert_int_equal(chmod(to, 0444), 0);
    rat_buf_release(&bytes);
    (void)w;
}

/* In a child, because rights mean nothing to root: 0 when the reader opened and saw document a. */
static int read_without_rights(const char *path)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct rat_catalogue *reader = NULL;
        struct rat_known known = {0};
        if (geteuid() == 0 && (setegid(65534) != 0 || seteuid(65534) != 0))
            _exit(77);
        rat_status st = rat_catalogue_open(path, RAT_CATALOGUE_READ, &reader, NULL);
        if (st == RAT_OK)
            st = rat_catalogue_known_document(reader, "a", &known, NULL);
        _exit(st != RAT_OK ? -st : known.docnum == 1 ? 0 : 100);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void test_read_only_media(void **state)
{
    struct world *w = *state;
    world_begin(w);
    world_put(w, "a", NULL, 1);
    world_commit(w);
    char path[200], name[200], log[220];
    snprintf(path, sizeof path, "%s", scratch_path(&w->dir, "nur lesbar ?#%"));
    assert_int_equal(mkdir(path, 0755), 0);
    snprintf(name, sizeof name, "%.180s/catalogue.db", path);
    /* the state of a killed writer: rows are still in the log, which must not be ignored */
    snprintf(log, sizeof log, "%s-wal", w->path);
    copy_file(w, w->path, name);
    char log_copy[220];
    snprintf(log_copy, sizeof log_copy, "%s-wal", name);
    copy_file(w, log, log_copy);
    assert_int_equal(chmod(path, 0555), 0);
    assert_int_equal(chmod(w->dir.folder, 0755), 0);
    int rc = read_without_rights(name);
    if (rc == 77)
        skip();
    assert_int_equal(rc, -RAT_EIO);
    /* closed in order, the catalogue is one file */
    assert_int_equal(chmod(path, 0755), 0);
    assert_int_equal(unlink(log_copy), 0);
    assert_int_equal(unlink(name), 0);
    world_reopen(w, RAT_CATALOGUE_WRITE);
    rat_catalogue_close(w->db);
    w->db = NULL;
    copy_file(w, w->path, name);
    assert_int_equal(chmod(path, 0555), 0);
    rc = read_without_rights(name);
    assert_int_equal(chmod(path, 0755), 0);
    assert_int_equal(rc, 0);
}

static void test_killed_writer(void **state)
{
    struct world *w = *state;
    struct rat_known known;
    rat_catalogue_close(w->db);
    w->db = NULL;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        OK(w, rat_catalogue_open(w->path, RAT_CATALOGUE_WRITE, &w->db, &w->err));
        world_begin(w);
        world_put(w, "a", NULL, 1);
        world_commit(w);
        OK(w, rat_catalogue_begin(w->db, &w->err));
        world_put(w, "b", NULL, 2);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    OK(w, rat_catalogue_open(w->path, RAT_CATALOGUE_READ, &w->db, &w->err));
    OK(w, rat_catalogue_known_document(w->db, "a", &known, &w->err));
    assert_int_equal(known.docnum, 1);
    OK(w, rat_catalogue_known_document(w->db, "b", &known, &w->err));
    assert_int_equal(known.docnum, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(test_open_errors),      T(test_uncommitted_work_is_invisible_and_gone),
        T(test_reserved_numbers), T(test_writing_needs_a_transaction),
        T(test_reader_is_pinned), T(test_read_only_media),
        T(test_killed_writer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
