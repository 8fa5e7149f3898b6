/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes are a dictionary or an error. Input: u16 number of terms, u16 size of the section terms, terms,
 * index (whose first 8 bytes, its head, are not looked at here). */
#include "storage/dictionary.h"
#include "tests/fuzz/fuzz_bytes.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void use(const struct rat_dictionary *dictionary)
{
    struct rat_term_walk walk;
    struct rat_term_info info;
    rat_status st = rat_term_walk_at(&walk, dictionary, 0, NULL);
    for (uint32_t i = 0; st == RAT_OK && i < 2000; i++) {
        st = rat_term_walk_next(&walk, NULL);
        if (st != RAT_OK)
            break;
        assert(walk.key_size >= 1 && walk.key_size <= RAT_KEY_BYTES_MAX);
        assert(walk.info.ordinal == i && walk.info.documents >= 1);
        rat_status found = rat_dictionary_find(dictionary, walk.key, walk.key_size, &info, NULL);
        assert(found == RAT_OK || found == RAT_ENOTFOUND || found == RAT_EDAMAGED);
    }
    assert(st == RAT_OK || st == RAT_END || st == RAT_EDAMAGED);
    static const char *const keys[] = {"", "\x01",
                                       "\x01"
                                       "rad",
                                       "\x02zzz", "\xff"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        st = rat_term_walk_seek(&walk, dictionary, keys[i], strlen(keys[i]), NULL);
        for (int n = 0; st == RAT_OK && n < 40; n++)
            st = rat_term_walk_next(&walk, NULL);
        assert(st == RAT_OK || st == RAT_END || st == RAT_EDAMAGED);
    }
    st = rat_term_walk_at(&walk, dictionary, dictionary->term_count / 2, NULL);
    if (st == RAT_OK)
        (void)!rat_term_walk_next(&walk, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct rat_container file;
    if (size < 4)
        return 0;
    uint32_t terms = data[0] | (uint32_t)data[1] << 8;
    uint32_t blocks = (terms + RAT_DICTIONARY_BLOCK - 1) / RAT_DICTIONARY_BLOCK;
    uint64_t cut = data[2] | (uint64_t)data[3] << 8, bytes = size - 4;
    cut = cut < bytes ? cut : bytes;
    if (!fuzz_container_make(&file, data + 4, bytes))
        return 0;
    struct rat_dictionary dictionary = {.terms = {&file, 0, cut},
                                        .index = {&file, cut, bytes - cut},
                                        .term_count = terms,
                                        .block_count = blocks};
    use(&dictionary);
    fuzz_container_free(&file);
    return 0;
}
