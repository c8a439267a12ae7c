package io.tidemark.livetable.repository;

import java.util.Objects;

/**
 * A method of a live table that is not cached.
 *
 * @param method the method, with its repository and the types of its parameters
 * @param reason why it is left alone
 */
public record LeftAlone(String method, String reason) {

    /** Checks that both are there. */
    public LeftAlone {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(reason, "reason");
    }

}
