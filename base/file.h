/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files as this tree uses them: read whole, mapped read-only, appended with explicit durability, published
 * atomically. Every error names the file. EINTR and short transfers are handled here and nowhere else.
 *
 * Thread rule: a mapping may be read by any number of threads; a writer belongs to one.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/buf.h"
#include "base/status.h"

#include <sys/types.h>

/* A file mapped read-only. data is NULL for an empty file. Never written through. */
struct rat_mapping {
    const unsigned char *data;
    size_t size;
};

/* Maps path. RAT_ENOTFOUND when it is not there, RAT_EIO otherwise. */
RAT_MUST_CHECK rat_status rat_file_map(const char *path, struct rat_mapping *out, struct rat_err *err);
void rat_file_unmap(struct rat_mapping *mapping); /* accepts a zeroed one; leaves it zeroed */

/* Appends the whole file to out; RAT_ELIMIT when it has more than limit bytes. */
RAT_MUST_CHECK rat_status rat_file_read(const char *path, size_t limit, struct rat_buf *out,
                                        struct rat_err *err);

/* Reads exactly n bytes at offset: RAT_EDAMAGED when the file ends before. path is for messages. */
RAT_MUST_CHECK rat_status rat_file_pread(int fd, void *to, size_t n, uint64_t offset, const char *path,
                                         struct rat_err *err);
RAT_MUST_CHECK rat_status rat_file_write_all(int fd, const void *bytes, size_t n, const char *path,
                                             struct rat_err *err);
/* fsync. After a failure the content of the file is unknown: give the generation up, do not try again. */
RAT_MUST_CHECK rat_status rat_file_sync(int fd, const char *path, struct rat_err *err);
/* fsync of a folder, so that names created or renamed in it survive a power cut. */
RAT_MUST_CHECK rat_status rat_folder_sync(const char *path, struct rat_err *err);

/* Writes path.tmp, syncs it, renames it to path, syncs the folder: readers see the old or the new file, never
 * a part. On failure the old file is untouched. */
RAT_MUST_CHECK rat_status rat_file_publish(const char *path, const void *bytes, size_t n,
                                           struct rat_err *err);

/* Creates a folder; an existing one is fine. */
RAT_MUST_CHECK rat_status rat_folder_make(const char *path, struct rat_err *err);

/* Names in a folder without "." and "..", sorted by bytes. Free with rat_folder_list_free. */
RAT_MUST_CHECK rat_status rat_folder_list(const char *path, char ***names, size_t *count,
                                          struct rat_err *err);
void rat_folder_list_free(char **names, size_t count);

/* "folder/name" in out (cleared first); a folder that ends in '/' gets no second one. */
void rat_path_join(struct rat_buf *out, const char *folder, const char *name);

/* Takes an exclusive lock on path, created when missing, without waiting. RAT_ELOCKED when another process
 * (or another descriptor of this one) holds it. The lock goes with the process, also on kill -9. */
RAT_MUST_CHECK rat_status rat_file_lock(const char *path, int *fd, struct rat_err *err);
void rat_file_unlock(int fd); /* -1 is fine */

#endif
