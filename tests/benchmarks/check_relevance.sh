#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# check_relevance.sh BINARY_DIR SOURCE_DIR: the measures of benchmarks/relevance against values worked out by hand, the whole
# way from documents to the table, and, where they are there, the published scorer's figures.
set -eu
build=$1 source=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
fail() {
    echo "check_relevance: $*" >&2
    exit 1
}

# Topic A: grades 2, 1 and one that is never found. The first run finds grade 1 at rank 2 and 2 at rank 3, the second both at
# the top in the best order. nDCG@10: ideal 3/log2(2) + 1/log2(3) + 1/log2(4) = 4.1309; first run 1/log2(3) + 3/log2(4) = 2.1309.
cat >"$folder/qrels" <<END
A1 0 a 2
A1 0 b 1
A1 0 c 1
B1 0 a 1
C1 0 a 1
C1 0 b 0
END
printf '%s\n' 'A1 Q0 x 1 3 t' 'A1 Q0 b 2 2 t' 'A1 Q0 a 3 1 t' 'B1 Q0 b 1 2 t' 'B1 Q0 a 2 1 t' 'C1 Q0 b 1 2 t' 'C1 Q0 a 2 1 t' \
    'Z9 Q0 a 1 1 t' >"$folder/first.run"
printf '%s\n' 'A1 Q0 a 1 3 t' 'A1 Q0 b 2 2 t' 'B1 Q0 a 1 1 t' 'C1 Q0 a 1 1 t' >"$folder/second.run"
cd "$folder"
table=$(awk -v classes=1 -f "$source/benchmarks/relevance/score.awk" qrels first.run second.run)
# value RUN COLUMN
value() { printf '%s\n' "$table" | awk -v run="$1" -v column="$2" '$1 == run { print $column; exit }'; }
is() { # RUN COLUMN EXPECTED
    [ "$(value "$1" "$2")" = "$3" ] || fail "$1, column $2: $(value "$1" "$2") instead of $3"
}
is first.run 2 3
is first.run 3 0.5926   # (2.1309 / 4.1309 + 0.6309 + 0.6309) / 3
is first.run 4 0.5000
is first.run 5 0.8889   # (2/3 + 1 + 1) / 3
is first.run 6 0.4630   # ((1/2 + 2/3) / 3 + 1/2 + 1/2) / 3
is second.run 3 0.9597  # (3.6309 / 4.1309 + 1 + 1) / 3
is second.run 4 1.0000
is second.run 7 +0.3671
# All three differ in one direction: of the 8 ways to flip signs, 2 give a sum as large.
value second.run 8 | awk '{ exit !($1 > 0.23 && $1 < 0.27) }' || fail "p $(value second.run 8) instead of about 0.25"
printf '%s\n' "$table" | grep -q '^A second.run  *1   0.8790' || fail 'no row for class A'

# From documents to the table: without stems a plural is not found.
printf '%s\n' '{"id":"a","text":"Die Radwege der Stadt"}' '{"id":"b","text":"Der Haushalt"}' >documents.jsonl
printf 'A1\tRadweg\n' >topics.tsv
printf 'A1 0 a 1\n' >qrels
table=$(sh "$source/benchmarks/relevance/relevance.sh" "$build/app/ratsarchiv" documents.jsonl topics.tsv qrels work none none,+stems \
    none,+stems@stem=0,exact=1)
is none.run 3 0.0000
is none,+stems.run 3 1.0000
is none,+stems@stem=0,exact=1.run 3 0.0000
[ -d work/none.archive ] || fail 'the archive is not kept'
if command -v python3 >/dev/null; then
    table=$(sh "$source/benchmarks/relevance/relevance.sh" "$build/app/ratsarchiv" documents.jsonl topics.tsv qrels work \
        none,+stems:xapian whitespace whitespace:xapian)
    is none,+stems:xapian.run 3 1.0000
    is whitespace.run 3 0.0000
    is whitespace:xapian.run 3 0.0000
fi

shared=${RAT_SHARED:-}
if [ ! -r "$shared/eval/dip21/qrels.txt" ] || ! command -v python3 >/dev/null; then
    echo 'without RAT_SHARED or python3: not compared with the published scorer'
    exit 0
fi
# A made-up run over real judgements: every second judged document, backwards.
awk 'NR % 2 { print $1, "Q0", $3, NR, 1000000 - NR, "t" }' "$shared/eval/dip21/qrels.txt" >made.run
awk 'NR % 3 { print $1, "Q0", $3, NR, 1000000 - NR, "t" }' "$shared/eval/dip21/qrels.txt" >other.run
ours=$(awk -f "$source/benchmarks/relevance/score.awk" "$shared/eval/dip21/qrels.txt" made.run other.run | awk 'NR > 1 { print $1, $3, $4, $5, $6 }')
theirs=$(python3 "$shared/eval/score" "$shared/eval/dip21/qrels.txt" made.run other.run |
    awk '/\tall\t/ { gsub(/[A-Za-z@0-9]*=/, ""); print $1, $4, $5, $6, $7 }')
[ "$ours" = "$theirs" ] || fail "other figures than the published scorer:
$ours
$theirs"
