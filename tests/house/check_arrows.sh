#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Checks the arrows between the rooms from the #include lines:
#   app -> indexer, web -> query -> storage, text -> base      storage, indexer, query -> xapian; indexer, app -> extract -> text      corpus -> base
# Siblings never include each other, tests and benchmarks include anything, nothing includes them. Also: paths
# start at the project root and exist, foo_internal.h stays in its room, no file includes itself round a
# corner, base names are unique, every source says its licence.
# Usage: check_arrows.sh BINARY_DIR SOURCE_DIR. Before it judges the tree it shows on made-up ones that it can fail.
set -eu

# check_tree DIR: prints what is wrong in the tree, one line each; fails when there is anything
check_tree()
(
    cd "$1"
    for room in base xapian text extract storage indexer query app web corpus tests benchmarks; do
        [ ! -d "$room" ] || find "$room" -name '*.[ch]' -o -name '*.cc' -o -name '*.hh'
    done | LC_ALL=C sort | awk '
        BEGIN {
            arrows["base"] = "base"
            arrows["xapian"] = "xapian"
            arrows["text"] = "text base"
            arrows["extract"] = "extract text base"
            arrows["storage"] = "storage xapian base"
            arrows["indexer"] = "indexer extract storage xapian text base"
            arrows["query"] = "query storage xapian text base"
            arrows["app"] = "app web indexer query extract storage text base"
            arrows["web"] = "web query storage text base"
            arrows["corpus"] = "corpus base"
            arrows["tests"] = "tests benchmarks corpus web app indexer query extract storage xapian text base"
            arrows["benchmarks"] = "benchmarks corpus web app indexer query extract storage xapian text base"
        }
        function bad(where, what) { print where ": " what; failures++ }
        function room_of(path) { return substr(path, 1, index(path, "/") - 1) }
        function name_of(path) { sub(/.*\//, "", path); return path }
        function folder_of(path) { sub(/\/[^\/]*$/, "", path); return path }

        function check_include(file, line, target,    from, to) {
            from = room_of(file)
            to = room_of(target)
            if (to == "" || !(to in arrows) || target ~ /(^|\/)\.\.?\//) {
                bad(file ":" line, "\"" target "\" is not a path from the project root")
            } else if (index(" " arrows[from] " ", " " to " ") == 0) {
                bad(file ":" line, from " must not include " to " (\"" target "\")")
            } else if (!(target in is_source)) {
                bad(file ":" line, "\"" target "\" does not exist")
            } else if (target ~ /_internal\.h$/ && from != to && from != "tests") {
                bad(file ":" line, "\"" target "\" is internal to " to)
            } else {
                includes[file, ++include_count[file]] = target
            }
        }

        function read_source(file,    text, line, target) {
            line = 0
            while ((getline text < file) > 0) {
                if (++line == 1 && text !~ /^(\/\*|\/\/) SPDX-License-Identifier: GPL-2\.0-or-later/)
                    bad(file ":1", "the first line is not the SPDX licence line")
                if (text !~ /^[ \t]*#[ \t]*include[ \t]*["<]/)
                    continue
                target = text
                sub(/^[^"<]*["<]/, "", target)
                sub(/[">].*/, "", target)
                # <base/x.h> is one of ours as well; "x.h" never is one of theirs
                if (text ~ /^[^<]*"/ || room_of(target) in arrows)
                    check_include(file, line, target)
            }
            if (line == 0)
                bad(file ":1", "empty or unreadable")
            close(file)
        }

        function find_cycle(file, path,    i, target) {
            state[file] = "open"
            for (i = 1; i <= include_count[file]; i++) {
                target = includes[file, i]
                if (state[target] == "open")
                    bad(file, "includes itself round a corner: " path " -> " target)
                else if (state[target] == "")
                    find_cycle(target, path " -> " target)
            }
            state[file] = "done"
        }

        # x.c and x.h of one folder belong together; anywhere else the name is taken
        function check_name(file,    stem) {
            stem = name_of(file)
            sub(/\.[a-z]+$/, "", stem)
            if (stem in folder_of_stem && folder_of_stem[stem] != folder_of(file))
                bad(file, "the name " stem " is taken by " folder_of_stem[stem] "/")
            folder_of_stem[stem] = folder_of(file)
        }

        { sources[++count] = $0; is_source[$0] = 1 }
        END {
            for (i = 1; i <= count; i++) { check_name(sources[i]); read_source(sources[i]) }
            for (i = 1; i <= count; i++)
                if (state[sources[i]] == "")
                    find_cycle(sources[i], sources[i])
            if (failures)
                print failures " wrong in " count " files"
            exit failures > 0
        }' &&
    check_licences
)

# scripts and build files of the tree in the current folder say their licence on line 1 or 2
check_licences()
{
    unlicensed=$(find . -path ./build -prune -o -path ./.git -prune -o -path ./corpus/sample -prune -o -type f \
        \( -name '*.sh' -o -name '*.cmake' -o -name CMakeLists.txt -o -name '*.po' \) -print |
        while IFS= read -r file; do
            head -n 2 "$file" | grep -q '^# SPDX-License-Identifier: GPL-2.0-or-later$' || echo "$file"
        done)
    [ -z "$unlicensed" ] || { echo "no SPDX licence line: $unlicensed"; return 1; }
}

# put FILE LINE...: writes a licensed file of the given lines into the made-up tree
put()
{
    mkdir -p "$tree/$(dirname "$1")"
    path=$1
    shift
    printf '%s\n' '/* SPDX-License-Identifier: GPL-2.0-or-later */' "$@" >"$tree/$path"
}

# a small tree in which everything is as it should be
make_good_tree()
{
    rm -rf "$tree"
    put base/one.h '#include <stdio.h>'
    put base/one_internal.h '#include "base/one.h"'
    put base/one.c '#include "base/one_internal.h"' '/* #include "query/find.h" is only talk */'
    put text/fold.h '#include "base/one.h"'
    put xapian/shim.h '#include <xapian.h>'
    put storage/keep.h '#include "base/one.h"' '#include "xapian/shim.h"'
    put indexer/feed.c '#include "storage/keep.h"' '#include "text/fold.h"'
    put query/find.h '#  include "storage/keep.h" /* needed */'
    put web/page.h '#include "query/find.h"'
    put app/main.c '#include "query/find.h"' '#include "web/page.h"'
    put corpus/make.c '#include "base/one.h"'
    put tests/base/test_one.c '#include "base/one_internal.h"'
    put benchmarks/bench_x.c '#include "query/find.h"'
}

# must_fail WORDS: the tree has been spoilt, check_tree must say so in these words
must_fail()
{
    if said=$(check_tree "$tree"); then
        echo "check_arrows does not notice: $1"
        exit 1
    fi
    case $said in
    *"$1"*) ;;
    *) echo "check_arrows says '$said' instead of '$1'"; exit 1 ;;
    esac
    make_good_tree
}

self_test()
{
    make_good_tree
    check_tree "$tree" || { echo 'check_arrows refuses a good tree'; exit 1; }
    put base/two.c '#include "text/fold.h"'; must_fail 'base must not include text'
    put xapian/two.c '#include "base/one.h"'; must_fail 'xapian must not include base'
    put app/two.c '#include "xapian/shim.h"'; must_fail 'app must not include xapian'
    put text/two.c '#include "storage/keep.h"'; must_fail 'text must not include storage'
    put storage/two.c '#include "text/fold.h"'; must_fail 'storage must not include text'
    put indexer/two.c '#include "query/find.h"'; must_fail 'indexer must not include query'
    put query/two.c 'int x;' '#include <indexer/feed.h>'; must_fail 'query/two.c:3: query must not include indexer'
    put query/two.c '#include "web/page.h"'; must_fail 'query must not include web'
    put web/two.c '#include "indexer/feed.h"'; must_fail 'web must not include indexer'
    put corpus/two.c '#include "storage/keep.h"'; must_fail 'corpus must not include storage'
    put app/two.c '#include "tests/base/test_one.c"'; must_fail 'app must not include tests'
    put app/two.c '#include "benchmarks/bench_x.c"'; must_fail 'app must not include benchmarks'
    put text/two.c '#include "base/one_internal.h"'; must_fail 'is internal to base'
    put base/two.c '#include "one.h"'; must_fail 'is not a path from the project root'
    put base/two.c '#include "base/../query/find.h"'; must_fail 'is not a path from the project root'
    put base/two.c '#include "base/three.h"'; must_fail 'does not exist'
    put base/one.h '#include "base/two.h"'; put base/two.h '#include "base/one.h"'; must_fail 'round a corner'
    put storage/one.c 'int x;'; must_fail 'the name one is taken'
    echo 'int x;' >"$tree/base/two.c"; must_fail 'SPDX'
    : >"$tree/base/two.c"; must_fail 'empty'
    echo 'true' >"$tree/base/two.sh"; must_fail 'no SPDX licence line: ./base/two.sh'
}

tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
self_test
check_tree "$2"
echo 'every arrow points down'
