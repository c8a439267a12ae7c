package io.tidemark.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of fixed size that is mapped into memory. All of it is written first, so that a full disk is met there and never
 * by a copy, which could only be told by a signal.
 */
final class MappedFile implements FileLayer.Mapped {

    private static final Logger LOGGER = LoggerFactory.getLogger(MappedFile.class);

    // A copy needs no new blocks there.
    private static final Set<String> FILE_SYSTEMS = Set.of("ext2", "ext3", "ext4", "tmpfs", "xfs");

    private static final boolean LINUX = "Linux".equals(System.getProperty("os.name"));

    private final Path path;

    private final RandomAccessFile file;

    private final MappedByteBuffer memory;

    /** Fills the file at {@code path} with that many zeros. */
    MappedFile(Path path, int bytes) throws IOException {
        this.path = path;
        this.file = new RandomAccessFile(path.toFile(), "rw");
        boolean opened = false;
        try {
            this.file.setLength(0);
            this.file.write(new byte[bytes]);
            this.memory = map(path, bytes);
            opened = true;
        }
        finally {
            if (!opened) {
                this.file.close();
            }
        }
    }

    /** Whether that can be done to the files in {@code directory}. */
    static boolean isPossibleIn(Path directory) {
        try {
            return isPossibleOn(Files.getFileStore(directory).type());
        }
        catch (IOException ex) {
            // As within a root directory of its own, where it is unknown what is mounted.
            LOGGER.debug("Failed to find the file system of '{}'", directory, ex);
            return false;
        }
    }

    /** Whether a store is of such a type. Others move what is written to new blocks, or to far away. */
    static boolean isPossibleOn(String fileStoreType) {
        return LINUX && FILE_SYSTEMS.contains(fileStoreType);
    }

    @Override
    public ByteBuffer memory() {
        return memory;
    }

    @Override
    public void requireWhole() throws IOException {
        if (file.length() < memory.capacity()) {
            throw new IOException("'%s' was cut by somebody else".formatted(path.getFileName()));
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static MappedByteBuffer map(Path path, int bytes) throws IOException {
        return Uninterrupted.call(() -> {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS)) {
                return channel.map(MapMode.READ_WRITE, 0, bytes);
            }
        });
    }

}
