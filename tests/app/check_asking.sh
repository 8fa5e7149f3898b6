#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Asking from the command line: operators, other writings, places in context, years, comparison, terms, completion, exports in
# every format, citations.
. "$2/tests/app/cli.sh"
archive=$tmp/archive

make()
{
    i=0
    while [ $i -lt 30 ]; do
        i=$((i + 1))
        year=$((2015 + i % 4))
        printf '{"id":"a%d","title":"Bericht %d","date":"%d-03-01","type":"Bericht","reference":"%d/%d","text":"Der Radweg an der Kaiserstraße, Teil %d"}\n' \
            $i $i $year $year $i $i
    done >"$tmp/a.jsonl"
    cat >>"$tmp/a.jsonl" <<'JSONL'
{"id":"f","title":"=1+1 <b>&","date":"2018-04-01","municipality":"Auental","committee":["Kreistag","Bau, Umwelt"],"text":"Die Formel {x} 100% \"teuer\": 5.000 Euro nach § 58 NKomVG"}
{"id":"g","text":"Neubau der Brücke mit einem Weg für Räder"}
JSONL
    expect 0 init "$archive"
    expect 0 import "$archive" "$tmp/a.jsonl"
}

operators()
{
    expect 0 search "$archive" 'Radweg NAHE/3 Kaiserstraße' --json
    json_is 30 total
    json_is 'Radweg NAHE/3 Kaiserstraße' interpreted
    expect 1 search "$archive" 'Kaiserstraße VOR/3 Radweg'
    expect 0 search "$archive" 'Rad?eg ODER betrag:5000' --json
    expect 0 search "$archive" 'paragraf:"§58 NKomVG"' --json
    json_is f hits 0 id
    expect 0 search "$archive" '*' --filter betrag=1..10000 --json
    json_is 1 total
    expect 2 search "$archive" '*' --filter ist=grün
    expect 0 search "$archive" 'Radwge~' --json
    case $(value notes 0) in
    *'1 (Radweg)'*) ;;
    *) fail 'how many words it stands for is not said' ;;
    esac
    expect 0 search "$archive" Rad --layer parts --json
    json_is parts layer
    expect 1 search "$archive" Rad --layer exact --json
    expect 0 search "$archive" Räder --layer stem
    out_has 'Gezählt wird: das Wort und seine Formen'
}

writings()
{
    expect 0 search "$archive" Radwg --json
    json_is Radweg suggestion
    json_is false suggestion_used
    expect 0 search "$archive" '"der Radwg"'
    out_has 'Keine Treffer für: "der Radwg"'
    out_has 'Gezeigt wird: "der Radweg"'
    expect 0 search "$archive" '"der Radwg"' --json
    json_is true suggestion_used
    json_is '"der Radwg"' query
    json_is '"der Radweg"' interpreted
    expect 1 search "$archive" '"der Radwg"' --verbatim --json
    json_is 0 total
    expect 0 complete "$archive" Kais --json
    json_is Kaiserstraße completions 0 text
    json_is word completions 0 kind
    expect 0 complete "$archive" 2016/1
    out_has 'Nummern'
    expect 1 complete "$archive" xqz
}

results()
{
    expect 0 search "$archive" Radweg --limit 2 --kwic --kwic-width 10
    out_has 'Der Radweg an der Ka'
    expect 0 search "$archive" Radweg --limit 1 --kwic --json
    json_is Radweg hits 0 kwic 0 match
    json_is 4 hits 0 kwic 0 start
    expect 0 search "$archive" Radweg --limit 0 --histogram --svg "$tmp/h.svg"
    out_has '2015              7   1.000,0          7'
    expect 0 search "$archive" Radweg --limit 0 --histogram --json
    json_is 2015 histogram 0 year
    json_is 7 histogram 0 count
    expect 0 compare "$archive" Radweg 'Formel <&' --svg "$tmp/c.svg" --json
    json_is 30 queries 0 total
    json_is 1 queries 1 total
    json_is 0 both
    json_is stem layer
    expect 0 compare "$archive" Radweg Formel
    out_has 'Beides: 0 Dokumente'
    for file in h c; do
        grep -q '^</svg>$' "$tmp/$file.svg" || fail "$file.svg is not complete"
        ! grep -q 'script' "$tmp/$file.svg" || fail "a script in $file.svg"
    done
    grep -q 'Formel ODER &lt;&amp;\|Formel' "$tmp/c.svg" || fail 'no legend'
    ! grep -q 'Formel.*<&' "$tmp/c.svg" || fail 'the legend is not escaped'
    expect 6 compare "$archive" Radweg Formel --svg "$tmp/none/c.svg"
    expect 0 terms "$archive" Radweg --limit 3 --json
    json_is 31 sample
    json_has terms
    expect 1 terms "$archive" xqzwyv
    expect 0 show "$archive" f
    out_has 'Zitieren als'
    out_has 'Auental'
    expect 0 show "$archive" f --json
    case $(value citation) in
    *'SHA-256 '????????????????????????????????????????????????????????????????.) ;;
    *) fail 'the citation has no hash' ;;
    esac
}

exports()
{
    expect 0 export "$archive" 'Radweg ODER Formel' --filter jahr=2018
    out_has '# interpreted: Radweg ODER Formel'
    out_has '# filters: year=2018'
    out_has '# generation: '
    out_has '# analyzer_version: '
    grep -q "'=1+1" "$tmp/out" || fail 'a formula goes out as one'
    out_has '"Kreistag; Bau, Umwelt"'
    [ "$(grep -c '^a' "$tmp/out")" -eq 7 ] || fail 'not all hits'
    expect 0 export "$archive" '"Radweg" ODER "Formel"' --format jsonl --output "$tmp/x.jsonl"
    [ "$(wc -l <"$tmp/x.jsonl")" -eq 32 ] || fail 'not one line for each hit and the head'
    head -n 1 "$tmp/x.jsonl" >"$tmp/out"
    json_is '"Radweg" ODER "Formel"' export interpreted
    tail -n 1 "$tmp/x.jsonl" >"$tmp/out"
    json_is '=1+1 <b>&' title
    json_is Kreistag committee 0
    expect 0 export "$archive" Formel --format bibtex
    out_has '% interpreted: Formel'
    out_has 'title = {=1+1 <b>\&}'
    out_has 'date = {2018-04-01}'
    expect 0 export "$archive" Formel --format ris
    out_has 'TY  - GOVDOC'
    out_has 'A2  - Bau, Umwelt'
    out_has 'ER  - '
    expect 1 export "$archive" nirgendwo
    out_has '# total: 0'
    expect 2 export "$archive" Formel --format pdf
    expect 6 export "$archive" Formel --output "$tmp/none/x"
    expect 7 export "$tmp/none" Formel --json
    json_error not-found
}

make
operators
writings
results
exports
finish
