/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * References of real council papers, judged by a reader (edges_karlsruhe.tsv, which says how they were drawn): at least 97 of
 * 100 are right, and the reader of references still finds each of them where it stands. The list holds no text, so it is of
 * use only beside the papers: RAT_KARLSRUHE names a folder with file-contents/N.txt.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/file.h"
#include "indexer/references.h"
#include "text/paper_number.h"

#include <stdlib.h>

#define JUDGED 200
#define RIGHT_MIN 97 /* percent */

static struct judged {
    uint32_t file, at;
    char verdict;
} list[JUDGED];
static size_t listed;

static int read_list(void **state)
{
    (void)state;
    const char *source = getenv("RAT_SOURCE_DIR");
    struct rat_buf path = RAT_BUF_INIT, bytes = RAT_BUF_INIT;
    rat_path_join(&path, source ? source : ".", "tests/indexer/edges_karlsruhe.tsv");
    rat_status st = rat_file_read(rat_buf_cstr(&path), 1 << 20, &bytes, NULL);
    rat_buf_byte(&bytes, 0);
    char *rest = (char *)bytes.data, *line;
    while (st == RAT_OK && (line = strsep(&rest, "\n"))) {
        if (*line == '#' || *line == '\0' || listed == JUDGED)
            continue;
        struct judged *one = &list[listed++];
        one->file = (uint32_t)strtoul(line, &line, 10);
        one->at = (uint32_t)strtoul(line, &line, 10);
        one->verdict = *line == '\t' ? line[1] : '\0';
    }
    rat_buf_release(&path);
    rat_buf_release(&bytes);
    return st == RAT_OK ? 0 : -1;
}

static void enough_are_right(void **state)
{
    (void)state;
    size_t right = 0;
    assert_int_equal(listed, JUDGED);
    for (size_t i = 0; i < listed; i++)
        right += list[i].verdict == 'R';
    assert_true(right * 100 >= RIGHT_MIN * listed);
}

/* The list says where each was named first in those words; the same number in other words may stand before it. */
static bool names_something_at(const struct rat_buf *text, uint32_t at)
{
    struct rat_paper_number number;
    struct rat_arena arena;
    const struct rat_reference *found;
    size_t count = 0;
    bool is = false;
    if (at >= text->size || !rat_paper_number_read((const char *)text->data, text->size, at, &number))
        return false;
    rat_arena_init(&arena, 0);
    assert_int_equal(
        rat_references_read((const char *)text->data, text->size, NULL, NULL, &arena, &found, &count),
        RAT_OK);
    for (size_t i = 0; i < count; i++)
        is |= found[i].kind == RAT_REFERENCE_PAPER && strcmp(found[i].key, number.key) == 0;
    rat_arena_release(&arena);
    return is;
}

static void each_is_found_where_it_stands(void **state)
{
    (void)state;
    const char *folder = getenv("RAT_KARLSRUHE");
    size_t missed = 0;
    if (!folder) {
        print_message("RAT_KARLSRUHE is not set: no papers to look at\n");
        skip();
    }
    for (size_t i = 0; i < listed; i++) {
        struct rat_buf path = RAT_BUF_INIT, text = RAT_BUF_INIT;
        rat_buf_printf(&path, "%s/file-contents/%u.txt", folder, list[i].file);
        if (rat_file_read(rat_buf_cstr(&path), 1 << 26, &text, NULL) != RAT_OK)
            fail_msg("%s is not there", rat_buf_cstr(&path));
        if (!names_something_at(&text, list[i].at)) {
            print_message("file %u, byte %u: not found any more\n", list[i].file, list[i].at);
            missed++;
        }
        rat_buf_release(&path);
        rat_buf_release(&text);
    }
    assert_int_equal(missed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(enough_are_right),
        cmocka_unit_test(each_is_found_where_it_stands),
    };
    return cmocka_run_group_tests(tests, read_list, NULL);
}
