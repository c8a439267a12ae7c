package io.tidemark.journal;

import org.jspecify.annotations.Nullable;

/** What is wrong with a log: whether it refuses changes, and whether the map holds what it does not. Thread-safe. */
final class LogFaults {

    private final LogCounters counters;

    private volatile boolean behind;

    private volatile @Nullable JournalException refusal;

    LogFaults(LogCounters counters) {
        this.counters = counters;
    }

    /** Returns why everything is refused, or null if it is not. */
    @Nullable JournalException refusal() {
        return refusal;
    }

    boolean isBehind() {
        return behind;
    }

    void setBehind(boolean behind) {
        this.behind = behind;
    }

    /** Refuses everything with that message. */
    void refuse(String message, @Nullable Throwable cause) {
        refusal = new JournalException(message, cause);
    }

    /** Refuses everything because of a fault, and returns it. */
    JournalException refuse(Exception cause) {
        JournalException failure = fault(cause);
        refusal = failure;
        return failure;
    }

    /** Notes a fault, and returns it. */
    JournalException fault(Exception cause) {
        counters.failed(cause);
        behind = true;
        return new JournalException("Journal must be able to write its log, failed with %s: "
            .formatted(cause.getMessage()) + "see to the disk and the directory, it goes on by itself", cause);
    }

    /** Notes that a change was refused, and returns why. */
    JournalException missed(JournalException refusal) {
        behind = true;
        return refusal;
    }

    /** Ends the refusal. */
    void accept() {
        refusal = null;
    }

}
