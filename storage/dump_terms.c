/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/dump_internal.h"

static unsigned long long ull(uint64_t n)
{
    return n;
}

static void put_info(struct rat_dump *dump, const struct rat_term_info *info)
{
    rat_buf_printf(&dump->text, "  ordinal %u  df %u", info->ordinal, info->documents);
    if (info->documents == 1)
        rat_buf_printf(&dump->text, "  only document %u tf %u", info->only, info->only_tf);
    else
        rat_buf_printf(&dump->text, "  postings %llu+%llu", ull(info->postings_at), ull(info->postings_size));
    if (info->positions_size)
        rat_buf_printf(&dump->text, "  positions %llu+%llu", ull(info->positions_at),
                       ull(info->positions_size));
}

static rat_status segment_terms(struct rat_dump *dump, const struct rat_segment *s,
                                const struct rat_buf *prefix, struct rat_err *err)
{
    struct rat_term_walk walk;
    rat_buf_printf(&dump->text, "segment %llu: %u terms", ull(s->meta.id), s->dictionary.term_count);
    rat_status st = rat_dump_flush(dump, err);
    if (st == RAT_OK)
        st = rat_term_walk_seek(&walk, &s->dictionary, prefix->data, prefix->size, err);
    while (st == RAT_OK && (st = rat_term_walk_next(&walk, err)) == RAT_OK) {
        if (walk.key_size < prefix->size ||
            (prefix->size && memcmp(walk.key, prefix->data, prefix->size) != 0))
            return RAT_OK;
        rat_buf_puts(&dump->text, "  ");
        rat_key_print(walk.key, walk.key_size, &dump->text);
        put_info(dump, &walk.info);
        if (RAT_SPACE_HAS_FORMS(walk.key[0])) {
            struct rat_buf forms = RAT_BUF_INIT;
            st = rat_segment_forms(s, walk.info.ordinal, &forms, err);
            const uint32_t *form = (const uint32_t *)(const void *)forms.data;
            rat_buf_puts(&dump->text, "  forms");
            for (size_t i = 0; st == RAT_OK && i < forms.size / sizeof *form; i++)
                rat_buf_printf(&dump->text, " %u", form[i]);
            rat_buf_release(&forms);
        }
        if (st == RAT_OK)
            st = rat_dump_flush(dump, err);
    }
    return st == RAT_END ? RAT_OK : st;
}

rat_status rat_dump_terms(struct rat_dump *dump, struct rat_err *err)
{
    struct rat_buf prefix = RAT_BUF_INIT;
    if (dump->argument)
        rat_key_parse(dump->argument, &prefix);
    rat_status st = prefix.failed ? rat_nomem(err) : RAT_OK;
    for (uint32_t i = 0; i < dump->snapshot->manifest.segment_count && st == RAT_OK; i++)
        st = segment_terms(dump, dump->snapshot->segments[i], &prefix, err);
    rat_buf_release(&prefix);
    return st;
}

static rat_status put_block(struct rat_dump *dump, struct rat_postings *list, struct rat_buf *positions,
                            struct rat_err *err)
{
    struct rat_bounds bounds;
    uint32_t last = rat_postings_block_ahead(list, list->documents[0], &bounds);
    rat_buf_printf(&dump->text, "  block %u: %u postings, last document %u", list->block, list->held, last);
    if (list->skips) {
        rat_buf_puts(&dump->text, ", bounds (tf, length code)");
        for (unsigned i = 0; i < RAT_BOUND_PAIRS; i++)
            rat_buf_printf(&dump->text, " (%u, %u)", bounds.tf[i], bounds.length[i]);
    }
    rat_status st = rat_dump_flush(dump, err);
    for (uint32_t i = 0; i < list->held && st == RAT_OK; i++) {
        uint32_t count = rat_postings_positions(list, i, positions);
        const uint32_t *at = (const uint32_t *)(const void *)positions->data;
        rat_buf_printf(&dump->text, "    document %u  tf %u", list->documents[i], list->tfs[i]);
        for (uint32_t k = 0; k < count; k++)
            rat_buf_printf(&dump->text, "%s%u", k ? " " : "  positions ", at[k]);
        if (list->status != RAT_OK)
            break;
        st = rat_dump_flush(dump, err);
    }
    return st;
}

static rat_status segment_postings(struct rat_dump *dump, const struct rat_segment *s,
                                   const struct rat_buf *key, struct rat_err *err)
{
    struct rat_term_info info;
    struct rat_postings list;
    struct rat_buf positions = RAT_BUF_INIT;
    rat_status st = rat_dictionary_find(&s->dictionary, key->data, key->size, &info, err);
    if (st != RAT_OK)
        return st;
    rat_buf_printf(&dump->text, "segment %llu: ", ull(s->meta.id));
    rat_key_print(key->data, key->size, &dump->text);
    put_info(dump, &info);
    st = rat_dump_flush(dump, err);
    rat_postings_open(&list, &s->postings, &s->positions, &s->lengths, &info);
    while (st == RAT_OK && rat_postings_next_block(&list) && rat_postings_tfs(&list))
        st = put_block(dump, &list, &positions, err);
    if (st == RAT_OK && list.status != RAT_OK) {
        st = list.status;
        if (err)
            *err = list.err;
    }
    rat_buf_release(&positions);
    return st;
}

rat_status rat_dump_postings(struct rat_dump *dump, struct rat_err *err)
{
    struct rat_buf key = RAT_BUF_INIT;
    bool found = false;
    if (!dump->argument) {
        rat_fail(err, RAT_EUSAGE, "%s", _("Es fehlt der Begriff"));
        rat_err_hint(err, "%s", _("Zum Beispiel: ratsarchiv dump ARCHIV --what postings exact:radweg"));
        return RAT_EUSAGE;
    }
    rat_key_parse(dump->argument, &key);
    rat_status st = key.failed ? rat_nomem(err) : RAT_OK;
    for (uint32_t i = 0; i < dump->snapshot->manifest.segment_count && st == RAT_OK; i++) {
        st = segment_postings(dump, dump->snapshot->segments[i], &key, err);
        found |= st == RAT_OK;
        st = st == RAT_ENOTFOUND ? RAT_OK : st;
    }
    rat_buf_release(&key);
    if (st == RAT_OK && !found)
        st = rat_fail(err, RAT_ENOTFOUND, _("Der Begriff „%s“ steht nicht im Index"), dump->argument);
    return st;
}
