/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ZIP: the office formats that are one, and archives of documents. No member is believed: its size is what comes out of it, counted,
 * and what comes out of all of them together is limited by the size of the file.
 */
#include "extract/problem.h"
#include "extract/readers/reader.h"
#include "extract/readers/xml_text.h"
#include "text/charset.h"

#include <stdlib.h>
#include <zip.h>

#define PIECE 65536u
#define MEMBERS_MAX 20000
#define SHEETS_MAX 1000u

struct package {
    zip_t *zip;
    size_t budget; /* bytes that may still come out */
};

static zip_t *open_zip(const struct rat_reader_input *input)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(input->bytes, input->size, 0, &error);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    if (!zip)
        rat_say_end(RAT_PROBLEM_DAMAGED);
    return zip;
}

static struct package open_package(const struct rat_reader_input *input)
{
    return (struct package){open_zip(input), rat_unpack_limit(input->size)};
}

/* The whole member appended to out. False: it is not there, or damaged. */
static bool read_member(struct package *package, const char *name, struct rat_buf *out)
{
    zip_int64_t at = zip_name_locate(package->zip, name, 0);
    zip_file_t *file = at >= 0 ? zip_fopen_index(package->zip, (zip_uint64_t)at, 0) : NULL;
    zip_int64_t n = file ? 1 : -1;
    while (n > 0) {
        unsigned char *to = rat_buf_reserve(out, PIECE);
        if (!to)
            rat_say_end(RAT_PROBLEM_MEMORY);
        n = zip_fread(file, to, PIECE);
        if (n > 0 && (size_t)n > package->budget)
            rat_say_end(RAT_PROBLEM_OUTPUT);
        if (n > 0) {
            out->size += (size_t)n;
            package->budget -= (size_t)n;
        }
    }
    if (file)
        zip_fclose(file);
    return n == 0;
}

/* ---- office documents ---- */

static void say_title(struct package *package, const char *member)
{
    struct rat_buf bytes = RAT_BUF_INIT, title = RAT_BUF_INIT;
    if (read_member(package, member, &bytes) && rat_xml_title((const char *)bytes.data, bytes.size, &title) &&
        title.size)
        rat_say('N', title.data, title.size);
    rat_buf_release(&bytes);
    rat_buf_release(&title);
}

typedef bool xml_reader(const char *bytes, size_t n, struct rat_flow *flow);

static bool read_part(struct package *package, const char *member, xml_reader *read, struct rat_flow *flow)
{
    struct rat_buf bytes = RAT_BUF_INIT;
    bool fine = read_member(package, member, &bytes) && read((const char *)bytes.data, bytes.size, flow);
    rat_buf_release(&bytes);
    return fine;
}

static bool has(struct package *package, const char *member)
{
    return zip_name_locate(package->zip, member, 0) >= 0;
}

static bool read_word(struct package *package, struct rat_flow *flow)
{
    static const char *const notes[] = {"word/footnotes.xml", "word/endnotes.xml"};
    bool fine = read_part(package, "word/document.xml", rat_xml_word, flow);
    for (size_t i = 0; fine && i < sizeof notes / sizeof *notes; i++) {
        rat_flow_lines(flow, 2);
        if (has(package, notes[i]))
            fine = read_part(package, notes[i], rat_xml_word, flow);
    }
    return fine;
}

static bool read_slides(struct package *package, struct rat_flow *flow)
{
    char name[64];
    bool fine = true;
    for (unsigned i = 1; fine && i <= SHEETS_MAX; i++) {
        snprintf(name, sizeof name, "ppt/slides/slide%u.xml", i);
        if (!has(package, name))
            break;
        if (i > 1)
            rat_flow_page(flow);
        fine = read_part(package, name, rat_xml_presentation, flow);
    }
    return fine;
}

static bool read_sheets(struct package *package, struct rat_flow *flow)
{
    char name[64];
    struct rat_buf bytes = RAT_BUF_INIT, strings = RAT_BUF_INIT;
    bool fine = true;
    if (has(package, "xl/sharedStrings.xml"))
        fine = read_member(package, "xl/sharedStrings.xml", &bytes) &&
               rat_xml_shared_strings((const char *)bytes.data, bytes.size, &strings);
    for (unsigned i = 1; fine && i <= SHEETS_MAX; i++) {
        snprintf(name, sizeof name, "xl/worksheets/sheet%u.xml", i);
        if (!has(package, name))
            break;
        rat_buf_clear(&bytes);
        rat_flow_lines(flow, 2);
        fine = read_member(package, name, &bytes) &&
               rat_xml_sheet((const char *)bytes.data, bytes.size, &strings, flow);
    }
    rat_buf_release(&bytes);
    rat_buf_release(&strings);
    return fine;
}

static bool read_opendocument(struct package *package, struct rat_flow *flow)
{
    return read_part(package, "content.xml", rat_xml_opendocument, flow);
}

static const struct kind {
    const char *member, *format, *extractor, *title;
    bool (*read)(struct package *package, struct rat_flow *flow);
} kinds[] = {
    {"word/document.xml", "docx", "word/1", "docProps/core.xml", read_word},
    {"xl/workbook.xml", "xlsx", "sheet/1", "docProps/core.xml", read_sheets},
    {"ppt/presentation.xml", "pptx", "slides/1", "docProps/core.xml", read_slides},
    {"content.xml", "opendocument", "opendocument/1", "meta.xml", read_opendocument},
};

static const struct kind *kind_of(struct package *package)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (has(package, kinds[i].member))
            return &kinds[i];
    return NULL;
}

void rat_read_zip(const struct rat_reader_input *input)
{
    struct package package = open_package(input);
    const struct kind *kind = kind_of(&package);
    struct rat_flow flow;
    char extractor[96];
    if (!kind)
        rat_say_end(has(&package, "EncryptedPackage") ? RAT_PROBLEM_ENCRYPTED : RAT_PROBLEM_UNSUPPORTED);
    rat_flow_init(&flow, rat_text_limit(input->size));
    snprintf(extractor, sizeof extractor, "%s libzip %s libxml2 " LIBXML_DOTTED_VERSION, kind->extractor,
             zip_libzip_version());
    rat_say_text('F', kind->format);
    rat_say_text('X', extractor);
    if (!kind->read(&package, &flow))
        rat_say_end(RAT_PROBLEM_DAMAGED);
    say_title(&package, kind->title);
    rat_say_flow(&flow);
}

/* ---- archives of documents ---- */

/* Names of old archives are in CP437 or whatever their maker used; of no importance but that they are text. */
static void say_name(char tag, const char *name, const char *problem)
{
    struct rat_buf utf8 = RAT_BUF_INIT;
    struct rat_decode_report report;
    if (rat_charset_decode(name, strlen(name), "ibm850", &utf8, &report, NULL) != RAT_OK) {
        rat_buf_clear(&utf8);
        rat_buf_puts(&utf8, "?");
    }
    if (problem)
        rat_buf_printf(&utf8, " %s", problem);
    rat_say(tag, utf8.data, utf8.size);
    rat_buf_release(&utf8);
}

static bool is_nobodys(const char *name)
{
    size_t n = strlen(name);
    const char *slash = strrchr(name, '/');
    const char *base = slash ? slash + 1 : name;
    return n == 0 || name[n - 1] == '/' || base[0] == '.' || strncmp(name, "__MACOSX/", 9) == 0;
}

/* Members are said whole or not at all: who listens must not take half of one for a document. */
static void say_member(struct package *package, zip_uint64_t i, const zip_stat_t *info)
{
    static unsigned char piece[PIECE];
    const char *name = info->name;
    if ((info->valid & ZIP_STAT_ENCRYPTION_METHOD) && info->encryption_method != ZIP_EM_NONE) {
        say_name('R', name, RAT_PROBLEM_ENCRYPTED);
        return;
    }
    zip_file_t *file = zip_fopen_index(package->zip, i, 0);
    if (!file) {
        say_name('R', name, RAT_PROBLEM_DAMAGED);
        return;
    }
    say_name('M', name, NULL);
    zip_int64_t n;
    while ((n = zip_fread(file, piece, sizeof piece)) > 0) {
        if ((size_t)n > package->budget)
            rat_say_end(RAT_PROBLEM_OUTPUT);
        package->budget -= (size_t)n;
        rat_say('C', piece, (size_t)n);
    }
    if (n < 0)
        say_name('R', name, RAT_PROBLEM_DAMAGED);
    zip_fclose(file);
}

void rat_unpack_zip(const struct rat_reader_input *input)
{
    struct package package = open_package(input);
    const struct kind *kind = kind_of(&package);
    zip_int64_t count = zip_get_num_entries(package.zip, 0);
    if (kind) { /* a document after all */
        rat_say_text('F', kind->format);
        return;
    }
    rat_say_text('F', "zip");
    if (count > MEMBERS_MAX)
        rat_say_end(RAT_PROBLEM_MEMBERS);
    for (zip_int64_t i = 0; i < count; i++) {
        zip_stat_t info;
        zip_stat_init(&info);
        if (zip_stat_index(package.zip, (zip_uint64_t)i, 0, &info) != 0)
            rat_say_end(RAT_PROBLEM_DAMAGED);
        if ((info.valid & ZIP_STAT_NAME) && !is_nobodys(info.name))
            say_member(&package, (zip_uint64_t)i, &info);
    }
}
