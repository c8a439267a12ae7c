package io.tidemark.projection.autoconfigure;

import java.nio.file.Path;

import io.tidemark.journal.DamagedJournalException;

/** Says that the journal of the cache of projections is damaged, and was not opened because that is to stop the start. */
public final class DamagedProjectionCacheException extends RuntimeException {

    private final transient Path directory;

    DamagedProjectionCacheException(Path directory, DamagedJournalException cause) {
        super("Journal in '%s' was not opened: %s".formatted(directory, cause.finding()), cause);
        this.directory = directory;
    }

    /** Returns the directory of the journal. */
    public Path directory() {
        return this.directory;
    }

}
