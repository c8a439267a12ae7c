package io.tidemark.directory;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The stores that are open in this process, by directory, so that two application contexts that name one directory
 * share one store instead of locking each other out.
 * <p>
 * Thread-safe. Opening and closing of one directory wait for each other, those of different directories do not.
 */
public final class SharedStores {

    private SharedStores() {
    }

    /**
     * Returns a share of the store in {@code directory}, which is opened if it is not open in this process. A store
     * that is open keeps the settings that it was opened with.
     * @param opener opens the store; called at most once, and what it throws reaches the caller
     * @throws IllegalStateException if the directory is open as a store of another type
     */
    public static <S extends Closeable> SharedStore<S> acquire(Path directory, Class<S> type, Supplier<S> opener) {
        Path key = locate(directory.toAbsolutePath().normalize());
        while (true) {
            SharedStore<S> share = ThisProcess.STORES.computeIfAbsent(key, OpenStore::new).share(type, opener);
            if (share != null) {
                return share;
            }
        }
    }

    private static Path locate(Path directory) {
        Path parent = directory.getParent();
        try {
            // A link is not followed: it is for the opener to refuse.
            if (parent == null || (Files.exists(directory) && !Files.isSymbolicLink(directory))) {
                return directory.toRealPath();
            }
        }
        catch (IOException ex) {
            throw new UnusableDirectoryException(directory, "failed with " + ex, ex);
        }
        Path realParent = Files.exists(parent, LinkOption.NOFOLLOW_LINKS) ? realParent(parent) : locate(parent);
        return realParent.resolve(directory.getFileName());
    }

    private static Path realParent(Path parent) {
        try {
            return parent.toRealPath();
        }
        catch (IOException ex) {
            throw new UnusableDirectoryException(parent, "failed with " + ex, ex);
        }
    }

    static final class OpenStore {

        private final Path key;

        private final ReentrantLock lock = new ReentrantLock();

        private @Nullable Closeable store;

        private int shares;

        private boolean gone;

        OpenStore(Path key) {
            this.key = key;
        }

        <S extends Closeable> @Nullable SharedStore<S> share(Class<S> type, Supplier<S> opener) {
            this.lock.lock();
            try {
                if (this.gone) {
                    return null;
                }
                S opened = type.cast(this.store == null ? open(opener) : requireType(type));
                this.shares++;
                return new SharedStore<>(opened, this::release);
            }
            finally {
                this.lock.unlock();
            }
        }

        private Closeable open(Supplier<? extends Closeable> opener) {
            try {
                this.store = Objects.requireNonNull(opener.get(), "store");
                return this.store;
            }
            finally {
                if (this.store == null) {
                    leave();
                }
            }
        }

        private @Nullable Closeable requireType(Class<?> type) {
            if (!type.isInstance(this.store)) {
                throw new IllegalStateException("Directory '%s' must hold a store of %s, was open as another: "
                    .formatted(this.key, type) + "give each store a directory of its own");
            }
            return this.store;
        }

        private void release() {
            this.lock.lock();
            try {
                if (--this.shares == 0) {
                    close(Objects.requireNonNull(this.store));
                }
            }
            finally {
                this.lock.unlock();
            }
        }

        private void close(Closeable last) {
            try {
                last.close();
            }
            catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
            finally {
                leave();
            }
        }

        // Under the lock and after the store has closed: who comes meanwhile waits, then opens anew.
        private void leave() {
            this.gone = true;
            ThisProcess.STORES.remove(this.key, this);
        }

    }

}
