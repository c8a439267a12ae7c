package io.tidemark.fold.autoconfigure;

import io.tidemark.autoconfigure.CapabilityProperties;

/** The properties of folds. */
final class FoldCapabilityProperties implements CapabilityProperties {

    @Override
    public Class<? extends Record> type() {
        return FoldProperties.class;
    }

}
