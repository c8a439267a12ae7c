package io.tidemark.livetable.copy;

import java.util.Objects;

/** A row can't be copied because part of it was not loaded. Has no stack trace, since it is no fault. */
public final class UnloadedAttributeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String attribute;

    /**
     * Creates the exception.
     * @param type the class that the attribute belongs to
     * @param attribute the name of the attribute
     */
    public UnloadedAttributeException(Class<?> type, String attribute) {
        super("Attribute '%s' of %s must be loaded to be kept, was not: fetch it, or allow detached rows"
            .formatted(attribute, type.getName()), null, false, false);
        this.attribute = Objects.requireNonNull(attribute, "attribute");
    }

    /** Returns the name of the attribute. */
    public String attribute() {
        return this.attribute;
    }

}
