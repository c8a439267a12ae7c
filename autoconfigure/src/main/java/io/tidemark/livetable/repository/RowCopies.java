package io.tidemark.livetable.repository;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.tidemark.livetable.copy.LoadState;
import io.tidemark.livetable.copy.NotCopyableException;
import io.tidemark.livetable.copy.RowCopier;
import io.tidemark.livetable.copy.RowCopiers;
import io.tidemark.livetable.copy.UnloadedAttributeException;

import org.jspecify.annotations.Nullable;

/** Copies the rows of one method into and out of the cache. Thread-safe. */
final class RowCopies {

    private final RowCopiers in;

    private final RowCopiers out;

    private final LoadState loadState;

    // Bounded by the classes of the rows that the method returns.
    private final Map<Class<?>, RowCopier<Object>> copiersIn = new ConcurrentHashMap<>();

    private final Map<Class<?>, RowCopier<Object>> copiersOut = new ConcurrentHashMap<>();

    RowCopies(Collection<? extends RowCopier<?>> own, LoadState loadState, boolean detached) {
        this.in = detached ? RowCopiers.ofDetached(own, loadState) : RowCopiers.ofLoaded(own, loadState);
        this.out = RowCopiers.ofLoaded(own, LoadState.LOADED);
        this.loadState = loadState;
    }

    /**
     * Returns what may be kept of {@code row}: the row itself if it can't change, else a copy; null if it can't be
     * copied, or has parts that were not loaded or are not of the tables that its read depends on.
     */
    @Nullable Object copyIn(Object row) {
        if (!this.loadState.isLoaded(row)) {
            return null;
        }
        Object real = this.loadState.unproxy(row);
        try {
            return copier(this.copiersIn, this.in, real).copy(real);
        }
        catch (UnloadedAttributeException | NotCopyableException ex) {
            // Counted as a bypass by who asked.
            return null;
        }
    }

    /** Whether nobody can change any of the rows that were kept, so that a reader may have them as they are. */
    boolean areShared(List<? extends @Nullable Object> kept) {
        Class<?> shared = null;
        for (int i = 0; i < kept.size(); i++) {
            Object row = kept.get(i);
            if (row != null && row.getClass() != shared) {
                if (!copier(this.copiersOut, this.out, row).isShared()) {
                    return false;
                }
                shared = row.getClass();
            }
        }
        return true;
    }

    /** Returns a new list of what a reader may have of the rows that were kept: those that can change as copies. */
    List<@Nullable Object> copyOut(List<? extends @Nullable Object> kept) {
        List<@Nullable Object> copies = new ArrayList<>(kept.size());
        RowCopier<Object> copier = null;
        Class<?> type = null;
        for (int i = 0; i < kept.size(); i++) {
            Object row = kept.get(i);
            if (row != null && (copier == null || row.getClass() != type)) {
                type = row.getClass();
                copier = copier(this.copiersOut, this.out, row);
            }
            copies.add(row != null && copier != null ? copier.copy(row) : null);
        }
        return copies;
    }

    private static RowCopier<Object> copier(Map<Class<?>, RowCopier<Object>> known, RowCopiers copiers, Object row) {
        RowCopier<Object> copier = known.get(row.getClass());
        if (copier == null) {
            copier = create(copiers, row);
            known.put(row.getClass(), copier);
        }
        return copier;
    }

    // A projection is told by its interface, not by its proxy.
    private static RowCopier<Object> create(RowCopiers copiers, Object row) {
        Class<?> type = Proxy.isProxyClass(row.getClass()) ? row.getClass().getInterfaces()[0] : row.getClass();
        @SuppressWarnings("unchecked")
        RowCopier<Object> copier = (RowCopier<Object>) copiers.forType(type);
        return copier;
    }

}
