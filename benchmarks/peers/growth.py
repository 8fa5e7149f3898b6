# SPDX-License-Identifier: GPL-2.0-or-later
"""What a query costs as the archive grows.

Archives of the first N passages. Beyond the passages that there are, new ones are made: the first half of one passage and
the second half of another, both drawn by a fixed seed. So words keep their neighbours and their frequencies, hardly a
passage comes twice, and lists of postings grow as the archive does; only the dictionary stays as large as that of the real
passages.

For five million passages: 8 GB of disk (3.6 of them texts, 1.1 our index) and 2.7 GB of memory (peak_rss_mib in the JSON).
"""

import json
import math
import os
import random
import shutil

import latency

SIZES = [10000, 30000, 100000, 333000, 1000000, 5000000]
PEERS_MAX = 1000000  # peers are not asked for larger archives
SEED = 20220101
CLASS = latency.Class("ranked", "ranked", "or", 10, False, True)


def texts(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def write_passages(passages, count, path):
    """{"id","text"} lines: the passages, then mixed ones until there are count; a prefix of what a larger count gives."""
    dice = random.Random(SEED)
    halves = []
    with open(path, "w", encoding="utf-8") as out:
        for i in range(min(count, len(passages))):
            out.write('{"id":"g%d","text":"%s"}\n' % (i, passages[i]))
        if count > len(passages):
            for text in passages:
                middle = text.find(" ", len(text) // 2)
                halves.append((text[:middle], text[middle:]) if middle > 0 else (text, ""))
        for i in range(len(passages), count):
            first, second = int(dice.random() * len(halves)), int(dice.random() * len(halves))
            out.write('{"id":"g%d","text":"%s"}\n' % (i, (halves[first][0] + halves[second][1]).strip()))


def exponent(points):
    """Least squares on logarithms: the b of cost = a * size^b. points: [(size, cost)], at least two sizes."""
    x = [math.log(size) for size, _ in points]
    y = [math.log(cost) for _, cost in points]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    return sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y)) / sum((a - mean_x) ** 2 for a in x)


def run(engines, options, say):
    """-> {"points": [...], "exponents": {engine: b}}. The queries: or2 and or35 together, their median."""
    folder = os.path.join(options.work, "growth")
    os.makedirs(folder, exist_ok=True)
    queries = []
    for name in ("or2", "or35"):
        queries += ["%s.%s" % (name, line) for line in latency.read_queries(os.path.join(options.queries, name + ".tsv"))]
    asked = latency.write_sample(queries, len(queries), os.path.join(folder, "ranked.tsv"))
    passages = texts(os.path.join(options.texts, "passages.jsonl"))
    lines = os.path.join(folder, "passages.jsonl")
    points = []
    for size in options.sizes:
        write_passages(passages, size, lines)
        for engine in engines:
            if engine.name != "ours" and size > PEERS_MAX:
                continue
            place = os.path.join(folder, engine.name)
            built = engine.index(lines, place)
            count, repeat = latency.plan(engine, place, queries, CLASS, options, asked)
            latency.write_sample(queries, count, asked)
            row = engine.query(place, asked, "or", 10, False, repeat)
            shutil.rmtree(place)
            row.update(engine=engine.name, passages=size)
            row.update((key, built[key]) for key in ("cpu_s", "peak_rss_mib", "index_bytes"))
            say("%9d passages  %-7s median %.1f us" % (size, engine.name, row["p50_us"]))
            points.append(row)
    os.remove(lines)
    exponents = {}
    for engine in engines:
        mine = [(p["passages"], p["p50_us"]) for p in points if p["engine"] == engine.name]
        if len({size for size, _ in mine}) > 1:
            exponents[engine.name] = round(exponent(mine), 3)
    return {"points": points, "exponents": exponents, "queries": "or2 and or35, top-10"}
