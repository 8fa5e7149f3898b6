/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/gen_express.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static void copy_out(char *dst, size_t size, struct rat_gen_str *s)
{
    snprintf(dst, size, "%s", s->data);
    rat_gen_str_clear(s);
}

static void make_facts(struct rat_gen_ctx *ctx)
{
    static const char *const nicks[] = {"Regenbogen",   "Sonnenschein", "Villa Kunterbunt", "Pusteblume",
                                        "Arche",        "Ahlewichtel",  "Löwenzahn",        "Die Brücke",
                                        "Schatzkiste",  "Wirbelwind",   "Alter Bahnhof",    "Moorfrösche",
                                        "Kastanienhof", "Zwergenland"};
    struct rat_gen_rng rng = rat_gen_rng_make(ctx->thread, 11, 0);
    struct rat_gen_rng again;
    struct rat_gen_str s = {0};
    const struct rat_gen_topic *t = ctx->topic;
    int64_t lo = t->cost_hi > 0 ? t->cost_lo : 15;
    int64_t hi = t->cost_hi > 0 ? t->cost_hi : 160;

    rat_gen_add_place(&s, &rng, ctx->body);
    copy_out(ctx->place, sizeof(ctx->place), &s);
    do {
        rat_gen_str_clear(&s);
        rat_gen_add_place(&s, &rng, ctx->body);
    } while (strcmp(s.data, ctx->place) == 0);
    copy_out(ctx->place2, sizeof(ctx->place2), &s);
    rat_gen_make_street(&ctx->street, &rng);
    rat_gen_str_addf(&s, "„%s“", nicks[rat_gen_zipf(&rng, (uint32_t)(sizeof(nicks) / sizeof(nicks[0])))]);
    copy_out(ctx->nick, sizeof(ctx->nick), &s);
    rat_gen_add_club(&s, &rng, ctx->place);
    copy_out(ctx->club, sizeof(ctx->club), &s);
    again = rng;
    rat_gen_add_bureau(&s, &rng, false);
    copy_out(ctx->bureau, sizeof(ctx->bureau), &s);
    rat_gen_add_bureau(&s, &again, true);
    copy_out(ctx->bureau_gen, sizeof(ctx->bureau_gen), &s);
    /* Skewed to small sums, rounded to 5,000 (or 500 when small); every return makes it dearer. */
    ctx->amount =
        lo + (int64_t)rat_gen_below(&rng, (uint32_t)(hi - lo) + 1) * rat_gen_range(&rng, 30, 100) / 100;
    ctx->amount = ctx->amount * (100 + 14 * ctx->generation) / 100 * 1000;
    ctx->amount -= ctx->amount % (ctx->amount > 100000 ? 5000 : 500);
    if (ctx->amount < 500)
        ctx->amount = 500;
    ctx->grant = ctx->amount * rat_gen_range(&rng, 5, 15) / 20;
    ctx->yearly = ctx->amount / rat_gen_range(&rng, 12, 30);
    ctx->yearly -= ctx->yearly % 100;
    if (ctx->yearly < 400)
        ctx->yearly = 400;
    ctx->road = rat_gen_range(&rng, 3, 94);
    ctx->bus = rat_gen_range(&rng, 100, 890) / 10 * 10 + rat_gen_range(&rng, 0, 3);
    ctx->plan = rat_gen_range(&rng, 4, 160);
    ctx->km10 = rat_gen_range(&rng, 8, 64);
    ctx->ha10 = rat_gen_range(&rng, 14, 480);
    rat_gen_str_release(&s);
}

/* A word of six letters or more in common is enough: "Radweg", "Sanierung". */
bool rat_gen_title_fits(const struct rat_gen_topic *topic, unsigned title)
{
    const char *t = rat_gen_topic_line(topic, 'T', title);
    const char *subject = rat_gen_topic_line(topic, 'V', 0);

    while (*t != '\0') {
        size_t n = strcspn(t, " :{}");

        for (const char *s = subject; n >= 6 && *s != '\0'; s += strcspn(s, " |"), s += *s != '\0')
            if (strcspn(s, " |") == n && memcmp(s, t, n) == 0)
                return true;
        t += n;
        t += *t != '\0';
    }
    return false;
}

void rat_gen_ctx_init(struct rat_gen_ctx *ctx, const struct rat_gen_topic *topic, uint64_t thread, int body,
                      int32_t date, int generation, struct rat_gen_rng *rng)
{
    static const unsigned char old_share[] = {85, 60, 25, 6, 4, 2}; /* 1998 .. 2003 */
    struct rat_gen_rng term;

    memset(ctx, 0, sizeof(*ctx));
    ctx->rng = rng;
    ctx->topic = topic;
    ctx->thread = thread;
    ctx->body = body;
    ctx->date = date;
    ctx->year = rat_gen_civil(date).year;
    ctx->generation = generation;
    if (ctx->year < 1998)
        ctx->old_spelling = true;
    else if (ctx->year < 2004)
        ctx->old_spelling = rat_gen_chance(rng, old_share[ctx->year - 1998]);
    if (ctx->year < 1985)
        ctx->gender_style = 0;
    else if (ctx->year < 1996)
        ctx->gender_style = rat_gen_chance(rng, 45) ? 0 : rat_gen_chance(rng, 20) ? 2 : 1;
    else if (ctx->year < 2017)
        ctx->gender_style = rat_gen_chance(rng, 80) ? 1 : rat_gen_chance(rng, 50) ? 3 : 0;
    else
        ctx->gender_style = rat_gen_chance(rng, 50) ? 1 : rat_gen_range(rng, 4, 6);
    ctx->money_style = (int)rat_gen_zipf(rng, 4);
    term = rat_gen_rng_make(77, (uint64_t)body, (uint64_t)(ctx->year / 8));
    ctx->woman_head = ctx->year >= 1990 && rat_gen_chance(&term, 45);
    ctx->committee = rat_gen_find_committee(body, topic->committee);
    make_facts(ctx);
}

void rat_gen_add_money(struct rat_gen_ctx *ctx, int64_t amount, struct rat_gen_str *out)
{
    static const char *const euro[] = {" €", " Euro", ",00 €", " EUR"};
    static const char *const mark[] = {" DM", " DM", ",-- DM", ",00 DM"};

    if (amount >= 1000000 && ctx->money_style == 1 && amount % 100000 == 0) {
        rat_gen_str_addf(out, "%d,%d Mio. %s", (int)(amount / 1000000), (int)(amount / 100000 % 10),
                         ctx->year < 2002 ? "DM" : "Euro");
        return;
    }
    rat_gen_add_number(out, amount);
    rat_gen_str_add(out, (ctx->year < 2002 ? mark : euro)[ctx->money_style]);
}

/* Plural of people in the gender form of the time. */
static void add_people(const struct rat_gen_ctx *ctx, const char *word, bool dative, struct rat_gen_str *out)
{
    static const struct {
        const char *stem;
        const char *male;
        const char *male_dat;
    } odd[] = {{"Landwirt", "Landwirte", "Landwirten"},
               {"Patient", "Patienten", "Patienten"},
               {"Ärztin", "Ärzte", "Ärzten"}};
    char male[48];
    char stem[48];

    snprintf(stem, sizeof(stem), "%s", word);
    snprintf(male, sizeof(male), "%s%s", word, dative ? "n" : "");
    for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
        if (strcmp(word, odd[i].stem) == 0)
            snprintf(male, sizeof(male), "%s", dative ? odd[i].male_dat : odd[i].male);
    }
    if (strcmp(stem, "Ärztin") == 0)
        snprintf(stem, sizeof(stem), "Ärzt");
    switch (ctx->gender_style) {
    case 0: rat_gen_str_add(out, male); break;
    case 1: rat_gen_str_addf(out, "%sinnen und %s", stem, male); break;
    case 2: rat_gen_str_addf(out, "%sInnen", stem); break;
    case 3: rat_gen_str_addf(out, "%s/-innen", stem); break;
    case 4: rat_gen_str_addf(out, "%s*innen", stem); break;
    case 5: rat_gen_str_addf(out, "%s:innen", stem); break;
    default: rat_gen_str_addf(out, "%s_innen", stem); break;
    }
}

static bool add_gendered(const struct rat_gen_ctx *ctx, const char *key, struct rat_gen_str *out)
{
    if (strncmp(key, "g:", 2) == 0)
        add_people(ctx, key + 2, false, out);
    else if (strncmp(key, "gd:", 3) == 0)
        add_people(ctx, key + 3, true, out);
    else if (strncmp(key, "g2:", 3) == 0)
        add_people(ctx, key + 3, false, out);
    else if (strncmp(key, "g1:", 3) == 0)
        rat_gen_str_addf(out,
                         ctx->gender_style == 4   ? "%s*in"
                         : ctx->gender_style == 5 ? "%s:in"
                                                  : "%s",
                         key + 3);
    else
        return false;
    return true;
}

/* Keys of two letters: who (t body, r council, f committee, h main committee, c head, a office, b bureau,
 * v subject, k compound) and the case (n g d a). */
static bool add_actor(struct rat_gen_ctx *ctx, const char *key, struct rat_gen_str *out)
{
    const struct rat_gen_body *body = &rat_gen_bodies[ctx->body];
    const struct rat_gen_office *office = rat_gen_find_office(ctx->topic->office);
    const struct rat_gen_committee *com = &rat_gen_committees[ctx->committee];
    const char *at = strchr("ngda", key[1]);
    enum rat_gen_case kase;
    const char *subject;
    const char *part[4];

    if (key[0] == '\0' || key[1] == '\0' || key[2] != '\0' || at == NULL)
        return false;
    kase = (enum rat_gen_case)(at - "ngda");
    if (key[0] == 'h')
        com = &rat_gen_committees[rat_gen_find_role(ctx->body, RAT_GEN_MAIN)];
    switch (key[0]) {
    case 't':
        rat_gen_str_addf(out, "%s %s", rat_gen_article(body->gender, kase),
                         kase == RAT_GEN_GEN ? body->genitive : body->name);
        return true;
    case 'r':
        rat_gen_str_addf(out, "%s %s", rat_gen_article('m', kase),
                         kase == RAT_GEN_GEN ? body->council_gen : body->council);
        return true;
    case 'f':
    case 'h':
        rat_gen_str_addf(out, "%s %s", rat_gen_article('m', kase),
                         kase == RAT_GEN_GEN ? com->genitive : com->name);
        return true;
    case 'c':
        rat_gen_str_addf(out, "%s %s", rat_gen_article(ctx->woman_head ? 'f' : 'm', kase),
                         (kase == RAT_GEN_GEN ? body->head_gen : body->head)[ctx->woman_head]);
        return true;
    case 'a':
        rat_gen_str_addf(out, "%s %s", rat_gen_article(office->gender, kase),
                         kase == RAT_GEN_GEN ? office->genitive : office->name);
        return true;
    case 'b':
        rat_gen_str_addf(out, "%s %s", rat_gen_article('n', kase),
                         kase == RAT_GEN_GEN ? ctx->bureau_gen : ctx->bureau);
        return true;
    case 'k': rat_gen_add_compound(ctx, kase, false, true, out); return true;
    case 'v':
        if (ctx->own_matter) {
            rat_gen_str_addf(out, "%s Maßnahme „%s“", rat_gen_article('f', kase), ctx->title);
            return true;
        }
        subject = rat_gen_topic_line(ctx->topic, 'V', 0);
        for (int i = 0; i < 4; i++) {
            part[i] = subject;
            subject += strcspn(subject, "|");
            subject += *subject == '|';
        }
        rat_gen_str_addf(out, "%s %.*s ", rat_gen_article(part[0][0], kase),
                         (int)strcspn(part[kase == RAT_GEN_GEN ? 2 : 1], "|"),
                         part[kase == RAT_GEN_GEN ? 2 : 1]);
        rat_gen_expand(ctx, part[3], out);
        return true;
    default: return false;
    }
}

static void add_number_key(const char *key, struct rat_gen_rng rng, struct rat_gen_str *out, bool *found)
{
    static const struct {
        const char *key;
        int lo;
        int hi;
        int step;
    } keys[] = {{"zahl", 14, 96, 1}, {"zahl2", 108, 890, 1}, {"zahl3", 1150, 9800, 10}, {"klein2", 13, 48, 1},
                {"proz", 34, 92, 1}, {"proz2", 3, 28, 1},    {"qm", 1200, 24000, 50},   {"tage", 10, 60, 1}};

    *found = true;
    if (strcmp(key, "klein") == 0) {
        rat_gen_add_count(out, rat_gen_range(&rng, 2, 7));
        return;
    }
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        if (strcmp(key, keys[i].key) == 0) {
            rat_gen_add_number(out,
                               rat_gen_range(&rng, keys[i].lo / keys[i].step, keys[i].hi / keys[i].step) *
                                   keys[i].step);
            return;
        }
    }
    *found = false;
}

static void add_year_key(struct rat_gen_ctx *ctx, const char *key, struct rat_gen_str *out, bool *found)
{
    int start = rat_gen_civil(rat_gen_days(ctx->year, 1, 1)).year;

    *found = true;
    if (strcmp(key, "jahr") == 0)
        rat_gen_str_addf(out, "%d", start);
    else if (strcmp(key, "vjahr") == 0)
        rat_gen_str_addf(out, "%d", start - 1);
    else if (strcmp(key, "vvjahr") == 0)
        rat_gen_str_addf(out, "%d", start - 4 - (int)(ctx->thread % 7));
    else if (strcmp(key, "njahr") == 0)
        rat_gen_str_addf(out, "%d", start + 1);
    else if (strcmp(key, "nnjahr") == 0)
        rat_gen_str_addf(out, "%d", start + 4 + (int)(ctx->thread % 9));
    else if (strcmp(key, "sj") == 0 || strcmp(key, "doppel") == 0)
        rat_gen_str_addf(out, "%d/%d", start + (key[0] == 'd'), start + 1 + (key[0] == 'd'));
    else if (strcmp(key, "datum") == 0)
        rat_gen_add_long_date(out, ctx->date - 40 - (int)(ctx->thread % 300));
    else if (strcmp(key, "frist") == 0)
        rat_gen_str_addf(out, "%s %d",
                         ctx->thread % 3 == 0   ? "31. Dezember"
                         : ctx->thread % 3 == 1 ? "1. Juli"
                                                : "31. März",
                         start + 1);
    else if (strcmp(key, "heute") == 0)
        rat_gen_add_long_date(out, ctx->date);
    else if (strcmp(key, "cdatum") == 0)
        rat_gen_add_long_date(out, ctx->cite_date);
    else
        *found = false;
}

static bool add_fact(struct rat_gen_ctx *ctx, const char *key, struct rat_gen_str *out)
{
    const struct rat_gen_body *body = &rat_gen_bodies[ctx->body];
    const struct {
        const char *key;
        const char *text;
    } texts[] = {{"ort", ctx->place},
                 {"ort2", ctx->place2},
                 {"name", ctx->nick},
                 {"str", ctx->street.name},
                 {"verein", ctx->club},
                 {"rat", body->council},
                 {"tk", body->kind},
                 {"hauptausschuss", rat_gen_committees[rat_gen_find_role(ctx->body, RAT_GEN_MAIN)].name},
                 {"waehr", ctx->year < 2002 ? "Mark" : "Euro"},
                 {"cite", ctx->cite},
                 {"ctitel", ctx->cite_title},
                 {"titel", ctx->title},
                 {"kv", ctx->year >= 2012 ? "NKomVG"
                        : ctx->body == 0  ? "NLO"
                                          : "NGO"}};

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        if (strcmp(key, texts[i].key) == 0) {
            rat_gen_str_add(out, texts[i].text);
            return true;
        }
    }
    if (strcmp(key, "betrag") == 0)
        rat_gen_add_money(ctx, ctx->amount, out);
    else if (strcmp(key, "foerder") == 0)
        rat_gen_add_money(ctx, ctx->grant, out);
    else if (strcmp(key, "eigen") == 0)
        rat_gen_add_money(ctx, ctx->amount - ctx->grant, out);
    else if (strcmp(key, "lauf") == 0)
        rat_gen_add_money(ctx, ctx->yearly, out);
    else if (strcmp(key, "instr") == 0)
        rat_gen_str_addf(out, "%s %s", ctx->street.where, ctx->street.name);
    else if (strcmp(key, "strg") == 0)
        rat_gen_str_addf(out, "%s %s", rat_gen_article(ctx->street.gender, RAT_GEN_GEN),
                         ctx->street.genitive);
    else if (strcmp(key, "km") == 0)
        rat_gen_str_addf(out, "%d,%d", ctx->km10 / 10, ctx->km10 % 10);
    else if (strcmp(key, "ha") == 0)
        rat_gen_str_addf(out, "%d,%d", ctx->ha10 / 10, ctx->ha10 % 10);
    else if (strcmp(key, "knr") == 0)
        rat_gen_str_addf(out, "K %d", ctx->road);
    else if (strcmp(key, "lnr") == 0)
        rat_gen_str_addf(out, "%d", ctx->bus);
    else if (strcmp(key, "bnr") == 0)
        rat_gen_str_addf(out, "%d%s", ctx->plan, ctx->thread % 4 == 0 ? "a" : "");
    else
        return false;
    return true;
}

static void add_person(struct rat_gen_ctx *ctx, const char *key, struct rat_gen_rng rng,
                       struct rat_gen_str *out)
{
    bool woman = rat_gen_chance(&rng, 35);

    rat_gen_str_add(out, woman ? "Frau " : strcmp(key, "personn") == 0 ? "Herr " : "Herrn ");
    rat_gen_add_firstname(out, &rng, woman, ctx->year);
    rat_gen_str_add(out, " ");
    rat_gen_add_surname(out, &rng);
}

static uint64_t text_hash(const char *s)
{
    uint64_t h = UINT64_C(1469598103934665603);

    while (*s != '\0')
        h = (h ^ (unsigned char)*s++) * UINT64_C(1099511628211);
    return h;
}

static void expand_key(struct rat_gen_ctx *ctx, char *key, struct rat_gen_rng numbers,
                       struct rat_gen_str *out)
{
    bool upper = isupper((unsigned char)key[0]) != 0;
    size_t start = out->len;
    bool found;

    key[0] = (char)tolower((unsigned char)key[0]);
    if (!add_fact(ctx, key, out) && !add_actor(ctx, key, out) && !add_gendered(ctx, key, out)) {
        add_number_key(key, numbers, out, &found);
        if (!found)
            add_year_key(ctx, key, out, &found);
        if (!found && (strcmp(key, "person") == 0 || strcmp(key, "personn") == 0)) {
            add_person(ctx, key, numbers, out);
            found = true;
        }
        if (!found && strcmp(key, "andort") == 0) {
            rat_gen_add_place(out, ctx->rng, ctx->body);
            found = true;
        }
        if (!found && strcmp(key, "kp") == 0) {
            rat_gen_add_compound(ctx, RAT_GEN_NOM, true, false, out);
            found = true;
        }
        if (!found && strcmp(key, "kpd") == 0) {
            rat_gen_add_compound(ctx, RAT_GEN_DAT, true, false, out);
            found = true;
        }
        if (!found)
            rat_gen_str_addf(out, "{%s}", key); /* a slip of ours: the sample test greps for braces */
    }
    if (upper)
        rat_gen_capitalise(out, start);
}

void rat_gen_expand(struct rat_gen_ctx *ctx, const char *text, struct rat_gen_str *out)
{
    uint64_t line = strchr(text, '{') != NULL ? text_hash(text) : 0;
    uint64_t nth = 0;
    bool fresh = strstr(text, "{k") != NULL || strstr(text, "{K") != NULL || strstr(text, "{andort}") != NULL;

    while (*text != '\0') {
        size_t plain = strcspn(text, "{");
        char key[40];
        size_t n;

        rat_gen_str_addn(out, text, plain);
        text += plain;
        if (*text == '\0')
            break;
        n = strcspn(text, "}");
        snprintf(key, sizeof(key), "%.*s", (int)(n - 1), text + 1);
        text += n + (text[n] == '}');
        expand_key(ctx, key, rat_gen_rng_make(ctx->thread, line + (fresh ? ctx->salt : 0), ++nth), out);
    }
}
