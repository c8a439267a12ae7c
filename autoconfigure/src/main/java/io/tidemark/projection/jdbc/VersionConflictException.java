package io.tidemark.projection.jdbc;

import org.springframework.dao.OptimisticLockingFailureException;

/** Says that a stream was not at the version that an append expected. Nothing was appended. */
public final class VersionConflictException extends OptimisticLockingFailureException {

    private final String streamId;

    private final long expectedVersion;

    private final long actualVersion;

    VersionConflictException(String streamId, long expectedVersion, long actualVersion) {
        super("Stream '%s' must be at version %d, was %d: read it again, then append".formatted(streamId,
                expectedVersion, actualVersion));
        this.streamId = streamId;
        this.expectedVersion = expectedVersion;
        this.actualVersion = actualVersion;
    }

    /** Returns the stream. */
    public String streamId() {
        return this.streamId;
    }

    /** Returns the version that the append expected, 0 for a stream without events. */
    public long expectedVersion() {
        return this.expectedVersion;
    }

    /** Returns the version that the stream was at when the conflict was met, 0 for a stream without events. */
    public long actualVersion() {
        return this.actualVersion;
    }

}
