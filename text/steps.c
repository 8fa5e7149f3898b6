/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/steps.h"

static const struct {
    const char *name;
    uint32_t step;
} names[] = {
    {"hyphens", RAT_STEP_HYPHENS},         {"typed", RAT_STEP_TYPED},       {"stems", RAT_STEP_STEMS},
    {"snowball3", RAT_STEP_SNOWBALL3},     {"cistem", RAT_STEP_CISTEM},     {"compounds", RAT_STEP_COMPOUNDS},
    {"orthography", RAT_STEP_ORTHOGRAPHY}, {"gender", RAT_STEP_GENDER},     {"suspended", RAT_STEP_SUSPENDED},
    {"joined", RAT_STEP_JOINED},           {"plurals", RAT_STEP_PLURALS},   {"fallback", RAT_STEP_FALLBACK},
    {"capitals", RAT_STEP_CAPITALS},       {"acronyms", RAT_STEP_ACRONYMS},
};

static const struct {
    const char *name;
    uint32_t steps;
} sets[] = {{"none", 0}, {"all", RAT_STEPS_ALL}, {"default", RAT_STEPS_DEFAULT}};

static bool equals(const char *text, size_t n, const char *name)
{
    return strlen(name) == n && memcmp(text, name, n) == 0;
}

static bool apply(const char *text, size_t n, bool first, uint32_t *steps)
{
    for (size_t i = 0; first && i < sizeof sets / sizeof *sets; i++) {
        if (equals(text, n, sets[i].name)) {
            *steps = sets[i].steps;
            return true;
        }
    }
    if (n < 2 || (*text != '+' && *text != '-'))
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!equals(text + 1, n - 1, names[i].name))
            continue;
        *steps = *text == '+' ? *steps | names[i].step : *steps & ~names[i].step;
        return true;
    }
    return false;
}

bool rat_steps_parse(const char *text, uint32_t *out)
{
    uint32_t steps = RAT_STEPS_DEFAULT;
    for (const char *at = text; *at;) {
        size_t n = strcspn(at, ",");
        if (!apply(at, n, at == text, &steps))
            return false;
        at += n + (at[n] == ',');
    }
    *out = steps;
    return true;
}

void rat_steps_format(uint32_t steps, struct rat_buf *out)
{
    const char *separator = "";
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!(steps & names[i].step))
            continue;
        rat_buf_puts(out, separator);
        rat_buf_puts(out, names[i].name);
        separator = ",";
    }
}
