/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/syntax.h"

#include "base/date.h"

#include <string.h>

#define OPEN_FROM (RAT_NO_DATE + 1) /* documents without a date stay outside of every range */
#define OPEN_TO INT32_MAX
#define DAY_MIN (-719162) /* 0001-01-01 */
#define DAY_MAX 2932896   /* 9999-12-31 */
#define PIVOT 70          /* two-digit years: 70 is 1970, 69 is 2069 (as POSIX %y, nearly) */

static void trim(const char **text, size_t *n)
{
    while (*n > 0 && **text == ' ') {
        ++*text;
        --*n;
    }
    while (*n > 0 && (*text)[*n - 1] == ' ')
        --*n;
}

struct number {
    int value;
    size_t digits;
};

/* Reads up to three numbers of at most four digits with the same separator between them. Their count, 0 when the
 * text is anything else. */
static size_t read_numbers(const char *text, size_t n, struct number out[3], char *separator)
{
    size_t count = 0, at = 0;
    *separator = '\0';
    for (;;) {
        struct number *number = &out[count++];
        *number = (struct number){0, 0};
        for (; at < n && text[at] >= '0' && text[at] <= '9' && number->digits < 5; at++, number->digits++)
            number->value = number->value * 10 + (text[at] - '0');
        if (number->digits == 0 || number->digits > 4)
            return 0;
        if (at == n)
            return count;
        if (count == 3 || !memchr(".-/", text[at], 3) || (count == 2 && text[at] != *separator))
            return 0;
        *separator = text[at++];
    }
}

static bool whole_year(int year, int32_t *from, int32_t *to)
{
    return rat_date_from_ymd(year, 1, 1, from) && rat_date_from_ymd(year, 12, 31, to);
}

static bool whole_month(int year, int month, int32_t *from, int32_t *to)
{
    if (!rat_date_from_ymd(year, month, 1, from))
        return false;
    for (int day = 31; day >= 28; day--)
        if (rat_date_from_ymd(year, month, day, to))
            return true;
    return false;
}

static bool one_day(int year, int month, int day, int32_t *from, int32_t *to)
{
    if (!rat_date_from_ymd(year, month, day, from))
        return false;
    *to = *from;
    return true;
}

/* The first and the last day of "2020", "2020-09", "09/2020", "2020-09-21", "21.9.2020", "21.9.20". */
static bool parse_span(const char *text, size_t n, int32_t *from, int32_t *to)
{
    struct number part[3];
    char separator;
    if (n > 10 && text[10] == 'T')
        n = 10; /* a time of day behind it says nothing about the day */
    size_t count = read_numbers(text, n, part, &separator);
    if (count == 1)
        return part[0].digits == 4 && whole_year(part[0].value, from, to);
    if (count == 2 && part[0].digits == 4 && separator == '-')
        return part[1].digits <= 2 && whole_month(part[0].value, part[1].value, from, to);
    if (count == 2)
        return part[1].digits == 4 && part[0].digits <= 2 &&
               whole_month(part[1].value, part[0].value, from, to);
    if (count != 3 || part[1].digits > 2)
        return false;
    if (separator == '-')
        return part[0].digits == 4 && part[2].digits <= 2 &&
               one_day(part[0].value, part[1].value, part[2].value, from, to);
    if (separator != '.' || part[0].digits > 2 || part[2].digits == 1 || part[2].digits == 3)
        return false;
    int year = part[2].value;
    if (part[2].digits == 2)
        year += year < PIVOT ? 2000 : 1900;
    return one_day(year, part[1].value, part[0].value, from, to);
}

static bool parse_comparison(const char *text, size_t n, int32_t *from, int32_t *to)
{
    static const struct {
        const char *sign;
        bool up, inclusive;
    } table[] = {{">=", true, true}, {"≥", true, true},  {"<=", false, true},
                 {"≤", false, true}, {">", true, false}, {"<", false, false}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        size_t size = strlen(table[i].sign);
        if (n < size || memcmp(text, table[i].sign, size) != 0)
            continue;
        text += size;
        n -= size;
        trim(&text, &n);
        int32_t first, last;
        if (!parse_span(text, n, &first, &last))
            return false;
        if (!table[i].inclusive && (table[i].up ? last >= DAY_MAX : first <= DAY_MIN))
            return false;
        *from = !table[i].up ? OPEN_FROM : table[i].inclusive ? first : last + 1;
        *to = table[i].up ? OPEN_TO : table[i].inclusive ? last : first - 1;
        return true;
    }
    return false;
}

/* Where the two ends of a range are parted, and by how many bytes; n when nowhere. "2015-2018" has to be told from
 * "2015-09". */
static size_t find_divider(const char *text, size_t n, size_t *size)
{
    static const char *const dividers[] = {"..", "…", "–", " bis "};
    for (size_t i = 0; i < sizeof dividers / sizeof *dividers; i++) {
        *size = strlen(dividers[i]);
        const char *at = memmem(text, n, dividers[i], *size);
        if (at)
            return (size_t)(at - text);
    }
    *size = 1;
    return n == 9 && text[4] == '-' && !memchr(text + 5, '-', 4) ? 4 : n;
}

static bool parse_ends(const char *left, size_t left_size, const char *right, size_t right_size,
                       int32_t *from, int32_t *to)
{
    int32_t left_from = OPEN_FROM, left_to = OPEN_FROM, right_from = OPEN_TO, right_to = OPEN_TO;
    trim(&left, &left_size);
    trim(&right, &right_size);
    if (left_size + right_size == 0 ||
        (left_size > 0 && !parse_span(left, left_size, &left_from, &left_to)) ||
        (right_size > 0 && !parse_span(right, right_size, &right_from, &right_to)))
        return false;
    bool reversed = left_from > right_to;
    *from = reversed ? right_from : left_from;
    *to = reversed ? left_to : right_to;
    return true;
}

bool rat_query_parse_range(const char *text, size_t n, int32_t *from, int32_t *to)
{
    int32_t first, last;
    size_t size;
    trim(&text, &n);
    size_t divider = find_divider(text, n, &size);
    bool ok = divider < n
                  ? parse_ends(text, divider, text + divider + size, n - divider - size, &first, &last)
                  : parse_comparison(text, n, &first, &last) || parse_span(text, n, &first, &last);
    if (!ok)
        return false;
    *from = first;
    *to = last;
    return true;
}
