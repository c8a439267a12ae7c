package io.tidemark.journal;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
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
 * The files of a real directory. They are written through {@link RandomAccessFile}, because an interrupt closes a
 * channel for all its users.
 */
final class DiskFiles implements FileLayer {

    private final Path directory;

    private final @Nullable Object identity;

    DiskFiles(Path directory) throws IOException {
        this.directory = directory;
        this.identity = identity(directory);
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
        Path path = directory.resolve(name);
        try {
            Files.createFile(path, OwnerOnly.file(path));
        }
        catch (FileAlreadyExistsException ex) {
            if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                throw ex;
            }
        }
        return new DiskFile(file(name));
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
    public void forceNames() throws IOException {
        if (File.separatorChar == '\\') {
            // Windows has no such call, and forces names with the files.
            return;
        }
        boolean interrupted = Thread.interrupted();
        boolean forced = false;
        while (!forced) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
                forced = true;
            }
            catch (ClosedByInterruptException ex) {
                interrupted |= Thread.interrupted();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private File file(String name) {
        return directory.resolve(name).toFile();
    }

    private static @Nullable Object identity(Path directory) throws IOException {
        return Files.readAttributes(directory, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
    }

    private static final class DiskFile implements Appendable {

        // Above some size the JDK copies what it writes into memory that it maps anew for each call.
        private static final int CHUNK_BYTES = 1 << 16;

        private final RandomAccessFile file;

        DiskFile(File file) throws IOException {
            this.file = new RandomAccessFile(file, "rw");
            this.file.setLength(0);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int written = 0; written < length; written += CHUNK_BYTES) {
                file.write(bytes, offset + written, Math.min(CHUNK_BYTES, length - written));
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            file.setLength(size);
            file.seek(size);
        }

        @Override
        public void force() throws IOException {
            file.getFD().sync();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }

    }

}
