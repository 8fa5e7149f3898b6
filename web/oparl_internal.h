/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * OParl 1.1, read only: the archive as one system with one body. Lists are oparl.c, objects oparl_objects.c. Addresses of
 * objects are the archive's own and carry the source's id: /oparl/paper/ID. What a source removed is there with "deleted" and
 * nothing else, in lists only for those who ask what changed (modified_since).
 */
#ifndef WEB_OPARL_INTERNAL_H
#define WEB_OPARL_INTERNAL_H

#include "storage/browse.h"
#include "web/page.h"

#define RAT_OPARL_SCHEMA "https://schema.oparl.org/1.1/"

struct rat_oparl {
    struct rat_visit *visit;
    struct rat_json json;
    const char *base;    /* "https://rat.example.org" */
    const char *created; /* of the archive: for what does not say when it was made */
};

/* base + path + encoded id, in the visit's arena; NULL for a NULL id. */
const char *rat_oparl_url_of(struct rat_oparl *oparl, const char *path, const char *id);
/* id, type, created, modified. */
void rat_oparl_begin(struct rat_oparl *oparl, json_t *object, const char *type, const char *url,
                     const char *created, const char *modified);
void rat_oparl_put_text(struct rat_oparl *oparl, json_t *object, const char *key,
                        const char *text); /* nothing for NULL, "" */

RAT_MUST_CHECK rat_status rat_oparl_put_paper(struct rat_oparl *oparl, json_t *object, const char *id,
                                              struct rat_err *err);
RAT_MUST_CHECK rat_status rat_oparl_put_meeting(struct rat_oparl *oparl, json_t *object, const char *id,
                                                struct rat_err *err);
RAT_MUST_CHECK rat_status rat_oparl_put_organization(struct rat_oparl *oparl, json_t *object, const char *id,
                                                     struct rat_err *err);
RAT_MUST_CHECK rat_status rat_oparl_put_file(struct rat_oparl *oparl, json_t *object, const char *id,
                                             struct rat_err *err);
RAT_MUST_CHECK rat_status rat_oparl_put_consultation(struct rat_oparl *oparl, json_t *object,
                                                     const char *path, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_oparl_put_agenda_item(struct rat_oparl *oparl, json_t *object, const char *path,
                                                    struct rat_err *err);

#endif
