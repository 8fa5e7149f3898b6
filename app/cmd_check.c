/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/command.h"
#include "app/json_out.h"
#include "storage/archive.h"
#include "storage/audit_note.h"

#include <errno.h>

static const struct rat_option_spec options[] = {
    {"read-data", NULL, RAT_OPTION_FLAG, 0, 0, NULL,
     N_("auch jeden Inhalt entpacken und seine SHA-256-Summe prüfen (dauert länger)")},
    {"sample", N_("ANTEIL"), RAT_OPTION_TEXT, 0, 0, NULL,
     N_("nur so viele zufällig gezogene Inhalte lesen, zum Beispiel 5%")},
    RAT_OPTIONS_END};

struct checking {
    struct rat_cli *cli;
    struct rat_json json;
    json_t *findings;
    struct rat_check_result result;
};

static void name_finding(void *ctx, const char *file, const char *what)
{
    struct checking *checking = ctx;
    if (checking->cli->json) {
        json_t *one = rat_json_add_object(&checking->json, checking->findings);
        rat_json_put_text(&checking->json, one, "file", file);
        rat_json_put_text(&checking->json, one, "what", what);
        return;
    }
    fputs(_("beschädigt: "), stdout);
    rat_console_text(&checking->cli->console, file);
    fputs(": ", stdout);
    rat_console_text(&checking->cli->console, what);
    putchar('\n');
}

static void describe_damage(struct rat_cli *cli, uint64_t count, struct rat_err *err)
{
    char number[RAT_NUMBER_TEXT];
    rat_fail(err, RAT_EDAMAGED, _("Das Archiv ist beschädigt, Befunde: %s"),
             rat_console_count(&cli->console, count, number));
    rat_err_where(err, "%s", cli->args.words[0]);
    rat_err_hint(
        err, "%s",
        _("Betrifft es nur index/, hilft: ratsarchiv reindex; sonst eine Sicherung einspielen oder in ein "
          "neues Archiv importieren"));
}

static rat_status print_json(struct checking *checking, uint64_t count, struct rat_err *err)
{
    struct rat_json *json = &checking->json;
    rat_json_put_flag(json, json->root, "sound", count == 0);
    rat_json_put_number(json, json->root, "count", count);
    rat_json_put_number(json, json->root, "contents", checking->result.contents);
    rat_json_put_number(json, json->root, "contents_read", checking->result.contents_read);
    rat_json_put_number(json, json->root, "bytes_read", checking->result.bytes_read);
    if (count > 0)
        rat_json_put_error(json, json->root, err);
    return rat_json_end(json, err);
}

static void print_sound(const struct checking *checking)
{
    const struct rat_console *console = &checking->cli->console;
    const struct rat_check_result *result = &checking->result;
    char read[RAT_NUMBER_TEXT], all[RAT_NUMBER_TEXT], bytes[RAT_NUMBER_TEXT];
    if (!rat_args_flag(&checking->cli->args, "read-data") &&
        !rat_args_text(&checking->cli->args, "sample", NULL))
        puts(_("Das Archiv ist in Ordnung (alle Prüfsummen stimmen)."));
    else if (result->contents_read == result->contents)
        puts(_("Das Archiv ist in Ordnung (alle Inhalte gelesen)."));
    else
        printf(_("Keine Befunde; gelesen wurden %s von %s Inhalten (%s).\n"),
               rat_console_count(console, result->contents_read, read),
               rat_console_count(console, result->contents, all),
               rat_console_bytes(console, result->bytes_read, bytes));
}

/* A fixity check is an event in the life of the archive. Where it cannot be noted (read-only media) it was done all the same. */
static void note(const struct checking *checking)
{
    char detail[120];
    const struct rat_check_result *result = &checking->result;
    snprintf(detail, sizeof detail, "read %llu of %llu contents, findings %llu",
             (unsigned long long)result->contents_read, (unsigned long long)result->contents,
             (unsigned long long)result->findings);
    if (rat_audit_note(checking->cli->args.words[0], "fixity", NULL, detail, NULL) != RAT_OK)
        errno = 0;
}

static int finish(struct checking *checking, uint64_t count)
{
    struct rat_err err = RAT_ERR_INIT;
    if (count > 0)
        describe_damage(checking->cli, count, &err);
    if (checking->cli->json) {
        rat_status st = print_json(checking, count, &err);
        if (st != RAT_OK)
            return rat_cli_fail(checking->cli, st, &err);
    } else if (count == 0) {
        print_sound(checking);
    } else {
        fflush(stdout);
        rat_error_print(&err);
    }
    return count > 0 ? RAT_EXIT_DAMAGED : RAT_EXIT_DONE;
}

/* "5%", "5", "0,5 %" as a share of one; whole percents and one digit behind are enough. */
static bool read_share(const char *text, double *out)
{
    double value = 0, place = 1;
    bool digits = false;
    for (; *text >= '0' && *text <= '9' && value < 1000; text++, digits = true)
        value = value * 10 + (*text - '0');
    if (*text == '.' || *text == ',')
        for (text++; *text >= '0' && *text <= '9'; text++, digits = true)
            value += (*text - '0') * (place /= 10);
    text += strspn(text, " ");
    text += *text == '%';
    *out = value / 100;
    return digits && *text == '\0' && value > 0 && value <= 100;
}

static int run(struct rat_cli *cli)
{
    struct rat_err err = RAT_ERR_INIT;
    struct checking checking = {.cli = cli};
    struct rat_check_options how = {.read_data = rat_args_flag(&cli->args, "read-data")};
    const char *sample = rat_args_text(&cli->args, "sample", NULL);
    rat_status st = RAT_OK;
    if (sample && !read_share(sample, &how.sample))
        return rat_cli_error(cli, RAT_EUSAGE, _("Zum Beispiel: --sample 5%"), "%s",
                             _("--sample ist kein Anteil zwischen 0 und 100 %"));
    how.read_data |= sample != NULL;
    if (cli->json) {
        st = rat_json_begin(&checking.json, &err);
        checking.findings =
            st == RAT_OK ? rat_json_put_array(&checking.json, checking.json.root, "findings") : NULL;
    }
    if (st == RAT_OK)
        st =
            rat_archive_check_with(cli->args.words[0], &how, name_finding, &checking, &checking.result, &err);
    if (st == RAT_OK && how.read_data && checking.result.findings == 0)
        note(&checking);
    if (st == RAT_OK)
        return finish(&checking, checking.result.findings);
    rat_json_discard(&checking.json);
    return rat_cli_fail(cli, st, &err);
}

const struct rat_command rat_cmd_check = {
    .name = "check",
    .arguments = N_("ARCHIV [--read-data] [--sample ANTEIL]"),
    .summary = N_("alle Prüfsummen des Archivs prüfen"),
    .notes = N_("Jeder Befund wird mit seiner Datei genannt; mit Befunden ist der Rückgabewert 3. "
                "--read-data beweist jedes\n"
                "Original und jeden Text gegen seine SHA-256-Summe, --sample 5% so einen zufälligen Teil; "
                "das Protokoll\n"
                "des Archivs vermerkt eine solche Prüfung ohne Befund."),
    .examples = N_("ratsarchiv check archiv\n"
                   "ratsarchiv check archiv --sample 5%\n"
                   "ratsarchiv check archiv --read-data --json"),
    .options = options,
    .words_min = 1,
    .words_max = 1,
    .takes_archive = true,
    .run = run,
};
