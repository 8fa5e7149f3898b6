/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/status.h"

#include <stdio.h>
#include <string.h>

static void set_code(struct rat_err *err, rat_status code)
{
    err->code = code;
    err->pos = 0;
    err->where[0] = '\0';
    err->hint[0] = '\0';
}

rat_status rat_fail(struct rat_err *err, rat_status code, const char *format, ...)
{
    if (err) {
        va_list args;
        set_code(err, code);
        va_start(args, format);
        vsnprintf(err->msg, sizeof err->msg, format, args);
        va_end(args);
    }
    return code;
}

rat_status rat_fail_errno(struct rat_err *err, rat_status code, int saved_errno, const char *format, ...)
{
    if (err) {
        va_list args;
        set_code(err, code);
        va_start(args, format);
        vsnprintf(err->msg, sizeof err->msg, format, args);
        va_end(args);
        char reason[128];
        const char *text = strerror_r(saved_errno, reason, sizeof reason);
        size_t used = strlen(err->msg);
        snprintf(err->msg + used, sizeof err->msg - used, ": %s", text);
    }
    return code;
}

void rat_err_where(struct rat_err *err, const char *format, ...)
{
    if (!err)
        return;
    va_list args;
    va_start(args, format);
    vsnprintf(err->where, sizeof err->where, format, args);
    va_end(args);
}

void rat_err_hint(struct rat_err *err, const char *format, ...)
{
    if (!err)
        return;
    va_list args;
    va_start(args, format);
    vsnprintf(err->hint, sizeof err->hint, format, args);
    va_end(args);
}

const char *rat_status_name(rat_status code)
{
    switch (code) {
    case RAT_OK: return "ok";
    case RAT_END: return "end";
    case RAT_ENOMEM: return "out-of-memory";
    case RAT_EIO: return "io";
    case RAT_EDAMAGED: return "damaged";
    case RAT_ELOCKED: return "locked";
    case RAT_ENOTFOUND: return "not-found";
    case RAT_EUSAGE: return "usage";
    case RAT_EINPUT: return "input-rejected";
    case RAT_EINTERRUPTED: return "interrupted";
    case RAT_ELIMIT: return "limit";
    case RAT_ENOTYET: return "not-yet";
    }
    return "unknown";
}

rat_status rat_nomem(struct rat_err *err)
{
    rat_fail(err, RAT_ENOMEM, "%s", _("Der Arbeitsspeicher reicht nicht aus"));
    rat_err_hint(err, "%s", _("Andere Programme schließen oder die Speichergrenze kleiner wählen"));
    return RAT_ENOMEM;
}
