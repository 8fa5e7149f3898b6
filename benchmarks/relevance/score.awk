# SPDX-License-Identifier: GPL-2.0-or-later
# awk -f score.awk QRELS RUN...: nDCG@10, MRR@10, R@100, MAP of each run, and for each run after the first the difference
# in nDCG@10 with the p value of a two-sided paired randomization test (10,000 flips, seed 1). Runs are ordered by rank.
function log2(x) { return log(x) / log(2) }
FILENAME == ARGV[1] {
    if (NF < 4) next
    grade[$1, $3] = $4 + 0
    if ($4 > 0) { relevant[$1]++; grades[$1, $4 + 0]++; if ($4 > top) top = $4 + 0 }
    next
}
FNR == 1 { run = ++runs; name[run] = FILENAME }
($1 in relevant) {
    key = run SUBSEP $1
    rank = ++seen[key]
    g = (($1 SUBSEP $3) in grade) ? grade[$1, $3] : 0
    if (g <= 0) next
    if (rank <= 10) { dcg[key] += (2 ^ g - 1) / log2(rank + 1); if (!(key in mrr)) mrr[key] = 1 / rank }
    if (rank <= 100) recall[key]++
    hits[key]++
    precision[key] += hits[key] / rank
}
END {
    srand(1)
    for (q in relevant) {
        n++
        at = 0
        for (g = top; g > 0; g--)
            for (i = 0; i < grades[q, g] && at < 10; i++) ideal[q] += (2 ^ g - 1) / log2(++at + 1)
    }
    printf "%-24s %8s %8s %8s %8s %9s %7s\n", "run", "nDCG@10", "MRR@10", "R@100", "MAP", "gain", "p"
    for (r = 1; r <= runs; r++) {
        sum = m = rc = ap = 0
        for (q in relevant) {
            key = r SUBSEP q
            value[r, q] = dcg[key] / ideal[q]
            sum += value[r, q]; m += mrr[key]; rc += recall[key] / relevant[q]; ap += precision[key] / relevant[q]
        }
        printf "%-24s %8.4f %8.4f %8.4f %8.4f", name[r], sum / n, m / n, rc / n, ap / n
        if (r > 1) {
            total = worse = 0
            for (q in relevant) total += (difference[q] = value[r, q] - value[1, q])
            observed = (total < 0 ? -total : total) - 1e-12
            for (flip = 0; flip < 10000; flip++) {
                s = 0
                for (q in relevant) if (difference[q] != 0) s += rand() < 0.5 ? difference[q] : -difference[q]
                if (s >= observed || -s >= observed) worse++
            }
            printf " %+9.4f %7.4f", total / n, (worse + 1) / 10001
        }
        print ""
    }
}
