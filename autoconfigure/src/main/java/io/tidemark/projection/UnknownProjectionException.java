package io.tidemark.projection;

import java.util.Collection;
import java.util.List;

/** Says that there is no projection of a name. */
public final class UnknownProjectionException extends RuntimeException {

    private final String name;

    UnknownProjectionException(String name, Collection<String> known) {
        super("Projection must be one of %s, was '%s'".formatted(List.copyOf(known), name));
        this.name = name;
    }

    /** Returns the name that was asked for. */
    public String name() {
        return this.name;
    }

}
