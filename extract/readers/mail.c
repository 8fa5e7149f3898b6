/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A mail as a document: who, to whom, when, about what, its text, and the names of what is attached. */
#include "extract/problem.h"
#include "extract/readers/mail_part.h"
#include "extract/readers/reader.h"
#include "text/charset.h"

#include <stdlib.h>
#include <time.h>

struct letter {
    struct rat_flow *flow;
    struct rat_buf names; /* of what is attached */
    bool has_plain;       /* of a text in two forms the plain one is taken */
    unsigned number;
};

static bool is_text(const struct rat_mail_part *part, const char *type)
{
    return !part->attached && !part->name && strcmp(part->type, type) == 0;
}

static bool is_body(const struct rat_mail_part *part)
{
    return is_text(part, "text/plain") || is_text(part, "text/html");
}

static void look_for_plain(void *ctx, const struct rat_mail_part *part)
{
    struct letter *letter = ctx;
    letter->has_plain = letter->has_plain || (is_text(part, "text/plain") && part->body.size > 0);
}

static void take_leaf(void *ctx, const struct rat_mail_part *part)
{
    struct letter *letter = ctx;
    struct rat_buf bytes = RAT_BUF_INIT, text = RAT_BUF_INIT;
    struct rat_decode_report report;
    if (!is_body(part)) {
        if (part->name)
            rat_buf_printf(&letter->names, "%s%s", letter->names.size ? ", " : "", part->name);
        return;
    }
    rat_mail_decode(part, &bytes);
    if (is_text(part, "text/html")) {
        if (!letter->has_plain)
            rat_html_into(&(struct rat_reader_input){(const char *)bytes.data, bytes.size,
                                                     part->charset[0] ? part->charset : NULL},
                          letter->flow, NULL);
    } else if (bytes.size &&
               rat_charset_decode(bytes.data, bytes.size, part->charset[0] ? part->charset : NULL, &text,
                                  &report, NULL) == RAT_OK) {
        rat_flow_lines(letter->flow, 2);
        rat_flow_verbatim(letter->flow, (const char *)text.data, text.size);
    }
    rat_flow_lines(letter->flow, 2);
    rat_buf_release(&bytes);
    rat_buf_release(&text);
}

static void put_field(const struct rat_mail_part *mail, const char *name, const char *label,
                      struct rat_flow *flow)
{
    struct rat_buf value = RAT_BUF_INIT;
    if (rat_mail_field(mail, name, &value) && value.size) {
        rat_flow_text(flow, label, strlen(label));
        rat_flow_space(flow);
        rat_flow_text(flow, (const char *)value.data, value.size);
        rat_flow_lines(flow, 1);
    }
    rat_buf_release(&value);
}

/* "Tue, 3 Feb 2015 10:00:00 +0100" as a day */
static void say_date(const struct rat_mail_part *mail)
{
    struct rat_buf value = RAT_BUF_INIT;
    struct tm day = {0};
    char text[16];
    if (rat_mail_field(mail, "Date", &value)) {
        const char *at = rat_buf_cstr(&value), *comma = strchr(at, ',');
        at = comma ? comma + 1 : at;
        at += strspn(at, " ");
        if (strptime(at, "%d %b %Y", &day) && day.tm_year >= 70 && day.tm_year < 300) {
            snprintf(text, sizeof text, "%04d-%02d-%02d", (day.tm_year + 1900) % 10000,
                     (day.tm_mon + 1) % 100, day.tm_mday % 100);
            rat_say_text('D', text);
        }
    }
    rat_buf_release(&value);
}

void rat_read_mail(const struct rat_reader_input *input)
{
    struct rat_flow flow;
    struct rat_buf subject = RAT_BUF_INIT;
    struct rat_mail_part mail = rat_mail_open((struct rat_mail_span){input->bytes, input->size});
    struct letter letter = {.flow = &flow};
    rat_flow_init(&flow, rat_text_limit(input->size));
    rat_say_text('F', "mail");
    rat_say_text('X', "mail/1");
    if (rat_mail_field(&mail, "Subject", &subject) && subject.size)
        rat_say('N', subject.data, subject.size);
    say_date(&mail);
    put_field(&mail, "From", "Von:", &flow);
    put_field(&mail, "To", "An:", &flow);
    put_field(&mail, "Cc", "Kopie:", &flow);
    put_field(&mail, "Date", "Gesendet:", &flow);
    put_field(&mail, "Subject", "Betreff:", &flow);
    rat_flow_lines(&flow, 2);
    if (!rat_mail_walk(&mail, look_for_plain, &letter) || !rat_mail_walk(&mail, take_leaf, &letter))
        rat_say_end(RAT_PROBLEM_NESTED);
    if (letter.names.size) {
        rat_flow_lines(&flow, 2);
        rat_flow_text(&flow, "Anlagen:", 8);
        rat_flow_space(&flow);
        rat_flow_text(&flow, (const char *)letter.names.data, letter.names.size);
    }
    rat_say_flow(&flow);
}

/* ---- attachments ---- */

static void say_attachment(void *ctx, const struct rat_mail_part *part)
{
    struct letter *letter = ctx;
    struct rat_buf bytes = RAT_BUF_INIT;
    char name[64];
    if (is_body(part))
        return;
    letter->number++;
    /* pictures inside the text (logos) have a name, too, but are no documents */
    if (!part->attached && strncmp(part->type, "image/", 6) == 0)
        return;
    snprintf(name, sizeof name, "%u%s", letter->number,
             strcmp(part->type, "message/rfc822") == 0 ? ".eml" : "");
    rat_mail_decode(part, &bytes);
    if (bytes.failed)
        rat_say_end(RAT_PROBLEM_MEMORY);
    rat_say_text('M', part->name ? part->name : name);
    rat_say('C', bytes.data, bytes.size);
    rat_buf_release(&bytes);
}

void rat_unpack_mail(const struct rat_reader_input *input)
{
    struct letter letter = {0};
    struct rat_mail_part mail = rat_mail_open((struct rat_mail_span){input->bytes, input->size});
    rat_say_text('F', "mail");
    if (!rat_mail_walk(&mail, say_attachment, &letter))
        rat_say_end(RAT_PROBLEM_NESTED);
}
