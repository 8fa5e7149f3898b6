#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# One writer: the second is told so with exit code 5 while readers work on. And an archive in a folder that cannot be
# written is searched all the same. Usage: check_locks.sh BINARY_DIR SOURCE_DIR
. "$2/tests/app/cli.sh"
"$1/corpus/ratscorpus" --papers 3 --seed 5 --layout text "$tmp/quelle" || { echo 'the generator does not work'; exit 1; }
archive=$tmp/archiv
expect 0 init "$archive"
expect 0 import "$archive" "$tmp/quelle"
expect 0 search "$archive" 'datum:1975..2030' --json
total=$(value total)

# ---- the lock ----
if command -v flock >/dev/null 2>&1; then
    mkfifo "$tmp/held" "$tmp/release"
    flock -x "$archive/LOCK" sh -c 'echo held >"$1"; read x <"$2"' sh "$tmp/held" "$tmp/release" &
    read -r _ <"$tmp/held"
    for words in "import $archive $tmp/quelle" "optimize $archive" "reindex $archive" "purge $archive x --reason y"; do
        expect 5 $words
        err_has 'gesperrt'
        err_has 'Hinweis:'
        expect 5 $words --json
        json_error locked
    done
    for words in "search $archive datum:1975..2030" "stats $archive" "check $archive" "dump $archive"; do
        expect 0 $words
    done
    expect 0 search "$archive" 'datum:1975..2030' --json
    json_is "$total" total
    echo >"$tmp/release"
    wait
    expect 0 import "$archive" "$tmp/quelle"
else
    skip 'the lock: flock is not here'
fi

# ---- a folder that cannot be written ----
# read_only PROGRAM...: runs it where nothing in the archive can be changed; 77 when this machine cannot do that
if [ "$(id -u)" -ne 0 ]; then
    read_only() { "$@"; }
    chmod -R a-w "$archive"
elif unshare -m sh -c 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1"' sh "$archive" 2>/dev/null; then
    read_only()
    {
        unshare -m sh -c 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"' "$archive" "$@"
    }
elif setpriv --reuid=65534 --regid=65534 --clear-groups test -x "$program" 2>/dev/null; then
    read_only() { setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; }
    chmod a+rx "$tmp"
    chmod -R a+rX,a-w "$archive"
else
    skip 'the read-only folder: root without mount and setpriv'
    finish
fi

plain=$program
program=read_only_program
read_only_program() { read_only "$plain" "$@"; }
expect 0 search "$archive" 'datum:1975..2030' --json
json_is "$total" total
id=$(value hits 0 id)
expect 0 show "$archive" "$id" --text
expect 0 stats "$archive"
expect 0 check "$archive"
expect 6 import "$archive" "$tmp/quelle"
err_has 'Stelle:'
[ "$(id -u)" -eq 0 ] || chmod -R u+w "$archive"
finish
