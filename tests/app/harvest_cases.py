# SPDX-License-Identifier: GPL-2.0-or-later
"""Imports from a test server on loopback: what each deviation of a real server must lead to. Arguments: BINARY_DIR SOURCE_DIR
[NAME or GROUP...]. Archives are compared by what their catalogues say, the server's address taken out."""
import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback

binary, source, chosen = sys.argv[1], sys.argv[2], sys.argv[3:]
sys.path.insert(0, os.path.join(source, "tests", "support"))
from oparl_server import Server, small_world, time_text  # noqa: E402

PROGRAM = os.path.join(binary, "app", "ratsarchiv")
HASTY = ["--rate", "1000", "--retry-wait", "20"]
environment = dict(os.environ, LANG="C")
tmp = tempfile.mkdtemp(prefix="rat-harvest-")


class Failed(Exception):
    pass


def need(condition, *what):
    if not condition:
        raise Failed(" ".join(str(one) for one in what))


def run(*arguments, code=0, start=False):
    """Runs the program; its JSON. start: only starts it."""
    command = [PROGRAM, *arguments, "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
    if start:
        return process
    out, err = process.communicate(timeout=240)
    need(b"Sanitizer" not in err and b"runtime error" not in err, "a sanitizer complains:", err.decode()[-3000:])
    need(process.returncode == code, "exit code", process.returncode, "instead of", code, out.decode()[:2000], err.decode()[:2000])
    return json.loads(out) if out.strip() else {}


def new_archive(*options):
    archive = tempfile.mkdtemp(dir=tmp)
    os.rmdir(archive)
    run("init", archive, *options)
    return archive


def harvest(archive, server, *options, code=0):
    return run("import", archive, server.url, *HASTY, *options, code=code)


TABLES = {
    "papers": "id removed_at reference name type date date_origin is_public body raw consultation_count link_count".split(),
    "consultations": "paper_row place id body_id body meeting_id item_id item_number role result date is_public".split(),
    "documents": ("id paper_id meeting_id removed_at original_sha text_sha title name type reference date date_origin"
                  " location download_url mime_type version").split(),
    "meetings": "id removed_at name start organization_ids item_count raw".split(),
    "agenda_items": "meeting_row place id number name result consultation_id".split(),
    "organizations": "id name raw".split(),
}


def contents(archive, server, ignore=()):
    """What the catalogue says, but for numbers that depend on the order of events."""
    db = sqlite3.connect(f"file:{archive}/catalogue.db?mode=ro", uri=True)
    said = {}
    for table, columns in TABLES.items():
        columns = [one for one in columns if f"{table}.{one}" not in ignore and one not in ignore]
        keyed = {"consultations": "papers", "agenda_items": "meetings"}.get(table)
        rows = []
        for row in db.execute(f"SELECT {', '.join(columns)} FROM {table}"):
            row = [clean(value, server) for value in row]
            if keyed:
                owner = db.execute(f"SELECT id FROM {keyed} WHERE row = ?", (row[0],)).fetchone()[0]
                row[0] = clean(owner, server)
            rows.append(dict(zip(columns, row)))
        said[table] = sorted(rows, key=lambda row: json.dumps(row, sort_keys=True, default=str))
    db.close()
    return said


def clean(value, server):
    if isinstance(value, bytes):
        value = value.hex() if len(value) == 32 else value.decode("latin-1")
    if isinstance(value, str):
        value = value.replace(server.base, "BASE").replace("BASE//", "BASE/")
    return value


def same(said, wanted, what="archives"):
    for table in wanted:
        if said[table] == wanted[table]:
            continue
        for one in said[table]:
            need(one in wanted[table], what, "differ:", table, "has", one, "instead of",
                 [other for other in wanted[table] if other.get("id") == one.get("id")][:1])
        for one in wanted[table]:
            need(one in said[table], what, "differ:", table, "lacks", one)


def check(archive):
    need(run("check", archive, "--read-data")["sound"], "the archive is not sound")


def active(archive):
    db = sqlite3.connect(f"file:{archive}/catalogue.db?mode=ro", uri=True)
    ids = {row[0].rsplit("/", 1)[-1] for row in db.execute("SELECT id FROM documents WHERE removed_at IS NULL")}
    db.close()
    return ids


reference = {}


def wanted():
    """What a well-behaved server leads to."""
    if not reference:
        archive = new_archive()
        with Server(small_world()) as server:
            report = harvest(archive, server)
            need(report["added"] == 34 and report["harvest"]["complete"], "the plain import:", report)
            need(report["harvest"]["bodies"] == [{"name": "Auenfeld", "ags": "08212000"}], report["harvest"]["bodies"])
            reference.update(contents(archive, server))
            need(not any("limit=" in path for path in server.paths()), "limit was sent")
            server.clear()
            report = harvest(archive, server)
            need(report["added"] + report["changed"] + report["papers_changed"] == 0, "the same again:", report)
            need(report["unchanged"] == 34 and report["commits"] == 0, "the same again:", report)
            need(report["harvest"]["incremental"], "the same again is no increment")
            need(all("+" not in path and "%" not in path for path in server.paths()), server.paths())
        check(archive)
    return reference


def same_with(*quirks, ignore=(), page=10, increment=True, code=0, world=None):
    """A first import and an increment with the quirks: as without them."""
    archive = new_archive()
    with Server(world or small_world(), quirks, page=page) as server:
        report = harvest(archive, server, code=code)
        expected = {table: [{key: value for key, value in row.items() if key not in ignore} for row in rows]
                    for table, rows in wanted().items()}
        for table in expected:
            expected[table].sort(key=lambda row: json.dumps(row, sort_keys=True, default=str))
        same(contents(archive, server, ignore), expected, "+".join(quirks))
        if increment:
            change(server.world)
            report = harvest(archive, server, code=code)
            changed(archive, server)
            need(report["changed"] == 1 and report["added"] == 1, "increment:", report)
    check(archive)
    return report


def change(world):
    """A paper gets another file, another one is deleted, a third is new."""
    old = world.objects["papers"]["{base}/papers/5"]
    text = "Der Radweg 5 wird doch nicht gebaut, sagt Neuwort."
    world.downloads["/download/5.txt"] = ("text/plain; charset=utf-8", text.encode())
    world.touch("papers", "{base}/papers/5", mainFile=dict(old["mainFile"], modified=time_text(time.time())))
    world.delete("papers", "{base}/papers/6")
    new = dict(world.objects["papers"]["{base}/papers/7"], id="{base}/papers/26", name="Neue Vorlage", reference="2020/26",
               consultation=[])
    new["mainFile"] = dict(new["mainFile"], id="{base}/files/26", downloadUrl="{base}/download/26.txt", modified=time_text(time.time()))
    new["modified"] = time_text(time.time())
    world.downloads["/download/26.txt"] = ("text/plain; charset=utf-8", "Ein ganz neuer Brunnen".encode())
    world.put("papers", new)


def changed(archive, server):
    ids = active(archive)
    need("26" in ids and "6" not in ids and "1006" not in ids and len(ids) == 33, "after the change:", sorted(ids))
    hits = run("search", archive, "Neuwort")
    need(hits["total"] == 1 and hits["hits"][0]["id"].endswith("/files/5"), "Neuwort:", hits)
    need(run("search", archive, "Wort5", code=1)["total"] == 0, "the old text is still found")


# ---- cases ----

def plain():
    wanted()
    same_with()


def empty_windows():
    for quirk in ("empty-404", "empty-400", "empty-bare"):
        archive = new_archive()
        with Server(small_world(), {quirk}) as server:
            harvest(archive, server)
            before = contents(archive, server)
            report = harvest(archive, server)
            need(report["harvest"]["incremental"] and report["rejected"] == 0 and report["harvest"]["complete"], quirk, report)
            need(len(server.paths("modified_since=2000-01-01")) <= 1, "asked more than once", server.paths("2000-01-01"))
            same(contents(archive, server), before, quirk)
            change(server.world)
            harvest(archive, server)
            changed(archive, server)


def no_filters():
    same_with("no-filters")


def deleted_without_type():
    archive = new_archive()
    with Server(small_world(), {"untyped-deleted"}) as server:
        report = harvest(archive, server)
        need(report["added"] == 34 and report["papers_removed"] == 1, report)
        change(server.world)
        harvest(archive, server)
        changed(archive, server)
    check(archive)


def ags():
    archive = new_archive()
    with Server(small_world(), {"ags-number"}) as server:
        report = harvest(archive, server)
        need(report["harvest"]["bodies"] == [{"name": "Auenfeld", "ags": "08212000"}], report["harvest"]["bodies"])


def double_slashes():
    same_with("double-slash")


def slow_page():
    archive = new_archive()
    with Server(small_world(), {"slow-page"}) as server:
        server.slow = 3
        report = harvest(archive, server)
        need(report["added"] == 34 and report["harvest"]["retries"] == 0, report)
        server.clear()
        server.slow = 30
        report = harvest(new_archive(), server, "--timeout", "1", "--attempts", "2", code=4)
        need(report["harvest"]["lists_failed"] == 1 and report["harvest"]["retries"] == 1, report)


def queries():
    for quirk in ("refuse-encoded", "plus-is-space", "refuse-fraction", "lose-filter"):
        same_with(quirk)


def a_raw_plus_keeps_the_filter():
    """With next links that lose the filter the increment must stay one."""
    for quirk in ("plus-is-space", "lose-filter"):
        archive = new_archive()
        world = small_world()
        with Server(world, {quirk}) as server:
            harvest(archive, server)
            for n in range(1, 16):
                world.touch("papers", f"{{base}}/papers/{n}")
            server.clear()
            harvest(archive, server)
            pages = server.paths("/papers?")
            need(len(pages) == 2 and all("modified_since=" in page for page in pages), quirk, pages)


def now_and_then():
    need(same_with("flaky-500")["harvest"]["retries"] > 0, "no retry")
    need(same_with("truncated-once")["harvest"]["retries"] > 0, "no retry")
    need(same_with("reset-once")["harvest"]["retries"] > 0, "no retry")
    archive = new_archive()
    with Server(small_world(), {"html-once"}) as server: # a page that says sorry is asked for again, a file next time
        report = harvest(archive, server, code=4)
        need(report["harvest"]["retries"] > 0 and report["harvest"]["files_failed"] == 34, report)
        need(harvest(archive, server)["added"] == 34, report)
        same(contents(archive, server), wanted(), "html-once")


def retry_after():
    archive = new_archive()
    with Server(small_world(6), {"rate-limit"}) as server:
        started = time.time()
        report = harvest(archive, server)
        limited = [path for path, status in server.log if status == 429]
        need(report["added"] == 9 and time.time() - started > 0.9 * len(limited), "did not wait", len(limited))


def other_names():
    same_with("other-keys", ignore=("raw",))
    same_with("object-for-list", ignore=("raw",))
    same_with("not-available", ignore=("raw",))
    same_with("control-characters", ignore=("raw",))
    same_with("addresses", increment=False)


def always_today():
    archive = new_archive()
    with Server(small_world(), {"always-today"}) as server:
        harvest(archive, server)
        server.day += 1
        server.clear()
        report = harvest(archive, server)
        need(report["unchanged"] == 34 and report["changed"] + report["papers_changed"] + report["meetings_changed"] == 0, report)
        need(not server.paths("/download/"), "fetched files again")
        server.day += 1
        change(server.world)
        harvest(archive, server)
        need("26" in active(archive), "the new paper is missing")


def no_dates():
    archive = new_archive()
    with Server(small_world(), {"no-dates"}) as server:
        harvest(archive, server)
        rows = contents(archive, server)["papers"]
        need(any(row["date_origin"] == 3 for row in rows), "no date is inferred from the meeting")


def unknown_paths():
    """An unknown path answers 200 with the System object: nothing of it may be taken for a list, an object or a file."""
    archive = new_archive()
    world = small_world()
    world.downloads.pop("/download/2.txt")
    world.objects["papers"]["{base}/papers/3"]["mainFile"] = "{base}/files/404"
    with Server(world, {"system-200", "no-external-files"}) as server:
        world.body["consultation"] = "{base}/body/1/nothing"
        report = harvest(archive, server, code=4)
        ids = active(archive)
        need("2" not in ids and "3" not in ids and "4" in ids, sorted(ids))


def lists_without_end():
    for quirk in ("endless-next", "repeating-next", "circular-next"):
        report = same_with(quirk)
        need(report["harvest"]["requests"] < 60, quirk, report["harvest"])
    for quirk in ("total-lies", "total-huge", "relative-next", "no-links", "null-next", "redirect"):
        same_with(quirk)


def lists_that_are_none():
    archive = new_archive()
    with Server(small_world()) as server:
        harvest(archive, server)
        before = contents(archive, server)
        for quirk in ("html-papers", "redirect-loop", "redirect-file", "next-file", "huge-page", "gzip-bomb"):
            server.quirks = {quirk}
            report = harvest(archive, server, "--full", "--attempts", "2", code=4)
            need(report["harvest"]["lists_failed"] == 1 and not report["harvest"]["complete"], quirk, report)
            need(report["removed"] + report["papers_removed"] == 0, quirk, report)
            same(contents(archive, server), before, quirk)
        server.quirks = set()
        report = harvest(archive, server)
        need(report["harvest"]["complete"] and report["rejected"] == 0, report)
        same(contents(archive, server), before)


def embedded_lists():
    same_with("embedded-lists", "no-external-files", increment=False, page=100)
    same_with("no-external-files")


def bad_items():
    archive = new_archive()
    with Server(small_world(), {"bad-items"}) as server:
        report = harvest(archive, server, code=4)
        need(report["rejected"] == 4 and report["added"] == 34, report)


def files():
    archive = new_archive()
    with Server(small_world(), {"download-file"}) as server:
        report = harvest(archive, server, code=4)
        need(report["harvest"]["files_failed"] == 34 and report["added"] == 0, report)
        need("http" in report["rejections"][0]["message"], report["rejections"][0])
    for quirk in ("html-download", "missing-download"):
        archive = new_archive()
        with Server(small_world(), {quirk}) as server:
            report = harvest(archive, server, code=4)
            need(report["added"] == 33 and report["harvest"]["files_failed"] == 1, quirk, report)
            server.quirks = set()
            server.clear()
            report = harvest(archive, server)
            need(report["added"] == 1 and server.paths("/download/") == ["/oparl/download/2.txt"], quirk, report)
            same(contents(archive, server), wanted(), quirk)
            server.quirks = {quirk}
            server.world.touch("papers", "{base}/papers/2", mainFile=dict(
                server.world.objects["papers"]["{base}/papers/2"]["mainFile"], modified=time_text(time.time())))
            report = harvest(archive, server, code=4)
            need("2" in active(archive), quirk, "took a file that failed today for deleted")
    archive = new_archive()
    with Server(small_world(), {"gone-download"}) as server:
        report = harvest(archive, server)
        need(report["added"] == 33 and report["rejected"] == 0, report)
    archive = new_archive()
    world = small_world()
    for n in range(1, 4):
        world.objects["papers"][f"{{base}}/papers/{n}"]["mainFile"]["mimeType"] = "application/x-unbekannt"
    with Server(world) as server:
        report = harvest(archive, server)
        need(report["harvest"]["unreadable"] == [{"type": "application/x-unbekannt", "count": 3}], report["harvest"])
        need("/oparl/download/1.txt" not in server.paths(), "fetched what is not read")


def texts_in_objects():
    """The text property of a File is its text; the raw object does not hold it a second time."""
    archive = new_archive()
    world = small_world()
    for paper in world.objects["papers"].values():
        if "mainFile" in paper:
            paper["mainFile"].update(text=f"Volltext mit \u0000 und Inline{paper['id'].rsplit('/', 1)[-1]}", mimeType="application/pdf")
    with Server(world) as server:
        report = harvest(archive, server)
        need(report["added"] == 34 and len(server.paths("/download/")) == 9, report, server.paths("/download/"))
        need(run("search", archive, "Inline7")["total"] == 1, "Inline7")
        need("Inline" not in json.dumps(contents(archive, server)["papers"]), "raw holds the text")
        report = harvest(archive, server, "--full")
        need(report["unchanged"] == 34, report)
        world.objects["papers"]["{base}/papers/7"]["mainFile"]["text"] = "Jetzt steht hier Andereswort"
        world.touch("papers", "{base}/papers/7")
        report = harvest(archive, server)
        need(report["changed"] == 1 and run("search", archive, "Andereswort")["total"] == 1, report)


def not_listed():
    """An increment concludes nothing from what is not listed; a complete pass asks for it."""
    archive = new_archive()
    world = small_world()
    with Server(world) as server:
        harvest(archive, server)
        world.objects["papers"].pop("{base}/papers/8")
        world.embedded = {}
        server.unlisted = {"{base}/papers/9", "{base}/organizations/2"}
        harvest(archive, server)
        need({"8", "9"} <= active(archive), "an increment drops what is not listed")
        report = harvest(archive, server, "--full")
        need("8" not in active(archive) and "9" in active(archive), report)
        need(report["papers_removed"] == 1 and len(contents(archive, server)["organizations"]) == 2, report)
        need("/oparl/papers/9" in server.paths() and "/oparl/papers/8" in server.paths(), "did not ask")


def changes_in_lists_of_their_own():
    """A file, a consultation, an agenda item that the lists of files and the like name, but not what holds them."""
    archive = new_archive()
    world = small_world()
    with Server(world) as server:
        harvest(archive, server)
        now = time_text(time.time())
        world.put("files", dict(server.all_of("files")["{base}/files/10"], deleted=True, modified=now))
        consultation = world.objects["papers"]["{base}/papers/11"]["consultation"][0]
        world.put("consultations", dict(consultation, role="Vorberatung", modified=now))
        item = world.objects["meetings"]["{base}/meetings/1"]["agendaItem"][11]
        world.put("agendaitems", dict(item, result="abgelehnt", modified=now))
        harvest(archive, server)
        need("10" not in active(archive) and "11" in active(archive), sorted(active(archive)))
        rows = {row["id"].rsplit("/", 1)[-1]: row for row in contents(archive, server)["consultations"]}
        need(rows["11"]["role"] == "Vorberatung", rows["11"])
        need(rows["12"]["result"] == "abgelehnt", rows["12"])


def nonpublic():
    world = small_world()
    world.objects["papers"]["{base}/papers/4"].update(public=False, name="Geheimname")
    world.objects["papers"]["{base}/papers/5"]["mainFile"].update(public=False, name="Geheimdatei")
    archive = new_archive()
    with Server(world) as server:
        report = harvest(archive, server)
        need(not server.paths("/download/4.txt") and not server.paths("/download/5.txt"), "fetched what is not public")
        need("4" not in active(archive) and "5" not in active(archive) and report["skipped_nonpublic"] >= 2, report)
        for folder, _, names in os.walk(archive):
            for name in names:
                with open(os.path.join(folder, name), "rb") as stream:
                    need(b"Geheim" not in stream.read(), "a name that is not public in", name)
        need(run("import", new_archive("--nonpublic"), server.url, *HASTY)["added"] == 34, "with --nonpublic")


def addresses():
    """What cannot be a system says so. Where a server may lead to: test_url.c and test_fetch.c."""
    archive = new_archive()
    with Server(small_world()) as server:
        for address, code, name in (("http://127.0.0.1:1/oparl/system", 6, "io"), ("ftp://127.0.0.1/oparl", 7, "not-found"),
                                    ("file:///etc/passwd", 7, "not-found"), ("http://a:b@127.0.0.1/", 2, "usage"),
                                    (server.base + "/nothing", 7, "not-found"), (server.base + "/body/1/papers", 2, "usage")):
            process = subprocess.run([PROGRAM, "import", archive, address, "--attempts", "1", "--json"],
                                     stdout=subprocess.PIPE, env=environment)
            error = json.loads(process.stdout)["error"]
            need(error["code"] == name and error["message"] and error["where"], address, process.returncode, error)
        need(run("import", archive, server.base + "/body/1", *HASTY)["added"] == 34, "a Body is an entrance as well")
        for rate in ("0", "-1", "x", "1e3", "2000"):
            run("import", archive, server.url, "--rate", rate, code=2)
        started = time.time()
        report = run("import", new_archive(), server.url, "--rate", "20,5")
        need(time.time() - started > 0.9 * (report["harvest"]["requests"] - 1) / 20.5, "faster than asked")


def harvest_kills():
    """Killed at random moments and run again: the archive of an uninterrupted import, and hardly anything asked twice."""
    seed = int(os.environ.get("RAT_SEED", "1"))
    rounds = int(os.environ.get("RAT_KILLS", "3"))
    dice = random.Random(seed)
    for round in range(rounds):
        archive = new_archive()
        world = small_world(60)
        with Server(world, page=7, delay=0.004) as server:
            whole = new_archive()
            harvest(whole, server)
            expected, requests = contents(whole, server), len(server.log)
            server.clear()
            kills = 0
            while kills < 12:
                process = run("import", archive, server.url, *HASTY, start=True)
                try:
                    process.communicate(timeout=dice.uniform(0.05, 1.3))
                    break
                except subprocess.TimeoutExpired:
                    process.send_signal(signal.SIGKILL)
                    process.communicate()
                    kills += 1
            report = harvest(archive, server)
            need(report["harvest"]["complete"], report)
            same(contents(archive, server), expected, f"round {round}, {kills} kills")
            check(archive)
            asked = {}
            for path in server.paths():
                asked[path] = asked.get(path, 0) + 1
            pages = {path: n for path, n in asked.items() if "/body/1/" in path and "modified_since" not in path}
            need(all(n <= 1 + kills for n in pages.values()), "pages asked again:", pages)
            extra = len(server.log) - requests
            # each start asks for the system; a kill loses the page under way, or the files of the last half second
            need(extra <= 10 + kills * 130, f"{extra} requests more with {kills} kills")
            bodies = subprocess.run(["find", os.path.join(archive, "harvest"), "-name", "pack-*", "-size", "+1k"],
                                    stdout=subprocess.PIPE, check=True).stdout
            need(not bodies, "bytes stay in the store:", bodies)


def purged():
    archive = new_archive()
    with Server(small_world()) as server:
        harvest(archive, server)
        run("purge", archive, server.base + "/files/3", "--reason", "Probe")
        need(not os.listdir(os.path.join(archive, "harvest")), "the store outlives a purge")
        server.clear()
        report = harvest(archive, server)
        need(report["harvest"]["complete"] and not report["harvest"]["incremental"], report)
        need(report["added"] == 0 and report["changed"] == 0 and "3" not in active(archive), report)
        need(not server.paths("/download/"), "fetched what the archive has:", server.paths("/download/"))


def damaged_store():
    archive = new_archive()
    with Server(small_world()) as server:
        harvest(archive, server)
        before = contents(archive, server)
        folder = os.path.join(archive, "harvest", os.listdir(os.path.join(archive, "harvest"))[0])
        with open(os.path.join(folder, "objects.db"), "r+b") as stream:
            stream.seek(0)
            stream.write(b"garbage" * 1000)
        report = harvest(archive, server)
        need(report["unchanged"] == 34 and not report["harvest"]["incremental"], report)
        same(contents(archive, server), before)
        shutil.rmtree(os.path.join(archive, "harvest"))
        report = harvest(archive, server)
        need(report["unchanged"] == 34, report)


def locked():
    archive = new_archive()
    with Server(small_world(), {"slow-page"}) as server:
        server.slow = 4
        first = run("import", archive, server.url, *HASTY, start=True)
        deadline = time.time() + 20
        while not server.paths("/papers?page=2") and time.time() < deadline:
            time.sleep(0.05)
            if server.paths("/papers"):
                time.sleep(0.3)
                break
        error = run("import", archive, server.url, *HASTY, code=5)
        need(error["error"]["code"] == "locked", error)
        run("stats", archive)  # readers, and other writers, are not kept waiting by a server
        run("optimize", archive)
        out, err = first.communicate(timeout=120)
        need(first.returncode == 0, err)


GROUPS = {
    "objects": [plain, deleted_without_type, ags, double_slashes, other_names, always_today, no_dates, embedded_lists, bad_items,
                files, texts_in_objects, nonpublic],
    "lists": [empty_windows, no_filters, queries, a_raw_plus_keeps_the_filter, unknown_paths, lists_without_end,
              lists_that_are_none, not_listed, changes_in_lists_of_their_own],
    "runs": [slow_page, now_and_then, retry_after, addresses, harvest_kills, purged, damaged_store, locked],
}
CASES = [case for group in GROUPS.values() for case in group]


def main():
    failures = 0
    for case in CASES:
        if chosen and case.__name__ not in chosen and not any(case in GROUPS.get(name, ()) for name in chosen):
            continue
        started = time.time()
        try:
            case()
            print(f"ok {case.__name__} ({time.time() - started:.1f} s)", flush=True)
        except Exception as error:
            failures += 1
            print(f"FAILED {case.__name__}: {error}" if isinstance(error, Failed) else f"FAILED {case.__name__}", flush=True)
            if not isinstance(error, Failed):
                traceback.print_exc()
    if not chosen or failures == 0:
        shutil.rmtree(tmp, ignore_errors=True)
    return 1 if failures else 0


sys.exit(main())
