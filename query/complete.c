/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/complete.h"

#include "query/fuzzy.h"
#include "query/letter_internal.h"
#include "query/plan_internal.h"
#include "query/search_internal.h"
#include "query/spelling.h"
#include "text/fold.h"

#include <stdlib.h>

#define TERMS_MAX 200u /* that are looked at more closely, of each kind */
/* A short beginning has thousands of words; the frequent ones are looked at first. */
#define SHORT_BYTES 4u
#define SHORT_DOCUMENTS 5u
#define VALUES_MAX 5000u /* of a field, in one segment */

struct completer {
    struct rat_planner p;
    struct rat_snapshot *snapshot;
    const char *typed;
    size_t before;    /* bytes of typed before the last word */
    const char *last; /* the last word */
    size_t limit;
    struct rat_arena *arena;
    struct rat_buf items; /* struct rat_completion */
    struct rat_err *err;
};

const char *rat_completion_kind_name(enum rat_completion_kind kind)
{
    static const char *const names[] = {"word", "number", "body", "title"};
    return names[kind];
}

static rat_status add(struct completer *c, enum rat_completion_kind kind, const char *text, const char *query,
                      const char *id, uint64_t documents)
{
    struct rat_completion item = {kind, text, query, id, documents};
    if (!text || !query)
        return rat_nomem(c->err);
    rat_buf_append(&c->items, &item, sizeof item);
    return c->items.failed ? rat_nomem(c->err) : RAT_OK;
}

/* ---- whether anybody sees it ---- */

static bool is_shown(const struct rat_segment *s, uint32_t document)
{
    return !rat_bit(s->dead, document) && !rat_bit(s->hidden, document);
}

static rat_status has_shown(struct completer *c, const struct rat_segment *s,
                            const struct rat_term_info *info, bool *out)
{
    *out = true;
    if (!s->dead && !s->hidden)
        return RAT_OK;
    if (info->documents == 1) {
        *out = is_shown(s, info->only);
        return RAT_OK;
    }
    struct rat_postings *postings = malloc(sizeof *postings);
    if (!postings)
        return rat_nomem(c->err);
    *out = false;
    rat_postings_open(postings, &s->postings, &s->positions, &s->lengths, info);
    while (!*out && rat_postings_next_block(postings))
        for (uint32_t i = 0; i < postings->held && !*out; i++)
            *out = is_shown(s, postings->documents[i]);
    rat_status st = postings->status;
    if (st != RAT_OK && c->err)
        *c->err = postings->err;
    free(postings);
    return st;
}

static rat_status any_shown(struct completer *c, const struct rat_plan_listed *listed, uint32_t term,
                            bool *out)
{
    rat_status st = RAT_OK;
    *out = false;
    for (uint32_t i = 0; st == RAT_OK && !*out && i < c->snapshot->manifest.segment_count; i++) {
        const struct rat_term_info *info = &listed->found[(size_t)i * listed->count + term];
        if (info->documents)
            st = has_shown(c, c->snapshot->segments[i], info, out);
    }
    return st;
}

/* ---- words and numbers ---- */

static bool is_word(void *ctx, const char *term, size_t n, uint32_t *cost, size_t *skip)
{
    (void)ctx;
    (void)cost;
    (void)skip;
    return !rat_fuzzy_is_typed(term, n);
}

static bool is_any(void *ctx, const char *term, size_t n, uint32_t *cost, size_t *skip)
{
    (void)ctx;
    (void)term;
    (void)n;
    (void)cost;
    (void)skip;
    return true;
}

static rat_status list_terms(struct completer *c, uint8_t space, const struct rat_buf *prefix,
                             bool (*accepts)(void *, const char *, size_t, uint32_t *, size_t *),
                             struct rat_plan **out)
{
    struct rat_expander x = {.space = space,
                             .prefix = (const char *)prefix->data,
                             .prefix_size = prefix->size,
                             .accepts = accepts,
                             .what = "",
                             .most = TERMS_MAX,
                             .least = prefix->size < SHORT_BYTES ? SHORT_DOCUMENTS : 0};
    rat_status st = rat_plan_list(&c->p, &x, out);
    if (st != RAT_OK || !x.least || (*out)->listed->count >= c->limit)
        return st;
    x.least = 0;
    return rat_plan_list(&c->p, &x, out);
}

static const char *with_before(struct completer *c, const char *text)
{
    return rat_arena_printf(c->arena, "%.*s%s", (int)c->before, c->typed, text);
}

static rat_status add_words(struct completer *c)
{
    struct rat_buf prefix = RAT_BUF_INIT;
    struct rat_plan *plan = NULL;
    size_t found = 0;
    rat_plan_fold_word(&c->p, RAT_FIELD_TEXT, c->last, strlen(c->last), &prefix);
    rat_status st = prefix.failed ? rat_nomem(c->err) : RAT_OK;
    if (st == RAT_OK && prefix.size)
        st = list_terms(c, RAT_LAYER_EXACT, &prefix, is_word, &plan);
    for (uint32_t i = 0; st == RAT_OK && plan && i < plan->listed->count && found < c->limit; i++) {
        const struct rat_plan_listed_term *t = &plan->listed->items[i];
        struct rat_buf spelled = RAT_BUF_INIT;
        bool shown;
        st = any_shown(c, plan->listed, i, &shown);
        if (st != RAT_OK || !shown)
            continue;
        rat_spell_term(c->p.model, (const char *)t->key + 1, t->key_size - 1, &spelled);
        const char *text = spelled.failed ? NULL : rat_arena_strdup(c->arena, rat_buf_cstr(&spelled));
        rat_buf_release(&spelled);
        st = add(c, RAT_COMPLETE_WORD, text, text ? with_before(c, text) : NULL, NULL, t->df);
        found++;
    }
    rat_buf_release(&prefix);
    return st;
}

static rat_status add_numbers(struct completer *c)
{
    struct rat_buf prefix = RAT_BUF_INIT;
    struct rat_plan *plan = NULL;
    size_t found = 0;
    if (!strpbrk(c->last, "0123456789"))
        return RAT_OK;
    rat_fold_key(c->last, strlen(c->last), &prefix);
    if (c->last[strlen(c->last) - 1] == '/') /* "2020/" keeps its sign only before a digit */
        rat_buf_byte(&prefix, '/');
    rat_status st = prefix.failed ? rat_nomem(c->err) : RAT_OK;
    if (st == RAT_OK && prefix.size)
        st = list_terms(c, RAT_SPACE_VALUE + RAT_FIELD_REFERENCE, &prefix, is_any, &plan);
    for (uint32_t i = 0; st == RAT_OK && plan && i < plan->listed->count && found < c->limit; i++) {
        const struct rat_plan_listed_term *t = &plan->listed->items[i];
        bool shown;
        st = any_shown(c, plan->listed, i, &shown);
        if (st != RAT_OK || !shown)
            continue;
        const char *text = rat_arena_strndup(c->arena, t->key + 1, t->key_size - 1);
        const char *query =
            text ? rat_arena_printf(c->arena, "%.*snummer:\"%s\"", (int)c->before, c->typed, text) : NULL;
        st = add(c, RAT_COMPLETE_NUMBER, text, query, NULL, t->df);
        found++;
    }
    rat_buf_release(&prefix);
    return st;
}

/* ---- bodies ---- */

struct body {
    const char *name;
    uint64_t documents;
};

/* Whether a word of the folded value begins with the folded prefix. */
static bool has_word(const struct rat_buf *value, const struct rat_buf *prefix)
{
    for (size_t at = 0; at + prefix->size <= value->size; at++)
        if ((at == 0 || value->data[at - 1] == ' ') &&
            memcmp(value->data + at, prefix->data, prefix->size) == 0)
            return true;
    return false;
}

static rat_status count_shown(const struct rat_segment *s, const struct rat_ordinals *ordinals,
                              const uint32_t *wanted, uint64_t *counts, struct rat_err *err)
{
    for (uint32_t d = 0; d < s->meta.documents; d++) {
        uint64_t from, to;
        if (!is_shown(s, d))
            continue;
        rat_ordinals_of(ordinals, d, &from, &to);
        for (; from < to; from++) {
            uint32_t ordinal = rat_ordinals_at(ordinals, from);
            if (ordinal < ordinals->value_count && wanted[ordinal])
                counts[wanted[ordinal] - 1]++;
        }
    }
    return rat_segment_is_damaged(s) ? rat_damaged(err, s->docs_file->path, _("eine Spalte ist unlesbar"))
                                     : RAT_OK;
}

static rat_status list_bodies(struct completer *c, const struct rat_segment *s, const struct rat_buf *prefix,
                              struct rat_strmap *names, struct rat_buf *counts)
{
    const struct rat_ordinals *ordinals = &s->ordinals[RAT_FIELD_COMMITTEE];
    uint32_t count = ordinals->value_count < VALUES_MAX ? ordinals->value_count : VALUES_MAX;
    uint32_t *wanted = calloc((size_t)ordinals->value_count + 1, sizeof *wanted);
    struct rat_buf folded = RAT_BUF_INIT;
    bool any = false;
    rat_status st = wanted ? RAT_OK : rat_nomem(c->err);
    for (uint32_t i = 0; st == RAT_OK && i < count; i++) {
        const char *value;
        uint32_t size;
        bool added = false;
        st = rat_ordinals_value(ordinals, i, &value, &size, c->err);
        rat_buf_clear(&folded);
        if (st == RAT_OK)
            rat_fold_key(value, size, &folded);
        if (st != RAT_OK || folded.failed || !has_word(&folded, prefix))
            continue;
        uint32_t number = rat_strmap_add(names, value, size, &added);
        if (added)
            rat_buf_zero(counts, sizeof(uint64_t));
        if (number == RAT_STRMAP_NONE || counts->failed)
            st = rat_nomem(c->err);
        wanted[i] = number + 1;
        any = true;
    }
    if (st == RAT_OK && any)
        st = count_shown(s, ordinals, wanted, (uint64_t *)(void *)counts->data, c->err);
    rat_buf_release(&folded);
    free(wanted);
    return st;
}

static int by_documents(const void *a, const void *b)
{
    const struct body *x = a, *y = b;
    if (x->documents != y->documents)
        return x->documents > y->documents ? -1 : 1;
    return strcmp(x->name, y->name);
}

static rat_status add_bodies(struct completer *c)
{
    struct rat_buf prefix = RAT_BUF_INIT, counts = RAT_BUF_INIT;
    struct rat_strmap names;
    rat_strmap_init(&names);
    rat_fold_key(c->last, strlen(c->last), &prefix);
    rat_status st = prefix.failed ? rat_nomem(c->err) : RAT_OK;
    for (uint32_t i = 0; st == RAT_OK && prefix.size && i < c->snapshot->manifest.segment_count; i++)
        st = list_bodies(c, c->snapshot->segments[i], &prefix, &names, &counts);
    struct body *bodies = st == RAT_OK ? rat_arena_calloc(c->arena, names.count + 1, sizeof *bodies) : NULL;
    if (st == RAT_OK && !bodies)
        st = rat_nomem(c->err);
    for (uint32_t i = 0; st == RAT_OK && i < names.count; i++)
        bodies[i] = (struct body){(const char *)names.keys[i].bytes,
                                  ((const uint64_t *)(const void *)counts.data)[i]};
    if (st == RAT_OK && names.count > 1)
        qsort(bodies, names.count, sizeof *bodies, by_documents);
    for (size_t i = 0; st == RAT_OK && i < names.count && i < c->limit; i++) {
        if (!bodies[i].documents)
            break;
        const char *text = rat_arena_strdup(c->arena, bodies[i].name);
        const char *query =
            text ? rat_arena_printf(c->arena, "%.*sgremium:\"%s\"", (int)c->before, c->typed, text) : NULL;
        st = add(c, RAT_COMPLETE_BODY, text, query, NULL, bodies[i].documents);
    }
    rat_strmap_release(&names);
    rat_buf_release(&prefix);
    rat_buf_release(&counts);
    return st;
}

/* ---- titles ---- */

/* Documents that have all words in the title, the last one as a beginning. */
static const char *title_query(struct completer *c)
{
    struct rat_query_tokens tokens;
    struct rat_buf text = RAT_BUF_INIT;
    if (rat_plan_tokenize(&c->p, c->typed, strlen(c->typed), &tokens) != RAT_OK)
        return NULL;
    rat_buf_puts(&text, "titel:(");
    for (size_t i = 0; i < tokens.count; i++)
        if (tokens.items[i].kind == RAT_TOKEN_WORD)
            rat_buf_printf(&text, tokens.items[i].end == strlen(c->typed) ? "+%.*s* " : "+\"%.*s\" ",
                           (int)tokens.items[i].size, tokens.items[i].surface);
    rat_buf_puts(&text, ")");
    const char *query = text.failed ? NULL : rat_arena_strdup(c->arena, rat_buf_cstr(&text));
    rat_buf_release(&text);
    return query;
}

static rat_status add_titles(struct completer *c)
{
    struct rat_request request = RAT_REQUEST_INIT;
    struct rat_search *search = NULL;
    if (!c->snapshot->catalogue)
        return RAT_OK;
    request.query = title_query(c);
    request.limit = c->limit;
    request.group_by_paper = true;
    request.lenient = true;
    rat_status st =
        request.query ? rat_search_run(c->snapshot, &request, &search, c->err) : rat_nomem(c->err);
    for (size_t i = 0; st == RAT_OK && i < rat_search_result(search)->hit_count; i++) {
        const struct rat_hit *hit = &rat_search_result(search)->hits[i];
        struct rat_document document;
        st = rat_catalogue_document(c->snapshot->catalogue, hit->docnum, c->arena, &document, c->err);
        if (st == RAT_OK && document.title && *document.title)
            st = add(c, RAT_COMPLETE_TITLE, document.title,
                     rat_arena_printf(c->arena, "id:\"%s\"", document.id), document.id, 1);
    }
    rat_search_free(search);
    return st;
}

/* ---- together ---- */

static bool ends_word(int32_t cp)
{
    return rat_char_is_space(cp) || cp == '(' || cp == ')' || cp == '"' || cp == ':' || cp == '+';
}

static void find_last_word(struct completer *c)
{
    size_t n = strlen(c->typed), size;
    c->before = 0;
    for (size_t at = 0; at < n; at += size)
        if (ends_word(rat_char_at(c->typed, n, at, &size)))
            c->before = at + size;
    if (c->typed[c->before] == '-')
        c->before++;
    c->last = c->typed + c->before;
}

static unsigned letters(const char *text)
{
    unsigned count = 0;
    size_t n = strlen(text), size;
    for (size_t at = 0; at < n; at += size)
        count += rat_char_is_word(rat_char_at(text, n, at, &size));
    return count;
}

rat_status rat_complete(struct rat_snapshot *snapshot, const char *typed, size_t limit,
                        struct rat_arena *arena, struct rat_completions *out, struct rat_err *err)
{
    struct rat_archive_analyzer words;
    struct rat_deadline never = {0, 0, false};
    *out = (struct rat_completions){NULL, 0};
    if (!rat_utf8_valid(typed, strlen(typed)) || strlen(typed) > RAT_QUERY_BYTES_MAX)
        return RAT_OK;
    struct completer c = {.snapshot = snapshot,
                          .typed = typed,
                          .limit = limit < RAT_COMPLETE_MAX ? limit : RAT_COMPLETE_MAX,
                          .arena = arena,
                          .err = err};
    find_last_word(&c);
    if (letters(c.last) < RAT_COMPLETE_LETTERS_MIN)
        return RAT_OK;
    rat_status st = rat_archive_analyzer_open(snapshot, &words, err);
    c.p = (struct rat_planner){.snapshot = snapshot,
                               .analyzer = words.analyzer,
                               .arena = arena,
                               .model = words.model,
                               .err = err,
                               .deadline = &never};
    if (st == RAT_OK)
        st = add_words(&c);
    if (st == RAT_OK)
        st = add_numbers(&c);
    if (st == RAT_OK)
        st = add_bodies(&c);
    if (st == RAT_OK)
        st = add_titles(&c);
    if (st == RAT_OK) {
        out->count = c.items.size / sizeof *out->items;
        out->items = c.items.size ? rat_arena_memdup(arena, c.items.data, c.items.size) : NULL;
        if (c.items.size && !out->items)
            st = rat_nomem(err);
    }
    rat_buf_release(&c.items);
    rat_archive_analyzer_close(&words);
    return st;
}
