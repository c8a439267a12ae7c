package io.tidemark.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import io.tidemark.journal.FileHeader.Kind;
import io.tidemark.journal.Segments.Segment;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the segments of the log, one after the other, through the tail or without it. The next one begins when the next
 * records come that this one has no room for. Unless that is left to the operating system this one is forced before, so
 * that a power failure leaves no gap between them.
 * <p>
 * For one thread at a time, but for {@link #force} and {@link #supersede}.
 */
final class SegmentWriter {

    private static final Logger LOGGER = LoggerFactory.getLogger(SegmentWriter.class);

    private static final long SMALLEST_FINISHED = 1 << 20;

    private final FileLayer files;

    private final long segmentBytes;

    private final boolean forceFinished;

    private final boolean tailed;

    private final int tailBytes;

    private final LongSupplier randomSalt;

    private final Segments segments;

    // Held while a file is forced or closed: the one must not meet the other. Guards what is not forced.
    private final ReentrantLock forcing = new ReentrantLock();

    // Finished ones, oldest first.
    private final Deque<Segment> unforced;

    private @Nullable LogTail tail;

    private volatile @Nullable SegmentFile file;

    private long lastLsn;

    private long nextNumber;

    SegmentWriter(FileLayer files, JournalSettings settings, LongSupplier randomSalt, List<Segment> existing,
            long nextNumber) {
        this.files = files;
        this.segmentBytes = settings.segmentBytes();
        this.forceFinished = settings.fsync() != FsyncPolicy.OS;
        this.tailed = settings.fsync() != FsyncPolicy.ALWAYS && files.canMap();
        this.tailBytes = settings.queueBytes();
        this.randomSalt = randomSalt;
        this.segments = new Segments(existing);
        // A killed process left them to the operating system.
        this.unforced = new ArrayDeque<>(existing);
        this.nextNumber = nextNumber;
    }

    /** Whether records are added to a tail, and not written. */
    boolean hasTail() {
        return tailed;
    }

    /**
     * Adds a record, numbered {@code lsn}, to the tail.
     * @throws IOException if it is not in the log
     * @throws UnusableLogException if it is not known what is in the files now
     */
    void add(RecordCodec.Encodable record, long lsn) throws IOException, UnusableLogException {
        int length = record.length();
        SegmentFile segment = withRoom(length, lsn);
        LogTail added = Objects.requireNonNull(tail, "tail");
        if (!added.hasRoom(length)) {
            writeTail();
        }
        if (added.hasRoom(length)) {
            added.add(record, lsn, segment.encoder());
        }
        else {
            ByteBuffer alone = ByteBuffer.allocate(length);
            segment.encoder().encode(record, lsn, alone);
            segment.append(alone.flip());
        }
        lastLsn = lsn;
    }

    /**
     * Writes the records, numbered from {@code firstLsn}.
     * @throws IOException if none of them is in the log
     * @throws UnusableLogException if it is not known what is in the file now
     */
    void write(ByteBuffer records, long firstLsn) throws IOException, UnusableLogException {
        lastLsn = withRoom(records.limit(), firstLsn).seal(records, firstLsn);
    }

    /**
     * Writes what is in the tail to the segment.
     * @throws IOException if that failed, and it is in the tail still
     * @throws UnusableLogException if it is not known what is in the files now
     */
    void writeTail() throws IOException, UnusableLogException {
        SegmentFile segment = file;
        if (segment != null && tail != null && tail.bytes() > 0) {
            tail.requireWhole();
            segment.append(tail.records());
            tail.clear();
        }
    }

    /**
     * Forces the finished segments that have records after {@code lsn}, and what is written of the one that is not
     * finished. Another thread may write meanwhile.
     */
    void force(long lsn) throws IOException {
        forcing.lock();
        try {
            for (Segment segment : unforced) {
                if (segment.lastLsn() > lsn) {
                    files.force(segment.name());
                }
            }
            if (!forceFinished) {
                files.forceNames();
            }
            unforced.removeIf(segment -> segment.lastLsn() > lsn);
            SegmentFile segment = file;
            if (segment != null) {
                segment.force();
            }
        }
        finally {
            forcing.unlock();
        }
    }

    /** Forgets to force the segments that have no records after {@code lsn}, which a snapshot replaces. */
    void supersede(long lsn) {
        forcing.lock();
        unforced.removeIf(segment -> segment.lastLsn() <= lsn);
        forcing.unlock();
    }

    /** Fails if what is written is not in the directory any more, or somebody has cut it. */
    void requirePresent() throws IOException, UnusableLogException {
        SegmentFile segment = file;
        if (segment != null) {
            segment.requirePresent();
            if (tail != null) {
                tail.requirePresent(files);
            }
        }
    }

    /** Closes what is being written, without forcing it, and forgets the tail. The next write begins another segment. */
    void abandon() {
        close(tail);
        tail = null;
        closeFile();
    }

    /** Writes what came last and closes everything. The tail is not needed any more then. */
    void close() {
        boolean needed = tail != null;
        try {
            writeTail();
            abandon();
            if (needed) {
                files.delete(LogTail.NAME);
            }
        }
        catch (IOException | UnusableLogException ex) {
            LOGGER.warn("Failed to close the tail of the log, the next start goes on with it", ex);
            abandon();
        }
    }

    /** Takes the segments out of the list of which no record after {@code lsn} is in, and returns the names of the files. */
    List<String> takeUpTo(long lsn) {
        supersede(lsn);
        return segments.takeUpTo(lsn).stream().map(Segment::name).toList();
    }

    /** Takes out of the list what was moved aside. */
    void forget(List<String> names) {
        forcing.lock();
        unforced.removeIf(segment -> names.contains(segment.name()));
        forcing.unlock();
        segments.forget(names);
    }

    int count() {
        return segments.count();
    }

    /** Returns the bytes of all files of the log. */
    long bytes() {
        SegmentFile segment = file;
        return segments.bytes() + (segment == null ? 0 : segment.bytes()) + (tail == null ? 0 : tail.fileBytes());
    }

    /** Finishes the segment that is being written if it is worth a file of its own. The next write begins another. */
    void finishIfLarge() throws IOException, UnusableLogException {
        writeTail();
        SegmentFile segment = file;
        if (segment != null && segment.bytes() >= SMALLEST_FINISHED) {
            finish(segment);
        }
    }

    /** Returns the segment that has room for so many bytes, or is to have no others. */
    private SegmentFile withRoom(int length, long lsn) throws IOException, UnusableLogException {
        SegmentFile segment = file;
        if (segment != null) {
            int waiting = tail == null ? 0 : tail.bytes();
            boolean full = segment.bytes() + waiting + length > segmentBytes;
            if (!full || segment.isEmpty() && waiting == 0) {
                return segment;
            }
            writeTail();
            finish(segment);
        }
        return begin(lsn);
    }

    private void finish(SegmentFile segment) throws UnusableLogException {
        if (forceFinished) {
            try {
                force(0);
            }
            catch (IOException ex) {
                throw new UnusableLogException(ex);
            }
        }
        Segment finished = segments.finish(lastLsn, segment.bytes());
        if (!forceFinished) {
            forcing.lock();
            unforced.add(finished);
            forcing.unlock();
        }
        closeFile();
    }

    private SegmentFile begin(long firstLsn) throws IOException {
        long now = System.currentTimeMillis();
        SegmentFile begun = SegmentFile.create(files,
                new FileHeader(Kind.SEGMENT, randomSalt.getAsLong(), nextNumber, firstLsn, now));
        boolean complete = false;
        try {
            if (tailed && tail == null) {
                tail = LogTail.open(files, tailBytes, now);
            }
            if (forceFinished) {
                files.forceNames();
            }
            complete = true;
        }
        finally {
            if (!complete) {
                begun.close();
                files.delete(begun.name());
            }
        }
        forcing.lock();
        file = begun;
        forcing.unlock();
        segments.add(new Segment(nextNumber, firstLsn, Long.MAX_VALUE, 0));
        nextNumber++;
        return begun;
    }

    private void closeFile() {
        forcing.lock();
        close(file);
        file = null;
        forcing.unlock();
    }

    private static void close(@Nullable Closeable closeable) {
        try (closeable) {
            return;
        }
        catch (IOException ex) {
            // It is closed all the same, and nobody counts on what is in it.
            LOGGER.debug("Failed to close a file of the log", ex);
        }
    }

}
