package io.tidemark.fold.mvstore;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * What an {@link MvStoreFoldStore} is opened with.
 *
 * @param directory where the files are, which belongs to this store alone
 * @param sync when what was applied is forced to the device
 * @param onDamage what opening does about a damaged file
 * @param pageCacheBytes how many bytes of pages are kept in memory, rounded down to MiB, at least one
 * @param lockTimeout how long to wait while another process uses the directory
 */
public record MvStoreFoldSettings(Path directory, SyncPolicy sync, DamagePolicy onDamage, long pageCacheBytes,
        Duration lockTimeout) {

    /** Checks each of them. */
    public MvStoreFoldSettings {
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(sync, "sync");
        Objects.requireNonNull(onDamage, "onDamage");
        if (pageCacheBytes <= 0) {
            throw new IllegalArgumentException("pageCacheBytes must be positive, was " + pageCacheBytes);
        }
        if (lockTimeout.isNegative()) {
            throw new IllegalArgumentException("lockTimeout must not be negative, was " + lockTimeout);
        }
    }

    /** Returns the defaults: forced on demand, fails at damage, 64 MiB of pages, waits 10 s for the lock. */
    public static MvStoreFoldSettings in(Path directory) {
        return new MvStoreFoldSettings(directory, SyncPolicy.ON_DEMAND, DamagePolicy.FAIL, 64L << 20,
                Duration.ofSeconds(10));
    }

    /** Returns these settings with another {@code sync}. */
    public MvStoreFoldSettings withSync(SyncPolicy sync) {
        return new MvStoreFoldSettings(directory, sync, onDamage, pageCacheBytes, lockTimeout);
    }

    /** Returns these settings with another {@code onDamage}. */
    public MvStoreFoldSettings withOnDamage(DamagePolicy onDamage) {
        return new MvStoreFoldSettings(directory, sync, onDamage, pageCacheBytes, lockTimeout);
    }

    /** Returns these settings with another {@code pageCacheBytes}. */
    public MvStoreFoldSettings withPageCacheBytes(long pageCacheBytes) {
        return new MvStoreFoldSettings(directory, sync, onDamage, pageCacheBytes, lockTimeout);
    }

    /** Returns these settings with another {@code lockTimeout}. */
    public MvStoreFoldSettings withLockTimeout(Duration lockTimeout) {
        return new MvStoreFoldSettings(directory, sync, onDamage, pageCacheBytes, lockTimeout);
    }

}
