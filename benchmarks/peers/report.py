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


def parts_of(said):
    """"positions 46.5, postings 17.0": what the index is made of, in MB, as far as the engine tells."""
    parts = [(value / 1e6, key[:-len("_bytes")]) for key, value in said.items()
             if key.endswith("_bytes") and key != "index_bytes"]
    return ", ".join("%s %.1f" % (name, size) for size, name in sorted(parts, reverse=True) if size >= 0.05)


def building_table(result):
    rows = []
    for corpus, engines in result["building"].items():
        for engine, said in engines.items():
            row = [corpus, result["labels"][engine]]
            for key, scale in (("cpu_s", 1), ("peak_rss_mib", 1), ("index_bytes", 1e6)):
                ratio = "" if engine == BASE or BASE not in engines else " (%.2f)" % (said[key] / engines[BASE][key])
                row.append("%.1f%s" % (said[key] / scale, ratio))
            rows.append(row + [parts_of(said)])
    return table(["texts", "engine", "CPU s", "peak RSS MiB", "index MB", "parts"], rows)


def agreement_table(result):
    """Per texts and engine the class that agrees least; all rows stand in the JSON."""
    rows = []
    groups = {}
    for row in result["agreement"]:
        groups.setdefault((row["corpus"], row["engine"]), []).append(row)
    for (corpus, engine), group in groups.items():
        totals = [row for row in group if "same_totals" in row]
        line = [corpus, result["labels"][engine], "%d" % len(group), "–", "–", "–"]
        if engine == BASE:
            worst = min(group, key=lambda row: row["same_lists"])
            line[3] = "%.1f %% (%s)" % (100 * worst["same_lists"], worst["class"])
        worst = min(group, key=lambda row: row["overlap"])
        line[4] = "%.1f %% (%s)" % (100 * worst["overlap"], worst["class"])
        if totals:
            line[5] = "%.1f %%" % (100 * min(row["same_totals"] for row in totals))
        rows.append(line)
    return table(["texts", "ratsarchiv and", "classes", "same list", "documents shared", "same total"], rows)


def growth_table(result):
    growth = result["growth"]
    engines = list(growth["exponents"])
    sizes = sorted({point["passages"] for point in growth["points"]})
    cells = {(p["passages"], p["engine"]): p for p in growth["points"]}
    rows = []
    for size in sizes:
        found = [cells.get((size, e)) for e in engines]
        rows.append(["{:,}".format(size)] + [
            "%s / %.1f / %.0f" % (number(p["p50_us"]), p["cpu_s"], p["index_bytes"] / 1e6) if p else "–" for p in found])
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
