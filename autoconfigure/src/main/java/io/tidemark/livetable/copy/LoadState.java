package io.tidemark.livetable.copy;

import java.util.Set;

/**
 * What is loaded of rows whose attributes may be loaded later, or never. Thread-safe; loads nothing.
 */
public interface LoadState {

    /** Of rows that are always loaded. */
    LoadState LOADED = new LoadState() {

        @Override
        public boolean isLoaded(Object value) {
            return true;
        }

        @Override
        public Object unproxy(Object value) {
            return value;
        }

        @Override
        public Set<String> unloadedAttributes(Object entity) {
            return Set.of();
        }

    };

    /** Whether {@code value}, an entity, a proxy of one, a collection or a map, is loaded. */
    boolean isLoaded(Object value);

    /** Returns the entity behind {@code value}, a loaded proxy, or {@code value} itself if it is none. */
    Object unproxy(Object value);

    /**
     * Returns the names of the fields of {@code entity}, no proxy, that hold nothing because they are not loaded. A field
     * that holds an unloaded proxy or collection need not be among them.
     */
    Set<String> unloadedAttributes(Object entity);

}
