#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Shards in network namespaces, on lines with delay and loss: the answer is that of the folders, and a line that is cut costs its shard and
# no more than the time that was given. Skipped without xapian-tools, iproute2, the right to make namespaces or (delay and loss only) netem.
# Usage: check_shards_network.sh BINARY_DIR SOURCE_DIR
. "$2/tests/app/cli.sh"
command -v xapian-tcpsrv >/dev/null && command -v ip >/dev/null && command -v tc >/dev/null || exit 77
sample=$2/corpus/sample
archive=$tmp/archiv
servers=
clean()
{
    for p in $servers; do kill -9 $p; done
    for n in 1 2; do ip netns del rat$$-$n; done
    rm -rf "$tmp"
}
trap 'clean 2>/dev/null' EXIT
for n in 1 2; do
    net=10.$((190 + $$ % 60)).$n
    ip netns add rat$$-$n 2>/dev/null &&
        ip link add rt$$-$n type veth peer name eth0 netns rat$$-$n 2>/dev/null &&
        ip addr add $net.1/24 dev rt$$-$n && ip link set rt$$-$n up &&
        ip -n rat$$-$n addr add $net.2/24 dev eth0 && ip -n rat$$-$n link set eth0 up || exit 77
    [ -n "$skipped" ] ||
        { tc qdisc add dev rt$$-$n root netem delay 10ms 3ms loss 2% 2>/dev/null &&
            ip netns exec rat$$-$n tc qdisc add dev eth0 root netem delay 10ms 3ms loss 2%; } ||
        skip 'delay and loss: this kernel has no netem; the rest was tested'
done
expect 0 init "$archive"
expect 0 import "$archive" "$sample/text"
mkdir "$tmp/t"
printf 'a 1 t/a\nb 1 t/b\n' >"$tmp/ordner.txt"
expect 0 shard "$archive" --shards "$tmp/ordner.txt"
for n in 1 2; do
    name=$(printf 'ab' | cut -c $n)
    ip netns exec rat$$-$n setsid xapian-tcpsrv --port 33333 "$tmp/t/$name" >/dev/null 2>&1 &
    servers="$servers $!"
    printf '%s 1 tcp:%s:33333\n' "$name" "10.$((190 + $$ % 60)).$n.2" >>"$tmp/fern.txt"
done
sleep 1
for query in 'Radweg Haushalt' 'Straß*' Redweg '"des Radweges"' '*'; do
    for map in ordner fern; do
        expect 0 search --shards "$tmp/$map.txt" "$query" --facets jahr,typ --deadline 60000 --json
        sed -e 's/"took_us":[0-9]*//' -e 's/\("score":[0-9]*\.[0-9]\{9\}\)[0-9]*/\1/g' "$tmp/out" >"$tmp/$map.out"
    done
    cmp -s "$tmp/ordner.out" "$tmp/fern.out" || fail "shards behind a bad line answer differently: $query"
done

# cut
ip link set rt$$-2 down
marked=$(date +%s)
expect 0 search --shards "$tmp/fern.txt" Radweg --deadline 3000 --json
[ $(($(date +%s) - marked)) -le 8 ] || fail 'a cut line takes longer than the time that was given'
json_is b missing 0 shard
json_is gte total_relation
finish
