package io.tidemark.fold;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/** Remembers since when a bucket is not being followed, whatever is tried meanwhile. */
final class LiveWatch implements FollowerObserver {

    private volatile @Nullable Instant notLiveSince;

    LiveWatch(Instant beginning) {
        this.notLiveSince = beginning;
    }

    @Nullable Instant notLiveSince() {
        return this.notLiveSince;
    }

    @Override
    public void stateChanged(FollowerStatus status) {
        if (status.state() == FollowerState.LIVE) {
            this.notLiveSince = null;
        }
        else if (this.notLiveSince == null) {
            this.notLiveSince = status.since();
        }
    }

}
