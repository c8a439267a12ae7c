package io.tidemark.projection.cache;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

import io.tidemark.key.KeyPath;
import io.tidemark.projection.CachedRow;
import io.tidemark.projection.Position;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** Rows for tests, and what makes two of them the same. */
final class Rows {

    private Rows() {
    }

    static CachedRow row(String value) {
        return row(value.getBytes(StandardCharsets.UTF_8), 42);
    }

    static CachedRow row(byte[] value, long sequence) {
        return new CachedRow(value, new Position(sequence, "event-" + sequence, sequence + 1), 1_000_000, "json");
    }

    /** Returns a row whose every byte follows from the key and the number, so that a mixture of two shows. */
    static CachedRow selfDescribing(KeyPath key, long number, int size) {
        byte[] value = new byte[Math.max(size, Long.BYTES)];
        new Random(number ^ key.hashCode()).nextBytes(value);
        ByteBuffer.wrap(value).putLong(number);
        return row(value, number);
    }

    /** Returns the row as it is in a journal. */
    static byte[] logged(CachedRow row) {
        byte[] head = LoggedRow.encodeHead(row);
        return ByteBuffer.allocate(head.length + row.value().length).put(head).put(row.value()).array();
    }

    static void assertSelfDescribing(KeyPath key, CachedRow row) {
        long number = ByteBuffer.wrap(row.value()).getLong();
        assertSame(row, selfDescribing(key, number, row.value().length));
    }

    static void assertSame(@Nullable CachedRow actual, CachedRow expected) {
        assertThat(isSame(actual, expected)).as("%s is %s", actual, expected).isTrue();
    }

    static boolean isSame(@Nullable CachedRow actual, CachedRow expected) {
        return actual != null && Arrays.equals(actual.value(), expected.value())
                && actual.position().equals(expected.position())
                && actual.cachedAtMicros() == expected.cachedAtMicros() && actual.codec().equals(expected.codec());
    }

}
