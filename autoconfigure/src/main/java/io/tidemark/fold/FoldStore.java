package io.tidemark.fold;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the copy of a bucket and its cursor, which move together.
 * <p>
 * One thread writes, any number read. Readers wait for nobody and see the last commit, never part of one. Keys are text
 * without unpaired surrogates, of at most {@value #MAXIMUM_KEY_BYTES} bytes in UTF-8.
 */
public interface FoldStore extends AutoCloseable {

    /** How many bytes a key has at most. */
    int MAXIMUM_KEY_BYTES = 65_535;

    /**
     * Returns the cursor of the last commit; null if the store is empty or was left in the middle of a resync, so that
     * everything must be read again.
     */
    @Nullable Cursor cursor();

    /**
     * Applies the updates in order and moves the cursor, in one commit. If this throws, neither has happened. An empty
     * batch moves the cursor. Versions are not compared: whoever comes last wins, so that repeating the tail of a
     * history does no harm.
     * @param cursor the cursor from now on; null says that the copy is incomplete until a later batch says otherwise
     * @throws IllegalArgumentException if a key is too long or no text
     * @throws FoldStoreException if the batch could not be committed
     */
    void apply(List<KvUpdate> batch, @Nullable Cursor cursor);

    /**
     * Returns the entry of {@code key}, or null if there is none.
     * @throws FoldStoreException if the entry is damaged or the store can't be read
     */
    @Nullable KvEntry get(String key);

    /**
     * Calls {@code action} with each entry whose key starts with {@code prefix}, ascending by the bytes of the key, all
     * of one commit. At most one entry is in memory at a time if the store is on disk. What {@code action} throws ends
     * it and reaches the caller.
     * @throws FoldStoreException if an entry is damaged or the store can't be read
     */
    void forEachInRange(String prefix, Consumer<? super KvEntry> action);

    /** Returns the entries whose keys start with {@code prefix}, in the order of {@link #forEachInRange}. */
    default List<KvEntry> range(String prefix) {
        List<KvEntry> entries = new ArrayList<>();
        forEachInRange(prefix, entries::add);
        return entries;
    }

    /** Forces what was applied to the disk, so that a power failure does not undo it. */
    void sync();

    /** Returns how much is stored and in which condition. Waits for nobody. */
    FoldUsage usage();

    /**
     * Reads all entries of the last commit and compares them with what was counted as they were applied. Batches are
     * applied meanwhile. If something is wrong the store is {@linkplain FoldCondition#DAMAGED damaged} from then on.
     */
    FoldVerification verify();

    /** Gives back the space that replaced and deleted entries take. Readers go on meanwhile. */
    void compact();

    /**
     * Begins anew, without entries and with the cursor null. What was there is gone; of a damaged store it is set aside
     * if it was on disk, the latest only.
     */
    void reset();

    /** Ends the use of the store. Calling it again does nothing. */
    @Override
    void close();

}
