package io.tidemark.livetable.repository;

import java.util.Arrays;

/** Bytes that grow as values are put, each so that no two sequences of values have the same bytes. Not thread-safe. */
final class KeyBuffer {

    private byte[] bytes = new byte[64];

    private int length;

    void put(int value) {
        ensure(1);
        this.bytes[this.length++] = (byte) value;
    }

    /** Puts a long in as many bytes as it needs, small magnitudes in one. */
    void putLong(long value) {
        ensure(10);
        long rest = value << 1 ^ value >> 63;
        while ((rest & ~0x7FL) != 0) {
            this.bytes[this.length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        this.bytes[this.length++] = (byte) rest;
    }

    /** Puts all eight bytes of a long. */
    void putBits(long value) {
        ensure(Long.BYTES);
        for (int shift = 56; shift >= 0; shift -= 8) {
            this.bytes[this.length++] = (byte) (value >>> shift);
        }
    }

    void putBytes(byte[] value) {
        putLong(value.length);
        ensure(value.length);
        System.arraycopy(value, 0, this.bytes, this.length, value.length);
        this.length += value.length;
    }

    /** Puts a string, an unpaired surrogate included: the sign of its length tells the two forms apart. */
    void putString(String value) {
        int size = value.length();
        ensure(size + 10);
        int start = this.length;
        putLong(size);
        for (int i = 0; i < size; i++) {
            char character = value.charAt(i);
            if (character >= 0x80) {
                this.length = start;
                putLong(-1L - size);
                putWide(value);
                return;
            }
            this.bytes[this.length++] = (byte) character;
        }
    }

    byte[] toBytes() {
        return Arrays.copyOf(this.bytes, this.length);
    }

    private void putWide(String value) {
        ensure(2 * value.length());
        for (int i = 0; i < value.length(); i++) {
            this.bytes[this.length++] = (byte) (value.charAt(i) >>> 8);
            this.bytes[this.length++] = (byte) value.charAt(i);
        }
    }

    private void ensure(int more) {
        if (this.bytes.length - this.length < more) {
            this.bytes = Arrays.copyOf(this.bytes, Math.max(2 * this.bytes.length, this.length + more));
        }
    }

}
