/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the readers of layouts share: the head of a text as clean lines (header_lines.c), recognizers of
 * single values (header_values.c), names of bodies (header_bodies.c), rows of a Beratungsfolge
 * (header_rows.c). One reader per family of layouts: header_minutes.c, header_typed.c, header_karlsruhe.c,
 * header_labels.c (Peine, ALLRIS, SessionNet); header.c asks them one after the other.
 */
#ifndef INDEXER_HEADER_INTERNAL_H
#define INDEXER_HEADER_INTERNAL_H

#include "indexer/header.h"

#include <string.h>

#define RAT_HEAD_BYTES 8192 /* of the text in which labels are looked for */
#define RAT_HEAD_MORE 8192  /* further bytes in which a Beschlussvorschlag may end */
#define RAT_HEAD_LINES 480
#define RAT_HEAD_ROWS 32
#define RAT_HEAD_FIELDS 32
#define RAT_HEAD_APART 48

/* A line without white space at its ends, runs of it as one space, soft hyphens dropped, letter-spacing
 * closed. */
struct rat_line {
    const char *s; /* not NUL-terminated */
    uint32_t n;    /* never 0 */
    bool gap;      /* an empty line stands before it */
};

struct rat_head {
    struct rat_line line[RAT_HEAD_LINES];
    size_t count;
    const char *apart[RAT_HEAD_APART]; /* every "x" of its own behind several spaces */
    size_t apart_count;
    const char *rest, *end; /* of the text, not read into lines yet */
    size_t used;            /* bytes of buf */
    char buf[RAT_HEAD_BYTES + RAT_HEAD_MORE];
};

/* What a reader gathers. */
struct rat_header_draft {
    struct rat_head *head;
    struct rat_arena *arena;
    struct rat_header out;
    struct rat_consultation rows[RAT_HEAD_ROWS];
    size_t row_count;
    char box; /* the box below the last row: '1' checked, '0' not, 0 none yet */
    struct rat_field fields[RAT_HEAD_FIELDS];
    size_t field_count;
};

/* header_lines.c */
void rat_head_start(struct rat_head *head, const char *text, size_t n);
void rat_head_more(struct rat_head *head, size_t bytes); /* appends lines of the next bytes */
/* Lines from..to-1 as one text: line-end hyphens closed (german.md 2.3), empty lines as newline when
 * paragraphs. */
const char *rat_head_join(struct rat_arena *arena, const struct rat_head *head, size_t from, size_t to,
                          bool paragraphs);

/* Line at (not the first) does not go on from the one above: its first word would have stood there, in text
 * as wide as the lines up to `lines`. */
bool rat_head_is_new_paragraph(const struct rat_head *head, size_t at, size_t lines);

/* Whether s, in a line of head, is an "x" behind several spaces: of two columns it is then in the second. */
bool rat_head_stands_apart(const struct rat_head *head, const char *s);

/* Makes lines of one where these patterns stand inside it, behind a space: "Vorlage Nr.: 1 Verantwortlich:
 * Dez. 6". */
void rat_head_split(struct rat_head *head, size_t lines, const char *const *patterns);

/* header_values.c; patterns are lower case; case of A-Z, Ä, Ö, Ü does not matter */
size_t rat_head_starts(struct rat_line line, const char *pattern); /* bytes of the match, 0: none */
size_t rat_head_starts_any(struct rat_line line,
                           const char *const *patterns); /* the first that matches; to NULL */
bool rat_head_is(struct rat_line line, const char *pattern);
size_t rat_head_find(struct rat_line line, const char *pattern);    /* offset, or SIZE_MAX */
struct rat_line rat_head_after(struct rat_line line, size_t bytes); /* the rest, trimmed; n may be 0 */
struct rat_line rat_head_cut(struct rat_line line, size_t bytes);   /* the beginning, trimmed */
char *rat_head_dup(struct rat_arena *arena, struct rat_line line);  /* NULL for an empty one */

/* "21.09.2020", "9. MAI 2006", also "16.09.19" when short_year. Bytes of the date at the start of the line,
 * or 0. */
size_t rat_head_date(struct rat_line line, bool short_year, int32_t *out);
bool rat_head_is_date(struct rat_line line, bool short_year, int32_t *out); /* the whole line is one */
size_t rat_head_find_date(struct rat_line line, bool short_year, size_t *bytes,
                          int32_t *out); /* offset, or SIZE_MAX */
/* The whole line is "X-Stadt, den 29. Juli 1998". */
bool rat_head_is_place_and_day(struct rat_line line, int32_t *out);
size_t rat_head_reference(
    struct rat_line line); /* bytes of a number of a paper at the start of the line, or 0 */
bool rat_head_has_year(const char *s,
                       size_t n); /* "2020/740", "427/2009", "AT/12214/25": with a year of its own */
char *rat_head_type(struct rat_arena *arena,
                    struct rat_line line);               /* the whole line is a kind of paper, or NULL */
enum rat_tristate rat_head_status(struct rat_line line); /* whole line: öffentlich, nicht öffentlich */
bool rat_head_is_word_byte(char c);
void rat_head_lower_shouting(char *s, size_t n, size_t letters_min);
size_t rat_head_role(struct rat_line line); /* bytes of a role at the start of the line, whole words, or 0 */
/* A Gremium without "3. Plenarsitzung des": "Gemeinderates" -> "Gemeinderat". NULL: this is no name of
 * one. */
char *rat_head_body(struct rat_arena *arena, struct rat_line line);
bool rat_head_is_council(
    struct rat_line line); /* a word of it ends like a Gremium's name: ...rat, ...ausschuss */
bool rat_head_is_result(struct rat_line line); /* of a vote or a consultation: "einstimmig zugestimmt" */
bool rat_head_is_heading(
    struct rat_line line); /* begins a section of the paper: Sachdarstellung, Begründung, ... */

/* header_rows.c: rows of the table whose first line is `from`; returns the line behind its last row. */
size_t rat_head_rows(struct rat_header_draft *draft, size_t from, bool results);
/* Item number at the start: "2 j", "1.38.1", "17 b)"; bytes, or 0. */
size_t rat_head_item_number(struct rat_line line);

/* header_forms.c: costs and ticked boxes at or behind line from, as fields */
void rat_head_forms(struct rat_header_draft *draft, size_t from);

/* header.c */
void rat_head_field(struct rat_header_draft *draft, const char *name, const char *value);
struct rat_consultation *rat_head_row(struct rat_header_draft *draft); /* NULL when there are too many */
/* The text from line `from` (label cut off: first) to the next heading, as beschlussvorschlag. */
void rat_head_proposal(struct rat_header_draft *draft, struct rat_line first, size_t from);
/* "beschlussvorschlag" wherever its heading stands at or behind line from. */
void rat_head_find_proposal(struct rat_header_draft *draft, size_t from);

/* Readers: true when the text has their layout; then draft->out.layout is set. */
bool rat_header_labels(struct rat_header_draft *draft);
bool rat_header_minutes(struct rat_header_draft *draft);
bool rat_header_karlsruhe(struct rat_header_draft *draft);
bool rat_header_typed(struct rat_header_draft *draft);

#endif
