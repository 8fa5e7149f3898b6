/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/hits.h"

#include <errno.h>
#include <malloc.h>
#include <stdlib.h>

static const struct rat_option_spec options[] = {
    {"queries", N_("DATEI"), RAT_OPTION_TEXT, 0, 0, NULL,
     N_("Zeilen \"Nummer<Tabulator>Anfrage\"; - ist die Standardeingabe")},
    {"limit", "N", RAT_OPTION_NUMBER, 1, 1000000, NULL,
     N_("höchstens so viele Treffer je Anfrage (sonst 1000)")},
    {"mode", N_("ART"), RAT_OPTION_TEXT, 0, 0, "query|or|and|phrase|prefix|bool",
     N_("query (sonst): die Anfragesprache; die anderen nehmen jedes Wort als einen Suchbegriff")},
    {"weights", N_("LISTE"), RAT_OPTION_TEXT, 0, 0, NULL,
     N_("zum Messen: andere Gewichte, zum Beispiel exact=0.2,part=0.5")},
    RAT_ENGINE_OPTION,
    {"tag", N_("NAME"), RAT_OPTION_TEXT, 0, 0, NULL, N_("letzte Spalte der Ausgabe (sonst ratsarchiv)")},
    RAT_OPTIONS_END};

struct topics {
    struct rat_cli *cli;
    const char *path, *tag;
    FILE *in;
    struct rat_snapshot *snapshot;
    struct rat_engine *engine;
    enum rat_mode mode;
    size_t limit;
    struct rat_weights weights;
    uint64_t line, rejected;
};

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* A column must have no white space in it; ids may. */
static void print_column(const char *text)
{
    for (; *text; text++) {
        if (is_space(*text))
            printf("%%%02X", (unsigned)(unsigned char)*text);
        else
            putchar(*text);
    }
}

static void print_run(const struct topics *topics, const char *qid, const struct rat_result *result)
{
    for (size_t i = 0; i < result->hit_count; i++) {
        fputs(qid, stdout);
        fputs(" Q0 ", stdout);
        print_column(result->hits[i].id);
        printf(" %zu %.6f ", i + 1, result->hits[i].score);
        print_column(topics->tag);
        putchar('\n');
    }
}

static void reject(struct topics *topics, const char *message, const char *hint)
{
    topics->rejected++;
    fprintf(stderr, _("ratsarchiv: %s, Zeile %llu: %s\n"), topics->path, (unsigned long long)topics->line,
            message);
    if (hint && *hint)
        fprintf(stderr, _("  Hinweis: %s\n"), hint);
}

/* Answers one query; one that cannot be answered is named and left out. */
static rat_status answer(struct topics *topics, const char *qid, const char *text, struct rat_err *err)
{
    struct rat_request request = RAT_REQUEST_INIT;
    struct rat_search *search = NULL;
    request.query = text;
    request.mode = topics->mode;
    request.limit = topics->limit;
    request.want_total = false;
    request.lenient = true; /* topics are sentences: a mistake in them is just words */
    request.weights = &topics->weights;
    request.engine = topics->engine;
    rat_status st = rat_search_run(topics->snapshot, &request, &search, err);
    if (st == RAT_OK)
        print_run(topics, qid, rat_search_result(search));
    rat_search_free(search);
    if (st != RAT_EUSAGE && st != RAT_ELIMIT && st != RAT_EINPUT)
        return st;
    rat_err_complete(err, st);
    reject(topics, err->msg, err->hint);
    return RAT_OK;
}

/* "qid<TAB>text" without its line end; an empty line is nothing. */
static rat_status take_line(struct topics *topics, char *line, size_t n, struct rat_err *err)
{
    if (topics->line == 1 && n >= 3 && memcmp(line, "\xef\xbb\xbf", 3) == 0) {
        line += 3;
        n -= 3;
    }
    while (n > 0 && (line[n - 1] == '\n' || line[n - 1] == '\r'))
        line[--n] = '\0';
    if (n == 0)
        return RAT_OK;
    char *tab = memchr(line, '\t', n);
    if (strlen(line) != n)
        reject(topics, _("Die Zeile enthält ein Nullbyte"), NULL);
    else if (!tab || tab == line)
        reject(topics, _("Die Zeile ist nicht von der Form Nummer<Tabulator>Anfrage"), NULL);
    else if (memchr(line, ' ', (size_t)(tab - line)))
        reject(topics, _("Die Nummer enthält ein Leerzeichen"), NULL);
    else {
        *tab = '\0';
        return answer(topics, line, tab + 1, err);
    }
    return RAT_OK;
}

static rat_status read_lines(struct topics *topics, struct rat_err *err)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t n;
    rat_status st = RAT_OK;
    errno = 0;
    while (st == RAT_OK && !ferror(stdout) && (n = getline(&line, &room, topics->in)) >= 0) {
        topics->line++;
        st = take_line(topics, line, (size_t)n, err);
        errno = 0;
    }
    if (st == RAT_OK && (ferror(topics->in) || errno == ENOMEM)) {
        rat_fail_errno(err, RAT_EIO, errno, _("\"%s\" lässt sich nicht lesen"), topics->path);
        rat_err_where(err, "%s", topics->path);
        st = RAT_EIO;
    }
    free(line);
    return st;
}

/* "exact=0.2,part=0.5" */
static bool read_weights(const char *text, struct rat_weights *out)
{
    const struct {
        const char *name;
        float *value;
    } weights[] = {{"exact", &out->exact},     {"stem", &out->stem},
                   {"inside", &out->inside},   {"part", &out->part},
                   {"shared", &out->shared},   {"typed", &out->typed},
                   {"covered", &out->covered}, {"fallback", &out->fallback},
                   {"acronym", &out->acronym}, {"title", &out->title},
                   {"k1", &out->k1},           {"b", &out->b},
                   {"pad", &out->pad},         {"other", &out->other},
                   {"near", &out->near}};
    while (*text) {
        size_t n = strcspn(text, "="), i = 0;
        while (i < sizeof weights / sizeof *weights &&
               (strlen(weights[i].name) != n || memcmp(weights[i].name, text, n) != 0))
            i++;
        char *end;
        if (i == sizeof weights / sizeof *weights || text[n] != '=')
            return false;
        *weights[i].value = strtof(text + n + 1, &end);
        if (end == text + n + 1 || (*end && *end != ','))
            return false;
        text = end + (*end == ',');
    }
    return true;
}

static rat_status open_queries(struct topics *topics, struct rat_err *err)
{
    topics->in = strcmp(topics->path, "-") == 0 ? stdin : fopen(topics->path, "re");
    if (topics->in)
        return RAT_OK;
    rat_status st = errno == ENOENT || errno == ENOTDIR ? RAT_ENOTFOUND : RAT_EIO;
    rat_fail_errno(err, st, errno, _("\"%s\" lässt sich nicht öffnen"), topics->path);
    rat_err_where(err, "%s", topics->path);
    return st;
}

static int run(struct rat_cli *cli)
{
    struct rat_err err = RAT_ERR_INIT;
    struct topics topics = {
        .cli = cli,
        .path = rat_args_text(&cli->args, "queries", NULL),
        .tag = rat_args_text(&cli->args, "tag", "ratsarchiv"),
        .limit = (size_t)rat_args_number(&cli->args, "limit", 1000),
        .weights = RAT_WEIGHTS_DEFAULT,
    };
    if (!topics.path)
        return rat_cli_error(cli, RAT_EUSAGE, _("Zum Beispiel: --queries fragen.tsv"), "%s",
                             _("Es fehlt --queries DATEI"));
    if (!rat_mode_by_name(rat_args_text(&cli->args, "mode", "query"), &topics.mode))
        return rat_cli_error(cli, RAT_EUSAGE, NULL, _("--mode kennt \"%s\" nicht"),
                             rat_args_text(&cli->args, "mode", ""));
    if (!read_weights(rat_args_text(&cli->args, "weights", ""), &topics.weights))
        return rat_cli_error(cli, RAT_EUSAGE, _("Zum Beispiel: --weights exact=0.2,part=0.5"),
                             _("--weights versteht \"%s\" nicht"), rat_args_text(&cli->args, "weights", ""));
    /* a search's memory is kept for the next one: page faults cost as much as small queries do */
    mallopt(M_MMAP_THRESHOLD, 16 << 20);
    mallopt(M_TRIM_THRESHOLD, 16 << 20);
    rat_status st = open_queries(&topics, &err);
    if (st == RAT_OK)
        st = rat_snapshot_open(cli->args.words[0], &topics.snapshot, &err);
    if (st == RAT_OK)
        st = rat_hits_engine(&cli->args, topics.snapshot, &topics.engine, &err);
    if (st == RAT_OK)
        st = read_lines(&topics, &err);
    rat_engine_close(topics.engine);
    rat_snapshot_close(topics.snapshot);
    if (topics.in && topics.in != stdin)
        fclose(topics.in);
    if (st != RAT_OK)
        return rat_cli_fail(cli, st, &err);
    return topics.rejected > 0 ? RAT_EXIT_REJECTED : RAT_EXIT_DONE;
}

const struct rat_command rat_cmd_topics = {
    .name = "topics",
    .arguments = N_("ARCHIV --queries DATEI [--limit N] [--mode ART] [--engine NAME] [--tag NAME]"),
    .summary = N_("viele Anfragen auf einmal beantworten, als TREC-Zeilen für Auswertungen"),
    .notes =
        N_("Ausgabe: Nummer Q0 ID Rang Wertung NAME, die besten zuerst. Leerraum in IDs erscheint als %20.\n"
           "Im Modus bool heißt +wort verlangt, +(a b) eines davon, -wort ausgeschlossen."),
    .examples = N_("ratsarchiv topics archiv --queries fragen.tsv > lauf.txt\n"
                   "ratsarchiv topics archiv --queries fragen.tsv --mode or --limit 10 --tag versuch1"),
    .options = options,
    .words_min = 1,
    .words_max = 1,
    .takes_archive = true,
    .run = run,
};
