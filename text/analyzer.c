/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/analyzer_internal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct rat_analyzer {
    const struct rat_analyzer_kind *kind;
    void *self;
};

static const struct rat_analyzer_kind *const kinds[] = {&rat_analyzer_german, &rat_analyzer_whitespace};

static const struct rat_analyzer_kind *find_kind(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i]->name, name) == 0)
            return kinds[i];
    }
    return NULL;
}

rat_status rat_analyzer_new(const char *name, struct rat_analyzer **out, struct rat_err *err)
{
    const struct rat_analyzer_kind *kind = find_kind(name);
    if (!kind) {
        rat_fail(err, RAT_EUSAGE, _("Unbekannte Textanalyse: %s"), name);
        rat_err_hint(err, _("Es gibt die Analysen german und whitespace."));
        return RAT_EUSAGE;
    }
    struct rat_analyzer *analyzer = calloc(1, sizeof *analyzer);
    if (!analyzer)
        return rat_nomem(err);
    analyzer->kind = kind;
    rat_status st = kind->create(&analyzer->self, err);
    if (st != RAT_OK) {
        free(analyzer);
        return st;
    }
    kind->start(analyzer->self, "", 0);
    *out = analyzer;
    return RAT_OK;
}

void rat_analyzer_free(struct rat_analyzer *analyzer)
{
    if (!analyzer)
        return;
    analyzer->kind->destroy(analyzer->self);
    free(analyzer);
}

const char *rat_analyzer_name(const struct rat_analyzer *analyzer)
{
    return analyzer->kind->name;
}

uint32_t rat_analyzer_version(const struct rat_analyzer *analyzer)
{
    return analyzer->kind->version;
}

uint32_t rat_analyzer_version_of(const char *name)
{
    const struct rat_analyzer_kind *kind = find_kind(name);
    return kind ? kind->version : 0;
}

bool rat_analyzer_has_layer(const struct rat_analyzer *analyzer, uint8_t layer)
{
    return layer <= RAT_LAYER_MAX && (analyzer->kind->layers >> layer & 1) != 0;
}

const char *rat_layer_name(uint8_t layer)
{
    switch (layer) {
    case RAT_LAYER_EXACT: return "exact";
    case RAT_LAYER_STEM: return "stem";
    default: return "?";
    }
}

void rat_analyzer_start(struct rat_analyzer *analyzer, const char *text, size_t n)
{
    assert(n <= UINT32_MAX);
    analyzer->kind->start(analyzer->self, text, n);
}

rat_status rat_analyzer_next(struct rat_analyzer *analyzer, struct rat_token *out)
{
    return analyzer->kind->next(analyzer->self, out);
}

rat_status rat_analyzer_terms(struct rat_analyzer *analyzer, const char *surface, size_t n,
                              struct rat_terms *out)
{
    return analyzer->kind->terms(analyzer->self, surface, n, out);
}
