/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/show.h"

static const struct rat_option_spec options[] = {
    {"text", NULL, RAT_OPTION_FLAG, 0, 0, NULL, N_("den gespeicherten Text ausgeben, Byte für Byte")},
    {"original", NULL, RAT_OPTION_FLAG, 0, 0, NULL, N_("die Originaldatei ausgeben, Byte für Byte")},
    RAT_OPTIONS_END};

#define CANDIDATES_SHOWN 8u

static rat_status ambiguous(const char *name, const struct rat_resolved *found, struct rat_err *err)
{
    struct rat_buf list = RAT_BUF_INIT;
    for (size_t i = 0; i < found->matches && i < CANDIDATES_SHOWN; i++)
        rat_buf_printf(&list, "%s%s", i > 0 ? ", " : "", found->ids[i]);
    if (found->matches > CANDIDATES_SHOWN)
        rat_buf_puts(&list, ", …");
    rat_fail(err, RAT_EUSAGE, _("\"%s\" ist nicht eindeutig, es passt zu %zu"), name, found->matches);
    rat_err_where(err, "%s", name);
    rat_err_hint(err, _("Eine davon angeben: %s"), rat_buf_cstr(&list));
    rat_buf_release(&list);
    return RAT_EUSAGE;
}

static rat_status resolve(struct rat_show *show, const char *name, struct rat_resolved *found,
                          struct rat_err *err)
{
    rat_status st = rat_catalogue_resolve(show->snapshot->catalogue, name, &show->arena, found, err);
    if (st == RAT_ENOTFOUND) {
        rat_fail(err, st, _("\"%s\" ist nicht im Archiv"), name);
        rat_err_where(err, "%s", name);
        rat_err_hint(err, "%s", _("IDs stehen bei jedem Treffer von: ratsarchiv search"));
        return st;
    }
    if (st == RAT_OK && found->matches > 1)
        return ambiguous(name, found, err);
    return st;
}

/* The paper of a document; one that is named but not there (a dangling link) is no error. */
static rat_status load_paper(struct rat_show *show, const char *id, struct rat_err *err)
{
    rat_status st = rat_catalogue_paper(show->snapshot->catalogue, id, &show->arena, &show->paper, err);
    show->has_paper = st == RAT_OK;
    return st == RAT_ENOTFOUND && !show->is_paper ? RAT_OK : st;
}

static rat_status load_document(struct rat_show *show, uint32_t docnum, struct rat_err *err)
{
    struct rat_catalogue *catalogue = show->snapshot->catalogue;
    rat_status st = rat_catalogue_document(catalogue, docnum, &show->arena, &show->document, err);
    if (st == RAT_OK)
        st = rat_catalogue_versions(catalogue, docnum, &show->arena, &show->versions, &show->version_count,
                                    err);
    if (st == RAT_OK && show->document.paper_id)
        st = load_paper(show, show->document.paper_id, err);
    return st;
}

static rat_status load_siblings(struct rat_show *show, struct rat_err *err)
{
    uint32_t *docnums = NULL;
    size_t count = 0;
    rat_status st = rat_catalogue_paper_documents(show->snapshot->catalogue, show->paper.id, &show->arena,
                                                  &docnums, &count, err);
    if (st != RAT_OK)
        return st;
    show->siblings = rat_arena_calloc(&show->arena, count + 1, sizeof *show->siblings);
    if (!show->siblings)
        return rat_nomem(err);
    for (; show->sibling_count < count; show->sibling_count++) {
        st = rat_catalogue_document(show->snapshot->catalogue, docnums[show->sibling_count], &show->arena,
                                    &show->siblings[show->sibling_count], err);
        if (st != RAT_OK)
            return st;
    }
    return RAT_OK;
}

static rat_status load(struct rat_show *show, const char *name, struct rat_err *err)
{
    struct rat_resolved found = {0};
    if (!show->snapshot->catalogue) {
        rat_fail(err, RAT_EUSAGE, "%s",
                 _("Dieses Archiv ist nur ein Index: Es enthält keine Dokumente zum Anzeigen"));
        return RAT_EUSAGE;
    }
    rat_status st = resolve(show, name, &found, err);
    if (st != RAT_OK)
        return st;
    show->is_paper = found.kind == RAT_NAMED_PAPER;
    st = show->is_paper ? load_paper(show, found.paper_id, err) : load_document(show, found.docnum, err);
    if (st == RAT_OK && show->has_paper)
        st = load_siblings(show, err);
    return st;
}

/* Which document's bytes are meant: a paper with exactly one document stands for that one. */
static rat_status single_document(const struct rat_show *show, const struct rat_document **out,
                                  struct rat_err *err)
{
    *out = &show->document;
    if (!show->is_paper)
        return RAT_OK;
    if (show->sibling_count == 1) {
        *out = &show->siblings[0];
        return RAT_OK;
    }
    if (show->sibling_count == 0) {
        rat_fail(err, RAT_ENOTFOUND, "%s", _("Die Vorlage hat keine Dokumente"));
        rat_err_where(err, "%s", show->paper.id);
        return RAT_ENOTFOUND;
    }
    struct rat_buf list = RAT_BUF_INIT;
    for (size_t i = 0; i < show->sibling_count && i < CANDIDATES_SHOWN; i++)
        rat_buf_printf(&list, "%s%s", i > 0 ? ", " : "", show->siblings[i].id);
    rat_fail(err, RAT_EUSAGE, _("Die Vorlage hat %zu Dokumente, gezeigt wird immer nur eines"),
             show->sibling_count);
    rat_err_where(err, "%s", show->paper.id);
    rat_err_hint(err, _("Eines davon angeben: %s"), rat_buf_cstr(&list));
    rat_buf_release(&list);
    return RAT_EUSAGE;
}

static rat_status print_bytes(struct rat_show *show, bool original, struct rat_err *err)
{
    const struct rat_document *document;
    struct rat_buf bytes = RAT_BUF_INIT;
    rat_status st = single_document(show, &document, err);
    if (st == RAT_OK)
        st = rat_snapshot_content(show->snapshot, original ? document->original_sha : document->text_sha, 0,
                                  UINT64_MAX, &bytes, err);
    if (st == RAT_OK && bytes.size > 0)
        fwrite(bytes.data, 1, bytes.size, stdout); /* rat_finish_output looks at ferror */
    rat_buf_release(&bytes);
    return st;
}

static rat_status show_it(struct rat_show *show, struct rat_err *err)
{
    const struct rat_args *args = &show->cli->args;
    bool text = rat_args_flag(args, "text"), original = rat_args_flag(args, "original");
    if (text + original + args->json > 1)
        return rat_fail(err, RAT_EUSAGE, "%s", _("--text, --original und --json schließen einander aus"));
    rat_status st = rat_snapshot_open(args->words[0], &show->snapshot, err);
    if (st == RAT_OK)
        st = load(show, args->words[1], err);
    if (st != RAT_OK)
        return st;
    if (text || original)
        return print_bytes(show, original, err);
    if (args->json)
        return rat_show_print_json(show, err);
    rat_show_print_text(show);
    return RAT_OK;
}

static int run(struct rat_cli *cli)
{
    struct rat_err err = RAT_ERR_INIT;
    struct rat_show show = {.cli = cli};
    rat_arena_init(&show.arena, 0);
    rat_status st = show_it(&show, &err);
    int code = st == RAT_OK ? RAT_EXIT_DONE : rat_cli_fail(cli, st, &err);
    rat_snapshot_close(show.snapshot);
    rat_arena_release(&show.arena);
    return code;
}

const struct rat_command rat_cmd_show = {
    .name = "show",
    .arguments = N_("ARCHIV ID [--text|--original|--json]"),
    .summary = N_("ein Dokument oder eine Vorlage mit Beratungsfolge und Herkunft zeigen"),
    .notes =
        N_("ID ist die ID eines Treffers, der letzte Teil einer OParl-ID oder eine Vorlagennummer, wenn sie\n"
           "eindeutig ist."),
    .examples = N_("ratsarchiv show archiv 2020/740\n"
                   "ratsarchiv show archiv 2020/740 --text | less\n"
                   "ratsarchiv show archiv 586836 --original > vorlage.txt"),
    .options = options,
    .words_min = 2,
    .words_max = 2,
    .takes_archive = true,
    .run = run,
};
