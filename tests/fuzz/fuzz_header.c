/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any text has a head or none: nothing is read behind its end, values are valid UTF-8, and records can be made. */
#include "indexer/header.h"
#include "text/charset.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const char *text)
{
    assert(!text || (*text && rat_utf8_valid(text, strlen(text))));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!rat_utf8_valid(data, size) || (size && memchr(data, 0, size)))
        return 0;
    struct rat_arena arena;
    struct rat_header header;
    struct rat_paper paper;
    struct rat_document document = {.id = "id", .date = RAT_NO_DATE, .is_public = RAT_UNKNOWN};
    rat_arena_init(&arena, 0);
    if (rat_header_read((const char *)data, size, &arena, &header) == RAT_OK) {
        check(header.reference);
        check(header.type);
        check(header.subject);
        check(header.status);
        check(header.lead_office);
        check(header.first_line);
        for (size_t i = 0; i < header.consultation_count; i++) {
            check(header.consultations[i].body);
            assert(header.consultations[i].body && header.consultations[i].date != RAT_NO_DATE);
            check(header.consultations[i].role);
            check(header.consultations[i].result);
            check(header.consultations[i].item_number);
        }
        for (size_t i = 0; i < header.field_count; i++)
            check(header.fields[i].value);
        assert(header.layout || (!header.reference && !header.consultation_count && !header.field_count));
        if (rat_header_fill_document(&header, &arena, &document) == RAT_OK &&
            rat_header_make_paper(&header, &arena, &document, &paper) == RAT_OK)
            check(paper.id);
    }
    rat_arena_release(&arena);
    return 0;
}
