/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/json_out.h"
#include "app/show.h"

#include <unistd.h>

static const struct rat_option_spec options[] = {
    {"text", NULL, RAT_OPTION_FLAG, 0, 0, NULL, N_("den gespeicherten Text ausgeben, Byte für Byte")},
    {"page", "N", RAT_OPTION_NUMBER, 1, UINT32_MAX, NULL, N_("mit --text: nur diese Seite")},
    {"original", NULL, RAT_OPTION_FLAG, 0, 0, NULL, N_("die Originaldatei ausgeben, Byte für Byte")},
    RAT_OPTIONS_END};

static rat_status find_page(const struct rat_document *document, uint64_t page, uint64_t *from, uint64_t *to,
                            struct rat_err *err)
{
    *from = 0;
    *to = UINT64_MAX;
    if (!page)
        return RAT_OK;
    if (page > document->page_count) {
        rat_fail(err, RAT_ENOTFOUND, _("Das Dokument hat keine Seite %llu, bekannt sind %zu Seiten"),
                 (unsigned long long)page, document->page_count);
        rat_err_where(err, "%s", document->id);
        return RAT_ENOTFOUND;
    }
    *from = page > 1 ? document->pages[page - 2].end : 0;
    *to = document->pages[page - 1].end;
    return RAT_OK;
}

/* On a terminal the form feeds that end pages are lines that people can see; elsewhere they stay what they are. */
static void print_with_marks(const struct rat_buf *text)
{
    unsigned page = 1;
    const unsigned char *at = text->data, *end = text->size ? at + text->size : at;
    while (at < end) {
        const unsigned char *feed = memchr(at, '\f', (size_t)(end - at));
        fwrite(at, 1, (size_t)((feed ? feed : end) - at), stdout);
        at = feed ? feed + 1 : end;
        page++;
        if (feed && at < end)
            printf(_("\n———— Seite %u ————\n\n"), page);
    }
}

static rat_status print_bytes(struct rat_shown *show, uint64_t page, bool original, struct rat_err *err)
{
    uint64_t from, to;
    const struct rat_document *document;
    struct rat_buf bytes = RAT_BUF_INIT;
    rat_status st = rat_shown_document(show, &document, err);
    if (st == RAT_OK)
        st = find_page(document, page, &from, &to, err);
    if (st == RAT_OK)
        st = rat_snapshot_content(show->snapshot, original ? document->original_sha : document->text_sha,
                                  from, to, &bytes, err);
    if (st == RAT_OK && !original && !page && document->page_count > 1 && isatty(STDOUT_FILENO))
        print_with_marks(&bytes);
    else if (st == RAT_OK && bytes.size > 0)
        fwrite(bytes.data, 1, bytes.size, stdout); /* rat_finish_output looks at ferror */
    rat_buf_release(&bytes);
    return st;
}

static rat_status print_json(const struct rat_shown *show, struct rat_err *err)
{
    struct rat_json json;
    rat_status st = rat_json_begin(&json, err);
    if (st != RAT_OK)
        return st;
    rat_shown_put_json(show, &json);
    return rat_json_end(&json, err);
}

static rat_status show_it(struct rat_shown *show, const struct rat_cli *cli, struct rat_err *err)
{
    const struct rat_args *args = &cli->args;
    bool text = rat_args_flag(args, "text"), original = rat_args_flag(args, "original");
    if (text + original + args->json > 1)
        return rat_fail(err, RAT_EUSAGE, "%s", _("--text, --original und --json schließen einander aus"));
    if (!text && rat_args_number(args, "page", 0))
        return rat_fail(err, RAT_EUSAGE, "%s", _("--page gilt nur zusammen mit --text"));
    rat_status st = rat_snapshot_open(args->words[0], &show->snapshot, err);
    if (st == RAT_OK)
        st = rat_shown_load(show, args->words[1], err);
    if (st != RAT_OK)
        return st;
    if (text || original)
        return print_bytes(show, rat_args_number(args, "page", 0), original, err);
    if (args->json)
        return print_json(show, err);
    rat_show_print_text(&cli->console, show);
    return RAT_OK;
}

static int run(struct rat_cli *cli)
{
    struct rat_err err = RAT_ERR_INIT;
    struct rat_arena arena;
    struct rat_shown show = {.arena = &arena};
    rat_arena_init(&arena, 0);
    rat_status st = show_it(&show, cli, &err);
    int code = st == RAT_OK ? RAT_EXIT_DONE : rat_cli_fail(cli, st, &err);
    rat_snapshot_close(show.snapshot);
    rat_arena_release(&arena);
    return code;
}

const struct rat_command rat_cmd_show = {
    .name = "show",
    .arguments = N_("ARCHIV ID [--text [--page N]|--original|--json]"),
    .summary = N_("ein Dokument oder eine Vorlage mit Beratungsfolge und Herkunft zeigen"),
    .notes =
        N_("ID ist die ID eines Treffers, der letzte Teil einer OParl-ID oder eine Vorlagennummer, wenn sie\n"
           "eindeutig ist."),
    .examples = N_("ratsarchiv show archiv 2020/740\n"
                   "ratsarchiv show archiv 2020/740 --text | less\n"
                   "ratsarchiv show archiv 2020/740 --text --page 3\n"
                   "ratsarchiv show archiv 586836 --original > vorlage.pdf"),
    .options = options,
    .words_min = 2,
    .words_max = 2,
    .takes_archive = true,
    .run = run,
};
