/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/forget_words.h"

#include "storage/word_model.h"
#include "storage/segment.h"
#include "text/acronyms.h"
#include "text/analyzer.h"
#include "text/compound.h"

#include <stdlib.h>

struct forgetting {
    struct rat_segment **segments;
    uint32_t segment_count;
    struct rat_analyzer *analyzer;
    struct rat_compounds *start; /* the words that every archive begins with */
    struct rat_buf key;
    rat_status status; /* of the look-ups */
    struct rat_err *err;
};

static bool is_indexed(struct forgetting *f)
{
    for (uint32_t i = 0; i < f->segment_count && f->status == RAT_OK; i++) {
        struct rat_term_info info;
        rat_status st =
            rat_dictionary_find(&f->segments[i]->dictionary, f->key.data, f->key.size, &info, f->err);
        if (st == RAT_OK)
            return true;
        if (st != RAT_ENOTFOUND)
            f->status = st;
    }
    return false;
}

static bool stays(void *context, const char *word, size_t n)
{
    struct forgetting *f = context;
    struct rat_terms terms;
    if (f->status != RAT_OK || rat_compounds_count(f->start, word, n))
        return true;
    if (rat_analyzer_terms(f->analyzer, word, n, &terms) != RAT_OK) {
        f->status = rat_nomem(f->err);
        return true;
    }
    rat_buf_clear(&f->key);
    rat_buf_byte(&f->key, RAT_LAYER_EXACT);
    rat_buf_append(&f->key, terms.term[0].bytes, terms.term[0].size);
    if (f->key.failed)
        f->status = rat_nomem(f->err);
    return is_indexed(f);
}

static rat_status open_all(struct forgetting *f, struct rat_writer *writer, const struct rat_manifest *next)
{
    uint32_t version;
    const char *name = rat_writer_analyzer(writer, &version);
    rat_status st = rat_analyzer_open(name, version, &f->analyzer, f->err);
    if (st == RAT_OK)
        st = rat_compounds_new(&f->start, f->err);
    if (st == RAT_OK)
        st = rat_compounds_learn_start(f->start, f->err);
    if (st == RAT_OK && !(f->segments = calloc((size_t)next->segment_count + 1, sizeof *f->segments)))
        st = rat_nomem(f->err);
    while (st == RAT_OK && f->segment_count < next->segment_count) {
        st = rat_segment_open(rat_writer_index(writer), &next->segments[f->segment_count],
                              &f->segments[f->segment_count], f->err);
        f->segment_count += st == RAT_OK;
    }
    return st;
}

/* The acronyms of the model without what is gone; *changed is left alone when nothing is. */
static rat_status forget_acronyms(struct forgetting *f, const struct rat_word_model *model,
                                  const struct rat_acronyms *gone, struct rat_buf *out, bool *changed)
{
    struct rat_acronyms *old;
    bool less = false;
    if (!model->acronyms)
        return RAT_OK;
    if (!gone) {
        *changed = true;
        return RAT_OK;
    }
    rat_status st = rat_acronyms_open(model->acronyms, (size_t)model->acronyms_size, &old, f->err);
    if (st != RAT_OK)
        return st;
    st = rat_acronyms_forget(old, gone, stays, f, out, &less, f->err);
    rat_acronyms_free(old);
    *changed = *changed || less;
    return st == RAT_OK ? f->status : st;
}

rat_status rat_forget_words(struct rat_writer *writer, struct rat_manifest *next,
                            const struct rat_acronyms *gone, struct rat_err *err)
{
    struct forgetting f = {.status = RAT_OK, .err = err};
    struct rat_word_model *model = NULL;
    struct rat_compounds *old = NULL, *rest = NULL;
    struct rat_buf bytes = RAT_BUF_INIT, acronyms = RAT_BUF_INIT;
    bool changed = false;
    if (!next->model)
        return RAT_OK;
    rat_status st = open_all(&f, writer, next);
    if (st == RAT_OK)
        st = rat_word_model_open(rat_writer_index(writer), next->model, &next->model_file, &model, err);
    if (st == RAT_OK)
        st = rat_compounds_open(model->bytes, (size_t)model->size, &old, err);
    if (st == RAT_OK)
        st = rat_compounds_select(old, stays, &f, &rest, err);
    if (st == RAT_OK)
        st = f.status;
    if (st == RAT_OK)
        st = forget_acronyms(&f, model, gone, &acronyms, &changed);
    if (st == RAT_OK && (changed || rat_compounds_words(rest) < rat_compounds_words(old))) {
        uint64_t number = rat_writer_new_segment(writer);
        st = rat_compounds_encode(rest, &bytes, err);
        if (st == RAT_OK)
            st = rat_word_model_write(rat_writer_index(writer), number, &bytes, &acronyms, &next->model_file,
                                      err);
        if (st == RAT_OK)
            next->model = number;
    }
    for (uint32_t i = 0; i < f.segment_count; i++)
        rat_segment_close(f.segments[i]);
    free(f.segments);
    rat_buf_release(&f.key);
    rat_buf_release(&bytes);
    rat_buf_release(&acronyms);
    rat_compounds_free(rest);
    rat_compounds_free(old);
    rat_compounds_free(f.start);
    rat_word_model_close(model);
    rat_analyzer_free(f.analyzer);
    return st;
}
