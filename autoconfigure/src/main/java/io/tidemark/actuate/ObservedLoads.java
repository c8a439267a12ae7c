package io.tidemark.actuate;

import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.tidemark.projection.LoadObserver;

/** Observes each load as {@code tidemark.projection.load}, with the name of its projection. */
public final class ObservedLoads implements LoadObserver {

    private static final String NAME = "tidemark.projection.load";

    private final ObservationRegistry registry;

    /** Creates an observer that tells {@code registry}. */
    public ObservedLoads(ObservationRegistry registry) {
        this.registry = registry;
    }

    @Override
    public <T> T observe(String projection, Supplier<T> load) {
        Supplier<T> observed = Observation.createNotStarted(NAME, this.registry)
            .contextualName("load " + projection)
            .lowCardinalityKeyValue("projection", projection)
            .wrap(load);
        return observed.get();
    }

}
