package io.tidemark.benchmarks;

import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

import org.openjdk.jmh.results.RunResult;

/** The comparisons that the benchmarks are made for, each with the ratio that must not be exceeded. */
final class Comparisons {

    private static final List<Comparison> ALL = List.of(
            Comparison.of("HeapHitBenchmark.tidemarkMaxStale", "HeapHitBenchmark.caffeineExpiring", 2),
            Comparison.of("HeapHitBenchmark.tidemarkAnyAge", "HeapHitBenchmark.caffeineRaw", 3),
            stores("BackendBenchmark.get", "TIDEMARK_CAFFEINE", "CAFFEINE", 1.5),
            stores("BackendBenchmark.get", "TIDEMARK_MVSTORE", "MVSTORE", 1.6),
            stores("BackendBenchmark.get", "TIDEMARK_MVSTORE_16M", "MVSTORE_16M", 1.6),
            stores("BackendBenchmark.get", "TIDEMARK_MVSTORE", "ROCKSDB", 1),
            stores("BackendBenchmark.get", "TIDEMARK_MVSTORE", "EHCACHE", 1),
            stores("BackendBenchmark.get", "TIDEMARK_MVSTORE_16M", "ROCKSDB", 1),
            stores("BackendBenchmark.get", "TIDEMARK_MVSTORE_16M", "EHCACHE", 1),
            stores("BackendDeletePrefixBenchmark.deletePrefix", "TIDEMARK_CAFFEINE", "CAFFEINE", 0.05),
            Comparison.of("FoldBenchmark.oneNewEvent", "events", "3000", "100", 1.5),
            Comparison.of("FoldBenchmark.oneNewEvent", "events", "30000", "100", 1.5),
            Comparison.of("FoldBenchmark.replayFromDatabase", "FoldBenchmark.replayFromDatabaseByHand", 1.3),
            Comparison.of("LiveTableReadBenchmark.livePage", "LiveTableReadBenchmark.cacheablePage", 1.5),
            Comparison.of("LiveTableReadBenchmark.livePage", "LiveTableReadBenchmark.repositoryPage", 0.01),
            Comparison.of("LiveTableReadBenchmark.liveRow", "LiveTableReadBenchmark.cacheableRow", 1.5),
            Comparison.of("LiveTableInvalidateBenchmark.one", "pages", "100000", "100", 1.5),
            Comparison.of("LiveTableInvalidateBenchmark.oneOfAll", "pages", "100", "1", 1.5),
            Comparison.of("LiveTableWriteBenchmark.liveSave", "LiveTableWriteBenchmark.plainSave", 1.1),
            Comparison.of("LiveTableWriteBenchmark.watchedRead", "LiveTableWriteBenchmark.plainRead", 1.02),
            Comparison.of("FoldStoreReadBenchmark.get", "FoldStoreReadBenchmark.rawGet", 1.5),
            Comparison.of("FoldStoreReadBenchmark.range", "FoldStoreReadBenchmark.rawRange", 2),
            stores("FoldStoreApplyBenchmark.apply", "TIDEMARK", "ROCKSDB", 2));

    private Comparisons() {
    }

    static void print(Collection<RunResult> results, PrintStream out) {
        List<String> lines = Stream
            .concat(ALL.stream().flatMap((comparison) -> comparison.lines(results)), JournalComparisons.lines(results))
            .toList();
        if (!lines.isEmpty()) {
            out.printf("%nComparisons (ratio of scores, less is better)%n%n");
            lines.forEach(out::println);
        }
    }

    private static Comparison stores(String benchmark, String store, String baseline, double limit) {
        return Comparison.of(benchmark, "store", store, baseline, limit);
    }

}
