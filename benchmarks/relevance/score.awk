# SPDX-License-Identifier: GPL-2.0-or-later
# awk [-v classes=1] -f score.awk QRELS RUN...: nDCG@10, MRR@10, R@100, MAP of each run (TREC lines, ordered by rank; gain
# 2^grade - 1), and for each run after the first the difference in nDCG@10 with the p value of a two-sided paired
# randomization test (10,000 flips, seed 1). classes: the same by the first letter of the topics' ids.
function log2(x) { return log(x) / log(2) }

# p of the differences of run r in the topics of a class ("": all); total is left in `gain`
function randomize(r, class,    q, n, observed, flip, s, worse, d, i) {
    gain = n = worse = 0
    for (i = 1; i <= topics; i++) {
        q = topic[i]
        if (class != "" && substr(q, 1, 1) != class) continue
        gain += value[r, q] - value[1, q]
        if (value[r, q] != value[1, q]) d[++n] = value[r, q] - value[1, q]
    }
    observed = (gain < 0 ? -gain : gain) - 1e-12
    for (flip = 0; flip < 10000; flip++) {
        s = 0
        for (i = 1; i <= n; i++) s += rand() < 0.5 ? d[i] : -d[i]
        if (s >= observed || -s >= observed) worse++
    }
    return (worse + 1) / 10001
}

function print_row(r, class, label,    q, i, n, sum, m, rc, ap, p) {
    sum = m = rc = ap = n = 0
    for (i = 1; i <= topics; i++) {
        q = topic[i]
        if (class != "" && substr(q, 1, 1) != class) continue
        n++
        sum += value[r, q]
        m += mrr[r, q]
        rc += recall[r, q] / relevant[q]
        ap += precision[r, q] / relevant[q]
    }
    printf "%-32s %6d %8.4f %8.4f %8.4f %8.4f", label, n, sum / n, m / n, rc / n, ap / n
    if (r > 1) {
        p = randomize(r, class)
        printf " %+9.4f %7.4f", gain / n, p
    }
    print ""
}

# A run may be empty, and its name may have a '=' in it.
BEGIN {
    runs = ARGC - 2
    for (r = 1; r <= runs; r++) {
        name[r] = ARGV[r + 1]
        if (ARGV[r + 1] !~ /^\//) ARGV[r + 1] = "./" ARGV[r + 1]
        number[ARGV[r + 1]] = r
    }
}
FILENAME == ARGV[1] {
    if (NF < 4) next
    grade[$1, $3] = $4 + 0
    if ($4 > 0) {
        if (!($1 in relevant)) topic[++topics] = $1
        relevant[$1]++
        grades[$1, $4 + 0]++
        if ($4 > top) top = $4 + 0
    }
    next
}
FNR == 1 { run = number[FILENAME] }
($1 in relevant) {
    rank = ++seen[run, $1]
    g = (($1 SUBSEP $3) in grade) ? grade[$1, $3] : 0
    if (g <= 0) next
    if (rank <= 10) {
        dcg[run, $1] += (2 ^ g - 1) / log2(rank + 1)
        if (!((run SUBSEP $1) in mrr)) mrr[run, $1] = 1 / rank
    }
    if (rank <= 100) recall[run, $1]++
    precision[run, $1] += ++hits[run, $1] / rank
}
END {
    srand(1)
    for (i = 1; i <= topics; i++) {
        q = topic[i]
        letter[substr(q, 1, 1)]
        at = ideal = 0
        for (g = top; g > 0; g--)
            for (k = 0; k < grades[q, g] && at < 10; k++) ideal += (2 ^ g - 1) / log2(++at + 1)
        for (r = 1; r <= runs; r++) value[r, q] = dcg[r, q] / ideal
    }
    printf "%-32s %6s %8s %8s %8s %8s %9s %7s\n", "run", "topics", "nDCG@10", "MRR@10", "R@100", "MAP", "gain", "p"
    for (r = 1; r <= runs; r++) print_row(r, "", name[r])
    if (classes)
        for (class in letter)
            for (r = 1; r <= runs; r++) print_row(r, class, class " " name[r])
}
