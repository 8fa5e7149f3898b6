/* SPDX-License-Identifier: GPL-2.0-or-later */
/* make_files FOLDER: writes small files of foreign formats there, good, bad and bombs, for tests/app/check_formats.sh. */
#include "base/file.h"
#include "tests/support/made_files.h"

#include <stdio.h>
#include <stdlib.h>

static const char *target;

static void put(const char *name, struct rat_buf *bytes)
{
    struct rat_buf path = RAT_BUF_INIT;
    struct rat_err err = RAT_ERR_INIT;
    rat_path_join(&path, target, name);
    if (bytes->failed || rat_file_publish(rat_buf_cstr(&path), bytes->data, bytes->size, &err) != RAT_OK) {
        fprintf(stderr, "make_files: %s: %s\n", name, err.msg);
        exit(1);
    }
    rat_buf_release(&path);
    rat_buf_release(bytes);
}

int main(int argc, char **argv)
{
    static const char *const pages[] = {
        "Vorlage Nr. 2021/318\nBau des Radweges Ahlenhorst", "Sachdarstellung",
        "Beschlussvorschlag\nDer Kreistag beschliesst den Lueckenschluss.", NULL};
    static const char *const empty[] = {"", "", NULL};
    struct rat_buf bytes = RAT_BUF_INIT, docx = RAT_BUF_INIT;
    if (argc != 2)
        return 2;
    target = argv[1];
    made_pdf("Radweg", pages, &bytes);
    put("vorlage.pdf", &bytes);
    made_pdf(NULL, empty, &bytes);
    put("leer.pdf", &bytes);
    made_docx("Niederschrift", "<w:p><w:r><w:t>Die Haushaltssatzung wird beschlossen.</w:t></w:r></w:p>",
              &docx);
    rat_buf_append(&bytes, docx.data, docx.size);
    put("protokoll.docx", &bytes);
    rat_buf_append(&bytes, docx.data, docx.size / 2);
    put("halb.docx", &bytes);
    const struct made_member members[] = {{"2019/beschluss.docx", docx.data, docx.size},
                                          {"2019/notiz.txt", "Der Spielplatz am Muehlbach", 27}};
    made_zip(members, 2, &bytes);
    put("jahrgang.zip", &bytes);
    made_mail("Anfrage Feuerwehr", "Wann kommt das Loeschfahrzeug?", members, 1, &bytes);
    put("anfrage.eml", &bytes);
    size_t n = (size_t)100 << 20;
    char *zeros = calloc(1, n);
    if (!zeros)
        return 1;
    const struct made_member bomb[] = {{"bombe.txt", zeros, n}};
    made_zip(bomb, 1, &bytes);
    put("bombe.zip", &bytes);
    free(zeros);
    rat_buf_release(&docx);
    return 0;
}
