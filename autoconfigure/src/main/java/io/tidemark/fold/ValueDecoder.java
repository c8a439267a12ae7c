package io.tidemark.fold;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decodes the values of one fold, and says what becomes of those that it can't decode. Thread-safe. */
final class ValueDecoder<V> {

    private static final Logger LOGGER = LoggerFactory.getLogger(Fold.class);

    private final String fold;

    private final FoldCodec<V> codec;

    private final UndecodablePolicy policy;

    private long failures;

    private @Nullable UndecodableValueException last;

    ValueDecoder(FoldDefinition<V> definition) {
        this.fold = definition.name();
        this.codec = definition.codec();
        this.policy = definition.onUndecodable();
    }

    /**
     * Decodes an entry.
     * @return the entry, or null if it can't be decoded and is to be skipped
     */
    @Nullable FoldEntry<V> decode(KvEntry entry) {
        V value;
        try {
            value = this.codec.decode(entry.value());
            if (value == null) {
                throw new IllegalArgumentException("value must not be decoded to null");
            }
        }
        // The codec may be anybody's, and deep values end in errors too.
        catch (RuntimeException | StackOverflowError ex) {
            UndecodableValueException failure = new UndecodableValueException(this.fold, entry.key(), entry.version(),
                    ex);
            failed(failure);
            if (this.policy == UndecodablePolicy.HOLD) {
                throw failure;
            }
            return null;
        }
        return new FoldEntry<>(entry.key(), value, entry.version());
    }

    /** Decodes a batch, in its order. */
    List<FoldChange<V>> decode(List<KvUpdate> updates) {
        long before = failures();
        List<FoldChange<V>> changes = new ArrayList<>(updates.size());
        for (KvUpdate update : updates) {
            FoldEntry<V> entry = update instanceof KvUpdate.Put put ? decode(put.entry()) : null;
            changes.add(entry != null ? new FoldChange.Put<>(entry)
                    : new FoldChange.Delete<>(update.key(), update.version()));
        }
        if (failures() > before) {
            LOGGER.warn("Fold '{}' skips values of a batch of {} that it can't decode", this.fold, updates.size(), last());
        }
        return changes;
    }

    synchronized long failures() {
        return this.failures;
    }

    synchronized @Nullable UndecodableValueException last() {
        return this.last;
    }

    private synchronized void failed(UndecodableValueException failure) {
        this.failures++;
        this.last = failure;
    }

}
