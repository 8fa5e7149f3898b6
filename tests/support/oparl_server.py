#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""An OParl 1.1 server on loopback for tests and measurements, which can be told to misbehave as real ones do.

    with Server(small_world(), quirks={"endless-next"}) as server:
        subprocess.run([program, "import", archive, server.url])
        server.paths("/papers")

As a program it serves a dump folder (papers/, meetings/, organizations.json, consultations.json, file-contents/):

    oparl_server.py --dump FOLDER [--port 0] [--page 100] [--texts inline|download]

Only the standard library. Every behaviour has a name; those of servers in the field are explained in QUIRKS.
"""
import argparse
import datetime
import gzip
import json
import os
import re
import socket
import sys
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

QUIRKS = {
    "empty-404": "a filtered list without matches answers 404",
    "empty-400": "a filtered list without matches answers 400",
    "empty-bare": "a filtered list without matches is a bare []",
    "no-filters": "every filter is answered with 400",
    "deleted-listed": "deleted objects stand in unfiltered lists as well",
    "untyped-deleted": "deleted objects have no type and stand in unfiltered lists as well",
    "ags-number": "the AGS is a number without its leading zero",
    "double-slash": "ids have double slashes, references to them have not",
    "slow-page": "one page takes long",
    "refuse-encoded": "a query with a percent sign answers 400",
    "plus-is-space": "'+' in a query is a space, and then the filter is lost; next has a raw '+'",
    "flaky-500": "every third request answers 500",
    "other-keys": "consultations and files instead of consultation and auxiliaryFile",
    "always-today": "created and modified are always the day of the request",
    "system-200": "unknown paths answer 200 with the System object",
    "control-characters": "raw control characters in strings",
    "not-available": "N/A instead of a missing value",
    "object-for-list": "auxiliaryFile is one object instead of a list",
    "limit-kills-next": "with limit there is no next",
    "no-dates": "papers and files have no date",
    "endless-next": "next never ends: behind the last page come empty ones",
    "repeating-next": "next never ends: the last page comes again and again under new addresses",
    "circular-next": "the last page links to the first",
    "html-once": "each address answers first with HTML and status 200",
    "html-papers": "the list of papers is always HTML with status 200",
    "refuse-fraction": "a filter with a fraction of a second answers 400",
    "lose-filter": "next has no filter",
    "total-lies": "totalPages is 1",
    "total-huge": "totalPages is a million",
    "addresses": "files, consultations and agenda items are given as addresses, not as objects",
    "embedded-lists": "the Body holds its lists itself",
    "no-external-files": "the Body has no list of files and consultations",
    "truncated-once": "each answer is first cut in the middle",
    "reset-once": "each request is first answered by closing the connection",
    "rate-limit": "every fourth request answers 429 with Retry-After: 1",
    "redirect": "lists are redirected to another path",
    "redirect-loop": "the list of papers is redirected in a circle",
    "redirect-file": "the list of papers is redirected to file:///etc/passwd",
    "next-file": "next of the papers is a file: address",
    "download-file": "download addresses are file: addresses",
    "huge-page": "the list of papers never ends, within one answer",
    "gzip-bomb": "the list of papers is 1 GiB of spaces in 1 MiB of gzip",
    "html-download": "a text file answers with HTML and status 200",
    "gone-download": "a file answers 410",
    "missing-download": "a file answers 404",
    "http-links": "next is http although the server is reached by https (simulated by another port)",
    "relative-next": "next is a relative address",
    "no-links": "links is missing on the last page",
    "null-next": "next is null on the last page",
    "bad-items": "a list holds items that are no objects, or of another type",
}

KINDS = ("organizations", "meetings", "papers", "consultations", "files", "agendaitems")
BODY_KEYS = {"organizations": "organization", "meetings": "meeting", "papers": "paper",
             "consultations": "consultation", "files": "file", "agendaitems": "agendaItem"}
TYPES = {"organizations": "Organization", "meetings": "Meeting", "papers": "Paper",
         "consultations": "Consultation", "files": "File", "agendaitems": "AgendaItem"}
SCHEMA = "https://schema.oparl.org/1.1/"
FILE_KEYS = ("mainFile", "auxiliaryFile", "invitation", "resultsProtocol", "verbatimProtocol", "resolutionFile")


def parse_time(text):
    """Seconds since 1970, or None; as strict as OParl: no fraction, an offset."""
    match = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)([+-]\d\d:\d\d)", text or "")
    return datetime.datetime.fromisoformat(match.group(0)).timestamp() if match else None


def time_text(seconds):
    zone = datetime.timezone(datetime.timedelta(hours=1))
    return datetime.datetime.fromtimestamp(seconds, zone).strftime("%Y-%m-%dT%H:%M:%S+01:00")


class World:
    """Objects by kind and id, and bytes to download by path. `{base}` in strings is the server's address."""

    def __init__(self):
        self.objects = {kind: {} for kind in KINDS}
        self.embedded = {}  # found so far, by kind; forgotten when something changes
        self.downloads = {}
        self.body = {}
        self.whole = False  # lists hold what is put, not also what is embedded

    def put(self, kind, obj):
        self.embedded = {}
        obj.setdefault("type", SCHEMA + TYPES[kind])
        self.objects[kind][obj["id"]] = obj
        return obj

    def delete(self, kind, id, when=None):
        self.embedded = {}
        old = self.objects[kind][id]
        self.objects[kind][id] = {"id": id, "type": old["type"], "created": old.get("created"),
                                  "modified": when or time_text(time.time()), "deleted": True}

    def touch(self, kind, id, **changes):
        self.embedded = {}
        obj = self.objects[kind][id]
        obj.update(changes)
        obj["modified"] = time_text(time.time())


def small_world(papers=25, base="{base}"):
    """A made-up municipality: two bodies of the council, a meeting, papers with texts to download."""
    world = World()
    long_ago = "2020-01-01T10:00:00+01:00"
    stamp = {"created": long_ago, "modified": long_ago}
    world.body = {"id": base + "/body/1", "type": SCHEMA + "Body", "name": "Auenfeld", "ags": "08212000", **stamp}
    for n, name in ((1, "Gemeinderat"), (2, "Bauausschuss")):
        world.put("organizations", {"id": f"{base}/organizations/{n}", "name": name, **stamp})
    items = [{"id": f"{base}/agendaitems/{n}", "type": SCHEMA + "AgendaItem", "number": str(n), "order": n,
              "name": f"Punkt {n}", "public": True, "result": "einstimmig zugestimmt",
              "consultation": f"{base}/consultations/{n}", **stamp} for n in range(1, papers + 1)]
    protocol = make_file(world, base, 9001, "Protokoll", "Niederschrift der Sitzung über den Marktbrunnen", stamp)
    world.put("meetings", {"id": f"{base}/meetings/1", "name": "Sitzung des Gemeinderates",
                           "start": "2020-03-01T18:00:00+01:00", "organization": [f"{base}/organizations/1"],
                           "agendaItem": items, "resultsProtocol": protocol, **stamp})
    for n in range(1, papers + 1):
        paper = {"id": f"{base}/papers/{n}", "name": f"Vorlage Nummer {n}", "reference": f"2020/{n}",
                 "paperType": "Beschlussvorlage", "date": "2020-02-01", **stamp}
        paper["mainFile"] = make_file(world, base, n, "Vorlage", f"Der Radweg {n} wird gebaut, sagt Wort{n}.", stamp)
        if n % 3 == 0:
            paper["auxiliaryFile"] = [make_file(world, base, 1000 + n, "Anlage", f"Lageplan {n} Anlage{n}", stamp)]
        paper["consultation"] = [{"id": f"{base}/consultations/{n}", "type": SCHEMA + "Consultation",
                                  "organization": [f"{base}/organizations/{1 + n % 2}"], "role": "Entscheidung",
                                  "meeting": f"{base}/meetings/1", "agendaItem": f"{base}/agendaitems/{n}", **stamp}]
        if n > 1:
            paper["superordinatedPaper"] = [f"{base}/papers/1"]
        world.put("papers", paper)
    world.put("papers", {"id": f"{base}/papers/900", "name": "", "deleted": True, **stamp})
    return world


def make_file(world, base, n, name, text, stamp):
    world.downloads[f"/download/{n}.txt"] = ("text/plain; charset=utf-8", text.encode())
    return {"id": f"{base}/files/{n}", "type": SCHEMA + "File", "name": name, "mimeType": "text/plain",
            "fileName": f"{n}.txt", "date": "2020-02-01", "downloadUrl": f"{{base}}/download/{n}.txt", **stamp}


def number_of(name):
    """Digits before other names, 9 before 10: the order in which a dump's files are read."""
    digits = re.match(r"\d*", name).group(0)
    return (not digits, len(digits), name)


def dump_world(folder, texts="inline"):
    """A dump folder. Ids and addresses stay what they are; the texts come inline with the list of files."""
    world = World()
    world.whole = True
    world.body = {"id": "{base}/body/1", "type": SCHEMA + "Body", "name": os.path.basename(folder)}
    stamps = {"created": "2000-01-01T00:00:00+01:00", "modified": "2000-01-01T00:00:00+01:00"}

    def load(path):
        with open(path, encoding="utf-8") as stream:
            return json.load(stream)

    for kind in ("meetings", "papers"):
        path = os.path.join(folder, kind)
        for name in sorted(os.listdir(path) if os.path.isdir(path) else [], key=number_of):
            if name.endswith(".json"):
                obj = load(os.path.join(path, name))
                world.objects[kind][obj["id"]] = obj
    for kind in ("organizations", "consultations"):
        path = os.path.join(folder, kind + ".json")
        listed = load(path) if os.path.exists(path) else []
        for obj in listed.get("data", []) if isinstance(listed, dict) else listed:
            world.objects[kind][obj["id"]] = obj
    contents = os.path.join(folder, "file-contents")
    known = {}
    for kind in ("papers", "meetings"):
        for obj in world.objects[kind].values():
            collect_files(obj, known)
    for name in sorted(os.listdir(contents), key=number_of):
        if not name.endswith(".txt"):
            continue
        stem = name[:-4]
        meta = os.path.join(contents, stem + ".json")
        meta = load(meta) if os.path.exists(meta) else {}
        id = meta.get("id") or known.get(stem) or f"{{base}}/files/{stem}"
        obj = {"id": id, "type": SCHEMA + "File", "created": stamps["created"],
               "modified": meta.get("fileModified", stamps["modified"])}
        if "downloadUrl" in meta:
            obj["downloadUrl"] = meta["downloadUrl"]
        path = os.path.join(contents, name)
        if texts == "inline":
            obj["text"] = LazyText(path)
        else:
            obj.update(mimeType="text/plain", downloadUrl=f"{{base}}/download/{name}")
            world.downloads[f"/download/{name}"] = ("text/plain; charset=utf-8", LazyText(path))
        world.objects["files"][id] = obj
    return world


class LazyText:
    """A text read when it is asked for."""

    def __init__(self, path):
        self.path = path

    def read(self):
        with open(self.path, "rb") as stream:
            return stream.read()


def collect_files(value, known):
    if isinstance(value, list):
        for one in value:
            collect_files(one, known)
    elif isinstance(value, dict):
        for key, member in value.items():
            for one in member if isinstance(member, list) else [member]:
                if key in FILE_KEYS and isinstance(one, dict) and "id" in one:
                    known[one["id"].rsplit("/", 1)[-1]] = one["id"]
            collect_files(member, known)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, world, quirks=(), page=10, port=0, delay=0.0):
        unknown = set(quirks) - set(QUIRKS)
        assert not unknown, unknown
        super().__init__(("127.0.0.1", port), Handler)
        self.world, self.quirks, self.page, self.delay = world, set(quirks), page, delay
        self.base = f"http://127.0.0.1:{self.server_address[1]}/oparl"
        self.url = self.base + "/system"
        self.log, self.seen, self.lock = [], {}, threading.Lock()
        self.day = 0  # for always-today
        self.unlisted = set()  # ids that answer but stand in no list
        self.slow = 3.0
        self.last_modified = "Wed, 01 Jan 2020 10:00:00 GMT"

    def __enter__(self):
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *unused):
        self.shutdown()
        self.server_close()

    def handle_error(self, request, client_address):
        """Clients that are killed hang up; anything else is a fault of this server."""
        error = sys.exc_info()[1]
        if not isinstance(error, (ConnectionError, socket.timeout)):
            super().handle_error(request, client_address)

    def paths(self, part=""):
        """Addresses asked for that contain part, in order."""
        with self.lock:
            return [path for path, status in self.log if part in path]

    def clear(self):
        with self.lock:
            self.log, self.seen = [], {}

    # ---- objects as this server shows them ----

    def shown(self, value):
        if isinstance(value, dict):
            return {key: self.shown(member) for key, member in value.items()}
        if isinstance(value, list):
            return [self.shown(one) for one in value]
        if isinstance(value, LazyText):
            return value.read().decode("utf-8", "replace")
        return value.replace("{base}", self.base) if isinstance(value, str) else value

    def present(self, kind, obj):
        """The object with this server's habits."""
        quirks, obj = self.quirks, copied(obj)
        if obj.get("deleted"):
            if "untyped-deleted" in quirks:
                obj = {"id": obj["id"], "deleted": True, "modified": obj.get("modified")}
        elif kind == "papers":
            if "other-keys" in quirks:
                for old, new in (("consultation", "consultations"), ("auxiliaryFile", "files")):
                    if old in obj:
                        obj[new] = obj.pop(old)
            if "object-for-list" in quirks and len(obj.get("auxiliaryFile", [])) == 1:
                obj["auxiliaryFile"] = obj["auxiliaryFile"][0]
            if "no-dates" in quirks:
                obj.pop("date", None)
            if "addresses" in quirks:
                obj["mainFile"] = obj["mainFile"]["id"]
                obj["consultation"] = [one["id"] for one in obj["consultation"]]
                if "auxiliaryFile" in obj:
                    obj["auxiliaryFile"] = [one["id"] for one in obj["auxiliaryFile"]]
        elif kind == "meetings" and "addresses" in quirks:
            obj["agendaItem"] = [one["id"] for one in obj["agendaItem"]]
            obj["resultsProtocol"] = obj["resultsProtocol"]["id"]
        if "not-available" in quirks and not obj.get("deleted"):
            obj.update(shortName="N/A", keyword="N/A", endDate="N/A", underDirectionOf="N/A")
        if "control-characters" in quirks and "name" in obj and obj["name"]:
            obj["license"] = "erste Zeile\u0001CONTROL\u0001zweite"
        if "always-today" in quirks:
            self.set_times(obj, time_text(parse_time("2024-05-01T00:00:00+01:00") + self.day * 86400))
        if "download-file" in quirks:
            set_key(obj, "downloadUrl", "file:///etc/passwd")
        obj = self.shown(obj)
        if "double-slash" in quirks:
            obj["id"] = obj["id"].replace("/oparl/", "/oparl//")
        return obj

    def set_times(self, value, text):
        if isinstance(value, list):
            for one in value:
                self.set_times(one, text)
        elif isinstance(value, dict):
            for key in value:
                if key in ("created", "modified"):
                    value[key] = text
                else:
                    self.set_times(value[key], text)

    def all_of(self, kind):
        """Everything of a kind; files and the like also where they are embedded."""
        world = self.world
        if kind not in ("files", "consultations", "agendaitems") or world.whole:
            return world.objects[kind]
        with self.lock:
            if kind not in world.embedded:
                found = {}
                for outer in ("meetings", "papers"):
                    for obj in world.objects[outer].values():
                        self.find_embedded(kind, obj, found)
                world.embedded[kind] = {**found, **world.objects[kind]}
            return world.embedded[kind]

    def find_embedded(self, kind, value, found):
        for one in value if isinstance(value, list) else value.values() if isinstance(value, dict) else ():
            if isinstance(one, dict) and str(one.get("type", "")).endswith("/" + TYPES[kind]):
                found.setdefault(one["id"], one)
            if isinstance(one, (dict, list)):
                self.find_embedded(kind, one, found)


def copied(value):
    if isinstance(value, dict):
        return {key: copied(member) for key, member in value.items()}
    return [copied(one) for one in value] if isinstance(value, list) else value


def set_key(value, key, text):
    for one in value if isinstance(value, list) else value.values() if isinstance(value, dict) else ():
        set_key(one, key, text)
    if isinstance(value, dict) and key in value:
        value[key] = text


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "OParlTest", ""

    def log_message(self, *unused):
        pass

    def answer(self, status, body, kind="application/json", headers=()):
        if isinstance(body, (dict, list)):
            body = json.dumps(body, ensure_ascii=False).encode()
            if "control-characters" in self.server.quirks:
                body = body.replace(b"\\u0001CONTROL\\u0001", b"\x0b\x01\t")
        with self.server.lock:
            self.server.log.append((self.path, status))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        if self.first("truncated-once") and len(body) > 20:
            self.wfile.write(body[:len(body) // 2])
            self.close_connection = True
            return
        self.wfile.write(body)

    def first(self, quirk):
        """True when this address is asked for the first time since the server began to have the quirk."""
        if quirk not in self.server.quirks:
            return False
        with self.server.lock:
            seen = self.server.seen.setdefault(quirk, set())
            if self.path in seen:
                return False
            seen.add(self.path)
            return True

    def every(self, quirk, n):
        if quirk not in self.server.quirks:
            return False
        with self.server.lock:
            count = self.server.seen.get(quirk, 0) + 1
            self.server.seen[quirk] = count
            return count % n == 0

    def html(self):
        self.answer(200, "<!DOCTYPE html><html><body>Wartungsarbeiten</body></html>".encode(), "text/html")

    def do_GET(self):
        server, quirks = self.server, self.server.quirks
        if server.delay:
            time.sleep(server.delay)
        path, _, query = self.path.partition("?")
        if self.first("reset-once"):
            with server.lock:
                server.log.append((self.path, 0))
            self.close_connection = True
            return
        if self.every("flaky-500", 3):
            return self.answer(500, {"error": "now and then"})
        if self.every("rate-limit", 4):
            return self.answer(429, {"error": "slower"}, headers=[("Retry-After", "1")])
        if self.first("html-once"):
            return self.html()
        if "refuse-encoded" in quirks and "%" in query:
            return self.answer(400, {"error": "query"})
        for prefix in ("/oparl//", "/oparl/"):
            if path.startswith(prefix):
                path = path[len(prefix) - 1:]
                break
        self.route(path, query)

    def route(self, path, query):
        server = self.server
        parts = path.strip("/").split("/")
        if path == "/system":
            return self.answer(200, self.system())
        if path == "/bodies":
            return self.answer(200, {"data": [self.body()], "links": {}, "pagination": {"totalElements": 1}})
        if path == "/body/1":
            return self.answer(200, self.body())
        if parts[0] == "moved":
            parts = parts[1:]
        if parts[:2] == ["body", "1"] and len(parts) == 3 and parts[2] in KINDS:
            return self.list(parts[2], query, "/".join(["moved"] + parts), path.startswith("/moved"))
        if parts[0] == "download":
            return self.download(path)
        objects = server.all_of(parts[0]) if len(parts) == 2 and parts[0] in KINDS else {}
        obj = objects.get(server.base + path) or objects.get("{base}" + path)
        if obj:
            return self.answer(200, server.present(parts[0], obj))
        if "system-200" in server.quirks:
            return self.answer(200, self.system())
        self.answer(404, {"error": "not here"})

    def system(self):
        return {"id": self.server.url, "type": SCHEMA + "System", "oparlVersion": SCHEMA,
                "body": self.server.base + "/bodies"}

    def body(self):
        server, quirks = self.server, self.server.quirks
        body = server.shown(server.world.body)
        for kind in KINDS:
            if "no-external-files" in quirks and kind in ("files", "consultations", "agendaitems"):
                continue
            if "embedded-lists" in quirks and kind not in ("files", "agendaitems"):
                body[BODY_KEYS[kind]] = [server.present(kind, obj) for obj in server.all_of(kind).values()
                                         if not obj.get("deleted")]
            else:
                body[BODY_KEYS[kind]] = f"{server.base}/body/1/{kind}"
        if "ags-number" in quirks:
            body["ags"] = int(body["ags"])
        return body

    def list(self, kind, query, moved, is_moved):
        server, quirks = self.server, self.server.quirks
        if "html-papers" in quirks and kind == "papers":
            return self.html()
        if "redirect" in quirks and not is_moved:
            return self.answer(302, b"", "text/plain", [("Location", f"/oparl/{moved}" + (f"?{query}" if query else ""))])
        if kind == "papers" and "redirect-loop" in quirks:
            return self.answer(302, b"", "text/plain", [("Location", self.path)])
        if kind == "papers" and "redirect-file" in quirks:
            return self.answer(302, b"", "text/plain", [("Location", "file:///etc/passwd")])
        if kind == "papers" and "huge-page" in quirks:
            return self.huge()
        if kind == "papers" and "gzip-bomb" in quirks:
            return self.answer(200, gzip.compress(b"[" + b" " * (1 << 30)), headers=[("Content-Encoding", "gzip")])
        self.page(kind, query)

    def filters(self, query):
        """Parameters, and since which moment; raises ValueError for what this server refuses."""
        quirks, since, params = self.server.quirks, None, {}
        for pair in filter(None, query.split("&")):
            name, _, value = pair.partition("=")
            if "plus-is-space" not in quirks:
                value = value.replace("+", "%2B")
            value = urllib.parse.unquote_plus(value)
            params[name] = value
            if name == "modified_since":
                if "no-filters" in quirks or ("refuse-fraction" in quirks and "." in value):
                    raise ValueError
                since = parse_time(value)
                if since is None and "plus-is-space" not in quirks:
                    raise ValueError
        return params, since

    def page(self, kind, query):
        server, quirks = self.server, self.server.quirks
        try:
            params, since = self.filters(query)
        except ValueError:
            return self.answer(400, {"error": "filter"})
        objects = [obj for obj in server.all_of(kind).values() if obj["id"] not in server.unlisted]
        if since is not None and "always-today" not in quirks:
            objects = [obj for obj in objects if (parse_time(obj.get("modified")) or 0) >= since]
        elif since is None and not quirks & {"untyped-deleted", "deleted-listed"}:
            objects = [obj for obj in objects if not obj.get("deleted")]
        if since is not None and not objects:
            for quirk, status in (("empty-404", 404), ("empty-400", 400)):
                if quirk in quirks:
                    return self.answer(status, {"error": "nothing"})
            if "empty-bare" in quirks:
                return self.answer(200, [])
        number = int(params.get("page", 1))
        if "slow-page" in quirks and kind == "papers" and number == 2:
            time.sleep(server.slow)
        pages = max(1, -(-len(objects) // server.page))
        if "repeating-next" in quirks:
            at = min(number, pages)
        else:
            at = number
        data = [server.present(kind, obj) for obj in objects[(at - 1) * server.page:at * server.page]]
        if kind == "papers" and "bad-items" in quirks and at == 1:
            data[1:1] = [17, None, {"name": "ohne id"}, {"id": server.base + "/persons/1", "type": SCHEMA + "Person"}]
        result = {"data": data, "links": self.links(kind, params, number, pages),
                  "pagination": {"totalElements": len(objects), "elementsPerPage": server.page,
                                 "currentPage": number, "totalPages": pages}}
        if "total-lies" in quirks:
            result["pagination"]["totalPages"] = 1
        if "total-huge" in quirks:
            result["pagination"]["totalPages"] = 1000000
        if "no-links" in quirks and number >= pages:
            del result["links"]
        self.answer(200, result)

    def links(self, kind, params, number, pages):
        server, quirks = self.server, self.server.quirks
        if kind == "papers" and "next-file" in quirks:
            return {"next": "file:///etc/passwd"}
        following = number + 1 if number < pages else None
        if "endless-next" in quirks or "repeating-next" in quirks:
            following = number + 1
        if "circular-next" in quirks and following is None:
            following = 1
        if "limit-kills-next" in quirks and "limit" in params:
            following = None
        if following is None:
            return {"next": None} if "null-next" in quirks else {}
        keep = {} if "lose-filter" in quirks else {name: value for name, value in params.items() if name != "page"}
        if "plus-is-space" in quirks and "modified_since" in keep:
            moment = parse_time(keep["modified_since"])
            keep["modified_since"] = time_text(moment) if moment else keep["modified_since"]
        keep["page"] = following
        safe = ":+" if "plus-is-space" in quirks else ":"
        query = "&".join(f"{name}={urllib.parse.quote(str(value), safe)}" for name, value in keep.items())
        path = f"/body/1/{kind}?{query}"
        return {"next": f"/oparl{path}" if "relative-next" in quirks else server.base + path}

    def huge(self):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Connection", "close")
        self.end_headers()
        with self.server.lock:
            self.server.log.append((self.path, 200))
        try:
            while True:
                self.wfile.write(b"[" + b" " * 65536)
        except OSError:
            self.close_connection = True

    def download(self, path):
        server, quirks = self.server, self.server.quirks
        entry = server.world.downloads.get(path)
        if not entry:
            return self.answer(404, {"error": "not here"})
        kind, body = entry
        body = body.read() if isinstance(body, LazyText) else body
        if path == "/download/2.txt":
            if "html-download" in quirks:
                return self.html()
            if "gone-download" in quirks:
                return self.answer(410, b"", "text/plain")
            if "missing-download" in quirks:
                return self.answer(404, b"", "text/plain")
        tag = f'"{hash(body) & 0xffffffff:x}"'
        if self.headers.get("If-None-Match") == tag:
            return self.answer(304, b"", kind)
        self.answer(200, body, kind, [("ETag", tag)])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--dump", required=True)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--page", type=int, default=100)
    parser.add_argument("--texts", choices=("inline", "download"), default="inline")
    parser.add_argument("--quirk", action="append", default=[], choices=sorted(QUIRKS))
    options = parser.parse_args()
    server = Server(dump_world(options.dump, options.texts), options.quirk, options.page, options.port)
    print(server.url, flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    print(f"{len(server.log)} requests", file=sys.stderr)


if __name__ == "__main__":
    main()
