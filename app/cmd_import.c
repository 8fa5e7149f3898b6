/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/harvest_report.h"
#include "app/work.h"
#include "extract/child.h"

static const struct rat_option_spec options[] = {
    {"rate", "N", RAT_OPTION_TEXT, 0, 0, NULL,
     N_("höchstens so viele Abfragen je Sekunde an einen Server (sonst 4)")},
    {"full", NULL, RAT_OPTION_FLAG, 0, 0, NULL,
     N_("den Server ganz durchgehen, nicht nur, was er als geändert nennt")},
    {"timeout", "S", RAT_OPTION_NUMBER, 1, 3600, NULL,
     N_("Sekunden ohne Antwort, nach denen eine Abfrage wiederholt wird (sonst 120)")},
    {"attempts", "N", RAT_OPTION_NUMBER, 1, 20, NULL, N_("Versuche je Abfrage (sonst 6)")},
    {"retry-wait", "MS", RAT_OPTION_NUMBER, 1, 600000, NULL,
     N_("Millisekunden vor der ersten Wiederholung, danach jedes Mal doppelt so viele (sonst 1000)")},
    RAT_ENGINES_OPTION,
    RAT_WORK_OPTIONS,
    RAT_OCR_OPTION,
    RAT_OPTIONS_END};

/* "4", "0.5" or "0,5": strtod would follow the language. False unless it is in 0.01..1000. */
static bool read_rate(const char *text, double *out)
{
    double value = 0, place = 1;
    bool digits = false;
    for (; *text >= '0' && *text <= '9' && value < 1e6; text++, digits = true)
        value = value * 10 + (*text - '0');
    if (*text == '.' || *text == ',')
        for (text++; *text >= '0' && *text <= '9'; text++, digits = true)
            value += (*text - '0') * (place /= 10);
    *out = value;
    return digits && *text == '\0' && value >= 0.01 && value <= 1000;
}

static bool set_harvest(struct rat_work *work)
{
    const struct rat_args *args = &work->cli->args;
    struct rat_harvest_options *harvest = &work->options.harvest;
    harvest->full = rat_args_flag(args, "full");
    harvest->fetch.stall_s = (unsigned)rat_args_number(args, "timeout", 0);
    harvest->fetch.attempts = (unsigned)rat_args_number(args, "attempts", 0);
    harvest->fetch.backoff_ms = (unsigned)rat_args_number(args, "retry-wait", 0);
    const char *rate = rat_args_text(args, "rate", NULL);
    return !rate || read_rate(rate, &harvest->fetch.rate);
}

static rat_status print(struct rat_work *work, struct rat_err *err)
{
    struct rat_json json;
    if (!work->cli->json) {
        puts(work->report.rejected + work->report.failed > 0
                 ? _("Import fertig, aber nicht alles wurde übernommen:")
                 : _("Import fertig:"));
        rat_harvest_print_report(&work->cli->console, &work->report);
        rat_work_print_report(work);
        return RAT_OK;
    }
    rat_status st = rat_json_begin(&json, err);
    if (st != RAT_OK)
        return st;
    rat_work_put_report(work, &json, json.root);
    rat_harvest_put_report(&work->report, &json, json.root);
    return rat_json_end(&json, err);
}

/* What would do better next time, said once. */
static void give_hints(const struct rat_work *work)
{
    if (work->report.scans > 0 && !work->options.skip_recognition)
        fprintf(stderr,
                _("Hinweis: Scans ohne Text: %llu. Mit den Paketen tesseract-ocr und tesseract-ocr-deu liest "
                  "derselbe "
                  "Befehl sie nach\n"),
                (unsigned long long)work->report.scans);
    if (!rat_child_is_filtered())
        fputs(_("Hinweis: Dieser Kern filtert keine Systemaufrufe (seccomp); fremde Formate werden nur durch "
                "Grenzen für "
                "Zeit, Speicher und Dateien eingesperrt\n"),
              stderr);
}

static int report_failure(struct rat_work *work, rat_status st, struct rat_err *err)
{
    char documents[RAT_NUMBER_TEXT];
    if (st == RAT_EINTERRUPTED) {
        rat_err_complete(err, st);
        if (!err->hint[0])
            rat_err_hint(err, "%s", _("Derselbe Aufruf macht dort weiter"));
    }
    int code = rat_cli_fail(work->cli, st, err);
    if (work->report.commits > 0 && !work->cli->json)
        fprintf(stderr, _("  Bis dahin gesehen: %s Dokumente; was gesichert war, bleibt im Archiv\n"),
                rat_console_count(&work->cli->console, work->report.documents, documents));
    return code;
}

static int run(struct rat_cli *cli)
{
    struct rat_err err = RAT_ERR_INIT;
    struct rat_work work;
    rat_work_begin(&work, cli);
    work.options.engines = rat_work_engines(&cli->args);
    work.options.skip_recognition = strcmp(rat_args_text(&cli->args, "ocr", "auto"), "off") == 0;
    if (!set_harvest(&work)) {
        rat_work_end(&work);
        return rat_cli_error(cli, RAT_EUSAGE, _("Erlaubt ist eine Zahl von 0.01 bis 1000"), "%s",
                             _("--rate ist keine Zahl von Abfragen je Sekunde"));
    }
    rat_status st = rat_ingest(cli->args.words[0], cli->args.words + 1, cli->args.word_count - 1,
                               &work.options, &work.report, &err);
    rat_console_progress_clear(&cli->console);
    int code = st == RAT_OK ? RAT_EXIT_DONE : report_failure(&work, st, &err);
    if (st == RAT_OK) {
        give_hints(&work);
        st = print(&work, &err);
        code = st != RAT_OK                                    ? rat_cli_fail(cli, st, &err)
               : work.report.rejected + work.report.failed > 0 ? RAT_EXIT_REJECTED
                                                               : code;
    }
    rat_work_end(&work);
    return code;
}

const struct rat_command rat_cmd_import = {
    .name = "import",
    .arguments = N_("ARCHIV QUELLE..."),
    .summary = N_("Dateien, Ordner, *.jsonl, OParl-Abzüge oder OParl-Server aufnehmen"),
    .notes = N_(
        "QUELLE ist eine Datei, ein Ordner, eine *.jsonl-Datei (ein Objekt je Zeile mit \"id\" und\n"
        "\"text\"), der Ordner eines OParl-Abzugs (papers/, meetings/, file-contents/) oder die Adresse "
        "eines\n"
        "OParl-Systems (https://…/oparl/system): sie wird rücksichtsvoll abgeholt, beim nächsten Mal nur, "
        "was\n"
        "sich seither geändert hat; nach einer Unterbrechung geht es dort weiter. Gelesen werden\n"
        "Text, PDF, DOCX, ODT, RTF, DOC, HTML, Tabellen, Folien, Mails mit Anlagen, ZIP und, mit tesseract,\n"
        "Scans. Was keinen Text hergibt, bleibt als Dokument erhalten (ist:ohne-text). Derselbe\n"
        "Aufruf noch einmal übernimmt nur, was sich geändert hat; was die Quelle gelöscht hat, wird als\n"
        "\"bei der Quelle entfernt\" vermerkt und bleibt erhalten. Was nicht gelesen werden kann, wird\n"
        "genannt und ausgelassen (Rückgabewert 4). Strg-C hält sicher an (Rückgabewert 8).\n"
        "Den eigenen Index führt jeder Import weiter, den von Xapian, wenn es ihn gibt oder mit\n"
        "--engine both geben soll."),
    .examples = N_("ratsarchiv import archiv vorlagen/\n"
                   "ratsarchiv import archiv oparl-abzug/ protokolle.jsonl\n"
                   "ratsarchiv import archiv https://rat.example.org/oparl/system --rate 2\n"
                   "ratsarchiv import archiv vorlagen/ --memory 256 --json"),
    .options = options,
    .words_min = 2,
    .words_max = SIZE_MAX,
    .takes_archive = true,
    .run = run,
};
