package io.tidemark.livetable.repository;

import org.jspecify.annotations.Nullable;

/**
 * Tells which rows the calling thread can see, such as those of its tenant. As a bean it sets what one scope is answered
 * apart from what any other is. Thread-safe.
 */
@FunctionalInterface
public interface LiveTableScope {

    /** Returns the scope of the calling thread, or null if it has none: then its reads pass the cache by. */
    @Nullable String current();

}
