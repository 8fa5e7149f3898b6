/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/contents_internal.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define SEARCH_WINDOW 65536u

struct checker {
    const char *path;
    int fd;
    uint64_t end; /* bytes that count and are there */
    bool deep;
    rat_pack_damage *damaged;
    void *ctx;
    uint64_t findings;
    z_stream inflater;
    struct rat_buf bytes, raw;
    struct rat_err *err;
};

static void finding(struct checker *check, uint64_t offset, const char *what)
{
    check->findings++;
    if (check->damaged)
        check->damaged(check->ctx, offset, _(what));
}

/* Reads n bytes at offset into check->bytes (its content is replaced). */
static rat_status load(struct checker *check, uint64_t offset, uint64_t n)
{
    rat_buf_clear(&check->bytes);
    unsigned char *to = n < SIZE_MAX ? rat_buf_reserve(&check->bytes, (size_t)n + (n == 0)) : NULL;
    if (!to)
        return rat_nomem(check->err);
    rat_status st = rat_file_pread(check->fd, to, (size_t)n, offset, check->path, check->err);
    if (st == RAT_OK)
        check->bytes.size = (size_t)n;
    return st;
}

/* Parses the head of the object at offset; *wrong is NULL when an object with a good head lies there. */
static rat_status load_head(struct checker *check, uint64_t offset, struct rat_object_head *head,
                            const char **wrong)
{
    uint64_t left = check->end - offset, size = 0, stored = 0;
    if (left < RAT_OBJECT_FIXED) {
        *wrong = N_("Objekt ist abgeschnitten");
        return RAT_OK;
    }
    rat_status st = load(check, offset, RAT_OBJECT_FIXED);
    if (st != RAT_OK)
        return st;
    *wrong = rat_object_peek(check->bytes.data, check->bytes.size, &size, &stored);
    if (!*wrong && stored > left)
        *wrong = N_("Objekt ist abgeschnitten");
    if (*wrong)
        return RAT_OK;
    st = load(check, offset, rat_object_head_bytes(size));
    if (st == RAT_OK)
        *wrong = rat_object_parse(check->bytes.data, check->bytes.size, head);
    return st;
}

/* One object whose head is good: each block, and with deep the SHA-256 of what they unpack to. */
static rat_status check_object(struct checker *check, uint64_t offset, const struct rat_object_head *head)
{
    struct rat_object_head here = *head;
    rat_status st = load(check, offset, head->stored);
    if (st != RAT_OK)
        return st;
    here.table = check->bytes.data + RAT_OBJECT_FIXED;
    struct rat_object_block block = {0};
    bool good = true;
    rat_buf_clear(&check->raw);
    for (uint64_t i = 0; i < here.blocks; i++) {
        block = rat_object_block_next(&here, i, &block);
        const unsigned char *bytes = check->bytes.data + block.at;
        const char *wrong = check->deep
                                ? rat_object_block_decode(&check->inflater, &block, bytes, &check->raw)
                                : rat_object_block_check(&block, bytes);
        if (check->raw.failed)
            return rat_nomem(check->err);
        if (wrong) {
            finding(check, offset + block.at, wrong);
            good = false;
        }
    }
    if (check->deep && good) {
        uint8_t sum[RAT_SHA256_BYTES];
        rat_sha256(check->raw.data ? check->raw.data : (const unsigned char *)"", check->raw.size, sum);
        if (memcmp(sum, here.sha, RAT_SHA256_BYTES) != 0)
            finding(check, offset, N_("SHA-256 stimmt nicht"));
    }
    return RAT_OK;
}

/* The next place at or behind *offset where an object with a good head lies, or check->end. */
static rat_status find_object(struct checker *check, uint64_t *offset)
{
    uint64_t at = *offset;
    while (at < check->end) {
        uint64_t n = check->end - at < SEARCH_WINDOW ? check->end - at : SEARCH_WINDOW;
        rat_status st = load(check, at, n);
        if (st != RAT_OK)
            return st;
        const unsigned char *hit = memmem(check->bytes.data, check->bytes.size, RAT_OBJECT_MAGIC, 4);
        if (!hit) {
            at += n > 3 && n == SEARCH_WINDOW ? n - 3 : n;
            continue;
        }
        at += (uint64_t)(hit - check->bytes.data);
        struct rat_object_head head;
        const char *wrong = NULL;
        st = load_head(check, at, &head, &wrong);
        if (st != RAT_OK)
            return st;
        if (!wrong)
            break;
        at++;
    }
    *offset = at < check->end ? at : check->end;
    return RAT_OK;
}

static rat_status check_objects(struct checker *check)
{
    uint64_t offset = RAT_PACK_HEADER;
    while (offset < check->end) {
        struct rat_object_head head;
        const char *wrong = NULL;
        rat_status st = load_head(check, offset, &head, &wrong);
        if (st == RAT_OK && wrong) {
            finding(check, offset, wrong);
            offset++;
            st = find_object(check, &offset);
        } else if (st == RAT_OK) {
            st = check_object(check, offset, &head);
            offset += head.stored;
        }
        if (st != RAT_OK)
            return st;
    }
    return RAT_OK;
}

static rat_status check_pack_header(struct checker *check)
{
    rat_status st = load(check, 0, check->end < RAT_PACK_HEADER ? check->end : RAT_PACK_HEADER);
    if (st != RAT_OK)
        return st;
    uint32_t pack = 0;
    const char *wrong = rat_pack_header_check(check->bytes.data, check->bytes.size, &pack);
    if (wrong) {
        finding(check, 0, wrong);
        return RAT_OK;
    }
    char name[32];
    snprintf(name, sizeof name, "pack-%06u.rat", (unsigned)pack);
    const char *slash = strrchr(check->path, '/'), *base = slash ? slash + 1 : check->path;
    if (strncmp(base, "pack-", 5) == 0 && strcmp(base, name) != 0)
        finding(check, 0, N_("Packdatei trägt die Nummer einer anderen"));
    return RAT_OK;
}

static rat_status check_file(struct checker *check, uint64_t committed)
{
    struct stat info;
    if (fstat(check->fd, &info) != 0 || !S_ISREG(info.st_mode)) {
        rat_status st = rat_fail_errno(check->err, RAT_EIO, errno ? errno : EINVAL, "%s",
                                       _("Packdatei lässt sich nicht lesen"));
        rat_err_where(check->err, "%s", check->path);
        return st;
    }
    uint64_t size = (uint64_t)info.st_size;
    check->end = size < committed ? size : committed;
    if (size < committed)
        finding(check, size, N_("Packdatei ist kürzer, als der Katalog sagt"));
    rat_status st = check_pack_header(check);
    return st == RAT_OK ? check_objects(check) : st;
}

rat_status rat_contents_check_pack(const char *path, uint64_t committed, bool deep, rat_pack_damage *damaged,
                                   void *ctx, uint64_t *findings, struct rat_err *err)
{
    struct checker check = {.path = path, .deep = deep, .damaged = damaged, .ctx = ctx, .err = err};
    do
        check.fd = open(path, O_RDONLY | O_CLOEXEC);
    while (check.fd < 0 && errno == EINTR);
    if (check.fd < 0) {
        if (errno == ENOENT) {
            finding(&check, 0, N_("Packdatei fehlt"));
            *findings = check.findings;
            return RAT_OK;
        }
        rat_status st = rat_fail_errno(err, RAT_EIO, errno, "%s", _("Packdatei lässt sich nicht öffnen"));
        rat_err_where(err, "%s", path);
        return st;
    }
    rat_status st = rat_inflater_init(&check.inflater) ? check_file(&check, committed) : rat_nomem(err);
    inflateEnd(&check.inflater);
    rat_buf_release(&check.bytes);
    rat_buf_release(&check.raw);
    close(check.fd);
    if (st == RAT_OK)
        *findings = check.findings;
    return st;
}
