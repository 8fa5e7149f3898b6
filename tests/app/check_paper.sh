#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A paper in the layout of Landkreis Peine: its header is there as fields and can be searched. With a made-up
# paper always, with the real one of the shared folder when that is there.
. "$2/tests/app/cli.sh"
shared=${RAT_SHARED:-$2/../shared}

# field NAME VALUE: among the paper's fields
field_is()
{
    json_is "$2" paper fields "name=$1" value
    json_is text paper fields "name=$1" origin
}

# consultation N ORGANIZATION ROLE DATE PUBLIC
consultation_is()
{
    json_is "$2" paper consultations "$1" organization
    json_is "$3" paper consultations "$1" role
    json_is "$4" paper consultations "$1" date
    json_is "$5" paper consultations "$1" public
}

made_up()
{
    archive=$tmp/auenfeld
    mkdir "$tmp/papers"
    cp "$here/auenfeld-2021-318.txt" "$tmp/papers/a.txt"
    expect 0 init "$archive"
    expect 0 import "$archive" "$tmp/papers" --json
    json_is 1 added
    json_is 1 papers_added
    expect 0 show "$archive" 2021/318 --json
    json_is 2021/318 paper reference
    json_is öffentlich paper status
    json_is 2021-06-14 paper date
    json_is text paper date_source
    json_is Beschlussvorlage paper type
    json_is 'Fachdienst Straßenbau und Verkehrsplanung' paper lead_office
    json_is 'Lückenschluss des Radwegs an der Kreisstraße 17 zwischen Oberau und Steinbrück' paper title
    json_is 3 paper consultations '#'
    consultation_is 0 'Ausschuss für Umwelt und Verkehr' Vorberatung 2021-06-22 true
    consultation_is 1 Kreisausschuss Vorberatung 2021-06-30 false
    consultation_is 2 'Kreistag des Landkreises Auenfeld' Entscheidung 2021-07-07 true
    field_is kosten '184.500 €'
    field_is im-budget nein
    field_is mitwirkung-landrat ja
    field_is relevanz.bildung nein
    for query in nummer:2021/318 number:2021/318 gremium:Kreisausschuss datum:2021-06-01..2021-06-30 \
        'committee:"Ausschuss für Umwelt und Verkehr"' typ:Beschlussvorlage Kindertagesstätte 'Radweg jahr:2021'; do
        expect 0 search "$archive" "$query" --json
        json_is 1 total
        json_is 2021/318 hits 0 reference
        json_is text hits 0 date_source
    done
    expect 1 search "$archive" datum:2021-07-01..2021-07-31
    expect 0 show "$archive" 2021/318
    out_has 'Beratungsfolge'
    out_has '07.07.2021  Ö'
    out_has '30.06.2021  N'
    expect 0 show "$archive" 2021/318 --original
    cmp -s "$tmp/out" "$here/auenfeld-2021-318.txt" || fail 'the original is not the original'
    expect 0 show "$archive" 2021/318 --text
    cmp -s "$tmp/out" "$here/auenfeld-2021-318.txt" || fail 'UTF-8 text is not stored as it is'
}

# the same paper in the encoding of an old office: same text, original kept
legacy_encoding()
{
    mkdir "$tmp/old"
    sed -e 's/€/EUR/g' -e 's/2021\/318/2021\/319/' "$here/auenfeld-2021-318.txt" |
        iconv -f UTF-8 -t WINDOWS-1252 >"$tmp/old/alt.txt"
    expect 0 import "$archive" "$tmp/old"
    expect 0 show "$archive" 2021/319 --original
    cmp -s "$tmp/out" "$tmp/old/alt.txt" || fail 'the original is not the original'
    expect 0 search "$archive" 'Lückenschluss nummer:2021/319' --json
    json_is 1 total
    expect 0 show "$archive" "$(value hits 0 id)" --json
    json_is ISO-8859-1 provenance encoding # no byte of 0x80..0x9f: the narrower name is as true
}

# what the folder no longer has leaves ordinary results and is kept
removed_at_source()
{
    rm "$tmp/papers/a.txt"
    expect 0 import "$archive" "$tmp/papers" --json
    json_is 1 removed
    expect 1 search "$archive" nummer:2021/318
    expect 0 search "$archive" nummer:2021/318 --removed --json
    json_has hits 0 removed_at
    expect 0 show "$archive" 2021/318
    out_has 'bei der Quelle entfernt'
    expect 0 stats "$archive" --json
    json_is 1 deleted
}

real_paper()
{
    paper=$shared/corpora/peine-2020-740.txt
    [ -f "$paper" ] || { skip "no $paper"; return; }
    archive=$tmp/peine
    expect 0 init "$archive"
    expect 0 import "$archive" "$paper"
    expect 0 show "$archive" 2020/740 --json
    json_is 2020/740 paper reference
    json_is öffentlich paper status
    json_is 2020-09-21 paper date
    json_is 'Referat für Kreisentwicklung und Öffentlichkeitsarbeit' paper lead_office
    json_is 2 paper consultations '#'
    consultation_is 0 Kreisausschuss Vorberatung 2020-10-07 false
    consultation_is 1 'Kreistag des Landkreises Peine' Entscheidung 2020-10-07 true
    field_is kosten '0 €'
    json_has paper fields name=beschlussvorschlag value
    for topic in gender-mainstreaming migration bildung; do
        field_is "relevanz.$topic" nein
    done
    field_is relevanz.praevention-nachhaltigkeit ja
    for query in nummer:2020/740 gremium:Kreisausschuss datum:2020-09-01..2020-09-30 '"Niedersachsen hält zusammen"'; do
        expect 0 search "$archive" "$query" --json
        json_is 1 total
        json_is 2020/740 hits 0 reference
        json_is 2020-09-21 hits 0 date
    done
}

made_up
legacy_encoding
removed_at_source
real_paper
finish
