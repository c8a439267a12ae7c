package io.tidemark.fold;

/** What the parts of a follower share. */
record FollowerParts(FoldSource source, FoldStore store, FollowerSettings settings, Pace pace, Progress progress,
        Committer committer, Reconciliation reconciliation) {
}
