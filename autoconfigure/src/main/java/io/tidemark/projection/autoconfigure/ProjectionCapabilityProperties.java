package io.tidemark.projection.autoconfigure;

import io.tidemark.autoconfigure.CapabilityProperties;

/** The properties of projections. */
final class ProjectionCapabilityProperties implements CapabilityProperties {

    @Override
    public Class<? extends Record> type() {
        return ProjectionProperties.class;
    }

}
