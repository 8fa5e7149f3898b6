/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Objects that say public: false: they, what is embedded in them and the texts of their files stay out. */
#include "indexer/source_oparl_internal.h"

#include <string.h>

const char *const rat_oparl_file_keys[] = {"mainFile", "auxiliaryFile", "files", NULL};

bool rat_oparl_hides(const struct oparl *dump, const json_t *object)
{
    return rat_json_bool(object, "public") == RAT_NO && !dump->source->options.nonpublic;
}

static bool is_file(const json_t *object)
{
    const char *type = rat_json_string(object, "type"), *slash = type ? strrchr(type, '/') : NULL;
    return (slash && strcmp(slash, "/File") == 0) || json_object_get(object, "downloadUrl") ||
           json_object_get(object, "accessUrl");
}

static bool is_file_key(const char *key)
{
    static const char *const others[] = {"invitation", "resultsProtocol", "verbatimProtocol",
                                         "resolutionFile", NULL};
    for (size_t i = 0; rat_oparl_file_keys[i]; i++)
        if (strcmp(key, rat_oparl_file_keys[i]) == 0)
            return true;
    for (size_t i = 0; others[i]; i++)
        if (strcmp(key, others[i]) == 0)
            return true;
    return false;
}

/* file: value stands where files stand. */
static void withhold(struct oparl *dump, const json_t *value, bool file)
{
    if (json_is_array(value)) {
        for (size_t i = 0; i < json_array_size(value); i++)
            withhold(dump, json_array_get(value, i), file);
        return;
    }
    const char *key;
    json_t *member;
    struct oparl_text *text =
        file || is_file(value) ? rat_oparl_text(dump, rat_json_string(value, "id")) : NULL;
    if (text)
        text->taken = true;
    json_object_foreach((json_t *)value, key, member) withhold(dump, member, is_file_key(key));
}

void rat_oparl_withhold(struct oparl *dump, const json_t *value)
{
    withhold(dump, value, false);
}

rat_status rat_oparl_say_hidden(struct oparl *dump, const json_t *object, struct rat_err *err)
{
    const char *id = rat_json_string(object, "id");
    struct rat_err reason = RAT_ERR_INIT;
    rat_fail(&reason, RAT_EINPUT, "%s", _("Nicht öffentlich (public: false)"));
    rat_oparl_withhold(dump, object);
    struct rat_item *item = NULL;
    rat_status st = rat_item_refuse(RAT_ITEM_SKIPPED, &reason, id ? id : "?", &item, err);
    if (st != RAT_OK)
        return st;
    item->id = rat_arena_strdup(&item->arena, id);
    return rat_oparl_give(dump, item, err);
}

rat_status rat_oparl_drop_hidden(struct oparl *dump, json_t *value, bool *changed, struct rat_err *err)
{
    rat_status st = RAT_OK;
    if (json_is_array(value)) {
        for (size_t i = json_array_size(value); i-- > 0 && st == RAT_OK;) {
            json_t *element = json_array_get(value, i);
            if (!rat_oparl_hides(dump, element)) {
                st = rat_oparl_drop_hidden(dump, element, changed, err);
                continue;
            }
            st = rat_oparl_say_hidden(dump, element, err);
            *changed = json_array_remove(value, i) == 0 || *changed;
        }
        return st;
    }
    const char *key;
    json_t *member;
    void *next;
    json_object_foreach_safe(value, next, key, member)
    {
        if (!json_is_object(member) && !json_is_array(member))
            continue;
        if (st == RAT_OK && !rat_oparl_hides(dump, member)) {
            st = rat_oparl_drop_hidden(dump, member, changed, err);
        } else if (st == RAT_OK) {
            st = rat_oparl_say_hidden(dump, member, err);
            *changed = json_object_del(value, key) == 0 || *changed;
        }
    }
    return st;
}
