package io.tidemark.fold.mvstore;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.tidemark.fold.Cursor;
import io.tidemark.fold.DamagedFoldException;
import io.tidemark.fold.FoldCondition;
import io.tidemark.fold.FoldFormatException;
import io.tidemark.fold.FoldStoreException;
import io.tidemark.fold.FoldUsage;
import io.tidemark.fold.FoldVerification;
import io.tidemark.mvstore.Damage;
import io.tidemark.mvstore.DamagedFileException;
import io.tidemark.mvstore.StoreFiles;
import io.tidemark.mvstore.StoreSettings;
import io.tidemark.mvstore.StoreSettings.Commits;
import io.tidemark.mvstore.Worker;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the file at hand and writes it, on a thread of its own that nobody interrupts. A file that was not closed in
 * order is verified on another, since that takes a second for a million entries.
 * <p>
 * A write that fails leaves the file as it was at the last commit: it is opened again. Damage, wherever it is met, ends
 * all use but {@link #verify}, {@link #usage} and {@link #reset}.
 */
final class FoldKeeper {

    private static final Logger LOGGER = LoggerFactory.getLogger(FoldKeeper.class);

    // An update writes its whole page and those above: half of the usual size writes a third less, and reads as fast.
    private static final int PAGE_BYTES = 2048;

    // Bounds what a power failure can undo, and what is read at the opening after one.
    private static final long SYNC_BYTES = 64L << 20;

    private final Path directory;

    private final StoreFiles<FoldFile> files;

    private final SyncPolicy sync;

    private final Worker writer;

    private final Worker verifier;

    private final Compaction compaction;

    private final AtomicLong damages = new AtomicLong();

    private volatile FoldFile current;

    private volatile long keptBytes;

    private volatile boolean closed;

    private FoldKeeper(Path directory, StoreFiles<FoldFile> files, FoldFile file, SyncPolicy sync, FoldLimits limits) {
        this.directory = directory;
        this.files = files;
        this.sync = sync;
        this.writer = new Worker("tidemark-fold " + directory.getFileName(), (refused) -> closedException());
        this.verifier = new Worker("tidemark-fold-verifier " + directory.getFileName(), (refused) -> closedException());
        this.compaction = new Compaction(files, limits, writer, (compacted) -> current = compacted, this::noteDamage);
        this.current = file;
        this.keptBytes = files.keptBytes();
        this.damages.set(files.damagedFiles());
    }

    static FoldKeeper open(Path directory, MvStoreFoldSettings settings, FoldLimits limits) {
        StoreFiles<FoldFile> files = new StoreFiles<>(directory, FoldFile.NAME,
                new StoreSettings(settings.pageCacheBytes(), PAGE_BYTES, false, Commits.EXPLICIT), FoldFile::of);
        FoldFile file;
        try {
            file = files.openUndamaged();
        }
        catch (DamagedFileException ex) {
            file = openDamaged(directory, files, settings.onDamage(), ex);
        }
        FoldKeeper keeper = new FoldKeeper(directory, files, file, settings.sync(), limits);
        keeper.verifyIfNeeded(file);
        return keeper;
    }

    private static FoldFile openDamaged(Path directory, StoreFiles<FoldFile> files, DamagePolicy policy,
            DamagedFileException damage) {
        if (damage.getCause() instanceof FoldFormatException format) {
            throw format;
        }
        if (policy == DamagePolicy.FAIL) {
            throw new DamagedFoldException("Fold store '%s' must be as it was written, was damaged: "
                .formatted(directory) + "set the file aside by DamagePolicy.SET_ASIDE, or delete the directory", damage);
        }
        LOGGER.warn("Fold store '{}' was damaged: its file is set aside, and it begins empty", directory, damage);
        return files.open();
    }

    /**
     * Returns the last commit.
     * @throws FoldStoreException if the store is closed or damaged
     */
    Committed committed() {
        FoldFile file = current;
        if (closed) {
            throw closedException();
        }
        if (file.condition() == FoldCondition.DAMAGED) {
            throw new DamagedFoldException("Fold store '%s' must be as it was written, was damaged: reset it"
                .formatted(directory), null);
        }
        return file.committed();
    }

    /** Returns the file at hand, which the caller has to release. */
    FoldFile acquire() {
        while (true) {
            FoldFile file = committed().file();
            if (file.acquire()) {
                return file;
            }
        }
    }

    void apply(List<Change> changes, @Nullable Cursor cursor) {
        writer.run(() -> write("apply a batch", (file) -> {
            changes.forEach(file::change);
            file.commit(cursor);
            if (file.file().unsyncedBytes() > SYNC_BYTES) {
                file.file().sync();
            }
            else if (sync == SyncPolicy.EVERY_BATCH) {
                file.file().force();
            }
            compaction.follow(file, changes);
        }));
    }

    void sync() {
        writer.run(() -> write("sync", (file) -> file.file().sync()));
    }

    void compact() {
        AtomicReference<CompletableFuture<Void>> end = new AtomicReference<>();
        writer.run(() -> write("compact", (file) -> end.set(compaction.begin(file))));
        try {
            end.get().join();
        }
        catch (CompletionException ex) {
            throw failure("compact", null, (RuntimeException) ex.getCause());
        }
    }

    void reset() {
        writer.run(() -> {
            requireOpen();
            FoldFile old = current;
            compaction.cancel(new FoldStoreException("Fold store '%s' was reset".formatted(directory), null));
            try {
                current = old.condition() == FoldCondition.DAMAGED ? files.replaceDamaged(old.file().path())
                        : files.replaceUnwanted(old.file().path());
                keptBytes = files.keptBytes();
            }
            catch (RuntimeException ex) {
                throw failure("be reset", null, ex);
            }
            old.release();
        });
    }

    FoldUsage usage() {
        requireOpen();
        FoldFile file = current;
        FoldState state = file.committed().state();
        return new FoldUsage(state.entries(), state.bytes(),
                keptBytes + file.file().diskBytes() + compaction.diskBytes(), damages.get(), file.condition());
    }

    FoldVerification verify() {
        while (true) {
            requireOpen();
            FoldFile file = current;
            if (file.acquire()) {
                FoldVerification result = verifyAcquired(file);
                if (result != null) {
                    return result;
                }
            }
        }
    }

    /** Waits until a fault that the writer met has been mended, if it can be. */
    void awaitMending() {
        writer.run(this::usable);
    }

    /** Returns what is thrown for {@code fault}, which is noted if it is damage of {@code file}. */
    FoldStoreException failure(String what, @Nullable FoldFile file, RuntimeException fault) {
        boolean damage = !(fault instanceof FoldStoreException) && Damage.isCauseOf(fault);
        if (file != null && (damage || fault instanceof DamagedFoldException) && !closed) {
            file.damaged();
            damages.incrementAndGet();
        }
        if (fault instanceof FoldStoreException known) {
            return known;
        }
        String message = "Fold store '%s' could not %s".formatted(directory, what);
        return damage ? new DamagedFoldException(message + ", was damaged: reset it", fault)
                : new FoldStoreException(message, fault);
    }

    /** Writes what is left and closes. What readers still do fails. */
    void close() {
        try {
            writer.run(this::closeNow);
        }
        finally {
            closed = true;
            verifier.close();
            writer.close();
        }
    }

    private void closeNow() {
        FoldFile file = usable();
        closed = true;
        if (file.condition() != FoldCondition.DAMAGED) {
            compaction.finishBeforeClose(file);
        }
        close(current);
    }

    private static void close(FoldFile file) {
        if (file.condition() == FoldCondition.SOUND && !file.hasUsersBut(1)) {
            file.file().close(file.committed().state().bytes());
            return;
        }
        try {
            file.file().force();
        }
        finally {
            // Not as closed in order, so that the next opening verifies it.
            file.file().abandon();
        }
    }

    private void write(String what, Consumer<FoldFile> operation) {
        requireOpen();
        committed();
        FoldFile file = usable();
        try {
            operation.accept(file);
        }
        catch (RuntimeException ex) {
            FoldStoreException thrown = failure(what, file, ex);
            reopen(file, thrown);
            throw thrown;
        }
    }

    private FoldFile usable() {
        FoldFile file = current;
        if (file.file().isClosed() && file.condition() != FoldCondition.DAMAGED) {
            FoldStoreException fault = new FoldStoreException("Fold store '%s' could not be opened again"
                .formatted(directory), null);
            if (!reopen(file, fault)) {
                throw fault;
            }
        }
        return current;
    }

    // What was changed and not committed is forgotten with the file's memory.
    private boolean reopen(FoldFile file, FoldStoreException fault) {
        if (file.condition() == FoldCondition.DAMAGED) {
            return false;
        }
        compaction.cancel(fault);
        try {
            file.file().abandon();
            FoldFile opened = files.reopenUndamaged(file.file().path());
            current = opened;
            verifyIfNeeded(opened);
            return true;
        }
        catch (DamagedFileException ex) {
            file.damaged();
            damages.incrementAndGet();
            fault.addSuppressed(ex);
        }
        catch (RuntimeException ex) {
            fault.addSuppressed(ex);
        }
        return false;
    }

    private void verifyIfNeeded(FoldFile file) {
        if (file.condition() == FoldCondition.UNVERIFIED && file.acquire()) {
            verifier.start(() -> verifyInBackground(file));
        }
    }

    private void verifyInBackground(FoldFile file) {
        try {
            FoldVerification result = verifyAcquired(file);
            if (result != null && !result.isSound()) {
                LOGGER.warn("Fold store '{}' is damaged: {}", directory, result);
            }
        }
        catch (RuntimeException ex) {
            if (!closed && file == current) {
                LOGGER.warn("Fold store '{}' could not be verified", directory, ex);
            }
        }
    }

    private @Nullable FoldVerification verifyAcquired(FoldFile file) {
        var held = file.file().store().registerVersionUsage();
        try {
            FoldVerification result = new Verifier(file.committed()).run(() -> closed || file != current);
            if (result != null && result.isSound()) {
                file.sound();
            }
            else if (result != null) {
                file.damaged();
                damages.incrementAndGet();
            }
            return result;
        }
        finally {
            file.file().store().deregisterVersionUsage(held);
            file.release();
        }
    }

    private void noteDamage(RuntimeException fault) {
        failure("compact", current, fault);
    }

    private void requireOpen() {
        if (closed) {
            throw closedException();
        }
    }

    private FoldStoreException closedException() {
        return new FoldStoreException("Fold store '%s' must be open, was closed: open it again".formatted(directory),
                null);
    }

}
