/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A trace (query/trace.h) for people (trace_text.c), as a graph for Graphviz (trace_dot.c), as a picture (trace_svg.c).
 * cmd_trace.c decides which; JSON is query/trace_json.c.
 */
#ifndef APP_TRACE_OUT_H
#define APP_TRACE_OUT_H

#include "app/command.h"
#include "base/buf.h"
#include "query/connection_titles.h"
#include "query/trace.h"

void rat_trace_print_text(const struct rat_console *console, const struct rat_trace *trace);

/* Appended to out; failures latch there. Both are UTF-8 and escape what they print. */
void rat_trace_put_dot(const struct rat_trace *trace, struct rat_buf *out);
void rat_trace_put_svg(const struct rat_console *console, const struct rat_trace *trace, struct rat_buf *out);

/* What an event is called, and why two papers are connected: "Änderungsantrag", "wird zitiert von". */
const char *rat_event_title(const struct rat_trace_event *event);
const char *rat_wording_title(
    enum rat_wording wording); /* "siehe", "Stellungnahme zu"; "" for a plain mention */
/* The last part of an OParl id, other ids as they are; the number when there is one. */
const char *rat_short_name(const char *id, const char *reference);

#endif
