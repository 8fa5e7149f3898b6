/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/console.h"
#include "app/exit.h"
#include "base/date.h"

#include <setjmp.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const struct rat_console german = {.width = 40}, english = {.width = 40, .english = true},
                                colourful = {.width = 40, .colour = true};

static void numbers_follow_the_language(void **state)
{
    (void)state;
    char text[RAT_NUMBER_TEXT];
    assert_string_equal(rat_console_count(&german, 0, text), "0");
    assert_string_equal(rat_console_count(&german, 999, text), "999");
    assert_string_equal(rat_console_count(&german, 38076, text), "38.076");
    assert_string_equal(rat_console_count(&english, 38076, text), "38,076");
    assert_string_equal(rat_console_count(&german, UINT64_MAX, text), "18.446.744.073.709.551.615");
    assert_string_equal(rat_console_decimal(&german, 1234.56, 1, text), "1.234,6");
    assert_string_equal(rat_console_decimal(&english, 1234.56, 2, text), "1,234.56");
    assert_string_equal(rat_console_decimal(&german, -1, 0, text), "0");
    assert_string_equal(rat_console_bytes(&german, 12, text), "12 B");
    assert_string_equal(rat_console_bytes(&german, 1500, text), "1,5 kB");
    assert_string_equal(rat_console_bytes(&german, 296000000, text), "296 MB");
}

static void dates_follow_the_language(void **state)
{
    (void)state;
    char text[RAT_NUMBER_TEXT];
    int32_t date;
    assert_true(rat_date_from_ymd(2020, 9, 21, &date));
    assert_string_equal(rat_console_date(&german, date, text), "21.09.2020");
    assert_string_equal(rat_console_date(&english, date, text), "2020-09-21");
    assert_string_equal(rat_console_date(&german, RAT_NO_DATE, text), "ohne Datum");
    assert_string_equal(rat_console_iso_date(&german, "2020-09-21T10:00:00Z", text), "21.09.2020");
    assert_string_equal(rat_console_iso_date(&german, "bald", text), "bald");
}

static void columns_are_characters(void **state)
{
    (void)state;
    assert_int_equal(rat_console_columns("Straße"), 6);
    assert_int_equal(rat_console_columns("u\xcc\x88 ber"), 5);
    assert_int_equal(rat_console_columns(RAT_MARK_ON "ab" RAT_MARK_OFF), 2);
}

/* What print writes to standard output, in out. */
static void capture(void (*print)(const struct rat_console *, const char *),
                    const struct rat_console *console, const char *text, char *out, size_t room)
{
    fflush(stdout);
    int saved = dup(STDOUT_FILENO);
    FILE *file = tmpfile();
    assert_non_null(file);
    assert_true(saved >= 0 && dup2(fileno(file), STDOUT_FILENO) >= 0);
    print(console, text);
    fflush(stdout);
    assert_true(dup2(saved, STDOUT_FILENO) >= 0);
    close(saved);
    rewind(file);
    out[fread(out, 1, room - 1, file)] = '\0';
    fclose(file);
}

static void control_characters_stay_here(void **state)
{
    (void)state;
    char out[200];
    capture(rat_console_text, &colourful,
            "a\033[31mb\nc\x7f\xc2\x9b"
            "d\xc2\xa7",
            out, sizeof out);
    assert_string_equal(out, "a [31mb c  d\xc2\xa7");
    capture(rat_console_text, &german, "x" RAT_MARK_ON "y" RAT_MARK_OFF, out, sizeof out);
    assert_string_equal(out, "xy");
    capture(rat_console_text, &colourful, "x" RAT_MARK_ON "y" RAT_MARK_OFF, out, sizeof out);
    assert_string_equal(out, "x\033[1;31my\033[0m");
    capture(rat_console_bold, &german, "x", out, sizeof out);
    assert_string_equal(out, "x");
}

static void wrap_at_2(const struct rat_console *console, const char *text)
{
    rat_console_wrap(console, text, 2, 2);
}

static void paragraphs_are_wrapped(void **state)
{
    (void)state;
    char out[400];
    capture(wrap_at_2, &german, "  Die Straßenausbaubeitragssatzung wird\nin der Sitzung beraten", out,
            sizeof out);
    assert_string_equal(out, "Die Straßenausbaubeitragssatzung wird\n  in der Sitzung beraten\n");
    capture(wrap_at_2, &german, "Einwortdaslängeristalseinezeileundtrotzdemnichtzerrissenwird x", out,
            sizeof out);
    assert_string_equal(out, "Einwortdaslängeristalseinezeileundtrotzdemnichtzerrissenwird\n  x\n");
    capture(wrap_at_2, &german, "", out, sizeof out);
    assert_string_equal(out, "\n");
}

static void exit_codes_are_those_of_the_contract(void **state)
{
    (void)state;
    static const int wanted[][2] = {{RAT_OK, 0},      {RAT_EUSAGE, 2},    {RAT_ELIMIT, 2},
                                    {RAT_ENOTYET, 2}, {RAT_EDAMAGED, 3},  {RAT_EINPUT, 4},
                                    {RAT_ELOCKED, 5}, {RAT_EIO, 6},       {RAT_ENOMEM, 6},
                                    {RAT_END, 6},     {RAT_ENOTFOUND, 7}, {RAT_EINTERRUPTED, 8}};
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
        assert_int_equal(rat_exit_code((rat_status)wanted[i][0]), wanted[i][1]);
    struct rat_err err = RAT_ERR_INIT;
    rat_err_complete(&err, RAT_EIO);
    assert_int_equal(err.code, RAT_EIO);
    assert_true(err.msg[0] != '\0');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_follow_the_language), cmocka_unit_test(dates_follow_the_language),
        cmocka_unit_test(columns_are_characters),      cmocka_unit_test(control_characters_stay_here),
        cmocka_unit_test(paragraphs_are_wrapped),      cmocka_unit_test(exit_codes_are_those_of_the_contract),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
