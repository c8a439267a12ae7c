package io.tidemark.livetable;

import org.jspecify.annotations.Nullable;

/** Watches the loads of what a cache keeps: never its hits, nor reads that pass it by. */
public interface LoadObserver {

    /** Does nothing but load. */
    LoadObserver NONE = new LoadObserver() {
        @Override
        public <T extends @Nullable Object> T observe(TableId table, Load<T> load) throws Throwable {
            return load.run();
        }
    };

    /** Runs {@code load} and returns what it returns, or throws what it throws. */
    <T extends @Nullable Object> T observe(TableId table, Load<T> load) throws Throwable;

    /**
     * One load.
     *
     * @param <T> the answer
     */
    @FunctionalInterface
    interface Load<T extends @Nullable Object> {

        /** Asks the source. */
        T run() throws Throwable;

    }

}
