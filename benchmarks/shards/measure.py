#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Latency and throughput of searches over shards on this machine, by number of shards, as folders and behind xapian-tcpsrv.

    measure.py PROGRAM ARCHIVE WORK QUERIES RESULT.json [--shards 1,2,4,8] [--delay MS]

Deals the archive out into WORK (what is there is kept up), compares totals and the best ten with `--engine xapian` where the archive has
that index, and measures whole processes: connecting, reading the word model, searching, fetching ten records, snippets. QUERIES: one a
line, "number TAB query". --delay puts a relay before each server that holds every packet back for MS each way."""
import argparse, json, os, select, socket, statistics, subprocess, sys, threading, time


def relay(port, delay):
    """A relay to 127.0.0.1:port; returns its own port."""
    listening = socket.create_server(("127.0.0.1", 0))

    def pump(source, sink):
        queue, done = [], False
        while not done or queue:
            wait = max(0, queue[0][0] - time.monotonic()) if queue else None
            ready = not done and select.select([source], [], [], wait)[0]
            if ready:
                data = source.recv(65536)
                done = not data
                if data:
                    queue.append((time.monotonic() + delay, data))
            elif done and queue:
                time.sleep(wait)
            while queue and queue[0][0] <= time.monotonic():
                try:
                    sink.sendall(queue.pop(0)[1])
                except OSError:
                    return
        try:
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def serve():
        while True:
            client = listening.accept()[0]
            server = socket.create_connection(("127.0.0.1", port))
            for s in (client, server):
                s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for pair in ((client, server), (server, client)):
                threading.Thread(target=pump, args=pair, daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    return listening.getsockname()[1]


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as s:
        return s.getsockname()[1]


def start_servers(folder, count):
    servers, ports = [], []
    for i in range(count):
        port = free_port()
        servers.append(subprocess.Popen(
            ["xapian-tcpsrv", "--quiet", "--interface", "127.0.0.1", "--port", str(port), f"{folder}/s{i + 1}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True))
        ports.append(port)
    for port in ports:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.02)
    return servers, ports


def search(program, *args):
    out = subprocess.run([program, "search", *args, "--deadline", "0", "--json"], capture_output=True, text=True).stdout
    return json.loads(out)


def write_map(path, places):
    with open(path, "w") as f:
        for i, place in enumerate(places):
            f.write(f"s{i + 1} 1 {place}\n")


def timed(program, args, queries, rounds):
    spent, inside = [], []
    for _ in range(rounds):
        for q in queries:
            began = time.perf_counter()
            inside.append(search(program, *args, q)["took_us"] / 1e3)
            spent.append((time.perf_counter() - began) * 1e3)
    spent.sort()
    return {"median_ms": round(statistics.median(spent), 2), "p95_ms": round(spent[int(len(spent) * 0.95)], 2),
            "search_ms": round(statistics.median(inside), 2), "runs": len(spent)}


def per_second(program, args, queries, workers, seconds):
    done, until = [0] * workers, time.monotonic() + seconds

    def work(i):
        k = i
        while time.monotonic() < until:
            search(program, *args, queries[k % len(queries)])
            done[i] += 1
            k += 1

    threads = [threading.Thread(target=work, args=(i,)) for i in range(workers)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return round(sum(done) / seconds, 1)


def agree(program, archive, args, queries):
    """How many queries have the same total and the same best ten."""
    same = 0
    for q in queries:
        one, many = search(program, archive, q, "--engine", "xapian"), search(program, *args, q)
        if "error" in one:
            return None
        same += one["total"] == many["total"] and [h["id"] for h in one["hits"]] == [h["id"] for h in many["hits"]]
        if not many.get("missing") == []:
            sys.exit(f"a shard is missing: {many}")
    return same


def main():
    p = argparse.ArgumentParser()
    for name in ("program", "archive", "work", "queries", "result"):
        p.add_argument(name)
    p.add_argument("--shards", default="1,2,4,8")
    p.add_argument("--delay", type=float, default=0.0)
    p.add_argument("--rounds", type=int, default=2)
    p.add_argument("--limit", type=int, default=40)
    a = p.parse_args()
    with open(a.queries) as f:
        queries = [line.rstrip("\n").split("\t")[-1] for line in f if line.strip()][: a.limit]
    result = {"machine": {"cores": os.cpu_count()}, "queries": len(queries), "delay_ms": a.delay, "runs": []}
    for count in map(int, a.shards.split(",")):
        folder = f"{a.work}/{count}"
        os.makedirs(folder, exist_ok=True)
        write_map(f"{folder}/map", [f"{os.path.abspath(folder)}/s{i + 1}" for i in range(count)])
        filled = json.loads(subprocess.run([a.program, "shard", a.archive, "--shards", f"{folder}/map", "--json"],
                                           capture_output=True, text=True).stdout)
        servers, ports = start_servers(folder, count)
        try:
            seen = [relay(port, a.delay / 1e3) for port in ports] if a.delay else ports
            write_map(f"{folder}/far", [f"tcp:127.0.0.1:{port}" for port in seen])
            run = {"shards": count, "fill_s": round(filled["wall_s"], 2), "documents": filled["documents"]}
            run["bytes"] = sum(os.path.getsize(os.path.join(d, n)) for d, _, names in os.walk(folder) for n in names)
            run["agree"] = agree(a.program, a.archive, ["--shards", f"{folder}/far"], queries)
            for name, file in (("folders", "map"), ("tcp", "far")):
                args = ["--shards", f"{folder}/{file}"]
                run[name] = timed(a.program, args, queries, a.rounds)
                run[name]["per_s"] = per_second(a.program, args, queries, 4, 5)
            result["runs"].append(run)
            print(json.dumps(run), flush=True)
        finally:
            for s in servers:
                s.kill()
    with open(a.result, "w") as f:
        json.dump(result, f, indent=1)
        f.write("\n")


main()
