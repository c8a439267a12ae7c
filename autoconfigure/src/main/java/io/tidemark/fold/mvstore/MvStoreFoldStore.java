package io.tidemark.fold.mvstore;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import io.tidemark.directory.SharedStore;
import io.tidemark.directory.SharedStores;
import io.tidemark.fold.Cursor;
import io.tidemark.fold.FoldStore;
import io.tidemark.fold.FoldStoreException;
import io.tidemark.fold.FoldUsage;
import io.tidemark.fold.FoldVerification;
import io.tidemark.fold.KvEntry;
import io.tidemark.fold.KvUpdate;

import org.jspecify.annotations.Nullable;

/**
 * A {@link FoldStore} on disk, in one file of H2 MVStore at a time.
 * <p>
 * A killed process loses nothing that was applied. After a power failure everything before the last {@link #sync()} is
 * there, with {@link SyncPolicy#EVERY_BATCH} everything that was applied, and of what came later everything up to some
 * batch; at most about 64 MiB are written before the store syncs by itself. If only forcing fails the batch and its
 * cursor may have been applied although {@link #apply} throws: {@link #cursor()} tells.
 * <p>
 * Every block of the file and every entry has a checksum, which is compared whenever it is read. After a process that
 * did not close the store the number of entries and their digest are compared too, in the background; until then
 * {@link FoldUsage#condition()} says that the store is unverified. Once damage was met every use but {@link #verify()},
 * {@link #usage()} and {@link #reset()} fails. The damaged file is set aside as {@code fold.damaged}.
 * <p>
 * When the file takes more than four times what the entries do, and more than 64 MiB, they are copied to a new one while
 * both are used: the files then take up to about six times what the entries do.
 * <p>
 * Thread-safe, and safe from interrupts. Stores of one directory in the same process share one, with the settings of the
 * first; the first that applies a batch is the only writer until it is closed.
 */
public final class MvStoreFoldStore implements FoldStore {

    private final SharedStore<SharedFold> share;

    private MvStoreFoldStore(SharedStore<SharedFold> share) {
        this.share = share;
    }

    /**
     * Opens the store in {@link MvStoreFoldSettings#directory()}, which is created if it is missing.
     * @throws io.tidemark.directory.StoreDirectoryException if the directory is in use, not ours or not usable
     * @throws io.tidemark.fold.DamagedFoldException if the file is damaged and the settings say to fail then
     * @throws io.tidemark.fold.FoldFormatException if the file is in another format
     * @throws FoldStoreException if the file can't be opened or created
     */
    public static MvStoreFoldStore open(MvStoreFoldSettings settings) {
        return open(settings, FoldLimits.DEFAULT);
    }

    static MvStoreFoldStore open(MvStoreFoldSettings settings, FoldLimits limits) {
        return new MvStoreFoldStore(SharedStores.acquire(settings.directory(), SharedFold.class,
                () -> SharedFold.open(settings, limits)));
    }

    @Override
    public @Nullable Cursor cursor() {
        return fold().keeper().committed().state().cursor();
    }

    /**
     * {@inheritDoc}
     * @throws io.tidemark.fold.FoldWriterException if another store of the directory in this process is the writer
     */
    @Override
    public void apply(List<KvUpdate> batch, @Nullable Cursor cursor) {
        writable().apply(batch, cursor);
    }

    @Override
    public @Nullable KvEntry get(String key) {
        return fold().get(key);
    }

    @Override
    public void forEachInRange(String prefix, Consumer<? super KvEntry> action) {
        Objects.requireNonNull(action, "action");
        fold().forEachInRange(prefix, action);
    }

    @Override
    public void sync() {
        fold().keeper().sync();
    }

    @Override
    public FoldUsage usage() {
        return fold().keeper().usage();
    }

    @Override
    public FoldVerification verify() {
        return fold().keeper().verify();
    }

    /**
     * {@inheritDoc}
     * @throws FoldStoreException if the copy fails, or a reader still uses the file from before the last compaction
     */
    @Override
    public void compact() {
        fold().keeper().compact();
    }

    /**
     * {@inheritDoc}
     * @throws io.tidemark.fold.FoldWriterException if another store of the directory in this process is the writer
     */
    @Override
    public void reset() {
        writable().keeper().reset();
    }

    /**
     * {@inheritDoc}
     * @throws FoldStoreException if the file can't be closed; the store is closed all the same
     */
    @Override
    public void close() {
        SharedFold open = share.getIfOpen();
        if (open != null) {
            open.leave(this);
        }
        share.close();
    }

    private SharedFold writable() {
        SharedFold fold = fold();
        fold.requireWriter(this);
        return fold;
    }

    private SharedFold fold() {
        SharedFold fold = share.getIfOpen();
        if (fold == null) {
            throw new FoldStoreException("Fold store must be open, was closed: open it again", null);
        }
        return fold;
    }

}
