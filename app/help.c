/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/command.h"

#define OPTION_COLUMNS 26u

static void print_option(const struct rat_console *console, const struct rat_option_spec *option)
{
    char left[96];
    if (option->value)
        snprintf(left, sizeof left, "  --%s %s", option->name, _(option->value));
    else
        snprintf(left, sizeof left, "  --%s", option->name);
    rat_console_cell(console, left, OPTION_COLUMNS);
    size_t used = rat_console_columns(left);
    rat_console_wrap(console, _(option->help), (unsigned)(used < OPTION_COLUMNS ? OPTION_COLUMNS : used + 1),
                     OPTION_COLUMNS);
}

static void print_options(const struct rat_console *console, const char *title,
                          const struct rat_option_spec *options)
{
    if (!options || !options->name)
        return;
    printf("\n%s\n", title);
    for (; options->name; options++)
        print_option(console, options);
}

void rat_help_command(const struct rat_console *console, const struct rat_command *command)
{
    printf("%s ratsarchiv %s %s\n\n", _("Aufruf:"), command->name, _(command->arguments));
    rat_console_wrap(console, _(command->summary), 0, 0);
    if (command->notes) {
        putchar('\n');
        rat_console_block(console, _(command->notes), 0);
    }
    print_options(console, _("Optionen:"), command->options);
    print_options(console, _("Bei jedem Befehl:"), rat_common_options);
    printf("\n%s\n", _("Beispiele:"));
    rat_console_block(console, _(command->examples), 2);
}

void rat_help_program(const struct rat_console *console)
{
    printf("ratsarchiv %s – %s\n\n", RAT_VERSION,
           _("Archiv und Volltextsuche für kommunale Sitzungsunterlagen"));
    printf("%s ratsarchiv %s\n\n%s\n", _("Aufruf:"), _("BEFEHL ARCHIV [ANGABEN] [OPTIONEN]"), _("Befehle:"));
    for (const struct rat_command *const *c = rat_commands; *c; c++) {
        fputs("  ", stdout);
        rat_console_cell(console, (*c)->name, 11);
        rat_console_wrap(console, _((*c)->summary), 13, 13);
    }
    print_options(console, _("Bei jedem Befehl:"), rat_common_options);
    printf("\n%s\n", _("Beispiele:"));
    rat_console_block(console,
                      _("ratsarchiv init archiv\n"
                        "ratsarchiv import archiv vorlagen/\n"
                        "ratsarchiv search archiv 'Radweg gremium:Kreisausschuss datum:2020'\n"
                        "ratsarchiv show archiv 2020/740"),
                      2);
    printf("\n%s\n", _("Mehr zu einem Befehl: ratsarchiv BEFEHL --help"));
    rat_console_block(console,
                      _("Rückgabewerte: 0 fertig, 1 keine Treffer, 2 Bedienung, 3 Archiv beschädigt,\n"
                        "4 fertig, aber Eingaben abgelehnt, 5 gesperrt, 6 Ein-/Ausgabe, 7 nicht gefunden,\n"
                        "8 unterbrochen"),
                      0);
}
