/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ratsarchiv-extract: the program that touches foreign bytes, started once per document by extract/child.c.
 *
 *     ratsarchiv-extract SECONDS MEGABYTES read FORMAT [CHARSET]    standard input -> records of extract/records.h
 *     ratsarchiv-extract SECONDS MEGABYTES unpack zip|mail          the same, of the members
 *     ratsarchiv-extract SECONDS MEGABYTES run PROGRAM ARGUMENT...  becomes that program, which reads standard input
 *
 * It confines itself first (confine.h). It knows no archive, opens no file but libraries, and is no command for people.
 */
#include "extract/problem.h"
#include "extract/readers/confine.h"
#include "extract/readers/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { UNUSABLE = 2, FAILED = 3, NOT_FOUND = 127 };

extern char **environ;

static void close_inherited(void)
{
    if (syscall(SYS_close_range, 3u, ~0u, 0u) == 0)
        return;
    for (int fd = 3; fd < 1024; fd++)
        close(fd);
}

/* The descriptor that exec may use, and the folder of the program for Landlock. */
static int open_program(const char *path, char *folder, size_t room)
{
    struct rlimit files;
    int fd = open(path, O_PATH | O_CLOEXEC);
    if (fd < 0)
        return -1;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur <= RAT_EXEC_DESCRIPTOR) {
        files.rlim_cur = files.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &files);
    }
    if (dup3(fd, RAT_EXEC_DESCRIPTOR, O_CLOEXEC) < 0)
        return -1;
    close(fd);
    const char *slash = strrchr(path, '/');
    size_t n = slash && slash > path ? (size_t)(slash - path) : 0;
    if (n >= room)
        return -1;
    memcpy(folder, path, n);
    folder[n] = '\0';
    return RAT_EXEC_DESCRIPTOR;
}

static int become(struct rat_confinement *confinement, char **arguments)
{
    char folder[4096];
    confinement->program = open_program(arguments[0], folder, sizeof folder);
    if (confinement->program < 0)
        return NOT_FOUND;
    confinement->folder = folder[0] ? folder : NULL;
    if (!rat_confine(confinement))
        return FAILED;
    (void)syscall(SYS_execveat, confinement->program, "", arguments, environ, AT_EMPTY_PATH);
    return NOT_FOUND;
}

static bool take_input(struct rat_reader_input *input)
{
    struct stat info;
    if (fstat(STDIN_FILENO, &info) != 0)
        return false;
    input->size = (size_t)info.st_size;
    input->bytes = "";
    if (!input->size)
        return true;
    void *bytes = mmap(NULL, input->size, PROT_READ, MAP_PRIVATE, STDIN_FILENO, 0);
    input->bytes = bytes;
    return bytes != MAP_FAILED;
}

struct verb {
    const char *name, *format;
    void (*run)(const struct rat_reader_input *input);
};

static const struct verb verbs[] = {
    {"read", "html", rat_read_html},   {"read", "rtf", rat_read_rtf},       {"read", "office", rat_read_zip},
    {"read", "zip", rat_read_zip},     {"read", "xml", rat_read_xml},       {"read", "mail", rat_read_mail},
    {"unpack", "zip", rat_unpack_zip}, {"unpack", "mail", rat_unpack_mail},
};

int main(int argc, char **argv)
{
    if (argc < 5)
        return UNUSABLE;
    struct rat_confinement confinement = {(unsigned)strtoul(argv[1], NULL, 10),
                                          (unsigned)strtoul(argv[2], NULL, 10), -1, NULL};
    if (!confinement.seconds || !confinement.megabytes)
        return UNUSABLE;
    close_inherited();
    if (strcmp(argv[3], "run") == 0)
        return become(&confinement, argv + 4);
    struct rat_reader_input input = {.charset = argc > 5 ? argv[5] : NULL};
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (strcmp(verbs[i].name, argv[3]) != 0 || strcmp(verbs[i].format, argv[4]) != 0)
            continue;
        if (!rat_confine(&confinement) || !take_input(&input))
            return FAILED;
        verbs[i].run(&input);
        rat_say_end(NULL);
    }
    return UNUSABLE;
}
