/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Stands in for libFuzzer in ordinary builds: feeds every file of the given folders (or a file given
 * alone) to LLVMFuzzerTestOneInput(), each in a block of exactly its size so that ASan sees every
 * overrun. A folder that does not exist or is empty is fine: the empty input is always tried.
 */
#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    struct stat st;
    if (!file || fstat(fileno(file), &st) != 0) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        if (file)
            fclose(file);
        return -1;
    }
    size_t size = (size_t)st.st_size;
    uint8_t *data = malloc(size ? size : 1);
    int rc = -1;
    if (data && fread(data, 1, size, file) == size) {
        printf("%s\n", path);
        fflush(stdout); /* the last name printed is the one that crashed */
        rc = LLVMFuzzerTestOneInput(data, size);
    } else {
        fprintf(stderr, "%s: not read completely\n", path);
    }
    free(data);
    fclose(file);
    return rc;
}

static int not_hidden(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static int replay(const char *path, unsigned *count)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return errno == ENOENT ? 0 : -1;
    if (!S_ISDIR(st.st_mode)) {
        ++*count;
        return replay_file(path);
    }
    struct dirent **names = NULL;
    int n = scandir(path, &names, not_hidden, alphasort);
    if (n < 0)
        return -1;
    int rc = 0;
    for (int i = 0; i < n; i++) {
        char *inner = NULL;
        if (asprintf(&inner, "%s/%s", path, names[i]->d_name) < 0 || replay(inner, count) != 0)
            rc = -1;
        free(inner);
        free(names[i]);
    }
    free(names);
    return rc;
}

int main(int argc, char **argv)
{
    unsigned count = 0;
    int rc = LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
    for (int i = 1; i < argc; i++)
        if (replay(argv[i], &count) != 0)
            rc = -1;
    printf("%u inputs replayed\n", count);
    return rc == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
