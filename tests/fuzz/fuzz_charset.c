/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes become valid UTF-8 without NUL, or are refused with a message. The first byte chooses what the
 * source declares. */
#include "text/charset.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const declared[] = {NULL,     "utf-8",     "windows-1252", "iso-8859-15", "cp850",
                                           "latin1", "macintosh", "utf-16",       "utf-16be",    "nonsense"};
    if (size == 0)
        return 0;
    const char *label = declared[data[0] % (sizeof declared / sizeof *declared)];
    struct rat_buf out = RAT_BUF_INIT;
    struct rat_decode_report report;
    struct rat_err err = RAT_ERR_INIT;
    rat_status st = rat_charset_decode(data + 1, size - 1, label, &out, &report, &err);
    if (st == RAT_OK) {
        assert(rat_utf8_valid(out.data, out.size));
        assert(out.size == 0 || !memchr(out.data, 0, out.size));
        assert(report.encoding[0] && report.how[0]);
        assert(report.undecodable <= size - 1);
        assert(!rat_utf8_valid(data + 1, size - 1) || report.undecodable == 0 || report.encoding[4] == '1');
    } else {
        assert(err.code == st && err.msg[0]);
        assert(out.size == 0);
    }
    rat_buf_release(&out);
    return 0;
}
