package io.tidemark.livetable.copy;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** One answer being copied: what was copied so far, so that parts in common stay so and circles come to an end. */
final class Copying {

    private final CopyPlans plans;

    private final LoadState loadState;

    private final boolean detached;

    private @Nullable Map<Object, Object> copies;

    Copying(CopyPlans plans, LoadState loadState, boolean detached) {
        this.plans = plans;
        this.loadState = loadState;
        this.detached = detached;
    }

    /** Returns a copy of {@code row}, which is no part of another. */
    Object copyRow(Object row) {
        Object loaded = row;
        if (this.loadState != LoadState.LOADED) {
            if (!this.loadState.isLoaded(row)) {
                throw new UnloadedAttributeException(row.getClass(), "this");
            }
            loaded = this.loadState.unproxy(row);
        }
        CopyPlan plan = this.plans.of(loaded);
        return plan.isFlat() ? plan.copy(loaded, this) : copyOnce(loaded, plan);
    }

    /**
     * Returns a copy of {@code part}, the value of {@code attribute} of {@code owner}, or null if it is not loaded and
     * that is allowed.
     */
    @Nullable Object copyPart(@Nullable Object part, Class<?> owner, String attribute) {
        if (part == null) {
            return null;
        }
        Object loaded = part;
        if (this.loadState != LoadState.LOADED) {
            if (!this.loadState.isLoaded(part)) {
                requireDetached(owner, attribute);
                return null;
            }
            loaded = this.loadState.unproxy(part);
        }
        return copyOnce(loaded, this.plans.of(loaded));
    }

    /** Returns the fields of {@code entity} that are not to be looked at. */
    Set<String> unloadedAttributes(Object entity) {
        if (this.loadState == LoadState.LOADED) {
            return Set.of();
        }
        Set<String> unloaded = this.loadState.unloadedAttributes(entity);
        if (!unloaded.isEmpty()) {
            requireDetached(entity.getClass(), unloaded.iterator().next());
        }
        return unloaded;
    }

    /** Says that {@code copy} is the copy of {@code source}, which may not be complete yet. */
    void remember(Object source, Object copy) {
        if (this.copies == null) {
            this.copies = new IdentityHashMap<>();
        }
        this.copies.put(source, copy);
    }

    private Object copyOnce(Object source, CopyPlan plan) {
        if (!plan.isRemembered()) {
            return plan.copy(source, this);
        }
        Object known = this.copies == null ? null : this.copies.get(source);
        if (known != null) {
            return known;
        }
        Object copy = plan.copy(source, this);
        if (plan.isFlat()) {
            remember(source, copy);
        }
        return copy;
    }

    private void requireDetached(Class<?> owner, String attribute) {
        if (!this.detached) {
            throw new UnloadedAttributeException(owner, attribute);
        }
    }

}
