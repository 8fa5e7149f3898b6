/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Commands of the contract that a later version brings. Their arguments are known already. */
#include "app/command.h"

static int related_later(struct rat_cli *cli)
{
    return rat_cli_error(cli, RAT_ENOTYET,
                         _("Bis dahin hilft eine Suche mit den Wörtern des Titels: ratsarchiv search"), "%s",
                         _("\"related\" (verwandte Unterlagen) kommt mit Version 0.4"));
}

static int trace_later(struct rat_cli *cli)
{
    return rat_cli_error(cli, RAT_ENOTYET, _("Die Beratungsfolge einer Vorlage zeigt: ratsarchiv show"), "%s",
                         _("\"trace\" (der Weg einer Vorlage) kommt mit Version 0.4"));
}

static const struct rat_option_spec related_options[] = {
    {"limit", "N", RAT_OPTION_NUMBER, 0, 1000000, NULL, N_("höchstens so viele (sonst 10)")},
    RAT_OPTIONS_END};

const struct rat_command rat_cmd_related = {
    .name = "related",
    .arguments = N_("ARCHIV ID [--limit N]"),
    .summary = N_("verwandte Unterlagen (ab Version 0.4)"),
    .examples = N_("ratsarchiv related archiv 2020/740"),
    .options = related_options,
    .words_min = 2,
    .words_max = 2,
    .run = related_later,
};

const struct rat_command rat_cmd_trace = {
    .name = "trace",
    .arguments = N_("ARCHIV ID-ODER-NUMMER"),
    .summary = N_("der Weg einer Vorlage durch die Gremien (ab Version 0.4)"),
    .examples = N_("ratsarchiv trace archiv 2020/740"),
    .words_min = 2,
    .words_max = 2,
    .run = trace_later,
};
