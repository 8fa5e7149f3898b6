#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What becomes of shards with many hosts: a fork-join queue, simulated.

    simulate.py RESULT.json [--measured measure.json]

A question goes to all N shards, and is answered when the last one has answered, twice: statistics, then the ranked list (Xapian needs
every shard's numbers before any can score); then the records of ten hits come one after the other. Per shard and question:

    service = fixed + per_document * documents of the shard * (share of them that the question touches, lognormal)
    network = half of the round trip each way, lognormal, now and then a lost packet (200 ms)

One queue with as many servers as cores for each host, Poisson arrivals. Beside it the coordinator works per shard and question: it opens
a connection, sends, reads and merges, one shard after the other. The constants are measured (measure.py) or, where --measured is not
given, those below. Where the load on a host or on the coordinator passes 1 no number is given: the queue grows without end."""
import argparse, json, math, os, random

CORES = 4
RTT_MS = 0.5            # within a data centre
LOSS = 1e-4             # of packets
RETRANSMIT_MS = 200.0
FIXED_MS = 0.6          # a question to a shard that has nothing to say
MS_PER_1000 = 1.0       # documents of a shard: 41 ms median for 38,076 of Karlsruhe, with exact totals and two facets
SPREAD = 0.8            # sigma of the share of them that a question touches
COORDINATOR_MS = 0.35   # of the coordinator's time, per shard and question
RECORDS = 10
DOCID_MAX = 2**32 - 1   # Xapian 1.4 in Debian numbers all documents of all shards in 32 bits
BYTES_PER_DOCUMENT = 17400  # Karlsruhe


def network(rng):
    ms = RTT_MS * rng.lognormvariate(0, 0.25)
    return ms + (RETRANSMIT_MS if rng.random() < LOSS * 2 else 0)


def quantile(values, q):
    values = sorted(values)
    return values[min(len(values) - 1, int(q * len(values)))]


def simulate(hosts, documents, per_second, c, failing=0.0, limit_ms=10000.0, questions=300, seed=1):
    """One run; hosts above 64 are simulated by 64 of them and the maximum drawn anew, since they are alike and independent
    but for the question's own weight, which all share."""
    rng = random.Random(seed)
    per_shard = documents / hosts
    seen = min(hosts, 64)
    weights = [rng.lognormvariate(-SPREAD**2 / 2, SPREAD) for _ in range(questions)]
    mean_service = c["fixed_ms"] + c["ms_per_1000"] * per_shard / 1000
    load = per_second * mean_service / 1000 / CORES
    coordinator = c["coordinator_ms"] * hosts + RECORDS * 0.1
    coordinator_load = per_second * coordinator / 1000
    if load >= 1 or coordinator_load >= 64:
        return {"hosts": hosts, "documents": documents, "per_second": per_second, "load": round(load, 3),
                "coordinators": math.ceil(coordinator_load / 0.7), "overloaded": True}
    free = [[0.0] * CORES for _ in range(seen)]
    at, spent, incomplete = 0.0, [], 0
    for w in weights:
        at += rng.expovariate(per_second) * 1000
        waits = []
        for cores in free:
            k = min(range(CORES), key=cores.__getitem__)
            service = c["fixed_ms"] + c["ms_per_1000"] * per_shard / 1000 * w * rng.lognormvariate(0, 0.2)
            begin = max(at, cores[k])
            cores[k] = begin + service
            waits.append(begin + service - at)
        answers = [w_ + network(rng) for w_ in waits]
        for _ in range(hosts - seen):
            answers.append(rng.choice(waits) + network(rng))
        down = sum(rng.random() < failing for _ in range(hosts)) if failing else 0
        rounds = max(network(rng) for _ in range(min(hosts, 1000)))
        total = coordinator + rounds + max(answers) + RECORDS * RTT_MS
        if down:  # refused at once by those that are off; a silent one is waited for, then all is asked again
            incomplete += 1
            total += limit_ms / 6 if rng.random() < 0.1 * down else 0
        spent.append(total)
    return {"hosts": hosts, "documents": documents, "per_second": per_second, "load": round(load, 3),
            "coordinators": max(1, math.ceil(coordinator_load / 0.7)), "median_ms": round(quantile(spent, 0.5), 1),
            "p99_ms": round(quantile(spent, 0.99), 1), "incomplete": round(incomplete / questions, 4),
            "overloaded": False}


def constants(path):
    c = {"fixed_ms": FIXED_MS, "ms_per_1000": MS_PER_1000, "coordinator_ms": COORDINATOR_MS, "from": "defaults"}
    if not path:
        return c
    with open(path) as f:
        runs = json.load(f)["runs"]
    # searches by number of shards, tcp: start + shards * coordinator + documents / shards * MS_PER_1000, by least squares; on a
    # machine that does all of it, which is more than a coordinator with hosts beside it
    rows = [(1.0, r["shards"], r["documents"] / r["shards"] / 1000, r["tcp"]["search_ms"]) for r in runs]
    best = None
    for per in [i * 0.01 for i in range(0, 2000)]:
        rest = [y - per * n - MS_PER_1000 * d for _, n, d, y in rows]
        start = sum(rest) / len(rest)
        error = sum((x - start) ** 2 for x in rest)
        if best is None or error < best[0]:
            best = (error, start, per)
    c.update(coordinator_ms=round(best[2], 3), start_ms=round(best[1], 1), **{"from": os.path.basename(path)})
    return c


def main():
    p = argparse.ArgumentParser()
    p.add_argument("result")
    p.add_argument("--measured")
    a = p.parse_args()
    c = constants(a.measured)
    out = {"constants": c | {"cores": CORES, "rtt_ms": RTT_MS, "loss": LOSS}, "runs": [], "limits": []}
    for documents in (10**6, 10**7, 10**8, 10**9):
        for hosts in (1, 4, 16, 64, 250, 1000):
            for per_second in (1, 10, 100):
                out["runs"].append(simulate(hosts, documents, per_second, c))
    for failing in (0.0001, 0.001, 0.01):
        out["runs"].append(simulate(1000, 10**9, 1, c, failing=failing) | {"failing": failing})
    for hosts in (1, 4, 16, 64, 250, 1000):
        out["limits"].append({"hosts": hosts, "documents_of_the_fullest": DOCID_MAX // hosts,
                              "gb_per_host_at_a_billion": round(1e9 * BYTES_PER_DOCUMENT / hosts / 1e9, 1)})
    with open(a.result, "w") as f:
        json.dump(out, f, indent=1)
        f.write("\n")


main()
