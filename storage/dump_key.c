/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/dump_internal.h"

/* The name of a space with its colon, for example "title.stem:" or "value:committee:"; "0x1f:" when it has none. */
static void put_space(uint8_t space, struct rat_buf *out)
{
    static const char *const layers[] = {NULL, "exact", "stem"};
    uint8_t layer = space & 0x0f, field = space & 0x1f;
    const struct rat_field_info *info = NULL;
    if (space >= RAT_SPACE_VALUE && space < RAT_SPACE_WORD + 0x20)
        info = rat_field_by_id(field);
    if (info)
        rat_buf_printf(out, "%s:%s:", space >= RAT_SPACE_WORD ? "word" : "value", info->name);
    else if (layer == 0 || space > RAT_SPACE_TITLE + 0x0f)
        rat_buf_printf(out, "0x%02x:", space);
    else if (space == RAT_SPACE_TITLE + 1)
        rat_buf_puts(out, "title:");
    else if (layer < sizeof layers / sizeof *layers)
        rat_buf_printf(out, "%s%s:", space > RAT_SPACE_TITLE ? "title." : "", layers[layer]);
    else
        rat_buf_printf(out, "%slayer%u:", space > RAT_SPACE_TITLE ? "title." : "", layer);
}

void rat_key_print(const void *key, size_t n, struct rat_buf *out)
{
    const unsigned char *bytes = key;
    if (n == 0)
        return;
    put_space(bytes[0], out);
    rat_buf_append(out, bytes + 1, n - 1);
}

void rat_key_parse(const char *text, struct rat_buf *out)
{
    struct rat_buf name = RAT_BUF_INIT;
    uint8_t space = 1;
    size_t skip = 0, n = strlen(text);
    for (unsigned candidate = 0; candidate < 256; candidate++) {
        rat_buf_clear(&name);
        put_space((uint8_t)candidate, &name);
        if (name.size > skip && name.size <= n && memcmp(text, name.data, name.size) == 0) {
            space = (uint8_t)candidate;
            skip = name.size;
        }
    }
    n -= skip;
    rat_buf_byte(out, space);
    rat_buf_append(out, text + skip, n < RAT_KEY_BYTES_MAX - 1 ? n : RAT_KEY_BYTES_MAX - 1);
    out->failed |= name.failed;
    rat_buf_release(&name);
}
