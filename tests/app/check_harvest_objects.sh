#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Import from an OParl server: what servers do to objects and files. See harvest_cases.py.
command -v python3 >/dev/null 2>&1 || { echo 'skipped: python3 is not here'; exit 77; }
exec python3 -B "$2/tests/app/harvest_cases.py" "$1" "$2" objects
