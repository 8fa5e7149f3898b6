#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# An archive of an older version, whose index kept positions in packed groups: nothing of it is read wrongly, the program says
# what to do, and that makes it an archive of today. archive-positions-packed.tar.gz was made by the program of
# commit f1a57fd from three documents: init, import.
. "$2/tests/app/cli.sh"
archive=$tmp/archive-positions-packed
tar -xzf "$here/archive-positions-packed.tar.gz" -C "$tmp" || exit 1

expect 3 search "$archive" Radweg
err_has 'reindex'
expect 0 reindex "$archive"
expect 0 check "$archive"
expect 0 search "$archive" Radweg --json
json_is 3 total
json_is d1 hits 0 id
expect 0 search "$archive" '"Radweg zwischen Oberau"' --json
json_is 1 total
expect 0 search "$archive" 'datum:2020 radweg' --json
json_is 2 total
finish
