/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Messages for people. msgids are German; English is in po/en.po. _() is looked up when it runs, N_() only
 * marks a string for translation. Nothing here changes the locale: the program does that once at its start.
 */
#ifndef BASE_MESSAGE_H
#define BASE_MESSAGE_H

#include <libintl.h>

#define RAT_TEXT_DOMAIN "ratsarchiv"
#define _(text) dgettext(RAT_TEXT_DOMAIN, text)
#define N_(text) text

#endif
