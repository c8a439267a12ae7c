package io.tidemark.projection.cache;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import io.tidemark.directory.OwnerOnly;

import org.jspecify.annotations.Nullable;

/**
 * The files of rows and what is done to them. No symbolic link is followed, neither to a file nor to a directory of
 * files. Knows nothing of what is in the rows.
 */
final class RowDirectory {

    private final Path root;

    private final Path[] shards = new Path[RowFileNames.SHARDS];

    private final FileAttribute<?>[] fileAttributes;

    private final AtomicLong temporaryFiles = new AtomicLong();

    RowDirectory(Path root) {
        this.root = root;
        Arrays.setAll(this.shards, shard -> root.resolve(RowFileNames.shardName(shard)));
        this.fileAttributes = OwnerOnly.file(root);
    }

    Path root() {
        return this.root;
    }

    Path shard(int shard) {
        return this.shards[shard];
    }

    RowPlace place(byte[] key) {
        int shard = RowFileNames.shard(key);
        return new RowPlace(key, shard, this.shards[shard].resolve(RowFileNames.fileName(key)));
    }

    /**
     * Returns what is in {@code file}, or null if it is shorter or longer than {@code sizeBytes}. An interrupt of the
     * thread does not end the read.
     */
    byte @Nullable [] read(Path file, long sizeBytes) throws IOException {
        refuseLink(file.getParent());
        byte[] bytes = new byte[Math.toIntExact(sizeBytes)];
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return in.readNBytes(bytes, 0, bytes.length) == bytes.length && in.read() < 0 ? bytes : null;
        }
    }

    /**
     * Writes a new file in the same directory as {@code file}, for {@link #replace} to rename.
     * @throws IOException also if the thread is interrupted
     */
    Path writeTemporary(Path file, byte[] bytes) throws IOException {
        Path shard = file.getParent();
        Path temporary = shard.resolve(this.temporaryFiles.incrementAndGet() + RowFileNames.TEMPORARY);
        requireShard(shard);
        boolean written = false;
        try (FileChannel channel = FileChannel.open(temporary,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                this.fileAttributes)) {
            for (ByteBuffer buffer = ByteBuffer.wrap(bytes); buffer.hasRemaining();) {
                channel.write(buffer);
            }
            written = true;
        }
        finally {
            if (!written) {
                Files.deleteIfExists(temporary);
            }
        }
        return temporary;
    }

    void replace(Path temporary, Path file) throws IOException {
        refuseLink(file.getParent());
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes {@code file}, whatever it has become meanwhile, except for a directory: that is not ours and stays. */
    void delete(Path file) throws IOException {
        refuseLink(file.getParent());
        if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(file);
        }
    }

    /** Forces the content of {@code file} to the device; a file that is gone needs no forcing. */
    void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            channel.force(false);
        }
        catch (NoSuchFileException ex) {
            return;
        }
    }

    /** Forces the names in {@code directory} to the device, where the system can do that. */
    void forceNames(Path directory) throws IOException {
        if (this.fileAttributes.length == 0) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            channel.force(true);
        }
        catch (NoSuchFileException ex) {
            return;
        }
    }

    private void requireShard(Path shard) throws IOException {
        if (Files.isDirectory(shard, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.isDirectory(this.root, LinkOption.NOFOLLOW_LINKS)) {
            throw new NotDirectoryException(this.root.toString());
        }
        try {
            Files.createDirectory(shard, OwnerOnly.directory(shard));
        }
        catch (FileAlreadyExistsException ex) {
            if (!Files.isDirectory(shard, LinkOption.NOFOLLOW_LINKS)) {
                throw new NotDirectoryException(shard.toString());
            }
        }
    }

    private static void refuseLink(Path shard) throws IOException {
        if (Files.isSymbolicLink(shard)) {
            throw new NotDirectoryException(shard.toString());
        }
    }

}
