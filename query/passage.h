/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Passages: which places of a text show a query best, and how they look to a person. Two steps, so that only the
 * bytes that are shown need to be read. Called by search.c; knows no archive.
 *
 *     struct rat_passages passages;
 *     st = rat_passages_choose(matches, count, text_size, &options, &passages, &err);
 *     for (size_t i = 0; i < passages.count; i++)
 *         passages.item[i].text = ... bytes read_start..read_end of the text ...;
 *     rat_passages_render(&passages, matches, count, text_size, &options, &buf);
 *
 * Pure functions, any thread. Offsets are bytes of the whole text, which should be valid UTF-8; bytes that are not
 * come out as U+FFFD, and no match or size makes anything read outside of the given bytes.
 */
#ifndef QUERY_PASSAGE_H
#define QUERY_PASSAGE_H

#include "base/buf.h"
#include "base/status.h"

#define RAT_PASSAGES_MAX 8u
#define RAT_PASSAGE_LENGTH_MAX 65536u
#define RAT_PASSAGE_LENGTH_UNSET 240u
#define RAT_PASSAGE_NUMBER_UNSET 2u

struct rat_match {
    uint32_t start, end; /* end exclusive; may run over a line's end ("Kinder-⏎tagesstätte") */
    uint16_t term;       /* which term of the query: matches of one term add little to each other */
    float weight;        /* > 0: what showing this term is worth, e.g. its idf */
};

struct rat_passage_options {
    size_t length;        /* wanted bytes of text over all passages; 0: RAT_PASSAGE_LENGTH_UNSET */
    size_t passages;      /* at most this many; 0: RAT_PASSAGE_NUMBER_UNSET */
    const char *mark_on;  /* NULL: "<mark>" */
    const char *mark_off; /* NULL: "</mark>" */
    bool plain;           /* no HTML escaping, for terminals */
};

struct rat_passage {
    size_t start, end;           /* wanted; cut at a sentence or word end when rendered */
    size_t read_start, read_end; /* what rendering may look at: a little more */
    const char *text;            /* the caller's: bytes read_start..read_end; NULL shows nothing */
};

struct rat_passages {
    struct rat_passage item[RAT_PASSAGES_MAX]; /* by start, without overlap */
    size_t count;                              /* at least 1 unless the text is empty */
};

/* The best places by distinct terms shown (weights) and density; without a match the beginning. matches: by start;
 * they may overlap. text_size < 4 GiB. RAT_ENOMEM only. */
RAT_MUST_CHECK rat_status rat_passages_choose(const struct rat_match *matches, size_t count, size_t text_size,
                                              const struct rat_passage_options *options,
                                              struct rat_passages *out, struct rat_err *err);

/* Appends the passages to out: white space and line ends collapsed, words hyphenated over a line end joined, "… " and
 * " …" where text was left out, HTML escaped first and marks inserted then. Look at out->failed. */
void rat_passages_render(const struct rat_passages *passages, const struct rat_match *matches, size_t count,
                         size_t text_size, const struct rat_passage_options *options, struct rat_buf *out);

#endif
