package io.tidemark.livetable.model;

import java.util.List;
import java.util.Set;

/** Knows what an application has to know by now. Thread-safe. */
interface Horizon {

    /** Returns the number of the last commit that a read of {@code tables} must show if it begins now. */
    long of(Set<ModelTable> tables);

    /** Says that a writer of the application knows now that its commit is done. */
    void acknowledged(long number, List<RowChange> changes);

    /** Returns the horizon of an application that makes all the writes itself. */
    static Horizon ofAll(CommitLog log) {
        return new Horizon() {
            @Override
            public long of(Set<ModelTable> tables) {
                return log.acknowledged();
            }

            @Override
            public void acknowledged(long number, List<RowChange> changes) {
                log.acknowledge(number);
            }
        };
    }

}
