/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/options.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

const struct rat_option_spec rat_common_options[] = {
    {"json", NULL, RAT_OPTION_FLAG, 0, 0, NULL, N_("Ausgabe und Fehler als JSON auf der Standardausgabe")},
    {"lang", "de|en", RAT_OPTION_TEXT, 0, 0, "de|en", N_("Sprache der Meldungen")},
    {"help", NULL, RAT_OPTION_FLAG, 0, 0, NULL, N_("diese Hilfe")},
    {"version", NULL, RAT_OPTION_FLAG, 0, 0, NULL, N_("Version des Programms")},
    RAT_OPTIONS_END};

static const struct rat_option_spec *find_spec(const struct rat_option_spec *specs, const char *name,
                                               size_t n)
{
    for (const struct rat_option_spec *s = specs; s && s->name; s++)
        if (strlen(s->name) == n && memcmp(s->name, name, n) == 0)
            return s;
    return NULL;
}

bool rat_number_parse(const char *text, uint64_t min, uint64_t max, uint64_t *out)
{
    uint64_t value = 0;
    if (!*text)
        return false;
    for (; *text; text++) {
        if (*text < '0' || *text > '9')
            return false;
        uint64_t digit = (uint64_t)(*text - '0');
        if (value > (UINT64_MAX - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    if (value < min || value > max)
        return false;
    *out = value;
    return true;
}

static bool is_choice(const char *choices, const char *value)
{
    size_t n = strlen(value);
    while (n > 0) {
        size_t width = strcspn(choices, "|");
        if (width == n && memcmp(choices, value, n) == 0)
            return true;
        if (!choices[width])
            return false;
        choices += width + 1;
    }
    return false;
}

#define NAME_MAX_SIMILAR 24u

/* Levenshtein's distance, for names shorter than NAME_MAX_SIMILAR. */
static size_t edit_distance(const char *a, size_t a_size, const char *b, size_t b_size)
{
    size_t row[NAME_MAX_SIMILAR];
    for (size_t j = 0; j <= b_size; j++)
        row[j] = j;
    for (size_t i = 1; i <= a_size; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b_size; j++) {
            size_t best = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            best = row[j] + 1 < best ? row[j] + 1 : best;
            row[j] = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
        }
    }
    return row[b_size];
}

/* The option that was probably meant: at most two letters differ. NULL when none is that near. */
static const char *similar_name(const struct rat_option_spec *specs, const char *name, size_t n)
{
    const char *best = NULL;
    size_t nearest = 3;
    for (const struct rat_option_spec *s = specs; s && s->name && n < NAME_MAX_SIMILAR; s++) {
        size_t size = strlen(s->name);
        size_t distance = size < NAME_MAX_SIMILAR ? edit_distance(name, n, s->name, size) : nearest;
        if (distance < nearest && distance < n) {
            nearest = distance;
            best = s->name;
        }
    }
    return best;
}

static rat_status unknown_option(const struct rat_option_spec *specs, const char *name, size_t n,
                                 struct rat_err *err)
{
    rat_fail(err, RAT_EUSAGE, _("Unbekannte Option --%.*s"), (int)(n < 200 ? n : 200), name);
    const char *similar = similar_name(specs, name, n);
    if (similar)
        rat_err_hint(err, _("Meinten Sie --%s? Alle Optionen nennt --help"), similar);
    else
        rat_err_hint(err, "%s", _("Alle Optionen nennt --help"));
    return RAT_EUSAGE;
}

static rat_status check_value(struct rat_given *given, struct rat_err *err)
{
    const struct rat_option_spec *spec = given->spec;
    if (spec->kind == RAT_OPTION_NUMBER &&
        !rat_number_parse(given->value, spec->min, spec->max, &given->number))
        return rat_fail(err, RAT_EUSAGE,
                        _("--%s braucht eine ganze Zahl von %" PRIu64 " bis %" PRIu64 ", nicht \"%s\""),
                        spec->name, spec->min, spec->max, given->value);
    if (spec->choices && !is_choice(spec->choices, given->value)) {
        rat_fail(err, RAT_EUSAGE, _("--%s kennt \"%s\" nicht"), spec->name, given->value);
        rat_err_hint(err, _("Möglich sind: %s"), spec->choices);
        return RAT_EUSAGE;
    }
    return RAT_OK;
}

static void take_common(struct rat_args *args, const struct rat_given *given)
{
    const char *name = given->spec->name;
    if (strcmp(name, "json") == 0)
        args->json = true;
    else if (strcmp(name, "help") == 0)
        args->help = true;
    else if (strcmp(name, "version") == 0)
        args->version = true;
    else
        args->lang = given->value;
}

/* argv[*at] is "--name" or "--name=value"; *at moves on when the value is an argument of its own. */
static rat_status take_option(struct rat_args *args, const char *const *argv, size_t argc, size_t *at,
                              struct rat_err *err)
{
    const char *name = argv[*at] + 2;
    size_t n = strcspn(name, "=");
    const char *value = name[n] ? name + n + 1 : NULL;
    const struct rat_option_spec *spec = find_spec(args->specs, name, n);
    bool common = !spec;
    if (!spec)
        spec = find_spec(rat_common_options, name, n);
    if (!spec)
        return unknown_option(args->specs, name, n, err);
    if (spec->kind == RAT_OPTION_FLAG && value)
        return rat_fail(err, RAT_EUSAGE, _("Die Option --%s nimmt keinen Wert"), spec->name);
    if (spec->kind != RAT_OPTION_FLAG && !value) {
        if (*at + 1 == argc) {
            rat_fail(err, RAT_EUSAGE, _("Die Option --%s braucht einen Wert"), spec->name);
            rat_err_hint(err, "--%s %s", spec->name, _(spec->value));
            return RAT_EUSAGE;
        }
        value = argv[++*at];
    }
    struct rat_given given = {spec, value, 0};
    rat_status st = check_value(&given, err);
    if (st != RAT_OK)
        return st;
    if (common)
        take_common(args, &given);
    else
        args->given[args->given_count++] = given;
    return RAT_OK;
}

/* "-h", "-V"; false when it is none of ours */
static bool take_short(struct rat_args *args, const char *text)
{
    args->help |= strcmp(text, "-h") == 0;
    args->version |= strcmp(text, "-V") == 0;
    return strcmp(text, "-h") == 0 || strcmp(text, "-V") == 0;
}

rat_status rat_args_parse(struct rat_args *args, const struct rat_option_spec *specs, const char *const *argv,
                          size_t argc, bool dash_words, struct rat_err *err)
{
    *args = (struct rat_args){.specs = specs};
    args->given = calloc(argc + 1, sizeof *args->given);
    args->words = calloc(argc + 1, sizeof *args->words);
    if (!args->given || !args->words)
        return rat_nomem(err);
    bool ended = false;
    for (size_t i = 0; i < argc; i++) {
        const char *text = argv[i];
        if (ended || text[0] != '-' || !text[1]) {
            args->words[args->word_count++] = text;
        } else if (strcmp(text, "--") == 0) {
            ended = true;
        } else if (text[1] == '-') {
            rat_status st = take_option(args, argv, argc, &i, err);
            if (st != RAT_OK)
                return st;
        } else if (!take_short(args, text)) {
            if (!dash_words) {
                rat_fail(err, RAT_EUSAGE, _("Unbekannte Option %s"), text);
                rat_err_hint(err, "%s",
                             _("Alle Optionen nennt --help; Namen, die mit - beginnen, hinter -- schreiben"));
                return RAT_EUSAGE;
            }
            args->words[args->word_count++] = text;
        }
    }
    return RAT_OK;
}

void rat_args_release(struct rat_args *args)
{
    free(args->given);
    free(args->words);
    *args = (struct rat_args){0};
}

static const struct rat_given *last_given(const struct rat_args *args, const char *name)
{
    assert(find_spec(args->specs, name, strlen(name)));
    for (size_t i = args->given_count; i > 0; i--)
        if (strcmp(args->given[i - 1].spec->name, name) == 0)
            return &args->given[i - 1];
    return NULL;
}

bool rat_args_flag(const struct rat_args *args, const char *name)
{
    return last_given(args, name) != NULL;
}

const char *rat_args_text(const struct rat_args *args, const char *name, const char *missing)
{
    const struct rat_given *given = last_given(args, name);
    return given ? given->value : missing;
}

uint64_t rat_args_number(const struct rat_args *args, const char *name, uint64_t missing)
{
    const struct rat_given *given = last_given(args, name);
    return given ? given->number : missing;
}

const char *rat_args_peek(const char *const *argv, size_t argc, const char *name)
{
    size_t n = strlen(name);
    for (size_t i = 0; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strncmp(argv[i], "--", 2) != 0 || strncmp(argv[i] + 2, name, n) != 0)
            continue;
        if (argv[i][2 + n] == '=')
            return argv[i] + 3 + n;
        if (!argv[i][2 + n])
            return i + 1 < argc ? argv[i + 1] : "";
    }
    return NULL;
}
