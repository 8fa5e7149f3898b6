#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The same council papers twice: a dump folder imported as it is, and harvested from a local OParl 1.1 server that serves it.

    harvest.py PROGRAM DUMP [--work FOLDER] [--page 100] [--queries FILE.tsv] [--threads 1] [--memory 6000]

Prints one JSON object: times, requests, and whether catalogues, index files, statistics and the answers to the queries are the
same; exit code 1 when they are not. Then objects are changed and deleted at the server, and an increment must bring exactly that.
One thread and enough memory for one batch make the index files comparable byte by byte.
"""
import argparse
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tests", "support"))
from oparl_server import Server, dump_world, time_text  # noqa: E402

# What says where a thing came from differs; numbers of rows and checksums follow from it.
APART = {"source_id", "stamp", "checksum", "location", "imported_at", "row", "paper_row", "meeting_row", "pack", "offset"}


def run(*arguments, codes=(0,)):
    process = subprocess.run([*arguments, "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if process.returncode not in codes:
        sys.exit(f"{arguments}: {process.returncode} {process.stdout.decode()[:1000]} {process.stderr.decode()[:1000]}")
    return json.loads(process.stdout)


def rows(archive, table):
    db = sqlite3.connect(f"file:{archive}/catalogue.db?mode=ro", uri=True)
    names = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
    kept = [name for name in names if name not in APART]
    owner = {"consultations": ("papers", "paper_row"), "paper_links": ("papers", "paper_row"),
             "agenda_items": ("meetings", "meeting_row")}.get(table)
    key = f", (SELECT id FROM {owner[0]} WHERE row = {table}.{owner[1]})" if owner else ""
    found = sorted(db.execute(f"SELECT {', '.join(kept)}{key} FROM {table}").fetchall(), key=repr)
    db.close()
    return found, kept


def compare_catalogues(folder, server, differences):
    for table in ("papers", "consultations", "paper_links", "documents", "versions", "meetings", "agenda_items",
                  "organizations", "contents"):
        (left, names), (right, _) = rows(folder, table), rows(server, table)
        if left == right:
            continue
        only_left, only_right = [one for one in left if one not in set(right)], [one for one in right if one not in set(left)]
        differences.append({"table": table, "rows": [len(left), len(right)], "only_folder": len(only_left),
                            "only_server": len(only_right), "example": example(names, only_left, only_right)})


def example(names, left, right):
    if not left or not right:
        return repr((left or right)[:1])[:600]
    return {name: [repr(a)[:300], repr(b)[:300]] for name, a, b in zip(names, left[0], right[0]) if a != b}


def terms(program, archive):
    """Every term of every segment with the number of its documents, those that spell the source's own name taken out."""
    process = subprocess.run([program, "dump", archive, "--what", "terms"], stdout=subprocess.PIPE, check=True)
    found = re.findall(rb"^  (\S.*?)  ordinal \d+  df (\d+)", process.stdout, re.M)
    return [one for one in found if not one[0].startswith((b"value:source:", b"word:source:"))]


def compare_index(program, folder, server, differences):
    """Files of the index that are equal to the byte. Those that spell the source cannot be; their terms must be."""
    equal, names = [], sorted(os.listdir(os.path.join(folder, "index")))
    if names != sorted(os.listdir(os.path.join(server, "index"))):
        differences.append({"index": "other files"})
        return equal
    for name in names:
        with open(os.path.join(folder, "index", name), "rb") as a, open(os.path.join(server, "index", name), "rb") as b:
            if a.read() == b.read():
                equal.append(name)
    for part in ("model-", ".posi", ".offs"):
        if [name for name in names if part in name and name not in equal]:
            differences.append({"index": part})
    if terms(program, folder) != terms(program, server):
        differences.append({"index": "terms"})
    return equal


def compare_answers(program, folder, server, queries, differences):
    asked = 0
    for query in queries:
        answers = []
        for archive in (folder, server):
            answer = run(program, "search", archive, query, "--facets", "jahr,typ,gremium", codes=(0, 1))
            answer.pop("took_us")
            answers.append(answer)
        asked += 1
        if answers[0] != answers[1]:
            differences.append({"query": query})
    for key in ("documents", "papers", "positions", "segments", "text_bytes", "deleted"):
        left, right = run(program, "stats", folder)[key], run(program, "stats", server)[key]
        if left != right:
            differences.append({"stats": key, "values": [left, right]})
    return asked


def change(world):
    """Changes a paper's text and title, deletes a paper, removes a file. What must be found, and what must not."""
    now = time_text(time.time())
    owners = {}
    for id, one in world.objects["papers"].items():
        for file in one.get("auxiliaryFile", []):
            owners.setdefault(file["id"], set()).add(id)
    alone = [id for id, one in world.objects["papers"].items() if not one.get("deleted") and one.get("auxiliaryFile")
             and all(len(owners[file["id"]]) == 1 and file["id"] in world.objects["files"] for file in one["auxiliaryFile"])]
    changed, deleted, without = [world.objects["papers"][id] for id in alone[:3]]
    text = changed["auxiliaryFile"][0]
    text["modified"] = now
    world.touch("papers", changed["id"], name="Geänderter Titel Quittenbaum")
    world.objects["files"][text["id"]].update(text="Der neue Text nennt den Quittenbaum.", modified=now)
    gone = [file["id"] for file in deleted["auxiliaryFile"]] + [without["auxiliaryFile"][0]["id"]]
    world.delete("papers", deleted["id"], now)
    world.touch("papers", without["id"], auxiliaryFile=without["auxiliaryFile"][1:])
    return text["id"], gone


def check_increment(program, archive, server, options, differences):
    before = len(server.log)
    found, gone = change(server.world)
    started = time.time()
    report = run(program, "import", archive, server.url, "--rate", "1000", *options)
    took = time.time() - started
    hits = run(program, "search", archive, "Quittenbaum", codes=(0, 1))
    db = sqlite3.connect(f"file:{archive}/catalogue.db?mode=ro", uri=True)
    removed = {row[0] for row in db.execute("SELECT id FROM documents WHERE removed_at IS NOT NULL")}
    db.close()
    if [hit["id"] for hit in hits["hits"]][:1] != [found] or not removed.issuperset(gone) or report["added"] \
            or report["removed"] != len(gone) or report["papers_removed"] != 1 or not report["harvest"]["incremental"]:
        differences.append({"increment": report, "hits": hits["hits"][:1], "gone": [id in removed for id in gone]})
    return {"s": round(took, 2), "requests": len(server.log) - before, "changed": report["changed"],
            "removed": report["removed"]}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program")
    parser.add_argument("dump")
    parser.add_argument("--work")
    parser.add_argument("--page", type=int, default=100)
    parser.add_argument("--queries")
    parser.add_argument("--threads", default="1")
    parser.add_argument("--memory", default="6000")
    options = parser.parse_args()
    work = options.work or tempfile.mkdtemp(prefix="rat-harvest-")
    os.makedirs(work, exist_ok=True)
    folder, served = os.path.join(work, "folder"), os.path.join(work, "served")
    how = ["--threads", options.threads, "--memory", options.memory]
    queries = ["Radweg", '"Haushalt"', "Kindertagesstätte", "Beschluss gremium:Gemeinderat", "Straße datum:2010..2020"]
    if options.queries:
        with open(options.queries, encoding="utf-8") as stream:
            queries += [line.rstrip("\n").split("\t")[-1] for line in stream]
    differences, result = [], {}
    for archive in (folder, served):
        shutil.rmtree(archive, ignore_errors=True)
        run(options.program, "init", archive)
    started = time.time()
    report = run(options.program, "import", folder, options.dump, *how)
    result["folder"] = {"s": round(time.time() - started, 2), "documents": report["documents"]}
    with Server(dump_world(options.dump), {"deleted-listed"}, page=options.page) as server:
        started = time.time()
        report = run(options.program, "import", served, server.url, "--rate", "1000", *how)
        result["served"] = {"s": round(time.time() - started, 2), "documents": report["documents"],
                            "harvest_s": round(report["harvest"]["wall_s"], 2), "requests": len(server.log),
                            "bytes": report["harvest"]["bytes"], "store_bytes": store_size(served)}
        compare_catalogues(folder, served, differences)
        result["equal_index_files"] = compare_index(options.program, folder, served, differences)
        result["queries"] = compare_answers(options.program, folder, served, queries, differences)
        before, started = len(server.log), time.time()
        report = run(options.program, "import", served, server.url, "--rate", "1000", *how)
        result["again"] = {"s": round(time.time() - started, 2), "requests": len(server.log) - before,
                           "unchanged": report["unchanged"]}
        if report["commits"]:
            differences.append({"again": report})
        result["increment"] = check_increment(options.program, served, server, how, differences)
    if not run(options.program, "check", served, "--read-data")["sound"]:
        differences.append("check")
    result["differences"] = differences
    print(json.dumps(result, ensure_ascii=False, indent=1))
    if not options.work:
        shutil.rmtree(work)
    sys.exit(1 if differences else 0)


def store_size(archive):
    return sum(os.path.getsize(os.path.join(folder, name)) for folder, _, names in os.walk(os.path.join(archive, "harvest"))
               for name in names)


if __name__ == "__main__":
    main()
