package io.tidemark.fold.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.tidemark.autoconfigure.PropertyRules;
import io.tidemark.fold.FollowerSettings;
import io.tidemark.fold.ResyncPolicy;
import io.tidemark.fold.UndecodablePolicy;
import io.tidemark.fold.mvstore.DamagePolicy;
import io.tidemark.fold.mvstore.SyncPolicy;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of one fold.
 *
 * @param bucket Name of the bucket to follow. The name of the fold if this is not set.
 * @param prefixes Starts of the keys to follow, each ending with a dot. All keys if empty.
 * @param type Class of the values. That of the codec for this fold if this is not set.
 * @param store Where the copy is kept.
 * @param mvstore settings of the store "mvstore"
 * @param batchSize How many updates are committed together at most.
 * @param batchWindow How long the first update of a batch waits for others.
 * @param resync What becomes of entries whose keys the bucket no longer has, when nothing tells why.
 * @param undecodable What becomes of values that can't be decoded.
 * @param missingBucket What a start does if the bucket does not exist. It is waited for in any case later on.
 * @param readiness When the application is ready, as far as this fold goes.
 * @param probeInterval How often the bucket is asked how it is, which moves the cursor of a quiet fold.
 * @param stallTimeout After how long without an update, although there are some, a subscription is made anew.
 * @param reconcileInterval How often all keys are compared with the bucket. Never on schedule if zero.
 * @param initialBackoff How long to wait before the first retry of what failed. Each further one waits twice as long.
 * @param maximumBackoff How long to wait at most before a retry.
 * @param closeTimeout How long a listener may take to return at shutdown before it is interrupted.
 * @param liveTable Name of a live table that changes whenever the bucket does. None if this is not set.
 * @param liveTableDataSource Name of the bean of the data source of that table. The only or primary one if this is not
 * set.
 * @param notMovingAfter After how long without progress a fold that is behind its bucket is unhealthy.
 */
public record FollowedFoldProperties(@Nullable String bucket, @DefaultValue List<String> prefixes,
        @Nullable String type, @DefaultValue("mvstore") Store store, @DefaultValue Mvstore mvstore,
        @DefaultValue("1000") int batchSize, @DefaultValue("10ms") Duration batchWindow,
        @DefaultValue("mirror") ResyncPolicy resync, @DefaultValue("skip") UndecodablePolicy undecodable,
        @DefaultValue("wait") MissingBucket missingBucket, @DefaultValue("caught-up") Readiness readiness,
        @DefaultValue("10s") Duration probeInterval, @DefaultValue("30s") Duration stallTimeout,
        @DefaultValue("10m") Duration reconcileInterval, @DefaultValue("50ms") Duration initialBackoff,
        @DefaultValue("10s") Duration maximumBackoff, @DefaultValue("5s") Duration closeTimeout,
        @Nullable String liveTable, @Nullable String liveTableDataSource,
        @DefaultValue("1m") Duration notMovingAfter) {

    /** How long folds that the application defines may not move although they are behind. */
    public static final Duration NOT_MOVING_AFTER = Duration.ofMinutes(1);

    private static final Duration LEAST = Duration.ofMillis(1);

    private static final Duration MOST = Duration.ofDays(365);

    private static final int LARGEST_BATCH = 100_000;

    public FollowedFoldProperties {
        prefixes = List.copyOf(prefixes);
    }

    /** Checks each of them, in the name of the property that all are below. */
    void check(String property) {
        PropertyRules.requireBetween(property + ".batch-size", this.batchSize, 1, LARGEST_BATCH);
        PropertyRules.requireBetween(property + ".batch-window", this.batchWindow, Duration.ZERO, Duration.ofMinutes(1));
        PropertyRules.requireBetween(property + ".probe-interval", this.probeInterval, LEAST, MOST);
        PropertyRules.requireBetween(property + ".stall-timeout", this.stallTimeout, LEAST, MOST);
        if (!this.reconcileInterval.isZero()) {
            PropertyRules.requireBetween(property + ".reconcile-interval", this.reconcileInterval, LEAST, MOST);
        }
        PropertyRules.requireBetween(property + ".initial-backoff", this.initialBackoff, LEAST, MOST);
        PropertyRules.requireBetween(property + ".maximum-backoff", this.maximumBackoff, this.initialBackoff, MOST);
        PropertyRules.requireBetween(property + ".close-timeout", this.closeTimeout, Duration.ZERO, MOST);
        PropertyRules.requireBetween(property + ".not-moving-after", this.notMovingAfter, LEAST, MOST);
        this.mvstore.check(property + ".mvstore");
    }

    String bucketOr(String name) {
        return this.bucket != null ? this.bucket : name;
    }

    FollowerSettings followerSettings() {
        return FollowerSettings.defaults()
            .withPolicy(this.resync)
            .withBatches(this.batchSize, this.batchWindow)
            .withSupervision(this.probeInterval, this.stallTimeout, this.reconcileInterval)
            .withBackoff(this.initialBackoff, this.maximumBackoff)
            .withCloseTimeout(this.closeTimeout);
    }

    /**
     * Settings of the store "mvstore".
     *
     * @param path Directory of the store. Below the directory of Tidemark if this is not set.
     * @param sync When what was applied is forced to the device.
     * @param onDamage What a start does about a damaged file.
     * @param pageCacheSize Memory that pages of the store may take.
     * @param lockTimeout How long to wait at start-up while another process holds the directory.
     */
    public record Mvstore(@Nullable String path, @DefaultValue("on-demand") SyncPolicy sync,
            @DefaultValue("set-aside") DamagePolicy onDamage, @DefaultValue("64MB") DataSize pageCacheSize,
            @DefaultValue("10s") Duration lockTimeout) {

        void check(String property) {
            PropertyRules.requireAtLeast(property + ".page-cache-size", this.pageCacheSize, DataSize.ofMegabytes(1));
            PropertyRules.requireNotNegative(property + ".lock-timeout", this.lockTimeout);
        }

    }

    /** Where the copy of a bucket is kept. */
    public enum Store {

        /** In memory: it is read anew after a restart. For some thousands of entries. */
        MEMORY,

        /** In one file of H2's MVStore. It survives a restart. */
        MVSTORE

    }

    /** What a start does if the bucket does not exist. */
    public enum MissingBucket {

        /** Goes on, and follows the bucket as soon as it exists. */
        WAIT,

        /** Fails. A server that can't be reached does not stop the start. */
        FAIL

    }

    /** When an application is ready, as far as one fold goes. */
    public enum Readiness {

        /** When the fold has caught up for the first time since the start. */
        CAUGHT_UP,

        /** When the fold has caught up, or a copy from before the start is there and the bucket can't be reached. */
        COPIED,

        /** Always. */
        NONE

    }

}
