package io.tidemark.fold;

import java.util.Objects;

/**
 * What a {@link FoldSource} says about itself at one moment.
 *
 * @param identity which bucket it is, in which of its lives, and which part is followed
 * @param firstRevision the revision of the oldest update that is still there; one more than the last if there is none
 * @param lastRevision the revision of the newest update of the whole bucket, 0 if there was none
 * @param keys how many keys the whole bucket has, deleted ones that are still known included; -1 if it can't say
 */
public record SourceState(SourceIdentity identity, long firstRevision, long lastRevision, long keys) {

    /** Checks that the revisions can be. */
    public SourceState {
        Objects.requireNonNull(identity, "identity");
        if (firstRevision < 0 || lastRevision < 0) {
            throw new IllegalArgumentException("revisions must not be negative, were %d to %d".formatted(firstRevision,
                    lastRevision));
        }
    }

    /** Whether no update after {@code revision} can have been removed for being among the oldest. */
    boolean reachesBackTo(long revision) {
        return this.firstRevision - 1 <= revision;
    }

}
