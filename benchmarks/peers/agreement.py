# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether two engines found the same: ranked lists where both rank by the same formula, totals everywhere.

Ours and Lucene: the same BM25 (k1 1.2, b 0.75, idf log(1 + (N - df + 0.5) / (df + 0.5))) over the same one-byte lengths, so
scores agree to rounding and documents except among ties. Xapian and FTS5 know exact lengths and have another idf (FTS5's is
cut at 0 for words in half of the documents); Xapian scores a phrase as the sum of its words, FTS5 a prefix as one word. Their
totals must be equal, and where none of that weighs much their lists must share most documents.
"""

TOLERANCE = 1e-4  # of scores, relative: sums of floats in another order
SHARE = 0.995     # of queries whose lists must agree
OVERLAP = 0.7     # of documents that lists by another formula must share on average
OTHER_RANKING = {("xapian", "phrase"), ("fts5", "prefix"), ("fts5", "hidf")}  # no overlap is promised


def read_hits(path):
    """-> ({qid: [(document, score)]} best first, {qid: total})"""
    lists, totals = {}, {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            qid, document, value = line.rstrip("\n").split("\t")
            if document == "=":
                totals[qid] = int(value)
            else:
                lists.setdefault(qid, []).append((document, float(value)))
    return lists, totals


def close(a, b):
    return abs(a - b) <= TOLERANCE * max(abs(a), abs(b))


def same_list(a, b):
    """Equal scores rank by rank, and each document of one list in the other with its score, unless it ties with the last."""
    if len(a) != len(b) or not all(close(x[1], y[1]) for x, y in zip(a, b)):
        return False
    for one, other in ((a, b), (b, a)):
        scores = dict(other)
        for document, score in one:
            if not close(scores.get(document, other[-1][1]), score):
                return False
    return True


def overlap(a, b):
    documents = {document for document, _ in a}
    return len(documents & {document for document, _ in b}) / max(len(a), len(b), 1)


def compare(ours, theirs, asked):
    """Two results of read_hits over the queries asked (ids) -> a row of figures."""
    same = [same_list(ours[0].get(q, []), theirs[0].get(q, [])) for q in asked]
    shared = [overlap(ours[0][q], theirs[0].get(q, [])) for q in asked if ours[0].get(q)]
    row = {"queries": len(asked), "same_lists": sum(same) / len(asked),
           "overlap": sum(shared) / len(shared) if shared else 1.0}
    if ours[1] or theirs[1]:
        row["same_totals"] = sum(ours[1].get(q) == theirs[1].get(q) for q in asked) / len(asked)
    return row


def complaints(row):
    """What is wrong in a row that also names its engine, as words; empty when nothing is."""
    wrong = []
    other = any(row["engine"] == engine and word in row["class"] for engine, word in OTHER_RANKING)
    if row["overlap"] < OVERLAP and not other:
        wrong.append("%.1f %% of documents shared, less than %.1f %%" % (100 * row["overlap"], 100 * OVERLAP))
    if row["engine"] == "lucene" and row["same_lists"] < SHARE:
        wrong.append("lists agree for %.1f %% of queries, less than %.1f %%" % (100 * row["same_lists"], 100 * SHARE))
    if row.get("same_totals", 1.0) < 1.0:
        wrong.append("totals agree for %.1f %% of queries only" % (100 * row["same_totals"]))
    return ["%s, %s, %s: %s" % (row["engine"], row["class"], row["corpus"], what) for what in wrong]


def self_test():
    """The comparison notices what it is for."""
    a = [("x", 3.0), ("y", 2.0), ("z", 1.0)]
    assert same_list(a, [("x", 3.0001), ("y", 2.0), ("z", 1.0)])
    assert same_list(a, [("x", 3.0), ("y", 2.0), ("other tie", 1.0)])
    assert same_list([], [])
    assert not same_list(a, a[:2])
    assert not same_list(a, [("x", 3.01), ("y", 2.0), ("z", 1.0)])
    assert not same_list(a, [("x", 3.0), ("w", 2.0), ("z", 1.0)])
    assert not same_list(a, [("y", 3.0), ("x", 2.0), ("z", 1.0)])
    row = compare(({"1": a}, {"1": 3}), ({"1": a[:2]}, {"1": 2}), ["1"])
    row.update(engine="lucene", corpus="docs")
    row["class"] = "or"
    assert len(complaints(row)) == 3 and abs(row["overlap"] - 2 / 3) < 1e-9
    row.update(same_lists=1.0, same_totals=1.0, overlap=0.71)
    assert not complaints(row)
