/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "extract/readers/mail_part.h"

#include "text/charset.h"

#include <stdlib.h>
#include <string.h>

/* ---- fields ---- */

/* Where the field's value begins and ends, its continuation lines included. */
static bool find_field(struct rat_mail_span head, const char *name, struct rat_mail_span *out)
{
    size_t n = strlen(name);
    for (size_t at = 0; at < head.size;) {
        const char *line = head.at + at, *end = memchr(line, '\n', head.size - at);
        size_t next = end ? (size_t)(end - head.at) + 1 : head.size;
        while (next < head.size && (head.at[next] == ' ' || head.at[next] == '\t')) {
            end = memchr(head.at + next, '\n', head.size - next);
            next = end ? (size_t)(end - head.at) + 1 : head.size;
        }
        size_t size = next - at;
        if (size > n && line[n] == ':' && strncasecmp(line, name, n) == 0) {
            *out = (struct rat_mail_span){line + n + 1, size - n - 1};
            return true;
        }
        at = next;
    }
    return false;
}

static int hex(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
}

static void decode_quoted(const char *text, size_t n, bool word, struct rat_buf *out)
{
    for (size_t i = 0; i < n; i++) {
        if (word && text[i] == '_') {
            rat_buf_byte(out, ' ');
        } else if (text[i] != '=') {
            rat_buf_byte(out, (uint8_t)text[i]);
        } else if (i + 2 < n + 0 && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0) {
            rat_buf_byte(out, (uint8_t)(hex(text[i + 1]) << 4 | hex(text[i + 2])));
            i += 2;
        } else if (i + 1 < n && text[i + 1] == '\n') {
            i++;
        } else if (i + 2 < n && text[i + 1] == '\r' && text[i + 2] == '\n') {
            i += 2;
        } else {
            rat_buf_byte(out, '=');
        }
    }
}

static void decode_base64(const char *text, size_t n, struct rat_buf *out)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    uint32_t bits = 0;
    unsigned held = 0;
    for (size_t i = 0; i < n && text[i] != '='; i++) {
        const char *at = text[i] ? strchr(letters, text[i]) : NULL;
        if (!at)
            continue;
        bits = bits << 6 | (uint32_t)(at - letters);
        held += 6;
        if (held >= 8) {
            held -= 8;
            rat_buf_byte(out, (uint8_t)(bits >> held));
        }
    }
}

static void put_decoded(const void *bytes, size_t n, const char *charset, struct rat_buf *out)
{
    struct rat_decode_report report;
    if (n && rat_charset_decode(bytes, n, charset && *charset ? charset : NULL, out, &report, NULL) != RAT_OK)
        rat_buf_puts(out, "\xef\xbf\xbd");
}

/* "=?charset?Q?text?=" at text: its size, 0 when it is none. */
static size_t encoded_word(const char *text, size_t n, struct rat_buf *out)
{
    char charset[40];
    const char *first = n > 2 ? memchr(text + 2, '?', n - 2) : NULL;
    if (!first || first + 3 >= text + n || first[2] != '?')
        return 0;
    const char *end = memmem(first + 3, (size_t)(text + n - first) - 3, "?=", 2);
    size_t size = (size_t)(first - text) - 2;
    if (!end || size >= sizeof charset)
        return 0;
    memcpy(charset, text + 2, size);
    charset[size] = '\0';
    charset[strcspn(charset, "*")] = '\0'; /* a language may follow */
    struct rat_buf bytes = RAT_BUF_INIT;
    size_t inside = (size_t)(end - first) - 3;
    if (first[1] == 'B' || first[1] == 'b')
        decode_base64(first + 3, inside, &bytes);
    else
        decode_quoted(first + 3, inside, true, &bytes);
    put_decoded(bytes.data, bytes.size, charset, out);
    rat_buf_release(&bytes);
    return (size_t)(end - text) + 2;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Unfolds, decodes encoded words (white space between two of them is none), trims. */
static void put_words(struct rat_mail_span value, struct rat_buf *out)
{
    struct rat_buf plain = RAT_BUF_INIT;
    bool after_word = false;
    size_t spaces = 0;
    for (size_t i = 0; i < value.size;) {
        if (is_space(value.at[i])) {
            spaces++;
            i++;
            continue;
        }
        struct rat_buf word = RAT_BUF_INIT;
        size_t n = value.at[i] == '=' && i + 1 < value.size && value.at[i + 1] == '?'
                       ? encoded_word(value.at + i, value.size - i, &word)
                       : 0;
        if (spaces && (out->size || plain.size) && !(n && after_word && !plain.size))
            rat_buf_byte(&plain, ' ');
        spaces = 0;
        if (n) {
            put_decoded(plain.data, plain.size, NULL, out);
            rat_buf_clear(&plain);
            rat_buf_append(out, word.data, word.size);
            i += n;
        } else {
            rat_buf_byte(&plain, (uint8_t)value.at[i++]);
        }
        after_word = n != 0;
        rat_buf_release(&word);
    }
    put_decoded(plain.data, plain.size, NULL, out);
    rat_buf_release(&plain);
}

bool rat_mail_field(const struct rat_mail_part *part, const char *name, struct rat_buf *out)
{
    struct rat_mail_span value;
    if (!find_field(part->head, name, &value))
        return false;
    if (value.size > RAT_MAIL_FIELD_MAX)
        value.size = RAT_MAIL_FIELD_MAX;
    put_words(value, out);
    return true;
}

/* ---- parameters: "; name=value", "; name*=utf-8''percent", "; name*0=..." ---- */

/* The value of a parameter, appended; false when it is not there. */
static bool parameter(struct rat_mail_span field, const char *name, struct rat_buf *out)
{
    size_t n = strlen(name);
    for (size_t i = 0; i + n + 1 < field.size; i++) {
        if (field.at[i] != ';')
            continue;
        size_t at = i + 1;
        while (at < field.size && is_space(field.at[at]))
            at++;
        if (at + n >= field.size || strncasecmp(field.at + at, name, n) != 0 || field.at[at + n] != '=')
            continue;
        at += n + 1;
        bool quoted = at < field.size && field.at[at] == '"';
        at += quoted;
        for (; at < field.size &&
               (quoted ? field.at[at] != '"' : field.at[at] != ';' && !is_space(field.at[at]));
             at++) {
            if (quoted && field.at[at] == '\\' && at + 1 < field.size)
                at++;
            if (field.at[at] != '\r' && field.at[at] != '\n')
                rat_buf_byte(out, (uint8_t)field.at[at]);
        }
        return true;
    }
    return false;
}

/* "utf-8''B%C3%BCrger.pdf" */
static void put_percent(struct rat_buf *value, struct rat_buf *out)
{
    const char *text = rat_buf_cstr(value), *charset_end = strchr(text, '\'');
    const char *start = charset_end ? strchr(charset_end + 1, '\'') : NULL;
    struct rat_buf bytes = RAT_BUF_INIT;
    char charset[40] = "";
    if (start && (size_t)(charset_end - text) < sizeof charset) {
        memcpy(charset, text, (size_t)(charset_end - text));
        charset[charset_end - text] = '\0';
    }
    for (const char *at = start ? start + 1 : text; *at; at++) {
        if (*at == '%' && hex(at[1]) >= 0 && hex(at[2]) >= 0) {
            rat_buf_byte(&bytes, (uint8_t)(hex(at[1]) << 4 | hex(at[2])));
            at += 2;
        } else {
            rat_buf_byte(&bytes, (uint8_t)*at);
        }
    }
    put_decoded(bytes.data, bytes.size, charset, out);
    rat_buf_release(&bytes);
}

/* A file name in any of the ways that RFC 2231 and custom know. */
static char *name_parameter(struct rat_mail_span field, const char *name)
{
    struct rat_buf value = RAT_BUF_INIT, out = RAT_BUF_INIT;
    char key[32];
    snprintf(key, sizeof key, "%s*", name);
    if (parameter(field, key, &value)) {
        put_percent(&value, &out);
    } else if (snprintf(key, sizeof key, "%s*0*", name), parameter(field, key, &value)) {
        bool more = true;
        for (unsigned i = 1; more && i < 20; i++) {
            snprintf(key, sizeof key, "%s*%u*", name, i);
            more = parameter(field, key, &value);
            if (!more) {
                snprintf(key, sizeof key, "%s*%u", name, i);
                more = parameter(field, key, &value);
            }
        }
        put_percent(&value, &out);
    } else if (parameter(field, name, &value)) {
        put_words((struct rat_mail_span){(const char *)value.data, value.size}, &out);
    }
    char *copy = out.size ? strdup(rat_buf_cstr(&out)) : NULL;
    rat_buf_release(&value);
    rat_buf_release(&out);
    return copy;
}

/* ---- parts ---- */

static void lower(char *text)
{
    for (; *text; text++)
        *text = (char)tolower((unsigned char)*text);
}

static void read_type(struct rat_mail_part *part)
{
    struct rat_mail_span field;
    struct rat_buf value = RAT_BUF_INIT;
    snprintf(part->type, sizeof part->type, "text/plain");
    if (find_field(part->head, "Content-Type", &field)) {
        size_t at = 0, n = 0;
        while (at < field.size && is_space(field.at[at]))
            at++;
        while (at + n < field.size && n < sizeof part->type - 1 && field.at[at + n] != ';' &&
               !is_space(field.at[at + n]))
            n++;
        if (n) {
            memcpy(part->type, field.at + at, n);
            part->type[n] = '\0';
            lower(part->type);
        }
        if (parameter(field, "charset", &value))
            snprintf(part->charset, sizeof part->charset, "%s", rat_buf_cstr(&value));
        part->name = name_parameter(field, "name");
    }
    if (find_field(part->head, "Content-Disposition", &field)) {
        size_t at = 0;
        while (at < field.size && is_space(field.at[at]))
            at++;
        part->attached = field.size - at >= 10 && strncasecmp(field.at + at, "attachment", 10) == 0;
        char *name = name_parameter(field, "filename");
        if (name) {
            free(part->name);
            part->name = name;
        }
    }
    rat_buf_release(&value);
}

struct rat_mail_part rat_mail_open(struct rat_mail_span mail)
{
    struct rat_mail_part part = {.head = mail};
    for (size_t at = 0; at < mail.size;) {
        const char *end = memchr(mail.at + at, '\n', mail.size - at);
        size_t next = end ? (size_t)(end - mail.at) + 1 : mail.size;
        bool blank = next - at == 1 || (next - at == 2 && mail.at[at] == '\r');
        if (blank && end) {
            part.head.size = at;
            part.body = (struct rat_mail_span){mail.at + next, mail.size - next};
            break;
        }
        at = next;
    }
    read_type(&part);
    return part;
}

struct walk {
    rat_mail_leaf *leaf;
    void *ctx;
    unsigned parts;
};

/* The next line that is the boundary, from at on: where it begins, where the line behind it does. */
static bool find_boundary(struct rat_mail_span body, const char *boundary, size_t n, size_t *at, size_t *next,
                          bool *last)
{
    for (size_t i = *at; i + n + 2 <= body.size;) {
        const char *line = body.at + i, *end = memchr(line, '\n', body.size - i);
        if (line[0] == '-' && line[1] == '-' && memcmp(line + 2, boundary, n) == 0) {
            *last = i + n + 4 <= body.size && line[n + 2] == '-' && line[n + 3] == '-';
            *at = i;
            *next = end ? (size_t)(end - body.at) + 1 : body.size;
            return true;
        }
        if (!end)
            return false;
        i = (size_t)(end - body.at) + 1;
    }
    return false;
}

static bool walk_part(struct walk *walk, const struct rat_mail_part *part, unsigned depth)
{
    struct rat_mail_span field;
    struct rat_buf boundary = RAT_BUF_INIT;
    if (strncmp(part->type, "multipart/", 10) != 0 || !find_field(part->head, "Content-Type", &field) ||
        !parameter(field, "boundary", &boundary) || !boundary.size) {
        rat_buf_release(&boundary);
        walk->leaf(walk->ctx, part);
        return true;
    }
    size_t at = 0, next = 0;
    bool last = false, fine = depth < RAT_MAIL_DEPTH_MAX;
    const char *text = (const char *)boundary.data;
    bool more = find_boundary(part->body, text, boundary.size, &at, &next, &last);
    while (fine && more && !last) {
        size_t start = next, end = next;
        more = find_boundary(part->body, text, boundary.size, &end, &next, &last);
        if (!more)
            end = part->body.size; /* cut off */
        fine = ++walk->parts <= RAT_MAIL_PARTS_MAX;
        if (!fine)
            break;
        struct rat_mail_part child =
            rat_mail_open((struct rat_mail_span){part->body.at + start, end - start});
        fine = walk_part(walk, &child, depth + 1);
        free(child.name);
    }
    rat_buf_release(&boundary);
    return fine;
}

bool rat_mail_walk(const struct rat_mail_part *part, rat_mail_leaf *leaf, void *ctx)
{
    return walk_part(&(struct walk){leaf, ctx, 0}, part, 0);
}

void rat_mail_decode(const struct rat_mail_part *part, struct rat_buf *out)
{
    struct rat_buf way = RAT_BUF_INIT;
    rat_mail_field(part, "Content-Transfer-Encoding", &way);
    const char *name = rat_buf_cstr(&way);
    if (strcasecmp(name, "base64") == 0)
        decode_base64(part->body.at, part->body.size, out);
    else if (strcasecmp(name, "quoted-printable") == 0)
        decode_quoted(part->body.at, part->body.size, false, out);
    else
        rat_buf_append(out, part->body.at, part->body.size);
    rat_buf_release(&way);
}
