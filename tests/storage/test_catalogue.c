/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The catalogue: everything that was put comes back, transactions, pinned readers, versions, names, purge, damage. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "storage/catalogue.h"
#include "storage/catalogue_internal.h"
#include "tests/storage/scratch.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

static const struct rat_source_record oparl = {"/quelle/oparl", "oparl", true};
static const struct rat_source_record folder = {"/quelle/ordner", "folder", false};

struct world {
    struct scratch dir;
    char path[200];
    struct rat_catalogue *db; /* writer */
    struct rat_arena arena;
    struct rat_err err;
};

#define OK(w, call)                                                       \
    do {                                                                  \
        if ((call) != RAT_OK)                                             \
            fail_msg("%s: %s (%s)", #call, (w)->err.msg, (w)->err.where); \
    } while (0)

static int setup(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    assert_non_null(w);
    scratch_make(&w->dir);
    snprintf(w->path, sizeof w->path, "%s", scratch_path(&w->dir, "catalogue.db"));
    rat_arena_init(&w->arena, 0);
    OK(w, rat_catalogue_open(w->path, RAT_CATALOGUE_CREATE, &w->db, &w->err));
    *state = w;
    return 0;
}

static int teardown(void **state)
{
    struct world *w = *state;
    rat_catalogue_close(w->db);
    rat_arena_release(&w->arena);
    scratch_remove(&w->dir);
    free(w);
    return 0;
}

static void reopen(struct world *w, enum rat_catalogue_mode mode)
{
    rat_catalogue_close(w->db);
    w->db = NULL;
    OK(w, rat_catalogue_open(w->path, mode, &w->db, &w->err));
}

static void begin(struct world *w)
{
    int64_t id;
    OK(w, rat_catalogue_begin(w->db, &w->err));
    OK(w, rat_catalogue_put_source(w->db, &oparl, &id, &w->err));
    assert_int_equal(id, 1);
    OK(w, rat_catalogue_put_source(w->db, &folder, &id, &w->err));
    assert_int_equal(id, 2);
}

static void commit(struct world *w)
{
    OK(w, rat_catalogue_commit(w->db, &w->err));
}

static struct rat_document small_document(const char *id, const char *paper_id, uint8_t content)
{
    struct rat_document document = {.id = id,
                                    .paper_id = paper_id,
                                    .source = oparl.name,
                                    .title = id,
                                    .text_size = 20,
                                    .date = RAT_NO_DATE,
                                    .is_public = RAT_UNKNOWN,
                                    .stamp = content};
    memset(document.original_sha, content, RAT_SHA256_BYTES);
    memset(document.text_sha, content + 100, RAT_SHA256_BYTES);
    return document;
}

static uint32_t put(struct world *w, const char *id, const char *paper_id, uint8_t content)
{
    uint32_t docnum = 0;
    struct rat_document document = small_document(id, paper_id, content);
    OK(w, rat_catalogue_put_document(w->db, &document, &docnum, &w->err));
    return docnum;
}

static int64_t put_paper(struct world *w, const char *id, const char *reference, const char *printed)
{
    int64_t row = 0;
    struct rat_paper paper = {.id = id,
                              .source = oparl.name,
                              .reference = reference,
                              .reference_printed = printed,
                              .name = "Radweg",
                              .date = RAT_NO_DATE};
    OK(w, rat_catalogue_put_paper(w->db, &paper, 11, &row, &w->err));
    return row;
}

static void put_places(struct world *w, uint8_t content, uint64_t offset)
{
    uint8_t sha[RAT_SHA256_BYTES];
    struct rat_content_place place = {1, offset, 100, 20};
    memset(sha, content, sizeof sha);
    OK(w, rat_catalogue_put_content(w->db, sha, &place, &w->err));
    memset(sha, content + 100, sizeof sha);
    place.offset += 100;
    OK(w, rat_catalogue_put_content(w->db, sha, &place, &w->err));
}

/* ---- records come back as they were put ---- */

static void same_text(const char *a, const char *b)
{
    if (a && b)
        assert_string_equal(a, b);
    else
        assert_true(a == b);
}

static void test_document_round_trip(void **state)
{
    struct world *w = *state;
    static const struct rat_field fields[] = {{"kosten", "0 €", RAT_ORIGIN_TEXT},
                                              {"leer", "", RAT_ORIGIN_STATED},
                                              {"nichts", NULL, RAT_ORIGIN_INFERRED}};
    static const char *const committees[] = {"Kreisausschuss", "Ausschuss für Straßen"};
    struct rat_document in = {
        .id = "https://x.de/oparl/files/586836",
        .paper_id = "https://x.de/oparl/papers/1",
        .meeting_id = "m",
        .source = oparl.name,
        .title = "Radweg Vorlage",
        .name = "Vorlage",
        .type = "Beschlussvorlage",
        .reference = "2020/740",
        .date = -300,
        .date_origin = RAT_ORIGIN_TEXT,
        .body = "Landkreis",
        .municipality = "Peine",
        .committees = committees,
        .committee_count = 2,
        .lead_office = "FD 20",
        .status = "öffentlich",
        .is_public = RAT_YES,
        .location = "/a/b.pdf",
        .download_url = "https://x.de/b.pdf",
        .mime_type = "text/plain",
        .modified = "2020-09-01",
        .raw = "{\"k\":1}",
        .fields = fields,
        .field_count = 3,
        .original_sha = {1, 2, 3},
        .text_sha = {4, 5, 6},
        .original_size = UINT64_C(5000000000),
        .text_size = 77,
        .encoding = "windows-1252",
        .undecodable = 3,
        .extractor = "text/1",
        .stamp = UINT64_C(0xfedcba9876543210),
        .version = 9,
        .imported_at = "ignored",
        .removed_at = "ignored",
    };
    struct rat_document out;
    uint32_t docnum = 0;
    begin(w);
    OK(w, rat_catalogue_put_document(w->db, &in, &docnum, &w->err));
    assert_int_equal(docnum, 1);
    commit(w);
    reopen(w, RAT_CATALOGUE_READ);
    OK(w, rat_catalogue_document(w->db, docnum, &w->arena, &out, &w->err));
    const size_t texts[] = {
        offsetof(struct rat_document, id),          offsetof(struct rat_document, paper_id),
        offsetof(struct rat_document, meeting_id),  offsetof(struct rat_document, source),
        offsetof(struct rat_document, title),       offsetof(struct rat_document, name),
        offsetof(struct rat_document, type),        offsetof(struct rat_document, reference),
        offsetof(struct rat_document, body),        offsetof(struct rat_document, municipality),
        offsetof(struct rat_document, lead_office), offsetof(struct rat_document, status),
        offsetof(struct rat_document, location),    offsetof(struct rat_document, download_url),
        offsetof(struct rat_document, mime_type),   offsetof(struct rat_document, modified),
        offsetof(struct rat_document, raw),         offsetof(struct rat_document, encoding),
        offsetof(struct rat_document, extractor),
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *a, *b;
        memcpy(&a, (const char *)&in + texts[i], sizeof a);
        memcpy(&b, (const char *)&out + texts[i], sizeof b);
        same_text(a, b);
    }
    assert_int_equal(out.docnum, 1);
    assert_int_equal(out.version, 1);
    assert_int_equal(strlen(out.imported_at), 20);
    assert_null(out.removed_at);
    assert_int_equal(out.date, -300);
    assert_int_equal(out.date_origin, RAT_ORIGIN_TEXT);
    assert_int_equal(out.is_public, RAT_YES);
    assert_int_equal(out.original_size, in.original_size);
    assert_int_equal(out.text_size, 77);
    assert_int_equal(out.undecodable, 3);
    assert_true(out.stamp == in.stamp);
    assert_memory_equal(out.original_sha, in.original_sha, RAT_SHA256_BYTES);
    assert_memory_equal(out.text_sha, in.text_sha, RAT_SHA256_BYTES);
    assert_int_equal(out.committee_count, 2);
    assert_string_equal(out.committees[1], "Ausschuss für Straßen");
    assert_int_equal(out.field_count, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_string_equal(out.fields[i].name, fields[i].name);
        same_text(out.fields[i].value, fields[i].value);
        assert_int_equal(out.fields[i].origin, fields[i].origin);
    }
    uint64_t before, after;
    assert_int_equal(rat_document_stamp(&in, 7, &before), RAT_OK);
    assert_int_equal(rat_document_stamp(&out, 7, &after), RAT_OK);
    assert_true(before == after);
    assert_int_equal(rat_catalogue_document(w->db, 2, &w->arena, &out, &w->err), RAT_ENOTFOUND);
}

static void test_empty_record_round_trip(void **state)
{
    struct world *w = *state;
    struct rat_document in = {.id = "nur-id"}, out;
    struct rat_paper paper_in = {.id = "p"}, paper_out;
    struct rat_meeting meeting_in = {.id = "m"}, meeting_out;
    uint32_t docnum;
    int64_t row;
    OK(w, rat_catalogue_begin(w->db, &w->err));
    OK(w, rat_catalogue_put_document(w->db, &in, &docnum, &w->err));
    OK(w, rat_catalogue_put_paper(w->db, &paper_in, 0, &row, &w->err));
    OK(w, rat_catalogue_put_meeting(w->db, &meeting_in, 0, &row, &w->err));
    OK(w, rat_catalogue_document(w->db, docnum, &w->arena, &out, &w->err));
    assert_null(out.title);
    assert_null(out.source);
    assert_null(out.fields);
    assert_null(out.committees);
    OK(w, rat_catalogue_paper(w->db, "p", &w->arena, &paper_out, &w->err));
    assert_null(paper_out.name);
    assert_null(paper_out.consultations);
    OK(w, rat_catalogue_meeting(w->db, "m", &w->arena, &meeting_out, &w->err));
    assert_null(meeting_out.items);
    commit(w);
    uint64_t findings = 9;
    OK(w, rat_catalogue_check(w->db, NULL, NULL, &findings, &w->err));
    assert_int_equal(findings, 0);
}

static void test_paper_round_trip_and_replace(void **state)
{
    struct world *w = *state;
    struct rat_consultation consultations[] = {
        {.id = "c1",
         .body_id = "o1",
         .body = "Kreisausschuss",
         .meeting_id = "m1",
         .item_id = "i1",
         .item_number = "2 b",
         .role = "Vorberatung",
         .result = "einstimmig",
         .date = 18500,
         .is_public = RAT_NO,
         .authoritative = RAT_UNKNOWN,
         .origin = RAT_ORIGIN_STATED},
        {.body = "Kreistag",
         .role = "Entscheidung",
         .date = RAT_NO_DATE,
         .is_public = RAT_YES,
         .authoritative = RAT_YES,
         .origin = RAT_ORIGIN_TEXT},
    };
    struct rat_paper_link links[] = {{"p0", "superordinated"}, {"p2", "subordinated"}};
    struct rat_field fields[] = {{"status", "öffentlich", RAT_ORIGIN_TEXT}};
    struct rat_paper in = {.id = "p1",
                           .source = oparl.name,
                           .reference = "2020/740",
                           .reference_printed = "740/2020",
                           .name = "Radweg",
                           .type = "BV",
                           .date = 18526,
                           .date_origin = RAT_ORIGIN_STATED,
                           .lead_office = "FD 20",
                           .status = "öffentlich",
                           .is_public = RAT_YES,
                           .body = "b",
                           .municipality = "Peine",
                           .removed_at = "2021-01-01",
                           .created = "c",
                           .modified = "m",
                           .raw = "{}",
                           .consultations = consultations,
                           .consultation_count = 2,
                           .links = links,
                           .link_count = 2,
                           .fields = fields,
                           .field_count = 1},
                     out;
    int64_t row = 0, again = 0;
    uint64_t before, after;
    begin(w);
    OK(w, rat_catalogue_put_paper(w->db, &in, 77, &row, &w->err));
    commit(w);
    reopen(w, RAT_CATALOGUE_WRITE);
    OK(w, rat_catalogue_paper(w->db, "p1", &w->arena, &out, &w->err));
    assert_int_equal(rat_paper_stamp(&in, 1, &before), RAT_OK);
    assert_int_equal(rat_paper_stamp(&out, 1, &after), RAT_OK);
    assert_true(before == after);
    assert_string_equal(out.consultations[0].item_number, "2 b");
    assert_int_equal(out.consultations[1].date, RAT_NO_DATE);
    assert_null(out.consultations[1].id);
    assert_string_equal(out.links[1].kind, "subordinated");

    struct rat_known known;
    OK(w, rat_catalogue_known_paper(w->db, "p1", &known, &w->err));
    assert_int_equal(known.docnum, row);
    assert_int_equal(known.stamp, 77);
    assert_int_equal(known.source_id, 1);
    assert_true(known.removed);
    OK(w, rat_catalogue_known_paper(w->db, "p9", &known, &w->err));
    assert_int_equal(known.docnum, 0);

    in.consultation_count = 1, in.link_count = 0, in.removed_at = NULL;
    OK(w, rat_catalogue_begin(w->db, &w->err));
    OK(w, rat_catalogue_put_paper(w->db, &in, 78, &again, &w->err));
    assert_int_equal(again, row);
    assert_int_not_equal(put_paper(w, "p2", NULL, NULL), row);
    commit(w);
    OK(w, rat_catalogue_paper(w->db, "p1", &w->arena, &out, &w->err));
    assert_int_equal(out.consultation_count, 1);
    assert_int_equal(out.link_count, 0);
    assert_null(out.removed_at);
    assert_int_equal(rat_catalogue_paper(w->db, "p9", &w->arena, &out, &w->err), RAT_ENOTFOUND);
}

static void test_meeting_and_organization(void **state)
{
    struct world *w = *state;
    static const char *const organizations[] = {"o1", "o2"};
    struct rat_agenda_item items[] = {{"i1", "1", "Eröffnung", NULL, NULL, 0, RAT_YES},
                                      {"i2", "2 b", "Radweg", "einstimmig", "c1", -5, RAT_UNKNOWN}};
    struct rat_meeting in = {.id = "m1",
                             .source = oparl.name,
                             .name = "Kreistag",
                             .start = "2020-10-01T16:00",
                             .end = "x",
                             .location = "Saal",
                             .organization_ids = organizations,
                             .organization_count = 2,
                             .removed_at = NULL,
                             .modified = "y",
                             .raw = "{}",
                             .items = items,
                             .item_count = 2},
                       out;
    struct rat_organization organization = {"o1", "Kreistag", "KT", "Gremium", "2000-01-01", NULL, "{}"};
    struct rat_known known;
    struct rat_catalogue_counts counts;
    int64_t row = 0;
    uint64_t before, after, findings = 1;
    begin(w);
    OK(w, rat_catalogue_put_meeting(w->db, &in, 5, &row, &w->err));
    OK(w, rat_catalogue_put_organization(w->db, &organization, &w->err));
    OK(w, rat_catalogue_put_organization(w->db, &organization, &w->err)); /* replaces */
    commit(w);
    OK(w, rat_catalogue_meeting(w->db, "m1", &w->arena, &out, &w->err));
    assert_int_equal(rat_meeting_stamp(&in, 1, &before), RAT_OK);
    assert_int_equal(rat_meeting_stamp(&out, 1, &after), RAT_OK);
    assert_true(before == after);
    assert_int_equal(out.items[1].order, -5);
    OK(w, rat_catalogue_known_meeting(w->db, "m1", &known, &w->err));
    assert_int_equal(known.docnum, row);
    assert_int_equal(known.stamp, 5);
    in.item_count = 1;
    OK(w, rat_catalogue_begin(w->db, &w->err));
    OK(w, rat_catalogue_put_meeting(w->db, &in, 6, &row, &w->err));
    commit(w);
    OK(w, rat_catalogue_meeting(w->db, "m1", &w->arena, &out, &w->err));
    assert_int_equal(out.item_count, 1);
    assert_int_equal(rat_catalogue_meeting(w->db, "m2", &w->arena, &out, &w->err), RAT_ENOTFOUND);
    OK(w, rat_catalogue_count(w->db, &counts, &w->err));
    assert_int_equal(counts.meetings, 1);
    assert_int_equal(counts.organizations, 1);
    OK(w, rat_catalogue_check(w->db, NULL, NULL, &findings, &w->err));
    assert_int_equal(findings, 0);
}

static void test_settings_and_log(void **state)
{
    struct world *w = *state;
    const char *value = NULL;
    uint64_t number = 0;
    assert_int_equal(rat_catalogue_get(w->db, "analyzer", &w->arena, &value, &w->err), RAT_ENOTFOUND);
    OK(w, rat_catalogue_set(w->db, "analyzer", "german", &w->err));
    OK(w, rat_catalogue_get_number(w->db, "generation", 42, &number, &w->err));
    assert_int_equal(number, 42);
    OK(w, rat_catalogue_set_number(w->db, "generation", UINT64_MAX, &w->err));
    OK(w, rat_catalogue_set(w->db, "odd", "12x", &w->err));
    OK(w, rat_catalogue_set(w->db, "large", "18446744073709551616", &w->err));
    OK(w, rat_catalogue_begin(w->db, &w->err));
    OK(w, rat_catalogue_log(w->db, "import", "d1", "neu", &w->err));
    OK(w, rat_catalogue_log(w->db, "import", NULL, NULL, &w->err));
    commit(w);
    reopen(w, RAT_CATALOGUE_READ);
    OK(w, rat_catalogue_get(w->db, "analyzer", &w->arena, &value, &w->err));
    assert_string_equal(value, "german");
    OK(w, rat_catalogue_get_number(w->db, "generation", 0, &number, &w->err));
    assert_true(number == UINT64_MAX);
    assert_int_equal(rat_catalogue_get_number(w->db, "odd", 0, &number, &w->err), RAT_EDAMAGED);
    assert_int_equal(rat_catalogue_get_number(w->db, "large", 0, &number, &w->err), RAT_EDAMAGED);
    assert_int_not_equal(rat_catalogue_set(w->db, "analyzer", "x", &w->err), RAT_OK); /* a reader */
}

/* ---- opening, transactions, readers ---- */

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
    OK(w, rat_catalogue_exec(w->db, "PRAGMA user_version = 2", &w->err));
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
    begin(w);
    assert_int_equal(put(w, "a", NULL, 1), 1);
    commit(w);
    OK(w, rat_catalogue_begin(w->db, &w->err));
    assert_int_equal(put(w, "b", NULL, 2), 2);
    OK(w, rat_catalogue_open(w->path, RAT_CATALOGUE_READ, &reader, &w->err));
    OK(w, rat_catalogue_known_document(reader, "b", &known, &w->err));
    assert_int_equal(known.docnum, 0);
    rat_catalogue_close(reader);
    reopen(w, RAT_CATALOGUE_WRITE);
    OK(w, rat_catalogue_known_document(w->db, "b", &known, &w->err));
    assert_int_equal(known.docnum, 0);
    OK(w, rat_catalogue_known_document(w->db, "a", &known, &w->err));
    assert_int_equal(known.docnum, 1);
    OK(w, rat_catalogue_begin(w->db, &w->err));
    assert_int_equal(put(w, "c", NULL, 3), 2);
    rat_catalogue_rollback(w->db);
    rat_catalogue_rollback(w->db);
    OK(w, rat_catalogue_begin(w->db, &w->err));
    assert_int_equal(put(w, "d", NULL, 4), 3); /* a number is given once, even if the row went */
    commit(w);
}

static void test_reserved_numbers(void **state)
{
    struct world *w = *state;
    struct rat_document document = small_document("b", NULL, 2);
    uint32_t first = 0, second = 0, docnum = 0;
    begin(w);
    assert_int_equal(put(w, "a", NULL, 1), 1);
    OK(w, rat_catalogue_reserve_docnum(w->db, &first, &w->err));
    OK(w, rat_catalogue_reserve_docnum(w->db, &second, &w->err));
    assert_int_equal(first, 2);
    assert_int_equal(second, 3);
    commit(w);
    OK(w, rat_catalogue_begin(w->db, &w->err)); /* reservations outlive a commit */
    assert_int_equal(put(w, "d", NULL, 4), 4);
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
    commit(w);
    reopen(w, RAT_CATALOGUE_WRITE);
    OK(w, rat_catalogue_begin(w->db, &w->err));
    document.id = "e", document.docnum = 9; /* another handle gave nothing */
    assert_int_equal(rat_catalogue_put_document(w->db, &document, &docnum, &w->err), RAT_EUSAGE);
    assert_int_equal(put(w, "e", NULL, 5), 5);
    commit(w);
}

static void test_writing_needs_a_transaction(void **state)
{
    struct world *w = *state;
    struct rat_document document = small_document("a", NULL, 1);
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
    begin(w);
    put(w, "a", NULL, 1);
    commit(w);
    OK(w, rat_catalogue_open(w->path, RAT_CATALOGUE_READ, &before, &w->err));
    for (uint8_t i = 2; i < 50; i++) {
        OK(w, rat_catalogue_begin(w->db, &w->err));
        put(w, "a", NULL, i);
        commit(w);
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
    begin(w);
    put(w, "a", NULL, 1);
    commit(w);
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
    reopen(w, RAT_CATALOGUE_WRITE);
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
        begin(w);
        put(w, "a", NULL, 1);
        commit(w);
        OK(w, rat_catalogue_begin(w->db, &w->err));
        put(w, "b", NULL, 2);
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

/* ---- versions, removal, walks ---- */

static void test_versions_are_kept(void **state)
{
    struct world *w = *state;
    struct rat_version *versions = NULL;
    struct rat_document out;
    size_t count = 0;
    begin(w);
    assert_int_equal(put(w, "a", NULL, 1), 1);
    assert_int_equal(put(w, "b", NULL, 2), 2);
    assert_int_equal(put(w, "a", "p", 3), 1);
    assert_int_equal(put(w, "a", "q", 4), 1);
    commit(w);
    OK(w, rat_catalogue_versions(w->db, 1, &w->arena, &versions, &count, &w->err));
    assert_int_equal(count, 3);
    for (uint8_t i = 0; i < 3; i++) {
        static const uint8_t contents[] = {1, 3, 4};
        assert_int_equal(versions[i].version, i + 1);
        assert_int_equal(versions[i].original_sha[5], contents[i]);
        assert_int_equal(versions[i].text_sha[5], contents[i] + 100);
        assert_string_equal(versions[i].title, "a");
        assert_int_equal(strlen(versions[i].imported_at), 20);
    }
    OK(w, rat_catalogue_document(w->db, 1, &w->arena, &out, &w->err));
    assert_int_equal(out.version, 3);
    assert_string_equal(out.paper_id, "q");
    OK(w, rat_catalogue_versions(w->db, 2, &w->arena, &versions, &count, &w->err));
    assert_int_equal(count, 1);
    assert_int_equal(rat_catalogue_versions(w->db, 3, &w->arena, &versions, &count, &w->err), RAT_ENOTFOUND);
}

static void test_removed_and_restored(void **state)
{
    struct world *w = *state;
    struct rat_known known;
    struct rat_document out;
    struct rat_paper paper;
    struct rat_catalogue_counts counts;
    begin(w);
    put(w, "a", NULL, 1);
    put(w, "b", NULL, 2);
    int64_t row = put_paper(w, "p", NULL, NULL);
    OK(w, rat_catalogue_remove_document(w->db, 1, "2024-05-06", &w->err));
    OK(w, rat_catalogue_remove_document(w->db, 1, "2025-05-06", &w->err)); /* the first day stays */
    OK(w, rat_catalogue_remove_paper(w->db, row, "2024-05-07", &w->err));
    OK(w, rat_catalogue_remove_paper(w->db, row, "2025-05-07", &w->err));
    commit(w);
    OK(w, rat_catalogue_known_document(w->db, "a", &known, &w->err));
    assert_true(known.removed);
    assert_int_equal(known.docnum, 1);
    OK(w, rat_catalogue_document(w->db, 1, &w->arena, &out, &w->err));
    assert_string_equal(out.removed_at, "2024-05-06");
    assert_int_equal(out.version, 1);
    OK(w, rat_catalogue_paper(w->db, "p", &w->arena, &paper, &w->err));
    assert_string_equal(paper.removed_at, "2024-05-07");
    OK(w, rat_catalogue_count(w->db, &counts, &w->err));
    assert_int_equal(counts.documents, 1);
    assert_int_equal(counts.removed_documents, 1);
    assert_int_equal(counts.papers, 0);
    assert_int_equal(counts.removed_papers, 1);
    assert_int_equal(counts.text_bytes, 20);
    OK(w, rat_catalogue_begin(w->db, &w->err));
    put(w, "a", NULL, 1);
    commit(w);
    OK(w, rat_catalogue_document(w->db, 1, &w->arena, &out, &w->err));
    assert_null(out.removed_at);
    assert_int_equal(out.version, 2);
}

static void test_walks(void **state)
{
    struct world *w = *state;
    struct rat_document_walk walk;
    uint32_t *docnums = NULL;
    size_t count = 99;
    int64_t row = 0, source;
    bool removed = true;
    begin(w);
    put(w, "a", "p", 1);
    struct rat_document other = small_document("b", "p", 2);
    other.source = folder.name;
    uint32_t docnum;
    OK(w, rat_catalogue_put_document(w->db, &other, &docnum, &w->err));
    put(w, "c", NULL, 3);
    put(w, "d", "p", 4);
    put_paper(w, "p", NULL, NULL);
    put_paper(w, "q", NULL, NULL);
    OK(w, rat_catalogue_remove_document(w->db, 3, "2020-01-01", &w->err));
    commit(w);
    uint32_t seen = 0, after = 0;
    rat_status st;
    while ((st = rat_catalogue_walk_documents(w->db, 0, after, &walk, &w->err)) == RAT_OK) {
        after = walk.docnum;
        assert_int_equal(after, ++seen);
        assert_int_equal(walk.removed, after == 3);
        assert_int_equal(walk.text_size, 20);
        assert_int_equal(walk.source_id, after == 2 ? 2 : 1);
        assert_int_equal(walk.original_sha[0], after);
        assert_int_equal(walk.text_sha[0], after + 100);
    }
    assert_int_equal(st, RAT_END);
    assert_int_equal(seen, 4);
    OK(w, rat_catalogue_walk_documents(w->db, 2, 0, &walk, &w->err));
    assert_int_equal(walk.docnum, 2);
    assert_int_equal(rat_catalogue_walk_documents(w->db, 2, 2, &walk, &w->err), RAT_END);
    OK(w, rat_catalogue_paper_documents(w->db, "p", &w->arena, &docnums, &count, &w->err));
    assert_int_equal(count, 3);
    assert_int_equal(docnums[0], 1);
    assert_int_equal(docnums[1], 2);
    assert_int_equal(docnums[2], 4);
    OK(w, rat_catalogue_paper_documents(w->db, "x", &w->arena, &docnums, &count, &w->err));
    assert_int_equal(count, 0);
    OK(w, rat_catalogue_walk_papers(w->db, 0, &row, &removed, &w->err));
    assert_int_equal(row, 1);
    assert_false(removed);
    OK(w, rat_catalogue_walk_papers(w->db, 1, &row, &removed, &w->err));
    assert_int_equal(row, 2);
    assert_int_equal(rat_catalogue_walk_papers(w->db, 1, &row, &removed, &w->err), RAT_END);
    row = 0;
    assert_int_equal(rat_catalogue_walk_papers(w->db, 2, &row, &removed, &w->err), RAT_END);
    OK(w, rat_catalogue_begin(w->db, &w->err)); /* the same source again keeps its row */
    OK(w, rat_catalogue_put_source(w->db, &folder, &source, &w->err));
    assert_int_equal(source, 2);
    commit(w);
}

static void test_contents_by_sha_and_by_place(void **state)
{
    struct world *w = *state;
    struct rat_content_place place = {0}, found;
    uint8_t sha[RAT_SHA256_BYTES];
    begin(w);
    put_places(w, 2, 5000);
    put_places(w, 1, 24);
    memset(sha, 9, sizeof sha);
    place = (struct rat_content_place){2, 24, 1, 2};
    OK(w, rat_catalogue_put_content(w->db, sha, &place, &w->err));
    place = (struct rat_content_place){3, 24, 64, 0};
    OK(w, rat_catalogue_put_content(w->db, sha, &place, &w->err)); /* moved by a purge */
    commit(w);
    OK(w, rat_catalogue_find_content(w->db, sha, &found, &w->err));
    assert_int_equal(found.pack, 3);
    assert_int_equal(found.offset, 24);
    assert_int_equal(found.stored, 64);
    assert_int_equal(found.size, 0);
    memset(sha, 77, sizeof sha);
    assert_int_equal(rat_catalogue_find_content(w->db, sha, &found, &w->err), RAT_ENOTFOUND);
    static const struct {
        uint32_t pack;
        uint64_t offset;
        uint8_t sha;
    } wanted[] = {{1, 24, 1}, {1, 124, 101}, {1, 5000, 2}, {1, 5100, 102}, {3, 24, 9}};
    memset(&place, 0, sizeof place);
    for (size_t i = 0; i < 5; i++) {
        OK(w, rat_catalogue_walk_contents(w->db, &place, sha, &w->err));
        assert_int_equal(place.pack, wanted[i].pack);
        assert_int_equal(place.offset, wanted[i].offset);
        assert_int_equal(sha[7], wanted[i].sha);
    }
    assert_int_equal(rat_catalogue_walk_contents(w->db, &place, sha, &w->err), RAT_END);
}

/* ---- names ---- */

static void resolves_to_document(struct world *w, const char *text, uint32_t docnum)
{
    struct rat_resolved got;
    OK(w, rat_catalogue_resolve(w->db, text, &w->arena, &got, &w->err));
    assert_int_equal(got.matches, 1);
    assert_int_equal(got.kind, RAT_NAMED_DOCUMENT);
    assert_int_equal(got.docnum, docnum);
}

static void resolves_to_paper(struct world *w, const char *text, const char *id)
{
    struct rat_resolved got;
    OK(w, rat_catalogue_resolve(w->db, text, &w->arena, &got, &w->err));
    assert_int_equal(got.matches, 1);
    assert_int_equal(got.kind, RAT_NAMED_PAPER);
    assert_string_equal(got.paper_id, id);
}

static void is_ambiguous(struct world *w, const char *text, const char *first, const char *second)
{
    struct rat_resolved got;
    OK(w, rat_catalogue_resolve(w->db, text, &w->arena, &got, &w->err));
    assert_int_equal(got.matches, 2);
    assert_string_equal(got.ids[0], first);
    assert_string_equal(got.ids[1], second);
}

static void put_reference(struct world *w, const char *id, const char *paper_id, const char *reference)
{
    struct rat_document document = small_document(id, paper_id, 50);
    uint32_t docnum;
    document.reference = reference;
    OK(w, rat_catalogue_put_document(w->db, &document, &docnum, &w->err));
}

static void test_resolve(void **state)
{
    struct world *w = *state;
    struct rat_resolved got;
    begin(w);
    put(w, "https://x.de/files/100", "https://x.de/papers/7", 1); /* 1 */
    put(w, "https://x.de/files/7", NULL, 2); /* 2: the file wins over the paper of that number */
    put(w, "https://x.de/body1/files/200", NULL, 3);
    put(w, "https://x.de/body2/files/200", NULL, 4);
    put(w, "ordner/datei.txt", NULL, 5);
    put_paper(w, "https://x.de/papers/7", "2020/740", NULL);
    put_paper(w, "https://x.de/papers/8", "2020/741", " Ä 12 ");
    put_paper(w, "https://x.de/papers/9", "doppelt", NULL);
    put_paper(w, "https://x.de/papers/10", NULL, "Doppelt");
    put_paper(w, "2019/5", "2019/5", "2019/5");
    put_reference(w, "d1", "https://x.de/papers/7", "DOC-1");
    put_reference(w, "d2", "https://x.de/papers/7", "doc-1");
    put_reference(w, "d3", NULL, "DOC-2");
    put_reference(w, "d4", "https://x.de/papers/7", "DOC-3");
    put_reference(w, "d5", "https://x.de/papers/8", "DOC-3");
    put_reference(w, "d6", NULL, "DOC-4");
    put_reference(w, "d7", NULL, "DOC-4");
    put_reference(w, "d8", "hängt", "DOC-5");
    put_reference(w, "d9", "hängt", "DOC-5");
    put_reference(w, "d10", NULL, "2020/740"); /* papers come before documents */
    commit(w);
    resolves_to_document(w, "https://x.de/files/100", 1);
    resolves_to_document(w, "100", 1);
    resolves_to_document(w, "7", 2);
    resolves_to_document(w, "ordner/datei.txt", 5);
    resolves_to_paper(w, "https://x.de/papers/7", "https://x.de/papers/7");
    resolves_to_paper(w, "8", "https://x.de/papers/8");
    resolves_to_paper(w, "2020/740", "https://x.de/papers/7");
    resolves_to_paper(w, "  2020/741\t", "https://x.de/papers/8");
    resolves_to_paper(w, "ä  12", "https://x.de/papers/8");
    resolves_to_paper(w, "2019/5", "2019/5");
    is_ambiguous(w, "200", "https://x.de/body1/files/200", "https://x.de/body2/files/200");
    is_ambiguous(w, "DOPPELT", "https://x.de/papers/9", "https://x.de/papers/10");
    resolves_to_paper(w, "Doc-1", "https://x.de/papers/7");
    resolves_to_document(w, "doc-2", 8);
    is_ambiguous(w, "doc-3", "d4", "d5");
    is_ambiguous(w, "doc-4", "d6", "d7");
    is_ambiguous(w, "doc-5", "d8", "d9"); /* their paper is not here */
    assert_int_equal(rat_catalogue_resolve(w->db, "datei.txt", &w->arena, &got, &w->err), RAT_ENOTFOUND);
    assert_int_equal(rat_catalogue_resolve(w->db, "", &w->arena, &got, &w->err), RAT_ENOTFOUND);
    assert_int_equal(rat_catalogue_resolve(w->db, "' OR 1=1 --", &w->arena, &got, &w->err), RAT_ENOTFOUND);
    assert_int_equal(got.matches, 0);
}

/* ---- purge ---- */

#define CANARY "Kanarienvogel-Zwitscher-4711"

static bool file_has(const char *path, const char *needle)
{
    struct rat_buf bytes = RAT_BUF_INIT;
    bool has = false;
    if (access(path, F_OK) == 0) {
        scratch_read(path, &bytes);
        has = bytes.size && memmem(bytes.data, bytes.size, needle, strlen(needle));
    }
    rat_buf_release(&bytes);
    return has;
}

static bool anywhere(struct world *w, const char *needle)
{
    static const char *const names[] = {"catalogue.db", "catalogue.db-wal", "catalogue.db-shm",
                                        "catalogue.db-journal"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (file_has(scratch_path(&w->dir, names[i]), needle))
            return true;
    return false;
}

static void put_canary(struct world *w, const char *id, const char *secret, uint8_t content)
{
    struct rat_field field = {"feld", secret, RAT_ORIGIN_TEXT};
    struct rat_document document = small_document(id, NULL, content);
    uint32_t docnum;
    document.title = document.raw = document.reference = document.location = secret;
    document.committees = &secret, document.committee_count = 1;
    document.fields = &field, document.field_count = 1;
    OK(w, rat_catalogue_put_document(w->db, &document, &docnum, &w->err));
}

static void test_purge_leaves_no_byte(void **state)
{
    struct world *w = *state;
    char large[9000]; /* reaches into overflow pages */
    memset(large, 'z', sizeof large - 1);
    large[sizeof large - 1] = '\0';
    memcpy(large + 8000, CANARY, strlen(CANARY));
    begin(w);
    for (uint8_t i = 0; i < 60; i++) {
        char id[16];
        snprintf(id, sizeof id, "vor%d", i);
        put_canary(w, id, "harmlos", 1);
    }
    put_canary(w, "geheim", CANARY, 2);
    put_canary(w, "geheim", large, 3); /* the version before has it too */
    for (uint8_t i = 0; i < 60; i++) {
        char id[16];
        snprintf(id, sizeof id, "nach%d", i);
        put_canary(w, id, "harmlos", 1);
    }
    put_places(w, 2, 1000);
    put_places(w, 3, 2000);
    commit(w);
    assert_true(anywhere(w, CANARY));
    uint8_t(*shas)[RAT_SHA256_BYTES] = NULL;
    struct rat_content_place *places = NULL;
    size_t count = 0;
    OK(w, rat_catalogue_begin(w->db, &w->err));
    OK(w,
       rat_catalogue_purge_document(w->db, 61, "Art. 17 DSGVO", &w->arena, &shas, &places, &count, &w->err));
    commit(w);
    assert_int_equal(count, 4);
    OK(w, rat_catalogue_scrub(w->db, &w->err));
    assert_false(anywhere(w, CANARY));
    assert_true(anywhere(w, "Art. 17 DSGVO"));
    uint64_t findings = 1;
    struct rat_known known;
    OK(w, rat_catalogue_known_document(w->db, "geheim", &known, &w->err));
    assert_true(known.purged);
    assert_int_equal(known.docnum, 0);
    assert_int_equal(rat_catalogue_check(w->db, NULL, NULL, &findings, &w->err), RAT_OK);
    rat_catalogue_close(w->db);
    w->db = NULL;
    assert_false(anywhere(w, CANARY));
}

static void test_purge_spares_shared_contents(void **state)
{
    struct world *w = *state;
    uint8_t(*shas)[RAT_SHA256_BYTES] = NULL, sha[RAT_SHA256_BYTES];
    struct rat_content_place *places = NULL, place;
    struct rat_catalogue_counts counts;
    size_t count = 0;
    bool purged = true;
    begin(w);
    put(w, "a", NULL, 1);
    put(w, "b", NULL, 1); /* the same bytes */
    put(w, "c", NULL, 2);
    put(w, "c", NULL, 3);
    struct rat_document empty = small_document("leer", NULL, 4);
    uint32_t docnum;
    rat_sha256("", 0, empty.text_sha);
    OK(w, rat_catalogue_put_document(w->db, &empty, &docnum, &w->err));
    put_places(w, 1, 1000);
    put_places(w, 2, 2000);
    put_places(w, 3, 3000);
    OK(w, rat_catalogue_purge_document(w->db, 1, "x", &w->arena, &shas, &places, &count, &w->err));
    assert_int_equal(count, 0);
    memset(sha, 1, sizeof sha);
    OK(w, rat_catalogue_find_content(w->db, sha, &place, &w->err));
    OK(w, rat_catalogue_is_purged_content(w->db, sha, &purged, &w->err));
    assert_false(purged);
    OK(w, rat_catalogue_purge_document(w->db, 3, "x", &w->arena, &shas, &places, &count, &w->err));
    assert_int_equal(count, 4);
    for (size_t i = 0; i < count; i++) {
        assert_true(shas[i][0] == 2 || shas[i][0] == 3 || shas[i][0] == 102 || shas[i][0] == 103);
        assert_true(places[i].offset == (uint64_t)(shas[i][0] % 100) * 1000 + (shas[i][0] > 100 ? 100 : 0));
        OK(w, rat_catalogue_is_purged_content(w->db, shas[i], &purged, &w->err));
        assert_true(purged);
        assert_int_equal(rat_catalogue_find_content(w->db, shas[i], &place, &w->err), RAT_ENOTFOUND);
    }
    OK(w, rat_catalogue_purge_document(w->db, 2, "x", &w->arena, &shas, &places, &count, &w->err));
    assert_int_equal(count, 2);
    OK(w, rat_catalogue_is_purged_content(w->db, sha, &purged, &w->err));
    assert_true(purged);
    OK(w, rat_catalogue_purge_document(w->db, docnum, "x", &w->arena, &shas, &places, &count, &w->err));
    OK(w, rat_catalogue_is_purged_content(w->db, empty.text_sha, &purged, &w->err));
    assert_false(purged); /* every document without text has these bytes */
    commit(w);
    OK(w, rat_catalogue_count(w->db, &counts, &w->err));
    assert_int_equal(counts.purged, 4);
    assert_int_equal(counts.documents, 0);
    assert_int_equal(counts.contents, 0);
    OK(w, rat_catalogue_begin(w->db, &w->err));
    struct rat_document back = small_document("a", NULL, 9);
    assert_int_equal(rat_catalogue_put_document(w->db, &back, &docnum, &w->err), RAT_EUSAGE);
    assert_int_equal(put(w, "neu", NULL, 9), 5); /* numbers of purged documents are not given again */
    commit(w);
}

static void test_scrub_says_that_a_reader_is_in_the_way(void **state)
{
    struct world *w = *state;
    struct rat_catalogue *reader = NULL;
    begin(w);
    put(w, "a", NULL, 1);
    commit(w);
    OK(w, rat_catalogue_open(w->path, RAT_CATALOGUE_READ, &reader, &w->err));
    sqlite3_busy_timeout(w->db->db, 10);
    assert_int_equal(rat_catalogue_scrub(w->db, &w->err), RAT_ELOCKED);
    rat_catalogue_close(reader);
    OK(w, rat_catalogue_scrub(w->db, &w->err));
}

/* ---- damage ---- */

struct damage {
    unsigned count;
    char first[200];
};

static void note(void *ctx, const char *where, const char *what)
{
    struct damage *damage = ctx;
    if (damage->count++ == 0)
        snprintf(damage->first, sizeof damage->first, "%s: %s", where, what);
}

static void fill(struct world *w)
{
    struct rat_consultation consultation = {.body = "Kreistag", .date = 5};
    struct rat_paper_link link = {"p0", "superordinated"};
    struct rat_paper paper = {.id = "p",
                              .source = oparl.name,
                              .reference = "2020/1",
                              .consultations = &consultation,
                              .consultation_count = 1,
                              .links = &link,
                              .link_count = 1};
    struct rat_agenda_item item = {.id = "i"};
    struct rat_meeting meeting = {.id = "m", .source = oparl.name, .items = &item, .item_count = 1};
    struct rat_organization organization = {.id = "o", .name = "Kreistag"};
    uint8_t(*shas)[RAT_SHA256_BYTES];
    struct rat_content_place *places;
    size_t count;
    int64_t row;
    begin(w);
    put(w, "a", "p", 1);
    put(w, "a", "p", 2);
    put(w, "weg", "p", 3);
    for (uint8_t i = 1; i < 4; i++)
        put_places(w, i, i * 1000);
    OK(w, rat_catalogue_put_paper(w->db, &paper, 1, &row, &w->err));
    OK(w, rat_catalogue_put_meeting(w->db, &meeting, 1, &row, &w->err));
    OK(w, rat_catalogue_put_organization(w->db, &organization, &w->err));
    OK(w, rat_catalogue_set(w->db, "generation", "1", &w->err));
    OK(w, rat_catalogue_log(w->db, "import", "a", "neu", &w->err));
    OK(w, rat_catalogue_purge_document(w->db, 2, "x", &w->arena, &shas, &places, &count, &w->err));
    commit(w);
}

static void tamper(struct world *w, const char *sql)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(w->path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* Changes each column of each table through a connection of its own: check must name the row. */
static void test_check_finds_every_changed_column(void **state)
{
    struct world *w = *state;
    fill(w);
    uint64_t findings = 1;
    struct damage damage = {0};
    OK(w, rat_catalogue_check(w->db, note, &damage, &findings, &w->err));
    if (findings)
        fail_msg("%s", damage.first);
    struct rat_buf whole = RAT_BUF_INIT;
    rat_catalogue_close(w->db);
    w->db = NULL;
    scratch_read(w->path, &whole);
    for (int t = 0; t < RAT_TABLES; t++) {
        const struct rat_table_def *def = rat_catalogue_table((enum rat_table)t);
        for (int c = 0; c <= def->count; c++) {
            char sql[300], name[60];
            snprintf(name, sizeof name, "%.*s", c < def->count ? (int)strcspn(def->columns[c], " ") : 8,
                     c < def->count ? def->columns[c] : "checksum");
            const char *type = c < def->count ? strchr(def->columns[c], ' ') + 1 : "INTEGER";
            snprintf(sql, sizeof sql, "UPDATE OR IGNORE %s SET %s = %s", def->name, name,
                     strncmp(type, "TEXT", 4) == 0   ? "'verändert'"
                     : strncmp(type, "BLOB", 4) == 0 ? "x'0102'"
                                                     : "coalesce(\"checksum\", 1) % 1000 + 1001");
            tamper(w, sql);
            OK(w, rat_catalogue_open(w->path, RAT_CATALOGUE_READ, &w->db, &w->err));
            memset(&damage, 0, sizeof damage);
            OK(w, rat_catalogue_check(w->db, note, &damage, &findings, &w->err));
            if (findings == 0)
                fail_msg("not found: %s", sql);
            assert_int_equal(findings, damage.count);
            assert_memory_equal(damage.first, def->name, strlen(def->name));
            rat_catalogue_close(w->db);
            w->db = NULL;
            scratch_write(w->path, whole.data, whole.size);
        }
    }
    rat_buf_release(&whole);
}

/* The example of FORMAT.md. */
static void test_golden_row_checksum(void **state)
{
    static const unsigned char row[] = {0x02, 0x0a, 'g', 'e', 'n',  'e',  'r', 'a',
                                        't',  'i',  'o', 'n', 0x02, 0x01, '7'};
    struct world *w = *state;
    sqlite3_stmt *stmt = NULL;
    OK(w, rat_catalogue_set(w->db, "generation", "7", &w->err));
    assert_int_equal(sqlite3_prepare_v2(w->db->db, "SELECT checksum FROM settings", -1, &stmt, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    assert_true((uint64_t)sqlite3_column_int64(stmt, 0) == rat_hash64(row, sizeof row));
    sqlite3_finalize(stmt);
}

static void test_check_finds_missing_and_extra_rows(void **state)
{
    static const char *const changes[] = {
        "DELETE FROM consultations",  "DELETE FROM paper_links",
        "DELETE FROM papers",         "DELETE FROM agenda_items",
        "DELETE FROM meetings",       "DELETE FROM versions",
        "DELETE FROM documents",      "DELETE FROM contents WHERE pack = 1 AND offset = 1000",
        "DELETE FROM sources",        "UPDATE sqlite_sequence SET seq = 0 WHERE name = 'documents'",
        "DROP INDEX documents_paper", "CREATE TABLE fremd(x)",
    };
    struct world *w = *state;
    struct rat_buf whole = RAT_BUF_INIT;
    uint64_t findings;
    fill(w);
    rat_catalogue_close(w->db);
    w->db = NULL;
    scratch_read(w->path, &whole);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        tamper(w, changes[i]);
        OK(w, rat_catalogue_open(w->path, RAT_CATALOGUE_READ, &w->db, &w->err));
        OK(w, rat_catalogue_check(w->db, NULL, NULL, &findings, &w->err));
        if (findings == 0)
            fail_msg("not found: %s", changes[i]);
        rat_catalogue_close(w->db);
        w->db = NULL;
        scratch_write(w->path, whole.data, whole.size);
    }
    rat_buf_release(&whole);
}

static void test_damaged_rows_are_never_given_out(void **state)
{
    struct world *w = *state;
    struct rat_document document;
    struct rat_paper paper;
    struct rat_meeting meeting;
    struct rat_known known;
    struct rat_document_walk walk;
    struct rat_version *versions;
    struct rat_content_place place = {0};
    uint8_t sha[RAT_SHA256_BYTES];
    const char *value;
    size_t count;
    fill(w);
    tamper(w, "UPDATE documents SET title = 'falsch'; UPDATE consultations SET body = 'falsch';"
              "UPDATE agenda_items SET result = 'falsch'; UPDATE versions SET title = 'falsch';"
              "UPDATE contents SET offset = offset + 1; UPDATE settings SET value = '2'");
    assert_int_equal(rat_catalogue_document(w->db, 1, &w->arena, &document, &w->err), RAT_EDAMAGED);
    assert_non_null(strstr(w->err.where, "documents 1"));
    assert_int_equal(rat_catalogue_known_document(w->db, "a", &known, &w->err), RAT_EDAMAGED);
    assert_int_equal(rat_catalogue_walk_documents(w->db, 0, 0, &walk, &w->err), RAT_EDAMAGED);
    assert_int_equal(rat_catalogue_versions(w->db, 1, &w->arena, &versions, &count, &w->err), RAT_EDAMAGED);
    assert_int_equal(rat_catalogue_paper(w->db, "p", &w->arena, &paper, &w->err), RAT_EDAMAGED);
    assert_non_null(strstr(w->err.where, "consultations 1"));
    assert_int_equal(rat_catalogue_meeting(w->db, "m", &w->arena, &meeting, &w->err), RAT_EDAMAGED);
    memset(sha, 1, sizeof sha);
    assert_int_equal(rat_catalogue_find_content(w->db, sha, &place, &w->err), RAT_EDAMAGED);
    assert_int_equal(rat_catalogue_walk_contents(w->db, &place, sha, &w->err), RAT_EDAMAGED);
    assert_int_equal(rat_catalogue_get(w->db, "generation", &w->arena, &value, &w->err), RAT_EDAMAGED);
    tamper(w, "DELETE FROM paper_links; UPDATE papers SET name = NULL");
    assert_int_equal(rat_catalogue_known_paper(w->db, "p", &known, &w->err),
                     RAT_OK);                /* NULL is what it was */
    tamper(w, "UPDATE papers SET raw = ''"); /* unknown is not empty */
    assert_int_equal(rat_catalogue_known_paper(w->db, "p", &known, &w->err), RAT_EDAMAGED);
    OK(w, rat_catalogue_begin(w->db, &w->err)); /* damage is not laundered by writing it again */
    struct rat_document again = small_document("a", "p", 5);
    uint32_t docnum;
    assert_int_equal(rat_catalogue_put_document(w->db, &again, &docnum, &w->err), RAT_EDAMAGED);
    assert_int_equal(rat_catalogue_remove_document(w->db, 1, "2020-01-01", &w->err), RAT_EDAMAGED);
}

/* Flips bits all over the file: opening, reading and checking may fail but never crash or give wrong rows. */
static void test_flipped_bits_in_the_file(void **state)
{
    struct world *w = *state;
    struct rat_buf whole = RAT_BUF_INIT;
    fill(w);
    rat_catalogue_close(w->db);
    w->db = NULL;
    scratch_read(w->path, &whole);
    uint32_t random = 12345;
    unsigned found = 0, tried = 300;
    for (unsigned i = 0; i < tried; i++) {
        random = random * 1664525u + 1013904223u;
        size_t at = i < 100 ? i : random % whole.size;
        unsigned char bit = (unsigned char)(1u << (random >> 29));
        struct rat_catalogue *db = NULL;
        uint64_t findings = 0;
        whole.data[at] ^= bit;
        scratch_write(w->path, whole.data, whole.size);
        whole.data[at] ^= bit;
        rat_status st = rat_catalogue_open(w->path, RAT_CATALOGUE_READ, &db, &w->err);
        if (st == RAT_OK) {
            struct rat_document document;
            rat_status read = rat_catalogue_document(db, 1, &w->arena, &document, &w->err);
            if (read == RAT_OK)
                assert_string_equal(document.title, "a");
            st = rat_catalogue_check(db, NULL, NULL, &findings, &w->err);
        }
        found += st != RAT_OK || findings > 0;
        rat_catalogue_close(db);
    }
    scratch_write(w->path, whole.data, whole.size);
    assert_true(found > 0);
    rat_buf_release(&whole);
}

/* ---- speed: the figures that an import relies on, with room for sanitizers and busy machines ---- */

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void test_speed(void **state)
{
    struct world *w = *state;
    const int papers = 1000, documents = 3000;
    struct rat_consultation consultations[2] = {{.body = "Kreisausschuss", .role = "Vorberatung"},
                                                {.body = "Kreistag", .role = "Entscheidung"}};
    begin(w);
    double start = now();
    for (int i = 0; i < documents; i++) {
        char id[100], paper_id[100], text[40];
        snprintf(id, sizeof id, "https://web1.karlsruhe.de/oparl/bodies/0001/files/%d", 100000 + i * 7);
        snprintf(paper_id, sizeof paper_id, "https://web1.karlsruhe.de/oparl/bodies/0001/papers/%d", i / 3);
        snprintf(text, sizeof text, "2020/%d", i / 3);
        int64_t row;
        if (i < papers) {
            struct rat_paper paper = {.id = paper_id,
                                      .source = oparl.name,
                                      .reference = text,
                                      .name = "Ausbau des Radweges an der Kreisstraße",
                                      .consultations = consultations,
                                      .consultation_count = 2};
            OK(w, rat_catalogue_put_paper(w->db, &paper, 1, &row, &w->err));
        }
        struct rat_document document = small_document(id, paper_id, 0);
        struct rat_content_place place = {1, 24 + (uint64_t)i * 5000, 5000, 9000};
        rat_sha256(id, strlen(id), document.original_sha);
        rat_sha256(id, strlen(id) - 1, document.text_sha);
        document.title = "Ausbau des Radweges an der Kreisstraße Vorlage";
        document.reference = text;
        document.location = document.download_url = id;
        uint32_t docnum;
        OK(w, rat_catalogue_put_document(w->db, &document, &docnum, &w->err));
        OK(w, rat_catalogue_put_content(w->db, document.original_sha, &place, &w->err));
    }
    commit(w);
    double put_s = now() - start;
    OK(w, rat_catalogue_begin(w->db, &w->err)); /* as an import does; else every look-up locks the file */
    start = now();
    for (int i = 0; i < documents; i++) {
        char id[100];
        struct rat_known known;
        snprintf(id, sizeof id, "https://web1.karlsruhe.de/oparl/bodies/0001/files/%d", 100000 + i * 7);
        OK(w, rat_catalogue_known_document(w->db, id, &known, &w->err));
        assert_int_equal(known.docnum, i + 1);
    }
    double known_s = now() - start;
    rat_catalogue_rollback(w->db);
    int rows = documents * 2 + papers * 3;
    print_message("%.0f rows/s, known_document %.1f us\n", rows / put_s, known_s / documents * 1e6);
    assert_true(put_s < 20);
    assert_true(known_s < 10);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(test_document_round_trip),
        T(test_empty_record_round_trip),
        T(test_paper_round_trip_and_replace),
        T(test_meeting_and_organization),
        T(test_settings_and_log),
        T(test_open_errors),
        T(test_uncommitted_work_is_invisible_and_gone),
        T(test_reserved_numbers),
        T(test_writing_needs_a_transaction),
        T(test_reader_is_pinned),
        T(test_read_only_media),
        T(test_killed_writer),
        T(test_versions_are_kept),
        T(test_removed_and_restored),
        T(test_walks),
        T(test_contents_by_sha_and_by_place),
        T(test_resolve),
        T(test_purge_leaves_no_byte),
        T(test_purge_spares_shared_contents),
        T(test_scrub_says_that_a_reader_is_in_the_way),
        T(test_check_finds_every_changed_column),
        T(test_golden_row_checksum),
        T(test_check_finds_missing_and_extra_rows),
        T(test_damaged_rows_are_never_given_out),
        T(test_flipped_bits_in_the_file),
        T(test_speed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
