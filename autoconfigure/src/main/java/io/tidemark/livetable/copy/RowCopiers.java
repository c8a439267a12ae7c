package io.tidemark.livetable.copy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Makes the copiers of rows.
 * <p>
 * Immutable rows are shared. Others are copied deeply, with what they contain: beans and entities, records, collections,
 * maps, arrays, optionals, dates; two references to one object become two to one copy, circles included. Collections
 * become plain ones of the same kind. Projections to interfaces are copied into {@linkplain ProjectionPlan snapshots}.
 * <p>
 * Thread-safe.
 */
public final class RowCopiers {

    private final ImmutableTypes immutable = new ImmutableTypes();

    private final Map<Class<?>, RowCopier<?>> own;

    private final CopyPlans plans;

    private final LoadState loadState;

    private final boolean detached;

    private RowCopiers(Collection<? extends RowCopier<?>> own, LoadState loadState, boolean detached) {
        this.own = own.stream().collect(Collectors.toUnmodifiableMap(RowCopier::type, Function.identity()));
        this.plans = new CopyPlans(this.immutable, this.own);
        this.loadState = Objects.requireNonNull(loadState, "loadState");
        this.detached = detached;
    }

    /**
     * Returns copiers for rows of which all must be loaded.
     * @param own copiers that the application brings, at most one for each type
     * @param loadState tells what is loaded
     */
    public static RowCopiers ofLoaded(Collection<? extends RowCopier<?>> own, LoadState loadState) {
        return new RowCopiers(own, loadState, false);
    }

    /**
     * Returns copiers that copy null, or what the constructor sets, for what is not loaded: entities, collections and
     * attributes.
     * @param own copiers that the application brings, at most one for each type
     * @param loadState tells what is loaded
     */
    public static RowCopiers ofDetached(Collection<? extends RowCopier<?>> own, LoadState loadState) {
        return new RowCopiers(own, loadState, true);
    }

    /**
     * Returns the copier of rows of {@code type}: a class, a record, or the interface of a projection.
     * @throws NotCopyableException if rows of it can't be copied; names the field that is to blame
     */
    public <T> RowCopier<T> forType(Class<T> type) {
        RowCopier<?> known = this.own.get(type);
        if (known != null) {
            @SuppressWarnings("unchecked")
            RowCopier<T> copier = (RowCopier<T>) known;
            return copier;
        }
        if (this.immutable.isImmutable(type)) {
            return new Shared<>(type);
        }
        this.plans.types().requireCopyable(type);
        return new Deep<>(type, this.plans, this.loadState, this.detached);
    }

    private record Shared<T>(Class<T> type) implements RowCopier<T> {

        @Override
        public boolean isShared() {
            return true;
        }

        @Override
        public T copy(T row) {
            return row;
        }

    }

    private record Deep<T>(Class<T> type, CopyPlans plans, LoadState loadState, boolean detached)
            implements RowCopier<T> {

        @Override
        public T copy(T row) {
            return this.type.cast(new Copying(this.plans, this.loadState, this.detached).copyRow(row));
        }

        @Override
        public List<@Nullable T> copyAll(List<? extends @Nullable T> rows) {
            Copying copying = new Copying(this.plans, this.loadState, this.detached);
            List<@Nullable T> copies = new ArrayList<>(rows.size());
            for (T row : rows) {
                copies.add(row == null ? null : this.type.cast(copying.copyRow(row)));
            }
            return copies;
        }

    }

}
