#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# bench_words counts as its headers say, on lists so small that every figure can be worked out by hand.
set -eu
program=$1/benchmarks/bench_words
[ -x "$program" ] || exit 77
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# says TEXT: the last output has a line with it
says()
{
    grep -qF -- "$1" "$tmp/out" && return
    echo "not said: $1" >&2
    cat "$tmp/out" >&2
    exit 1
}

# Straße in two lines is one form, in pairs with those of both lines; the blank line is none.
printf 'Straße Straßen\n\nstraße Gasse\nRat Rates\n' >"$tmp/stems"
"$program" --stems "$tmp/stems" >"$tmp/out"
says '3 words, 5 forms, 3 pairs'
# found: Straße-Straßen, Rat-Rates; both true
says 'precision 1.0000  recall 0.6667  F1 0.8000'

# -innen is in the plurals step, of libstemmer's rules it is none; this list thinks of them as two words
printf 'Bürger Bürgern\nBürgerinnen\n' >"$tmp/stems"
"$program" --stems "$tmp/stems" --json >"$tmp/out"
says '"stemmer":"libstemmer","steps":"","stems":2,"precision":1.0000,"recall":1.0000,"f1":1.0000'
says '"stemmer":"libstemmer","steps":"+plurals","stems":1,"precision":0.3333,"recall":1.0000,"f1":0.5000'

# Two compounds of three are split as the list has it; of the simple words one is split; the one with a hyphen is left out.
printf 'Garten\nHaus\nZeitung\nHütte\nRinde\nTor\nTorf\nKeller\nfest\n' >"$tmp/words"
printf '%s\n' 'Garten, haus' 'Zeitung, hütte' 'Rinder, stall' 'Gartenfest' 'Keller' 'Ost-West-Haus' >"$tmp/compounds"
"$program" --compounds "$tmp/compounds" --dictionary "$tmp/words" >"$tmp/out"
says '5 words, 3 of them compounds; 1 with a hyphen left out'
says 'dictionary         as-is    split 3  right 2  precision 0.6667  recall 0.6667  F1 0.6667  accuracy 0.6000  simple words split 0.5000'
says 'dictionary         links    split 3  right 2'
"$program" --compounds "$tmp/compounds" --dictionary "$tmp/words" --errors >"$tmp/out"
says "$(printf 'wrong\tgartenfest\tGartenfest\tgarten|fest')"
says "$(printf 'wrong\trinderstall\tRinder, stall\t')"

# no list, no file
if "$program" --json 2>"$tmp/out"; then exit 1; fi
says 'bench_words [--stems FILE]'
if "$program" --stems "$tmp/none" 2>"$tmp/out"; then exit 1; fi
