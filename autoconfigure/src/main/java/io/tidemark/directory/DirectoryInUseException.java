package io.tidemark.directory;

import java.nio.file.Path;
import java.time.Duration;

/** Says that somebody else, most often another process, held the lock of a directory until the time ran out. */
public final class DirectoryInUseException extends StoreDirectoryException {

    private final Duration waited;

    DirectoryInUseException(Path path, Duration waited) {
        super(path, "Directory '%s' must belong to one process at a time, was still locked by another after %s: "
            .formatted(path, waited) + "stop the other process, wait longer, or use another directory", null);
        this.waited = waited;
    }

    /** Returns how long the lock was waited for. */
    public Duration waited() {
        return this.waited;
    }

}
