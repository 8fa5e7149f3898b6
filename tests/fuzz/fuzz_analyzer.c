/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes, valid UTF-8 or not: tokens lie in bounds and in order; on valid text also on character
 * boundaries, with valid surfaces and terms. The first byte chooses the analyzer. */
#include "text/analyzer.h"
#include "text/charset.h"
#include "text/fold.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool on_boundary(const char *text, size_t n, size_t at)
{
    return at == n || ((unsigned char)text[at] & 0xc0) != 0x80;
}

static void check_terms(struct rat_analyzer *analyzer, const struct rat_token *token, bool valid)
{
    struct rat_terms terms;
    if (rat_analyzer_terms(analyzer, token->surface, token->surface_size, &terms) != RAT_OK)
        return;
    assert(terms.count >= 1 && terms.count <= RAT_TERMS_MAX);
    assert(terms.term[0].layer == RAT_LAYER_EXACT);
    for (uint32_t i = 0; i < terms.count; i++) {
        assert(terms.term[i].size >= 1 && terms.term[i].size <= RAT_TERM_BYTES_MAX);
        assert(rat_analyzer_has_layer(analyzer, terms.term[i].layer));
        assert(!valid || rat_utf8_valid(terms.term[i].bytes, terms.term[i].size));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const char *text = (const char *)data + 1;
    size_t n = size - 1;
    bool valid = rat_utf8_valid(text, n);
    struct rat_analyzer *analyzer = NULL;
    if (rat_analyzer_new(data[0] == 'w' ? "whitespace" : "german", &analyzer, NULL) != RAT_OK)
        return 0;
    struct rat_token token;
    uint32_t end = 0, position = 0;
    rat_analyzer_start(analyzer, text, n);
    while (rat_analyzer_next(analyzer, &token) == RAT_OK) {
        assert(token.start < token.end && token.end <= n);
        assert(token.position >= position);
        /* other readings of a place follow its word and may reach further (a citation) */
        assert(token.position == position || token.kind != RAT_TOKEN_WORD || token.start >= end);
        assert(token.surface_size > 0 && token.surface_size <= RAT_TERM_BYTES_MAX);
        if (valid) {
            assert(on_boundary(text, n, token.start) && on_boundary(text, n, token.end));
            assert(rat_utf8_valid(token.surface, token.surface_size));
        }
        check_terms(analyzer, &token, valid);
        if (token.kind == RAT_TOKEN_WORD)
            end = token.end;
        position = token.position;
    }
    rat_analyzer_free(analyzer);

    struct rat_buf key = RAT_BUF_INIT;
    rat_fold_key(text, n, &key);
    assert(key.failed || !valid || rat_utf8_valid(key.data, key.size));
    rat_buf_release(&key);
    return 0;
}
