/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/gen_topics.h"

#include <stddef.h>

static const struct rat_gen_topic *const groups[] = {rat_gen_topics_social, rat_gen_topics_build,
                                                     rat_gen_topics_nature, rat_gen_topics_office};

int rat_gen_topic_count(void)
{
    int n = 0;

    for (size_t g = 0; g < sizeof(groups) / sizeof(groups[0]); g++)
        for (const struct rat_gen_topic *t = groups[g]; t->key != NULL; t++)
            n++;
    return n;
}

const struct rat_gen_topic *rat_gen_topic(int index)
{
    for (size_t g = 0; g < sizeof(groups) / sizeof(groups[0]); g++)
        for (const struct rat_gen_topic *t = groups[g]; t->key != NULL; t++)
            if (index-- == 0)
                return t;
    return groups[0];
}

unsigned rat_gen_topic_lines(const struct rat_gen_topic *topic, char tag)
{
    unsigned n = 0;

    for (const char *const *line = topic->lines; *line != NULL; line++)
        n += (*line)[0] == tag;
    return n;
}

const char *rat_gen_topic_line(const struct rat_gen_topic *topic, char tag, unsigned n)
{
    unsigned count = rat_gen_topic_lines(topic, tag);

    if (count == 0)
        return "";
    n %= count;
    for (const char *const *line = topic->lines; *line != NULL; line++)
        if ((*line)[0] == tag && n-- == 0)
            return *line + 2;
    return "";
}
