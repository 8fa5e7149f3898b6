/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/command.h"

#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <unistd.h>

/* Files that are opened later must not become standard output: printing would write into them. */
static void fill_standard_descriptors(void)
{
    int fd;
    do
        fd = open("/dev/null", O_RDONLY);
    while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd >= 0)
        close(fd);
}

/* --lang, then the environment in the order of POSIX; German unless that says English. */
static bool wants_english(const char *const *argv, size_t argc)
{
    static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    const char *lang = rat_args_peek(argv, argc, "lang");
    for (size_t i = 0; (!lang || !*lang) && i < sizeof variables / sizeof variables[0]; i++)
        lang = getenv(variables[i]);
    return lang && strncmp(lang, "en", 2) == 0;
}

/* gettext translates nothing in the locale "C"; C.UTF-8 is on every machine, where no English locale is. */
static void set_language(bool english)
{
    static const char *const locales[] = {"en_US.UTF-8", "en_GB.UTF-8", "C.UTF-8"};
    const char *built = RAT_LOCALE_DIR "/en/LC_MESSAGES/" RAT_TEXT_DOMAIN ".mo";
    setlocale(LC_CTYPE, "C.UTF-8");
    bindtextdomain(RAT_TEXT_DOMAIN, access(built, R_OK) == 0 ? RAT_LOCALE_DIR : RAT_LOCALE_INSTALL_DIR);
    bind_textdomain_codeset(RAT_TEXT_DOMAIN, "UTF-8");
    if (!english)
        return; /* the sources are German */
    bool found = false;
    for (size_t i = 0; !found && i < sizeof locales / sizeof locales[0]; i++)
        found = setlocale(LC_MESSAGES, locales[i]) != NULL;
    setenv("LANGUAGE", "en", 1);
}

int main(int argc, char **argv)
{
    const char *const *arguments = (const char *const *)argv;
    bool english = wants_english(arguments, (size_t)argc);
    fill_standard_descriptors();
    signal(SIGPIPE, SIG_IGN); /* a reader that is gone shows as a failed write */
    set_language(english);
    return rat_program_run(arguments, (size_t)argc, english);
}
