/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The state of OParl objects while they are read, shared by two sources: source_oparl.c walks a dump, source_harvest.c what
 * was harvested from a server. oparl_state.c has what both share, oparl_lookup.c remembers what papers refer to,
 * oparl_hidden.c keeps back what is not public, oparl_record.c turns objects into records.
 *
 * Remembered are organizations, meetings, agenda items and the names of the texts (each a few words in an arena);
 * papers and texts pass through.
 */
#ifndef INDEXER_SOURCE_OPARL_INTERNAL_H
#define INDEXER_SOURCE_OPARL_INTERNAL_H

#include "base/strmap.h"
#include "indexer/json_read.h"
#include "indexer/source_internal.h"

struct oparl_organization {
    const char *id, *name;
};

struct oparl_meeting {
    int32_t date;
    const char *id;
    const char *organization_id; /* the first; NULL when it states none */
};

struct oparl_agenda_item {
    const char *id, *number, *result;
    uint32_t meeting; /* number in meetings */
    enum rat_tristate is_public;
};

/* The text of a file, and what a meeting says about it. */
struct oparl_text {
    uint64_t size;
    const char *id, *name, *download_url, *mime_type, *modified,
        *meeting_title; /* NULL unless a meeting lists it */
    uint32_t meeting;   /* RAT_STRMAP_NONE: none lists it */
    int32_t date;
    bool has_text; /* otherwise only metadata */
    bool taken;    /* given with its paper, deleted, or not public */
};

/* Consultations that no paper embeds; those of a paper hang together. */
struct oparl_loose_consultation {
    const json_t *object; /* borrowed from loose_root */
    uint32_t next;        /* of the same paper, RAT_STRMAP_NONE at the end */
};

enum oparl_phase { OPARL_ORGANIZATIONS, OPARL_MEETINGS, OPARL_PAPERS, OPARL_REST, OPARL_DONE };

struct oparl_names {
    char **names;
    size_t count, at;
};

struct oparl;

/* What differs between a dump and a harvest. */
struct oparl_origin {
    /* One step of the pass; it may put any number of items into the queue. RAT_END: all done. */
    rat_status (*step)(struct oparl *dump, struct rat_err *err);
    /* Gives a document the bytes of the text `number`, its location and source. */
    rat_status (*set_content)(struct oparl *dump, struct rat_item *item, uint32_t number,
                              struct rat_err *err);
    bool whole_ids; /* texts are named by the whole id of their File, not by its last part */
};

struct oparl {
    const struct rat_source *source;
    const struct oparl_origin *origin;
    struct rat_arena arena;
    struct rat_strmap organizations, meetings, agenda_items, texts, loose_papers;
    struct oparl_organization *organization; /* by number in organizations */
    struct oparl_meeting *meeting;           /* by number in meetings, and so on */
    struct oparl_agenda_item *agenda_item;
    struct oparl_text *text;
    uint32_t *loose_first;
    struct oparl_loose_consultation *loose;
    size_t organization_room, meeting_room, agenda_item_room, text_room, loose_first_room, loose_count,
        loose_room;
    json_t *organization_root, *loose_root;
    enum oparl_phase phase;
    size_t organization_at;
    struct oparl_names meeting_files, paper_files, rest; /* rest: stems of file-contents, by number */
    struct rat_buf path, bytes;
    struct rat_item **queue; /* made, not yet given */
    size_t queue_at, queue_count, queue_room;
};

/* oparl_state.c */
void rat_oparl_init(struct oparl *dump, const struct rat_source *source, const struct oparl_origin *origin);
void rat_oparl_release(struct oparl *dump);
/* The next item of the queue, which origin->step fills. */
RAT_MUST_CHECK rat_status rat_oparl_next(struct oparl *dump, struct rat_item **out, struct rat_err *err);
/* Room for one more element of an array; false when memory ran out. */
bool rat_oparl_room(void *array, size_t *room, size_t count, size_t element);
/* An item for the queue; NULL and failed arenas are RAT_ENOMEM. */
RAT_MUST_CHECK rat_status rat_oparl_give(struct oparl *dump, struct rat_item *item, struct rat_err *err);
/* A REJECTED item for dump->path, which protects what the phase reads: the paper, the meeting, the text. */
RAT_MUST_CHECK rat_status rat_oparl_reject(struct oparl *dump, const struct rat_err *reason,
                                           struct rat_err *err);

/* oparl_lookup.c */
RAT_MUST_CHECK rat_status rat_oparl_learn_organization(struct oparl *dump, const json_t *object,
                                                       struct rat_err *err);
RAT_MUST_CHECK rat_status rat_oparl_learn_meeting(struct oparl *dump, const json_t *object,
                                                  struct rat_err *err);
RAT_MUST_CHECK rat_status rat_oparl_learn_consultations(struct oparl *dump,
                                                        struct rat_err *err); /* loose_root */
/* By id; NULL when it dangles. Ids that differ only in doubled slashes are the same. */
const struct oparl_organization *rat_oparl_organization(const struct oparl *dump, const char *id);
const struct oparl_meeting *rat_oparl_meeting(const struct oparl *dump, const char *id);
const struct oparl_agenda_item *rat_oparl_agenda_item(const struct oparl *dump, const char *id);
struct oparl_text *rat_oparl_text(struct oparl *dump,
                                  const char *file_id); /* by a File's id, in a dump by its last part */
uint32_t rat_oparl_find(const struct rat_strmap *map, const char *id);
uint32_t rat_oparl_add(struct rat_strmap *map, const char *id, bool *added); /* RAT_STRMAP_NONE: no memory */

/* oparl_hidden.c */
extern const char *const rat_oparl_file_keys[]; /* of a paper, to NULL */
bool rat_oparl_hides(const struct oparl *dump, const json_t *object);
/* A SKIPPED item for the object; the texts of its files shall not come out as left over. */
RAT_MUST_CHECK rat_status rat_oparl_say_hidden(struct oparl *dump, const json_t *object, struct rat_err *err);
/* Removes embedded objects that say public: false, and says so. *changed: the object is not what the file holds. */
RAT_MUST_CHECK rat_status rat_oparl_drop_hidden(struct oparl *dump, json_t *value, bool *changed,
                                                struct rat_err *err);
void rat_oparl_withhold(struct oparl *dump, const json_t *value); /* texts of all files inside */

/* oparl_record.c: each gives its items into the queue. bytes: the object's text when it may be kept as it is, else
 * NULL. */
RAT_MUST_CHECK rat_status rat_oparl_take_organization(struct oparl *dump, const json_t *object,
                                                      struct rat_err *err);
RAT_MUST_CHECK rat_status rat_oparl_take_meeting(struct oparl *dump, const json_t *object,
                                                 const struct rat_buf *bytes, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_oparl_take_paper(struct oparl *dump, const json_t *object,
                                               const struct rat_buf *bytes, struct rat_err *err);
/* The text `number`, which no paper lists. metadata: file-contents/N.json or the File, or NULL. */
RAT_MUST_CHECK rat_status rat_oparl_take_rest(struct oparl *dump, uint32_t number, const json_t *metadata,
                                              struct rat_err *err);

/* Day of an OParl time or date; RAT_NO_DATE when it is none. */
int32_t rat_oparl_day(const char *text);

#endif
