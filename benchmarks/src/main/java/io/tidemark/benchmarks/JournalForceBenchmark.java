package io.tidemark.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import io.tidemark.journal.FsyncPolicy;
import io.tidemark.journal.Journal;
import io.tidemark.journal.JournalSettings;
import io.tidemark.journal.RecoveryListener;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Puts of 256 bytes that are on the storage device when they return, by one thread and by 16, beside one write that is
 * forced. The score is how many there are in a second, by all threads together.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgs = { "-Xms1g", "-Xmx1g", "-XX:+UseG1GC" })
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Benchmark)
public class JournalForceBenchmark {

    private static final int RECORD_BYTES = 320;

    private static final int RECORD_HEADER_BYTES = 22;

    private final byte[] value = new byte[DurablePopulation.VALUE_BYTES];

    private final ByteBuffer record = ByteBuffer.allocateDirect(RECORD_BYTES);

    private Journal journal;

    private RolledFile file;

    /** Opens an empty journal and an empty file. */
    @Setup
    public void open() throws IOException {
        Path directory = WorkDirectory.create();
        JournalSettings settings = JournalSettings.in(directory.resolve("journal")).withFsync(FsyncPolicy.ALWAYS);
        this.journal = Journal.open(settings, new CountedMap(), RecoveryListener.NONE);
        this.file = new RolledFile(Files.createDirectory(directory.resolve("plain")));
    }

    /** Puts a record, alone. */
    @Benchmark
    @Threads(1)
    public void one(Cursor cursor) {
        put(cursor);
    }

    /** Puts a record, one of 16 threads that do. */
    @Benchmark
    @Threads(16)
    public void sixteen(Cursor cursor) {
        put(cursor);
    }

    /** Writes as many bytes and forces them. */
    @Benchmark
    @Threads(1)
    public void fileChannelForce() throws IOException {
        this.file.write(this.record.rewind());
        this.file.force();
    }

    /** Removes the files. */
    @TearDown
    public void remove() throws IOException {
        this.journal.close();
        this.file.close();
        WorkDirectory.delete();
    }

    private void put(Cursor cursor) {
        byte[] key = ByteBuffer.allocate(RECORD_BYTES - RECORD_HEADER_BYTES - DurablePopulation.VALUE_BYTES)
            .putInt(cursor.next())
            .array();
        this.journal.put(key, this.value, Journal.NEVER, () -> { });
    }

}
