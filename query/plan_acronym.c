/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Acronyms that the archive's texts explain: who asks for "NKomVG" also gets, lower, "Niedersächsisches
 * Kommunalverfassungsgesetz", and the other way round. Only free words, and the person is told; in quotes, with + or - a
 * word means itself.
 */
#include "query/plan_internal.h"

#include "base/message.h"

#define MEANINGS_MAX (RAT_ACRONYM_MEANINGS_MAX + 1)

/* ---- what is also asked for ---- */

/* One writing of a long form, or a short form: a word with its stem, several words next to each other. */
static rat_status add_form(struct rat_planner *p, const char *form, struct rat_plan *any)
{
    struct rat_query_tokens tokens;
    struct rat_terms terms;
    size_t words = 0, first = 0;
    rat_status st = rat_plan_tokenize(p, form, strlen(form), &tokens);
    for (size_t i = 0; st == RAT_OK && i < tokens.count; i++) {
        if (tokens.items[i].kind == RAT_TOKEN_WORD && words++ == 0)
            first = i;
    }
    if (st != RAT_OK || words == 0)
        return st;
    if (words > 1) {
        struct rat_plan *phrase;
        st = rat_plan_phrase(p, tokens.items, tokens.count, false, &phrase);
        if (st != RAT_OK)
            return st;
        /* its idf is the sum over its words, and it should not weigh more than the one word it stands for */
        phrase->boost = p->weights->acronym / (float)words;
        phrase->word = any->word;
        any->should[any->should_count++] = phrase;
        return RAT_OK;
    }
    const struct rat_query_token *word = &tokens.items[first];
    if (rat_analyzer_terms(p->analyzer, word->surface, word->size, &terms) != RAT_OK)
        return OUT_OF_MEMORY(p);
    for (uint32_t i = 0; i < terms.count; i++) {
        const struct rat_term *t = &terms.term[i];
        if (t->layer != RAT_LAYER_EXACT && t->layer != RAT_LAYER_STEM)
            continue;
        bool own = t->layer == RAT_LAYER_EXACT && terms.count > 1;
        float weight = p->weights->acronym * (own ? p->weights->exact : p->weights->stem);
        struct rat_plan *term = rat_plan_term(p, t->layer, t->bytes, t->size, weight);
        if (!term)
            return OUT_OF_MEMORY(p);
        term->word = any->word;
        any->should[any->should_count++] = term;
        if (!own)
            break; /* one stem is enough */
    }
    return RAT_OK;
}

static struct rat_plan *new_group(struct rat_planner *p)
{
    struct rat_plan *any = rat_plan_bool(p, MEANINGS_MAX * RAT_ACRONYM_WRITINGS_MAX * 2);
    if (any)
        any->word = p->words++;
    return any;
}

/* ---- what the person is told ---- */

static rat_status tell(struct rat_planner *p, const char *asked, int size, const char *const *also,
                       size_t count)
{
    struct rat_buf list = RAT_BUF_INIT, note = RAT_BUF_INIT;
    if (p->note_count == RAT_PLAN_NOTES_MAX)
        return RAT_OK;
    for (size_t i = 0; i < count; i++)
        rat_buf_printf(&list, _("%s„%s“"), i ? ", " : "", also[i]);
    rat_buf_printf(&note, _("„%.*s“ auch als %s gesucht; in Anführungszeichen nur so, wie geschrieben"), size,
                   asked, rat_buf_cstr(&list));
    const char *copy = list.failed || note.failed ? NULL : rat_arena_strdup(p->arena, rat_buf_cstr(&note));
    rat_buf_release(&list);
    rat_buf_release(&note);
    if (!copy)
        return OUT_OF_MEMORY(p);
    p->notes[p->note_count++] = copy;
    return RAT_OK;
}

/* ---- acronyms among the words ---- */

static rat_status use_brief(struct rat_planner *p, const char *word, size_t n, struct rat_plan **list,
                            uint32_t *made)
{
    struct rat_acronym_pair pair;
    const char *also[MEANINGS_MAX];
    struct rat_plan *any = NULL;
    rat_status st = RAT_OK;
    size_t count = 0;
    for (uint32_t i = 0; count < MEANINGS_MAX && rat_acronyms_of_brief(p->acronyms, word, n, i, &pair); i++) {
        if (!any && !(any = new_group(p)))
            return OUT_OF_MEMORY(p);
        for (uint32_t k = 0; st == RAT_OK && k < pair.full_count; k++)
            st = add_form(p, pair.full[k], any);
        also[count++] = pair.full[0];
    }
    if (st != RAT_OK || !any || any->should_count == 0)
        return st;
    list[(*made)++] = any;
    return tell(p, word, (int)n, also, count);
}

/* ---- long forms among the words ---- */

static rat_status use_key(struct rat_planner *p, const struct rat_buf *key, const char *text, size_t n,
                          struct rat_plan **list, uint32_t *made)
{
    struct rat_acronym_pair pair;
    const char *also[MEANINGS_MAX];
    struct rat_plan *any = new_group(p);
    rat_status st = any ? RAT_OK : OUT_OF_MEMORY(p);
    size_t count = 0;
    for (uint32_t i = 0; st == RAT_OK && count < MEANINGS_MAX &&
                         rat_acronyms_of_key(p->acronyms, (const char *)key->data, key->size, i, &pair);
         i++) {
        st = add_form(p, pair.brief, any);
        also[count++] = pair.brief;
    }
    if (st != RAT_OK || !any->should_count)
        return st;
    list[(*made)++] = any;
    return tell(p, text, (int)n, also, count);
}

/* The longest long form that begins with word `from`; *words: of how many it is, 0: there is none. */
static rat_status find_key(struct rat_planner *p, const struct rat_query_token *const *word, size_t from,
                           size_t count, struct rat_buf *key, size_t *words)
{
    struct rat_acronym_pair pair;
    size_t found = 0;
    *words = 0;
    rat_buf_clear(key);
    for (size_t i = from; i < count && i - from < RAT_ACRONYM_KEY_WORDS_MAX; i++) {
        rat_acronym_key_word(word[i]->surface, word[i]->size, key);
        if (key->failed)
            return OUT_OF_MEMORY(p);
        if (!rat_acronyms_of_key(p->acronyms, (const char *)key->data, key->size, 0, &pair))
            continue;
        *words = i + 1 - from;
        found = key->size;
    }
    key->size = found;
    return RAT_OK;
}

/* The words as they stand, without those of a citation or a date: "§ 58 NKomVG" is asked for as a whole. */
static size_t free_words(const struct rat_query_tokens *tokens, const struct rat_query_token **out)
{
    size_t count = 0, typed_end = 0;
    for (size_t i = 0; i < tokens->count; i++) {
        const struct rat_query_token *t = &tokens->items[i];
        for (size_t k = i; k < tokens->count && tokens->items[k].position == t->position; k++)
            if (tokens->items[k].kind == RAT_TOKEN_TYPED && tokens->items[k].end > typed_end)
                typed_end = tokens->items[k].end;
        if (t->kind == RAT_TOKEN_WORD && t->start >= typed_end)
            out[count++] = t;
    }
    return count;
}

rat_status rat_plan_acronyms(struct rat_planner *p, const char *text, const struct rat_query_tokens *tokens,
                             struct rat_plan **list, uint32_t *made)
{
    const struct rat_query_token **word = rat_arena_calloc(p->arena, tokens->count + 1, sizeof *word);
    struct rat_buf key = RAT_BUF_INIT;
    rat_status st = word ? RAT_OK : OUT_OF_MEMORY(p);
    size_t count = word ? free_words(tokens, word) : 0, words;
    for (size_t i = 0; st == RAT_OK && i<count; i += words> 1 ? words : 1) {
        const char *from = text + word[i]->start;
        words = 0;
        st = use_brief(p, from, word[i]->end - word[i]->start, list, made);
        if (st == RAT_OK)
            st = find_key(p, word, i, count, &key, &words);
        if (st == RAT_OK && words)
            st = use_key(p, &key, from, word[i + words - 1]->end - word[i]->start, list, made);
    }
    rat_buf_release(&key);
    return st;
}
