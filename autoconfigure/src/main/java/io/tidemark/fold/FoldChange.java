package io.tidemark.fold;

import java.util.Objects;

/**
 * A change of a {@link Fold}.
 *
 * @param <V> the type of the values
 */
public sealed interface FoldChange<V> {

    /** A key has a value now. */
    record Put<V>(FoldEntry<V> entry) implements FoldChange<V> {

        /** Checks that there is an entry. */
        public Put {
            Objects.requireNonNull(entry, "entry");
        }

    }

    /**
     * A key has no value any more, or none that can be decoded.
     *
     * @param version the version of the change; unknown if the change was found out and not delivered
     */
    record Delete<V>(String key, Version version) implements FoldChange<V> {

        /** Checks that nothing is missing. */
        public Delete {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(version, "version");
        }

    }

    /** Changes may have been missed: whatever was derived from the fold is to be derived again. */
    record Reset<V>() implements FoldChange<V> {
    }

}
