/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * HTML from templates that are compiled in and escape by type. A template is a string literal with a {} for every
 * value; what a value is, its C type says, and each type has its place:
 *
 *     RAT_HTML(html, "<a class=\"hit\" href=\"{}\" title=\"{}\">{}</a> {}", url, A(note), T(title), N(count));
 *
 *     struct rat_text  T(text)      between tags: escaped
 *     struct rat_attr  A(text)      in a quoted attribute that is no address: escaped
 *     struct rat_url   (link.h)     in href, src, action: made by the address builder only
 *     uint64_t         N(number)    between tags and in attributes
 *     struct rat_flag  RAT_FLAG(condition, " selected")   inside a tag: a literal or nothing
 *     struct rat_raw   RAT_RAW("<hr>") or what says where its escaping was done: between tags, as it is
 *
 * A plain `const char *` does not compile. A value in a place that is not its own, and a template that does not end between
 * tags, latch `misplaced`: the page fails in tests, and answers 500 instead of going out. Running out of memory
 * latches in the buffer. One thread.
 */
#ifndef WEB_HTML_H
#define WEB_HTML_H

#include "base/buf.h"

struct rat_html {
    struct rat_buf *out;
    bool misplaced;
};

struct rat_text {
    const char *text;
};
struct rat_attr {
    const char *text;
};
struct rat_url {
    const char *text;
};
struct rat_flag {
    const char *text;
};
struct rat_raw {
    const char *text;
};
struct rat_count {
    uint64_t number;
};

static inline struct rat_text T(const char *text) /* NULL: nothing */
{
    return (struct rat_text){text};
} static inline struct rat_attr A(const char *text) {
    return (struct rat_attr){text};
} static inline struct rat_count N(uint64_t number) {
    return (struct rat_count){number};
}
#define RAT_RAW(literal) ((struct rat_raw){"" literal ""})
#define RAT_FLAG(condition, literal) ((struct rat_flag){(condition) ? "" literal "" : ""})
/* Snippets of query/passage.h: escaped there, nothing but <mark> in them. */
static inline struct rat_raw
rat_raw_snippet(const char *snippet)
{
    return (struct rat_raw){snippet};
}

enum rat_slot_kind {
    RAT_SLOT_TEXT,
    RAT_SLOT_ATTR,
    RAT_SLOT_URL,
    RAT_SLOT_FLAG,
    RAT_SLOT_RAW,
    RAT_SLOT_COUNT
};
struct rat_slot {
    enum rat_slot_kind kind;
    const char *text;
    uint64_t number;
};

static inline struct rat_slot rat_slot_text(struct rat_text t)
{
    return (struct rat_slot){RAT_SLOT_TEXT, t.text, 0};
}
static inline struct rat_slot rat_slot_attr(struct rat_attr t)
{
    return (struct rat_slot){RAT_SLOT_ATTR, t.text, 0};
}
static inline struct rat_slot rat_slot_url(struct rat_url t)
{
    return (struct rat_slot){RAT_SLOT_URL, t.text, 0};
}
static inline struct rat_slot rat_slot_flag(struct rat_flag t)
{
    return (struct rat_slot){RAT_SLOT_FLAG, t.text, 0};
}
static inline struct rat_slot rat_slot_raw(struct rat_raw t)
{
    return (struct rat_slot){RAT_SLOT_RAW, t.text, 0};
}
static inline struct rat_slot rat_slot_count(struct rat_count t)
{
    return (struct rat_slot){RAT_SLOT_COUNT, NULL, t.number};
}

#define RAT_SLOT(value)                       \
    _Generic((value), struct rat_text         \
             : rat_slot_text, struct rat_attr \
             : rat_slot_attr, struct rat_url  \
             : rat_slot_url, struct rat_flag  \
             : rat_slot_flag, struct rat_raw  \
             : rat_slot_raw, struct rat_count \
             : rat_slot_count)(value)

#define RAT_SLOTS_0() ((struct rat_slot){RAT_SLOT_TEXT, NULL, 0})
#define RAT_SLOTS_1(a) RAT_SLOT(a)
#define RAT_SLOTS_2(a, ...) RAT_SLOT(a), RAT_SLOTS_1(__VA_ARGS__)
#define RAT_SLOTS_3(a, ...) RAT_SLOT(a), RAT_SLOTS_2(__VA_ARGS__)
#define RAT_SLOTS_4(a, ...) RAT_SLOT(a), RAT_SLOTS_3(__VA_ARGS__)
#define RAT_SLOTS_5(a, ...) RAT_SLOT(a), RAT_SLOTS_4(__VA_ARGS__)
#define RAT_SLOTS_6(a, ...) RAT_SLOT(a), RAT_SLOTS_5(__VA_ARGS__)
#define RAT_SLOTS_7(a, ...) RAT_SLOT(a), RAT_SLOTS_6(__VA_ARGS__)
#define RAT_SLOTS_8(a, ...) RAT_SLOT(a), RAT_SLOTS_7(__VA_ARGS__)
#define RAT_SLOTS_PICK(_0, _1, _2, _3, _4, _5, _6, _7, _8, n, ...) n
#define RAT_SLOTS_COUNT(...) RAT_SLOTS_PICK(_ __VA_OPT__(, ) __VA_ARGS__, 8, 7, 6, 5, 4, 3, 2, 1, 0)
#define RAT_JOIN_(a, b) a##b
#define RAT_JOIN(a, b) RAT_JOIN_(a, b)

/* At most 8 values. */
#define RAT_HTML(html, template, ...)                                                               \
    rat_html_fill(                                                                                  \
        html, "" template "",                                                                       \
        (const struct rat_slot[]){RAT_JOIN(RAT_SLOTS_, RAT_SLOTS_COUNT(__VA_ARGS__))(__VA_ARGS__)}, \
        RAT_SLOTS_COUNT(__VA_ARGS__))

/* What the macro calls. */
void rat_html_fill(struct rat_html *html, const char *template, const struct rat_slot *slots, size_t count);

/* text[0..n) escaped for every place: & < > " ' as references, bytes that are no UTF-8 and control characters as U+FFFD (tab
 * and line breaks stay). For texts that are cut out of longer ones; n bytes must be followed by a readable NUL or byte. */
void rat_html_escape(struct rat_buf *out, const char *text, size_t n);

#endif
