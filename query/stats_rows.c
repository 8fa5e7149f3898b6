/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/stats_rows.h"

void rat_stats_list(const struct rat_archive_stats *s, bool has_catalogue,
                    struct rat_stat_row out[RAT_STAT_ROWS])
{
    const struct rat_catalogue_counts *c = &s->catalogue;
    uint64_t gone = s->hidden + s->dead;
    uint64_t documents = has_catalogue ? c->documents : s->documents > gone ? s->documents - gone : 0;
    const struct rat_stat_row rows[RAT_STAT_ROWS] = {
        {"documents", N_("Dokumente"), documents, false},
        {"papers", N_("Vorlagen"), c->papers, false},
        {"meetings", N_("Sitzungen"), c->meetings, false},
        {"organizations", N_("Gremien"), c->organizations, false},
        {"consultations", N_("Beratungen"), c->consultations, false},
        {"deleted", N_("bei der Quelle entfernt"), has_catalogue ? c->removed_documents : gone, false},
        {"removed_papers", N_("davon ganze Vorlagen"), c->removed_papers, false},
        {"purged", N_("endgültig gelöscht"), c->purged, false},
        {"without_text", N_("ohne Text"), c->without_text, false},
        {"failed", N_("davon nicht lesbar"), c->failed, false},
        {"partly", N_("Text unvollständig"), c->partly, false},
        {"recognised", N_("Text aus Texterkennung"), c->recognised, false},
        {"undecodable_documents", N_("mit unlesbaren Bytes"), c->undecodable_documents, false},
        {"text_bytes", N_("Text"), c->text_bytes, true},
        {"contents", N_("gespeicherte Inhalte"), c->contents, false},
        {"content_bytes", N_("gespeichert, gepackt"), c->content_bytes_stored, true},
        {"generation", N_("Generation"), s->generation, false},
        {"segments", N_("Segmente"), s->segments, false},
        {"segment_documents", N_("Dokumente in Segmenten"), s->documents, false},
        {"hidden", N_("davon verborgen"), s->hidden, false},
        {"dead", N_("davon überholt"), s->dead, false},
        {"terms", N_("Suchbegriffe"), s->terms, false},
        {"postings", N_("Fundstellen"), s->postings, false},
        {"positions", N_("Wortpositionen"), s->positions, false},
        {"index_bytes", N_("Index"), s->index_bytes, true},
        {"postings_bytes", N_("davon Fundstellen"), s->postings_bytes, true},
        {"positions_bytes", N_("davon Positionen"), s->positions_bytes, true},
        {"dictionary_bytes", N_("davon Wörterbuch"), s->dictionary_bytes, true},
        {"lengths_bytes", N_("davon Längen"), s->lengths_bytes, true},
        {"columns_bytes", N_("davon Spalten"), s->columns_bytes, true},
    };
    memcpy(out, rows, sizeof rows);
}

void rat_stats_put_json(const struct rat_archive_stats *stats, const struct rat_snapshot *snapshot,
                        struct rat_json *json)
{
    struct rat_stat_row rows[RAT_STAT_ROWS];
    rat_stats_list(stats, snapshot->catalogue != NULL, rows);
    for (size_t i = 0; i < RAT_STAT_ROWS; i++)
        rat_json_put_number(json, json->root, rows[i].key, rows[i].value);
    rat_json_put_number(json, json->root, "offsets_bytes", stats->offsets_bytes);
    rat_json_put_text(json, json->root, "analyzer", snapshot->analyzer);
    rat_json_put_number(json, json->root, "analyzer_version", snapshot->analyzer_version);
}
