package io.tidemark.actuate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.tidemark.fold.Folds;
import io.tidemark.fold.FollowedFold;
import io.tidemark.fold.FollowerStatus;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Is out of service until every fold has caught up with its bucket for the first time since the start; for some it is
 * enough that a copy is there while the bucket can't be reached. What is lost later does not matter here.
 */
public final class FoldReadinessHealthIndicator extends AbstractHealthIndicator {

    private final Folds folds;

    private final Set<String> copied;

    private final Set<String> ignored;

    /**
     * Creates an indicator of {@code folds}.
     * @param copied the names of those whose copy from before the start is enough
     * @param ignored the names of those that don't count
     */
    public FoldReadinessHealthIndicator(Folds folds, Set<String> copied, Set<String> ignored) {
        super("The readiness of folds can't be found out");
        this.folds = folds;
        this.copied = Set.copyOf(copied);
        this.ignored = Set.copyOf(ignored);
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        List<String> missing = new ArrayList<>();
        for (FollowedFold<?> fold : this.folds.all()) {
            if (!this.ignored.contains(fold.name()) && !isReady(fold)) {
                missing.add(fold.name());
            }
        }
        if (missing.isEmpty()) {
            builder.up();
        }
        else {
            builder.outOfService().withDetail("catchingUp", missing);
        }
    }

    private boolean isReady(FollowedFold<?> fold) {
        FollowerStatus status = fold.status().follower();
        return status.caughtUp()
                || this.copied.contains(fold.name()) && status.durable() != null && status.sourceFaults() > 0;
    }

}
