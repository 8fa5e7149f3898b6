/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a file is, of any bytes: an answer, and the same without a name wherever the bytes alone decide. */
#include "extract/format.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum rat_format bare = rat_format_detect(data, size, NULL),
                    named = rat_format_detect(data, size, "a.txt");
    if (bare >= RAT_FORMATS || named >= RAT_FORMATS || !rat_format_name(bare))
        abort();
    if (bare != named && !(bare == RAT_FORMAT_UNKNOWN && named == RAT_FORMAT_TEXT))
        abort();
    return 0;
}
