/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Curves over the years as an SVG file: hits per 1,000 documents of the year, one or two queries, with a grid, a legend, and hollow
 * points where a year has so few documents that its share says little. No scripts, no fonts of its own; readable in black and
 * white by the shape of its points.
 */
#ifndef APP_PLOT_H
#define APP_PLOT_H

#include "query/timeline.h"

#define RAT_PLOT_CURVES_MAX 2u

struct rat_plot {
    struct rat_plot_curve {
        const char *name; /* the query as understood */
        const struct rat_timeline *timeline;
    } curves[RAT_PLOT_CURVES_MAX];
    size_t count;
    bool english;
    enum rat_layers layers;
};

/* Writes the file anew. RAT_EIO. */
RAT_MUST_CHECK rat_status rat_plot_write(const struct rat_plot *plot, const char *path, struct rat_err *err);

#endif
