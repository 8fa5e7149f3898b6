/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/named.h"

#include "query/resolver.h"

#define SHOWN 4u
#define IDS_SHOWN 8u
#define TITLE_BYTES 48u

static size_t whole_characters(const char *text, size_t most)
{
    size_t n = strlen(text);
    if (n <= most)
        return n;
    while (most > 0 && ((unsigned char)text[most] & 0xc0) == 0x80)
        most--;
    return most;
}

/* "586836 (Karlsruhe, 2019, Titel …)" */
static void describe(struct rat_catalogue *catalogue, const struct rat_resolved *found, size_t i,
                     struct rat_arena *arena, struct rat_buf *out)
{
    struct rat_paper paper;
    struct rat_document document;
    struct rat_known known = {0};
    const char *title = NULL, *place = NULL;
    int32_t date = RAT_NO_DATE;
    char day[RAT_DATE_TEXT];
    if (found->kind == RAT_NAMED_PAPER) {
        if (rat_catalogue_paper(catalogue, found->ids[i], arena, &paper, NULL) == RAT_OK) {
            title = paper.name;
            place = paper.municipality;
            date = paper.date;
        }
    } else if (rat_catalogue_known_document(catalogue, found->ids[i], &known, NULL) == RAT_OK &&
               known.docnum &&
               rat_catalogue_document(catalogue, known.docnum, arena, &document, NULL) == RAT_OK) {
        title = document.title;
        place = document.municipality;
        date = document.date;
    }
    const char *slash = strrchr(found->ids[i], '/');
    rat_buf_printf(out, "%s%s (", i > 0 ? "; " : "",
                   strstr(found->ids[i], "://") && slash ? slash + 1 : found->ids[i]);
    if (place)
        rat_buf_printf(out, "%s, ", place);
    if (date != RAT_NO_DATE)
        rat_buf_printf(out, "%.4s, ", rat_date_format(date, day));
    size_t size = title ? whole_characters(title, TITLE_BYTES) : 0;
    rat_buf_printf(out, "%.*s%s)", (int)size, title ? title : "", title && title[size] ? "…" : "");
}

static rat_status ambiguous(struct rat_catalogue *catalogue, const char *name,
                            const struct rat_resolved *found, struct rat_arena *arena, struct rat_err *err)
{
    struct rat_buf choices = RAT_BUF_INIT, ids = RAT_BUF_INIT;
    for (size_t i = 0; i < found->matches && i < SHOWN; i++)
        describe(catalogue, found, i, arena, &choices);
    for (size_t i = 0; i < found->matches && i < IDS_SHOWN; i++)
        rat_buf_printf(&ids, "%s%s", i > 0 ? ", " : "", found->ids[i]);
    rat_buf_puts(&ids, found->matches > IDS_SHOWN ? ", …" : "");
    rat_fail(err, RAT_EUSAGE, _("\"%s\" ist nicht eindeutig, es passt zu %zu: %s%s"), name, found->matches,
             rat_buf_cstr(&choices), found->matches > SHOWN ? "; …" : "");
    rat_err_where(err, "%s", name);
    rat_err_hint(err, _("Eine davon angeben: %s"), rat_buf_cstr(&ids));
    rat_buf_release(&choices);
    rat_buf_release(&ids);
    return RAT_EUSAGE;
}

rat_status rat_named_find(struct rat_snapshot *snapshot, const char *name, struct rat_arena *arena,
                          struct rat_resolved *out, struct rat_err *err)
{
    if (!snapshot->catalogue)
        return rat_fail(err, RAT_EUSAGE, "%s",
                        _("Dieses Archiv ist nur ein Index: Es enthält keine Dokumente zum Anzeigen"));
    rat_status st = rat_resolve_name(snapshot->catalogue, name, arena, out, err);
    if (st == RAT_ENOTFOUND) {
        rat_fail(err, st, _("\"%s\" ist nicht im Archiv"), name);
        rat_err_where(err, "%s", name);
        rat_err_hint(err, "%s", _("IDs stehen bei jedem Treffer von: ratsarchiv search"));
        return st;
    }
    return st == RAT_OK && out->matches > 1 ? ambiguous(snapshot->catalogue, name, out, arena, err) : st;
}
