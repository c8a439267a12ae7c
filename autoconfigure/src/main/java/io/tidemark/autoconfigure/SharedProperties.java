package io.tidemark.autoconfigure;

/** The properties that all capabilities share. */
final class SharedProperties implements CapabilityProperties {

    @Override
    public Class<? extends Record> type() {
        return TidemarkProperties.class;
    }

}
