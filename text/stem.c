/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/stem_internal.h"

#include "text/fold_internal.h"

#include <libstemmer.h>
#include <stdlib.h>

struct rat_stemmer {
    struct sb_stemmer *snowball;
    struct rat_buf base;
};

rat_status rat_stemmer_new(struct rat_stemmer **out, struct rat_err *err)
{
    struct rat_stemmer *stemmer = calloc(1, sizeof *stemmer);
    if (!stemmer)
        return rat_nomem(err);
    stemmer->snowball = sb_stemmer_new("german", "UTF_8");
    if (!stemmer->snowball) {
        free(stemmer);
        return rat_nomem(err); /* every libstemmer has German; what is left is memory */
    }
    *out = stemmer;
    return RAT_OK;
}

void rat_stemmer_free(struct rat_stemmer *stemmer)
{
    if (!stemmer)
        return;
    sb_stemmer_delete(stemmer->snowball);
    rat_buf_release(&stemmer->base);
    free(stemmer);
}

void rat_stemmer_append(struct rat_stemmer *stemmer, const char *surface, size_t n, struct rat_buf *out)
{
    rat_buf_clear(&stemmer->base);
    rat_fold_base(surface, n, &stemmer->base);
    if (stemmer->base.failed) {
        out->failed = true;
        return;
    }
    const sb_symbol *stem = NULL;
    int size = 0;
    if (stemmer->base.size > 0) {
        stem = sb_stemmer_stem(stemmer->snowball, stemmer->base.data, (int)stemmer->base.size);
        if (!stem) {
            out->failed = true;
            return;
        }
        size = sb_stemmer_length(stemmer->snowball);
    }
    if (size > 0)
        rat_buf_append(out, stem, (size_t)size);
    else
        rat_buf_append(out, surface, n);
}
