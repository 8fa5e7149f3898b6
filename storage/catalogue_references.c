/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What documents name, by what numbers papers are found, and who is linked to whom. */
#include "storage/catalogue_internal.h"

/* Columns of document_references and of paper_numbers. */
enum {
    R_DOCNUM,
    R_PLACE,
    R_KIND,
    R_WORDING,
    R_KEY,
    R_DETAIL,
    R_SURFACE,
    R_START,
    R_END,
    R_TIMES,
    R_DIGITS,
    R_IS_LED,
    R_HINT
};
enum { N_PAPER_ROW, N_PLACE, N_KEY, N_BARE, N_FAMILY, N_DIGITS };

/* ---- writing ---- */

static rat_status put_reference(struct rat_catalogue *catalogue, int64_t docnum, size_t place,
                                const struct rat_reference *r, struct rat_err *err)
{
    struct rat_row row = rat_row_start(catalogue, RAT_T_REFERENCES, err);
    rat_row_int(&row, docnum);
    rat_row_int(&row, (int64_t)place);
    rat_row_int(&row, r->kind);
    rat_row_int(&row, r->wording);
    rat_row_text(&row, r->key);
    rat_row_text(&row, r->detail);
    rat_row_text(&row, r->surface);
    rat_row_int(&row, r->start);
    rat_row_int(&row, r->end);
    rat_row_int(&row, r->times);
    rat_row_int(&row, r->digits);
    rat_row_int(&row, r->is_led);
    rat_row_int(&row, r->hint);
    return rat_row_finish(&row);
}

static rat_status put_number(struct rat_catalogue *catalogue, int64_t paper_row, size_t place,
                             const struct rat_number *number, struct rat_err *err)
{
    struct rat_row row = rat_row_start(catalogue, RAT_T_NUMBERS, err);
    rat_row_int(&row, paper_row);
    rat_row_int(&row, (int64_t)place);
    rat_row_text(&row, number->key);
    rat_row_text(&row, number->bare);
    rat_row_text(&row, number->family);
    rat_row_int(&row, number->digits);
    return rat_row_finish(&row);
}

/* Erases the rows of a reading and says what comes in their place. */
static rat_status begin_reading(struct rat_catalogue *catalogue, enum rat_reading kind, int64_t row,
                                uint32_t reading, size_t count, struct rat_err *err)
{
    struct rat_query rows = rat_query_start(
        catalogue, kind == RAT_READING_DOCUMENT ? RAT_S_DELETE_REFERENCES : RAT_S_DELETE_NUMBERS, err);
    rat_query_int(&rows, row);
    rat_status st = rat_query_run(&rows);
    if (st == RAT_OK && !reading) {
        struct rat_query query = rat_query_start(catalogue, RAT_S_DELETE_READING, err);
        rat_query_int(&query, kind);
        rat_query_int(&query, row);
        return rat_query_run(&query);
    }
    if (st != RAT_OK)
        return st;
    struct rat_row put = rat_row_start(catalogue, RAT_T_READINGS, err);
    rat_row_int(&put, kind);
    rat_row_int(&put, row);
    rat_row_int(&put, (int64_t)count);
    rat_row_int(&put, reading);
    return rat_row_finish(&put);
}

rat_status rat_catalogue_put_references(struct rat_catalogue *catalogue, uint32_t docnum, uint32_t reading,
                                        const struct rat_reference *references, size_t count,
                                        struct rat_err *err)
{
    rat_status st = rat_catalogue_may_write(catalogue, err);
    if (st == RAT_OK)
        st = begin_reading(catalogue, RAT_READING_DOCUMENT, docnum, reading, count, err);
    for (size_t i = 0; st == RAT_OK && reading && i < count; i++)
        st = put_reference(catalogue, docnum, i, &references[i], err);
    return st;
}

rat_status rat_catalogue_put_numbers(struct rat_catalogue *catalogue, int64_t row, uint32_t reading,
                                     const struct rat_number *numbers, size_t count, struct rat_err *err)
{
    rat_status st = rat_catalogue_may_write(catalogue, err);
    if (st == RAT_OK)
        st = begin_reading(catalogue, RAT_READING_PAPER, row, reading, count, err);
    for (size_t i = 0; st == RAT_OK && reading && i < count; i++)
        st = put_number(catalogue, row, i, &numbers[i], err);
    return st;
}

rat_status rat_catalogue_reading(struct rat_catalogue *catalogue, enum rat_reading kind, int64_t row,
                                 uint32_t *reading, struct rat_err *err)
{
    *reading = 0;
    if (!rat_catalogue_has(catalogue, RAT_T_READINGS))
        return RAT_OK;
    struct rat_query query = rat_query_start(catalogue, RAT_S_READING, err);
    rat_query_int(&query, kind);
    rat_query_int(&query, row);
    rat_status st = rat_query_next(&query);
    if (st == RAT_OK)
        *reading = (uint32_t)rat_query_get_int(&query, 3);
    rat_query_end(&query);
    return st == RAT_END ? RAT_OK : st;
}

/* ---- lists of rows ---- */

/* Ends a list that was read into a buffer: *out in the arena. */
static rat_status finish_list(struct rat_query *query, rat_status st, struct rat_buf *list, size_t size,
                              struct rat_arena *arena, void **out, size_t *count)
{
    struct rat_err *err = query->err;
    rat_query_end(query);
    if (st == RAT_END)
        st = list->failed || arena->failed ? rat_nomem(err) : RAT_OK;
    void *copy = st == RAT_OK ? rat_arena_memdup(arena, list->data, list->size) : NULL;
    if (st == RAT_OK && !copy)
        st = rat_nomem(err);
    if (st == RAT_OK) {
        *out = copy;
        *count = list->size / size;
    }
    rat_buf_release(list);
    return st;
}

/* Of a table that an older catalogue does not have. */
static rat_status no_rows(struct rat_arena *arena, void **out, size_t *count, struct rat_err *err)
{
    *count = 0;
    *out = rat_arena_alloc(arena, 1);
    return *out ? RAT_OK : rat_nomem(err);
}

static void get_reference(const struct rat_query *query, struct rat_arena *arena, struct rat_reference *out)
{
    out->kind = (enum rat_reference_kind)rat_query_get_int(query, R_KIND);
    out->wording = (enum rat_wording)rat_query_get_int(query, R_WORDING);
    out->key = rat_query_get_text(query, R_KEY, arena);
    out->detail = rat_query_get_text(query, R_DETAIL, arena);
    out->surface = rat_query_get_text(query, R_SURFACE, arena);
    out->start = (uint32_t)rat_query_get_int(query, R_START);
    out->end = (uint32_t)rat_query_get_int(query, R_END);
    out->times = (uint32_t)rat_query_get_int(query, R_TIMES);
    out->digits = (uint32_t)rat_query_get_int(query, R_DIGITS);
    out->is_led = rat_query_get_int(query, R_IS_LED) != 0;
    out->hint = (int32_t)rat_query_get_int(query, R_HINT);
}

rat_status rat_catalogue_references(struct rat_catalogue *catalogue, uint32_t docnum, struct rat_arena *arena,
                                    struct rat_reference **out, size_t *count, struct rat_err *err)
{
    if (!rat_catalogue_has(catalogue, RAT_T_REFERENCES))
        return no_rows(arena, (void **)out, count, err);
    struct rat_buf list = RAT_BUF_INIT;
    struct rat_query query = rat_query_start(catalogue, RAT_S_REFERENCES, err);
    rat_status st;
    void *copy = NULL;
    rat_query_int(&query, docnum);
    while ((st = rat_query_next(&query)) == RAT_OK) {
        struct rat_reference reference = {0};
        get_reference(&query, arena, &reference);
        rat_buf_append(&list, &reference, sizeof reference);
    }
    st = finish_list(&query, st, &list, sizeof **out, arena, &copy, count);
    if (st == RAT_OK)
        *out = copy;
    return st;
}

/* Removed documents name nothing to others. */
static rat_status keep_present(struct rat_catalogue *catalogue, struct rat_citing *list, size_t *count,
                               struct rat_err *err)
{
    size_t kept = 0;
    uint32_t last = 0;
    bool present = false;
    for (size_t i = 0; i < *count; i++) {
        if (list[i].docnum != last) {
            struct rat_query query = rat_query_start(catalogue, RAT_S_DOCUMENT, err);
            rat_query_int(&query, list[i].docnum);
            rat_status st = rat_query_next(&query);
            present = st == RAT_OK && sqlite3_column_type(query.stmt, RAT_DOC_REMOVED_AT) == SQLITE_NULL;
            rat_query_end(&query);
            if (st != RAT_OK && st != RAT_END)
                return st;
            last = list[i].docnum;
        }
        if (present)
            list[kept++] = list[i];
    }
    *count = kept;
    return RAT_OK;
}

static rat_status citing(struct rat_catalogue *catalogue, int statement, enum rat_reference_kind kind,
                         const char *key, struct rat_arena *arena, struct rat_citing **out, size_t *count,
                         struct rat_err *err)
{
    if (!rat_catalogue_has(catalogue, RAT_T_REFERENCES))
        return no_rows(arena, (void **)out, count, err);
    struct rat_buf list = RAT_BUF_INIT;
    struct rat_query query = rat_query_start(catalogue, statement, err);
    rat_status st;
    void *copy = NULL;
    rat_query_text(&query, key);
    rat_query_int(&query, kind);
    while ((st = rat_query_next(&query)) == RAT_OK) {
        struct rat_citing one = {.docnum = (uint32_t)rat_query_get_int(&query, R_DOCNUM)};
        get_reference(&query, arena, &one.reference);
        rat_buf_append(&list, &one, sizeof one);
    }
    st = finish_list(&query, st, &list, sizeof **out, arena, &copy, count);
    if (st == RAT_OK)
        *out = copy;
    return st == RAT_OK ? keep_present(catalogue, *out, count, err) : st;
}

rat_status rat_catalogue_citing(struct rat_catalogue *catalogue, enum rat_reference_kind kind,
                                const char *key, struct rat_arena *arena, struct rat_citing **out,
                                size_t *count, struct rat_err *err)
{
    return citing(catalogue, RAT_S_REFERENCES_TO, kind, key, arena, out, count, err);
}

rat_status rat_catalogue_citing_supplements(struct rat_catalogue *catalogue, const char *key,
                                            struct rat_arena *arena, struct rat_citing **out, size_t *count,
                                            struct rat_err *err)
{
    return citing(catalogue, RAT_S_REFERENCES_TO_SUPPLEMENTS, RAT_REFERENCE_PAPER, key, arena, out, count,
                  err);
}

/* ---- papers by row ---- */

/* A paper that was made from documents is gone with the last of them. */
static rat_status is_shown(struct rat_catalogue *catalogue, const char *paper_id, bool *out,
                           struct rat_err *err)
{
    struct rat_query query = rat_query_start(catalogue, RAT_S_PAPER_IS_SHOWN, err);
    rat_query_text(&query, paper_id);
    rat_status st = rat_query_next(&query);
    if (st == RAT_OK)
        *out = rat_query_get_int(&query, 0) != 0;
    rat_query_end(&query);
    return st;
}

static rat_status paper_of_row(struct rat_catalogue *catalogue, int64_t row, struct rat_arena *arena,
                               struct rat_numbered *out, struct rat_err *err)
{
    bool from_source = true, shown = true;
    struct rat_query query = rat_query_start(catalogue, RAT_S_PAPER, err);
    rat_query_int(&query, row);
    rat_status st = rat_query_next(&query);
    if (st == RAT_OK) {
        from_source = sqlite3_column_type(query.stmt, RAT_PAPER_RAW) != SQLITE_NULL;
        out->row = row;
        out->paper_id = rat_query_get_text(&query, RAT_PAPER_ID, arena);
        out->body = rat_query_get_text(&query, RAT_PAPER_BODY, arena);
        out->municipality = rat_query_get_text(&query, RAT_PAPER_MUNICIPALITY, arena);
        out->date = (int32_t)rat_query_get_int(&query, RAT_PAPER_DATE);
        out->removed = sqlite3_column_type(query.stmt, RAT_PAPER_REMOVED_AT) != SQLITE_NULL;
    }
    rat_query_end(&query);
    if (st == RAT_OK && arena->failed)
        return rat_nomem(err);
    if (st == RAT_OK && !from_source)
        st = is_shown(catalogue, out->paper_id, &shown, err);
    out->removed |= !shown;
    return st == RAT_END
               ? rat_catalogue_damaged(catalogue, _("Zeilen einer Vorlage fehlen oder sind zu viel"), err)
               : st;
}

static void get_number(const struct rat_query *query, struct rat_arena *arena, struct rat_number *out)
{
    out->key = rat_query_get_text(query, N_KEY, arena);
    out->bare = rat_query_get_text(query, N_BARE, arena);
    out->family = rat_query_get_text(query, N_FAMILY, arena);
    out->digits = (uint32_t)rat_query_get_int(query, N_DIGITS);
}

rat_status rat_catalogue_numbered(struct rat_catalogue *catalogue, enum rat_number_part part, const char *key,
                                  struct rat_arena *arena, struct rat_numbered **out, size_t *count,
                                  struct rat_err *err)
{
    if (!rat_catalogue_has(catalogue, RAT_T_NUMBERS))
        return no_rows(arena, (void **)out, count, err);
    int statement = part == RAT_NUMBER_KEY    ? RAT_S_NUMBERS_BY_KEY
                    : part == RAT_NUMBER_BARE ? RAT_S_NUMBERS_BY_BARE
                                              : RAT_S_NUMBERS_BY_FAMILY;
    struct rat_buf list = RAT_BUF_INIT;
    struct rat_query query = rat_query_start(catalogue, statement, err);
    rat_status st;
    void *copy = NULL;
    int64_t last = 0;
    rat_query_text(&query, key);
    while ((st = rat_query_next(&query)) == RAT_OK) {
        struct rat_numbered one = {.row = rat_query_get_int(&query, N_PAPER_ROW)};
        get_number(&query, arena, &one.number);
        if (one.row != last)
            rat_buf_append(&list, &one, sizeof one);
        last = one.row;
    }
    st = finish_list(&query, st, &list, sizeof **out, arena, &copy, count);
    struct rat_numbered *numbered = copy;
    for (size_t i = 0; st == RAT_OK && i < *count; i++)
        st = paper_of_row(catalogue, numbered[i].row, arena, &numbered[i], err);
    if (st == RAT_OK && arena->failed)
        st = rat_nomem(err);
    if (st == RAT_OK)
        *out = numbered;
    return st;
}

rat_status rat_catalogue_paper_at(struct rat_catalogue *catalogue, int64_t row, struct rat_arena *arena,
                                  struct rat_numbered *out, struct rat_err *err)
{
    struct rat_numbered paper = {0};
    rat_status st = paper_of_row(catalogue, row, arena, &paper, err);
    if (st == RAT_OK && arena->failed)
        st = rat_nomem(err);
    if (st == RAT_OK)
        *out = paper;
    return st;
}

rat_status rat_catalogue_numbers(struct rat_catalogue *catalogue, const char *paper_id,
                                 struct rat_arena *arena, struct rat_number **out, size_t *count,
                                 struct rat_err *err)
{
    if (!rat_catalogue_has(catalogue, RAT_T_NUMBERS))
        return no_rows(arena, (void **)out, count, err);
    struct rat_known known;
    struct rat_buf list = RAT_BUF_INIT;
    void *copy = NULL;
    rat_status st = rat_catalogue_known_paper(catalogue, paper_id, &known, err);
    if (st != RAT_OK)
        return st;
    struct rat_query query = rat_query_start(catalogue, RAT_S_NUMBERS, err);
    rat_query_int(&query, known.docnum);
    while ((st = rat_query_next(&query)) == RAT_OK) {
        struct rat_number number = {0};
        get_number(&query, arena, &number);
        rat_buf_append(&list, &number, sizeof number);
    }
    st = finish_list(&query, st, &list, sizeof **out, arena, &copy, count);
    if (st == RAT_OK)
        *out = copy;
    return st;
}

rat_status rat_catalogue_linked_from(struct rat_catalogue *catalogue, const char *paper_id,
                                     struct rat_arena *arena, struct rat_paper_link **out, size_t *count,
                                     struct rat_err *err)
{
    struct link {
        struct rat_paper_link link;
        int64_t row;
    };
    struct rat_buf list = RAT_BUF_INIT;
    struct rat_query query = rat_query_start(catalogue, RAT_S_LINKS_TO, err);
    rat_status st;
    void *copy = NULL;
    rat_query_text(&query, paper_id);
    while ((st = rat_query_next(&query)) == RAT_OK) {
        struct link one = {.row = rat_query_get_int(&query, 0)};
        one.link.kind = rat_query_get_text(&query, 3, arena);
        rat_buf_append(&list, &one, sizeof one);
    }
    st = finish_list(&query, st, &list, sizeof(struct link), arena, &copy, count);
    struct link *links = copy;
    struct rat_paper_link *made = st == RAT_OK ? rat_arena_calloc(arena, *count, sizeof *made) : NULL;
    if (st == RAT_OK && !made)
        return rat_nomem(err);
    for (size_t i = 0; st == RAT_OK && i < *count; i++) {
        struct rat_numbered paper = {0};
        st = paper_of_row(catalogue, links[i].row, arena, &paper, err);
        made[i] = (struct rat_paper_link){paper.paper_id, links[i].link.kind};
    }
    if (st == RAT_OK)
        *out = made;
    return st;
}

rat_status rat_catalogue_consulted(struct rat_catalogue *catalogue, const char *meeting_id, int32_t date,
                                   struct rat_arena *arena, struct rat_consulted **out, size_t *count,
                                   struct rat_err *err)
{
    struct consulted {
        struct rat_consulted consulted;
        int64_t row;
    };
    struct rat_buf list = RAT_BUF_INIT;
    struct rat_query query =
        rat_query_start(catalogue, meeting_id ? RAT_S_CONSULTATIONS_OF_MEETING : RAT_S_CONSULTATIONS_ON, err);
    rat_status st;
    void *copy = NULL;
    if (meeting_id)
        rat_query_text(&query, meeting_id);
    else
        rat_query_int(&query, date);
    while ((st = rat_query_next(&query)) == RAT_OK) {
        struct consulted one = {.row = rat_query_get_int(&query, 0)};
        rat_catalogue_get_consultation(&query, arena, &one.consulted.consultation);
        rat_buf_append(&list, &one, sizeof one);
    }
    st = finish_list(&query, st, &list, sizeof(struct consulted), arena, &copy, count);
    struct consulted *found = copy;
    struct rat_consulted *made = st == RAT_OK ? rat_arena_calloc(arena, *count, sizeof *made) : NULL;
    if (st == RAT_OK && !made)
        return rat_nomem(err);
    size_t kept = 0;
    for (size_t i = 0; st == RAT_OK && i < *count; i++) {
        struct rat_numbered paper = {0};
        st = paper_of_row(catalogue, found[i].row, arena, &paper, err);
        made[kept] = found[i].consulted;
        made[kept].paper_id = paper.paper_id;
        kept += !paper.removed;
    }
    if (st == RAT_OK) {
        *out = made;
        *count = kept;
    }
    return st;
}
