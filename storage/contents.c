/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/contents_internal.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define OPEN_PACKS 8u     /* descriptors kept by a reader */
#define READ_WHOLE 16384u /* stored objects up to this size are read in one go: most council papers */

struct open_pack {
    uint32_t pack; /* 0: free */
    int fd;
    uint64_t size; /* when last asked */
    uint64_t used; /* clock of the last use */
};

struct rat_contents {
    char *folder;
    bool writable;
    struct open_pack open[OPEN_PACKS];
    uint64_t clock;
    struct rat_buf path, scratch;
    z_stream inflater;
    /* of the writer */
    bool resumed;
    bool dirty, folder_dirty; /* bytes, names that wait for a sync */
    int fd;                   /* of the current pack, -1: none */
    uint32_t pack, highest;
    uint64_t end;      /* bytes of the current pack */
    rat_status failed; /* the first failure of a write: this writer is done */
};

void rat_contents_pack_path(const char *folder, uint32_t pack, struct rat_buf *out)
{
    char name[32];
    snprintf(name, sizeof name, "pack-%06u.rat", (unsigned)pack);
    rat_path_join(out, folder, name);
}

/* The path of a pack as C string, valid until the next call. */
static const char *pack_path(struct rat_contents *contents, uint32_t pack)
{
    rat_contents_pack_path(contents->folder, pack, &contents->path);
    return rat_buf_cstr(&contents->path);
}

static rat_status damaged(struct rat_contents *contents, uint32_t pack, uint64_t offset, const char *what,
                          struct rat_err *err)
{
    rat_status st = rat_fail(err, RAT_EDAMAGED, _("Gespeicherter Inhalt ist beschädigt: %s"), _(what));
    rat_err_where(err, _("%s, Byte %llu"), pack_path(contents, pack), (unsigned long long)offset);
    rat_err_hint(
        err, "%s",
        _("Mit „ratsarchiv check“ prüfen und das Archiv aus der Sicherung holen oder neu importieren"));
    if (err)
        err->pos = offset;
    return st;
}

static rat_status io_failed(struct rat_contents *contents, uint32_t pack, int saved_errno, const char *what,
                            struct rat_err *err)
{
    rat_status st = rat_fail_errno(err, RAT_EIO, saved_errno, "%s", _(what));
    rat_err_where(err, "%s", pack ? pack_path(contents, pack) : contents->folder);
    return st;
}

rat_status rat_contents_open(const char *folder, bool writable, struct rat_contents **out,
                             struct rat_err *err)
{
    if (writable) {
        rat_status st = rat_folder_make(folder, err);
        if (st != RAT_OK)
            return st;
    }
    struct rat_contents *contents = calloc(1, sizeof *contents);
    if (!contents)
        return rat_nomem(err);
    contents->fd = -1;
    contents->writable = writable;
    contents->folder = strdup(folder);
    if (!contents->folder || !rat_inflater_init(&contents->inflater)) {
        rat_contents_close(contents);
        return rat_nomem(err);
    }
    *out = contents;
    return RAT_OK;
}

static void close_pack(struct open_pack *slot)
{
    if (slot->pack)
        close(slot->fd);
    slot->pack = 0;
}

void rat_contents_close(struct rat_contents *contents)
{
    if (!contents)
        return;
    for (size_t i = 0; i < OPEN_PACKS; i++)
        close_pack(&contents->open[i]);
    if (contents->fd >= 0)
        close(contents->fd);
    inflateEnd(&contents->inflater);
    rat_buf_release(&contents->path);
    rat_buf_release(&contents->scratch);
    free(contents->folder);
    free(contents);
}

/* ---- reading ---- */

static struct open_pack *free_slot(struct rat_contents *contents)
{
    struct open_pack *oldest = &contents->open[0];
    for (size_t i = 0; i < OPEN_PACKS; i++) {
        if (!contents->open[i].pack)
            return &contents->open[i];
        if (contents->open[i].used < oldest->used)
            oldest = &contents->open[i];
    }
    close_pack(oldest);
    return oldest;
}

static int open_retry(const char *path, int flags)
{
    int fd;
    do
        fd = open(path, flags | O_CLOEXEC, 0666);
    while (fd < 0 && errno == EINTR);
    return fd;
}

/* Checks that fd is pack number `pack`; *size: bytes in the file. */
static rat_status check_header(struct rat_contents *contents, int fd, uint32_t pack, uint64_t *size,
                               struct rat_err *err)
{
    struct stat info;
    if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode))
        return io_failed(contents, pack, errno ? errno : EINVAL, N_("Packdatei lässt sich nicht lesen"), err);
    unsigned char bytes[RAT_PACK_HEADER];
    uint32_t number = 0;
    rat_status st = rat_file_pread(fd, bytes, sizeof bytes, 0, pack_path(contents, pack), err);
    if (st != RAT_OK)
        return st;
    const char *wrong = rat_pack_header_check(bytes, sizeof bytes, &number);
    if (!wrong && number != pack)
        wrong = N_("Packdatei trägt die Nummer einer anderen");
    if (wrong)
        return damaged(contents, pack, 0, wrong, err);
    *size = (uint64_t)info.st_size;
    return RAT_OK;
}

static rat_status open_pack(struct rat_contents *contents, uint32_t pack, struct open_pack **out,
                            struct rat_err *err)
{
    for (size_t i = 0; i < OPEN_PACKS; i++)
        if (pack && contents->open[i].pack == pack) {
            *out = &contents->open[i];
            return RAT_OK;
        }
    if (pack == 0)
        return damaged(contents, 0, 0, N_("es gibt keine Packdatei 0"), err);
    int fd = open_retry(pack_path(contents, pack), O_RDONLY);
    if (fd < 0 && errno == ENOENT)
        return damaged(contents, pack, 0, N_("Packdatei fehlt"), err);
    if (fd < 0)
        return io_failed(contents, pack, errno, N_("Packdatei lässt sich nicht öffnen"), err);
    uint64_t size = 0;
    rat_status st = check_header(contents, fd, pack, &size, err);
    if (st != RAT_OK) {
        close(fd);
        return st;
    }
    struct open_pack *slot = free_slot(contents);
    *slot = (struct open_pack){pack, fd, size, 0};
    *out = slot;
    return RAT_OK;
}

/* The open pack of a place that lies wholly inside the file. */
static rat_status open_place(struct rat_contents *contents, const struct rat_content_place *place,
                             struct open_pack **out, struct rat_err *err)
{
    struct open_pack *slot = NULL;
    rat_status st = open_pack(contents, place->pack, &slot, err);
    if (st != RAT_OK)
        return st;
    slot->used = ++contents->clock;
    struct stat info; /* another process may have appended since */
    if ((place->offset > slot->size || place->stored > slot->size - place->offset) &&
        fstat(slot->fd, &info) == 0)
        slot->size = (uint64_t)info.st_size;
    if (place->offset > slot->size || place->stored > slot->size - place->offset)
        return damaged(contents, place->pack, place->offset, N_("Packdatei ist zu kurz"), err);
    if (place->offset < RAT_PACK_HEADER || rat_object_head_bytes(place->size) > place->stored)
        return damaged(contents, place->pack, place->offset, N_("Ort des Objekts ist unmöglich"), err);
    *out = slot;
    return RAT_OK;
}

/* Reads the head of an object, and all of it when it is small or `whole`, into scratch. */
static rat_status read_head(struct rat_contents *contents, const struct open_pack *slot,
                            const struct rat_content_place *place, bool whole, struct rat_object_head *head,
                            struct rat_err *err)
{
    uint64_t want = whole || place->stored <= READ_WHOLE ? place->stored : rat_object_head_bytes(place->size);
    rat_buf_clear(&contents->scratch);
    unsigned char *to = want <= SIZE_MAX ? rat_buf_reserve(&contents->scratch, (size_t)want) : NULL;
    if (!to)
        return rat_nomem(err);
    rat_status st =
        rat_file_pread(slot->fd, to, (size_t)want, place->offset, pack_path(contents, place->pack), err);
    if (st != RAT_OK)
        return st;
    contents->scratch.size = (size_t)want;
    const char *wrong = rat_object_parse(to, (size_t)want, head);
    if (!wrong && (head->size != place->size || head->stored != place->stored))
        wrong = N_("Größe ist eine andere als im Katalog");
    return wrong ? damaged(contents, place->pack, place->offset, wrong, err) : RAT_OK;
}

/* The stored bytes of a block: from scratch when they are there, else read behind the head in it. */
static rat_status block_bytes(struct rat_contents *contents, const struct open_pack *slot,
                              const struct rat_content_place *place, struct rat_object_head *head,
                              const struct rat_object_block *block, const unsigned char **out,
                              struct rat_err *err)
{
    struct rat_buf *scratch = &contents->scratch;
    if (block->at + block->stored <= scratch->size) {
        *out = scratch->data + block->at;
        return RAT_OK;
    }
    unsigned char *to = rat_buf_reserve(scratch, block->stored);
    if (!to)
        return rat_nomem(err);
    head->table = scratch->data + RAT_OBJECT_FIXED; /* reserve may have moved it */
    *out = to;
    return rat_file_pread(slot->fd, to, block->stored, place->offset + block->at,
                          pack_path(contents, place->pack), err);
}

static rat_status read_blocks(struct rat_contents *contents, const struct open_pack *slot,
                              const struct rat_content_place *place, struct rat_object_head *head,
                              uint64_t from, uint64_t to, struct rat_buf *out, struct rat_err *err)
{
    size_t before = out->size;
    uint64_t first = from / RAT_CONTENT_BLOCK, last = (to - 1) / RAT_CONTENT_BLOCK;
    struct rat_object_block block = rat_object_block_at(head, first);
    for (uint64_t i = first;; block = rat_object_block_next(head, i, &block)) {
        const unsigned char *bytes = NULL;
        rat_status st = block_bytes(contents, slot, place, head, &block, &bytes, err);
        if (st != RAT_OK)
            return st;
        const char *wrong = rat_object_block_decode(&contents->inflater, &block, bytes, out);
        if (wrong)
            return damaged(contents, place->pack, place->offset + block.at, wrong, err);
        if (out->failed)
            return rat_nomem(err);
        if (i++ == last)
            break;
    }
    size_t skip = (size_t)(from - first * RAT_CONTENT_BLOCK);
    if (skip)
        memmove(out->data + before, out->data + before + skip, out->size - before - skip);
    out->size = before + (size_t)(to - from);
    return RAT_OK;
}

rat_status rat_contents_read(struct rat_contents *contents, const struct rat_content_place *place,
                             const uint8_t *sha, uint64_t from, uint64_t to, struct rat_buf *out,
                             struct rat_err *err)
{
    struct open_pack *slot = NULL;
    struct rat_object_head head;
    rat_status st = open_place(contents, place, &slot, err);
    if (st == RAT_OK)
        st = read_head(contents, slot, place, false, &head, err);
    if (st != RAT_OK)
        return st;
    if (sha && memcmp(sha, head.sha, RAT_SHA256_BYTES) != 0)
        return damaged(contents, place->pack, place->offset, N_("hier liegt ein anderes Objekt"), err);
    size_t before = out->size;
    if (to > head.size)
        to = head.size;
    if (from < to)
        st = read_blocks(contents, slot, place, &head, from, to, out, err);
    if (st == RAT_OK && from == 0 && to == head.size) {
        uint8_t sum[RAT_SHA256_BYTES];
        rat_sha256(out->data ? out->data + before : (const unsigned char *)"", out->size - before, sum);
        if (memcmp(sum, head.sha, RAT_SHA256_BYTES) != 0)
            st = damaged(contents, place->pack, place->offset, N_("SHA-256 stimmt nicht"), err);
    }
    if (st != RAT_OK)
        out->size = before;
    return st;
}

/* ---- writing ---- */

static rat_status latch(struct rat_contents *contents, rat_status st)
{
    if (st != RAT_OK && contents->failed == RAT_OK)
        contents->failed = st;
    return st;
}

/* RAT_OK when this writer may write. */
static rat_status may_write(struct rat_contents *contents, struct rat_err *err)
{
    if (!contents->writable || !contents->resumed)
        return rat_fail(err, RAT_EUSAGE, "%s", _("Der Inhaltsspeicher ist nicht zum Schreiben geöffnet"));
    if (contents->failed == RAT_OK)
        return RAT_OK;
    rat_status st = rat_fail(err, contents->failed, "%s", _("Ein früheres Schreiben ist gescheitert"));
    rat_err_where(err, "%s", contents->folder);
    rat_err_hint(err, "%s", _("Den Befehl wiederholen; er setzt beim letzten vollständigen Stand fort"));
    return st;
}

/* The number in "pack-NNNNNN.rat", 0 when the name is another. */
static uint32_t pack_number(const char *name)
{
    uint64_t number = 0;
    const char *at = name;
    if (strncmp(at, "pack-", 5) != 0)
        return 0;
    for (at += 5; *at >= '0' && *at <= '9' && number <= UINT32_MAX; at++)
        number = number * 10 + (uint64_t)(*at - '0');
    char again[32];
    snprintf(again, sizeof again, "pack-%06u.rat", (unsigned)number);
    return number <= UINT32_MAX && strcmp(name, again) == 0 ? (uint32_t)number : 0;
}

static rat_status unlink_pack(struct rat_contents *contents, uint32_t pack, struct rat_err *err)
{
    if (unlink(pack_path(contents, pack)) != 0 && errno != ENOENT)
        return io_failed(contents, pack, errno, N_("Packdatei lässt sich nicht entfernen"), err);
    return RAT_OK;
}

static rat_status remove_higher(struct rat_contents *contents, uint32_t pack, struct rat_err *err)
{
    char **names = NULL;
    size_t count = 0;
    bool removed = false;
    rat_status st = rat_folder_list(contents->folder, &names, &count, err);
    for (size_t i = 0; st == RAT_OK && i < count; i++)
        if (pack_number(names[i]) > pack) {
            st = unlink_pack(contents, pack_number(names[i]), err);
            removed = true;
        }
    rat_folder_list_free(names, count);
    return st == RAT_OK && removed ? rat_folder_sync(contents->folder, err) : st;
}

static rat_status cut(struct rat_contents *contents, int fd, uint32_t pack, uint64_t committed,
                      struct rat_err *err)
{
    uint64_t size = 0;
    rat_status st = check_header(contents, fd, pack, &size, err);
    if (st != RAT_OK)
        return st;
    if (size < committed || committed < RAT_PACK_HEADER)
        return damaged(contents, pack, size, N_("Packdatei ist kürzer, als der Katalog sagt"), err);
    if (size == committed)
        return RAT_OK;
    if (ftruncate(fd, (off_t)committed) != 0)
        return io_failed(contents, pack, errno, N_("Packdatei lässt sich nicht kürzen"), err);
    return rat_file_sync(fd, pack_path(contents, pack), err);
}

rat_status rat_contents_resume(struct rat_contents *contents, uint32_t pack, uint64_t committed,
                               struct rat_err *err)
{
    if (!contents->writable)
        return rat_fail(err, RAT_EUSAGE, "%s", _("Der Inhaltsspeicher ist nicht zum Schreiben geöffnet"));
    int fd = -1;
    if (pack) {
        fd = open_retry(pack_path(contents, pack), O_RDWR);
        if (fd < 0 && errno == ENOENT)
            return damaged(contents, pack, 0, N_("Packdatei fehlt"), err);
        if (fd < 0)
            return io_failed(contents, pack, errno, N_("Packdatei lässt sich nicht öffnen"), err);
    }
    rat_status st = pack ? cut(contents, fd, pack, committed, err) : RAT_OK;
    if (st == RAT_OK)
        st = remove_higher(contents, pack, err);
    if (st != RAT_OK) {
        if (fd >= 0)
            close(fd);
        return st;
    }
    for (size_t i = 0; i < OPEN_PACKS; i++)
        close_pack(&contents->open[i]);
    if (contents->fd >= 0)
        close(contents->fd);
    contents->fd = fd;
    contents->pack = contents->highest = pack;
    contents->end = pack ? committed : 0;
    contents->resumed = true;
    contents->dirty = contents->folder_dirty = false;
    contents->failed = RAT_OK;
    return RAT_OK;
}

static rat_status sync_current(struct rat_contents *contents, struct rat_err *err)
{
    rat_status st = RAT_OK;
    if (contents->dirty)
        st = rat_file_sync(contents->fd, pack_path(contents, contents->pack), err);
    if (st == RAT_OK && contents->folder_dirty)
        st = rat_folder_sync(contents->folder, err);
    if (st == RAT_OK)
        contents->dirty = contents->folder_dirty = false;
    return latch(contents, st);
}

static rat_status write_at_end(struct rat_contents *contents, const void *bytes, size_t n,
                               struct rat_err *err)
{
    contents->dirty = true;
    if (lseek(contents->fd, (off_t)contents->end, SEEK_SET) < 0)
        return io_failed(contents, contents->pack, errno, N_("Packdatei lässt sich nicht schreiben"), err);
    rat_status st = rat_file_write_all(contents->fd, bytes, n, pack_path(contents, contents->pack), err);
    if (st == RAT_OK)
        contents->end += n;
    return st;
}

static rat_status create_pack(struct rat_contents *contents, uint32_t pack, struct rat_err *err)
{
    int fd = open_retry(pack_path(contents, pack), O_RDWR | O_CREAT | O_EXCL);
    if (fd < 0)
        return io_failed(contents, pack, errno, N_("Packdatei lässt sich nicht anlegen"), err);
    if (contents->fd >= 0)
        close(contents->fd);
    contents->fd = fd;
    contents->pack = contents->highest = pack;
    contents->end = 0;
    contents->folder_dirty = true;
    struct rat_buf header = RAT_BUF_INIT;
    rat_pack_header_put(&header, pack);
    rat_status st = header.failed ? rat_nomem(err) : write_at_end(contents, header.data, header.size, err);
    rat_buf_release(&header);
    return st;
}

rat_status rat_contents_new_pack(struct rat_contents *contents, struct rat_err *err)
{
    rat_status st = may_write(contents, err);
    if (st != RAT_OK)
        return st;
    if (contents->highest >= UINT32_MAX - 1)
        return rat_fail(err, RAT_ELIMIT, "%s", _("Das Archiv hat zu viele Packdateien"));
    if (contents->fd >= 0)
        st = sync_current(contents, err);
    return st == RAT_OK ? latch(contents, create_pack(contents, contents->highest + 1, err)) : st;
}

rat_status rat_contents_append(struct rat_contents *contents, const void *stored, size_t n, uint64_t raw_size,
                               struct rat_content_place *out, struct rat_err *err)
{
    rat_status st = may_write(contents, err);
    if (st != RAT_OK)
        return st;
    uint64_t size = 0, stored_size = 0;
    if (rat_object_peek(stored, n, &size, &stored_size) || size != raw_size || stored_size != n)
        return rat_fail(err, RAT_EUSAGE, "%s", _("Das sind keine Bytes eines Objekts"));
    if (contents->fd < 0 || contents->end >= RAT_PACK_BYTES_MAX)
        st = rat_contents_new_pack(contents, err);
    if (st != RAT_OK)
        return st;
    struct rat_content_place place = {contents->pack, contents->end, n, raw_size};
    st = latch(contents, write_at_end(contents, stored, n, err));
    if (st == RAT_OK)
        *out = place;
    return st;
}

rat_status rat_contents_sync(struct rat_contents *contents, uint32_t *pack, uint64_t *committed,
                             struct rat_err *err)
{
    rat_status st = may_write(contents, err);
    if (st == RAT_OK)
        st = sync_current(contents, err);
    if (st != RAT_OK)
        return st;
    *pack = contents->pack;
    *committed = contents->end;
    return RAT_OK;
}

rat_status rat_contents_move(struct rat_contents *contents, const struct rat_content_place *from,
                             struct rat_content_place *to, struct rat_err *err)
{
    struct open_pack *slot = NULL;
    struct rat_object_head head;
    rat_status st = open_place(contents, from, &slot, err);
    if (st == RAT_OK)
        st = read_head(contents, slot, from, true, &head, err);
    struct rat_object_block block = {0};
    for (uint64_t i = 0; st == RAT_OK && i < head.blocks; i++) {
        block = rat_object_block_next(&head, i, &block);
        const char *wrong = rat_object_block_check(&block, contents->scratch.data + block.at);
        if (wrong)
            st = damaged(contents, from->pack, from->offset + block.at, wrong, err);
    }
    if (st == RAT_OK)
        st = rat_contents_append(contents, contents->scratch.data, contents->scratch.size, from->size, to,
                                 err);
    return st;
}

rat_status rat_contents_drop_pack(struct rat_contents *contents, uint32_t pack, struct rat_err *err)
{
    rat_status st = may_write(contents, err);
    if (st != RAT_OK)
        return st;
    for (size_t i = 0; i < OPEN_PACKS; i++)
        if (contents->open[i].pack == pack)
            close_pack(&contents->open[i]);
    if (contents->fd >= 0 && contents->pack == pack) {
        close(contents->fd);
        contents->fd = -1;
        contents->pack = 0;
        contents->end = 0;
        contents->dirty = false;
    }
    st = unlink_pack(contents, pack, err);
    return st == RAT_OK ? rat_folder_sync(contents->folder, err) : st;
}
