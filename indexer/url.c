/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/url.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <strings.h>

#define URL_BYTES_MAX 8192u

bool rat_url_is_web(const char *text)
{
    return strncasecmp(text, "http://", 7) == 0 || strncasecmp(text, "https://", 8) == 0;
}

/* What RFC 3986 does not let stand in an address. '%' stays: it is the server's own encoding. */
static void encode(const char *text, struct rat_buf *out)
{
    size_t n = strlen(text);
    while (n && (text[n - 1] == ' ' || text[n - 1] == '\n' || text[n - 1] == '\r'))
        n--;
    for (size_t i = strspn(text, " \r\n"); i < n && text[i] != '#'; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c <= ' ' || c >= 0x7f || strchr("\"<>\\^`{|}", c))
            rat_buf_printf(out, "%%%02X", c);
        else
            rat_buf_byte(out, c);
    }
}

static rat_status refuse(const char *text, const char *why, struct rat_err *err)
{
    rat_status st = rat_fail(err, RAT_EINPUT, "%s", why);
    rat_err_where(err, "%.200s", text);
    return st;
}

static bool part_is(CURLU *a, CURLU *b, CURLUPart part, bool same_case)
{
    char *x = NULL, *y = NULL;
    bool equal = curl_url_get(a, part, &x, CURLU_DEFAULT_PORT) == CURLUE_OK &&
                 curl_url_get(b, part, &y, CURLU_DEFAULT_PORT) == CURLUE_OK &&
                 (same_case ? strcmp(x, y) : strcasecmp(x, y)) == 0;
    curl_free(x);
    curl_free(y);
    return equal;
}

static bool has_part(CURLU *url, CURLUPart part)
{
    char *value = NULL;
    bool has = curl_url_get(url, part, &value, 0) == CURLUE_OK && value && *value;
    curl_free(value);
    return has;
}

static bool scheme_is(CURLU *url, const char *wanted)
{
    char *scheme = NULL;
    bool is = curl_url_get(url, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK && strcasecmp(scheme, wanted) == 0;
    curl_free(scheme);
    return is;
}

/* Fits the scheme to that of the base; false when it may not be followed. */
static bool fit_scheme(CURLU *url, CURLU *base)
{
    if (!base || !scheme_is(base, "https") || scheme_is(url, "https"))
        return true;
    if (!part_is(url, base, CURLUPART_HOST, false))
        return false;
    char *port = NULL;
    bool is_80 =
        curl_url_get(url, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) == CURLUE_OK && strcmp(port, "80") == 0;
    curl_free(port);
    if (is_80)
        curl_url_set(url, CURLUPART_PORT, NULL, 0);
    return curl_url_set(url, CURLUPART_SCHEME, "https", 0) == CURLUE_OK;
}

static rat_status resolve(CURLU *url, CURLU *base, const char *text, struct rat_buf *out, struct rat_err *err)
{
    struct rat_buf clean = RAT_BUF_INIT;
    encode(text, &clean);
    const char *bytes = rat_buf_cstr(&clean);
    CURLUcode rc = clean.failed                  ? CURLUE_OUT_OF_MEMORY
                   : clean.size == 0             ? CURLUE_BAD_HANDLE
                   : clean.size >= URL_BYTES_MAX ? CURLUE_MALFORMED_INPUT
                                                 : curl_url_set(url, CURLUPART_URL, bytes, 0);
    rat_buf_release(&clean);
    if (rc == CURLUE_OUT_OF_MEMORY)
        return rat_nomem(err);
    if (rc == CURLUE_UNSUPPORTED_SCHEME ||
        (rc == CURLUE_OK && !scheme_is(url, "http") && !scheme_is(url, "https")))
        return refuse(text, _("Nur Adressen mit http:// und https:// werden abgerufen"), err);
    if (rc != CURLUE_OK || !has_part(url, CURLUPART_HOST))
        return refuse(text, _("Das ist keine Internetadresse"), err);
    if (has_part(url, CURLUPART_USER) || has_part(url, CURLUPART_PASSWORD))
        return refuse(text, _("Adressen mit Benutzernamen werden nicht abgerufen"), err);
    if (!fit_scheme(url, base))
        return refuse(text, _("Die Adresse führt von https zu unverschlüsseltem http"), err);
    char *whole = NULL;
    if (curl_url_get(url, CURLUPART_URL, &whole, 0) != CURLUE_OK)
        return rat_nomem(err);
    rat_buf_clear(out);
    rat_buf_puts(out, whole);
    curl_free(whole);
    return out->failed ? rat_nomem(err) : RAT_OK;
}

rat_status rat_url_resolve(const char *base, const char *text, struct rat_buf *out, struct rat_err *err)
{
    CURLU *url = curl_url(), *from = base ? curl_url() : NULL;
    rat_status st = url && (from || !base) ? RAT_OK : rat_nomem(err);
    if (st == RAT_OK && base &&
        (curl_url_set(from, CURLUPART_URL, base, 0) != CURLUE_OK ||
         curl_url_set(url, CURLUPART_URL, base, 0) != CURLUE_OK))
        st = refuse(base, _("Das ist keine Internetadresse"), err);
    if (st == RAT_OK)
        st = resolve(url, from, text, out, err);
    curl_url_cleanup(url);
    curl_url_cleanup(from);
    return st;
}

void rat_url_host(const char *url, struct rat_buf *out)
{
    CURLU *parts = curl_url();
    char *host = NULL, *port = NULL;
    rat_buf_clear(out);
    if (parts && curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK &&
        curl_url_get(parts, CURLUPART_HOST, &host, 0) == CURLUE_OK &&
        curl_url_get(parts, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) == CURLUE_OK) {
        for (const char *c = host; *c; c++)
            rat_buf_byte(out, (uint8_t)(*c >= 'A' && *c <= 'Z' ? *c + 32 : *c));
        rat_buf_printf(out, ":%s", port);
    }
    curl_free(host);
    curl_free(port);
    curl_url_cleanup(parts);
}

/* ---- addresses of the network ---- */

static bool is_private_v4(uint32_t a)
{
    static const struct {
        uint32_t prefix;
        unsigned bits;
    } reserved[] = {
        {0x00000000, 8},  /* this network */
        {0x0a000000, 8},  /* private */
        {0x64400000, 10}, /* shared by providers */
        {0x7f000000, 8},  /* loopback */
        {0xa9fe0000, 16}, /* link-local, with the metadata services of clouds */
        {0xac100000, 12}, /* private */
        {0xc0000000, 24}, /* protocol assignments */
        {0xc0000200, 24}, /* documentation */
        {0xc0586300, 24}, /* 6to4 relays */
        {0xc0a80000, 16}, /* private */
        {0xc6120000, 15}, /* benchmarks */
        {0xc6336400, 24}, /* documentation */
        {0xcb007100, 24}, /* documentation */
        {0xe0000000, 3},  /* multicast, reserved, broadcast */
    };
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if ((a ^ reserved[i].prefix) >> (32 - reserved[i].bits) == 0)
            return true;
    return false;
}

static uint32_t big_endian(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static bool is_private_v6(const unsigned char a[16])
{
    static const unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    static const unsigned char translated[12] = {0, 0x64, 0xff, 0x9b};
    if (memcmp(a, mapped, 12) == 0 || memcmp(a, translated, 12) == 0)
        return is_private_v4(big_endian(a + 12));
    if (a[0] == 0x20 && a[1] == 0x02) /* 6to4: 2002:a.b.c.d:: */
        return is_private_v4(big_endian(a + 2));
    if ((a[0] & 0xe0) != 0x20) /* only 2000::/3 is given out for the public internet */
        return true;
    return a[0] == 0x20 && a[1] == 0x01 && ((a[2] & 0xfe) == 0 || (a[2] == 0x0d && a[3] == 0xb8));
}

bool rat_address_is_private(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        struct sockaddr_in v4;
        memcpy(&v4, address, sizeof v4);
        return is_private_v4(ntohl(v4.sin_addr.s_addr));
    }
    if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 v6;
        memcpy(&v6, address, sizeof v6);
        return is_private_v6(v6.sin6_addr.s6_addr);
    }
    return true;
}
