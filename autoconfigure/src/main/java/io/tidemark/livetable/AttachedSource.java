package io.tidemark.livetable;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.tidemark.livetable.ChangeSource.ChangeSink;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A change source that tells of writes elsewhere, from its attachment on. */
final class AttachedSource implements ChangeSink {

    private static final Logger logger = LoggerFactory.getLogger(AttachedSource.class);

    private final ChangeSource source;

    private final CachedTables tables;

    private final Consumer<TableChange> changes;

    private final BooleanSupplier ended;

    private volatile boolean lost = true;

    // Guarded by the lock of the tables.
    private boolean beenThere;

    AttachedSource(ChangeSource source, CachedTables tables, Consumer<TableChange> changes,
            BooleanSupplier ended) {
        this.source = source;
        this.tables = tables;
        this.changes = changes;
        this.ended = ended;
    }

    @Override
    public void changed(TableChange change) {
        if (this.ended.getAsBoolean()) {
            return;
        }
        CachedTable table = this.tables.of(change.table());
        this.tables.invalidate(table, table.path());
        this.changes.accept(change);
    }

    @Override
    public void gap(String reason) {
        if (this.ended.getAsBoolean()) {
            return;
        }
        logger.warn("Change source '{}' may have missed changes: {}", this.source.name(), reason);
        this.tables.lose(this);
        reset();
    }

    @Override
    public void restored() {
        if (this.ended.getAsBoolean()) {
            return;
        }
        this.tables.regain(this);
        reset();
    }

    boolean covers(TableId table) {
        return this.source.covers(table);
    }

    boolean isOf(ChangeSource other) {
        return this.source == other;
    }

    /** Whether changes of before the source was there for the first time may have been missed. */
    boolean hasUnknownPast() {
        return !this.source.isLocal();
    }

    boolean isLost() {
        return this.lost;
    }

    void setLost(boolean lost) {
        this.lost = lost;
        this.beenThere |= !lost;
    }

    boolean hasBeenThere() {
        return this.beenThere;
    }

    private void reset() {
        this.tables.covered(this).forEach((table) -> this.changes.accept(new TableChange.Reset(table.id())));
    }

}
