package io.tidemark.journal.fcw2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.tidemark.journal.DamagePolicy;
import io.tidemark.journal.Journal;
import io.tidemark.journal.JournalSettings;
import io.tidemark.journal.JournalledMap;
import io.tidemark.journal.RecordCompression;
import io.tidemark.journal.RecoveryListener;
import io.tidemark.journal.fcw2.Fcw2Record.Op;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.tidemark.journal.fcw2.Vectors.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class Fcw2Tests {

    private static final long FUTURE = 4_000_000_000_000L;

    private static final long NOW = 1_700_000_000_000L;

    @TempDir
    Path temporary;

    private Path source;

    @BeforeEach
    void createSource() throws IOException {
        source = Files.createDirectory(temporary.resolve("fast-cache"));
    }

    @ParameterizedTest
    @EnumSource
    void directoryIsImportedAndMovedAside(RecordCompression compression) throws Exception {
        segment(0, Vectors.BARE);
        segment(1, frame(compression, Op.SET, "k", "x".repeat(500), -1), Vectors.W6, frame(Op.SET, "gone", "v", -1),
                frame(Op.SET, "kept", "v", 5), frame(Op.EXPIRE, "kept", "", FUTURE));
        segment(2, frame(Op.DEL, "gone", "", -1), frame(Op.EXPIRE, "gone", "", FUTURE),
                Vectors.hex("4643573200ffff"));
        segment(3);

        Imported imported = importAll(DamagePolicy.STOP);

        assertThat(imported.values).isEqualTo(Map.of("k", "x".repeat(500), "kept", "v"));
        assertThat(imported.ends).containsEntry("k", Journal.NEVER).containsEntry("kept", FUTURE);
        assertThat(imported.report.records()).isEqualTo(9);
        assertThat(imported.report.expired()).isEqualTo(2);
        assertThat(imported.report.tornBytes()).isEqualTo(7);
        assertThat(imported.report.isDamaged()).isFalse();
        try (Stream<Path> left = Files.list(source); Stream<Path> moved = Files.list(source.resolve(Fcw2.IMPORTED))) {
            assertThat(left).containsExactly(source.resolve(Fcw2.IMPORTED));
            assertThat(moved).hasSize(4);
        }
    }

    @Test
    void changesAfterTheSnapshotAreReplayed() throws Exception {
        snapshot("snapshot-100.bin", 100, "a", "1");
        segment(0, at(99, "a", "2"), at(100, "a", "3"), at(101, "b", "9"));

        assertThat(importAll(DamagePolicy.STOP).values).isEqualTo(Map.of("a", "3", "b", "9"));
    }

    @Test
    void segmentsAreReadInTheOrderOfTheirNumbers() throws Exception {
        Files.write(source.resolve("segment-00000000000000000009-2000.wal"), at(5, "k", "old"));
        Files.write(source.resolve("segment-00000000000000000010-1000.wal.lz4"), at(5, "k", "new"));
        Files.write(source.resolve("z.wal"), at(5, "k", "foreign"));
        Files.createDirectory(source.resolve("segment-00000000000000000011-1000.wal"));

        assertThat(importAll(DamagePolicy.STOP).values).isEqualTo(Map.of("k", "new"));
        assertThat(source.resolve("z.wal")).exists();
    }

    @Test
    void newestSnapshotIsThatOfTheLargestNumber() throws Exception {
        snapshot("snapshot-999.bin", 999, "k", "old");
        snapshot("snapshot-1000.bin", 1000, "k", "new");
        snapshot("snapshot-2000.tmp", 2000, "k", "foreign");

        assertThat(importAll(DamagePolicy.STOP).values).isEqualTo(Map.of("k", "new"));
    }

    @Test
    void snapshotsOfBothKindsAreRead() throws Exception {
        for (byte[] bytes : new byte[][] { Vectors.S0, Vectors.S1, Vectors.S1Z, Vectors.S2 }) {
            String name = bytes == Vectors.S1Z ? "snapshot-7.bin.lz4" : "snapshot-7.bin";
            Path file = Files.write(temporary.resolve(name), bytes);
            Map<String, String> entries = new TreeMap<>();

            long timestamp = Fcw2Snapshot.read(file,
                    (key, value, end) -> entries.put(Vectors.string(key), Vectors.string(value) + " " + end));

            assertThat(timestamp).isEqualTo(bytes == Vectors.S2 ? NOW : 7);
            assertThat(entries).isEqualTo(bytes == Vectors.S0 ? Map.of()
                    : bytes == Vectors.S2 ? Map.of("alpha", "xyz " + Journal.NEVER, "beta", "1 1700000060000")
                            : Map.of("legacy", "value 42"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = { "STOP", "SKIP", "DISCARD" })
    @Tag("P5")
    void damageEndsItsSegment(DamagePolicy policy) throws Exception {
        byte[] damaged = Vectors.join(at(1, "a", "1"), at(1, "b", "2"), at(1, "c", "3"));
        damaged[60] ^= 1;
        segment(0, damaged);
        segment(1, at(2, "d", "4"));

        Imported imported = importAll(policy);

        assertThat(imported.values.keySet()).isEqualTo(switch (policy) {
            case STOP -> Set.of("a");
            case SKIP -> Set.of("a", "d");
            default -> Set.of();
        });
        assertThat(imported.report.damagedFiles()).containsExactly("segment-00000000000000000000-1700000000000.wal");
    }

    @Test
    @Tag("P5")
    void damageFailsTheImportAndMovesNothing() throws Exception {
        segment(0, Vectors.E1);

        assertThatExceptionOfType(Fcw2DamagedException.class).isThrownBy(() -> importAll(DamagePolicy.FAIL));

        assertThat(source.resolve(Fcw2.IMPORTED)).doesNotExist();
    }

    @Test
    @Tag("P5")
    void cutSnapshotGivesWayToTheOneBefore() throws Exception {
        snapshot("snapshot-100.bin", 100, "k", "old");
        snapshot("snapshot-200.bin", 200, "k", "new");
        byte[] whole = Files.readAllBytes(source.resolve("snapshot-200.bin"));
        Files.write(source.resolve("snapshot-200.bin"), Arrays.copyOf(whole, whole.length - 1));

        Imported imported = importAll(DamagePolicy.STOP);

        assertThat(imported.values).isEqualTo(Map.of("k", "old"));
        assertThat(imported.report.damagedFiles()).containsExactly("snapshot-200.bin");
    }

    @ParameterizedTest
    @EnumSource
    void exportedEntriesAreThereAfterAnImport(RecordCompression compression) throws Exception {
        StoredMap map = new StoredMap();
        map.put(bytes("k"), bytes("x".repeat(1000)), Journal.NEVER);
        map.put(bytes("ending"), bytes("v"), FUTURE);
        map.put(bytes("ended"), bytes("v"), 5);

        long count = Fcw2.export(map, temporary.resolve("export"), compression);
        source = temporary.resolve("export");

        assertThat(count).isEqualTo(3);
        Imported imported = importAll(DamagePolicy.FAIL);
        assertThat(imported.values).isEqualTo(Map.of("k", "x".repeat(1000), "ending", "v"));
        assertThat(imported.ends).containsEntry("ending", FUTURE);
        assertThatIllegalArgumentException().isThrownBy(() -> Fcw2.export(map, temporary, compression))
            .withMessageStartingWith("directory must be empty, was");
    }

    @Test
    void segmentsAreNamedAsFastCacheDoes() {
        assertThat(Fcw2.segmentName(7, NOW, RecordCompression.LZ4))
            .isEqualTo("segment-00000000000000000007-1700000000000.wal.lz4");
        assertThat(Fcw2.segmentName(7, NOW, RecordCompression.NONE))
            .isEqualTo("segment-00000000000000000007-1700000000000.wal");
    }

    private Imported importAll(DamagePolicy policy) throws IOException {
        JournalSettings settings = JournalSettings.in(temporary.resolve("journal"));
        StoredMap map = new StoredMap();
        Fcw2Report report;
        try (Journal journal = Journal.open(settings, map, RecoveryListener.NONE)) {
            report = Fcw2.importInto(journal, map, source, policy);
        }
        StoredMap again = new StoredMap();
        Journal.open(settings, again, RecoveryListener.NONE).close();
        assertThat(again.values).isEqualTo(map.values).hasSize((int) report.entries());
        assertThat(again.ends).isEqualTo(map.ends);
        return new Imported(again.values, again.ends, report);
    }

    private void segment(long sequence, byte[]... frames) throws IOException {
        Files.write(source.resolve(Fcw2.segmentName(sequence, NOW, RecordCompression.NONE)), Vectors.join(frames));
    }

    private void snapshot(String name, long timestamp, String key, String value) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(28 + 16 + key.length() + value.length())
            .order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(Vectors.S0, 0, 12).putLong(timestamp).putLong(1).putInt(key.length()).putInt(value.length());
        Files.write(source.resolve(name), bytes.putLong(-1).put(bytes(key)).put(bytes(value)).array());
    }

    private static byte[] at(long timestamp, String key, String value) {
        return Fcw2Codec.encode(new Fcw2Record(Op.SET, bytes(key), bytes(value), timestamp, -1), RecordCompression.NONE);
    }

    private static byte[] frame(Op op, String key, String value, long expireAt) {
        return frame(RecordCompression.NONE, op, key, value, expireAt);
    }

    private static byte[] frame(RecordCompression compression, Op op, String key, String value, long expireAt) {
        return Fcw2Codec.encode(new Fcw2Record(op, bytes(key), bytes(value), NOW, expireAt), compression);
    }

    private record Imported(Map<String, String> values, Map<String, Long> ends, Fcw2Report report) {
    }

    private static final class StoredMap implements JournalledMap {

        private final Map<String, String> values = new TreeMap<>();

        private final Map<String, Long> ends = new TreeMap<>();

        @Override
        public void put(byte[] key, byte[] value, long expiresAtMillis) {
            values.put(Vectors.string(key), Vectors.string(value));
            ends.put(Vectors.string(key), expiresAtMillis);
        }

        @Override
        public void delete(byte[] key) {
            values.remove(Vectors.string(key));
            ends.remove(Vectors.string(key));
        }

        @Override
        public void deletePrefix(byte[] prefix, byte @Nullable [] kept) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void expire(byte[] key, long expiresAtMillis) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void clear() {
            values.clear();
            ends.clear();
        }

        @Override
        public void forEach(EntrySink sink) {
            values.forEach((key, value) -> sink.accept(bytes(key), bytes(value), ends.get(key)));
        }

    }

}
