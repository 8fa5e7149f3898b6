/* SPDX-License-Identifier: GPL-2.0-or-later */
/* /original/ID: the stored bytes as a download; /text/ID: the extracted text. ?fassung=N: an earlier version. */
#include "query/shown.h"
#include "web/page.h"
#include "web/local_paths.h"

#define FILE_NAME_BYTES 120u

/* By the bytes themselves: what a source says of a file's type may be of another file than the one that was stored. Nothing
 * that a browser would run. */
static const char *sniff(const struct rat_buf *bytes, const struct rat_document *d, const char **extension)
{
    static const struct {
        const char *magic, *type, *extension;
    } known[] = {
        {"%PDF-", "application/pdf", ".pdf"},
        {"PK\003\004", "application/zip", ".zip"},
        {"\xd0\xcf\x11\xe0", "application/x-ole-storage", ".doc"},
        {"II*", "image/tiff", ".tif"},
        {"MM\0*", "image/tiff", ".tif"},
        {"\xff\xd8\xff", "image/jpeg", ".jpg"},
        {"\x89PNG", "image/png", ".png"},
        {"{\\rtf", "application/rtf", ".rtf"},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        size_t n = i == 4 ? 4 : strlen(known[i].magic);
        if (bytes->size >= n && memcmp(bytes->data, known[i].magic, n) == 0) {
            *extension = known[i].extension;
            return known[i].type;
        }
    }
    *extension = ".txt";
    return d->encoding && strcasecmp(d->encoding, "UTF-8") == 0 ? "text/plain; charset=utf-8" : "text/plain";
}

/* The file's own name when it has one, with the extension of what the bytes are. */
static const char *file_name(const struct rat_document *d, const char *extension, struct rat_arena *arena)
{
    const char *location = d->location ? strrchr(d->location, '/') : NULL;
    const char *name = location && location[1] ? location + 1 : d->name ? d->name : "dokument";
    size_t n = strlen(name), e = strlen(extension);
    n = n < FILE_NAME_BYTES ? n : FILE_NAME_BYTES;
    while (n > 0 && n < strlen(name) && ((unsigned char)name[n] & 0xc0) == 0x80)
        n--;
    bool ends_so = n >= e && strncasecmp(name + n - e, extension, e) == 0;
    const char *office[] = {".docx", ".odt", ".xlsx", ".pptx", ".ods"};
    for (size_t i = 0; strcmp(extension, ".zip") == 0 && i < sizeof office / sizeof office[0]; i++)
        ends_so |= n > strlen(office[i]) &&
                   strncasecmp(name + n - strlen(office[i]), office[i], strlen(office[i])) == 0;
    return rat_arena_printf(arena, "%.*s%s", (int)n, name, ends_so ? "" : extension);
}

/* attachment; filename="ASCII"; filename*=UTF-8''encoded (RFC 6266) */
static const char *disposition(const char *name, struct rat_arena *arena)
{
    char ascii[FILE_NAME_BYTES + 16];
    size_t used = 0;
    struct rat_link encoded;
    for (const char *at = name; *at && used + 1 < sizeof ascii; at++)
        if (isalnum((unsigned char)*at) || strchr("-_.", *at))
            ascii[used++] = *at;
        else if (((unsigned char)*at & 0xc0) != 0x80)
            ascii[used++] = '_';
    ascii[used] = '\0';
    rat_link_start(&encoded, arena, RAT_PATH(""));
    rat_link_segment(&encoded, name);
    return rat_arena_printf(arena, "attachment; filename=\"%s\"; filename*=UTF-8''%s", ascii,
                            rat_link_url(&encoded).text);
}

/* The SHA-256 of the asked version; the newest without one. */
static rat_status pick(struct rat_visit *visit, const struct rat_shown *shown, const struct rat_document *d,
                       bool original, const uint8_t **sha, struct rat_err *err)
{
    uint64_t version = rat_visit_number(visit, "fassung", 1, UINT32_MAX, 0);
    *sha = original ? d->original_sha : d->text_sha;
    if (version == 0 || version == d->version)
        return RAT_OK;
    for (size_t i = 0; i < shown->version_count; i++) {
        if (shown->versions[i].version == version) {
            *sha = original ? shown->versions[i].original_sha : shown->versions[i].text_sha;
            return RAT_OK;
        }
    }
    return rat_fail(err, RAT_ENOTFOUND, "%s", _("Diese Fassung gibt es nicht"));
}

rat_status rat_page_original(struct rat_visit *visit, struct rat_err *err)
{
    bool original = strncmp(visit->path, "/original/", 10) == 0;
    struct rat_shown shown = {.snapshot = visit->snapshot, .arena = &visit->arena};
    const char *id = rat_visit_rest(visit, original ? "/original/" : "/text/");
    const struct rat_document *d = NULL;
    const uint8_t *sha = NULL;
    const char *extension;
    rat_status st = rat_shown_load(&shown, id ? id : "", err);
    if (st == RAT_OK)
        st = rat_shown_document(&shown, &d, err);
    if (st == RAT_OK)
        st = pick(visit, &shown, d, original, &sha, err);
    if (st == RAT_OK)
        st = rat_snapshot_content(visit->snapshot, sha, 0, UINT64_MAX, &visit->body, err);
    if (st != RAT_OK)
        return st;
    visit->type = "text/plain; charset=utf-8";
    if (original) {
        visit->type = sniff(&visit->body, d, &extension);
        visit->disposition = disposition(file_name(d, extension, &visit->arena), &visit->arena);
    }
    return visit->arena.failed ? rat_nomem(err) : RAT_OK;
}
