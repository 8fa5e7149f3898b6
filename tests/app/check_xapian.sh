#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The Xapian index through the program: made, searched, kept up, behind, purged; what it lacks is said in text and JSON.
# Usage: check_xapian.sh BINARY_DIR SOURCE_DIR
. "$2/tests/app/cli.sh"
sample=$2/corpus/sample
archive=$tmp/archiv
expect 0 init "$archive"
expect 0 import "$archive" "$sample/text"
expect 7 search "$archive" Radweg --engine xapian
err_has 'reindex'
expect 7 search "$archive" Radweg --engine xapian --json
json_error not-found
expect 0 stats "$archive" --json
json_is null xapian
expect 2 import "$archive" "$sample/oparl" --engine xapian
expect 0 reindex "$archive" --engine xapian --json
documents=$(value xapian_documents)
expect 0 stats "$archive" --json
json_is "$documents" xapian documents
json_is false xapian behind

# the same totals, facets and pages by date on both engines, in one order
for query in Radweg '"des Radweges"' 'Radweg NICHT Haushalt' 'Straß*' 'datum:2004..2006' '*' 'titel:Radweg UND datum:>=2005'; do
    for engine in native xapian; do
        expect 0 search "$archive" "$query" --engine $engine --sort newest --facets jahr,typ,gremium --json
        json_is $engine engine
        sed -e 's/"\(took_us\|score\)":[-0-9.e+]*//g' -e 's/"engine":"[a-z]*"//' -e 's/"notes":.*//' \
            "$tmp/out" >"$tmp/$engine"
    done
    cmp -s "$tmp/native" "$tmp/xapian" || fail "both engines answer differently: $query"
done

# what it lacks is said
expect 0 search "$archive" 'Radweg Haushalt' --engine xapian
out_has 'Wortstamm'
expect 0 search "$archive" 'Radweg Haushalt' --engine xapian --json
json_has notes 0
expect 0 search "$archive" 'Radweg' --engine xapian --sort newest --group paper --facets jahr
out_has 'Dokumente, nicht Vorlagen'
expect 0 search "$archive" 'Radweg' --engine xapian --group paper --json
grouped=$(value total)
expect 0 search "$archive" 'Radweg' --group paper --json
json_is "$grouped" total

# topics
printf '1\tRadweg Haushalt\n2\tniemandweißwas\n' >"$tmp/topics.tsv"
for mode in or and phrase prefix bool; do
    for engine in native xapian; do
        expect 0 topics "$archive" --queries "$tmp/topics.tsv" --mode $mode --engine $engine
        cut -d ' ' -f 1,3 "$tmp/out" | sort >"$tmp/$engine"
    done
    cmp -s "$tmp/native" "$tmp/xapian" || fail "both engines find other documents: --mode $mode"
done

# behind, and up again
expect 0 import "$archive" "$sample/oparl" --engine native
expect 0 search "$archive" Radweg --engine xapian
out_has 'Generation'
expect 0 stats "$archive" --json
json_is true xapian behind
expect 0 check "$archive"
expect 0 import "$archive" "$sample/oparl" --json
expect 0 search "$archive" Radweg --engine xapian
out_lacks 'Generation'

expect 0 search "$archive" Radweg --engine xapian --json
id=$(value hits 0 id)
total=$(value total)
expect 0 purge "$archive" "$id" --reason 'ein Test'
expect 0 search "$archive" Radweg --engine xapian --json
json_is $((total - 1)) total
expect 0 check "$archive"
expect 0 optimize "$archive"
expect 0 check "$archive"
finish
