package io.tidemark.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.SanitizableData;

/** Finds the caches that requests name, and describes them with or without keys and messages. */
final class CacheDescriber {

    private final List<ManagedCapability> capabilities;

    CacheDescriber(List<ManagedCapability> capabilities) {
        this.capabilities = List.copyOf(capabilities);
    }

    Map<String, Object> all(Function<String, String> shown) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (ManagedCapability capability : this.capabilities) {
            Map<String, Object> caches = new LinkedHashMap<>();
            capability.caches().forEach((cache) -> caches.put(cache.name(), describe(cache, shown)));
            all.put(capability.name(), caches);
        }
        return all;
    }

    Map<String, Object> describe(ManagedCache cache, Function<String, String> shown) {
        Map<String, Object> description = new LinkedHashMap<>(cache.figures());
        ManagedCache.Fault fault = cache.lastFault();
        if (fault != null) {
            description.put("lastFault",
                    Map.of("kind", fault.kind(), "at", fault.at(), "message", shown.apply(fault.message())));
        }
        return description;
    }

    @Nullable Map<String, Object> entry(ManagedCache cache, String key, Function<String, String> shown) {
        Map<String, Object> entry = cache.entry(requireText("key", key));
        if (entry == null) {
            return null;
        }
        Map<String, Object> description = new TreeMap<>(entry);
        description.put("key", shown.apply(key));
        return description;
    }

    Map<String, Object> invalidate(ManagedCache cache, String prefix) {
        return Map.of("removed", cache.invalidate(requireText("prefix", prefix)));
    }

    Map<String, Object> perform(ManagedCache cache, String operation, @Nullable String key) {
        if (cache.operations().contains(operation)) {
            return cache.perform(operation);
        }
        if (!cache.entryOperations().contains(operation)) {
            List<String> known = Stream.concat(cache.operations().stream(), cache.entryOperations().stream())
                .sorted()
                .toList();
            throw invalid("operation must be one of %s, was '%s'".formatted(known, operation));
        }
        return cache.perform(operation, requireText("key", key));
    }

    @Nullable ManagedCache find(String capability, String name) {
        return this.capabilities.stream()
            .filter((each) -> each.name().equals(capability))
            .flatMap((each) -> each.caches().stream())
            .filter((each) -> each.name().equals(name))
            .findFirst()
            .orElse(null);
    }

    static String masked(String text) {
        return SanitizableData.SANITIZED_VALUE;
    }

    private static String requireText(String name, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw invalid(name + " must not be empty");
        }
        return value;
    }

    private static InvalidEndpointRequestException invalid(String reason) {
        return new InvalidEndpointRequestException(reason, reason);
    }

}
