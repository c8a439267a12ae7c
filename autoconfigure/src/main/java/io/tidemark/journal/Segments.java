package io.tidemark.journal;

import java.util.ArrayList;
import java.util.List;

import io.tidemark.journal.FileHeader.Kind;

/** The segments of a log, oldest first. For one thread at a time. */
final class Segments {

    private final List<Segment> all;

    Segments(List<Segment> existing) {
        this.all = new ArrayList<>(existing);
    }

    void add(Segment segment) {
        all.add(segment);
    }

    /** Notes what the last one has become, and returns it. */
    Segment finish(long lastLsn, long bytes) {
        Segment last = all.remove(all.size() - 1);
        Segment finished = new Segment(last.number(), last.firstLsn(), lastLsn, bytes);
        all.add(finished);
        return finished;
    }

    /** Takes those out of the list of which no record after {@code lsn} is in, and returns them. */
    List<Segment> takeUpTo(long lsn) {
        List<Segment> taken = new ArrayList<>();
        while (all.size() > 1 && all.get(1).firstLsn() <= lsn + 1) {
            taken.add(all.remove(0));
        }
        return taken;
    }

    /** Takes out of the list what was moved aside. */
    void forget(List<String> names) {
        all.removeIf(segment -> names.contains(segment.name()));
    }

    int count() {
        return all.size();
    }

    /** Returns the bytes of those that are finished. */
    long bytes() {
        return all.stream().mapToLong(Segment::bytes).sum();
    }

    /**
     * A file of the log.
     *
     * @param firstLsn the number of its first record
     * @param lastLsn the number of its last record, or the largest number while it is written
     * @param bytes its size, or 0 while it is written
     */
    record Segment(long number, long firstLsn, long lastLsn, long bytes) {

        String name() {
            return Kind.SEGMENT.fileName(number);
        }

    }

}
