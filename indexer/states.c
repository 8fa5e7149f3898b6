/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/states.h"

#include <stdlib.h>

rat_status rat_marks_add(struct rat_marks *marks, uint32_t docnum, enum rat_mark mark, struct rat_err *err)
{
    size_t byte = docnum / 4;
    if (byte >= marks->bits.size)
        rat_buf_zero(&marks->bits, byte + 1 - marks->bits.size + marks->bits.size / 2);
    if (marks->bits.failed)
        return rat_nomem(err);
    marks->bits.data[byte] = (unsigned char)(marks->bits.data[byte] | (unsigned)mark << (docnum % 4 * 2));
    marks->any = true;
    return RAT_OK;
}

bool rat_marks_has(const struct rat_marks *marks, uint32_t docnum, enum rat_mark mark)
{
    size_t byte = docnum / 4;
    return byte < marks->bits.size && (marks->bits.data[byte] >> (docnum % 4 * 2) & (unsigned)mark);
}

void rat_marks_clear(struct rat_marks *marks)
{
    rat_buf_clear(&marks->bits);
    marks->any = false;
}

void rat_marks_release(struct rat_marks *marks)
{
    rat_buf_release(&marks->bits);
    marks->any = false;
}

static bool is_committed(const struct rat_manifest *committed, uint64_t id)
{
    for (uint32_t i = 0; i < committed->segment_count; i++)
        if (committed->segments[i].id == id)
            return true;
    return false;
}

static void set_bit(unsigned char *bitmap, uint32_t i, bool on)
{
    unsigned bit = 1u << (i % 8);
    bitmap[i / 8] = (unsigned char)(on ? bitmap[i / 8] | bit : bitmap[i / 8] & ~bit);
}

/* New bitmaps of one segment. Dead is final; dead beats hidden. */
static bool update(const struct rat_marks *marks, const struct rat_segment *s, unsigned char *dead,
                   unsigned char *hidden, struct rat_manifest_segment *entry)
{
    bool changed = false;
    entry->dead = entry->hidden = 0;
    for (uint32_t d = 0; d < s->meta.documents; d++) {
        uint32_t docnum = (uint32_t)rat_numbers_get(&s->docnums, d);
        bool was_dead = rat_bit(s->dead, d), was_hidden = rat_bit(s->hidden, d);
        bool is_dead = was_dead || rat_marks_has(marks, docnum, RAT_MARK_DEAD);
        bool is_hidden = !is_dead && (was_hidden || rat_marks_has(marks, docnum, RAT_MARK_HIDDEN));
        set_bit(dead, d, is_dead);
        set_bit(hidden, d, is_hidden);
        entry->dead += is_dead;
        entry->hidden += is_hidden;
        changed = changed || is_dead != was_dead || is_hidden != was_hidden;
    }
    return changed;
}

static rat_status apply_to(const struct rat_marks *marks, const char *folder,
                           struct rat_manifest_segment *entry, struct rat_err *err)
{
    struct rat_segment *s;
    struct rat_manifest_segment next = *entry;
    rat_status st = rat_segment_open(folder, entry, &s, err);
    if (st != RAT_OK)
        return st;
    size_t bytes = (size_t)s->meta.documents / 8 + 1;
    unsigned char *bitmaps = calloc(2, bytes);
    if (!bitmaps) {
        st = rat_nomem(err);
    } else if (update(marks, s, bitmaps, bitmaps + bytes, &next)) {
        struct rat_buf path = RAT_BUF_INIT;
        next.state++;
        rat_state_path(folder, next.id, next.state, &path);
        st = rat_state_write(rat_buf_cstr(&path), next.id, s->meta.documents, bitmaps, bitmaps + bytes,
                             &next.state_file, err);
        rat_buf_release(&path);
    }
    if (st == RAT_OK && rat_segment_is_damaged(s))
        st = rat_damaged(err, s->docs_file->path, _("eine Spalte ist unlesbar"));
    if (st == RAT_OK)
        *entry = next;
    free(bitmaps);
    rat_segment_close(s);
    return st;
}

rat_status rat_marks_apply(const struct rat_marks *marks, struct rat_writer *writer, bool all,
                           struct rat_manifest *manifest, struct rat_err *err)
{
    const struct rat_manifest *committed = rat_writer_manifest(writer);
    rat_status st = RAT_OK;
    for (uint32_t i = 0; marks->any && i < manifest->segment_count && st == RAT_OK; i++)
        if (all || is_committed(committed, manifest->segments[i].id))
            st = apply_to(marks, rat_writer_index(writer), &manifest->segments[i], err);
    return st;
}
