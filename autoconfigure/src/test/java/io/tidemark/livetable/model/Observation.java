package io.tidemark.livetable.model;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * What a read was answered with, and which states it may be the answer of.
 *
 * @param read what was asked, where and how
 * @param seen the answer
 * @param truth the answer that a state has
 * @param from the number of the oldest state that it may be of: the last commit known before the read began
 * @param to the number of the newest, which may have been visible before the read ended
 */
record Observation(String read, Object seen, Function<CommittedState, Object> truth, long from, long to) {

    /** Returns what is wrong with the answer, or null. */
    @Nullable String verify(CommitLog.States states) {
        for (long number = this.from; number <= this.to; number++) {
            if (this.truth.apply(states.of(number)).equals(this.seen)) {
                return null;
            }
        }
        return "%s was answered with %s, which is of no state from %d to %d: %s".formatted(this.read, this.seen,
                this.from, this.to, explain(states));
    }

    private String explain(CommitLog.States states) {
        for (long number = states.last(); number >= states.first(); number--) {
            if (this.truth.apply(states.of(number)).equals(this.seen)) {
                return "it is of state " + number;
            }
        }
        return "state %d has %s".formatted(this.to, this.truth.apply(states.of(this.to)));
    }

}
