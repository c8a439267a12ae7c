package io.tidemark.livetable.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.tidemark.autoconfigure.PropertyRules;
import io.tidemark.livetable.GapPolicy;
import io.tidemark.livetable.LiveTableSettings;
import io.tidemark.livetable.TableSettings;
import io.tidemark.mvstore.PageCompression;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of live tables.
 *
 * @param enabled Whether live tables are configured.
 * @param backend Where answers are kept.
 * @param ttl Age at which an answer is loaded again. Answers are kept until they are invalidated if this is not set.
 * @param maxStale Age up to which an answer past its time to live is served all the same while it is loaded in the
 * background. Nothing is served past its time to live if this is not set. An invalidated answer never is.
 * @param negativeTtl Age up to which the answer that a single row is not there is served. No such answer is kept if this
 * is not set.
 * @param maximumEntries How many answers of each table are kept in memory.
 * @param loadTimeout How long a reader waits for the load of another before it loads for itself.
 * @param replicaLag How long after a write loads are not kept, because they may read from a replica.
 * @param onGap What becomes of reads while a change source of their table is lost.
 * @param tables Settings of single tables, by the name of the table, with the name of its data source and a slash
 * before it if there are several. Names with other characters than letters, digits and dashes stand in brackets.
 * @param mvstore settings of the backend "mvstore"
 * @param changes settings of what tells of changes
 */
@ConfigurationProperties(LiveTableProperties.PREFIX)
public record LiveTableProperties(@DefaultValue("true") boolean enabled, @DefaultValue("caffeine") Backend backend,
        @Nullable Duration ttl, @Nullable Duration maxStale, @Nullable Duration negativeTtl,
        @DefaultValue("10000") long maximumEntries, @DefaultValue("10s") Duration loadTimeout,
        @DefaultValue("0s") Duration replicaLag, @DefaultValue("bypass") GapPolicy onGap,
        @DefaultValue Map<String, Table> tables, @DefaultValue Mvstore mvstore,
        @NestedConfigurationProperty @DefaultValue LiveTableChangesProperties changes) {

    static final String PREFIX = "tidemark.livetable";

    private static final DataSize LEAST_SIZE = DataSize.ofMegabytes(1);

    public LiveTableProperties {
        tables = Map.copyOf(tables);
        TableSettings defaults = TableRules.of(PREFIX)
            .settings(ttl, maxStale, negativeTtl, maximumEntries, loadTimeout, replicaLag, onGap);
        tables.forEach((name, table) -> table.settings(name, defaults));
    }

    LiveTableSettings settings() {
        TableSettings defaults = new TableSettings(this.ttl, this.maxStale, this.negativeTtl, this.maximumEntries,
                this.loadTimeout, this.replicaLag, this.onGap);
        Map<String, TableSettings> overrides = new LinkedHashMap<>();
        this.tables.forEach((name, table) -> overrides.put(name, table.settings(name, defaults)));
        return new LiveTableSettings(defaults, overrides);
    }

    /** Whether any table is to be kept by {@code wanted}. */
    boolean uses(Backend wanted) {
        return this.backend == wanted || this.tables.values().stream().anyMatch((table) -> table.backend() == wanted);
    }

    /**
     * Settings of one table, where they differ from those of all.
     *
     * @param backend Where answers of this table are kept.
     * @param ttl Age at which an answer is loaded again.
     * @param maxStale Age up to which an answer past its time to live is served while it is loaded in the background.
     * @param negativeTtl Age up to which the answer that a single row is not there is served.
     * @param maximumEntries How many answers of this table are kept in memory.
     * @param loadTimeout How long a reader waits for the load of another before it loads for itself.
     * @param replicaLag How long after a write loads are not kept, because they may read from a replica.
     * @param onGap What becomes of reads while a change source of this table is lost.
     */
    public record Table(@Nullable Backend backend, @Nullable Duration ttl, @Nullable Duration maxStale,
            @Nullable Duration negativeTtl, @Nullable Long maximumEntries, @Nullable Duration loadTimeout,
            @Nullable Duration replicaLag, @Nullable GapPolicy onGap) {

        TableSettings settings(String name, TableSettings defaults) {
            return TableRules.ofTable(name)
                .settings(this.ttl != null ? this.ttl : defaults.ttl(),
                        this.maxStale != null ? this.maxStale : defaults.maxStale(),
                        this.negativeTtl != null ? this.negativeTtl : defaults.negativeTtl(),
                        this.maximumEntries != null ? this.maximumEntries : defaults.maximumEntries(),
                        this.loadTimeout != null ? this.loadTimeout : defaults.loadTimeout(),
                        this.replicaLag != null ? this.replicaLag : defaults.replicaLag(),
                        this.onGap != null ? this.onGap : defaults.onGap());
        }

    }

    /**
     * Settings of the backend "mvstore".
     *
     * @param path Directory of the store. Below the directory of Tidemark if this is not set.
     * @param maximumSize Bytes that the answers and their keys may take. The file may be larger, up to a factor of four.
     * @param pageCacheSize Memory that pages of the store may take.
     * @param compression How pages are made smaller.
     * @param lockTimeout How long to wait at start-up while another process holds the directory of the store.
     */
    public record Mvstore(@Nullable String path, @DefaultValue("1GB") DataSize maximumSize,
            @DefaultValue("64MB") DataSize pageCacheSize, @DefaultValue("none") PageCompression compression,
            @DefaultValue("10s") Duration lockTimeout) {

        static final String PATH = PREFIX + ".mvstore.path";

        static final String LOCK_TIMEOUT = PREFIX + ".mvstore.lock-timeout";

        public Mvstore {
            PropertyRules.requireAtLeast(PREFIX + ".mvstore.maximum-size", maximumSize, LEAST_SIZE);
            PropertyRules.requireAtLeast(PREFIX + ".mvstore.page-cache-size", pageCacheSize, LEAST_SIZE);
            PropertyRules.requireNotNegative(LOCK_TIMEOUT, lockTimeout);
        }

    }

    /** Where answers are kept. */
    public enum Backend {

        /** Nowhere: every read asks the database. */
        NONE,

        /** In the memory of the process. */
        CAFFEINE,

        /** In one file of H2's MVStore. After a restart they are served as stale ones only, where those are allowed. */
        MVSTORE

    }

}
