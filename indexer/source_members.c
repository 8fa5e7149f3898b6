/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Archives of documents, and mails with what is attached to them. A member's id is the archive's id, "!/" and the member's path; its
 * place likewise. The archive itself is no document, since all that it holds is, unless it could not be read to its end: then
 * it is kept, in the state that says so, and what was read of it before is not gone.
 */
#include "indexer/source_internal.h"

#include "base/file.h"
#include "base/strmap.h"
#include "extract/limits.h"
#include "extract/problem.h"
#include "extract/unpack.h"

#include <stdlib.h>

struct level {
    struct rat_unpacked *unpacked;
    enum rat_format format;
    char *id, *location;
    struct rat_buf bytes; /* of the archive, until it is known that they are not needed */
    struct rat_strmap names;
    size_t given;
};

struct rat_members {
    const struct rat_source *source;
    const char *path; /* of the file; borrowed from file_path */
    char *file_path;
    uint64_t size;
    struct level levels[RAT_UNPACK_DEPTH_MAX];
    size_t depth;
    struct rat_item *waiting; /* the mail itself comes before its parts */
};

static struct level *top(struct rat_members *m)
{
    return &m->levels[m->depth - 1];
}

static void pop(struct rat_members *m)
{
    struct level *level = top(m);
    rat_unpack_close(level->unpacked);
    rat_buf_release(&level->bytes);
    rat_strmap_release(&level->names);
    free(level->id);
    free(level->location);
    m->depth--;
}

/* bytes: taken over, so that the archive can still be kept when it breaks off. */
static rat_status push(struct rat_members *m, const char *id, const char *location, enum rat_format format,
                       struct rat_buf *bytes, struct rat_err *err)
{
    struct level *level = &m->levels[m->depth];
    *level =
        (struct level){.format = format, .id = strdup(id), .location = strdup(location), .bytes = *bytes};
    *bytes = (struct rat_buf)RAT_BUF_INIT;
    rat_strmap_init(&level->names);
    m->depth++;
    if (!level->id || !level->location)
        return rat_nomem(err);
    return rat_unpack_start(level->bytes.data, level->bytes.size, format, m->source->options.file_limit,
                            &level->unpacked, err);
}

/* ---- items ---- */

/* A document of bytes that were unpacked. */
static rat_status make_item(struct rat_members *m, const char *id, const char *location, const char *name,
                            const char *container, const void *bytes, size_t n, struct rat_item **out,
                            struct rat_err *err)
{
    struct rat_item *item = rat_item_new(RAT_ITEM_DOCUMENT, 1024 + n);
    if (!item)
        return rat_nomem(err);
    struct rat_document *d = &item->document;
    d->id = rat_arena_strdup(&item->arena, id);
    d->name = rat_arena_strdup(&item->arena, name);
    d->location = rat_name_as_utf8(&item->arena, location);
    d->source = rat_arena_strdup(&item->arena, m->source->name);
    d->container = container ? rat_arena_strdup(&item->arena, container) : NULL;
    item->content = rat_arena_memdup(&item->arena, bytes, n);
    item->content_size = n;
    item->any_format = item->read_header = item->make_paper = true;
    return rat_item_finish(item, out, err);
}

/* The archive or mail at this level as a document of its own. */
static rat_status make_own_item(struct rat_members *m, size_t depth, struct rat_item **out,
                                struct rat_err *err)
{
    const struct level *level = &m->levels[depth];
    if (depth == 0)
        return rat_item_for_file(m->source, m->path, level->id, m->size, out, err);
    const char *slash = strrchr(level->location, '/');
    return make_item(m, level->id, level->location, slash ? slash + 1 : level->location,
                     m->levels[depth - 1].id, level->bytes.data, level->bytes.size, out, err);
}

static rat_status refuse(const char *location, const char *problem, struct rat_item **out,
                         struct rat_err *err)
{
    struct rat_err reason = RAT_ERR_INIT;
    struct rat_buf why = RAT_BUF_INIT;
    rat_problem_explain(problem, &why);
    rat_fail(&reason, RAT_EINPUT, "%s", rat_buf_cstr(&why));
    rat_buf_release(&why);
    return rat_item_reject(&reason, location, RAT_PROTECTS_PATH, location, out, err);
}

/* "protokoll.pdf" for the second of this name becomes "protokoll.pdf~2". */
static rat_status name_member(struct level *level, const char *path, struct rat_buf *out, struct rat_err *err)
{
    bool added = false;
    rat_buf_clear(out);
    rat_buf_puts(out, path);
    for (unsigned i = 2; !added; i++) {
        if (out->failed ||
            rat_strmap_add(&level->names, rat_buf_cstr(out), out->size, &added) == RAT_STRMAP_NONE)
            return rat_nomem(err);
        if (!added) {
            rat_buf_clear(out);
            rat_buf_printf(out, "%s~%u", path, i);
        }
    }
    return RAT_OK;
}

struct names {
    struct rat_buf path, id, location;
};

static void release_names(struct names *names)
{
    rat_buf_release(&names->path);
    rat_buf_release(&names->id);
    rat_buf_release(&names->location);
}

/* A member that holds others; a mail is a document besides. */
static rat_status enter(struct rat_members *m, struct names *names, const struct rat_member *member,
                        enum rat_format format, struct rat_item **out, struct rat_err *err)
{
    struct rat_buf bytes = RAT_BUF_INIT;
    if (m->depth == RAT_UNPACK_DEPTH_MAX) {
        if (format != RAT_FORMAT_MAIL)
            return refuse(rat_buf_cstr(&names->location), RAT_PROBLEM_NESTED, out, err);
        return RAT_END; /* its text can still be read */
    }
    rat_buf_append(&bytes, member->bytes, member->size);
    rat_status st =
        bytes.failed ? rat_nomem(err)
                     : push(m, rat_buf_cstr(&names->id), rat_buf_cstr(&names->location), format, &bytes, err);
    rat_buf_release(&bytes);
    if (st == RAT_OK && format == RAT_FORMAT_MAIL)
        st = make_own_item(m, m->depth - 1, out, err);
    return st;
}

/* *out stays NULL when it gives no item of its own. */
static rat_status take_member(struct rat_members *m, const struct rat_member *member, struct names *names,
                              struct rat_item **out, struct rat_err *err)
{
    struct level *level = top(m);
    const char *slash = strrchr(member->path, '/'), *name = slash ? slash + 1 : member->path;
    level->given++;
    rat_status st = name_member(level, member->path, &names->path, err);
    if (st != RAT_OK)
        return st;
    rat_buf_printf(&names->id, "%s!/%s", level->id, rat_buf_cstr(&names->path));
    rat_buf_printf(&names->location, "%s!/%s", level->location, rat_buf_cstr(&names->path));
    const char *id = rat_buf_cstr(&names->id), *location = rat_buf_cstr(&names->location);
    if (names->id.failed || names->location.failed)
        return rat_nomem(err);
    if (member->problem)
        return refuse(location, member->problem, out, err);
    enum rat_format format = rat_format_detect(member->bytes, member->size, name);
    if (format == RAT_FORMAT_UNKNOWN)
        return refuse(location, RAT_PROBLEM_UNSUPPORTED, out, err);
    if (rat_format_is_container(format)) {
        st = enter(m, names, member, format, out, err);
        if (st != RAT_END)
            return st;
    }
    return make_item(m, id, location, name, level->id, member->bytes, member->size, out, err);
}

/* All members of the level were given. */
static rat_status leave(struct rat_members *m, struct rat_item **out, struct rat_err *err)
{
    struct level *level = top(m);
    const char *problem = rat_unpack_problem(level->unpacked), *format = rat_unpack_format(level->unpacked);
    bool document = format[0] && strcmp(format, "zip") != 0 && strcmp(format, "mail") != 0;
    rat_status st = RAT_OK;
    /* a mail was given before its parts; what is wrong with it its reader says */
    if (level->format != RAT_FORMAT_MAIL && (document || problem))
        st = make_own_item(m, m->depth - 1, out, err);
    if (st == RAT_OK && *out && problem) {
        (*out)->problem = rat_arena_strdup(&(*out)->arena, problem);
        (*out)->incomplete = true;
        if (!(*out)->problem)
            st = rat_nomem(err);
    }
    if (st != RAT_OK) {
        rat_item_free(*out);
        *out = NULL;
    }
    pop(m);
    return st;
}

/* ---- the reader ---- */

rat_status rat_members_open(const struct rat_source *source, const char *path, const char *id,
                            enum rat_format format, struct rat_members **out, struct rat_err *err)
{
    struct rat_buf bytes = RAT_BUF_INIT, name = RAT_BUF_INIT;
    struct rat_members *m = calloc(1, sizeof *m);
    if (!m)
        return rat_nomem(err);
    m->source = source;
    m->path = m->file_path = strdup(path);
    rat_name_as_utf8_buf(&name, id);
    rat_status st = m->path && !name.failed ? RAT_OK : rat_nomem(err);
    if (st == RAT_OK)
        st = rat_file_read(path, source->options.file_limit, &bytes, err);
    if (st == RAT_ELIMIT)
        rat_err_hint(err, "%s", _("Mit größerem --memory wird auch sie gelesen"));
    m->size = bytes.size;
    if (st == RAT_OK)
        st = push(m, rat_buf_cstr(&name), path, format, &bytes, err);
    if (st == RAT_OK && format == RAT_FORMAT_MAIL)
        st = make_own_item(m, 0, &m->waiting, err);
    rat_buf_release(&bytes);
    rat_buf_release(&name);
    if (st != RAT_OK) {
        rat_members_close(m);
        return st;
    }
    *out = m;
    return RAT_OK;
}

rat_status rat_members_next(struct rat_members *m, struct rat_item **out, struct rat_err *err)
{
    struct rat_item *item = m->waiting;
    rat_status st = RAT_OK;
    m->waiting = NULL;
    while (st == RAT_OK && !item) {
        struct rat_member member;
        struct names names = {RAT_BUF_INIT, RAT_BUF_INIT, RAT_BUF_INIT};
        if (!m->depth)
            return RAT_END;
        st = rat_unpack_next(top(m)->unpacked, &member, err);
        if (st == RAT_OK)
            st = take_member(m, &member, &names, &item, err);
        else if (st == RAT_END)
            st = leave(m, &item, err);
        release_names(&names);
    }
    if (st == RAT_OK)
        *out = item;
    return st;
}

void rat_members_close(struct rat_members *m)
{
    if (!m)
        return;
    while (m->depth)
        pop(m);
    rat_item_free(m->waiting);
    free(m->file_path);
    free(m);
}
