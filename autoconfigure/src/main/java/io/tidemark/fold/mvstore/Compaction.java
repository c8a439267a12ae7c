package io.tidemark.fold.mvstore;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.tidemark.fold.FoldStoreException;
import io.tidemark.mvstore.StoreFiles;
import io.tidemark.mvstore.Worker;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the file at hand to a smaller one when it has grown too large, a piece at a time between the batches, at least
 * as fast as they make the old one grow. Until the copy is complete and on the device the old file holds, so that
 * nothing is lost whenever the process is killed. All of it runs on the thread that writes.
 */
final class Compaction {

    private static final Logger LOGGER = LoggerFactory.getLogger(Compaction.class);

    private static final long STEP_BYTES = 1 << 20;

    private final StoreFiles<FoldFile> files;

    private final FoldLimits limits;

    private final Worker worker;

    private final Consumer<FoldFile> successor;

    private final Consumer<RuntimeException> onFailure;

    private volatile @Nullable FoldCopy copy;

    private CompletableFuture<Void> ended = new CompletableFuture<>();

    // At most one, which readers still use.
    private volatile @Nullable FoldFile replaced;

    private long sourceBytes;

    private long leastBytes;

    /**
     * Prepares copies.
     * @param successor takes the file that holds from then on
     * @param onFailure is told what ended a copy early
     */
    Compaction(StoreFiles<FoldFile> files, FoldLimits limits, Worker worker, Consumer<FoldFile> successor,
            Consumer<RuntimeException> onFailure) {
        this.files = files;
        this.limits = limits;
        this.worker = worker;
        this.successor = successor;
        this.onFailure = onFailure;
    }

    /** Returns the bytes of the files besides the one at hand. */
    long diskBytes() {
        FoldCopy running = copy;
        FoldFile old = replaced;
        return (running != null ? running.target().file().diskBytes() : 0)
                + (old != null && old.hasUsersBut(0) ? old.file().diskBytes() : 0);
    }

    /** Applies to the copy, if there is one, what was committed to the file at hand; begins one if it is due. */
    void follow(FoldFile file, List<Change> changes) {
        FoldCopy running = copy;
        if (running != null) {
            attempt(() -> {
                running.follow(changes);
                bound(running);
            });
        }
        else if (isDue(file)) {
            begin(file);
        }
    }

    /** Begins a copy of {@code file} unless there is one; what is returned is complete when it is. */
    CompletableFuture<Void> begin(FoldFile file) {
        if (copy == null) {
            ended = new CompletableFuture<>();
            attempt(() -> {
                if (isBlocked()) {
                    throw new FoldStoreException("File of '%s' must not be in use, a reader still had the one before: "
                        .formatted(file) + "try again when it has ended", null);
                }
                sourceBytes = file.file().diskBytes();
                copy = new FoldCopy(file, files.create());
                worker.start(this::step);
            });
        }
        return ended;
    }

    /** Copies all of {@code file} at once if it is worth it before it is closed. */
    void finishBeforeClose(FoldFile file) {
        cancel(new FoldStoreException("Fold store must be open, was closed: open it again", null));
        if (!isBlocked() && limits.isCopyDueAtClose(file.committed().state(), file.file().diskBytes())) {
            attempt(() -> {
                FoldCopy whole = new FoldCopy(file, files.create());
                copy = whole;
                while (whole.copySome(STEP_BYTES)) {
                    bound(whole);
                }
                finish(whole);
            });
        }
    }

    /** Drops the copy that is being made, if there is one. */
    void cancel(RuntimeException reason) {
        FoldCopy dropped = copy;
        copy = null;
        if (dropped != null) {
            ended.completeExceptionally(reason);
            dropped.target().release();
        }
    }

    private boolean isDue(FoldFile file) {
        long bytes = file.file().diskBytes();
        return bytes > leastBytes && limits.isCopyDue(file.committed().state(), bytes) && !isBlocked();
    }

    private boolean isBlocked() {
        FoldFile old = replaced;
        return old != null && old.hasUsersBut(0);
    }

    private void step() {
        FoldCopy running = copy;
        if (running != null) {
            attempt(() -> {
                long bytes = running.source().file().diskBytes();
                boolean more = running.copySome(Math.max(STEP_BYTES, bytes - sourceBytes));
                sourceBytes = bytes;
                bound(running);
                if (more) {
                    worker.start(this::step);
                }
                else {
                    finish(running);
                }
            });
        }
    }

    private void bound(FoldCopy running) {
        if (running.target().file().unsavedBytes() > limits.unsavedBytes()) {
            running.target().commit(null);
        }
    }

    private void finish(FoldCopy done) {
        done.finish();
        files.forceNames();
        copy = null;
        leastBytes = 0;
        replaced = done.source();
        successor.accept(done.target());
        done.source().release();
        ended.complete(null);
    }

    private void attempt(Runnable part) {
        try {
            part.run();
        }
        catch (RuntimeException ex) {
            FoldCopy failed = copy;
            // Not again at once: whatever it was, it may last.
            leastBytes = failed != null ? failed.source().file().diskBytes() * 3 / 2 : leastBytes;
            LOGGER.warn("A fold's file could not be compacted; it goes on growing", ex);
            cancel(ex);
            ended.completeExceptionally(ex);
            onFailure.accept(ex);
        }
    }

}
