/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a confined program can and cannot do, and that its time, memory and output are bounded. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

#include "extract/child.h"
#include "extract/problem.h"

static char tool[4096];

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Runs the hostile tool; what it said is in *out. */
static struct rat_child_end run(const char *what, const char *path, unsigned limit_s, size_t limit,
                                struct rat_buf *out)
{
    struct rat_child_options options = RAT_CHILD_OPTIONS_INIT;
    struct rat_child_end end = {0};
    struct rat_err err = RAT_ERR_INIT;
    const char *arguments[] = {"run", tool, what, path, NULL};
    options.arguments = arguments;
    options.input = "Eingabe\n";
    options.input_size = 8;
    options.seconds = limit_s;
    if (rat_child_run(&options, limit, out, &end, &err) != RAT_OK)
        fail_msg("%s: %s", what, err.msg);
    return end;
}

static void check_says(const char *what, const char *path, const char *expected)
{
    struct rat_buf out = RAT_BUF_INIT;
    struct rat_child_end end = run(what, path, 10, 1000, &out);
    if (end.problem || strncmp(rat_buf_cstr(&out), expected, strlen(expected)) != 0)
        fail_msg("%s %s: \"%s\" instead of \"%s\" (%s, %s)", what, path ? path : "", rat_buf_cstr(&out),
                 expected, end.problem ? end.problem : "-", end.said);
    rat_buf_release(&out);
}

static void test_reads_its_input(void **state)
{
    (void)state;
    check_says("input", NULL, "Eingabe");
}

static void test_cannot(void **state)
{
    char path[] = "/tmp/ratsarchiv-test-XXXXXX";
    struct stat info;
    (void)state;
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    check_says("socket", NULL, "Operation not permitted");
    check_says("unix", NULL, "Operation not permitted");
    check_says("fork", NULL, "Operation not permitted");
    check_says("exec", NULL, "Operation not permitted");
    check_says("ptrace", NULL, "Operation not permitted");
    check_says("kill", NULL, "Operation not permitted");
    check_says("write", path, "Operation not permitted");
    check_says("remove", path, "Operation not permitted");
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_size, 0);
    unlink(path);
}

/* Landlock keeps files from being read where the kernel has it. */
static void test_cannot_read_private_files(void **state)
{
    struct rat_buf out = RAT_BUF_INIT;
    (void)state;
    run("read", "/etc/passwd", 10, 1000, &out);
    if (strncmp(rat_buf_cstr(&out), "done", 4) == 0)
        print_message("no Landlock in this kernel: files can be read\n");
    else
        assert_memory_equal(rat_buf_cstr(&out), "Permission denied", 17);
    rat_buf_release(&out);
}

static void test_time(void **state)
{
    static const char *const slow[] = {"loop", "sleep"};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct rat_buf out = RAT_BUF_INIT;
        double before = seconds();
        struct rat_child_end end = run(slow[i], NULL, 1, 1000, &out);
        assert_non_null(end.problem);
        assert_string_equal(end.problem, RAT_PROBLEM_TIMEOUT);
        assert_true(seconds() - before < 8);
        rat_buf_release(&out);
    }
}

static void test_memory(void **state)
{
    struct rat_buf out = RAT_BUF_INIT;
    (void)state;
    struct rat_child_end end = run("memory", NULL, 20, 1000, &out);
    assert_null(end.problem);
    long reached = strtol(rat_buf_cstr(&out), NULL, 10);
    assert_in_range(reached, 300, 512);
    rat_buf_release(&out);
}

static void test_output(void **state)
{
    struct rat_buf out = RAT_BUF_INIT;
    (void)state;
    struct rat_child_end end = run("flood", NULL, 20, 1 << 20, &out);
    assert_string_equal(end.problem, RAT_PROBLEM_OUTPUT);
    assert_true(out.size <= (1 << 20) + 65536);
    rat_buf_release(&out);
}

static void test_crash(void **state)
{
    struct rat_buf out = RAT_BUF_INIT;
    (void)state;
    struct rat_child_end end = run("crash", NULL, 10, 1000, &out);
    assert_string_equal(end.problem, RAT_PROBLEM_CRASHED);
    assert_int_equal(end.exit_code, -1);
    rat_buf_release(&out);
}

static void test_program_that_is_not_there(void **state)
{
    struct rat_child_options options = RAT_CHILD_OPTIONS_INIT;
    struct rat_child_end end = {0};
    struct rat_buf out = RAT_BUF_INIT;
    const char *arguments[] = {"run", "/nirgends/programm", NULL};
    (void)state;
    options.arguments = arguments;
    assert_int_equal(rat_child_run(&options, 100, &out, &end, NULL), RAT_OK);
    assert_non_null(end.problem);
    assert_int_equal(end.exit_code, 127);
    rat_buf_release(&out);
}

/* Nobody wants the rest: the child must not stay. */
static void test_given_up(void **state)
{
    struct rat_child_options options = RAT_CHILD_OPTIONS_INIT;
    struct rat_child *child;
    struct rat_child_end end = {0};
    const char *arguments[] = {"run", tool, "flood", NULL};
    char piece[100];
    size_t got = 0;
    (void)state;
    options.arguments = arguments;
    assert_int_equal(rat_child_start(&options, &child, NULL), RAT_OK);
    assert_int_equal(rat_child_read(child, piece, sizeof piece, &got, NULL), RAT_OK);
    assert_true(got > 0);
    double before = seconds();
    rat_child_end(child, &end);
    assert_true(seconds() - before < 2);
    assert_null(end.problem);
}

int main(void)
{
    const char *build = getenv("RAT_BINARY_DIR");
    snprintf(tool, sizeof tool, "%s/tests/hostile_tool", build ? build : ".");
    if (access(tool, X_OK) != 0) {
        print_message("%s is not here\n", tool);
        return 77;
    }
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_reads_its_input),
                                       cmocka_unit_test(test_cannot),
                                       cmocka_unit_test(test_cannot_read_private_files),
                                       cmocka_unit_test(test_time),
                                       cmocka_unit_test(test_memory),
                                       cmocka_unit_test(test_output),
                                       cmocka_unit_test(test_crash),
                                       cmocka_unit_test(test_program_that_is_not_there),
                                       cmocka_unit_test(test_given_up)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
