package io.tidemark.benchmarks.store;

import java.util.Arrays;

/** Tells which keys a prefix matches. */
final class Prefixes {

    private Prefixes() {
    }

    static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

}
