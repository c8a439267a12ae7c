package io.tidemark.benchmarks;

import io.tidemark.journal.JournalledMap;
import org.jspecify.annotations.Nullable;

/** A map that keeps nothing: what a journal costs over it, the journal costs. */
final class CountedMap implements JournalledMap {

    private long puts;

    long puts() {
        return this.puts;
    }

    @Override
    public void put(byte[] key, byte[] value, long expiresAtMillis) {
        this.puts++;
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
        this.puts = 0;
    }

    @Override
    public void forEach(EntrySink sink) {
    }

}
