/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of bodies: "3. Plenarsitzung des Gemeinderates" -> "Gemeinderat". Says no rather than guess. */
#include "indexer/header_internal.h"

/* "3. Plenarsitzung des", "24 Sitzung des", "öffentliche Sitzung": bytes, and whether a genitive follows. */
static size_t skip_session(struct rat_line line, bool *genitive)
{
    size_t at = 0;
    while (at < line.n && line.s[at] >= '0' && line.s[at] <= '9')
        at++;
    if (at && at < line.n && line.s[at] == '.')
        at++;
    struct rat_line rest = rat_head_after(line, at);
    static const char *const words[] = {"öffentliche ", "nichtöffentliche ", "nicht öffentliche ",
                                        "gemeinsame ", NULL};
    for (size_t i = 0; words[i]; i++)
        rest = rat_head_after(rest, rat_head_starts(rest, words[i]));
    size_t n = rat_head_starts(rest, "plenarsitzung ");
    if (!n)
        n = rat_head_starts(rest, "sitzung ");
    if (!n)
        return 0;
    rest = rat_head_after(rest, n);
    n = rat_head_starts(rest, "des ");
    *genitive = n != 0;
    if (!n)
        n = rat_head_starts(rest, "der ");
    rest = rat_head_after(rest, n);
    return (size_t)(rest.s - line.s);
}

/* How many bytes a genitive is longer than the nominative; 0: it is none. What is sure is so without "des"
 * before it. */
static size_t genitive_bytes(const char *word, size_t n, bool article)
{
    static const struct {
        const char *ending;
        size_t drop;
        bool sure; /* no nominative ends so */
    } endings[] = {{"usses", 2, true}, {"rates", 2, true},  {"stages", 2, true}, {"istages", 2, true},
                   {"ates", 2, false}, {"tages", 2, false}, {"ats", 1, false},   {"tags", 1, false},
                   {"Rates", 2, true}, {"Rats", 1, false}};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t m = strlen(endings[i].ending);
        if (n >= m && memcmp(word + n - m, endings[i].ending, m) == 0 && (endings[i].sure || article))
            return endings[i].drop;
    }
    return 0;
}

/* "Bau- und Verkehrsausschusses", "Technischen Ausschusses", "Kreistages des Landkreises X": only the word
 * that carries the name changes, and an adjective before it. */
static void drop_genitive(char *s, bool article)
{
    char *adjective = NULL, *word = s;
    for (int words = 0; words < 4; words++) {
        size_t n = strcspn(word, " ");
        size_t drop = genitive_bytes(word, n, article);
        if (drop) {
            memmove(word + n - drop, word + n, strlen(word + n) + 1);
            if (adjective)
                adjective[-1] = 'r'; /* Technischen -> Technischer */
            return;
        }
        bool open = n && (word[n - 1] == '-' || word[n - 1] == ',');
        bool conjunction = word != s && (strncmp(word, "und ", 4) == 0 || strncmp(word, "u. ", 3) == 0);
        adjective = article && n > 4 && memcmp(word + n - 2, "en", 2) == 0 ? word + n : NULL;
        if (!word[n] || (!open && !conjunction && !adjective))
            return;
        word += n + 1;
    }
}

/* The beginning or the end of a sentence with a date in it, not of a name. */
static bool is_sentence(struct rat_line line)
{
    static const char *const starts[] = {"der ",  "die ",  "das ",      "im ",      "in ",     "auf ",
                                         "am ",   "nach ", "zwischen ", "anfrage ", "antrag ", "top ",
                                         "seit ", "mit ",  "vorlage ",  "ab ",      NULL};
    static const char *const ends[] = {" vom", " am",  " bis", " dem", " zum",
                                       " von", " den", " ab",  " im",  NULL};
    for (size_t i = 0; ends[i]; i++) {
        uint32_t n = (uint32_t)strlen(ends[i]);
        if (line.n > n && rat_head_is((struct rat_line){line.s + line.n - n, n, false}, ends[i]))
            return true;
    }
    return rat_head_starts_any(line, starts) || line.n < 3 ||
           memchr(line.s, ',', line.n) == line.s + line.n - 1;
}

bool rat_head_is_council(struct rat_line line)
{
    static const char *const words[] = {"rat", "rats",       "rates",       "ausschuss", "ausschuß",
                                        "tag", "kommission", "ausschusses", NULL};
    for (size_t k = 0; words[k]; k++) {
        size_t n = strlen(words[k]);
        for (size_t i = n; i <= line.n; i++) {
            struct rat_line tail = {line.s + i - n, (uint32_t)n, false};
            if ((i == line.n || !rat_head_is_word_byte(line.s[i])) && rat_head_is(tail, words[k]))
                return true;
        }
    }
    return false;
}

char *rat_head_body(struct rat_arena *arena, struct rat_line line)
{
    bool genitive = false;
    line = rat_head_after(line, skip_session(line, &genitive));
    unsigned char first = line.n ? (unsigned char)line.s[0] : 0;
    bool capital =
        (first >= 'A' && first <= 'Z') || (first == 0xC3 && line.n > 1 && (unsigned char)line.s[1] < 0x9F);
    if (is_sentence(line) || line.n > 120 || !capital || line.s[line.n - 1] == ':' ||
        line.s[line.n - 1] == '.')
        return NULL;
    size_t words = 1;
    for (size_t i = 0; i < line.n; i++)
        words += line.s[i] == ' ';
    if (words > 14)
        return NULL;
    char *out = rat_head_dup(arena, line);
    if (out) {
        rat_head_lower_shouting(out, line.n, 7);
        drop_genitive(out, genitive);
    }
    return out;
}
