/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The papers of Karlsruhe by era:
 *   2005  "17. Sitzung des Gemeinderates am 25.10.2005 / TOP 6 / Vorlage Nr. 421", numbers restart each term
 *   2007  labels Gremium, Termin, Vorlage Nr., TOP, Verantwortlich, then their values one per line
 *   2016  Vorlage Nr., Verantwortlich, subject, table "Gremium Termin TOP ö nö Ergebnis"
 *   2023  the same with Dienststelle and "Gremien Termin TOP Ö / N Zuständigkeit"
 *   vorlage  nothing but "Vorlage Nr. 1/2003" on a line of its own
 *   haushalt  motions on the budget: "DOPPELHAUSHALT 2024/2025 / ANTRAG DHH/2023/8205"
 */
#include "indexer/header_internal.h"

#define FIRST_LINES 40 /* of the text, in which the number stands */
#define NOT_FOUND SIZE_MAX

struct marks {
    size_t number;  /* line of "Vorlage Nr." */
    size_t gremium; /* line of the label "Gremium:" */
    size_t termin, responsible, office;
    size_t session; /* "17. Sitzung des Gemeinderates am ..." */
    size_t table;   /* first line of the Beratungsfolge */
    bool modern;    /* with Zuständigkeit: 2023 */
    bool results;   /* with Ergebnis */
};

/* ---- finding the lines ---- */

static bool is_table(struct rat_line line, struct marks *marks)
{
    static const struct {
        const char *text;
        bool modern;
    } heads[] = {{"gremium termin", false},
                 {"gremien termin", true},
                 {"beratungsfolge termin", true},
                 {"beratungsfolge sitzung am", false},
                 {"beratungsfolge dieser vorlage", false},
                 {"beratungsfolge gremium", false}};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        if (!rat_head_starts(line, heads[i].text))
            continue;
        marks->modern = heads[i].modern || rat_head_find(line, "zuständigkeit") != NOT_FOUND;
        return true;
    }
    return false;
}

static bool is_session(const struct rat_head *head, size_t at)
{
    struct rat_line line = head->line[at];
    if (line.s[0] < '0' || line.s[0] > '9' || rat_head_find(line, "sitzung ") == NOT_FOUND)
        return false;
    size_t am = rat_head_find(line, " am ");
    return am != NOT_FOUND || rat_head_find(line, "gemeinderat") != NOT_FOUND;
}

static void set_once(size_t *mark, size_t at)
{
    if (*mark == NOT_FOUND)
        *mark = at;
}

static struct marks find_marks(const struct rat_head *head)
{
    struct marks marks = {NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND,
                          NOT_FOUND, NOT_FOUND, false,     false};
    size_t lines = head->count < FIRST_LINES ? head->count : FIRST_LINES;
    for (size_t i = 0; i < lines; i++) {
        struct rat_line line = head->line[i];
        if (rat_head_starts(line, "vorlage nr"))
            set_once(&marks.number, i);
        else if (rat_head_starts(line, "gremium:"))
            set_once(&marks.gremium, i);
        else if (rat_head_starts(line, "termin:"))
            set_once(&marks.termin, i);
        else if (rat_head_starts(line, "verantwortlich"))
            set_once(&marks.responsible, i);
        else if (rat_head_starts(line, "dienststelle:"))
            set_once(&marks.office, i);
        else if (is_session(head, i))
            set_once(&marks.session, i);
        if (marks.table == NOT_FOUND && is_table(line, &marks)) {
            marks.table = i;
            marks.results = rat_head_find(line, "ergebnis") != NOT_FOUND;
            for (size_t k = i + 1; k < head->count && k < i + 4; k++)
                marks.results = marks.results || rat_head_find(head->line[k], "ergebnis") != NOT_FOUND;
        }
    }
    return marks;
}

/* ---- values ---- */

static void read_type(struct rat_header_draft *draft, size_t lines)
{
    const struct rat_head *head = draft->head;
    for (size_t i = 0; i < lines && i < head->count && !draft->out.type; i++) {
        struct rat_line line = head->line[i];
        if (line.s[line.n - 1] == '-' && line.n < 40 && i + 1 < lines && i + 1 < head->count) {
            const char *joined = rat_head_join(draft->arena, head, i, i + 2, false);
            line = (struct rat_line){joined, joined ? (uint32_t)strlen(joined) : 0, false};
        }
        draft->out.type = line.n ? rat_head_type(draft->arena, line) : NULL;
    }
}

/* "vom: 12.03.2013", "vom 12. März 2013", "eingegangen: ..." before line `lines`. */
static void read_received(struct rat_header_draft *draft, size_t lines)
{
    static const char *const words[] = {"eingegangen am:", "eingegangen am",
                                        "eingegangen:", "eingang:", NULL};
    for (size_t i = 0; i < lines && i < draft->head->count; i++) {
        struct rat_line line = draft->head->line[i];
        int32_t day;
        size_t n = rat_head_starts(line, "vom:");
        if (!n)
            n = rat_head_starts(line, "vom ");
        struct rat_line rest = rat_head_after(line, n);
        if (n && rat_head_is_date(rest, true, &day)) {
            char moved[RAT_DATE_TEXT];
            bool answer = draft->out.type && strncmp(draft->out.type, "Stellungnahme", 13) == 0;
            if (answer) /* it is the day of the motion that this answers */
                rat_head_field(draft, "antrag.vom",
                               rat_arena_strdup(draft->arena, rat_date_format(day, moved)));
            else if (draft->out.date == RAT_NO_DATE)
                draft->out.date = day;
        }
        for (size_t k = 0; words[k] && !n; k++) {
            size_t m = rat_head_starts(line, words[k]);
            rest = rat_head_after(line, m);
            char text[RAT_DATE_TEXT];
            if (m && rat_head_is_date(rest, true, &day))
                rat_head_field(draft, "eingegangen",
                               rat_arena_strdup(draft->arena, rat_date_format(day, text)));
        }
    }
}

/* What stands behind "Vorlage Nr.", "Vorlage Nr.:" in the line. */
static struct rat_line behind_number_label(struct rat_line line)
{
    line = rat_head_after(line, rat_head_starts(line, "vorlage nr"));
    size_t n = line.n && line.s[0] == '.';
    n += line.n > n && line.s[n] == ':';
    line = rat_head_after(line, n);
    return rat_head_after(line, rat_head_starts(line, "nr.")); /* "Vorlage Nr.: Nr.2022/2188" */
}

/* "Dez. 3", "Dez. 4 und 6 / Stpl.A.", "OV Neureut", "Stadtplanungsamt". "Dez." alone is an empty form. */
static bool is_office(struct rat_line line)
{
    static const char *const starts[] = {"dez", "ov ", "ortsverwaltung ", "stadtamt ", "amt für ", NULL};
    bool dezernat = rat_head_starts(line, "dez") != 0;
    if (line.n < 5 || line.n > 60 || memchr(line.s, ':', line.n) ||
        (dezernat && line.n < 6 && line.s[3] == '.'))
        return dezernat && line.n == 5 && line.s[4] >= '1' && line.s[4] <= '9'; /* "Dez.4" */
    struct rat_line tail = {line.s + line.n - 3, 3, false};
    return rat_head_starts_any(line, starts) || rat_head_find(line, "/ dez") != NOT_FOUND ||
           rat_head_find(line, "/dez") != NOT_FOUND ||
           (rat_head_starts(tail, "amt") &&
            (!memchr(line.s, ' ', line.n) || rat_head_find(line, "- und ") != NOT_FOUND));
}

static void set_responsible(struct rat_header_draft *draft, struct rat_line line)
{
    if (!draft->out.lead_office && is_office(line))
        draft->out.lead_office = rat_head_dup(draft->arena, line);
}

static bool ends_open(struct rat_line line)
{
    static const char *const ends[] = {" und", " für", "-",    ",",    " i.b.m.", " i. b. m.",
                                       " +",   " von", " der", " des", " mit",    NULL};
    for (size_t i = 0; ends[i]; i++) {
        size_t n = strlen(ends[i]);
        struct rat_line tail = {line.s + (line.n > n ? line.n - n : 0), (uint32_t)n, false};
        if (line.n > n && rat_head_starts(tail, ends[i]))
            return true;
    }
    return false;
}

/* A detached value of "Verantwortlich:" at the line, perhaps of two lines. Returns the line behind it. */
static size_t read_responsible(struct rat_header_draft *draft, size_t at)
{
    const struct rat_head *head = draft->head;
    if (at >= head->count || (!is_office(head->line[at]) && !rat_head_starts(head->line[at], "dez")))
        return at;
    size_t from = at++;
    while (at < head->count && at < from + 3 &&
           (ends_open(head->line[at - 1]) || head->line[at - 1].s[head->line[at - 1].n - 1] == '/'))
        at++;
    if (is_office(head->line[from]))
        draft->out.lead_office = rat_head_join(draft->arena, head, from, at, false);
    return at;
}

/* Lines at the end of a subject that say who moved it. */
static bool is_author(struct rat_line line)
{
    static const char *const words[] = {"antrag:",
                                        "anfrage:",
                                        "änderungsantrag:",
                                        "ergänzungsantrag:",
                                        "interfraktioneller antrag:",
                                        "gemeinsamer antrag:",
                                        NULL};
    for (size_t i = 0; words[i]; i++)
        if (rat_head_starts(line, words[i]))
            return true;
    static const char ending[] = "fraktion";
    struct rat_line tail = {line.s + (line.n > 8 ? line.n - 8 : 0), 8, false};
    return line.n > 8 && memchr(line.s, '-', line.n) && rat_head_starts(tail, ending);
}

static void set_subject(struct rat_header_draft *draft, size_t from, size_t to)
{
    while (to > from && is_author(draft->head->line[to - 1]))
        to--;
    size_t letters = 0;
    for (size_t i = from; i < to; i++)
        for (size_t k = 0; k < draft->head->line[i].n; k++)
            letters += (draft->head->line[i].s[k] | 32) >= 'a' && (draft->head->line[i].s[k] | 32) <= 'z';
    struct rat_line first = draft->head->line[from < draft->head->count ? from : 0];
    bool other = to == from + 1 && (is_office(first) || rat_head_reference(first) == first.n ||
                                    rat_head_is(first, "thema eintragen"));
    if (to > from && to - from <= 8 && letters > 3 && !other)
        draft->out.subject = rat_head_join(draft->arena, draft->head, from, to, false);
}

/* The end of the paragraph that begins at `from`: an empty line, the table, a heading. */
static size_t paragraph_end(const struct rat_head *head, size_t from, size_t table)
{
    size_t at = from + 1;
    while (at < head->count && at < table && !head->line[at].gap && !rat_head_is_heading(head->line[at]))
        at++;
    return at < head->count ? at : head->count;
}

static void subject_at(struct rat_header_draft *draft, size_t from, size_t table)
{
    static const char *const labels[] = {
        "eingang", "eingegangen", "verantwortlich", "dienststelle", "termin:", "top:", "top ",
        "vorlage", NULL};
    const struct rat_head *head = draft->head;
    while (from < head->count && from < table &&
           (head->line[from].n < 3 || rat_head_starts_any(head->line[from], labels)))
        from++;
    if (from < head->count && from < table && !rat_head_is_heading(head->line[from]))
        set_subject(draft, from, paragraph_end(head, from, table));
}

static void read_below(struct rat_header_draft *draft, const struct marks *marks, size_t from)
{
    size_t at = from;
    if (marks->table != NOT_FOUND)
        at = rat_head_rows(draft,
                           marks->table +
                               (rat_head_find(draft->head->line[marks->table], "top") != NOT_FOUND ||
                                rat_head_starts(draft->head->line[marks->table], "beratungsfolge")),
                           marks->results);
    rat_head_forms(draft, at);
    rat_head_find_proposal(draft, at);
}

/* ---- eras ---- */

/* A row made of single values rather than of a table's line. */
static void add_row(struct rat_header_draft *draft, char *body, int32_t day, struct rat_line item,
                    enum rat_tristate is_public)
{
    struct rat_consultation *row = body && day != RAT_NO_DATE ? rat_head_row(draft) : NULL;
    if (!row)
        return;
    *row = (struct rat_consultation){.body = body,
                                     .date = day,
                                     .is_public = is_public,
                                     .authoritative = RAT_UNKNOWN,
                                     .origin = RAT_ORIGIN_TEXT};
    size_t n = rat_head_item_number(item);
    if (n && n == item.n)
        row->item_number = rat_head_dup(draft->arena, item);
}

/* "18. ÖFFENTLICHE PLENARSITZUNG DES GEMEINDERATES AM 22. NOVEMBER / 2005": the date may run into the next line. */
static void session_row(struct rat_header_draft *draft, size_t at, struct rat_line item)
{
    const struct rat_head *head = draft->head;
    const char *joined =
        rat_head_join(draft->arena, head, at, at + 2 < head->count ? at + 2 : head->count, false);
    struct rat_line line = {joined, joined ? (uint32_t)strlen(joined) : 0, false};
    int32_t day = RAT_NO_DATE;
    size_t bytes, am = rat_head_find(line, " am ");
    struct rat_line rest = rat_head_after(line, am == NOT_FOUND ? line.n : am + 4);
    bytes = rat_head_date(rest, false, &day);
    if (!bytes)
        return;
    bool open = rat_head_find(rat_head_cut(line, am), " öffentliche ") != NOT_FOUND;
    char *body = rat_head_body(draft->arena, rat_head_cut(line, am));
    if (body && strcmp(body, "Gemeinderates") == 0)
        body[11] = '\0';
    add_row(draft, body, day, item, open ? RAT_YES : RAT_UNKNOWN);
}

static bool read_2005(struct rat_header_draft *draft, const struct marks *marks)
{
    const struct rat_head *head = draft->head;
    struct rat_line number = behind_number_label(head->line[marks->number]), item = {"", 0, false};
    size_t n = rat_head_reference(number), subject = marks->number + 1;
    if (!n)
        return false;
    draft->out.layout = "karlsruhe-2005";
    draft->out.reference = rat_arena_strndup(draft->arena, number.s, n);
    draft->out.type = rat_head_type(draft->arena, rat_head_after(number, n));
    if (!draft->out.type)
        read_type(draft, marks->number);
    for (size_t i = marks->session; i < head->count && i < marks->number + 3; i++) {
        struct rat_line line = head->line[i];
        size_t skip = rat_head_starts(line, "zu top ");
        if (!skip)
            skip = rat_head_starts(line, "top ");
        if (skip)
            item = rat_head_after(line, skip);
    }
    session_row(draft, marks->session, item);
    read_received(draft, marks->number);
    if (marks->responsible != NOT_FOUND && marks->responsible > marks->number) {
        struct rat_line line = head->line[marks->responsible];
        line = rat_head_after(line, rat_head_starts(line, "verantwortlich"));
        set_responsible(draft, rat_head_after(line, line.n && line.s[0] == ':'));
        subject = marks->responsible + 1;
        if (subject < head->count && head->line[subject].gap)
            subject_at(draft, subject, marks->table);
    }
    read_below(draft, marks, subject);
    return true;
}

/* Values below the block of labels: Gremium (perhaps two lines), date, number, TOP, öffentlich, Dez. */
static bool read_2007(struct rat_header_draft *draft, const struct marks *marks)
{
    const struct rat_head *head = draft->head;
    size_t at = marks->number, first = NOT_FOUND, last;
    struct rat_line gremium = rat_head_after(head->line[marks->gremium], 8), item = {"", 0, false};
    int32_t day = RAT_NO_DATE;
    size_t gremium_line = marks->gremium + 1;
    bool inline_name = gremium.n != 0, between = !inline_name && gremium_line < marks->termin;
    for (at = marks->termin; at < head->count && at < marks->number + 12; at++) {
        struct rat_line line = head->line[at];
        if (memchr(line.s, ':', line.n) && line.s[line.n - 1] == ':')
            continue;
        if (rat_head_is_date(line, true, &day))
            break;
        day = RAT_NO_DATE;
        if (first == NOT_FOUND)
            first = at;
    }
    if (day == RAT_NO_DATE)
        return false;
    last = at++;
    if (at >= head->count)
        return false;
    draft->out.layout = "karlsruhe-2007";
    size_t status = at; /* the values between date and status are number and TOP */
    while (status < head->count && status < at + 4 && rat_head_status(head->line[status]) == RAT_UNKNOWN)
        status++;
    bool has_status = status < head->count && status < at + 4;
    if (!has_status)
        status = at;
    bool number_label = marks->number != marks->termin;
    if (has_status && number_label && status - at == 2) {
        size_t n = rat_head_reference(head->line[at]);
        if (n && n == head->line[at].n)
            draft->out.reference = rat_head_dup(draft->arena, head->line[at]);
        item = head->line[at + 1];
    } else if (has_status && status - at == 1) { /* district councils have no numbers */
        struct rat_line line = head->line[at];
        if (number_label && rat_head_reference(line) == line.n && rat_head_has_year(line.s, line.n))
            draft->out.reference = rat_head_dup(draft->arena, line);
        else if (!number_label)
            item = line;
    }
    at = status;
    enum rat_tristate open = has_status ? rat_head_status(head->line[at]) : RAT_UNKNOWN;
    if (has_status)
        draft->out.status = rat_head_dup(draft->arena, head->line[at++]);
    bool sure = true; /* that the subject begins here */
    if (marks->responsible != NOT_FOUND) {
        size_t behind = read_responsible(draft, at);
        sure = behind > at; /* otherwise the line may be an office by a name not known here */
        at = behind;
    }
    const char *name = between        ? rat_head_join(draft->arena, head, gremium_line, marks->termin, false)
                       : !inline_name ? rat_head_join(draft->arena, head, first, last, false)
                                      : NULL;
    if (name)
        gremium = (struct rat_line){name, (uint32_t)strlen(name), false};
    read_type(draft, marks->gremium);
    read_received(draft, marks->gremium);
    if (draft->out.date > day) /* a slip of the pen: nothing is moved after it was dealt with */
        draft->out.date = RAT_NO_DATE;
    if (has_status && sure)
        subject_at(draft, at, marks->table);
    read_below(draft, marks, at);
    if (!draft->row_count) /* the table says the same, and more */
        add_row(draft, gremium.n ? rat_head_body(draft->arena, gremium) : NULL, day, item, open);
    return true;
}

static bool is_one_word(struct rat_line line)
{
    return line.n < 25 && !memchr(line.s, ' ', line.n);
}

/* "Dienststelle: Amt für / Hochbau": to the end of the paragraph, unless the subject must stand in it too. */
static size_t read_office(struct rat_header_draft *draft, const struct marks *marks, size_t after)
{
    const struct rat_head *head = draft->head;
    size_t at = marks->office, end = paragraph_end(head, at, marks->table), last = at + 1;
    struct rat_line value = rat_head_after(head->line[at], rat_head_starts(head->line[at], "dienststelle:"));
    bool subject_below = end != marks->table;
    if (!value.n && last < end && !head->line[last].gap)
        value = head->line[last++];
    if (!value.n)
        return after;
    const char *text = rat_head_dup(draft->arena, value);
    while (text && last < end &&
           (ends_open(head->line[last - 1]) ||
            (subject_below && last + 1 == end && is_one_word(head->line[last]))))
        text = rat_arena_printf(draft->arena, "%s %.*s", text, (int)head->line[last].n, head->line[last].s),
        last++;
    if (text && strlen(text) < 120)
        draft->out.lead_office = text;
    return last;
}

/* Some forms print the subject above the number, below "Gedruckt auf 100 Prozent Recyclingpapier". */
static void subject_above(struct rat_header_draft *draft, size_t number)
{
    const struct rat_head *head = draft->head;
    size_t from = number;
    while (from > 0 && rat_head_find(head->line[from - 1], "recyclingpapier") == NOT_FOUND)
        from--;
    if (from < number && (rat_head_is(head->line[from], "thema") || rat_head_is(head->line[from], "thema:")))
        from++;
    size_t end = from ? from : number;
    while (end < number && !is_author(head->line[end]) && !rat_head_starts(head->line[end], "ein") &&
           !rat_head_starts(head->line[end], "vom") && !(end > from && head->line[end].gap))
        end++;
    if (from && end > from && !rat_head_type(draft->arena, head->line[from]))
        set_subject(draft, from, end);
}

static bool read_2016(struct rat_header_draft *draft, const struct marks *marks)
{
    const struct rat_head *head = draft->head;
    struct rat_line number = behind_number_label(head->line[marks->number]);
    size_t at = marks->number + 1;
    bool detached = number.n == 0;
    if (detached) { /* below "Verantwortlich:" */
        while (at < head->count && at < marks->table && head->line[at].s[head->line[at].n - 1] == ':')
            at++;
        if (at >= head->count || at == marks->table)
            return false;
        number = head->line[at++];
    }
    size_t n = rat_head_reference(number);
    bool numbered = n && n == number.n;
    if (!numbered && marks->table == NOT_FOUND)
        return false;
    bool form = marks->table != NOT_FOUND || marks->responsible != NOT_FOUND;
    draft->out.layout = marks->modern ? "karlsruhe-2023" : form ? "karlsruhe-2016" : "vorlage";
    if (numbered)
        draft->out.reference = rat_head_dup(draft->arena, number);
    else if (detached)
        at--; /* an empty form: the line is the next value already */
    read_type(draft, marks->number);
    read_received(draft, marks->table);
    if (detached) {
        while (at < head->count && at < marks->table && head->line[at].s[head->line[at].n - 1] == ':')
            at++;
        at = read_responsible(draft, at);
    } else if (marks->responsible != NOT_FOUND && marks->responsible > marks->number) {
        struct rat_line line = head->line[marks->responsible];
        line = rat_head_after(line, rat_head_starts(line, "verantwortlich"));
        line = rat_head_after(line, line.n && line.s[0] == ':');
        set_responsible(draft, line);
        at = marks->responsible + 1;
        if (rat_head_is(line, "dez.") && at < head->count && head->line[at].n == 1) /* "Dez. / 6" */
            draft->out.lead_office = rat_arena_printf(draft->arena, "Dez. %c", head->line[at++].s[0]);
    }
    if (marks->office != NOT_FOUND && marks->office >= at)
        at = read_office(draft, marks, at);
    if (marks->table != NOT_FOUND && at < marks->table)
        subject_at(draft, at, marks->table);
    if (!draft->out.subject)
        subject_above(draft, marks->number);
    read_below(draft, marks, at);
    return true;
}

/* "DOPPELHAUSHALT 2024/2025", then "ANTRAG DHH/2023/8205" and the subject. */
static bool read_budget(struct rat_header_draft *draft)
{
    const struct rat_head *head = draft->head;
    size_t at = 0;
    while (at < head->count && at < 20 && !rat_head_starts(head->line[at], "doppelhaushalt 20"))
        at++;
    if (at + 2 >= head->count || at >= 20)
        return false;
    struct rat_line line = head->line[++at];
    static const char *const kinds[] = {"änderungsantrag ", "ergänzungsantrag ", "antrag ", NULL};
    size_t n = 0;
    for (size_t i = 0; kinds[i] && !n; i++)
        n = rat_head_starts(line, kinds[i]);
    struct rat_line number = rat_head_after(line, n);
    size_t bytes = n ? rat_head_reference(number) : 0;
    if (!bytes || bytes != number.n || !memchr(number.s, '/', bytes))
        return false;
    draft->out.layout = "karlsruhe-haushalt";
    draft->out.type = rat_head_type(draft->arena, rat_head_cut(line, n));
    draft->out.reference = rat_head_dup(draft->arena, number);
    if (at && at - 1 > 0) {
        struct rat_line day = head->line[at - 2];
        if (!rat_head_is_date(day, false, &draft->out.date))
            draft->out.date = RAT_NO_DATE;
    }
    at++;
    if (at < head->count && (rat_head_is(head->line[at], "thema") || rat_head_is(head->line[at], "thema:")))
        at++;
    size_t theme = at < head->count ? rat_head_starts(head->line[at], "thema:") : 0;
    if (theme)
        draft->head->line[at] = rat_head_after(head->line[at], theme);
    subject_at(draft, at, NOT_FOUND);
    return true;
}

bool rat_header_karlsruhe(struct rat_header_draft *draft)
{
    static const char *const inner[] = {"vorlage nr.:", "verantwortlich:", "dienststelle:", NULL};
    rat_head_split(draft->head, FIRST_LINES, inner);
    struct marks marks = find_marks(draft->head);
    if (marks.number == NOT_FOUND && marks.termin == NOT_FOUND)
        return read_budget(draft);
    if (marks.gremium != NOT_FOUND && marks.termin != NOT_FOUND && marks.termin < marks.gremium + 6) {
        if (marks.number == NOT_FOUND)
            marks.number = marks.termin;
        return read_2007(draft, &marks);
    }
    if (marks.number == NOT_FOUND)
        return false;
    struct rat_line number = behind_number_label(draft->head->line[marks.number]);
    bool year = number.n && rat_head_has_year(number.s, number.n);
    if (marks.session != NOT_FOUND && marks.session < marks.number && number.n && !year)
        return read_2005(draft, &marks);
    return (marks.table != NOT_FOUND || marks.responsible != NOT_FOUND || year) && read_2016(draft, &marks);
}
