/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "extract/child.h"

#include "base/file.h"
#include "extract/limits.h"
#include "extract/problem.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define HELPER "ratsarchiv-extract"

struct rat_child {
    pid_t pid;
    int output, said;    /* our ends of its standard output and standard error; -1: closed */
    int64_t nanoseconds; /* that may still be waited */
    bool late;
    bool unwanted; /* we ended it */
    struct rat_child_end end;
    size_t said_size;
};

/* ---- where the helper is ---- */

static char helper_path[4096];
static pthread_once_t helper_once = PTHREAD_ONCE_INIT;

static bool take_helper(const char *folder, const char *name)
{
    int n = folder ? snprintf(helper_path, sizeof helper_path, "%s/%s", folder, name)
                   : snprintf(helper_path, sizeof helper_path, "%s", name);
    if (n > 0 && n < (int)sizeof helper_path && access(helper_path, X_OK) == 0)
        return true;
    helper_path[0] = '\0';
    return false;
}

static void find_helper(void)
{
    char own[sizeof helper_path - sizeof HELPER];
    const char *given = secure_getenv("RATSARCHIV_HELPER");
    if (given) {
        take_helper(NULL, given);
        return;
    }
    ssize_t n = readlink("/proc/self/exe", own, sizeof own - 1);
    if (n > 0) {
        own[n] = '\0';
        char *slash = strrchr(own, '/');
        if (slash) {
            *slash = '\0';
            if (take_helper(own, HELPER))
                return;
        }
    }
    if (!take_helper(RAT_HELPER_BUILT, HELPER))
        take_helper(RAT_HELPER_INSTALLED, HELPER);
}

const char *rat_child_helper(void)
{
    pthread_once(&helper_once, find_helper);
    return helper_path[0] ? helper_path : NULL;
}

bool rat_child_is_filtered(void)
{
    return prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0;
}

/* ---- starting ---- */

static rat_status no_process(int saved_errno, struct rat_err *err)
{
    return rat_fail_errno(err, RAT_EIO, saved_errno, "%s", _("Ein Leseprozess lässt sich nicht starten"));
}

/* The bytes as a file that nobody else sees and that cannot be changed. */
static rat_status make_input(const void *bytes, size_t n, int *out, struct rat_err *err)
{
    int fd = memfd_create("document", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0)
        return no_process(errno, err);
    rat_status st = rat_file_write_all(fd, bytes, n, "memfd", err);
    if (st == RAT_OK && lseek(fd, 0, SEEK_SET) != 0)
        st = no_process(errno, err);
    if (st != RAT_OK) {
        close(fd);
        return st;
    }
    (void)fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL);
    *out = fd;
    return RAT_OK;
}

#define ARGUMENTS_MAX 24u

/* The child gets three descriptors, a process group of its own and signals as they are at first; posix_spawn, because this
 * process has threads. */
static int spawn(const struct rat_child_options *options, int input, int output, int said, pid_t *pid)
{
    static char language[] = "LC_ALL=C.UTF-8", path[] = "PATH=/usr/bin:/bin", one[] = "OMP_THREAD_LIMIT=1";
    static char asan[] = "ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1:hard_rss_limit_mb=1024";
    char *environment[] = {path, language, one, RAT_SANITIZED ? asan : NULL, NULL};
    char seconds[32], megabytes[32];
    const char *arguments[ARGUMENTS_MAX + 4] = {rat_child_helper(), seconds, megabytes};
    size_t count = 3;
    snprintf(seconds, sizeof seconds, "%u", options->seconds);
    snprintf(megabytes, sizeof megabytes, "%u", options->megabytes);
    for (size_t i = 0; options->arguments[i]; i++) {
        if (i == ARGUMENTS_MAX)
            return E2BIG;
        arguments[count++] = options->arguments[i];
    }
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    int failed = posix_spawn_file_actions_init(&actions);
    if (failed)
        return failed;
    failed = posix_spawnattr_init(&attributes);
    if (failed) {
        posix_spawn_file_actions_destroy(&actions);
        return failed;
    }
    if (!failed)
        failed = posix_spawn_file_actions_adddup2(&actions, input, 0);
    if (!failed)
        failed = posix_spawn_file_actions_adddup2(&actions, output, 1);
    if (!failed)
        failed = posix_spawn_file_actions_adddup2(&actions, said, 2);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes,
                             POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    if (!failed)
        failed = posix_spawn(pid, arguments[0], &actions, &attributes, (char *const *)(uintptr_t)arguments,
                             environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return failed;
}

rat_status rat_child_start(const struct rat_child_options *options, struct rat_child **out,
                           struct rat_err *err)
{
    int input = -1, output[2] = {-1, -1}, said[2] = {-1, -1};
    if (!rat_child_helper()) {
        rat_status missing = rat_fail(err, RAT_ENOTFOUND, _("Das Hilfsprogramm %s fehlt"), HELPER);
        rat_err_hint(err, "%s",
                     _("ratsarchiv vollständig installieren: beide Programme in denselben Ordner"));
        return missing;
    }
    struct rat_child *child = calloc(1, sizeof *child);
    if (!child)
        return rat_nomem(err);
    rat_status st = make_input(options->input, options->input_size, &input, err);
    /* the pipes' ends must not be 0, 1, 2: dup2 of the child would overwrite them; the program opens those first */
    if (st == RAT_OK && (pipe2(output, O_CLOEXEC) != 0 || pipe2(said, O_CLOEXEC) != 0))
        st = no_process(errno, err);
    int failed = st == RAT_OK ? spawn(options, input, output[1], said[1], &child->pid) : 0;
    if (failed)
        st = no_process(failed, err);
    if (input >= 0)
        close(input);
    for (int i = 0; i < 2; i++) {
        /* reading ends stay open when all went well */
        if (output[i] >= 0 && (i == 1 || st != RAT_OK))
            close(output[i]);
        if (said[i] >= 0 && (i == 1 || st != RAT_OK))
            close(said[i]);
    }
    if (st != RAT_OK) {
        free(child);
        return st;
    }
    child->output = output[0];
    child->said = said[0];
    child->nanoseconds = (int64_t)options->seconds * 1000000000;
    *out = child;
    return RAT_OK;
}

/* ---- listening ---- */

static int64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void close_end(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/* The beginning of what it says on standard error is kept, all of it is read: a full pipe would stop it. */
static void listen_to_said(struct rat_child *child)
{
    char buffer[1024];
    ssize_t n = read(child->said, buffer, sizeof buffer);
    if (n <= 0) {
        if (n == 0 || (errno != EINTR && errno != EAGAIN))
            close_end(&child->said);
        return;
    }
    size_t room = sizeof child->end.said - 1 - child->said_size, size = (size_t)n < room ? (size_t)n : room;
    memcpy(child->end.said + child->said_size, buffer, size);
    child->said_size += size;
}

static void stop(struct rat_child *child)
{
    child->unwanted = true;
    kill(-child->pid, SIGKILL);
    kill(child->pid, SIGKILL); /* when it did not come to have a group of its own */
}

static rat_status too_late(struct rat_child *child, struct rat_err *err)
{
    child->late = true;
    stop(child);
    return rat_fail(err, RAT_ELIMIT, "%s", _("Das Lesen dauerte zu lange und wurde abgebrochen"));
}

/* Waits until there is something to read, or until its time is over. */
static rat_status wait_for(struct rat_child *child, bool *output, struct rat_err *err)
{
    struct pollfd ends[2] = {{child->output, POLLIN, 0}, {child->said, POLLIN, 0}};
    int64_t before = now();
    if (child->nanoseconds <= 0)
        return too_late(child, err);
    int ready = poll(ends, 2, (int)((child->nanoseconds + 999999) / 1000000));
    child->nanoseconds -= now() - before;
    if (ready < 0 && errno != EINTR)
        return no_process(errno, err);
    if (ready > 0 && ends[1].revents)
        listen_to_said(child);
    *output = ready > 0 && ends[0].revents;
    return RAT_OK;
}

rat_status rat_child_read(struct rat_child *child, void *to, size_t room, size_t *got, struct rat_err *err)
{
    for (;;) {
        bool output = false;
        rat_status st = child->output >= 0 || child->said >= 0 ? wait_for(child, &output, err) : RAT_OK;
        if (st != RAT_OK)
            return st;
        if (child->output < 0 && child->said < 0) {
            *got = 0;
            return RAT_OK;
        }
        if (!output)
            continue;
        ssize_t n = read(child->output, to, room);
        if (n > 0) {
            *got = (size_t)n;
            return RAT_OK;
        }
        if (n < 0 && errno != EINTR && errno != EAGAIN)
            return no_process(errno, err);
        if (n == 0)
            close_end(&child->output); /* its last words may still come */
    }
}

static bool says(const struct rat_child_end *end, const char *what)
{
    return strcasestr(end->said, what) != NULL;
}

static const char *problem_of(const struct rat_child *child, int state)
{
    const struct rat_child_end *end = &child->end;
    if (child->late)
        return RAT_PROBLEM_TIMEOUT;
    if (WIFEXITED(state) && WEXITSTATUS(state) == 0)
        return NULL;
    if (says(end, "bad_alloc") || says(end, "out of memory") || says(end, "memory exhausted") ||
        says(end, "rss limit"))
        return RAT_PROBLEM_MEMORY;
    if (WIFSIGNALED(state))
        return WTERMSIG(state) == SIGXCPU ? RAT_PROBLEM_TIMEOUT : RAT_PROBLEM_CRASHED;
    if (says(end, "password") || says(end, "encrypted"))
        return RAT_PROBLEM_ENCRYPTED;
    return RAT_PROBLEM_DAMAGED;
}

void rat_child_end(struct rat_child *child, struct rat_child_end *out)
{
    int state = 0;
    /* it may still be at work, or wait for somebody to read */
    if (child->output >= 0 || child->said >= 0)
        stop(child);
    close_end(&child->output);
    close_end(&child->said);
    siginfo_t info;
    /* closing both its ends is not ending: whoever does only that gets no more time than its share */
    for (int64_t until = now() + (child->nanoseconds > 0 ? child->nanoseconds : 0);;) {
        info.si_pid = 0;
        if (waitid(P_PID, (id_t)child->pid, &info, WEXITED | WNOWAIT | WNOHANG) != 0 || info.si_pid != 0)
            break;
        if (now() >= until) {
            child->late = child->late || !child->unwanted;
            stop(child);
            break;
        }
        nanosleep(&(struct timespec){0, 500000}, NULL);
    }
    while (waitpid(child->pid, &state, 0) < 0 && errno == EINTR)
        ;
    child->end.said[child->said_size] = '\0';
    child->end.exit_code = WIFEXITED(state) ? WEXITSTATUS(state) : -1;
    child->end.problem = child->unwanted && !child->late ? NULL : problem_of(child, state);
    if (out)
        *out = child->end;
    free(child);
}

rat_status rat_child_run(const struct rat_child_options *options, size_t limit, struct rat_buf *out,
                         struct rat_child_end *end, struct rat_err *err)
{
    struct rat_child *child;
    bool too_much = false;
    rat_status st = rat_child_start(options, &child, err);
    if (st != RAT_OK)
        return st;
    size_t before = out->size, got = 1;
    while (st == RAT_OK && got && !too_much) {
        unsigned char *to = rat_buf_reserve(out, 65536);
        if (!to) {
            st = rat_nomem(err);
            break;
        }
        st = rat_child_read(child, to, 65536, &got, err);
        if (st == RAT_OK)
            out->size += got;
        too_much = out->size - before > limit;
    }
    rat_child_end(child, end);
    if (st == RAT_ELIMIT)
        st = RAT_OK; /* end->problem says it */
    if (too_much)
        end->problem = RAT_PROBLEM_OUTPUT;
    return st;
}
