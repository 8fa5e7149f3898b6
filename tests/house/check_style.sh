#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The second net under banned.h and the reader's eye: no banned calls, no printing libraries, no tabs, no C++
# outside the Xapian shim and the Xapian peer of the benchmarks, no paths of one machine, and clang-format has nothing
# to change (where it is installed).
# Usage: check_style.sh BINARY_DIR SOURCE_DIR. Before it judges the tree it shows on made-up lines that it can fail.
set -eu
export LC_ALL=C # bytes, not characters: a source with a broken character is judged as well

banned='strcpy|strcat|strncpy|strncat|stpcpy|sprintf|vsprintf|gets|strtok|atoi|atol|atoll|atof|rand|srand|alloca'
banned="$banned|asctime|ctime|gmtime|localtime|tmpnam|mktemp|tempnam|system"
# Only app/ and web/ talk to people and end the process.
loud='printf|vprintf|puts|putchar|perror|exit|setlocale|abort'

# sources NAME...: files of the project with such names, one per line
sources()
{
    set -f
    tests=
    for name; do
        tests="$tests -o -name $name"
    done
    find . \( -path ./build -o -path ./.git -o -path ./corpus/sample -o -path ./tests/fuzz/corpus \
        -o -path ./tests/golden \) -prune -o -type f \( -false $tests \) -print
    set +f
}

# code_lines FILE...: "file:line:text" without comments and without what stands in quotes
code_lines()
{
    awk '
        FNR == 1 { comment = 0 }
        {
            text = $0
            gsub(/\\./, "", text)
            gsub(/"[^"]*"/, "\"\"", text)
            if (comment && !sub(/^.*\*\//, "", text))
                next
            comment = 0
            while (match(text, /\/\*/)) {
                rest = substr(text, RSTART + 2)
                text = substr(text, 1, RSTART - 1)
                if (!match(rest, /\*\//)) { comment = 1; break }
                text = text " " substr(rest, RSTART + 2)
            }
            sub(/\/\/.*/, "", text)
            print FILENAME ":" FNR ":" text
        }' "$@"
}

# calls NAMES FILE...: lines that call one of the functions NAMES ("a|b")
calls()
{
    names=$1
    shift
    code_lines "$@" | grep -aE "^[^:]*:[0-9]*:(.*[^A-Za-z0-9_.>])?($names)[ ]*\(" || :
}

# report TITLE FINDINGS
report()
{
    [ -n "$2" ] || return 0
    printf '%s:\n%s\n' "$1" "$2"
    failed=yes
}

# check_tree DIR: prints what is wrong; fails when there is anything. File names have no spaces here.
check_tree()
(
    cd "$1"
    failed=
    code=$(sources '*.[ch]')
    if [ -n "$code" ]; then
        set -- $code
        report 'banned call' "$(calls "$banned" "$@")"
        libraries=$(printf '%s\n' "$code" | grep -E '^\./(base|xapian|text|extract|storage|indexer|query)/' || :)
        if [ -n "$libraries" ]; then
            report 'a library must not print, exit or set the locale' "$(calls "$loud" $libraries)"
        fi
    fi
    text=$(sources '*.[ch]' '*.cc' '*.hh' '*.sh' '*.cmake' '*.py' '*.java' CMakeLists.txt CMakePresets.json '*.md' '*.po' run)
    tab=$(printf '\t')
    report 'tab' "$(grep -an "$tab" /dev/null $text || :)"
    report 'white space at the end of a line' "$(grep -anE ' +$' /dev/null $text || :)"
    report 'path of one machine' "$(grep -anE '(^|[^A-Za-z0-9_.})-])/(work|data|home|root)(/|$)' /dev/null $text || :)"
    report 'C++ outside the Xapian shim' \
        "$(sources '*.cc' '*.cpp' '*.cxx' '*.C' '*.hh' '*.hpp' |
            grep -v -e '^\./xapian/shim\.cc$' -e '^\./benchmarks/peers/xapian_' || :)"
    [ -z "$failed" ]
)

# check_format DIR: the same for clang-format, whose versions disagree: 14 is the one of Debian 12
check_format()
(
    cd "$1"
    for tool in clang-format-14 clang-format; do
        if command -v "$tool" >/dev/null 2>&1 && "$tool" --version | grep -q 'version 14\.'; then
            unformatted=$(for file in $(sources '*.[ch]' shim.cc | LC_ALL=C sort); do
                "$tool" --dry-run --Werror "$file" 2>/dev/null || echo "$file"
            done)
            [ -n "$unformatted" ] || return 0
            printf 'not formatted; try: cmake --build --preset dev --target format\n%s\n' "$unformatted"
            return 1
        fi
    done
    echo 'clang-format 14 is not here, layout not checked'
)

# must_fail WORDS FILE LINE: a tree with this line must be refused in these words
must_fail()
{
    mkdir -p "$tree/$(dirname "$2")"
    printf '%s\n' "$3" >"$tree/$2"
    if said=$(check_tree "$tree"); then
        echo "check_style does not notice: $1 in: $3"
        exit 1
    fi
    case $said in
    *"$1"*) ;;
    *) echo "check_style says '$said' instead of '$1'"; exit 1 ;;
    esac
    rm "$tree/$2"
}

self_test()
{
    mkdir -p "$tree/base" "$tree/app"
    printf '%s\n' '/* strcpy(a, b); */' 'int x; /* gets(' ' atoi(x) */' 'f("sprintf(\"");' 'rat_gets(buf);' \
        'buf->printf(x);' 'fprintf(out, "x");' '/* https://example.org/data/x */' >"$tree/base/good.c"
    echo 'int main(void) { printf("x"); exit(0); }' >"$tree/app/good.c"
    check_tree "$tree" || { echo 'check_style refuses a good tree'; exit 1; }
    must_fail 'banned call' base/bad.c '    strcpy(a, b);'
    must_fail 'banned call' app/bad.c 'strcat (a, b);'
    must_fail 'banned call' app/bad.h '/* fine */ x = atoi("1"); /* fine */'
    must_fail 'must not print' base/bad.c '        printf("x");'
    must_fail 'must not print' query/bad.c 'if (x) exit(1);'
    must_fail 'tab' app/bad.c "int$(printf '\t')x;"
    must_fail 'white space' README.md 'word '
    must_fail 'one machine' app/bad.c "f(\"$slash""work/main\");"
    must_fail 'one machine' bad.sh "cd $slash""data"
    must_fail 'C++' storage/bad.cc 'int x;'
    must_fail 'C++' xapian/bad.cc 'int x;'
    must_fail 'C++' benchmarks/xapian_bad.cc 'int x;'
}

slash=/
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
self_test
rc=0
check_tree "$2" || rc=1
check_format "$2" || rc=1
exit $rc
