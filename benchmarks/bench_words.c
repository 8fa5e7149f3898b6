/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Judges stemmers and splitters on lists of words: bench_words [--stems FILE] [--compounds FILE [--archive ARCHIVE]
 * [--dictionary FILE] [--errors]] [--json]. What is counted stands in stem_score.h and split_score.h.
 */
#include "benchmarks/dictionary_split.h"
#include "benchmarks/split_score.h"
#include "benchmarks/stem_score.h"
#include "query/archive_analyzer.h"
#include "text/steps.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

struct options {
    const char *stems, *compounds, *archive, *dictionary;
    bool errors, json;
};

static int usage(void)
{
    fputs("bench_words [--stems FILE] [--compounds FILE [--archive ARCHIVE] [--dictionary FILE] [--errors]] "
          "[--json]\n",
          stderr);
    return 2;
}

static int fail(const struct rat_err *err)
{
    fprintf(stderr, "bench_words: %s (%s) %s\n", err->msg, err->where, err->hint);
    return err->code == RAT_EUSAGE ? 2 : err->code == RAT_EDAMAGED ? 3 : err->code == RAT_ENOTFOUND ? 7 : 6;
}

/* ---- stems ---- */

static rat_status judge_stems(const struct options *o, struct rat_err *err)
{
    static const struct {
        const char *name;
        uint32_t steps;
    } stemmers[] = {{"libstemmer", 0}, {"snowball3", RAT_STEP_SNOWBALL3}, {"cistem", RAT_STEP_CISTEM}};
    static const struct {
        const char *name;
        uint32_t steps;
    } with[] = {{"", 0},
                {"+plurals", RAT_STEP_PLURALS},
                {"+plurals,+orthography", RAT_STEP_PLURALS | RAT_STEP_ORTHOGRAPHY}};
    struct rat_stem_list list;
    rat_status st = rat_stem_list_read(o->stems, &list, err);
    if (st != RAT_OK)
        return st;
    if (!o->json)
        printf("%llu words, %u forms, %zu pairs\n", (unsigned long long)list.lines, list.forms.count,
               list.pair_count);
    for (size_t i = 0; i < sizeof stemmers / sizeof *stemmers; i++) {
        for (size_t k = 0; st == RAT_OK && k < sizeof with / sizeof *with; k++) {
            struct rat_stem_score s;
            st = rat_stem_list_score(&list, RAT_STEP_STEMS | stemmers[i].steps | with[k].steps, &s, err);
            if (st != RAT_OK)
                break;
            printf(o->json ? "{\"stemmer\":\"%s\",\"steps\":\"%s\",\"stems\":%llu,\"precision\":%.4f,"
                             "\"recall\":%.4f,\"f1\":%.4f}\n"
                           : "%-10s %-22s stems %llu  precision %.4f  recall %.4f  F1 %.4f\n",
                   stemmers[i].name, with[k].name, (unsigned long long)s.stems, s.precision, s.recall, s.f1);
        }
    }
    rat_stem_list_release(&list);
    return st;
}

/* ---- compounds ---- */

static unsigned split_by_model(const void *model, const char *surface, size_t n,
                               struct rat_compound_part parts[RAT_COMPOUND_PARTS_MAX])
{
    return rat_compounds_split(model, surface, n, parts);
}

static void print_wrong(const char *word, const char *expected, const char *got)
{
    printf("wrong\t%s\t%s\t%s\n", word, expected, got);
}

static rat_status judge_splitter(const struct options *o, const struct rat_split_list *list,
                                 const struct rat_splitter *splitter, struct rat_err *err)
{
    rat_status st = RAT_OK;
    for (int links = 0; st == RAT_OK && links < 2; links++) {
        struct rat_split_score s;
        st = rat_split_list_score(list, splitter, links, o->errors && links ? print_wrong : NULL, &s, err);
        if (st != RAT_OK)
            break;
        printf(o->json ? "{\"splitter\":\"%s\",\"words\":\"%s\",\"split\":%llu,\"right\":%llu,"
                         "\"precision\":%.4f,\"recall\":%.4f,\"f1\":%.4f,\"accuracy\":%.4f,"
                         "\"wrong_simple\":%.4f}\n"
                       : "%-18s %-8s split %llu  right %llu  precision %.4f  recall %.4f  F1 %.4f  "
                         "accuracy %.4f  simple words split %.4f\n",
               splitter->name, links ? "links" : "as-is", (unsigned long long)s.split,
               (unsigned long long)s.right, s.precision, s.recall, s.f1, s.accuracy, s.wrong_simple);
    }
    return st;
}

static rat_status judge_start(const struct options *o, const struct rat_split_list *list, struct rat_err *err)
{
    struct rat_compounds *model;
    rat_status st = rat_compounds_new(&model, err);
    if (st != RAT_OK)
        return st;
    st = rat_compounds_learn_start(model, err);
    if (st == RAT_OK)
        st = judge_splitter(o, list, &(struct rat_splitter){"start words", model, split_by_model}, err);
    rat_compounds_free(model);
    return st;
}

static rat_status judge_archive(const struct options *o, const struct rat_split_list *list,
                                struct rat_err *err)
{
    struct rat_snapshot *snapshot;
    struct rat_archive_analyzer analyzer;
    rat_status st = rat_snapshot_open(o->archive, &snapshot, err);
    if (st != RAT_OK)
        return st;
    st = rat_archive_analyzer_open(snapshot, &analyzer, err);
    if (st == RAT_OK && !analyzer.model)
        st = rat_fail(err, RAT_EUSAGE, "%s has learned no words", o->archive);
    if (st == RAT_OK)
        st = judge_splitter(o, list, &(struct rat_splitter){"archive", analyzer.model, split_by_model}, err);
    rat_archive_analyzer_close(&analyzer);
    rat_snapshot_close(snapshot);
    return st;
}

static rat_status judge_dictionary(const struct options *o, const struct rat_split_list *list,
                                   struct rat_err *err)
{
    struct rat_word_list words;
    rat_status st = rat_word_list_read(o->dictionary, &words, err);
    if (st != RAT_OK)
        return st;
    st = judge_splitter(o, list, &(struct rat_splitter){"dictionary", &words, rat_dictionary_split}, err);
    if (st == RAT_OK)
        st = judge_splitter(
            o, list, &(struct rat_splitter){"dictionary,unknown", &words, rat_dictionary_split_unknown}, err);
    rat_word_list_release(&words);
    return st;
}

static rat_status judge_compounds(const struct options *o, struct rat_err *err)
{
    struct rat_split_list list;
    rat_status st = rat_split_list_read(o->compounds, &list, err);
    if (st != RAT_OK)
        return st;
    if (!o->json)
        printf("%zu words, %zu of them compounds; %zu with a hyphen left out\n", list.count, list.compounds,
               list.hyphenated);
    st = judge_start(o, &list, err);
    if (st == RAT_OK && o->archive)
        st = judge_archive(o, &list, err);
    if (st == RAT_OK && o->dictionary)
        st = judge_dictionary(o, &list, err);
    rat_split_list_release(&list);
    return st;
}

int main(int argc, char **argv)
{
    static const struct option options[] = {{"stems", required_argument, NULL, 's'},
                                            {"compounds", required_argument, NULL, 'c'},
                                            {"archive", required_argument, NULL, 'a'},
                                            {"dictionary", required_argument, NULL, 'd'},
                                            {"errors", no_argument, NULL, 'e'},
                                            {"json", no_argument, NULL, 'j'},
                                            {NULL, 0, NULL, 0}};
    struct options o = {.json = false};
    struct rat_err err = RAT_ERR_INIT;
    for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        switch (c) {
        case 's': o.stems = optarg; break;
        case 'c': o.compounds = optarg; break;
        case 'a': o.archive = optarg; break;
        case 'd': o.dictionary = optarg; break;
        case 'e': o.errors = true; break;
        case 'j': o.json = true; break;
        default: return usage();
        }
    }
    if (optind != argc || (!o.stems && !o.compounds) || (!o.compounds && (o.archive || o.dictionary)) ||
        (o.errors && o.json))
        return usage();
    if (o.stems && judge_stems(&o, &err) != RAT_OK)
        return fail(&err);
    if (o.compounds && judge_compounds(&o, &err) != RAT_OK)
        return fail(&err);
    return 0;
}
