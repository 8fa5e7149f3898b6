/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The language of a page: German unless the browser prefers English or the address says so. _() on a thread follows
 * rat_language_use; numbers and dates are written here. rat_language_init once, before there are threads.
 */
#ifndef WEB_LANGUAGE_H
#define WEB_LANGUAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* False: the system has no locale that gettext translates in; pages are German then. */
bool rat_language_init(void);
void rat_language_use(bool english); /* for the calling thread */

/* By the header Accept-Language (RFC 9110, 12.5.4); NULL is no wish. */
bool rat_language_is_english(const char *accept_language);

#define RAT_FIGURE_TEXT 48
/* "1.234" or "1,234" */
const char *rat_figure(bool english, uint64_t value, char out[RAT_FIGURE_TEXT]);
/* "1,2 MB" or "1.2 MB" */
const char *rat_figure_bytes(bool english, uint64_t bytes, char out[RAT_FIGURE_TEXT]);
/* "21.09.2020" or "21 Sep 2020"; "" for RAT_NO_DATE */
const char *rat_day(bool english, int32_t date, char out[RAT_FIGURE_TEXT]);
/* The same for text that begins like "2020-09-21T17:00"; with "17:00" when it has a time that is not midnight. Other
 * texts stay, cut to the room. */
const char *rat_moment(bool english, const char *text, char out[RAT_FIGURE_TEXT]);

#endif
