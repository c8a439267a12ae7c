package io.tidemark.journal;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

import io.tidemark.directory.OwnerOnly;

import org.jspecify.annotations.Nullable;

/**
 * The files of a real directory. They are forced and cut through {@link RandomAccessFile}, because an interrupt closes a
 * channel for all its users; the channel that they are written through is opened again then.
 */
final class DiskFiles implements FileLayer {

    private final Path directory;

    private final @Nullable Object identity;

    private final boolean mapping;

    DiskFiles(Path directory) throws IOException {
        this.directory = directory;
        this.identity = identity(directory);
        this.mapping = MappedFile.isPossibleIn(directory);
    }

    @Override
    public List<String> list() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                    names.add(entry.getFileName().toString());
                }
            }
        }
        catch (DirectoryIteratorException ex) {
            throw ex.getCause();
        }
        return names;
    }

    @Override
    public boolean contains(String name) {
        try {
            return Files.exists(directory.resolve(name), LinkOption.NOFOLLOW_LINKS)
                    && (identity == null || identity.equals(identity(directory)));
        }
        catch (IOException ex) {
            return false;
        }
    }

    @Override
    public long size(String name) throws IOException {
        return Files.size(directory.resolve(name));
    }

    @Override
    public InputStream read(String name) throws IOException {
        return new FileInputStream(file(name));
    }

    @Override
    public Appendable create(String name) throws IOException {
        return new DiskFile(createFile(name));
    }

    @Override
    public boolean canMap() {
        return mapping;
    }

    @Override
    public Mapped map(String name, int bytes) throws IOException {
        return new MappedFile(createFile(name), bytes);
    }

    @Override
    public void complete(String name, long size, ByteBuffer rest) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(file(name), "rw")) {
            file.setLength(size);
            file.seek(size);
            file.write(rest.array(), rest.arrayOffset() + rest.position(), rest.remaining());
            file.getFD().sync();
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(directory.resolve(from), directory.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(directory.resolve(name));
    }

    @Override
    public void force(String name) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(file(name), "rw")) {
            file.getFD().sync();
        }
    }

    @Override
    public void forceNames() throws IOException {
        if (File.separatorChar == '\\') {
            // Windows has no such call, and forces names with the files.
            return;
        }
        Uninterrupted.call(() -> {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
                return channel;
            }
        });
    }

    private Path createFile(String name) throws IOException {
        Path path = directory.resolve(name);
        try {
            Files.createFile(path, OwnerOnly.file(path));
        }
        catch (FileAlreadyExistsException ex) {
            if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                throw ex;
            }
        }
        return path;
    }

    private File file(String name) {
        return directory.resolve(name).toFile();
    }

    private static @Nullable Object identity(Path directory) throws IOException {
        return Files.readAttributes(directory, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
    }

    private static final class DiskFile implements Appendable {

        // What lies in the heap the JDK copies into memory outside, which it keeps for each thread and as large as ever.
        private static final int CHUNK_BYTES = 1 << 16;

        private final Path path;

        private final RandomAccessFile file;

        private FileChannel channel;

        private long size;

        DiskFile(Path path) throws IOException {
            this.path = path;
            this.file = new RandomAccessFile(path.toFile(), "rw");
            boolean opened = false;
            try {
                empty(this.file);
                this.channel = open();
                opened = true;
            }
            finally {
                if (!opened) {
                    this.file.close();
                }
            }
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            int end = bytes.limit();
            int chunk = bytes.isDirect() ? bytes.remaining() : CHUNK_BYTES;
            boolean interrupted = Thread.interrupted();
            try {
                while (bytes.position() < end) {
                    int start = bytes.position();
                    bytes.limit(Math.min(end, start + chunk));
                    interrupted |= writeSome(bytes, start);
                }
            }
            finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        /** Writes some of the bytes, and returns whether an interrupt came. */
        private boolean writeSome(ByteBuffer bytes, int start) throws IOException {
            try {
                size += channel.write(bytes, size);
                return false;
            }
            catch (ClosedByInterruptException ex) {
                boolean interrupted = Thread.interrupted();
                // What was written all the same is written over, and not through a channel: the next interrupt may be there.
                bytes.position(start);
                channel = open();
                byte[] copied = new byte[Math.min(bytes.remaining(), CHUNK_BYTES)];
                bytes.get(copied);
                file.seek(size);
                file.write(copied);
                size += copied.length;
                return interrupted;
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            file.setLength(size);
            this.size = size;
        }

        @Override
        public void force() throws IOException {
            file.getFD().sync();
        }

        @Override
        public void close() throws IOException {
            try (file) {
                channel.close();
            }
        }

        // A file that was cut is written to the disk by ext4 when it is closed, which is for nothing if it was empty.
        private static void empty(RandomAccessFile file) throws IOException {
            if (file.length() > 0) {
                file.setLength(0);
            }
        }

        private FileChannel open() throws IOException {
            return FileChannel.open(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        }

    }

}
