package io.tidemark.livetable.autoconfigure;

import io.tidemark.autoconfigure.CapabilityProperties;

/** The properties of live tables. */
final class LiveTableCapabilityProperties implements CapabilityProperties {

    @Override
    public Class<? extends Record> type() {
        return LiveTableProperties.class;
    }

}
