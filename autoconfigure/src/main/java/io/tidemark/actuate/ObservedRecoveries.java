package io.tidemark.actuate;

import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.tidemark.journal.RecoveryObserver;

/** Observes each recovery as {@code tidemark.journal.recovery}, with what the journal is of. */
public final class ObservedRecoveries implements RecoveryObserver {

    private static final String NAME = "tidemark.journal.recovery";

    private final ObservationRegistry registry;

    /** Creates an observer that tells {@code registry}. */
    public ObservedRecoveries(ObservationRegistry registry) {
        this.registry = registry;
    }

    @Override
    public <T> T observe(String journal, Supplier<T> recovery) {
        Supplier<T> observed = Observation.createNotStarted(NAME, this.registry)
            .contextualName("recover " + journal)
            .lowCardinalityKeyValue("journal", journal)
            .wrap(recovery);
        return observed.get();
    }

}
