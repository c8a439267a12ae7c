package io.tidemark.actuate;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.tidemark.fold.FoldVerification;
import io.tidemark.fold.FollowedFold;
import io.tidemark.fold.FollowerStatus;
import io.tidemark.fold.KvEntry;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/** A fold as the endpoint shows it. */
final class ManagedFold implements ManagedCache {

    private static final String COMPACT = "compact";

    private static final String RECONCILE = "reconcile";

    private static final String RESYNC = "resync";

    private static final String VERIFY = "verify";

    private final FollowedFold<?> fold;

    ManagedFold(FollowedFold<?> fold) {
        this.fold = fold;
    }

    @Override
    public String name() {
        return this.fold.name();
    }

    @Override
    public Map<String, Object> figures() {
        return FoldFigures.of(this.fold);
    }

    @Override
    public @Nullable Fault lastFault() {
        FollowerStatus status = this.fold.status().follower();
        Throwable fault = status.lastFault();
        Instant at = status.lastFaultAt();
        return fault == null || at == null ? null
                : new Fault(fault.getClass().getSimpleName(), at, Objects.requireNonNullElse(fault.getMessage(), ""));
    }

    @Override
    public @Nullable Map<String, Object> entry(String key) {
        KvEntry entry = this.fold.stored(key);
        if (entry == null) {
            return null;
        }
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("bytes", entry.value().length);
        entry.version().asLong().ifPresent((revision) -> description.put("revision", revision));
        return description;
    }

    @Override
    public long invalidate(String prefix) {
        String reason = "Fold '%s' is a copy that can't be invalidated: perform the operation '%s' to have it read again"
            .formatted(name(), RESYNC);
        throw new InvalidEndpointRequestException(reason, reason);
    }

    @Override
    public Set<String> entryOperations() {
        return Set.of();
    }

    @Override
    public Map<String, Object> perform(String operation, String key) {
        throw new IllegalArgumentException("operation must be none, was '%s'".formatted(operation));
    }

    @Override
    public Set<String> operations() {
        return Set.of(COMPACT, RECONCILE, RESYNC, VERIFY);
    }

    @Override
    public Map<String, Object> perform(String operation) {
        return switch (operation) {
            case COMPACT -> compact();
            case RECONCILE -> {
                this.fold.reconcile();
                yield Map.of("requested", true);
            }
            case RESYNC -> {
                this.fold.resync();
                yield Map.of("requested", true);
            }
            case VERIFY -> verify();
            default -> throw new IllegalArgumentException(
                    "operation must be one of %s, was '%s'".formatted(operations(), operation));
        };
    }

    private Map<String, Object> compact() {
        long before = this.fold.usage().diskBytes();
        this.fold.compact();
        return Map.of("diskBytesBefore", before, "diskBytes", this.fold.usage().diskBytes());
    }

    private Map<String, Object> verify() {
        FoldVerification found = this.fold.verify();
        return Map.of("sound", found.isSound(), "entries", found.entries(), "expectedEntries", found.expectedEntries(),
                "digestMatches", found.digestMatches(), "damagedEntries", found.damagedEntries());
    }

}
