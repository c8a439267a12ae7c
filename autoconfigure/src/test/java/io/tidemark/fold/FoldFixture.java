package io.tidemark.fold;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A history, what it folds to, and the words to say so. */
public final class FoldFixture {

    public static final SourceIdentity SOURCE = new SourceIdentity("routes",
            Instant.parse("2026-01-02T03:04:05.123456789Z"), List.of("node.", "svc."));

    public static final List<KvUpdate> HISTORY = List.of(put("node.a", "v1", 1), put("node.b", "v2", 2),
            put("svc.x", "sx", 3), put("node.a", "v1b", 4), delete("node.b", 5), put("node.c", "v3", 6),
            put("svc.y", "sy", 7));

    public static final Map<String, String> FOLDED = new TreeMap<>(
            Map.of("node.a", "v1b", "node.c", "v3", "svc.x", "sx", "svc.y", "sy"));

    private FoldFixture() {
    }

    public static Cursor cursor(long revision) {
        return new Cursor(SOURCE, Version.of(revision));
    }

    public static KvUpdate put(String key, String value, long revision) {
        return put(key, value.getBytes(StandardCharsets.UTF_8), Version.of(revision));
    }

    public static KvUpdate put(String key, byte[] value, Version version) {
        return new KvUpdate.Put(new KvEntry(key, value, version));
    }

    public static KvUpdate delete(String key, long revision) {
        return new KvUpdate.Delete(key, Version.of(revision));
    }

    /** Applies the history from one revision to another, three updates at a time. */
    public static void fold(FoldStore store, int from, int to) {
        for (int start = from; start <= to; start += 3) {
            int end = Math.min(to, start + 2);
            store.apply(HISTORY.subList(start - 1, end), cursor(end));
        }
    }

    public static Map<String, String> content(FoldStore store) {
        Map<String, String> content = new TreeMap<>();
        store.forEachInRange("", (entry) -> content.put(entry.key(), text(entry)));
        return content;
    }

    public static String text(KvEntry entry) {
        return new String(entry.value(), StandardCharsets.UTF_8);
    }

}
