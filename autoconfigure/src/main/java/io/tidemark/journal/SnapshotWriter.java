package io.tidemark.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;

import io.tidemark.journal.FileHeader.Kind;
import io.tidemark.journal.SnapshotReader.Snapshot;

/** Writes snapshots: beside, forced, then renamed, so that a name says that the file is complete. */
final class SnapshotWriter {

    private static final int BUFFER_BYTES = 1 << 16;

    private final FileLayer files;

    private final RecordCompression compression;

    private final LongSupplier clock;

    private final LongSupplier randomSalt;

    SnapshotWriter(FileLayer files, RecordCompression compression, LongSupplier clock, LongSupplier randomSalt) {
        this.files = files;
        this.compression = compression;
        this.clock = clock;
        this.randomSalt = randomSalt;
    }

    /**
     * Writes a snapshot.
     * @param lsn the number of a record that is in the map, with all before it
     * @param forcedLog forces the log, and returns the number of the last record in it; called when all entries are read
     */
    Snapshot write(long number, long lsn, JournalledMap map, LongSupplier forcedLog) throws IOException {
        String name = Kind.SNAPSHOT.fileName(number);
        String temporary = name + Recovery.TEMPORARY;
        boolean complete = false;
        try {
            FileHeader header = new FileHeader(Kind.SNAPSHOT, randomSalt.getAsLong(), number, lsn, clock.getAsLong());
            Snapshot snapshot = write(temporary, header, map, forcedLog);
            files.rename(temporary, name);
            complete = true;
            files.forceNames();
            return snapshot;
        }
        catch (UncheckedIOException ex) {
            throw ex.getCause();
        }
        finally {
            if (!complete) {
                files.delete(temporary);
            }
        }
    }

    private Snapshot write(String temporary, FileHeader header, JournalledMap map, LongSupplier forcedLog)
            throws IOException {
        try (FileLayer.Appendable file = files.create(temporary)) {
            Entries entries = new Entries(file, header, clock.getAsLong());
            map.forEach(entries);
            // Before the name: a map with changes that the log has lost was never a state of it.
            long lastLsn = forcedLog.getAsLong();
            byte[] end = ByteBuffer.allocate(Long.BYTES).putLong(lastLsn).array();
            entries.add(new Record(Record.Op.END, Record.NOTHING, end, Journal.NEVER));
            entries.flush();
            file.force();
            return new Snapshot(header.number(), header.lsn(), lastLsn, entries.bytes);
        }
    }

    private final class Entries implements JournalledMap.EntrySink {

        private final FileLayer.Appendable file;

        private final RecordEncoder encoder;

        private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

        private final long nowMillis;

        private long number;

        private long bytes;

        Entries(FileLayer.Appendable file, FileHeader header, long nowMillis) {
            this.nowMillis = nowMillis;
            this.file = file;
            this.encoder = new RecordEncoder(header.salt());
            buffer.put(header.toBytes());
        }

        @Override
        public void accept(byte[] key, byte[] value, long expiresAtMillis) {
            accept(key, Record.NOTHING, value, expiresAtMillis);
        }

        @Override
        public void accept(byte[] key, byte[] head, byte[] value, long expiresAtMillis) {
            if (expiresAtMillis > nowMillis) {
                add(new Record(Record.Op.PUT, key, head, value, expiresAtMillis));
            }
        }

        void add(Record record) {
            RecordCodec.Encodable encodable = RecordCodec.encodable(record, compression);
            if (encodable.length() > buffer.remaining()) {
                flush();
            }
            boolean large = encodable.length() > buffer.capacity();
            ByteBuffer target = large ? ByteBuffer.allocate(encodable.length()) : buffer;
            encoder.encode(encodable, ++number, target);
            if (large) {
                write(target.flip());
            }
        }

        void flush() {
            write(buffer.flip());
            buffer.clear();
        }

        private void write(ByteBuffer source) {
            try {
                bytes += source.remaining();
                file.write(source);
            }
            catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
        }

    }

}
