#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Ours and its peers on the same texts and queries in one run.

    benchmarks/peers/compare.py --texts DIR --queries DIR --work DIR

Builds the peers, indexes, times every class of queries, checks that the engines found the same, prints the tables and
writes peers.json, peers_latency.svg and peers_growth.svg. Ends with 1 when they did not agree, with 77 when no peer could be
built. --texts holds docs.jsonl and passages.jsonl, or the *.tok.txt and *.ids.txt from which they are made.
"""

import argparse
import json
import os
import sys

sys.dont_write_bytecode = True  # the modules lie among the sources

import agreement
import engines as engines_module
import growth
import latency
import machine
import plots
import report

STEPS = ["index", "queries", "growth", "report"]


def say(text):
    print(text, file=sys.stderr, flush=True)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", required=True, help="folder of docs.jsonl and passages.jsonl")
    parser.add_argument("--queries", required=True, help="folder of or2.tsv, or35.tsv, long.tsv, ...")
    parser.add_argument("--work", required=True, help="folder for indexes, hits and what has been measured")
    parser.add_argument("--out", default=os.path.join(engines_module.ROOT, "benchmarks", "results"))
    parser.add_argument("--build", default=os.path.join(engines_module.ROOT, "build", "release"))
    parser.add_argument("--engines", default="ours,lucene,xapian,fts5")
    parser.add_argument("--corpora", default="docs,passages")
    parser.add_argument("--steps", default="index,queries,report", help="of %s" % ",".join(STEPS))
    parser.add_argument("--only", action="append", help="only classes whose name contains this")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--budget", type=float, default=120, help="CPU seconds per class and slow engine")
    parser.add_argument("--sample", type=int, default=40, help="but never on fewer queries than this")
    parser.add_argument("--sizes", default=",".join(map(str, growth.SIZES)), help="of the growth step, in passages")
    options = parser.parse_args()
    for name in ("engines", "corpora", "steps"):
        setattr(options, name, getattr(options, name).split(","))
    options.sizes = [int(size) for size in options.sizes.split(",")]
    unknown = set(options.steps) - set(STEPS)
    if unknown:
        parser.error("no such step: " + ", ".join(sorted(unknown)))
    return options


def make_texts(folder, corpus):
    """corpus.jsonl from corpus.tok.txt and corpus.ids.txt, when it is not there yet -> its path"""
    path = os.path.join(folder, corpus + ".jsonl")
    if os.path.exists(path):
        return path
    source = os.path.join(folder, corpus)
    with open(source + ".ids.txt", encoding="utf-8") as ids, open(source + ".tok.txt", encoding="utf-8") as texts, \
            open(path + ".new", "w", encoding="utf-8") as out:
        for name, text in zip(ids, texts):
            out.write('{"id":"%s","text":"%s"}\n' % (name.rstrip("\n"), text.rstrip("\n")))
    os.rename(path + ".new", path)
    return path


class Store:
    """What has been measured, in WORK/measured.json after every step, so that a run that was stopped is not lost."""

    def __init__(self, work):
        self.path = os.path.join(work, "measured.json")
        self.result = {}
        if os.path.exists(self.path):
            with open(self.path, encoding="utf-8") as file:
                self.result = json.load(file)

    def save(self):
        with open(self.path + ".new", "w", encoding="utf-8") as out:
            json.dump(self.result, out, indent=1, ensure_ascii=False)
        os.replace(self.path + ".new", self.path)

    def put_row(self, name, row):
        """Adds a row, in place of the one of the same engine, corpus and class."""
        def key(r):
            return r["class"], r["corpus"], r["engine"]
        rows = self.result.setdefault(name, [])
        same = [i for i, old in enumerate(rows) if key(old) == key(row)]
        if same:
            rows[same[0]] = row
        else:
            rows.append(row)


def index(engines, options, store):
    for corpus in options.corpora:
        texts = make_texts(options.texts, corpus)
        for engine in engines:
            said = engine.index(texts, os.path.join(options.work, "%s.%s" % (engine.name, corpus)))
            if "version" in said:
                store.result.setdefault("versions", {})[engine.name] = said.pop("version")
            store.result.setdefault("building", {}).setdefault(corpus, {})[engine.name] = said
            store.save()
            say("indexed %-8s %-7s %.1f CPU s, %.1f MB" % (corpus, engine.name, said["cpu_s"], said["index_bytes"] / 1e6))


def ids_of(path):
    return [line.split("\t", 1)[0] for line in latency.read_queries(path)]


def measure(engines, options, store):
    """Class by class with all engines in turn, so that they share the machine's better and worse moments."""
    for cls in latency.CLASSES:
        if options.only and not any(part in cls.name for part in options.only):
            continue
        for corpus in options.corpora:
            reference = None
            for engine in engines:
                folder = os.path.join(options.work, "%s.%s" % (engine.name, corpus))
                row, sample, hits = latency.measure(engine, corpus, folder, cls, options)
                found = agreement.read_hits(hits)
                if cls.timed:
                    store.put_row("latency", row)
                if engine.name == "ours":
                    reference = found
                elif reference:
                    agreed = agreement.compare(reference, found, ids_of(sample))
                    agreed.update({"engine": engine.name, "corpus": corpus, "class": cls.name})
                    store.put_row("agreement", agreed)
                store.save()
                say("%-30s %-8s %-7s mean %.1f us, p99 %.1f us" % (
                    cls.name, corpus, engine.name, row["mean_us"], row["p99_us"]))


def write(path, text):
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)


def publish(options, store):
    result = store.result
    order = {cls.name: number for number, cls in enumerate(latency.CLASSES)}
    for rows in (result.get("latency", []), result.get("agreement", [])):
        rows.sort(key=lambda row: (order[row["class"]], row["corpus"]))
    os.makedirs(options.out, exist_ok=True)
    write(os.path.join(options.out, "peers.json"), json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    if result.get("latency"):
        write(os.path.join(options.out, "peers_latency.svg"), plots.latency(result))
    if result.get("growth"):
        write(os.path.join(options.out, "peers_growth.svg"), plots.growth(result))
    print(report.markdown(result))


def main():
    options = arguments()
    agreement.self_test()
    os.makedirs(options.work, exist_ok=True)
    store = Store(options.work)
    engines = []
    for engine in engines_module.all_engines(options.work, options.build):
        if engine.name.split("_")[0] in options.engines:
            engine.build()
            if engine.missing:
                say("without %s: %s" % (engine.label, engine.missing))
            else:
                engines.append(engine)
    if not any(not engine.name.startswith("ours") for engine in engines):
        say("no peer is here")
        return 77
    store.result.setdefault("labels", {}).update((engine.name, engine.label) for engine in engines)
    if options.steps != ["report"]:
        store.result["machine"] = machine.describe(engines_module.ROOT)
    if "index" in options.steps:
        index(engines, options, store)
    asked = [engine for engine in engines if not engine.only_built]
    if "queries" in options.steps:
        measure(asked, options, store)
    if "growth" in options.steps:
        store.result["growth"] = growth.run(asked, options, say)
        store.save()
    if "report" in options.steps:
        publish(options, store)
    wrong = [what for row in store.result.get("agreement", []) for what in agreement.complaints(row)]
    for what in wrong:
        say("they do not agree: " + what)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
