/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether two words are like each other: the definitions, without a thought for speed. */
#include "tests/reference/reference.h"

#include <stdlib.h>

/* The next character: its bytes. */
static size_t width(const char *at)
{
    size_t n = 1;
    while ((at[n] & 0xc0) == 0x80)
        n++;
    return n;
}

bool ref_fits_wildcard(const char *pattern, const char *term, bool umlauts)
{
    if (!*pattern)
        return !*term;
    if (*pattern == '*')
        return ref_fits_wildcard(pattern + 1, term, umlauts) ||
               (*term && ref_fits_wildcard(pattern, term + 1, umlauts));
    if (!*term)
        return false;
    if (*pattern != '?')
        return *pattern == *term && ref_fits_wildcard(pattern + 1, term + 1, umlauts);
    bool umlaut = umlauts && term[1] == 'e' && strchr("aou", *term);
    return ref_fits_wildcard(pattern + 1, term + width(term), umlauts) ||
           (umlaut && ref_fits_wildcard(pattern + 1, term + 2, umlauts));
}

static size_t characters(const char *text, uint32_t *out)
{
    size_t n = 0;
    while (*text) {
        size_t size = width(text);
        out[n] = 0;
        for (size_t i = 0; i < size; i++)
            out[n] = out[n] << 8 | (unsigned char)text[i];
        text += size;
        if (out[n] == 0xc39f) /* ß is ss */
        {
            out[n] = 's';
            out[++n] = 's';
        }
        n++;
    }
    return n;
}

/* Changes, insertions, deletions, exchanges of neighbours, none of them twice at one place: by the recursive definition, with a
 * table so that it ends. */
uint32_t ref_edits(const char *a, const char *b)
{
    uint32_t x[256], y[256];
    if (strlen(a) > 250 || strlen(b) > 250)
        abort();
    size_t n = characters(a, x), m = characters(b, y);
    uint32_t *table = malloc((n + 1) * (m + 1) * sizeof *table);
    if (!table)
        abort();
#define AT(i, j) table[(i) * (m + 1) + (j)]
    for (size_t i = 0; i <= n; i++)
        for (size_t j = 0; j <= m; j++) {
            if (i == 0 || j == 0) {
                AT(i, j) = (uint32_t)(i + j);
                continue;
            }
            uint32_t best = AT(i - 1, j - 1) + (x[i - 1] != y[j - 1]);
            best = AT(i - 1, j) + 1 < best ? AT(i - 1, j) + 1 : best;
            best = AT(i, j - 1) + 1 < best ? AT(i, j - 1) + 1 : best;
            if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1])
                best = AT(i - 2, j - 2) + 1 < best ? AT(i - 2, j - 2) + 1 : best;
            AT(i, j) = best;
        }
    uint32_t result = AT(n, m);
#undef AT
    free(table);
    return result;
}
