/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/json_out.h"

#include <unistd.h>

rat_status rat_json_end(struct rat_json *json, struct rat_err *err)
{
    rat_status st = RAT_OK;
    size_t flags =
        JSON_REAL_PRECISION(RAT_JSON_REAL_DIGITS) | (isatty(STDOUT_FILENO) ? JSON_INDENT(2) : JSON_COMPACT);
    if (json->failed)
        st = rat_nomem(err);
    else if (json_dumpf(json->root, stdout, flags) == 0)
        fputc('\n', stdout); /* a write that fails stays in ferror(stdout) and is reported at the end */
    else if (!ferror(stdout))
        st = rat_nomem(err);
    rat_json_discard(json);
    return st;
}
