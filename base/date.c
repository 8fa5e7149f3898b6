/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* Days from civil, after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
bool rat_date_from_ymd(int year, int month, int day, int32_t *out)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1)
        return false;
    if (day > lengths[month - 1] + (month == 2 && is_leap(year)))
        return false;
    int y = year - (month <= 2);
    int era = (y >= 0 ? y : y - 399) / 400;
    int yoe = y - era * 400;
    int doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    *out = era * 146097 + doe - 719468;
    return true;
}

void rat_date_to_ymd(int32_t date, int *year, int *month, int *day)
{
    int64_t z = (int64_t)date + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int doe = (int)(z - era * 146097);
    int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int mp = (5 * doy + 2) / 153;
    *day = doy - (153 * mp + 2) / 5 + 1;
    *month = mp < 10 ? mp + 3 : mp - 9;
    *year = (int)(yoe + era * 400) + (*month <= 2);
}

static bool digits(const char *text, size_t n, int *out)
{
    int value = 0;
    for (size_t i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        value = value * 10 + (text[i] - '0');
    }
    *out = value;
    return true;
}

bool rat_date_parse_iso(const char *text, size_t n, int32_t *out)
{
    int year, month, day;
    if (n < 10 || text[4] != '-' || text[7] != '-' || (n > 10 && text[10] >= '0' && text[10] <= '9'))
        return false;
    return digits(text, 4, &year) && digits(text + 5, 2, &month) && digits(text + 8, 2, &day) &&
           rat_date_from_ymd(year, month, day, out);
}

char *rat_date_format(int32_t date, char out[RAT_DATE_TEXT])
{
    out[0] = '\0';
    if (date != RAT_NO_DATE) {
        int year, month, day;
        rat_date_to_ymd(date, &year, &month, &day);
        if (year >= 1 && year <= 9999)
            snprintf(out, RAT_DATE_TEXT, "%04d-%02d-%02d", year % 10000, month % 100, day % 100);
    }
    return out;
}

static time_t now(void)
{
    const char *fixed = getenv("SOURCE_DATE_EPOCH");
    if (fixed && *fixed) {
        char *end;
        long long value = strtoll(fixed, &end, 10);
        if (*end == '\0')
            return (time_t)value;
    }
    return time(NULL);
}

int32_t rat_date_today(void)
{
    return (int32_t)(now() / 86400);
}

char *rat_time_now(char out[RAT_TIME_TEXT])
{
    time_t t = now();
    struct tm parts;
    out[0] = '\0';
    if (gmtime_r(&t, &parts))
        strftime(out, RAT_TIME_TEXT, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return out;
}
