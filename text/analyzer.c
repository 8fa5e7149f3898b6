/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/analyzer_internal.h"
#include "text/steps.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct rat_analyzer {
    const struct rat_analyzer_kind *kind;
    void *self;
    uint32_t version;
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

#define STEPS_SHIFT 8

rat_status rat_analyzer_new(const char *name, struct rat_analyzer **out, struct rat_err *err)
{
    return rat_analyzer_open(name, rat_analyzer_version_of(name), out, err);
}

rat_status rat_analyzer_open(const char *name, uint32_t version, struct rat_analyzer **out,
                             struct rat_err *err)
{
    const struct rat_analyzer_kind *kind = find_kind(name);
    if (!kind) {
        rat_fail(err, RAT_EUSAGE, _("Unbekannte Textanalyse: %s"), name);
        rat_err_hint(err, _("Es gibt die Analysen german und whitespace."));
        return RAT_EUSAGE;
    }
    if (!rat_analyzer_makes(name, version))
        return rat_fail(err, RAT_EUSAGE, "%s",
                        _("Der Index wurde mit einer anderen Fassung der Sprachanalyse gemacht"));
    struct rat_analyzer *analyzer = calloc(1, sizeof *analyzer);
    if (!analyzer)
        return rat_nomem(err);
    analyzer->kind = kind;
    analyzer->version = version;
    rat_status st = kind->create(version >> STEPS_SHIFT, &analyzer->self, err);
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
    return analyzer->version;
}

uint32_t rat_analyzer_version_of(const char *name)
{
    const struct rat_analyzer_kind *kind = find_kind(name);
    return kind ? kind->version | kind->steps << STEPS_SHIFT : 0;
}

uint32_t rat_analyzer_version_with(const char *name, uint32_t steps)
{
    const struct rat_analyzer_kind *kind = find_kind(name);
    return kind ? kind->version | (kind->steps ? steps << STEPS_SHIFT : 0) : 0;
}

/* Whoever chose steps keeps them; the first version had none to choose. */
uint32_t rat_analyzer_version_after(const char *name, uint32_t version)
{
    uint32_t steps = rat_analyzer_steps(version);
    return version == 1 ? rat_analyzer_version_of(name) : rat_analyzer_version_with(name, steps);
}

bool rat_analyzer_makes(const char *name, uint32_t version)
{
    const struct rat_analyzer_kind *kind = find_kind(name);
    return kind && (version & 0xff) == kind->version &&
           (kind->steps ? (version >> STEPS_SHIFT & ~RAT_STEPS_ALL) == 0 : version >> STEPS_SHIFT == 0);
}

uint32_t rat_analyzer_steps(uint32_t version)
{
    return version >> STEPS_SHIFT;
}

void rat_analyzer_set_model(struct rat_analyzer *analyzer, const struct rat_compounds *model)
{
    if (analyzer->kind->set_model)
        analyzer->kind->set_model(analyzer->self, model);
}

unsigned rat_analyzer_split(struct rat_analyzer *analyzer, const char *surface, size_t n,
                            struct rat_split *out)
{
    return analyzer->kind->split ? analyzer->kind->split(analyzer->self, surface, n, out) : 0;
}

float rat_analyzer_noun_share(struct rat_analyzer *analyzer, const char *surface, size_t n)
{
    return analyzer->kind->noun_share ? analyzer->kind->noun_share(analyzer->self, surface, n) : -1;
}

bool rat_analyzer_has_layer(const struct rat_analyzer *analyzer, uint8_t layer)
{
    uint32_t steps = analyzer->version >> STEPS_SHIFT;
    if (layer > RAT_LAYER_MAX || (analyzer->kind->layers >> layer & 1) == 0)
        return false;
    return layer == RAT_LAYER_STEM   ? (steps & RAT_STEP_STEMS) != 0
           : layer == RAT_LAYER_PART ? (steps & RAT_STEP_COMPOUNDS) != 0
                                     : true;
}

bool rat_analyzer_is_plain(const struct rat_analyzer *analyzer)
{
    return analyzer->kind->is_plain;
}

const char *rat_layer_name(uint8_t layer)
{
    switch (layer) {
    case RAT_LAYER_EXACT: return "exact";
    case RAT_LAYER_STEM: return "stem";
    case RAT_LAYER_PART: return "part";
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

rat_status rat_analyzer_next_many(struct rat_analyzer *analyzer, struct rat_token *out, uint32_t room,
                                  uint32_t *count)
{
    if (analyzer->kind->next_many)
        return analyzer->kind->next_many(analyzer->self, out, room, count);
    *count = 1;
    return analyzer->kind->next(analyzer->self, out);
}

rat_status rat_analyzer_terms(struct rat_analyzer *analyzer, const char *surface, size_t n,
                              struct rat_terms *out)
{
    return analyzer->kind->terms(analyzer->self, surface, n, out);
}
