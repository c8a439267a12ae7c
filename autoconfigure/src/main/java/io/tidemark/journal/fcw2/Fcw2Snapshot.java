package io.tidemark.journal.fcw2;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

import io.tidemark.journal.Journal;
import io.tidemark.journal.JournalledMap.EntrySink;

/** Reads a snapshot of version 1. It has no checksum: what is damaged within a value can't be noticed. */
final class Fcw2Snapshot {

    private static final long MAGIC = 0x003150414E534346L;

    private static final int VERSION = 1;

    private static final int HEADER_BYTES = 28;

    private static final int ENTRY_HEADER_BYTES = 16;

    private static final int LARGEST_COMPRESSED = 1 << 30;

    private Fcw2Snapshot() {
    }

    /**
     * Gives the entries to {@code sink}, and returns when the snapshot was begun, in milliseconds since 1970, unsigned.
     * @throws Fcw2DamagedException if it is not whole
     */
    static long read(Path file, EntrySink sink) throws IOException {
        try (InputStream raw = Files.newInputStream(file); InputStream in = open(file, raw)) {
            ByteBuffer header = read(in, HEADER_BYTES);
            if (header.getLong() != MAGIC || header.getInt() != VERSION) {
                throw new Fcw2DamagedException("Snapshot '%s' must be of version 1".formatted(file));
            }
            long timestampMillis = header.getLong();
            for (long count = header.getLong(); count != 0; count--) {
                ByteBuffer entry = read(in, ENTRY_HEADER_BYTES);
                int keyLength = length(entry.getInt());
                int valueLength = length(entry.getInt());
                long expireAt = entry.getLong();
                byte[] key = read(in, keyLength).array();
                byte[] value = read(in, valueLength).array();
                // Deadlines beyond the range of a long are as good as none.
                sink.accept(key, value, expireAt < 0 ? Journal.NEVER : expireAt);
            }
            return timestampMillis;
        }
    }

    private static InputStream open(Path file, InputStream raw) throws IOException {
        if (!file.getFileName().toString().endsWith(".lz4")) {
            return new BufferedInputStream(raw);
        }
        if (Files.size(file) > LARGEST_COMPRESSED) {
            throw new Fcw2DamagedException("Compressed snapshot '%s' must have at most %d bytes, had %d"
                .formatted(file, LARGEST_COMPRESSED, Files.size(file)));
        }
        return new ByteArrayInputStream(Fcw2Codec.decompress(raw.readAllBytes(), LARGEST_COMPRESSED));
    }

    private static int length(int length) throws Fcw2DamagedException {
        if (length < 0 || length > Fcw2Codec.LARGEST_RECORD) {
            throw new Fcw2DamagedException("Key or value in a snapshot must have at most %d bytes, had %s"
                .formatted(Fcw2Codec.LARGEST_RECORD, Integer.toUnsignedString(length)));
        }
        return length;
    }

    private static ByteBuffer read(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new Fcw2DamagedException("Snapshot is truncated");
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

}
