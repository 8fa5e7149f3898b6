/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "extract/unpack.h"

#include "base/buf.h"
#include "base/cursor.h"
#include "extract/child.h"
#include "extract/problem.h"
#include "extract/records.h"
#include "text/charset.h"

#include <stdlib.h>

#define NAME_MAX_BYTES 1000u

struct rat_unpacked {
    struct rat_child *child;
    size_t member_limit;
    struct rat_buf said; /* read and not yet understood, from at on */
    size_t at;
    struct rat_buf path, next_path; /* of the member that is given, that is read */
    struct rat_buf bytes;
    char format[16];
    char member_problem[32], problem[32];
    bool reading; /* a member has begun */
    bool too_large;
    bool over;
};

rat_status rat_unpack_start(const void *bytes, size_t n, enum rat_format format, size_t member_limit,
                            struct rat_unpacked **out, struct rat_err *err)
{
    const char *arguments[] = {"unpack", rat_format_name(format), NULL};
    struct rat_child_options options = RAT_CHILD_OPTIONS_INIT;
    struct rat_unpacked *u = calloc(1, sizeof *u);
    if (!u)
        return rat_nomem(err);
    options.arguments = arguments;
    options.input = bytes;
    options.input_size = n;
    u->member_limit = member_limit;
    rat_status st = rat_child_start(&options, &u->child, err);
    if (st != RAT_OK) {
        free(u);
        return st;
    }
    *out = u;
    return RAT_OK;
}

static void note(char *out, size_t room, const void *name, size_t n)
{
    snprintf(out, room, "%.*s", (int)(n < room ? n : room - 1), (const char *)name);
}

/* The child is gone: nothing more comes. */
static void finish(struct rat_unpacked *u, const char *problem)
{
    struct rat_child_end end = {0};
    rat_child_end(u->child, &end);
    u->child = NULL;
    u->over = true;
    if (!problem)
        problem = end.problem && !u->problem[0] ? end.problem : NULL;
    if (problem)
        note(u->problem, sizeof u->problem, problem, strlen(problem));
}

/* At least n bytes that are not understood yet; false: there are no more. */
static rat_status fill(struct rat_unpacked *u, size_t n, bool *there, struct rat_err *err)
{
    if (u->at) {
        memmove(u->said.data, u->said.data + u->at, u->said.size - u->at);
        u->said.size -= u->at;
        u->at = 0;
    }
    while (u->said.size < n) {
        size_t got = 0;
        unsigned char *to = rat_buf_reserve(&u->said, 65536);
        rat_status st = to ? rat_child_read(u->child, to, 65536, &got, err) : rat_nomem(err);
        if (st != RAT_OK)
            return st;
        if (!got)
            break;
        u->said.size += got;
    }
    *there = u->said.size >= n;
    return RAT_OK;
}

/* A name that others made: text without control characters, of bounded length. */
static void take_name(const unsigned char *bytes, size_t n, struct rat_buf *out)
{
    n = n < NAME_MAX_BYTES ? n : NAME_MAX_BYTES;
    while (n && !rat_utf8_valid(bytes, n))
        n--;
    rat_buf_clear(out);
    rat_buf_append(out, bytes, n);
    for (size_t i = 0; i < out->size; i++)
        out->data[i] = out->data[i] < ' ' || out->data[i] == 127 ? '_' : out->data[i];
    if (!n)
        rat_buf_puts(out, "?");
}

static void take_refused(struct rat_unpacked *u, const unsigned char *bytes, size_t n)
{
    size_t space = n;
    while (space && bytes[space - 1] != ' ')
        space--;
    note(u->member_problem, sizeof u->member_problem, bytes + space, n - space);
    if (!u->reading)
        take_name(bytes, space ? space - 1 : n, &u->next_path);
}

static void take_content(struct rat_unpacked *u, const unsigned char *bytes, size_t n)
{
    if (n > u->member_limit - u->bytes.size)
        u->too_large = true;
    else if (!u->too_large)
        rat_buf_append(&u->bytes, bytes, n);
}

static void give(struct rat_unpacked *u, struct rat_member *out)
{
    struct rat_buf swap = u->path;
    u->path = u->next_path;
    u->next_path = swap;
    if (u->too_large)
        note(u->member_problem, sizeof u->member_problem, RAT_PROBLEM_OUTPUT, strlen(RAT_PROBLEM_OUTPUT));
    bool refused = u->member_problem[0] != '\0';
    *out = (struct rat_member){rat_buf_cstr(&u->path), refused ? NULL : u->bytes.data,
                               refused ? 0 : u->bytes.size, refused ? u->member_problem : NULL};
    u->reading = false;
}

static void begin(struct rat_unpacked *u, const unsigned char *name, size_t n)
{
    take_name(name, n, &u->next_path);
    u->reading = true;
}

/* One record. *given: a member is complete; then the record is looked at again. */
static rat_status take_record(struct rat_unpacked *u, bool *given, struct rat_member *out,
                              struct rat_err *err)
{
    bool there = false;
    rat_status st = fill(u, RAT_RECORD_HEAD, &there, err);
    if (st == RAT_OK && !there) {
        finish(u, NULL);
        if (!u->problem[0])
            note(u->problem, sizeof u->problem, RAT_PROBLEM_CRASHED, strlen(RAT_PROBLEM_CRASHED));
        return RAT_OK;
    }
    uint32_t n = st == RAT_OK ? rat_load_u32(u->said.data + 1) : 0;
    if (st == RAT_OK && n <= RAT_RECORD_MAX)
        st = fill(u, RAT_RECORD_HEAD + n, &there, err);
    if (st != RAT_OK)
        return st;
    if (n > RAT_RECORD_MAX || !there) {
        finish(u, RAT_PROBLEM_CRASHED);
        return RAT_OK;
    }
    char tag = (char)u->said.data[0];
    const unsigned char *bytes = u->said.data + RAT_RECORD_HEAD;
    if (u->reading && tag != 'C' && tag != 'R') {
        *given = !(tag == 'E' && n); /* what broke off in the middle is no member */
        if (*given) {
            give(u, out);
            return RAT_OK;
        }
        u->reading = false;
    }
    u->at = RAT_RECORD_HEAD + n;
    switch (tag) {
    case 'F': note(u->format, sizeof u->format, bytes, n); break;
    case 'M': begin(u, bytes, n); break;
    case 'C': take_content(u, bytes, n); break;
    case 'R':
        take_refused(u, bytes, n);
        give(u, out);
        *given = true;
        break;
    case 'E':
        note(u->problem, sizeof u->problem, bytes, n);
        finish(u, NULL);
        break;
    default: finish(u, RAT_PROBLEM_CRASHED); break;
    }
    return u->bytes.failed || u->next_path.failed ? rat_nomem(err) : RAT_OK;
}

rat_status rat_unpack_next(struct rat_unpacked *u, struct rat_member *out, struct rat_err *err)
{
    bool given = false;
    rat_buf_clear(&u->bytes);
    u->member_problem[0] = '\0';
    u->too_large = false;
    while (!u->over && !given) {
        rat_status st = take_record(u, &given, out, err);
        if (st == RAT_ELIMIT) {
            finish(u, RAT_PROBLEM_TIMEOUT);
            return RAT_END;
        }
        if (st != RAT_OK)
            return st;
    }
    return given ? RAT_OK : RAT_END;
}

const char *rat_unpack_problem(const struct rat_unpacked *u)
{
    return u->problem[0] ? u->problem : NULL;
}

const char *rat_unpack_format(const struct rat_unpacked *u)
{
    return u->format;
}

void rat_unpack_close(struct rat_unpacked *u)
{
    if (!u)
        return;
    if (u->child)
        rat_child_end(u->child, NULL);
    rat_buf_release(&u->said);
    rat_buf_release(&u->path);
    rat_buf_release(&u->next_path);
    rat_buf_release(&u->bytes);
    free(u);
}
