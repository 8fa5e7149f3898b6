/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/reference/random_internal.h"

#include <stdlib.h>

#define CHANCE(r, percent) (prng_below(&(r)->prng, 100) < (percent))

static const char *const types[] = {"Antrag", "Anfrage", "Beschlussvorlage", "Mitteilung der Verwaltung"};
static const char *const committees[] = {"Kreistag",         "Kreisausschuss", "Ausschuss Bau",
                                         "Ausschuss Umwelt", "Ortsrat Nord",   "Ortsrat Bau"};
static const char *const bodies[] = {"Landkreis", "Stadt Nord", "Kreistag"};
static const char *const places[] = {"Auental", "Bergstadt"};
#define ANY(r, list) (list)[prng_below(&(r)->prng, sizeof(list) / sizeof *(list))]

static const char *made_word(struct ref_random *r)
{
    static const char *const starts[] = {"ba", "be", "bo", "ka", "ke", "la", "lu", "mi", "ra", "ru"};
    static const char *const ends[] = {"b", "ka", "lo", "n", "ro", "s", "ta", "tu", "zi"};
    struct rat_buf word = RAT_BUF_INIT;
    rat_buf_puts(&word, ANY(r, starts));
    for (uint32_t i = prng_below(&r->prng, 4); i > 0; i--)
        rat_buf_puts(&word, ANY(r, ends));
    const char *copy = rat_arena_strdup(&r->arena, rat_buf_cstr(&word));
    rat_buf_release(&word);
    return copy;
}

static const char *german_word(struct ref_random *r)
{
    static const char *const stems[] = {"schul",  "kind",   "straß",    "strass", "häus",    "haus",
                                        "radweg", "brück",  "haushalt", "gebühr", "verkehr", "wald",
                                        "wäld",   "klima",  "bürger",   "spiel",  "platz",   "plätz",
                                        "müll",   "wasser", "bau",      "satzung"};
    static const char *const endings[] = {"", "e", "en", "er", "es", "s", "ern", "ung", "ungen"};
    return rat_arena_printf(&r->arena, "%s%s", ANY(r, stems), ANY(r, endings));
}

void ref_random_words(struct ref_random *r)
{
    r->word_count = 20 + prng_below(&r->prng, 200);
    r->words = rat_arena_calloc(&r->arena, r->word_count, sizeof *r->words);
    if (!r->words)
        abort();
    for (uint32_t i = 0; i < r->word_count; i++)
        r->words[i] = r->german ? german_word(r) : made_word(r);
}

/* Few words stand for most of the text, so that lists get long. */
static const char *word(struct ref_random *r)
{
    double u = (double)prng_below(&r->prng, 1u << 20) / (1u << 20);
    return r->words[(uint32_t)(u * u * u * r->word_count)];
}

static const char *some_words(struct ref_random *r, uint32_t n, bool lines)
{
    struct rat_buf text = RAT_BUF_INIT;
    for (uint32_t i = 0; i < n; i++) {
        if (i)
            rat_buf_puts(&text, !lines || CHANCE(r, 90) ? " " : CHANCE(r, 50) ? "\n" : "  ");
        rat_buf_puts(&text, word(r));
    }
    const char *copy = rat_arena_strdup(&r->arena, rat_buf_cstr(&text));
    rat_buf_release(&text);
    return copy;
}

static void random_committees(struct ref_random *r, struct ref_document *out)
{
    for (uint32_t n = prng_below(&r->prng, REF_COMMITTEES_MAX + 1); n > 0; n--) {
        const char *name = ANY(r, committees);
        size_t i = 0;
        while (i < out->committee_count && strcmp(out->committees[i], name) != 0)
            i++;
        if (i == out->committee_count)
            out->committees[out->committee_count++] = name;
    }
}

void ref_random_document(struct ref_random *r, uint32_t number, struct ref_document *out)
{
    *out = (struct ref_document){.date = RAT_NO_DATE};
    bool empty = CHANCE(r, 3);
    out->id = rat_arena_printf(&r->arena, "d%u", number);
    out->text = empty ? "" : some_words(r, CHANCE(r, 3) ? 300 : 1 + prng_below(&r->prng, 40), true);
    if (!empty)
        out->title = CHANCE(r, 10) ? " " : some_words(r, 1 + prng_below(&r->prng, 6), false);
    if (CHANCE(r, 85))
        out->date = 10957 + (int32_t)prng_below(&r->prng, CHANCE(r, 50) ? 60 : 8000);
    if (CHANCE(r, 80))
        out->type = ANY(r, types);
    if (CHANCE(r, 60))
        out->body = ANY(r, bodies);
    if (CHANCE(r, 40))
        out->municipality = ANY(r, places);
    if (CHANCE(r, 50)) /* several documents of one paper; without a year a number names none */
        out->reference = CHANCE(r, 80)
                             ? rat_arena_printf(&r->arena, "20%02u/%u", 10 + prng_below(&r->prng, 8),
                                                1 + prng_below(&r->prng, 40))
                             : rat_arena_printf(&r->arena, "%u", 1 + prng_below(&r->prng, 40));
    if (!out->reference || !strchr(out->reference, '/'))
        out->paper = out->id;
    else if (out->municipality)
        out->paper = rat_arena_printf(&r->arena, "%s %s", out->municipality, out->reference);
    else
        out->paper = out->reference;
    random_committees(r, out);
}

/* ---- queries ---- */

static struct ref_node *new_node(struct ref_random *r, enum ref_kind kind, uint8_t field, const char *text)
{
    struct ref_node *node = rat_arena_calloc(&r->arena, 1, sizeof *node);
    if (!node)
        abort();
    node->kind = kind;
    node->field = field;
    node->text = text;
    return node;
}

static struct ref_node *new_group(struct ref_random *r, enum ref_kind kind, size_t count)
{
    struct ref_node *node = new_node(r, kind, RAT_FIELD_TEXT, NULL);
    node->children = rat_arena_calloc(&r->arena, count, sizeof(struct ref_node *));
    if (!node->children)
        abort();
    node->count = count;
    return node;
}

static const struct ref_document *some_document(struct ref_random *r, const struct ref_archive *archive)
{
    bool removed;
    return ref_archive_document(archive, prng_below(&r->prng, (uint32_t)ref_archive_count(archive)),
                                &removed);
}

static const char *asked_word(struct ref_random *r)
{
    if (CHANCE(r, 4))
        return "niemals";
    return CHANCE(r, 50) ? word(r) : r->words[prng_below(&r->prng, r->word_count)];
}

/* n words that stand together in text; fewer where it is shorter, none where it is empty. */
static const char *quote(struct ref_random *r, const char *text, uint32_t n)
{
    const char *at = text, *to;
    size_t words = 0;
    for (const char *c = text; *c; c++)
        words += *c == ' ' || *c == '\n';
    for (size_t skip = prng_below(&r->prng, (uint32_t)words + 1); skip > 0; skip--)
        at += strcspn(at, " \n") + 1;
    for (to = at; n > 0 && *to; n--) {
        to += strspn(to, " \n");
        to += strcspn(to, " \n");
    }
    char *copy = rat_arena_strndup(&r->arena, at, (size_t)(to - at));
    for (char *c = copy; c && *c; c++)
        *c = *c == '\n' ? ' ' : *c;
    return copy && strspn(copy, " ") < strlen(copy) ? copy : NULL;
}

static const char *phrase(struct ref_random *r, const struct ref_archive *archive, bool title)
{
    const struct ref_document *d = some_document(r, archive);
    const char *from = title ? d->title : d->text;
    const char *found = from && CHANCE(r, 70) ? quote(r, from, 1 + prng_below(&r->prng, 4)) : NULL;
    return found ? found : rat_arena_printf(&r->arena, "%s %s", word(r), word(r));
}

static const char *beginning(struct ref_random *r)
{
    const char *whole = asked_word(r);
    size_t n = 2 + prng_below(&r->prng, 3), size = strlen(whole);
    n = n < size ? n : size;
    while (n < size && (whole[n] & 0xc0) == 0x80)
        n++;
    return rat_arena_strndup(&r->arena, whole, n);
}

static const char *some_value(struct ref_random *r, const struct ref_archive *archive, uint8_t field)
{
    const struct ref_document *d = some_document(r, archive);
    const char *value = NULL;
    switch (field) {
    case RAT_FIELD_TYPE: value = d->type ? d->type : "antrag"; break;
    case RAT_FIELD_COMMITTEE: value = d->committee_count ? d->committees[0] : "AUSSCHUSS"; break;
    case RAT_FIELD_BODY: value = d->body ? d->body : "bau"; break;
    case RAT_FIELD_MUNICIPALITY: value = d->municipality ? d->municipality : "Talstadt"; break;
    case RAT_FIELD_REFERENCE: value = d->reference ? d->reference : "2011/1"; break;
    default: value = d->paper; break;
    }
    if (!strchr(value, ' ') || CHANCE(r, 50))
        return value;
    /* one of its words, or all of them the other way round */
    const char *last = strrchr(value, ' ') + 1;
    return CHANCE(r, 50) ? last
                         : rat_arena_printf(&r->arena, "%s %.*s", last, (int)strcspn(value, " "), value);
}

static uint8_t some_field(struct ref_random *r)
{
    static const uint8_t fields[] = {RAT_FIELD_TYPE,         RAT_FIELD_COMMITTEE, RAT_FIELD_BODY,
                                     RAT_FIELD_MUNICIPALITY, RAT_FIELD_REFERENCE, RAT_FIELD_ID};
    return ANY(r, fields);
}

static struct ref_node *random_range(struct ref_random *r, const struct ref_archive *archive)
{
    struct ref_node *node = new_node(r, REF_RANGE, RAT_FIELD_DATE, NULL);
    int32_t date = some_document(r, archive)->date;
    node->from = date == RAT_NO_DATE ? 11000 : date;
    node->to = node->from + (int32_t)prng_below(&r->prng, CHANCE(r, 50) ? 20 : 3000);
    if (CHANCE(r, 20))
        node->from = RAT_NO_DATE + 1;
    else if (CHANCE(r, 20))
        node->to = INT32_MAX;
    return node;
}

static struct ref_node *random_value(struct ref_random *r, const struct ref_archive *archive)
{
    uint8_t field = some_field(r);
    if (CHANCE(r, 15))
        return new_node(r, REF_PREFIX, RAT_FIELD_COMMITTEE, CHANCE(r, 50) ? "kreis" : "Orts");
    if (CHANCE(r, 8))
        return new_node(r, REF_WILDCARD, RAT_FIELD_COMMITTEE, CHANCE(r, 50) ? "kre?stag" : "*aus*ss");
    if (CHANCE(r, 8)) {
        struct ref_node *node =
            new_node(r, REF_FUZZY, RAT_FIELD_COMMITTEE, CHANCE(r, 50) ? "Nrod" : "kreistg");
        node->distance = 1 + prng_below(&r->prng, 2);
        return node;
    }
    const char *value = some_value(r, archive, field);
    return new_node(r, strchr(value, ' ') ? REF_PHRASE : REF_WORD, field, value);
}

/* A word with some of its letters left open; NULL when too few stay. */
static const char *opened(struct ref_random *r, const char *whole)
{
    struct rat_buf pattern = RAT_BUF_INIT;
    size_t letters = 0;
    bool open = false;
    for (const char *at = whole; *at;) {
        size_t n = 1;
        while ((at[n] & 0xc0) == 0x80)
            n++;
        if (CHANCE(r, 25)) {
            rat_buf_puts(&pattern, CHANCE(r, 50) ? "?" : "*");
            open = true;
        } else {
            rat_buf_append(&pattern, at, n);
            letters++;
        }
        at += n;
    }
    const char *text = rat_buf_cstr(&pattern);
    size_t n = strlen(text);
    /* a '?' at the end is no wildcard, and a '*' there alone makes a prefix */
    bool inner = open && n && text[n - 1] != '?' && strcspn(text, "*?") < n - 1;
    const char *copy = letters >= 3 && inner ? rat_arena_strdup(&r->arena, text) : NULL;
    rat_buf_release(&pattern);
    return copy;
}

/* A word with a letter or two that are wrong. */
static const char *misspelt(struct ref_random *r, const char *whole)
{
    char *copy = rat_arena_strdup(&r->arena, whole);
    size_t n = copy ? strlen(copy) : 0;
    for (uint32_t k = prng_below(&r->prng, 3); k > 0 && n > 3; k--) {
        size_t at = prng_below(&r->prng, (uint32_t)n - 1);
        if ((copy[at] & 0x80) || (copy[at + 1] & 0x80))
            continue;
        char c = copy[at];
        copy[at] = CHANCE(r, 50) ? copy[at + 1] : 'u';
        copy[at + 1] = copy[at] == 'u' ? copy[at + 1] : c;
    }
    return copy;
}

static struct ref_node *random_pattern(struct ref_random *r, uint8_t field)
{
    const char *pattern = CHANCE(r, 50) ? opened(r, asked_word(r)) : NULL;
    if (pattern)
        return new_node(r, REF_WILDCARD, field, pattern);
    const char *whole = misspelt(r, asked_word(r));
    if (strlen(whole) < 4)
        return new_node(r, REF_WORD, field, whole);
    struct ref_node *node = new_node(r, REF_FUZZY, field, whole);
    node->distance = 1 + prng_below(&r->prng, 2);
    return node;
}

static struct ref_node *random_place(struct ref_random *r, const struct ref_archive *archive, uint8_t field)
{
    uint32_t die = prng_below(&r->prng, 100);
    if (die < 60)
        return new_node(r, REF_WORD, field, asked_word(r));
    if (die < 75)
        return new_node(r, REF_PHRASE, field, phrase(r, archive, field == RAT_FIELD_TITLE));
    if (die < 83)
        return new_node(r, REF_PREFIX, field, beginning(r));
    return random_pattern(r, field);
}

static struct ref_node *random_near(struct ref_random *r, const struct ref_archive *archive, uint8_t field)
{
    static const uint32_t distances[] = {1, 2, 3, 5, 8, 40};
    struct ref_node *node = new_group(r, REF_NEAR, 2 + (CHANCE(r, 25) ? prng_below(&r->prng, 2) + 1 : 0));
    node->field = field;
    node->distance = node->count > 2 ? ANY(r, distances) % 8 + 1 : ANY(r, distances);
    node->ordered = CHANCE(r, 40);
    for (size_t i = 0; i < node->count; i++) {
        if (CHANCE(r, 80)) {
            node->children[i] = random_place(r, archive, field);
            continue;
        }
        struct ref_node *any = node->children[i] = new_group(r, REF_OR, 2);
        any->field = field;
        for (size_t k = 0; k < 2; k++)
            any->children[k] = random_place(r, archive, field);
    }
    return node;
}

static struct ref_node *random_state(struct ref_random *r)
{
    struct ref_node *node = new_node(r, REF_STATE, RAT_FIELD_STATE, NULL);
    node->state = CHANCE(r, 50) ? RAT_STATE_REMOVED : RAT_STATE_WITHOUT_TEXT;
    return node;
}

static struct ref_node *random_leaf(struct ref_random *r, const struct ref_archive *archive)
{
    uint32_t die = prng_below(&r->prng, 100);
    uint8_t field = CHANCE(r, 80) ? RAT_FIELD_TEXT : RAT_FIELD_TITLE;
    if (die < 36)
        return new_node(r, REF_WORD, field, asked_word(r));
    if (die < 48)
        return new_node(r, REF_PHRASE, field, phrase(r, archive, field == RAT_FIELD_TITLE));
    if (die < 56)
        return new_node(r, REF_PREFIX, field, beginning(r));
    if (die < 66)
        return random_pattern(r, field);
    if (die < 77)
        return random_near(r, archive, field);
    if (die < 87)
        return random_value(r, archive);
    if (die < 91)
        return random_state(r);
    return die < 97 ? random_range(r, archive) : new_node(r, REF_ALL, RAT_FIELD_TEXT, NULL);
}

static enum ref_sign random_sign(struct ref_random *r, enum ref_kind parent)
{
    if (parent == REF_RUN && CHANCE(r, 15))
        return REF_PLUS;
    return CHANCE(r, 15) ? REF_MINUS : REF_PLAIN;
}

struct ref_node *ref_random_tree(struct ref_random *r, const struct ref_archive *archive, unsigned depth)
{
    if (depth == 0 || CHANCE(r, 30)) {
        struct ref_node *leaf = random_leaf(r, archive);
        bool scores =
            leaf->kind <= REF_NEAR && (leaf->field == RAT_FIELD_TEXT || leaf->field == RAT_FIELD_TITLE);
        if (scores && CHANCE(r, 10))
            leaf->boost = CHANCE(r, 50) ? 2.5 : 0.25;
        return leaf;
    }
    struct ref_node *node = new_group(r, REF_AND + prng_below(&r->prng, 3), 2 + prng_below(&r->prng, 3));
    for (size_t i = 0; i < node->count; i++) {
        node->children[i] = ref_random_tree(r, archive, depth - 1);
        node->children[i]->sign = random_sign(r, node->kind);
        if (node->children[i]->kind >= REF_AND && CHANCE(r, 8))
            node->children[i]->boost = 3;
    }
    return node;
}

static void print_words(const struct ref_node *node, struct rat_buf *query)
{
    for (size_t i = 0; i < node->count; i++)
        rat_buf_printf(query, "%s%s", i ? " " : "", node->children[i]->text);
}

static struct ref_node *strict_word(struct ref_random *r)
{
    struct ref_node *node = new_node(r, REF_WORD, RAT_FIELD_TEXT, asked_word(r));
    node->strict = true;
    return node;
}

/* "+a +(b c) -d e" */
static struct ref_node *random_signs(struct ref_random *r, struct rat_buf *query)
{
    struct ref_node *node = new_group(r, REF_RUN, 1 + prng_below(&r->prng, 4));
    for (size_t i = 0; i < node->count; i++) {
        bool group = CHANCE(r, 30);
        struct ref_node *child = group ? new_group(r, REF_OR, 1 + prng_below(&r->prng, 3)) : strict_word(r);
        for (size_t k = 0; k < child->count; k++)
            child->children[k] = strict_word(r);
        child->sign = CHANCE(r, 40) ? REF_PLUS : CHANCE(r, 30) ? REF_MINUS : REF_PLAIN;
        rat_buf_printf(query, "%s%s%s", i ? " " : "",
                       child->sign == REF_PLUS    ? "+"
                       : child->sign == REF_MINUS ? "-"
                                                  : "",
                       group ? "(" : child->text);
        if (group) {
            print_words(child, query);
            rat_buf_puts(query, ")");
        }
        node->children[i] = child;
    }
    return node;
}

struct ref_node *ref_random_tokens(struct ref_random *r, const struct ref_archive *archive,
                                   enum rat_mode mode, struct rat_buf *query)
{
    if (mode == RAT_MODE_BOOL)
        return random_signs(r, query);
    if (mode == RAT_MODE_PHRASE) {
        struct ref_node *node = new_node(r, REF_PHRASE, RAT_FIELD_TEXT, phrase(r, archive, false));
        rat_buf_puts(query, node->text);
        return node;
    }
    struct ref_node *node =
        new_group(r, mode == RAT_MODE_AND ? REF_AND : REF_OR, 1 + prng_below(&r->prng, 5));
    for (size_t i = 0; i < node->count; i++)
        node->children[i] =
            mode == RAT_MODE_PREFIX ? new_node(r, REF_PREFIX, RAT_FIELD_TEXT, beginning(r)) : strict_word(r);
    print_words(node, query);
    return node;
}

struct ref_node *ref_random_filter(struct ref_random *r, const struct ref_archive *archive)
{
    if (CHANCE(r, 30))
        return random_range(r, archive);
    uint8_t field = some_field(r);
    struct ref_node *node = new_node(r, REF_WORD, field, some_value(r, archive, field));
    node->strict = true;
    return node;
}
