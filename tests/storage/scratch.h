/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A folder that a test may fill and that is gone afterwards, and whole files in memory. For tests of storage/ only;
 * everything fails the running cmocka test when the system refuses. Include after <cmocka.h>.
 *
 *     struct scratch dir;
 *     scratch_make(&dir);
 *     scratch_path(&dir, "catalogue.db")   valid until the next call
 *     scratch_remove(&dir);
 */
#ifndef TESTS_STORAGE_SCRATCH_H
#define TESTS_STORAGE_SCRATCH_H

#include "base/buf.h"
#include "base/file.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct scratch {
    char folder[64];
    struct rat_buf path[4];
    unsigned next;
};

static inline void scratch_make(struct scratch *dir)
{
    memset(dir, 0, sizeof *dir);
    snprintf(dir->folder, sizeof dir->folder, "%s", "/tmp/rat-test-XXXXXX");
    assert_non_null(mkdtemp(dir->folder));
}

/* Four paths can be held at a time. */
static inline const char *scratch_path(struct scratch *dir, const char *name)
{
    struct rat_buf *path = &dir->path[dir->next++ % 4];
    rat_path_join(path, dir->folder, name);
    const char *text = rat_buf_cstr(path);
    assert_false(path->failed);
    return text;
}

static inline int scratch_remove_entry(const char *path, const struct stat *info, int type, struct FTW *walk)
{
    (void)info, (void)type, (void)walk;
    return remove(path);
}

static inline void scratch_remove(struct scratch *dir)
{
    assert_int_equal(nftw(dir->folder, scratch_remove_entry, 16, FTW_DEPTH | FTW_PHYS), 0);
    for (size_t i = 0; i < sizeof dir->path / sizeof *dir->path; i++)
        rat_buf_release(&dir->path[i]);
}

static inline void scratch_read(const char *path, struct rat_buf *out)
{
    rat_buf_clear(out);
    assert_int_equal(rat_file_read(path, (size_t)1 << 30, out, NULL), RAT_OK);
}

static inline void scratch_write(const char *path, const void *bytes, size_t n)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, n, file), n);
    assert_int_equal(fclose(file), 0);
}

#endif
