/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The corpus generator: command line. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "corpus/gen_out.h"

static const char help_text[] =
    "ratscorpus --papers N --from JAHR --to JAHR --seed S --layout text|oparl|jsonl ZIEL\n"
    "\n"
    "Schreibt die Ratsunterlagen des erfundenen Landkreises Ahlenbruch. Derselbe Aufruf ergibt immer "
    "dieselben Bytes.\n"
    "\n"
    "  --papers N      Anzahl der Vorlagen, 1 bis 1000000 (Vorgabe 100); je Vorlage etwa drei Dokumente\n"
    "  --from JAHR     erstes Jahr, 1975 bis 2030 (Vorgabe 2004)\n"
    "  --to JAHR       letztes Jahr (Vorgabe 2026)\n"
    "  --seed S        Startwert, eine ganze Zahl ab 0 (Vorgabe 1)\n"
    "  --layout L      text: Dateien in alten und neuen Kodierungen mit MANIFEST.tsv (Vorgabe)\n"
    "                  oparl: Ordner wie ein OParl-1.1-Abzug\n"
    "                  jsonl: eine Datei, ein Dokument je Zeile\n"
    "  ZIEL            Ordner, bei jsonl eine Datei\n";

struct options {
    long long papers;
    long long from;
    long long to;
    long long seed;
    const char *layout;
    const char *out;
};

static int usage(const char *what, const char *value)
{
    fprintf(stderr, "ratscorpus: %s%s%s; Aufruf mit --help zeigt, was erlaubt ist\n", what,
            value[0] != '\0' ? ": " : "", value);
    return 2;
}

static int read_number(const char *name, const char *text, long long lo, long long hi, long long *out)
{
    char *end;
    long long n;

    if (text == NULL)
        return usage("Wert fehlt hinter", name);
    n = strtoll(text, &end, 10);
    if (*text == '\0' || *end != '\0' || n < lo || n > hi) {
        fprintf(stderr, "ratscorpus: %s %s: erwartet wird eine ganze Zahl von %lld bis %lld\n", name, text,
                lo, hi);
        return 2;
    }
    *out = n;
    return 0;
}

static int parse(int argc, char **argv, struct options *o)
{
    int rc = 0;

    for (int i = 1; i < argc && rc == 0; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : NULL;

        if (strcmp(argv[i], "--papers") == 0)
            rc = read_number(argv[i++], value, 1, 1000000, &o->papers);
        else if (strcmp(argv[i], "--from") == 0)
            rc = read_number(argv[i++], value, 1975, 2030, &o->from);
        else if (strcmp(argv[i], "--to") == 0)
            rc = read_number(argv[i++], value, 1975, 2030, &o->to);
        else if (strcmp(argv[i], "--seed") == 0)
            rc = read_number(argv[i++], value, 0, INT64_MAX, &o->seed);
        else if (strcmp(argv[i], "--layout") == 0 && value != NULL)
            o->layout = argv[++i];
        else if (strncmp(argv[i], "--", 2) == 0)
            rc = usage("unbekannte oder unvollständige Angabe", argv[i]);
        else if (o->out != NULL)
            rc = usage("mehr als ein Ziel", argv[i]);
        else
            o->out = argv[i];
    }
    if (rc != 0)
        return rc;
    if (o->out == NULL || o->out[0] == '\0')
        return usage("das Ziel fehlt", "");
    if (o->from > o->to)
        return usage("--from liegt nach --to", "");
    if (strcmp(o->layout, "text") != 0 && strcmp(o->layout, "oparl") != 0 && strcmp(o->layout, "jsonl") != 0)
        return usage("--layout kennt nur text, oparl und jsonl, nicht", o->layout);
    return 0;
}

int main(int argc, char **argv)
{
    struct options o = {100, 2004, 2026, 1, "text", NULL};
    struct rat_gen_world world;
    int rc;

    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        fputs(help_text, stdout);
        return 0;
    }
    rc = parse(argc, argv, &o);
    if (rc != 0)
        return rc;
    rat_gen_world_init(&world, (int)o.papers, (int)o.from, (int)o.to, (uint64_t)o.seed);
    if (strcmp(o.layout, "text") == 0)
        rc = rat_gen_out_text(&world, o.out);
    else if (strcmp(o.layout, "oparl") == 0)
        rc = rat_gen_out_oparl(&world, o.out);
    else
        rc = rat_gen_out_jsonl(&world, o.out);
    rat_gen_world_release(&world);
    return rc;
}
