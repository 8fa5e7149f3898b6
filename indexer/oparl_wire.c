/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/oparl_wire.h"

#include "base/date.h"
#include "indexer/json_read.h"

#include <stdio.h>
#include <stdlib.h>

const struct rat_oparl_member rat_oparl_members[] = {
    {RAT_HARVEST_PAPER, "mainFile", RAT_HARVEST_FILE},
    {RAT_HARVEST_PAPER, "auxiliaryFile", RAT_HARVEST_FILE},
    {RAT_HARVEST_PAPER, "files", RAT_HARVEST_FILE},
    {RAT_HARVEST_PAPER, "consultation", RAT_HARVEST_CONSULTATION},
    {RAT_HARVEST_PAPER, "consultations", RAT_HARVEST_CONSULTATION},
    {RAT_HARVEST_MEETING, "agendaItem", RAT_HARVEST_AGENDA_ITEM},
    {RAT_HARVEST_MEETING, "invitation", RAT_HARVEST_FILE},
    {RAT_HARVEST_MEETING, "resultsProtocol", RAT_HARVEST_FILE},
    {RAT_HARVEST_MEETING, "verbatimProtocol", RAT_HARVEST_FILE},
    {RAT_HARVEST_MEETING, "auxiliaryFile", RAT_HARVEST_FILE},
    {RAT_HARVEST_AGENDA_ITEM, "resolutionFile", RAT_HARVEST_FILE},
    {RAT_HARVEST_AGENDA_ITEM, "auxiliaryFile", RAT_HARVEST_FILE},
};
const size_t rat_oparl_member_count = sizeof rat_oparl_members / sizeof *rat_oparl_members;

void rat_oparl_key(const char *id, struct rat_buf *out)
{
    const char *scheme = strstr(id, "://");
    size_t start = out->size;
    if (scheme) {
        rat_buf_append(out, id, (size_t)(scheme + 3 - id));
        id = scheme + 3;
        start = out->size;
    }
    for (; *id; id++) {
        if (*id == '?') { /* a query keeps its slashes */
            rat_buf_puts(out, id);
            return;
        }
        if (*id != '/' || out->size == start || out->data[out->size - 1] != '/')
            rat_buf_byte(out, (uint8_t)*id);
    }
    if (!out->failed && out->size > start + 1 && out->data[out->size - 1] == '/')
        out->size--;
}

/* ---- times ---- */

static bool two_digits(const char *at, int max, int *out)
{
    if (at[0] < '0' || at[0] > '9' || at[1] < '0' || at[1] > '9')
        return false;
    *out = (at[0] - '0') * 10 + at[1] - '0';
    return *out <= max;
}

static bool read_offset(const char *at, int *seconds)
{
    int hours, minutes = 0;
    *seconds = 0;
    if (*at == '\0' || ((*at == 'Z' || *at == 'z') && at[1] == '\0'))
        return true;
    bool minus = *at == '-';
    if ((*at != '+' && *at != '-' && *at != ' ') || !two_digits(at + 1, 23, &hours))
        return false;
    at += 3;
    at += *at == ':';
    if (*at && (!two_digits(at, 59, &minutes) || at[2]))
        return false;
    *seconds = (hours * 60 + minutes) * (minus ? -60 : 60);
    return true;
}

bool rat_oparl_time(const char *text, int64_t *seconds)
{
    int32_t day;
    int h = 0, m = 0, s = 0, offset = 0;
    size_t n = text ? strlen(text) : 0;
    if (n < 10 || !rat_date_parse_iso(text, n, &day))
        return false;
    const char *at = text + 10;
    if (*at) {
        if ((*at != 'T' && *at != 't' && *at != ' ') || n < 16 || !two_digits(at + 1, 23, &h) ||
            at[3] != ':' || !two_digits(at + 4, 59, &m))
            return false;
        at += 6;
        if (*at == ':') {
            if (!two_digits(at + 1, 60, &s))
                return false;
            at += 3;
        }
        if (*at == '.' || *at == ',')
            at += 1 + strspn(at + 1, "0123456789");
        if (!read_offset(at, &offset))
            return false;
    }
    *seconds = (int64_t)day * 86400 + h * 3600 + m * 60 + s - offset;
    return true;
}

void rat_oparl_time_put(int64_t seconds, struct rat_buf *out)
{
    char day[RAT_DATE_TEXT];
    int64_t local = seconds - 3600, days = local / 86400, rest = local % 86400;
    if (rest < 0) {
        rest += 86400;
        days--;
    }
    rat_date_format((int32_t)days, day);
    rat_buf_printf(out, "%sT%02d:%02d:%02d-01:00", day, (int)(rest / 3600), (int)(rest / 60 % 60),
                   (int)(rest % 60));
}

/* ---- filters ---- */

static int hex(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* Without %XX; a '+' stays one, since that is what such servers mean by it. */
static void decode(const char *at, size_t n, struct rat_buf *out)
{
    rat_buf_clear(out);
    for (size_t i = 0; i < n; i++) {
        if (at[i] == '%' && i + 2 < n && hex(at[i + 1]) >= 0 && hex(at[i + 2]) >= 0) {
            rat_buf_byte(out, (uint8_t)(hex(at[i + 1]) * 16 + hex(at[i + 2])));
            i += 2;
        } else {
            rat_buf_byte(out, (uint8_t)at[i]);
        }
    }
}

static bool is_time_filter(const char *at, size_t n)
{
    static const char *const names[] = {"created_since", "created_until", "modified_until", NULL};
    for (size_t i = 0; names[i]; i++)
        if (strlen(names[i]) == n && strncmp(at, names[i], n) == 0)
            return true;
    return false;
}

void rat_oparl_filter(const char *url, int64_t modified_since, struct rat_buf *out)
{
    struct rat_buf value = RAT_BUF_INIT;
    size_t path = strcspn(url, "?");
    char separator = '?';
    rat_buf_append(out, url, path);
    for (const char *at = url + path; *at;) {
        at++;
        size_t n = strcspn(at, "&"), name = strcspn(at, "=&");
        int64_t seconds;
        if (n && !(name == 14 && strncmp(at, "modified_since", 14) == 0)) {
            rat_buf_byte(out, (uint8_t)separator);
            separator = '&';
            decode(at + name + (name < n), n - name - (name < n), &value);
            if (is_time_filter(at, name) && rat_oparl_time(rat_buf_cstr(&value), &seconds)) {
                rat_buf_append(out, at, name + 1);
                rat_oparl_time_put(seconds, out);
            } else {
                rat_buf_append(out, at, n);
            }
        }
        at += n;
    }
    rat_buf_byte(out, (uint8_t)separator);
    rat_buf_puts(out, "modified_since=");
    rat_oparl_time_put(modified_since, out);
    if (value.failed)
        out->failed = true;
    rat_buf_release(&value);
}

/* ---- objects ---- */

void rat_oparl_municipal_key(const json_t *body, const char *name, struct rat_buf *out)
{
    char digits[32];
    const json_t *value = json_object_get(body, name);
    size_t whole = strcmp(name, "rgs") == 0 ? 12 : 8;
    if (json_is_integer(value))
        snprintf(digits, sizeof digits, "%lld", (long long)json_integer_value(value));
    else
        snprintf(digits, sizeof digits, "%s", rat_json_text(value) ? rat_json_text(value) : "");
    size_t n = strlen(digits);
    if (n == whole - 1 && strspn(digits, "0123456789") == n)
        rat_buf_byte(out, '0');
    rat_buf_puts(out, digits);
}

static bool is_time_key(const char *key)
{
    return strcmp(key, "created") == 0 || strcmp(key, "modified") == 0;
}

static size_t members(const json_t *object)
{
    size_t n = 0;
    const char *key;
    json_t *member;
    json_object_foreach((json_t *)object, key, member) n += !is_time_key(key);
    return n;
}

bool rat_oparl_same_but_times(const json_t *a, const json_t *b)
{
    if (json_typeof(a) != json_typeof(b))
        return false;
    if (json_is_array(a)) {
        bool same = json_array_size(a) == json_array_size(b);
        for (size_t i = 0; same && i < json_array_size(a); i++)
            same = rat_oparl_same_but_times(json_array_get(a, i), json_array_get(b, i));
        return same;
    }
    if (!json_is_object(a))
        return json_equal(a, b);
    const char *key;
    json_t *member;
    if (members(a) != members(b))
        return false;
    json_object_foreach((json_t *)a, key, member)
    {
        const json_t *other = json_object_get(b, key);
        if (!is_time_key(key) && (!other || !rat_oparl_same_but_times(member, other)))
            return false;
    }
    return true;
}
