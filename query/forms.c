/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/forms.h"

static rat_status each_derived(const struct rat_segment *segment, const struct rat_term_info *info,
                               struct rat_buf *forms,
                               rat_status (*found)(void *context, const struct rat_term_info *info),
                               void *context, struct rat_err *err)
{
    rat_status st = rat_segment_forms(segment, info->ordinal, forms, err);
    size_t count = st == RAT_OK ? forms->size / sizeof(uint32_t) : 0;
    for (size_t i = 0; st == RAT_OK && i < count; i++) {
        struct rat_term_walk walk;
        uint32_t ordinal = ((const uint32_t *)(const void *)forms->data)[i];
        st = rat_term_walk_at(&walk, &segment->dictionary, ordinal, err);
        if (st == RAT_OK)
            st = rat_term_walk_next(&walk, err);
        if (st == RAT_OK)
            st = found(context, &walk.info);
    }
    return st;
}

rat_status rat_each_form(const struct rat_segment *segment, const unsigned char *key, uint32_t key_size,
                         struct rat_buf *scratch,
                         rat_status (*found)(void *context, const struct rat_term_info *info), void *context,
                         struct rat_err *err)
{
    struct rat_term_info info;
    if (!RAT_SPACE_HAS_POSITIONS(key[0]) && !RAT_SPACE_HAS_FORMS(key[0]))
        return RAT_OK;
    rat_status st = rat_dictionary_find(&segment->dictionary, key, key_size, &info, err);
    if (st != RAT_OK)
        return st == RAT_ENOTFOUND ? RAT_OK : st;
    return RAT_SPACE_HAS_POSITIONS(key[0]) ? found(context, &info)
                                           : each_derived(segment, &info, scratch, found, context, err);
}
