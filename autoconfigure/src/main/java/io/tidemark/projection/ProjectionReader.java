package io.tidemark.projection;

import java.util.Collection;
import java.util.Map;

/**
 * Reads one projection.
 * <p>
 * Thread-safe. A fault of the cache costs a replay and is never thrown; a fault of the log is thrown as it is.
 *
 * @param <S> the state
 */
public interface ProjectionReader<S> {

    /** Returns the name of the projection. */
    String name();

    /** Returns the state of a stream, as fresh as configured. */
    Projected<S> get(String streamId);

    /**
     * Returns the state of a stream, as fresh as asked for.
     * <p>
     * Inside a transaction the log is read through it and nothing is cached; if it may write, every freshness is
     * {@link Freshness#consistent()}.
     * @throws FreshnessTimeoutException if {@link Freshness#atLeast} waited in vain
     * @throws ReadInterruptedException if the thread was interrupted while it waited for another's load; its interrupt
     * flag is set
     */
    Projected<S> get(String streamId, Freshness freshness);

    /** Returns the state of each stream, as fresh as configured, with one look at the heads of each 1,000. */
    Map<String, Projected<S>> getAll(Collection<String> streamIds);

    /** Returns the state of each stream, as fresh as asked for, with one look at the heads of each 1,000. */
    Map<String, Projected<S>> getAll(Collection<String> streamIds, Freshness freshness);

}
