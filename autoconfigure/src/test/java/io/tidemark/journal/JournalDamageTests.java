package io.tidemark.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Tag("P5")
class JournalDamageTests {

    private final List<Map<String, String>> history = new ArrayList<>();

    /** Two snapshots and three segments, perhaps with a tail, and what led to them. */
    private MemoryFiles write(boolean mapping) throws IOException {
        MemoryFiles files = new MemoryFiles().mapping(mapping);
        OpenJournal open = OpenJournal.open(files);
        history.clear();
        history.add(open.values());
        for (int id = 0; id < 12; id++) {
            open.put("k" + id % 3, id % 2 == 0 ? "value " + id : "x".repeat(1400));
            history.add(open.values());
            if (id == 2 || id == 4) {
                open.journal.snapshot();
            }
        }
        open.map.delete(open.journal, "k1");
        history.add(open.values());
        open.map.deletePrefix(open.journal, "k2");
        history.add(open.values());
        assertThat(files.list()).hasSize(mapping ? 6 : 5);
        return files;
    }

    @Test
    void logCutAnywhereLeavesAPrefix() throws Exception {
        MemoryFiles files = write(false);
        String last = files.list().get(2);
        byte[] whole = files.content(last);
        assertThat(last).startsWith("segment-");

        int previous = 0;
        for (int length = 0; length <= whole.length; length++) {
            MemoryFiles cut = files.killed();
            cut.put(last, Arrays.copyOf(whole, length));
            OpenJournal recovered = OpenJournal.open(cut);

            int prefix = history.lastIndexOf(recovered.values());
            assertThat(prefix).as("cut at %d", length).isGreaterThanOrEqualTo(previous);
            assertThat(recovered.report().isDamaged()).as("cut at %d", length).isFalse();
            previous = prefix;
        }
        assertThat(previous).isEqualTo(history.size() - 1);
    }

    @Test
    void zerosBehindTheLastRecordAreNeitherTornNorDamage() throws Exception {
        MemoryFiles files = new MemoryFiles();
        OpenJournal.open(files).put("k", "v");
        String segment = files.list().get(0);
        byte[] content = Arrays.copyOf(files.content(segment), 1000);
        files.put(segment, content);
        MemoryFiles torn = files.killed();
        content = content.clone();
        content[499] = 1;
        torn.put(segment, content);

        for (MemoryFiles left : new MemoryFiles[] { files, torn }) {
            OpenJournal recovered = OpenJournal.open(left);
            assertThat(recovered.report().tornBytes()).isEqualTo(left == torn ? 500 - FileHeader.BYTES - 24 : 0);
            recovered.put("k2", "v");
            OpenJournal again = OpenJournal.open(left.killed());
            assertThat(again.values()).isEqualTo(Map.of("k", "v", "k2", "v"));
            assertThat(again.report().isDamaged()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void fileCutAnywhereIsNoticedOrLeavesAPrefix(boolean mapping) throws Exception {
        MemoryFiles files = write(mapping);
        for (String name : files.list()) {
            byte[] whole = files.content(name);
            for (int length = 0; length < whole.length; length += 1 + whole.length / 100) {
                MemoryFiles cut = files.killed();
                cut.put(name, Arrays.copyOf(whole, length));
                assertPrefix(cut, "%s cut at %d".formatted(name, length), isLastOfTheLog(files, name));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void everyFlippedByteIsNoticedOrLeavesAPrefix(boolean mapping) throws Exception {
        MemoryFiles files = write(mapping);
        for (String name : files.list()) {
            byte[] whole = files.content(name);
            for (int at = 0; at < whole.length; at += at < 200 || at > whole.length - 200 ? 1 : 61) {
                byte[] flipped = whole.clone();
                flipped[at] ^= (byte) (1 << at % 8);
                MemoryFiles damaged = files.killed();
                damaged.put(name, flipped);
                assertPrefix(damaged, "%s flipped at %d".formatted(name, at), isLastOfTheLog(files, name));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void anyBytesAreRecoveredFromWithoutAnException(boolean mapping) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        MemoryFiles files = write(mapping);
        for (int round = 0; round < 300; round++) {
            MemoryFiles damaged = files.killed();
            for (String name : files.list()) {
                byte[] bytes = Arrays.copyOf(files.content(name), random.nextInt(files.content(name).length) + 1);
                for (int change = random.nextInt(5); change > 0; change--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                damaged.put(name, bytes);
            }
            DamagePolicy policy = DamagePolicy.values()[random.nextInt(3)];
            OpenJournal recovered = OpenJournal.open(damaged, OpenJournal.SETTINGS.withOnDamage(policy));
            recovered.put("after", "damage");
            assertThat(OpenJournal.open(damaged.killed()).values()).as("seed %d", seed).isEqualTo(recovered.values());
        }
    }

    private static boolean isLastOfTheLog(MemoryFiles files, String name) {
        return name.equals(files.list().get(2)) || name.equals(LogTail.NAME);
    }

    private void assertPrefix(MemoryFiles files, String description, boolean last) throws IOException {
        OpenJournal recovered = OpenJournal.open(files);
        assertThat(history).as("%s, %s", description, recovered.report()).contains(recovered.values());
        if (!recovered.values().equals(history.get(history.size() - 1)) && !last) {
            assertThat(recovered.report().isDamaged()).as("%s, %s", description, recovered.report()).isTrue();
        }
        recovered.put("after", "damage");
        OpenJournal again = OpenJournal.open(files.killed());
        assertThat(again.values()).as(description).isEqualTo(recovered.values());
    }

    @Test
    void damageInTheMiddleStops() throws Exception {
        MemoryFiles files = damagedInTheMiddle();

        OpenJournal recovered = OpenJournal.open(files);

        assertThat(recovered.values()).isEqualTo(Map.of("k0", "0"));
        RecoveryReport report = recovered.report();
        assertThat(report.damages()).isEqualTo(1);
        assertThat(report.damagedBytes()).isEqualTo(25);
        assertThat(report.discardedRecords()).isEqualTo(2);
        assertThat(report.incomplete()).isTrue();
        assertThat(report.damagedFiles()).containsExactly("segment-0000000000000000000.log");
        assertThat(files.list()).containsExactly("segment-0000000000000000000.log.damaged",
                "snapshot-0000000000000000000.snap");
        recovered.put("after", "damage");
        OpenJournal again = OpenJournal.open(files.killed());
        assertThat(again.values()).isEqualTo(Map.of("k0", "0", "after", "damage"));
        assertThat(again.report().isDamaged()).isFalse();
    }

    @Test
    void damageInTheMiddleIsSkipped() throws Exception {
        OpenJournal recovered = OpenJournal.open(damagedInTheMiddle(),
                OpenJournal.SETTINGS.withOnDamage(DamagePolicy.SKIP));

        assertThat(recovered.values()).isEqualTo(Map.of("k0", "0", "k2", "2", "k3", "3"));
        assertThat(recovered.report().damages()).isEqualTo(1);
        assertThat(recovered.report().discardedRecords()).isZero();
        assertThat(recovered.report().incomplete()).isTrue();
    }

    @Test
    void damageInTheMiddleDiscardsAll() throws Exception {
        MemoryFiles files = damagedInTheMiddle();
        OpenJournal recovered = OpenJournal.open(files, OpenJournal.SETTINGS.withOnDamage(DamagePolicy.DISCARD));

        assertThat(recovered.values()).isEmpty();
        assertThat(OpenJournal.open(files.killed()).values()).isEmpty();
    }

    @Test
    void damageInTheMiddleFailsAndChangesNothing() throws Exception {
        MemoryFiles files = damagedInTheMiddle();
        files.put("snapshot-0000000000000000009.snap.tmp", new byte[1]);
        List<String> before = files.list();

        assertThatExceptionOfType(JournalException.class)
            .isThrownBy(() -> OpenJournal.open(files, OpenJournal.SETTINGS.withOnDamage(DamagePolicy.FAIL)))
            .withMessage("File 'segment-0000000000000000000.log' of the journal must be whole, was damaged at byte 69: "
                    + "look at the files, then choose another policy for damage");

        assertThat(files.list()).isEqualTo(before);
    }

    @Test
    void olderSnapshotTakesThePlaceOfADamagedOne() throws Exception {
        MemoryFiles files = write(false);
        String newest = files.list().get(4);
        byte[] flipped = files.content(newest);
        flipped[flipped.length - 5] ^= 1;
        files.put(newest, flipped);

        OpenJournal recovered = OpenJournal.open(files);

        assertThat(recovered.values()).isEqualTo(history.get(history.size() - 1));
        assertThat(recovered.report().damagedFiles()).containsExactly(newest);
        assertThat(recovered.report().incomplete()).isFalse();
        assertThat(files.list()).contains(newest + ".damaged");
    }

    @Test
    @Tag("P6")
    void whatAPowerFailureTookUnderASnapshotIsNoDamage() throws Exception {
        JournalSettings settings = OpenJournal.SETTINGS.withFsync(FsyncPolicy.OS);
        MemoryFiles files = new MemoryFiles();
        OpenJournal open = OpenJournal.open(files, settings);
        for (int id = 0; id < 20; id++) {
            open.put("k" + id, "x".repeat(1000));
        }
        open.journal.snapshot();
        open.journal.sync();

        for (int seed = 0; seed < 30; seed++) {
            MemoryFiles left = files.powerLost(new Random(seed));
            OpenJournal recovered = OpenJournal.open(left, settings);
            assertThat(recovered.values()).as("seed %d", seed).isEqualTo(open.values());
            assertThat(recovered.report().isDamaged()).as("seed %d, %s", seed, recovered.report()).isFalse();
            recovered.put("more", "v");
            recovered.journal.snapshot();
            recovered.journal.snapshot();
            assertThat(left.list()).as("seed %d", seed).filteredOn(name -> name.startsWith("segment-")).hasSize(1);
        }
    }

    @Test
    @Tag("P9")
    void fourDamagedFilesAreKept() throws Exception {
        MemoryFiles files = new MemoryFiles();
        for (int round = 0; round < 8; round++) {
            OpenJournal open = OpenJournal.open(files);
            open.put("a", "" + round);
            open.put("b", "" + round);
            String segment = files.list().stream().filter(name -> name.endsWith(".log")).reduce((a, b) -> b).orElseThrow();
            byte[] flipped = files.content(segment);
            flipped[FileHeader.BYTES + 8] ^= 1;
            files.put(segment, flipped);
        }
        OpenJournal.open(files);

        assertThat(files.list()).filteredOn(name -> name.endsWith(".damaged")).hasSize(4);
    }

    @Test
    void valueThatLooksLikeARecordIsNotTakenForOne() throws Exception {
        MemoryFiles files = new MemoryFiles();
        OpenJournal open = OpenJournal.open(files);
        open.put("k", "phantom");
        byte[] segment = files.content(files.list().get(0));
        String record = new String(segment, FileHeader.BYTES, segment.length - FileHeader.BYTES,
                StandardCharsets.ISO_8859_1);
        open.put("k", "new");
        open.put("v", record);
        byte[] damaged = files.content(files.list().get(0));
        damaged[damaged.length - record.length() - 10] ^= 1;
        files.put(files.list().get(0), damaged);

        OpenJournal recovered = OpenJournal.open(files, OpenJournal.SETTINGS.withOnDamage(DamagePolicy.SKIP));

        assertThat(recovered.values()).isEqualTo(Map.of("k", "new"));
    }

    @ParameterizedTest
    @EnumSource(names = { "STOP", "SKIP" })
    void missingSegmentIsNoticed(DamagePolicy policy) throws Exception {
        MemoryFiles files = new MemoryFiles();
        OpenJournal open = OpenJournal.open(files);
        for (int id = 0; id < 3; id++) {
            open.put("k" + id, "x".repeat(4000));
        }
        files.delete(files.list().get(1));

        OpenJournal recovered = OpenJournal.open(files, OpenJournal.SETTINGS.withOnDamage(policy));

        assertThat(recovered.values().keySet())
            .isEqualTo(policy == DamagePolicy.STOP ? Set.of("k0") : Set.of("k0", "k2"));
        assertThat(recovered.report().damages()).isEqualTo(1);
    }

    private static MemoryFiles damagedInTheMiddle() throws IOException {
        MemoryFiles files = new MemoryFiles();
        OpenJournal open = OpenJournal.open(files);
        for (int id = 0; id < 4; id++) {
            open.put("k" + id, "" + id);
        }
        String name = files.list().get(0);
        byte[] flipped = files.content(name);
        flipped[FileHeader.BYTES + 25 + 24] ^= 1;
        files.put(name, flipped);
        return files;
    }

}
