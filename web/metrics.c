/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "web/metrics.h"

static const unsigned limits_us[RAT_METRIC_BUCKETS] = {500,   1000,  2500,   5000,   10000,   15000,
                                                       25000, 50000, 100000, 250000, 1000000, 5000000};

void rat_metrics_answered(struct rat_metrics *metrics, unsigned status, uint64_t bytes, uint64_t micros)
{
    int bucket = 0;
    while (bucket < RAT_METRIC_BUCKETS && micros > limits_us[bucket])
        bucket++;
    atomic_fetch_add_explicit(&metrics->buckets[bucket], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&metrics->answers[status / 100 < 6 ? status / 100 : 0], 1,
                              memory_order_relaxed);
    atomic_fetch_add_explicit(&metrics->bytes, bytes, memory_order_relaxed);
    atomic_fetch_add_explicit(&metrics->micros, micros, memory_order_relaxed);
}

static void put(struct rat_buf *out, const char *name, const char *kind, const char *help, uint64_t value)
{
    rat_buf_printf(out, "# HELP ratsarchiv_%s %s\n# TYPE ratsarchiv_%s %s\nratsarchiv_%s %llu\n", name, help,
                   name, kind, name, (unsigned long long)value);
}

static void put_durations(struct rat_metrics *m, struct rat_buf *out)
{
    uint64_t seen = 0;
    rat_buf_puts(out, "# HELP ratsarchiv_request_seconds From the request line to the answer.\n"
                      "# TYPE ratsarchiv_request_seconds histogram\n");
    for (int i = 0; i < RAT_METRIC_BUCKETS; i++) {
        seen += m->buckets[i];
        rat_buf_printf(out, "ratsarchiv_request_seconds_bucket{le=\"%g\"} %llu\n", limits_us[i] / 1e6,
                       (unsigned long long)seen);
    }
    seen += m->buckets[RAT_METRIC_BUCKETS];
    rat_buf_printf(
        out,
        "ratsarchiv_request_seconds_bucket{le=\"+Inf\"} %llu\nratsarchiv_request_seconds_sum %.6f\n"
        "ratsarchiv_request_seconds_count %llu\n",
        (unsigned long long)seen, (double)m->micros / 1e6, (unsigned long long)seen);
}

void rat_metrics_write(struct rat_metrics *m, struct rat_buf *out)
{
    rat_buf_puts(out, "# HELP ratsarchiv_requests_total Answers by class of their status.\n"
                      "# TYPE ratsarchiv_requests_total counter\n");
    for (int i = 1; i < 6; i++)
        rat_buf_printf(out, "ratsarchiv_requests_total{status=\"%dxx\"} %llu\n", i,
                       (unsigned long long)m->answers[i]);
    put_durations(m, out);
    put(out, "sent_bytes_total", "counter", "Bytes of answers without their heads.", m->bytes);
    put(out, "searches_total", "counter", "Queries that ran.", m->searches);
    put(out, "searches_cut_total", "counter", "Queries that their deadline ended.", m->cut);
    put(out, "refused_total", "counter", "Requests refused because too many waited.", m->refused);
    put(out, "connections_expired_total", "counter", "Connections closed because they took too long.",
        m->expired);
    put(out, "connections", "gauge", "Connections that are open.", m->connections);
    put(out, "waiting", "gauge", "Requests that wait for a thread.", m->waiting);
    put(out, "generation", "gauge", "Generation of the archive that is served.", m->generation);
    put(out, "reloads_total", "counter", "Newer generations that were opened.", m->reloads);
    put(out, "reload_failures_total", "counter", "Newer generations that could not be opened.",
        m->reload_failures);
}
