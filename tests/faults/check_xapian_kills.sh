#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# kill -9 while the Xapian index is made, kept up, compacted: the archive stays sound, the native engine answers, and the same
# command again brings both engines to the same answers. Usage: check_xapian_kills.sh BINARY_DIR SOURCE_DIR; RAT_KILLS: how many
# points (24), RAT_SEED: which ones (1).
. "$2/tests/app/cli.sh"
generator=$1/corpus/ratscorpus
points=${RAT_KILLS:-24}
seed=${RAT_SEED:-1}
if ! timeout -s KILL 5 true 2>/dev/null; then
    echo 'skipped: timeout is not here'
    exit 77
fi
"$generator" --papers 3 --seed 5 --layout text "$tmp/alt" && "$generator" --papers 3 --seed 6 --layout oparl "$tmp/neu" ||
    { echo 'the generator does not work'; exit 1; }
expect 0 init "$tmp/vorher"
expect 0 import "$tmp/vorher" "$tmp/alt" --engine both
expect 0 search "$tmp/vorher" 'datum:1975..2030' --json
first=$(value hits 0 id)

# killed MILLISECONDS ARGUMENT...: whatever it came to
killed()
{
    delay=$(printf '%d.%03d' $(($1 / 1000)) $(($1 % 1000)))
    shift
    command="timeout -s KILL $delay ratsarchiv $*"
    code=0
    timeout -s KILL "$delay" "$program" "$@" >"$tmp/out" 2>"$tmp/err" </dev/null || code=$?
    case $code in
    0 | 1 | 7) ended=$((ended + 1)) ;;
    137) cut=$((cut + 1)) ;;
    *) fail "exit code $code" ;;
    esac
}

# how long each command takes when nobody kills it: points are spread over that
took()
{
    start=$(date +%s%N)
    "$program" "$@" >/dev/null 2>&1 || fail "$*"
    echo $((($(date +%s%N) - start) / 1000000 + 1))
}
cp -r "$tmp/vorher" "$tmp/archiv"
import_ms=$(took import "$tmp/archiv" "$tmp/neu")
purge_ms=$(took purge "$tmp/archiv" "$first" --reason Test)
reindex_ms=$(took reindex "$tmp/archiv" --engine xapian)

ended=0
cut=0
point=0
while [ $point -lt "$points" ]; do
    point=$((point + 1))
    seed=$(((seed * 1103515245 + 12345) % 2147483648))
    rm -rf "$tmp/archiv"
    cp -r "$tmp/vorher" "$tmp/archiv"
    case $((point % 3)) in
    0) killed $((seed / 65536 % import_ms)) import "$tmp/archiv" "$tmp/neu" ;;
    1) killed $((seed / 65536 % purge_ms)) purge "$tmp/archiv" "$first" --reason Test ;;
    2) killed $((seed / 65536 % reindex_ms)) reindex "$tmp/archiv" --engine xapian ;;
    esac
    expect 0 check "$tmp/archiv"
    expect 0 import "$tmp/archiv" "$tmp/neu"
    expect 0 check "$tmp/archiv"
    for engine in native xapian; do
        expect 0 search "$tmp/archiv" '*' --engine $engine --facets jahr,typ --sort newest --json
        json_is '[]' notes
        sed -e 's/"\(took_us\|score\)":[-0-9.e+]*//g' -e 's/"engine":"[a-z]*"//' "$tmp/out" >"$tmp/$engine"
    done
    cmp -s "$tmp/native" "$tmp/xapian" || fail "after point $point both engines answer differently"
    [ "$(ls "$tmp/archiv/xapian" | wc -l)" -eq 1 ] || fail "leftovers: $(ls "$tmp/archiv/xapian" | tr '\n' ' ')"
done
echo "$points points, $cut cut, $ended ended before"
[ $cut -gt 0 ] || fail 'nothing was killed'
finish
