package io.tidemark.benchmarks.durable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Prints what a store writes and keeps for rows that are overwritten again and again. Needs {@code /proc}. */
public final class WrittenBytes {

    private static final int DEFAULT_ROWS = 100_000;

    private static final int DEFAULT_OVERWRITES = 3_000_000;

    private static final String WRITTEN = "wchar: ";

    private static final DurableStoreKind[] KINDS = { DurableStoreKind.JOURNAL, DurableStoreKind.MVSTORE,
            DurableStoreKind.ROCKSDB };

    private WrittenBytes() {
    }

    /** Takes the number of rows and how often one is overwritten, or runs itself for each store by these numbers. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 4) {
            run(DurableStoreKind.valueOf(arguments[0]), Path.of(arguments[1]), Integer.parseInt(arguments[2]),
                    Long.parseLong(arguments[3]));
            return;
        }
        int rows = arguments.length > 0 ? Integer.parseInt(arguments[0]) : DEFAULT_ROWS;
        long overwrites = arguments.length > 1 ? Long.parseLong(arguments[1]) : DEFAULT_OVERWRITES;
        for (DurableStoreKind kind : KINDS) {
            TemporaryDirectory.use((directory) -> print(kind, Child.run(WrittenBytes.class, kind, directory, rows,
                    overwrites)));
        }
    }

    private static void print(DurableStoreKind kind, long[] bytes) {
        System.out.printf("%-10s %6.2f bytes written / byte put, %6.2f bytes on disk / live byte open, %6.2f closed%n",
                kind, (double) bytes[1] / bytes[0], (double) bytes[3] / bytes[2], (double) bytes[4] / bytes[2]);
    }

    private static void run(DurableStoreKind kind, Path directory, int count, long overwrites) throws IOException {
        Rows rows = new Rows(count);
        long before = written();
        long open;
        try (DurableStore store = kind.open(directory)) {
            rows.fill(store);
            rows.overwrite(store, overwrites);
            open = TemporaryDirectory.bytes(directory);
        }
        long put = Math.round(rows.bytes() * (1 + (double) overwrites / count));
        System.out.printf("%s%d %d %d %d %d%n", Child.RESULT, put, written() - before, rows.bytes(), open,
                TemporaryDirectory.bytes(directory));
    }

    /** Returns the bytes that this process has handed to the operating system. */
    private static long written() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/io"))
            .stream()
            .filter((line) -> line.startsWith(WRITTEN))
            .mapToLong((line) -> Long.parseLong(line.substring(WRITTEN.length())))
            .sum();
    }

}
