package io.tidemark.projection.cache;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import io.tidemark.key.KeyPath;

import org.jspecify.annotations.Nullable;

/**
 * Rows that were loaded and not yet asked for, as {@link LoggedRow} encodes them: one after another in large arrays, and
 * a table of numbers that finds them. That gives the garbage collector next to nothing to do, while a million rows as
 * objects take it longer than all the rest of a recovery takes.
 * <p>
 * An entry starts at a multiple of eight bytes. It has the length of its key, the length of its value or the complement
 * of that once it is removed, the key and the value.
 * <p>
 * Thread-safe, but for {@link #put}, which only one thread may call before any other uses this.
 */
final class LoadedRows {

    /** How much it can hold, as {@link #bytes()} counts; removed entries and the ends of slabs take no more than that again. */
    static final long LARGEST_BYTES = 4L << 30;

    private static final int SLAB_BITS = 18;

    private static final int UNIT_BITS = 3;

    private static final int HEADER_BYTES = 2 * Integer.BYTES;

    private static final int SMALLEST_TABLE = 1 << 10;

    private static final byte[] NOTHING = {};

    // Removed entries that are not worth a copy of the others.
    private static final long TOLERATED_BYTES = 16 << 20;

    private List<@Nullable ByteBuffer> slabs = new ArrayList<>();

    // The hash of a key in the upper half, one more than the place of its entry in the lower half; or zero.
    private long[] table = new long[SMALLEST_TABLE];

    private int slots;

    private volatile int firstSlab;

    private long writtenBytes;

    private volatile long liveBytes;

    private volatile int count;

    private volatile int unreadable;

    int count() {
        return count;
    }

    /** Returns how many keys were no paths and dropped. */
    int unreadable() {
        return unreadable;
    }

    /** Returns the path, or null if {@code key} is none. */
    static @Nullable KeyPath path(byte[] key, KeyPath neighbour) {
        try {
            return KeyPath.decodeShared(key, neighbour);
        }
        catch (IllegalArgumentException ex) {
            return null;
        }
    }

    /** Returns how many bytes the keys and values take. */
    long bytes() {
        return liveBytes;
    }

    /** Adds a row, or replaces the one of that key, which {@link #keys} reads as a path: that takes as long as all the rest. */
    synchronized void put(byte[] key, byte[] value) {
        if (writtenBytes > 2 * liveBytes + TOLERATED_BYTES) {
            compact();
        }
        int hash = KeyPath.hashCodeOf(key);
        int slot = slot(key, hash);
        if (table[slot] == 0) {
            slots++;
        }
        else {
            kill(place(table[slot]));
        }
        int place = append(key, value);
        table[slot] = (long) hash << Integer.SIZE | Integer.toUnsignedLong(place) + 1;
        if (slots > table.length / 2) {
            grow();
        }
    }

    /** Returns the value of {@code key}, or null if there is none. */
    synchronized byte @Nullable [] get(KeyPath key) {
        long entry = count == 0 ? 0 : table[slot(key.sharedBytes(), key.hashCode())];
        if (entry == 0) {
            return null;
        }
        ByteBuffer slab = slab(place(entry));
        int at = offset(place(entry));
        int valueAt = at + HEADER_BYTES + slab.getInt(at);
        int length = slab.getInt(at + Integer.BYTES);
        return length < 0 ? null : Arrays.copyOfRange(slab.array(), valueAt, valueAt + length);
    }

    /** Removes the row of {@code key}, and returns whether it was there. */
    boolean remove(KeyPath key) {
        return count > 0 && removePresent(key);
    }

    private synchronized boolean removePresent(KeyPath key) {
        long entry = table[slot(key.sharedBytes(), key.hashCode())];
        boolean removed = entry != 0 && kill(place(entry));
        if (removed && count == 0) {
            clear();
        }
        return removed;
    }

    /** Returns the keys whose bytes start with {@code start}. */
    List<KeyPath> keys(byte[] start) {
        List<KeyPath> keys = new ArrayList<>();
        for (int slab = firstSlab; addKeys(slab, start, keys); slab++) {
        }
        return keys;
    }

    /** Returns the keys of the rows that were added first, {@code enough} of them or somewhat more, or all. */
    List<KeyPath> firstKeys(int enough) {
        List<KeyPath> keys = new ArrayList<>();
        for (int slab = firstSlab; keys.size() < enough && addKeys(slab, NOTHING, keys); slab++) {
            if (keys.isEmpty()) {
                drop(slab);
            }
        }
        return keys;
    }

    synchronized void clear() {
        slabs = new ArrayList<>();
        table = new long[SMALLEST_TABLE];
        slots = 0;
        firstSlab = 0;
        writtenBytes = 0;
        liveBytes = 0;
        count = 0;
    }

    /** Returns where the key is in the table, or the free slot where it belongs. */
    private int slot(byte[] key, int hash) {
        int slot = (hash ^ hash >>> 16) & table.length - 1;
        while (table[slot] != 0 && !((int) (table[slot] >>> Integer.SIZE) == hash && isAt(place(table[slot]), key))) {
            slot = slot + 1 & table.length - 1;
        }
        return slot;
    }

    private boolean isAt(int place, byte[] key) {
        ByteBuffer slab = slabs.get(place >>> SLAB_BITS - UNIT_BITS);
        if (slab == null) {
            return false;
        }
        int from = offset(place) + HEADER_BYTES;
        int to = from + slab.getInt(offset(place));
        return Arrays.equals(slab.array(), from, to, key, 0, key.length);
    }

    private boolean kill(int place) {
        ByteBuffer slab = slab(place);
        int at = offset(place);
        int length = slab.getInt(at + Integer.BYTES);
        if (length >= 0) {
            slab.putInt(at + Integer.BYTES, ~length);
            liveBytes -= slab.getInt(at) + length;
            count--;
        }
        return length >= 0;
    }

    private int append(byte[] key, byte[] value) {
        int size = HEADER_BYTES + key.length + value.length;
        ByteBuffer slab = slabs.isEmpty() ? null : slabs.get(slabs.size() - 1);
        if (slab == null || slab.remaining() < size) {
            slab = ByteBuffer.allocate(Math.max(1 << SLAB_BITS, roundUp(size)));
            slabs.add(slab);
        }
        int at = slab.position();
        slab.putInt(key.length).putInt(value.length).put(key).put(value);
        slab.position(roundUp(slab.position()));
        writtenBytes += slab.position() - at;
        liveBytes += key.length + value.length;
        count++;
        return slabs.size() - 1 << SLAB_BITS - UNIT_BITS | at >>> UNIT_BITS;
    }

    private void grow() {
        long[] old = table;
        table = new long[2 * old.length];
        for (long entry : old) {
            if (entry != 0) {
                int hash = (int) (entry >>> Integer.SIZE);
                int slot = (hash ^ hash >>> 16) & table.length - 1;
                while (table[slot] != 0) {
                    slot = slot + 1 & table.length - 1;
                }
                table[slot] = entry;
            }
        }
    }

    private void compact() {
        LoadedRows compacted = new LoadedRows();
        for (KeyPath key : keys(NOTHING)) {
            compacted.put(key.sharedBytes(), Objects.requireNonNull(get(key), "value"));
        }
        slabs = compacted.slabs;
        table = compacted.table;
        slots = compacted.slots;
        firstSlab = 0;
        writtenBytes = compacted.writtenBytes;
    }

    // One at a time, so that nobody waits long for the lock.
    private synchronized boolean addKeys(int number, byte[] start, List<KeyPath> keys) {
        if (number >= slabs.size()) {
            return false;
        }
        ByteBuffer slab = slabs.get(number);
        KeyPath neighbour = keys.isEmpty() ? KeyPath.root() : keys.get(keys.size() - 1);
        for (int at = 0; slab != null && at < slab.position();) {
            int keyAt = at + HEADER_BYTES;
            int keyLength = slab.getInt(at);
            int valueLength = slab.getInt(at + Integer.BYTES);
            if (valueLength >= 0 && keyLength >= start.length
                    && Arrays.equals(slab.array(), keyAt, keyAt + start.length, start, 0, start.length)) {
                KeyPath key = path(Arrays.copyOfRange(slab.array(), keyAt, keyAt + keyLength), neighbour);
                if (key == null) {
                    kill(number << SLAB_BITS - UNIT_BITS | at >>> UNIT_BITS);
                    unreadable++;
                }
                else {
                    neighbour = key;
                    keys.add(key);
                }
            }
            at = roundUp(keyAt + keyLength + (valueLength < 0 ? ~valueLength : valueLength));
        }
        return true;
    }

    private synchronized void drop(int slab) {
        if (slab < slabs.size()) {
            slabs.set(slab, null);
            firstSlab = slab + 1;
        }
    }

    private ByteBuffer slab(int place) {
        return Objects.requireNonNull(slabs.get(place >>> SLAB_BITS - UNIT_BITS), "slab");
    }

    private static int place(long entry) {
        return (int) entry - 1;
    }

    private static int offset(int place) {
        return (place & (1 << SLAB_BITS - UNIT_BITS) - 1) << UNIT_BITS;
    }

    private static int roundUp(int bytes) {
        int unit = 1 << UNIT_BITS;
        return (bytes + unit - 1) / unit * unit;
    }

}
