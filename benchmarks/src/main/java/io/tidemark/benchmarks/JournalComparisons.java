package io.tidemark.benchmarks;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.openjdk.jmh.results.RunResult;

/** What is compared of the benchmarks of the journal. Where scores are throughputs, the baseline comes first. */
final class JournalComparisons {

    private static final String JOURNAL = "TIDEMARK_JOURNAL";

    private static final double FIFTH = 0.2;

    // To write 60 % as many bytes in the same time.
    private static final double APPEND_LIMIT = 1.667;

    private static final List<Comparison> ALL = List.of(
            stores("JournalPutBenchmark.put", "TIDEMARK_CAFFEINE", 20),
            stores("JournalPutBenchmark.put", "TIDEMARK_MVSTORE", FIFTH),
            stores("JournalPutBenchmark.put", "MVSTORE", FIFTH),
            stores("JournalPutBenchmark.put", "ROCKSDB_LOGGED", FIFTH),
            stores("JournalPutBenchmark.putBySixteen", "TIDEMARK_CAFFEINE", 5),
            stores("JournalPutBenchmark.putBySixteen", "TIDEMARK_MVSTORE", FIFTH),
            stores("JournalPutBenchmark.putBySixteen", "MVSTORE", FIFTH),
            stores("JournalPutBenchmark.putBySixteen", "ROCKSDB_LOGGED", FIFTH),
            Comparison.of("JournalBatchBenchmark.journalled", "JournalBatchBenchmark.plain", 5),
            stores("JournalGetBenchmark.get", "TIDEMARK_CAFFEINE", 1.1),
            Comparison.of("JournalAppendBenchmark.fileChannel", "JournalAppendBenchmark.journal", APPEND_LIMIT),
            Comparison.of("JournalForceBenchmark.fileChannelForce", "JournalForceBenchmark.one", APPEND_LIMIT));

    private JournalComparisons() {
    }

    /** Returns a line for each pair of results that is compared. */
    static Stream<String> lines(Collection<RunResult> results) {
        Stream<String> pairs = ALL.stream().flatMap((comparison) -> comparison.lines(results));
        return Stream.concat(pairs, score(results, "JournalForceBenchmark.one")
            .flatMap((one) -> score(results, "JournalForceBenchmark.sixteen").map((all) -> scaling(one / all))));
    }

    private static Stream<Double> score(Collection<RunResult> results, String benchmark) {
        return results.stream()
            .filter((result) -> result.getParams().getBenchmark().endsWith("." + benchmark))
            .map((result) -> result.getPrimaryResult().getScore());
    }

    private static String scaling(double ratio) {
        return String.format(Locale.ROOT, "%-7s %8.3f (limit %s)  JournalForceBenchmark.one / "
                + "JournalForceBenchmark.sixteen", ratio <= FIFTH ? "within" : "ABOVE", ratio, FIFTH);
    }

    private static Comparison stores(String benchmark, String baseline, double limit) {
        return Comparison.of(benchmark, "store", JOURNAL, baseline, limit);
    }

}
