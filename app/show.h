/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One document or paper with all that the archive knows of it, printed for people (show_text.c) or for programs
 * (show_json.c). cmd_show.c fills the struct, which lives for one command on one thread.
 */
#ifndef APP_SHOW_H
#define APP_SHOW_H

#include "app/command.h"
#include "storage/archive.h"

struct rat_show {
    struct rat_cli *cli;
    struct rat_snapshot *snapshot;
    struct rat_arena arena;
    bool is_paper;  /* the ID named a paper: document is unused */
    bool has_paper; /* paper is filled */
    struct rat_document document;
    struct rat_paper paper;
    struct rat_document *siblings; /* documents of the paper */
    size_t sibling_count;
    struct rat_version *versions;
    size_t version_count;
};

void rat_show_print_text(const struct rat_show *show);
RAT_MUST_CHECK rat_status rat_show_print_json(const struct rat_show *show, struct rat_err *err);

#endif
