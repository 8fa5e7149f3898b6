/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Recognition of scans by tesseract: German first, and when that reads badly, Fraktur; the one that is surer of its words
 * is taken. The table that it prints gives a confidence for every word.
 */
#include "extract/extract_internal.h"

#include "extract/limits.h"

#include <stdlib.h>

#define SURE 75u /* below this Fraktur is tried */
#define POOR 60u /* below this people are told */
#define TABLE_MAX ((size_t)32 << 20)

struct table {
    struct rat_buf *text;
    long page, block, paragraph, line; /* of the word before */
    double sum;                        /* of confidences, each weighted by the bytes of its word */
    double bytes;
};

/* "5 page block paragraph line word left top width height conf text" */
static void take_row(struct table *t, const char *row, size_t n)
{
    long number[10];
    const char *at = row, *end = row + n;
    for (size_t i = 0; i < 10; i++) {
        char *behind;
        number[i] = strtol(at, &behind, 10);
        if (behind == at || behind >= end || *behind != '\t')
            return;
        at = behind + 1;
    }
    char *behind;
    double confidence = strtod(at, &behind);
    if (number[0] != 5 || behind == at || behind >= end || *behind != '\t' || confidence < 0)
        return;
    const char *word = behind + 1;
    size_t size = (size_t)(end - word);
    if (!rat_has_letters(word, size, 1))
        return;
    if (t->page && number[1] != t->page)
        rat_buf_puts(t->text, "\n\f");
    else if (t->page && (number[2] != t->block || number[3] != t->paragraph))
        rat_buf_puts(t->text, "\n\n");
    else if (t->page)
        rat_buf_byte(t->text, number[4] != t->line ? '\n' : ' ');
    t->page = number[1] > 0 ? number[1] : 1;
    t->block = number[2];
    t->paragraph = number[3];
    t->line = number[4];
    rat_buf_append(t->text, word, size);
    t->sum += (confidence < 100 ? confidence : 100) * (double)size;
    t->bytes += (double)size;
}

static unsigned read_table(const struct rat_buf *table, struct rat_buf *text)
{
    struct table t = {.text = text};
    const char *at = (const char *)table->data, *end = table->size ? at + table->size : at;
    while (at < end) {
        const char *line = memchr(at, '\n', (size_t)(end - at));
        size_t n = line ? (size_t)(line - at) : (size_t)(end - at);
        take_row(&t, at, n);
        at += n + (line != NULL);
    }
    if (text->size)
        rat_buf_byte(text, '\n');
    return t.bytes > 0 ? (unsigned)(t.sum / t.bytes + 0.5) : 0;
}

static rat_status recognise_as(const struct rat_extracting *x, const struct rat_buf *image, bool dpi_known,
                               const char *language, struct rat_buf *text, unsigned *confidence,
                               const char **problem)
{
    const char *arguments[12] = {"stdin", "stdout", "-l", language};
    size_t count = 4;
    if (dpi_known) {
        arguments[count++] = "--dpi";
        arguments[count++] = "300";
    }
    arguments[count++] = "tsv";
    struct rat_buf table = RAT_BUF_INIT;
    struct rat_child_end end = {0};
    rat_status st = rat_extract_run(x, RAT_TOOL_TESSERACT, arguments, image, TABLE_MAX, &table, &end);
    *problem = end.problem;
    rat_buf_byte(&table, '\0'); /* numbers are read by strtol */
    if (st == RAT_OK && table.failed)
        st = rat_nomem(x->err);
    if (st == RAT_OK && !*problem) {
        table.size--;
        *confidence = read_table(&table, text);
    }
    rat_buf_release(&table);
    return st;
}

rat_status rat_recognise(const struct rat_extracting *x, const struct rat_buf *image, bool dpi_known,
                         struct rat_buf *text, unsigned *confidence, const char **problem)
{
    unsigned other = 0;
    const char *other_problem;
    struct rat_buf fraktur = RAT_BUF_INIT;
    rat_status st = recognise_as(x, image, dpi_known, "deu", text, confidence, problem);
    if (st == RAT_OK && !*problem && text->size && *confidence < SURE && rat_tool_recognises("frk")) {
        st = recognise_as(x, image, dpi_known, "frk", &fraktur, &other, &other_problem);
        if (st == RAT_OK && !other_problem && other > *confidence && fraktur.size * 2 > text->size) {
            struct rat_buf swap = *text;
            *text = fraktur;
            fraktur = swap;
            *confidence = other;
        }
    }
    if (st == RAT_OK && !*problem && text->size && *confidence < POOR)
        rat_extraction_problem(x->out, RAT_PROBLEM_OCR_POOR, NULL);
    rat_buf_release(&fraktur);
    return st;
}

rat_status rat_extract_image(const struct rat_extracting *x)
{
    unsigned confidence = 0;
    const char *problem = NULL;
    struct rat_buf text = RAT_BUF_INIT;
    struct rat_buf image = {.data = (unsigned char *)(uintptr_t)x->bytes, .size = x->size};
    if (!x->options->recognise || !rat_tool_path(RAT_TOOL_TESSERACT) || !rat_tool_recognises("deu")) {
        rat_extraction_problem(x->out, RAT_PROBLEM_SCAN, NULL);
        return RAT_OK;
    }
    rat_buf_printf(&x->out->extractor, "tesseract %s", rat_tool_version(RAT_TOOL_TESSERACT));
    rat_status st = rat_recognise(x, &image, false, &text, &confidence, &problem);
    if (st == RAT_OK && problem)
        st = rat_extraction_fail(x->out, problem, NULL);
    else if (st == RAT_OK)
        st = rat_extraction_take_text(x->out, text.data, text.size, x->err);
    for (size_t i = 0; st == RAT_OK && i < text.size; i++)
        if (text.data[i] == '\f' || i + 1 == text.size)
            rat_buf_byte(&x->out->confidence, (uint8_t)confidence);
    rat_buf_release(&text);
    return st;
}
