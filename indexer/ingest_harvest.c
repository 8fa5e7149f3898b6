/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Part of an import: sources that are addresses are harvested before, and settled afterwards. */
#include "indexer/ingest_internal.h"

#include "indexer/url.h"
#include "storage/harvest_store.h"

#include <unistd.h>

struct harvesting {
    const struct rat_ingest_options *options;
    struct rat_ingest_report *report;
    struct rat_harvest_report before; /* of the addresses that came before */
};

static void add(struct rat_harvest_report *sum, const struct rat_harvest_report *one)
{
    sum->requests += one->requests;
    sum->retries += one->retries;
    sum->bytes += one->bytes;
    sum->pages += one->pages;
    sum->objects += one->objects;
    sum->files_wanted += one->files_wanted;
    sum->files_fetched += one->files_fetched;
    sum->files_failed += one->files_failed;
    sum->files_unreadable += one->files_unreadable;
    sum->lists_failed += one->lists_failed;
    sum->complete &= one->complete;
    sum->incremental &= one->incremental;
    memcpy(sum->types, one->types, sizeof sum->types);
    memcpy(sum->bodies, one->bodies, sizeof sum->bodies);
}

static void show(void *ctx, const struct rat_harvest_report *so_far)
{
    struct harvesting *harvesting = ctx;
    if (!harvesting->options->progress)
        return;
    harvesting->report->harvest = harvesting->before;
    add(&harvesting->report->harvest, so_far);
    harvesting->options->progress(harvesting->options->ctx, harvesting->report);
}

static void reject(void *ctx, const struct rat_err *reason)
{
    struct harvesting *harvesting = ctx;
    harvesting->report->rejected++;
    if (harvesting->options->rejected)
        harvesting->options->rejected(harvesting->options->ctx, reason);
}

/* A path with a typing error is told before a server is asked for hours. */
static bool all_there(const char *const *sources, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!rat_url_is_web(sources[i]) && access(sources[i], F_OK) != 0)
            return false;
    return true;
}

rat_status rat_ingest_harvest(const char *archive, const char *const *sources, size_t count,
                              const struct rat_ingest_options *options, struct rat_ingest_report *report,
                              bool *more, struct rat_err *err)
{
    struct harvesting harvesting = {.options = options, .report = report};
    struct rat_harvest_options each = options->harvest;
    rat_status st = RAT_OK;
    double started = rat_seconds();
    each.stop = options->stop;
    each.ctx = &harvesting;
    each.progress = show;
    each.rejected = reject;
    *more = false;
    if (!all_there(sources, count))
        return RAT_OK;
    /* of an earlier portion: what happened adds up, what is the case does not */
    harvesting.before = report->harvest;
    harvesting.before.files_wanted = harvesting.before.files_failed = harvesting.before.files_unreadable =
        harvesting.before.lists_failed = 0;
    harvesting.before.complete = harvesting.before.incremental = true;
    report->harvests = 0;
    report->harvesting = true;
    for (size_t i = 0; i < count && st == RAT_OK; i++) {
        struct rat_harvest_report one;
        if (!rat_url_is_web(sources[i]))
            continue;
        st = rat_harvest(archive, sources[i], &each, &one, err);
        add(&harvesting.before, &one);
        report->harvests++;
        *more |= one.more;
    }
    report->harvest = harvesting.before;
    report->harvesting = false;
    report->harvest_s += rat_seconds() - started;
    return st;
}

rat_status rat_ingest_settle(const char *archive, const char *const *sources, size_t count,
                             struct rat_err *err)
{
    rat_status st = RAT_OK;
    for (size_t i = 0; i < count && st == RAT_OK; i++)
        if (rat_url_is_web(sources[i]))
            st = rat_harvest_settle(archive, sources[i], err);
    return st;
}

void rat_ingest_discard(const char *archive, const char *const *sources, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (rat_url_is_web(sources[i]) && rat_harvest_store_discard(archive, sources[i], NULL) != RAT_OK)
            return; /* in use elsewhere, or gone already */
}
