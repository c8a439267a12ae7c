package io.tidemark.actuate;

import java.time.Duration;
import java.time.Instant;

import io.tidemark.fold.FoldCondition;
import io.tidemark.fold.FoldStatus;
import io.tidemark.fold.FoldUsage;
import io.tidemark.fold.FollowedFold;
import io.tidemark.fold.FollowerState;
import io.tidemark.fold.FollowerStatus;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Tells whether a fold is sound and follows its bucket. It is down if it is damaged or closed, if it is behind its bucket
 * and has not moved for a while, and if it could not follow for as long; a shorter while is unknown. Whoever reads it is
 * served what was copied last in any case but damage.
 */
public final class FoldHealthIndicator extends AbstractHealthIndicator {

    private final FollowedFold<?> fold;

    private final Duration patience;

    /**
     * Creates an indicator of {@code fold}.
     * @param patience how long it may not move although it is behind
     */
    public FoldHealthIndicator(FollowedFold<?> fold, Duration patience) {
        super("The fold can't be used");
        this.fold = fold;
        this.patience = patience;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        FoldStatus status = this.fold.status();
        FollowerStatus follower = status.follower();
        builder.withDetails(FoldFigures.progress(this.fold));
        Throwable fault = follower.lastFault();
        if (fault != null) {
            builder.withDetail("lastFault", fault.toString());
        }
        FoldUsage usage = this.fold.usage();
        builder.withDetail("entries", usage.entries())
            .withDetail("condition", usage.condition())
            .withDetail("damages", follower.damages());
        // It connects again and again while it waits.
        boolean waiting = follower.state() == FollowerState.WAITING || follower.state() == FollowerState.CONNECTING;
        if (usage.condition() == FoldCondition.DAMAGED || isLongAgo(follower.notMovingSince())
                || waiting && isLongAgo(status.notLiveSince())) {
            builder.down();
        }
        else if (waiting) {
            builder.unknown();
        }
        else {
            builder.up();
        }
    }

    private boolean isLongAgo(@Nullable Instant since) {
        return since != null && since.plus(this.patience).isBefore(Instant.now());
    }

}
