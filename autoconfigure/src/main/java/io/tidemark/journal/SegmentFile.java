package io.tidemark.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

import io.tidemark.journal.FileHeader.Kind;

/** A segment of the log while it is written. For one thread at a time, but for {@link #force()}. */
final class SegmentFile implements Closeable {

    private final FileLayer files;

    private final String name;

    private final FileLayer.Appendable file;

    private final RecordCodec.Checksum checksum;

    private final RecordEncoder encoder;

    private long bytes = FileHeader.BYTES;

    private SegmentFile(FileLayer files, String name, FileLayer.Appendable file, long salt) {
        this.files = files;
        this.name = name;
        this.file = file;
        this.checksum = new RecordCodec.Checksum(salt);
        this.encoder = new RecordEncoder(salt);
    }

    /** Begins a segment. Its name is not forced yet. */
    static SegmentFile create(FileLayer files, FileHeader header) throws IOException {
        String name = Kind.SEGMENT.fileName(header.number());
        FileLayer.Appendable file = files.create(name);
        boolean complete = false;
        try {
            file.write(ByteBuffer.wrap(header.toBytes()));
            complete = true;
            return new SegmentFile(files, name, file, header.salt());
        }
        finally {
            if (!complete) {
                file.close();
                files.delete(name);
            }
        }
    }

    String name() {
        return name;
    }

    /** Returns how many bytes are in it. */
    long bytes() {
        return bytes;
    }

    /** Whether there is no record in it. */
    boolean isEmpty() {
        return bytes == FileHeader.BYTES;
    }

    /** Returns what makes records of this segment. */
    RecordEncoder encoder() {
        return encoder;
    }

    /**
     * Completes encoded records, numbered from {@code firstLsn}, and appends them.
     * @return the number of the last of them
     * @throws IOException if none of them is in it
     * @throws UnusableLogException if it is not known what is in it now
     */
    long seal(ByteBuffer records, long firstLsn) throws IOException, UnusableLogException {
        int length = records.limit();
        long lsn = firstLsn;
        for (int offset = 0; offset < length; lsn++) {
            offset += RecordCodec.seal(records, offset, checksum, lsn);
        }
        append(records.flip());
        return lsn - 1;
    }

    /**
     * Appends complete records.
     * @throws IOException if none of them is in it
     * @throws UnusableLogException if it is not known what is in it now
     */
    void append(ByteBuffer records) throws IOException, UnusableLogException {
        int length = records.remaining();
        try {
            file.write(records);
            bytes += length;
        }
        catch (IOException ex) {
            try {
                file.truncate(bytes);
            }
            catch (IOException again) {
                ex.addSuppressed(again);
                throw new UnusableLogException(ex);
            }
            throw ex;
        }
    }

    /** Forces what is in it, and fails if it is not in the directory any more. */
    void force() throws IOException {
        file.force();
        requireName();
    }

    /** Fails if it is not in the directory any more, or somebody has cut it. */
    void requirePresent() throws IOException {
        requireName();
        if (files.size(name) < bytes) {
            throw new IOException("'%s' was cut by somebody else".formatted(name));
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void requireName() throws IOException {
        if (!files.contains(name)) {
            throw new IOException("'%s' is gone, or its directory is".formatted(name));
        }
    }

}
