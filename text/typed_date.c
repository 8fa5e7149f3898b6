/* SPDX-License-Identifier: GPL-2.0-or-later */
/* "3. Februar 2021", "03.02.2021", "3.2.21", "2021-02-03". */
#include "base/date.h"
#include "text/typed_internal.h"

#include <stdlib.h>

/* Two digits of a year: the archive begins after 1950. */
static int full_year(int year, unsigned digits)
{
    return digits == 4 ? year : year < 50 ? 2000 + year : 1900 + year;
}

static int number(const char *digits)
{
    return (int)strtol(digits, NULL, 10);
}

/* Month by its name, 1..12, or 0. */
static int month_name(struct rat_scan *s)
{
    static const char *const names[] = {"Januar",   "Februar",  "März",   "April",     "Mai",
                                        "Juni",     "Juli",     "August", "September", "Oktober",
                                        "November", "Dezember", NULL};
    static const char *const brief[] = {"Jan.", "Feb.", "Mrz.", "Apr.", "Mai.", "Jun.", "Jul.",
                                        "Aug.", "Sep.", "Okt.", "Nov.", "Dez.", NULL};
    static const char *const other[] = {"Sept.", "Sept", "Jan", "Feb",    "Aug",
                                        "Okt",   "Nov",  "Dez", "Jänner", NULL};
    static const int other_months[] = {9, 9, 1, 2, 8, 10, 11, 12, 1};
    int i = rat_scan_word(s, names);
    if (i < 0)
        i = rat_scan_word(s, brief);
    if (i >= 0)
        return i + 1;
    i = rat_scan_word(s, other);
    return i >= 0 ? other_months[i] : 0;
}

static bool add_date(int year, int month, int day, size_t end, struct rat_typed *out)
{
    int32_t date;
    char iso[RAT_DATE_TEXT];
    if (year < 1500 || year > 2199 || !rat_date_from_ymd(year, month, day, &date))
        return false;
    out->end = end;
    rat_typed_add(out, true, "=%s", rat_date_format(date, iso));
    return true;
}

/* "2021-02-03", the first number is read already. */
static bool read_iso(struct rat_scan s, int year, struct rat_typed *out)
{
    char month[RAT_SCAN_DIGITS_MAX + 1], day[RAT_SCAN_DIGITS_MAX + 1];
    if (!rat_scan_literal(&s, "-") || rat_scan_digits(&s, month) != 2 || !rat_scan_literal(&s, "-") ||
        rat_scan_digits(&s, day) != 2 || !rat_scan_at_break(&s))
        return false;
    return add_date(year, number(month), number(day), s.at, out);
}

bool rat_typed_date(struct rat_scan s, struct rat_typed *out)
{
    char day[RAT_SCAN_DIGITS_MAX + 1], digits[RAT_SCAN_DIGITS_MAX + 1];
    unsigned count = rat_scan_digits(&s, day);
    if (count == 4)
        return read_iso(s, number(day), out);
    if (count == 0 || count > 2 || !rat_scan_literal(&s, "."))
        return false;
    (void)rat_scan_spaces(&s);
    int month = month_name(&s);
    if (month == 0) {
        count = rat_scan_digits(&s, digits);
        if (count == 0 || count > 2 || !rat_scan_literal(&s, "."))
            return false;
        month = number(digits);
    }
    (void)rat_scan_spaces(&s);
    count = rat_scan_digits(&s, digits);
    if ((count != 4 && count != 2) || !rat_scan_at_break(&s))
        return false;
    char next = rat_scan_peek(&s, 0), beyond = rat_scan_peek(&s, 1);
    if ((next == '.' || next == ',') && beyond >= '0' && beyond <= '9')
        return false; /* the number of a section, "1.2.10.4" */
    return add_date(full_year(number(digits), count), month, number(day), s.at, out);
}
