package io.tidemark.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class JournalTests {

    private final MemoryFiles files = new MemoryFiles();

    @ParameterizedTest
    @EnumSource
    void everyChangeIsThereAfterAKill(RecordCompression compression) throws Exception {
        JournalSettings settings = OpenJournal.SETTINGS.withCompression(compression);
        OpenJournal first = OpenJournal.open(files, settings);
        first.put("a1", "one");
        first.put("a2", "x".repeat(3000));
        first.put("b1", "three");
        first.put("c", "");
        first.put("", "empty key");
        first.map.delete(first.journal, "c");
        first.map.deletePrefix(first.journal, "a1");
        first.map.deletePrefixExcept(first.journal, "b", "b1");

        OpenJournal second = OpenJournal.open(files.killed(), settings);

        assertThat(second.values()).isEqualTo(Map.of("a2", "x".repeat(3000), "b1", "three", "", "empty key"));
        assertThat(second.report().records()).isEqualTo(8);
        assertThat(second.statistics().lastLsn()).isEqualTo(8);
        assertThat(files.totalBytes()).isLessThan(compression == RecordCompression.LZ4 ? 600 : 4000);
    }

    @Test
    void clearIsOneRecord() throws Exception {
        OpenJournal first = OpenJournal.open(files);
        for (int id = 0; id < 10; id++) {
            first.put("k" + id, "v");
        }
        long before = first.statistics().appendedBytes();
        first.map.clear(first.journal);

        assertThat(first.statistics().appendedBytes() - before).isEqualTo(22);
        assertThat(OpenJournal.open(files.killed()).values()).isEmpty();
    }

    @Test
    @Tag("P6")
    void deletionOfAbsentKeyIsInTheLog() throws Exception {
        OpenJournal first = OpenJournal.open(files);
        first.put("k1", "evicted");
        first.put("k2", "evicted");
        // As an eviction does, which nobody tells the journal of.
        first.map.clear();
        first.map.delete(first.journal, "k1");
        first.map.deletePrefix(first.journal, "k2");

        assertThat(OpenJournal.open(files.killed()).values()).isEmpty();
    }

    @Test
    void timeToLiveGoesOnAndDoesNotRestart() throws Exception {
        AtomicLong clock = new AtomicLong(1000);
        OpenJournal first = OpenJournal.open(files, OpenJournal.SETTINGS, clock::get);
        first.map.put(first.journal, "long", "v", 11_000);
        first.map.put(first.journal, "short", "v", 5000);
        first.map.put(first.journal, "shortened", "v", 11_000);
        first.map.expire(first.journal, "shortened", 5000);
        first.map.put(first.journal, "lengthened", "v", 2000);
        first.map.expire(first.journal, "lengthened", 12_000);
        first.map.expire(first.journal, "absent", 12_000);

        clock.set(5000);
        OpenJournal second = OpenJournal.open(files.killed(), OpenJournal.SETTINGS, clock::get);

        assertThat(second.values()).containsOnlyKeys("long", "lengthened");
        assertThat(second.map.expiresAt("long")).isEqualTo(11_000);
        assertThat(second.map.expiresAt("lengthened")).isEqualTo(12_000);
        assertThat(second.report().expired()).isEqualTo(2);
    }

    @Test
    void putThatHasEndedHidesTheOneBefore() throws Exception {
        AtomicLong clock = new AtomicLong(1000);
        OpenJournal first = OpenJournal.open(files, OpenJournal.SETTINGS, clock::get);
        first.put("k", "old");
        first.map.put(first.journal, "k", "new", 2000);

        clock.set(2000);

        assertThat(OpenJournal.open(files.killed(), OpenJournal.SETTINGS, clock::get).values()).isEmpty();
    }

    @Test
    void snapshotReplacesTheLog() throws Exception {
        OpenJournal first = OpenJournal.open(files);
        for (int id = 0; id < 200; id++) {
            first.put("k" + id % 10, "value " + id + "x".repeat(100));
        }
        first.journal.snapshot();
        first.put("k0", "after");
        first.journal.snapshot();
        first.map.delete(first.journal, "k1");

        OpenJournal second = OpenJournal.open(files.killed());

        assertThat(second.values()).isEqualTo(first.values()).hasSize(9).containsEntry("k0", "after");
        assertThat(second.report().snapshotEntries()).isEqualTo(10);
        assertThat(second.report().records()).isEqualTo(1);
        assertThat(files.list()).hasSize(3);
    }

    @Test
    @Tag("P6")
    void snapshotWaitsForAChangeThatIsInMemoryOnly() throws Exception {
        OpenJournal open = OpenJournal.open(files);
        Thread snapshot = new Thread(open.journal::snapshot);
        open.put("a", "1");

        open.journal.put(StringMap.bytes("b"), StringMap.bytes("2"), Journal.NEVER, () -> {
            open.map.put(StringMap.bytes("b"), StringMap.bytes("2"), Journal.NEVER);
            snapshot.start();
            while (snapshot.getState() != Thread.State.WAITING && snapshot.isAlive()) {
                Thread.onSpinWait();
            }
            assertThat(files.list()).noneMatch(name -> name.endsWith(".snap"));
        });
        snapshot.join(10_000);

        OpenJournal recovered = OpenJournal.open(files.killed());
        assertThat(recovered.values()).hasSize(2);
        assertThat(recovered.report().snapshotEntries()).isEqualTo(2);
    }

    @Test
    @Tag("P9")
    void diskUseIsBounded() throws Exception {
        JournalSettings settings = OpenJournal.SETTINGS.withSizes(4096, 16_384, 4096);
        OpenJournal open = OpenJournal.open(files, settings);
        for (int id = 0; id < 5000; id++) {
            open.put("k" + id % 10, "x".repeat(100));
            assertThat(files.totalBytes()).isLessThan(90_000);
        }

        assertThat(open.statistics().snapshotsTaken()).isPositive();
        assertThat(open.statistics().snapshots()).isEqualTo(2);
        assertThat(open.statistics().logBytes() + open.statistics().snapshotBytes()).isEqualTo(files.totalBytes());
        assertThat(OpenJournal.open(files.killed(), settings).values()).isEqualTo(open.values());
    }

    @Test
    @Tag("P9")
    void logIsBoundedByWhatIsInTheMap() throws Exception {
        JournalSettings settings = OpenJournal.SETTINGS.withSizes(64 << 20, 256 << 20, 1 << 16)
            .withMinimumLogBytes(2 << 20);
        OpenJournal open = OpenJournal.open(files, settings);
        String value = "x".repeat(100_000);
        for (int id = 0; id < 300; id++) {
            open.put("k" + id % 10, value + id);
            open.core.takeCare();
            assertThat(files.totalBytes()).as("after %d", id).isLessThan(9_000_000);
        }

        assertThat(open.statistics().snapshotsTaken()).isBetween(10L, 20L);
        assertThat(open.statistics().logBytes() + open.statistics().snapshotBytes()).isEqualTo(files.totalBytes());
        assertThat(OpenJournal.open(files.killed(), settings).values()).isEqualTo(open.values());
    }

    @Test
    @Tag("P9")
    void snapshotIsDueWhenTheLogIsTwiceAsLargeAsTheLastOne() throws Exception {
        JournalSettings settings = OpenJournal.SETTINGS.withMinimumLogBytes(10_000);
        OpenJournal open = OpenJournal.open(files, settings);
        long[] appended = new long[6];
        for (int id = 0; open.statistics().snapshotsTaken() < appended.length; id++) {
            open.put("k" + id, "x".repeat(1000));
            open.core.takeCare();
            for (int taken = (int) open.statistics().snapshotsTaken(); taken < appended.length; taken++) {
                appended[taken] = open.statistics().appendedBytes();
            }
        }

        assertThat(appended[0]).isBetween(9_000L, 11_000L);
        assertThat(appended[1] - appended[0]).isBetween(19_000L, 23_000L);
        assertThat(appended[2] - appended[1]).isBetween(60_000L, 66_000L);
    }

    @Test
    @Tag("P6")
    void finishedSegmentIsForcedBeforeTheNextOneBegins() throws Exception {
        JournalSettings settings = OpenJournal.SETTINGS.withSizes(64 << 20, 256 << 20, 1 << 16)
            .withFsync(FsyncPolicy.INTERVAL);
        OpenJournal open = OpenJournal.open(files, settings);
        open.put("a", "x".repeat(1 << 20));
        String first = files.list().get(0);
        open.map.betweenEntries(() -> open.put("b", "while the snapshot is written"));
        files.afterChange(() -> {
            for (int seed = 0; seed < 5; seed++) {
                OpenJournal left = openUnchecked(files.powerLost(new Random(seed)), settings);
                assertThat(left.values()).as("seed %d, %s", seed, left.report()).containsKey("a");
                assertThat(left.report().damagedFiles()).as("seed %d", seed).doesNotContain(first);
            }
        });
        open.journal.snapshot();
        files.afterChange(() -> { });

        assertThat(open.statistics().segments()).isEqualTo(2);
        assertThat(OpenJournal.open(files.killed(), settings).values()).isEqualTo(open.values()).hasSize(2);
    }

    private static OpenJournal openUnchecked(FileLayer files, JournalSettings settings) {
        try {
            return OpenJournal.open(files, settings);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    @Test
    void scheduledSnapshotTakesTimeAndChanges() throws Exception {
        AtomicLong clock = new AtomicLong(1000);
        JournalSettings settings = OpenJournal.SETTINGS.withSnapshots(Duration.ofSeconds(300), 5);
        OpenJournal open = OpenJournal.open(files, settings, clock::get);
        for (int id = 0; id < 4; id++) {
            open.put("k" + id, "v");
        }

        clock.addAndGet(300_000);
        open.core.takeCare();
        assertThat(open.statistics().snapshotsTaken()).isZero();
        open.put("k4", "v");
        open.core.takeCare();
        open.core.takeCare();
        assertThat(open.statistics().snapshotsTaken()).isEqualTo(1);
        for (int id = 0; id < 5; id++) {
            open.put("k" + id, "v");
        }
        open.core.takeCare();
        assertThat(open.statistics().snapshotsTaken()).isEqualTo(1);
        clock.addAndGet(300_000);
        open.core.takeCare();
        assertThat(open.statistics().snapshotsTaken()).isEqualTo(2);
    }

    @Test
    void clockThatGoesBackLosesNothing() throws Exception {
        AtomicLong clock = new AtomicLong(10_000_000);
        OpenJournal first = OpenJournal.open(files, OpenJournal.SETTINGS, clock::get);
        first.put("k", "before");
        first.journal.snapshot();
        clock.set(6_400_000);
        first.put("k", "after");
        first.journal.snapshot();

        assertThat(OpenJournal.open(files.killed()).values()).containsEntry("k", "after");
    }

    @Test
    void changesTogetherAreThereTogether() throws Exception {
        OpenJournal first = OpenJournal.open(files, OpenJournal.SETTINGS.withFsync(FsyncPolicy.ALWAYS));
        first.journal.together(changes -> {
            for (int id = 0; id < 50; id++) {
                first.map.put(changes, "k" + id, "v");
            }
        });

        assertThat(first.statistics().forces()).isEqualTo(1);
        assertThat(OpenJournal.open(files.killed()).values()).hasSize(50);
    }

    @Test
    void recordLargerThanAllowedIsRefusedBeforeAnythingHappens() throws Exception {
        OpenJournal open = OpenJournal.open(files, OpenJournal.SETTINGS.withMaximumRecordBytes(1024));

        assertThatIllegalArgumentException().isThrownBy(() -> open.put("k", "x".repeat(1000)))
            .withMessage("Change must take at most 1024 bytes, was 1031: raise maximumRecordBytes");

        assertThat(open.values()).isEmpty();
        assertThat(open.statistics().lastLsn()).isZero();
    }

    @Test
    void recordLargerThanQueueAndSegmentIsKept() throws Exception {
        OpenJournal open = OpenJournal.open(files, OpenJournal.SETTINGS.withSizes(4096, 1 << 20, 1024));
        open.put("a", "small");
        open.put("b", "x".repeat(200_000));
        open.put("c", "small");

        assertThat(OpenJournal.open(files.killed()).values()).isEqualTo(open.values()).hasSize(3);
    }

    @Test
    void closedJournalRefusesChanges() throws Exception {
        OpenJournal open = OpenJournal.open(files);
        open.put("k", "v");
        open.journal.close();
        open.journal.close();

        assertThatIllegalStateException().isThrownBy(() -> open.put("k", "late"));
        assertThat(open.values()).containsEntry("k", "v");
        assertThat(OpenJournal.open(files).values()).containsEntry("k", "v");
    }

    @Test
    void openingAndClosingLeavesNoFile() throws Exception {
        for (int round = 0; round < 3; round++) {
            OpenJournal.open(files).journal.close();
        }

        assertThat(files.list()).isEmpty();
    }

    @Test
    void foreignFilesAreLeftAlone() throws Exception {
        files.put("old.log", new byte[3]);
        files.put("segment-7.log", new byte[3]);
        files.put("snapshot-x.snap", new byte[3]);
        files.put("z.wal", new byte[3]);
        OpenJournal open = OpenJournal.open(files);
        open.put("k", "v");
        open.journal.snapshot();

        assertThat(OpenJournal.open(files.killed()).values()).containsOnlyKeys("k");
        assertThat(files.list()).contains("old.log", "segment-7.log", "snapshot-x.snap", "z.wal");
    }

}
