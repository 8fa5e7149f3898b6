/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The engine and the slow reference search give the same answers. tests/soak/soak_search.c does more of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/reference/campaign.h"

/* Archives whose size lies at a border: of a block of postings (128), of a window and of a run of a column (4096). */
static void at_borders(void **state)
{
    static const uint32_t sizes[] = {1, 2, 3, 127, 128, 129, 255, 256, 257};
    (void)state;
    struct ref_campaign campaign = {.seed = 100, .queries = 60};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        campaign.seed++;
        campaign.documents = sizes[i];
        campaign.analyzer = i % 3 == 2 ? "german" : "whitespace";
        ref_campaign_run(&campaign);
    }
    assert_int_equal(campaign.asked, 9 * 2 * 60);
}

static void at_window_borders(void **state)
{
    (void)state;
    struct ref_campaign campaign = {.seed = 200, .queries = 12, .analyzer = "whitespace"};
    for (uint32_t documents = 4095; documents <= 4097; documents++) {
        campaign.seed++;
        campaign.documents = documents;
        ref_campaign_run(&campaign);
    }
    assert_true(campaign.hits > 0);
}

static void at_random(void **state)
{
    (void)state;
    struct ref_campaign campaign = {.seed = 1, .queries = 40};
    for (; campaign.seed <= 12; campaign.seed++)
        ref_campaign_run(&campaign);
    /* it must have looked at something */
    assert_true(campaign.scored > 1000);
    assert_true(campaign.segments > 2 * 12);
}

/* The second engine: the same sets, totals, facets, phrases, and orders by date. */
static void of_xapian(void **state)
{
    (void)state;
    struct ref_campaign campaign = {.seed = 300, .queries = 25, .xapian = true};
    for (; campaign.seed <= 306; campaign.seed++)
        ref_campaign_run(&campaign);
    assert_true(campaign.hits > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(at_borders),
        cmocka_unit_test(at_window_borders),
        cmocka_unit_test(at_random),
        cmocka_unit_test(of_xapian),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
