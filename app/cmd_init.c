/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/command.h"
#include "app/json_out.h"
#include "storage/archive.h"
#include "text/analyzer.h"
#include "text/steps.h"

static const struct rat_option_spec options[] = {
    {"analyzer", N_("NAME"), RAT_OPTION_TEXT, 0, 0, "german|whitespace",
     N_("german: deutsche Sitzungsunterlagen (sonst); whitespace: Wörter genau so, wie sie zwischen "
        "Leerzeichen stehen")},
    {"steps", N_("LISTE"), RAT_OPTION_TEXT, 0, 0, NULL,
     N_("Schritte der deutschen Analyse an- und abschalten, um sie zu messen: -compounds,+snowball3")},
    {"nonpublic", NULL, RAT_OPTION_FLAG, 0, 0, NULL,
     N_("das Archiv nimmt auch auf, was sich als nichtöffentlich bezeichnet")},
    RAT_OPTIONS_END};

static rat_status analyzer_version_of(const char *name, const char *change, uint32_t *version,
                                      struct rat_err *err)
{
    uint32_t steps;
    struct rat_analyzer *analyzer;
    rat_status st = rat_analyzer_new(name, &analyzer, err);
    if (st != RAT_OK)
        return st;
    *version = rat_analyzer_version(analyzer);
    if (change && !rat_steps_parse(change, &steps)) {
        rat_analyzer_free(analyzer);
        rat_fail(err, RAT_EUSAGE, _("--steps kennt \"%s\" nicht"), change);
        rat_err_hint(err, "%s", _("Zum Beispiel: --steps -compounds,+snowball3"));
        return RAT_EUSAGE;
    }
    if (change)
        *version = rat_analyzer_version_with(name, steps);
    rat_analyzer_free(analyzer);
    return RAT_OK;
}

static rat_status print(struct rat_cli *cli, const struct rat_archive_options *made, struct rat_err *err)
{
    const char *path = cli->args.words[0];
    struct rat_json json;
    if (!cli->json) {
        printf(_("Archiv angelegt: %s\n"), path);
        printf(_("Als Nächstes: ratsarchiv import %s ORDNER\n"), path);
        return RAT_OK;
    }
    rat_status st = rat_json_begin(&json, err);
    if (st != RAT_OK)
        return st;
    rat_json_put_text(&json, json.root, "archive", path);
    rat_json_put_text(&json, json.root, "analyzer", made->analyzer);
    rat_json_put_number(&json, json.root, "analyzer_version", made->analyzer_version);
    rat_json_put_flag(&json, json.root, "nonpublic", made->nonpublic);
    return rat_json_end(&json, err);
}

static int run(struct rat_cli *cli)
{
    struct rat_err err = RAT_ERR_INIT;
    struct rat_archive_options make = {
        .analyzer = rat_args_text(&cli->args, "analyzer", "german"),
        .nonpublic = rat_args_flag(&cli->args, "nonpublic"),
    };
    rat_status st = analyzer_version_of(make.analyzer, rat_args_text(&cli->args, "steps", NULL),
                                        &make.analyzer_version, &err);
    if (st == RAT_OK)
        st = rat_archive_create(cli->args.words[0], &make, &err);
    if (st == RAT_OK)
        st = print(cli, &make, &err);
    return st == RAT_OK ? RAT_EXIT_DONE : rat_cli_fail(cli, st, &err);
}

const struct rat_command rat_cmd_init = {
    .name = "init",
    .arguments = N_("ARCHIV [--analyzer german|whitespace] [--steps LISTE] [--nonpublic]"),
    .summary = N_("ein leeres Archiv anlegen"),
    .notes = N_("ARCHIV ist ein Ordner, der noch nicht da oder leer ist."),
    .examples = N_("ratsarchiv init archiv"),
    .options = options,
    .words_min = 1,
    .words_max = 1,
    .run = run,
};
