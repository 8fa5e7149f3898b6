/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/check_internal.h"
#include "storage/dump_internal.h"

#include <stdlib.h>

struct checker {
    struct rat_check *check;
    const struct rat_segment *segment;
    const uint8_t *lengths;
    struct rat_buf positions, name;
    struct rat_postings list;
    uint64_t postings_sum, positions_sum;
};

/* A finding about one term; false, so that callers can end with it. */
static bool wrong(struct checker *c, const struct rat_term_walk *walk, const struct rat_container *file,
                  const char *what)
{
    rat_buf_clear(&c->name);
    rat_key_print(walk->key, walk->key_size, &c->name);
    rat_check_finding(c->check, file->path, _("Begriff „%s“: %s"), rat_buf_cstr(&c->name), what);
    return false;
}

static bool is_covered(const struct rat_bounds *bounds, uint32_t tf, uint8_t length)
{
    for (unsigned i = 0; i < RAT_BOUND_PAIRS; i++)
        if ((tf <= bounds->tf[i] || bounds->tf[i] == RAT_BOUND_TF_ANY) && length >= bounds->length[i])
            return true;
    return false;
}

static bool check_block(struct checker *c, const struct rat_term_walk *walk)
{
    const struct rat_segment *s = c->segment;
    struct rat_postings *list = &c->list;
    struct rat_bounds bounds, joined;
    if (list->documents[list->held - 1] >= s->meta.documents)
        return wrong(c, walk, s->post_file, _("nennt ein Dokument, das es nicht gibt"));
    if (list->info.documents > 1 && rat_cursor_left(&list->tf_at))
        return wrong(c, walk, s->post_file, _("Block der Trefferliste hat überzählige Bytes"));
    if (list->skips) {
        const unsigned char *at =
            list->supers + (size_t)(list->block / RAT_SUPER_BLOCKS) * 2 * RAT_BOUND_PAIRS;
        memcpy(joined.tf, at, RAT_BOUND_PAIRS);
        memcpy(joined.length, at + RAT_BOUND_PAIRS, RAT_BOUND_PAIRS);
        rat_postings_block_ahead(list, list->documents[0], &bounds);
    }
    for (uint32_t i = 0; i < list->held; i++) {
        uint32_t tf = list->tfs[i];
        uint8_t length = c->lengths[list->documents[i]];
        if (tf == 0)
            return wrong(c, walk, s->post_file, _("Häufigkeit 0"));
        if (list->skips && (!is_covered(&bounds, tf, length) || !is_covered(&joined, tf, length)))
            return wrong(c, walk, s->post_file, _("Schranke eines Blocks ist zu niedrig"));
    }
    if (!list->info.positions_size)
        return true;
    if (!rat_postings_block_positions(list, &c->positions))
        return list->status == RAT_EDAMAGED && wrong(c, walk, s->posi_file, list->err.msg);
    c->positions_sum += list->places.starts[list->held];
    return true;
}

static rat_status check_list(struct checker *c, const struct rat_term_walk *walk)
{
    const struct rat_segment *s = c->segment;
    struct rat_postings *list = &c->list;
    rat_postings_open(list, &s->postings, &s->positions, &s->lengths, &walk->info);
    c->postings_sum += walk->info.documents;
    bool good = true;
    while (good && rat_postings_next_block(list) && rat_postings_tfs(list))
        good = check_block(c, walk);
    if (list->status == RAT_ENOMEM)
        return RAT_ENOMEM;
    if (good && list->status != RAT_OK)
        wrong(c, walk, s->post_file, list->err.msg);
    return RAT_OK;
}

static rat_status check_forms(struct checker *c, const struct rat_term_walk *walk)
{
    const struct rat_segment *s = c->segment;
    struct rat_err err = RAT_ERR_INIT;
    uint32_t index = walk->info.ordinal - s->meta.first_derived;
    if (!RAT_SPACE_HAS_FORMS(walk->key[0])) {
        if (walk->info.ordinal >= s->meta.first_derived && index < s->meta.derived)
            wrong(c, walk, s->term_file, _("hat Formen, die ihm nicht zustehen"));
        return RAT_OK;
    }
    if (walk->info.ordinal < s->meta.first_derived || index >= s->meta.derived) {
        wrong(c, walk, s->term_file, _("hat keine Formen"));
        return RAT_OK;
    }
    rat_status st = rat_segment_forms(s, walk->info.ordinal, &c->positions, &err);
    if (st != RAT_OK)
        return rat_check_failed(c->check, st, s->term_file->path, &err);
    const uint32_t *forms = (const uint32_t *)(const void *)c->positions.data;
    for (size_t i = 0; i < c->positions.size / sizeof *forms; i++) {
        if (forms[i] >= s->meta.first_derived || (i && forms[i] <= forms[i - 1])) {
            wrong(c, walk, s->term_file, _("Formen sind nicht aufsteigende Nummern genauer Wörter"));
            break;
        }
    }
    return RAT_OK;
}

/* Keys ascend, and the lists lie one behind the other without a gap. */
static bool check_entry(struct checker *c, const struct rat_term_walk *walk, const unsigned char *before,
                        uint32_t before_size, uint64_t postings_at, uint64_t positions_at)
{
    const struct rat_segment *s = c->segment;
    const struct rat_term_info *info = &walk->info;
    uint32_t n = before_size < walk->key_size ? before_size : walk->key_size;
    int order = memcmp(before, walk->key, n);
    if (order > 0 || (order == 0 && before_size >= walk->key_size))
        return wrong(c, walk, s->term_file, _("steht nicht in der Reihenfolge der Schlüssel"));
    if (walk->key[0] == 0)
        return wrong(c, walk, s->term_file, _("Art des Schlüssels ist unbekannt"));
    if (info->documents > s->meta.documents)
        return wrong(c, walk, s->term_file, _("hat mehr Dokumente als das Segment"));
    if (info->postings_at != postings_at || info->positions_at != positions_at)
        return wrong(c, walk, s->term_file, _("Trefferlisten liegen nicht lückenlos hintereinander"));
    return true;
}

static rat_status check_walk(struct checker *c, struct rat_term_walk *walk)
{
    const struct rat_segment *s = c->segment;
    unsigned char before[RAT_KEY_BYTES_MAX];
    uint32_t before_size = 0;
    uint64_t postings_at = 0, positions_at = 0;
    struct rat_err err = RAT_ERR_INIT;
    rat_status st = rat_term_walk_at(walk, &s->dictionary, 0, &err);
    while (st == RAT_OK && (st = rat_term_walk_next(walk, &err)) == RAT_OK) {
        if (!check_entry(c, walk, before, before_size, postings_at, positions_at))
            return RAT_OK; /* what follows would be noise */
        st = check_list(c, walk);
        if (st == RAT_OK)
            st = check_forms(c, walk);
        if (st != RAT_OK)
            return st;
        memcpy(before, walk->key, walk->key_size);
        before_size = walk->key_size;
        postings_at += walk->info.postings_size;
        positions_at += walk->info.positions_size;
    }
    if (st != RAT_END)
        return rat_check_failed(c->check, st, s->term_file->path, &err);
    if (postings_at != s->postings.size || positions_at != s->positions.size)
        rat_check_finding(c->check, s->post_file->path, "%s", _("Trefferlisten gehören zu keinem Begriff"));
    if (s->dictionary.term_count != s->meta.terms || c->postings_sum != s->meta.postings ||
        c->positions_sum != s->meta.positions)
        rat_check_finding(c->check, s->docs_file->path, "%s", _("Zahlen im Kopf des Segments stimmen nicht"));
    return RAT_OK;
}

rat_status rat_check_terms(struct rat_check *check, const struct rat_segment *segment)
{
    struct checker *c = calloc(1, sizeof *c);
    struct rat_term_walk walk;
    struct rat_err err = RAT_ERR_INIT;
    if (!c)
        return RAT_ENOMEM;
    c->check = check;
    c->segment = segment;
    rat_status st = rat_segment_lengths(segment, 0, segment->meta.documents, &c->lengths, &err);
    st = st == RAT_OK ? check_walk(c, &walk) : rat_check_failed(check, st, segment->docs_file->path, &err);
    rat_buf_release(&c->positions);
    rat_buf_release(&c->name);
    free(c);
    return st;
}
