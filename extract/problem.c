/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "extract/problem.h"

#include "base/message.h"

static const struct {
    const char *name, *meaning;
} problems_known[] = {
    {RAT_PROBLEM_DAMAGED, N_("die Datei ist beschädigt")},
    {RAT_PROBLEM_ENCRYPTED, N_("die Datei ist mit einem Kennwort geschützt")},
    {RAT_PROBLEM_UNSUPPORTED, N_("dieses Format liest diese Version nicht")},
    {RAT_PROBLEM_NO_PROGRAM, N_("ein Programm fehlt")},
    {RAT_PROBLEM_TIMEOUT, N_("das Lesen dauerte zu lange und wurde abgebrochen")},
    {RAT_PROBLEM_MEMORY, N_("das Lesen brauchte zu viel Speicher und wurde abgebrochen")},
    {RAT_PROBLEM_OUTPUT, N_("die Datei ergäbe entpackt unsinnig viel (eine Bombe?)")},
    {RAT_PROBLEM_MEMBERS, N_("die Datei enthält zu viele Dateien")},
    {RAT_PROBLEM_NESTED, N_("die Datei ist zu tief geschachtelt")},
    {RAT_PROBLEM_CRASHED, N_("das lesende Programm ist an der Datei gescheitert")},
    {RAT_PROBLEM_SCAN,
     N_("Bilder ohne Text; Texterkennung (tesseract-ocr, tesseract-ocr-deu) fehlt oder ist aus")},
    {RAT_PROBLEM_OCR_POOR, N_("die Texterkennung ist unsicher")},
    {RAT_PROBLEM_PAGES_MISSING, N_("nicht alle Seiten ließen sich lesen")},
};

void rat_problem_explain(const char *problems, struct rat_buf *out)
{
    for (const char *at = problems ? problems : ""; *at;) {
        size_t n = strcspn(at, " "), name = strcspn(at, ": ");
        const char *meaning = NULL;
        for (size_t i = 0; i < sizeof problems_known / sizeof *problems_known; i++)
            if (strlen(problems_known[i].name) == name && memcmp(problems_known[i].name, at, name) == 0)
                meaning = _(problems_known[i].meaning);
        rat_buf_puts(out, at > problems ? "; " : "");
        if (meaning)
            rat_buf_puts(out, meaning);
        else
            rat_buf_append(out, at, name);
        if (name < n)
            rat_buf_printf(out, " (%.*s)", (int)(n - name - 1), at + name + 1);
        at += n + strspn(at + n, " ");
    }
}
