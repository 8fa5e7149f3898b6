/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "extract/readers/say.h"

#include "base/cursor.h"
#include "extract/records.h"

#include <errno.h>
#include <unistd.h>

static void write_all(const void *bytes, size_t n)
{
    const char *at = bytes;
    while (n) {
        ssize_t done = write(STDOUT_FILENO, at, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            _exit(3); /* nobody listens */
        at += done;
        n -= (size_t)done;
    }
}

void rat_say(char tag, const void *bytes, size_t n)
{
    const unsigned char *at = bytes;
    do {
        size_t size = n < RAT_RECORD_MAX ? n : RAT_RECORD_MAX;
        unsigned char head[RAT_RECORD_HEAD] = {(unsigned char)tag};
        rat_store_u32(head + 1, (uint32_t)size);
        write_all(head, sizeof head);
        write_all(at, size);
        at += size;
        n -= size;
    } while (n);
}

void rat_say_text(char tag, const char *text)
{
    rat_say(tag, text, strlen(text));
}

void rat_say_end(const char *problem)
{
    rat_say_text('E', problem ? problem : "");
    _exit(0);
}
