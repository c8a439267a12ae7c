package io.tidemark.actuate;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/** Lists, inspects and invalidates the caches. Only reading is allowed unless the access is opened. */
@Endpoint(id = "tidemark", defaultAccess = Access.READ_ONLY)
public class TidemarkEndpoint {

    private static final String ENTRY = "entry";

    private final CacheDescriber caches;

    private final Show showValues;

    /**
     * Creates an endpoint.
     * @param showValues when keys and messages of faults are shown
     */
    public TidemarkEndpoint(List<ManagedCapability> capabilities, Show showValues) {
        this.caches = new CacheDescriber(capabilities);
        this.showValues = showValues;
    }

    /** Returns all caches, by capability and name. */
    @ReadOperation
    public Map<String, Object> caches() {
        return caches(this.showValues.isShown(true));
    }

    /** Returns one cache, or null if there is none of that name. */
    @ReadOperation
    public @Nullable Map<String, Object> cache(@Selector String capability, @Selector String name) {
        return cache(capability, name, this.showValues.isShown(true));
    }

    /**
     * Returns what is known of one entry, or null if there is none.
     * @param part {@code entry}
     */
    @ReadOperation
    public @Nullable Map<String, Object> entry(@Selector String capability, @Selector String name,
            @Selector String part, String key) {
        return entry(capability, name, part, key, this.showValues.isShown(true));
    }

    /** Invalidates the entries whose keys start with {@code prefix}. Returns how many were removed, or null. */
    @DeleteOperation
    public @Nullable Map<String, Object> invalidate(@Selector String capability, @Selector String name,
            String prefix) {
        ManagedCache cache = this.caches.find(capability, name);
        return cache != null ? this.caches.invalidate(cache, prefix) : null;
    }

    /**
     * Performs an operation, on the entry of {@code key} or on the whole cache. Returns what came of it, or null if there
     * is no such cache.
     */
    @WriteOperation
    public @Nullable Map<String, Object> perform(@Selector String capability, @Selector String name,
            String operation, @Nullable String key) {
        ManagedCache cache = this.caches.find(capability, name);
        return cache != null ? this.caches.perform(cache, operation, key) : null;
    }

    Map<String, Object> caches(boolean shown) {
        return this.caches.all(shown(shown));
    }

    @Nullable Map<String, Object> cache(String capability, String name, boolean shown) {
        ManagedCache cache = this.caches.find(capability, name);
        return cache != null ? this.caches.describe(cache, shown(shown)) : null;
    }

    @Nullable Map<String, Object> entry(String capability, String name, String part, String key, boolean shown) {
        ManagedCache cache = ENTRY.equals(part) ? this.caches.find(capability, name) : null;
        return cache != null ? this.caches.entry(cache, key, shown(shown)) : null;
    }

    private static Function<String, String> shown(boolean shown) {
        return shown ? Function.identity() : CacheDescriber::masked;
    }

}
