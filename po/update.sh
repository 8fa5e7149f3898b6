#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Collects the _() messages of all rooms and merges them into every translation. Needs gettext.
set -eu
cd "$(dirname "$0")/.."
pot=$(mktemp)
trap 'rm -f "$pot"' EXIT
find base text extract storage indexer query web app -name '*.[ch]' | LC_ALL=C sort |
    xgettext --files-from=- --language=C --from-code=UTF-8 --keyword=_ --keyword=N_ \
        --add-location=file --no-wrap --package-name=ratsarchiv -o "$pot"
for po in po/*.po; do
    msgmerge --quiet --update --backup=none --no-fuzzy-matching --no-wrap --add-location=file "$po" "$pot"
    printf '%s: ' "$po"
    msgfmt --check --statistics -o /dev/null "$po"
done
