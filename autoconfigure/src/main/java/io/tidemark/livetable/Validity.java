package io.tidemark.livetable;

import java.util.List;

import io.tidemark.generation.Generations;
import io.tidemark.key.KeyPath;

/** Whether what a read was answered with is still true. */
final class Validity {

    private final Generations generations;

    private final CachedTables tables;

    Validity(Generations generations, CachedTables tables) {
        this.generations = generations;
        this.tables = tables;
    }

    long epoch() {
        return this.generations.epoch();
    }

    long moment() {
        return this.generations.moment();
    }

    /** Whether nothing that the read depends on was changed after {@code moment}, or is being changed. */
    boolean isUnchanged(TableRead<?> read, KeyPath key, long moment) {
        if (!this.generations.unchangedSince(key, moment)) {
            return false;
        }
        List<KeyPath> dependencies = read.dependencies();
        for (int i = 0; i < dependencies.size(); i++) {
            if (!this.generations.unchangedSince(dependencies.get(i), moment)) {
                return false;
            }
        }
        return true;
    }

    /** Whether anything that the read depends on is being changed. */
    boolean isMarked(TableRead<?> read, KeyPath key) {
        return this.generations.isMarked(key) || read.dependencies().stream().anyMatch(this.generations::isMarked);
    }

    /** Whether all that the read depends on is the table that its answer is kept under, or the scope in it. */
    boolean dependsOnItsKeyOnly(TableRead<?> read, KeyPath key) {
        return read.dependencies().stream().allMatch(key::startsWith);
    }

    /** Whether what is loaded from {@code start} on may be kept, and be given to those who arrive now. */
    boolean holds(CachedTable table, TableRead<?> read, KeyPath key, LoadStart start) {
        if (!isUnchanged(read, key, start.moment())) {
            return false;
        }
        long lagNanos = table.replicaLagNanos();
        for (KeyPath dependency : read.dependencies()) {
            CachedTable of = this.tables.above(dependency);
            if (of != null && of.mayLag(start.nanos(), lagNanos)) {
                return false;
            }
        }
        return !table.mayLag(start.nanos(), lagNanos);
    }

}
