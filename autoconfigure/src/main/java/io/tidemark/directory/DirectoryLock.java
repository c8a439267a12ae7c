package io.tidemark.directory;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The lock on a directory: an exclusive lock of the operating system on a file in it, which ends with the process. The
 * file is never deleted, because whoever held the deleted one would not keep out whoever locks the new one.
 */
final class DirectoryLock implements AutoCloseable {

    static final String FILE_NAME = "tidemark.lock";

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    static DirectoryLock acquire(Path directory, Duration timeout) throws IOException {
        Path file = directory.resolve(FILE_NAME);
        FileChannel channel = FileChannel.open(file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                OwnerOnly.file(file));
        boolean locked = false;
        try {
            locked = poll(channel, timeout);
        }
        finally {
            if (!locked) {
                channel.close();
            }
        }
        if (!locked) {
            throw new DirectoryInUseException(directory, timeout);
        }
        return new DirectoryLock(channel);
    }

    private static boolean poll(FileChannel channel, Duration timeout) throws IOException {
        long start = System.nanoTime();
        while (!attempt(channel)) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted while waiting for the lock");
            }
            long left = timeout.toNanos() - (System.nanoTime() - start);
            if (left <= 0) {
                return false;
            }
            LockSupport.parkNanos(channel, Math.min(left, POLL_NANOS));
        }
        return true;
    }

    private static boolean attempt(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        }
        catch (OverlappingFileLockException ex) {
            // Held by this process, through another channel.
            return false;
        }
    }

    @Override
    public void close() {
        try {
            this.channel.close();
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

}
