/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One line per request on standard output: time, address, method, path, status, bytes, milliseconds. What people look for
 * is their affair: by default the line has no query, and of the address only the network (/24, /48).
 */
#include "web/server_internal.h"

#include <arpa/inet.h>
#include <time.h>

#define PATH_BYTES 400

static void write_address(const struct rat_exchange *exchange, bool full, char out[INET6_ADDRSTRLEN])
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(exchange->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *address = info ? info->client_addr : NULL;
    snprintf(out, INET6_ADDRSTRLEN, "-");
    if (address && address->sa_family == AF_INET) {
        struct in_addr ip = ((const struct sockaddr_in *)(const void *)address)->sin_addr;
        if (!full)
            ip.s_addr &= htonl(0xffffff00);
        inet_ntop(AF_INET, &ip, out, INET6_ADDRSTRLEN);
    } else if (address && address->sa_family == AF_INET6) {
        struct in6_addr ip = ((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
        if (!full)
            memset(ip.s6_addr + 6, 0, 10);
        inet_ntop(AF_INET6, &ip, out, INET6_ADDRSTRLEN);
    }
}

/* Nothing in a line can end it or look like another field. */
static void write_path(const char *uri, bool full, char out[PATH_BYTES])
{
    size_t n = full ? strlen(uri) : strcspn(uri, "?#"), i = 0;
    for (; i < n && i + 1 < PATH_BYTES; i++)
        out[i] = (char)(uri[i] > ' ' && uri[i] < 0x7f && uri[i] != '"' && uri[i] != '\\' ? uri[i] : '?');
    out[i] = '\0';
}

void rat_access_log_line(const struct rat_web *web, const struct rat_exchange *exchange, uint64_t micros)
{
    char when[32] = "-", address[INET6_ADDRSTRLEN], path[PATH_BYTES];
    bool full = web->options->log == RAT_LOG_FULL;
    time_t now = time(NULL);
    struct tm utc;
    if (web->options->log == RAT_LOG_OFF)
        return;
    if (gmtime_r(&now, &utc))
        strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", &utc);
    write_address(exchange, full, address);
    write_path(exchange->uri ? exchange->uri : "-", full, path);
    printf("%s %s %s %s %u %llu %.1fms\n", when, address, exchange->method, path, exchange->status,
           (unsigned long long)exchange->sent_bytes, (double)micros / 1000);
}
