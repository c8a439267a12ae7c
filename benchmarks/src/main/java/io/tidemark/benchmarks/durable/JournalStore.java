package io.tidemark.benchmarks.durable;

import java.nio.file.Path;
import java.time.Duration;

import io.tidemark.benchmarks.store.RowKey;
import io.tidemark.journal.FsyncPolicy;
import io.tidemark.journal.JournalSettings;
import io.tidemark.journal.RecoveryListener;
import io.tidemark.projection.CachedRow;
import io.tidemark.projection.Position;
import io.tidemark.projection.cache.Compression;
import io.tidemark.projection.cache.JournalledProjectionCache;

/**
 * The journalled cache under {@code os}. Opening it reads and checks all rows and has them in memory, as bytes that are
 * found by their key; nothing is left to read from the disk.
 */
final class JournalStore implements DurableStore {

    private static final long MAXIMUM_BYTES = 3L << 30;

    private final JournalledProjectionCache cache;

    private final boolean checkpoints;

    private JournalStore(JournalSettings settings, boolean checkpoints) {
        this.cache = JournalledProjectionCache.open(MAXIMUM_BYTES, Compression.NONE,
                settings.withFsync(FsyncPolicy.OS), RecoveryListener.NONE);
        this.checkpoints = checkpoints;
    }

    /** Opens it with a log that is never cut short. */
    static JournalStore logOnly(Path directory) {
        return new JournalStore(rarely(directory), false);
    }

    /** Opens it with a snapshot at the checkpoint and no other one. */
    static JournalStore snapshotAndLog(Path directory) {
        return new JournalStore(rarely(directory), true);
    }

    /** Opens it with its default settings. */
    static JournalStore withDefaults(Path directory) {
        return new JournalStore(JournalSettings.in(directory), false);
    }

    @Override
    public void put(RowKey key, byte[] value) {
        Position position = new Position(1_103, "7c9e6679-7425-40de-944b-e07fc1f90ae7", 0);
        this.cache.put(key.path(), new CachedRow(value, position, 1_760_000_000_000_000L, "json"));
    }

    @Override
    public void checkpoint() {
        if (this.checkpoints) {
            this.cache.snapshot();
        }
    }

    @Override
    public long readAll() {
        return this.cache.usage().entries();
    }

    @Override
    public void close() {
        this.cache.close();
    }

    private static JournalSettings rarely(Path directory) {
        return JournalSettings.in(directory)
            .withSizes(64L << 20, 8L << 30, 8 << 20)
            .withMinimumLogBytes(8L << 30)
            .withSnapshots(Duration.ofDays(1), Long.MAX_VALUE);
    }

}
