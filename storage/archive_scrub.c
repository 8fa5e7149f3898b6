/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/archive_internal.h"

rat_status rat_writer_want_scrub(struct rat_writer *writer, struct rat_err *err)
{
    return rat_catalogue_set_number(rat_writer_catalogue(writer), RAT_SETTING_SCRUB, 1, err);
}

rat_status rat_writer_scrub(struct rat_writer *writer, struct rat_err *err)
{
    struct rat_catalogue *catalogue = rat_writer_catalogue(writer);
    uint64_t wanted = 0;
    if (!catalogue)
        return RAT_OK;
    rat_status st = rat_catalogue_get_number(catalogue, RAT_SETTING_SCRUB, 0, &wanted, err);
    if (st != RAT_OK || !wanted)
        return st;
    st = rat_catalogue_scrub(catalogue, err);
    if (st == RAT_OK)
        st = rat_catalogue_begin(catalogue, err);
    if (st == RAT_OK)
        st = rat_catalogue_set_number(catalogue, RAT_SETTING_SCRUB, 0, err);
    return st == RAT_OK ? rat_catalogue_commit(catalogue, err) : st;
}
