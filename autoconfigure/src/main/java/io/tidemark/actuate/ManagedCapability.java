package io.tidemark.actuate;

import java.util.Collection;

/** A capability as the endpoint shows it. Thread-safe. */
public interface ManagedCapability {

    /** Returns the name, which is part of the path: lower-case letters. */
    String name();

    /** Returns its caches, in the order in which they are shown. */
    Collection<? extends ManagedCache> caches();

}
