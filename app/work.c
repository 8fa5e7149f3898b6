/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/work.h"

#include <signal.h>
#include <time.h>

static volatile sig_atomic_t stop_asked;

static void ask_to_stop(int signal_number)
{
    (void)signal_number;
    stop_asked = 1;
}

/* The first Ctrl-C ends after the batch, the second one at once. */
static void set_signals(void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

static double now(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

double rat_work_seconds(const struct rat_work *work)
{
    return now() - work->started;
}

static double per_second(double amount, double seconds)
{
    return seconds > 0 ? amount / seconds : 0;
}

/* "noch 1:23", "" while nothing can be said */
static void time_left(const struct rat_ingest_report *so_far, double seconds, char *out, size_t room)
{
    out[0] = '\0';
    if (so_far->seen_bytes == 0 || so_far->total_bytes <= so_far->seen_bytes || seconds < 1)
        return;
    double left = seconds * (double)(so_far->total_bytes - so_far->seen_bytes) / (double)so_far->seen_bytes;
    if (left < 360000)
        snprintf(out, room, _(" · noch %d:%02d"), (int)(left / 60), (int)left % 60);
}

static void show_progress(void *ctx, const struct rat_ingest_report *so_far)
{
    struct rat_work *work = ctx;
    struct rat_console *console = &work->cli->console;
    double seconds = rat_work_seconds(work);
    char documents[RAT_NUMBER_TEXT], rate[RAT_NUMBER_TEXT], left[64], share[16] = "", line[256];
    if (!console->progress)
        return;
    time_left(so_far, seconds, left, sizeof left);
    if (so_far->total_bytes > 0 && so_far->seen_bytes <= so_far->total_bytes)
        snprintf(share, sizeof share, " · %d %%",
                 (int)(100.0 * (double)so_far->seen_bytes / (double)so_far->total_bytes));
    snprintf(line, sizeof line, _("%s Dokumente · %s MB/s%s%s"),
             rat_console_count(console, so_far->documents, documents),
             rat_console_decimal(
                 console, per_second((double)so_far->seen_bytes / 1e6, seconds < 0.5 ? 0 : seconds), 1, rate),
             share, left);
    rat_console_progress(console, line);
}

static void name_rejected(void *ctx, const struct rat_err *reason)
{
    struct rat_work *work = ctx;
    rat_console_progress_clear(&work->cli->console);
    if (reason->where[0])
        fprintf(stderr, _("ratsarchiv: nicht übernommen: %s: %s\n"), reason->where, reason->msg);
    else
        fprintf(stderr, _("ratsarchiv: nicht übernommen: %s\n"), reason->msg);
    if (!work->cli->json || work->rejection_count == RAT_REJECTIONS_LISTED)
        return;
    if (!work->rejections)
        work->rejections = calloc(RAT_REJECTIONS_LISTED, sizeof *work->rejections);
    if (work->rejections)
        work->rejections[work->rejection_count++] = *reason;
}

enum rat_engines rat_work_engines(const struct rat_args *args)
{
    const char *name = rat_args_text(args, "engine", "");
    return strcmp(name, "native") == 0   ? RAT_ENGINES_NATIVE
           : strcmp(name, "both") == 0   ? RAT_ENGINES_BOTH
           : strcmp(name, "xapian") == 0 ? RAT_ENGINES_XAPIAN
                                         : RAT_ENGINES_KEEP;
}

void rat_work_begin_plain(struct rat_work *work, struct rat_cli *cli)
{
    *work = (struct rat_work){.cli = cli, .started = now()};
    work->options = (struct rat_ingest_options){
        .stop = &stop_asked,
        .ctx = work,
        .progress = show_progress,
        .rejected = name_rejected,
    };
    stop_asked = 0;
    set_signals(ask_to_stop);
}

void rat_work_begin(struct rat_work *work, struct rat_cli *cli)
{
    rat_work_begin_plain(work, cli);
    work->options.memory_bytes = rat_args_number(&cli->args, "memory", 512) * 1024 * 1024;
    work->options.threads = (unsigned)rat_args_number(&cli->args, "threads", 0);
}

void rat_work_end(struct rat_work *work)
{
    set_signals(SIG_DFL);
    rat_console_progress_clear(&work->cli->console);
    free(work->rejections);
    work->rejections = NULL;
}

/* ---- the report ---- */

struct phase {
    const char *key, *label;
    double seconds;
};

static void list_phases(const struct rat_ingest_report *report, struct phase phases[4])
{
    phases[0] = (struct phase){"read", _("Lesen"), report->read_s};
    phases[1] = (struct phase){"analyse", _("Analysieren"), report->analyse_s};
    phases[2] = (struct phase){"write", _("Schreiben"), report->write_s};
    phases[3] = (struct phase){"merge", _("Zusammenführen"), report->merge_s};
}

struct counter {
    const char *key, *label;
    uint64_t value;
};

#define COUNTERS 17
static void list_counters(const struct rat_ingest_report *r, struct counter out[COUNTERS])
{
    const struct counter all[COUNTERS] = {
        {"documents", N_("Dokumente gesehen"), r->documents},
        {"added", N_("neu"), r->added},
        {"changed", N_("geändert"), r->changed},
        {"unchanged", N_("unverändert"), r->unchanged},
        {"removed", N_("bei der Quelle entfernt"), r->removed},
        {"restored", N_("wieder da"), r->restored},
        {"papers_added", N_("Vorlagen neu"), r->papers_added},
        {"papers_changed", N_("Vorlagen geändert"), r->papers_changed},
        {"papers_removed", N_("Vorlagen entfernt"), r->papers_removed},
        {"meetings_changed", N_("Sitzungen"), r->meetings_changed},
        {"rejected", N_("abgelehnt"), r->rejected},
        {"skipped_nonpublic", N_("nichtöffentlich, ausgelassen"), r->skipped_nonpublic},
        {"skipped_purged", N_("früher gelöscht, ausgelassen"), r->skipped_purged},
        {"undecodable", N_("mit unlesbaren Bytes"), r->undecodable},
        {"without_text", N_("ohne Text"), r->without_text},
        {"without_paper", N_("ohne Vorlage"), r->without_paper},
        {"xapian_documents", N_("in den Xapian-Index"), r->xapian_documents},
    };
    memcpy(out, all, sizeof all);
}

void rat_work_put_report(const struct rat_work *work, struct rat_json *json, json_t *object)
{
    const struct rat_ingest_report *report = &work->report;
    struct counter counters[COUNTERS];
    struct phase phases[4];
    list_counters(report, counters);
    list_phases(report, phases);
    for (size_t i = 0; i < COUNTERS; i++)
        rat_json_put_number(json, object, counters[i].key, counters[i].value);
    rat_json_put_number(json, object, "seen_bytes", report->seen_bytes);
    rat_json_put_number(json, object, "total_bytes", report->total_bytes);
    rat_json_put_number(json, object, "commits", report->commits);
    rat_json_put_real(json, object, "wall_s", report->wall_s);
    rat_json_put_real(json, object, "read_s", report->read_s);
    rat_json_put_real(json, object, "analyse_s", report->analyse_s);
    rat_json_put_real(json, object, "write_s", report->write_s);
    rat_json_put_real(json, object, "merge_s", report->merge_s);
    rat_json_put_real(json, object, "xapian_s", report->xapian_s);
    rat_json_put_real(json, object, "mb_per_s", per_second((double)report->seen_bytes / 1e6, report->wall_s));
    rat_json_put_real(json, object, "documents_per_s", per_second((double)report->documents, report->wall_s));
    json_t *by_phase = rat_json_put_object(json, object, "phases");
    for (size_t i = 0; i < 4; i++) {
        json_t *phase = rat_json_put_object(json, by_phase, phases[i].key);
        rat_json_put_real(json, phase, "thread_s", phases[i].seconds);
        rat_json_put_real(json, phase, "mb_per_s",
                          per_second((double)report->seen_bytes / 1e6, phases[i].seconds));
        rat_json_put_real(json, phase, "documents_per_s",
                          per_second((double)report->documents, phases[i].seconds));
    }
    json_t *list = rat_json_put_array(json, object, "rejections");
    for (size_t i = 0; i < work->rejection_count; i++) {
        json_t *one = rat_json_add_object(json, list);
        rat_json_put_text(json, one, "code", rat_status_name(work->rejections[i].code));
        rat_json_put_text(json, one, "message", work->rejections[i].msg);
        rat_json_put_text(json, one, "where", work->rejections[i].where);
        rat_json_put_text(json, one, "hint", work->rejections[i].hint);
    }
}

static void print_rates(const struct rat_work *work, const char *label, double seconds)
{
    const struct rat_console *console = &work->cli->console;
    if (seconds < 0.005)
        return; /* a phase that did not take place */
    char time[RAT_NUMBER_TEXT], rate[RAT_NUMBER_TEXT], documents[RAT_NUMBER_TEXT], line[200];
    snprintf(
        line, sizeof line, _("%s s, %s MB/s, %s Dokumente/s"), rat_console_decimal(console, seconds, 2, time),
        rat_console_decimal(console, per_second((double)work->report.seen_bytes / 1e6, seconds), 1, rate),
        rat_console_decimal(console, per_second((double)work->report.documents, seconds), 0, documents));
    rat_console_row(console, label, line);
}

void rat_work_print_report(const struct rat_work *work)
{
    const struct rat_console *console = &work->cli->console;
    struct counter counters[COUNTERS];
    struct phase phases[4];
    list_counters(&work->report, counters);
    list_phases(&work->report, phases);
    for (size_t i = 0; i < COUNTERS; i++)
        if (i == 0 || counters[i].value > 0)
            rat_console_row_count(console, _(counters[i].label), counters[i].value);
    rat_console_row_bytes(console, _("Text gelesen"), work->report.seen_bytes);
    print_rates(work, _("Dauer"), work->report.wall_s);
    puts(_("Nach Phasen (Zeit aller Threads zusammen):"));
    for (size_t i = 0; i < 4; i++)
        if (phases[i].seconds > 0)
            print_rates(work, phases[i].label, phases[i].seconds);
}
