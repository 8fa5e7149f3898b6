/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/exit.h"

#include "app/json_out.h"

#include <errno.h>

int rat_exit_code(rat_status status)
{
    switch (status) {
    case RAT_OK: return RAT_EXIT_DONE;
    case RAT_EDAMAGED: return RAT_EXIT_DAMAGED;
    case RAT_ELOCKED: return RAT_EXIT_LOCKED;
    case RAT_ENOTFOUND: return RAT_EXIT_NOT_FOUND;
    case RAT_EUSAGE:
    case RAT_ELIMIT:
    case RAT_ENOTYET: return RAT_EXIT_USAGE;
    case RAT_EINPUT: return RAT_EXIT_REJECTED;
    case RAT_EINTERRUPTED: return RAT_EXIT_INTERRUPTED;
    case RAT_END:
    case RAT_ENOMEM:
    case RAT_EIO: break;
    }
    return RAT_EXIT_IO;
}

void rat_err_complete(struct rat_err *err, rat_status status)
{
    if (err->code == status && err->msg[0])
        return;
    rat_fail(err, status, _("Der Befehl ist gescheitert (%s)"), rat_status_name(status));
}

void rat_error_print(const struct rat_err *err)
{
    fprintf(stderr, "ratsarchiv: %s\n", err->msg);
    if (err->where[0])
        fprintf(stderr, _("  Stelle:  %s\n"), err->where);
    if (err->hint[0])
        fprintf(stderr, _("  Hinweis: %s\n"), err->hint);
}

int rat_error_report(struct rat_err *err, rat_status status, bool json)
{
    rat_err_complete(err, status);
    struct rat_json out;
    if (!json) {
        rat_error_print(err);
    } else if (rat_json_begin(&out, NULL) == RAT_OK) {
        rat_json_put_error(&out, out.root, err);
        if (rat_json_end(&out, NULL) != RAT_OK)
            rat_error_print(err);
    } else {
        rat_error_print(err);
    }
    return rat_exit_code(status);
}

int rat_finish_output(int code)
{
    bool failed = ferror(stdout);
    errno = 0;
    failed |= fflush(stdout) != 0;
    if (!failed)
        return code;
    if (errno != EPIPE && errno != 0) {
        struct rat_err err = RAT_ERR_INIT;
        rat_fail_errno(&err, RAT_EIO, errno, "%s", _("Die Ausgabe lässt sich nicht schreiben"));
        rat_error_print(&err);
    }
    return RAT_EXIT_IO;
}
