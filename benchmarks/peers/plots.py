# SPDX-License-Identifier: GPL-2.0-or-later
"""Plots as plain SVG text: latency by class, and cost by size of the archive. Readable without colours too: every engine has
its own shape."""

import html
import math

STYLE = ("<style>text{font-family:'DejaVu Sans',Verdana,Arial,sans-serif;font-size:13px;fill:#222}"
         ".h{font-size:16px;font-weight:bold}.s{font-size:11px;fill:#555}.g{stroke:#ddd;stroke-width:1}"
         ".r{stroke:#bbb;stroke-width:2}</style>")
LOOK = {"ours": ("#c2410c", "circle"), "lucene": ("#1d4ed8", "square"), "xapian": ("#15803d", "diamond"),
        "fts5": ("#6b21a8", "triangle")}
TEXTS = {"docs": "documents", "passages": "passages of 120 words"}


def mark(engine, x, y, size=5.5):
    colour, shape = LOOK[engine]
    paint = 'fill="%s" stroke="#fff" stroke-width="1"' % colour
    if shape == "circle":
        return '<circle cx="%.1f" cy="%.1f" r="%.1f" %s/>' % (x, y, size, paint)
    corners = {"square": ((-1, -1), (1, -1), (1, 1), (-1, 1)), "diamond": ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
               "triangle": ((0, -1.2), (1.2, 1), (-1.2, 1))}[shape]
    points = " ".join("%.1f,%.1f" % (x + dx * size * 0.92, y + dy * size * 0.92) for dx, dy in corners)
    return '<polygon points="%s" %s/>' % (points, paint)


def words(x, y, text, anchor="start", kind=""):
    return '<text x="%.1f" y="%.1f" text-anchor="%s"%s>%s</text>' % (
        x, y, anchor, ' class="%s"' % kind if kind else "", html.escape(text))


def line(x1, y1, x2, y2, kind):
    return '<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" class="%s"/>' % (x1, y1, x2, y2, kind)


def tail(x1, x2, y, engine):
    return '<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" stroke="%s" stroke-width="1.2" opacity="0.6"/>' % (
        x1, y, x2, y, LOOK[engine][0])


def microseconds(value):
    if value >= 1e6:
        return "%g s" % (value / 1e6)
    return "%g ms" % (value / 1e3) if value >= 1e3 else "%g µs" % value


class LogScale:
    """Values between low and high, or between the powers of ten around them -> pixels from start to stop."""

    def __init__(self, low, high, start, stop, exact=False):
        self.low, self.high = math.log10(low), math.log10(high)
        if not exact:
            self.low, self.high = math.floor(self.low), math.ceil(self.high)
        self.start, self.stop = start, stop

    def __call__(self, value):
        part = (math.log10(value) - self.low) / (self.high - self.low)
        return self.start + part * (self.stop - self.start)

    def ticks(self):
        return [10.0**power for power in range(self.low, self.high + 1)]


def document(width, height, parts):
    head = '<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d">' % (
        width, height, width, height)
    return "\n".join([head, STYLE, '<rect width="100%" height="100%" fill="#fff"/>'] + parts + ["</svg>", ""])


def legend(result, engines, x, y):
    parts = []
    for engine in engines:
        label = result["labels"][engine]
        version = result.get("versions", {}).get(engine)
        text = label + (" " + version if version else "")
        parts += [mark(engine, x, y - 4.5), words(x + 10, y, text)]
        x += 34 + 7.6 * len(text)
    return parts


def latency(result):
    """A row per class, a mark per engine at its mean, a thin line to its p99; one panel per kind of texts."""
    rows = [r for r in result["latency"] if r["engine"] in result["labels"]]
    classes = list(dict.fromkeys(r["class"] for r in rows))
    corpora = [c for c in TEXTS if any(r["corpus"] == c for r in rows)]
    engines = [e for e in result["labels"] if e in LOOK]
    left, panel, gap, step, top = 230, 430, 36, 44, 96
    bottom = top + step * len(classes)
    low, high = min(r["mean_us"] for r in rows), max(max(r["p99_us"], r["mean_us"]) for r in rows)
    title = "Time per query: mean, and the line to the slowest 1 % (thread-CPU time, warm, one thread)"
    parts = [words(20, 30, title, kind="h")]
    parts += legend(result, engines, 24, 56)
    for number, corpus in enumerate(corpora):
        start = left + number * (panel + gap)
        scale = LogScale(low, high, start, start + panel)
        parts.append(words(start, top - 14, TEXTS[corpus]))
        for tick in scale.ticks():
            parts += [line(scale(tick), top, scale(tick), bottom, "g"),
                      words(scale(tick), bottom + 18, microseconds(tick), "middle", "s")]
        for i, name in enumerate(classes):
            middle = top + step * (i + 0.5)
            parts.append(line(start, top + step * i, start + panel, top + step * i, "g"))
            for slot, engine in enumerate(engines):
                y = middle + (slot - (len(engines) - 1) / 2) * 9
                for r in rows:
                    if (r["class"], r["corpus"], r["engine"]) == (name, corpus, engine):
                        parts += [tail(scale(r["mean_us"]), scale(r["p99_us"]), y, engine),
                                  mark(engine, scale(r["mean_us"]), y, 4.5)]
    for i, name in enumerate(classes):
        parts.append(words(left - 12, top + step * (i + 0.5) + 4.5, name, "end"))
    return document(left + len(corpora) * (panel + gap), bottom + 34, parts)


def growth(result):
    """Median of a ranked query against the number of passages, both logarithmic, with the fitted exponents."""
    points, exponents = result["growth"]["points"], result["growth"]["exponents"]
    engines = [e for e in result["labels"] if e in exponents]
    sizes = sorted({p["passages"] for p in points})
    x = LogScale(sizes[0], sizes[-1], 80, 720, exact=True)
    y = LogScale(min(p["p50_us"] for p in points), max(p["p50_us"] for p in points), 470, 80)
    parts = [words(20, 30, "Median ranked query (or2 and or35, top-10) as the archive grows", kind="h")]
    for size in sizes:
        parts += [line(x(size), y.start, x(size), y.stop, "g"),
                  words(x(size), y.start + 20, "{:,}".format(size), "middle", "s")]
    for tick in y.ticks():
        parts += [line(x.start, y(tick), x.stop, y(tick), "g"),
                  words(x.start - 8, y(tick) + 4, microseconds(tick), "end", "s")]
    parts.append(words((x.start + x.stop) / 2, y.start + 42, "passages in the archive", "middle"))
    labels = []
    for engine in engines:
        mine = sorted((p["passages"], p["p50_us"]) for p in points if p["engine"] == engine)
        path = " ".join("%.1f,%.1f" % (x(size), y(cost)) for size, cost in mine)
        parts.append('<polyline points="%s" fill="none" stroke="%s" stroke-width="2"/>' % (path, LOOK[engine][0]))
        parts += [mark(engine, x(size), y(cost)) for size, cost in mine]
        labels.append([y(mine[-1][1]) + 4.5, engine])
    labels.sort()
    for above, label in zip(labels, labels[1:]):  # apart from each other
        label[0] = max(label[0], above[0] + 18)
    for height, engine in labels:
        parts += [mark(engine, x.stop + 18, height - 4.5),
                  words(x.stop + 28, height, "%s: N^%.2f" % (result["labels"][engine], exponents[engine]))]
    return document(910, 530, parts)
