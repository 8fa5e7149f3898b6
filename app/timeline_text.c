/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/hits.h"

#define BAR_COLUMNS 30

/* "2015   12   3,4  ######" */
static void print_year(const struct rat_console *console, const struct rat_year *y, double most)
{
    char count[RAT_NUMBER_TEXT], share[RAT_NUMBER_TEXT], documents[RAT_NUMBER_TEXT];
    rat_console_count(console, y->count, count);
    rat_console_decimal(console, y->per_thousand, 1, share);
    rat_console_count(console, y->documents, documents);
    if (y->year)
        printf("  %-11d", y->year);
    else
        rat_console_text(console, _("  ohne Datum "));
    printf("%8s  %8s  %9s  ", count, share, documents);
    int bar = most > 0 ? (int)(BAR_COLUMNS * y->per_thousand / most + 0.5) : 0;
    for (int i = 0; i < bar; i++)
        fputs("█", stdout);
    putchar('\n');
}

void rat_timeline_print(const struct rat_console *console, const struct rat_timeline *timeline)
{
    double most = 0;
    for (size_t i = 0; i < timeline->year_count; i++)
        most = timeline->years[i].per_thousand > most ? timeline->years[i].per_thousand : most;
    puts(_("  Jahr        Treffer  je 1.000  Dokumente"));
    for (size_t i = 0; i < timeline->year_count; i++)
        print_year(console, &timeline->years[i], most);
}
