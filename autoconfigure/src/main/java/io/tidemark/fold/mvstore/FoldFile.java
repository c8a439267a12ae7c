package io.tidemark.fold.mvstore;

import java.util.concurrent.atomic.AtomicInteger;

import io.tidemark.fold.Cursor;
import io.tidemark.fold.FoldCondition;
import io.tidemark.mvstore.BytesType;
import io.tidemark.mvstore.DamagedFileException;
import io.tidemark.mvstore.StoreFile;

import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/**
 * One file with the entries of a fold and its {@link FoldState}.
 * <p>
 * Changes and commits belong to one thread, which nobody interrupts. Readers use what is {@linkplain #committed()
 * committed}, from any thread. The file stays readable until its owner and all who {@linkplain #acquire() acquired} it
 * have released it; the last of them deletes it.
 */
final class FoldFile {

    static final String NAME = "fold";

    private static final String ENTRIES = "entries";

    private static final String META = "meta";

    private static final byte[] STATE_KEY = { 's' };

    private final StoreFile file;

    private final MVMap<byte[], byte[]> entries;

    private final MVMap<byte[], byte[]> meta;

    // The owner is one of them.
    private final AtomicInteger users = new AtomicInteger(1);

    private FoldState pending;

    private volatile Committed committed;

    private volatile FoldCondition condition;

    private FoldFile(StoreFile file, MVMap<byte[], byte[]> entries, MVMap<byte[], byte[]> meta, FoldState state,
            FoldCondition condition) {
        this.file = file;
        this.entries = entries;
        this.meta = meta;
        this.pending = state;
        this.condition = condition;
        this.committed = new Committed(this, entries.openVersion(file.store().getCurrentVersion()), state);
    }

    /**
     * Returns what is in {@code file}; nothing if it is new.
     * @throws DamagedFileException if it is not new and has no state
     */
    static FoldFile of(StoreFile file) throws DamagedFileException {
        MVStore store = file.store();
        boolean created = !store.hasMap(ENTRIES) && !store.hasMap(META);
        MVMap<byte[], byte[]> entries = openMap(store, ENTRIES);
        MVMap<byte[], byte[]> meta = openMap(store, META);
        if (created) {
            FoldFile empty = new FoldFile(file, entries, meta, FoldState.EMPTY, FoldCondition.SOUND);
            empty.commit(null);
            return empty;
        }
        byte[] state = meta.get(STATE_KEY);
        if (state == null) {
            throw new DamagedFileException("File '%s' must have a cursor record, had none".formatted(file.path()));
        }
        return new FoldFile(file, entries, meta, StateCodec.decode(state),
                file.wasClosed() ? FoldCondition.SOUND : FoldCondition.UNVERIFIED);
    }

    private static MVMap<byte[], byte[]> openMap(MVStore store, String name) {
        return store.openMap(name, new MVMap.Builder<byte[], byte[]>().keyType(new BytesType())
            .valueType(new BytesType()));
    }

    /** Returns the last commit, which may be read until the file is closed. */
    Committed committed() {
        return committed;
    }

    FoldCondition condition() {
        return condition;
    }

    synchronized void damaged() {
        condition = FoldCondition.DAMAGED;
    }

    /** Says that nothing was found to be wrong, which does not take back that something was. */
    synchronized void sound() {
        if (condition == FoldCondition.UNVERIFIED) {
            condition = FoldCondition.SOUND;
        }
    }

    StoreFile file() {
        return file;
    }

    /** Makes a change that is neither written nor seen by readers before {@link #commit}. */
    void change(Change change) {
        byte[] key = change.key();
        byte[] record = change.record();
        byte[] previous = record != null ? entries.put(key, record) : entries.remove(key);
        FoldState state = pending;
        state = previous != null ? state.minus(key, previous) : state;
        pending = record != null ? state.plus(key, record) : state;
    }

    /** Returns the state as it would be if it were committed now. */
    FoldState pending() {
        return pending;
    }

    /** Writes all changes and the cursor at once, and shows them to readers. */
    void commit(@Nullable Cursor cursor) {
        pending = pending.withCursor(cursor);
        meta.put(STATE_KEY, StateCodec.encode(pending));
        long version = file.store().getCurrentVersion();
        file.commit();
        committed = new Committed(this, entries.openVersion(version), pending);
    }

    /** Returns whether the file may be used until {@link #release}. */
    boolean acquire() {
        int count = users.get();
        while (count > 0) {
            if (users.compareAndSet(count, count + 1)) {
                return true;
            }
            count = users.get();
        }
        return false;
    }

    /** Ends a use. The owner does so when another file has replaced this: it is deleted with the last use. */
    void release() {
        if (users.decrementAndGet() == 0) {
            file.discard();
        }
    }

    /** Whether anybody but its owner uses the file; anybody at all once that has released it. */
    boolean hasUsersBut(int owners) {
        return users.get() > owners;
    }

    @Override
    public String toString() {
        return file.path().toString();
    }

}
