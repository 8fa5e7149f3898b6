/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Calendar days as numbers: days since 1970-01-01 in the proleptic Gregorian calendar, negative before.
 * Council papers carry days, not times. RAT_NO_DATE is "unknown" and sorts behind every date. Any thread.
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RAT_NO_DATE INT32_MIN
#define RAT_DATE_TEXT 16 /* room for "YYYY-MM-DD" and the NUL */

/* False when the day does not exist. Years 1..9999. */
bool rat_date_from_ymd(int year, int month, int day, int32_t *out);
void rat_date_to_ymd(int32_t date, int *year, int *month, int *day);

/* Reads "YYYY-MM-DD", also as the start of "YYYY-MM-DDThh:mm:ss+zz:zz". False when it is none. */
bool rat_date_parse_iso(const char *text, size_t n, int32_t *out);
/* "YYYY-MM-DD"; "" for RAT_NO_DATE. Returns out. */
char *rat_date_format(int32_t date, char out[RAT_DATE_TEXT]);
int32_t rat_date_today(void); /* UTC */
/* Now as "YYYY-MM-DDThh:mm:ssZ" (21 bytes with the NUL); honours SOURCE_DATE_EPOCH for reproducible archives. */
#define RAT_TIME_TEXT 24
char *rat_time_now(char out[RAT_TIME_TEXT]);

#endif
