/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What tracing finds in an archive, and how long it takes: CPU time of the one thread that does it.
 *     bench_trace ARCHIVE --edges            every reference of kind paper: document, first byte, last, wording, resolution, paper
 *     bench_trace ARCHIVE --links            links of sources: how many the trace of each side shows
 *     bench_trace ARCHIVE --time [N]         traces N papers (all), times of each
 *     bench_trace ARCHIVE --related [N]      papers with a partner (a link of the source, the same family): whether it is among the
 *                                            first ten of `related`, N pairs at most; without a partner only the time
 *     bench_trace ARCHIVE --related-words [N] the same by words alone
 */
#include "benchmarks/timings.h"
#include "query/related.h"
#include "storage/archive.h"

#include <stdio.h>
#include <stdlib.h>

static int fail(const struct rat_err *err)
{
    fprintf(stderr, "bench_trace: %s (%s) %s\n", err->msg, err->where, err->hint);
    return err->code == RAT_EUSAGE ? 2 : err->code == RAT_ENOTFOUND ? 7 : err->code == RAT_EDAMAGED ? 3 : 6;
}

/* ---- edges ---- */

struct edge_counts {
    uint64_t documents, references[7], resolution[5], led_unknown, own_paper;
};

static rat_status print_edge(struct rat_catalogue *catalogue, const struct rat_document *document,
                             const struct rat_reference *r, struct edge_counts *counts,
                             struct rat_arena *arena, struct rat_err *err)
{
    struct rat_citer citer = rat_citer_of(document);
    enum rat_resolution resolution;
    const char *paper = NULL;
    rat_status st = rat_resolve_reference(catalogue, &citer, r, arena, &resolution, &paper, err);
    if (st != RAT_OK)
        return st;
    if (paper && document->paper_id && strcmp(paper, document->paper_id) == 0) {
        counts->own_paper++;
        return RAT_OK;
    }
    counts->resolution[resolution]++;
    counts->led_unknown += resolution == RAT_RESOLVED_NOT && r->is_led;
    printf("%s\t%u\t%u\t%s\t%s\t%s\t%s\t%s\n", document->id, r->start, r->end, rat_wording_name(r->wording),
           resolution == RAT_RESOLVED_NOT ? (r->is_led ? "not" : "shape-only")
                                          : rat_resolution_name(resolution),
           paper ? paper : "-", r->key, document->paper_id ? document->paper_id : "-");
    return RAT_OK;
}

static rat_status edges(struct rat_catalogue *catalogue, struct rat_err *err)
{
    struct rat_document_walk walk = {0};
    struct edge_counts counts = {0};
    struct rat_arena arena;
    rat_status st;
    rat_arena_init(&arena, 0);
    while ((st = rat_catalogue_walk_documents(catalogue, 0, walk.docnum, &walk, err)) == RAT_OK) {
        struct rat_document document;
        struct rat_reference *list;
        size_t count = 0;
        rat_arena_clear(&arena);
        if (walk.removed)
            continue;
        st = rat_catalogue_document(catalogue, walk.docnum, &arena, &document, err);
        if (st == RAT_OK)
            st = rat_catalogue_references(catalogue, walk.docnum, &arena, &list, &count, err);
        counts.documents++;
        for (size_t i = 0; st == RAT_OK && i < count; i++) {
            counts.references[list[i].kind]++;
            if (list[i].kind == RAT_REFERENCE_PAPER)
                st = print_edge(catalogue, &document, &list[i], &counts, &arena, err);
        }
        if (st != RAT_OK)
            break;
    }
    rat_arena_release(&arena);
    if (st != RAT_END)
        return st;
    fprintf(stderr,
            "%llu documents; references: paper %llu, own %llu, decision %llu, law %llu, budget %llu, outside "
            "%llu\n"
            "papers: exact %llu, family %llu, by term %llu, ambiguous %llu, unknown %llu (led in: %llu), own "
            "paper %llu\n",
            (unsigned long long)counts.documents, (unsigned long long)counts.references[1],
            (unsigned long long)counts.references[2], (unsigned long long)counts.references[3],
            (unsigned long long)counts.references[4], (unsigned long long)counts.references[5],
            (unsigned long long)counts.references[6],
            (unsigned long long)counts.resolution[RAT_RESOLVED_EXACT],
            (unsigned long long)counts.resolution[RAT_RESOLVED_FAMILY],
            (unsigned long long)counts.resolution[RAT_RESOLVED_TERM],
            (unsigned long long)counts.resolution[RAT_RESOLVED_AMBIGUOUS],
            (unsigned long long)counts.resolution[RAT_RESOLVED_NOT], (unsigned long long)counts.led_unknown,
            (unsigned long long)counts.own_paper);
    return RAT_OK;
}

/* ---- papers, one after the other ---- */

typedef rat_status each_paper(void *ctx, struct rat_catalogue *catalogue, const char *id,
                              struct rat_err *err);

static rat_status for_papers(struct rat_catalogue *catalogue, uint64_t most, each_paper *visit, void *ctx,
                             struct rat_err *err)
{
    int64_t row = 0;
    bool removed;
    rat_status st = RAT_OK;
    struct rat_arena arena;
    rat_arena_init(&arena, 0);
    for (uint64_t n = 0; n < most && st == RAT_OK; n++) {
        struct rat_numbered paper;
        rat_arena_clear(&arena);
        st = rat_catalogue_walk_papers(catalogue, 0, &row, &removed, err);
        if (st == RAT_OK)
            st = rat_catalogue_paper_at(catalogue, row, &arena, &paper, err);
        if (st == RAT_OK && !removed)
            st = visit(ctx, catalogue, paper.paper_id, err);
    }
    rat_arena_release(&arena);
    return st == RAT_END ? RAT_OK : st;
}

struct link_counts {
    uint64_t links, dangling, shown;
};

static bool shows(const struct rat_trace *trace, const char *id)
{
    for (size_t i = 0; i < trace->paper_count; i++)
        if (trace->papers[i].relation <= RAT_RELATION_ANSWERS && strcmp(trace->papers[i].id, id) == 0)
            return true;
    return false;
}

static rat_status check_links(void *ctx, struct rat_catalogue *catalogue, const char *id, struct rat_err *err)
{
    struct link_counts *counts = ctx;
    struct rat_trace *trace;
    rat_status st = rat_trace_paper(catalogue, id, &trace, err);
    if (st != RAT_OK)
        return st;
    for (size_t i = 0; st == RAT_OK && i < trace->paper.link_count; i++) {
        struct rat_known known;
        const char *other = trace->paper.links[i].other_id;
        counts->links++;
        st = rat_catalogue_known_paper(catalogue, other, &known, err);
        if (st != RAT_OK)
            break;
        if (!known.docnum)
            counts->dangling++;
        else if (shows(trace, other))
            counts->shown++;
        else
            printf("%s\t%s\t%s\n", id, trace->paper.links[i].kind, other);
    }
    rat_trace_free(trace);
    return st;
}

struct times {
    double *us;
    size_t count, room;
    uint64_t events, papers;
};

static rat_status time_trace(void *ctx, struct rat_catalogue *catalogue, const char *id, struct rat_err *err)
{
    struct times *times = ctx;
    struct rat_trace *trace;
    double before = thread_us();
    rat_status st = rat_trace_paper(catalogue, id, &trace, err);
    if (st != RAT_OK)
        return st;
    if (times->count < times->room)
        times->us[times->count++] = thread_us() - before;
    times->events += trace->event_count;
    times->papers += trace->paper_count;
    rat_trace_free(trace);
    return RAT_OK;
}

static rat_status time_all(struct rat_catalogue *catalogue, uint64_t most, struct rat_err *err)
{
    struct times times = {.room = 1u << 20};
    times.us = calloc(times.room, sizeof *times.us);
    if (!times.us)
        return rat_nomem(err);
    rat_status st = for_papers(catalogue, most, time_trace, &times, err);
    if (st == RAT_OK && times.count) {
        print_times(times.us, times.count, times.events, true);
        printf("{\"max_us\":%.0f,\"events\":%llu,\"connections\":%llu}\n", times.us[times.count - 1],
               (unsigned long long)times.events, (unsigned long long)times.papers);
    }
    free(times.us);
    return st;
}

/* ---- related ---- */

struct partner_counts {
    struct rat_snapshot *snapshot;
    bool words_only;
    uint64_t most, pairs, first_ten, papers, complete, seen;
    struct times times;
};

static bool is_partner(const struct rat_trace_paper *p)
{
    return p->relation <= RAT_RELATION_AMENDS && !p->removed && p->origin != RAT_ORIGIN_TEXT;
}

static bool suggests(const struct rat_related *related, const char *id)
{
    for (size_t i = 0; i < related->item_count; i++)
        if (related->items[i].paper && strcmp(related->items[i].paper, id) == 0)
            return true;
    return false;
}

static bool is_first(const struct rat_trace *trace, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (strcmp(trace->papers[k].id, trace->papers[i].id) == 0)
            return false;
    return true;
}

static rat_status try_partners(void *ctx, struct rat_catalogue *catalogue, const char *id,
                               struct rat_err *err)
{
    struct partner_counts *c = ctx;
    struct rat_trace *trace;
    struct rat_related *related = NULL;
    struct rat_related_options options = {.limit = 10, .words_only = c->words_only};
    struct rat_resolved found = {.kind = RAT_NAMED_PAPER, .paper_id = id, .matches = 1};
    uint64_t pairs = 0, there = 0;
    rat_status st = c->pairs < c->most ? rat_trace_paper(catalogue, id, &trace, err) : RAT_END;
    if (st != RAT_OK)
        return st;
    bool any = false;
    for (size_t i = 0; i < trace->paper_count; i++)
        any |= is_partner(&trace->papers[i]);
    if (!any && c->seen++ % 16) { /* of those without a partner some are timed */
        rat_trace_free(trace);
        return RAT_OK;
    }
    double before = thread_us();
    st = rat_related_find(c->snapshot, &found, &options, &related, err);
    double took = thread_us() - before;
    for (size_t i = 0; st == RAT_OK && i < trace->paper_count; i++) {
        if (!is_partner(&trace->papers[i]) || !is_first(trace, i))
            continue;
        pairs++;
        if (suggests(related, trace->papers[i].id))
            there++;
        else
            printf("%s\t%s\t%s\n", id, rat_relation_name(trace->papers[i].relation), trace->papers[i].id);
    }
    if (st == RAT_OK && c->times.count < c->times.room)
        c->times.us[c->times.count++] = took;
    c->pairs += pairs;
    c->first_ten += there;
    c->papers += pairs > 0;
    c->complete += pairs > 0 && pairs == there;
    rat_related_free(related);
    rat_trace_free(trace);
    return st;
}

static rat_status try_related(struct rat_snapshot *snapshot, uint64_t most, bool words_only,
                              struct rat_err *err)
{
    struct partner_counts c = {
        .snapshot = snapshot, .most = most, .words_only = words_only, .times.room = 1u << 20};
    c.times.us = calloc(c.times.room, sizeof *c.times.us);
    if (!c.times.us)
        return rat_nomem(err);
    rat_status st = for_papers(snapshot->catalogue, UINT64_MAX, try_partners, &c, err);
    if (st == RAT_OK && c.times.count) {
        fprintf(stderr,
                "%llu pairs, partner in the first ten: %llu; %llu papers with partners, all of them: %llu\n",
                (unsigned long long)c.pairs, (unsigned long long)c.first_ten, (unsigned long long)c.papers,
                (unsigned long long)c.complete);
        print_times(c.times.us, c.times.count, c.first_ten, true);
    }
    free(c.times.us);
    return st;
}

int main(int argc, char **argv)
{
    struct rat_err err = RAT_ERR_INIT;
    struct rat_snapshot *snapshot = NULL;
    const char *what = argc > 2 ? argv[2] : "";
    uint64_t most = argc > 3 ? strtoull(argv[3], NULL, 10) : UINT64_MAX;
    if (argc < 3) {
        fputs("bench_trace ARCHIVE --edges|--links|--time [N]|--related [N]|--related-words [N]\n", stderr);
        return 2;
    }
    rat_status st = rat_snapshot_open(argv[1], &snapshot, &err);
    if (st == RAT_OK && !snapshot->catalogue)
        st = rat_fail(&err, RAT_EUSAGE, "this archive has no catalogue");
    if (st == RAT_OK && strcmp(what, "--edges") == 0) {
        st = edges(snapshot->catalogue, &err);
    } else if (st == RAT_OK && strcmp(what, "--links") == 0) {
        struct link_counts counts = {0};
        st = for_papers(snapshot->catalogue, most, check_links, &counts, &err);
        fprintf(stderr, "%llu links: %llu shown, %llu dangling\n", (unsigned long long)counts.links,
                (unsigned long long)counts.shown, (unsigned long long)counts.dangling);
    } else if (st == RAT_OK && strncmp(what, "--related", 9) == 0) {
        st = try_related(snapshot, most, strcmp(what, "--related-words") == 0, &err);
    } else if (st == RAT_OK) {
        st = time_all(snapshot->catalogue, most, &err);
    }
    rat_snapshot_close(snapshot);
    return st == RAT_OK ? 0 : fail(&err);
}
