/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/command.h"
#include "web/serve.h"

static const struct rat_option_spec options[] = {
    {"listen", N_("ADRESSE:PORT"), RAT_OPTION_TEXT, 0, 0, NULL,
     N_("wo der Server hört (sonst 127.0.0.1:8080)")},
    {"name", N_("NAME"), RAT_OPTION_TEXT, 0, 0, NULL, N_("Überschrift der Seiten (sonst Ratsarchiv)")},
    {"url", "URL", RAT_OPTION_TEXT, 0, 0, NULL,
     N_("wie der Server von außen heißt, zum Beispiel https://rat.example.org")},
    {"threads", "N", RAT_OPTION_NUMBER, 1, 256, NULL,
     N_("so viele Antworten zugleich (sonst zwei je Prozessor)")},
    {"connections", "N", RAT_OPTION_NUMBER, 1, 100000, NULL,
     N_("höchstens so viele Verbindungen (sonst 2000)")},
    {"per-address", "N", RAT_OPTION_NUMBER, 1, 100000, NULL,
     N_("davon höchstens so viele von einer Adresse (sonst 100; auf 127.0.0.1 ohne Grenze)")},
    {"deadline", "MS", RAT_OPTION_NUMBER, 1, 600000, NULL,
     N_("eine Suche nach so vielen Millisekunden abbrechen (sonst 3000)")},
    {"header-deadline", "MS", RAT_OPTION_NUMBER, 100, 600000, NULL,
     N_("so lange darf der Kopf einer Anfrage auf sich warten lassen (sonst 10000)")},
    {"log", N_("ART"), RAT_OPTION_TEXT, 0, 0, "sparse|full|off",
     N_("Zeile je Anfrage: sparse (sonst) ohne Suchwörter und ganze Adresse, full mit beidem, off keine")},
    RAT_OPTIONS_END};

static enum rat_access_log log_by_name(const char *name)
{
    return strcmp(name, "off") == 0 ? RAT_LOG_OFF : strcmp(name, "full") == 0 ? RAT_LOG_FULL : RAT_LOG_SPARSE;
}

/* "https://host[:port]", nothing behind it */
static bool is_base(const char *url)
{
    const char *host = strncmp(url, "https://", 8) == 0  ? url + 8
                       : strncmp(url, "http://", 7) == 0 ? url + 7
                                                         : "";
    size_t n = strlen(host);
    return n > 0 && n < 256 &&
           strspn(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]") == n;
}

static int run(struct rat_cli *cli)
{
    const struct rat_args *args = &cli->args;
    struct rat_err err = RAT_ERR_INIT;
    const char *base = rat_args_text(args, "url", NULL);
    if (base && !is_base(base))
        return rat_cli_error(cli, RAT_EUSAGE, _("Zum Beispiel: --url https://rat.example.org"),
                             _("\"%s\" ist keine Adresse aus http(s)://Name"), base);
    const struct rat_serve_options serve = {
        .archive = args->words[0],
        .listen = rat_args_text(args, "listen", "127.0.0.1:8080"),
        .name = rat_args_text(args, "name", NULL),
        .base = base,
        .threads = (unsigned)rat_args_number(args, "threads", 0),
        .connections = (unsigned)rat_args_number(args, "connections", 0),
        .per_address = (unsigned)rat_args_number(args, "per-address", 0),
        .deadline_ms = (uint32_t)rat_args_number(args, "deadline", 0),
        .header_ms = (uint32_t)rat_args_number(args, "header-deadline", 0),
        .log = log_by_name(rat_args_text(args, "log", "sparse")),
    };
    rat_status st = rat_serve(&serve, &err);
    return st == RAT_OK ? RAT_EXIT_DONE : rat_cli_fail(cli, st, &err);
}

const struct rat_command rat_cmd_serve = {
    .name = "serve",
    .arguments = N_("ARCHIV [--listen ADRESSE:PORT]"),
    .summary = N_("das Archiv im Browser lesen und durchsuchen"),
    .notes =
        N_("Startet einen Server, der nur liest: Seiten, die Antworten der Befehle als JSON (beschrieben in\n"
           "/api/openapi.json) und OParl 1.1 (/oparl/system). Was währenddessen\n"
           "importiert wird, erscheint von selbst. Er hört nur auf diesem Rechner, wenn --listen nichts "
           "anderes\n"
           "sagt; ins Internet gehört er hinter einen Server mit TLS (web/README.md). SIGTERM und Strg-C "
           "beenden\n"
           "ihn, nachdem laufende Anfragen beantwortet sind."),
    .examples = N_("ratsarchiv serve archiv\n"
                   "ratsarchiv serve archiv --listen 127.0.0.1:8080 --name 'Ratsarchiv Peine'"),
    .options = options,
    .words_min = 1,
    .words_max = 1,
    .takes_archive = true,
    .run = run,
};
