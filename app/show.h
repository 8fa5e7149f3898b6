/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One document or paper, printed for people (show_text.c). cmd_show.c fills the struct, see query/shown.h. */
#ifndef APP_SHOW_H
#define APP_SHOW_H

#include "app/command.h"
#include "query/shown.h"

void rat_show_print_text(const struct rat_console *console, const struct rat_shown *show);

#endif
