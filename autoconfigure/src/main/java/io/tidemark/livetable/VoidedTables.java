package io.tidemark.livetable;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** The tables whose memory holds what was voided, until it is freed. Each is here once at most. Thread-safe. */
final class VoidedTables {

    private final Queue<CachedTable> tables = new ConcurrentLinkedQueue<>();

    private final Executor executor;

    VoidedTables(Executor executor) {
        this.executor = executor;
    }

    /** Has the memory of what was voided freed by the time when more is needed. Wakes no thread: a writer waits. */
    void add(CachedTable table) {
        if (table.claimSweep()) {
            this.tables.add(table);
        }
    }

    /** Frees the memory of what was voided, in the background. */
    void sweep() {
        for (CachedTable table = this.tables.poll(); table != null; table = this.tables.poll()) {
            try {
                this.executor.execute(table::sweep);
            }
            catch (RejectedExecutionException ex) {
                this.tables.add(table);
                return;
            }
        }
    }

}
