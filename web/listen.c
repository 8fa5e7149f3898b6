/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "web/server_internal.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 512

static rat_status no_address(const char *address, struct rat_err *err)
{
    rat_fail(err, RAT_EUSAGE, _("\"%s\" ist keine Adresse, auf der ein Server hören kann"), address);
    rat_err_hint(err, "%s", _("Zum Beispiel: --listen 127.0.0.1:8080, --listen [::1]:8080"));
    return RAT_EUSAGE;
}

/* "host:port", "[host]:port", "port" */
static bool split(const char *address, char host[256], char port[8])
{
    const char *colon = strrchr(address, ':');
    size_t n = colon ? (size_t)(colon - address) : 0;
    const char *digits = colon ? colon + 1 : address;
    size_t digit_count = strlen(digits);
    if (digit_count == 0 || digit_count > 5 || strspn(digits, "0123456789") != digit_count || n > 255)
        return false;
    snprintf(port, 8, "%s", digits);
    snprintf(host, 256, "%.*s", (int)n, address);
    if (host[0] == '[' && host[n - 1] == ']') {
        memmove(host, host + 1, n - 2);
        host[n - 2] = '\0';
    }
    if (!host[0])
        snprintf(host, 256, "127.0.0.1");
    return true;
}

static bool is_loopback(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET)
        return ntohl(((const struct sockaddr_in *)(const void *)address)->sin_addr.s_addr) >> 24 == 127;
    return IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)(const void *)address)->sin6_addr);
}

static void write_url(int fd, const char *host, char url[128])
{
    struct sockaddr_storage bound;
    socklen_t size = sizeof bound;
    unsigned port = 0;
    if (getsockname(fd, (struct sockaddr *)&bound, &size) == 0)
        port = ntohs(bound.ss_family == AF_INET ? ((struct sockaddr_in *)&bound)->sin_port
                                                : ((struct sockaddr_in6 *)&bound)->sin6_port);
    snprintf(url, 128, strchr(host, ':') ? "http://[%.90s]:%u/" : "http://%.90s:%u/", host, port);
}

static int open_socket(const struct addrinfo *info)
{
    int yes = 1, fd = socket(info->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (info->ai_family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof yes);
    if (bind(fd, info->ai_addr, info->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    int saved = errno;
    close(fd);
    errno = saved;
    return -1;
}

rat_status rat_listen(const char *address, int *fd, char url[128], bool *loopback, struct rat_err *err)
{
    char host[256], port[8];
    struct addrinfo hints = {.ai_flags = AI_PASSIVE | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM}, *found;
    if (!split(address, host, port) || getaddrinfo(host, port, &hints, &found) != 0)
        return no_address(address, err);
    int opened = open_socket(found);
    if (opened < 0) {
        int saved = errno;
        freeaddrinfo(found);
        rat_fail_errno(err, RAT_EIO, saved, _("Auf %s kann der Server nicht hören"), address);
        rat_err_where(err, "%s", address);
        rat_err_hint(err, "%s",
                     saved == EADDRINUSE
                         ? _("Dort hört schon ein anderes Programm; mit --listen eine andere Nummer wählen")
                         : _("Mit --listen eine andere Adresse oder Nummer wählen"));
        return RAT_EIO;
    }
    *loopback = is_loopback(found->ai_addr);
    write_url(opened, host, url);
    freeaddrinfo(found);
    *fd = opened;
    return RAT_OK;
}
