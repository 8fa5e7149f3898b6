/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "benchmarks/split_score.h"

#include "base/file.h"
#include "text/fold.h"

#include <stdlib.h>

struct rat_split_word {
    char *text; /* as it stands in the list */
};

static bool is_compound(const char *text)
{
    return strstr(text, ", ") != NULL;
}

rat_status rat_split_list_read(const char *path, struct rat_split_list *out, struct rat_err *err)
{
    struct rat_split_list list = {.file = RAT_BUF_INIT};
    rat_status st = rat_file_read(path, 1u << 30, &list.file, err);
    size_t lines = 1;
    rat_buf_byte(&list.file, '\0');
    for (size_t i = 0; i < list.file.size; i++)
        lines += list.file.data[i] == '\n';
    list.words = calloc(lines, sizeof *list.words);
    if (st == RAT_OK && (list.file.failed || !list.words))
        st = rat_nomem(err);
    if (st != RAT_OK) {
        rat_split_list_release(&list);
        return st;
    }
    char *rest = (char *)list.file.data;
    for (char *line; (line = strsep(&rest, "\n"));) {
        line[strcspn(line, "\r")] = '\0';
        if (!*line)
            continue;
        if (strchr(line, '-')) {
            list.hyphenated++;
            continue;
        }
        list.compounds += is_compound(line);
        list.words[list.count++].text = line;
    }
    *out = list;
    return RAT_OK;
}

void rat_split_list_release(struct rat_split_list *list)
{
    rat_buf_release(&list->file);
    free(list->words);
    list->words = NULL;
}

static bool takes_s(const struct rat_buf *part)
{
    static const char *const endings[] = {"ung", "heit", "keit", "schaft", "ion", "tät", "ling"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t size = strlen(endings[i]);
        if (part->size > size && memcmp(part->data + part->size - size, endings[i], size) == 0)
            return true;
    }
    return false;
}

/* A word put together, and between its parts the cuts: somewhere in [from, to], whose letters are a linking element. */
struct gold {
    struct rat_buf surface, part;
    size_t from[32], to[32];
    unsigned cuts;
};

static void put_together(const char *text, bool links, struct gold *g)
{
    rat_buf_clear(&g->surface);
    g->cuts = 0;
    for (const char *end; *text; text = end) {
        const char *comma = strstr(text, ", ");
        size_t n = comma ? (size_t)(comma - text) : strlen(text);
        end = comma ? comma + 2 : text + n;
        rat_buf_clear(&g->part);
        rat_fold_surface(text, n, &g->part);
        rat_buf_append(&g->surface, g->part.data, g->part.size);
        if (!comma || g->cuts == sizeof g->from / sizeof *g->from)
            continue;
        g->from[g->cuts] = g->surface.size;
        if (links && takes_s(&g->part))
            rat_buf_byte(&g->surface, 's');
        g->to[g->cuts++] = g->surface.size;
    }
}

/* Both say where a cut is with the letters of its linking element: they agree when these stretches meet. */
static bool is_right(const struct gold *g, const struct rat_compound_part *parts, unsigned count)
{
    if (count != g->cuts + 1)
        return false;
    for (unsigned i = 0; i < g->cuts; i++) {
        size_t from = (size_t)(parts[i].end - parts[i].cut), to = parts[i].end;
        if (from > g->to[i] || to < g->from[i])
            return false;
    }
    return true;
}

static void tell(const char *text, const struct gold *g, const struct rat_compound_part *parts,
                 unsigned count, void (*wrong)(const char *, const char *, const char *))
{
    struct rat_buf word = RAT_BUF_INIT, got = RAT_BUF_INIT;
    rat_buf_append(&word, g->surface.data, g->surface.size);
    for (unsigned i = 0; i < count; i++) {
        if (i > 0)
            rat_buf_byte(&got, '|');
        rat_compound_part_append((const char *)g->surface.data, &parts[i], &got);
    }
    wrong(rat_buf_cstr(&word), text, rat_buf_cstr(&got));
    rat_buf_release(&word);
    rat_buf_release(&got);
}

static double share(uint64_t part, uint64_t of)
{
    return of ? (double)part / (double)of : 0;
}

rat_status rat_split_list_score(const struct rat_split_list *list, const struct rat_splitter *splitter,
                                bool links, void (*wrong)(const char *, const char *, const char *),
                                struct rat_split_score *out, struct rat_err *err)
{
    struct rat_split_score s = {.split = 0};
    struct gold g = {.surface = RAT_BUF_INIT, .part = RAT_BUF_INIT};
    uint64_t whole = 0; /* simple words that are left so */
    bool failed = false;
    for (size_t i = 0; !failed && i < list->count; i++) {
        struct rat_compound_part parts[RAT_COMPOUND_PARTS_MAX];
        put_together(list->words[i].text, links, &g);
        failed = g.surface.failed || g.part.failed;
        if (failed)
            break;
        unsigned count =
            splitter->split(splitter->context, (const char *)g.surface.data, g.surface.size, parts);
        bool right = g.cuts > 0 ? is_right(&g, parts, count) : count == 0;
        s.split += count > 0;
        s.right += right && g.cuts > 0;
        s.simple_split += !right && g.cuts == 0;
        whole += right && g.cuts == 0;
        if (!right && wrong)
            tell(list->words[i].text, &g, parts, count, wrong);
    }
    rat_buf_release(&g.surface);
    rat_buf_release(&g.part);
    if (failed)
        return rat_nomem(err);
    s.precision = share(s.right, s.split);
    s.recall = share(s.right, list->compounds);
    s.f1 = s.right ? 2 * s.precision * s.recall / (s.precision + s.recall) : 0;
    s.accuracy = share(s.right + whole, list->count);
    s.wrong_simple = share(s.simple_split, list->count - list->compounds);
    *out = s;
    return RAT_OK;
}
