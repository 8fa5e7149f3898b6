/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The subjects that the invented councils deal with. A topic is a list of tagged lines in the template language of
 * gen_express.h; the first character is the tag, the second a colon:
 *   T title   V subject "gender|nominative|genitive|rest" for generic sentences   R reason   M measure
 *   W wish, an infinitive clause   D decision   G goal   P, O speaker in favour, against   Q, A question and answer
 *   (the n-th Q belongs to the n-th A)   C modifiers for compounds, with their linking elements.
 * All lines are written in today's spelling and with {g:...} where a text speaks of people; the expander makes the
 * spelling and the gender form of the year. Tables live as long as the program.
 */
#ifndef RAT_CORPUS_GEN_TOPICS_H
#define RAT_CORPUS_GEN_TOPICS_H

enum { RAT_GEN_FOR_KREIS = 1, RAT_GEN_FOR_TOWN = 2, RAT_GEN_FOR_BOTH = 3 };

struct rat_gen_topic {
    const char *key;
    int level;      /* who deals with it */
    char committee; /* letter of gen_names.c */
    char office;
    int from; /* years in which the subject exists */
    int to;
    int cost_lo; /* thousand euros; 0: nothing to pay */
    int cost_hi;
    const char *const *lines; /* ends with NULL */
};

extern const struct rat_gen_topic rat_gen_topics_social[];
extern const struct rat_gen_topic rat_gen_topics_build[];
extern const struct rat_gen_topic rat_gen_topics_nature[];
extern const struct rat_gen_topic rat_gen_topics_office[];

/* All topics in a fixed order. */
const struct rat_gen_topic *rat_gen_topic(int index);
int rat_gen_topic_count(void);
/* The n-th line with that tag (modulo their number), without tag; "" when the topic has none. */
const char *rat_gen_topic_line(const struct rat_gen_topic *topic, char tag, unsigned n);
unsigned rat_gen_topic_lines(const struct rat_gen_topic *topic, char tag);

#endif
