package io.tidemark.livetable;

import org.jspecify.annotations.Nullable;

/**
 * What each thread did last, and whether it loads for others now. Kept in an array of numbers, so that a thread that
 * outlives the application holds no class of it.
 */
final class LastReads {

    private static final int OUTCOME = 0;

    private static final int REASON = 1;

    private static final int LEADING = 2;

    private static final ReadOutcome[] OUTCOMES = ReadOutcome.values();

    private static final BypassReason[] REASONS = BypassReason.values();

    // By ordinal, from 1.
    private final ThreadLocal<int[]> ofThread = ThreadLocal.withInitial(() -> new int[3]);

    void record(ReadOutcome outcome) {
        int[] last = this.ofThread.get();
        last[OUTCOME] = outcome.ordinal() + 1;
        last[REASON] = 0;
    }

    void recordBypass(BypassReason reason) {
        int[] last = this.ofThread.get();
        last[OUTCOME] = ReadOutcome.BYPASS.ordinal() + 1;
        last[REASON] = reason.ordinal() + 1;
    }

    @Nullable ReadOutcome outcome() {
        int outcome = this.ofThread.get()[OUTCOME];
        return outcome != 0 ? OUTCOMES[outcome - 1] : null;
    }

    @Nullable BypassReason bypassReason() {
        int reason = this.ofThread.get()[REASON];
        return reason != 0 ? REASONS[reason - 1] : null;
    }

    boolean isLeading() {
        return this.ofThread.get()[LEADING] != 0;
    }

    void beginLeading() {
        this.ofThread.get()[LEADING]++;
    }

    void endLeading() {
        this.ofThread.get()[LEADING]--;
    }

}
