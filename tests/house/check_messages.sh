#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Every message of the sources is translated: runs po/update.sh on a copy of the tree and fails when a
# translation there lacks a message, leaves it untranslated or fuzzy (msgfmt drops those), or changes its
# printf conversions. Usage: check_messages.sh BINARY_DIR SOURCE_DIR. Before it judges the tree it shows on a
# made-up one that it can fail.
set -eu
export LC_ALL=C

# listed TEST...: find's answer without the folders that hold no messages
listed()
{
    find . \( -path ./build -o -path ./.git -o -path ./tests -o -path ./corpus/sample \) -prune -o "$@" -print
}

# copy_tree DIR COPY: what po/update.sh reads and writes, so that the tree itself stays as it is
copy_tree()
(
    rm -rf "$2"
    cd "$1"
    listed -type d | while IFS= read -r folder; do
        mkdir -p "$2/$folder"
    done
    listed -type f \( -name '*.[ch]' -o -path './po/*' \) | while IFS= read -r file; do
        cp "$file" "$2/$file"
    done
)

# msgids PO WHICH: the messages that msgattrib --WHICH picks, without the header
msgids()
{
    msgattrib --no-obsolete --no-wrap "--$2" "$1" |
        awk 'BEGIN { RS = ""; ORS = "\n\n" } !/(^|\n)msgid ""\nmsgstr "/ { sub(/\nmsgstr.*/, ""); print }'
}

# check_tree DIR: names what is not translated; fails when there is anything
check_tree()
(
    copy_tree "$1" "$work/copy"
    if ! sh "$work/copy/po/update.sh" >"$work/log" 2>&1; then
        echo 'po/update.sh fails:'
        cat "$work/log"
        exit 1
    fi
    found=
    for po in "$work"/copy/po/*.po; do
        for which in untranslated only-fuzzy; do
            msgids "$po" "$which" >"$work/msgids"
            [ -s "$work/msgids" ] || continue
            printf 'po/%s, %s; after po/update.sh translate:\n' "${po##*/}" "$which"
            cat "$work/msgids"
            found=yes
        done
    done
    [ -z "$found" ]
)

# make_good_tree: two messages, both translated
make_good_tree()
{
    rm -rf "$tree"
    for room in base text extract storage indexer query app po tests; do
        mkdir -p "$tree/$room"
    done
    cp "$update" "$tree/po/update.sh"
    printf '%s\n' 'f(_("Größe: %s"));' 'g(N_("eins\n"' '"zwei"));' '/* _("nur Gerede") */' >"$tree/base/one.c"
    echo 'f(_("ein Test"));' >"$tree/tests/one.c"
    printf '%s\n' 'msgid ""' 'msgstr ""' '"Language: en\n"' '"MIME-Version: 1.0\n"' \
        '"Content-Type: text/plain; charset=UTF-8\n"' '"Content-Transfer-Encoding: 8bit\n"' '' \
        '#, c-format' 'msgid "Größe: %s"' 'msgstr "size: %s"' '' \
        'msgid ""' '"eins\n"' '"zwei"' 'msgstr ""' '"one\n"' '"two"' >"$tree/po/en.po"
}

# must_fail WORDS: the tree has been spoilt, check_tree must say so in these words
must_fail()
{
    if said=$(check_tree "$tree"); then
        echo "check_messages does not notice: $1"
        exit 1
    fi
    case $said in
    *"$1"*) ;;
    *) echo "check_messages says '$said' instead of '$1'"; exit 1 ;;
    esac
    make_good_tree
}

# edit SED_SCRIPT: changes the made-up translation
edit()
{
    sed "$1" "$tree/po/en.po" >"$work/edited"
    cp "$work/edited" "$tree/po/en.po"
}

self_test()
{
    make_good_tree
    before=$(cksum <"$tree/po/en.po")
    check_tree "$tree" || { echo 'check_messages refuses a good tree'; exit 1; }
    [ "$before" = "$(cksum <"$tree/po/en.po")" ] || { echo 'check_messages changes the tree'; exit 1; }
    echo 'f(_("fehlt"));' >"$tree/app/two.c"; must_fail 'msgid "fehlt"'
    echo 'f(N_("fehlt auch"));' >"$tree/query/two.h"; must_fail 'msgid "fehlt auch"'
    printf '%s\n' 'f(_("drei\n" "vier"));' >"$tree/text/two.c"; must_fail '"vier"'
    edit 's/^msgstr "size.*/msgstr ""/'; must_fail 'msgid "Größe: %s"'
    edit 's/^#, c-format/#, fuzzy, c-format/'; must_fail 'only-fuzzy'
    edit 's/^msgstr "size.*/msgstr "size: %d"/'; must_fail 'po/update.sh fails'
    edit 's/^"one.*/""/; s/^"two"/""/'; must_fail '"zwei"'
    cp "$tree/po/en.po" "$tree/po/fr.po"
    edit 's/^msgstr "size.*/msgstr ""/'; must_fail 'po/en.po'
}

if ! command -v xgettext >/dev/null 2>&1; then
    echo 'xgettext is not here (Debian: gettext), messages not checked'
    exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree=$work/tree
update=$2/po/update.sh
self_test
check_tree "$2"
echo 'every message is translated'
