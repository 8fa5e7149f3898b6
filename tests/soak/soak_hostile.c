/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files of every format, cut off, with flipped bits, with pieces doubled, removed or exchanged: each must end within 30 seconds,
 * as text or with a reason, and the reading process must live.
 *
 *     soak_hostile [--files N] [--seed S] [--from K]     N defaults to 1000
 *     soak_hostile --sample                              some of them, for ctest
 */
#include "tests/faults/soak.h"

#include "extract/extract.h"
#include "extract/tools.h"
#include "extract/unpack.h"
#include "tests/support/made_files.h"

#include <time.h>

#define SEEDS 8u

struct seed {
    const char *name;
    struct rat_buf bytes;
    enum rat_format format;
};

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void make_seeds(struct seed seeds[SEEDS])
{
    static const char
        rtf[] = "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}{\\info{\\title B\\'fcrger}}Der Rat "
                "beschlie\\'dft "
                "den Radweg.\\par\\u228?nderung {\\b fett}\\cell 5\\row}",
        html[] =
            "<html><head><meta charset='utf-8'><title>Vorlage</title></head><body><nav>Menü</nav><div "
            "id=content>"
            "<h1>Radweg</h1><table><tr><td>Betreff</td><td>K 19</td></tr></table><p>Text</div></body></html>",
        xml[] = "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><w:wordDocument xmlns:w='w'><w:p><w:r>"
                "<w:t>Radweg &a; &amp; mehr</w:t></w:r></w:p></w:wordDocument>";
    static const char *const pages[] = {"Vorlage 2020/740\nDer Kreistag beschliesst den Radweg.",
                                        "Seite zwei", NULL};
    const struct made_member members[] = {{"a.txt", "Der Radweg wird gebaut.", 23},
                                          {"b/c.txt", "Haushalt", 8}};
    const enum rat_format formats[SEEDS] = {RAT_FORMAT_PDF,  RAT_FORMAT_OFFICE, RAT_FORMAT_OFFICE,
                                            RAT_FORMAT_RTF,  RAT_FORMAT_HTML,   RAT_FORMAT_XML,
                                            RAT_FORMAT_MAIL, RAT_FORMAT_ZIP};
    for (unsigned i = 0; i < SEEDS; i++) {
        seeds[i].bytes = (struct rat_buf)RAT_BUF_INIT;
        seeds[i].format = formats[i];
        seeds[i].name = rat_format_name(formats[i]);
    }
    made_pdf("Radweg", pages, &seeds[0].bytes);
    made_docx("Radweg",
              "<w:p><w:r><w:t>Der Radweg an der K 19</w:t></w:r></w:p><w:tbl><w:tr><w:tc/></w:tr></w:tbl>",
              &seeds[1].bytes);
    made_odt("Radweg",
             "<text:p>Der Radweg<text:s/>wird gebaut.</text:p><text:soft-page-break/><text:p>x</text:p>",
             &seeds[2].bytes);
    rat_buf_puts(&seeds[3].bytes, rtf);
    rat_buf_puts(&seeds[4].bytes, html);
    rat_buf_puts(&seeds[5].bytes, xml);
    made_mail("=?utf-8?Q?Stra=C3=9Fe?=", "Text der Mail", members, 2, &seeds[6].bytes);
    made_zip(members, 2, &seeds[7].bytes);
}

static void flip_bits(struct rat_buf *bytes, struct prng *random)
{
    for (uint64_t i = 0, n = 1 + prng_below(random, 8); i < n && bytes->size; i++)
        bytes->data[prng_below(random, (uint32_t)bytes->size)] ^=
            (unsigned char)(1u << prng_below(random, 8));
}

/* A piece once more, or many times. */
static void double_piece(struct rat_buf *bytes, struct prng *random)
{
    struct rat_buf out = RAT_BUF_INIT;
    size_t at = prng_below(random, (uint32_t)bytes->size),
           n = prng_below(random, (uint32_t)(bytes->size - at));
    uint64_t times = prng_below(random, 4) ? 2 : 1 + prng_below(random, 2000);
    rat_buf_append(&out, bytes->data, at);
    while (times-- && out.size < (4u << 20))
        rat_buf_append(&out, bytes->data + at, n);
    rat_buf_append(&out, bytes->data + at, bytes->size - at);
    rat_buf_release(bytes);
    *bytes = out;
}

static void remove_piece(struct rat_buf *bytes, struct prng *random)
{
    size_t at = prng_below(random, (uint32_t)bytes->size),
           n = prng_below(random, (uint32_t)(bytes->size - at));
    memmove(bytes->data + at, bytes->data + at + n, bytes->size - at - n);
    bytes->size -= n;
}

static void put_noise(struct rat_buf *bytes, struct prng *random)
{
    size_t at = prng_below(random, (uint32_t)bytes->size),
           n = prng_below(random, (uint32_t)(bytes->size - at));
    for (size_t i = 0; i < n && i < 64; i++)
        bytes->data[at + i] = (unsigned char)prng_below(random, 256);
}

static void spoil(struct rat_buf *bytes, struct prng *random)
{
    switch (prng_below(random, 5)) {
    case 0: bytes->size = prng_below(random, (uint32_t)bytes->size); break;
    case 1: flip_bits(bytes, random); break;
    case 2: double_piece(bytes, random); break;
    case 3: remove_piece(bytes, random); break;
    default: put_noise(bytes, random); break;
    }
}

static void unpack(const struct rat_buf *bytes, enum rat_format format)
{
    struct rat_unpacked *u;
    struct rat_member member;
    struct rat_err err = RAT_ERR_INIT;
    rat_status st = rat_unpack_start(bytes->data, bytes->size, format, 1u << 20, &u, &err);
    soak_must(st, &err, "unpack");
    while ((st = rat_unpack_next(u, &member, &err)) == RAT_OK)
        if (!member.problem && member.size && !member.bytes)
            soak_die("a member without bytes");
    if (st != RAT_END)
        soak_must(st, &err, "next");
    rat_unpack_close(u);
}

int main(int argc, char **argv)
{
    struct soak_options o = soak_arguments(argc, argv, "--files", 120, 1000);
    const struct rat_extract_options options = {0};
    struct seed seeds[SEEDS];
    uint64_t states[4] = {0};
    double most = 0;
    make_seeds(seeds);
    for (uint64_t i = o.from; i < o.from + o.count; i++) {
        struct prng random = {o.seed * 1000003 + i};
        const struct seed *seed = &seeds[i % SEEDS];
        struct rat_buf bytes = RAT_BUF_INIT;
        struct rat_extraction found;
        struct rat_err err = RAT_ERR_INIT;
        rat_buf_append(&bytes, seed->bytes.data, seed->bytes.size);
        spoil(&bytes, &random);
        rat_extraction_init(&found);
        double before = seconds();
        if (seed->format != RAT_FORMAT_PDF || rat_tool_path(RAT_TOOL_PDFTOTEXT)) {
            soak_must(rat_extract(bytes.data, bytes.size, seed->format, &options, &found, &err), &err,
                      seed->name);
            states[found.state]++;
            if (found.state == RAT_EXTRACTED_FAILED && !found.problems.size)
                soak_die("file %llu (%s): failed without a reason", (unsigned long long)i, seed->name);
        }
        if (seed->format == RAT_FORMAT_ZIP || seed->format == RAT_FORMAT_MAIL)
            unpack(&bytes, seed->format);
        double took = seconds() - before;
        most = took > most ? took : most;
        if (took > 30)
            soak_die("file %llu (%s): %.1f s", (unsigned long long)i, seed->name, took);
        rat_extraction_release(&found);
        rat_buf_release(&bytes);
    }
    printf("%llu files: %llu text, %llu nothing, %llu failed, %llu in part; at most %.2f s\n",
           (unsigned long long)o.count, (unsigned long long)states[0], (unsigned long long)states[1],
           (unsigned long long)states[2], (unsigned long long)states[3], most);
    for (unsigned i = 0; i < SEEDS; i++)
        rat_buf_release(&seeds[i].bytes);
    return 0;
}
