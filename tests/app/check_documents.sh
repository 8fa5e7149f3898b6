#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The way of a *.jsonl through the program: import with rejected lines, search in all its options, show, topics,
# update, purge, optimize, reindex; and the exit codes of damage, lock and interruption.
. "$2/tests/app/cli.sh"
archive=$tmp/archive

write_documents()
{
    cat >"$tmp/a.jsonl" <<'JSONL'
{"id":"d1","title":"Radweg an der Kreisstraße","text":"Der Radweg zwischen Oberau und Steinbrück wird gebaut. Die Kosten trägt der Landkreis.","date":"2019-03-12","type":"Beschlussvorlage","municipality":"Auenfeld","committee":["Kreisausschuss","Kreistag"],"reference":"2019/017","public":true,"aktenzeichen":"66-12"}
{"id":"d2","title":"Haushalt 2020","text":"Der Haushalt enthält Mittel für den Radweg und für die Schule <b>am See</b>.","date":"2020-01-30","type":"Beschlussvorlage","committee":"Kreistag","reference":"2020/003"}
{"id":"d3","title":"Anfrage zur Kindertagesstätte","text":"Wie viele Plätze hat die Kindertagesstätte? Der Radweg dorthin ist unsicher.","date":"2020-06-02","type":"Anfrage","committee":"Jugendhilfeausschuss"}
{"id":"d4","title":"Brücke über den Mühlbach","text":"Die Brücke ist gesperrt.","type":"Mitteilung"}
{"id":"d5","title":"Geheim","text":"Grundstücksgeschäft Radweg","public":false}
JSONL
    sed -e '2i {"id":"x1"}' -e '2i kein JSON' "$tmp/a.jsonl" >"$tmp/bad.jsonl"
}

import()
{
    expect 0 init "$archive"
    expect 4 import "$archive" "$tmp/bad.jsonl" --json
    json_is 4 added
    json_is 2 rejected
    json_is 1 skipped_nonpublic
    json_is 2 rejections '#'
    json_has rejections 0 message
    grep -q '\(:\|Zeile \)2' "$tmp/err" || fail 'line 2 is not named'
    grep -q '\(:\|Zeile \)3' "$tmp/err" || fail 'line 3 is not named'
    for key in changed unchanged removed restored papers_added rejected without_text without_paper seen_bytes documents \
        commits wall_s read_s analyse_s write_s merge_s; do
        json_has "$key"
    done
    expect 0 import "$archive" "$tmp/a.jsonl" --memory 64 --threads 2
    expect 0 import --json "$archive" "$tmp/a.jsonl"
    json_is 0 added
    json_is 0 changed
    json_is 4 unchanged
    expect 7 import "$archive" "$tmp/nothing.jsonl" --json
    json_error not-found
}

search()
{
    expect 0 search "$archive" Radweg --json
    json_is Radweg query
    json_is 3 total
    json_is eq total_relation
    json_is 0 offset
    json_is 1 hits 0 rank
    json_is d1 hits 0 id
    json_is 2019/017 hits 0 reference
    json_is 2019-03-12 hits 0 date
    json_is stated hits 0 date_source
    json_is Beschlussvorlage hits 0 type
    json_is '["Kreisausschuss","Kreistag"]' hits 0 committee
    for key in paper title score snippet; do
        json_has hits 0 "$key"
    done
    json_is null suggestion
    json_is '{}' facets
    json_is '[]' notes
    json_is false cut_by_deadline
    json_has interpreted
    json_has took_us
    case $(value hits 0 snippet) in
    *'<mark>Radweg</mark>'*) ;;
    *) fail 'no mark in the snippet' ;;
    esac
    expect 0 search "$archive" --json -- Schule See
    case $(value hits id=d2 snippet) in
    *'&lt;b&gt;'*) ;;
    *) fail 'the snippet is not escaped' ;;
    esac
    expect 0 search "$archive" Radweg
    out_has 'Radweg an der Kreisstraße'
    out_has '12.03.2019'
    out_has 'ID: d1'
    out_lacks '<mark>'
    expect 0 search "$archive" Mühlbach
    out_has 'ohne Datum'
    expect 1 search "$archive" Weltraumbahnhof
    out_has 'Keine Treffer'
    expect 1 search "$archive" Weltraumbahnhof --json
    json_is 0 total
    json_is '[]' hits
    expect 1 search "$archive" Grundstücksgeschäft
}

search_options()
{
    expect 0 search "$archive" Radweg --limit 1 --offset 1 --json
    json_is 1 hits '#'
    json_is 2 hits 0 rank
    json_is 1 offset
    json_is 3 total
    expect 0 search "$archive" --limit 1 Radweg
    out_has '--offset 1'
    expect 0 search "$archive" Radweg --sort newest --json
    json_is d3 hits 0 id
    expect 0 search --json --sort oldest "$archive" Radweg
    json_is d1 hits 0 id
    expect 0 search "$archive" Radweg --filter gremium=Kreistag --json
    json_is 2 total
    expect 0 search "$archive" Radweg --filter committee=Kreistag --filter typ=Beschlussvorlage --filter jahr=2020 --json
    json_is 1 total
    json_is d2 hits 0 id
    expect 0 search "$archive" Radweg --filter gremium=Kreisausschuss --filter gremium=Jugendhilfeausschuss --json
    json_is 2 total
    expect 1 search "$archive" Radweg --filter gremium=Kreisausschuss --filter typ=Anfrage --json
    expect 0 search "$archive" Radweg --facets jahr,type --json
    json_is 2 facets jahr value=2020 count
    json_is 2 facets type value=Beschlussvorlage count
    expect 0 search "$archive" Radweg --facets jahr
    out_has '2020'
    expect 0 search "$archive" Radweg --group paper --json
    expect 0 search "$archive" Radweg UND Schule --json
    json_is 1 total
    expect 0 search "$archive" Radweg --json NICHT Schule
    json_is 2 total
    expect 0 search "$archive" '"zwischen Oberau"' --json
    json_is 1 total
    expect 0 search "$archive" datum:2020-01-01..2020-03-31 --json
    json_is d2 hits 0 id
    expect 0 search "$archive" Radweg --limit 0 --json
    json_is 3 total
    long=$(awk 'BEGIN { for (i = 0; i < 4000; i++) printf "wort%d ", i }')
    expect 2 search "$archive" "$long" --json
    json_error limit
}

show()
{
    expect 0 show "$archive" d1 --json
    json_is d1 id
    json_is 66-12 extra aktenzeichen
    json_is 2019-03-12 date
    json_is Auenfeld municipality
    json_is true public
    json_has provenance original_sha256
    json_has provenance imported_at
    expect 0 show "$archive" d1
    out_has 'Radweg an der Kreisstraße'
    out_has '12.03.2019'
    expect 0 show "$archive" d4 --text
    [ "$(cat "$tmp/out")" = 'Die Brücke ist gesperrt.' ] || fail 'show --text changes the text'
    expect 0 show "$archive" 2020/003 --json
    expect 7 show "$archive" d99 --json
    json_error not-found
    expect 7 show "$archive" d99 --text
}

topics()
{
    printf 'q1\tRadweg\n\nohne Tabulator\nq2\tBrücke "im Bau": Kreis-Straße\r\nq 3\tx\nq4\tWeltraumbahnhof\n' >"$tmp/q.tsv"
    expect 4 topics "$archive" --queries "$tmp/q.tsv" --tag probe
    err_has 'Zeile 3'
    err_has 'Zeile 5'
    out_has 'q1 Q0 d1 1 '
    grep -Eq '^q2 Q0 d1 1 [0-9]+\.[0-9]{6} probe$' "$tmp/out" || fail 'no TREC line for q2'
    out_lacks q4
    printf 'q1\tradweg\n' >"$tmp/q.tsv"
    for mode in query or and phrase prefix bool; do
        expect 0 topics "$archive" --queries "$tmp/q.tsv" --mode "$mode" --limit 2
        [ "$(wc -l <"$tmp/out")" -eq 2 ] || fail "mode $mode: not two lines"
    done
    expect 7 topics "$archive" --queries "$tmp/none.tsv" --json
    json_error not-found
}

analyze()
{
    expect 0 analyze 'Die Straße' --json
    json_is die 0 term
    json_is exact 0 layer
    json_is 0 0 position
    json_is 0 0 start
    json_is 3 0 end
    expect 0 analyze 'Die Straße' --archive "$archive"
    out_has 'exact'
    expect 2 analyze "$(printf 'a\377b')" --json
    json_error usage
}

writing()
{
    echo '{"id":"d4","title":"Brücke über den Mühlbach","text":"Die Brücke ist wieder frei, sagt der Wasserverband."}' \
        >"$tmp/b.jsonl"
    expect 0 import "$archive" "$tmp/b.jsonl" --json
    json_is 1 changed
    expect 1 search "$archive" gesperrt
    expect 0 search "$archive" Wasserverband --json
    json_is 1 total
    expect 0 optimize "$archive" --json
    json_is 1 segments
    expect 2 optimize "$archive" --order date
    expect 0 optimize "$archive" --order bisection --json
    json_is 1 segments
    expect 0 search "$archive" Radweg --json
    json_is 3 total
    expect 0 reindex "$archive" --json
    expect 0 search "$archive" Radweg --json
    json_is 3 total
    expect 0 dump "$archive"
    expect 0 dump "$archive" --json
    json_has lines 0
    expect 2 dump "$archive" --what unsinn --json
    json_error usage
    expect 7 purge "$archive" d1 d99 --reason Probe --json
    expect 0 search "$archive" 'id:d1'
    expect 0 purge "$archive" d4 --reason 'Löschersuchen' --json
    json_is 1 purged
    expect 7 show "$archive" d4 --text
    expect 1 search "$archive" Wasserverband
    expect 0 import "$archive" "$tmp/b.jsonl" --json
    json_is 1 skipped_purged
    expect 0 stats "$archive" --json
    json_is 3 documents
    expect 0 stats "$archive"
    expect 0 check "$archive" --read-data
}

locked()
{
    command -v flock >/dev/null || { skip 'the lock: no flock(1)'; return; }
    exec 9>>"$archive/LOCK"
    flock -n 9 || fail "the test does not get the lock itself"
    expect 5 import "$archive" "$tmp/a.jsonl" --json
    json_error locked
    expect 5 optimize "$archive"
    expect 5 purge "$archive" d1 --reason Probe
    expect 0 search "$archive" Radweg
    exec 9>&-
}

interrupted()
{
    awk 'BEGIN { for (i = 0; i < 60000; i++) { printf "{\"id\":\"n%d\",\"text\":\"", i
        for (w = 0; w < 40; w++) printf "wort%d ", (i * 7919 + w * 104729) % 50021
        print "\"}" } }' >"$tmp/big.jsonl"
    expect 0 init "$tmp/big"
    command='import, interrupted'
    for pause in 0.5 1 2; do
        "$program" import "$tmp/big" "$tmp/big.jsonl" --json >"$tmp/out" 2>"$tmp/err" &
        importer=$!
        sleep "$pause"
        kill -TERM "$importer" 2>/dev/null
        code=0
        wait "$importer" || code=$?
        [ "$code" -ne 8 ] || break
    done
    [ "$code" -eq 8 ] || fail "exit code $code instead of 8"
    json_error interrupted
    expect 0 check "$tmp/big"
}

# one flipped byte in the middle of a segment
damaged()
{
    segment=$(find "$archive/index" -type f -size +1k | head -n 1)
    size=$(wc -c <"$segment")
    byte=$(od -An -tu1 -j $((size / 2)) -N 1 "$segment" | tr -d ' ')
    printf "\\$(printf %03o $((byte ^ 255)))" | dd of="$segment" bs=1 seek=$((size / 2)) conv=notrunc 2>/dev/null
    expect 3 check "$archive" --json
    json_is false sound
    json_error damaged
    json_has findings 0 file
    expect 3 check "$archive"
    out_has "$(basename "$segment")"
    expect 0 reindex "$archive"
    expect 0 check "$archive"
}

write_documents
import
search
search_options
show
topics
analyze
writing
locked
interrupted
damaged
finish
