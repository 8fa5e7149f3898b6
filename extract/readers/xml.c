/* SPDX-License-Identifier: GPL-2.0-or-later */
/* XML files that are documents by themselves, told by their root. */
#include "extract/problem.h"
#include "extract/readers/reader.h"
#include "extract/readers/xml_text.h"

static bool root_is(const struct rat_reader_input *input, const char *name)
{
    size_t n = input->size < 4096 ? input->size : 4096;
    return memmem(input->bytes, n, name, strlen(name)) != NULL;
}

void rat_read_xml(const struct rat_reader_input *input)
{
    struct rat_flow flow;
    struct rat_buf title = RAT_BUF_INIT;
    bool fine;
    rat_flow_init(&flow, rat_text_limit(input->size));
    if (root_is(input, "<office:document")) {
        rat_say_text('F', "fodt");
        rat_say_text('X', "opendocument/1 libxml2 " LIBXML_DOTTED_VERSION);
        fine = rat_xml_opendocument(input->bytes, input->size, &flow);
        if (fine && rat_xml_title(input->bytes, input->size, &title) && title.size)
            rat_say('N', title.data, title.size);
    } else if (root_is(input, "<w:wordDocument")) {
        rat_say_text('F', "word2003");
        rat_say_text('X', "word/1 libxml2 " LIBXML_DOTTED_VERSION);
        fine = rat_xml_word(input->bytes, input->size, &flow);
    } else if (root_is(input, "PcGts")) {
        rat_say_text('F', "page");
        rat_say_text('X', "page/1 libxml2 " LIBXML_DOTTED_VERSION);
        fine = rat_xml_page(input->bytes, input->size, &flow);
    } else {
        rat_say_end(RAT_PROBLEM_UNSUPPORTED);
    }
    if (!fine)
        rat_say_end(RAT_PROBLEM_DAMAGED);
    rat_say_flow(&flow);
}
