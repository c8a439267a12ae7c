package io.tidemark.autoconfigure;

import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.origin.Origin;

/** Says that there are keys below {@code tidemark} that mean nothing. */
public final class UnknownKeyException extends RuntimeException {

    private final transient List<UnknownKey> keys;

    UnknownKeyException(List<UnknownKey> keys) {
        super(keys.stream().map(UnknownKey::describe).collect(Collectors.joining("\n")));
        this.keys = List.copyOf(keys);
    }

    /** Returns the keys. */
    public List<UnknownKey> keys() {
        return this.keys;
    }

    /**
     * A key that means nothing.
     *
     * @param name the key
     * @param nearest the known key that looks most like it, or null if there is none
     * @param origin where the key is, or null if that is not known
     */
    public record UnknownKey(String name, @Nullable String nearest, @Nullable Origin origin) {

        String describe() {
            return "Property '%s'%s is unknown%s".formatted(this.name, this.origin != null ? " of " + this.origin : "",
                    this.nearest != null ? ": did you mean '%s'?".formatted(this.nearest) : "");
        }

    }

}
