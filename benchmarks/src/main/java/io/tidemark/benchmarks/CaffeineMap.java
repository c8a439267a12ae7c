package io.tidemark.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tidemark.journal.Journal;
import io.tidemark.journal.JournalledMap;
import io.tidemark.key.KeyPath;
import io.tidemark.key.KeyPrefix;
import org.jspecify.annotations.Nullable;

/** A Caffeine cache bounded by size, for a journal to keep. Nothing in it ends. */
final class CaffeineMap implements JournalledMap {

    private final Cache<KeyPath, byte[]> cache = Caffeine.newBuilder().maximumSize(1L << 24).build();

    Cache<KeyPath, byte[]> cache() {
        return this.cache;
    }

    @Override
    public void put(byte[] key, byte[] value, long expiresAtMillis) {
        this.cache.put(KeyPath.decode(key), value);
    }

    @Override
    public void delete(byte[] key) {
        this.cache.invalidate(KeyPath.decode(key));
    }

    @Override
    public void deletePrefix(byte[] prefix, byte @Nullable [] kept) {
        KeyPrefix removed = KeyPrefix.decode(prefix);
        KeyPrefix spared = kept != null ? KeyPrefix.decode(kept) : null;
        this.cache.asMap().keySet().removeIf((key) -> removed.matches(key) && (spared == null || !spared.matches(key)));
    }

    @Override
    public void expire(byte[] key, long expiresAtMillis) {
        delete(key);
    }

    @Override
    public void clear() {
        this.cache.invalidateAll();
    }

    @Override
    public void forEach(EntrySink sink) {
        this.cache.asMap().forEach((key, value) -> sink.accept(key.toBytes(), value, Journal.NEVER));
    }

}
