package io.tidemark.projection.cache;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

import io.tidemark.directory.DirectoryHolder;
import io.tidemark.directory.DirectoryInUseException;
import io.tidemark.journal.FsyncPolicy;
import io.tidemark.journal.Journal;
import io.tidemark.journal.JournalSettings;
import io.tidemark.journal.JournalledMap;
import io.tidemark.journal.RecordCompression;
import io.tidemark.journal.RecoveryListener;
import io.tidemark.key.KeyPath;
import io.tidemark.projection.CacheCapabilities;
import io.tidemark.projection.CachedRow;
import io.tidemark.projection.ProjectionCache;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JournalledProjectionCacheTests extends ProjectionCacheContract {

    private static final KeyPath BASE = KeyPath.of("traffic").child(1);

    @Override
    ProjectionCache open(Path directory) {
        return open(directory, 64 << 20, Compression.NONE);
    }

    static JournalledProjectionCache open(Path directory, long maximumBytes, Compression compression) {
        JournalSettings settings = JournalSettings.in(directory.resolve("journal"))
            .withFsync(FsyncPolicy.OS)
            .withSizes(1 << 16, 1 << 20, 1 << 20)
            .withMaximumRecordBytes(4 << 20)
            .withCompression(compression == Compression.NONE ? RecordCompression.NONE : RecordCompression.LZ4);
        return JournalledProjectionCache.open(maximumBytes, compression, settings, RecoveryListener.NONE);
    }

    @Test
    void hitIsServedFromMemoryByReference() {
        Path other = directory.resolve("other");
        try (JournalledProjectionCache cache = open(other, 1 << 20, Compression.NONE)) {
            CachedRow row = Rows.row("state");
            cache.put(BASE, row);

            assertThat(cache.get(KeyPath.of("traffic").child(1))).isSameAs(row);
            assertThat(cache.capabilities()).isEqualTo(new CacheCapabilities(true, false, true));
        }
    }

    @Test
    @Tag("P5")
    void keyThatIsNoPathIsCountedAndHidesNoOther() {
        Path other = directory.resolve("other");
        CachedRow row = Rows.row("state");
        try (JournalledProjectionCache cache = open(other, 1 << 20, Compression.NONE)) {
            cache.put(BASE, row);
        }
        JournalSettings settings = JournalSettings.in(other.resolve("journal")).withFsync(FsyncPolicy.OS);
        try (Journal journal = Journal.open(settings, new IgnoringMap(), RecoveryListener.NONE)) {
            journal.put(new byte[] { 99 }, Rows.logged(row), Journal.NEVER, () -> { });
        }

        try (JournalledProjectionCache cache = open(other, 1 << 20, Compression.NONE)) {
            // Which looks at all rows.
            cache.snapshot();
            assertThat(cache.usage().entries()).isEqualTo(1);
            assertThat(cache.usage().damaged()).isEqualTo(1);
            Rows.assertSame(cache.get(BASE), row);
        }
    }

    @Test
    @Tag("P9")
    void recoveryRespectsTheMaximum() {
        Path other = directory.resolve("other");
        try (JournalledProjectionCache cache = open(other, 10_000_000, Compression.NONE)) {
            for (int id = 0; id < 1_000; id++) {
                cache.put(BASE.child(id), Rows.row(new byte[1_000], id));
            }
        }

        try (JournalledProjectionCache cache = open(other, 100_000, Compression.NONE)) {
            assertThat(cache.recovery().records()).isEqualTo(1_000);
            assertThat(cache.usage().bytes()).isLessThanOrEqualTo(100_000);
            assertThat(cache.usage().entries()).isBetween(50L, 99L);
        }
    }

    @Test
    @Tag("P6")
    void deletionOfDroppedRowsSurvivesARestart() {
        Path other = directory.resolve("other");
        try (JournalledProjectionCache cache = open(other, 20_000, Compression.NONE)) {
            for (int id = 0; id < 100; id++) {
                cache.put(BASE.child(id), Rows.row(new byte[1_000], id));
            }
            cache.deletePrefix(BASE.asPrefix());
        }

        try (JournalledProjectionCache cache = open(other, 10_000_000, Compression.NONE)) {
            assertThat(cache.usage().entries()).isZero();
        }
    }

    @Test
    @Tag("P6")
    void deletionsByPrefixAreRecoveredInTheirPlace() {
        Path other = directory.resolve("other");
        Map<KeyPath, CachedRow> model = new HashMap<>();
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (JournalledProjectionCache cache = open(other, 10_000_000, Compression.NONE)) {
            for (int step = 0; step < 5_000; step++) {
                KeyPath key = BASE.child(random.nextInt(10)).child(random.nextInt(20));
                if (random.nextInt(50) == 0) {
                    KeyPath parent = Objects.requireNonNull(key.parent());
                    cache.deletePrefix(parent.asPrefix());
                    model.keySet().removeIf(candidate -> candidate.startsWith(parent));
                }
                else {
                    CachedRow row = Rows.row(new byte[10], step);
                    cache.put(key, row);
                    model.put(key, row);
                }
            }
        }

        try (JournalledProjectionCache cache = open(other, 10_000_000, Compression.NONE)) {
            assertThat(cache.usage().entries()).as("seed %d", seed).isEqualTo(model.size());
            model.forEach((key, row) -> Rows.assertSame(cache.get(key), row));
            assertThat(cache.deletePrefix(BASE.asPrefix())).as("seed %d", seed).isEqualTo(model.size());
        }
        assertThat(Thread.getAllStackTraces().keySet()).noneMatch(
                thread -> thread.getName().equals("tidemark-journal-rows"));
    }

    @Test
    void deletePrefixOfStartOfStringSurvivesARestart() {
        Path other = directory.resolve("other");
        try (JournalledProjectionCache cache = open(other, 1 << 20, Compression.NONE)) {
            cache.put(BASE.child("abc"), Rows.row("1"));
            cache.put(BASE.child("abd").child(2), Rows.row("2"));
            cache.put(BASE.child("ac"), Rows.row("3"));
            cache.deleteAllBut(BASE.childrenStartingWith("a"), BASE.childrenStartingWith("abd"));
        }

        try (JournalledProjectionCache cache = open(other, 1 << 20, Compression.NONE)) {
            assertThat(cache.usage().entries()).isEqualTo(1);
            Rows.assertSame(cache.get(BASE.child("abd").child(2)), Rows.row("2"));
        }
    }

    @Test
    void rowLargerThanARecordIsInMemoryOnlyAndTheOneBeforeDoesNotComeBack() {
        Path other = directory.resolve("other");
        CachedRow large = Rows.row(new byte[5 << 20], 2);
        try (JournalledProjectionCache cache = open(other, 64 << 20, Compression.NONE)) {
            cache.put(BASE, Rows.row("before"));
            cache.put(BASE, large);
            assertThat(cache.get(BASE)).isSameAs(large);
        }

        try (JournalledProjectionCache cache = open(other, 64 << 20, Compression.NONE)) {
            assertThat(cache.get(BASE)).isNull();
        }
    }

    @Test
    @Tag("P10")
    void twoCachesOfOneDirectoryShareARow() {
        Path other = directory.resolve("other");
        try (JournalledProjectionCache second = open(other, 1 << 20, Compression.NONE)) {
            try (JournalledProjectionCache first = open(other, 1 << 20, Compression.NONE)) {
                first.put(BASE, Rows.row("state"));
            }

            Rows.assertSame(second.get(BASE), Rows.row("state"));
        }
    }

    @Test
    @Tag("P10")
    void otherProcessIsKeptOut() throws Exception {
        Path other = directory.resolve("other");
        JournalSettings settings = JournalSettings.in(other).withLockTimeout(Duration.ofMillis(50));
        try (DirectoryHolder holder = DirectoryHolder.start(other, "journal-1")) {
            assertThat(holder).isNotNull();
            assertThatExceptionOfType(DirectoryInUseException.class).isThrownBy(
                    () -> JournalledProjectionCache.open(1000, Compression.NONE, settings, RecoveryListener.NONE));
        }
        JournalledProjectionCache.open(1000, Compression.NONE, settings, RecoveryListener.NONE).close();
    }

    /** A map that a journal can be opened with, without what is in it. */
    private static final class IgnoringMap implements JournalledMap {

        @Override
        public void put(byte[] key, byte[] value, long expiresAtMillis) {
        }

        @Override
        public void delete(byte[] key) {
        }

        @Override
        public void deletePrefix(byte[] prefix, byte @Nullable [] kept) {
        }

        @Override
        public void expire(byte[] key, long expiresAtMillis) {
        }

        @Override
        public void clear() {
        }

        @Override
        public void forEach(EntrySink sink) {
        }

    }

}
