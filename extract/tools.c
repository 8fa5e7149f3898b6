/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "extract/tools.h"

#include "base/hash.h"
#include "extract/child.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#define FOLDERS "/usr/local/bin:/usr/bin:/bin"
#define SAID_MAX 65536u

static const struct {
    const char *name, *package, *question; /* how it is asked for its version; NULL: without arguments */
} known[RAT_TOOLS] = {
    [RAT_TOOL_PDFTOTEXT] = {"pdftotext", "poppler-utils", "-v"},
    [RAT_TOOL_PDFTOPPM] = {"pdftoppm", "poppler-utils", "-v"},
    [RAT_TOOL_PDFIMAGES] = {"pdfimages", "poppler-utils", "-v"},
    [RAT_TOOL_ANTIWORD] = {"antiword", "antiword", NULL},
    [RAT_TOOL_CATDOC] = {"catdoc", "catdoc", "-V"},
    [RAT_TOOL_XLS2CSV] = {"xls2csv", "catdoc", "-V"},
    [RAT_TOOL_CATPPT] = {"catppt", "catdoc", "-V"},
    [RAT_TOOL_TESSERACT] = {"tesseract", "tesseract-ocr", "--version"},
};

static struct {
    char *path;
    char version[32];
} tools[RAT_TOOLS];
static char *languages; /* as tesseract lists them, one a line */
static pthread_once_t paths_once = PTHREAD_ONCE_INIT, languages_once = PTHREAD_ONCE_INIT;
static pthread_mutex_t versions_lock = PTHREAD_MUTEX_INITIALIZER;

static void find_paths(void)
{
    const char *folders = secure_getenv("RATSARCHIV_TOOLS");
    struct rat_buf path = RAT_BUF_INIT;
    if (!folders)
        folders = FOLDERS;
    for (size_t i = 0; i < RAT_TOOLS; i++) {
        for (const char *at = folders; *at && !tools[i].path;) {
            size_t n = strcspn(at, ":");
            rat_buf_clear(&path);
            rat_buf_printf(&path, "%.*s/%s", (int)n, at, known[i].name);
            if (!path.failed && access(rat_buf_cstr(&path), X_OK) == 0)
                tools[i].path = strdup(rat_buf_cstr(&path));
            at += n + (at[n] == ':');
        }
    }
    rat_buf_release(&path);
}

const char *rat_tool_name(enum rat_tool tool)
{
    return known[tool].name;
}

const char *rat_tool_package(enum rat_tool tool)
{
    return known[tool].package;
}

const char *rat_tool_path(enum rat_tool tool)
{
    pthread_once(&paths_once, find_paths);
    return tools[tool].path;
}

/* What it says when asked, on either output. */
static void ask(enum rat_tool tool, const char *question, struct rat_buf *out)
{
    struct rat_child_options options = RAT_CHILD_OPTIONS_INIT;
    struct rat_child_end end = {0};
    const char *arguments[] = {"run", rat_tool_path(tool), question, NULL};
    options.arguments = arguments;
    options.seconds = 10;
    if (rat_child_run(&options, SAID_MAX, out, &end, NULL) == RAT_OK)
        rat_buf_puts(out, end.said);
}

static bool begins_version(const char *text, const char *at)
{
    return isdigit((unsigned char)at[0]) && at[1 + strspn(at + 1, "0123456789")] == '.' &&
           (at == text || !isalnum((unsigned char)at[-1]));
}

/* The first number with a dot in it, and how far it goes: "22.12.0", "0.95". */
static void read_version(const char *text, char *out, size_t room)
{
    const char *at = text;
    while (*at && !begins_version(text, at))
        at++;
    size_t n = strspn(at, "0123456789.");
    while (n && at[n - 1] == '.')
        n--;
    snprintf(out, room, "%.*s", (int)(n < room ? n : room - 1), n ? at : "?");
    if (!n)
        snprintf(out, room, "?");
}

const char *rat_tool_version(enum rat_tool tool)
{
    if (!rat_tool_path(tool))
        return "?";
    pthread_mutex_lock(&versions_lock);
    if (!tools[tool].version[0]) {
        struct rat_buf said = RAT_BUF_INIT;
        ask(tool, known[tool].question, &said);
        read_version(rat_buf_cstr(&said), tools[tool].version, sizeof tools[tool].version);
        rat_buf_release(&said);
    }
    pthread_mutex_unlock(&versions_lock);
    return tools[tool].version;
}

static void list_languages(void)
{
    struct rat_buf said = RAT_BUF_INIT;
    if (rat_tool_path(RAT_TOOL_TESSERACT))
        ask(RAT_TOOL_TESSERACT, "--list-langs", &said);
    languages = strdup(rat_buf_cstr(&said));
    rat_buf_release(&said);
}

bool rat_tool_recognises(const char *language)
{
    size_t n = strlen(language);
    pthread_once(&languages_once, list_languages);
    for (const char *at = languages ? languages : ""; *at;) {
        size_t line = strcspn(at, "\n");
        if (line == n && memcmp(at, language, n) == 0)
            return true;
        at += line + (at[line] == '\n');
    }
    return false;
}

uint64_t rat_tools_stamp(void)
{
    uint64_t there = rat_child_helper() != NULL;
    for (size_t i = 0; i < RAT_TOOLS; i++)
        there |= (uint64_t)(rat_tool_path((enum rat_tool)i) != NULL) << (i + 1);
    if (rat_tool_path(RAT_TOOL_TESSERACT))
        there |= (uint64_t)rat_tool_recognises("deu") << 32 | (uint64_t)rat_tool_recognises("frk") << 33;
    return rat_hash64(&there, sizeof there);
}
