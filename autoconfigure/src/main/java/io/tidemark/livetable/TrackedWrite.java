package io.tidemark.livetable;

import java.util.ArrayList;
import java.util.List;

import io.tidemark.generation.WriteMark;
import io.tidemark.livetable.TableWrites.TableWrite;

import org.jspecify.annotations.Nullable;

/** A write whose mark is held until it is completed. */
final class TrackedWrite implements TableWrite {

    private static final int MAXIMUM_CHANGES = 1_000;

    private final CachedTable table;

    private final WriteMark mark;

    private final CachedTables tables;

    private final ChangeFeed feed;

    private final List<TableChange> changes = new ArrayList<>();

    private boolean completed;

    private boolean manyChanges;

    private boolean unknownRows;

    TrackedWrite(CachedTable table, WriteMark mark, CachedTables tables, ChangeFeed feed) {
        this.table = table;
        this.mark = mark;
        this.tables = tables;
        this.feed = feed;
    }

    @Override
    public synchronized void add(TableChange change) {
        if (this.completed) {
            throw new IllegalStateException(
                    "%s must be added before the write is completed: add it earlier".formatted(change));
        }
        boolean unknown = change instanceof TableChange.Changed && change.table().equals(this.table.id());
        this.manyChanges |= this.changes.size() >= MAXIMUM_CHANGES;
        this.unknownRows |= unknown || this.manyChanges;
        if (this.manyChanges) {
            this.changes.clear();
        }
        else if (!unknown) {
            this.changes.add(change);
        }
    }

    @Override
    public void complete(@Nullable Boolean committed) {
        List<TableChange> told = end(committed);
        if (told == null) {
            return;
        }
        if (Boolean.FALSE.equals(committed)) {
            this.mark.withdraw();
            return;
        }
        boolean lifted = this.mark.isLifted();
        this.table.noteChange();
        this.mark.release();
        this.tables.noteIfPart(this.table, this.mark.path());
        if (lifted) {
            // Since then, loads may have been kept that knew nothing of this write.
            this.tables.removePersistent(this.table, this.mark.path());
        }
        this.tables.voided().add(this.table);
        told.forEach(this.feed::publish);
    }

    private synchronized @Nullable List<TableChange> end(@Nullable Boolean committed) {
        if (this.completed) {
            return null;
        }
        this.completed = true;
        if (committed == null) {
            return List.of(new TableChange.Reset(this.table.id()));
        }
        List<TableChange> told = new ArrayList<>(this.changes);
        if (this.unknownRows || told.isEmpty()) {
            told.add(new TableChange.Changed(this.table.id()));
        }
        return told;
    }

}
