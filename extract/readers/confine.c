/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "extract/readers/confine.h"

#include "extract/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define OPEN_FILES 64u

/* ---- limits ---- */

static bool limit(int what, rlim_t value)
{
    struct rlimit now;
    if (getrlimit(what, &now) != 0)
        return false;
    if (now.rlim_max != RLIM_INFINITY && now.rlim_max < value)
        value = now.rlim_max;
    struct rlimit both = {value, value};
    return setrlimit(what, &both) == 0;
}

static bool set_limits(const struct rat_confinement *c)
{
    bool fine = limit(RLIMIT_CPU, c->seconds) && limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, 0) &&
                limit(RLIMIT_NOFILE, OPEN_FILES) && limit(RLIMIT_NPROC, 0);
    return fine;
}

/* A helper built with sanitizers has a limit of its own (child.c); but a program that it becomes is limited like any other,
 * just before. */
static bool limit_memory(const struct rat_confinement *c)
{
    return limit(RLIMIT_AS, (rlim_t)c->megabytes << 20);
}

/* ---- Landlock ---- */

#define LANDLOCK_FIRST_RIGHTS ((1ull << 13) - 1) /* all that the first version of Landlock knows */

static void allow_path(int ruleset, const char *path, unsigned long long rights)
{
    struct landlock_path_beneath_attr rule = {.allowed_access = rights,
                                              .parent_fd = open(path, O_PATH | O_CLOEXEC)};
    if (rule.parent_fd < 0)
        return;
    (void)syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    close(rule.parent_fd);
}

/* What is not there or not known to the kernel is left out: the filter of system calls forbids writing anyway. */
static void limit_files(const struct rat_confinement *c)
{
    static const char *const folders[] = {"/usr",
                                          "/lib",
                                          "/lib64",
                                          "/bin",
                                          "/etc/fonts",
                                          "/etc/alternatives",
                                          "/var/cache/fontconfig",
                                          "/proc/self",
                                          "/sys/devices/system/cpu"};
    static const char *const files[] = {"/etc/ld.so.cache", "/etc/localtime", "/dev/null",
                                        "/dev/urandom",     "/proc/cpuinfo",  "/proc/meminfo"};
    const unsigned long long in_folder =
        LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_EXECUTE;
    struct landlock_ruleset_attr all = {.handled_access_fs = LANDLOCK_FIRST_RIGHTS};
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all.handled_access_fs, 0);
    if (ruleset < 0)
        return;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        allow_path(ruleset, folders[i], in_folder);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        allow_path(ruleset, files[i], LANDLOCK_ACCESS_FS_READ_FILE);
    if (c->folder)
        allow_path(ruleset, c->folder, in_folder);
    (void)syscall(SYS_landlock_restrict_self, ruleset, 0);
    close(ruleset);
}

/* ---- the filter of system calls ---- */

/* What programs do that compute, read files and write to descriptors that they were given. Everything else fails with EPERM:
 * programs that try a little more (a name service, a terminal) go on without it. */
static const int allowed[] = {SCMP_SYS(read),
                              SCMP_SYS(readv),
                              SCMP_SYS(pread64),
                              SCMP_SYS(write),
                              SCMP_SYS(writev),
                              SCMP_SYS(lseek),
                              SCMP_SYS(close),
                              SCMP_SYS(close_range),
                              SCMP_SYS(fstat),
                              SCMP_SYS(newfstatat),
                              SCMP_SYS(stat),
                              SCMP_SYS(lstat),
                              SCMP_SYS(statx),
                              SCMP_SYS(statfs),
                              SCMP_SYS(fstatfs),
                              SCMP_SYS(access),
                              SCMP_SYS(faccessat),
                              SCMP_SYS(faccessat2),
                              SCMP_SYS(readlink),
                              SCMP_SYS(readlinkat),
                              SCMP_SYS(getcwd),
                              SCMP_SYS(getdents64),
                              SCMP_SYS(fcntl),
                              SCMP_SYS(dup),
                              SCMP_SYS(dup2),
                              SCMP_SYS(dup3),
                              SCMP_SYS(pipe),
                              SCMP_SYS(pipe2),
                              SCMP_SYS(fadvise64),
                              SCMP_SYS(mmap),
                              SCMP_SYS(mprotect),
                              SCMP_SYS(munmap),
                              SCMP_SYS(mremap),
                              SCMP_SYS(madvise),
                              SCMP_SYS(brk),
                              SCMP_SYS(rt_sigaction),
                              SCMP_SYS(rt_sigprocmask),
                              SCMP_SYS(rt_sigreturn),
                              SCMP_SYS(sigaltstack),
                              SCMP_SYS(futex),
                              SCMP_SYS(nanosleep),
                              SCMP_SYS(clock_nanosleep),
                              SCMP_SYS(clock_gettime),
                              SCMP_SYS(clock_getres),
                              SCMP_SYS(gettimeofday),
                              SCMP_SYS(time),
                              SCMP_SYS(times),
                              SCMP_SYS(getpid),
                              SCMP_SYS(gettid),
                              SCMP_SYS(getppid),
                              SCMP_SYS(getuid),
                              SCMP_SYS(geteuid),
                              SCMP_SYS(getgid),
                              SCMP_SYS(getegid),
                              SCMP_SYS(getrandom),
                              SCMP_SYS(getrusage),
                              SCMP_SYS(getrlimit),
                              SCMP_SYS(sysinfo),
                              SCMP_SYS(uname),
                              SCMP_SYS(exit),
                              SCMP_SYS(exit_group),
                              SCMP_SYS(arch_prctl),
                              SCMP_SYS(set_tid_address),
                              SCMP_SYS(set_robust_list),
                              SCMP_SYS(rseq),
                              SCMP_SYS(sched_getaffinity),
                              SCMP_SYS(sched_yield),
                              SCMP_SYS(restart_syscall),
                              SCMP_SYS(poll),
                              SCMP_SYS(ppoll),
                              SCMP_SYS(umask)};

static bool add_rules(scmp_filter_ctx filter, const struct rat_confinement *c)
{
    bool fine = true;
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        fine = fine && seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0) == 0;
    /* files may be opened, but not for writing */
    const uint64_t writing = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND;
    fine = fine &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1,
                            SCMP_A2(SCMP_CMP_MASKED_EQ, writing, 0)) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(open), 1,
                            SCMP_A1(SCMP_CMP_MASKED_EQ, writing, 0)) == 0;
    /* threads, but no processes; clone3 hides its flags behind a pointer, libraries fall back to clone */
    fine = fine &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
                            SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD)) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
    /* limits may be asked for, not changed; signals only to itself; no terminal */
    fine = fine &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 1, SCMP_A2(SCMP_CMP_EQ, 0)) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
                            SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid())) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOTTY), SCMP_SYS(ioctl), 0) == 0;
    if (RAT_SANITIZED)
        fine = fine && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prctl), 0) == 0 &&
               seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 1,
                                SCMP_A1(SCMP_CMP_EQ, RLIMIT_AS)) == 0;
    if (c->program >= 0)
        fine = fine && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(execveat), 2,
                                        SCMP_A0(SCMP_CMP_EQ, RAT_EXEC_DESCRIPTOR),
                                        SCMP_A4(SCMP_CMP_EQ, AT_EMPTY_PATH)) == 0;
    return fine;
}

/* A kernel without seccomp is no failure; a filter that cannot be made on one that has it is. */
static bool filter_calls(const struct rat_confinement *c)
{
    if (prctl(PR_GET_SECCOMP) < 0)
        return true;
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    if (!filter)
        return false;
    bool fine = seccomp_attr_set(filter, SCMP_FLTATR_CTL_NNP, 1) == 0 && add_rules(filter, c);
    int failed = fine ? seccomp_load(filter) : 0;
    seccomp_release(filter);
    /* EINVAL: the kernel has seccomp, but no filters */
    return fine && (failed == 0 || failed == -EINVAL || failed == -ENOSYS);
}

bool rat_confine(const struct rat_confinement *c)
{
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        prctl(PR_SET_DUMPABLE, 0) != 0)
        return false;
    if (!set_limits(c) || (!RAT_SANITIZED && !limit_memory(c)))
        return false;
    limit_files(c);
    return filter_calls(c) && (!RAT_SANITIZED || c->program < 0 || limit_memory(c));
}
