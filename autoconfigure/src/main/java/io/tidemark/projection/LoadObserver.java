package io.tidemark.projection;

import java.util.function.Supplier;

/** Watches the loads of projections, never their hits. */
public interface LoadObserver {

    /** Does nothing but load. */
    LoadObserver NONE = new LoadObserver() {
        @Override
        public <T> T observe(String projection, Supplier<T> load) {
            return load.get();
        }
    };

    /** Runs {@code load} and returns what it returns, or throws what it throws. */
    <T> T observe(String projection, Supplier<T> load);

}
