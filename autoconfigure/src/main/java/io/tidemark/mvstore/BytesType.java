package io.tidemark.mvstore;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** Bytes in unsigned order, written as their length and themselves. */
public final class BytesType extends BasicDataType<byte[]> {

    private static final int ARRAY_BYTES = 16;

    /** Creates the type. */
    public BytesType() {
    }

    @Override
    public int compare(byte[] a, byte[] b) {
        return Arrays.compareUnsigned(a, b);
    }

    @Override
    public int binarySearch(byte[] key, Object storage, int size, int initialGuess) {
        byte[][] keys = (byte[][]) storage;
        int low = 0;
        int high = size - 1;
        int middle = initialGuess > 0 && initialGuess <= size ? initialGuess - 1 : high >>> 1;
        while (low <= high) {
            int order = Arrays.compareUnsigned(key, keys[middle]);
            if (order == 0) {
                return middle;
            }
            if (order > 0) {
                low = middle + 1;
            }
            else {
                high = middle - 1;
            }
            middle = (low + high) >>> 1;
        }
        return ~low;
    }

    @Override
    public int getMemory(byte[] key) {
        return (ARRAY_BYTES + key.length + 7) & ~7;
    }

    @Override
    public boolean isMemoryEstimationAllowed() {
        return false;
    }

    @Override
    public void write(WriteBuffer target, byte[] key) {
        target.putVarInt(key.length).put(key);
    }

    @Override
    public byte[] read(ByteBuffer source) {
        int length = DataUtils.readVarInt(source);
        if (length < 0 || length > source.remaining()) {
            throw DataUtils.newMVStoreException(DataUtils.ERROR_FILE_CORRUPT, "{0} bytes", length);
        }
        byte[] key = new byte[length];
        source.get(key);
        return key;
    }

    @Override
    public byte[][] createStorage(int size) {
        return new byte[size][];
    }

}
