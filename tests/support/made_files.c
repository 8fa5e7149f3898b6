/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/support/made_files.h"

#include <assert.h>
#include <stdlib.h>
#include <zip.h>

/* ---- PDF ---- */

struct pdf {
    struct rat_buf *out;
    size_t start, offsets[256];
    unsigned count;
};

static void object(struct pdf *pdf, unsigned number)
{
    pdf->offsets[number] = pdf->out->size - pdf->start;
    pdf->count = number > pdf->count ? number : pdf->count;
    rat_buf_printf(pdf->out, "%u 0 obj\n", number);
}

static void put_stream(struct rat_buf *out, const char *text)
{
    struct rat_buf content = RAT_BUF_INIT;
    rat_buf_puts(&content, *text ? "BT /F1 12 Tf 60 780 Td 16 TL\n" : "");
    while (*text) {
        size_t n = strcspn(text, "\n");
        rat_buf_printf(&content, "(%.*s) Tj T*\n", (int)n, text);
        text += n + (text[n] == '\n');
    }
    rat_buf_puts(&content, content.size ? "ET\n" : "");
    rat_buf_printf(out, "<< /Length %zu >>\nstream\n", content.size);
    rat_buf_append(out, content.data, content.size);
    rat_buf_puts(out, "endstream\nendobj\n");
    rat_buf_release(&content);
}

void made_pdf(const char *title, const char *const *pages, struct rat_buf *out)
{
    struct pdf pdf = {.out = out, .start = out->size};
    unsigned n = 0;
    while (pages[n])
        n++;
    assert(2 * n + 5 < 256);
    rat_buf_puts(out, "%PDF-1.4\n");
    object(&pdf, 1);
    rat_buf_puts(out, "<< /Type /Catalog /Pages 2 0 R >>\nendobj\n");
    object(&pdf, 2);
    rat_buf_puts(out, "<< /Type /Pages /Kids [");
    for (unsigned i = 0; i < n; i++)
        rat_buf_printf(out, " %u 0 R", 5 + 2 * i);
    rat_buf_printf(out, " ] /Count %u >>\nendobj\n", n);
    object(&pdf, 3);
    rat_buf_puts(out, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\n");
    object(&pdf, 4);
    rat_buf_printf(out, "<< /Title (%s) >>\nendobj\n", title ? title : "");
    for (unsigned i = 0; i < n; i++) {
        object(&pdf, 5 + 2 * i);
        rat_buf_printf(out,
                       "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %u 0 R"
                       " /Resources << /Font << /F1 3 0 R >> >> >>\nendobj\n",
                       6 + 2 * i);
        object(&pdf, 6 + 2 * i);
        put_stream(out, pages[i]);
    }
    size_t table = out->size - pdf.start;
    rat_buf_printf(out, "xref\n0 %u\n0000000000 65535 f \n", pdf.count + 1);
    for (unsigned i = 1; i <= pdf.count; i++)
        rat_buf_printf(out, "%010zu 00000 n \n", pdf.offsets[i]);
    rat_buf_printf(out, "trailer\n<< /Size %u /Root 1 0 R /Info 4 0 R >>\nstartxref\n%zu\n%%%%EOF\n",
                   pdf.count + 1, table);
}

/* ---- ZIP and what is one ---- */

void made_zip(const struct made_member *members, size_t count, struct rat_buf *out)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *target = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_source_keep(target);
    zip_t *zip = zip_open_from_source(target, ZIP_TRUNCATE, &error);
    assert(zip);
    for (size_t i = 0; i < count; i++) {
        zip_source_t *source = zip_source_buffer(zip, members[i].bytes, members[i].size, 0);
        assert(source && zip_file_add(zip, members[i].name, source, ZIP_FL_ENC_UTF_8) >= 0);
    }
    int closed = zip_close(zip), opened = zip_source_open(target);
    assert(closed == 0 && opened == 0);
    zip_source_seek(target, 0, SEEK_END);
    zip_int64_t n = zip_source_tell(target);
    zip_source_seek(target, 0, SEEK_SET);
    unsigned char *to = rat_buf_reserve(out, (size_t)n);
    assert(to && zip_source_read(target, to, (zip_uint64_t)n) == n);
    out->size += (size_t)n;
    zip_source_close(target);
    zip_source_free(target);
}

static void put_core(const char *title, struct rat_buf *out)
{
    rat_buf_printf(
        out,
        "<?xml version=\"1.0\"?><x xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>%s</dc:title></x>",
        title ? title : "");
}

void made_docx(const char *title, const char *body, struct rat_buf *out)
{
    struct rat_buf document = RAT_BUF_INIT, core = RAT_BUF_INIT;
    rat_buf_printf(&document,
                   "<?xml version=\"1.0\"?><w:document xmlns:w=\"urn:w\"><w:body>%s</w:body></w:document>",
                   body);
    put_core(title, &core);
    const struct made_member members[] = {{"[Content_Types].xml", "<Types/>", 8},
                                          {"word/document.xml", document.data, document.size},
                                          {"docProps/core.xml", core.data, core.size}};
    made_zip(members, 3, out);
    rat_buf_release(&document);
    rat_buf_release(&core);
}

void made_odt(const char *title, const char *body, struct rat_buf *out)
{
    static const char type[] = "application/vnd.oasis.opendocument.text";
    struct rat_buf document = RAT_BUF_INIT, core = RAT_BUF_INIT;
    rat_buf_printf(
        &document,
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"urn:o\" xmlns:text=\"urn:t\""
        " xmlns:table=\"urn:b\"><office:body><office:text>%s</office:text></office:body>"
        "</office:document-content>",
        body);
    put_core(title, &core);
    const struct made_member members[] = {{"mimetype", type, sizeof type - 1},
                                          {"content.xml", document.data, document.size},
                                          {"meta.xml", core.data, core.size}};
    made_zip(members, 3, out);
    rat_buf_release(&document);
    rat_buf_release(&core);
}

/* ---- mail ---- */

static void put_base64(const unsigned char *bytes, size_t n, struct rat_buf *out)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < n; i += 3) {
        uint32_t bits = (uint32_t)bytes[i] << 16 | (i + 1 < n ? (uint32_t)bytes[i + 1] << 8 : 0) |
                        (i + 2 < n ? bytes[i + 2] : 0);
        for (int k = 0; k < 4; k++)
            rat_buf_byte(out, (uint8_t)((size_t)k > n - i ? '=' : letters[bits >> (18 - 6 * k) & 63]));
        if (i % 57 == 54)
            rat_buf_puts(out, "\r\n");
    }
}

void made_mail(const char *subject, const char *text, const struct made_member *attached, size_t count,
               struct rat_buf *out)
{
    rat_buf_printf(out,
                   "Received: from a by b\r\nFrom: =?utf-8?Q?B=C3=BCrgeramt?= <amt@ahlenbruch.example>\r\n"
                   "To: rat@ahlenbruch.example\r\nDate: Tue, 3 Feb 2015 10:00:00 +0100\r\nSubject: %s\r\n"
                   "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"grenze\"\r\n\r\n"
                   "--grenze\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n",
                   subject, text);
    for (size_t i = 0; i < count; i++) {
        rat_buf_printf(
            out,
            "--grenze\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n"
            "Content-Disposition: attachment; filename=\"%s\"\r\n\r\n",
            attached[i].name);
        put_base64(attached[i].bytes, attached[i].size, out);
        rat_buf_puts(out, "\r\n");
    }
    rat_buf_puts(out, "--grenze--\r\n");
}
