/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * PDF: pdftotext gives text and title, a form feed behind each page. Pages without text that show a picture as large as
 * a scan are recognised one by one; pages that have text keep it.
 */
#include "extract/extract_internal.h"

#include "extract/limits.h"

#include <stdlib.h>

#define IMAGE_MAX ((size_t)64 << 20) /* bytes of a page as a grey picture; A3 with 300 dpi has 17 MB */
#define LIST_MAX ((size_t)16 << 20)
#define PAGES_RECOGNISED_MAX 2000u
#define LETTERS_OF_A_PAGE 16u /* a scan's page may bear a stamp or a number as text */
#define SCAN_SQUARE_INCHES 30 /* a third of A4 */

/* ---- what pdftotext says ---- */

/* Character references of the head, where nothing else is escaped. */
static void unescape(const char *text, size_t n, struct rat_buf *out)
{
    static const char *const references[][2] = {
        {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}, {"&amp;", "&"}};
    for (size_t at = 0; at < n;) {
        size_t used = 0;
        for (size_t i = 0; i < 5 && !used; i++) {
            size_t m = strlen(references[i][0]);
            if (n - at >= m && memcmp(text + at, references[i][0], m) == 0) {
                rat_buf_puts(out, references[i][1]);
                used = m;
            }
        }
        if (!used)
            rat_buf_byte(out, (uint8_t)text[at]);
        at += used ? used : 1;
    }
}

struct parts {
    const char *title, *text;
    size_t title_size, text_size;
};

/* "...<title>T</title>...<body>\n<pre>\n" text "</pre>\n</body>\n</html>\n" */
static bool split(const struct rat_buf *said, struct parts *out)
{
    static const char open[] = "<body>\n<pre>\n", close[] = "</pre>\n</body>\n</html>\n";
    const char *all = (const char *)said->data, *start = memmem(all, said->size, open, sizeof open - 1);
    if (!start)
        return false;
    const char *title = memmem(all, (size_t)(start - all), "<title>", 7);
    const char *title_end = title ? memmem(title, (size_t)(start - title), "</title>", 8) : NULL;
    start += sizeof open - 1;
    size_t n = said->size - (size_t)(start - all);
    if (n >= sizeof close - 1 && memcmp(start + n - (sizeof close - 1), close, sizeof close - 1) == 0)
        n -= sizeof close - 1;
    *out =
        (struct parts){title_end ? title + 7 : "", start, title_end ? (size_t)(title_end - title) - 7 : 0, n};
    return true;
}

/* ---- which pages are scans ---- */

/* Square inches of pictures on each page, from "page num type width height color comp bpc enc interp object ID x-ppi y-ppi
 * size ratio". */
static void add_areas(const char *list, size_t pages, float *areas)
{
    for (const char *at = list; *at; at += strcspn(at, "\n"), at += *at == '\n') {
        unsigned page, width, height, x, y;
        char type[16];
        if (sscanf(at, "%u %*u %15s %u %u %*s %*u %*u %*s %*s %*s %*s %u %u", &page, type, &width, &height,
                   &x, &y) != 6)
            continue;
        if (page >= 1 && page <= pages && x && y && strcmp(type, "smask") != 0)
            areas[page - 1] += (float)width / (float)x * ((float)height / (float)y);
    }
}

static rat_status measure_pictures(const struct rat_extracting *x, size_t pages, float *areas)
{
    static const char *const arguments[] = {"-list", RAT_INPUT_PATH, NULL};
    struct rat_buf list = RAT_BUF_INIT;
    struct rat_child_end end = {0};
    rat_status st = RAT_OK;
    if (rat_tool_path(RAT_TOOL_PDFIMAGES))
        st = rat_extract_run(x, RAT_TOOL_PDFIMAGES, arguments, NULL, LIST_MAX, &list, &end);
    if (st == RAT_OK)
        add_areas(rat_buf_cstr(&list), pages, areas);
    rat_buf_release(&list);
    return st;
}

/* ---- recognising ---- */

/* The page as a grey picture of 300 dpi; one that is too large for that, smaller. */
static rat_status draw_page(const struct rat_extracting *x, size_t page, struct rat_buf *image,
                            const char **problem)
{
    char number[24];
    snprintf(number, sizeof number, "%zu", page);
    const char *const sizes[][2] = {{"-r", "300"}, {"-scale-to", "4000"}};
    rat_status st = RAT_OK;
    *problem = RAT_PROBLEM_DAMAGED;
    for (size_t i = 0; i < 2 && st == RAT_OK && *problem; i++) {
        const char *const arguments[] = {"-gray", sizes[i][0], sizes[i][1],    "-f", number,
                                         "-l",    number,      RAT_INPUT_PATH, NULL};
        struct rat_child_end end = {0};
        rat_buf_clear(image);
        st = rat_extract_run(x, RAT_TOOL_PDFTOPPM, arguments, NULL, IMAGE_MAX, image, &end);
        *problem = end.problem ? end.problem : image->size ? NULL : RAT_PROBLEM_DAMAGED;
        if (*problem && strcmp(*problem, RAT_PROBLEM_TIMEOUT) == 0)
            break;
    }
    return st;
}

struct recognising {
    struct rat_extracting *x;
    struct rat_buf image, text;
    size_t done, failed;
    const char *last_problem;
    bool given_up; /* a page took all the time there is: the others will, too */
};

static rat_status recognise_page(struct recognising *r, size_t page, unsigned *confidence, bool *found)
{
    const char *problem = NULL;
    *found = false;
    if (r->given_up || r->done >= PAGES_RECOGNISED_MAX) {
        r->failed++;
        return RAT_OK;
    }
    rat_buf_clear(&r->text);
    rat_status st = draw_page(r->x, page, &r->image, &problem);
    if (st == RAT_OK && !problem)
        st = rat_recognise(r->x, &r->image, true, &r->text, confidence, &problem);
    r->done++;
    r->failed += st == RAT_OK && problem;
    if (problem)
        r->last_problem = problem;
    else
        rat_extracting_begin(r->x);
    r->given_up = problem && strcmp(problem, RAT_PROBLEM_TIMEOUT) == 0;
    *found = st == RAT_OK && !problem;
    return st;
}

/* Puts the text together page by page; scans[i]: page i + 1 is to be recognised. */
static rat_status assemble(struct rat_extracting *x, const char *text, size_t n, const bool *scans)
{
    struct recognising r = {.x = x};
    rat_status st = RAT_OK;
    const char *end = text + n;
    for (size_t page = 1; st == RAT_OK && text < end; page++) {
        const char *feed = memchr(text, '\f', (size_t)(end - text));
        size_t size = feed ? (size_t)(feed - text) : (size_t)(end - text);
        unsigned confidence = RAT_CONFIDENCE_NONE;
        bool found = false;
        if (scans[page - 1])
            st = recognise_page(&r, page, &confidence, &found);
        if (st == RAT_OK)
            st = found ? rat_extraction_take_text(x->out, r.text.data, r.text.size, x->err)
                       : rat_extraction_take_text(x->out, text, size, x->err);
        rat_buf_byte(&x->out->confidence, (uint8_t)(found ? confidence : RAT_CONFIDENCE_NONE));
        if (feed)
            rat_buf_byte(&x->out->text, '\f');
        text += size + (feed != NULL);
    }
    if (st == RAT_OK && r.failed) {
        x->out->state = RAT_EXTRACTED_PARTLY;
        rat_extraction_problem(x->out, RAT_PROBLEM_PAGES_MISSING, NULL);
        if (r.last_problem)
            rat_extraction_problem(x->out, r.last_problem, NULL);
    }
    if (r.done)
        rat_buf_printf(&x->out->extractor, ", tesseract %s", rat_tool_version(RAT_TOOL_TESSERACT));
    rat_buf_release(&r.image);
    rat_buf_release(&r.text);
    return st;
}

/* ---- the whole ---- */

static size_t count_pages(const char *text, size_t n)
{
    size_t pages = 0;
    for (size_t i = 0; i < n; i++)
        pages += text[i] == '\f';
    return pages + (n && text[n - 1] != '\f');
}

/* Pages that have next to no text. */
static size_t find_empty(const char *text, size_t n, bool *empty)
{
    const char *end = text + n;
    size_t count = 0;
    for (size_t page = 0; text < end; page++) {
        const char *feed = memchr(text, '\f', (size_t)(end - text));
        size_t size = feed ? (size_t)(feed - text) : (size_t)(end - text);
        empty[page] = !rat_has_letters(text, size, LETTERS_OF_A_PAGE);
        count += empty[page];
        text += size + (feed != NULL);
    }
    return count;
}

static bool can_recognise(const struct rat_extracting *x)
{
    return x->options->recognise && rat_tool_path(RAT_TOOL_PDFTOPPM) && rat_tool_path(RAT_TOOL_TESSERACT) &&
           rat_tool_recognises("deu");
}

static rat_status take_pages(struct rat_extracting *x, const char *text, size_t n)
{
    size_t pages = count_pages(text, n), scans = 0;
    bool *empty = calloc(pages + 1, sizeof *empty), can = can_recognise(x);
    float *areas = calloc(pages + 1, sizeof *areas);
    rat_status st = empty && areas ? RAT_OK : rat_nomem(x->err);
    size_t count = st == RAT_OK ? find_empty(text, n, empty) : 0;
    if (st == RAT_OK && count)
        st = measure_pictures(x, pages, areas);
    for (size_t i = 0; st == RAT_OK && i < pages; i++) {
        /* in a file without any text letters may have been drawn as lines: such pages are tried as well */
        empty[i] = empty[i] && (areas[i] >= SCAN_SQUARE_INCHES || (can && count == pages));
        scans += empty[i];
    }
    if (st == RAT_OK && scans && !can) {
        rat_extraction_problem(x->out, RAT_PROBLEM_SCAN, NULL);
        x->out->state = scans < pages ? RAT_EXTRACTED_PARTLY : x->out->state;
        memset(empty, 0, pages * sizeof *empty);
    }
    if (st == RAT_OK)
        st = assemble(x, text, n, empty);
    free(empty);
    free(areas);
    return st;
}

rat_status rat_extract_pdf(struct rat_extracting *x)
{
    static const char *const arguments[] = {"-htmlmeta", "-enc", "UTF-8", RAT_INPUT_PATH, "-", NULL};
    struct rat_buf said = RAT_BUF_INIT;
    struct rat_child_end end = {0};
    struct parts parts;
    if (!rat_tool_path(RAT_TOOL_PDFTOTEXT))
        return rat_extraction_lacks(x->out, RAT_TOOL_PDFTOTEXT);
    rat_buf_printf(&x->out->extractor, "pdftotext %s", rat_tool_version(RAT_TOOL_PDFTOTEXT));
    rat_status st =
        rat_extract_run(x, RAT_TOOL_PDFTOTEXT, arguments, NULL, rat_text_limit(x->size), &said, &end);
    if (st == RAT_OK && end.problem)
        st = rat_extraction_fail(x->out, end.problem, NULL);
    else if (st == RAT_OK && !split(&said, &parts))
        st = rat_extraction_fail(x->out, RAT_PROBLEM_DAMAGED, NULL);
    else if (st == RAT_OK) {
        unescape(parts.title, parts.title_size, &x->out->title);
        st = take_pages(x, parts.text, parts.text_size);
    }
    rat_buf_release(&said);
    return st;
}
