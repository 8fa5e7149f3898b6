/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Heads read from the invented archive, measured against its MANIFEST.tsv: the sample that is checked in,
 * and 400 papers made by ratscorpus where it is built. Per layout and field: said (a value was read), right,
 * wanted (the text prints one). A value that is not there is better than a wrong one: precision has one
 * floor, recall one per layout. With RAT_HEADER_MISSES=1 every wrong or missing value is printed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/file.h"
#include "indexer/header.h"
#include "text/charset.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define PRECISION_MIN 95 /* percent, of every field of every layout */
#define SAID_MIN 5       /* below this, one wrong value would decide: then none may be wrong */

enum field { REFERENCE, DATE, TYPE, TITLE, FIELDS };

static const char *const field_names[FIELDS] = {"Nummer", "Datum", "Art", "Titel"};

/* Recall floors in percent; 0: the layout does not print the value, or not in all of its papers. */
static const struct {
    const char *name;
    unsigned recall_min[FIELDS];
} layouts[] = {{"schreibmaschine", {97, 97, 97, 97}}, {"peine", {97, 97, 97, 97}},
               {"allris", {97, 0, 97, 97}},           {"sessionnet", {97, 97, 97, 97}},
               {"karlsruhe-2005", {97, 0, 97, 95}},   {"karlsruhe-2007", {97, 0, 97, 95}},
               {"karlsruhe-2016", {97, 0, 97, 95}},   {"karlsruhe-2023", {97, 0, 97, 95}}};

#define LAYOUTS (sizeof layouts / sizeof *layouts)

struct cell {
    unsigned wanted, said, right, found; /* found: right of the wanted ones */
};

static struct cell table[LAYOUTS][FIELDS];

/* One row of the manifest. */
struct row {
    char *path, *layout, *reference, *date, *type, *title, *kind;
};

/* ---- what is right ---- */

/* Letters and digits alone, ß as ss: a hyphen at a line's end may or may not belong to the word, encodings
 * have other dashes. */
static char *bare(struct rat_arena *arena, const char *s)
{
    char *out = rat_arena_strdup(arena, s), *to = out;
    assert_non_null(out);
    for (const unsigned char *p = (const unsigned char *)out; *p; p++) {
        if (p[0] == 0xE2 && p[1] == 0x80 && p[2]) /* dashes and quotes */
            p += 2;
        else if (p[0] == 0xC2 && p[1])
            p++;
        else if (p[0] == 0xC3 && p[1] == 0x9F) /* old spelling: Beschluß */
            *to++ = 's', *to++ = 's', p++;
        else if (*p > ' ' && *p != '-' && *p != '"')
            *to++ = (char)*p;
    }
    *to = '\0';
    return out;
}

static bool same_title(struct rat_arena *arena, const char *said, const char *title)
{
    return strcmp(bare(arena, said), bare(arena, title)) == 0;
}

static bool same_type(const char *said, const struct row *row)
{
    static const char *const names[][2] = {{"Informationsvorlage", "Mitteilungsvorlage"},
                                           {"Informationsvorlage", "Mitteilung"},
                                           {"Änderungs-/Ergänzungsantrag", "Änderungsantrag"}};
    if (strcmp(row->kind, "protokoll") == 0)
        return strcmp(said, "Niederschrift") == 0;
    if (strcmp(row->kind, "stellungnahme") == 0)
        return strncmp(said, "Stellungnahme", 13) == 0 || strcmp(said, row->type) == 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(row->type, names[i][0]) == 0 && strcmp(said, names[i][1]) == 0)
            return true;
    return strcmp(said, row->type) == 0;
}

/* Whether the head of such a document prints the field. */
static bool is_wanted(const struct row *row, enum field field)
{
    bool paper = strcmp(row->kind, "vorlage") == 0;
    bool answer = strcmp(row->kind, "stellungnahme") == 0, minutes = strcmp(row->kind, "protokoll") == 0;
    if (field != DATE || minutes)
        return paper || answer || minutes;
    bool karlsruhe = strncmp(row->layout, "karlsruhe", 9) == 0;
    return answer ? !karlsruhe : paper && !karlsruhe && strcmp(row->layout, "allris") != 0;
}

static void count(struct cell *cell, const struct row *row, enum field field, const char *said, bool right)
{
    bool wanted = is_wanted(row, field);
    cell->wanted += wanted;
    cell->said += said != NULL;
    cell->right += said && right;
    cell->found += wanted && said && right;
    if (getenv("RAT_HEADER_MISSES") && (said ? !right : wanted))
        printf("%s %s: %s\n", row->path, field_names[field], said ? said : "-");
}

static void judge(struct rat_arena *arena, const struct row *row, const struct rat_header *header,
                  size_t layout)
{
    char text[RAT_DATE_TEXT];
    const char *date = header->date == RAT_NO_DATE ? NULL : rat_date_format(header->date, text);
    struct cell *cells = table[layout];
    count(&cells[REFERENCE], row, REFERENCE, header->reference,
          header->reference && strcmp(header->reference, row->reference) == 0);
    count(&cells[DATE], row, DATE, date, date && strcmp(date, row->date) == 0);
    count(&cells[TYPE], row, TYPE, header->type, header->type && same_type(header->type, row));
    count(&cells[TITLE], row, TITLE, header->subject,
          header->subject && same_title(arena, header->subject, row->title));
}

/* ---- the archive ---- */

static bool is_authority(const char *title)
{
    static const char *const names[] = {"Landkreis Ahlenbruch", "LANDKREIS AHLENBRUCH", "Stadt Ahlenbruch",
                                        "Stadt Brakenfelde",    "Gemeinde Harsebüttel", "Der Landrat"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(title, names[i]) == 0)
            return true;
    return false;
}

static void check_file(const char *folder, const struct row *row, size_t layout)
{
    struct rat_buf path = RAT_BUF_INIT, bytes = RAT_BUF_INIT, text = RAT_BUF_INIT;
    struct rat_decode_report report;
    struct rat_arena arena;
    struct rat_header header;
    rat_arena_init(&arena, 0);
    rat_path_join(&path, folder, row->path);
    assert_int_equal(rat_file_read(rat_buf_cstr(&path), 1 << 24, &bytes, NULL), RAT_OK);
    assert_int_equal(rat_charset_decode(bytes.data, bytes.size, NULL, &text, &report, NULL), RAT_OK);
    assert_int_equal(rat_header_read((const char *)text.data, text.size, &arena, &header), RAT_OK);
    judge(&arena, row, &header, layout);
    struct rat_document document = {.id = row->path, .date = RAT_NO_DATE, .is_public = RAT_UNKNOWN};
    assert_int_equal(rat_header_fill_document(&header, &arena, &document), RAT_OK);
    if (document.title && is_authority(document.title))
        fail_msg("%s: the title is \"%s\"", row->path, document.title);
    for (size_t i = 0; i < document.committee_count;
         i++) { /* as the archive names them: no genitive is left */
        const char *name = document.committees[i];
        if (strstr(name, "usses") || strncmp(name, "Kreistages", 10) == 0 || strncmp(name, "Rates", 5) == 0)
            fail_msg("%s: the committee is \"%s\"", row->path, name);
    }
    rat_arena_release(&arena);
    rat_buf_release(&path);
    rat_buf_release(&bytes);
    rat_buf_release(&text);
}

/* path id encoding layout reference date type title kind paper marks */
static bool read_row(char **line, struct row *row)
{
    char *columns[11], *end = strchr(*line, '\n');
    if (!end)
        return false;
    *end = '\0';
    for (size_t i = 0; i < 11; i++) {
        columns[i] = strsep(line, "\t");
        assert_non_null(columns[i]);
    }
    *line = end + 1;
    *row = (struct row){columns[0], columns[3], columns[4], columns[5], columns[6], columns[7], columns[8]};
    return true;
}

static void measure(const char *folder)
{
    struct rat_buf path = RAT_BUF_INIT, manifest = RAT_BUF_INIT;
    memset(table, 0, sizeof table);
    rat_path_join(&path, folder, "MANIFEST.tsv");
    assert_int_equal(rat_file_read(rat_buf_cstr(&path), 1 << 24, &manifest, NULL), RAT_OK);
    rat_buf_byte(&manifest, 0);
    char *line = (char *)manifest.data;
    struct row row;
    assert_true(read_row(&line, &row) && strcmp(row.path, "path") == 0);
    while (read_row(&line, &row)) {
        size_t layout = 0;
        while (layout < LAYOUTS && strcmp(layouts[layout].name, row.layout) != 0)
            layout++;
        assert_true(layout < LAYOUTS);
        if (strcmp(row.kind, "doppel") != 0) /* the file is another paper's, its row is this one's */
            check_file(folder, &row, layout);
    }
    rat_buf_release(&path);
    rat_buf_release(&manifest);
}

static void assert_floors(void)
{
    bool fine = true;
    printf("%-16s  richtig/gesagt gefunden/gedruckt\n", "");
    for (size_t i = 0; i < LAYOUTS; i++) {
        printf("%-16s", layouts[i].name);
        for (size_t k = 0; k < FIELDS; k++) {
            const struct cell *cell = &table[i][k];
            bool exact = cell->said >= SAID_MIN ? cell->right * 100 >= cell->said * PRECISION_MIN
                                                : cell->right == cell->said;
            bool enough = cell->found * 100 >= cell->wanted * layouts[i].recall_min[k];
            printf("  %s %u/%u %u/%u%s", field_names[k], cell->right, cell->said, cell->found, cell->wanted,
                   exact && enough ? "" : " (!)");
            fine = fine && exact && enough;
        }
        printf("\n");
    }
    if (!fine)
        fail_msg("fields marked (!) are below their floor");
}

static void the_sample(void **state)
{
    (void)state;
    const char *source = getenv("RAT_SOURCE_DIR");
    struct rat_buf folder = RAT_BUF_INIT;
    rat_path_join(&folder, source ? source : ".", "corpus/sample/text");
    measure(rat_buf_cstr(&folder));
    assert_int_not_equal(table[0][TITLE].wanted, 0);
    rat_buf_release(&folder);
    assert_floors();
}

static int run(const char *const *arguments)
{
    pid_t child = fork();
    int status = -1;
    if (child == 0) {
        execvp(arguments[0], (char *const *)arguments);
        _exit(127);
    }
    if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status))
        return -1;
    return WEXITSTATUS(status);
}

static void a_larger_archive(void **state)
{
    (void)state;
    const char *binaries = getenv("RAT_BINARY_DIR");
    struct rat_buf program = RAT_BUF_INIT;
    rat_path_join(&program, binaries ? binaries : "build/dev", "corpus/ratscorpus");
    if (access(rat_buf_cstr(&program), X_OK) != 0) {
        rat_buf_release(&program);
        skip();
    }
    char folder[] = "/tmp/test_header_corpus.XXXXXX", papers[sizeof folder + 10];
    assert_non_null(mkdtemp(folder));
    snprintf(papers, sizeof papers, "%s/archiv", folder);
    const char *const make[] = {rat_buf_cstr(&program),
                                "--papers",
                                "400",
                                "--from",
                                "1975",
                                "--to",
                                "2026",
                                "--seed",
                                "3",
                                "--layout",
                                "text",
                                papers,
                                NULL};
    const char *const drop[] = {"rm", "-rf", folder, NULL};
    int made = run(make);
    if (made == 0)
        measure(papers);
    assert_int_equal(run(drop), 0);
    rat_buf_release(&program);
    assert_int_equal(made, 0);
    for (size_t i = 0; i < LAYOUTS; i++) /* every layout is there */
        assert_int_not_equal(table[i][TITLE].wanted, 0);
    assert_floors();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_sample),
        cmocka_unit_test(a_larger_archive),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
