#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Installs what building and testing need and what is not there yet; does nothing when all of it is.
# Debian 12 or newer. run.sh and test.sh call this.
set -eu

packages='
gcc g++ libc6-dev cmake ninja-build pkg-config gettext
libxxhash-dev nettle-dev libutf8proc-dev libstemmer-dev libsqlite3-dev zlib1g-dev libjansson-dev libxapian-dev
libmicrohttpd-dev libcurl4-openssl-dev libxml2-dev libzip-dev libseccomp-dev poppler-utils antiword catdoc
libcmocka-dev strace xapian-tools python3
'

if ! command -v dpkg-query >/dev/null 2>&1; then
    echo 'install-deps: not a Debian system, nothing installed; needed are what Debian calls' $packages >&2
    exit 0
fi

missing=
for package in $packages; do
    case $(dpkg-query -W -f='${db:Status-Abbrev}' "$package" 2>/dev/null || :) in
    ?i*) ;;
    *) missing="$missing $package" ;;
    esac
done
[ -n "$missing" ] || exit 0

root=
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null 2>&1; then
        echo "install-deps: missing:$missing" >&2
        echo "install-deps: neither root nor sudo; ask for: apt-get install --no-install-recommends$missing" >&2
        exit 1
    fi
    root=sudo
fi

echo "==> installing$missing"
apt_get() {
    $root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@" </dev/null >/dev/null
}
# Without a network the lists and packages that are already here may do.
apt_get update || echo 'install-deps: apt-get update failed, trying with the lists that are here' >&2
apt_get install -y --no-install-recommends $missing
