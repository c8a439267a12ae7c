package io.tidemark.journal;

import java.util.function.Supplier;

/** Watches the recoveries of journals. */
public interface RecoveryObserver {

    /** Does nothing but recover. */
    RecoveryObserver NONE = new RecoveryObserver() {
        @Override
        public <T> T observe(String journal, Supplier<T> recovery) {
            return recovery.get();
        }
    };

    /**
     * Runs {@code recovery} and returns what it returns, or throws what it throws.
     * @param journal what the journal is of
     */
    <T> T observe(String journal, Supplier<T> recovery);

}
