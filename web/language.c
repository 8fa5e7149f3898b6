/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "web/language.h"

#include "base/date.h"

#include <inttypes.h>
#include <locale.h>

static locale_t german, english_locale;

bool rat_language_init(void)
{
    if (german)
        return english_locale != (locale_t)0;
    /* gettext translates nothing in the messages of "C", and by LANGUAGE in those of every other locale */
    setenv("LANGUAGE", "en", 1);
    german = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    if (!german)
        german = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    english_locale = newlocale(LC_CTYPE_MASK | LC_MESSAGES_MASK, "C.UTF-8", (locale_t)0);
    return english_locale != (locale_t)0;
}

void rat_language_use(bool english)
{
    locale_t wanted = english && english_locale ? english_locale : german;
    if (wanted)
        uselocale(wanted);
}

/* q of one range as thousandths; 1000 when none is given. */
static int quality(const char *at, const char *end)
{
    const char *q = at;
    while (q < end && *q != 'q')
        q++;
    if (end - q < 3 || q[1] != '=')
        return 1000;
    int value = q[2] == '1' ? 1000 : 0, unit = 100;
    if (value == 0 && q[3] == '.')
        for (q += 4; q < end && *q >= '0' && *q <= '9' && unit; q++, unit /= 10)
            value += (*q - '0') * unit;
    return value;
}

bool rat_language_is_english(const char *text)
{
    int de = -1, en = -1;
    while (text && *text) {
        const char *end = text + strcspn(text, ",");
        text += strspn(text, " \t");
        const char *rest = text < end ? text + strcspn(text, ";,") : end;
        int *which = strncasecmp(text, "de", 2) == 0 ? &de : strncasecmp(text, "en", 2) == 0 ? &en : NULL;
        if (which && text < end && (text[2] == '-' || text + 2 >= rest || text[2] == ' ')) {
            int q = rest < end ? quality(rest, end) : 1000;
            *which = q > *which ? q : *which;
        }
        text = *end ? end + 1 : end;
    }
    return en > 0 && en > de;
}

const char *rat_figure(bool english, uint64_t value, char out[RAT_FIGURE_TEXT])
{
    char digits[24];
    int n = snprintf(digits, sizeof digits, "%" PRIu64, value);
    size_t used = 0;
    for (int i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0)
            out[used++] = english ? ',' : '.';
        out[used++] = digits[i];
    }
    out[used] = '\0';
    return out;
}

const char *rat_figure_bytes(bool english, uint64_t bytes, char out[RAT_FIGURE_TEXT])
{
    static const char *const units[] = {"B", "kB", "MB", "GB", "TB"};
    double value = (double)bytes;
    size_t unit = 0;
    for (; value >= 1000 && unit + 1 < sizeof units / sizeof units[0]; unit++)
        value /= 1000;
    snprintf(out, RAT_FIGURE_TEXT, "%.*f %s", unit > 0 && value < 100 ? 1 : 0, value, units[unit]);
    char *point = strchr(out, '.');
    if (point && !english)
        *point = ',';
    return out;
}

const char *rat_day(bool english, int32_t date, char out[RAT_FIGURE_TEXT])
{
    static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int year, month, day;
    out[0] = '\0';
    if (date == RAT_NO_DATE)
        return out;
    rat_date_to_ymd(date, &year, &month, &day);
    if (english)
        snprintf(out, RAT_FIGURE_TEXT, "%d %s %04d", day, months[month - 1], year);
    else
        snprintf(out, RAT_FIGURE_TEXT, "%02d.%02d.%04d", day, month, year);
    return out;
}

const char *rat_moment(bool english, const char *text, char out[RAT_FIGURE_TEXT])
{
    int32_t date;
    out[0] = '\0';
    if (!text)
        return out;
    if (!rat_date_parse_iso(text, strlen(text), &date)) {
        snprintf(out, RAT_FIGURE_TEXT, "%s", text);
        return out;
    }
    rat_day(english, date, out);
    if (strlen(text) >= 16 && text[10] == 'T' && text[13] == ':' && strncmp(text + 11, "00:00", 5) != 0) {
        size_t used = strlen(out);
        snprintf(out + used, RAT_FIGURE_TEXT - used, ", %.5s", text + 11);
    }
    return out;
}
