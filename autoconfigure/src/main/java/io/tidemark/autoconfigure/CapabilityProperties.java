package io.tidemark.autoconfigure;

/**
 * Names the properties of one capability, so that they are known also while the capability is switched off or backs
 * off. Implementations have a constructor without parameters and are listed in {@code META-INF/spring.factories}.
 */
public interface CapabilityProperties {

    /** Returns a record that is annotated as configuration properties. */
    Class<? extends Record> type();

}
