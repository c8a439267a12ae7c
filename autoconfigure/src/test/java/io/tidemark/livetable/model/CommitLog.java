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

    private static final int KEPT = 1_000;

    private final Map<Long, List<RowChange>> changes = new ConcurrentHashMap<>();

    private final AtomicLong registered = new AtomicLong();

    private final AtomicLong acknowledged = new AtomicLong();

    private final List<CommittedState> sinceThen = new ArrayList<>(List.of(CommittedState.EMPTY));

    private long last;

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

    /**
     * Returns the states that there were since the last call of this, and some before them, which are what is known to
     * those who hear of commits later. Nobody may write now.
     */
    States states() {
        for (long number = this.last + 1; number <= this.registered.get(); number++) {
            List<RowChange> done = this.changes.remove(number);
            if (done == null) {
                throw new IllegalStateException("Commit %d must be known, was not".formatted(number));
            }
            this.sinceThen.add(this.sinceThen.get(this.sinceThen.size() - 1).after(done));
        }
        this.last = this.registered.get();
        States states = new States(this.last - this.sinceThen.size() + 1, List.copyOf(this.sinceThen));
        this.sinceThen.subList(0, Math.max(0, this.sinceThen.size() - KEPT)).clear();
        return states;
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
