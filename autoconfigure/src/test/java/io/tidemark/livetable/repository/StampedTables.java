package io.tidemark.livetable.repository;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.tidemark.generation.Generations;
import io.tidemark.generation.WriteMark;
import io.tidemark.key.KeyPath;
import io.tidemark.livetable.BypassReason;
import io.tidemark.livetable.ReadContext;
import io.tidemark.livetable.ReadOutcome;
import io.tidemark.livetable.Rows;
import io.tidemark.livetable.TableChange;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.TableRead;
import io.tidemark.livetable.TableReads;
import io.tidemark.livetable.TableWrites;

import org.jspecify.annotations.Nullable;

/** The rules of live tables in their simplest form: a map, and stamps that have to hold. */
public final class StampedTables implements TableReads, TableWrites {

    private final Generations generations;

    private final ReadContext context;

    private final Map<KeyPath, Entry> entries = new ConcurrentHashMap<>();

    private final ThreadLocal<Last> last = new ThreadLocal<>();

    private final List<TableChange> changes = new CopyOnWriteArrayList<>();

    private final List<@Nullable Boolean> completions = new CopyOnWriteArrayList<>();

    public StampedTables(Generations generations, ReadContext context) {
        this.generations = generations;
        this.context = context;
    }

    @Override
    public <T extends @Nullable Object> T read(TableRead<T> read) throws Throwable {
        BypassReason reason = this.context.bypass();
        if (reason == null && read.dependencies().stream().anyMatch(this.generations::isMarked)) {
            reason = BypassReason.WRITE_IN_PROGRESS;
        }
        if (reason != null) {
            return bypass(read, reason);
        }
        Entry entry = this.entries.get(read.key());
        if (entry != null && entry.stamps.stream().allMatch(this.generations::holds)) {
            this.last.set(new Last(ReadOutcome.HIT, null));
            return read.toAnswer(entry.rows);
        }
        long moment = this.context.snapshotMoment();
        List<Generations.Stamp> stamps = read.dependencies().stream().map(this.generations::stamp).toList();
        boolean current = moment < 0 || moment == this.generations.changes();
        T answer = read.load();
        Rows rows = read.toRows(answer);
        if (rows != null && current && stamps.stream().allMatch(this.generations::holds)) {
            this.entries.put(read.key(), new Entry(rows, stamps));
        }
        this.last.set(new Last(ReadOutcome.MISS, null));
        return answer;
    }

    @Override
    public <T extends @Nullable Object> T bypass(TableRead<T> read, BypassReason reason) throws Throwable {
        T answer = read.load();
        this.last.set(new Last(ReadOutcome.BYPASS, reason));
        return answer;
    }

    @Override
    public TableWrite begin(TableId table, KeyPath path) {
        WriteMark mark = this.generations.mark(path);
        List<TableChange> told = new ArrayList<>();
        return new TableWrite() {

            @Override
            public void add(TableChange change) {
                told.add(change);
            }

            @Override
            public void complete(@Nullable Boolean committed) {
                mark.release();
                StampedTables.this.completions.add(committed);
                if (committed == null) {
                    StampedTables.this.changes.add(new TableChange.Reset(table));
                }
                else if (committed) {
                    StampedTables.this.changes
                        .addAll(told.isEmpty() ? List.of(new TableChange.Changed(table)) : told);
                }
            }

        };
    }

    public @Nullable ReadOutcome outcome() {
        Last seen = this.last.get();
        return seen != null ? seen.outcome : null;
    }

    public @Nullable BypassReason reason() {
        Last seen = this.last.get();
        return seen != null ? seen.reason : null;
    }

    public List<TableChange> changes() {
        return List.copyOf(this.changes);
    }

    public List<@Nullable Boolean> completions() {
        return new ArrayList<>(this.completions);
    }

    public int keys() {
        return this.entries.size();
    }

    public void clear() {
        this.entries.clear();
        this.changes.clear();
        this.completions.clear();
        this.last.remove();
    }

    private record Entry(Rows rows, List<Generations.Stamp> stamps) {
    }

    private record Last(ReadOutcome outcome, @Nullable BypassReason reason) {
    }

}
