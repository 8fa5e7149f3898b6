/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/command.h"

#include "app/json_out.h"

#include <errno.h>
#include <sys/stat.h>

const struct rat_command *const rat_commands[] = {&rat_cmd_init,
                                                  &rat_cmd_import,
                                                  &rat_cmd_search,
                                                  &rat_cmd_show,
                                                  &rat_cmd_related,
                                                  &rat_cmd_trace,
                                                  &rat_cmd_stats,
                                                  &rat_cmd_check,
                                                  &rat_cmd_dump,
                                                  &rat_cmd_optimize,
                                                  &rat_cmd_reindex,
                                                  &rat_cmd_purge,
                                                  &rat_cmd_serve,
                                                  &rat_cmd_shard,
                                                  &rat_cmd_topics,
                                                  &rat_cmd_analyze,
                                                  NULL};

static const struct rat_command *find_command(const char *name)
{
    for (const struct rat_command *const *c = rat_commands; *c; c++)
        if (strcmp((*c)->name, name) == 0)
            return *c;
    return NULL;
}

int rat_cli_fail(struct rat_cli *cli, rat_status status, struct rat_err *err)
{
    rat_console_progress_clear(&cli->console);
    return rat_error_report(err, status, cli->json);
}

int rat_cli_error(struct rat_cli *cli, rat_status status, const char *hint, const char *format, ...)
{
    struct rat_err err = RAT_ERR_INIT;
    char message[sizeof err.msg];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    rat_fail(&err, status, "%s", message);
    if (hint)
        rat_err_hint(&err, "%s", hint);
    return rat_cli_fail(cli, status, &err);
}

static int version(struct rat_cli *cli)
{
    struct rat_json json;
    if (!cli->json) {
        puts("ratsarchiv " RAT_VERSION);
        return RAT_EXIT_DONE;
    }
    rat_status st = rat_json_begin(&json, NULL);
    if (st == RAT_OK) {
        rat_json_put_text(&json, json.root, "name", "ratsarchiv");
        rat_json_put_text(&json, json.root, "version", RAT_VERSION);
        st = rat_json_end(&json, NULL);
    }
    return rat_exit_code(st);
}

static int check_words(struct rat_cli *cli)
{
    const struct rat_command *command = cli->command;
    char hint[200];
    snprintf(hint, sizeof hint, _("So geht es: ratsarchiv %s %s"), command->name, _(command->arguments));
    if (cli->args.word_count < command->words_min)
        return rat_cli_error(cli, RAT_EUSAGE, hint, _("\"%s\" braucht mehr Angaben"), command->name);
    if (cli->args.word_count > command->words_max)
        return rat_cli_error(cli, RAT_EUSAGE, hint, _("\"%s\" ist eine Angabe zu viel"),
                             cli->args.words[command->words_max]);
    return RAT_EXIT_DONE;
}

/* Every command answers a folder that is not there in the same words. */
static int check_archive(struct rat_cli *cli)
{
    struct stat info;
    const char *path = cli->args.words[0];
    struct rat_err err = RAT_ERR_INIT;
    if (stat(path, &info) == 0) {
        if (S_ISDIR(info.st_mode))
            return RAT_EXIT_DONE;
        rat_fail(&err, RAT_ENOTFOUND, _("\"%s\" ist kein Archiv, sondern eine Datei"), path);
    } else if (errno == ENOENT || errno == ENOTDIR) {
        rat_fail(&err, RAT_ENOTFOUND, _("Das Archiv \"%s\" gibt es nicht"), path);
    } else {
        rat_fail_errno(&err, RAT_EIO, errno, _("Das Archiv \"%s\" lässt sich nicht öffnen"), path);
    }
    rat_err_where(&err, "%s", path);
    if (err.code == RAT_ENOTFOUND)
        rat_err_hint(&err, _("Ein neues legt dieser Befehl an: ratsarchiv init %s"), path);
    return rat_cli_fail(cli, err.code, &err);
}

static int run_parsed(struct rat_cli *cli)
{
    if (cli->args.help) {
        rat_help_command(&cli->console, cli->command);
        return RAT_EXIT_DONE;
    }
    if (cli->args.version)
        return version(cli);
    int code = check_words(cli);
    const char *instead = cli->command->instead_of_archive;
    if (instead && rat_args_text(&cli->args, instead, NULL))
        return code == RAT_EXIT_DONE ? cli->command->run(cli) : code;
    if (code == RAT_EXIT_DONE && cli->command->takes_archive && cli->args.word_count)
        code = check_archive(cli);
    return code == RAT_EXIT_DONE ? cli->command->run(cli) : code;
}

static int run_command(struct rat_cli *cli, const char *const *argv, size_t argc)
{
    struct rat_err err = RAT_ERR_INIT;
    rat_status st =
        rat_args_parse(&cli->args, cli->command->options, argv, argc, cli->command->dash_words, &err);
    int code = st == RAT_OK ? run_parsed(cli) : rat_cli_fail(cli, st, &err);
    rat_args_release(&cli->args);
    return code;
}

/* No command was named: --help, --version, or a mistake. */
static int run_without_command(struct rat_cli *cli, const char *const *argv, size_t argc)
{
    struct rat_err err = RAT_ERR_INIT;
    rat_status st = rat_args_parse(&cli->args, NULL, argv, argc, false, &err);
    int code = RAT_EXIT_DONE;
    if (st != RAT_OK)
        code = rat_cli_fail(cli, st, &err);
    else if (cli->args.version)
        code = version(cli);
    else if (cli->args.help)
        rat_help_program(&cli->console);
    else if (cli->args.word_count == 0)
        code = rat_cli_error(cli, RAT_EUSAGE, _("Alle Befehle nennt: ratsarchiv --help"), "%s",
                             _("Es fehlt der Befehl"));
    else
        code = rat_cli_error(cli, RAT_EUSAGE, _("Alle Befehle nennt: ratsarchiv --help"),
                             _("Den Befehl \"%s\" gibt es nicht"), cli->args.words[0]);
    rat_args_release(&cli->args);
    return code;
}

/* Index of the command's name: the first word, options that every command knows may stand before it. */
static size_t command_index(const char *const *argv, size_t argc)
{
    size_t i = 1;
    while (i < argc && argv[i][0] == '-' && argv[i][1] && strcmp(argv[i], "--") != 0)
        i += strcmp(argv[i], "--lang") == 0 ? 2 : 1;
    return i < argc ? i : argc;
}

int rat_program_run(const char *const *argv, size_t argc, bool english)
{
    struct rat_cli cli = {0};
    rat_console_init(&cli.console, english);
    cli.json = rat_args_peek(argv, argc, "json") != NULL;
    size_t at = command_index(argv, argc);
    bool asks_help = at + 1 < argc && strcmp(argv[at], "help") == 0;
    cli.command = at < argc ? find_command(argv[at + asks_help]) : NULL;
    if (cli.command && asks_help) {
        rat_help_command(&cli.console, cli.command);
        return rat_finish_output(RAT_EXIT_DONE);
    }
    if (at < argc && !cli.command && strcmp(argv[at], "help") == 0 && !asks_help) {
        rat_help_program(&cli.console);
        return rat_finish_output(RAT_EXIT_DONE);
    }
    int code;
    if (!cli.command) {
        code = run_without_command(&cli, argv + (argc > 0), argc - (argc > 0));
    } else {
        /* what stood before the name belongs to the command as well */
        const char **rest = calloc(argc, sizeof *rest);
        size_t n = 0;
        struct rat_err err = RAT_ERR_INIT;
        for (size_t i = 1; rest && i < argc; i++)
            if (i != at)
                rest[n++] = argv[i];
        code = rest ? run_command(&cli, rest, n) : rat_cli_fail(&cli, rat_nomem(&err), &err);
        free(rest);
    }
    return rat_finish_output(code);
}
