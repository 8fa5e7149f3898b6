#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Installs what is missing, builds with AddressSanitizer and UBSan and runs every test.
# Arguments go to ctest: ./test.sh -R storage
set -eu
cd "$(dirname "$0")"
sh cmake/install-deps.sh
cmake --preset dev
cmake --build --preset dev
exec ctest --preset dev "$@"
