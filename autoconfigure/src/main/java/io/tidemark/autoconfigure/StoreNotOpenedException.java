package io.tidemark.autoconfigure;

import io.tidemark.directory.StoreDirectoryException;

/** Says that a store could not be opened because of its directory, and which properties help. */
public final class StoreNotOpenedException extends RuntimeException {

    private final String directoryProperty;

    private final String lockTimeoutProperty;

    StoreNotOpenedException(String directoryProperty, String lockTimeoutProperty, StoreDirectoryException cause) {
        super("Store of '%s' was not opened: %s".formatted(directoryProperty, cause.getMessage()), cause);
        this.directoryProperty = directoryProperty;
        this.lockTimeoutProperty = lockTimeoutProperty;
    }

    /** Returns the name of the property that says where the directory is. */
    public String directoryProperty() {
        return this.directoryProperty;
    }

    /** Returns the name of the property that says how long to wait for the lock of the directory. */
    public String lockTimeoutProperty() {
        return this.lockTimeoutProperty;
    }

}
