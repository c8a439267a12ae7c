package io.tidemark.actuate;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.tidemark.livetable.LoadObserver;
import io.tidemark.livetable.TableId;

import org.jspecify.annotations.Nullable;

/** Observes each load as {@code tidemark.livetable.load}, with its table and data source. */
public final class ObservedTableLoads implements LoadObserver {

    private static final String NAME = "tidemark.livetable.load";

    private final ObservationRegistry registry;

    /** Creates an observer that tells {@code registry}. */
    public ObservedTableLoads(ObservationRegistry registry) {
        this.registry = registry;
    }

    @Override
    public <T extends @Nullable Object> T observe(TableId table, Load<T> load) throws Throwable {
        return Observation.createNotStarted(NAME, this.registry)
            .contextualName("load " + table.table())
            .lowCardinalityKeyValue("table", table.table())
            .lowCardinalityKeyValue("data.source", table.dataSource())
            .observeChecked(load::run);
    }

}
