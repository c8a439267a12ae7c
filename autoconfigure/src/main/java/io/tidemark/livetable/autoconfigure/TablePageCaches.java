package io.tidemark.livetable.autoconfigure;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.tidemark.livetable.LiveTableSettings;
import io.tidemark.livetable.PageCache;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.autoconfigure.LiveTableProperties.Backend;
import io.tidemark.livetable.cache.CaffeinePageCache;
import io.tidemark.livetable.cache.NonePageCache;

import org.jspecify.annotations.Nullable;

/**
 * The caches of the tables: one in memory for each, so that no table crowds out another, and one on disk for all that
 * are kept there. A cache of the application takes the place of both. Thread-safe.
 */
final class TablePageCaches implements AutoCloseable {

    private final LiveTableSettings settings;

    private final Backend backend;

    private final Map<String, Backend> backends = new HashMap<>();

    private final @Nullable PageCache ofApplication;

    private final @Nullable PageCache onDisk;

    // One for each table.
    private final List<PageCache> made = new CopyOnWriteArrayList<>();

    TablePageCaches(LiveTableProperties properties, @Nullable PageCache ofApplication, @Nullable PageCache onDisk) {
        this.settings = properties.settings();
        this.backend = properties.backend();
        this.ofApplication = ofApplication;
        this.onDisk = onDisk;
        properties.tables().forEach((name, table) -> {
            if (table.backend() != null) {
                this.backends.put(name.toLowerCase(Locale.ROOT), table.backend());
            }
        });
    }

    LiveTableSettings settings() {
        return this.settings;
    }

    /** Returns the cache of {@code table}. To be asked once for each. */
    PageCache of(TableId table) {
        Backend chosen = backend(table);
        if (chosen != Backend.NONE && this.ofApplication != null) {
            return this.ofApplication;
        }
        if (chosen == Backend.MVSTORE && this.onDisk != null) {
            return this.onDisk;
        }
        PageCache cache = chosen == Backend.NONE ? new NonePageCache()
                : new CaffeinePageCache(this.settings.of(table).maximumEntries());
        this.made.add(cache);
        return cache;
    }

    /** Whether {@code table} is kept in the cache on disk. */
    boolean isOnDisk(TableId table) {
        return backend(table) == Backend.MVSTORE && this.ofApplication == null;
    }

    @Override
    public void close() {
        this.made.forEach(PageCache::close);
    }

    private Backend backend(TableId table) {
        String name = this.settings.overrideOf(table);
        return name != null ? this.backends.getOrDefault(name, this.backend) : this.backend;
    }

}
