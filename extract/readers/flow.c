/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "extract/readers/flow.h"

#include "extract/problem.h"
#include "extract/readers/reader.h"

#define LINES_MAX 2u

void rat_flow_init(struct rat_flow *flow, size_t limit)
{
    *flow = (struct rat_flow){.out = RAT_BUF_INIT, .limit = limit};
}

static void check(struct rat_flow *flow)
{
    if (flow->out.failed)
        rat_say_end(RAT_PROBLEM_MEMORY);
    if (flow->out.size > flow->limit)
        rat_say_end(RAT_PROBLEM_OUTPUT);
}

static void put_due(struct rat_flow *flow)
{
    bool begins = flow->out.size == 0 || flow->out.data[flow->out.size - 1] == '\f';
    if (!begins) {
        for (unsigned i = 0; i < flow->lines; i++)
            rat_buf_byte(&flow->out, '\n');
        if (!flow->lines && flow->tab)
            rat_buf_byte(&flow->out, '\t');
        else if (!flow->lines && flow->space)
            rat_buf_byte(&flow->out, ' ');
    }
    flow->lines = 0;
    flow->space = flow->tab = false;
}

/* Bytes of white space at text[at], U+00A0 among them: pages of forms are full of it; 0: none. */
static size_t space_at(const char *text, size_t n, size_t at)
{
    if (strchr(" \t\n\r\f\v", text[at]))
        return 1;
    return n - at >= 2 && memcmp(text + at, "\xc2\xa0", 2) == 0 ? 2 : 0;
}

void rat_flow_text(struct rat_flow *flow, const char *text, size_t n)
{
    for (size_t at = 0; at < n;) {
        size_t end = at, space = space_at(text, n, at);
        if (space) {
            flow->space = true;
            at += space;
            continue;
        }
        while (end < n && !space_at(text, n, end))
            end++;
        put_due(flow);
        rat_buf_append(&flow->out, text + at, end - at);
        at = end;
    }
    check(flow);
}

void rat_flow_verbatim(struct rat_flow *flow, const char *text, size_t n)
{
    if (!n)
        return;
    put_due(flow);
    rat_buf_append(&flow->out, text, n);
    check(flow);
}

void rat_flow_space(struct rat_flow *flow)
{
    flow->space = true;
}

void rat_flow_tab(struct rat_flow *flow)
{
    flow->tab = true;
}

void rat_flow_lines(struct rat_flow *flow, unsigned due)
{
    if (flow->lines < due)
        flow->lines = due;
}

void rat_flow_break(struct rat_flow *flow)
{
    if (flow->lines < LINES_MAX)
        flow->lines++;
}

void rat_flow_page(struct rat_flow *flow)
{
    if (flow->out.size == 0 && flow->lines == 0)
        return;
    rat_buf_puts(&flow->out, "\n\f");
    flow->lines = 0;
    flow->space = flow->tab = false;
    check(flow);
}

void rat_say_flow(struct rat_flow *flow)
{
    if (flow->out.size)
        rat_buf_byte(&flow->out, '\n');
    if (flow->out.failed)
        rat_say_end(RAT_PROBLEM_MEMORY);
    rat_say('T', flow->out.data, flow->out.size);
}
