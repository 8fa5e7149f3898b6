/* SPDX-License-Identifier: GPL-2.0-or-later */
/* backup and restore: the same copy in two directions. */
#include "app/work.h"
#include "storage/audit_note.h"
#include "storage/backup.h"

static const struct rat_option_spec no_options[] = {RAT_OPTIONS_END};

static void show_progress(void *ctx, uint64_t done, uint64_t total)
{
    struct rat_cli *cli = ctx;
    char bytes[RAT_NUMBER_TEXT], line[120];
    if (!cli->console.progress)
        return;
    snprintf(line, sizeof line, _("%s kopiert · %d %%"), rat_console_bytes(&cli->console, done, bytes),
             total ? (int)(100.0 * (double)done / (double)total) : 100);
    rat_console_progress(&cli->console, line);
}

static void name_damage(void *ctx, const char *file, const char *what)
{
    struct rat_cli *cli = ctx;
    rat_console_progress_clear(&cli->console);
    fprintf(stderr, _("ratsarchiv: beschädigt: %s: %s\n"), file, what);
}

static rat_status print(struct rat_cli *cli, const struct rat_backup_report *report, const char *target,
                        bool noted, struct rat_err *err)
{
    struct rat_json json;
    char bytes[RAT_NUMBER_TEXT], contents[RAT_NUMBER_TEXT];
    if (!cli->json) {
        printf(_("Kopiert nach %s: %s, Generation %llu; %s Inhalte gegen ihre SHA-256-Summen geprüft\n"),
               target, rat_console_bytes(&cli->console, report->bytes, bytes),
               (unsigned long long)report->generation,
               rat_console_count(&cli->console, report->contents, contents));
        if (!noted)
            fputs(
                _("ratsarchiv: im Protokoll des Archivs ließ es sich nicht vermerken (schreibgeschützt?)\n"),
                stderr);
        return RAT_OK;
    }
    rat_status st = rat_json_begin(&json, err);
    if (st != RAT_OK)
        return st;
    rat_json_put_text(&json, json.root, "target", target);
    rat_json_put_number(&json, json.root, "generation", report->generation);
    rat_json_put_number(&json, json.root, "files", report->files);
    rat_json_put_number(&json, json.root, "bytes", report->bytes);
    rat_json_put_number(&json, json.root, "contents_verified", report->contents);
    rat_json_put_flag(&json, json.root, "noted", noted);
    return rat_json_end(&json, err);
}

/* The audit log of the living archive says it, with the other folder as its object. */
static int copy(struct rat_cli *cli, bool restoring)
{
    struct rat_err err = RAT_ERR_INIT;
    struct rat_backup_report report;
    const char *from = cli->args.words[0], *to = cli->args.words[1];
    struct rat_backup_options options = {rat_work_catch_signals(), cli, show_progress, name_damage};
    rat_status st = rat_archive_backup(from, to, &options, &report, &err);
    rat_work_release_signals();
    rat_console_progress_clear(&cli->console);
    if (st != RAT_OK)
        return rat_cli_fail(cli, st, &err);
    char *path = realpath(restoring ? from : to, NULL);
    char detail[64];
    snprintf(detail, sizeof detail, "generation %llu, %llu bytes", (unsigned long long)report.generation,
             (unsigned long long)report.bytes);
    bool noted =
        rat_audit_note(restoring ? to : from, restoring ? "restore" : "backup", path, detail, NULL) == RAT_OK;
    free(path);
    st = print(cli, &report, to, noted, &err);
    return st == RAT_OK ? RAT_EXIT_DONE : rat_cli_fail(cli, st, &err);
}

static int run_backup(struct rat_cli *cli)
{
    return copy(cli, false);
}

static int run_restore(struct rat_cli *cli)
{
    return copy(cli, true);
}

const struct rat_command rat_cmd_backup = {
    .name = "backup",
    .arguments = N_("ARCHIV ZIEL"),
    .summary = N_("das Archiv sichern, auch während es benutzt wird"),
    .notes =
        N_("ZIEL ist ein Ordner, den es noch nicht gibt. Er wird ein vollständiges Archiv mit dem zuletzt\n"
           "gesicherten Stand, das sich öffnen, durchsuchen und prüfen lässt; ein laufender Import stört "
           "nicht.\n"
           "Jedes Original und jeder Text der Kopie wird gegen seine SHA-256-Summe geprüft, bevor sie ihren\n"
           "Namen bekommt. Das Protokoll des Archivs vermerkt die Sicherung."),
    .examples = N_("ratsarchiv backup archiv /mnt/sicherung/archiv-2024-05-03"),
    .options = no_options,
    .words_min = 2,
    .words_max = 2,
    .takes_archive = true,
    .run = run_backup,
};

const struct rat_command rat_cmd_restore = {
    .name = "restore",
    .arguments = N_("SICHERUNG ARCHIV"),
    .summary = N_("ein Archiv aus einer Sicherung wiederherstellen"),
    .notes =
        N_("ARCHIV ist ein Ordner, den es noch nicht gibt; ein beschädigtes Archiv vorher umbenennen. Die "
           "Kopie wird\n"
           "wie bei \"backup\" geprüft. Eine Sicherung lässt sich auch unmittelbar als Archiv benutzen."),
    .examples = N_("ratsarchiv restore /mnt/sicherung/archiv-2024-05-03 archiv"),
    .options = no_options,
    .words_min = 2,
    .words_max = 2,
    .takes_archive = true,
    .run = run_restore,
};
