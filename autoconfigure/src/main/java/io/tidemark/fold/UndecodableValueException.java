package io.tidemark.fold;

/** A value of a bucket can't be decoded, and the fold does not go beyond it. */
public final class UndecodableValueException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String key;

    UndecodableValueException(String fold, String key, Version version, Throwable cause) {
        super("Value of key '%s' with version %s can't be decoded by fold '%s': write another or correct the type of its values"
            .formatted(key, version, fold), cause);
        this.key = key;
    }

    /** Returns the key. */
    public String key() {
        return this.key;
    }

}
