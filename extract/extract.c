/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "extract/extract_internal.h"

#include "base/cursor.h"
#include "extract/limits.h"
#include "extract/records.h"
#include "text/charset.h"

#include <stdlib.h>
#include <time.h>

#define TITLE_MAX 500u

void rat_extraction_init(struct rat_extraction *out)
{
    memset(out, 0, sizeof *out);
}

void rat_extraction_release(struct rat_extraction *out)
{
    rat_buf_release(&out->text);
    rat_buf_release(&out->confidence);
    rat_buf_release(&out->title);
    rat_buf_release(&out->extractor);
    rat_buf_release(&out->problems);
    memset(out, 0, sizeof *out);
}

/* ---- problems ---- */

static bool has_problem(struct rat_extraction *out, const char *name)
{
    size_t n = strlen(name);
    for (const char *at = rat_buf_cstr(&out->problems); *at;) {
        size_t size = strcspn(at, " ");
        if (size >= n && memcmp(at, name, n) == 0 && (size == n || at[n] == ':'))
            return true;
        at += size + strspn(at + size, " ");
    }
    return false;
}

void rat_extraction_problem(struct rat_extraction *out, const char *name, const char *suffix)
{
    if (has_problem(out, name))
        return;
    rat_buf_printf(&out->problems, "%s%s%s%s", out->problems.size ? " " : "", name, suffix ? ":" : "",
                   suffix ? suffix : "");
}

rat_status rat_extraction_fail(struct rat_extraction *out, const char *name, const char *suffix)
{
    out->state = RAT_EXTRACTED_FAILED;
    rat_buf_clear(&out->text);
    rat_buf_clear(&out->confidence);
    rat_extraction_problem(out, name, suffix);
    return RAT_OK;
}

rat_status rat_extraction_lacks(struct rat_extraction *out, enum rat_tool tool)
{
    return rat_extraction_fail(out, RAT_PROBLEM_NO_PROGRAM, rat_tool_package(tool));
}

/* ---- text ---- */

bool rat_has_letters(const void *text, size_t n, size_t wanted)
{
    const unsigned char *at = text, *end = n ? at + n : at;
    size_t found = 0;
    for (; at < end && found < wanted; at++)
        found += *at > ' ' && (*at & 0xc0) != 0x80;
    return found >= wanted;
}

static void count_replacements(struct rat_extraction *out, size_t from)
{
    const char *at = (const char *)out->text.data + from,
               *end = (const char *)out->text.data + out->text.size;
    while (from < out->text.size && (at = memmem(at, (size_t)(end - at), "\xef\xbf\xbd", 3))) {
        out->undecodable++;
        at += 3;
    }
}

rat_status rat_extraction_take_text(struct rat_extraction *out, const void *bytes, size_t n,
                                    struct rat_err *err)
{
    size_t from = out->text.size;
    struct rat_decode_report report;
    if (n && rat_utf8_valid(bytes, n) && !memchr(bytes, '\0', n)) {
        rat_buf_append(&out->text, bytes, n);
    } else if (n) {
        rat_status st = rat_charset_decode(bytes, n, "utf-8", &out->text, &report, err);
        if (st != RAT_OK)
            return st == RAT_EINPUT ? rat_extraction_fail(out, RAT_PROBLEM_DAMAGED, NULL) : st;
    }
    count_replacements(out, from);
    return out->text.failed ? rat_nomem(err) : RAT_OK;
}

static void settle_state(struct rat_extraction *out)
{
    if (out->state == RAT_EXTRACTED_FAILED)
        return;
    if (!rat_has_letters(out->text.data, out->text.size, 1)) {
        out->state = RAT_EXTRACTED_NOTHING;
        rat_buf_clear(&out->text);
        rat_buf_clear(&out->confidence);
    }
}

/* ---- programs ---- */

static int64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

void rat_extracting_begin(struct rat_extracting *x)
{
    x->until = now() + (int64_t)(x->options->seconds ? x->options->seconds : RAT_CHILD_SECONDS) * 1000000000;
}

static void set_limits(const struct rat_extracting *x, struct rat_child_options *options)
{
    int64_t left = (x->until - now()) / 1000000000;
    options->seconds = left > 1 ? (unsigned)left : 1;
    if (x->options->megabytes)
        options->megabytes = x->options->megabytes;
}

#define ARGUMENTS_MAX 16u

rat_status rat_extract_run(const struct rat_extracting *x, enum rat_tool tool, const char *const *arguments,
                           const struct rat_buf *input, size_t limit, struct rat_buf *out,
                           struct rat_child_end *end)
{
    const char *all[ARGUMENTS_MAX + 3] = {"run", rat_tool_path(tool)};
    struct rat_child_options options = RAT_CHILD_OPTIONS_INIT;
    for (size_t i = 0; arguments[i] && i < ARGUMENTS_MAX; i++)
        all[i + 2] = arguments[i];
    options.arguments = all;
    options.input = input ? input->data : x->bytes;
    options.input_size = input ? input->size : x->size;
    set_limits(x, &options);
    return rat_child_run(&options, limit, out, end, x->err);
}

struct attempt {
    enum rat_tool tool;
    const char *arguments[8];
};

/* Files of old Office: the first program that makes text of it. Their form feeds are no pages. */
static rat_status extract_office(const struct rat_extracting *x, const struct attempt *attempts, size_t count)
{
    const char *problem = NULL;
    struct rat_buf text = RAT_BUF_INIT;
    rat_status st = RAT_OK;
    bool done = false;
    for (size_t i = 0; i < count && st == RAT_OK && !done; i++) {
        struct rat_child_end end = {0};
        if (!rat_tool_path(attempts[i].tool))
            continue;
        rat_buf_clear(&text);
        st = rat_extract_run(x, attempts[i].tool, attempts[i].arguments, NULL, rat_text_limit(x->size), &text,
                             &end);
        problem = end.problem;
        done = st == RAT_OK && !problem && rat_has_letters(text.data, text.size, 1);
        rat_buf_clear(&x->out->extractor);
        rat_buf_printf(&x->out->extractor, "%s %s", rat_tool_name(attempts[i].tool),
                       rat_tool_version(attempts[i].tool));
    }
    for (size_t i = 0; i < text.size; i++)
        text.data[i] = text.data[i] == '\f' ? '\n' : text.data[i];
    if (st == RAT_OK && done)
        st = rat_extraction_take_text(x->out, text.data, text.size, x->err);
    else if (st == RAT_OK && problem)
        st = rat_extraction_fail(x->out, problem, NULL);
    else if (st == RAT_OK && !x->out->extractor.size)
        st = rat_extraction_lacks(x->out, attempts[0].tool);
    rat_buf_release(&text);
    return st;
}

/* ---- the helper's own readers ---- */

static void take_short(const unsigned char *bytes, size_t n, char *out, size_t room)
{
    n = n < room ? n : room - 1;
    for (size_t i = 0; i < n; i++)
        out[i] = (char)(bytes[i] > ' ' && bytes[i] < 127 ? bytes[i] : '?');
    out[n] = '\0';
}

static void take_line(const unsigned char *bytes, size_t n, struct rat_buf *out)
{
    n = n < TITLE_MAX ? n : TITLE_MAX;
    while (n && !rat_utf8_valid(bytes, n))
        n--;
    rat_buf_clear(out);
    rat_buf_append(out, bytes, n);
    for (size_t i = 0; i < out->size; i++)
        out->data[i] = out->data[i] < ' ' ? ' ' : out->data[i];
}

static bool is_date(const char *text)
{
    return strlen(text) == 10 && text[4] == '-' && text[7] == '-' && strspn(text, "0123456789-") == 10;
}

/* One record; false after the last one. */
static rat_status take_record(const struct rat_extracting *x, char tag, const unsigned char *bytes, size_t n,
                              struct rat_buf *text, bool *ended)
{
    struct rat_extraction *out = x->out;
    char name[32];
    switch (tag) {
    case 'F': take_short(bytes, n, out->format, sizeof out->format); break;
    case 'K': take_short(bytes, n, out->charset, sizeof out->charset); break;
    case 'D':
        take_short(bytes, n, out->date, sizeof out->date);
        if (!is_date(out->date))
            out->date[0] = '\0';
        break;
    case 'X': take_line(bytes, n, &out->extractor); break;
    case 'N': take_line(bytes, n, &out->title); break;
    case 'T': rat_buf_append(text, bytes, n); break;
    case 'P':
        take_short(bytes, n, name, sizeof name);
        rat_extraction_problem(out, name, NULL);
        break;
    case 'E':
        *ended = true;
        take_short(bytes, n, name, sizeof name);
        if (name[0])
            return rat_extraction_fail(out, name, NULL);
        break;
    default: return rat_extraction_fail(out, RAT_PROBLEM_CRASHED, NULL);
    }
    return text->failed ? rat_nomem(x->err) : RAT_OK;
}

static rat_status take_records(const struct rat_extracting *x, const struct rat_buf *said)
{
    struct rat_cursor in = rat_cursor_of(said->data, said->size);
    struct rat_buf text = RAT_BUF_INIT;
    bool ended = false;
    rat_status st = RAT_OK;
    while (st == RAT_OK && !ended && rat_cursor_left(&in) && !in.bad) {
        char tag = (char)rat_cursor_u8(&in);
        uint32_t n = rat_cursor_u32(&in);
        const unsigned char *bytes = rat_cursor_bytes(&in, n);
        if (bytes)
            st = take_record(x, tag, bytes, n, &text, &ended);
    }
    if (st == RAT_OK && (in.bad || !ended))
        st = rat_extraction_fail(x->out, RAT_PROBLEM_CRASHED, NULL);
    if (st == RAT_OK && x->out->state != RAT_EXTRACTED_FAILED)
        st = rat_extraction_take_text(x->out, text.data, text.size, x->err);
    rat_buf_release(&text);
    return st;
}

static rat_status extract_by_helper(const struct rat_extracting *x, const char *reader)
{
    const char *arguments[] = {"read", reader, x->options->charset, NULL};
    struct rat_child_options options = RAT_CHILD_OPTIONS_INIT;
    struct rat_child_end end = {0};
    struct rat_buf said = RAT_BUF_INIT;
    options.arguments = arguments;
    options.input = x->bytes;
    options.input_size = x->size;
    set_limits(x, &options);
    rat_status st =
        rat_child_run(&options, rat_text_limit(x->size) + 2 * RAT_RECORD_MAX, &said, &end, x->err);
    if (st == RAT_OK && end.problem)
        st = rat_extraction_fail(x->out, end.exit_code > 0 ? RAT_PROBLEM_CRASHED : end.problem, NULL);
    else if (st == RAT_OK)
        st = take_records(x, &said);
    rat_buf_release(&said);
    return st;
}

static rat_status not_read(struct rat_err *err)
{
    return rat_fail(err, RAT_EINPUT, "%s", _("Dieses Format liest diese Version nicht"));
}

static rat_status extract(struct rat_extracting *x, enum rat_format format)
{
    static const struct attempt word[] = {
        {RAT_TOOL_ANTIWORD, {"-m", "UTF-8.txt", "-w", "0", RAT_INPUT_PATH, NULL}},
        {RAT_TOOL_CATDOC, {"-d", "utf-8", "-w", RAT_INPUT_PATH, NULL}}};
    static const struct attempt excel[] = {{RAT_TOOL_XLS2CSV, {"-d", "utf-8", RAT_INPUT_PATH, NULL}}};
    static const struct attempt powerpoint[] = {{RAT_TOOL_CATPPT, {"-d", "utf-8", RAT_INPUT_PATH, NULL}}};
    switch (format) {
    case RAT_FORMAT_PDF: return rat_extract_pdf(x);
    case RAT_FORMAT_IMAGE: return rat_extract_image(x);
    case RAT_FORMAT_DOC: return extract_office(x, word, 2);
    case RAT_FORMAT_XLS: return extract_office(x, excel, 1);
    case RAT_FORMAT_PPT: return extract_office(x, powerpoint, 1);
    case RAT_FORMAT_HTML:
    case RAT_FORMAT_RTF:
    case RAT_FORMAT_OFFICE:
    case RAT_FORMAT_ZIP:
    case RAT_FORMAT_XML:
    case RAT_FORMAT_MAIL: return extract_by_helper(x, rat_format_name(format));
    default: return not_read(x->err);
    }
}

rat_status rat_extract(const void *bytes, size_t n, enum rat_format format,
                       const struct rat_extract_options *options, struct rat_extraction *out,
                       struct rat_err *err)
{
    struct rat_extracting x = {0, bytes, n, options, out, err};
    rat_extracting_begin(&x);
    snprintf(out->format, sizeof out->format, "%s", rat_format_name(format));
    rat_status st = extract(&x, format);
    if (st == RAT_OK && (out->problems.failed || out->extractor.failed || out->confidence.failed))
        st = rat_nomem(err);
    if (st == RAT_OK)
        settle_state(out);
    return st;
}

static bool is_pair(const void *bytes, size_t n, const char *with)
{
    return n >= 2 && memcmp(bytes, with, 2) == 0;
}

const char *rat_extracted_mime(const struct rat_extraction *found, enum rat_format format, const void *bytes,
                               size_t n)
{
    static const char *const mimes[][2] = {
        {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
        {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
        {"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
        {"opendocument", "application/vnd.oasis.opendocument"},
        {"fodt", "application/vnd.oasis.opendocument"},
        {"word2003", "application/msword"},
        {"page", "application/xml"}};
    for (size_t i = 0; i < sizeof mimes / sizeof *mimes; i++)
        if (strcmp(found->format, mimes[i][0]) == 0)
            return mimes[i][1];
    if (format == RAT_FORMAT_IMAGE)
        return is_pair(bytes, n, "\xff\xd8") ? "image/jpeg"
               : is_pair(bytes, n, "\x89P")  ? "image/png"
                                             : "image/tiff";
    return rat_format_mime(format);
}
