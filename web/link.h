/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Addresses: the only way to a struct rat_url. A path begins with a literal, everything else is percent-encoded here (RFC 3986:
 * all but the unreserved characters), so that no value can leave its segment or parameter.
 *
 *     struct rat_link link;
 *     rat_link_start(&link, arena, RAT_PATH("/suche"));
 *     rat_link_param(&link, "q", query);
 *     struct rat_url url = rat_link_url(&link);
 *
 * Strings live in the arena, whose `failed` latches. One thread.
 */
#ifndef WEB_LINK_H
#define WEB_LINK_H

#include "base/arena.h"
#include "web/html.h"

struct rat_link {
    struct rat_arena *arena;
    struct rat_buf out;
    bool has_query;
    const char *lang, *fragment; /* put behind the parameters; may be NULL */
};

struct rat_path {
    const char *text;
};
#define RAT_PATH(literal) ((struct rat_path){"" literal ""})

void rat_link_start(struct rat_link *link, struct rat_arena *arena, struct rat_path path);
void rat_link_path(struct rat_link *link, struct rat_path path); /* more of the path, as it is */
void rat_link_segment(struct rat_link *link, const char *text);  /* encoded, '/' too */
void rat_link_segments(struct rat_link *link, const char *text); /* encoded, '/' kept: "2020/740" */
void rat_link_same(struct rat_link *link, const char *encoded);  /* a path as it was asked for */
void rat_link_param(struct rat_link *link, const char *name,
                    const char *value); /* value NULL or "": nothing */
void rat_link_number(struct rat_link *link, const char *name, uint64_t value);
void rat_link_fragment(struct rat_link *link, const char *text); /* "#text" at the end */
/* The finished address; releases the buffer. "#" when memory ran out. */
struct rat_url rat_link_url(struct rat_link *link);

/* A path without any value. */
static inline struct rat_url rat_url_of(struct rat_path path)
{
    return (struct rat_url){path.text};
}

/* An address that a source gave: only http and https, without white space and control characters. */
bool rat_url_external(const char *text, struct rat_url *out);

/* text[0..n) with %XX decoded, and '+' as a space in parameters. NULL when an escape is broken, a NUL comes out, or memory ran
 * out. */
const char *rat_percent_decode(const char *text, size_t n, bool plus_is_space, struct rat_arena *arena);

#endif
