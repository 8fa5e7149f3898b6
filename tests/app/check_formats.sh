#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Files of foreign formats through the program: import, pages of hits, originals byte for byte, what cannot be searched,
# bombs that cost one document, programs that are not there.
. "$2/tests/app/cli.sh"
archive=$tmp/archive
files=$tmp/akten
mkdir "$files"
"$1/tests/make_files" "$files" || exit 1
printf 'Der Radweg am Kanal.\n' >"$files/notiz.txt"
printf 'GIF89a\0\0' >"$files/bild.gif"

# the PDF cannot be read without poppler-utils; then its part of this test says so
if ! command -v pdftotext >/dev/null 2>&1; then
    skip 'pdftotext is not here'
    rm "$files/vorlage.pdf" "$files/leer.pdf"
fi

# same ID FILE: the original is that file, byte by byte
same()
{
    command="ratsarchiv show --original $1"
    "$program" show "$archive" "$1" --original 2>"$tmp/err" | cmp -s - "$2" || fail 'the original is not the same'
}

expect 0 init "$archive"
expect 4 import "$archive" "$files" --ocr off --json
json_is 1 rejected
json_is 2 failed
err_has 'halb.docx'
err_has 'bombe.zip'
err_has 'bild.gif'
expect 0 check "$archive" --read-data

if [ -f "$files/vorlage.pdf" ]; then
    expect 0 search "$archive" Lueckenschluss --json
    json_is akten/vorlage.pdf hits 0 id
    json_is 3 hits 0 page
    json_is 3 hits 0 pages
    expect 0 search "$archive" Lueckenschluss
    out_has 'S. 3: '
    same akten/vorlage.pdf "$files/vorlage.pdf"
    expect 0 show "$archive" akten/vorlage.pdf --text --page 2
    out_has 'Sachdarstellung'
    out_lacks 'Lueckenschluss'
    expect 7 show "$archive" akten/vorlage.pdf --text --page 4
    expect 2 show "$archive" akten/vorlage.pdf --page 1
    expect 0 show "$archive" akten/vorlage.pdf --json
    json_is application/pdf mime_type
    json_is 3 provenance pages '#'
    json_is text provenance text_state
    expect 0 show "$archive" akten/leer.pdf --json
    json_is none provenance text_state
fi

# members and attachments are documents of their own, and say where they were
expect 0 search "$archive" Haushaltssatzung --json
json_is 3 total
same 'akten/jahrgang.zip!/2019/beschluss.docx' "$files/protokoll.docx"
expect 0 show "$archive" 'akten/anfrage.eml!/2019/beschluss.docx' --json
json_is akten/anfrage.eml provenance container
expect 0 show "$archive" akten/anfrage.eml --json
json_is 2015-02-03 date
json_is stated date_source

# what cannot be searched is listed, counted, and said
expect 0 search "$archive" 'ist:fehlgeschlagen' --json
json_is 2 total
expect 0 search "$archive" 'is:failed NICHT bombe' --json
json_is 1 total
json_is akten/halb.docx hits 0 id
expect 1 search "$archive" Wasserwerk
out_has 'ist:ohne-text'
lost=2
[ ! -f "$files/leer.pdf" ] || lost=3
expect 0 search "$archive" ist:ohne-text --json
json_is $lost total
json_is $lost unsearchable
expect 0 search "$archive" '*' --facets ist --json
json_is $lost facets ist 1 count
expect 0 stats "$archive" --json
json_is $lost without_text
json_is 2 failed
expect 0 show "$archive" akten/halb.docx
out_has 'beschädigt'
same akten/halb.docx "$files/halb.docx"
expect 2 search "$archive" ist:unsinn

# the same again changes nothing, failed ones included; a healed file is taken
expect 4 import "$archive" "$files" --ocr off --json
json_is 0 added
json_is 0 changed
json_is 0 removed
json_is 0 failed
cp "$files/protokoll.docx" "$files/halb.docx"
expect 4 import "$archive" "$files" --ocr off --json
json_is 1 changed
expect 0 search "$archive" ist:fehlgeschlagen --json
json_is 1 total

# a bomb today is no reason to forget what was read of the archive yesterday
cp "$files/bombe.zip" "$files/jahrgang.zip"
expect 4 import "$archive" "$files" --ocr off --json
json_is 0 removed
json_is 1 added
expect 0 search "$archive" Spielplatz --json
json_is 1 total
expect 0 reindex "$archive"
expect 0 search "$archive" ist:fehlgeschlagen --json
json_is 2 total
expect 0 purge "$archive" akten/vorlage.pdf --reason Probe
expect 0 check "$archive" --read-data

# without programs: the documents are kept, and tried again when the programs have come
if [ -f "$files/vorlage.pdf" ]; then
    expect 0 init "$tmp/arm"
    mkdir "$tmp/leer"
    RATSARCHIV_TOOLS=$tmp/leer
    export RATSARCHIV_TOOLS
    expect 4 import "$tmp/arm" "$files/vorlage.pdf" --ocr off
    err_has 'poppler-utils'
    expect 0 import "$tmp/arm" "$files/vorlage.pdf" --ocr off --json
    json_is 1 unchanged
    unset RATSARCHIV_TOOLS
    expect 0 import "$tmp/arm" "$files/vorlage.pdf" --ocr off --json
    json_is 1 changed
    expect 0 search "$tmp/arm" Lueckenschluss
fi
RATSARCHIV_HELPER=$tmp/nirgends
export RATSARCHIV_HELPER
expect 4 import "$archive" "$files/protokoll.docx"
err_has 'ratsarchiv-extract'
finish
