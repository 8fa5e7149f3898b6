#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The program without documents: help, usage errors, exit codes, languages, later commands, streams.
. "$2/tests/app/cli.sh"

commands='init import search show related trace topics analyze stats check dump optimize reindex purge serve'

help()
{
    expect 0 --help
    for name in $commands; do
        out_has "  $name "
    done
    expect 0 --version
    out_has 'ratsarchiv '
    expect 0 --version --json
    json_is ratsarchiv name
    for name in $commands; do
        expect 0 "$name" --help
        out_has "Aufruf: ratsarchiv $name "
        out_has 'Beispiele:'
        out_has '--json'
        expect 0 help "$name"
        out_has "Aufruf: ratsarchiv $name "
    done
}

usage_errors()
{
    expect 2
    err_has 'ratsarchiv --help'
    expect 2 --json
    json_error usage
    expect 2 suche
    err_has 'suche'
    expect 2 suche --json
    json_error usage
    for name in $commands; do
        expect 2 "$name" --gibtesnicht
        err_has '--gibtesnicht'
        expect 2 "$name" --gibtesnicht --json
        json_error usage
        expect 2 "$name" --json
        json_error usage
    done
    expect 2 init a b
    err_has 'b'
    expect 2 init "$tmp/x" --analyzer englisch --json
    json_error usage
    json_is 'Möglich sind: german|whitespace' error hint
    [ ! -e "$tmp/x" ] || fail 'a refused init made a folder'
    expect 2 init --analyzer
    err_has '--analyzer'
    expect 2 stats -x "$tmp/x"
    err_has '-x'
}

numbers_and_choices()
{
    "$program" init "$tmp/a" >/dev/null || fail 'init'
    for bad in -1 5x '' 1e3 ' 5' 99999999999999999999; do
        expect 2 search "$tmp/a" Wort --limit "$bad"
        expect 2 search "$tmp/a" Wort "--offset=$bad" --json
        json_error usage
        expect 2 topics "$tmp/a" --queries x --limit "$bad"
        expect 2 import "$tmp/a" x --memory "$bad"
        expect 2 import "$tmp/a" x --threads "$bad"
    done
    expect 2 search "$tmp/a" Wort --sort neu
    err_has 'relevance|newest|oldest'
    expect 2 search "$tmp/a" Wort --group alle
    expect 2 search "$tmp/a" Wort --engine lucene
    expect 2 search "$tmp/a" Wort --limit
    expect 2 search "$tmp/a" Wort --deadline 5x
    expect 1 search "$tmp/a" Wort --deadline 500 --json
    expect 0 search --help
    out_has '--deadline'
    for empty in '' ' ' '"' '((' ')' 'gremium:'; do
        expect 2 search "$tmp/a" "$empty" --json
        json_error usage
        expect 2 search "$tmp/a" "$empty"
        err_has "'*'"
        expect 1 search "$tmp/a" "$empty" --filter typ=Antrag
    done
    expect 1 search "$tmp/a" '*'
    expect 2 search "$tmp/a" Wort datum:2021-13
    err_has '2020-09'
    expect 2 search "$tmp/a" 'datum:2020-02-30..' --json
    json_error usage
    expect 2 search "$tmp/a" ist:kaputt --json
    json_error usage
    expect 1 search "$tmp/a" 'ist:entfernt (a "b c' --json
    json_is '+ist:entfernt (a ODER "b c")' interpreted
    expect 1 search "$tmp/a" 'Sitzung, Datum: 12.3.'
    printf '1\tdatum:gestern\n2\tDatum: 12.3.\n3\t((\n4\tist:offen\n5\t\n' >"$tmp/topics"
    expect 0 topics "$tmp/a" --queries "$tmp/topics"
    expect 2 search "$tmp/a" Wort --json=ja
    expect 2 search "$tmp/a" Wort --filter farbe=rot --json
    json_error usage
    expect 2 search "$tmp/a" Wort --filter gremium
    expect 2 search "$tmp/a" Wort --facets farbe
    expect 2 search "$tmp/a" Wort --facets text
    expect 2 search "$tmp/a" --lmit 3
    err_has '--limit'
    expect 2 topics "$tmp/a"
    err_has '--queries'
    expect 2 topics "$tmp/a" --queries x --mode alle
    expect 2 purge "$tmp/a" id
    err_has '--reason'
    expect 2 purge "$tmp/a" id --reason ' ' --json
    json_error usage
    expect 2 serve "$tmp/a" --listen nirgends --json
    json_error usage
    expect 2 serve "$tmp/a" --url rat.example.org
    err_has 'https://rat.example.org'
    expect 2 serve "$tmp/a" --log laut
    expect 2 show "$tmp/a" id --text --original
    expect 2 show "$tmp/a" id --text --json
    json_error usage
}

# every command says the same of an archive that is not there
missing_archive()
{
    for name in stats check dump optimize reindex; do
        expect 7 "$name" "$tmp/none" --json
        json_error not-found
        expect 7 "$name" "$tmp/none"
        err_has 'ratsarchiv init'
    done
    expect 7 import "$tmp/none" "$here" --json
    json_error not-found
    [ ! -e "$tmp/none" ] || fail 'import made a folder'
    expect 7 search "$tmp/none" Wort --json
    json_error not-found
    case $(value error hint) in
    *'ratsarchiv init'*) ;;
    *) fail 'the hint does not name init' ;;
    esac
    json_is "$tmp/none" error where
    expect 7 show "$tmp/none" id
    expect 7 topics "$tmp/none" --queries "$here/cli.sh"
    expect 7 purge "$tmp/none" id --reason Probe
    expect 7 analyze Wort --archive "$tmp/none"
    mkdir "$tmp/folder"
    expect 7 stats "$tmp/folder" --json
    json_error not-found
    expect 7 search "$tmp/folder" Wort
    err_has 'ratsarchiv init'
    expect 7 stats "$here/cli.sh"
}

init()
{
    expect 0 init "$tmp/new"
    out_has "$tmp/new"
    expect 2 init "$tmp/new" --json
    json_error usage
    expect 0 init --json "$tmp/folder" --analyzer=whitespace
    json_is whitespace analyzer
    json_has analyzer_version
    json_is false nonpublic
    expect 6 init "$tmp/does/not/exist"
    mkdir "$tmp/full"
    echo x >"$tmp/full/mine"
    expect 2 init "$tmp/full"
    [ "$(cat "$tmp/full/mine")" = x ] || fail 'init touched a file of the folder'
    expect 0 stats "$tmp/new" --json
    for key in documents papers terms postings positions segments index_bytes text_bytes deleted; do
        json_is "$(value "$key" | grep -x '[0-9]*')" "$key"
    done
    json_is 0 documents
    expect 1 search "$tmp/new" Wort
    expect 0 check "$tmp/new"
    expect 0 check "$tmp/new" --json --read-data
    json_is true sound
}

languages()
{
    expect 0 --lang en --help
    out_has 'Usage: ratsarchiv'
    expect 0 search --help --lang=en
    out_has 'Examples:'
    expect 2 --lang fr --help
    export LANG=en_GB.UTF-8
    expect 2 suche
    err_has 'There is no command'
    expect 0 --lang de --help
    out_has 'Aufruf: ratsarchiv'
    export LC_ALL=de_DE.UTF-8
    expect 0 --help
    out_has 'Aufruf: ratsarchiv'
    unset LC_ALL
    expect 2 search "$tmp/a" Wort --limit x --json
    json_error usage
    case $(value error message) in
    *'whole number'*) ;;
    *) fail 'the message is not English' ;;
    esac
    export LANG=C
}

# an answer that cannot be written is an error, not a success
streams()
{
    command='stats >/dev/full'
    code=0
    "$program" stats "$tmp/a" >/dev/full 2>"$tmp/err" || code=$?
    [ "$code" -eq 6 ] || fail "full standard output: exit code $code instead of 6"
    command='stats >&-'
    code=0
    "$program" stats "$tmp/a" --json >&- 2>"$tmp/err" || code=$?
    [ "$code" -eq 6 ] || fail "closed standard output: exit code $code instead of 6"
    command='help | :'
    { sleep 1; code=0; "$program" help 2>"$tmp/err" || code=$?; echo "$code" >"$tmp/code"; } | :
    [ "$(cat "$tmp/code")" -eq 6 ] || fail "closed pipe: exit code $(cat "$tmp/code") instead of 6"
    [ ! -s "$tmp/err" ] || fail 'a closed pipe is no reason to complain'
    expect 0 stats "$tmp/a"
}

help
usage_errors
numbers_and_choices
missing_archive
init
languages
streams
finish
