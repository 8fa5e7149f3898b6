/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/archive_analyzer.h"

#include "base/message.h"

static rat_status check_analyzer(const struct rat_snapshot *snapshot, struct rat_err *err)
{
    if (rat_analyzer_makes(snapshot->analyzer, snapshot->analyzer_version))
        return RAT_OK;
    rat_fail(err, RAT_EUSAGE, "%s", _("Der Index wurde mit einer anderen Fassung der Sprachanalyse gemacht"));
    rat_err_where(err, "%s", snapshot->path);
    rat_err_hint(err, _("`ratsarchiv reindex %s` baut ihn neu auf"), snapshot->path);
    return RAT_EUSAGE;
}

rat_status rat_archive_analyzer_open(const struct rat_snapshot *snapshot, struct rat_archive_analyzer *out,
                                     struct rat_err *err)
{
    *out = (struct rat_archive_analyzer){NULL, NULL, NULL};
    rat_status st = check_analyzer(snapshot, err);
    if (st == RAT_OK)
        st = rat_analyzer_open(snapshot->analyzer, snapshot->analyzer_version, &out->analyzer, err);
    if (st == RAT_OK && snapshot->model)
        st = rat_compounds_open(snapshot->model->bytes, (size_t)snapshot->model->size, &out->model, err);
    if (st == RAT_OK && snapshot->model && snapshot->model->acronyms)
        st = rat_acronyms_open(snapshot->model->acronyms, (size_t)snapshot->model->acronyms_size,
                               &out->acronyms, err);
    if (st == RAT_OK)
        rat_analyzer_set_model(out->analyzer, out->model);
    return st;
}

void rat_archive_analyzer_close(struct rat_archive_analyzer *analyzer)
{
    rat_analyzer_free(analyzer->analyzer);
    rat_compounds_free(analyzer->model);
    rat_acronyms_free(analyzer->acronyms);
    *analyzer = (struct rat_archive_analyzer){NULL, NULL, NULL};
}
