/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Text as it flows out of markup: white space collapses, breaks are asked for and come only between texts, pages end with a
 * form feed. Latches like a buffer; a flow that grew beyond its limit ends the helper as a bomb.
 */
#ifndef READERS_FLOW_H
#define READERS_FLOW_H

#include "base/buf.h"

struct rat_flow {
    struct rat_buf out;
    size_t limit;
    unsigned lines; /* line ends that are due before the next text: 1 a new line, 2 a paragraph */
    bool space, tab;
};

void rat_flow_init(struct rat_flow *flow, size_t limit);
void rat_flow_text(struct rat_flow *flow, const char *text, size_t n);     /* white space collapses */
void rat_flow_verbatim(struct rat_flow *flow, const char *text, size_t n); /* it does not */
void rat_flow_space(struct rat_flow *flow);
void rat_flow_tab(struct rat_flow *flow);                 /* between cells of a table */
void rat_flow_lines(struct rat_flow *flow, unsigned due); /* at least so many */
void rat_flow_break(struct rat_flow *flow);               /* one line end more, whatever is due */
void rat_flow_page(struct rat_flow *flow); /* a page ends here; nothing before the first text */

#endif
