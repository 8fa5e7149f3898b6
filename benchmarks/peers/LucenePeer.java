/* SPDX-License-Identifier: GPL-2.0-or-later */

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MultiTermQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TermStatistics;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.Version;

/**
 * Lucene 8 as a peer, with the verbs and the output of peer.h: one segment, memory-mapped, BM25 with k1 1.2 and b 0.75, no query
 * cache, nothing stored. A document's number is its line, because one thread adds the documents and merges keep their order.
 * Warm-up: the whole set of queries again and again until the JIT has nothing more to give (see warmUp).
 */
public final class LucenePeer {
    private static final String FIELD = "t";
    private static final int WARM_PASSES_MIN = 8;
    private static final int WARM_PASSES_MAX = 40;
    private static final double WARM_SECONDS = 20;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Path dir;
    private Path queries;
    private Path hits;
    private String mode = "";
    private int k = 10;
    private int repeat = 5;
    private boolean count;
    private boolean positions = true;

    private final List<String> ids = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private IndexSearcher searcher;

    public static void main(String[] args) throws IOException {
        LucenePeer peer = new LucenePeer();
        List<String> plain = peer.options(args);
        if (plain.size() == 3 && plain.get(0).equals("index")) {
            peer.dir = Paths.get(plain.get(2));
            peer.index(Paths.get(plain.get(1)));
        } else if (plain.size() == 3 && plain.get(0).equals("query")) {
            peer.dir = Paths.get(plain.get(1));
            peer.queries = Paths.get(plain.get(2));
            peer.query();
        } else {
            System.err.println("LucenePeer index TEXTS.jsonl DIR [--no-positions]\n"
                    + "LucenePeer query DIR QUERIES.tsv --mode or|and|phrase|prefix|bool [--k 10] [--count] "
                    + "[--repeat 5] [--hits FILE]");
            System.exit(2);
        }
    }

    private List<String> options(String[] args) {
        List<String> plain = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--mode": mode = args[++i]; break;
                case "--k": k = Integer.parseInt(args[++i]); break;
                case "--repeat": repeat = Integer.parseInt(args[++i]); break;
                case "--hits": hits = Paths.get(args[++i]); break;
                case "--count": count = true; break;
                case "--no-positions": positions = false; break;
                default: plain.add(args[i]);
            }
        }
        return plain;
    }

    /** Lucene leaves documents without a word out of N and of the average length; the others count them. */
    private static BM25Similarity similarity() {
        return new BM25Similarity(1.2f, 0.75f) {
            @Override
            protected float avgFieldLength(CollectionStatistics all) {
                return (float) (all.sumTotalTermFreq() / (double) all.maxDoc());
            }

            @Override
            public Explanation idfExplain(CollectionStatistics all, TermStatistics term) {
                return Explanation.match(idf(term.docFreq(), all.maxDoc()), "idf");
            }
        };
    }

    // ---- index ----

    private void index(Path input) throws IOException {
        IndexWriterConfig config = new IndexWriterConfig(new WhitespaceAnalyzer());
        config.setOpenMode(IndexWriterConfig.OpenMode.CREATE);
        config.setSimilarity(similarity());
        config.setRAMBufferSizeMB(128);
        config.setMergeScheduler(new SerialMergeScheduler());
        config.setUseCompoundFile(false);
        FieldType type = new FieldType();
        type.setTokenized(true);
        type.setIndexOptions(positions ? IndexOptions.DOCS_AND_FREQS_AND_POSITIONS : IndexOptions.DOCS_AND_FREQS);
        type.freeze();
        int documents = 0;
        Field field = new Field(FIELD, "", type);
        Document document = new Document();
        document.add(field);
        try (MMapDirectory directory = new MMapDirectory(dir.resolve("lucene"));
                IndexWriter writer = new IndexWriter(directory, config);
                BufferedReader lines = Files.newBufferedReader(input);
                PrintWriter idLines = new PrintWriter(Files.newBufferedWriter(dir.resolve("ids.txt")))) {
            for (String line; (line = lines.readLine()) != null; documents++) {
                idLines.println(member(line, "\"id\":\""));
                field.setStringValue(member(line, "\"text\":\""));
                writer.addDocument(document);
            }
            writer.forceMerge(1);
            writer.commit();
        }
        long nanos = ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
        Map<String, Long> parts = sizes();
        StringBuilder out = new StringBuilder();
        out.append("{\"documents\":").append(documents).append(",\"version\":\"").append(Version.LATEST).append('"');
        parts.forEach((name, bytes) -> out.append(",\"").append(name).append("_bytes\":").append(bytes));
        long all = parts.values().stream().mapToLong(Long::longValue).sum();
        System.out.printf(Locale.ROOT, "%s,\"index_bytes\":%d,\"cpu_s\":%.3f,\"peak_rss_mib\":%.1f}%n", out, all, nanos / 1e9,
                peakRssMib());
    }

    /** The value that stands behind key; pre-analysed text has no escapes but those of quotes and backslashes. */
    private static String member(String line, String key) {
        int start = line.indexOf(key);
        if (start < 0) {
            throw new IllegalArgumentException("no " + key + " in: " + line.substring(0, Math.min(80, line.length())));
        }
        start += key.length();
        int end = line.indexOf('"', start);
        if (line.lastIndexOf('\\', end) < start) {
            return line.substring(start, end);
        }
        StringBuilder value = new StringBuilder();
        for (int i = start; line.charAt(i) != '"'; i++) {
            value.append(line.charAt(i) == '\\' ? line.charAt(++i) : line.charAt(i));
        }
        return value.toString();
    }

    /** Bytes by the part that a file of the index holds. */
    private Map<String, Long> sizes() throws IOException {
        Map<String, String> partOf = Map.of("doc", "postings", "pos", "positions", "tim", "dictionary", "tip", "dictionary",
                "tmd", "dictionary", "nvd", "lengths", "nvm", "lengths");
        Map<String, Long> parts = new TreeMap<>();
        try (Stream<Path> files = Files.list(dir.resolve("lucene"))) {
            for (Path file : files.collect(Collectors.toList())) {
                String name = file.getFileName().toString();
                String part = partOf.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "other");
                parts.merge(part, Files.size(file), Long::sum);
            }
        }
        return parts;
    }

    private static double peakRssMib() throws IOException {
        for (String line : Files.readAllLines(Paths.get("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024;
            }
        }
        return 0;
    }

    // ---- query ----

    private void query() throws IOException {
        BooleanQuery.setMaxClauseCount(Integer.MAX_VALUE);
        for (String line : Files.readAllLines(queries)) {
            int tab = line.indexOf('\t');
            ids.add(line.substring(0, tab));
            texts.add(line.substring(tab + 1));
        }
        try (MMapDirectory directory = new MMapDirectory(dir.resolve("lucene"));
                DirectoryReader reader = DirectoryReader.open(directory)) {
            searcher = new IndexSearcher(reader);
            searcher.setSimilarity(similarity());
            searcher.setQueryCache(null);
            double[] best = new double[texts.size()];
            warmUp(best);
            Arrays.fill(best, Double.POSITIVE_INFINITY);
            long found = 0;
            for (int i = 0; i < repeat; i++) {
                found = pass(best);
            }
            report(best, found);
            if (hits != null) {
                writeHits();
            }
        }
    }

    /**
     * At least WARM_PASSES_MIN passes, then until three in a row are no faster than the fastest before by 2 %; of queries so slow
     * that WARM_SECONDS go by before, no more (and never fewer than three passes).
     */
    private void warmUp(double[] scratch) throws IOException {
        double fastest = Double.POSITIVE_INFINITY;
        double seconds = 0;
        for (int passes = 0, idle = 0; passes < WARM_PASSES_MIN || idle < 3; passes++) {
            if (passes == WARM_PASSES_MAX || (passes >= 3 && seconds > WARM_SECONDS)) {
                return;
            }
            Arrays.fill(scratch, Double.POSITIVE_INFINITY);
            pass(scratch);
            double took = Arrays.stream(scratch).sum();
            idle = took < fastest * 0.98 ? 0 : idle + 1;
            fastest = Math.min(fastest, took);
            seconds += took / 1e6;
        }
    }

    private long pass(double[] best) throws IOException {
        long found = 0;
        for (int i = 0; i < best.length; i++) {
            long start = THREADS.getCurrentThreadCpuTime();
            TopDocs top = search(texts.get(i));
            best[i] = Math.min(best[i], (THREADS.getCurrentThreadCpuTime() - start) / 1e3);
            found += count ? top.totalHits.value : top.scoreDocs.length;
        }
        return found;
    }

    private TopDocs search(String text) throws IOException {
        TopScoreDocCollector collector = TopScoreDocCollector.create(k, count ? Integer.MAX_VALUE : k);
        searcher.search(build(text), collector);
        return collector.topDocs();
    }

    private Query build(String text) {
        String[] terms = text.split(" ");
        if (mode.equals("phrase")) {
            return terms.length == 1 ? leaf(terms[0]) : new PhraseQuery(FIELD, terms);
        }
        if (mode.equals("bool")) {
            return buildBoolean(terms);
        }
        if (terms.length == 1) {
            return leaf(terms[0]);
        }
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        for (String term : terms) {
            all.add(leaf(term), mode.equals("and") ? Occur.MUST : Occur.SHOULD);
        }
        return all.build();
    }

    private Query leaf(String term) {
        if (!mode.equals("prefix")) {
            return new TermQuery(new Term(FIELD, term));
        }
        PrefixQuery prefix = new PrefixQuery(new Term(FIELD, term));
        prefix.setRewriteMethod(MultiTermQuery.SCORING_BOOLEAN_REWRITE);
        return prefix;
    }

    /** "+a +(b c) -d" */
    private Query buildBoolean(String[] terms) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        BooleanQuery.Builder group = null;
        for (String word : terms) {
            Occur occur = word.startsWith("+") ? Occur.MUST : word.startsWith("-") ? Occur.MUST_NOT : Occur.SHOULD;
            String term = occur == Occur.SHOULD ? word : word.substring(1);
            if (term.startsWith("(")) {
                group = new BooleanQuery.Builder();
                term = term.substring(1);
            }
            if (group == null) {
                all.add(leaf(term), occur);
            } else if (term.endsWith(")")) {
                all.add(group.add(leaf(term.substring(0, term.length() - 1)), Occur.SHOULD).build(), Occur.MUST);
                group = null;
            } else {
                group.add(leaf(term), Occur.SHOULD);
            }
        }
        return all.build();
    }

    private void report(double[] best, long found) {
        double[] sorted = best.clone();
        Arrays.sort(sorted);
        System.out.printf(Locale.ROOT, "{\"queries\":%d,\"mean_us\":%.2f,\"p50_us\":%.2f,\"p95_us\":%.2f,\"p99_us\":%.2f,"
                + "\"hits\":%d}%n", sorted.length, Arrays.stream(sorted).average().orElse(0), at(sorted, 0.50),
                at(sorted, 0.95), at(sorted, 0.99), found);
    }

    private static double at(double[] sorted, double part) {
        return sorted[(int) (part * (sorted.length - 1) + 0.5)];
    }

    private void writeHits() throws IOException {
        List<String> documents = Files.readAllLines(dir.resolve("ids.txt"));
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(hits))) {
            for (int i = 0; i < texts.size(); i++) {
                TopDocs top = search(texts.get(i));
                for (ScoreDoc hit : top.scoreDocs) {
                    out.printf(Locale.ROOT, "%s\t%s\t%.9g%n", ids.get(i), documents.get(hit.doc), hit.score);
                }
                if (count) {
                    out.printf(Locale.ROOT, "%s\t=\t%d%n", ids.get(i), top.totalHits.value);
                }
            }
        }
    }
}
