package io.tidemark.fold;

import java.util.Objects;

/** A change of a bucket. */
public sealed interface KvUpdate {

    /** Returns the key that changed. */
    String key();

    /** Returns the version of the change; unknown if it was found out and not delivered. */
    Version version();

    /** The key has a value now. */
    record Put(KvEntry entry) implements KvUpdate {

        /** Checks that there is an entry. */
        public Put {
            Objects.requireNonNull(entry, "entry");
        }

        @Override
        public String key() {
            return this.entry.key();
        }

        @Override
        public Version version() {
            return this.entry.version();
        }

    }

    /** The key has no value any more. */
    record Delete(String key, Version version) implements KvUpdate {

        /** Checks that nothing is missing. */
        public Delete {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(version, "version");
        }

    }

    /** The key has no value any more, and its history is gone. To a fold it is as a deletion. */
    record Purge(String key, Version version) implements KvUpdate {

        /** Checks that nothing is missing. */
        public Purge {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(version, "version");
        }

    }

}
