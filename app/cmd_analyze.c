/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/command.h"
#include "app/json_out.h"
#include "query/archive_analyzer.h"
#include "text/charset.h"
#include "text/fold.h"
#include "text/steps.h"
#include "text/suspended.h"

static const struct rat_option_spec options[] = {{"archive", N_("ARCHIV"), RAT_OPTION_TEXT, 0, 0, NULL,
                                                  N_("so, wie dieses Archiv analysiert (sonst: german)")},
                                                 RAT_OPTIONS_END};

struct analysis {
    struct rat_cli *cli;
    struct rat_snapshot *snapshot; /* NULL: without an archive */
    struct rat_archive_analyzer of_archive;
    struct rat_analyzer *analyzer;
    struct rat_buf text;
    struct rat_json json;
};

static rat_status open_analyzer(struct analysis *a, struct rat_err *err)
{
    const char *archive = rat_args_text(&a->cli->args, "archive", NULL);
    rat_status st = archive ? rat_snapshot_open(archive, &a->snapshot, err)
                            : rat_analyzer_new("german", &a->of_archive.analyzer, err);
    if (st == RAT_OK && archive)
        st = rat_archive_analyzer_open(a->snapshot, &a->of_archive, err);
    a->analyzer = a->of_archive.analyzer;
    return st;
}

static rat_status join_text(struct analysis *a, struct rat_err *err)
{
    const struct rat_args *args = &a->cli->args;
    for (size_t i = 0; i < args->word_count; i++) {
        rat_buf_puts(&a->text, i > 0 ? " " : "");
        rat_buf_puts(&a->text, args->words[i]);
    }
    if (a->text.failed)
        return rat_nomem(err);
    if (!rat_utf8_valid(a->text.data, a->text.size))
        return rat_fail(err, RAT_EUSAGE, "%s", _("Der Text ist kein gültiges UTF-8"));
    return RAT_OK;
}

/* ---- why a term is there ---- */

static bool is_split_over_lines(const char *stretch, size_t n)
{
    return memchr(stretch, '\n', n) != NULL;
}

static void explain_word(const struct analysis *a, const struct rat_token *token, const struct rat_term *term,
                         struct rat_buf *out)
{
    const char *stretch = (const char *)a->text.data + token->start;
    struct rat_buf folded = RAT_BUF_INIT;
    if (is_split_over_lines(stretch, token->end - token->start))
        rat_buf_puts(out, _("über das Zeilenende verbunden"));
    rat_fold_exact(token->surface, token->surface_size, &folded);
    if (folded.size != term->size || memcmp(folded.data, term->bytes, term->size) != 0)
        rat_buf_printf(out, "%s%s", out->size ? ", " : "", _("Rechtschreibung vereinheitlicht"));
    if (out->size == 0)
        rat_buf_puts(out, _("wie geschrieben"));
    out->failed = out->failed || folded.failed;
    rat_buf_release(&folded);
}

static void explain_exact(const struct analysis *a, const struct rat_token *token,
                          const struct rat_term *term, struct rat_buf *out)
{
    size_t fragment = rat_suspended_fragment(token->surface, token->surface_size);
    if (fragment)
        rat_buf_printf(out, term->size > fragment ? _("ergänzt aus „%.*s“") : _("Bruchstück zu „%.*s“"),
                       (int)(token->surface_size - fragment - 1), token->surface + fragment + 1);
    else if (token->kind == RAT_TOKEN_TYPED)
        rat_buf_puts(out, _("Fundstelle, Datum, Nummer oder Betrag, einheitlich geschrieben"));
    else if (token->kind == RAT_TOKEN_TYPED_WIDER)
        rat_buf_puts(out, _("was diese Angabe mit umfasst"));
    else if (token->step == RAT_STEP_GENDER)
        rat_buf_puts(out, token->kind == RAT_TOKEN_WORD ? _("Geschlechterform: männlich")
                                                        : _("Geschlechterform: weiblich"));
    else if (token->step == RAT_STEP_CAPITALS)
        rat_buf_puts(out, _("in Großbuchstaben"));
    else if (token->step == RAT_STEP_JOINED)
        rat_buf_puts(out, _("in einem Wort"));
    else
        explain_word(a, token, term, out);
}

/* "Teile: straßen 42, ausbau 310, ganz 3": the geometric mean of the parts outweighs the whole. */
static void explain_split(const struct analysis *a, const struct rat_split *split, unsigned parts,
                          struct rat_buf *out)
{
    char number[RAT_NUMBER_TEXT];
    rat_buf_puts(out, _("geteilt, so oft gelernt: "));
    for (unsigned i = 0; i < parts; i++)
        rat_buf_printf(out, "%s %s, ", split->part[i],
                       rat_console_count(&a->cli->console, split->count[i], number));
    rat_buf_printf(out, _("ganz %s"), rat_console_count(&a->cli->console, split->whole, number));
}

/* Why term i of a token is there; the first part says it for all of them. */
static void explain(const struct analysis *a, const struct rat_token *token, const struct rat_terms *terms,
                    uint32_t i, struct rat_buf *out)
{
    const struct rat_term *term = &terms->term[i];
    struct rat_split split;
    unsigned parts;
    switch (term->layer) {
    case RAT_LAYER_EXACT: explain_exact(a, token, term, out); break;
    case RAT_LAYER_STEM:
        rat_buf_puts(out, i > 0 && terms->term[i - 1].layer == RAT_LAYER_STEM ? _("Stamm, mit Umlaut gelesen")
                                                                              : _("Stamm"));
        break;
    case RAT_LAYER_PART:
        parts = i > 0 && terms->term[i - 1].layer == RAT_LAYER_PART
                    ? 0
                    : rat_analyzer_split(a->analyzer, token->surface, token->surface_size, &split);
        if (parts)
            explain_split(a, &split, parts, out);
        else
            rat_buf_puts(out, _("Teil"));
        break;
    default: break;
    }
}

/* ---- output ---- */

static void put_json(struct analysis *a, const struct rat_token *token, const struct rat_term *term)
{
    char bytes[RAT_TERM_BYTES_MAX + 1];
    memcpy(bytes, term->bytes, term->size);
    bytes[term->size] = '\0';
    json_t *one = rat_json_add_object(&a->json, a->json.root);
    rat_json_put_text(&a->json, one, "term", bytes);
    rat_json_put_text(&a->json, one, "layer", rat_layer_name(term->layer));
    rat_json_put_number(&a->json, one, "position", token->position);
    rat_json_put_number(&a->json, one, "start", token->start);
    rat_json_put_number(&a->json, one, "end", token->end);
}

static rat_status put_rows(struct analysis *a, const struct rat_token *token, const struct rat_terms *terms,
                           struct rat_err *err)
{
    const struct rat_console *console = &a->cli->console;
    struct rat_buf stretch = RAT_BUF_INIT, term = RAT_BUF_INIT, why = RAT_BUF_INIT;
    rat_buf_append(&stretch, a->text.data + token->start, token->end - token->start);
    for (uint32_t i = 0; i < terms->count; i++) {
        rat_buf_clear(&term);
        rat_buf_clear(&why);
        rat_buf_append(&term, terms->term[i].bytes, terms->term[i].size);
        explain(a, token, terms, i, &why);
        if (i == 0) {
            printf("%8u  ", (unsigned)token->position);
            rat_console_cell(console, rat_buf_cstr(&stretch), 26);
        } else {
            printf("%10s", "");
            rat_console_cell(console, "", 26);
        }
        rat_console_cell(console, rat_layer_name(terms->term[i].layer), 8);
        rat_console_cell(console, rat_buf_cstr(&term), 26);
        rat_console_text(console, rat_buf_cstr(&why));
        putchar('\n');
    }
    bool failed = stretch.failed || term.failed || why.failed;
    rat_buf_release(&stretch);
    rat_buf_release(&term);
    rat_buf_release(&why);
    return failed ? rat_nomem(err) : RAT_OK;
}

/* What the archive's texts say that a word stands for; the search asks for that, too. */
static rat_status put_acronyms(struct analysis *a, const struct rat_token *token, struct rat_err *err)
{
    const struct rat_console *console = &a->cli->console;
    const char *stretch = (const char *)a->text.data + token->start;
    struct rat_acronym_pair pair;
    struct rat_buf why = RAT_BUF_INIT;
    char number[RAT_NUMBER_TEXT];
    if (!a->of_archive.acronyms || token->kind != RAT_TOKEN_WORD)
        return RAT_OK;
    for (uint32_t i = 0;
         rat_acronyms_of_brief(a->of_archive.acronyms, stretch, token->end - token->start, i, &pair); i++) {
        if (a->cli->json) {
            json_t *one = rat_json_add_object(&a->json, a->json.root);
            rat_json_put_text(&a->json, one, "term", pair.full[0]);
            rat_json_put_text(&a->json, one, "layer", "acronym");
            rat_json_put_number(&a->json, one, "position", token->position);
            rat_json_put_number(&a->json, one, "start", token->start);
            rat_json_put_number(&a->json, one, "end", token->end);
            continue;
        }
        rat_buf_clear(&why);
        rat_buf_printf(&why, _("Abkürzung, so in %s Dokumenten erklärt"),
                       rat_console_count(console, pair.documents, number));
        printf("%10s", "");
        rat_console_cell(console, "", 26);
        rat_console_cell(console, "", 8);
        rat_console_cell(console, pair.full[0], 26);
        rat_console_text(console, rat_buf_cstr(&why));
        putchar('\n');
    }
    bool failed = why.failed;
    rat_buf_release(&why);
    return failed ? rat_nomem(err) : RAT_OK;
}

static rat_status put_tokens(struct analysis *a, struct rat_err *err)
{
    struct rat_token token;
    struct rat_terms terms;
    struct rat_buf surface = RAT_BUF_INIT;
    rat_status st;
    rat_analyzer_start(a->analyzer, a->text.data ? (const char *)a->text.data : "", a->text.size);
    while ((st = rat_analyzer_next(a->analyzer, &token)) == RAT_OK) {
        rat_buf_clear(&surface); /* the terms' call takes the token's bytes away */
        rat_buf_append(&surface, token.surface, token.surface_size);
        token.surface = rat_buf_cstr(&surface);
        if (surface.failed) {
            st = RAT_ENOMEM;
            break;
        }
        st = rat_analyzer_terms(a->analyzer, token.surface, token.surface_size, &terms);
        for (uint32_t i = 0; st == RAT_OK && a->cli->json && i < terms.count; i++)
            put_json(a, &token, &terms.term[i]);
        if (st == RAT_OK && !a->cli->json)
            st = put_rows(a, &token, &terms, err);
        if (st == RAT_OK)
            st = put_acronyms(a, &token, err);
        if (st != RAT_OK)
            break;
    }
    rat_buf_release(&surface);
    return st == RAT_END ? RAT_OK : st == RAT_ENOMEM ? rat_nomem(err) : st;
}

/* The steps, and whose words compounds are split by. */
static rat_status put_head(const struct analysis *a, struct rat_err *err)
{
    struct rat_buf steps = RAT_BUF_INIT;
    char number[RAT_NUMBER_TEXT];
    const struct rat_console *console = &a->cli->console;
    rat_steps_format(rat_analyzer_steps(rat_analyzer_version(a->analyzer)), &steps);
    bool failed = steps.failed;
    printf(_("Analyse:  %s\n"), rat_analyzer_name(a->analyzer));
    printf(_("Schritte: %s\n"), steps.size ? rat_buf_cstr(&steps) : _("keine"));
    if (a->of_archive.model)
        printf(_("Wörter:   %s aus dem Archiv gelernte\n"),
               rat_console_count(console, rat_compounds_words(a->of_archive.model), number));
    else
        puts(_("Wörter:   die, mit denen jedes Archiv beginnt"));
    putchar('\n');
    rat_buf_release(&steps);
    printf("%s  ", _("Position"));
    rat_console_cell(console, _("im Text"), 26);
    rat_console_cell(console, _("Ebene"), 8);
    rat_console_cell(console, _("Suchbegriff"), 26);
    puts(_("warum"));
    return failed ? rat_nomem(err) : RAT_OK;
}

static rat_status analyze(struct analysis *a, struct rat_err *err)
{
    rat_status st = join_text(a, err);
    if (st == RAT_OK)
        st = open_analyzer(a, err);
    if (st == RAT_OK && a->cli->json)
        st = rat_json_begin_array(&a->json, err);
    if (st != RAT_OK)
        return st;
    if (!a->cli->json)
        st = put_head(a, err);
    if (st == RAT_OK)
        st = put_tokens(a, err);
    if (!a->cli->json)
        return st;
    if (st == RAT_OK)
        return rat_json_end(&a->json, err);
    rat_json_discard(&a->json);
    return st;
}

static int run(struct rat_cli *cli)
{
    struct rat_err err = RAT_ERR_INIT;
    struct analysis analysis = {.cli = cli, .text = RAT_BUF_INIT};
    rat_status st = analyze(&analysis, &err);
    rat_archive_analyzer_close(&analysis.of_archive);
    rat_snapshot_close(analysis.snapshot);
    rat_buf_release(&analysis.text);
    return st == RAT_OK ? RAT_EXIT_DONE : rat_cli_fail(cli, st, &err);
}

const struct rat_command rat_cmd_analyze = {
    .name = "analyze",
    .arguments = N_("TEXT [--archive ARCHIV]"),
    .summary = N_("zeigen, welche Suchbegriffe aus einem Text werden"),
    .notes = N_("start und end sind Byte-Stellen im Text."),
    .examples = N_("ratsarchiv analyze 'Die Straßenausbaubeitragssatzung'\n"
                   "ratsarchiv analyze 'Müller' --json"),
    .options = options,
    .words_min = 1,
    .words_max = SIZE_MAX,
    .dash_words = true,
    .run = run,
};
