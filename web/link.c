/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "web/link.h"

#include <inttypes.h>

void rat_link_start(struct rat_link *link, struct rat_arena *arena, struct rat_path path)
{
    *link = (struct rat_link){.arena = arena, .out = RAT_BUF_INIT};
    rat_buf_puts(&link->out, path.text);
}

void rat_link_path(struct rat_link *link, struct rat_path path)
{
    rat_buf_puts(&link->out, path.text);
}

static bool is_unreserved(unsigned char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
           byte == '-' || byte == '.' || byte == '_' || byte == '~';
}

static void put_encoded(struct rat_buf *out, const char *text, bool keep_slash)
{
    for (; *text; text++) {
        unsigned char byte = (unsigned char)*text;
        if (is_unreserved(byte) || (keep_slash && byte == '/'))
            rat_buf_byte(out, byte);
        else
            rat_buf_printf(out, "%%%02X", byte);
    }
}

void rat_link_segment(struct rat_link *link, const char *text)
{
    put_encoded(&link->out, text, false);
}

void rat_link_segments(struct rat_link *link, const char *text)
{
    put_encoded(&link->out, text, true);
}

void rat_link_same(struct rat_link *link, const char *encoded)
{
    for (; *encoded; encoded++) {
        unsigned char byte = (unsigned char)*encoded;
        if (is_unreserved(byte) || byte == '/' || byte == '%')
            rat_buf_byte(&link->out, byte);
        else
            rat_buf_printf(&link->out, "%%%02X", byte);
    }
}

void rat_link_param(struct rat_link *link, const char *name, const char *value)
{
    if (!value || !*value)
        return;
    rat_buf_byte(&link->out, link->has_query ? '&' : '?');
    link->has_query = true;
    put_encoded(&link->out, name, false);
    rat_buf_byte(&link->out, '=');
    put_encoded(&link->out, value, false);
}

void rat_link_number(struct rat_link *link, const char *name, uint64_t value)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRIu64, value);
    rat_link_param(link, name, digits);
}

void rat_link_fragment(struct rat_link *link, const char *text)
{
    link->fragment = rat_arena_strdup(link->arena, text);
}

struct rat_url rat_link_url(struct rat_link *link)
{
    rat_link_param(link, "lang", link->lang);
    if (link->fragment) {
        rat_buf_byte(&link->out, '#');
        put_encoded(&link->out, link->fragment, false);
    }
    const char *text =
        link->out.failed ? NULL : rat_arena_strndup(link->arena, link->out.data, link->out.size);
    rat_buf_release(&link->out);
    return (struct rat_url){text ? text : "#"};
}

bool rat_url_external(const char *text, struct rat_url *out)
{
    if (!text || (strncasecmp(text, "https://", 8) != 0 && strncasecmp(text, "http://", 7) != 0))
        return false;
    for (const unsigned char *at = (const unsigned char *)text; *at; at++)
        if (*at <= ' ' || *at == 0x7f || *at == '"' || *at == '<' || *at == '>' || *at == '\\')
            return false;
    *out = (struct rat_url){text};
    return true;
}

static int hex_value(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

const char *rat_percent_decode(const char *text, size_t n, bool plus_is_space, struct rat_arena *arena)
{
    char *out = rat_arena_alloc(arena, n + 1);
    size_t used = 0;
    if (!out)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        char byte = text[i];
        if (byte == '%') {
            int high = n - i > 2 ? hex_value(text[i + 1]) : -1;
            int low = n - i > 2 ? hex_value(text[i + 2]) : -1;
            if (high < 0 || low < 0)
                return NULL;
            byte = (char)(high << 4 | low);
            i += 2;
        } else if (byte == '+' && plus_is_space) {
            byte = ' ';
        }
        if (byte == '\0')
            return NULL;
        out[used++] = byte;
    }
    out[used] = '\0';
    return out;
}
