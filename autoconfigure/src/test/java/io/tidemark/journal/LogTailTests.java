package io.tidemark.journal;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Records that are in memory that outlives the process, and not in their segment yet. */
@Tag("P6")
class LogTailTests {

    private static final String SEGMENT = FileHeader.Kind.SEGMENT.fileName(0);

    // Room for about ten records.
    private static final JournalSettings SMALL = OpenJournal.SETTINGS.withFsync(FsyncPolicy.OS)
        .withSizes(1 << 20, 4 << 20, 1024);

    private final MemoryFiles files = new MemoryFiles().mapping(true);

    private OpenJournal open;

    @Test
    void changeIsAcknowledgedWithoutAWrite() throws Exception {
        open = OpenJournal.open(files, SMALL);
        put(0, 5);

        assertThat(files.content(SEGMENT)).hasSize(FileHeader.BYTES);
        OpenJournal recovered = OpenJournal.open(files.killed(), SMALL);
        assertThat(recovered.values()).isEqualTo(open.values()).hasSize(5);
        assertThat(recovered.report().records()).isEqualTo(5);
        assertThat(recovered.statistics().lastLsn()).isEqualTo(5);
    }

    @Test
    void fullTailIsWrittenToItsSegmentAtOnce() throws Exception {
        open = OpenJournal.open(files, SMALL);
        int[] writes = new int[1];
        files.afterChange(() -> writes[0]++);
        for (int id = 0; id < 100; id++) {
            put(id, id + 1);
            assertThat(OpenJournal.open(files.killed(), SMALL).values()).isEqualTo(open.values());
        }

        // And the one that creates the segment, and the tail, which are there only once a change is.
        assertThat(writes[0]).isBetween(10, 16);
        assertThat(open.statistics().segments()).isEqualTo(1);
    }

    @Test
    void changeThatWasCopiedInPartIsNoChange() throws Exception {
        open = OpenJournal.open(files, SMALL);
        put(0, 12);
        int from = endOfTail();
        Map<String, String> before = open.values();
        byte[] old = files.content(LogTail.NAME);
        put(12, 13);
        int to = endOfTail();
        assertThat(to).isGreaterThan(from);

        byte[] copied = files.content(LogTail.NAME);
        for (int copiedTo = from; copiedTo <= to; copiedTo++) {
            byte[] torn = old.clone();
            System.arraycopy(copied, from, torn, from, copiedTo - from);
            MemoryFiles left = files.killed();
            left.put(LogTail.NAME, torn);

            OpenJournal recovered = OpenJournal.open(left, SMALL);
            assertThat(recovered.values()).as("copied to %d", copiedTo).isEqualTo(copiedTo == to ? open.values() : before);
            assertThat(recovered.report().isDamaged()).as("copied to %d", copiedTo).isFalse();
        }
    }

    @Test
    void tailThatWasWrittenInPartIsReadFromTheTail() throws Exception {
        open = OpenJournal.open(files, SMALL);
        put(0, 8);
        MemoryFiles before = files.killed();
        open.core.force();
        byte[] written = files.content(SEGMENT);

        for (int length = FileHeader.BYTES; length <= written.length; length++) {
            MemoryFiles left = before.killed();
            left.put(SEGMENT, Arrays.copyOf(written, length));

            OpenJournal recovered = OpenJournal.open(left, SMALL);
            assertThat(recovered.values()).as("%d bytes", length).isEqualTo(open.values());
            assertThat(recovered.report().isDamaged()).as("%d bytes", length).isFalse();
            recovered.put("more", "v");
            OpenJournal again = OpenJournal.open(left.killed(), SMALL);
            assertThat(again.values()).as("%d bytes", length).isEqualTo(recovered.values()).hasSize(9);
        }
    }

    @Test
    void recoveredTailIsInItsSegmentBeforeTheNextOneBegins() throws Exception {
        open = OpenJournal.open(files, SMALL);
        put(0, 5);
        MemoryFiles left = files;
        Map<String, String> expected = new TreeMap<>(open.values());
        for (int restart = 0; restart < 5; restart++) {
            left = left.killed();
            OpenJournal recovered = OpenJournal.open(left, SMALL);
            assertThat(recovered.values()).as("restart %d", restart).isEqualTo(expected);
            recovered.put("restart " + restart, "v");
            expected.put("restart " + restart, "v");
        }

        assertThat(OpenJournal.open(left.killed(), SMALL).values()).isEqualTo(expected).hasSize(10);
        assertThat(left.content(SEGMENT).length).isGreaterThan(FileHeader.BYTES);
    }

    @Test
    void tailIsInTheSegmentThatASnapshotFinishes() throws Exception {
        open = OpenJournal.open(files, SMALL.withSizes(64 << 20, 256 << 20, 1 << 16));
        open.put("large", "x".repeat(1 << 20));
        put(0, 5);
        open.journal.snapshot();
        put(5, 10);

        assertThat(open.statistics().segments()).isEqualTo(2);
        MemoryFiles left = files.killed();
        left.delete(FileHeader.Kind.SNAPSHOT.fileName(0));
        OpenJournal recovered = OpenJournal.open(left, SMALL);
        assertThat(recovered.values()).isEqualTo(open.values()).hasSize(11);
        assertThat(recovered.report().isDamaged()).isFalse();
    }

    @Test
    void whatIsLoggedWhileASnapshotIsWrittenIsForcedWithIt() throws Exception {
        open = OpenJournal.open(files, SMALL.withSizes(4096, 4 << 20, 1024));
        put(0, 3);
        open.map.betweenEntries(() -> {
            open.map.betweenEntries(() -> { });
            // Before the entry that was given last, so that they are not in the snapshot.
            for (int id = 3; id < 200; id++) {
                open.put("a" + id, "x".repeat(70));
            }
        });
        open.journal.snapshot();

        assertThat(open.statistics().segments()).isGreaterThan(2);
        assertThat(open.statistics().forcedLsn()).isEqualTo(200);
        for (int seed = 0; seed < 50; seed++) {
            OpenJournal left = OpenJournal.open(files.powerLost(new Random(seed)), SMALL);
            assertThat(left.values()).as("seed %d, %s", seed, left.report()).isEqualTo(open.values());
        }
    }

    @Test
    void whatIsAddedWhileAnotherForcesIsNotForcedWithIt() throws Exception {
        open = OpenJournal.open(files, SMALL.withSizes(64 << 20, 256 << 20, 1 << 16));
        AtomicBoolean ending = new AtomicBoolean();
        Thread forcing = new Thread(() -> {
            while (!ending.get()) {
                open.journal.sync();
            }
        });
        forcing.start();
        try {
            for (int id = 0; id < 10_000; id++) {
                open.put("k", "");
                open.journal.sync();

                assertThat(files.size(SEGMENT)).as("change %d", id)
                    .isEqualTo(FileHeader.BYTES + open.statistics().appendedBytes());
                assertThat(files.isForced(SEGMENT)).as("change %d", id).isTrue();
            }
        }
        finally {
            ending.set(true);
            forcing.join();
        }
    }

    @Test
    void whatASnapshotReplacesIsNotForced() throws Exception {
        open = OpenJournal.open(files, SMALL.withSizes(4096, 4 << 20, 1024));
        put(0, 200);
        open.journal.snapshot();
        open.journal.sync();

        assertThat(open.statistics().forcedLsn()).isEqualTo(200);
        assertThat(files.isForced(SEGMENT)).isFalse();
    }

    @Test
    void closedJournalLeavesNoTail() throws Exception {
        open = OpenJournal.open(files, SMALL);
        put(0, 5);
        int[] changes = new int[1];
        files.afterChange(() -> {
            // The tail was written, and the names forced; the segment is forced now.
            if (++changes[0] == 3) {
                open.core.log().append(RecordCodec.encodable(
                        new Record(Record.Op.PUT, StringMap.bytes("last"), StringMap.bytes("v"), Journal.NEVER),
                        RecordCompression.NONE));
            }
        });
        open.journal.close();

        assertThat(files.list()).containsExactly(SEGMENT);
        assertThat(OpenJournal.open(files, SMALL).values()).hasSize(6).containsKey("last");
    }

    @Test
    void tailOfAnEarlierRunIsGoneWhereNoneIsUsed() throws Exception {
        open = OpenJournal.open(files, SMALL);
        put(0, 5);
        MemoryFiles left = files.killed();
        OpenJournal recovered = OpenJournal.open(left, SMALL.withFsync(FsyncPolicy.ALWAYS));
        recovered.put("k5", "v");

        assertThat(left.list()).doesNotContain(LogTail.NAME);
        assertThat(OpenJournal.open(left.killed(), SMALL).values()).isEqualTo(recovered.values()).hasSize(6);
    }

    @Test
    void tailThatCanNotBeWrittenAtTheEndIsLeft() throws Exception {
        open = OpenJournal.open(files, SMALL);
        put(0, 5);
        files.setFreeBytes(10);
        assertThatExceptionOfType(JournalException.class).isThrownBy(open.journal::close);

        assertThat(files.list()).contains(LogTail.NAME);
        assertThat(OpenJournal.open(files.killed(), SMALL).values()).isEqualTo(open.values()).hasSize(5);
    }

    @Test
    void fullDiskAtTheStartKeepsTheTail() throws Exception {
        open = OpenJournal.open(files, SMALL);
        put(0, 5);
        MemoryFiles left = files.killed();
        left.setFreeBytes(10);
        OpenJournal refusing = OpenJournal.open(left, SMALL);
        assertThat(refusing.statistics().refusing()).isTrue();
        assertThat(OpenJournal.open(left.killed(), SMALL).values()).isEqualTo(open.values());

        left.setFreeBytes(Long.MAX_VALUE);
        refusing.core.takeCare();
        refusing.put("healed", "v");
        assertThat(OpenJournal.open(left.killed(), SMALL).values()).isEqualTo(refusing.values()).hasSize(6);
    }

    @Test
    void removedTailIsNoticed() throws Exception {
        open = OpenJournal.open(files, SMALL);
        put(0, 5);
        files.delete(LogTail.NAME);
        open.core.takeCare();
        put(5, 8);

        assertThat(open.statistics().faults()).isEqualTo(1);
        assertThat(OpenJournal.open(files.killed(), SMALL).values()).isEqualTo(open.values()).hasSize(8);
    }

    @Test
    void headerThatWasCopiedInPartIsNoDamage() throws Exception {
        open = OpenJournal.open(files, SMALL);
        put(0, 5);
        byte[] tail = files.content(LogTail.NAME);
        open.journal.close();

        for (int length = 0; length <= FileHeader.BYTES; length++) {
            MemoryFiles left = files.killed();
            left.put(LogTail.NAME, Arrays.copyOf(Arrays.copyOf(tail, length), tail.length));

            OpenJournal recovered = OpenJournal.open(left, SMALL);
            assertThat(recovered.report().isDamaged()).as("%d bytes", length).isFalse();
            assertThat(recovered.values()).as("%d bytes", length).isEqualTo(open.values());
        }
    }

    @Test
    @Tag("P5")
    void damageInTheMiddleOfTheTailIsNoticed() throws Exception {
        open = OpenJournal.open(files, SMALL);
        put(0, 5);
        byte[] flipped = files.content(LogTail.NAME);
        flipped[FileHeader.BYTES + 30] ^= 1;
        files.put(LogTail.NAME, flipped);

        OpenJournal recovered = OpenJournal.open(files.killed(), SMALL);
        assertThat(recovered.report().damagedFiles()).containsExactly(LogTail.NAME);
        assertThat(recovered.report().damagedBytes()).isEqualTo(RecordCodec.HEADER_BYTES + 2 + 70);
        assertThat(recovered.values()).isEmpty();
    }

    @Test
    @Tag("P5")
    void recordThatIsMissingBeforeTheTailIsNoticed() throws Exception {
        open = OpenJournal.open(files, SMALL);
        put(0, 12);
        byte[] segment = files.content(SEGMENT);
        assertThat(segment.length).isGreaterThan(FileHeader.BYTES);
        MemoryFiles left = files.killed();
        left.put(SEGMENT, Arrays.copyOf(segment, FileHeader.BYTES));
        // Nor is what was in the segment in the tail any more.
        byte[] tail = left.content(LogTail.NAME);
        Arrays.fill(tail, endOfTail(), tail.length, (byte) 0);
        left.put(LogTail.NAME, tail);

        OpenJournal recovered = OpenJournal.open(left, SMALL);
        assertThat(recovered.report().isDamaged()).isTrue();
        assertThat(recovered.values()).isEmpty();
    }

    @Test
    @Tag("P5")
    void damagedHeaderIsNoticed() throws Exception {
        open = OpenJournal.open(files, SMALL);
        put(0, 5);
        byte[] flipped = files.content(LogTail.NAME);
        flipped[3] ^= 1;
        files.put(LogTail.NAME, flipped);

        assertThat(OpenJournal.open(files, SMALL).report().damagedFiles()).containsExactly(LogTail.NAME);
        assertThat(files.list()).contains(LogTail.NAME + Damaged.SUFFIX);
    }

    @Test
    @Tag("P5")
    void cutHeaderIsNoticed() throws Exception {
        open = OpenJournal.open(files, SMALL);
        put(0, 5);

        for (int length = 1; length < FileHeader.BYTES; length++) {
            MemoryFiles left = files.killed();
            left.put(LogTail.NAME, Arrays.copyOf(files.content(LogTail.NAME), length));
            assertThat(OpenJournal.open(left, SMALL).report().damagedFiles()).as("%d bytes", length)
                .containsExactly(LogTail.NAME);
        }
    }

    private void put(int from, int to) {
        for (int id = from; id < to; id++) {
            open.put("k" + id, "x".repeat(70));
        }
    }

    /** Returns where the records of the tail end that are not in the segment yet. */
    private int endOfTail() throws IOException {
        int[] staged = new int[1];
        open.core.log().withSegments(segments -> staged[0] = (int) (open.core.log().appendedBytes() + FileHeader.BYTES
                - files.content(SEGMENT).length));
        return FileHeader.BYTES + staged[0];
    }

}
