package io.tidemark.projection.autoconfigure;

import java.time.Duration;

import io.tidemark.autoconfigure.PropertyRules;
import io.tidemark.mvstore.PageCompression;
import io.tidemark.projection.Freshness;
import io.tidemark.projection.ProjectionSettings;
import io.tidemark.projection.cache.Compression;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of projections.
 *
 * @param enabled Whether projections are configured.
 * @param maxStale Age at which a cached state is not served any more without a look at its stream. Every read looks
 * if this is not set.
 * @param staleWhileRevalidate Age up to which a state past max-stale is served all the same while it is refreshed in
 * the background. Nothing is served past max-stale if this is not set.
 * @param heap settings of the decoded states
 * @param cache settings of the encoded states
 * @param jdbc settings of events in a database
 */
@ConfigurationProperties(ProjectionProperties.PREFIX)
public record ProjectionProperties(@DefaultValue("true") boolean enabled, @Nullable Duration maxStale,
        @Nullable Duration staleWhileRevalidate, @DefaultValue Heap heap, @DefaultValue Cache cache,
        @NestedConfigurationProperty @DefaultValue ProjectionJdbcProperties jdbc) {

    static final String PREFIX = "tidemark.projection";

    private static final DataSize LEAST_SIZE = DataSize.ofMegabytes(1);

    public ProjectionProperties {
        PropertyRules.requireNotNegative(PREFIX + ".max-stale", maxStale);
        if (staleWhileRevalidate != null) {
            requireAllowed(maxStale, staleWhileRevalidate);
        }
    }

    ProjectionSettings settings() {
        return new ProjectionSettings(freshness(), this.heap.maximumEntries());
    }

    private Freshness freshness() {
        if (this.maxStale == null) {
            return Freshness.consistent();
        }
        Freshness.MaxStale freshness = Freshness.maxStale(this.maxStale);
        return this.staleWhileRevalidate != null ? freshness.staleWhileRevalidate(this.staleWhileRevalidate)
                : freshness;
    }

    private static void requireAllowed(@Nullable Duration maxStale, Duration staleWhileRevalidate) {
        String property = PREFIX + ".stale-while-revalidate";
        PropertyRules.requireNotNegative(property, staleWhileRevalidate);
        if (maxStale == null) {
            throw PropertyRules.invalid(property, staleWhileRevalidate,
                    "must not be set without '%s.max-stale', was %s".formatted(PREFIX,
                            PropertyRules.text(staleWhileRevalidate)));
        }
        if (staleWhileRevalidate.compareTo(maxStale) <= 0) {
            throw PropertyRules.invalid(property, staleWhileRevalidate,
                    "must be longer than '%s.max-stale', which is %s, was %s".formatted(PREFIX,
                            PropertyRules.text(maxStale), PropertyRules.text(staleWhileRevalidate)));
        }
    }

    /**
     * Settings of the decoded states.
     *
     * @param maximumEntries How many decoded states each projection keeps in the heap, before the cache.
     */
    public record Heap(@DefaultValue("10000") long maximumEntries) {

        public Heap {
            PropertyRules.requireAtLeast(PREFIX + ".heap.maximum-entries", maximumEntries, 0);
        }

    }

    /**
     * Settings of the encoded states.
     *
     * @param backend Where encoded states are kept.
     * @param lockTimeout How long to wait at start-up while another process holds the directory of the cache.
     * @param file settings of the backend "file"
     * @param mvstore settings of the backend "mvstore"
     * @param caffeine settings of the backend "caffeine"
     */
    public record Cache(@DefaultValue("caffeine") Backend backend, @DefaultValue("10s") Duration lockTimeout,
            @DefaultValue File file, @DefaultValue Mvstore mvstore, @DefaultValue Caffeine caffeine) {

        static final String LOCK_TIMEOUT = PREFIX + ".cache.lock-timeout";

        public Cache {
            PropertyRules.requireNotNegative(LOCK_TIMEOUT, lockTimeout);
        }

    }

    /**
     * Settings of the backend "file".
     *
     * @param path Directory of the rows. Below the directory of Tidemark if this is not set.
     * @param maximumSize Disk space that the rows may take.
     * @param compression How states are made smaller.
     */
    public record File(@Nullable String path, @DefaultValue("1GB") DataSize maximumSize,
            @DefaultValue("none") Compression compression) {

        static final String PATH = PREFIX + ".cache.file.path";

        public File {
            PropertyRules.requireAtLeast(PREFIX + ".cache.file.maximum-size", maximumSize, LEAST_SIZE);
        }

    }

    /**
     * Settings of the backend "mvstore".
     *
     * @param path Directory of the store. Below the directory of Tidemark if this is not set.
     * @param maximumSize Bytes that the rows and their keys may take. The file may be larger, up to a factor of four.
     * @param pageCacheSize Memory that pages of the store may take.
     * @param compression How pages are made smaller.
     */
    public record Mvstore(@Nullable String path, @DefaultValue("1GB") DataSize maximumSize,
            @DefaultValue("64MB") DataSize pageCacheSize, @DefaultValue("none") PageCompression compression) {

        static final String PATH = PREFIX + ".cache.mvstore.path";

        public Mvstore {
            PropertyRules.requireAtLeast(PREFIX + ".cache.mvstore.maximum-size", maximumSize, LEAST_SIZE);
            PropertyRules.requireAtLeast(PREFIX + ".cache.mvstore.page-cache-size", pageCacheSize, LEAST_SIZE);
        }

    }

    /**
     * Settings of the backend "caffeine".
     *
     * @param maximumSize Memory that the rows may take.
     * @param compression How states are made smaller.
     * @param journal settings of the journal of the rows
     */
    public record Caffeine(@DefaultValue("64MB") DataSize maximumSize,
            @DefaultValue("none") Compression compression,
            @NestedConfigurationProperty @DefaultValue ProjectionJournalProperties journal) {

        public Caffeine {
            PropertyRules.requireAtLeast(PREFIX + ".cache.caffeine.maximum-size", maximumSize, LEAST_SIZE);
        }

    }

    /** Where encoded states are kept. */
    public enum Backend {

        /** Nowhere: every read folds its stream. */
        NONE,

        /** In files, one a row. They survive a restart. */
        FILE,

        /** In one file of H2's MVStore. It survives a restart. */
        MVSTORE,

        /** In the memory of the process. They survive a restart if they are journalled. */
        CAFFEINE

    }

}
