package io.tidemark.journal;

import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Journals on a real disk, with their threads. */
class JournalThreadTests {

    private static final int WRITERS = 8;

    @TempDir
    Path temporary;

    private StringMap map = new StringMap();

    @ParameterizedTest
    @EnumSource
    @Tag("P6")
    void orderInTheLogIsTheOrderInMemory(FsyncPolicy policy) throws Exception {
        long seed = System.nanoTime();
        JournalSettings settings = settings().withFsync(policy);
        try (Journal journal = Journal.open(settings, map, RecoveryListener.NONE)) {
            write(policy == FsyncPolicy.ALWAYS ? 100 : 1500, seed, random -> change(journal, random));
            assertThat(journal.statistics().behind()).isFalse();
        }

        StringMap recovered = new StringMap();
        try (Journal journal = Journal.open(settings, recovered, RecoveryListener.NONE)) {
            assertThat(recovered.values()).as("seed %d", seed).isEqualTo(map.values());
            assertThat(journal.recovery().isDamaged()).as("seed %d", seed).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 7, 8, 9, 15, 16, 40 })
    @Tag("P6")
    void changesOfOneKeyHappenOneAfterTheOther(int keyLength) throws Exception {
        try (Journal journal = Journal.open(settings(), map, RecoveryListener.NONE)) {
            List<String> order = new CopyOnWriteArrayList<>();
            CountDownLatch inMemory = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            Thread first = start(() -> journal.put(key(keyLength), new byte[1], Journal.NEVER, () -> {
                inMemory.countDown();
                awaitUnchecked(goOn);
                order.add("first");
            }));
            inMemory.await();
            Thread second = start(() -> journal.delete(key(keyLength), () -> order.add("second")));
            while (second.getState() != Thread.State.WAITING) {
                assertThat(second.isAlive()).isTrue();
                Thread.onSpinWait();
            }
            goOn.countDown();
            first.join();
            second.join();

            assertThat(order).containsExactly("first", "second");
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("P6")
    void changeThatBeganBeforeTheCloseIsForcedByIt(FsyncPolicy policy) throws Exception {
        MemoryFiles files = new MemoryFiles().mapping(true);
        JournalSettings settings = OpenJournal.SETTINGS.withFsync(policy);
        OpenJournal open = OpenJournal.open(files, settings);
        CountDownLatch inMemory = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Thread changing = start(() -> open.journal.put(key(1), StringMap.bytes("v"), Journal.NEVER, () -> {
            inMemory.countDown();
            awaitUnchecked(goOn);
        }));
        inMemory.await();
        Thread closing = start(open.journal::close);
        while (closing.getState() != Thread.State.WAITING) {
            assertThat(closing.isAlive()).isTrue();
            Thread.onSpinWait();
        }
        goOn.countDown();
        changing.join();
        closing.join();

        for (int seed = 0; seed < 20; seed++) {
            assertThat(OpenJournal.open(files.powerLost(new Random(seed)), settings).values()).hasSize(1);
        }
    }

    @Test
    void intervalForcesByItself() {
        JournalSettings settings = settings().withFsyncInterval(Duration.ofMillis(5));
        try (Journal journal = Journal.open(settings, map, RecoveryListener.NONE)) {
            map.put(journal, "k", "v");

            long start = System.nanoTime();
            while (journal.statistics().forcedLsn() < 1) {
                assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(20));
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void muchIsForcedBeforeTheSegmentIsFull() {
        JournalSettings settings = JournalSettings.in(temporary.resolve("journal"))
            .withFsyncInterval(Duration.ofDays(1))
            .withMinimumLogBytes(1 << 30);
        try (Journal journal = Journal.open(settings, map, RecoveryListener.NONE)) {
            map.put(journal, "k", "x".repeat(9 << 20));

            long start = System.nanoTime();
            while (journal.statistics().forcedLsn() < 1) {
                assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(20));
                Thread.onSpinWait();
            }
            assertThat(journal.statistics().segments()).isEqualTo(1);
        }
    }

    @Test
    @Tag("P9")
    void fullQueueSlowsWritersAndLosesNothing() throws Exception {
        long seed = System.nanoTime();
        JournalSettings settings = settings().withFsync(FsyncPolicy.ALWAYS).withSizes(1 << 16, 1 << 20, 1024);
        try (Journal journal = Journal.open(settings, map, RecoveryListener.NONE)) {
            write(100, seed, random -> journal.together(changes -> {
                for (int id = 0; id < 5; id++) {
                    map.put(changes, "k" + random.nextInt(1000), "x".repeat(300));
                }
            }));
            assertThat(journal.statistics().queueFull()).isPositive();
            assertThat(journal.statistics().queueWait()).isPositive();
            assertThat(journal.statistics().lastLsn()).isEqualTo(WRITERS * 100 * 5);
            assertThat(journal.statistics().queuedBytes()).isZero();
        }
    }

    @Test
    void interruptedWritersAreAcknowledgedAndCloseNothing() throws Exception {
        try (Journal journal = Journal.open(settings().withFsync(FsyncPolicy.ALWAYS), map, RecoveryListener.NONE)) {
            write(50, 1, random -> {
                Thread.currentThread().interrupt();
                map.put(journal, "k" + random.nextInt(1000), "x".repeat(500));
                assertThat(Thread.interrupted()).isTrue();
            });
            Thread.currentThread().interrupt();
            journal.snapshot();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(journal.statistics().forcedLsn()).isEqualTo(WRITERS * 50);
        }

        StringMap recovered = new StringMap();
        Journal.open(settings(), recovered, RecoveryListener.NONE).close();
        assertThat(recovered.values()).isEqualTo(map.values());
    }

    @Test
    @Tag("P6")
    void interruptsThatComeWhileItWritesTearNothing() throws Exception {
        try (Journal journal = Journal.open(settings().withFsync(FsyncPolicy.OS), map, RecoveryListener.NONE)) {
            AtomicBoolean done = new AtomicBoolean();
            Thread writer = new Thread(() -> {
                for (int id = 0; id < 3000; id++) {
                    map.put(journal, "k" + id % 100, id + "x".repeat(3000));
                }
                done.set(true);
            });
            writer.start();
            while (!done.get() && writer.isAlive()) {
                writer.interrupt();
                Thread.onSpinWait();
            }
            writer.join();
            assertThat(done).isTrue();
            assertThat(journal.statistics().faults()).isZero();
            assertThat(journal.statistics().lastLsn()).isEqualTo(3000);
        }

        StringMap recovered = new StringMap();
        try (Journal journal = Journal.open(settings(), recovered, RecoveryListener.NONE)) {
            assertThat(journal.recovery().isDamaged()).isFalse();
            assertThat(journal.recovery().tornBytes()).isZero();
        }
        assertThat(recovered.values()).isEqualTo(map.values()).hasSize(100);
    }

    @Test
    void directoryRemovedUnderItFailsWritesAndNothingElse() throws Exception {
        JournalSettings settings = settings().withFsync(FsyncPolicy.ALWAYS);
        Journal journal = Journal.open(settings, map, RecoveryListener.NONE);
        map.put(journal, "k", "v");
        delete(settings.directory());

        assertThatExceptionOfType(JournalException.class).isThrownBy(() -> map.put(journal, "k", "v2"));
        assertThatExceptionOfType(JournalException.class).isThrownBy(() -> map.put(journal, "k", "v3"));
        assertThat(map.get("k")).isEqualTo("v3");
        assertThat(journal.statistics().refusing()).isTrue();
        assertThatExceptionOfType(JournalException.class).isThrownBy(journal::close);
        assertThat(Files.exists(settings.directory())).isFalse();
    }

    @Test
    @Tag("P10")
    void noThreadOutlivesTheJournal() {
        Journal.open(settings(), map, RecoveryListener.NONE).close();

        assertThat(Thread.getAllStackTraces().keySet())
            .noneMatch(thread -> thread.getName().equals("tidemark-journal"));
    }

    private void change(Journal journal, Random random) {
        String key = "k" + random.nextInt(3) + random.nextInt(3);
        int dice = random.nextInt(100);
        if (dice == 0) {
            map.clear(journal);
        }
        else if (dice < 5) {
            map.deletePrefix(journal, key.substring(0, 2));
        }
        else if (dice < 20) {
            map.delete(journal, key);
        }
        else if (dice == 20) {
            journal.snapshot();
        }
        else {
            map.put(journal, key, random.nextInt() + "x".repeat(random.nextInt(100)));
        }
    }

    private static byte[] key(int length) {
        byte[] key = new byte[length];
        for (int index = 0; index < length; index++) {
            key[index] = (byte) index;
        }
        return key;
    }

    private static Thread start(Runnable task) {
        Thread thread = new Thread(task);
        thread.start();
        return thread;
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            latch.await();
        }
        catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static void write(int changes, long seed, Writing writing) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(WRITERS);
        try {
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                Random random = new Random(seed + writer);
                writers.add(executor.submit(() -> {
                    for (int change = 0; change < changes; change++) {
                        writing.write(random);
                    }
                }));
            }
            for (Future<?> writer : writers) {
                writer.get(60, TimeUnit.SECONDS);
            }
        }
        finally {
            executor.shutdownNow();
        }
    }

    private JournalSettings settings() {
        return JournalSettings.in(temporary.resolve("journal"))
            .withSizes(1 << 14, 1 << 17, 1 << 14)
            .withSnapshots(Duration.ofMillis(1), 200);
    }

    private static void delete(Path directory) throws Exception {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    private interface Writing {

        void write(Random random);

    }

}
