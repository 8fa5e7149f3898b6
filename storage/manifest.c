/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/manifest.h"

#include "base/cursor.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define SEGMENTS_MAX 100000u

void rat_manifest_release(struct rat_manifest *manifest)
{
    free(manifest->segments);
    memset(manifest, 0, sizeof *manifest);
}

rat_status rat_manifest_copy(const struct rat_manifest *from, struct rat_manifest *to, struct rat_err *err)
{
    struct rat_manifest copy = *from;
    copy.segments = NULL;
    copy.segment_count = 0;
    for (uint32_t i = 0; i < from->segment_count; i++) {
        rat_status st = rat_manifest_add(&copy, &from->segments[i], err);
        if (st != RAT_OK) {
            rat_manifest_release(&copy);
            return st;
        }
    }
    *to = copy;
    return RAT_OK;
}

rat_status rat_manifest_add(struct rat_manifest *manifest, const struct rat_manifest_segment *segment,
                            struct rat_err *err)
{
    size_t count = manifest->segment_count;
    struct rat_manifest_segment added = *segment; /* it may lie in the array that moves */
    struct rat_manifest_segment *grown = realloc(manifest->segments, (count + 1) * sizeof *grown);
    if (!grown)
        return rat_nomem(err);
    grown[count] = added;
    manifest->segments = grown;
    manifest->segment_count++;
    return RAT_OK;
}

void rat_manifest_remove(struct rat_manifest *manifest, uint64_t id)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < manifest->segment_count; i++)
        if (manifest->segments[i].id != id)
            manifest->segments[kept++] = manifest->segments[i];
    manifest->segment_count = kept;
}

void rat_manifest_path(const char *folder, uint64_t generation, struct rat_buf *out)
{
    rat_buf_clear(out);
    rat_buf_printf(out, "%s/manifest-%010llu", folder, (unsigned long long)generation);
}

static void encode(const struct rat_manifest *m, struct rat_buf *out)
{
    rat_buf_u64(out, m->generation);
    rat_buf_u64(out, m->next_segment);
    rat_buf_append(out, m->analyzer, sizeof m->analyzer);
    rat_buf_u32(out, m->analyzer_version);
    rat_buf_u32(out, m->index_only);
    rat_buf_u32(out, m->segment_count);
    for (uint32_t i = 0; i < m->segment_count; i++) {
        const struct rat_manifest_segment *s = &m->segments[i];
        rat_buf_u64(out, s->id);
        rat_buf_u64(out, s->state);
        rat_buf_u32(out, s->documents);
        rat_buf_u32(out, s->dead);
        rat_buf_u32(out, s->hidden);
        rat_buf_u64(out, s->docs_file.size);
        rat_buf_u64(out, s->docs_file.hash);
        rat_buf_u64(out, s->state_file.size);
        rat_buf_u64(out, s->state_file.hash);
    }
    if (m->model) {
        rat_buf_u64(out, m->model);
        rat_buf_u64(out, m->model_file.size);
        rat_buf_u64(out, m->model_file.hash);
    }
}

rat_status rat_manifest_write(const char *folder, const struct rat_manifest *manifest, struct rat_err *err)
{
    struct rat_buf path = RAT_BUF_INIT, temporary = RAT_BUF_INIT, bytes = RAT_BUF_INIT;
    struct rat_container_writer *writer;
    rat_manifest_path(folder, manifest->generation, &path);
    rat_buf_printf(&temporary, "%s.tmp", rat_buf_cstr(&path));
    encode(manifest, &bytes);
    rat_status st = rat_container_create(rat_buf_cstr(&temporary), "mani", &writer, err);
    if (st == RAT_OK) {
        rat_container_begin(writer, RAT_SECTION_MANIFEST);
        rat_container_write_buf(writer, &bytes);
        st = rat_container_finish(writer, NULL, err);
    }
    if (st == RAT_OK && rename(rat_buf_cstr(&temporary), rat_buf_cstr(&path)) != 0) {
        st = rat_fail_errno(err, RAT_EIO, errno, "%s", _("Datei lässt sich nicht umbenennen"));
        rat_err_where(err, "%s", rat_buf_cstr(&temporary));
    }
    if (st == RAT_OK)
        st = rat_folder_sync(folder, err);
    rat_buf_release(&path);
    rat_buf_release(&temporary);
    rat_buf_release(&bytes);
    return st;
}

static rat_status decode(struct rat_cursor *in, struct rat_manifest *m, struct rat_err *err)
{
    m->generation = rat_cursor_u64(in);
    m->next_segment = rat_cursor_u64(in);
    const unsigned char *analyzer = rat_cursor_bytes(in, sizeof m->analyzer);
    if (analyzer)
        memcpy(m->analyzer, analyzer, sizeof m->analyzer);
    m->analyzer[sizeof m->analyzer - 1] = '\0';
    m->analyzer_version = rat_cursor_u32(in);
    m->index_only = rat_cursor_u32(in) != 0;
    uint32_t count = rat_cursor_u32(in);
    if (count > SEGMENTS_MAX)
        in->bad = true;
    for (uint32_t i = 0; i < count && !in->bad; i++) {
        struct rat_manifest_segment s;
        s.id = rat_cursor_u64(in);
        s.state = rat_cursor_u64(in);
        s.documents = rat_cursor_u32(in);
        s.dead = rat_cursor_u32(in);
        s.hidden = rat_cursor_u32(in);
        s.docs_file.size = rat_cursor_u64(in);
        s.docs_file.hash = rat_cursor_u64(in);
        s.state_file.size = rat_cursor_u64(in);
        s.state_file.hash = rat_cursor_u64(in);
        rat_status st = rat_manifest_add(m, &s, err);
        if (st != RAT_OK)
            return st;
    }
    if (!in->bad && rat_cursor_left(in)) { /* an index without a word model ends here */
        m->model = rat_cursor_u64(in);
        m->model_file.size = rat_cursor_u64(in);
        m->model_file.hash = rat_cursor_u64(in);
        in->bad = in->bad || m->model == 0;
    }
    return in->bad || rat_cursor_left(in) ? RAT_EDAMAGED : RAT_OK;
}

rat_status rat_manifest_read(const char *folder, uint64_t generation, struct rat_manifest *out,
                             struct rat_err *err)
{
    struct rat_buf path = RAT_BUF_INIT;
    struct rat_container *file = NULL;
    struct rat_manifest m = {0};
    struct rat_section section;
    const unsigned char *bytes;
    rat_manifest_path(folder, generation, &path);
    rat_status st = rat_container_open(rat_buf_cstr(&path), "mani", &file, err);
    if (st == RAT_OK)
        st = rat_container_require(file, RAT_SECTION_MANIFEST, &section, err);
    if (st == RAT_OK)
        st = rat_section_get(&section, 0, section.size, &bytes, err);
    if (st == RAT_OK) {
        struct rat_cursor in = rat_cursor_of(bytes, (size_t)section.size);
        st = decode(&in, &m, err);
        if (st == RAT_OK && m.generation != generation)
            st = RAT_EDAMAGED;
        if (st == RAT_EDAMAGED)
            rat_damaged(err, rat_buf_cstr(&path), _("Verzeichnis der Segmente ist unlesbar"));
    }
    if (st == RAT_OK)
        *out = m;
    else
        rat_manifest_release(&m);
    rat_container_close(file);
    rat_buf_release(&path);
    return st;
}

rat_status rat_manifest_newest(const char *folder, uint64_t *generation, struct rat_err *err)
{
    char **names;
    size_t count;
    rat_status st = rat_folder_list(folder, &names, &count, err);
    if (st != RAT_OK)
        return st;
    *generation = 0;
    for (size_t i = 0; i < count; i++) {
        if (strncmp(names[i], "manifest-", 9) != 0)
            continue;
        char *end;
        unsigned long long number = strtoull(names[i] + 9, &end, 10);
        if (end != names[i] + 9 && *end == '\0' && number > *generation)
            *generation = number;
    }
    rat_folder_list_free(names, count);
    return RAT_OK;
}
