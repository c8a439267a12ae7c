package io.tidemark.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
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
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Appends to the log of a journal over a map that keeps nothing, under {@code os}, beside the same bytes written to
 * files in the same batches. A batch takes 64 KiB in the file, whatever it is made of, so the score is in bytes a
 * microsecond, which are MB a second.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgs = { "-Xms2g", "-Xmx2g", "-XX:+UseG1GC" })
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Benchmark)
public class JournalAppendBenchmark {

    private static final int BATCH_BYTES = 1 << 16;

    private static final int RECORD_HEADER_BYTES = 22;

    private static final int KEY_BYTES = 42;

    /** How long a record is in the file, with its header and a key of 42 bytes. */
    @Param({ "256", "4096" })
    int recordBytes;

    private byte[] key;

    private byte[] value;

    private Journal journal;

    private RolledFile file;

    private ByteBuffer bytes;

    /** Opens an empty journal and empty files. */
    @Setup
    public void open() throws IOException {
        Random random = new Random(20_010_401);
        this.key = new byte[KEY_BYTES];
        this.value = new byte[this.recordBytes - RECORD_HEADER_BYTES - KEY_BYTES];
        random.nextBytes(this.key);
        random.nextBytes(this.value);
        byte[] batch = new byte[BATCH_BYTES];
        random.nextBytes(batch);
        this.bytes = ByteBuffer.allocateDirect(BATCH_BYTES).put(batch);
        Path directory = WorkDirectory.create();
        JournalSettings settings = JournalSettings.in(directory.resolve("journal")).withFsync(FsyncPolicy.OS);
        this.journal = Journal.open(settings, new CountedMap(), RecoveryListener.NONE);
        long before = this.journal.statistics().appendedBytes();
        journal();
        long appended = this.journal.statistics().appendedBytes() - before;
        if (appended != BATCH_BYTES) {
            throw new IllegalStateException("Batch must take %d bytes, took %d".formatted(BATCH_BYTES, appended));
        }
        this.file = new RolledFile(Files.createDirectory(directory.resolve("plain")));
    }

    /** Puts a batch of records. */
    @Benchmark
    @OperationsPerInvocation(BATCH_BYTES)
    public void journal() {
        this.journal.together((changes) -> {
            for (int bytes = 0; bytes < BATCH_BYTES; bytes += this.recordBytes) {
                changes.put(this.key, this.value, Journal.NEVER, () -> { });
            }
        });
    }

    /** Writes as many bytes, which lie ready outside the heap. */
    @Benchmark
    @OperationsPerInvocation(BATCH_BYTES)
    public void fileChannel() throws IOException {
        this.file.write(this.bytes.rewind());
    }

    /** Removes the files. */
    @TearDown
    public void remove() throws IOException {
        this.journal.close();
        this.file.close();
        WorkDirectory.delete();
    }

}
