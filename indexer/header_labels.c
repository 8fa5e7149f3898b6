/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Layouts of labels and values: Landkreis Peine, ALLRIS, SessionNet. A value stands behind its label, below
 * it, or - when the labels stand together before their values - somewhere behind the block: then it goes to
 * the first waiting label whose kind of value it is.
 */
#include "indexer/header_internal.h"

#define LABEL_LINES 60 /* lines of the head in which labels are looked for */
#define WAITING_MAX 8
#define GRID_LINES 6 /* from one line of the Relevanz grid to the next at most */
#define SUBJECT_LINES 7

enum label {
    NO_LABEL,
    REFERENCE,
    DATE,
    STATUS,
    TYPE,
    OFFICE,
    SUBJECT,
    FILE_NUMBER, /* Aktenzeichen */
    RELATES,     /* Bezüglich */
    CLERK,       /* Bearbeiter: closes the label before it, is not kept */
    FLOW,        /* Beratungsfolge: ends the labels */
    LABELS
};

static const struct {
    const char *text;
    enum label label;
} labels[] = {{"vorlagennummer:", REFERENCE},
              {"vorlage-nr.:", REFERENCE},
              {"vorlagen-nr.:", REFERENCE},
              {"vorlage nr.:", REFERENCE},
              {"vorlage-nr:", REFERENCE},
              {"drucksache:", REFERENCE},
              {"drucksachen-nr.:", REFERENCE},
              {"vorlage:", REFERENCE},
              {"datum:", DATE},
              {"status:", STATUS},
              {"öffentlichkeitsstatus:", STATUS},
              {"vorlage-art:", TYPE},
              {"vorlageart:", TYPE},
              {"art der vorlage:", TYPE},
              {"art:", TYPE},
              {"federführend:", OFFICE},
              {"federführendes amt:", OFFICE},
              {"federführung:", OFFICE},
              {"fachbereich:", OFFICE},
              {"amt:", OFFICE},
              {"betreff:", SUBJECT},
              {"aktenzeichen:", FILE_NUMBER},
              {"az.:", FILE_NUMBER},
              {"az:", FILE_NUMBER},
              {"bezüglich:", RELATES},
              {"bearbeiter/-in:", CLERK},
              {"bearbeiter:", CLERK},
              {"bearbeiterin:", CLERK},
              {"verfasser:", CLERK},
              {"verfasser/in:", CLERK},
              {"beteiligt:", CLERK},
              {"beteiligte:", CLERK},
              {"sachbearbeitung:", CLERK},
              {"beratungsfolge", FLOW},
              {"gremium sitzung", FLOW},
              {"gremium datum", FLOW}};

struct values {
    struct rat_header_draft *draft;
    const char *value[LABELS];
    int32_t date;
    enum label waiting[WAITING_MAX], open; /* open: its text may go on in the next line */
    size_t waiting_count;
};

/* The label at the start of the line; bytes of it. */
static size_t label_at(struct rat_line line, enum label *out)
{
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        size_t n = rat_head_starts(line, labels[i].text);
        if (n) {
            *out = labels[i].label;
            return n;
        }
    }
    return 0;
}

/* Where the next label begins inside the line, or its end. */
static size_t next_label(struct rat_line line)
{
    enum label ignored;
    const char *colon = memchr(line.s, ':', line.n);
    for (size_t i = 1; colon && i < line.n; i++)
        if (line.s[i - 1] == ' ' &&
            label_at((struct rat_line){line.s + i, line.n - (uint32_t)i, false}, &ignored) && ignored != FLOW)
            return i;
    return line.n;
}

static bool take(struct values *values, enum label label, struct rat_line text)
{
    struct rat_arena *arena = values->draft->arena;
    if (values->value[label])
        return false;
    switch (label) {
    case REFERENCE: {
        size_t n = rat_head_reference(text);
        if (n != text.n || !n)
            return false;
        break;
    }
    case DATE:
        if (!rat_head_is_date(text, false, &values->date))
            return false;
        break;
    case STATUS:
        if (rat_head_status(text) == RAT_UNKNOWN)
            return false;
        break;
    case TYPE:
        if (text.n > 60)
            return false;
        break;
    default: break;
    }
    values->value[label] = rat_head_dup(arena, text);
    return values->value[label] != NULL;
}

static void go_on(struct values *values, struct rat_line text)
{
    const char **value = &values->value[values->open];
    size_t n = strlen(*value);
    bool hyphen = n > 1 && (*value)[n - 1] == '-' && text.s[0] >= 'a' && text.s[0] <= 'z';
    *value = rat_arena_printf(values->draft->arena, hyphen ? "%.*s%.*s" : "%.*s %.*s",
                              (int)(hyphen ? n - 1 : n), *value, (int)text.n, text.s);
}

static void wait_for(struct values *values, enum label label)
{
    if (values->waiting_count < WAITING_MAX)
        values->waiting[values->waiting_count++] = label;
}

/* Text that stands behind no label in its own line. False: nobody waits for it. */
static bool give_to_waiting(struct values *values, struct rat_line text)
{
    for (int typed = 1; typed >= 0; typed--) {
        for (size_t i = 0; i < values->waiting_count; i++) {
            enum label label = values->waiting[i];
            bool is_typed = label == REFERENCE || label == DATE || label == STATUS;
            if (is_typed != (typed == 1) || !take(values, label, text))
                continue;
            memmove(values->waiting + i, values->waiting + i + 1,
                    (values->waiting_count - i - 1) * sizeof *values->waiting);
            values->waiting_count--;
            values->open = label == OFFICE || label == SUBJECT || label == CLERK ? label : NO_LABEL;
            return true;
        }
    }
    return false;
}

/* One line; false when the labels end here. */
static bool read_line(struct values *values, struct rat_line line)
{
    enum label label = NO_LABEL;
    size_t n = label_at(line, &label);
    if (label == FLOW)
        return false;
    if (!n) {
        if (values->open && !line.gap && values->value[values->open])
            go_on(values, line);
        else if (!give_to_waiting(values, line))
            values->open = NO_LABEL;
        return true;
    }
    while (n) {
        line = rat_head_after(line, n);
        size_t end = line.n ? next_label(line) : 0;
        struct rat_line text = rat_head_cut(line, end);
        values->open = NO_LABEL;
        if (!text.n)
            wait_for(values, label);
        else if (take(values, label, text))
            values->open = label == OFFICE || label == SUBJECT || label == CLERK ? label : NO_LABEL;
        line = rat_head_after(line, end);
        n = line.n ? label_at(line, &label) : 0;
    }
    return true;
}

/* ---- what the layouts add ---- */

static const struct {
    const char *text, *name;
} grid[] = {{"im budget enthalten:", "im-budget"},
            {"mitwirkung landrat:", "mitwirkung-landrat"},
            {"mitwirkung landrätin:", "mitwirkung-landrat"},
            {"qualifizierte mehrheit:", "qualifizierte-mehrheit"},
            {"gender mainstreaming", "relevanz.gender-mainstreaming"},
            {"migration", "relevanz.migration"},
            {"prävention/nachhaltigkeit", "relevanz.praevention-nachhaltigkeit"},
            {"bildung", "relevanz.bildung"},
            {"klima-/umwelt-/naturschutz", "relevanz.klima-umwelt-naturschutz"}};

#define COSTS "kosten (betrag in €):"

/* "ja" or "nein" behind each name of the budget line and of the Relevanz grid. False: the line is no part of
 * them. */
static bool read_grid_line(struct rat_header_draft *draft, struct rat_line line)
{
    bool found = rat_head_is(line, "relevanz") || rat_head_is(line, "relevanz:");
    for (size_t i = 0; i < sizeof grid / sizeof *grid; i++) {
        size_t at = rat_head_find(line, grid[i].text);
        if (at == SIZE_MAX || (at && line.s[at - 1] != ' '))
            continue;
        struct rat_line rest = rat_head_after(line, at + strlen(grid[i].text));
        bool yes = rat_head_starts(rest, "ja") == 2 && (rest.n == 2 || rest.s[2] == ' ');
        bool no = rat_head_starts(rest, "nein") == 4 && (rest.n == 4 || rest.s[4] == ' ');
        if (yes || no)
            rat_head_field(draft, grid[i].name, yes ? "ja" : "nein");
        found = found || yes || no;
    }
    size_t at = rat_head_find(line, COSTS);
    if (at != SIZE_MAX) {
        struct rat_line rest = rat_head_after(line, at + strlen(COSTS));
        if (rest.n && rest.n < 40)
            rat_head_field(draft, "kosten", rat_head_dup(draft->arena, rest));
        found = true;
    }
    return found;
}

/* What a subject ends before: a heading, the request of a motion: "Wir beantragen folgenden Beschluss:". */
static bool ends_subject(struct rat_line line)
{
    static const char *const requests[] = {"wir ", "ich ", "die fraktion ", "der beschlussvorschlag wird",
                                           NULL};
    return rat_head_is_heading(line) || line.s[line.n - 1] == ':' || rat_head_starts_any(line, requests);
}

/* Behind the Beratungsfolge: budget, Relevanz, then the subject. */
static void read_peine(struct rat_header_draft *draft, size_t from)
{
    struct rat_head *head = draft->head;
    size_t subject = from, end = from;
    for (size_t i = from; i < head->count && i < subject + GRID_LINES; i++)
        if (read_grid_line(draft, head->line[i]))
            subject = i + 1;
    size_t lines = head->count < subject + SUBJECT_LINES ? head->count : subject + SUBJECT_LINES;
    for (end = subject; end < lines && !ends_subject(head->line[end]); end++)
        if (end > subject &&
            (head->line[end].gap || (subject == from && rat_head_is_new_paragraph(head, end, lines))))
            break; /* motions have no grid, and no heading below their subject */
    bool sentence = end > subject && head->line[end - 1].s[head->line[end - 1].n - 1] == '.';
    if (end > subject && end < lines && !sentence)
        draft->out.subject = rat_head_join(draft->arena, head, subject, end, false);
    rat_head_find_proposal(draft, end);
}

static const char *layout_of(const struct rat_head *head, const struct values *values, size_t lines)
{
    bool peine = false, allris = false, labelled = values->value[SUBJECT] != NULL;
    for (size_t i = 0; i < lines; i++) {
        peine = peine || rat_head_starts(head->line[i], "vorlagennummer:");
        allris = allris || rat_head_find(head->line[i], "vorlage-art:") != SIZE_MAX ||
                 rat_head_starts(head->line[i], "bezüglich:");
    }
    if (peine && values->value[OFFICE] && values->value[REFERENCE])
        return "peine";
    if (allris && (values->value[TYPE] || values->value[STATUS]) && labelled)
        return "allris";
    bool sessionnet = values->value[REFERENCE] && (values->value[TYPE] || values->value[FILE_NUMBER]);
    return sessionnet && labelled ? "sessionnet" : NULL;
}

/* "Vorlage - 068/2017", "Vorlage VO/4680/2016": the number in the title line. */
static void read_title_line(struct values *values, struct rat_line line)
{
    size_t n = rat_head_starts(line, "vorlage ");
    if (!n)
        n = rat_head_starts(line, "beschlussvorlage ");
    if (!n || values->value[REFERENCE])
        return;
    struct rat_line rest = rat_head_after(line, n);
    rest = rat_head_after(rest, rat_head_starts(rest, "- "));
    size_t bytes = rat_head_reference(rest);
    if (bytes && bytes == rest.n && memchr(rest.s, '/', bytes))
        values->value[REFERENCE] = rat_head_dup(values->draft->arena, rest);
}

/* Most texts have no label at all: they are told apart by looking at their first lines only. */
static bool has_label(const struct rat_head *head, size_t lines)
{
    enum label label;
    for (size_t i = 0; i < lines; i++) {
        struct rat_line line = head->line[i];
        if (memchr(line.s, ':', line.n) && label_at(line, &label) &&
            (label == OFFICE || label == SUBJECT || label == TYPE ||
             rat_head_starts(line, "vorlagennummer:")))
            return true;
    }
    return false;
}

bool rat_header_labels(struct rat_header_draft *draft)
{
    struct rat_head *head = draft->head;
    size_t lines = head->count < LABEL_LINES ? head->count : LABEL_LINES, at = 0;
    if (!has_label(head, lines < 30 ? lines : 30))
        return false;
    struct values values = {.draft = draft, .date = RAT_NO_DATE};
    char *type = NULL;
    for (; at < lines; at++) {
        struct rat_line line = head->line[at];
        if (at < 8 && !type && !values.waiting_count && !values.open)
            type = rat_head_type(draft->arena, line);
        read_title_line(&values, line);
        if (rat_head_is_heading(line) || !read_line(&values, line))
            break;
    }
    const char *layout = layout_of(head, &values, at);
    if (!layout)
        return false;
    draft->out.layout = layout;
    draft->out.reference = values.value[REFERENCE];
    draft->out.date = values.date;
    draft->out.status = values.value[STATUS];
    draft->out.lead_office = values.value[OFFICE];
    draft->out.subject = values.value[SUBJECT];
    draft->out.type = values.value[TYPE] ? values.value[TYPE] : type;
    if (values.value[FILE_NUMBER])
        rat_head_field(draft, "aktenzeichen", values.value[FILE_NUMBER]);
    if (values.value[RELATES])
        rat_head_field(draft, "bezug", values.value[RELATES]);
    if (at < head->count && rat_head_starts(head->line[at], "beratungsfolge"))
        at = rat_head_rows(draft, at + 1, true);
    else if (at < head->count && rat_head_starts(head->line[at], "gremium "))
        at = rat_head_rows(draft, at + 1, true);
    if (strcmp(layout, "peine") == 0)
        read_peine(draft, at);
    else
        rat_head_find_proposal(draft, at);
    return true;
}
