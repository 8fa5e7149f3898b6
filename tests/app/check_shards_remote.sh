#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Shards behind xapian-tcpsrv and xapian-progsrv: they answer as folders do, are filled from afar, one that is killed, stopped or silent
# costs only itself and no more than the time that was given.
# Usage: check_shards_remote.sh BINARY_DIR SOURCE_DIR. Skipped without Debian's xapian-tools.
. "$2/tests/app/cli.sh"
command -v xapian-tcpsrv >/dev/null && command -v xapian-progsrv >/dev/null || exit 77
sample=$2/corpus/sample
archive=$tmp/archiv
servers=
trap 'for p in $servers; do kill -CONT $p; kill $p; done 2>/dev/null; rm -rf "$tmp"' EXIT
expect 0 init "$archive"
expect 0 import "$archive" "$sample/text"
expect 0 import "$archive" "$sample/oparl"
mkdir "$tmp/t"
for name in a b c; do
    printf '%s 1 t/%s\n' $name $name
done >"$tmp/ordner.txt"
expect 0 shard "$archive" --shards "$tmp/ordner.txt"

# serve FOLDER [OPTION]: sets port and server
serve()
{
    folder=$1
    shift
    for attempt in 1 2 3 4 5 6 7 8 9; do
        port=$((20000 + ($$ * 7 + attempt * 911 + ${#servers} * 101) % 40000))
        # in a session of its own: told to end, it ends all of its process group
        setsid xapian-tcpsrv --interface 127.0.0.1 --port $port "$@" "$folder" >"$tmp/server.log" 2>&1 &
        server=$!
        for wait in 1 2 3 4 5 6 7 8 9 10; do
            ! grep -q 'Listening' "$tmp/server.log" || break 2
            kill -0 $server 2>/dev/null || break
            sleep 0.1
        done
    done
    servers="$servers $server"
}

# remote map: a over tcp, b over tcp, c by a program
serve "$tmp/t/a"
a=$port a_server=$server
serve "$tmp/t/b"
b=$port b_server=$server
printf 'a 1 tcp:127.0.0.1:%s\nb 1 tcp:127.0.0.1:%s\nc 1 prog:xapian-progsrv %s\n' $a $b "$tmp/t/c" >"$tmp/fern.txt"
for query in 'Radweg Haushalt' 'Straß*' Redweg '"des Radweges"' '*'; do
    for map in ordner fern; do
        expect 0 search --shards "$tmp/$map.txt" "$query" --facets jahr,typ --json
        sed -e 's/"took_us":[0-9]*//' -e 's/\("score":[0-9]*\.[0-9]\{9\}\)[0-9]*/\1/g' "$tmp/out" >"$tmp/$map.out"
    done
    cmp -s "$tmp/ordner.out" "$tmp/fern.out" || fail "remote shards answer differently: $query"
done
expect 0 search --shards "$tmp/fern.txt" Radweg --json
total=$(value total)

# within_seconds SECONDS: since mark
mark() { marked=$(date +%s); }
within_seconds() { [ $(($(date +%s) - marked)) -le "$1" ] || fail "took longer than $1 s"; }

# killed during a loop of searches
i=0
while [ $i -lt 12 ]; do
    [ $i -ne 4 ] || kill -9 $a_server
    expect 0 search --shards "$tmp/fern.txt" Radweg --json
    if [ $i -lt 4 ]; then
        json_is "$total" total
    else
        json_is a missing 0 shard
        json_is gte total_relation
        json_has hits 0
    fi
    i=$((i + 1))
done
! [ "$(value total)" = "$total" ] || fail 'nothing is missing although a shard is'

# stopped: its connection opens, nobody answers
kill -STOP $b_server
mark
expect 0 search --shards "$tmp/fern.txt" Radweg --deadline 2000 --json
within_seconds 6
json_is b missing 1 shard
kill -CONT $b_server
expect 0 search --shards "$tmp/fern.txt" Radweg --json
json_is a missing 0 shard
[ "$("$jsonget" missing 1 shard <"$tmp/out" 2>/dev/null)" != b ] || fail 'b does not come back'

# nobody at all
printf 'a 1 tcp:127.0.0.1:%s\n' $a >"$tmp/tot.txt"
expect 6 search --shards "$tmp/tot.txt" Radweg --json
json_error io

# filled from afar, then purged there
expect 0 shard --prepare "$tmp/t/w"
serve "$tmp/t/w" --writable
printf 'w 1 tcp:127.0.0.1:%s\n' $port >"$tmp/w.txt"
expect 0 shard "$archive" --shards "$tmp/w.txt" --json
json_is true shards 0 new
expect 0 search --shards "$tmp/w.txt" Radweg --json
json_is "$total" total
id=$(value hits 0 id)
expect 0 purge "$archive" "$id" --reason 'ein Test'
expect 0 shard "$archive" --shards "$tmp/w.txt" --json
json_is 1 deleted
json_is true shards 0 owes
kill $server
expect 0 shard --prepare "$tmp/t/w"
serve "$tmp/t/w" --writable
printf 'w 1 tcp:127.0.0.1:%s\n' $port >"$tmp/w.txt"
expect 0 shard "$archive" --shards "$tmp/w.txt" --json
json_is true current
finish
