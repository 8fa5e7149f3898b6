/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The catalogue: every record comes back as it was put. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/storage/catalogue_world.h"

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
    world_begin(w);
    OK(w, rat_catalogue_put_document(w->db, &in, &docnum, &w->err));
    assert_int_equal(docnum, 1);
    world_commit(w);
    world_reopen(w, RAT_CATALOGUE_READ);
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
    world_commit(w);
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
    world_begin(w);
    OK(w, rat_catalogue_put_paper(w->db, &in, 77, &row, &w->err));
    world_commit(w);
    world_reopen(w, RAT_CATALOGUE_WRITE);
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
    assert_int_not_equal(world_put_paper(w, "p2", NULL, NULL), row);
    world_commit(w);
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
    world_begin(w);
    OK(w, rat_catalogue_put_meeting(w->db, &in, 5, &row, &w->err));
    OK(w, rat_catalogue_put_organization(w->db, &organization, &w->err));
    OK(w, rat_catalogue_put_organization(w->db, &organization, &w->err)); /* replaces */
    world_commit(w);
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
    world_commit(w);
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
    world_commit(w);
    world_reopen(w, RAT_CATALOGUE_READ);
    OK(w, rat_catalogue_get(w->db, "analyzer", &w->arena, &value, &w->err));
    assert_string_equal(value, "german");
    OK(w, rat_catalogue_get_number(w->db, "generation", 0, &number, &w->err));
    assert_true(number == UINT64_MAX);
    assert_int_equal(rat_catalogue_get_number(w->db, "odd", 0, &number, &w->err), RAT_EDAMAGED);
    assert_int_equal(rat_catalogue_get_number(w->db, "large", 0, &number, &w->err), RAT_EDAMAGED);
    assert_int_not_equal(rat_catalogue_set(w->db, "analyzer", "x", &w->err), RAT_OK); /* a reader */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(test_document_round_trip),
        T(test_empty_record_round_trip),
        T(test_paper_round_trip_and_replace),
        T(test_meeting_and_organization),
        T(test_settings_and_log),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
