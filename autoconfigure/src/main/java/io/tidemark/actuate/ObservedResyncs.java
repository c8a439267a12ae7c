package io.tidemark.actuate;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.tidemark.fold.FollowedFold;
import io.tidemark.fold.FollowerObserver;
import io.tidemark.fold.FollowerState;
import io.tidemark.fold.FollowerStatus;
import io.tidemark.fold.ResyncReason;

import org.jspecify.annotations.Nullable;

/**
 * Observes each resync of a fold as {@code tidemark.fold.resync}, with the name of the fold and the reason, from its
 * beginning until the fold has caught up again.
 */
public final class ObservedResyncs implements FollowerObserver {

    private static final String NAME = "tidemark.fold.resync";

    private final String fold;

    private final ObservationRegistry registry;

    private @Nullable Observation current;

    private Map<ResyncReason, Long> before = Map.of();

    private ObservedResyncs(String fold, ObservationRegistry registry) {
        this.fold = fold;
        this.registry = registry;
    }

    /** Has the resyncs of {@code fold} observed, and told to {@code registry}. */
    public static void observe(FollowedFold<?> fold, ObservationRegistry registry) {
        fold.addObserver(new ObservedResyncs(fold.name(), registry));
    }

    @Override
    public void stateChanged(FollowerStatus status) {
        FollowerState state = status.state();
        Observation observation = this.current;
        if (state == FollowerState.RESYNCING && observation == null) {
            this.before = status.resyncs();
            this.current = Observation.createNotStarted(NAME, this.registry)
                .contextualName("resync " + this.fold)
                .lowCardinalityKeyValue("fold", this.fold)
                .start();
        }
        else if (observation != null && state == FollowerState.WAITING && status.lastFault() != null) {
            observation.error(status.lastFault());
        }
        else if (observation != null && (state == FollowerState.LIVE || state == FollowerState.CLOSED)) {
            this.current = null;
            observation.lowCardinalityKeyValue("reason", reason(status.resyncs())).stop();
        }
    }

    private String reason(Map<ResyncReason, Long> after) {
        Set<ResyncReason> reasons = EnumSet.noneOf(ResyncReason.class);
        after.forEach((reason, count) -> {
            if (count > this.before.getOrDefault(reason, 0L)) {
                reasons.add(reason);
            }
        });
        return reasons.size() == 1 ? reasons.iterator().next().name().toLowerCase(Locale.ROOT).replace('_', '-')
                : reasons.isEmpty() ? "none" : "several";
    }

}
