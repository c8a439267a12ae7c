package io.tidemark.journal;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

import org.jspecify.annotations.Nullable;

/** The simplest map that can be journalled, and how it is changed together with its journal. */
final class StringMap implements JournalledMap {

    private final ConcurrentSkipListMap<String, Entry> entries = new ConcurrentSkipListMap<>();

    /** Returns the values by key. */
    Map<String, String> values() {
        Map<String, String> values = new TreeMap<>();
        entries.forEach((key, entry) -> values.put(key, entry.value()));
        return values;
    }

    long expiresAt(String key) {
        return entries.get(key).expiresAtMillis();
    }

    @Nullable String get(String key) {
        Entry entry = entries.get(key);
        return entry == null ? null : entry.value();
    }

    void put(JournalChanges journal, String key, String value) {
        put(journal, key, value, Journal.NEVER);
    }

    void put(JournalChanges journal, String key, String value, long expiresAtMillis) {
        journal.put(bytes(key), bytes(value), expiresAtMillis,
                () -> entries.put(key, new Entry(value, expiresAtMillis)));
    }

    void delete(JournalChanges journal, String key) {
        journal.delete(bytes(key), () -> entries.remove(key));
    }

    void deletePrefix(JournalChanges journal, String prefix) {
        journal.deletePrefix(bytes(prefix), () -> removePrefix(prefix, null));
    }

    void deletePrefixExcept(JournalChanges journal, String prefix, String kept) {
        journal.deletePrefixExcept(bytes(prefix), bytes(kept), () -> removePrefix(prefix, kept));
    }

    void expire(JournalChanges journal, String key, long expiresAtMillis) {
        journal.expire(bytes(key), expiresAtMillis, () -> expire(bytes(key), expiresAtMillis));
    }

    void clear(JournalChanges journal) {
        journal.clear(entries::clear);
    }

    @Override
    public void put(byte[] key, byte[] value, long expiresAtMillis) {
        entries.put(string(key), new Entry(string(value), expiresAtMillis));
    }

    @Override
    public void delete(byte[] key) {
        entries.remove(string(key));
    }

    @Override
    public void deletePrefix(byte[] prefix, byte @Nullable [] kept) {
        removePrefix(string(prefix), kept == null ? null : string(kept));
    }

    @Override
    public void expire(byte[] key, long expiresAtMillis) {
        entries.computeIfPresent(string(key), (same, entry) -> new Entry(entry.value(), expiresAtMillis));
    }

    @Override
    public void clear() {
        entries.clear();
    }

    @Override
    public void forEach(EntrySink sink) {
        entries.forEach((key, entry) -> sink.accept(bytes(key), bytes(entry.value()), entry.expiresAtMillis()));
    }

    private void removePrefix(String prefix, @Nullable String kept) {
        entries.keySet().removeIf(key -> key.startsWith(prefix) && (kept == null || !key.startsWith(kept)));
    }

    static byte[] bytes(String string) {
        return string.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String string(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private record Entry(String value, long expiresAtMillis) {
    }

}
