package io.tidemark.livetable.copy;

/** Rows of a type can't be copied, so that they must not be kept. */
public final class NotCopyableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Class<?> type;

    private final String place;

    private final String reason;

    /**
     * Creates the exception.
     * @param type the class that can't be copied
     * @param place where it was found: a class, or a field of one
     * @param reason why it can't be copied, such as "has no constructor without parameters"
     */
    public NotCopyableException(Class<?> type, String place, String reason) {
        super(("'%s' must be copyable to be kept, but %s %s: make it a record of immutable parts, provide a RowCopier "
                + "bean, or annotate the method with @Uncached")
                    .formatted(place, type.getTypeName(), reason));
        this.type = type;
        this.place = place;
        this.reason = reason;
    }

    /** Returns the class that can't be copied. */
    public Class<?> type() {
        return this.type;
    }

    /** Returns where it was found: the name of a class, or that of a field after its class and a dot. */
    public String place() {
        return this.place;
    }

    /** Returns why it can't be copied, a clause that goes after its name. */
    public String reason() {
        return this.reason;
    }

}
