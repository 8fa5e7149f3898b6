#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The story of the sample archive as text files (corpus/README.md): a motion for a Radweg, an amendment "-1", the proposal, a dearer
# supplement "-1", the report. And the same through an OParl dump, with links of the source and minutes.
. "$2/tests/app/cli.sh"
sample=$2/corpus/sample

# paper RELATION ID: that paper is among the connections with that relation; WHAT: title, origin ...
paper_is()
{
    grep -qF "\"id\": \"$2\"" "$tmp/papers" && grep -qF "$1 $2" "$tmp/relations" || fail "no $1 $2"
}

# relations: "relation id" of each connection, a line each
relations()
{
    : >"$tmp/relations"
    : >"$tmp/papers"
    n=$(value papers '#')
    i=0
    while [ "$i" -lt "$n" ]; do
        echo "$(value papers "$i" relation) $(value papers "$i" id)" >>"$tmp/relations"
        printf '"id": "%s"\n' "$(value papers "$i" id)" >>"$tmp/papers"
        i=$((i + 1))
    done
}

# event DATE KIND [RESULT]: there is such an event
event_is()
{
    n=$(value events '#')
    i=0
    while [ "$i" -lt "$n" ]; do
        if [ "$(value events "$i" date)" = "$1" ] && [ "$(value events "$i" kind)" = "$2" ] &&
            { [ $# -lt 3 ] || [ "$(value events "$i" result)" = "$3" ]; }; then
            return
        fi
        i=$((i + 1))
    done
    fail "no event $*"
}

texts()
{
    archive=$tmp/texts
    expect 0 init "$archive"
    expect 0 import "$archive" "$sample/text"
    expect 0 trace "$archive" 2004/1 --json
    json_is 2004/1 paper
    relations
    paper_is child 2004/1-1
    paper_is amends 2004/1-1
    paper_is cited-by 2004/1-1
    paper_is cited-by 2005/2
    json_is 2004-08-10 events 0 date
    json_is text events 0 date_source
    json_is paper events 0 kind
    event_is 2004-08-27 answer
    event_is 2004-09-23 consultation 'verwiesen in Fachausschuss'
    event_is 2004-12-06 amendment
    event_is 2004-12-13 consultation 'Bei 25 Ja-Stimmen und 17 Nein-Stimmen mehrheitlich beschlossen'
    event_is 2005-02-16 cited-by
    expect 0 trace "$archive" 2005/2 --json
    relations
    paper_is version 2005/2-1
    paper_is child 2005/2-1
    paper_is cites 2004/1
    paper_is cited-by 2005/2-1
    json_is see papers 'relation=cites' wording
    json_is 2004/1 papers 'relation=cites' surface
    expect 0 trace "$archive" 2005/2-1 --json
    relations
    paper_is parent 2005/2
    paper_is cited-by 2006/1
    # any spelling, and documents, name their paper
    for name in 'Vorlage Nr. 2004/1' 2004/0001 text/2004/30012_2004-1_antrag.txt; do
        expect 0 trace "$archive" "$name" --json
        json_is 2004/1 paper
    done
    expect 0 trace "$archive" 2004/1
    out_has 'Der Weg'
    out_has '13.12.2004'
    out_has 'zitiert diese Vorlage'
    out_has '[aus dem Text: 2004/1]'
    expect 0 --lang en trace "$archive" 2004/1
    out_has 'The path'
    # searched by what is named; the paper itself does not name itself
    expect 0 search "$archive" zitiert:2004/1 --json
    json_is 2 total
    expect 0 search "$archive" 'cites:"Vorlage Nr. 2004/0001"' --json
    json_is 2 total
    expect 0 search "$archive" 'zitiert:2005/2' --json
    json_is 3 total # the supplement of 2005/2 counts: 2006/1 names 2005/2-1
}

pictures()
{
    expect 0 trace "$archive" 2005/2 --dot -
    out_has 'digraph trace {'
    out_has '"2005/2" -> "2004/1" [label="siehe", style=dashed];'
    out_has '"2005/2-1" -> "2005/2"'
    expect 0 trace "$archive" 2005/2 --svg "$tmp/weg.svg" --dot "$tmp/weg.dot"
    [ ! -s "$tmp/out" ] || fail 'something on standard output'
    grep -q '^</svg>' "$tmp/weg.svg" || fail 'no picture'
    grep -q '14.04.2005' "$tmp/weg.svg" || fail 'no day in the picture'
    grep -q '^}' "$tmp/weg.dot" || fail 'no graph'
    expect 2 trace "$archive" 2005/2 --svg - --json
}

dump()
{
    archive=$tmp/dump
    expect 0 init "$archive"
    expect 0 import "$archive" "$sample/oparl"
    expect 0 trace "$archive" 2011/6 --json
    relations
    grep -q '^child .*' "$tmp/relations" || fail 'no child'
    json_is stated papers 'relation=child' source
    json_is stated events 0 date_source
    expect 0 check "$archive"
    expect 0 dump "$archive" --what catalogue
    out_has 'document_references'
    out_has 'paper_numbers'
}

errors()
{
    expect 7 trace "$archive" 1999/999
    err_has 'ist nicht im Archiv'
    expect 7 trace "$archive" 1999/999 --json
    json_is not-found error code
    expect 7 trace "$tmp/nowhere" 2004/1
    cat >"$tmp/two.jsonl" <<'EOF'
{"id":"a","municipality":"Adorf","title":"Eine Sache","date":"2019-02-03","reference":"2019/1","text":"Text eins."}
{"id":"b","municipality":"Bedorf","title":"Andere Sache","date":"2019-05-03","reference":"2019/1","text":"Text zwei."}
EOF
    expect 0 init "$tmp/two"
    expect 0 import "$tmp/two" "$tmp/two.jsonl"
    expect 2 trace "$tmp/two" 2019/1
    err_has 'Adorf, 2019, Eine Sache'
    err_has 'Bedorf, 2019, Andere Sache'
}

# the story again, by what belongs together; each suggestion says why
related()
{
    archive=$tmp/texts
    expect 0 related "$archive" 2004/1 --json
    json_is 2004/1 id
    json_is 2004/1-1 related 0 paper
    json_is child related 0 why 0
    json_has related 'paper=2005/2' why
    json_has related 'paper=2004/2' why
    expect 0 related "$archive" 2004/1
    out_has 'untergeordnet, ändert sie, zitiert sie'
    expect 0 related "$archive" 2004/1 --limit 2 --json
    json_is 2 related '#'
    # a document stands for itself, but its paper is no suggestion
    expect 0 related "$archive" text/2005/30022_2005-2_vorlage.txt --json
    json_is text/2005/30022_2005-2_vorlage.txt id
    json_is 2005/2-1 related 0 paper
    expect 7 related "$archive" 1999/999
    # copies do not crowd out the rest
    {
        i=0
        while [ $i -lt 6 ]; do
            printf '{"id":"k%d","title":"Gebühren %d","reference":"2020/90%d","date":"2020-03-0%d","text":"%s"}\n' $i $i $i \
                $((i + 1)) 'Die Friedhofsgebühren werden zum Jahresbeginn neu festgesetzt, weil die Kosten der Bestattung und der Pflege der Wege gestiegen sind.'
            i=$((i + 1))
        done
        echo '{"id":"m","title":"Friedhof","reference":"2020/911","date":"2020-04-01","text":"Auf dem Friedhof fehlen Bänke an den Wegen, die Bestattung ist davon nicht berührt."}'
        echo '{"id":"n","title":"Schule","reference":"2020/912","date":"2020-04-01","text":"Die Schule bekommt ein neues Dach aus Holz und Ziegeln."}'
    } >"$tmp/copies.jsonl"
    expect 0 init "$tmp/copies"
    expect 0 import "$tmp/copies" "$tmp/copies.jsonl"
    expect 0 related "$tmp/copies" 2020/900 --json
    json_is 4 related 0 copies '#'
    json_is near-duplicate related 0 why 0
    json_is m related 1 id
}

# an archive of today's program from one of an older version: `reindex` reads what its texts name
older()
{
    archive=$tmp/archive-positions-packed
    tar -xzf "$here/archive-positions-packed.tar.gz" -C "$tmp" || exit 1
    expect 3 trace "$archive" d1 --json
    expect 0 reindex "$archive"
    expect 0 check "$archive"
    expect 0 dump "$archive" --what catalogue
    out_has 'rows  readings  6'
    expect 0 trace "$archive" d1 --json
    json_is 'Auenfeld 2019/017' paper
}

# what is purged names nothing any more
purged()
{
    archive=$tmp/texts
    expect 0 purge "$archive" text/2005/30022_2005-2_vorlage.txt --reason Test
    expect 0 trace "$archive" 2004/1 --json
    relations
    ! grep -q 'cited-by 2005/2$' "$tmp/relations" || fail 'a purged document is still said to name it'
    expect 0 check "$archive"
}

texts
pictures
dump
errors
related
older
purged
finish
