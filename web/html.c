/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "web/html.h"

#include "base/character.h"

#include <inttypes.h>

static const char *reference_of(unsigned char byte)
{
    switch (byte) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&#34;";
    case '\'': return "&#39;";
    default: return NULL;
    }
}

/* C0 controls but tab and line ends, DEL, and C1 (C2 80..9F): HTML allows none of them. */
static bool is_control(const unsigned char *at)
{
    return (at[0] < 0x20 && at[0] != '\t' && at[0] != '\n' && at[0] != '\r') || at[0] == 0x7f ||
           (at[0] == 0xc2 && at[1] < 0xa0);
}

void rat_html_escape(struct rat_buf *out, const char *text, size_t n)
{
    const unsigned char *at = (const unsigned char *)text, *end = at + n, *plain = at;
    while (at < end) {
        const char *instead = reference_of(*at);
        size_t size = rat_character_bytes(at);
        if (size > (size_t)(end - at))
            size = 0; /* cut in the middle */
        if (!instead && (size == 0 || is_control(at)))
            instead = "\xef\xbf\xbd";
        if (instead) {
            rat_buf_append(out, plain, (size_t)(at - plain));
            rat_buf_puts(out, instead);
        }
        at += size ? size : 1;
        if (instead)
            plain = at;
    }
    rat_buf_append(out, plain, (size_t)(at - plain));
}

/* Where in a template the scanner is. */
struct place {
    enum { BETWEEN, IN_TAG, QUOTED } where;
    bool takes_url; /* QUOTED: an attribute that browsers follow */
};

static bool is_url_attribute(const char *template, const char *quote)
{
    static const char *const names[] = {"href=", "src=", "action=", "formaction="};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        size_t n = strlen(names[i]);
        if ((size_t)(quote - template) > n && memcmp(quote - n, names[i], n) == 0 &&
            quote[-(ptrdiff_t)n - 1] == ' ')
            return true;
    }
    return false;
}

static void step(struct place *place, const char *template, const char *at)
{
    if (place->where == BETWEEN && *at == '<') {
        place->where = IN_TAG;
    } else if (place->where == IN_TAG && *at == '>') {
        place->where = BETWEEN;
    } else if (*at == '"' && place->where == IN_TAG) {
        place->where = QUOTED;
        place->takes_url = is_url_attribute(template, at);
    } else if (*at == '"' && place->where == QUOTED) {
        place->where = IN_TAG;
    }
}

static bool is_at_home(const struct place *place, enum rat_slot_kind kind)
{
    switch (kind) {
    case RAT_SLOT_TEXT:
    case RAT_SLOT_RAW: return place->where == BETWEEN;
    case RAT_SLOT_ATTR: return place->where == QUOTED && !place->takes_url;
    case RAT_SLOT_URL: return place->where == QUOTED && place->takes_url;
    case RAT_SLOT_FLAG: return place->where == IN_TAG;
    case RAT_SLOT_COUNT: return place->where == BETWEEN || (place->where == QUOTED && !place->takes_url);
    }
    return false;
}

static void put_slot(struct rat_html *html, const struct place *place, const struct rat_slot *slot)
{
    if (!is_at_home(place, slot->kind))
        html->misplaced = true;
    else if (slot->kind == RAT_SLOT_COUNT)
        rat_buf_printf(html->out, "%" PRIu64, slot->number);
    else if (slot->kind == RAT_SLOT_FLAG || slot->kind == RAT_SLOT_RAW)
        rat_buf_puts(html->out, slot->text);
    else if (slot->text)
        rat_html_escape(html->out, slot->text, strlen(slot->text));
}

void rat_html_fill(struct rat_html *html, const char *template, const struct rat_slot *slots, size_t count)
{
    struct place place = {BETWEEN, false};
    const char *plain = template;
    size_t used = 0;
    for (const char *at = template; *at; at++) {
        if (at[0] != '{' || at[1] != '}') {
            step(&place, template, at);
            continue;
        }
        rat_buf_append(html->out, plain, (size_t)(at - plain));
        if (used < count)
            put_slot(html, &place, &slots[used]);
        used++;
        plain = ++at + 1;
    }
    rat_buf_puts(html->out, plain);
    html->misplaced |= used != count || place.where != BETWEEN;
}
