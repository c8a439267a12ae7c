package io.tidemark.benchmarks.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.tidemark.key.KeyPath;
import io.tidemark.key.KeyPrefix;

/**
 * A key in the form that each store takes, made beforehand. Keys come in groups of {@value #GROUP_SIZE}: the rows of a
 * projection whose stream ids start alike.
 *
 * @param path the typed path
 * @param bytes the same, encoded
 * @param id the id of the stream
 * @param group what the keys of the group have in common
 */
public record RowKey(KeyPath path, byte[] bytes, String id, Group group) {

    /** How many keys are in a group. */
    public static final int GROUP_SIZE = 100;

    private static final KeyPath ROWS = KeyPath.of("airport-traffic")
        .child(1)
        .child("\1\2\3\4\5\6\7\10".getBytes(StandardCharsets.ISO_8859_1));

    /** Returns {@code count} keys, group by group, equal if {@code seed} is. */
    public static List<RowKey> random(int count, long seed) {
        Random random = new Random(seed);
        List<RowKey> keys = new ArrayList<>(count);
        Group group = null;
        for (int i = 0; i < count; i++) {
            if (group == null || i % GROUP_SIZE == 0) {
                String start = "order-%06d-".formatted(i / GROUP_SIZE);
                KeyPrefix prefix = ROWS.childrenStartingWith(start);
                group = new Group(prefix, prefix.toBytes(), start);
            }
            String id = group.idPrefix() + "%016x".formatted(random.nextLong());
            KeyPath path = ROWS.child(id);
            keys.add(new RowKey(path, path.toBytes(), id, group));
        }
        return keys;
    }

    /**
     * A prefix in the form that each store takes.
     *
     * @param prefix the typed prefix
     * @param bytes the same, encoded
     * @param idPrefix what the ids start with
     */
    public record Group(KeyPrefix prefix, byte[] bytes, String idPrefix) {
    }

}
