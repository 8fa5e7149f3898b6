/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A program that does what a reading program that was taken over might do; tests run it confined and look at what it could do.
 * Its first argument says what. It prints one line, "done" or the reason why not.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

static int tell(int failed)
{
    puts(failed ? strerror(errno) : "done");
    return 0;
}

static int use_memory(void)
{
    size_t n = 0;
    while (n < (size_t)4 << 30) {
        char *piece = malloc(1 << 20);
        if (!piece) {
            printf("%zu MB\n", n >> 20);
            return 0;
        }
        memset(piece, 1, 1 << 20);
        n += 1 << 20;
    }
    puts("done");
    return 0;
}

static int flood(void)
{
    static const char line[] =
        "Beschluss: einstimmig angenommen, bei zwei Enthaltungen und keiner Gegenstimme\n";
    for (;;)
        if (fwrite(line, 1, sizeof line - 1, stdout) != sizeof line - 1)
            return 1;
}

static int fork_bomb(void)
{
    for (int i = 0; i < 1000; i++)
        if (fork() < 0)
            return tell(1);
    return tell(0);
}

/* A file that may be run is opened and put where the confined exec was allowed. */
static int exec_again(void)
{
    char *const arguments[] = {(char *)(unsigned long)"/bin/true", NULL};
    int fd = open("/bin/true", O_RDONLY);
    if (fd >= 0 && dup2(fd, 1000) >= 0)
        fexecve(1000, arguments, NULL);
    execv("/bin/true", arguments);
    return tell(1);
}

static int raise_limit(void)
{
    struct rlimit all = {RLIM_INFINITY, RLIM_INFINITY};
    return tell(setrlimit(RLIMIT_AS, &all));
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "", *path = argc > 2 ? argv[2] : "/";
    char line[256];
    if (strcmp(what, "loop") == 0)
        for (volatile unsigned i = 0;; i++)
            ;
    if (strcmp(what, "sleep") == 0)
        for (;;)
            pause();
    if (strcmp(what, "memory") == 0)
        return use_memory();
    if (strcmp(what, "flood") == 0)
        return flood();
    if (strcmp(what, "fork") == 0)
        return fork_bomb();
    if (strcmp(what, "exec") == 0)
        return exec_again();
    if (strcmp(what, "limit") == 0)
        return raise_limit();
    if (strcmp(what, "socket") == 0)
        return tell(socket(AF_INET, SOCK_STREAM, 0) < 0);
    if (strcmp(what, "unix") == 0)
        return tell(socket(AF_UNIX, SOCK_STREAM, 0) < 0);
    if (strcmp(what, "ptrace") == 0)
        return tell(ptrace(PTRACE_TRACEME, 0, 0, 0) < 0);
    if (strcmp(what, "kill") == 0)
        return tell(kill(getppid(), SIGTERM));
    if (strcmp(what, "write") == 0)
        return tell(open(path, O_WRONLY | O_CREAT, 0600) < 0);
    if (strcmp(what, "remove") == 0)
        return tell(unlink(path));
    if (strcmp(what, "read") == 0)
        return tell(open(path, O_RDONLY) < 0);
    if (strcmp(what, "crash") == 0)
        raise(SIGSEGV);
    if (strcmp(what, "input") == 0)
        return fgets(line, sizeof line, stdin) ? printf("%s\n", line) < 0 : tell(1);
    return 2;
}
