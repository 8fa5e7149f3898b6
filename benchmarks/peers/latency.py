# SPDX-License-Identifier: GPL-2.0-or-later
"""The classes of queries, and measuring them."""

import collections
import os

Class = collections.namedtuple("Class", "name file mode k count timed")

CLASSES = [
    Class("OR top-10, or2", "or2", "or", 10, False, True),
    Class("OR top-10, or35", "or35", "or", 10, False, True),
    Class("OR top-10, long", "long", "or", 10, False, True),
    Class("OR top-10, hidf", "hidf", "or", 10, False, True),
    Class("OR top-1000, or2", "or2", "or", 1000, False, True),
    Class("OR top-1000, long", "long", "or", 1000, False, True),
    Class("OR top-10 + exact count, or35", "or35", "or", 10, True, True),
    Class("OR top-10 + exact count, long", "long", "or", 10, True, True),
    Class("AND top-10", "and", "and", 10, False, True),
    Class("phrase top-10", "phrase", "phrase", 10, False, True),
    Class("boolean top-10", "bool", "bool", 10, False, True),
    Class("prefix top-10, scored", "prefix", "prefix", 10, False, True),
    # only for agreement: totals of what is timed without them
    Class("AND, totals", "and", "and", 10, True, False),
    Class("phrase, totals", "phrase", "phrase", 10, True, False),
    Class("boolean, totals", "bool", "bool", 10, True, False),
    Class("prefix, totals", "prefix", "prefix", 10, True, False),
]
PROBE = 8        # queries that show how slow a class is
SAMPLE_FEW = 150 # when no more than these fit the budget, one timed pass must do


def read_queries(path):
    with open(path, encoding="utf-8") as lines:
        return [line.rstrip("\n") for line in lines if "\t" in line]


def write_sample(queries, count, path):
    """`count` of the queries, evenly spaced -> path"""
    with open(path, "w", encoding="utf-8") as out:
        for i in range(count):
            out.write(queries[i * len(queries) // count] + "\n")
    return path


def plan(engine, folder, queries, cls, options, scratch):
    """How many queries and repeats of a slow class fit the budget (with a pass for warming up and one for the hits)."""
    repeat = options.repeat if cls.timed else 1
    if not engine.adaptive or len(queries) <= options.sample:
        return len(queries), repeat
    probe = write_sample(queries, PROBE, scratch)
    seconds = engine.query(folder, probe, cls.mode, cls.k, cls.count, 1)["mean_us"] / 1e6
    fits = int(options.budget / max(seconds * (repeat + 2), 1e-9))
    if fits >= len(queries):
        return len(queries), repeat
    if fits < SAMPLE_FEW:
        repeat = 1
        fits = int(options.budget / (seconds * (repeat + 2)))
    return min(max(fits, options.sample), len(queries)), repeat


def measure(engine, corpus, folder, cls, options):
    """One cell: a class on one corpus by one engine -> its row; hits are written beside it for the agreement."""
    queries = read_queries(os.path.join(options.queries, cls.file + ".tsv"))
    name = "%s.%s.%s.%s.%d%s" % (engine.name, corpus, cls.file, cls.mode, cls.k, ".count" if cls.count else "")
    sample = os.path.join(options.work, "hits", name + ".tsv")
    os.makedirs(os.path.dirname(sample), exist_ok=True)
    count, repeat = plan(engine, folder, queries, cls, options, sample)
    write_sample(queries, count, sample)
    hits = os.path.join(options.work, "hits", name + ".hits")
    row = engine.query(folder, sample, cls.mode, cls.k, cls.count, repeat, hits)
    row.update(engine=engine.name, corpus=corpus, k=cls.k, count=cls.count, repeat=repeat, of=len(queries))
    row["class"] = cls.name
    return row, sample, hits
