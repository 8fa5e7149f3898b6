/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A small OParl dump with everything that real servers do to one: links that dangle, deleted objects, single objects
 * for lists, broken files, texts that belong to nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "indexer/source.h"
#include "tests/storage/scratch.h"

#include <sys/stat.h>

#define O "https://o.example/"

struct world {
    struct scratch dir;
    struct rat_source *source;
    struct rat_item *item;
    struct rat_err err;
};

static void put(struct world *w, const char *name, const char *text)
{
    scratch_write(scratch_path(&w->dir, name), text, strlen(text));
}

static int setup(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    assert_non_null(w);
    scratch_make(&w->dir);
    assert_int_equal(mkdir(scratch_path(&w->dir, "papers"), 0777), 0);
    assert_int_equal(mkdir(scratch_path(&w->dir, "meetings"), 0777), 0);
    assert_int_equal(mkdir(scratch_path(&w->dir, "file-contents"), 0777), 0);
    *state = w;
    return 0;
}

static int teardown(void **state)
{
    struct world *w = *state;
    rat_item_free(w->item);
    rat_source_close(w->source);
    scratch_remove(&w->dir);
    free(w);
    return 0;
}

static void open_dump(struct world *w, bool nonpublic)
{
    struct rat_source_options options = {.nonpublic = nonpublic};
    if (rat_source_open(w->dir.folder, &options, &w->source, &w->err) != RAT_OK)
        fail_msg("%s: %s", w->err.where, w->err.msg);
    assert_string_equal(rat_source_record(w->source)->kind, "oparl");
    assert_true(rat_source_record(w->source)->mirror);
}

static const struct rat_item *next(struct world *w, enum rat_item_kind kind)
{
    rat_item_free(w->item);
    w->item = NULL;
    rat_status st = rat_source_next(w->source, &w->item, &w->err);
    if (st != RAT_OK)
        fail_msg("no item: %d %s", st, w->err.msg);
    if (w->item->kind != kind)
        fail_msg("item of kind %d: %s %s", w->item->kind, w->item->reason.where, w->item->reason.msg);
    return w->item;
}

static void end(struct world *w)
{
    rat_item_free(w->item);
    w->item = NULL;
    assert_int_equal(rat_source_next(w->source, &w->item, &w->err), RAT_END);
}

static void assert_day(int32_t date, const char *expected)
{
    char text[RAT_DATE_TEXT];
    assert_string_equal(rat_date_format(date, text), expected);
}

static void organizations_and_meeting(struct world *w)
{
    put(w, "organizations.json",
        "[{\"id\":\"" O "gr/1\",\"name\":\"Gemeinderat\",\"shortName\":\"GR\"},"
        "{\"id\":\"" O "at/2\",\"name\":\"Bauamt\"},{\"id\":\"" O "gr/3\",\"name\":\"Bauausschuss\"},"
        "{\"id\":\"" O "gr/9\",\"deleted\":true,\"name\":\"\"}]");
    put(w, "meetings/5.json",
        "{\n \"id\": \"" O
        "meetings/5\", \"type\": \"https://schema.oparl.org/1.1/Meeting\",\n \"name\": \"Sitzung\","
        "\"start\":\"2020-10-14T16:30:00+02:00\",\"end\":\"2020-10-14T10:00:00+02:00\",\"location\":{"
        "\"description\":\"Saal\"},"
        "\"organization\":[\"" O "gr/1\"],\"agendaItem\":[{\"id\":\"" O
        "items/7\",\"number\":\"2 b\",\"name\":\"Bau\","
        "\"order\":3,\"public\":true,\"result\":\"einstimmig zugestimmt\",\"consultation\":\"" O
        "consultations/1\"}],"
        "\"resultsProtocol\":{\"id\":\"" O
        "files/70\",\"name\":\"Protokoll\",\"downloadUrl\":\"https://d.example/70.pdf\"}}");
}

static void papers_with_their_documents(void **state)
{
    struct world *w = *state;
    organizations_and_meeting(w);
    put(w, "papers/10.json", "{\"id\":\"" O "papers/10\",\"name\":\"Zehn\"}");
    put(w, "papers/9.json",
        "{ \"id\": \"" O "papers/9\",\n\t\"name\": \"Neubau  Schule\", \"paperType\": \"Beschlussvorlage\", "
        "\"reference\": \"2020/9\", \"date\": \"2020-09-01\", \"body\": \"" O
        "body/1\", \"modified\":\"2021-01-01T00:00:00Z\","
        "\"mainFile\":{\"id\":\"" O
        "files/31\",\"name\":\"Vorlage\",\"date\":\"2020-09-02\",\"mimeType\":\"application/pdf\"},"
        "\"auxiliaryFile\":[{\"id\":\"" O "files/30\",\"name\":\"Anlage\",\"date\":\"2024-01-01\"},"
        "{\"id\":\"" O "files/32\",\"name\":\"ohne Text\"},{\"id\":\"" O "files/33\",\"deleted\":true}],"
        "\"underDirectionOf\":[\"" O "at/2\",\"" O "at/404\"],\"superordinatedPaper\":[\"" O "papers/10\"],"
        "\"subordinatedPaper\":\"" O "papers/404\","
        "\"consultation\":[{\"id\":\"" O "consultations/1\",\"organization\":[\"" O "gr/3\"],\"meeting\":\"" O
        "meetings/5\","
        "\"agendaItem\":\"" O "items/7\",\"role\":\"Entscheidung\",\"authoritative\":true},"
        "{\"id\":\"" O "consultations/2\",\"organization\":[\"" O "gr/404\"],\"meeting\":\"" O
        "meetings/404\",\"role\":\"unbekannt\"}]}");
    put(w, "consultations.json",
        "[{\"id\":\"" O "consultations/1\",\"paper\":\"" O "papers/9\"},"
        "{\"id\":\"" O "consultations/3\",\"paper\":\"" O "papers/9\",\"meeting\":\"" O "meetings/5\"},"
        "{\"id\":\"" O "consultations/4\",\"paper\":\"" O "papers/404\"}]");
    put(w, "file-contents/30.txt", "Text der Anlage");
    put(w, "file-contents/31.txt", "");
    put(w, "file-contents/33.txt", "gelöscht");
    open_dump(w, false);
    assert_int_equal(rat_source_total_bytes(w->source), 15 + 9);
    assert_string_equal(next(w, RAT_ITEM_ORGANIZATION)->organization.name, "Gemeinderat");
    next(w, RAT_ITEM_ORGANIZATION);
    next(w, RAT_ITEM_ORGANIZATION);

    const struct rat_meeting *meeting = &next(w, RAT_ITEM_MEETING)->meeting;
    assert_string_equal(meeting->location, "Saal");
    assert_int_equal(meeting->item_count, 1);
    assert_string_equal(meeting->items[0].number, "2 b");
    assert_int_equal(meeting->items[0].order, 3);
    assert_int_equal(meeting->items[0].is_public, RAT_YES);
    assert_string_equal(meeting->organization_ids[0], O "gr/1");

    const struct rat_paper *paper = &next(w, RAT_ITEM_PAPER)->paper; /* 9 comes before 10 */
    assert_string_equal(paper->id, O "papers/9");
    assert_string_equal(paper->lead_office, "Bauamt");
    assert_null(paper->removed_at);
    assert_int_equal(
        strncmp(paper->raw, "{\"id\":\"" O "papers/9\",\"name\":\"Neubau  Schule\",\"paperType\"", 70), 0);
    assert_int_equal(paper->link_count, 2);
    assert_string_equal(paper->links[0].kind, "superordinated");
    assert_string_equal(paper->links[1].other_id, O "papers/404");
    assert_int_equal(paper->field_count, 1);
    assert_string_equal(paper->fields[0].name, "dateien.ohne-text");
    assert_string_equal(paper->fields[0].value, "1");
    assert_int_equal(paper->consultation_count, 3);
    const struct rat_consultation *row = paper->consultations;
    assert_string_equal(row[0].body, "Bauausschuss");
    assert_string_equal(row[0].item_number, "2 b");
    assert_string_equal(row[0].result, "einstimmig zugestimmt");
    assert_int_equal(row[0].is_public, RAT_YES);
    assert_int_equal(row[0].authoritative, RAT_YES);
    assert_day(row[0].date, "2020-10-14");
    assert_string_equal(row[1].body_id, O "gr/404");
    assert_string_equal(row[1].meeting_id, O "meetings/404");
    assert_null(row[1].body);
    assert_null(row[1].role);
    assert_int_equal(row[1].date, RAT_NO_DATE);
    assert_string_equal(row[2].id, O "consultations/3");
    assert_string_equal(row[2].body, "Gemeinderat"); /* of its meeting */

    const struct rat_item *item = next(w, RAT_ITEM_DOCUMENT);
    const struct rat_document *document = &item->document;
    assert_string_equal(document->id, O "files/31");
    assert_string_equal(document->title, "Neubau  Schule Vorlage");
    assert_string_equal(document->paper_id, O "papers/9");
    assert_string_equal(document->reference, "2020/9");
    assert_string_equal(document->lead_office, "Bauamt");
    assert_null(document->body);
    assert_day(document->date, "2020-09-02");
    assert_int_equal(document->committee_count, 2);
    assert_string_equal(document->committees[0], "Bauausschuss");
    assert_string_equal(document->committees[1], "Gemeinderat");
    assert_int_equal(access(item->content_path, R_OK), 0);
    assert_string_equal(document->location, item->content_path);
    assert_true(item->read_header);
    assert_false(item->make_paper);

    document = &next(w, RAT_ITEM_DOCUMENT)->document; /* its date is the day of a migration */
    assert_string_equal(document->id, O "files/30");
    assert_day(document->date, "2020-09-01");
    assert_string_equal(document->fields[0].name, "datei.datum");
    assert_string_equal(document->fields[0].value, "2024-01-01");
    assert_string_equal(next(w, RAT_ITEM_PAPER)->paper.id, O "papers/10");
    end(w);
}

static void dates_from_the_meeting(void **state)
{
    struct world *w = *state;
    organizations_and_meeting(w);
    put(w, "papers/1.json",
        "{\"id\":\"" O "papers/1\",\"auxiliaryFile\":{\"id\":\"" O "files/30\"},"
        "\"consultation\":{\"id\":\"c\",\"agendaItem\":\"" O "items/7\"}}");
    put(w, "file-contents/30.txt", "x");
    open_dump(w, false);
    for (int i = 0; i < 3; i++)
        next(w, RAT_ITEM_ORGANIZATION);
    next(w, RAT_ITEM_MEETING);
    const struct rat_paper *paper = &next(w, RAT_ITEM_PAPER)->paper;
    assert_day(paper->date, "2020-10-14");
    assert_int_equal(paper->date_origin, RAT_ORIGIN_INFERRED);
    assert_string_equal(paper->consultations[0].meeting_id, O "meetings/5");
    const struct rat_document *document = &next(w, RAT_ITEM_DOCUMENT)->document;
    assert_day(document->date, "2020-10-14");
    assert_int_equal(document->date_origin, RAT_ORIGIN_INFERRED);
    assert_null(document->title);
    end(w);
}

static void texts_without_a_paper(void **state)
{
    struct world *w = *state;
    organizations_and_meeting(w);
    put(w, "file-contents/70.txt", "Protokoll");
    put(w, "file-contents/8.txt", "von niemand");
    put(w, "file-contents/8.json",
        "{\"id\":\"" O "files/8\",\"downloadUrl\":\"https://d.example/8\",\"fileModified\":\"m\"}");
    put(w, "file-contents/9.txt", "auch ohne json");
    put(w, "file-contents/10.txt", "kaputt");
    put(w, "file-contents/10.json", "{");
    put(w, "file-contents/11.json", "{}");
    put(w, "file-contents/12.pdf", "");
    open_dump(w, false);
    for (int i = 0; i < 3; i++)
        next(w, RAT_ITEM_ORGANIZATION);
    next(w, RAT_ITEM_MEETING);
    const struct rat_document *document = &next(w, RAT_ITEM_DOCUMENT)->document;
    assert_string_equal(document->id, O "files/8");
    assert_string_equal(document->download_url, "https://d.example/8");
    assert_string_equal(document->modified, "m");
    assert_null(document->paper_id);
    assert_null(document->meeting_id);
    document = &next(w, RAT_ITEM_DOCUMENT)->document;
    assert_string_equal(document->id, document->location);
    assert_non_null(
        strstr(next(w, RAT_ITEM_REJECTED)->reason.where, "10.json")); /* but the text is not lost */
    assert_non_null(strstr(next(w, RAT_ITEM_DOCUMENT)->document.location, "10.txt"));
    assert_non_null(strstr(next(w, RAT_ITEM_REJECTED)->reason.where, "12.pdf"));
    document = &next(w, RAT_ITEM_DOCUMENT)->document;
    assert_string_equal(document->id, O "files/70");
    assert_string_equal(document->meeting_id, O "meetings/5");
    assert_string_equal(document->title, "Sitzung Protokoll");
    assert_string_equal(document->committees[0], "Gemeinderat");
    assert_day(document->date, "2020-10-14");
    assert_int_equal(document->date_origin, RAT_ORIGIN_INFERRED);
    end(w);
}

static void deleted_papers(void **state)
{
    struct world *w = *state;
    put(w, "papers/1.json",
        "{\"id\":\"" O "papers/1\",\"deleted\":true,\"modified\":\"2025-11-20T07:24:04+01:00\","
        "\"name\":\"\",\"reference\":\"\",\"auxiliaryFile\":[{\"id\":\"" O "files/3\"}]}");
    put(w, "file-contents/3.txt", "x");
    open_dump(w, false);
    const struct rat_paper *paper = &next(w, RAT_ITEM_PAPER)->paper;
    assert_string_equal(paper->removed_at, "2025-11-20");
    assert_null(paper->name);
    assert_null(paper->reference);
    assert_int_equal(paper->date, RAT_NO_DATE);
    assert_int_equal(paper->date_origin, RAT_ORIGIN_UNKNOWN);
    end(w);
}

static void a_file_of_two_papers_comes_once(void **state)
{
    struct world *w = *state;
    put(w, "papers/1.json", "{\"id\":\"p1\",\"auxiliaryFile\":[{\"id\":\"f/3\"},{\"id\":\"f/3\"}]}");
    put(w, "papers/2.json", "{\"id\":\"p2\",\"auxiliaryFile\":[{\"id\":\"f/3\"}]}");
    put(w, "file-contents/3.txt", "x");
    open_dump(w, false);
    next(w, RAT_ITEM_PAPER);
    assert_string_equal(next(w, RAT_ITEM_DOCUMENT)->document.paper_id, "p1");
    assert_string_equal(next(w, RAT_ITEM_PAPER)->paper.id, "p2");
    end(w);
}

static void what_is_not_public(void **state)
{
    struct world *w = *state;
    put(w, "meetings/1.json",
        "{\"id\":\"m\",\"start\":\"2020-01-02T00:00:00Z\",\"agendaItem\":[{\"id\":\"i1\",\"public\":false,"
        "\"name\":\"geheim\",\"number\":\"1\",\"result\":\"geheim\"},{\"id\":\"i2\",\"public\":true}]}");
    put(w, "papers/1.json",
        "{\"id\":\"p1\",\"public\":false,\"name\":\"geheim\",\"auxiliaryFile\":[{\"id\":\"f/1\","
        "\"downloadUrl\":\"x\"}]}");
    put(w, "papers/2.json",
        "{\"id\":\"p2\",\"consultation\":[{\"id\":\"c\",\"agendaItem\":\"i1\"}],\"auxiliaryFile\":"
        "[{\"id\":\"f/2\",\"public\":false,\"name\":\"geheim\",\"accessUrl\":\"x\"},{\"id\":\"f/3\"}]}");
    put(w, "file-contents/1.txt", "x");
    put(w, "file-contents/2.txt", "x");
    put(w, "file-contents/3.txt", "x");
    open_dump(w, false);
    assert_string_equal(next(w, RAT_ITEM_SKIPPED)->reason.where, "i1");
    const struct rat_meeting *meeting = &next(w, RAT_ITEM_MEETING)->meeting;
    assert_int_equal(meeting->item_count, 1);
    assert_null(strstr(meeting->raw, "geheim"));
    assert_string_equal(next(w, RAT_ITEM_SKIPPED)->reason.where, "p1");
    assert_string_equal(next(w, RAT_ITEM_SKIPPED)->reason.where, "f/2");
    const struct rat_paper *paper = &next(w, RAT_ITEM_PAPER)->paper;
    assert_null(strstr(paper->raw, "geheim"));
    assert_int_equal(paper->consultations[0].is_public, RAT_NO);
    assert_null(paper->consultations[0].result);
    assert_string_equal(next(w, RAT_ITEM_DOCUMENT)->document.id, "f/3");
    end(w);
    rat_source_close(w->source);
    open_dump(w, true);
    assert_int_equal(next(w, RAT_ITEM_MEETING)->meeting.item_count, 2);
    assert_string_equal(next(w, RAT_ITEM_PAPER)->paper.name, "geheim");
    assert_string_equal(next(w, RAT_ITEM_DOCUMENT)->document.id, "f/1");
    assert_string_equal(next(w, RAT_ITEM_PAPER)->paper.consultations[0].result, "geheim");
    assert_string_equal(next(w, RAT_ITEM_DOCUMENT)->document.id, "f/2");
    assert_int_equal(next(w, RAT_ITEM_DOCUMENT)->document.is_public, RAT_UNKNOWN);
    end(w);
}

static void broken_files_are_named(void **state)
{
    struct world *w = *state;
    static const char *const bad[] = {"{",
                                      "",
                                      "[]",
                                      "{\"name\":\"x\"}",
                                      "{\"id\":7}",
                                      "[1 2]",
                                      "{\"id\":\"a\xFF\"}",
                                      "{\"id\":\"x\",\"type\":\"https://schema.oparl.org/1.1/System\"}",
                                      "nul l"};
    char name[32];
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        snprintf(name, sizeof name, "papers/%zu.json", i + 1);
        put(w, name, bad[i]);
    }
    put(w, "papers/20.json",
        "\xEF\xBB\xBF{\"id\":\"gut\",\"name\":\"a\nb\"}"); /* control characters happen */
    put(w, "papers/notiz", "");
    put(w, "organizations.json", "{\"data\":[{\"id\":\"o\",\"name\":\"O\"},7]}");
    put(w, "consultations.json", "kein JSON");
    open_dump(w, false);
    assert_non_null(strstr(next(w, RAT_ITEM_REJECTED)->reason.where, "consultations.json"));
    next(w, RAT_ITEM_ORGANIZATION);
    assert_non_null(strstr(next(w, RAT_ITEM_REJECTED)->reason.where, "organizations.json"));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        snprintf(name, sizeof name, "papers/%zu.json", i + 1);
        const struct rat_item *item = next(w, RAT_ITEM_REJECTED);
        assert_non_null(strstr(item->reason.where, name));
        assert_true(item->reason.msg[0]);
    }
    const struct rat_paper *paper = &next(w, RAT_ITEM_PAPER)->paper;
    assert_string_equal(paper->name, "a b");
    assert_string_equal(paper->raw, "{\"id\":\"gut\",\"name\":\"a b\"}");
    assert_non_null(strstr(next(w, RAT_ITEM_REJECTED)->reason.where, "papers/notiz"));
    end(w);
}

static void closing_early(void **state)
{
    struct world *w = *state;
    put(w, "papers/1.json", "{\"id\":\"p\",\"auxiliaryFile\":[{\"id\":\"f/1\"},{\"id\":\"f/2\"}]}");
    put(w, "file-contents/1.txt", "x");
    put(w, "file-contents/2.txt", "x");
    open_dump(w, false);
    next(w, RAT_ITEM_PAPER);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(papers_with_their_documents),     TEST(dates_from_the_meeting),
        TEST(texts_without_a_paper),           TEST(deleted_papers),
        TEST(a_file_of_two_papers_comes_once), TEST(what_is_not_public),
        TEST(broken_files_are_named),          TEST(closing_early),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
