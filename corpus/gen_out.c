/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/gen_out.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "corpus/gen_encode.h"

int rat_gen_make_folder(const char *folder, const char *name)
{
    struct rat_gen_str path = {0};
    int rc = 0;

    rat_gen_str_addf(&path, "%s%s%s", folder, name[0] != '\0' ? "/" : "", name);
    if (mkdir(path.data, 0777) != 0 && errno != EEXIST) {
        fprintf(stderr, "ratscorpus: Ordner %s lässt sich nicht anlegen: %s; gibt es den Ordner darüber?\n",
                path.data, strerror(errno));
        rc = 6;
    }
    rat_gen_str_release(&path);
    return rc;
}

int rat_gen_write_file(const char *folder, const char *name, const struct rat_gen_str *text)
{
    struct rat_gen_str path = {0};
    FILE *f;
    int rc = 0;

    rat_gen_str_addf(&path, "%s/%s", folder, name);
    f = fopen(path.data, "wb");
    if (f == NULL || (text->len > 0 && fwrite(text->data, 1, text->len, f) != text->len))
        rc = 6;
    if (f != NULL && fclose(f) != 0)
        rc = 6;
    if (rc != 0)
        fprintf(stderr, "ratscorpus: %s lässt sich nicht schreiben: %s; Platz und Rechte prüfen\n", path.data,
                strerror(errno));
    rat_gen_str_release(&path);
    return rc;
}

void rat_gen_add_json(struct rat_gen_str *out, const char *text, size_t len)
{
    rat_gen_str_add(out, "\"");
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];

        if (c == '"' || c == '\\')
            rat_gen_str_addf(out, "\\%c", c);
        else if (c == '\n')
            rat_gen_str_add(out, "\\n");
        else if (c == '\t')
            rat_gen_str_add(out, "\\t");
        else if (c < 0x20)
            rat_gen_str_addf(out, "\\u%04x", c);
        else
            rat_gen_str_addn(out, text + i, 1);
    }
    rat_gen_str_add(out, "\"");
}

/* "2020/2020-740_vorlage.txt": ASCII, one folder a year. */
static void text_path(const struct rat_gen_paper *paper, const struct rat_gen_doc *doc,
                      struct rat_gen_str *out)
{
    static const char *const kinds[] = {"vorlage", "antrag", "anfrage", "aenderung", "bericht"};
    int year = rat_gen_civil(paper->date).year;

    rat_gen_str_addf(out, "%d/%d_", year, doc->id);
    for (const char *p = paper->printed; *p != '\0'; p++)
        rat_gen_str_addn(out, *p == '/' || *p == ' ' ? "-" : p, 1);
    rat_gen_str_addf(out, "_%s.txt",
                     doc->kind == RAT_GEN_MAIN_TEXT ? kinds[paper->type] : rat_gen_kind_name(doc->kind));
}

static void add_marks(unsigned marks, unsigned dirt, const struct rat_gen_str *text, struct rat_gen_str *out)
{
    static const char *const mark_names[] = {"trennung", "sperrung", "altschreibung"};
    static const char *const dirt_names[] = {"nfd", "weichtrennung", "ligatur", "nbsp"};
    size_t start = out->len;

    for (unsigned i = 0; i < 3; i++)
        if ((marks & (1U << i)) != 0)
            rat_gen_str_addf(out, "%s%s", out->len > start ? "," : "", mark_names[i]);
    for (unsigned i = 0; i < 4; i++)
        if ((dirt & (1U << i)) != 0)
            rat_gen_str_addf(out, "%s%s", out->len > start ? "," : "", dirt_names[i]);
    if (text->len < 60)
        rat_gen_str_addf(out, "%sleer", out->len > start ? "," : "");
    if (out->len == start)
        rat_gen_str_add(out, "-");
}

static int write_doc(const struct rat_gen_world *world, const char *folder, const struct rat_gen_paper *paper,
                     const struct rat_gen_doc *doc, struct rat_gen_str *manifest)
{
    const struct rat_gen_doc *dressed =
        doc->kind == RAT_GEN_COPY ? &world->papers[doc->copy_of].docs[0] : doc;
    struct rat_gen_rng rng = rat_gen_rng_make(world->seed, 8, (uint64_t)dressed->id);
    enum rat_gen_encoding enc = rat_gen_pick_encoding(&rng, rat_gen_civil(paper->date).year);
    unsigned dirt = rat_gen_pick_dirt(&rng);
    struct rat_gen_str text = {0};
    struct rat_gen_str dirty = {0};
    struct rat_gen_str bytes = {0};
    struct rat_gen_str path = {0};
    unsigned marks = 0;
    int rc;

    if (doc->kind == RAT_GEN_COPY) /* the same bytes, so the year of the original decides */
        rng = rat_gen_rng_make(world->seed, 8, (uint64_t)dressed->id);
    if (doc->kind == RAT_GEN_COPY)
        enc = rat_gen_pick_encoding(&rng, rat_gen_civil(world->papers[doc->copy_of].date).year);
    if (enc >= RAT_GEN_CP1252)
        dirt = 0;
    rat_gen_str_clear(&text);
    rat_gen_doc_text(world, paper, doc, &text, &marks);
    rat_gen_str_clear(&dirty);
    rat_gen_add_dirt(text.data, text.len, dirt, &dirty);
    rat_gen_str_clear(&bytes);
    if (!rat_gen_encode(dirty.data, dirty.len, enc, &bytes)) {
        rat_gen_str_clear(&bytes);
        rat_gen_str_addn(&bytes, dirty.data, dirty.len);
        enc = RAT_GEN_UTF8;
    }
    text_path(paper, doc, &path);
    rc = rat_gen_write_file(folder, path.data, &bytes);
    rat_gen_str_addf(manifest, "%s\t%d\t%s\t%s\t%s\t", path.data, doc->id, rat_gen_encoding_name(enc),
                     rat_gen_layout_name(paper->layout), paper->printed);
    rat_gen_add_iso_date(manifest, rat_gen_doc_date(world, paper, doc));
    rat_gen_str_addf(manifest, "\t%s\t", rat_gen_type_name(paper->type));
    rat_gen_paper_title(world, paper, manifest);
    rat_gen_str_addf(manifest, "\t%s\t%d\t", rat_gen_kind_name(doc->kind), paper->id);
    add_marks(marks, dirt, &text, manifest);
    rat_gen_str_add(manifest, "\n");
    rat_gen_str_release(&text);
    rat_gen_str_release(&dirty);
    rat_gen_str_release(&bytes);
    rat_gen_str_release(&path);
    return rc;
}

int rat_gen_out_text(const struct rat_gen_world *world, const char *folder)
{
    struct rat_gen_str manifest = {0};
    int made = 0;
    int rc = rat_gen_make_folder(folder, "");

    rat_gen_str_add(&manifest,
                    "path\tid\tencoding\tlayout\treference\tdate\ttype\ttitle\tkind\tpaper\tmarks\n");
    for (int i = 0; i < world->paper_count && rc == 0; i++) {
        const struct rat_gen_paper *p = &world->papers[i];
        int year = rat_gen_civil(p->date).year;
        char name[16];

        if (year != made && p->doc_count > 0) {
            snprintf(name, sizeof(name), "%d", year);
            rc = rat_gen_make_folder(folder, name);
            made = year;
        }
        for (int d = 0; d < p->doc_count && rc == 0; d++)
            rc = write_doc(world, folder, p, &p->docs[d], &manifest);
    }
    if (rc == 0)
        rc = rat_gen_write_file(folder, "MANIFEST.tsv", &manifest);
    rat_gen_str_release(&manifest);
    return rc;
}

static void json_line(const struct rat_gen_world *world, const struct rat_gen_paper *p,
                      const struct rat_gen_doc *doc, struct rat_gen_str *out)
{
    struct rat_gen_str s = {0};
    unsigned marks = 0;
    int n = 0;

    rat_gen_str_addf(out, "{\"id\":\"%d\",\"title\":", doc->id);
    rat_gen_paper_title(world, p, &s);
    rat_gen_add_json(out, s.data, s.len);
    rat_gen_str_add(out, ",\"date\":\"");
    rat_gen_add_iso_date(out, rat_gen_doc_date(world, p, doc));
    rat_gen_str_addf(out, "\",\"type\":\"%s\",\"municipality\":\"%s\",\"body\":\"%s\",\"committee\":[",
                     doc->kind == RAT_GEN_MINUTES ? "Protokoll" : rat_gen_type_name(p->type),
                     rat_gen_bodies[p->body].name,
                     rat_gen_committees[rat_gen_find_role(p->body, RAT_GEN_COUNCIL)].name);
    for (int i = 0; i < p->stop_count; i++) {
        if (doc->kind == RAT_GEN_MINUTES && i != doc->stop)
            continue;
        rat_gen_str_add(out, n++ > 0 ? "," : "");
        rat_gen_str_addf(out, "\"%s\"",
                         rat_gen_committees[world->meetings[p->stops[i].meeting].committee].name);
    }
    rat_gen_str_addf(out, "],\"reference\":\"%s\",\"public\":true,\"text\":", p->ref);
    rat_gen_str_clear(&s);
    rat_gen_doc_text(world, p, doc, &s, &marks);
    rat_gen_add_json(out, s.data, s.len);
    rat_gen_str_add(out, "}\n");
    rat_gen_str_release(&s);
}

int rat_gen_out_jsonl(const struct rat_gen_world *world, const char *file)
{
    struct rat_gen_str line = {0};
    FILE *f = fopen(file, "wb");
    int rc = f == NULL ? 6 : 0;

    for (int i = 0; i < world->paper_count && rc == 0; i++) {
        for (int d = 0; d < world->papers[i].doc_count && rc == 0; d++) {
            rat_gen_str_clear(&line);
            json_line(world, &world->papers[i], &world->papers[i].docs[d], &line);
            if (fwrite(line.data, 1, line.len, f) != line.len)
                rc = 6;
        }
    }
    if (f != NULL && fclose(f) != 0)
        rc = 6;
    if (rc != 0)
        fprintf(stderr, "ratscorpus: %s lässt sich nicht schreiben: %s; Platz und Rechte prüfen\n", file,
                strerror(errno));
    rat_gen_str_release(&line);
    return rc;
}
