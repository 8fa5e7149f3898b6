# SPDX-License-Identifier: GPL-2.0-or-later
"""The tables, as Markdown."""

CORPORA = ["docs", "passages"]
BASE = "lucene"  # whom the ratios are to


def number(value):
    return "{:,.0f}".format(value) if value >= 10 else "{:.1f}".format(value)


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def latency_cell(row, base):
    if not row:
        return "–"
    text = "%s / %s" % (number(row["mean_us"]), number(row["p99_us"]))
    if base and row is not base:
        text += " (%.2f / %.2f)" % (row["mean_us"] / base["mean_us"], row["p99_us"] / base["p99_us"])
    return text + (" [%d]" % row["queries"] if row["queries"] < row["of"] else "")


def latency_table(result):
    cells = {(r["class"], r["corpus"], r["engine"]): r for r in result["latency"]}
    names = list(dict.fromkeys(r["class"] for r in result["latency"]))
    engines = [e for e in result["labels"] if any(key[2] == e for key in cells)]
    rows = []
    for name in names:
        for corpus in CORPORA:
            row = [cells.get((name, corpus, e)) for e in engines]
            if any(row):
                base = cells.get((name, corpus, BASE))
                rows.append([name, corpus] + [latency_cell(cell, base) for cell in row])
    return table(["µs, mean / p99 (ratios to Lucene)", "texts"] + [result["labels"][e] for e in engines], rows)


def building_table(result):
    rows = []
    for corpus in CORPORA:
        for engine, said in result.get("building", {}).get(corpus, {}).items():
            base = result["building"][corpus].get(BASE)

            def cell(key, scale=1.0):
                ratio = "" if not base or engine == BASE else " (%.2f)" % (said[key] / base[key])
                return "%.1f%s" % (said[key] / scale, ratio)

            parts = ["%s %.1f" % (key[:-6], said[key] / 1e6) for key in sorted(said, key=said.get, reverse=True)
                     if key.endswith("_bytes") and key != "index_bytes" and said[key] >= 5e4] \
                if all(isinstance(said[k], (int, float)) for k in said if k.endswith("_bytes")) else []
            rows.append([corpus, result["labels"][engine], cell("cpu_s"), cell("peak_rss_mib"), cell("index_bytes", 1e6),
                         ", ".join(parts)])
    return table(["texts", "engine", "CPU s", "peak RSS MiB", "index MB", "parts"], rows)


def agreement_table(result):
    rows = []
    for row in result.get("agreement", []):
        totals = "%.1f %%" % (100 * row["same_totals"]) if "same_totals" in row else "–"
        lists = "%.1f %%" % (100 * row["same_lists"]) if row["engine"] == BASE else "–"
        rows.append([row["class"], row["corpus"], result["labels"][row["engine"]], str(row["queries"]), lists,
                     "%.1f %%" % (100 * row["overlap"]), totals])
    return table(["ratsarchiv against", "texts", "engine", "queries", "same list", "documents shared", "same total"], rows)


def growth_table(result):
    growth = result["growth"]
    engines = list(growth["exponents"])
    sizes = sorted({point["passages"] for point in growth["points"]})
    cells = {(p["passages"], p["engine"]): p for p in growth["points"]}
    rows = []
    for size in sizes:
        found = [cells.get((size, e)) for e in engines]
        rows.append(["{:,}".format(size)] + ["%s / %.1f / %.0f" % (number(p["p50_us"]), p["cpu_s"], p["index_bytes"] / 1e6)
                                             if p else "–" for p in found])
    rows.append(["exponent of the median"] + ["%.2f" % growth["exponents"][e] for e in engines])
    head = ["passages: median µs / building CPU s / MB"]
    return table(head + [result["labels"][e] for e in engines], rows)


def markdown(result):
    """All that result has, with headings."""
    machine = result["machine"]
    parts = ["%s, %s cores, %s GiB; Linux %s; %s; %s; commit %s, %s." % (
        machine["cpu"], machine["cores"], machine["memory_gib"], machine["kernel"], machine["compiler"],
        ", ".join("%s %s" % (result["labels"][e], v) for e, v in result.get("versions", {}).items()),
        machine["commit"], machine["date"])]
    if result.get("latency"):
        parts.append(latency_table(result))
        if any(row["queries"] < row["of"] for row in result["latency"]):
            parts.append("[n]: measured on n queries, evenly picked from all, because the class is slow there; "
                         "p99 of fewer than 100 is their maximum.")
    for key, make in (("building", building_table), ("growth", growth_table), ("agreement", agreement_table)):
        if result.get(key):
            parts.append(make(result))
    return "\n\n".join(parts) + "\n"
