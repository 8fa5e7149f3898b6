/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Extracts files as an import would, one line for each: bench_extract [--ocr off] [--texts FOLDER] FILE...
 *
 *     format  state  ms  pages  bytes-of-text  confidence  problems  extractor  file        separated by tabs
 *
 * --texts keeps each text as FOLDER/NAME.txt. bench_extract --compare REFERENCE CANDIDATE prints how near a text is to the true
 * one: share of characters, share of words, characters of the reference.
 */
#include "base/file.h"
#include "benchmarks/text_accuracy.h"
#include "extract/extract.h"
#include "text/charset.h"

#include <getopt.h>
#include <stdio.h>
#include <time.h>

#define FILE_MAX ((size_t)1 << 30)

static const char *const states[] = {"text", "none", "failed", "partly"};

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int fail(const struct rat_err *err)
{
    fprintf(stderr, "bench_extract: %s (%s) %s\n", err->msg, err->where, err->hint);
    return 6;
}

static rat_status take_plain(const struct rat_buf *bytes, struct rat_extraction *found, struct rat_err *err)
{
    struct rat_decode_report report;
    rat_status st = rat_charset_decode(bytes->data, bytes->size, NULL, &found->text, &report, err);
    snprintf(found->format, sizeof found->format, "text");
    rat_buf_puts(&found->extractor, "text/1 ");
    if (st == RAT_OK)
        rat_buf_puts(&found->extractor, report.encoding);
    return st;
}

static int keep_text(const char *folder, const char *name, const struct rat_extraction *found,
                     struct rat_err *err)
{
    struct rat_buf path = RAT_BUF_INIT;
    rat_path_join(&path, folder, name);
    rat_buf_puts(&path, ".txt");
    rat_status st = rat_file_publish(rat_buf_cstr(&path), found->text.data, found->text.size, err);
    rat_buf_release(&path);
    return st == RAT_OK ? 0 : fail(err);
}

static size_t count_pages(const struct rat_buf *text)
{
    size_t feeds = 0;
    for (size_t i = 0; i < text->size; i++)
        feeds += text->data[i] == '\f';
    return feeds + (feeds && text->data[text->size - 1] != '\f');
}

static unsigned confidence(const struct rat_extraction *found)
{
    unsigned sum = 0, count = 0;
    for (size_t i = 0; i < found->confidence.size; i++) {
        sum += found->confidence.data[i];
        count += found->confidence.data[i] > 0;
    }
    return count ? sum / count : 0;
}

static int extract_file(const char *path, const struct rat_extract_options *options, const char *texts)
{
    struct rat_err err = RAT_ERR_INIT;
    struct rat_buf bytes = RAT_BUF_INIT;
    struct rat_extraction found;
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    int code = 0;
    rat_extraction_init(&found);
    rat_status st = rat_file_read(path, FILE_MAX, &bytes, &err);
    if (st != RAT_OK)
        return fail(&err);
    enum rat_format format = rat_format_detect(bytes.data, bytes.size, name);
    double before = now_ms();
    st = format == RAT_FORMAT_TEXT ? take_plain(&bytes, &found, &err)
                                   : rat_extract(bytes.data, bytes.size, format, options, &found, &err);
    double ms = now_ms() - before;
    if (st == RAT_OK)
        printf("%s\t%s\t%.1f\t%zu\t%zu\t%u\t%s\t%s\t%s\n", found.format, states[found.state], ms,
               count_pages(&found.text), found.text.size, confidence(&found),
               found.problems.size ? rat_buf_cstr(&found.problems) : "-", rat_buf_cstr(&found.extractor),
               path);
    else
        printf("%s\trefused\t%.1f\t0\t0\t0\t%s\t-\t%s\n", rat_format_name(format), ms, err.msg, path);
    fflush(stdout);
    if (st == RAT_OK && texts)
        code = keep_text(texts, name, &found, &err);
    rat_extraction_release(&found);
    rat_buf_release(&bytes);
    return code;
}

static int compare(const char *reference, const char *candidate)
{
    struct rat_err err = RAT_ERR_INIT;
    struct rat_text_accuracy a;
    if (rat_text_accuracy(reference, candidate, &a, &err) != RAT_OK)
        return fail(&err);
    printf("%.4f\t%.4f\t%zu\n", a.characters, a.words, a.reference_characters);
    return 0;
}

int main(int argc, char **argv)
{
    static const struct option known[] = {{"ocr", required_argument, NULL, 'o'},
                                          {"texts", required_argument, NULL, 't'},
                                          {"compare", no_argument, NULL, 'c'},
                                          {0}};
    struct rat_extract_options options = {.recognise = true};
    const char *texts = NULL;
    bool comparing = false;
    int c, code = 0;
    while ((c = getopt_long(argc, argv, "", known, NULL)) >= 0) {
        if (c == '?')
            return 2;
        if (c == 'o')
            options.recognise = strcmp(optarg, "off") != 0;
        texts = c == 't' ? optarg : texts;
        comparing = comparing || c == 'c';
    }
    if (comparing)
        return argc - optind == 2 ? compare(argv[optind], argv[optind + 1]) : 2;
    for (int i = optind; i < argc && code == 0; i++)
        code = extract_file(argv[i], &options, texts);
    return code;
}
