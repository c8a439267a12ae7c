package io.tidemark.directory;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A directory that holds one store, open in one process at a time.
 * <p>
 * A file in it, the marker, says by its name whose directory it is and in which format; what is in that file is for
 * people and is never read. A directory with files but without the marker is left alone. While this is open the
 * directory is locked; the lock ends with the process, however that ends.
 * <p>
 * Thread-safe.
 */
public final class StoreDirectory implements AutoCloseable {

    private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9-]*-[0-9]+");

    private static final Duration LONGEST_TIMEOUT = Duration.ofNanos(Long.MAX_VALUE);

    private final Path path;

    private final DirectoryLock lock;

    private StoreDirectory(Path path, DirectoryLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Opens {@code path} and locks it, creating it and the directories above it where they are missing, for their
     * owner only. A thread that is interrupted stops waiting; its interrupt flag stays set.
     * @param kind what the directory holds, with the version of its format: {@code projection-rows-1}
     * @param lockTimeout how long to wait while another process holds the lock; zero tries once
     * @throws DirectoryInUseException if the lock was still held when the time ran out
     * @throws ForeignDirectoryException if there are files but not the marker
     * @throws UnusableDirectoryException if {@code path} is no directory, is a symbolic link, or can't be created,
     * written or locked
     */
    public static StoreDirectory open(Path path, String kind, Duration lockTimeout) {
        Objects.requireNonNull(path, "path");
        if (!KIND.matcher(kind).matches()) {
            throw new IllegalArgumentException("kind must be lower-case words and a number joined by dashes, was '%s'"
                .formatted(kind));
        }
        if (lockTimeout.isNegative()) {
            throw new IllegalArgumentException("lockTimeout must not be negative, was " + lockTimeout);
        }
        Duration timeout = lockTimeout.compareTo(LONGEST_TIMEOUT) > 0 ? LONGEST_TIMEOUT : lockTimeout;
        Path directory = path.toAbsolutePath().normalize();
        try {
            return lock(directory, "tidemark-" + kind, timeout);
        }
        catch (IOException | DirectoryIteratorException ex) {
            throw new UnusableDirectoryException(directory, "failed with " + ex, ex);
        }
    }

    private static StoreDirectory lock(Path directory, String marker, Duration timeout) throws IOException {
        create(directory);
        Path real = directory.toRealPath();
        requireOurs(real, marker);
        DirectoryLock lock = DirectoryLock.acquire(real, timeout);
        boolean opened = false;
        try {
            // Again, because somebody may have filled an empty directory in the meantime.
            requireOurs(real, marker);
            mark(real.resolve(marker));
            opened = true;
            return new StoreDirectory(real, lock);
        }
        finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    private static void create(Path directory) throws IOException {
        if (Files.isSymbolicLink(directory)) {
            throw new UnusableDirectoryException(directory, "was a symbolic link", null);
        }
        try {
            Files.createDirectories(directory, OwnerOnly.directory(directory));
        }
        catch (FileAlreadyExistsException ex) {
            throw new UnusableDirectoryException(directory, "was a file, or below one", ex);
        }
    }

    private static void requireOurs(Path directory, String marker) throws IOException {
        String found = anyEntryButLock(directory);
        // In this order, because the owner writes the marker before everything else.
        if (found != null && !Files.isRegularFile(directory.resolve(marker), LinkOption.NOFOLLOW_LINKS)) {
            throw new ForeignDirectoryException(directory, marker, found);
        }
    }

    private static @Nullable String anyEntryButLock(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (!name.equals(DirectoryLock.FILE_NAME)) {
                    return name;
                }
            }
        }
        return null;
    }

    private static void mark(Path marker) throws IOException {
        if (!Files.exists(marker, LinkOption.NOFOLLOW_LINKS)) {
            Files.createFile(marker, OwnerOnly.file(marker));
            Files.writeString(marker, """
                    This directory belongs to Tidemark, a cache. The name of this file says what is in it.
                    It may be deleted, as a whole, while no application uses it. Do not put other files here.
                    """, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        }
    }

    /** Returns the real path of the directory. */
    public Path path() {
        return this.path;
    }

    /** Unlocks the directory. The files stay. Closing twice is the same as once. */
    @Override
    public void close() {
        this.lock.close();
    }

}
