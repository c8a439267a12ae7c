package io.tidemark.journal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.tidemark.journal.FileHeader.Kind;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReadAheadTests {

    private static final JournalSettings SETTINGS = OpenJournal.SETTINGS.withSizes(4 << 20, 16 << 20, 1 << 16);

    private static final int RECORDS = 3_000;

    /** A log of one segment, ten times as long as what is read at once. */
    private static MemoryFiles write() throws IOException {
        MemoryFiles files = new MemoryFiles();
        OpenJournal open = OpenJournal.open(files, SETTINGS);
        for (int id = 0; id < RECORDS; id++) {
            open.put("k" + id, "x".repeat(id % 500));
        }
        assertThat(files.list()).hasSize(1);
        assertThat(files.totalBytes()).isGreaterThan(10L * RecordReader.SMALLEST_BUFFER);
        return files;
    }

    @AfterEach
    void noThreadIsLeft() {
        assertThat(Thread.getAllStackTraces().keySet()).noneMatch(ReadAheadTests::isReading);
    }

    @Test
    @Tag("P5")
    void damagedFilesAreReadAsWithoutAThread() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] whole = content(write());
        for (int round = 0; round < 200; round++) {
            byte[] damaged = Arrays.copyOf(whole, random.nextInt(3) == 0 ? random.nextInt(whole.length) : whole.length);
            for (int hit = random.nextInt(4); hit > 0 && damaged.length > FileHeader.BYTES; hit--) {
                damaged[FileHeader.BYTES + random.nextInt(damaged.length - FileHeader.BYTES)]++;
            }
            if (damaged.length > FileHeader.BYTES) {
                assertThat(walk(whole, damaged, true)).as("seed %d", seed).isEqualTo(walk(whole, damaged, false));
            }
        }
    }

    @Test
    @Tag("P5")
    void threadEndsWhenDamageIsNotTolerated() throws Exception {
        MemoryFiles files = write();
        byte[] damaged = content(files);
        damaged[FileHeader.BYTES + 100_000]++;
        files.put(files.list().get(0), damaged);

        assertThatExceptionOfType(DamagedJournalException.class)
            .isThrownBy(() -> OpenJournal.open(files, SETTINGS.withOnDamage(DamagePolicy.FAIL)));
    }

    @Test
    void threadEndsWhenTheMapFails() throws Exception {
        MemoryFiles files = new MemoryFiles();
        OpenJournal open = OpenJournal.open(files, SETTINGS.withSizes(64 << 20, 256 << 20, 1 << 16));
        String value = "x".repeat(1 << 20);
        // More than is read ahead.
        for (int id = 0; id < 12; id++) {
            open.put("k" + id, value);
        }
        IllegalStateException failure = new IllegalStateException("full");

        JournalledMap map = (JournalledMap) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[] { JournalledMap.class }, (proxy, method, arguments) -> {
                    awaitThreadThatIsFarAhead();
                    throw failure;
                });

        assertThatThrownBy(() -> JournalCore.open(files, SETTINGS, map, RecoveryListener.NONE, () -> 0))
            .isSameAs(failure);
    }

    @Test
    void failureToReadReachesWhoTakesTheRecordsAfterThoseThatWereRead() throws Exception {
        byte[] whole = content(write());
        IOException failure = new IOException("Input/output error");
        InputStream failing = new InputStream() {

            private boolean failed;

            @Override
            public int read() throws IOException {
                if (failed) {
                    return -1;
                }
                failed = true;
                throw failure;
            }

        };

        try (ReadAhead ahead = open(whole, Arrays.copyOf(whole, whole.length / 2), failing, true)) {
            List<Long> numbers = new ArrayList<>();
            assertThatThrownBy(() -> {
                for (long number = 1; !ahead.isAtEnd(); number++) {
                    assertThat(ahead.next(number)).isNotNull();
                    numbers.add(number);
                }
            }).isSameAs(failure);
            assertThat(numbers).hasSizeBetween(RECORDS / 4, RECORDS - 1);
        }
    }

    @Test
    void interruptIsKeptAndStopsNothing() throws Exception {
        MemoryFiles files = write();
        Thread.currentThread().interrupt();

        OpenJournal recovered = OpenJournal.open(files, SETTINGS);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(recovered.values()).hasSize(RECORDS);
        assertThat(recovered.report().isDamaged()).isFalse();
    }

    private static void awaitThreadThatIsFarAhead() {
        Thread reading = Thread.getAllStackTraces().keySet().stream()
            .filter(ReadAheadTests::isReading)
            .findFirst()
            .orElseThrow();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (reading.getState() != Thread.State.WAITING) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static boolean isReading(Thread thread) {
        return thread.getName().equals("tidemark-journal-reading");
    }

    private static byte[] content(MemoryFiles files) {
        return files.content(files.list().get(0));
    }

    private static ReadAhead open(byte[] whole, byte[] content, InputStream rest, boolean withThread) {
        FileHeader header = FileHeader.read(Arrays.copyOf(whole, FileHeader.BYTES), Kind.SEGMENT, 0);
        assertThat(header).isNotNull();
        InputStream in = new ByteArrayInputStream(content, FileHeader.BYTES, content.length - FileHeader.BYTES);
        long bytes = Math.max(whole.length, content.length) - FileHeader.BYTES;
        RecordReader reader = new RecordReader(new SequenceInputStream(in, rest), header, bytes);
        return new ReadAhead(reader, withThread ? bytes : 0, 1);
    }

    /** Reads it as a replay does, and says all that this learns. */
    private static List<Long> walk(byte[] whole, byte[] content, boolean withThread) throws IOException {
        List<Long> seen = new ArrayList<>();
        try (ReadAhead ahead = open(whole, content, InputStream.nullInputStream(), withThread)) {
            for (long number = 1; !ahead.isAtEnd(); number++) {
                Record record = ahead.next(number);
                if (record == null) {
                    RecordReader reader = ahead.reader();
                    seen.add(reader.offset());
                    record = reader.resync(number);
                    seen.add(reader.writtenEnd());
                    if (record == null) {
                        return seen;
                    }
                    number = reader.number();
                    seen.add(reader.recordOffset());
                }
                seen.add(number * 31 + Arrays.hashCode(record.key()) * 7L + record.value().length);
            }
            seen.add(ahead.reader().offset());
        }
        return seen;
    }

}
