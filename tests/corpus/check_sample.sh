#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# check_sample.sh RATSCORPUS SOURCE_DIR: the sample in the tree is what the generator makes, two runs are equal, and
# every file decodes with the encoding that the manifest names.
set -eu
if [ $# -ne 2 ]; then
    echo "Aufruf: check_sample.sh RATSCORPUS QUELLORDNER" >&2
    exit 2
fi
gen=$1
src=$2
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
fail() {
    echo "check_sample.sh: $1" >&2
    exit 1
}

sh "$src/corpus/make_sample.sh" "$gen" "$tmp/sample"
diff -r "$src/corpus/sample" "$tmp/sample" >&2 || fail "corpus/sample ist nicht, was der Generator schreibt; make_sample.sh erneut ausführen"

for layout in text oparl jsonl; do
    LC_ALL=C "$gen" --papers 40 --from 1976 --to 2026 --seed 5 --layout $layout "$tmp/a-$layout"
    LC_ALL=C.UTF-8 TZ=Asia/Tokyo "$gen" --papers 40 --from 1976 --to 2026 --seed 5 --layout $layout "$tmp/b-$layout"
    diff -r "$tmp/a-$layout" "$tmp/b-$layout" >&2 || fail "zwei Läufe mit --layout $layout unterscheiden sich"
    "$gen" --papers 40 --from 1976 --to 2026 --seed 6 --layout $layout "$tmp/c-$layout"
    ! diff -rq "$tmp/a-$layout" "$tmp/c-$layout" >/dev/null || fail "der Startwert ändert bei --layout $layout nichts"
done
! LC_ALL=C grep -E '\{[a-z][a-z0-9:]*\}' "$tmp/a-jsonl" >/dev/null || fail "ein Platzhalter blieb stehen"

check_manifest() {
    n=0
    tab=$(printf '\t')
    while IFS="$tab" read -r path id encoding rest; do
        [ "$path" = path ] && continue
        [ -n "$id" ] && [ -n "$rest" ] || fail "Zeile von $path im Manifest ist unvollständig"
        [ -f "$1/$path" ] || fail "$1/$path steht im Manifest und fehlt"
        case $encoding in
        UTF-8-BOM) name=UTF-8 ;;
        UTF-16??-BOM) name=UTF-16 ;;
        *) name=$encoding ;;
        esac
        iconv -f "$name" -t UTF-8 "$1/$path" >"$tmp/text" || fail "$path ist nicht in $encoding geschrieben"
        # A wrong table shows in umlauts: texts of some length hold one, and only letters of German.
        if [ "$(wc -c <"$tmp/text")" -gt 900 ]; then
            grep -q '[äöüßÄÖÜ]\|̈' "$tmp/text" || fail "$path hat als $encoding keine Umlaute"
        fi
        n=$((n + 1))
    done <"$1/MANIFEST.tsv"
    [ "$n" -eq "$(find "$1" -name '*.txt' | wc -l)" ] || fail "in $1 liegen andere Dateien, als das Manifest nennt"
}
check_manifest "$src/corpus/sample/text"
check_manifest "$tmp/a-text"

if "$gen" --papers 0 "$tmp/x" 2>/dev/null; then fail "--papers 0 wurde angenommen"; else [ $? -eq 2 ] || fail "falscher Rückgabewert"; fi
if "$gen" --from 2000 --to 1999 "$tmp/x" 2>/dev/null; then fail "--from nach --to wurde angenommen"; fi
echo "check_sample.sh: in Ordnung"
