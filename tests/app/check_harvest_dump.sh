#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The sample archive as a folder and through an OParl server: the same archive. For real data call benchmarks/harvest.py.
command -v python3 >/dev/null 2>&1 || { echo 'skipped: python3 is not here'; exit 77; }
exec python3 -B "$2/benchmarks/harvest.py" "$1/app/ratsarchiv" "$2/corpus/sample/oparl" --page 20 --memory 256
