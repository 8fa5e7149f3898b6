/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stamps: equal for equal records, different for every member that counts, blind to those that do not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "storage/record_internal.h"

static const struct rat_field fields[] = {{"kosten", "0 €", RAT_ORIGIN_TEXT},
                                          {"relevanz.bildung", "nein", RAT_ORIGIN_STATED}};
static const char *const committees[] = {"Kreisausschuss", "Kreistag"};
static const struct rat_consultation consultations[] = {
    {.body = "Kreisausschuss",
     .role = "Vorberatung",
     .date = 18500,
     .is_public = RAT_NO,
     .authoritative = RAT_UNKNOWN},
    {.body = "Kreistag",
     .role = "Entscheidung",
     .date = 18520,
     .is_public = RAT_YES,
     .authoritative = RAT_YES},
};
static const struct rat_paper_link links[] = {{"https://x/p/1", "superordinated"}};
static const struct rat_agenda_item items[] = {
    {.id = "i1", .number = "2 b", .order = 7, .is_public = RAT_YES}};

static const struct rat_document document = {
    .id = "https://x/f/1",
    .paper_id = "https://x/p/2",
    .source = "/oparl",
    .title = "Radweg Anlage",
    .date = 18000,
    .date_origin = RAT_ORIGIN_STATED,
    .committees = committees,
    .committee_count = 2,
    .fields = fields,
    .field_count = 2,
    .original_sha = {1},
    .text_sha = {2},
    .original_size = 10,
    .text_size = 9,
    .encoding = "UTF-8",
};
static const struct rat_paper paper = {
    .id = "2020/740",
    .source = "/oparl",
    .reference = "2020/740",
    .name = "Radweg",
    .date = 18000,
    .consultations = consultations,
    .consultation_count = 2,
    .links = links,
    .link_count = 1,
    .fields = fields,
    .field_count = 2,
};
static const struct rat_meeting meeting = {
    .id = "m1",
    .source = "/oparl",
    .name = "Sitzung",
    .organization_ids = committees,
    .organization_count = 2,
    .items = items,
    .item_count = 1,
};

#define DOCUMENT_STAMP 0xea86ec10b3b19092u
#define PAPER_STAMP 0x76d42a51566d943au
#define MEETING_STAMP 0x11d76728122d355au

static uint64_t stamp(const struct rat_document *d, uint64_t salt)
{
    uint64_t out = 0;
    assert_int_equal(rat_document_stamp(d, salt, &out), RAT_OK);
    return out;
}

static uint64_t paper_stamp(const struct rat_paper *p)
{
    uint64_t out = 0;
    assert_int_equal(rat_paper_stamp(p, 1, &out), RAT_OK);
    return out;
}

static uint64_t meeting_stamp(const struct rat_meeting *m)
{
    uint64_t out = 0;
    assert_int_equal(rat_meeting_stamp(m, 1, &out), RAT_OK);
    return out;
}

#define DIFFERS(kind, function, ...)                               \
    do {                                                           \
        struct rat_##kind changed = kind;                          \
        __VA_ARGS__;                                               \
        assert_int_not_equal(function(&changed), function(&kind)); \
    } while (0)
#define salted(d) stamp(d, 1)

static void test_document_stamp(void **state)
{
    (void)state;
    struct rat_document same = document;
    same.docnum = 9, same.version = 3, same.imported_at = "x", same.removed_at = "y", same.stamp = 5;
    assert_int_equal(stamp(&same, 1), stamp(&document, 1));
    assert_int_not_equal(stamp(&document, 1), stamp(&document, 2));

    struct rat_field other[2] = {fields[0], fields[1]};
    other[1].origin = RAT_ORIGIN_TEXT;
    DIFFERS(document, salted, changed.fields = other);
    other[1] = fields[1], other[1].value = NULL;
    DIFFERS(document, salted, changed.fields = other);
    DIFFERS(document, salted, changed.field_count = 1);
    DIFFERS(document, salted, changed.committee_count = 1);
    DIFFERS(document, salted, changed.date = RAT_NO_DATE);
    DIFFERS(document, salted, changed.date_origin = RAT_ORIGIN_TEXT);
    DIFFERS(document, salted, changed.is_public = RAT_UNKNOWN);
    DIFFERS(document, salted, changed.original_sha[31] = 1);
    DIFFERS(document, salted, changed.text_sha[31] = 1);
    DIFFERS(document, salted, changed.original_size = 11);
    DIFFERS(document, salted, changed.text_size = 8);
    DIFFERS(document, salted, changed.undecodable = 1);
}

static void test_every_text_of_a_document_counts(void **state)
{
    (void)state;
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
    uint64_t seen[32];
    size_t n = 0;
    seen[n++] = stamp(&document, 1);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct rat_document changed = document;
        const char *text = "anders";
        memcpy((char *)&changed + texts[i], &text, sizeof text);
        seen[n] = stamp(&changed, 1);
        for (size_t j = 0; j < n; j++)
            assert_int_not_equal(seen[j], seen[n]); /* the same word elsewhere is another record */
        n++;
        text = "";
        memcpy((char *)&changed + texts[i], &text, sizeof text);
        uint64_t empty = stamp(&changed, 1);
        text = NULL;
        memcpy((char *)&changed + texts[i], &text, sizeof text);
        assert_int_not_equal(stamp(&changed, 1), empty); /* unknown is not empty */
    }
}

static void test_paper_stamp(void **state)
{
    (void)state;
    struct rat_consultation other[2] = {consultations[0], consultations[1]};
    struct rat_paper_link link = links[0];
    assert_int_equal(paper_stamp(&paper), paper_stamp(&paper));
    DIFFERS(paper, paper_stamp, changed.removed_at = "2020-01-01");
    DIFFERS(paper, paper_stamp, changed.consultation_count = 1);
    DIFFERS(paper, paper_stamp, changed.link_count = 0);
    DIFFERS(paper, paper_stamp, changed.reference_printed = "2020/740-1");
    DIFFERS(paper, paper_stamp, changed.raw = "{}");
    DIFFERS(paper, paper_stamp, changed.is_public = RAT_YES);
    link.kind = "subordinated";
    DIFFERS(paper, paper_stamp, changed.links = &link);
    other[0].is_public = RAT_YES;
    DIFFERS(paper, paper_stamp, changed.consultations = other);
    other[0] = consultations[1], other[1] = consultations[0];
    DIFFERS(paper, paper_stamp, changed.consultations = other);
    other[0] = consultations[0], other[1] = consultations[1], other[1].item_number = "2 b";
    DIFFERS(paper, paper_stamp, changed.consultations = other);
}

static void test_meeting_stamp(void **state)
{
    (void)state;
    struct rat_agenda_item other = items[0];
    assert_int_equal(meeting_stamp(&meeting), meeting_stamp(&meeting));
    DIFFERS(meeting, meeting_stamp, changed.item_count = 0);
    DIFFERS(meeting, meeting_stamp, changed.organization_count = 1);
    DIFFERS(meeting, meeting_stamp, changed.removed_at = "2020-01-01");
    DIFFERS(meeting, meeting_stamp, changed.location = "Saal");
    other.order = 8;
    DIFFERS(meeting, meeting_stamp, changed.items = &other);
    other = items[0], other.result = "vertagt";
    DIFFERS(meeting, meeting_stamp, changed.items = &other);
    uint64_t as_paper = 0, as_meeting = 0;
    struct rat_paper empty_paper = {0};
    struct rat_meeting empty_meeting = {0};
    assert_int_equal(rat_paper_stamp(&empty_paper, 0, &as_paper), RAT_OK);
    assert_int_equal(rat_meeting_stamp(&empty_meeting, 0, &as_meeting), RAT_OK);
    assert_int_not_equal(as_paper, as_meeting);
}

/* "Equal on every machine": these numbers may change only together with the format of the archive. */
static void test_stamps_are_stable(void **state)
{
    (void)state;
    assert_int_equal(stamp(&document, 1), DOCUMENT_STAMP);
    assert_int_equal(paper_stamp(&paper), PAPER_STAMP);
    assert_int_equal(meeting_stamp(&meeting), MEETING_STAMP);
}

static void test_lists_round_trip_and_refuse_damage(void **state)
{
    (void)state;
    static const char *const texts[] = {"Kreistag", NULL, "", "Maßnahme"};
    struct rat_buf buf = RAT_BUF_INIT;
    rat_record_put_texts(&buf, texts, 4);
    rat_record_put_fields(&buf, fields, 2);
    for (size_t n = 0; n <= buf.size; n++) {
        struct rat_arena arena;
        rat_arena_init(&arena, 0);
        unsigned char *exact = malloc(n ? n : 1);
        assert_non_null(exact);
        memcpy(exact, buf.data, n);
        struct rat_cursor in = rat_cursor_of(exact, n);
        const char *const *got = NULL;
        const struct rat_field *got_fields = NULL;
        size_t count = 99, field_count = 99;
        rat_record_get_texts(&in, &arena, &got, &count);
        rat_record_get_fields(&in, &arena, &got_fields, &field_count);
        assert_int_equal(in.bad, n < buf.size);
        if (!in.bad) {
            assert_int_equal(count, 4);
            assert_string_equal(got[0], "Kreistag");
            assert_null(got[1]);
            assert_string_equal(got[2], "");
            assert_string_equal(got[3], "Maßnahme");
            assert_int_equal(field_count, 2);
            assert_string_equal(got_fields[1].name, "relevanz.bildung");
            assert_string_equal(got_fields[0].value, "0 €");
            assert_int_equal(got_fields[0].origin, RAT_ORIGIN_TEXT);
        } else {
            assert_int_equal(field_count, 99);
        }
        free(exact);
        rat_arena_release(&arena);
    }
    /* a count that no memory could hold */
    static const unsigned char huge[] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 0, 0};
    struct rat_arena arena;
    rat_arena_init(&arena, 0);
    struct rat_cursor in = rat_cursor_of(huge, sizeof huge);
    const char *const *got = NULL;
    size_t count = 99;
    rat_record_get_texts(&in, &arena, &got, &count);
    assert_true(in.bad);
    assert_int_equal(count, 99);
    rat_arena_release(&arena);
    rat_buf_release(&buf);
}

static void test_origin_names(void **state)
{
    (void)state;
    assert_string_equal(rat_origin_name(RAT_ORIGIN_UNKNOWN), "unknown");
    assert_string_equal(rat_origin_name(RAT_ORIGIN_STATED), "stated");
    assert_string_equal(rat_origin_name(RAT_ORIGIN_TEXT), "text");
    assert_string_equal(rat_origin_name(RAT_ORIGIN_INFERRED), "inferred");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_document_stamp),    cmocka_unit_test(test_every_text_of_a_document_counts),
        cmocka_unit_test(test_paper_stamp),       cmocka_unit_test(test_meeting_stamp),
        cmocka_unit_test(test_stamps_are_stable), cmocka_unit_test(test_lists_round_trip_and_refuse_damage),
        cmocka_unit_test(test_origin_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
