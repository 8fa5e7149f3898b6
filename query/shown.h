/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One document or paper with all that the archive knows of it, and as JSON: the same for the command line and the web.
 *
 *     struct rat_shown shown = {.snapshot = snapshot, .arena = &arena};
 *     st = rat_shown_load(&shown, "2020/740", &err);
 *
 * Everything lives in the arena. One thread.
 */
#ifndef QUERY_SHOWN_H
#define QUERY_SHOWN_H

#include "base/json.h"
#include "storage/archive.h"

struct rat_shown {
    struct rat_snapshot *snapshot;
    struct rat_arena *arena;
    bool is_paper;  /* the ID named a paper: document is unused */
    bool has_paper; /* paper is filled */
    struct rat_document document;
    struct rat_paper paper;
    struct rat_document *siblings; /* documents of the paper */
    size_t sibling_count;
    struct rat_version *versions;
    size_t version_count;
};

/* name: whatever rat_named_find takes. RAT_ENOTFOUND; RAT_EUSAGE when it names several things (the hint lists
 * them) or the archive is only an index. */
RAT_MUST_CHECK rat_status rat_shown_load(struct rat_shown *show, const char *name, struct rat_err *err);

/* The paper with exactly this id. */
RAT_MUST_CHECK rat_status rat_shown_load_paper(struct rat_shown *show, const char *id, struct rat_err *err);

/* Which document's bytes are meant: a paper with exactly one document stands for that one. */
RAT_MUST_CHECK rat_status rat_shown_document(const struct rat_shown *show, const struct rat_document **out,
                                             struct rat_err *err);

/* The contract's `show --json`, into the object json->root. */
void rat_shown_put_json(const struct rat_shown *show, struct rat_json *json);

#endif
