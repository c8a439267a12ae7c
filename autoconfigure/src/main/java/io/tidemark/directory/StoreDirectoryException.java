package io.tidemark.directory;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/** Says why a directory could not be opened. The message names the directory, what is wrong and what helps. */
public abstract sealed class StoreDirectoryException extends RuntimeException
        permits DirectoryInUseException, ForeignDirectoryException, UnusableDirectoryException {

    private final transient Path path;

    StoreDirectoryException(Path path, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.path = path;
    }

    /** Returns the directory, as an absolute path. */
    public Path path() {
        return this.path;
    }

}
