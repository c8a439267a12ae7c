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

import org.jspecify.annotations.Nullable;

/**
 * The lock on a directory: an exclusive lock of the operating system on a file in it, which ends with the process. The
 * file is never deleted, because whoever held the deleted one would not keep out whoever locks the new one.
 * <p>
 * POSIX takes a lock away from a process that closes any descriptor of the file, also another one than it locked. So
 * this process never opens a lock file that it has locked, and where another class loader has locked it, the channel
 * that found out stays open and serves the next attempt.
 */
final class DirectoryLock implements AutoCloseable {

    static final String FILE_NAME = "tidemark.lock";

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Path file;

    private final FileChannel channel;

    private DirectoryLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static DirectoryLock acquire(Path directory, Duration timeout) throws IOException {
        Path file = directory.resolve(FILE_NAME);
        long start = System.nanoTime();
        FileChannel locked = attempt(file);
        while (locked == null) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted while waiting for the lock");
            }
            long left = timeout.toNanos() - (System.nanoTime() - start);
            if (left <= 0) {
                throw new DirectoryInUseException(directory, timeout);
            }
            LockSupport.parkNanos(file, Math.min(left, POLL_NANOS));
            locked = attempt(file);
        }
        return new DirectoryLock(file, locked);
    }

    private static @Nullable FileChannel attempt(Path file) throws IOException {
        synchronized (ThisProcess.class) {
            if (ThisProcess.LOCKED.contains(file)) {
                return null;
            }
            FileChannel channel = ThisProcess.OVERLAPPING.remove(file);
            channel = channel != null ? channel : open(file);
            boolean keep = false;
            try {
                keep = channel.tryLock() != null && ThisProcess.LOCKED.add(file);
            }
            catch (OverlappingFileLockException ex) {
                keep = true;
                ThisProcess.OVERLAPPING.put(file, channel);
                return null;
            }
            finally {
                if (!keep) {
                    channel.close();
                }
            }
            return keep ? channel : null;
        }
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                OwnerOnly.file(file));
    }

    @Override
    public void close() {
        synchronized (ThisProcess.class) {
            if (!this.channel.isOpen()) {
                return;
            }
            ThisProcess.LOCKED.remove(this.file);
            try {
                this.channel.close();
            }
            catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
        }
    }

}
