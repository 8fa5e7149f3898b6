/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/container.h"

#include "base/cursor.h"
#include "base/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#define HEADER_BYTES 16u
#define FOOTER_BYTES 32u
#define ENTRY_BYTES 24u
#define SECTIONS_MAX 1024u
static const char end_magic[8] = {'R', 'A', 'T', 'S', 'E', 'N', 'D', '1'};

struct rat_container_writer {
    int fd;
    char *path;
    struct rat_buf block;  /* the block being filled */
    struct rat_buf hashes; /* of the blocks written */
    struct rat_buf entries;
    uint64_t written; /* bytes handed to the file, whole blocks */
    uint64_t section_start;
    uint32_t section, section_count;
    bool open_section;
    rat_status status;
    struct rat_err err;
};

rat_status rat_damaged(struct rat_err *err, const char *path, const char *what)
{
    rat_fail(err, RAT_EDAMAGED, _("Datei ist beschädigt: %s"), what);
    rat_err_where(err, "%s", path);
    rat_err_hint(err, "%s",
                 _("`ratsarchiv check` zeigt das Ausmaß; `ratsarchiv reindex` baut den Index neu auf"));
    return RAT_EDAMAGED;
}

static uint64_t file_offset(const struct rat_container_writer *writer)
{
    return writer->written + writer->block.size;
}

static void latch(struct rat_container_writer *writer, rat_status st)
{
    if (writer->status == RAT_OK)
        writer->status = st;
}

static void put_block(struct rat_container_writer *writer)
{
    rat_buf_u64(&writer->hashes, rat_hash64(writer->block.data, writer->block.size));
    latch(writer,
          rat_file_write_all(writer->fd, writer->block.data, writer->block.size, writer->path, &writer->err));
    writer->written += writer->block.size;
    writer->block.size = 0;
}

static void append(struct rat_container_writer *writer, const void *bytes, size_t n)
{
    const unsigned char *at = bytes;
    while (n && writer->status == RAT_OK) {
        size_t room = RAT_CONTAINER_BLOCK - writer->block.size;
        size_t part = n < room ? n : room;
        memcpy(writer->block.data + writer->block.size, at, part);
        writer->block.size += part;
        at += part;
        n -= part;
        if (writer->block.size == RAT_CONTAINER_BLOCK)
            put_block(writer);
    }
}

rat_status rat_container_create(const char *path, const char *kind, struct rat_container_writer **out,
                                struct rat_err *err)
{
    struct rat_container_writer *writer = calloc(1, sizeof *writer);
    if (!writer)
        return rat_nomem(err);
    writer->fd = -1;
    writer->path = strdup(path);
    rat_status st = RAT_OK;
    if (!writer->path || !rat_buf_reserve(&writer->block, RAT_CONTAINER_BLOCK)) {
        st = rat_nomem(err);
        goto failed;
    }
    writer->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (writer->fd < 0) {
        st = rat_fail_errno(err, RAT_EIO, errno, "%s", _("Datei lässt sich nicht anlegen"));
        rat_err_where(err, "%s", path);
        goto failed;
    }
    unsigned char header[HEADER_BYTES] = {'R', 'A', 'T', 'S'};
    memcpy(header + 4, kind, 4);
    header[8] = RAT_CONTAINER_VERSION;
    append(writer, header, sizeof header);
    *out = writer;
    return RAT_OK;
failed:
    rat_container_abandon(writer);
    return st;
}

static void end_section(struct rat_container_writer *writer)
{
    static const unsigned char zeros[2 * RAT_CONTAINER_PAD];
    if (!writer->open_section)
        return;
    rat_buf_u32(&writer->entries, writer->section);
    rat_buf_u32(&writer->entries, 0);
    rat_buf_u64(&writer->entries, writer->section_start);
    rat_buf_u64(&writer->entries, file_offset(writer) - writer->section_start);
    writer->section_count++;
    writer->open_section = false;
    append(writer, zeros, RAT_CONTAINER_PAD);
    append(writer, zeros, (size_t)(-file_offset(writer) % RAT_CONTAINER_PAD));
}

void rat_container_begin(struct rat_container_writer *writer, uint32_t section)
{
    static const unsigned char zeros[RAT_CONTAINER_PAD];
    end_section(writer);
    append(writer, zeros, (size_t)(-file_offset(writer) % RAT_CONTAINER_PAD));
    writer->section = section;
    writer->section_start = file_offset(writer);
    writer->open_section = true;
}

void rat_container_write(struct rat_container_writer *writer, const void *bytes, size_t n)
{
    append(writer, bytes, n);
}

void rat_container_write_buf(struct rat_container_writer *writer, const struct rat_buf *buf)
{
    if (buf->failed)
        latch(writer, rat_nomem(&writer->err));
    else
        append(writer, buf->data, buf->size);
}

uint64_t rat_container_offset(const struct rat_container_writer *writer)
{
    return file_offset(writer) - writer->section_start;
}

static void free_writer(struct rat_container_writer *writer)
{
    if (writer->fd >= 0)
        close(writer->fd);
    rat_buf_release(&writer->block);
    rat_buf_release(&writer->hashes);
    rat_buf_release(&writer->entries);
    free(writer->path);
    free(writer);
}

void rat_container_abandon(struct rat_container_writer *writer)
{
    if (!writer)
        return;
    if (writer->fd >= 0)
        unlink(writer->path);
    free_writer(writer);
}

rat_status rat_container_finish(struct rat_container_writer *writer, struct rat_file_id *id,
                                struct rat_err *err)
{
    struct rat_buf toc = RAT_BUF_INIT;
    end_section(writer);
    if (writer->block.size)
        put_block(writer);
    uint64_t toc_offset = writer->written;
    rat_buf_u32(&toc, writer->section_count);
    rat_buf_u32(&toc, (uint32_t)(writer->hashes.size / 8));
    rat_buf_append(&toc, writer->entries.data, writer->entries.size);
    rat_buf_append(&toc, writer->hashes.data, writer->hashes.size);
    size_t toc_size = toc.size;
    rat_buf_u64(&toc, toc_offset);
    rat_buf_u64(&toc, toc_size);
    uint64_t hash = 0;
    if (toc.failed || writer->entries.failed || writer->hashes.failed)
        latch(writer, rat_nomem(&writer->err));
    else
        rat_buf_u64(&toc, hash = rat_hash64(toc.data, toc.size));
    rat_buf_append(&toc, end_magic, sizeof end_magic);
    if (toc.failed)
        latch(writer, rat_nomem(&writer->err));
    if (writer->status == RAT_OK)
        latch(writer, rat_file_write_all(writer->fd, toc.data, toc.size, writer->path, &writer->err));
    if (writer->status == RAT_OK)
        latch(writer, rat_file_sync(writer->fd, writer->path, &writer->err));
    rat_status st = writer->status;
    if (st != RAT_OK) {
        if (err)
            *err = writer->err;
        rat_container_abandon(writer);
    } else {
        if (id)
            *id = (struct rat_file_id){toc_offset + toc.size, hash};
        free_writer(writer);
    }
    rat_buf_release(&toc);
    return st;
}

/* ---- reading ---- */

static rat_status open_mapped(struct rat_container *c, const char *kind, struct rat_err *err)
{
    const unsigned char *data = c->map.data;
    size_t size = c->map.size;
    if (size < HEADER_BYTES + 8 + FOOTER_BYTES)
        return rat_damaged(err, c->path, _("zu kurz"));
    if (memcmp(data, "RATS", 4) != 0 || memcmp(data + 4, kind, 4) != 0)
        return rat_damaged(err, c->path, _("Kennung am Anfang fehlt"));
    if (rat_load_u32(data + 8) != RAT_CONTAINER_VERSION) {
        rat_fail(err, RAT_EDAMAGED, _("Formatversion %u wird nicht gelesen"), rat_load_u32(data + 8));
        rat_err_where(err, "%s", c->path);
        rat_err_hint(err, "%s", _("Mit einer neueren Version von ratsarchiv öffnen"));
        return RAT_EDAMAGED;
    }
    const unsigned char *footer = data + size - FOOTER_BYTES;
    if (memcmp(footer + 24, end_magic, sizeof end_magic) != 0)
        return rat_damaged(err, c->path, _("Kennung am Ende fehlt, die Datei ist unvollständig"));
    uint64_t toc_offset = rat_load_u64(footer), toc_size = rat_load_u64(footer + 8);
    if (toc_offset < HEADER_BYTES || toc_offset > size - FOOTER_BYTES || toc_size < 8 ||
        toc_size != size - FOOTER_BYTES - toc_offset)
        return rat_damaged(err, c->path, _("Inhaltsverzeichnis liegt falsch"));
    const unsigned char *toc = data + toc_offset;
    if (rat_hash64(toc, (size_t)toc_size + 16) != rat_load_u64(footer + 16))
        return rat_damaged(err, c->path, _("Prüfsumme des Inhaltsverzeichnisses stimmt nicht"));
    c->section_count = rat_load_u32(toc);
    c->block_count = rat_load_u32(toc + 4);
    c->data_end = toc_offset;
    if (c->section_count > SECTIONS_MAX ||
        8 + (uint64_t)c->section_count * ENTRY_BYTES + (uint64_t)c->block_count * 8 != toc_size ||
        c->block_count != (toc_offset + RAT_CONTAINER_BLOCK - 1) / RAT_CONTAINER_BLOCK)
        return rat_damaged(err, c->path, _("Inhaltsverzeichnis passt nicht zur Datei"));
    c->toc = toc + 8;
    c->hashes = c->toc + (size_t)c->section_count * ENTRY_BYTES;
    for (uint32_t i = 0; i < c->section_count; i++) {
        uint64_t offset = rat_load_u64(c->toc + i * ENTRY_BYTES + 8);
        uint64_t n = rat_load_u64(c->toc + i * ENTRY_BYTES + 16);
        if (offset < HEADER_BYTES || offset > c->data_end || n > c->data_end - offset ||
            c->data_end - offset - n < RAT_CONTAINER_PAD)
            return rat_damaged(err, c->path, _("Abschnitt liegt außerhalb der Datei"));
    }
    c->verified = calloc(c->block_count ? c->block_count : 1, sizeof *c->verified);
    return c->verified ? RAT_OK : rat_nomem(err);
}

rat_status rat_container_open(const char *path, const char *kind, struct rat_container **out,
                              struct rat_err *err)
{
    struct rat_container *c = calloc(1, sizeof *c);
    if (!c)
        return rat_nomem(err);
    c->path = strdup(path);
    rat_status st = c->path ? rat_file_map(path, &c->map, err) : rat_nomem(err);
    if (st == RAT_OK)
        st = open_mapped(c, kind, err);
    if (st != RAT_OK) {
        rat_container_close(c);
        return st;
    }
    *out = c;
    return RAT_OK;
}

void rat_container_close(struct rat_container *c)
{
    if (!c)
        return;
    rat_file_unmap(&c->map);
    free((void *)c->verified);
    free(c->path);
    free(c);
}

struct rat_file_id rat_container_id(const struct rat_container *c)
{
    return (struct rat_file_id){c->map.size, rat_load_u64(c->map.data + c->map.size - FOOTER_BYTES + 16)};
}

bool rat_container_find(struct rat_container *c, uint32_t section, struct rat_section *out)
{
    for (uint32_t i = 0; i < c->section_count; i++) {
        const unsigned char *entry = c->toc + i * ENTRY_BYTES;
        if (rat_load_u32(entry) == section) {
            *out = (struct rat_section){c, rat_load_u64(entry + 8), rat_load_u64(entry + 16)};
            return true;
        }
    }
    *out = (struct rat_section){NULL, 0, 0};
    return false;
}

rat_status rat_container_require(struct rat_container *c, uint32_t section, struct rat_section *out,
                                 struct rat_err *err)
{
    if (rat_container_find(c, section, out))
        return RAT_OK;
    rat_fail(err, RAT_EDAMAGED, _("Abschnitt %u fehlt"), section);
    rat_err_where(err, "%s", c->path);
    return RAT_EDAMAGED;
}

static bool verify_block(struct rat_container *c, uint64_t block)
{
    if (atomic_load_explicit(&c->verified[block], memory_order_relaxed))
        return true;
    uint64_t start = block * RAT_CONTAINER_BLOCK;
    uint64_t n = c->data_end - start < RAT_CONTAINER_BLOCK ? c->data_end - start : RAT_CONTAINER_BLOCK;
    if (rat_hash64(c->map.data + start, (size_t)n) != rat_load_u64(c->hashes + block * 8))
        return false;
    atomic_store_explicit(&c->verified[block], 1, memory_order_relaxed);
    return true;
}

static rat_status bad_block(struct rat_container *c, uint64_t block, struct rat_err *err)
{
    rat_fail(err, RAT_EDAMAGED, _("Prüfsumme falsch im Block ab Byte %llu"),
             (unsigned long long)(block * RAT_CONTAINER_BLOCK));
    rat_err_where(err, "%s", c->path);
    rat_err_hint(err, "%s",
                 _("`ratsarchiv check` zeigt das Ausmaß; `ratsarchiv reindex` baut den Index neu auf"));
    return RAT_EDAMAGED;
}

rat_status rat_section_get(const struct rat_section *section, uint64_t offset, uint64_t n,
                           const unsigned char **out, struct rat_err *err)
{
    struct rat_container *c = section->container;
    if (!c || offset > section->size || n > section->size - offset)
        return rat_damaged(err, c ? c->path : "", _("Verweis führt aus einem Abschnitt hinaus"));
    uint64_t start = section->offset + offset;
    if (n) {
        uint64_t last = (start + n - 1) / RAT_CONTAINER_BLOCK;
        for (uint64_t block = start / RAT_CONTAINER_BLOCK; block <= last; block++)
            if (!verify_block(c, block))
                return bad_block(c, block, err);
    }
    *out = c->map.data + start;
    return RAT_OK;
}

void rat_container_check(struct rat_container *c, rat_container_damage *damaged, void *ctx,
                         uint64_t *findings)
{
    for (uint64_t block = 0; block < c->block_count; block++) {
        if (!verify_block(c, block)) {
            struct rat_err err;
            bad_block(c, block, &err);
            damaged(ctx, c->path, err.msg);
            ++*findings;
        }
    }
}
