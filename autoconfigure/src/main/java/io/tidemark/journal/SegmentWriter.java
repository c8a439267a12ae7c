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
 * Writes the segments of the log, one after the other. The next one begins when the next records come that this one has
 * no room for. Unless that is left to the operating system this one is forced before, so that a power failure leaves no
 * gap between them.
 * <p>
 * For one thread at a time, but for {@link #force}.
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

    private volatile FileLayer.@Nullable Appendable file;

    private String fileName = "";

    private RecordCodec.Checksum checksum = new RecordCodec.Checksum(0);

    private RecordEncoder encoder = new RecordEncoder(0);

    private long fileBytes;

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
     * @throws UnusableSegmentException if it is not known what is in the files now
     */
    void add(RecordCodec.Encodable record, long lsn) throws IOException, UnusableSegmentException {
        int length = record.length();
        prepare(length, lsn);
        LogTail tail = Objects.requireNonNull(this.tail, "tail");
        if (!tail.hasRoom(length)) {
            writeTail();
        }
        if (tail.hasRoom(length)) {
            addToTail(tail, record, lsn);
        }
        else {
            ByteBuffer alone = ByteBuffer.allocate(length);
            encoder.encode(record, lsn, alone);
            append(alone.flip());
        }
        lastLsn = lsn;
    }

    /**
     * Appends the records, numbered from {@code firstLsn}.
     * @throws IOException if none of them is in the log
     * @throws UnusableSegmentException if it is not known what is in the file now
     */
    void write(ByteBuffer records, long firstLsn) throws IOException, UnusableSegmentException {
        int length = records.limit();
        prepare(length, firstLsn);
        long lsn = firstLsn;
        for (int offset = 0; offset < length; lsn++) {
            offset += RecordCodec.seal(records, offset, checksum, lsn);
        }
        append(records.flip());
        lastLsn = lsn - 1;
    }

    /**
     * Writes what is in the tail to the segment.
     * @throws IOException if that failed, and it is in the tail still
     * @throws UnusableSegmentException if it is not known what is in the files now
     */
    void writeTail() throws IOException, UnusableSegmentException {
        if (tail != null && tail.bytes() > 0) {
            try {
                tail.requireWhole();
            }
            catch (IOException ex) {
                throw new UnusableSegmentException(ex);
            }
            append(tail.records());
            tail.clear();
        }
    }

    /**
     * Forces the segments that have records after {@code lsn}, as far as they are written. Another thread may write
     * meanwhile.
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
            if (file != null) {
                file.force();
                requireName();
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
    void requirePresent() throws IOException {
        if (file != null) {
            requireName();
            if (files.size(fileName) < fileBytes) {
                throw new IOException("'%s' was cut by somebody else".formatted(fileName));
            }
            if (tail != null) {
                tail.requireWhole();
            }
        }
    }

    /** Closes what is being written, without forcing it, and forgets the tail. The next write begins another segment. */
    void abandon() {
        close(tail, LogTail.NAME);
        tail = null;
        closeFile();
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
        return segments.bytes() + (file == null ? 0 : fileBytes) + (tail == null ? 0 : tail.fileBytes());
    }

    /** Finishes the segment that is being written if it is worth a file of its own. The next write begins another. */
    void finishIfLarge() throws IOException, UnusableSegmentException {
        writeTail();
        if (file != null && fileBytes >= SMALLEST_FINISHED) {
            finish();
        }
    }

    private void addToTail(LogTail tail, RecordCodec.Encodable record, long lsn) throws UnusableSegmentException {
        try {
            tail.add(record, lsn, encoder);
        }
        catch (InternalError ex) {
            // What the virtual machine makes of the signal that the file behind the memory is shorter.
            throw new UnusableSegmentException(new IOException("'%s' was cut by somebody else".formatted(LogTail.NAME), ex));
        }
    }

    private void prepare(int length, long lsn) throws IOException, UnusableSegmentException {
        long written = fileBytes + (tail == null ? 0 : tail.bytes());
        if (file != null && written > FileHeader.BYTES && written + length > segmentBytes) {
            writeTail();
            finish();
        }
        if (file == null) {
            begin(lsn);
        }
    }

    private void finish() throws UnusableSegmentException {
        if (forceFinished) {
            try {
                force(0);
            }
            catch (IOException ex) {
                throw new UnusableSegmentException(ex);
            }
        }
        Segment finished = segments.finish(lastLsn, fileBytes);
        if (!forceFinished) {
            forcing.lock();
            unforced.add(finished);
            forcing.unlock();
        }
        closeFile();
    }

    private void begin(long firstLsn) throws IOException {
        String name = Kind.SEGMENT.fileName(nextNumber);
        long salt = randomSalt.getAsLong();
        long now = System.currentTimeMillis();
        byte[] header = new FileHeader(Kind.SEGMENT, salt, nextNumber, firstLsn, now).toBytes();
        FileLayer.Appendable begun = files.create(name);
        boolean complete = false;
        try {
            begun.write(ByteBuffer.wrap(header));
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
                files.delete(name);
            }
        }
        open(begun, name);
        fileBytes = header.length;
        checksum = new RecordCodec.Checksum(salt);
        encoder = new RecordEncoder(salt);
        segments.add(new Segment(nextNumber, firstLsn, Long.MAX_VALUE, 0));
        nextNumber++;
    }

    private void open(FileLayer.Appendable begun, String name) {
        forcing.lock();
        file = begun;
        fileName = name;
        forcing.unlock();
    }

    private void append(ByteBuffer records) throws IOException, UnusableSegmentException {
        FileLayer.Appendable appending = Objects.requireNonNull(file, "file");
        int length = records.remaining();
        try {
            appending.write(records);
            fileBytes += length;
        }
        catch (IOException ex) {
            try {
                appending.truncate(fileBytes);
            }
            catch (IOException again) {
                ex.addSuppressed(again);
                throw new UnusableSegmentException(ex);
            }
            throw ex;
        }
    }

    private void requireName() throws IOException {
        if (!files.contains(fileName)) {
            throw new IOException("'%s' is gone, or its directory is".formatted(fileName));
        }
    }

    private void closeFile() {
        forcing.lock();
        close(file, fileName);
        file = null;
        forcing.unlock();
    }

    private static void close(@Nullable Closeable closeable, String name) {
        try (closeable) {
            return;
        }
        catch (IOException ex) {
            // It is closed all the same, and nobody counts on what is in it.
            LOGGER.debug("Failed to close '{}'", name, ex);
        }
    }

    /** Says that nothing may be appended to the segment any more. */
    static final class UnusableSegmentException extends Exception {

        private static final long serialVersionUID = 1;

        UnusableSegmentException(IOException cause) {
            super(cause.getMessage(), cause);
        }

    }

}
