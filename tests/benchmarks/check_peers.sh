#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# check_peers.sh BINARY_DIR SOURCE_DIR: benchmarks/peers on a made-up corpus with every peer that can be built here: the engines
# agree, and compare.py notices when one of them has indexed something else.
set -eu
build=$1 source=$2
fail() {
    echo "check_peers: $*" >&2
    exit 1
}
if ! command -v python3 >/dev/null 2>&1; then
    echo 'skipped: python3 is not here'
    exit 77
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/texts" "$folder/queries"

# 400 documents of 0 to 120 words of 300, the first words the most frequent; queries from the same words
awk -v folder="$folder" '
    function word() { return "w" substr("abcdefghij", int(dice() * 10) + 1, 1) int(300 * dice() ^ 3) }
    function dice() { seed = (seed * 16807) % 2147483647; return seed / 2147483647 }
    BEGIN {
        seed = 42
        for (i = 0; i < 400; i++) {
            n = i % 40 ? int(dice() * 120) : 0
            text = ""
            for (j = 0; j < n; j++)
                text = text (j ? " " : "") word()
            print text >(folder "/texts/docs.tok.txt")
            print "d" i >(folder "/texts/docs.ids.txt")
            print "{\"id\":\"p" i "\",\"text\":\"" text "\"}" >(folder "/texts/passages.jsonl")
        }
        for (i = 0; i < 60; i++) {
            print i "\t" word() " " word() >(folder "/queries/or2.tsv")
            print i "\t" word() " " word() " " word() >(folder "/queries/or35.tsv")
            print i "\t" word() " " word() >(folder "/queries/and.tsv")
            print i "\t" word() " " word() >(folder "/queries/phrase.tsv")
            print i "\t" substr(word(), 1, 3) >(folder "/queries/prefix.tsv")
            print i "\t+" word() " +(" word() " " word() ") -" word() >(folder "/queries/bool.tsv")
        }
    }'

compare() {
    python3 "$source/benchmarks/peers/compare.py" --texts "$folder/texts" --queries "$folder/queries" --work "$folder/work" \
        --out "$folder/out" --build "$build" --repeat 1 --corpora docs "$@" >"$folder/tables" 2>"$folder/log"
}

rc=0
compare --steps index,queries,growth,report --sizes 300,600 --only 'exact count, or35' --only totals || rc=$?
if [ "$rc" = 77 ]; then
    cat "$folder/log"
    echo 'skipped: no peer is here'
    exit 77
fi
[ "$rc" = 0 ] || fail "$(cat "$folder/log")"
grep -q '^| OR top-10 + exact count, or35 | docs | [0-9]' "$folder/tables" || fail "no table: $(cat "$folder/tables")"
for plot in latency growth; do
    grep -q '</svg>' "$folder/out/peers_$plot.svg" || fail "no plot of $plot"
done
grep without "$folder/log" || :
python3 -B -c 'import sys; sys.path.insert(0, sys.argv[1]); import growth
assert abs(growth.exponent([(10, 3), (100, 9.48683298), (1000, 30)]) - 0.5) < 1e-6' "$source/benchmarks/peers"

# one engine after the other loses its last documents
head -n 390 "$folder/texts/docs.jsonl" >"$folder/fewer"
mv "$folder/fewer" "$folder/texts/docs.jsonl"
for engine in lucene xapian fts5; do
    if grep -q "\"engine\": \"$engine\"" "$folder/out/peers.json"; then
        compare --steps index --engines "$engine" || :
        if compare --steps queries --engines "ours,$engine" --only 'prefix, totals'; then
            fail "$engine has lost documents, and nobody says so"
        fi
        grep -q "do not agree: $engine" "$folder/log" || fail "$(cat "$folder/log")"
    fi
done
echo 'the engines agree'
