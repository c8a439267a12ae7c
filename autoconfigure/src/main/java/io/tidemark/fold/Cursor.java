package io.tidemark.fold;

import java.util.Objects;

/**
 * How far a fold got: every update of the source up to the version is in it.
 *
 * @param source what the version is a position in
 * @param version the version of the last update that was applied
 */
public record Cursor(SourceIdentity source, Version version) {

    /** Checks that the version is known. */
    public Cursor {
        Objects.requireNonNull(source, "source");
        if (!version.isKnown()) {
            throw new IllegalArgumentException("version must be known: leave the cursor as it is instead");
        }
    }

}
