package io.tidemark.mvstore;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;

/**
 * Makes sure, while a store is opened, that a chunk is there as a whole before its header is believed. The store itself
 * looks at the first and the last bytes only, and would take a chunk for the latest of which a power failure left just
 * these; refused, it takes the one before.
 */
final class WholeChunks {

    private static final int BLOCK_BYTES = 4096;

    private static final int BYTES_A_READ = 256 * BLOCK_BYTES;

    private static final byte[] HEADER_START = "chunk:".getBytes(StandardCharsets.US_ASCII);

    private final CheckedFile file;

    private final long forcedVersion;

    private final Set<Long> whole = new HashSet<>();

    WholeChunks(CheckedFile file, long forcedVersion) {
        this.file = file;
        this.forcedVersion = forcedVersion;
    }

    /**
     * Does nothing unless {@code bytes}, which were read from {@code position}, are the header of a chunk.
     * @throws DamagedFileException if they are and some of the chunk is damaged or missing
     */
    void require(long position, ByteBuffer bytes) throws IOException {
        if (position < 2 * BLOCK_BYTES || position % BLOCK_BYTES != 0 || !isHeader(bytes)) {
            return;
        }
        Map<String, String> header = parse(bytes);
        if (DataUtils.readHexLong(header, "version", Long.MAX_VALUE) > forcedVersion && !whole.contains(position)) {
            long end = position + DataUtils.readHexLong(header, "len", 0) * BLOCK_BYTES;
            for (long start = position; start < end; start += BYTES_A_READ) {
                file.read(start, (int) Math.min(BYTES_A_READ, end - start));
            }
            whole.add(position);
        }
    }

    private static boolean isHeader(ByteBuffer bytes) {
        return bytes.remaining() > HEADER_START.length
                && bytes.slice(bytes.position(), HEADER_START.length).equals(ByteBuffer.wrap(HEADER_START));
    }

    private static Map<String, String> parse(ByteBuffer bytes) throws DamagedFileException {
        String text = StandardCharsets.ISO_8859_1.decode(bytes).toString();
        try {
            return DataUtils.parseMap(text.substring(0, Math.max(0, text.indexOf('\n'))).trim());
        }
        catch (MVStoreException ex) {
            throw new DamagedFileException("Header of a chunk must be a map, was not", ex);
        }
    }

}
