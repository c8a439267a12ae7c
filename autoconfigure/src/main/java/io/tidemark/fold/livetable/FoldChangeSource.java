package io.tidemark.fold.livetable;

import java.util.Objects;
import java.util.function.Function;

import io.tidemark.fold.Fold;
import io.tidemark.fold.FoldChange;
import io.tidemark.fold.FoldChangeListener;
import io.tidemark.fold.FollowerObserver;
import io.tidemark.fold.FollowerState;
import io.tidemark.fold.FollowerStatus;
import io.tidemark.livetable.ChangeSource;
import io.tidemark.livetable.TableChange;
import io.tidemark.livetable.TableId;

import org.jspecify.annotations.Nullable;

/**
 * Has the changes of a fold say that a table has changed, for applications that write to a bucket whenever they write to
 * the table.
 * <p>
 * Each change is told at least once, before the fold's cursor passes it: what happens while no process runs, or while the
 * bucket can't be reached, is told when the bucket is followed again. Whenever it is not being followed the source counts
 * as lost, also while another listener of the fold fails.
 *
 * @param <V> the type of the values
 */
public final class FoldChangeSource<V> implements ChangeSource {

    private final Fold<V> fold;

    private final TableId table;

    private final Function<? super FoldChange<V>, ? extends TableChange> mapping;

    private final FoldChangeListener<V> listener = this::tell;

    private final FollowerObserver observer = new FollowerObserver() {

        @Override
        public void stateChanged(FollowerStatus status) {
            follow();
        }

    };

    private volatile @Nullable ChangeSink sink;

    // Guarded by this.
    private boolean restored;

    /** Creates a source that takes any change of {@code fold} for a change of unknown rows of {@code table}. */
    public FoldChangeSource(Fold<V> fold, TableId table) {
        this(fold, table, (change) -> change instanceof FoldChange.Reset ? new TableChange.Reset(table)
                : new TableChange.Changed(table));
    }

    /**
     * Creates a source.
     * @param mapping says what a change of {@code fold} is to {@code table}; called by the thread that follows
     */
    public FoldChangeSource(Fold<V> fold, TableId table,
            Function<? super FoldChange<V>, ? extends TableChange> mapping) {
        this.fold = Objects.requireNonNull(fold, "fold");
        this.table = Objects.requireNonNull(table, "table");
        this.mapping = Objects.requireNonNull(mapping, "mapping");
    }

    @Override
    public String name() {
        return "fold-" + this.fold.name();
    }

    @Override
    public boolean covers(TableId table) {
        return this.table.equals(table);
    }

    @Override
    public void start(ChangeSink sink) {
        this.sink = Objects.requireNonNull(sink, "sink");
        this.fold.addListener(this.listener);
        this.fold.addObserver(this.observer);
        follow();
    }

    @Override
    public void close() {
        this.fold.removeListener(this.listener);
        this.fold.removeObserver(this.observer);
        this.sink = null;
    }

    private void tell(FoldChange<V> change) {
        ChangeSink told = this.sink;
        if (told != null) {
            told.changed(this.mapping.apply(change));
        }
    }

    // The state is asked for under the lock, so that whoever comes last knows the latest.
    private synchronized void follow() {
        ChangeSink told = this.sink;
        FollowerStatus status = this.fold.status().follower();
        boolean live = status.state() == FollowerState.LIVE;
        if (told == null || live == this.restored) {
            return;
        }
        this.restored = live;
        if (live) {
            told.restored();
        }
        else {
            told.gap("fold '%s' does not follow bucket '%s', it is %s%s".formatted(this.fold.name(), status.bucket(),
                    status.state(), status.waitingFor() == null ? "" : " for its " + status.waitingFor()));
        }
    }

}
