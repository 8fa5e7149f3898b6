/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/dump.h"

#include "storage/dump_internal.h"

static unsigned long long ull(uint64_t n)
{
    return n;
}

rat_status rat_dump_flush(struct rat_dump *dump, struct rat_err *err)
{
    const char *text = rat_buf_cstr(&dump->text);
    if (dump->text.failed)
        return rat_nomem(err);
    dump->line(dump->ctx, text);
    rat_buf_clear(&dump->text);
    return RAT_OK;
}

static rat_status dump_overview(struct rat_dump *dump, struct rat_err *err)
{
    const struct rat_snapshot *snapshot = dump->snapshot;
    rat_buf_printf(&dump->text, "generation %llu, analyzer %s version %u, %u segments%s",
                   ull(snapshot->generation), snapshot->analyzer, snapshot->analyzer_version,
                   snapshot->manifest.segment_count, snapshot->catalogue ? "" : ", index only");
    rat_status st = rat_dump_flush(dump, err);
    for (uint32_t i = 0; i < snapshot->manifest.segment_count && st == RAT_OK; i++) {
        const struct rat_manifest_segment *entry = &snapshot->manifest.segments[i];
        const struct rat_segment *s = snapshot->segments[i];
        rat_buf_printf(
            &dump->text,
            "segment %llu: %u documents (%u dead, %u hidden), %llu terms, %llu postings, %llu positions, "
            "%llu tokens, %llu bytes, state %llu",
            ull(entry->id), entry->documents, entry->dead, entry->hidden, ull(s->meta.terms),
            ull(s->meta.postings), ull(s->meta.positions), ull(s->meta.tokens), ull(s->file_bytes),
            ull(entry->state));
        st = rat_dump_flush(dump, err);
    }
    return st;
}

static rat_status dump_manifest(struct rat_dump *dump, struct rat_err *err)
{
    const struct rat_manifest *m = &dump->snapshot->manifest;
    rat_buf_printf(&dump->text, "generation %llu, next segment %llu, analyzer %s version %u, index only %d",
                   ull(m->generation), ull(m->next_segment), m->analyzer, m->analyzer_version, m->index_only);
    if (m->model)
        rat_buf_printf(&dump->text, ", model %llu of %llu bytes", ull(m->model), ull(m->model_file.size));
    rat_status st = rat_dump_flush(dump, err);
    for (uint32_t i = 0; i < m->segment_count && st == RAT_OK; i++) {
        const struct rat_manifest_segment *s = &m->segments[i];
        rat_buf_printf(&dump->text,
                       "segment %llu: state %llu, documents %u, dead %u, hidden %u, docs %llu bytes %016llx",
                       ull(s->id), ull(s->state), s->documents, s->dead, s->hidden, ull(s->docs_file.size),
                       ull(s->docs_file.hash));
        if (s->state)
            rat_buf_printf(&dump->text, ", state file %llu bytes %016llx", ull(s->state_file.size),
                           ull(s->state_file.hash));
        st = rat_dump_flush(dump, err);
    }
    return st;
}

static const char *section_name(uint32_t section)
{
    static const char *const names[] = {
        "?",       "meta", "terms",     "term index", "forms",         "forms index", "postings", "positions",
        "lengths", "ids",  "ids index", "offsets",    "offsets index", "dead",        "hidden",   "manifest"};
    switch (section & ~0xffu) {
    case RAT_SECTION_NUMBERS: return "numbers";
    case RAT_SECTION_VALUES: return "values";
    case RAT_SECTION_STARTS: return "starts";
    case RAT_SECTION_ORDINALS: return "ordinals";
    default: return section < sizeof names / sizeof *names ? names[section] : "?";
    }
}

static rat_status put_file(struct rat_dump *dump, const struct rat_container *file, struct rat_err *err)
{
    if (!file)
        return RAT_OK;
    struct rat_file_id id = rat_container_id(file);
    const char *slash = strrchr(file->path, '/');
    rat_buf_printf(&dump->text, "  %s: %llu bytes, %u blocks, id %016llx", slash ? slash + 1 : file->path,
                   ull(id.size), file->block_count, ull(id.hash));
    rat_status st = rat_dump_flush(dump, err);
    for (uint32_t i = 0; i < file->section_count && st == RAT_OK; i++) {
        const unsigned char *entry = file->toc + (size_t)i * 24; /* type, 4 unused, offset, size */
        uint32_t section = rat_load_u32(entry);
        rat_buf_printf(&dump->text, "    section 0x%03x %s: %llu+%llu", section, section_name(section),
                       ull(rat_load_u64(entry + 8)), ull(rat_load_u64(entry + 16)));
        st = rat_dump_flush(dump, err);
    }
    return st;
}

static rat_status dump_segments(struct rat_dump *dump, struct rat_err *err)
{
    const struct rat_snapshot *snapshot = dump->snapshot;
    rat_status st = RAT_OK;
    for (uint32_t i = 0; i < snapshot->manifest.segment_count && st == RAT_OK; i++) {
        const struct rat_segment *s = snapshot->segments[i];
        const struct rat_segment_meta *m = &s->meta;
        rat_buf_printf(
            &dump->text,
            "segment %llu: documents %u, derived terms %u+%u, tokens %llu, terms %llu, postings %llu, "
            "positions %llu, analyzer %s version %u, offsets %s",
            ull(m->id), m->documents, m->first_derived, m->derived, ull(m->tokens), ull(m->terms),
            ull(m->postings), ull(m->positions), m->analyzer, m->analyzer_version,
            m->has_offsets ? "yes" : "no");
        st = rat_dump_flush(dump, err);
        const struct rat_container *const files[] = {s->docs_file, s->term_file, s->post_file,
                                                     s->posi_file, s->offs_file, s->state_file};
        for (size_t f = 0; f < sizeof files / sizeof *files && st == RAT_OK; f++)
            st = put_file(dump, files[f], err);
    }
    return st;
}

static const struct {
    const char *name;
    rat_status (*run)(struct rat_dump *dump, struct rat_err *err);
} parts[] = {
    {"overview", dump_overview},   {"manifest", dump_manifest},       {"segments", dump_segments},
    {"terms", rat_dump_terms},     {"postings", rat_dump_postings},   {"document", rat_dump_document},
    {"columns", rat_dump_columns}, {"catalogue", rat_dump_catalogue}, {"packs", rat_dump_packs},
};
#define PARTS (sizeof parts / sizeof *parts)

static rat_status unknown(const char *what, struct rat_err *err)
{
    char names[160] = "";
    size_t used = 0;
    for (size_t i = 0; i < PARTS && used < sizeof names; i++)
        used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", i ? ", " : "", parts[i].name);
    rat_fail(err, RAT_EUSAGE, _("Den Teil „%s“ gibt es nicht"), what);
    rat_err_hint(err, _("Möglich sind: %s"), names);
    return RAT_EUSAGE;
}

rat_status rat_archive_dump(const char *path, const char *what, const char *argument, void *ctx,
                            void (*line)(void *ctx, const char *text), struct rat_err *err)
{
    struct rat_dump dump = {.path = path, .argument = argument, .ctx = ctx, .line = line};
    size_t part = 0;
    while (what && part < PARTS && strcmp(parts[part].name, what) != 0)
        part++;
    if (part == PARTS)
        return unknown(what, err);
    rat_status st = rat_snapshot_open(path, &dump.snapshot, err);
    if (st == RAT_OK)
        st = parts[part].run(&dump, err);
    rat_snapshot_close(dump.snapshot);
    rat_buf_release(&dump.text);
    return st;
}
