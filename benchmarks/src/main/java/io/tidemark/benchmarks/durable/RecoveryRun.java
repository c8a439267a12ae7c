package io.tidemark.benchmarks.durable;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.slf4j.LoggerFactory;

/** Fills a store, or opens and reads it, in this process, whose logging works by then as that of any application does. */
public final class RecoveryRun {

    private RecoveryRun() {
    }

    /** Takes what to do, {@code fill} or {@code read}, the kind of store, its directory and the number of rows. */
    public static void main(String[] arguments) {
        DurableStoreKind kind = DurableStoreKind.valueOf(arguments[1]);
        Path directory = Path.of(arguments[2]);
        int rows = Integer.parseInt(arguments[3]);
        LoggerFactory.getLogger(RecoveryRun.class).info("{} {} rows of {}", arguments[0], rows, kind);
        long micros = arguments[0].equals("fill") ? fill(kind, directory, rows) : read(kind, directory, rows);
        System.out.println(Child.RESULT + micros);
    }

    private static long fill(DurableStoreKind kind, Path directory, int rows) {
        long begin = System.nanoTime();
        try (DurableStore store = kind.open(directory)) {
            new Rows(rows).fill(store);
        }
        return micros(begin);
    }

    private static long read(DurableStoreKind kind, Path directory, int rows) {
        long begin = System.nanoTime();
        try (DurableStore store = kind.open(directory)) {
            long found = store.readAll();
            long micros = micros(begin);
            if (found != rows) {
                throw new IllegalStateException("Must find %d rows, found %d".formatted(rows, found));
            }
            return micros;
        }
    }

    private static long micros(long beginNanos) {
        return TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - beginNanos);
    }

}
