package io.tidemark.journal;

import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Tag("P6")
class JournalFaultTests {

    private final MemoryFiles files = new MemoryFiles();

    @ParameterizedTest
    @EnumSource
    void fullDiskLosesNothingAcknowledgedAndHealsByItself(FsyncPolicy policy) throws Exception {
        JournalSettings settings = OpenJournal.SETTINGS.withFsync(policy);
        for (int freeBytes = 0; freeBytes < 400; freeBytes += 7) {
            fillAndHeal(new MemoryFiles(), freeBytes, 20, settings);
            // A tail for some of the records.
            fillAndHeal(new MemoryFiles().mapping(true), 3 * freeBytes, 100, settings.withSizes(4096, 1 << 20, 1024));
        }
    }

    private static void fillAndHeal(MemoryFiles disk, int freeBytes, int changes, JournalSettings settings)
            throws Exception {
        OpenJournal open = OpenJournal.open(disk, settings);
        open.put("old", "kept");
        disk.setFreeBytes(freeBytes);
        int acknowledged = 0;
        for (int id = 0; id < changes; id++) {
            acknowledged += attempt(open, "k" + id) ? 1 : 0;
        }
        open.core.takeCare();

        assertThat(acknowledged).isLessThan(changes);
        assertThat(open.statistics().behind()).isTrue();
        assertThat(open.statistics().lastFault()).hasMessageContaining("No space left");
        OpenJournal killed = OpenJournal.open(disk.killed(), settings);
        assertThat(killed.values()).hasSize(acknowledged + 1);
        assertThat(killed.report().isDamaged()).isFalse();

        disk.setFreeBytes(Long.MAX_VALUE);
        assertThat(attempt(open, "healed")).isTrue();
        OpenJournal healed = OpenJournal.open(disk.killed(), settings);
        assertThat(healed.values()).hasSize(acknowledged + 2).containsKey("healed");
        assertThat(healed.report().isDamaged()).isFalse();
        open.core.takeCare();
        assertThat(open.statistics().behind()).isFalse();
        assertThat(OpenJournal.open(disk.killed(), settings).values()).isEqualTo(open.values()).hasSize(changes + 2);
    }

    @Test
    void deletionThatFailedDoesNotComeBackAfterHealing() throws Exception {
        OpenJournal open = OpenJournal.open(files);
        open.put("k", "v");
        files.setFreeBytes(3);

        assertThatExceptionOfType(JournalException.class).isThrownBy(() -> open.map.delete(open.journal, "k"))
            .withMessage("Journal must be able to write its log, failed with No space left on device: "
                    + "see to the disk and the directory, it goes on by itself");
        assertThat(open.values()).isEmpty();
        files.setFreeBytes(Long.MAX_VALUE);
        open.core.takeCare();

        assertThat(OpenJournal.open(files.killed()).values()).isEmpty();
    }

    @Test
    void failedForceIsNotAcknowledgedAndNotRetriedOnTheSameFile() throws Exception {
        JournalSettings settings = OpenJournal.SETTINGS.withFsync(FsyncPolicy.ALWAYS);
        OpenJournal open = OpenJournal.open(files, settings);
        open.put("durable", "v");
        files.setForcing(false);

        assertThat(attempt(open, "lost")).isFalse();
        assertThat(open.statistics().refusing()).isTrue();
        files.setForcing(true);
        assertThat(attempt(open, "refused")).isFalse();
        open.core.takeCare();
        assertThat(attempt(open, "healed")).isTrue();

        assertThat(open.statistics().refusing()).isFalse();
        assertThat(OpenJournal.open(files.powerLost(new Random(1)), settings).values()).isEqualTo(open.values())
            .hasSize(4);
    }

    @Test
    void writeThatCanNotBeTakenBackBeginsANewSegment() throws Exception {
        OpenJournal open = OpenJournal.open(files);
        open.put("k", "v");
        files.setCutting(false);
        files.setFreeBytes(10);

        assertThat(attempt(open, "lost")).isFalse();
        files.setFreeBytes(Long.MAX_VALUE);
        assertThat(attempt(open, "refused")).isFalse();
        assertThat(OpenJournal.open(files.killed()).values()).isEqualTo(Map.of("k", "v"));
        open.core.takeCare();
        open.put("healed", "v");

        OpenJournal again = OpenJournal.open(files.killed());
        assertThat(again.values()).isEqualTo(open.values()).hasSize(4);
        assertThat(again.report().isDamaged()).isFalse();
    }

    @Test
    void removedFileIsNoticed() throws Exception {
        OpenJournal open = OpenJournal.open(files);
        open.put("k", "v");
        files.delete(files.list().get(0));
        open.core.takeCare();
        open.put("k2", "v");

        assertThat(open.statistics().faults()).isEqualTo(1);
        assertThat(OpenJournal.open(files.killed()).values()).isEqualTo(open.values()).hasSize(2);
    }

    @Test
    void failedSnapshotLeavesTheOneBefore() throws Exception {
        OpenJournal open = OpenJournal.open(files);
        open.put("k", "v".repeat(500));
        open.journal.snapshot();
        files.setFreeBytes(100);

        assertThatExceptionOfType(JournalException.class).isThrownBy(open.journal::snapshot)
            .withMessageStartingWith("Journal must be able to write a snapshot, failed with");

        assertThat(files.list()).noneMatch(name -> name.endsWith(".tmp"));
        assertThat(open.statistics().snapshotsFailed()).isEqualTo(1);
        assertThat(OpenJournal.open(files.killed()).values()).isEqualTo(open.values());
    }

    @Test
    void damageThatCanNotBePutRightRefusesChangesUntilItIs() throws Exception {
        OpenJournal first = OpenJournal.open(files);
        first.put("a", "1");
        first.put("b", "2");
        byte[] flipped = files.content(files.list().get(0));
        flipped[FileHeader.BYTES + 9] ^= 1;
        files.put(files.list().get(0), flipped);
        files.setFreeBytes(0);

        OpenJournal open = OpenJournal.open(files);
        assertThat(attempt(open, "refused")).isFalse();
        files.setFreeBytes(Long.MAX_VALUE);
        open.core.takeCare();

        open.put("c", "3");
        assertThat(OpenJournal.open(files.killed()).values()).containsOnlyKeys("refused", "c");
    }

    @Test
    void changeThatIsRefusedDuringTheRepairIsInTheNextSnapshot() throws Exception {
        OpenJournal damaged = OpenJournal.open(files);
        damaged.put("k", "1");
        damaged.put("l", "2");
        damaged.put("m", "3");
        String segment = files.list().get(0);
        byte[] flipped = files.content(segment);
        flipped[flipped.length - 30] ^= 1;
        files.put(segment, flipped);
        files.setFreeBytes(0);
        OpenJournal open = OpenJournal.open(files, OpenJournal.SETTINGS.withOnDamage(DamagePolicy.SKIP));
        assertThat(open.statistics().refusing()).isTrue();
        files.setFreeBytes(Long.MAX_VALUE);
        open.map.betweenEntries(() -> {
            open.map.betweenEntries(() -> { });
            assertThat(attempt(open, "a")).isFalse();
        });
        open.core.takeCare();

        assertThat(OpenJournal.open(files.killed()).values()).isEqualTo(open.values())
            .containsOnlyKeys("a", "k", "m");
    }

    private static boolean attempt(OpenJournal open, String key) {
        try {
            open.put(key, "v");
            return true;
        }
        catch (JournalException ex) {
            return false;
        }
    }

}
