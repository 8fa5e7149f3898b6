/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/check_internal.h"

#include <stdarg.h>
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#define PIN_ATTEMPTS 100

/* What one generation names, opened before anything is checked: mapped files stay whatever a writer does meanwhile. */
struct pinned {
    struct rat_catalogue *catalogue;
    struct rat_manifest manifest;
    struct rat_segment **segments;
    uint64_t generation;
    rat_status catalogue_status, manifest_status, *status; /* status: by segment */
    struct rat_err catalogue_err, manifest_err, *err;
};

void rat_check_finding(struct rat_check *check, const char *file, const char *format, ...)
{
    char what[640];
    va_list args;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    check->findings++;
    if (check->damaged)
        check->damaged(check->ctx, file, what);
}

rat_status rat_check_failed(struct rat_check *check, rat_status st, const char *file,
                            const struct rat_err *failure)
{
    if (st == RAT_ENOMEM)
        return st;
    rat_check_finding(check, failure->where[0] ? failure->where : file, "%s",
                      failure->msg[0] ? failure->msg : rat_status_name(st));
    return RAT_OK;
}

static void release(struct pinned *p)
{
    for (uint32_t i = 0; p->segments && i < p->manifest.segment_count; i++)
        rat_segment_close(p->segments[i]);
    free(p->segments);
    free(p->status);
    free(p->err);
    rat_manifest_release(&p->manifest);
    rat_catalogue_close(p->catalogue);
    memset(p, 0, sizeof *p);
}

/* The catalogue and the generation that it names; of an archive that has none, or whose catalogue cannot be read, the
 * newest manifest. */
static rat_status pin_generation(struct pinned *p, const struct rat_layout *layout, bool use_catalogue,
                                 struct rat_err *err)
{
    if (use_catalogue) {
        struct rat_err *failure = &p->catalogue_err;
        p->catalogue_status =
            rat_catalogue_open(layout->catalogue, RAT_CATALOGUE_READ, &p->catalogue, failure);
        if (p->catalogue_status == RAT_OK)
            p->catalogue_status =
                rat_catalogue_get_number(p->catalogue, RAT_SETTING_GENERATION, 0, &p->generation, failure);
        if (p->catalogue_status == RAT_ENOMEM || p->catalogue_status == RAT_ELOCKED) {
            if (err)
                *err = *failure;
            return p->catalogue_status;
        }
        if (p->catalogue_status == RAT_OK)
            return RAT_OK;
    }
    rat_status st = rat_manifest_newest(layout->index, &p->generation, &p->manifest_err);
    if (st != RAT_OK)
        p->manifest_status = st;
    return st == RAT_ENOMEM ? rat_nomem(err) : RAT_OK;
}

static rat_status pin_segments(struct pinned *p, const struct rat_layout *layout, struct rat_err *err)
{
    size_t n = (size_t)p->manifest.segment_count + 1;
    p->segments = calloc(n, sizeof *p->segments);
    p->status = calloc(n, sizeof *p->status);
    p->err = calloc(n, sizeof *p->err);
    if (!p->segments || !p->status || !p->err)
        return rat_nomem(err);
    for (uint32_t i = 0; i < p->manifest.segment_count; i++) {
        p->status[i] = rat_segment_open(layout->index, &p->manifest.segments[i], &p->segments[i], &p->err[i]);
        if (p->status[i] == RAT_ENOMEM)
            return rat_nomem(err);
    }
    return RAT_OK;
}

/* Whether a file was missing because a commit went on in the meantime. */
static bool was_overtaken(const struct pinned *p, const struct rat_layout *layout, bool use_catalogue)
{
    bool missing = p->manifest_status == RAT_ENOTFOUND;
    for (uint32_t i = 0; p->status && i < p->manifest.segment_count; i++)
        missing |= p->status[i] == RAT_ENOTFOUND;
    if (!missing)
        return false;
    struct pinned now = {0};
    bool moved =
        pin_generation(&now, layout, use_catalogue, NULL) == RAT_OK && now.generation != p->generation;
    release(&now);
    return moved;
}

static rat_status pin(struct pinned *p, const struct rat_layout *layout, bool use_catalogue,
                      struct rat_err *err)
{
    for (int attempt = 0;; attempt++) {
        memset(p, 0, sizeof *p);
        rat_status st = pin_generation(p, layout, use_catalogue, err);
        if (st == RAT_OK && p->manifest_status == RAT_OK)
            p->manifest_status =
                rat_manifest_read(layout->index, p->generation, &p->manifest, &p->manifest_err);
        if (st == RAT_OK && p->manifest_status == RAT_ENOMEM)
            st = rat_nomem(err);
        if (st == RAT_OK && p->manifest_status == RAT_OK)
            st = pin_segments(p, layout, err);
        if (st != RAT_OK || attempt == PIN_ATTEMPTS || !was_overtaken(p, layout, use_catalogue))
            return st;
        release(p);
    }
}

static void block_is_damaged(void *ctx, const char *path, const char *what)
{
    struct rat_check *check = ctx;
    if (check->damaged)
        check->damaged(check->ctx, path, what);
}

static void check_blocks(struct rat_check *check, struct rat_container *file)
{
    if (file)
        rat_container_check(file, block_is_damaged, check, &check->findings);
}

static rat_status check_file(struct rat_check *check, const char *path, const char *kind)
{
    struct rat_container *file = NULL;
    struct rat_err err = RAT_ERR_INIT;
    rat_status st = rat_container_open(path, kind, &file, &err);
    if (st == RAT_OK)
        check_blocks(check, file);
    else
        st = rat_check_failed(check, st, path, &err);
    rat_container_close(file);
    return st;
}

/* A segment that does not open: each of its files for itself, so that the person learns which one it is. */
static rat_status check_broken(struct rat_check *check, const char *folder,
                               const struct rat_manifest_segment *entry, rat_status why,
                               const struct rat_err *failure)
{
    struct rat_buf path = RAT_BUF_INIT;
    uint64_t before = check->findings;
    rat_status st = RAT_OK;
    for (int i = 0; i < RAT_SEGMENT_FILES && st == RAT_OK; i++) {
        rat_segment_path(folder, entry->id, rat_segment_kinds[i], &path);
        bool optional = strcmp(rat_segment_kinds[i], "offs") == 0;
        if (!optional || access(rat_buf_cstr(&path), F_OK) == 0)
            st = check_file(check, rat_buf_cstr(&path), rat_segment_kinds[i]);
    }
    if (st == RAT_OK && entry->state) {
        rat_state_path(folder, entry->id, entry->state, &path);
        st = check_file(check, rat_buf_cstr(&path), "stat");
    }
    if (st == RAT_OK && check->findings == before)
        st = rat_check_failed(check, why, folder, failure);
    rat_buf_release(&path);
    return st;
}

static rat_status check_segment(struct rat_check *check, const struct pinned *p, uint32_t i)
{
    struct rat_segment *s = p->segments[i];
    uint64_t before = check->findings;
    check_blocks(check, s->docs_file);
    check_blocks(check, s->term_file);
    check_blocks(check, s->post_file);
    check_blocks(check, s->posi_file);
    check_blocks(check, s->offs_file);
    check_blocks(check, s->state_file);
    if (check->findings != before)
        return RAT_OK; /* what is in those blocks would only be found again and again */
    if (strcmp(s->meta.analyzer, p->manifest.analyzer) != 0)
        rat_check_finding(check, s->docs_file->path, "%s",
                          _("Segment wurde mit einer anderen Textanalyse gemacht"));
    rat_status st = rat_check_terms(check, s);
    return st == RAT_OK ? rat_check_columns(check, s, &p->manifest.segments[i], i) : st;
}

static void check_manifest(struct rat_check *check, const struct pinned *p, const char *path, bool index_only)
{
    const struct rat_manifest *m = &p->manifest;
    if (m->index_only != index_only)
        rat_check_finding(check, path, "%s",
                          _("Verzeichnis der Segmente gehört zu einer anderen Art von Archiv"));
    for (uint32_t i = 0; i < m->segment_count; i++) {
        if (m->segments[i].id >= m->next_segment)
            rat_check_finding(check, path, "%s", _("Nummer eines Segments ist noch nicht vergeben"));
        for (uint32_t j = 0; j < i; j++)
            if (m->segments[j].id == m->segments[i].id)
                rat_check_finding(check, path, "%s", _("Segment steht mehrfach im Verzeichnis"));
    }
}

/* The word model is there, whole, and the one that the segments were made with. */
static rat_status check_model(struct rat_check *check, const struct rat_manifest *manifest,
                              const char *folder)
{
    struct rat_buf path = RAT_BUF_INIT;
    struct rat_err err = RAT_ERR_INIT;
    struct rat_word_model *model = NULL;
    rat_word_model_path(folder, manifest->model, &path);
    rat_status st = rat_word_model_open(folder, manifest->model, &manifest->model_file, &model, &err);
    if (st != RAT_OK)
        st = rat_check_failed(check, st, rat_buf_cstr(&path), &err);
    rat_word_model_close(model);
    rat_buf_release(&path);
    return st;
}

/* *complete: every document of the index was seen. */
static rat_status check_index(struct rat_check *check, const struct pinned *p,
                              const struct rat_layout *layout, bool index_only, bool *complete)
{
    struct rat_buf path = RAT_BUF_INIT;
    rat_manifest_path(layout->index, p->generation, &path);
    *complete = false;
    if (p->manifest_status != RAT_OK) {
        rat_status st = rat_check_failed(check, p->manifest_status, rat_buf_cstr(&path), &p->manifest_err);
        rat_buf_release(&path);
        return st;
    }
    uint64_t before = check->findings;
    rat_status st = check_file(check, rat_buf_cstr(&path), "mani");
    if (st == RAT_OK)
        check_manifest(check, p, rat_buf_cstr(&path), index_only);
    rat_buf_release(&path);
    if (st == RAT_OK && p->manifest.model)
        st = check_model(check, &p->manifest, layout->index);
    check->segments = p->segments;
    for (uint32_t i = 0; i < p->manifest.segment_count && st == RAT_OK; i++)
        st = p->segments[i]
                 ? check_segment(check, p, i)
                 : check_broken(check, layout->index, &p->manifest.segments[i], p->status[i], &p->err[i]);
    *complete = check->findings == before;
    return st;
}

/* The name of the analyzer is said twice: once for readers of the catalogue, once for archives without one. */
static rat_status check_settings(struct rat_check *check, const struct pinned *p, const char *path)
{
    struct rat_arena arena;
    struct rat_err err = RAT_ERR_INIT;
    const char *analyzer = NULL;
    rat_arena_init(&arena, 1024);
    rat_status st = rat_catalogue_get(p->catalogue, RAT_SETTING_ANALYZER, &arena, &analyzer, &err);
    if (st == RAT_ENOTFOUND) {
        rat_check_finding(check, path, "%s", _("Der Name der Textanalyse fehlt"));
        st = RAT_OK;
    } else if (st != RAT_OK) {
        st = rat_check_failed(check, st, path, &err);
    } else if (p->manifest_status == RAT_OK && strcmp(analyzer, p->manifest.analyzer) != 0) {
        rat_check_finding(check, path, "%s", _("Katalog und Index nennen verschiedene Textanalysen"));
    }
    rat_arena_release(&arena);
    return st;
}

static rat_status check_all(struct rat_check *check, const struct pinned *p, const struct rat_layout *layout,
                            const char *archive, bool index_only)
{
    bool complete;
    rat_status st = RAT_OK;
    if (p->catalogue_status != RAT_OK)
        st = rat_check_failed(check, p->catalogue_status, layout->catalogue, &p->catalogue_err);
    if (st == RAT_OK && p->catalogue)
        st = rat_check_catalogue(check, p->catalogue, layout->catalogue);
    if (st == RAT_OK && p->catalogue)
        st = check_settings(check, p, layout->catalogue);
    uint64_t rows = check->findings;
    if (st == RAT_OK)
        st = check_index(check, p, layout, index_only, &complete);
    if (st == RAT_OK && complete && (index_only || (p->catalogue && rows == 0)))
        st = rat_check_fit(check, p->catalogue, index_only ? layout->index : layout->catalogue);
    if (st == RAT_OK && p->catalogue)
        st = rat_check_packs(check, p->catalogue, layout);
    if (st == RAT_OK && p->catalogue && rows == 0 && p->manifest_status == RAT_OK)
        st = rat_check_xapian(check, p->catalogue, &p->manifest, archive);
    return st;
}

rat_status rat_archive_check(const char *path, bool deep, rat_archive_damage *damaged, void *ctx,
                             uint64_t *findings, struct rat_err *err)
{
    struct rat_check_options options = {.read_data = deep};
    struct rat_check_result result;
    rat_status st = rat_archive_check_with(path, &options, damaged, ctx, &result, err);
    if (st == RAT_OK)
        *findings = result.findings;
    return st;
}

rat_status rat_archive_check_with(const char *path, const struct rat_check_options *options,
                                  rat_archive_damage *damaged, void *ctx, struct rat_check_result *result,
                                  struct rat_err *err)
{
    struct rat_check check = {.deep = options->read_data,
                              .sample = options->read_data ? options->sample : 0,
                              .result = result,
                              .damaged = damaged,
                              .ctx = ctx};
    struct rat_layout layout;
    struct rat_err failure = RAT_ERR_INIT;
    struct pinned pinned = {0};
    bool index_only = false;
    memset(result, 0, sizeof *result);
    if (getrandom(&check.random, sizeof check.random, GRND_NONBLOCK) != (ssize_t)sizeof check.random)
        check.random = (uint64_t)time(NULL);
    check.random |= 1; /* zero would stay zero */
    rat_status st = rat_layout_make(path, &layout, err);
    if (st != RAT_OK)
        return st;
    st = rat_layout_probe(path, &layout, &index_only, &failure);
    bool use_catalogue = st == RAT_OK && !index_only;
    if (st == RAT_EDAMAGED)
        st = rat_check_failed(&check, st, path, &failure);
    else if (st != RAT_OK && err)
        *err = failure;
    if (st == RAT_OK)
        st = pin(&pinned, &layout, use_catalogue, err);
    if (st == RAT_OK && use_catalogue && pinned.catalogue_status == RAT_OK && pinned.generation == 0) {
        st = rat_fail(err, RAT_ENOTFOUND, "%s", _("Das Archiv wurde nie fertig angelegt"));
        rat_err_where(err, "%s", path);
        rat_err_hint(err, _("`ratsarchiv init %s` wiederholen"), path);
    }
    if (st == RAT_OK) {
        st = check_all(&check, &pinned, &layout, path, index_only);
        if (st == RAT_ENOMEM)
            rat_nomem(err);
    }
    result->findings = check.findings;
    release(&pinned);
    rat_buf_release(&check.documents);
    rat_layout_release(&layout);
    return st;
}
