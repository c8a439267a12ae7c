package io.tidemark.journal;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/** A recovery under way: where records go, and what is counted. */
final class Recovering {

    private static final int RECORDS_PER_PROGRESS = 100_000;

    private final JournalledMap map;

    private final RecoveryListener listener;

    private final DamagePolicy policy;

    private final long nowMillis;

    private final long totalBytes;

    private final Set<String> damagedFiles = new LinkedHashSet<>();

    // They are in the map without an end until it is known that no later record gives them another one.
    private final Set<ByteBuffer> ended = new HashSet<>();

    private long doneBytes;

    private long read;

    private long snapshotEntries;

    private long records;

    private long tornBytes;

    private int damages;

    private long damagedBytes;

    private long discarded;

    private boolean incomplete;

    Recovering(JournalledMap map, RecoveryListener listener, DamagePolicy policy, LongSupplier clock, long totalBytes) {
        this.map = map;
        this.listener = listener;
        this.policy = policy;
        this.nowMillis = clock.getAsLong();
        this.totalBytes = totalBytes;
    }

    /** Takes an entry of a snapshot. */
    void entry(Record record) {
        snapshotEntries++;
        read();
        put(record);
    }

    /** Forgets the entries of a snapshot that turned out to be damaged. */
    void restart() {
        map.clear();
        snapshotEntries = 0;
        ended.clear();
    }

    /** Takes a record of the log. */
    void change(Record record) {
        read();
        if (incomplete && policy != DamagePolicy.SKIP) {
            discarded++;
            return;
        }
        records++;
        switch (record.op()) {
            case PUT -> put(record);
            case EXPIRE -> expire(record);
            case DELETE -> map.delete(record.key());
            case DELETE_PREFIX -> map.deletePrefix(record.key(), null);
            case DELETE_PREFIX_EXCEPT -> map.deletePrefix(record.key(), record.value());
            case CLEAR -> map.clear();
            case END -> throw new IllegalArgumentException("Record of a log must not be END");
        }
    }

    void torn(long bytes) {
        tornBytes += bytes;
    }

    /**
     * Notes damage.
     * @throws JournalException if that is the policy
     */
    void damage(String file, long offset, long bytes) {
        requireTolerance("File '%s' of the journal must be whole, was damaged at byte %d".formatted(file, offset));
        damages++;
        damagedBytes += bytes;
        damagedFiles.add(file);
    }

    /**
     * Notes that records are missing, without a file that they were in.
     * @throws JournalException if that is the policy
     */
    void gap(long expected) {
        requireTolerance("Log of the journal must be without a gap, was missing record " + expected);
        damages++;
        incomplete = true;
    }

    /** Notes that the damage hides changes that were not yet seen. */
    void hidden() {
        incomplete = true;
    }

    void done(long bytes) {
        doneBytes += bytes;
    }

    RecoveryReport finish(Duration duration) {
        if (incomplete && policy == DamagePolicy.DISCARD) {
            map.clear();
        }
        ended.forEach(key -> map.delete(key.array()));
        listener.onProgress(read, doneBytes, totalBytes);
        return new RecoveryReport(snapshotEntries, records, doneBytes, ended.size(), tornBytes, damages, damagedBytes,
                discarded, incomplete, List.copyOf(damagedFiles), duration);
    }

    private void put(Record record) {
        boolean over = isOver(record);
        map.put(record.key(), record.value(), over ? Journal.NEVER : record.expiresAtMillis());
        noteEnd(record.key(), over);
    }

    private void expire(Record record) {
        boolean over = isOver(record);
        if (!over) {
            map.expire(record.key(), record.expiresAtMillis());
        }
        noteEnd(record.key(), over);
    }

    private boolean isOver(Record record) {
        return record.expiresAtMillis() <= nowMillis;
    }

    private void noteEnd(byte[] key, boolean over) {
        if (over) {
            ended.add(ByteBuffer.wrap(key));
        }
        else if (!ended.isEmpty()) {
            ended.remove(ByteBuffer.wrap(key));
        }
    }

    private void requireTolerance(String finding) {
        if (policy == DamagePolicy.FAIL) {
            throw new DamagedJournalException(finding);
        }
    }

    private void read() {
        if (++read % RECORDS_PER_PROGRESS == 0) {
            listener.onProgress(read, doneBytes, totalBytes);
        }
    }

}
