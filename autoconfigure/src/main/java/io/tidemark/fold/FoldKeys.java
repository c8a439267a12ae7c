package io.tidemark.fold;

import java.nio.charset.StandardCharsets;

/** Keys as bytes, UTF-8: what the stores of folds sort them by. */
public final class FoldKeys {

    private FoldKeys() {
    }

    /**
     * Returns the bytes of {@code key}.
     * @throws IllegalArgumentException if there are too many, or {@code key} is no text
     */
    public static byte[] encode(String key) {
        // A character has at least a byte: a huge key is refused before it is encoded.
        if (key.length() > FoldStore.MAXIMUM_KEY_BYTES) {
            throw tooLong("at least " + key.length());
        }
        for (int index = 0; index < key.length(); index++) {
            if (Character.isSurrogate(key.charAt(index))) {
                index = requirePair(key, index);
            }
        }
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > FoldStore.MAXIMUM_KEY_BYTES) {
            throw tooLong(Integer.toString(bytes.length));
        }
        return bytes;
    }

    /** Returns the key that has the bytes {@code bytes}. */
    public static String decode(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    // Each would be written as a question mark, and pass for another key.
    private static int requirePair(String key, int index) {
        if (index + 1 == key.length() || !Character.isSurrogatePair(key.charAt(index), key.charAt(index + 1))) {
            throw new IllegalArgumentException("key must be text, had an unpaired surrogate at " + index);
        }
        return index + 1;
    }

    private static IllegalArgumentException tooLong(String bytes) {
        return new IllegalArgumentException("key must have at most %d bytes in UTF-8, had %s"
            .formatted(FoldStore.MAXIMUM_KEY_BYTES, bytes));
    }

}
