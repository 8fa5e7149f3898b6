/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the server counts, for Prometheus' text format. Atomic counters, any thread. */
#ifndef WEB_METRICS_H
#define WEB_METRICS_H

#include "base/buf.h"

#include <stdatomic.h>

#define RAT_METRIC_BUCKETS 12

struct rat_metrics {
    atomic_ullong answers[6]; /* by the hundreds of their status; 0: never answered */
    atomic_ullong bytes, micros;
    atomic_ullong buckets[RAT_METRIC_BUCKETS +
                          1];    /* of the time from the request line to the answer; the last: above all */
    atomic_ullong searches, cut; /* queries; those that their deadline ended */
    atomic_ullong refused;       /* the queue was full */
    atomic_ullong expired;       /* connections that took too long */
    atomic_ullong connections, waiting; /* now open; now in the queue */
    atomic_ullong generation, reloads, reload_failures;
};

void rat_metrics_answered(struct rat_metrics *metrics, unsigned status, uint64_t bytes, uint64_t micros);
void rat_metrics_write(struct rat_metrics *metrics, struct rat_buf *out);

#endif
