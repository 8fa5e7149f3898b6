#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""one_field.py <DOCUMENTS.jsonl >OUT.jsonl: title and text as one text, so that engines that weigh fields in different ways see
the same document. The title is a space: a missing one would be taken from the text."""
import json
import sys

for line in sys.stdin:
    document = json.loads(line)
    text = (document.get("title") or "") + " " + document.get("text", "")
    json.dump({"id": document["id"], "title": " ", "text": text}, sys.stdout, ensure_ascii=False)
    sys.stdout.write("\n")
