/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/engine_internal.h"

rat_status rat_engine_open(enum rat_engine_kind kind, struct rat_snapshot *snapshot, struct rat_engine **out,
                           struct rat_err *err)
{
    if (kind == RAT_ENGINE_XAPIAN)
        return rat_engine_xapian_open(snapshot, out, err);
    *out = &rat_engine_native;
    return RAT_OK;
}

void rat_engine_close(struct rat_engine *engine)
{
    if (engine && engine->close)
        engine->close(engine);
}

static const char *const names[] = {"native", "xapian"};

bool rat_engine_by_name(const char *name, enum rat_engine_kind *out)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i], name) == 0) {
            *out = (enum rat_engine_kind)i;
            return true;
        }
    }
    return false;
}

const char *rat_engine_name(const struct rat_engine *engine)
{
    return names[!engine || engine == &rat_engine_native ? RAT_ENGINE_NATIVE : RAT_ENGINE_XAPIAN];
}
