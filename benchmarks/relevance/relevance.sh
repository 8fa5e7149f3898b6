#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# relevance.sh [--classes] RATSARCHIV DOCUMENTS.jsonl TOPICS.tsv QRELS FOLDER STEPS[@WEIGHTS][:ENGINE]...
# Makes one archive per set of steps (text/steps.h: "none,+stems", "default,-compounds") in FOLDER, answers the topics with
# each, and compares all with the first. Behind '@' stand other weights on the same archive ("default@near=0,other=1",
# query/search.h), behind ':' the engine that answers, native (default) or xapian. Steps "whitespace": that analyzer, title and
# text in one field, each word an optional term (--mode or). An archive that is there already is used again. --classes: a row
# too for each first letter of the topics' ids.
set -eu
classes=0
if [ "${1:-}" = --classes ]; then
    classes=1
    shift
fi
if [ $# -lt 6 ]; then
    sed -n '3,8p' "$0" >&2
    exit 2
fi
program=$1 documents=$2 topics=$3 qrels=$4 folder=$5
shift 5
here=$(cd "$(dirname "$0")" && pwd)
qrels=$(cd "$(dirname "$qrels")" && pwd)/$(basename "$qrels")
mkdir -p "$folder"
runs=
for spec in "$@"; do
    asked=${spec%%:*}
    engine=${spec#"$asked"}
    engine=${engine#:}
    steps=${asked%%@*}
    weights=${asked#"$steps"}
    archive=$folder/$steps.archive
    set_up=--steps=$steps
    mode=query
    if [ "$steps" = whitespace ]; then
        set_up=--analyzer=whitespace
        mode=or
    fi
    if [ ! -e "$archive" ]; then
        rm -rf "$archive.new"
        "$program" init "$archive.new" "$set_up" >/dev/null
        source=$documents
        if [ "$steps" = whitespace ]; then
            source=$folder/one_field.jsonl
            python3 "$here/one_field.py" <"$documents" >"$source"
        fi
        "$program" import "$archive.new" "$source" >/dev/null
        mv "$archive.new" "$archive"
    fi
    if [ "$engine" = xapian ] && [ ! -e "$archive/xapian" ]; then
        "$program" reindex "$archive" --engine xapian >/dev/null
    fi
    "$program" topics "$archive" --queries "$topics" --mode "$mode" --weights "${weights#@}" \
        --engine "${engine:-native}" >"$folder/$spec.run"
    runs="$runs $spec.run"
done
cd "$folder"
# shellcheck disable=SC2086
exec awk -v classes="$classes" -f "$here/score.awk" "$qrels" $runs
