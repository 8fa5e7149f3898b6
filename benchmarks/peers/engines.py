# SPDX-License-Identifier: GPL-2.0-or-later
"""The engines of the comparison: how each is built, and the command lines for its two verbs.

An engine is there when its program could be built; `missing` says why not. All programs print one line of JSON.
"""

import glob
import json
import os
import shutil
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
JAVA = ["java", "-Xmx1g", "-XX:+UseSerialGC"]
PACKAGES = {"lucene": "liblucene8-java default-jdk-headless", "xapian": "libxapian-dev g++", "fts5": "libsqlite3-dev"}


def run_json(command):
    """Runs a program of the comparison; its last line of output, read as JSON."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise RuntimeError("%s: %s" % (" ".join(command), done.stderr.strip()[-500:]))
    return json.loads(done.stdout.strip().splitlines()[-1])


class Engine:
    """name: key in results. label: for people. adaptive: whether slow classes may be measured on fewer queries.
    only_built: it is not asked anything."""

    adaptive = True
    only_built = False

    def __init__(self, name, label, work):
        self.name, self.label, self.missing = name, label, None
        self.programs = os.path.join(work, "programs")

    def build(self):
        os.makedirs(self.programs, exist_ok=True)
        try:
            self.compile()
        except (OSError, RuntimeError, subprocess.CalledProcessError) as error:
            said = (getattr(error, "stderr", "") or "").strip()[-300:]
            self.missing = "%s (Debian: %s) %s" % (error, PACKAGES.get(self.name, ""), said)

    def call(self, *command):
        subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def index(self, texts, folder):
        """Indexes a *.jsonl into folder, which is emptied first -> what the program printed."""
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        return run_json(self.index_command(texts, folder))

    def query(self, folder, queries, mode, k, count, repeat, hits=None):
        command = self.query_command(folder) + [queries, "--mode", mode, "--k", str(k), "--repeat", str(repeat)]
        return run_json(command + (["--count"] if count else []) + (["--hits", hits] if hits else []))


class Ours(Engine):
    """The order that `optimize` gives; or documents as they came, which is only built."""

    adaptive = False

    def __init__(self, work, build, order="bisection"):
        name, label = ("ours", "ratsarchiv") if order == "bisection" else ("ours_import", "ratsarchiv, import order")
        super().__init__(name, label, work)
        self.order = order
        self.only_built = order != "bisection"
        self.tools = os.path.join(build, "benchmarks")

    def compile(self):
        for tool in ("bench_index", "bench_query"):
            if not os.access(os.path.join(self.tools, tool), os.X_OK):
                raise RuntimeError("%s is not built: cmake --preset release && cmake --build --preset release" % tool)

    def index(self, texts, folder):
        said = super().index(texts, folder)
        said["peak_rss_mib"] = said.pop("peak_rss_bytes") / 2**20
        parts = said["postings_bytes"] + said["positions_bytes"] + said["dictionary_bytes"]
        said["lengths_bytes"] = said["index_bytes"] - parts
        for unused in ("stored_bytes", "text_bytes", "wall_s"):
            said.pop(unused, None)
        return said

    def index_command(self, texts, folder):
        return [os.path.join(self.tools, "bench_index"), "--analyzer", "whitespace", texts,
                os.path.join(folder, "archive"), "--no-store", "--threads", "1", "--json", "--order", self.order]

    def query_command(self, folder):
        return [os.path.join(self.tools, "bench_query"), os.path.join(folder, "archive"), "--json"]


class CPeer(Engine):
    """A peer in C or C++ over peer.c."""

    def __init__(self, name, label, work, source, compiler, link):
        super().__init__(name, label, work)
        self.source, self.compiler, self.link = source, compiler, link
        self.program = os.path.join(self.programs, name + "_peer")

    def compile(self):
        common = os.path.join(self.programs, "peer.%s.o" % self.name)
        flags = ["-O3", "-Wall", "-Wextra", "-I", ROOT]
        self.call("cc", "-std=gnu17", *flags, "-c", os.path.join(HERE, "peer.c"), "-o", common)
        self.call(*self.compiler, *flags, os.path.join(HERE, self.source), common, self.link, "-o", self.program)

    def index_command(self, texts, folder):
        return [self.program, "index", texts, folder]

    def query_command(self, folder):
        return [self.program, "query", folder]


class Lucene(Engine):
    adaptive = False  # its programs warm up the JIT with the queries they are given

    def __init__(self, work):
        super().__init__("lucene", "Lucene", work)
        self.path = None

    def compile(self):
        jars = []
        for name in ("lucene-core", "lucene-analyzers-common"):
            found = sorted(glob.glob("/usr/share/java/%s-8*.jar" % name))
            if not found:
                raise RuntimeError("no %s-8*.jar" % name)
            jars.append(found[-1])
        self.call("javac", "-cp", ":".join(jars), "-d", self.programs, os.path.join(HERE, "LucenePeer.java"))
        self.path = ":".join(jars + [self.programs])

    def index_command(self, texts, folder):
        return JAVA + ["-cp", self.path, "LucenePeer", "index", texts, folder]

    def query_command(self, folder):
        return JAVA + ["-cp", self.path, "LucenePeer", "query", folder]


def all_engines(work, build):
    return [Ours(work, build), Ours(work, build, "import"), Lucene(work),
            CPeer("xapian", "Xapian", work, "xapian_peer.cc", ["c++", "-std=c++17"], "-lxapian"),
            CPeer("fts5", "FTS5", work, "fts5_peer.c", ["cc", "-std=gnu17"], "-lsqlite3")]
