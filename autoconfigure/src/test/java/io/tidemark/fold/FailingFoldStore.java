package io.tidemark.fold;

import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/** A store that fails when told to, and can be damaged. */
public final class FailingFoldStore implements FoldStore {

    private final FoldStore store;

    private volatile int failures;

    private boolean damaged;

    private boolean damageIsKnown;

    FailingFoldStore() {
        this(new InMemoryFoldStore());
    }

    /** Creates one that does what {@code store} does, or fails. */
    public FailingFoldStore(FoldStore store) {
        this.store = store;
    }

    /** Lets the next batches, or attempts to begin anew, fail. */
    public void failNext(int failures) {
        this.failures = failures;
    }

    /** Damages it: those who use it notice. */
    void damage() {
        this.damaged = true;
    }

    /** Lets its own check find damage. */
    void findDamage() {
        this.damageIsKnown = true;
    }

    @Override
    public @Nullable Cursor cursor() {
        requireSound();
        return this.store.cursor();
    }

    @Override
    public void apply(List<KvUpdate> batch, @Nullable Cursor cursor) {
        requireSound();
        if (this.failures > 0) {
            this.failures--;
            throw new FoldStoreException("full", null);
        }
        this.store.apply(batch, cursor);
    }

    @Override
    public @Nullable KvEntry get(String key) {
        requireSound();
        return this.store.get(key);
    }

    @Override
    public void forEachInRange(String prefix, Consumer<? super KvEntry> action) {
        requireSound();
        this.store.forEachInRange(prefix, action);
    }

    @Override
    public void sync() {
        this.store.sync();
    }

    @Override
    public FoldUsage usage() {
        FoldUsage usage = this.store.usage();
        return new FoldUsage(usage.entries(), usage.bytes(), 0, 0,
                this.damageIsKnown ? FoldCondition.DAMAGED : FoldCondition.SOUND);
    }

    @Override
    public FoldVerification verify() {
        return this.store.verify();
    }

    @Override
    public void compact() {
        this.store.compact();
    }

    @Override
    public void reset() {
        if (this.failures > 0) {
            this.failures--;
            throw new FoldStoreException("full", null);
        }
        this.damaged = false;
        this.damageIsKnown = false;
        this.store.reset();
    }

    @Override
    public void close() {
        this.store.close();
    }

    private void requireSound() {
        if (this.damaged) {
            throw new DamagedFoldException("flipped", null);
        }
    }

}
