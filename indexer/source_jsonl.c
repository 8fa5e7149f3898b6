/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * *.jsonl: one object a line. The file is read through a buffer that holds one line (at most RAT_JSONL_LINE_LIMIT);
 * of the papers only a bounded table of hashes is remembered, so that memory does not grow with the file.
 */
#include "indexer/source_internal.h"

#include "base/hash.h"
#include "indexer/header.h"
#include "indexer/json_cut.h"
#include "indexer/json_read.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define READ_BYTES ((size_t)256 * 1024)
#define SEEN_MAX ((size_t)1 << 21) /* papers; then the table starts anew: a paper said twice does no harm */

struct seen_papers {
    uint64_t *slots; /* hashes, 0 is free */
    size_t mask, count;
};

struct rat_jsonl {
    const struct rat_source *source;
    char *shown; /* path as UTF-8 */
    int fd;
    struct rat_buf buf;
    struct rat_buf rest, text; /* the line without its text, and this (json_cut.h) */
    size_t start, scanned;     /* the line begins at start; no newline before scanned */
    size_t line_limit;
    uint64_t line; /* number of the line last given */
    bool eof;
    struct seen_papers seen;
    struct rat_item *waiting; /* the document behind the paper just given */
};

/* ---- the set of papers already given ---- */

static bool seen_grow(struct seen_papers *seen)
{
    size_t want = seen->slots ? (seen->mask + 1) * 2 : 1024;
    uint64_t *slots = calloc(want, sizeof *slots);
    if (!slots)
        return false;
    for (size_t i = 0; seen->slots && i <= seen->mask; i++) {
        size_t at = seen->slots[i] & (want - 1);
        while (seen->slots[i] && slots[at])
            at = (at + 1) & (want - 1);
        if (seen->slots[i])
            slots[at] = seen->slots[i];
    }
    free(seen->slots);
    seen->slots = slots;
    seen->mask = want - 1;
    return true;
}

static rat_status seen_add(struct seen_papers *seen, const char *id, bool *is_new, struct rat_err *err)
{
    uint64_t hash = rat_hash64(id, strlen(id));
    hash += hash == 0;
    if (seen->count >= SEEN_MAX) {
        memset(seen->slots, 0, (seen->mask + 1) * sizeof *seen->slots);
        seen->count = 0;
    }
    if ((!seen->slots || seen->count * 2 > seen->mask) && !seen_grow(seen))
        return rat_nomem(err);
    size_t at = hash & seen->mask;
    while (seen->slots[at] && seen->slots[at] != hash)
        at = (at + 1) & seen->mask;
    *is_new = seen->slots[at] == 0;
    seen->slots[at] = hash;
    seen->count += *is_new;
    return RAT_OK;
}

/* ---- lines ---- */

static rat_status fill(struct rat_jsonl *lines, struct rat_err *err)
{
    if (lines->start) {
        memmove(lines->buf.data, lines->buf.data + lines->start, lines->buf.size - lines->start);
        lines->buf.size -= lines->start;
        lines->scanned -= lines->start;
        lines->start = 0;
    }
    unsigned char *to = rat_buf_reserve(&lines->buf, READ_BYTES);
    if (!to)
        return rat_nomem(err);
    ssize_t got;
    do
        got = read(lines->fd, to, READ_BYTES);
    while (got < 0 && errno == EINTR);
    if (got < 0) {
        rat_status st = rat_fail_errno(err, RAT_EIO, errno, "%s", _("Datei lässt sich nicht lesen"));
        rat_err_where(err, "%s", lines->shown);
        return st;
    }
    lines->eof = got == 0;
    lines->buf.size += (size_t)got;
    return RAT_OK;
}

/* The next line without its end, borrowed until the next call; *too_long: it was dropped unread. */
static rat_status next_line(struct rat_jsonl *lines, const char **text, size_t *n, bool *too_long,
                            struct rat_err *err)
{
    *too_long = false;
    for (;;) {
        size_t left = lines->buf.size - lines->scanned;
        const unsigned char *from = lines->buf.data ? lines->buf.data + lines->scanned : NULL;
        const unsigned char *newline = left ? memchr(from, '\n', left) : NULL;
        size_t end = newline ? (size_t)(newline - lines->buf.data) : lines->buf.size;
        if (end - lines->start > lines->line_limit) {
            *too_long = true;
            lines->start = end; /* what is known of it goes */
        }
        lines->scanned = end;
        if (newline || lines->eof) {
            if (!newline && end == lines->start && !*too_long)
                return RAT_END;
            *text = (const char *)lines->buf.data + lines->start;
            *n = end - lines->start;
            lines->start = lines->scanned = newline ? end + 1 : end;
            lines->line++;
            return RAT_OK;
        }
        rat_status st = fill(lines, err);
        if (st != RAT_OK)
            return st;
    }
}

/* ---- objects ---- */

static rat_status wrong_type(const char *key, const char *wanted, struct rat_err *err)
{
    return rat_fail(err, RAT_EINPUT, _("„%s“ muss %s sein"), key, wanted);
}

/* A string without U+0000, or nothing; everything else is an error. */
static rat_status read_string(const json_t *object, const char *key, struct rat_arena *arena,
                              const char **out, struct rat_err *err)
{
    const json_t *value = json_object_get(object, key);
    if (!value || json_is_null(value))
        return RAT_OK;
    if (!json_is_string(value))
        return wrong_type(key, _("eine Zeichenkette"), err);
    if (strlen(json_string_value(value)) != json_string_length(value))
        return rat_fail(err, RAT_EINPUT, _("„%s“ enthält das Zeichen U+0000"), key);
    if (json_string_length(value))
        *out = rat_arena_strndup(arena, json_string_value(value), json_string_length(value));
    return RAT_OK;
}

static rat_status read_bool(const json_t *object, const char *key, enum rat_tristate *out,
                            struct rat_err *err)
{
    const json_t *value = json_object_get(object, key);
    if (!value || json_is_null(value))
        return RAT_OK;
    if (!json_is_boolean(value))
        return wrong_type(key, _("true oder false"), err);
    *out = json_is_true(value) ? RAT_YES : RAT_NO;
    return RAT_OK;
}

static rat_status read_id(const json_t *object, struct rat_arena *arena, const char **out,
                          struct rat_err *err)
{
    const json_t *id = json_object_get(object, "id");
    if (json_is_integer(id)) {
        *out = rat_arena_printf(arena, "%lld", (long long)json_integer_value(id));
        return RAT_OK;
    }
    rat_status st = read_string(object, "id", arena, out, err);
    if (st == RAT_OK && !*out && !arena->failed)
        st = rat_fail(err, RAT_EINPUT, "%s", _("„id“ fehlt oder ist leer"));
    return st;
}

static rat_status read_date(const json_t *object, struct rat_document *document, struct rat_err *err)
{
    const json_t *value = json_object_get(object, "date");
    if (!value || json_is_null(value))
        return RAT_OK;
    const char *text = json_string_value(value);
    size_t n = json_string_length(value);
    if (text && n == 0)
        return RAT_OK; /* exports write "" for a day that they do not know */
    if (!text || n != 10 || !rat_date_parse_iso(text, n, &document->date))
        return rat_fail(err, RAT_EINPUT, _("„date“ ist kein Tag der Form JJJJ-MM-TT: %.40s"),
                        text ? text : "?");
    document->date_origin = RAT_ORIGIN_STATED;
    return RAT_OK;
}

static rat_status read_committees(const json_t *object, struct rat_arena *arena,
                                  struct rat_document *document, struct rat_err *err)
{
    const json_t *value = json_object_get(object, "committee");
    if (!value || json_is_null(value))
        return RAT_OK;
    if (!json_is_array(value) && !json_is_string(value))
        return wrong_type("committee", _("eine Zeichenkette oder eine Liste davon"), err);
    size_t count = rat_json_count(value);
    const char **names = rat_arena_calloc(arena, count ? count : 1, sizeof *names);
    if (!names)
        return RAT_OK; /* the arena remembers */
    for (size_t i = 0; i < count; i++) {
        const json_t *name = rat_json_at(value, i);
        if (!json_is_string(name) || strlen(json_string_value(name)) != json_string_length(name))
            return wrong_type("committee", _("eine Zeichenkette oder eine Liste davon"), err);
        size_t known = 0;
        while (known < document->committee_count && strcmp(names[known], json_string_value(name)) != 0)
            known++;
        if (known < document->committee_count || !json_string_length(name))
            continue;
        names[known] = rat_arena_strdup(arena, json_string_value(name));
        if (!names[known])
            return RAT_OK;
        document->committee_count++;
    }
    document->committees = names;
    return RAT_OK;
}

/* Keys that the contract does not know, as one object. */
static rat_status keep_unknown(const json_t *object, struct rat_arena *arena, struct rat_document *document,
                               struct rat_err *err)
{
    static const char *const known[] = {"id",   "text",      "title",     "date",   "type",    "municipality",
                                        "body", "committee", "reference", "public", "deleted", NULL};
    size_t others = json_object_size(object);
    for (size_t i = 0; known[i]; i++)
        others -= json_object_get(object, known[i]) != NULL;
    if (others == 0)
        return RAT_OK;
    json_t *rest = json_copy((json_t *)object);
    if (!rest)
        return rat_nomem(err);
    for (size_t i = 0; known[i]; i++)
        json_object_del(rest, known[i]);
    document->raw = rat_json_dump(arena, rest);
    json_decref(rest);
    return RAT_OK;
}

static rat_status read_metadata(const json_t *object, struct rat_item *item, struct rat_err *err)
{
    struct rat_document *document = &item->document;
    struct rat_arena *arena = &item->arena;
    rat_status st = read_string(object, "title", arena, &document->title, err);
    if (st == RAT_OK)
        st = read_string(object, "type", arena, &document->type, err);
    if (st == RAT_OK)
        st = read_string(object, "reference", arena, &document->reference, err);
    if (st == RAT_OK)
        st = read_string(object, "body", arena, &document->body, err);
    if (st == RAT_OK)
        st = read_string(object, "municipality", arena, &document->municipality, err);
    if (st == RAT_OK)
        st = read_bool(object, "public", &document->is_public, err);
    if (st == RAT_OK)
        st = read_date(object, document, err);
    if (st == RAT_OK)
        st = read_committees(object, arena, document, err);
    if (st == RAT_OK)
        st = keep_unknown(object, arena, document, err);
    return st;
}

/* cut: the text, when it is no longer in the object; NULL: it is there. */
static rat_status read_object(const struct rat_jsonl *lines, const json_t *object, const struct rat_buf *cut,
                              struct rat_item *item, struct rat_err *err)
{
    if (!json_is_object(object))
        return rat_fail(err, RAT_EINPUT, "%s", _("Die Zeile ist kein JSON-Objekt"));
    struct rat_document *document = &item->document;
    enum rat_tristate deleted = RAT_UNKNOWN;
    rat_status st = read_id(object, &item->arena, &document->id, err);
    if (st == RAT_OK)
        st = read_bool(object, "deleted", &deleted, err);
    if (st != RAT_OK)
        return st;
    document->source = rat_arena_strdup(&item->arena, lines->source->name);
    document->location =
        rat_arena_printf(&item->arena, "%s:%llu", lines->shown, (unsigned long long)lines->line);
    if (deleted == RAT_YES) {
        char today[RAT_DATE_TEXT];
        document->removed_at = rat_arena_strdup(&item->arena, rat_date_format(rat_date_today(), today));
        return RAT_OK;
    }
    const json_t *text = json_object_get(object, "text");
    if (!json_is_string(text))
        return text ? wrong_type("text", _("eine Zeichenkette"), err)
                    : rat_fail(err, RAT_EINPUT, "%s", _("„text“ fehlt"));
    st = read_metadata(object, item, err);
    if (st != RAT_OK)
        return st;
    item->content_size = cut ? cut->size : json_string_length(text);
    item->content = rat_arena_strndup(&item->arena, cut ? (const char *)cut->data : json_string_value(text),
                                      item->content_size);
    item->content_charset = "UTF-8";
    item->read_header = true;
    document->mime_type = "text/plain";
    document->paper_id =
        rat_paper_id_for(&item->arena, document->municipality, document->reference, document->id);
    return RAT_OK;
}

static rat_status paper_for(const struct rat_item *from, struct rat_item **out, struct rat_err *err)
{
    struct rat_item *item = rat_item_new(RAT_ITEM_PAPER, 512);
    if (!item)
        return rat_nomem(err);
    const struct rat_document *document = &from->document;
    struct rat_paper *paper = &item->paper;
    paper->id = rat_arena_strdup(&item->arena, document->paper_id);
    paper->source = rat_arena_strdup(&item->arena, document->source);
    paper->reference = rat_arena_strdup(&item->arena, document->reference);
    paper->name = rat_arena_strdup(&item->arena, document->title);
    paper->type = rat_arena_strdup(&item->arena, document->type);
    paper->body = rat_arena_strdup(&item->arena, document->body);
    paper->municipality = rat_arena_strdup(&item->arena, document->municipality);
    paper->date = document->date;
    paper->date_origin = document->date_origin;
    paper->is_public = document->is_public;
    return rat_item_finish(item, out, err);
}

/* ---- the reader ---- */

static rat_status refuse_line(const struct rat_jsonl *lines, struct rat_err *reason, struct rat_item **out,
                              struct rat_err *err)
{
    rat_err_where(reason, "%s:%llu", lines->shown, (unsigned long long)lines->line);
    /* whose line it was is not known: in a folder, all that came from this file stays */
    return rat_item_reject(reason, lines->shown, RAT_PROTECTS_PATH, lines->shown, out, err);
}

static rat_status skip_line(const struct rat_jsonl *lines, const char *id, struct rat_item **out,
                            struct rat_err *err)
{
    struct rat_err reason = RAT_ERR_INIT;
    struct rat_item *item;
    rat_fail(&reason, RAT_EINPUT, _("Nicht öffentlich (public: false): %.200s"), id);
    rat_err_where(&reason, "%s:%llu", lines->shown, (unsigned long long)lines->line);
    rat_status st = rat_item_refuse(RAT_ITEM_SKIPPED, &reason, lines->shown, &item, err);
    if (st != RAT_OK)
        return st;
    item->id = rat_arena_strdup(&item->arena, id);
    return rat_item_finish(item, out, err);
}

static rat_status give(struct rat_jsonl *lines, struct rat_item *item, struct rat_item **out,
                       struct rat_err *err)
{
    bool is_new = false;
    struct rat_item *paper = NULL;
    rat_status st = RAT_OK;
    if (item->document.paper_id)
        st = seen_add(&lines->seen, item->document.paper_id, &is_new, err);
    if (st == RAT_OK && is_new)
        st = paper_for(item, &paper, err);
    if (st != RAT_OK) {
        rat_item_free(item);
        return st;
    }
    *out = paper ? paper : item;
    lines->waiting = paper ? item : NULL;
    return RAT_OK;
}

/* The line's object, without its text where *cut says so. What is refused without it is parsed as it is, for the
 * position of the error. */
static rat_status parse_line(struct rat_jsonl *lines, const char *text, size_t n, json_t **object,
                             const struct rat_buf **cut, struct rat_err *reason)
{
    *cut = NULL;
    if (rat_json_cut(text, n, "text", &lines->rest, &lines->text) &&
        rat_json_parse(lines->rest.data, lines->rest.size, RAT_JSON_STRICT, object, NULL) == RAT_OK) {
        *cut = &lines->text;
        return RAT_OK;
    }
    return rat_json_parse(text, n, RAT_JSON_STRICT, object, reason);
}

static rat_status take_line(struct rat_jsonl *lines, const char *text, size_t n, struct rat_item **out,
                            struct rat_err *err)
{
    struct rat_err reason = RAT_ERR_INIT;
    json_t *object = NULL;
    const struct rat_buf *cut;
    struct rat_item *item = rat_item_new(RAT_ITEM_DOCUMENT, 1024);
    if (!item)
        return rat_nomem(err);
    rat_status st = parse_line(lines, text, n, &object, &cut, &reason);
    if (st == RAT_OK)
        st = read_object(lines, object, cut, item, &reason);
    json_decref(object);
    if (st == RAT_ENOMEM || item->arena.failed) {
        rat_item_free(item);
        return rat_nomem(err);
    }
    if (st == RAT_OK && (item->document.is_public != RAT_NO || lines->source->options.nonpublic))
        return give(lines, item, out, err);
    st = st == RAT_OK ? skip_line(lines, item->document.id, out, err) : refuse_line(lines, &reason, out, err);
    rat_item_free(item);
    return st;
}

static bool is_blank(const char *text, size_t n)
{
    while (n && (text[n - 1] == ' ' || text[n - 1] == '\t' || text[n - 1] == '\r'))
        n--;
    return n == 0;
}

rat_status rat_jsonl_next(struct rat_jsonl *lines, struct rat_item **out, struct rat_err *err)
{
    if (lines->waiting) {
        *out = lines->waiting;
        lines->waiting = NULL;
        return RAT_OK;
    }
    const char *text;
    size_t n;
    bool too_long;
    rat_status st;
    while ((st = next_line(lines, &text, &n, &too_long, err)) == RAT_OK) {
        if (too_long) {
            struct rat_err reason = RAT_ERR_INIT;
            rat_fail(&reason, RAT_ELIMIT, _("Die Zeile hat mehr als %zu Bytes"), lines->line_limit);
            rat_err_hint(&reason, "%s", _("Mit größerem --memory wird auch sie gelesen"));
            return refuse_line(lines, &reason, out, err);
        }
        if (lines->line == 1 && n >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
            text += 3;
            n -= 3;
        }
        if (!is_blank(text, n))
            return take_line(lines, text, n, out, err);
    }
    return st;
}

rat_status rat_jsonl_open(const struct rat_source *source, const char *path, struct rat_jsonl **out,
                          struct rat_err *err)
{
    struct rat_jsonl *lines = calloc(1, sizeof *lines);
    struct rat_buf shown = RAT_BUF_INIT;
    if (!lines)
        return rat_nomem(err);
    lines->source = source;
    lines->fd = -1;
    rat_status st = RAT_OK;
    rat_name_as_utf8_buf(&shown, path);
    lines->shown = shown.failed ? NULL : strdup(rat_buf_cstr(&shown));
    rat_buf_release(&shown);
    size_t limit = source->options.file_limit;
    lines->line_limit = limit < RAT_JSONL_LINE_LIMIT ? limit : RAT_JSONL_LINE_LIMIT;
    if (!lines->shown) {
        st = rat_nomem(err);
    } else {
        lines->fd = open(path, O_RDONLY | O_CLOEXEC);
        if (lines->fd < 0) {
            st = rat_fail_errno(err, RAT_EIO, errno, "%s", _("Datei lässt sich nicht öffnen"));
            rat_err_where(err, "%s", lines->shown);
        }
    }
    if (st != RAT_OK) {
        rat_jsonl_close(lines);
        return st;
    }
    *out = lines;
    return RAT_OK;
}

void rat_jsonl_close(struct rat_jsonl *lines)
{
    if (!lines)
        return;
    if (lines->fd >= 0)
        close(lines->fd);
    rat_item_free(lines->waiting);
    rat_buf_release(&lines->buf);
    rat_buf_release(&lines->rest);
    rat_buf_release(&lines->text);
    free(lines->seen.slots);
    free(lines->shown);
    free(lines);
}

static rat_status jsonl_source_next(void *self, struct rat_item **out, struct rat_err *err)
{
    return rat_jsonl_next(self, out, err);
}

static void jsonl_source_close(void *self)
{
    rat_jsonl_close(self);
}

static const struct rat_source_reader jsonl_reader = {jsonl_source_next, jsonl_source_close};

rat_status rat_source_open_jsonl(struct rat_source *source, struct rat_err *err)
{
    struct rat_jsonl *lines;
    source->record.kind = "jsonl";
    rat_status st = rat_jsonl_open(source, source->path, &lines, err);
    if (st != RAT_OK)
        return st;
    source->reader = &jsonl_reader;
    source->self = lines;
    return RAT_OK;
}
