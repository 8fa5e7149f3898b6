/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The worked examples of storage/FORMAT.md: each is built here and compared byte by byte with the document, which thereby
 * cannot drift away from the code. An example is a line that holds "(example NAME)" and the indented hex lines behind it. When
 * bytes differ the test prints those that the code makes, in the document's form.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "storage/archive.h"
#include "storage/lengths.h"
#include "storage/segment_writer.h"
#include "tests/storage/scratch.h"

static struct rat_buf document = RAT_BUF_INIT;
static unsigned compared;

static int read_document(void **state)
{
    (void)state;
    const char *source = getenv("RAT_SOURCE_DIR");
    struct rat_buf path = RAT_BUF_INIT;
    rat_path_join(&path, source ? source : ".", "storage/FORMAT.md");
    scratch_read(rat_buf_cstr(&path), &document);
    rat_buf_release(&path);
    return 0;
}

static int drop_document(void **state)
{
    (void)state;
    rat_buf_release(&document);
    return 0;
}

static int digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "    01c  0a 0b   what it means" or "         0a 0b": the bytes, until two spaces or the end. */
static bool take_line(const char *line, size_t n, struct rat_buf *out)
{
    size_t at = 9;
    if (n < 11 || memcmp(line, "    ", 4) != 0)
        return false;
    while (at + 1 < n && digit(line[at]) >= 0 && digit(line[at + 1]) >= 0 &&
           (at + 2 == n || line[at + 2] == ' ')) {
        rat_buf_byte(out, (uint8_t)(digit(line[at]) * 16 + digit(line[at + 1])));
        at += 3;
    }
    return at > 9;
}

static void find_example(const char *name, struct rat_buf *out)
{
    char mark[64];
    snprintf(mark, sizeof mark, "(example %s)", name);
    const char *text = rat_buf_cstr(&document), *at = strstr(text, mark);
    bool begun = false;
    while (at && (at = strchr(at, '\n')) != NULL) {
        const char *line = ++at;
        size_t n = strcspn(line, "\n");
        if (!take_line(line, n, out) && (begun || n))
            break;
        begun = out->size > 0;
    }
}

static void print_bytes(const unsigned char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i += 8) {
        char line[64];
        size_t used = (size_t)snprintf(line, sizeof line, "    %03zx ", i);
        for (size_t k = i; k < n && k < i + 8; k++)
            used += (size_t)snprintf(line + used, sizeof line - used, " %02x", bytes[k]);
        print_message("%s\n", line);
    }
}

static void compare(const char *name, const void *bytes, size_t n)
{
    struct rat_buf wanted = RAT_BUF_INIT;
    find_example(name, &wanted);
    bool same = wanted.size == n && memcmp(wanted.data, bytes, n) == 0;
    if (!same) {
        print_message("example %s: the document has %zu bytes, the code makes\n", name, wanted.size);
        print_bytes(bytes, n);
    }
    rat_buf_release(&wanted);
    compared++;
    if (!same)
        fail();
}

/* ---- the small pieces ---- */

static void test_packed_group(void **state)
{
    (void)state;
    static const uint32_t values[] = {3, 0, 1, 2, 1000, 1, 2, 3, 1, 0};
    struct rat_buf out = RAT_BUF_INIT;
    rat_pack(values, 10, &out);
    compare("packed-group", out.data, out.size);
    rat_buf_release(&out);
}

static void test_bounds(void **state)
{
    (void)state;
    static const uint32_t tfs[] = {9, 5, 5, 3, 1, 2};
    static const uint8_t lengths[] = {40, 30, 50, 20, 10, 90};
    struct rat_bounds bounds;
    unsigned char bytes[8];
    rat_bounds_make(tfs, lengths, 6, &bounds);
    memcpy(bytes, bounds.tf, 4);
    memcpy(bytes + 4, bounds.length, 4);
    compare("bounds", bytes, sizeof bytes);
}

/* 130 documents, 0, 2, 4, ..., each with the term once; all of length 10. */
static void test_two_blocks(void **state)
{
    (void)state;
    uint8_t lengths[260];
    struct rat_postings_encoder encoder;
    struct rat_term_info info = {0};
    memset(lengths, 10, sizeof lengths);
    rat_postings_encoder_init(&encoder, lengths);
    rat_postings_begin(&encoder, true);
    for (uint32_t i = 0; i < 130; i++)
        rat_postings_add(&encoder, 2 * i, 1, (const uint32_t[]){7}, 1);
    assert_true(rat_postings_end(&encoder, &info));
    compare("two-blocks", encoder.list.data, encoder.list.size);
    compare("two-blocks-positions", encoder.position_list.data, encoder.position_list.size);
    rat_postings_encoder_release(&encoder);
}

static void test_container(void **state)
{
    (void)state;
    struct scratch dir;
    struct rat_container_writer *writer;
    struct rat_buf bytes = RAT_BUF_INIT;
    scratch_make(&dir);
    const char *path = scratch_path(&dir, "file");
    assert_int_equal(rat_container_create(path, "test", &writer, NULL), RAT_OK);
    rat_container_begin(writer, 1);
    rat_container_write(writer, "Kreistag", 8);
    assert_int_equal(rat_container_finish(writer, NULL, NULL), RAT_OK);
    scratch_read(path, &bytes);
    compare("container", bytes.data, bytes.size);
    rat_buf_release(&bytes);
    scratch_remove(&dir);
}

/* ---- the small segment ---- */

struct example {
    struct scratch dir;
    struct rat_manifest_segment entry;
    struct rat_segment *segment;
};

static void add_term(struct rat_segment_writer *writer, const char *key, size_t n, const uint32_t *postings,
                     uint32_t count, bool positions, const uint32_t *forms, uint32_t form_count)
{
    rat_segment_writer_term(writer, key, n);
    for (uint32_t i = 0; i < count; i++)
        rat_segment_writer_posting(writer, postings[2 * i], 1, &postings[2 * i + 1], positions);
    assert_true(rat_segment_writer_end_term(writer, forms, form_count));
}

/* Document 0: title "Radweg", text "Radweg in Peine"; document 1: no title, text "Der Radweg". The title's gap is 100 positions. */
static void write_segment(struct example *e)
{
    static const uint8_t lengths[] = {4, 2};
    static const uint64_t docnums[] = {1, 2}, papers[] = {0x1122334455667788u, 0}, bodies[] = {101, 0},
                          exact[] = {4, 2};
    static const uint64_t dates[] = {0x80000000u + 18526, 0}, id_starts[] = {0, 5, 7}, starts[] = {0, 2, 3};
    static const uint64_t ordinals[] = {0, 1, 1};
    static const char *const values[] = {"Bauausschuss", "Kreistag"};
    static const struct rat_span first[] = {{0, 6}, {7, 9}, {10, 15}}, second[] = {{0, 3}, {4, 10}};
    struct rat_segment_writer *writer;
    struct rat_buf record = RAT_BUF_INIT;
    struct rat_segment_documents documents = {.analyzer = "german",
                                              .analyzer_version = 1,
                                              .tokens = 6,
                                              .docnums = docnums,
                                              .papers = papers,
                                              .dates = dates,
                                              .bodies = bodies,
                                              .lengths = exact,
                                              .ids = "f/586d7",
                                              .id_starts = id_starts};
    documents.fields[RAT_FIELD_COMMITTEE] = (struct rat_segment_field){values, 2, starts, ordinals};
    assert_int_equal(rat_segment_writer_new(e->dir.folder, 1, lengths, 2, true, &writer, NULL), RAT_OK);
    add_term(writer,
             "\x01"
             "der",
             4, (const uint32_t[]){1, 0}, 1, true, NULL, 0);
    add_term(writer,
             "\x01"
             "in",
             3, (const uint32_t[]){0, 102}, 1, true, NULL, 0);
    add_term(writer,
             "\x01"
             "peine",
             6, (const uint32_t[]){0, 103}, 1, true, NULL, 0);
    assert_int_equal(rat_segment_writer_term(writer,
                                             "\x01"
                                             "radweg",
                                             7),
                     3);
    rat_segment_writer_posting(writer, 0, 3, (const uint32_t[]){0, 101}, 2);
    rat_segment_writer_posting(writer, 1, 1, (const uint32_t[]){1}, 1);
    assert_true(rat_segment_writer_end_term(writer, NULL, 0));
    add_term(writer,
             "\x02"
             "pein",
             5, (const uint32_t[]){0, 0}, 1, false, (const uint32_t[]){2}, 1);
    add_term(writer,
             "\x02"
             "radweg",
             7, (const uint32_t[]){0, 0, 1, 0}, 2, false, (const uint32_t[]){3}, 1);
    add_term(writer,
             "\x23"
             "kreistag",
             9, (const uint32_t[]){0, 0, 1, 0}, 2, false, NULL, 0);
    rat_offsets_encode(first, 3, &record);
    rat_segment_writer_offsets(writer, record.data, record.size);
    rat_buf_clear(&record);
    rat_offsets_encode(second, 2, &record);
    rat_segment_writer_offsets(writer, record.data, record.size);
    rat_buf_release(&record);
    assert_int_equal(rat_segment_writer_finish(writer, &documents, &e->entry, NULL), RAT_OK);
}

static void compare_section(const char *name, struct rat_container *file, uint32_t type)
{
    struct rat_section section;
    const unsigned char *bytes;
    assert_int_equal(rat_container_require(file, type, &section, NULL), RAT_OK);
    assert_int_equal(rat_section_get(&section, 0, section.size, &bytes, NULL), RAT_OK);
    compare(name, bytes, section.size);
}

static int build(void **state)
{
    static struct example e;
    static const unsigned char dead[] = {0x01}, hidden[] = {0x02};
    scratch_make(&e.dir);
    write_segment(&e);
    e.entry.state = 1;
    e.entry.dead = e.entry.hidden = 1;
    const char *path = scratch_path(&e.dir, "seg-000001.state-000001");
    assert_int_equal(rat_state_write(path, 1, 2, dead, hidden, &e.entry.state_file, NULL), RAT_OK);
    assert_int_equal(rat_segment_open(e.dir.folder, &e.entry, &e.segment, NULL), RAT_OK);
    *state = &e;
    return 0;
}

static int tear_down(void **state)
{
    struct example *e = *state;
    rat_segment_close(e->segment);
    scratch_remove(&e->dir);
    return 0;
}

static void test_dictionary(void **state)
{
    struct rat_container *file = ((struct example *)*state)->segment->term_file;
    compare_section("terms", file, RAT_SECTION_TERMS);
    compare_section("term-index", file, RAT_SECTION_TERM_INDEX);
    compare_section("forms", file, RAT_SECTION_FORMS);
    compare_section("forms-index", file, RAT_SECTION_FORMS_INDEX);
}

static void test_lists(void **state)
{
    const struct rat_segment *s = ((struct example *)*state)->segment;
    compare_section("postings", s->post_file, RAT_SECTION_POSTINGS);
    compare_section("positions", s->posi_file, RAT_SECTION_POSITIONS);
    compare_section("offsets", s->offs_file, RAT_SECTION_OFFSETS);
    compare_section("offsets-index", s->offs_file, RAT_SECTION_OFFSETS_INDEX);
}

static void test_columns(void **state)
{
    struct rat_container *file = ((struct example *)*state)->segment->docs_file;
    compare_section("lengths", file, RAT_SECTION_LENGTHS);
    compare_section("ids", file, RAT_SECTION_IDS);
    compare_section("ids-index", file, RAT_SECTION_IDS_INDEX);
    compare_section("docnum", file, RAT_SECTION_NUMBERS + RAT_NUMBERS_DOCNUM);
    compare_section("date", file, RAT_SECTION_NUMBERS + RAT_NUMBERS_DATE);
    compare_section("exact-lengths", file, RAT_SECTION_NUMBERS + RAT_NUMBERS_LENGTH);
    compare_section("values", file, RAT_SECTION_VALUES + RAT_FIELD_COMMITTEE);
    compare_section("starts", file, RAT_SECTION_STARTS + RAT_FIELD_COMMITTEE);
    compare_section("ordinals", file, RAT_SECTION_ORDINALS + RAT_FIELD_COMMITTEE);
}

static void test_heads(void **state)
{
    struct example *e = *state;
    struct rat_manifest manifest = {
        .generation = 2, .next_segment = 2, .analyzer = "german", .analyzer_version = 1};
    struct rat_container *file;
    compare_section("segment", e->segment->docs_file, RAT_SECTION_META);
    compare_section("state", e->segment->state_file, RAT_SECTION_META);
    compare_section("dead", e->segment->state_file, RAT_SECTION_DEAD);
    compare_section("hidden", e->segment->state_file, RAT_SECTION_HIDDEN);
    assert_int_equal(rat_manifest_add(&manifest, &e->entry, NULL), RAT_OK);
    assert_int_equal(rat_manifest_write(e->dir.folder, &manifest, NULL), RAT_OK);
    assert_int_equal(rat_container_open(scratch_path(&e->dir, "manifest-0000000002"), "mani", &file, NULL),
                     RAT_OK);
    compare_section("manifest", file, RAT_SECTION_MANIFEST);
    rat_container_close(file);
    rat_manifest_release(&manifest);
}

/* No example of the document is left that nobody builds. */
static void test_all_examples_were_compared(void **state)
{
    (void)state;
    unsigned examples = 0;
    for (const char *at = rat_buf_cstr(&document); (at = strstr(at, "(example ")) != NULL; at++)
        examples++;
    assert_int_equal(compared, examples);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_packed_group),
        cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_two_blocks),
        cmocka_unit_test(test_container),
        cmocka_unit_test_setup_teardown(test_dictionary, build, tear_down),
        cmocka_unit_test_setup_teardown(test_lists, build, tear_down),
        cmocka_unit_test_setup_teardown(test_columns, build, tear_down),
        cmocka_unit_test_setup_teardown(test_heads, build, tear_down),
        cmocka_unit_test(test_all_examples_were_compared),
    };
    return cmocka_run_group_tests(tests, read_document, drop_document);
}
