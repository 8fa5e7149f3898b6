/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/unsearchable.h"

#include "storage/fields.h"
#include "text/fold.h"

#include <stdlib.h>

static bool is_shown(const struct rat_segment *s, uint32_t document)
{
    return !rat_bit(s->dead, document) && !rat_bit(s->hidden, document);
}

static rat_status count_segment(const struct rat_segment *s, const struct rat_buf *key, uint64_t *count,
                                struct rat_err *err)
{
    struct rat_term_info info;
    rat_status st = rat_dictionary_find(&s->dictionary, (const char *)key->data, key->size, &info, err);
    if (st != RAT_OK)
        return st == RAT_ENOTFOUND ? RAT_OK : st;
    if (info.documents == 1) {
        *count += is_shown(s, info.only);
        return RAT_OK;
    }
    struct rat_postings *p = malloc(sizeof *p);
    if (!p)
        return rat_nomem(err);
    rat_postings_open(p, &s->postings, &s->positions, &s->lengths, &info);
    while (rat_postings_next_block(p))
        for (uint32_t i = 0; i < p->held; i++)
            *count += is_shown(s, p->documents[i]);
    st = p->status;
    if (st != RAT_OK && err)
        *err = p->err;
    free(p);
    return st;
}

rat_status rat_count_unsearchable(const struct rat_snapshot *snapshot, uint64_t *out, struct rat_err *err)
{
    struct rat_buf key = RAT_BUF_INIT;
    uint64_t count = 0;
    rat_buf_byte(&key, RAT_SPACE_VALUE + RAT_FIELD_STATE);
    rat_fold_key(RAT_IS_WITHOUT_TEXT, strlen(RAT_IS_WITHOUT_TEXT), &key);
    rat_status st = key.failed ? rat_nomem(err) : RAT_OK;
    for (size_t i = 0; st == RAT_OK && i < snapshot->manifest.segment_count; i++)
        st = count_segment(snapshot->segments[i], &key, &count, err);
    rat_buf_release(&key);
    if (st == RAT_OK)
        *out = count;
    return st;
}
