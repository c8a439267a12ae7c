package io.tidemark.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

import io.tidemark.journal.FileHeader.Kind;

import org.jspecify.annotations.Nullable;

/**
 * Reads snapshots: a header, the entries as records of the operation put, numbered from one, and a record that ends it.
 * One byte that is not as it was written makes all of it invalid.
 */
final class SnapshotReader {

    private final FileLayer files;

    SnapshotReader(FileLayer files) {
        this.files = files;
    }

    /** Returns the header of that snapshot, or null if it is damaged. */
    static @Nullable FileHeader header(FileLayer files, Kind kind, long number) throws IOException {
        try (InputStream in = files.read(kind.fileName(number))) {
            return FileHeader.read(in.readNBytes(FileHeader.BYTES), kind, number);
        }
    }

    /** Gives all entries away, and returns what is known of the snapshot; null if that turns out to be damaged. */
    @Nullable Snapshot load(long number, Recovering recovering) throws IOException {
        String name = Kind.SNAPSHOT.fileName(number);
        long bytes = files.size(name);
        InputStream in = files.read(name);
        try (in) {
            FileHeader header = FileHeader.read(in.readNBytes(FileHeader.BYTES), Kind.SNAPSHOT, number);
            if (header == null) {
                return null;
            }
            long recordBytes = bytes - FileHeader.BYTES;
            try (ReadAhead records = new ReadAhead(new RecordReader(in, header, recordBytes), recordBytes, 1)) {
                long lastLsn = load(records, recovering);
                boolean plausible = lastLsn >= header.lsn() && lastLsn <= FileHeader.LARGEST_LSN;
                return !plausible ? null : new Snapshot(number, header.lsn(), lastLsn, bytes);
            }
        }
    }

    private static long load(ReadAhead records, Recovering recovering) throws IOException {
        for (long number = 1;; number++) {
            Record record = records.next(number);
            if (record == null) {
                return -1;
            }
            if (record.op() == Record.Op.END) {
                boolean whole = record.value().length == Long.BYTES && records.isAtEnd();
                return whole ? ByteBuffer.wrap(record.value()).getLong() : -1;
            }
            recovering.entry(record);
        }
    }

    /**
     * A snapshot that is there.
     *
     * @param lsn the number of the last record of the log that surely is in it
     * @param lastLsn the number of the last record that may be in it, so that no log may end before that; at least lsn
     */
    record Snapshot(long number, long lsn, long lastLsn, long bytes) {
    }

}
