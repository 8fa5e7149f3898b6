#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The shared library of the shim shows exactly the functions that xapian/shim.h declares.
# Usage: check_shim_symbols.sh BINARY_DIR SOURCE_DIR
set -eu
export LC_ALL=C
library=$1/xapian/librat_xapian.so
header=$2/xapian/shim.h
if ! command -v nm >/dev/null 2>&1; then
    echo 'skipped: nm is not here'
    exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# functions of the header: what stands before a parenthesis, comments apart
sed 's,/\*.*\*/,,' "$header" | grep -v '^ \*' | grep -oE 'rat_xapian_[a-z0-9_]+\(' | tr -d '(' |
    grep -v '^rat_xapian_each$' | sort -u >"$work/declared"
nm -D --defined-only "$library" | sed 's/.* //' | sort -u >"$work/exported"
[ "$(wc -l <"$work/declared")" -gt 50 ] || { echo 'the header is not read'; exit 1; }
if ! diff -u "$work/declared" "$work/exported"; then
    echo 'xapian/shim.h declares (-) other functions than the library shows (+)'
    exit 1
fi
echo "$(wc -l <"$work/exported") functions, all of them declared"
