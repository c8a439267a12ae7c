package io.tidemark.fold;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Turns the values of a bucket to objects and back. Thread-safe. Any exception means that the value can't be decoded or
 * encoded; what becomes of the value then is up to the {@link UndecodablePolicy} of the fold.
 *
 * @param <V> the object
 */
public interface FoldCodec<V> {

    /** Returns the bytes that {@link #decode} turns to {@code value}, for those who write to the bucket. */
    byte[] encode(V value);

    /** Returns a new object from {@code bytes}, which it must neither keep nor change. Never null. */
    V decode(byte[] bytes);

    /** Returns the codec of values that are bytes. They are copied. */
    static FoldCodec<byte[]> bytes() {
        return new FoldCodec<>() {

            @Override
            public byte[] encode(byte[] value) {
                return value.clone();
            }

            @Override
            public byte[] decode(byte[] bytes) {
                return bytes.clone();
            }

        };
    }

    /** Returns the codec of values that are text in UTF-8. Bytes that are no such text can't be decoded. */
    static FoldCodec<String> text() {
        return new FoldCodec<>() {

            @Override
            public byte[] encode(String value) {
                return value.getBytes(StandardCharsets.UTF_8);
            }

            @Override
            public String decode(byte[] bytes) {
                try {
                    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
                }
                catch (CharacterCodingException ex) {
                    throw new IllegalArgumentException("value must be text in UTF-8, was not", ex);
                }
            }

        };
    }

}
