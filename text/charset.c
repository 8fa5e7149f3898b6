/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/charset.h"

#include "text/charset_detect_internal.h"
#include "text/utf8_internal.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <strings.h>

static const char replacement[] = "\xef\xbf\xbd"; /* U+FFFD */

struct encoding {
    const char *name;          /* IANA, for the report */
    const char *iconv_name[2]; /* as glibc and as GNU libiconv call it */
    bool eight_bit;
};

enum { UTF_8, UTF_16LE, UTF_16BE, WINDOWS_1252, ISO_8859_1, ISO_8859_15, CP_850, MACINTOSH, ENCODINGS };

static const struct encoding encodings[ENCODINGS] = {
    [UTF_8] = {"UTF-8", {"UTF-8", NULL}, false},
    [UTF_16LE] = {"UTF-16LE", {"UTF-16LE", NULL}, false},
    [UTF_16BE] = {"UTF-16BE", {"UTF-16BE", NULL}, false},
    [WINDOWS_1252] = {"windows-1252", {"WINDOWS-1252", "CP1252"}, true},
    [ISO_8859_1] = {"ISO-8859-1", {"ISO-8859-1", NULL}, true},
    [ISO_8859_15] = {"ISO-8859-15", {"ISO-8859-15", NULL}, true},
    [CP_850] = {"IBM850", {"CP850", "IBM850"}, true},
    [MACINTOSH] = {"macintosh", {"MACINTOSH", "MacRoman"}, true},
};

/* What sources call them (https://encoding.spec.whatwg.org lists more than German offices use). */
static const struct {
    const char *label;
    int encoding;
} labels[] = {
    {"utf-8", UTF_8},
    {"utf8", UTF_8},
    {"unicode-1-1-utf-8", UTF_8},
    {"us-ascii", WINDOWS_1252},
    {"ascii", WINDOWS_1252},
    {"utf-16", UTF_16LE},
    {"utf-16le", UTF_16LE},
    {"unicode", UTF_16LE},
    {"utf-16be", UTF_16BE},
    {"windows-1252", WINDOWS_1252},
    {"cp1252", WINDOWS_1252},
    {"x-cp1252", WINDOWS_1252},
    {"ansi", WINDOWS_1252},
    {"iso-8859-1", ISO_8859_1},
    {"iso8859-1", ISO_8859_1},
    {"iso_8859-1", ISO_8859_1},
    {"latin1", ISO_8859_1},
    {"latin-1", ISO_8859_1},
    {"l1", ISO_8859_1},
    {"iso-8859-15", ISO_8859_15},
    {"iso8859-15", ISO_8859_15},
    {"iso_8859-15", ISO_8859_15},
    {"latin9", ISO_8859_15},
    {"latin-9", ISO_8859_15},
    {"l9", ISO_8859_15},
    {"cp850", CP_850},
    {"ibm850", CP_850},
    {"850", CP_850},
    {"cp-850", CP_850},
    {"macintosh", MACINTOSH},
    {"macroman", MACINTOSH},
    {"mac-roman", MACINTOSH},
    {"x-mac-roman", MACINTOSH},
    {"mac", MACINTOSH},
};

static iconv_t open_converter(int encoding, const char *to)
{
    for (size_t i = 0; i < 2 && encodings[encoding].iconv_name[i]; i++) {
        iconv_t converter = iconv_open(to, encodings[encoding].iconv_name[i]);
        if (converter != (iconv_t)-1)
            return converter;
    }
    return (iconv_t)-1;
}

static rat_status no_converter(int encoding, struct rat_err *err)
{
    rat_fail(err, RAT_EIO, _("iconv kennt die Zeichenkodierung %s nicht"), encodings[encoding].name);
    rat_err_hint(err, _("Unter Debian liegt sie im Paket libc6 (/usr/lib/*/gconv)."));
    return RAT_EIO;
}

/* One step of iconv from *in (*left bytes) to out. Returns 0 at the end or the errno that stopped it. */
static int convert_some(iconv_t converter, char **in, size_t *left, struct rat_buf *out)
{
    size_t room = *left + *left / 2 + 64;
    char *to = (char *)rat_buf_reserve(out, room);
    if (!to)
        return ENOMEM;
    char *at = to;
    size_t result = iconv(converter, in, left, &at, &room);
    int stopped = result == (size_t)-1 ? errno : 0;
    out->size += (size_t)(at - to);
    return stopped;
}

/* Appends bytes[0..n) as UTF-8; what the encoding does not know becomes U+FFFD and is counted. */
static rat_status convert(int encoding, const unsigned char *bytes, size_t n, struct rat_buf *out,
                          uint64_t *bad, struct rat_err *err)
{
    iconv_t converter = open_converter(encoding, "UTF-8");
    if (converter == (iconv_t)-1)
        return no_converter(encoding, err);
    char *in = (char *)(uintptr_t)bytes; /* iconv's prototype forgot the const */
    size_t left = n, unit = encodings[encoding].eight_bit ? 1 : 2;
    *bad = 0;
    while (left > 0) {
        int stopped = convert_some(converter, &in, &left, out);
        if (stopped == 0 || stopped == E2BIG)
            continue;
        if (stopped == ENOMEM)
            break;
        size_t skip = stopped == EINVAL || left < unit ? left : unit; /* EINVAL: cut at the end */
        rat_buf_append(out, replacement, 3);
        (void)iconv(converter, NULL, NULL, NULL, NULL);
        *bad += skip;
        in += skip;
        left -= skip;
    }
    iconv_close(converter);
    return out->failed ? rat_nomem(err) : RAT_OK;
}

/* As convert, for UTF-8: each stretch that is no character becomes one U+FFFD. */
static rat_status repair_utf8(const char *bytes, size_t n, struct rat_buf *out, uint64_t *bad,
                              struct rat_err *err)
{
    size_t from = 0, size;
    bool in_bad = false;
    *bad = 0;
    for (size_t at = 0; at < n; at += size) {
        if (rat_utf8_at(bytes, n, at, &size) != RAT_CP_BAD) {
            in_bad = false;
            continue;
        }
        rat_buf_append(out, bytes + from, at - from);
        from = at + 1;
        /* a lead byte begins a new broken character, tail bytes belong to the one before */
        if (!in_bad || ((unsigned char)bytes[at] & 0xc0) == 0xc0)
            rat_buf_append(out, replacement, 3);
        in_bad = true;
        ++*bad;
    }
    rat_buf_append(out, bytes + from, n - from);
    return out->failed ? rat_nomem(err) : RAT_OK;
}

static rat_status load_codepage(int encoding, struct rat_codepage *page, struct rat_err *err)
{
    iconv_t converter = open_converter(encoding, "UTF-8");
    if (converter == (iconv_t)-1)
        return no_converter(encoding, err);
    for (int i = 0; i < 128; i++) {
        char byte = (char)(0x80 + i), *in = &byte, utf8[8], *to = utf8;
        size_t left = 1, room = sizeof utf8, size;
        page->high[i] = RAT_CODEPAGE_NONE;
        if (iconv(converter, &in, &left, &to, &room) == (size_t)-1)
            (void)iconv(converter, NULL, NULL, NULL, NULL);
        else if (to > utf8)
            page->high[i] = rat_utf8_at(utf8, (size_t)(to - utf8), 0, &size);
    }
    iconv_close(converter);
    return RAT_OK;
}

/* Fills scores[WINDOWS_1252..MACINTOSH] and names the best; the earlier one where two are equal. */
static rat_status rank_eight_bit(const unsigned char *bytes, size_t n, int64_t scores[ENCODINGS], int *best,
                                 struct rat_err *err)
{
    bool c1 = false;
    for (size_t i = 0; i < n && !c1; i++)
        c1 = bytes[i] >= 0x80 && bytes[i] < 0xa0;
    *best = WINDOWS_1252;
    for (int encoding = WINDOWS_1252; encoding < ENCODINGS; encoding++) {
        struct rat_codepage page;
        rat_status st = load_codepage(encoding, &page, err);
        if (st != RAT_OK)
            return st;
        scores[encoding] = rat_codepage_score(&page, bytes, n);
        if (scores[encoding] > scores[*best])
            *best = encoding;
    }
    if (*best == WINDOWS_1252 && !c1)
        *best = ISO_8859_1; /* the same characters; the standard's name is the plainer statement */
    return RAT_OK;
}

struct utf8_census {
    uint64_t good, bad; /* characters of more than one byte; bytes that are none */
    bool cut;           /* the bad bytes are one character cut off at the end */
};

static struct utf8_census count_utf8(const char *bytes, size_t n)
{
    struct utf8_census census = {0, 0, false};
    size_t first_bad = n, size;
    for (size_t at = 0; at < n; at += size) {
        int32_t cp = rat_utf8_at(bytes, n, at, &size);
        census.good += size > 1;
        if (cp == RAT_CP_BAD) {
            census.bad++;
            first_bad = at < first_bad ? at : first_bad;
        }
    }
    if (n - first_bad > 0 && n - first_bad < RAT_UTF8_BYTES) {
        unsigned char lead = (unsigned char)bytes[first_bad];
        size_t want = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
        census.cut = lead <= 0xf4 && n - first_bad < want && census.bad == n - first_bad;
    }
    return census;
}

/* Bytes that are not valid UTF-8 and still nothing else: a file cut in the middle of a character, a few bad
 * bytes. Only Ã at a text's end would speak for Latin-1, and no German word ends so. */
static bool is_broken_utf8(const char *bytes, size_t n)
{
    struct utf8_census census = count_utf8(bytes, n);
    if (census.cut)
        return census.good > 0 || (unsigned char)bytes[n - census.bad] == 0xc3 || census.bad > 1;
    return census.good >= 3 && census.bad * 4 <= census.good;
}

/* Formats that people put into folders of texts. */
static const char *known_binary(const unsigned char *b, size_t n)
{
    static const struct {
        const char *magic, *what;
    } formats[] = {
        {"%PDF-", "PDF"},
        {"PK\3\4", "ZIP/OOXML/ODF"},
        {"\xd0\xcf\x11\xe0", "MS Office 97"},
        {"\x89PNG", "PNG"},
        {"\xff\xd8\xff", "JPEG"},
        {"GIF8", "GIF"},
        {"II*", "TIFF"},
        {"\x1f\x8b", "gzip"},
        {"\177ELF", "ELF"},
        {"\xfd"
         "7zXZ",
         "xz"},
        {"SQLite format 3", "SQLite"},
    };
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        size_t size = strlen(formats[i].magic);
        if (n >= size && memcmp(b, formats[i].magic, size) == 0)
            return formats[i].what;
    }
    return NULL;
}

/* Control characters that no text has, in percent. Extracted texts that are valid UTF-8 have up to 22 (plans
 * and fonts without names), random bytes have 10 in an eight-bit encoding. */
static unsigned control_percent(const unsigned char *bytes, size_t n)
{
    uint64_t controls = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = bytes[i];
        controls += (c < 0x20 && !(c >= '\t' && c <= '\r') && c != 0x1a && c != 0x1b) || c == 0x7f;
    }
    return controls < 3 ? 0 : (unsigned)(controls * 100 / n);
}

static rat_status not_text(const char *what, struct rat_err *err)
{
    if (what)
        rat_fail(err, RAT_EINPUT, _("Das ist kein Text, sondern eine Datei im Format %s"), what);
    else
        rat_fail(err, RAT_EINPUT, _("Das ist kein Text: zu viele Steuerzeichen"));
    rat_err_hint(err, _("Übergeben Sie den Text, der daraus entnommen wurde."));
    return RAT_EINPUT;
}

struct choice {
    int encoding;
    const char *how;
    size_t skip; /* bytes of the BOM */
};

static bool find_bom(const unsigned char *b, size_t n, struct choice *choice)
{
    if (n >= 3 && memcmp(b, "\xef\xbb\xbf", 3) == 0)
        *choice = (struct choice){UTF_8, "bom", 3};
    else if (n >= 2 && b[0] == 0xff && b[1] == 0xfe)
        *choice = (struct choice){UTF_16LE, "bom", 2};
    else if (n >= 2 && b[0] == 0xfe && b[1] == 0xff)
        *choice = (struct choice){UTF_16BE, "bom", 2};
    else
        return false;
    return true;
}

static int find_label(const char *declared)
{
    for (size_t i = 0; declared && i < sizeof labels / sizeof *labels; i++) {
        if (strcasecmp(declared, labels[i].label) == 0)
            return labels[i].encoding;
    }
    return -1;
}

/* A declared eight-bit encoding stands unless another one makes clearly better German. */
static bool agrees(int declared, int best, const int64_t scores[ENCODINGS])
{
    return declared >= WINDOWS_1252 && scores[declared] >= 0 && scores[best] - scores[declared] < 12;
}

static rat_status choose(const unsigned char *bytes, size_t n, const char *declared, struct choice *choice,
                         struct rat_err *err)
{
    if (find_bom(bytes, n, choice))
        return RAT_OK;
    const char *binary = known_binary(bytes, n);
    if (binary)
        return not_text(binary, err);
    enum rat_utf16_kind utf16 = rat_utf16_detect(bytes, n);
    int label = find_label(declared);
    if (utf16 != RAT_UTF16_NONE) {
        int encoding = utf16 == RAT_UTF16_LE ? UTF_16LE : UTF_16BE;
        *choice = (struct choice){encoding, encoding == label ? "declared" : "detected", 0};
        return RAT_OK;
    }
    unsigned controls = control_percent(bytes, n);
    if (rat_utf8_valid(bytes, n)) {
        *choice = (struct choice){UTF_8, label == UTF_8 ? "declared" : "valid", 0};
        return controls > 30 ? not_text(NULL, err) : RAT_OK;
    }
    if (controls > 4)
        return not_text(NULL, err);
    if (is_broken_utf8((const char *)bytes, n)) {
        *choice = (struct choice){UTF_8, label == UTF_8 ? "declared" : "detected", 0};
        return RAT_OK;
    }
    int64_t scores[ENCODINGS];
    int best = WINDOWS_1252;
    rat_status st = rank_eight_bit(bytes, n, scores, &best, err);
    if (st != RAT_OK)
        return st;
    bool declared_holds = agrees(label, best, scores);
    *choice = (struct choice){declared_holds ? label : best, declared_holds ? "declared" : "detected", 0};
    return RAT_OK;
}

/* U+0000 -> space in bytes[0..n). */
static uint64_t replace_nul(unsigned char *bytes, size_t n)
{
    uint64_t count = 0;
    for (unsigned char *at = n ? memchr(bytes, 0, n) : NULL; at;) {
        *at++ = ' ';
        count++;
        size_t left = n - (size_t)(at - bytes);
        at = left ? memchr(at, 0, left) : NULL;
    }
    return count;
}

rat_status rat_charset_decode(const void *bytes, size_t n, const char *declared, struct rat_buf *out,
                              struct rat_decode_report *report, struct rat_err *err)
{
    const unsigned char *b = bytes;
    struct choice choice = {0};
    rat_status st = choose(b, n, declared, &choice, err);
    if (st != RAT_OK)
        return st;
    size_t start = out->size;
    uint64_t bad = 0;
    if (choice.skip > 0) {
        b += choice.skip;
        n -= choice.skip;
    }
    if (choice.encoding != UTF_8) {
        st = convert(choice.encoding, b, n, out, &bad, err);
    } else if (rat_utf8_valid(b, n)) {
        if (n > 0)
            rat_buf_append(out, b, n);
        st = out->failed ? rat_nomem(err) : RAT_OK;
    } else {
        st = repair_utf8((const char *)b, n, out, &bad, err);
    }
    if (st != RAT_OK) {
        if (!out->failed)
            out->size = start;
        return st;
    }
    *report = (struct rat_decode_report){.undecodable = bad};
    report->nul_bytes = out->size > start ? replace_nul(out->data + start, out->size - start) : 0;
    (void)snprintf(report->encoding, sizeof report->encoding, "%s", encodings[choice.encoding].name);
    (void)snprintf(report->how, sizeof report->how, "%s", choice.how);
    return RAT_OK;
}
