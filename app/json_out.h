/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * JSON on standard output: rat_json_end prints what base/json.h built, in one line (indented on a terminal), and frees it.
 */
#ifndef APP_JSON_OUT_H
#define APP_JSON_OUT_H

#include "base/json.h"

RAT_MUST_CHECK rat_status rat_json_end(struct rat_json *json, struct rat_err *err);

#endif
