package io.tidemark.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import io.tidemark.journal.FileHeader.Kind;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the segments of the log, one after the other, and knows them all. The next one begins when the next records come
 * that this one has no room for; before that this one is forced, so that a power failure leaves no gap between them.
 * <p>
 * For one thread at a time, but for {@link #force()}.
 */
final class SegmentWriter {

    private static final Logger LOGGER = LoggerFactory.getLogger(SegmentWriter.class);

    private static final long SMALLEST_FINISHED = 1 << 20;

    private final FileLayer files;

    private final long segmentBytes;

    // Room is forced with what is in it, which nobody waits for unless each write is forced.
    private final boolean ahead;

    private final LongSupplier randomSalt;

    private final List<Segment> segments;

    // Held while a file is forced or closed: the one must not meet the other.
    private final ReentrantLock forcing = new ReentrantLock();

    private volatile FileLayer.@Nullable Appendable file;

    private String fileName = "";

    private RecordCodec.Checksum checksum = new RecordCodec.Checksum(0);

    private long fileBytes;

    private long nextNumber;

    SegmentWriter(FileLayer files, JournalSettings settings, LongSupplier randomSalt, List<Segment> existing,
            long nextNumber) {
        this.files = files;
        this.segmentBytes = settings.segmentBytes();
        this.ahead = settings.fsync() != FsyncPolicy.ALWAYS;
        this.randomSalt = randomSalt;
        this.segments = new ArrayList<>(existing);
        this.nextNumber = nextNumber;
    }

    /**
     * Appends the records, numbered from {@code firstLsn}.
     * @throws IOException if none of them is in the log
     * @throws UnusableSegmentException if it is not known what is in the file now
     */
    void write(ByteBuffer records, long firstLsn) throws IOException, UnusableSegmentException {
        int length = records.limit();
        if (file != null && fileBytes > FileHeader.BYTES && fileBytes + length > segmentBytes) {
            finish();
        }
        if (file == null) {
            begin(firstLsn);
        }
        long lsn = firstLsn;
        for (int offset = 0; offset < length; lsn++) {
            offset += RecordCodec.seal(records, offset, checksum, lsn);
        }
        append(records.flip());
    }

    /** Forces the segment that is being written. Another thread may write meanwhile. */
    void force() throws IOException {
        forcing.lock();
        try {
            if (file != null) {
                file.force();
                requirePresent();
            }
        }
        finally {
            forcing.unlock();
        }
    }

    /** Whether room should be made ahead in the segment that is being written. */
    boolean wantsRoom() {
        FileLayer.Appendable written = file;
        return written != null && written.wantsRoom();
    }

    /** Makes room ahead in the segment that is being written. Another thread may write meanwhile. */
    void makeRoom() throws IOException {
        FileLayer.Appendable written = file;
        if (written != null) {
            written.makeRoom();
        }
    }

    /** Fails if the segment that is being written is not in the directory any more. */
    void requirePresent() throws IOException {
        if (file != null && !files.contains(fileName)) {
            throw new IOException("'%s' is gone, or its directory is".formatted(fileName));
        }
    }

    /** Closes the segment that is being written, without forcing it. The next write begins another. */
    void abandon() {
        forcing.lock();
        try {
            if (file != null) {
                file.close();
            }
        }
        catch (IOException ex) {
            // It is closed all the same, and nobody counts on what is in it.
            LOGGER.debug("Failed to close '{}'", fileName, ex);
        }
        finally {
            file = null;
            forcing.unlock();
        }
    }

    /** Deletes the segments of which no record after {@code lsn} is in. */
    void prune(long lsn) throws IOException {
        while (segments.size() > 1 && segments.get(1).firstLsn() <= lsn + 1) {
            files.delete(Kind.SEGMENT.fileName(segments.get(0).number()));
            segments.remove(0);
        }
    }

    /** Takes out of the list what was moved aside. */
    void forget(List<String> names) {
        segments.removeIf(segment -> names.contains(Kind.SEGMENT.fileName(segment.number())));
    }

    int count() {
        return segments.size();
    }

    long bytes() {
        long finished = segments.stream().mapToLong(Segment::bytes).sum();
        FileLayer.Appendable written = file;
        return written == null ? finished : finished + written.bytes();
    }

    /** Finishes the segment that is being written if it is worth a file of its own. The next write begins another. */
    void finishIfLarge() throws UnusableSegmentException {
        if (file != null && fileBytes >= SMALLEST_FINISHED) {
            finish();
        }
    }

    private void finish() throws UnusableSegmentException {
        try {
            force();
        }
        catch (IOException ex) {
            throw new UnusableSegmentException(ex);
        }
        Segment last = segments.remove(segments.size() - 1);
        segments.add(new Segment(last.number(), last.firstLsn(), fileBytes));
        abandon();
    }

    private void begin(long firstLsn) throws IOException {
        String name = Kind.SEGMENT.fileName(nextNumber);
        long salt = randomSalt.getAsLong();
        byte[] header = new FileHeader(Kind.SEGMENT, salt, nextNumber, firstLsn, System.currentTimeMillis()).toBytes();
        FileLayer.Appendable begun = ahead ? files.createAhead(name, segmentBytes) : files.create(name);
        boolean complete = false;
        try {
            begun.write(ByteBuffer.wrap(header));
            files.forceNames();
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
        segments.add(new Segment(nextNumber, firstLsn, 0));
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

    /**
     * A file of the log.
     *
     * @param firstLsn the number of its first record
     * @param bytes its size, or 0 while it is written
     */
    record Segment(long number, long firstLsn, long bytes) {
    }

    /** Says that nothing may be appended to the segment any more. */
    static final class UnusableSegmentException extends Exception {

        private static final long serialVersionUID = 1;

        UnusableSegmentException(IOException cause) {
            super(cause.getMessage(), cause);
        }

    }

}
