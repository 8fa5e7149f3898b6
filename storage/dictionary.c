/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/dictionary.h"

#include <stdlib.h>

struct rat_dictionary_writer {
    struct rat_container_writer *file;
    struct rat_buf block, index;
    unsigned char last[RAT_KEY_BYTES_MAX];
    uint32_t last_size, count;
    uint64_t postings_end, positions_end, bytes;
};

rat_status rat_dictionary_writer_new(struct rat_container_writer *file, struct rat_dictionary_writer **out,
                                     struct rat_err *err)
{
    struct rat_dictionary_writer *writer = calloc(1, sizeof *writer);
    if (!writer)
        return rat_nomem(err);
    writer->file = file;
    rat_container_begin(file, RAT_SECTION_TERMS);
    *out = writer;
    return RAT_OK;
}

static void put_block(struct rat_dictionary_writer *writer)
{
    rat_buf_u64(&writer->index, writer->bytes);
    rat_container_write_buf(writer->file, &writer->block);
    writer->bytes += writer->block.size;
    writer->block.size = 0;
}

static uint32_t shared_prefix(const unsigned char *a, uint32_t an, const unsigned char *b, uint32_t bn)
{
    uint32_t n = an < bn ? an : bn, i = 0;
    while (i < n && a[i] == b[i])
        i++;
    return i;
}

void rat_dictionary_add(struct rat_dictionary_writer *writer, const void *key, size_t n,
                        const struct rat_term_info *info)
{
    const unsigned char *bytes = key;
    uint32_t size = (uint32_t)n, shared = 0;
    struct rat_buf *out = &writer->block;
    if (writer->count % RAT_DICTIONARY_BLOCK == 0) {
        if (writer->count)
            put_block(writer);
        rat_buf_varint(out, writer->postings_end);
        rat_buf_varint(out, writer->positions_end);
    } else {
        shared = shared_prefix(writer->last, writer->last_size, bytes, size);
        rat_buf_varint(out, shared);
    }
    rat_buf_blob(out, bytes + shared, size - shared);
    rat_buf_varint(out, info->documents);
    if (info->documents == 1) {
        rat_buf_varint(out, info->only);
        rat_buf_varint(out, info->only_tf);
    } else {
        rat_buf_varint(out, info->postings_size);
        writer->postings_end += info->postings_size;
    }
    if (RAT_SPACE_HAS_POSITIONS(bytes[0])) {
        rat_buf_varint(out, info->positions_size);
        writer->positions_end += info->positions_size;
    }
    memcpy(writer->last, bytes, size);
    writer->last_size = size;
    writer->count++;
}

rat_status rat_dictionary_writer_finish(struct rat_dictionary_writer *writer, struct rat_err *err)
{
    if (writer->block.size)
        put_block(writer);
    struct rat_buf head = RAT_BUF_INIT;
    rat_buf_u32(&head, writer->count);
    rat_buf_u32(&head, (uint32_t)(writer->index.size / 8));
    rat_container_begin(writer->file, RAT_SECTION_TERM_INDEX);
    rat_container_write_buf(writer->file, &head);
    rat_container_write_buf(writer->file, &writer->index);
    rat_status st = head.failed || writer->index.failed || writer->block.failed ? rat_nomem(err) : RAT_OK;
    rat_buf_release(&head);
    rat_dictionary_writer_free(writer);
    return st;
}

void rat_dictionary_writer_free(struct rat_dictionary_writer *writer)
{
    if (!writer)
        return;
    rat_buf_release(&writer->block);
    rat_buf_release(&writer->index);
    free(writer);
}

rat_status rat_dictionary_open(struct rat_container *file, struct rat_dictionary *out, struct rat_err *err)
{
    struct rat_dictionary d;
    const unsigned char *head;
    rat_status st = rat_container_require(file, RAT_SECTION_TERMS, &d.terms, err);
    if (st == RAT_OK)
        st = rat_container_require(file, RAT_SECTION_TERM_INDEX, &d.index, err);
    if (st == RAT_OK)
        st = rat_section_get(&d.index, 0, 8, &head, err);
    if (st != RAT_OK)
        return st;
    d.term_count = rat_load_u32(head);
    d.block_count = rat_load_u32(head + 4);
    if (d.block_count != (d.term_count + (uint64_t)RAT_DICTIONARY_BLOCK - 1) / RAT_DICTIONARY_BLOCK ||
        d.index.size != 8 + (uint64_t)d.block_count * 8)
        return rat_damaged(err, file->path, _("Wörterbuch hat einen unmöglichen Kopf"));
    *out = d;
    return RAT_OK;
}

static rat_status bad_entry(const struct rat_dictionary *d, struct rat_err *err)
{
    return rat_damaged(err, d->terms.container->path, _("Eintrag im Wörterbuch ist unlesbar"));
}

static rat_status block_bytes(const struct rat_dictionary *d, uint32_t block, struct rat_cursor *out,
                              struct rat_err *err)
{
    const unsigned char *at;
    rat_status st = rat_section_get(&d->index, 8 + (uint64_t)block * 8, 8, &at, err);
    if (st != RAT_OK)
        return st;
    uint64_t from = rat_load_u64(at), to = d->terms.size;
    if (block + 1 < d->block_count) {
        st = rat_section_get(&d->index, 16 + (uint64_t)block * 8, 8, &at, err);
        if (st != RAT_OK)
            return st;
        to = rat_load_u64(at);
    }
    if (from > to)
        return bad_entry(d, err);
    st = rat_section_get(&d->terms, from, to - from, &at, err);
    if (st == RAT_OK)
        *out = rat_cursor_of(at, (size_t)(to - from));
    return st;
}

/* Puts the walk before the first entry of a block. */
static rat_status enter_block(struct rat_term_walk *walk, uint32_t block, struct rat_err *err)
{
    rat_status st = block_bytes(walk->dictionary, block, &walk->at, err);
    if (st != RAT_OK)
        return st;
    walk->postings_at = rat_cursor_varint(&walk->at);
    walk->positions_at = rat_cursor_varint(&walk->at);
    walk->next_ordinal = block * RAT_DICTIONARY_BLOCK;
    walk->key_size = 0;
    return walk->at.bad ? bad_entry(walk->dictionary, err) : RAT_OK;
}

static rat_status read_entry(struct rat_term_walk *walk, struct rat_err *err)
{
    struct rat_cursor *in = &walk->at;
    struct rat_term_info *info = &walk->info;
    uint64_t shared =
        walk->next_ordinal % RAT_DICTIONARY_BLOCK ? rat_cursor_varint_max(in, walk->key_size) : 0;
    uint64_t size = rat_cursor_varint_max(in, RAT_KEY_BYTES_MAX - shared);
    const unsigned char *suffix = rat_cursor_bytes(in, size);
    if (!suffix || shared + size == 0)
        return bad_entry(walk->dictionary, err);
    memcpy(walk->key + shared, suffix, (size_t)size);
    walk->key_size = (uint32_t)(shared + size);
    memset(info, 0, sizeof *info);
    info->ordinal = walk->next_ordinal++;
    info->documents = (uint32_t)rat_cursor_varint_max(in, UINT32_MAX);
    info->postings_at = walk->postings_at;
    info->positions_at = walk->positions_at;
    if (info->documents == 1) {
        info->only = (uint32_t)rat_cursor_varint_max(in, UINT32_MAX);
        info->only_tf = (uint32_t)rat_cursor_varint_max(in, UINT32_MAX);
    } else {
        info->postings_size = rat_cursor_varint(in);
        walk->postings_at += info->postings_size;
    }
    if (RAT_SPACE_HAS_POSITIONS(walk->key[0])) {
        info->positions_size = rat_cursor_varint(in);
        walk->positions_at += info->positions_size;
    }
    return in->bad || info->documents == 0 ? bad_entry(walk->dictionary, err) : RAT_OK;
}

rat_status rat_term_walk_next(struct rat_term_walk *walk, struct rat_err *err)
{
    if (walk->next_ordinal >= walk->dictionary->term_count)
        return RAT_END;
    if (walk->next_ordinal % RAT_DICTIONARY_BLOCK == 0) {
        rat_status st = enter_block(walk, walk->next_ordinal / RAT_DICTIONARY_BLOCK, err);
        if (st != RAT_OK)
            return st;
    }
    return read_entry(walk, err);
}

static int compare(const unsigned char *a, size_t an, const unsigned char *b, size_t bn)
{
    int order = an && bn ? memcmp(a, b, an < bn ? an : bn) : 0;
    return order ? order : (an > bn) - (an < bn);
}

/* The last block whose first key is <= key; 0 when there is none. */
static rat_status find_block(const struct rat_dictionary *d, const void *key, size_t n, uint32_t *out,
                             struct rat_err *err)
{
    uint32_t low = 0, high = d->block_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        struct rat_cursor in;
        rat_status st = block_bytes(d, middle, &in, err);
        if (st != RAT_OK)
            return st;
        rat_cursor_varint(&in);
        rat_cursor_varint(&in);
        uint64_t size = rat_cursor_varint_max(&in, RAT_KEY_BYTES_MAX);
        const unsigned char *first = rat_cursor_bytes(&in, size);
        if (!first)
            return bad_entry(d, err);
        if (compare(first, (size_t)size, key, n) <= 0)
            low = middle;
        else
            high = middle;
    }
    *out = low;
    return RAT_OK;
}

rat_status rat_term_walk_seek(struct rat_term_walk *walk, const struct rat_dictionary *dictionary,
                              const void *key, size_t n, struct rat_err *err)
{
    uint32_t block;
    walk->dictionary = dictionary;
    walk->next_ordinal = 0;
    walk->key_size = 0;
    if (!dictionary->block_count)
        return RAT_OK;
    rat_status st = find_block(dictionary, key, n, &block, err);
    if (st == RAT_OK)
        st = enter_block(walk, block, err);
    while (st == RAT_OK) {
        struct rat_term_walk before = *walk;
        if (walk->next_ordinal >= dictionary->term_count)
            return RAT_OK;
        st = rat_term_walk_next(walk, err);
        if (st == RAT_OK && compare(walk->key, walk->key_size, key, n) >= 0) {
            /* one step back: next() shall give this key; a block's first entry is read again from the block */
            *walk = before;
            return RAT_OK;
        }
    }
    return st == RAT_END ? RAT_OK : st;
}

rat_status rat_term_walk_at(struct rat_term_walk *walk, const struct rat_dictionary *dictionary,
                            uint32_t ordinal, struct rat_err *err)
{
    walk->dictionary = dictionary;
    walk->next_ordinal = ordinal;
    walk->key_size = 0;
    if (ordinal >= dictionary->term_count || ordinal % RAT_DICTIONARY_BLOCK == 0)
        return RAT_OK;
    rat_status st = enter_block(walk, ordinal / RAT_DICTIONARY_BLOCK, err);
    while (st == RAT_OK && walk->next_ordinal < ordinal)
        st = rat_term_walk_next(walk, err);
    return st;
}

rat_status rat_dictionary_find(const struct rat_dictionary *dictionary, const void *key, size_t n,
                               struct rat_term_info *out, struct rat_err *err)
{
    struct rat_term_walk walk;
    uint32_t block;
    if (!dictionary->block_count || n == 0 || n > RAT_KEY_BYTES_MAX)
        return RAT_ENOTFOUND;
    walk.dictionary = dictionary;
    rat_status st = find_block(dictionary, key, n, &block, err);
    if (st == RAT_OK)
        st = enter_block(&walk, block, err);
    for (uint32_t i = 0; st == RAT_OK && i < RAT_DICTIONARY_BLOCK; i++) {
        if (walk.next_ordinal >= dictionary->term_count)
            break;
        st = read_entry(&walk, err);
        if (st != RAT_OK)
            return st;
        int order = compare(walk.key, walk.key_size, key, n);
        if (order == 0)
            *out = walk.info;
        if (order >= 0)
            return order == 0 ? RAT_OK : RAT_ENOTFOUND;
    }
    return st == RAT_OK ? RAT_ENOTFOUND : st;
}
