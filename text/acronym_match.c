/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The letters of a short form against the words before it: the alignment with the most points wins. A letter that begins
 * a word is worth most, then one that may begin a part of a compound (three letters before it and behind it), then
 * one that goes on where the letter before stood. The limits are set by reading places of real archives.
 */
#include "text/acronym_internal.h"

#include <string.h>

#define NEVER (-1000)
#define POINTS_INITIAL 3
#define POINTS_SMALL_WORD 1 /* the f of "für" in BAFA */
#define POINTS_PART 2       /* in a word that others follow one less */
#define POINTS_GOES_ON 2    /* a small letter; a capital gets one less */
#define POINTS_LOOSE (-1)
#define POINTS_SKIPPED (-2) /* a word without a letter: one, and only of four letters on */
#define PART_LETTERS 3
#define NEAR 4 /* a small letter may skip so far: the w of VwGO */
#define UNIT_LETTERS_MAX 64

struct match {
    const struct rat_acronym_brief *brief;
    const struct rat_acronym_unit *units;
    unsigned count;
    bool whole, mixed; /* mixed: has small letters, so its capitals all begin something */
    /* by unit, letter, words skipped so far: points of the best rest, and how many letters the unit gets */
    int points[RAT_ACRONYM_UNITS_MAX + 1][RAT_ACRONYM_LETTERS_MAX + 1][2];
    int8_t taken[RAT_ACRONYM_UNITS_MAX + 1][RAT_ACRONYM_LETTERS_MAX + 1][2];
};

/* Of a letter at `to` when the one before it stood at `from`. before: letters of the unit so far. */
static int step_points(const struct match *m, const struct rat_acronym_unit *unit, unsigned letter,
                       unsigned before, unsigned from, unsigned to)
{
    bool capital = m->brief->capital[letter], initial = to == before;
    unsigned length = unit->count, small = 0;
    while (small + 1 < before && !m->brief->capital[letter - 1 - small])
        small++; /* the part began so much earlier: BauGB */
    bool may_begin = to - from + small >= PART_LETTERS && length - to >= PART_LETTERS;
    if (!capital)
        return to == from + 1 ? POINTS_GOES_ON : to - from <= NEAR ? 1 : NEVER;
    if (may_begin)
        return POINTS_PART - (unit < m->units + m->count - 1);
    if (m->mixed)
        return NEVER;
    /* the R of GRZ, the A of KITA; but IKT is no Infrastruktur */
    if (to == from + 1)
        return initial || m->brief->count > 3 ? POINTS_GOES_ON - 1 : NEVER;
    return m->brief->count > 2 ? POINTS_LOOSE : NEVER;
}

/* Letters [i, i + taken) in one unit, the first at its beginning. */
static int unit_points(const struct match *m, const struct rat_acronym_unit *unit, unsigned i, unsigned taken)
{
    int best[UNIT_LETTERS_MAX], next[UNIT_LETTERS_MAX], most = NEVER;
    unsigned length = unit->count < UNIT_LETTERS_MAX ? unit->count : UNIT_LETTERS_MAX;
    const struct rat_acronym_brief *b = m->brief;
    if (length < taken || unit->letter[0] != b->letter[i] || (m->mixed && unit->small && b->capital[i]))
        return NEVER;
    for (unsigned k = 0; k < length; k++)
        best[k] = NEVER;
    best[0] = unit->small ? POINTS_SMALL_WORD : POINTS_INITIAL;
    for (unsigned t = 1; t < taken; t++) {
        for (unsigned to = 0; to < length; to++) {
            next[to] = NEVER;
            if (unit->letter[to] != b->letter[i + t])
                continue;
            for (unsigned from = 0; from < to; from++) {
                int points = best[from] + step_points(m, unit, i + t, t, from, to);
                next[to] = points > next[to] ? points : next[to];
            }
        }
        memcpy(best, next, length * sizeof *best);
    }
    for (unsigned k = 0; k < length; k++)
        most = best[k] > most ? best[k] : most;
    return most;
}

static bool may_stay_behind(const struct match *m, unsigned unit)
{
    for (unsigned k = unit; k < m->count; k++)
        if (m->whole || !(m->units[k].tail || m->units[k].small))
            return false;
    return unit == m->count || !m->units[m->count - 1].small;
}

static void fill_cell(struct match *m, unsigned unit, unsigned letter, unsigned skipped)
{
    int *points = &m->points[unit][letter][skipped];
    int8_t *taken = &m->taken[unit][letter][skipped];
    *points = NEVER;
    *taken = -1; /* the end */
    if (letter == m->brief->count) {
        *points = may_stay_behind(m, unit) ? 0 : NEVER;
        return;
    }
    if (unit == m->count)
        return;
    const struct rat_acronym_unit *u = &m->units[unit];
    if (u->small) {
        *points = m->points[unit + 1][letter][skipped];
        *taken = 0;
    } else if (skipped == 0 && m->brief->count > 3) {
        *points = m->points[unit + 1][letter][1] + POINTS_SKIPPED;
        *taken = 0;
    }
    for (unsigned t = 1; letter + t <= m->brief->count; t++) {
        int rest = m->points[unit + 1][letter + t][skipped];
        if (rest <= NEVER / 2)
            continue;
        int all = rest + unit_points(m, u, letter, t);
        if (all > *points) {
            *points = all;
            *taken = (int8_t)t;
        }
    }
}

static bool begins_here(const struct match *m, unsigned unit)
{
    const struct rat_acronym_unit *u = &m->units[unit];
    return !u->small && !u->tail && !u->chained && u->letter[0] == m->brief->letter[0] &&
           m->taken[unit][0][0] > 0;
}

/* Two letters prove little: each must begin a word. */
static bool is_enough(const struct rat_acronym_brief *brief, int points)
{
    int letters = (int)brief->count;
    return letters == 2 ? points >= 2 * POINTS_INITIAL : points >= 2 * letters - 1;
}

static unsigned last_used(const struct match *m, unsigned unit)
{
    unsigned letter = 0, skipped = 0, last = unit;
    while (letter < m->brief->count) {
        int taken = m->taken[unit][letter][skipped];
        if (taken > 0) {
            last = unit;
            letter += (unsigned)taken;
        } else if (!m->units[unit].small) {
            skipped = 1;
        }
        unit++;
    }
    return last;
}

/* ---- clipped words: two letters or more of two parts ---- */

static bool has_run(const struct rat_acronym_unit *unit, unsigned at, const struct rat_acronym_brief *brief,
                    unsigned from, unsigned to)
{
    if (at + (to - from) > unit->count)
        return false;
    return memcmp(unit->letter + at, brief->letter + from, (to - from) * sizeof *brief->letter) == 0;
}

/* "Kita": Ki-nder ta-gesstätte. */
static bool is_clipped_from(const struct rat_acronym_brief *brief, const struct rat_acronym_unit *unit)
{
    for (unsigned cut = 2; cut + 2 <= brief->count; cut++) {
        if (!has_run(unit, 0, brief, 0, cut) || has_run(unit, 0, brief, 0, cut + 1))
            continue;
        for (unsigned at = cut + 1; at + (brief->count - cut) + 1 < unit->count; at++)
            if (at >= PART_LETTERS && has_run(unit, at, brief, cut, brief->count))
                return true;
    }
    return false;
}

static bool match_clipped(const struct rat_acronym_brief *brief, const struct rat_acronym_unit *units,
                          unsigned count, unsigned *first, unsigned *last)
{
    const struct rat_acronym_unit *unit = &units[count - 1];
    if (unit->chained || unit->count < 2 * brief->count || !is_clipped_from(brief, unit))
        return false;
    *first = *last = count - 1;
    return true;
}

bool rat_acronym_match(const struct rat_acronym_brief *brief, const struct rat_acronym_unit *units,
                       unsigned count, bool whole, unsigned *first, unsigned *last)
{
    struct match m = {.brief = brief, .units = units, .count = count, .whole = whole};
    int best = NEVER;
    if (count == 0)
        return false;
    if (brief->capitals < 2)
        return (!whole || count == 1) && match_clipped(brief, units, count, first, last);
    m.mixed = brief->capitals < brief->count;
    for (unsigned unit = count + 1; unit-- > 0;)
        for (unsigned letter = 0; letter <= brief->count; letter++)
            for (unsigned skipped = 0; skipped < 2; skipped++)
                fill_cell(&m, unit, letter, skipped);
    for (unsigned unit = count; unit-- > 0;) {
        if ((whole && unit > 0) || !begins_here(&m, unit) || m.points[unit][0][0] <= best)
            continue;
        best = m.points[unit][0][0];
        *first = unit;
    }
    if (!is_enough(brief, best))
        return false;
    *last = last_used(&m, *first);
    return !units[*last].small;
}
