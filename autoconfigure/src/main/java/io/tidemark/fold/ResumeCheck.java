package io.tidemark.fold;

import org.jspecify.annotations.Nullable;

/**
 * Whether what follows a cursor can be had from a source. Sources give what they have from there on, and never say that
 * something is gone.
 */
final class ResumeCheck {

    private ResumeCheck() {
    }

    /** Returns what keeps the source from continuing after the cursor, or null if it can. */
    static @Nullable ResyncReason obstacle(Cursor cursor, SourceState state) {
        SourceIdentity followed = cursor.source();
        if (!followed.createdAt().equals(state.identity().createdAt())) {
            return ResyncReason.RECREATED;
        }
        if (!followed.prefixes().equals(state.identity().prefixes())) {
            return ResyncReason.SCOPE_CHANGED;
        }
        if (cursor.version().asLong().isEmpty() || cursor.version().asLong().getAsLong() < 0) {
            return ResyncReason.UNREADABLE_CURSOR;
        }
        return obstacle(cursor.version().asLong().getAsLong(), state);
    }

    /** Returns what keeps the source from continuing after the revision, or null if it can: from 0 it begins anew. */
    static @Nullable ResyncReason obstacle(long revision, SourceState state) {
        if (state.lastRevision() < revision) {
            return ResyncReason.RESTORED;
        }
        if (revision == 0) {
            return null;
        }
        return state.reachesBackTo(revision) ? null : ResyncReason.COMPACTED;
    }

}
