#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Builds ratsarchiv, makes the sample archive and answers a search on it:
#   ./run.sh                          a ready-made question
#   ./run.sh 'Radweg UND Haushalt'    your own; options of "ratsarchiv search" may follow
set -eu
cd "$(dirname "$0")"
sh cmake/install-deps.sh

# Quiet when all goes well, complete when it does not.
quietly() {
    mkdir -p build
    if ! "$@" >build/run.log 2>&1; then
        cat build/run.log >&2
        echo "run.sh: failed: $*" >&2
        exit 1
    fi
}

program=build/release/app/ratsarchiv
archive=build/sample-archive
sample=corpus/sample

echo '==> building'
quietly cmake --preset release
quietly cmake --build --preset release --target programs

# Made new when the program or the sample is newer; renamed last, so that a broken attempt is not taken for it.
if [ ! -d "$archive" ] || [ -n "$(find "$program" "$sample" -newer "$archive" | head -n 1)" ]; then
    echo "==> making the sample archive: $archive"
    rm -rf "$archive" "$archive.new"
    "$program" init "$archive.new"
    "$program" import "$archive.new" "$sample/text" "$sample/oparl"
    mv "$archive.new" "$archive"
    touch "$archive"
fi

[ $# -gt 0 ] || set -- 'Radweg Kreisausschuss'
echo "==> $program search $archive $*"
exec "$program" search "$archive" "$@"
