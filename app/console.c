/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/console.h"

#include "app/options.h"
#include "base/date.h"
#include "base/message.h"

#include <inttypes.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define WIDTH_WITHOUT_TERMINAL 80u
#define WIDTH_MIN 40u
#define WIDTH_MAX 120u /* longer lines are hard to read */
#define LABEL_COLUMNS 28u

static bool terminal_is_plain(void)
{
    const char *term = getenv("TERM");
    return !term || !*term || strcmp(term, "dumb") == 0;
}

static unsigned terminal_width(int fd)
{
    struct winsize size;
    uint64_t columns = 0;
    const char *set = getenv("COLUMNS");
    if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        columns = size.ws_col;
    else if (!set || !rat_number_parse(set, 1, 10000, &columns))
        columns = WIDTH_WITHOUT_TERMINAL;
    return columns < WIDTH_MIN ? WIDTH_MIN : columns > WIDTH_MAX ? WIDTH_MAX : (unsigned)columns;
}

void rat_console_init(struct rat_console *console, bool english)
{
    const char *no_color = getenv("NO_COLOR");
    bool terminal = isatty(STDOUT_FILENO) != 0;
    *console = (struct rat_console){
        .colour = terminal && !terminal_is_plain() && !(no_color && *no_color),
        .progress = isatty(STDERR_FILENO) && !terminal_is_plain(),
        .english = english,
        .width = terminal ? terminal_width(STDOUT_FILENO) : WIDTH_WITHOUT_TERMINAL,
    };
}

/* ---- numbers, dates ---- */

/* digits with a separator before every third one from the end */
static size_t group_digits(const char *digits, char separator, char *out)
{
    size_t n = strlen(digits), used = 0;
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0)
            out[used++] = separator;
        out[used++] = digits[i];
    }
    out[used] = '\0';
    return used;
}

char *rat_console_count(const struct rat_console *console, uint64_t value, char out[RAT_NUMBER_TEXT])
{
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRIu64, value);
    group_digits(digits, console->english ? ',' : '.', out);
    return out;
}

char *rat_console_decimal(const struct rat_console *console, double value, unsigned digits,
                          char out[RAT_NUMBER_TEXT])
{
    char plain[RAT_NUMBER_TEXT];
    if (!(value >= 0 && value < 1e15))
        value = 0;
    snprintf(plain, sizeof plain, "%.*f", (int)digits, value);
    char *point = strchr(plain, '.');
    if (point)
        *point = '\0';
    size_t used = group_digits(plain, console->english ? ',' : '.', out);
    if (point)
        snprintf(out + used, RAT_NUMBER_TEXT - used, "%c%s", console->english ? '.' : ',', point + 1);
    return out;
}

char *rat_console_bytes(const struct rat_console *console, uint64_t bytes, char out[RAT_NUMBER_TEXT])
{
    static const char *const units[] = {"B", "kB", "MB", "GB", "TB"};
    double value = (double)bytes;
    size_t unit = 0;
    for (; value >= 1000 && unit + 1 < sizeof units / sizeof units[0]; unit++)
        value /= 1000;
    rat_console_decimal(console, value, unit > 0 && value < 100 ? 1 : 0, out);
    size_t used = strlen(out);
    snprintf(out + used, RAT_NUMBER_TEXT - used, " %s", units[unit]);
    return out;
}

char *rat_console_date(const struct rat_console *console, int32_t date, char out[RAT_NUMBER_TEXT])
{
    int year, month, day;
    if (date == RAT_NO_DATE) {
        snprintf(out, RAT_NUMBER_TEXT, "%s", _("ohne Datum"));
        return out;
    }
    rat_date_to_ymd(date, &year, &month, &day);
    if (console->english)
        snprintf(out, RAT_NUMBER_TEXT, "%04d-%02d-%02d", year, month, day);
    else
        snprintf(out, RAT_NUMBER_TEXT, "%02d.%02d.%04d", day, month, year);
    return out;
}

char *rat_console_iso_date(const struct rat_console *console, const char *text, char out[RAT_NUMBER_TEXT])
{
    int32_t date;
    if (rat_date_parse_iso(text, strlen(text), &date))
        return rat_console_date(console, date, out);
    snprintf(out, RAT_NUMBER_TEXT, "%s", text);
    return out;
}

/* ---- text ---- */

static bool is_combining(const unsigned char *at) /* U+0300..036F */
{
    return at[0] == 0xcc || (at[0] == 0xcd && at[1] >= 0x80 && at[1] < 0xb0);
}

size_t rat_console_columns(const char *text)
{
    size_t columns = 0;
    for (const unsigned char *at = (const unsigned char *)text; *at; at++)
        if ((*at & 0xc0) != 0x80 && *at != RAT_MARK_ON[0] && *at != RAT_MARK_OFF[0] && !is_combining(at))
            columns++;
    return columns;
}

/* One byte of a text; *previous is the one before it. Controls of ASCII and Latin-1 (C2 80..9F) become spaces. */
static void put_byte(const struct rat_console *console, unsigned char byte, unsigned char *previous)
{
    if (byte == RAT_MARK_ON[0]) {
        if (console->colour)
            fputs("\033[1;31m", stdout);
    } else if (byte == RAT_MARK_OFF[0]) {
        if (console->colour)
            fputs("\033[0m", stdout);
    } else if (byte == 0xc2) {
        /* held back until the next byte says what it begins */
    } else if (*previous == 0xc2) {
        if (byte >= 0xa0) {
            putchar(0xc2);
            putchar(byte);
        } else {
            putchar(' ');
        }
    } else {
        putchar(byte < 0x20 || byte == 0x7f ? ' ' : byte);
    }
    *previous = byte;
}

static void put_run(const struct rat_console *console, const char *text, size_t n)
{
    unsigned char previous = 0;
    for (size_t i = 0; i < n; i++)
        put_byte(console, (unsigned char)text[i], &previous);
}

void rat_console_text(const struct rat_console *console, const char *text)
{
    put_run(console, text, strlen(text));
}

void rat_console_bold(const struct rat_console *console, const char *text)
{
    if (console->colour)
        fputs("\033[1m", stdout);
    rat_console_text(console, text);
    if (console->colour)
        fputs("\033[0m", stdout);
}

static size_t run_columns(const char *text, size_t n)
{
    size_t columns = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned char byte = (unsigned char)text[i];
        columns += (byte & 0xc0) != 0x80 && byte != RAT_MARK_ON[0] && byte != RAT_MARK_OFF[0];
    }
    return columns;
}

void rat_console_wrap(const struct rat_console *console, const char *text, unsigned at, unsigned indent)
{
    bool first = true;
    size_t column = at;
    for (text += strspn(text, " \t\r\n"); *text; text += strspn(text, " \t\r\n")) {
        size_t n = strcspn(text, " \t\r\n"), columns = run_columns(text, n);
        if (!first && column + 1 + columns > console->width) {
            printf("\n%*s", (int)indent, "");
            column = indent;
        } else if (!first) {
            putchar(' ');
            column++;
        }
        put_run(console, text, n);
        column += columns;
        first = false;
        text += n;
    }
    putchar('\n');
}

void rat_console_block(const struct rat_console *console, const char *text, unsigned indent)
{
    while (*text) {
        size_t n = strcspn(text, "\n");
        printf("%*s", (int)indent, "");
        put_run(console, text, n);
        putchar('\n');
        text += n + (text[n] == '\n');
    }
}

void rat_console_cell(const struct rat_console *console, const char *text, size_t columns)
{
    size_t used = rat_console_columns(text);
    rat_console_text(console, text);
    printf("%*s", (int)(used < columns ? columns - used : 1), "");
}

void rat_console_row(const struct rat_console *console, const char *label, const char *value)
{
    if (!value || !*value)
        return;
    size_t used = rat_console_columns(label) + 3;
    printf("  %s:%*s", label, (int)(used < LABEL_COLUMNS ? LABEL_COLUMNS - used : 1), "");
    rat_console_wrap(console, value, LABEL_COLUMNS, LABEL_COLUMNS);
}

void rat_console_row_count(const struct rat_console *console, const char *label, uint64_t value)
{
    char text[RAT_NUMBER_TEXT];
    rat_console_row(console, label, rat_console_count(console, value, text));
}

void rat_console_row_bytes(const struct rat_console *console, const char *label, uint64_t bytes)
{
    char text[RAT_NUMBER_TEXT];
    rat_console_row(console, label, rat_console_bytes(console, bytes, text));
}

/* ---- progress ---- */

void rat_console_progress(struct rat_console *console, const char *line)
{
    if (!console->progress)
        return;
    unsigned width = terminal_width(STDERR_FILENO);
    size_t n = 0, columns = 0;
    for (; line[n] && (columns < width - 1 || ((unsigned char)line[n] & 0xc0) == 0x80); n++)
        columns += ((unsigned char)line[n] & 0xc0) != 0x80;
    fprintf(stderr, "\r%.*s\033[K", (int)n, line);
    fflush(stderr);
    console->progress_shown = true;
}

void rat_console_progress_clear(struct rat_console *console)
{
    if (console->progress_shown)
        fputs("\r\033[K", stderr);
    console->progress_shown = false;
}
