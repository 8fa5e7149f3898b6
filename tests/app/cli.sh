# SPDX-License-Identifier: GPL-2.0-or-later
# What the check_*.sh of this folder share; they begin with: . "$2/tests/app/cli.sh"
# Arguments of each script: BINARY_DIR SOURCE_DIR.
set -u
program=$1/app/ratsarchiv
jsonget=$1/tests/jsonget
here=$2/tests/app
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
unset NO_COLOR LANGUAGE LC_ALL LC_MESSAGES COLUMNS
export LANG=C
failures=0
skipped=
command=

fail()
{
    failures=$((failures + 1))
    printf 'FAILED: %s\n  command: %s\n' "$*" "$command"
    sed 's/^/  out: /' "$tmp/out" | head -n 20
    sed 's/^/  err: /' "$tmp/err" | head -n 20
}

# skip WHAT: cannot be tested here; the script goes on, and what ends well is then reported as skipped
skip()
{
    skipped="${skipped:+$skipped; }$1"
}

# expect CODE ARGUMENT...: runs the program; $tmp/out and $tmp/err hold what it says
expect()
{
    wanted=$1
    shift
    command="ratsarchiv $*"
    code=0
    "$program" "$@" >"$tmp/out" 2>"$tmp/err" </dev/null || code=$?
    [ "$code" -eq "$wanted" ] || fail "exit code $code instead of $wanted"
    judge_output
}

# whatever happens: no sanitizer report, no escape code when nobody looks
judge_output()
{
    ! grep -q 'Sanitizer\|runtime error:' "$tmp/err" || fail 'a sanitizer complains'
    ! grep -q "$(printf '\033')" "$tmp/out" "$tmp/err" || fail 'escape codes in a pipe'
}

out_has()
{
    grep -qF -- "$1" "$tmp/out" || fail "not on standard output: $1"
}

out_lacks()
{
    ! grep -qF -- "$1" "$tmp/out" || fail "should not be on standard output: $1"
}

err_has()
{
    grep -qF -- "$1" "$tmp/err" || fail "not on standard error: $1"
}

# value PATH...: from the JSON on standard output
value()
{
    "$jsonget" "$@" <"$tmp/out" 2>/dev/null || echo "(nothing at $*)"
}

# json_is WANTED PATH...
json_is()
{
    wanted_value=$1
    shift
    got=$(value "$@")
    [ "$got" = "$wanted_value" ] || fail "$* is '$got' instead of '$wanted_value'"
}

json_has()
{
    "$jsonget" "$@" <"$tmp/out" >/dev/null 2>&1 || fail "no JSON with $*"
}

# json_error CODE: standard output is exactly one error object of the contract
json_error()
{
    json_is "$1" error code
    for key in message where hint; do
        json_has error "$key"
    done
    [ -n "$(value error message)" ] || fail 'empty message'
}

finish()
{
    [ "$failures" -eq 0 ] || { echo "$failures failures"; exit 1; }
    [ -z "$skipped" ] || { echo "skipped: $skipped"; exit 77; }
    exit 0
}

[ -x "$program" ] || { echo "not built: $program"; exit 1; }
[ -x "$jsonget" ] || { echo "not built: $jsonget"; exit 1; }
