/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The agreement of engine and slow reference search (tests/query/test_reference.c), seed after seed until stopped.
 *
 *     soak_search [--xapian] [--from SEED] [--count N] [--queries N]     SEED defaults to 1000, N of seeds to "no end"
 *     soak_search --sample                                               a few seconds, for ctest
 *
 * --xapian: the archive's Xapian index is asked as well.
 *
 * Prints each finished seed; after an interruption go on with --from. A difference ends the run with its seed.
 */
#include "tests/reference/campaign.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int usage(void)
{
    fputs("soak_search [--xapian] [--from SEED] [--count N] [--queries N] | --sample\n", stderr);
    return 2;
}

int main(int argc, char **argv)
{
    struct ref_campaign campaign = {.seed = 1000, .queries = 300};
    unsigned long long count = 0;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--xapian") == 0) {
            campaign.xapian = true;
            continue;
        }
        unsigned long long value = i + 1 < argc ? strtoull(argv[i + 1], NULL, 10) : 0;
        if (strcmp(argv[i], "--sample") == 0) {
            count = 4;
            campaign.queries = 40;
            continue;
        }
        if (value == 0)
            return usage();
        if (strcmp(argv[i], "--from") == 0)
            campaign.seed = value;
        else if (strcmp(argv[i], "--count") == 0)
            count = value;
        else if (strcmp(argv[i], "--queries") == 0)
            campaign.queries = (unsigned)value;
        else
            return usage();
        i++;
    }
    for (unsigned long long done = 0; count == 0 || done < count; done++) {
        printf("seed %llu: ", (unsigned long long)campaign.seed);
        fflush(stdout);
        ref_campaign_run(&campaign);
        printf("agrees; %llu questions, %llu hits so far\n", (unsigned long long)campaign.asked,
               (unsigned long long)campaign.hits);
        campaign.seed++;
    }
    return 0;
}
