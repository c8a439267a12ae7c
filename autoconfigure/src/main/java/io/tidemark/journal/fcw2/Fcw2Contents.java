package io.tidemark.journal.fcw2;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.tidemark.journal.DamagePolicy;
import io.tidemark.journal.Journal;
import io.tidemark.journal.JournalledMap.EntrySink;

/** What a fast-cache directory holds: the newest whole snapshot, and the changes after it in the order of the segments. */
final class Fcw2Contents {

    private static final Pattern SEGMENT = Pattern.compile("segment-(\\d{20})-\\d{1,20}\\.wal(\\.lz4)?");

    private static final Pattern SNAPSHOT = Pattern.compile("snapshot-(\\d{1,20})\\.bin(\\.lz4)?");

    private final Map<ByteBuffer, Entry> entries = new LinkedHashMap<>();

    private final List<String> damagedFiles = new ArrayList<>();

    private final List<Path> files = new ArrayList<>();

    private final DamagePolicy policy;

    private long snapshotMillis;

    private long records;

    private long tornBytes;

    Fcw2Contents(DamagePolicy policy) {
        this.policy = policy;
    }

    void read(Path directory) throws IOException {
        List<Path> snapshots = list(directory, SNAPSHOT);
        List<Path> segments = list(directory, SEGMENT);
        files.addAll(snapshots);
        files.addAll(segments);
        readNewest(snapshots);
        boolean stopped = false;
        for (int index = 0; index < segments.size() && !stopped; index++) {
            stopped = !readSegment(segments.get(index)) && policy != DamagePolicy.SKIP;
        }
        if (isDamaged() && policy == DamagePolicy.DISCARD) {
            entries.clear();
        }
    }

    /** Returns the files that were looked at. */
    List<Path> files() {
        return files;
    }

    /** Gives the entries that have not ended to {@code sink}, and returns what was found. */
    Fcw2Report give(long nowMillis, EntrySink sink) {
        long given = 0;
        for (Map.Entry<ByteBuffer, Entry> entry : entries.entrySet()) {
            if (entry.getValue().expiresAtMillis() > nowMillis) {
                sink.accept(entry.getKey().array(), entry.getValue().value(), entry.getValue().expiresAtMillis());
                given++;
            }
        }
        return new Fcw2Report(given, records, entries.size() - given, tornBytes, List.copyOf(damagedFiles));
    }

    private boolean isDamaged() {
        return !damagedFiles.isEmpty();
    }

    private static List<Path> list(Path directory, Pattern name) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory,
                path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && matcher(name, path).matches())) {
            all.forEach(found::add);
        }
        found.sort(Comparator.comparing((Path path) -> number(name, path)).thenComparing(Comparator.naturalOrder()));
        return found;
    }

    private static Matcher matcher(Pattern name, Path path) {
        return name.matcher(path.getFileName().toString());
    }

    private static BigInteger number(Pattern name, Path path) {
        Matcher matcher = matcher(name, path);
        return new BigInteger(matcher.matches() ? matcher.group(1) : "0");
    }

    private void readNewest(List<Path> snapshots) throws IOException {
        for (int index = snapshots.size() - 1; index >= 0; index--) {
            Path file = snapshots.get(index);
            try {
                snapshotMillis = Fcw2Snapshot.read(file, this::set);
                return;
            }
            catch (Fcw2DamagedException ex) {
                entries.clear();
                note(file, ex);
            }
        }
    }

    private boolean readSegment(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file));
        try (Fcw2Segment segment = new Fcw2Segment(in, Files.size(file))) {
            for (Fcw2Record record = segment.next(); record != null; record = segment.next()) {
                records++;
                if (Long.compareUnsigned(record.timestampMillis(), snapshotMillis) >= 0) {
                    apply(record);
                }
            }
            tornBytes += segment.tornBytes();
            return true;
        }
        catch (Fcw2DamagedException ex) {
            note(file, ex);
            return false;
        }
    }

    private void note(Path file, Fcw2DamagedException damage) throws Fcw2DamagedException {
        if (policy == DamagePolicy.FAIL) {
            throw damage;
        }
        damagedFiles.add(file.getFileName().toString());
    }

    private void apply(Fcw2Record record) {
        long expiresAt = record.expireAtMillis() < 0 ? Journal.NEVER : record.expireAtMillis();
        switch (record.op()) {
            case SET -> set(record.key(), record.value(), expiresAt);
            case DEL -> entries.remove(ByteBuffer.wrap(record.key()));
            case EXPIRE -> entries.computeIfPresent(ByteBuffer.wrap(record.key()),
                    (key, entry) -> new Entry(entry.value(), expiresAt));
        }
    }

    private void set(byte[] key, byte[] value, long expiresAtMillis) {
        entries.put(ByteBuffer.wrap(key), new Entry(value, expiresAtMillis));
    }

    private record Entry(byte[] value, long expiresAtMillis) {
    }

}
