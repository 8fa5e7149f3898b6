/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "benchmarks/dictionary_split.h"

#include "base/file.h"
#include "text/fold.h"

#define LETTERS_MIN 4
#define BYTES_MAX 128

rat_status rat_word_list_read(const char *path, struct rat_word_list *out, struct rat_err *err)
{
    struct rat_buf file = RAT_BUF_INIT, surface = RAT_BUF_INIT;
    struct rat_word_list list;
    rat_strmap_init(&list.words);
    rat_status st = rat_file_read(path, 1u << 30, &file, err);
    rat_buf_byte(&file, '\0');
    char *rest = file.failed ? NULL : (char *)file.data;
    for (char *line; st == RAT_OK && (line = strsep(&rest, "\r\n"));) {
        rat_buf_clear(&surface);
        rat_fold_surface(line, strlen(line), &surface);
        if (surface.failed || (surface.size > 0 && rat_strmap_add(&list.words, surface.data, surface.size,
                                                                  NULL) == RAT_STRMAP_NONE))
            st = rat_nomem(err);
    }
    if (st == RAT_OK && file.failed)
        st = rat_nomem(err);
    rat_buf_release(&file);
    rat_buf_release(&surface);
    if (st == RAT_OK)
        *out = list;
    else
        rat_strmap_release(&list.words);
    return st;
}

void rat_word_list_release(struct rat_word_list *list)
{
    rat_strmap_release(&list->words);
}

static bool is_word(const struct rat_word_list *list, const char *text, size_t n)
{
    size_t letters = 0;
    for (size_t i = 0; i < n; i++)
        letters += ((unsigned char)text[i] & 0xc0) != 0x80;
    return letters >= LETTERS_MIN && rat_strmap_find(&list->words, text, n) != RAT_STRMAP_NONE;
}

/* Whether text[0..n) is a word, before another one also a word with a linking element: *cut is its length. */
static bool is_part(const struct rat_word_list *list, const char *text, size_t n, bool last, uint16_t *cut)
{
    static const char *const links[] = {"", "s", "es", "n", "en", "er", "e"};
    for (size_t i = 0; i < (last ? 1 : sizeof links / sizeof *links); i++) {
        size_t size = strlen(links[i]);
        if (n <= size || memcmp(text + n - size, links[i], size) != 0 || !is_word(list, text, n - size))
            continue;
        *cut = (uint16_t)size;
        return true;
    }
    return false;
}

unsigned rat_dictionary_split(const void *context, const char *surface, size_t n,
                              struct rat_compound_part parts[RAT_COMPOUND_PARTS_MAX])
{
    /* how[i]: the fewest parts that surface[0..i) can be cut into, 0: none; and the last of them */
    struct {
        unsigned count;
        struct rat_compound_part part;
    } how[BYTES_MAX + 1] = {{0}};
    if (n > BYTES_MAX)
        return 0;
    for (size_t end = 1; end <= n; end++) {
        for (size_t start = 0; start < end; start++) {
            uint16_t cut;
            if ((start > 0 && how[start].count == 0) || (start == 0 && end == n))
                continue;
            if (how[end].count > 0 && how[end].count <= how[start].count + 1)
                continue;
            if (!is_part(context, surface + start, end - start, end == n, &cut))
                continue;
            how[end].count = how[start].count + 1;
            how[end].part = (struct rat_compound_part){(uint16_t)start, (uint16_t)end, cut, ""};
        }
    }
    unsigned count = how[n].count;
    if (count > RAT_COMPOUND_PARTS_MAX)
        return 0;
    for (size_t i = count, at = n; i > 0; i--) {
        parts[i - 1] = how[at].part;
        at = how[at].part.start;
    }
    return count;
}

unsigned rat_dictionary_split_unknown(const void *context, const char *surface, size_t n,
                                      struct rat_compound_part parts[RAT_COMPOUND_PARTS_MAX])
{
    return is_word(context, surface, n) ? 0 : rat_dictionary_split(context, surface, n, parts);
}
