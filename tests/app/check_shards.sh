#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Shards through the program, in folders: together they answer as the archive does; adding one moves papers only to it, taking one away only
# from it; updates and purges reach the right one, and of what was purged no byte stays.
# Usage: check_shards.sh BINARY_DIR SOURCE_DIR
. "$2/tests/app/cli.sh"
sample=$2/corpus/sample
archive=$tmp/archiv
map=$tmp/teile.txt
mkdir "$tmp/quelle"
canary=Zwiebelkuchenkanarienvogel
printf 'Der %s soll aus den Akten verschwinden.\n' "$canary" >"$tmp/quelle/kanarie.txt"
printf 'Ein Blatt, das sich noch ändert: Radweg.\n' >"$tmp/quelle/blatt.txt"
expect 0 init "$archive"
expect 0 import "$archive" "$sample/text"
expect 0 import "$archive" "$tmp/quelle"
expect 0 import "$archive" "$sample/oparl" --engine both

# map NAME...: with equal weights
map()
{
    for name; do
        printf '%s 1 t/%s\n' "$name" "$name"
    done >"$map"
    mkdir -p "$tmp/t"
}

# without what may differ: time, last digits of scores, and what only shards say
answer()
{
    sed -e 's/"took_us":[0-9]*//' -e 's/\("score":[0-9]*\.[0-9]\{9\}\)[0-9]*/\1/g' \
        -e 's/"shards":[0-9]*,//;s/"missing":\[\],//' "$tmp/out" >"$tmp/$1"
}

# compare WHEN QUERY OPTION...
compare()
{
    when=$1
    shift
    expect 0 search "$archive" "$@" --engine xapian --json
    answer one
    expect 0 search --shards "$map" "$@" --json
    answer shards
    cmp -s "$tmp/one" "$tmp/shards" || fail "shards answer differently: $when"
}

same_as_archive()
{
    compare "$1" 'Radweg Haushalt' --facets jahr,typ,gremium
    compare "$1" '*' --sort newest --limit 30
    compare "$1" 'Straß*' --group paper
}

map a b c
expect 0 shard "$archive" --shards "$map" --json
json_is 0 moved_papers
total=$(value documents)
json_is true shards 0 new
for query in Radweg 'Radweg Haushalt' '"des Radweges"' 'Radweg NICHT Haushalt' 'Straß*' datum:2004..2006 '*' \
    'titel:Radweg UND datum:>=2005' Redweg gremium:Kreisausschuss; do
    compare "$query" "$query" --facets jahr,typ,gremium
    compare "$query" "$query" --sort oldest --limit 30
    compare "$query" "$query" --group paper
done
expect 1 search --shards "$map" niemandweißwas
expect 0 shard "$archive" --shards "$map" --json
json_is true current
expect 0 search --shards "$map" Radweg
out_lacks 'Warnung'
expect 2 search --shards "$map"
expect 2 shard "$archive"
expect 7 search --shards "$tmp/nichts.txt" Radweg

# one more: what moves moves to it, and nothing moves between the others
map a b c d
expect 0 shard "$archive" --shards "$map" --json
moved=$(value moved_documents)
json_is "$moved" shards 3 put
json_is 0 shards 0 put
json_is "$moved" deleted
[ "$moved" -gt $((total / 10)) ] && [ "$moved" -lt $((total * 2 / 5)) ] || fail "$moved of $total moved to one of four"
same_as_archive 'a fourth'

# one less: only its papers move
map a b d
expect 0 shard "$archive" --shards "$map" --json
moved=$(value moved_documents)
json_is "$moved" put
json_is 0 deleted
same_as_archive 'the third is gone'

# without one the rest answers, and says so
mv "$tmp/t/b" "$tmp/t/weg"
expect 0 search --shards "$map" Radweg --json
json_is b missing 0 shard
json_is gte total_relation
json_is 3 shards
expect 0 search --shards "$map" Radweg
out_has 'Es fehlt das Teil „b“'
out_has 'mindestens'
mv "$tmp/t/weg" "$tmp/t/b"
same_as_archive 'all are back'

# an update
printf 'Ein Blatt, das sich geändert hat: Fernwärme.\n' >"$tmp/quelle/blatt.txt"
expect 0 import "$archive" "$tmp/quelle"
expect 0 search "$archive" Fernwärme --engine xapian --json
found=$(value total)
expect 0 shard "$archive" --shards "$map" --json
json_is 1 put
json_is 0 deleted
expect 0 search --shards "$map" Fernwärme --json
json_is "$found" total
same_as_archive 'after an update'

# a purge: seen in the bytes before, gone from them after
raw()
{
    for file in $(find "$tmp/t" -type f); do
        grep -qi "$canary" "$file" && return 0
    done
    return 1
}
expect 0 search --shards "$map" "$canary" --json
id=$(value hits 0 id)
raw || fail 'the canary is not to be seen even before'
expect 0 purge "$archive" "$id" --reason 'ein Test'
expect 0 shard "$archive" --shards "$map" --json
json_is 1 deleted
json_is true shards 0 compacted
! raw || fail 'bytes of a purged document are left'
expect 1 search --shards "$map" "$canary"
same_as_archive 'after a purge'

# an interrupted one goes on: a shard that is lost is made anew
rm -r "$tmp/t/a"
expect 0 shard "$archive" --shards "$map" --json
json_is true shards 0 new
json_is 0 shards 1 put
same_as_archive 'one was lost'

# strangers
mkdir "$tmp/f" && printf 'x 1 f\n' >"$tmp/f.txt"
expect 0 shard --prepare "$tmp/f" --json
json_is true new
expect 6 search --shards "$tmp/f.txt" Radweg
expect 0 shard --prepare "$tmp/f" --json
json_is false new
finish
