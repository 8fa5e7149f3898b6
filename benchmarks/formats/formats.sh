#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Extracts every file of a folder and prints a table format by format; with FOLDER/ocr-koeln also how near recognised
# texts are to the true ones, beside two recorded engines.
# Usage: formats.sh FOLDER [BINARY_DIR]     FOLDER: corpora/council-files.tar.xz, unpacked
set -eu
export LC_ALL=C
folder=$1
bench=${2:-build/release}/benchmarks/bench_extract
[ -x "$bench" ] || { echo "formats.sh: $bench is not built" >&2; exit 1; }
[ -d "$folder" ] || { echo "formats.sh: $folder is not here, nothing measured" >&2; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/texts"
find "$folder" -type f ! -path '*/reference/*' ! -path '*/engines/*' | sort >"$work/files"
tr '\n' '\0' <"$work/files" | xargs -0 "$bench" --texts "$work/texts" >"$work/lines"

awk -F '\t' '
    { k = $1 ($6 > 0 ? " (scan)" : ""); n[k]++; s[k, $2]++; ms[k] += $3; if ($3 > most[k]) most[k] = $3; pages[k] += $4 }
    END {
        printf "| format | files | text | partly | none | failed | refused | ms a file (most) | pages |\n|---|---|---|---|---|---|---|---|---|\n"
        for (k in n)
            printf "| %s | %d | %d | %d | %d | %d | %d | %.0f (%.0f) | %d |\n", k, n[k], s[k, "text"], s[k, "partly"],
                s[k, "none"], s[k, "failed"], s[k, "refused"], ms[k] / n[k], most[k], pages[k] | "sort"
    }' "$work/lines"
echo
awk -F '\t' '$2 != "text" { n = split($9, part, "/"); print "- " part[n] ": " $2 ", " $7 }' "$work/lines"

scans=$folder/ocr-koeln
[ -d "$scans/reference" ] || exit 0
echo
echo '| characters (words) | this program | Acrobat | OmniPage |'
echo '|---|---|---|---|'
for reference in "$scans"/reference/*.txt; do
    stem=$(basename "$reference" .txt)
    printf '| %s ' "$stem"
    for candidate in "$work/texts/$stem".*.txt "$scans/engines/acrobat/$stem.txt" "$scans/engines/omnipage-plain/$stem.txt"; do
        if [ -f "$candidate" ]; then
            "$bench" --compare "$reference" "$candidate" |
                awk -F '\t' '{ printf "| %.3f (%.3f) ", $1, $2 }'
        else
            printf '| - '
        fi
    done
    echo '|'
done | tee "$work/accuracy"
awk -F '|' '
    { for (i = 3; i <= 5; i++) if (split($i, v, /[ ()]+/) >= 3) { c[i] += v[2]; w[i] += v[3]; n[i]++ } }
    END { printf "| mean "; for (i = 3; i <= 5; i++) printf "| %.3f (%.3f) ", c[i] / n[i], w[i] / n[i]; print "|" }' "$work/accuracy"
