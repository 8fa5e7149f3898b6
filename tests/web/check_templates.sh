#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A value that nobody gave a type does not compile: neither a plain string, nor raw HTML from a variable, nor a template
# that is no literal. Usage: check_templates.sh BINARY_DIR SOURCE_DIR
set -eu
cc=$(sed -n 's/^CMAKE_C_COMPILER:[A-Z]*=//p' "$1/CMakeCache.txt")
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# compiles CODE: as a page would be compiled
compiles()
{
    printf '%s\n' '#include "web/link.h"' 'void page(struct rat_html *html, const char *text, struct rat_url url);' \
        'void page(struct rat_html *html, const char *text, struct rat_url url)' "{ (void)url, (void)text; $1 }" >"$tmp/page.c"
    "$cc" -std=gnu17 -D_GNU_SOURCE -I"$2" -include "$2/base/banned.h" -c -o "$tmp/page.o" "$tmp/page.c" 2>"$tmp/said"
}

compiles 'RAT_HTML(html, "<p>{}</p>", T(text)); RAT_HTML(html, "<a href=\"{}\">x</a>", url);' "$2" || {
    cat "$tmp/said"
    echo 'a correct page does not compile'
    exit 1
}
for wrong in \
    'RAT_HTML(html, "<p>{}</p>", text);' \
    'RAT_HTML(html, "<p>{}</p>", "text");' \
    'RAT_HTML(html, "<p>{}</p>", RAT_RAW(text));' \
    'RAT_HTML(html, "<p{}>", RAT_FLAG(1, text));' \
    'RAT_HTML(html, text);' \
    'struct rat_url own = text; RAT_HTML(html, "<a href=\"{}\">x</a>", own);' \
    'rat_link_start(0, 0, RAT_PATH(text));' \
    'RAT_HTML(html, "<p>{}</p>", 12);'; do
    if compiles "$wrong" "$2"; then
        echo "this compiles and should not: $wrong"
        exit 1
    fi
done
echo 'what is not escaped does not compile'
