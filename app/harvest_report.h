/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the person and scripts are told of a harvest. Nothing of it when no source was an address. */
#ifndef APP_HARVEST_REPORT_H
#define APP_HARVEST_REPORT_H

#include "app/console.h"
#include "app/json_out.h"
#include "indexer/ingest.h"

/* The progress line while a server is asked, in out. */
void rat_harvest_progress_line(const struct rat_console *console, const struct rat_ingest_report *so_far,
                               char *out, size_t room);
void rat_harvest_print_report(const struct rat_console *console, const struct rat_ingest_report *report);
/* "harvest": {...} */
void rat_harvest_put_report(const struct rat_ingest_report *report, struct rat_json *json, json_t *object);

#endif
