package io.tidemark.projection.cache;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;

import io.tidemark.directory.SharedStore;
import io.tidemark.directory.SharedStores;
import io.tidemark.journal.Journal;
import io.tidemark.journal.JournalSettings;
import io.tidemark.journal.JournalStatistics;
import io.tidemark.journal.RecoveryListener;
import io.tidemark.journal.RecoveryReport;
import io.tidemark.key.KeyPath;
import io.tidemark.key.KeyPrefix;
import io.tidemark.projection.CacheCapabilities;
import io.tidemark.projection.CacheFailedException;
import io.tidemark.projection.CacheUsage;
import io.tidemark.projection.CachedRow;
import io.tidemark.projection.ProjectionCache;

import org.jspecify.annotations.Nullable;

/**
 * A {@link CaffeineProjectionCache} that survives a restart: each put and deletion is in a {@link Journal} before it is
 * acknowledged, and opening fills the memory from it, at most as much as fits. A get reads memory only.
 * <p>
 * A killed process loses nothing that was acknowledged. What a power failure can take is said at
 * {@link io.tidemark.journal.FsyncPolicy}; what is left is a state that once was. Rows that were dropped for lack of
 * memory may be back after a restart, deleted ones are not.
 * <p>
 * Thread-safe, and safe from interrupts. Caches of one directory in the same process share one store, with the settings
 * of the first.
 */
public final class JournalledProjectionCache implements ProjectionCache {

    private static final CacheCapabilities CAPABILITIES = new CacheCapabilities(true, false, true);

    private final SharedStore<JournalledRows> share;

    private final JournalledRows rows;

    // Beside the share, which knows both: a hit that took two more steps to get here would notice.
    private final CaffeineProjectionCache memory;

    private volatile boolean closed;

    private JournalledProjectionCache(SharedStore<JournalledRows> share) {
        this.share = share;
        this.rows = Objects.requireNonNull(share.getIfOpen(), "rows");
        this.memory = this.rows.memory();
    }

    /**
     * Opens the cache in the directory of {@code settings}, which is created if it is missing.
     * @param maximumBytes the memory that the rows may take, estimated
     * @param compression how values are made smaller in memory
     * @param listener hears how far the recovery is
     * @throws io.tidemark.directory.StoreDirectoryException if the directory is in use, not ours or not usable
     * @throws CacheFailedException if the files can't be read
     */
    public static JournalledProjectionCache open(long maximumBytes, Compression compression, JournalSettings settings,
            RecoveryListener listener) {
        return new JournalledProjectionCache(SharedStores.acquire(settings.directory(), JournalledRows.class,
                () -> JournalledRows.open(maximumBytes, compression, settings, listener)));
    }

    @Override
    public CacheCapabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public @Nullable CachedRow get(KeyPath key) {
        requireOpen();
        return memory.get(key);
    }

    @Override
    public Map<KeyPath, CachedRow> getAll(Collection<KeyPath> keys) {
        requireOpen();
        return memory.getAll(keys);
    }

    @Override
    public void put(KeyPath key, CachedRow row) {
        rows().put(key, row);
    }

    @Override
    public long deletePrefix(KeyPrefix prefix) {
        return rows().deletePrefix(prefix);
    }

    @Override
    public long deleteAllBut(KeyPrefix prefix, KeyPrefix kept) {
        return rows().deleteAllBut(prefix, kept);
    }

    @Override
    public void sync() {
        rows().run(Journal::sync);
    }

    /**
     * Writes a snapshot now.
     * @throws CacheFailedException if that failed; the one before is still there
     */
    public void snapshot() {
        rows().run(Journal::snapshot);
    }

    /** Returns what was found when the journal was opened. */
    public RecoveryReport recovery() {
        return rows().journal().recovery();
    }

    /** Returns how the journal is now. */
    public JournalStatistics statistics() {
        return rows().journal().statistics();
    }

    @Override
    public CacheUsage usage() {
        return rows().usage();
    }

    /**
     * {@inheritDoc}
     * @throws CacheFailedException if what was put could not be forced; the cache is closed all the same
     */
    @Override
    public void close() {
        closed = true;
        share.close();
    }

    private JournalledRows rows() {
        requireOpen();
        return rows;
    }

    private void requireOpen() {
        if (closed) {
            throw new CacheFailedException("Projection cache must be open, was closed: open it again", null);
        }
    }

}
