/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/numbers.h"

#define HEADER_BYTES 24u /* count, minimum, width, 4 unused */

static uint32_t width_of(uint64_t spread)
{
    uint32_t bits = spread ? 64u - (uint32_t)__builtin_clzll(spread) : 0u;
    return bits > 57 ? 64 : bits; /* up to 57 bits one unaligned 64-bit load is enough */
}

static void write_runs(struct rat_buf *out, const uint64_t *values, uint64_t count, uint64_t minimum)
{
    for (uint64_t start = 0; start < count; start += RAT_NUMBERS_RUN) {
        uint64_t end = count - start < RAT_NUMBERS_RUN ? count : start + RAT_NUMBERS_RUN;
        uint64_t low = UINT64_MAX, high = 0;
        for (uint64_t i = start; i < end; i++) {
            uint64_t value = values[i] - minimum;
            low = value < low ? value : low;
            high = value > high ? value : high;
        }
        rat_buf_u64(out, low);
        rat_buf_u64(out, high);
    }
}

void rat_numbers_write(struct rat_container_writer *writer, uint32_t section, const uint64_t *values,
                       uint64_t count)
{
    uint64_t low = count ? UINT64_MAX : 0, high = 0;
    for (uint64_t i = 0; i < count; i++) {
        low = values[i] < low ? values[i] : low;
        high = values[i] > high ? values[i] : high;
    }
    uint32_t width = width_of(high - low);
    struct rat_buf out = RAT_BUF_INIT;
    rat_buf_u64(&out, count);
    rat_buf_u64(&out, low);
    rat_buf_u32(&out, width);
    rat_buf_u32(&out, 0);
    write_runs(&out, values, count, low);
    unsigned __int128 pending = 0;
    uint32_t have = 0;
    for (uint64_t i = 0; i < count && width; i++) {
        pending |= (unsigned __int128)(values[i] - low) << have;
        for (have += width; have >= 8; have -= 8, pending >>= 8)
            rat_buf_byte(&out, (uint8_t)pending);
    }
    if (have)
        rat_buf_byte(&out, (uint8_t)pending);
    rat_container_begin(writer, section);
    rat_container_write_buf(writer, &out);
    rat_buf_release(&out);
}

rat_status rat_numbers_open(struct rat_container *container, uint32_t section, struct rat_numbers *out,
                            struct rat_err *err)
{
    struct rat_numbers n = {0};
    const unsigned char *head;
    rat_status st = rat_container_require(container, section, &n.section, err);
    if (st == RAT_OK)
        st = rat_section_get(&n.section, 0, HEADER_BYTES, &head, err);
    if (st != RAT_OK)
        return st;
    n.count = rat_load_u64(head);
    n.minimum = rat_load_u64(head + 8);
    n.width = rat_load_u32(head + 16);
    n.runs_at = HEADER_BYTES;
    uint64_t rest = n.section.size - HEADER_BYTES;
    uint64_t runs = n.count / RAT_NUMBERS_RUN + (n.count % RAT_NUMBERS_RUN != 0);
    if ((n.width > 57 && n.width != 64) || runs > rest / 16)
        return rat_damaged(err, container->path, _("Spalte hat einen unmöglichen Kopf"));
    n.bits_at = HEADER_BYTES + runs * 16;
    unsigned __int128 bytes = ((unsigned __int128)n.count * n.width + 7) / 8;
    if (bytes != n.section.size - n.bits_at)
        return rat_damaged(err, container->path, _("Spalte hat nicht die Länge, die ihr Kopf sagt"));
    *out = n;
    return RAT_OK;
}

/* Reads past the bits stay inside the pad behind every section. */
static const unsigned char *touch(const struct rat_numbers *numbers, uint64_t offset, uint64_t n)
{
    const unsigned char *at;
    if (rat_section_get(&numbers->section, offset, n, &at, NULL) == RAT_OK)
        return at;
    atomic_store_explicit(&numbers->section.container->damaged, true, memory_order_relaxed);
    return NULL;
}

uint64_t rat_numbers_get(const struct rat_numbers *numbers, uint64_t index)
{
    uint32_t width = numbers->width;
    if (width == 0)
        return numbers->minimum;
    uint64_t bit = index * width, last = bit + width - 1;
    const unsigned char *at = touch(numbers, numbers->bits_at + bit / 8, last / 8 - bit / 8 + 1);
    if (!at)
        return 0;
    uint64_t word = rat_load_u64(at);
    if (width == 64)
        return numbers->minimum + word;
    return numbers->minimum + (word >> (bit & 7) & ((1ull << width) - 1));
}

struct rat_numbers_view rat_numbers_look(const struct rat_numbers *numbers)
{
    static const unsigned char nothing[8];
    const unsigned char *bits = touch(numbers, numbers->bits_at, numbers->section.size - numbers->bits_at);
    uint32_t width = bits ? numbers->width : 0;
    return (struct rat_numbers_view){.bits = bits ? bits : nothing,
                                     .minimum = numbers->minimum,
                                     .mask = width == 64 ? UINT64_MAX : (1ull << width) - 1,
                                     .width = width};
}

void rat_numbers_range(const struct rat_numbers *numbers, uint64_t run, uint64_t *low, uint64_t *high)
{
    const unsigned char *at = touch(numbers, numbers->runs_at + run * 16, 16);
    *low = numbers->minimum + (at ? rat_load_u64(at) : 0);
    *high = at ? numbers->minimum + rat_load_u64(at + 8) : UINT64_MAX;
}

void rat_ordinals_write(struct rat_container_writer *writer, uint8_t field, const char *const *values,
                        uint32_t value_count, const uint64_t *starts, const uint64_t *ordinals,
                        uint32_t document_count)
{
    struct rat_buf out = RAT_BUF_INIT;
    uint32_t end = 0;
    rat_buf_u32(&out, value_count);
    for (uint32_t i = 0; i < value_count; i++) {
        rat_buf_u32(&out, end);
        end += (uint32_t)strlen(values[i]);
    }
    rat_buf_u32(&out, end);
    for (uint32_t i = 0; i < value_count; i++)
        rat_buf_puts(&out, values[i]);
    rat_container_begin(writer, RAT_SECTION_VALUES + field);
    rat_container_write_buf(writer, &out);
    rat_buf_release(&out);
    rat_numbers_write(writer, RAT_SECTION_STARTS + field, starts, (uint64_t)document_count + 1);
    rat_numbers_write(writer, RAT_SECTION_ORDINALS + field, ordinals, starts[document_count]);
}

rat_status rat_ordinals_open(struct rat_container *container, uint8_t field, struct rat_ordinals *out,
                             struct rat_err *err)
{
    struct rat_ordinals o = {0};
    if (!rat_container_find(container, RAT_SECTION_VALUES + field, &o.values)) {
        *out = o;
        return RAT_OK;
    }
    const unsigned char *head;
    rat_status st = rat_section_get(&o.values, 0, 4, &head, err);
    if (st != RAT_OK)
        return st;
    o.value_count = rat_load_u32(head);
    if (o.value_count >= o.values.size / 4)
        return rat_damaged(err, container->path, _("Wertetabelle hat einen unmöglichen Kopf"));
    st = rat_numbers_open(container, RAT_SECTION_STARTS + field, &o.starts, err);
    if (st == RAT_OK)
        st = rat_numbers_open(container, RAT_SECTION_ORDINALS + field, &o.ordinals, err);
    if (st == RAT_OK)
        *out = o;
    return st;
}

rat_status rat_ordinals_value(const struct rat_ordinals *ordinals, uint32_t ordinal, const char **value,
                              uint32_t *size, struct rat_err *err)
{
    const unsigned char *at;
    struct rat_container *container = ordinals->values.container;
    if (ordinal >= ordinals->value_count)
        return rat_damaged(err, container ? container->path : "", _("Nummer eines Werts, den es nicht gibt"));
    rat_status st = rat_section_get(&ordinals->values, 4 + (uint64_t)ordinal * 4, 8, &at, err);
    if (st != RAT_OK)
        return st;
    uint32_t from = rat_load_u32(at), to = rat_load_u32(at + 4);
    if (from > to)
        return rat_damaged(err, container->path, _("Wertetabelle ist nicht aufsteigend"));
    uint64_t bytes_at = 4 + ((uint64_t)ordinals->value_count + 1) * 4;
    st = rat_section_get(&ordinals->values, bytes_at + from, to - from, &at, err);
    if (st != RAT_OK)
        return st;
    *value = (const char *)at;
    *size = to - from;
    return RAT_OK;
}

void rat_ordinals_of(const struct rat_ordinals *ordinals, uint32_t document, uint64_t *from, uint64_t *to)
{
    *from = *to = 0;
    if (!ordinals->value_count || (uint64_t)document + 1 >= ordinals->starts.count)
        return;
    uint64_t a = rat_numbers_get(&ordinals->starts, document);
    uint64_t b = rat_numbers_get(&ordinals->starts, (uint64_t)document + 1);
    if (a <= b && b <= ordinals->ordinals.count) {
        *from = a;
        *to = b;
    }
}

rat_status rat_strings_get(const struct rat_section *bytes, const struct rat_numbers *starts, uint64_t index,
                           const unsigned char **out, uint64_t *size, struct rat_err *err)
{
    if (index + 1 >= starts->count)
        return rat_damaged(err, bytes->container->path, _("Nummer eines Dokuments, das es nicht gibt"));
    uint64_t from = rat_numbers_get(starts, index), to = rat_numbers_get(starts, index + 1);
    if (from > to || to > bytes->size)
        return rat_damaged(err, bytes->container->path, _("Verweis führt aus einem Abschnitt hinaus"));
    *size = to - from;
    return rat_section_get(bytes, from, to - from, out, err);
}
