/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "web/address.h"

#include <ctype.h>

/* Lower case, umlauts written out, everything else a hyphen. */
static const char *slug_of_name(const char *name, struct rat_arena *arena)
{
    static const struct {
        const char *from, *to;
    } letters[] = {{"ä", "ae"}, {"ö", "oe"}, {"ü", "ue"}, {"Ä", "ae"}, {"Ö", "oe"}, {"Ü", "ue"}, {"ß", "ss"}};
    struct rat_buf out = RAT_BUF_INIT;
    while (*name) {
        size_t used = 0;
        unsigned char byte = (unsigned char)*name;
        for (size_t i = 0; i < sizeof letters / sizeof letters[0] && !used; i++) {
            if (strncmp(name, letters[i].from, 2) == 0) {
                rat_buf_puts(&out, letters[i].to);
                used = 2;
            }
        }
        if (!used && byte < 0x80 && isalnum(byte))
            rat_buf_byte(&out, (uint8_t)tolower(byte));
        else if (!used && out.size && out.data[out.size - 1] != '-')
            rat_buf_byte(&out, '-');
        name += used ? used : 1;
    }
    while (out.size && out.data[out.size - 1] == '-')
        out.size--;
    const char *slug = out.failed || !out.size ? NULL : rat_arena_strndup(arena, out.data, out.size);
    rat_buf_release(&out);
    return slug;
}

/* "https://web1.karlsruhe.de/oparl/..." -> "karlsruhe": the label before the top level. */
static const char *slug_of_host(const char *url, struct rat_arena *arena)
{
    const char *host = url ? strstr(url, "://") : NULL;
    if (!host)
        return NULL;
    host += 3;
    size_t n = strcspn(host, "/:?#");
    const char *end = host + n;
    while (end > host && end[-1] != '.')
        end--;
    if (end == host)
        return NULL;
    const char *start = --end;
    while (start > host && start[-1] != '.')
        start--;
    const char *label = rat_arena_strndup(arena, start, (size_t)(end - start));
    return label ? slug_of_name(label, arena) : NULL;
}

const char *rat_slug_of(const struct rat_paper_brief *paper, struct rat_arena *arena)
{
    const char *slug = paper->municipality ? slug_of_name(paper->municipality, arena) : NULL;
    if (!slug)
        slug = slug_of_host(paper->body, arena);
    if (!slug)
        slug = slug_of_host(paper->id, arena);
    return slug ? slug : "archiv";
}

struct rat_url rat_url_document(struct rat_visit *visit, const char *id, const char *query)
{
    struct rat_link link;
    rat_visit_link(visit, &link, RAT_PATH("/dokument/"));
    rat_link_segment(&link, id);
    rat_link_param(&link, "q", query);
    return rat_link_url(&link);
}

static struct rat_url url_by_id(struct rat_visit *visit, struct rat_path path, const char *id)
{
    struct rat_link link;
    rat_visit_link(visit, &link, path);
    rat_link_segment(&link, id);
    return rat_link_url(&link);
}

struct rat_url rat_url_original(struct rat_visit *visit, const char *id)
{
    return url_by_id(visit, RAT_PATH("/original/"), id);
}

struct rat_url rat_url_meeting(struct rat_visit *visit, const char *id)
{
    return url_by_id(visit, RAT_PATH("/sitzung/"), id);
}

struct rat_url rat_url_body(struct rat_visit *visit, const char *id)
{
    return url_by_id(visit, RAT_PATH("/gremium/"), id);
}

static int year_of(const struct rat_paper_brief *paper)
{
    int year = 0, month, day;
    if (paper->date != RAT_NO_DATE)
        rat_date_to_ymd(paper->date, &year, &month, &day);
    return year;
}

rat_status rat_address_find(struct rat_visit *visit, const char *slug, int from_year, int to_year,
                            const char *reference, const struct rat_paper_brief **out, size_t *count,
                            struct rat_err *err)
{
    struct rat_paper_brief *all = NULL;
    size_t n = 0, kept = 0;
    rat_status st =
        rat_browse_papers_by_reference(visit->snapshot->catalogue, reference, &visit->arena, &all, &n, err);
    if (st != RAT_OK)
        return st;
    for (size_t i = 0; i < n; i++) {
        int year = year_of(&all[i]);
        if (slug && strcmp(slug, rat_slug_of(&all[i], &visit->arena)) != 0)
            continue;
        if (from_year && (year < from_year || year > to_year))
            continue;
        all[kept++] = all[i];
    }
    *out = all;
    *count = kept;
    return visit->arena.failed ? rat_nomem(err) : RAT_OK;
}

/* A number that a path can carry: no empty parts, none that browsers take away. */
static bool fits_path(const char *reference)
{
    for (const char *part = reference;; part++) {
        size_t n = strcspn(part, "/");
        if (n == 0 || (n <= 2 && strspn(part, ".") == n))
            return false;
        part += n;
        if (!*part)
            return true;
    }
}

/* /slug/[year/]vorlage/reference */
static struct rat_url by_number(struct rat_visit *visit, const char *slug, int year, const char *reference)
{
    struct rat_link link;
    char digits[16];
    rat_visit_link(visit, &link, RAT_PATH("/"));
    rat_link_segment(&link, slug);
    if (year) {
        snprintf(digits, sizeof digits, "%d", year);
        rat_link_path(&link, RAT_PATH("/"));
        rat_link_segment(&link, digits);
    }
    rat_link_path(&link, RAT_PATH("/vorlage/"));
    rat_link_segments(&link, reference);
    return rat_link_url(&link);
}

/* How many of its namesakes have its slug, and its year. */
static void count_namesakes(struct rat_visit *visit, const struct rat_paper_brief *all, size_t n, size_t self,
                            size_t *in_place, size_t *in_year)
{
    const char *slug = rat_slug_of(&all[self], &visit->arena);
    *in_place = *in_year = 0;
    for (size_t i = 0; i < n; i++) {
        if (strcmp(slug, rat_slug_of(&all[i], &visit->arena)) != 0)
            continue;
        ++*in_place;
        *in_year += year_of(&all[i]) == year_of(&all[self]);
    }
}

rat_status rat_url_paper(struct rat_visit *visit, const char *paper_id, const char *reference,
                         struct rat_url *out, struct rat_err *err)
{
    const struct rat_paper_brief *all = NULL;
    size_t n = 0, self = 0, in_place, in_year;
    rat_status st = RAT_OK;
    if (reference && fits_path(reference))
        st = rat_address_find(visit, NULL, 0, 0, reference, &all, &n, err);
    if (st != RAT_OK)
        return st;
    while (self < n && strcmp(all[self].id, paper_id) != 0)
        self++;
    *out = url_by_id(visit, RAT_PATH("/vorlage-id/"), paper_id);
    if (self == n)
        return RAT_OK;
    count_namesakes(visit, all, n, self, &in_place, &in_year);
    int year = year_of(&all[self]);
    if (in_place == 1)
        *out = by_number(visit, rat_slug_of(&all[self], &visit->arena), 0, reference);
    else if (in_year == 1 && year)
        *out = by_number(visit, rat_slug_of(&all[self], &visit->arena), year, reference);
    return RAT_OK;
}
