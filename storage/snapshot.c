/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/archive_internal.h"

#include <stdlib.h>
#include <time.h>

#define OPEN_ATTEMPTS 100

static rat_status read_settings(struct rat_snapshot *s, struct rat_err *err)
{
    struct rat_arena arena;
    const char *analyzer = NULL;
    uint64_t version = 0;
    rat_arena_init(&arena, 1024);
    rat_status st = rat_catalogue_get(s->catalogue, RAT_SETTING_ANALYZER, &arena, &analyzer, err);
    if (st == RAT_OK)
        st = rat_catalogue_get_number(s->catalogue, RAT_SETTING_ANALYZER_VERSION, 0, &version, err);
    if (st == RAT_OK)
        st = rat_catalogue_get_number(s->catalogue, RAT_SETTING_GENERATION, 0, &s->generation, err);
    if (st == RAT_ENOTFOUND || (st == RAT_OK && s->generation == 0)) {
        rat_fail(err, RAT_ENOTFOUND, "%s", _("Das Archiv wurde nie fertig angelegt"));
        rat_err_where(err, "%s", s->path);
        rat_err_hint(err, _("`ratsarchiv init %s` wiederholen"), s->path);
        st = RAT_ENOTFOUND;
    }
    if (st == RAT_OK) {
        snprintf(s->analyzer, sizeof s->analyzer, "%s", analyzer);
        s->analyzer_version = (uint32_t)version;
    }
    rat_arena_release(&arena);
    return st;
}

/* Adds the segment to the statistics. A length that cannot be read counts as 0 and fails the search that reads on. */
static void count_live(struct rat_snapshot *s, const struct rat_segment *segment)
{
    uint32_t n = segment->meta.documents;
    s->documents += n;
    s->tokens += segment->meta.tokens;
    for (uint32_t byte = 0; segment->dead && byte < (n + 7) / 8; byte++) {
        for (unsigned bits = segment->dead[byte]; bits; bits &= bits - 1) {
            uint32_t document = byte * 8 + (uint32_t)__builtin_ctz(bits);
            if (document >= n)
                break;
            uint64_t length = rat_numbers_get(&segment->exact_lengths, document);
            s->documents--;
            s->tokens -= length < s->tokens ? length : s->tokens;
        }
    }
}

static rat_status open_segments(struct rat_snapshot *s, const struct rat_layout *layout, struct rat_err *err)
{
    s->segments = calloc(s->manifest.segment_count + 1, sizeof(struct rat_segment *));
    if (!s->segments)
        return rat_nomem(err);
    for (uint32_t i = 0; i < s->manifest.segment_count; i++) {
        rat_status st = rat_segment_open(layout->index, &s->manifest.segments[i], &s->segments[i], err);
        if (st != RAT_OK)
            return st;
        count_live(s, s->segments[i]);
    }
    return RAT_OK;
}

static rat_status open_once(const char *path, const struct rat_layout *layout, bool index_only,
                            struct rat_snapshot **out, struct rat_err *err)
{
    struct rat_snapshot *s = calloc(1, sizeof *s);
    if (!s)
        return rat_nomem(err);
    rat_status st = (s->path = strdup(path)) ? RAT_OK : rat_nomem(err);
    if (st == RAT_OK && index_only) {
        st = rat_manifest_newest(layout->index, &s->generation, err);
    } else if (st == RAT_OK) {
        st = rat_catalogue_open(layout->catalogue, RAT_CATALOGUE_READ, &s->catalogue, err);
        if (st == RAT_OK)
            st = rat_contents_open(layout->contents, false, &s->contents, err);
        if (st == RAT_OK)
            st = read_settings(s, err);
    }
    if (st == RAT_OK) {
        st = rat_manifest_read(layout->index, s->generation, &s->manifest, err);
        if (st == RAT_OK && s->manifest.model)
            st = rat_word_model_open(layout->index, s->manifest.model, &s->manifest.model_file, &s->model,
                                     err);
        if (st == RAT_OK)
            st = open_segments(s, layout, err);
        if (st == RAT_ENOTFOUND)
            st = RAT_END; /* a commit removed the files in between: look again */
    }
    if (st != RAT_OK) {
        rat_snapshot_close(s);
        return st;
    }
    if (index_only) {
        memcpy(s->analyzer, s->manifest.analyzer, sizeof s->analyzer);
        s->analyzer_version = s->manifest.analyzer_version;
    }
    *out = s;
    return RAT_OK;
}

rat_status rat_snapshot_open(const char *path, struct rat_snapshot **out, struct rat_err *err)
{
    struct rat_layout layout;
    struct rat_err last = RAT_ERR_INIT;
    bool index_only;
    rat_status st = rat_layout_make(path, &layout, err);
    if (st != RAT_OK)
        return st;
    st = rat_layout_probe(path, &layout, &index_only, &last);
    for (int attempt = 0; st == RAT_OK || st == RAT_END; attempt++) {
        st = open_once(path, &layout, index_only, out, &last);
        if (st != RAT_END)
            break;
        if (attempt == OPEN_ATTEMPTS) {
            st = last.code = RAT_EDAMAGED;
            break;
        }
        nanosleep(&(struct timespec){0, 2000000}, NULL);
    }
    if (st != RAT_OK && err)
        *err = last;
    rat_layout_release(&layout);
    return st;
}

void rat_snapshot_close(struct rat_snapshot *s)
{
    if (!s)
        return;
    for (uint32_t i = 0; !s->shares && s->segments && i < s->manifest.segment_count; i++)
        rat_segment_close(s->segments[i]);
    if (!s->shares) {
        free(s->segments);
        rat_word_model_close(s->model);
        rat_manifest_release(&s->manifest);
    }
    rat_contents_close(s->contents);
    rat_catalogue_close(s->catalogue);
    free(s->path);
    free(s);
}

rat_status rat_snapshot_share(const struct rat_snapshot *base, struct rat_snapshot **out, struct rat_err *err)
{
    struct rat_layout layout;
    rat_status st = rat_layout_make(base->path, &layout, err);
    if (st != RAT_OK)
        return st;
    struct rat_snapshot *s = malloc(sizeof *s);
    if (!s) {
        rat_layout_release(&layout);
        return rat_nomem(err);
    }
    *s = *base;
    s->shares = true;
    s->catalogue = NULL;
    s->contents = NULL;
    st = (s->path = strdup(base->path)) ? RAT_OK : rat_nomem(err);
    if (st == RAT_OK && !base->manifest.index_only) {
        st = rat_catalogue_open(layout.catalogue, RAT_CATALOGUE_READ, &s->catalogue, err);
        if (st == RAT_OK)
            st = rat_contents_open(layout.contents, false, &s->contents, err);
        if (st == RAT_OK)
            st = read_settings(s, err);
        if (st == RAT_OK && s->generation != base->generation)
            st = RAT_END;
    }
    rat_layout_release(&layout);
    if (st == RAT_OK)
        *out = s;
    else
        rat_snapshot_close(s);
    return st;
}

void rat_snapshot_unpin(struct rat_snapshot *base)
{
    rat_contents_close(base->contents);
    rat_catalogue_close(base->catalogue);
    base->contents = NULL;
    base->catalogue = NULL;
}

rat_status rat_archive_generation(const char *path, uint64_t *out, struct rat_err *err)
{
    struct rat_layout layout;
    struct rat_catalogue *catalogue = NULL;
    rat_status st = rat_layout_make(path, &layout, err);
    if (st != RAT_OK)
        return st;
    st = rat_catalogue_open(layout.catalogue, RAT_CATALOGUE_READ, &catalogue, err);
    if (st == RAT_OK)
        st = rat_catalogue_get_number(catalogue, RAT_SETTING_GENERATION, 0, out, err);
    rat_catalogue_close(catalogue);
    rat_layout_release(&layout);
    return st;
}

rat_status rat_snapshot_content(struct rat_snapshot *s, const uint8_t sha[RAT_SHA256_BYTES], uint64_t from,
                                uint64_t to, struct rat_buf *out, struct rat_err *err)
{
    struct rat_content_place place;
    rat_status st = rat_catalogue_find_content(s->catalogue, sha, &place, err);
    if (st == RAT_ENOTFOUND) {
        char hex[RAT_SHA256_HEX];
        rat_sha256_hex(sha, hex);
        rat_fail(err, RAT_EDAMAGED, _("Inhalt fehlt im Archiv: SHA-256 %s"), hex);
        return RAT_EDAMAGED;
    }
    return st == RAT_OK ? rat_contents_read(s->contents, &place, sha, from, to, out, err) : st;
}

static uint32_t count_bits(const unsigned char *bitmap, uint32_t documents)
{
    uint32_t n = 0;
    for (uint32_t i = 0; bitmap && i < (documents + 7) / 8; i++)
        n += (uint32_t)__builtin_popcount(bitmap[i]);
    return n;
}

static uint64_t file_size(const struct rat_container *file)
{
    return file ? file->map.size : 0;
}

rat_status rat_snapshot_stats(struct rat_snapshot *s, struct rat_archive_stats *out, struct rat_err *err)
{
    struct rat_archive_stats stats = {.generation = s->generation, .segments = s->manifest.segment_count};
    if (s->model)
        stats.index_bytes += s->manifest.model_file.size;
    if (s->catalogue) {
        rat_status st = rat_catalogue_count(s->catalogue, &stats.catalogue, err);
        if (st != RAT_OK)
            return st;
    }
    for (uint32_t i = 0; i < s->manifest.segment_count; i++) {
        const struct rat_segment *g = s->segments[i];
        stats.terms += g->meta.terms;
        stats.postings += g->meta.postings;
        stats.positions += g->meta.positions;
        stats.documents += g->meta.documents;
        stats.dead += count_bits(g->dead, g->meta.documents);
        stats.hidden += count_bits(g->hidden, g->meta.documents);
        stats.index_bytes += g->file_bytes;
        stats.postings_bytes += file_size(g->post_file);
        stats.positions_bytes += file_size(g->posi_file);
        stats.dictionary_bytes += file_size(g->term_file);
        stats.lengths_bytes += g->lengths.size;
        stats.offsets_bytes += file_size(g->offs_file);
        stats.columns_bytes += file_size(g->docs_file) - g->lengths.size;
    }
    *out = stats;
    return RAT_OK;
}
