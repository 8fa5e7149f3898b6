#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# relevance.sh RATSARCHIV DOCUMENTS.jsonl TOPICS.tsv QRELS FOLDER STEPS...
# Makes one archive per set of steps (text/steps.h: "none,+stems", "default,-compounds") in FOLDER, answers the topics with
# each, and compares all with the first. An archive that is there already is used again. RAT_WEIGHTS changes the weights.
set -eu
if [ $# -lt 6 ]; then
    sed -n '3,6p' "$0" >&2
    exit 2
fi
program=$1 documents=$2 topics=$3 qrels=$4 folder=$5
shift 5
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$folder"
runs=
for steps in "$@"; do
    archive=$folder/$steps.archive
    run=$folder/$steps.run
    if [ ! -e "$archive" ]; then
        "$program" init "$archive.new" --steps="$steps" >/dev/null
        "$program" import "$archive.new" "$documents" >/dev/null
        mv "$archive.new" "$archive"
    fi
    "$program" topics "$archive" --queries "$topics" ${RAT_WEIGHTS:+--weights "$RAT_WEIGHTS"} >"$run"
    runs="$runs $steps.run"
done
cd "$folder"
# shellcheck disable=SC2086
exec awk -f "$here/score.awk" "$qrels" $runs
