package io.tidemark.actuate;

import java.util.Collection;

import io.tidemark.projection.Projections;

/** The projections as the endpoint shows them. */
public final class ManagedProjections implements ManagedCapability {

    private final Projections projections;

    /** Creates the view of {@code projections}. */
    public ManagedProjections(Projections projections) {
        this.projections = projections;
    }

    @Override
    public String name() {
        return "projection";
    }

    @Override
    public Collection<ManagedProjection> caches() {
        return this.projections.names()
            .stream()
            .sorted()
            .map((name) -> new ManagedProjection(this.projections, name))
            .toList();
    }

}
