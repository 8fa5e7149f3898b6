/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/support/web_server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATIENCE_MS 20000

static __attribute__((noreturn)) void die(const char *what)
{
    fprintf(stderr, "web_server: %s: %s\n", what, strerror(errno));
    abort();
}

static __attribute__((noreturn)) void serve(const struct rat_serve_options *options, int out)
{
    struct rat_err err = RAT_ERR_INIT;
    struct rat_serve_options own = *options;
    if (!own.listen)
        own.listen = "127.0.0.1:0";
    const char *build = getenv("RAT_BINARY_DIR");
    char locale[512];
    snprintf(locale, sizeof locale, "%s/locale", build ? build : "build/dev");
    bindtextdomain(RAT_TEXT_DOMAIN, locale); /* as main does */
    bind_textdomain_codeset(RAT_TEXT_DOMAIN, "UTF-8");
    signal(SIGPIPE, SIG_IGN);
    dup2(out, STDOUT_FILENO);
    setvbuf(stdout, NULL, _IOLBF, 0);
    rat_status st = rat_serve(&own, &err);
    if (st != RAT_OK)
        fprintf(stderr, "web_server: %s [%s]\n", err.msg, err.where);
    fflush(stdout);
    exit(st == RAT_OK ? 0 : 1);
}

/* The port stands in the first line: "... http://127.0.0.1:8080/ ...". */
static int read_port(int fd)
{
    char line[1024];
    size_t n = 0;
    while (n + 1 < sizeof line && read(fd, line + n, 1) == 1 && line[n] != '\n')
        n++;
    line[n] = '\0';
    const char *url = strstr(line, "http://"), *colon = url ? strchr(url + 7, ':') : NULL;
    return colon ? (int)strtol(colon + 1, NULL, 10) : 0;
}

void web_server_start(struct web_server *server, const struct rat_serve_options *options)
{
    int ends[2];
    if (pipe(ends) != 0)
        die("pipe");
    fflush(stdout);
    *server = (struct web_server){.pid = fork(), .out = ends[0]};
    if (server->pid < 0)
        die("fork");
    if (server->pid == 0)
        serve(options, ends[1]);
    close(ends[1]);
    server->port = read_port(server->out);
    if (server->port == 0)
        die("the server does not say where it listens");
}

int web_server_stop(struct web_server *server)
{
    int status = 0;
    kill(server->pid, SIGTERM);
    if (waitpid(server->pid, &status, 0) != server->pid)
        die("waitpid");
    close(server->out);
    server->is_stopped = true;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

bool web_server_is_alive(struct web_server *server)
{
    return waitpid(server->pid, NULL, WNOHANG) == 0;
}

int web_connect(const struct web_server *server, unsigned source)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), yes = 1;
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)server->port)};
    struct sockaddr_in from = {.sin_family = AF_INET};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    from.sin_addr.s_addr = htonl((INADDR_LOOPBACK & 0xffffff00u) + source);
    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(fd, (struct sockaddr *)&from, sizeof from) == 0 &&
        connect(fd, (struct sockaddr *)&to, sizeof to) == 0)
        return fd;
    close(fd);
    return -1;
}

static void receive(int fd, int patience_ms, struct rat_buf *out)
{
    char bytes[16384];
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    while (poll(&wait, 1, patience_ms) > 0) {
        ssize_t n = recv(fd, bytes, sizeof bytes, 0);
        if (n <= 0)
            return;
        rat_buf_append(out, bytes, (size_t)n);
    }
}

static bool exchange(const struct web_server *server, const void *bytes, size_t n, bool half, int patience_ms,
                     struct rat_buf *out)
{
    int fd = web_connect(server, 1);
    if (fd < 0)
        return false;
    const char *at = bytes;
    while (n > 0) {
        ssize_t sent = send(fd, at, n, MSG_NOSIGNAL);
        if (sent <= 0)
            break; /* it has heard enough: what it says is still read */
        at += sent;
        n -= (size_t)sent;
    }
    if (half)
        shutdown(fd, SHUT_WR);
    receive(fd, patience_ms, out);
    close(fd);
    return true;
}

bool web_exchange(const struct web_server *server, const void *bytes, size_t n, int patience_ms,
                  struct rat_buf *out)
{
    return exchange(server, bytes, n, false, patience_ms, out);
}

bool web_half_exchange(const struct web_server *server, const void *bytes, size_t n, int patience_ms,
                       struct rat_buf *out)
{
    return exchange(server, bytes, n, true, patience_ms, out);
}

void web_request(const struct web_server *server, const char *method, const char *target, const char *headers,
                 struct web_answer *out)
{
    struct rat_buf request = RAT_BUF_INIT;
    *out = (struct web_answer){.raw = RAT_BUF_INIT};
    rat_buf_printf(&request, "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n", method,
                   target, headers ? headers : "");
    if (request.failed || !web_exchange(server, request.data, request.size, PATIENCE_MS, &out->raw))
        die(target);
    rat_buf_release(&request);
    char *raw = (char *)(uintptr_t)rat_buf_cstr(&out->raw), *end = strstr(raw, "\r\n\r\n");
    if (!end || sscanf(raw, "HTTP/1.1 %u", &out->status) != 1)
        die(target);
    end[2] = '\0';
    out->head = raw;
    out->body = end + 4;
    out->body_size = out->raw.size - (size_t)(out->body - raw);
}

void web_get(const struct web_server *server, const char *target, const char *headers, struct web_answer *out)
{
    web_request(server, "GET", target, headers, out);
}

void web_answer_release(struct web_answer *answer)
{
    rat_buf_release(&answer->raw);
}

bool web_header(const struct web_answer *answer, const char *name, char *out, size_t n)
{
    size_t length = strlen(name);
    for (const char *line = strstr(answer->head, "\r\n"); line && line[2]; line = strstr(line + 2, "\r\n")) {
        if (strncasecmp(line + 2, name, length) != 0 || line[2 + length] != ':')
            continue;
        const char *value = line + 3 + length;
        value += strspn(value, " ");
        snprintf(out, n, "%.*s", (int)strcspn(value, "\r"), value);
        return true;
    }
    return false;
}

const char *web_encoded(const char *text, struct rat_buf *out)
{
    rat_buf_clear(out);
    for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
        if (isalnum(*at) || strchr("-._~", *at))
            rat_buf_byte(out, *at);
        else
            rat_buf_printf(out, "%%%02X", *at);
    }
    return rat_buf_cstr(out);
}
