#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Makes the sample archive: make_sample.sh RATSCORPUS FOLDER. The folder must not exist yet.
set -eu
if [ $# -ne 2 ]; then
    echo "Aufruf: make_sample.sh RATSCORPUS ORDNER" >&2
    exit 2
fi
if [ -e "$2" ]; then
    echo "make_sample.sh: $2 gibt es schon; erst löschen oder einen anderen Ordner nennen" >&2
    exit 2
fi
mkdir -p "$2"
"$1" --papers 13 --from 1994 --to 2025 --seed 12 --layout text "$2/text"
"$1" --papers 18 --from 2004 --to 2025 --seed 84 --layout oparl "$2/oparl"
