/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The number of a paper in one spelling, so that "VO/0123/21", "Drs. 17/2034", "2015/0288-1" and "2015/0288/1" can be
 * compared whoever wrote them. Keys are lower case, parts joined by '/', zeros in front dropped, a supplement behind '-':
 *
 *     printed                key               family          bare
 *     2020/740               2020/740          2020/740
 *     2015/0288-1            2015/288-1        2015/288
 *     2024/1329/2            2024/1329-2       2024/1329       a year in front: what follows the second part is a supplement
 *     DHH/2025/3112          dhh/2025/3112     dhh/2025/3112   2025/3112
 *     VO/4680/2016           vo/4680/2016      vo/4680/2016    4680/2016
 *     A 21/0321-01           a/21/321-1        a/21/321        21/321-1
 *     1536/V                 1536/v            1536/v
 *     Vorlage Nr. 421        421               421             restarts with every term of the council
 *
 * Pure functions, any thread.
 */
#ifndef TEXT_PAPER_NUMBER_H
#define TEXT_PAPER_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

#define RAT_PAPER_NUMBER_BYTES 56u

struct rat_paper_number {
    char key[RAT_PAPER_NUMBER_BYTES];
    char family[RAT_PAPER_NUMBER_BYTES]; /* the key without its supplement */
    char bare[RAT_PAPER_NUMBER_BYTES];   /* the key without its prefix; "" when it has none */
    unsigned parts;                      /* numbers beside prefix and supplement: 1 to 3 */
    unsigned digits;   /* of the running number when it was written with a zero in front, else 0 */
    bool year_first;   /* "2020/740" */
    bool year_last;    /* "427/2009", "VO/4680/2016" */
    bool is_year_span; /* "2015/2016", "2015/16", "2019/2023": as likely years as a number */
    bool roman;        /* "1536/V" */
};

/* Reads a number that begins at text[at] with its prefix or first digit. Returns the bytes that it takes, 0 when none
 * stands there. */
size_t rat_paper_number_read(const char *text, size_t n, size_t at, struct rat_paper_number *out);

/* The whole of text is a number, perhaps behind "Vorlage Nr.", "Drs.", "DS" and such; blanks around it do not matter. */
bool rat_paper_number_parse(const char *text, struct rat_paper_number *out);

#endif
