package io.tidemark.livetable.model;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import io.tidemark.livetable.ChangeSource;
import io.tidemark.livetable.TableChange;
import io.tidemark.livetable.TableId;

/**
 * A change source, and what an application knows by it: the commits of others whose notifications have arrived. While it
 * says that it is lost, nothing is answered from the cache, so that every commit shows.
 */
final class HeardChanges implements ChangeSource, Horizon {

    private static final TableId LEDGER = new TableId(ModelDatabase.DATA_SOURCE, "ledger");

    private final ChangeSource source;

    private final CommitLog log;

    private final Map<ModelTable, AtomicLong> own = new EnumMap<>(ModelTable.class);

    private final AtomicLong heard = new AtomicLong();

    private final AtomicLong gaps = new AtomicLong();

    private final AtomicLong restorations = new AtomicLong();

    private volatile boolean lost = true;

    HeardChanges(ChangeSource source, CommitLog log) {
        this.source = source;
        this.log = log;
        for (ModelTable table : ModelTable.values()) {
            this.own.put(table, new AtomicLong());
        }
    }

    @Override
    public long of(Set<ModelTable> tables) {
        if (this.lost) {
            return this.log.acknowledged();
        }
        long number = this.heard.get();
        for (ModelTable table : tables) {
            number = Math.max(number, this.own.get(table).get());
        }
        return number;
    }

    @Override
    public void acknowledged(long number, List<RowChange> changes) {
        this.log.acknowledge(number);
        changes.forEach((change) -> this.own.get(change.table()).accumulateAndGet(number, Math::max));
    }

    /** Returns the number of the last commit of which the application was told. */
    long heard() {
        return this.heard.get();
    }

    long gaps() {
        return this.gaps.get();
    }

    long restorations() {
        return this.restorations.get();
    }

    boolean isLost() {
        return this.lost;
    }

    @Override
    public String name() {
        return this.source.name();
    }

    @Override
    public boolean covers(TableId table) {
        return this.source.covers(table);
    }

    @Override
    public void start(ChangeSink sink) {
        this.source.start(new Sink(sink));
    }

    @Override
    public void close() {
        this.source.close();
    }

    private final class Sink implements ChangeSink {

        private final ChangeSink sink;

        Sink(ChangeSink sink) {
            this.sink = sink;
        }

        // Those of a transaction come before its number, which it takes last.
        @Override
        public void changed(TableChange change) {
            this.sink.changed(change);
            if (change instanceof TableChange.Inserted inserted && change.table().equals(LEDGER)) {
                HeardChanges.this.heard.accumulateAndGet(Long.parseLong(inserted.id().toString()), Math::max);
            }
        }

        @Override
        public void gap(String reason) {
            this.sink.gap(reason);
            HeardChanges.this.lost = true;
            HeardChanges.this.gaps.incrementAndGet();
        }

        // What was committed before this shows when it has returned.
        @Override
        public void restored() {
            long before = HeardChanges.this.log.acknowledged();
            HeardChanges.this.lost = false;
            this.sink.restored();
            HeardChanges.this.heard.accumulateAndGet(before, Math::max);
            HeardChanges.this.restorations.incrementAndGet();
        }

    }

}
