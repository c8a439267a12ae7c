package io.tidemark.livetable.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What each commit did, by its number. The database hands the numbers out, one transaction at a time: each is taken last
 * in its transaction, and the next is only to be had when that has ended. So they are in the order of the commits.
 */
final class CommitLog {

    private final Map<Long, List<RowChange>> changes = new ConcurrentHashMap<>();

    private final AtomicLong registered = new AtomicLong();

    private final AtomicLong acknowledged = new AtomicLong();

    private long base;

    private CommittedState baseState = CommittedState.EMPTY;

    /** Says what the transaction that has {@code number} did. Call it before the transaction commits. */
    void register(long number, List<RowChange> done) {
        this.changes.put(number, List.copyOf(done));
        this.registered.accumulateAndGet(number, Math::max);
    }

    /** Says that the writer of {@code number} knows now that it is committed. */
    void acknowledge(long number) {
        this.acknowledged.accumulateAndGet(number, Math::max);
    }

    /** Returns the highest number that any writer knows to be committed, and so are all before it. */
    long acknowledged() {
        return this.acknowledged.get();
    }

    /** Returns the highest number that may be visible. */
    long registered() {
        return this.registered.get();
    }

    /** Returns the states that there were since the last call of this, the first of them first. Nobody may write now. */
    States states() {
        List<CommittedState> states = new ArrayList<>();
        states.add(this.baseState);
        long first = this.base;
        for (long number = first + 1; number <= this.registered.get(); number++) {
            List<RowChange> done = this.changes.remove(number);
            if (done == null) {
                throw new IllegalStateException("Commit %d must be known, was not".formatted(number));
            }
            states.add(states.get(states.size() - 1).after(done));
        }
        this.base = this.registered.get();
        this.baseState = states.get(states.size() - 1);
        return new States(first, states);
    }

    /**
     * Consecutive states.
     *
     * @param first the number of the commit that made the first of them
     * @param states the states
     */
    record States(long first, List<CommittedState> states) {

        long last() {
            return this.first + this.states.size() - 1;
        }

        CommittedState of(long number) {
            return this.states.get(Math.toIntExact(number - this.first));
        }

    }

}
