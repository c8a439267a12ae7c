package io.tidemark.mvstore;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Holds the file at hand and keeps it well, on a thread of its own: commits it, replaces it when it has grown too
 * large, and mends it after a fault.
 * <p>
 * A replacement begins as a new, higher numbered file that does not hold, and is filled while both are in use. Once
 * complete it is forced to the device and, while nobody writes, marked as the one that holds; only then the old one is
 * deleted. So whenever the process is killed, one of them has every acknowledged change. If a replacement fails, the
 * cache begins empty rather than growing further.
 */
final class Upkeep {

    private final StoreFiles<RowFile> files;

    private final DiskLimit limit;

    private final Worker worker;

    private final ReentrantLock lock = new ReentrantLock();

    private final Rounds rounds = new Rounds(lock);

    private final AtomicBoolean requested = new AtomicBoolean();

    private volatile Changes changes;

    private volatile long keptBytes;

    private Upkeep(StoreFiles<RowFile> files, DiskLimit limit, RowFile file, long keptBytes, Path directory) {
        this.files = files;
        this.limit = limit;
        this.changes = new Changes(file, file.rowBytesAtOpening());
        this.keptBytes = keptBytes;
        this.worker = new Worker("tidemark-mvstore " + directory.getFileName(), RowStoreException::closed);
    }

    static Upkeep open(Path directory, Settings settings) {
        StoreFiles<RowFile> files = new StoreFiles<>(directory, RowFile.NAME, settings.file(), RowFile::of);
        RowFile file = files.open();
        return new Upkeep(files, settings.diskLimit(), file, files.keptBytes(), directory);
    }

    RowFile current() {
        return changes.file();
    }

    long rowBytes() {
        return changes.rowBytes();
    }

    long diskBytes() {
        Changes now = changes;
        Replacement replacement = now.replacement();
        return keptBytes + now.file().diskBytes() + (replacement != null ? replacement.target().diskBytes() : 0);
    }

    long damagedFiles() {
        return files.damagedFiles();
    }

    /** Runs {@code change} while no other thread writes, as soon as there is room for it. */
    <T extends @Nullable Object> T change(Function<Changes, T> change) {
        lock.lock();
        try {
            // The store's count of unsaved bytes is not exact and need not fall.
            rounds.await(this::isDiskFull, this::hasManyUnsavedBytes, this::request);
            return change.apply(changes);
        }
        finally {
            lock.unlock();
            if (isDue(changes)) {
                request();
            }
        }
    }

    /** Runs {@code task}, with the file that holds then, on the thread that is never interrupted, and waits for it. */
    void run(Consumer<RowFile> task) {
        worker.run(() -> task.accept(current()));
    }

    /** Makes the cache usable again after {@code fault} of {@code file}, if that is the one at hand and needs it. */
    void mend(RowFile file, RuntimeException fault) {
        if (file == current()) {
            worker.run(() -> mendNow(file, fault));
        }
    }

    /** Writes what is left and closes. */
    void close() {
        try {
            worker.run(this::closeNow);
        }
        finally {
            worker.close();
        }
    }

    private boolean hasManyUnsavedBytes() {
        return current().unsavedBytes() > limit.unsavedBytes();
    }

    private boolean isDiskFull() {
        Changes now = changes;
        Replacement replacement = now.replacement();
        long copied = replacement == null ? 0 : replacement.target().diskBytes() + replacement.target().unsavedBytes();
        long bytes = now.file().diskBytes() + now.file().unsavedBytes() + copied;
        return limit.isReached(now.rowBytes(), bytes)
                && (replacement != null || limit.isReplacementDue(now.rowBytes(), now.file().diskBytes()));
    }

    private boolean isDue(Changes now) {
        return now.file().unsavedBytes() > limit.commitBytes() || (now.replacement() == null
                && limit.isReplacementDue(now.rowBytes(), now.file().diskBytes()));
    }

    private void request() {
        if (requested.compareAndSet(false, true)) {
            worker.start(this::maintain);
        }
    }

    private void maintain() {
        requested.set(false);
        RowFile file = current();
        RuntimeException failure = null;
        try {
            file.commit();
            if (changes.replacement() == null
                    && limit.isReplacementDue(changes.rowBytes(), file.diskBytes())) {
                beginReplacement(file);
            }
        }
        catch (RuntimeException ex) {
            failure = failureOf(() -> mendNow(file, ex), ex);
        }
        rounds.end(failure);
    }

    private void beginReplacement(RowFile file) {
        RowFile target = files.create();
        lock.lock();
        try {
            changes.replaceWith(new Replacement(file, target));
        }
        finally {
            lock.unlock();
        }
        worker.start(this::continueReplacement);
    }

    private void continueReplacement() {
        Replacement replacement = changes.replacement();
        if (replacement == null) {
            return;
        }
        RuntimeException failure = null;
        try {
            if (copySome(replacement)) {
                worker.start(this::continueReplacement);
            }
            else {
                RowFile old = current();
                finish(replacement.target());
                failure = failureOf(old::discard, null);
            }
        }
        catch (RuntimeException ex) {
            failure = failureOf(() -> beginEmpty(current(), Damage.isCauseOf(ex)), ex);
        }
        rounds.end(failure);
    }

    private boolean copySome(Replacement replacement) {
        boolean more;
        lock.lock();
        try {
            more = replacement.copySome();
        }
        finally {
            lock.unlock();
        }
        if (replacement.target().unsavedBytes() > limit.commitBytes()) {
            replacement.target().commit();
        }
        return more;
    }

    private void finish(RowFile target) {
        // Most of it before the lock is taken, so that writers do not wait for the device.
        target.force();
        files.forceNames();
        lock.lock();
        try {
            target.sync();
            changes = new Changes(target, changes.rowBytes());
        }
        finally {
            lock.unlock();
        }
    }

    private static @Nullable RuntimeException failureOf(Runnable remedy, @Nullable RuntimeException reason) {
        try {
            remedy.run();
            return null;
        }
        catch (RuntimeException ex) {
            if (reason != null) {
                ex.addSuppressed(reason);
            }
            return ex;
        }
    }

    private void mendNow(RowFile file, RuntimeException failure) {
        if (file != current()) {
            return;
        }
        if (Damage.isCauseOf(failure)) {
            beginEmpty(file, true);
        }
        else if (file.isClosed()) {
            use(file, files::reopen);
        }
    }

    private void beginEmpty(RowFile file, boolean damaged) {
        use(file, damaged ? files::replaceDamaged : files::replaceUnwanted);
    }

    private void use(RowFile old, Function<Path, RowFile> successor) {
        lock.lock();
        try {
            rounds.requireOpen();
            Replacement replacement = changes.replacement();
            if (replacement != null) {
                replacement.target().discard();
            }
            old.abandon();
            RowFile next = successor.apply(old.path());
            changes = new Changes(next, next.rowBytesAtOpening());
            keptBytes = files.keptBytes();
        }
        finally {
            lock.unlock();
        }
    }

    private void closeNow() {
        lock.lock();
        try {
            rounds.close();
            Replacement replacement = changes.replacement();
            if (replacement != null) {
                replacement.target().discard();
            }
            changes.file().close(changes.rowBytes());
        }
        finally {
            lock.unlock();
        }
    }

}
