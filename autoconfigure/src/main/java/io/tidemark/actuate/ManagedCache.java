package io.tidemark.actuate;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** A cache as the endpoint shows it. Figures are for everybody; keys and messages follow the endpoint's settings. */
public interface ManagedCache {

    /** Returns the name, unique in its capability. */
    String name();

    /** Returns its figures by name. They hold neither keys nor values. */
    Map<String, Object> figures();

    /** Returns the last fault that was met, or null if there was none. */
    @Nullable Fault lastFault();

    /** Returns what is known of the entry of {@code key}, never its value; null if there is none. */
    @Nullable Map<String, Object> entry(String key);

    /**
     * Invalidates the entries whose keys start with {@code prefix}, which is not empty.
     * @return how many were removed
     */
    long invalidate(String prefix);

    /** Returns the names of the operations on one entry. */
    Set<String> entryOperations();

    /**
     * Performs an operation on one entry.
     * @param operation one of {@link #entryOperations()}
     * @return what came of it, without keys and values
     */
    Map<String, Object> perform(String operation, String key);

    /** Returns the names of the operations on the whole cache. */
    Set<String> operations();

    /**
     * Performs an operation on the whole cache.
     * @param operation one of {@link #operations()}
     * @return what came of it, without keys and values
     */
    Map<String, Object> perform(String operation);

    /**
     * A fault that was met and survived.
     *
     * @param kind what was tried
     * @param at when
     * @param message what went wrong; may tell keys and values
     */
    record Fault(String kind, Instant at, String message) {
    }

}
