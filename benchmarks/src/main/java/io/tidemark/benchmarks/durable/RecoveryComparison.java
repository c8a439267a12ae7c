package io.tidemark.benchmarks.durable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Fills each store with the same rows, then opens and reads them by turns, each time in a new process, and prints the
 * medians. The files are in the memory of the machine.
 */
public final class RecoveryComparison {

    private static final int DEFAULT_ROWS = 1_000_000;

    private static final int DEFAULT_RUNS = 3;

    private static final long GOAL_PER_SECOND = 500_000;

    private static final List<DurableStoreKind> JOURNALS = List.of(DurableStoreKind.JOURNAL_LOG,
            DurableStoreKind.JOURNAL_SNAPSHOT_AND_LOG);

    private static final List<DurableStoreKind> PEERS = List.of(DurableStoreKind.ROCKSDB, DurableStoreKind.EHCACHE);

    private static final List<DurableStoreKind> KINDS = List.of(DurableStoreKind.JOURNAL_LOG,
            DurableStoreKind.JOURNAL_SNAPSHOT_AND_LOG, DurableStoreKind.ROCKSDB, DurableStoreKind.ROCKSDB_INTO_MEMORY,
            DurableStoreKind.EHCACHE);

    private final int rows;

    private RecoveryComparison(int rows) {
        this.rows = rows;
    }

    /** Takes the number of rows, {@value #DEFAULT_ROWS} if there is none, and of runs, {@value #DEFAULT_RUNS} if none. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int rows = arguments.length > 0 ? Integer.parseInt(arguments[0]) : DEFAULT_ROWS;
        int runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : DEFAULT_RUNS;
        new RecoveryComparison(rows).run(runs);
    }

    private void run(int runs) throws IOException, InterruptedException {
        TemporaryDirectory.use((directory) -> run(runs, directory));
    }

    private void run(int runs, Path directory) throws IOException, InterruptedException {
        for (DurableStoreKind kind : KINDS) {
            execute("fill", kind, directory);
        }
        Map<DurableStoreKind, List<Long>> micros = new EnumMap<>(DurableStoreKind.class);
        for (int i = 0; i < runs; i++) {
            for (DurableStoreKind kind : KINDS) {
                micros.computeIfAbsent(kind, (any) -> new ArrayList<>()).add(execute("read", kind, directory));
            }
        }
        micros.forEach((kind, each) -> System.out.printf("%-25s %,12d rows a second, of %s ms%n", kind,
                perSecond(each), each.stream().map((one) -> one / 1000).toList()));
        JOURNALS.forEach((journal) -> compare(journal, micros));
    }

    private long execute(String what, DurableStoreKind kind, Path parent) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(parent.resolve(kind.name()));
        return Child.run(RecoveryRun.class, what, kind, directory, this.rows)[0];
    }

    private void compare(DurableStoreKind journal, Map<DurableStoreKind, List<Long>> micros) {
        long own = perSecond(micros.get(journal));
        System.out.printf("%-7s %s: goal %,d rows a second%n", own >= GOAL_PER_SECOND ? "within" : "BELOW", journal,
                GOAL_PER_SECOND);
        for (DurableStoreKind peer : PEERS) {
            double ratio = (double) own / perSecond(micros.get(peer));
            System.out.printf("%-7s %s: %.2f times as fast as %s, goal 1%n", ratio > 1 ? "within" : "BELOW", journal,
                    ratio, peer);
        }
    }

    private long perSecond(List<Long> micros) {
        long[] sorted = micros.stream().mapToLong(Long::longValue).sorted().toArray();
        long median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
        return Math.round(this.rows * 1e6 / median);
    }

}
