package io.tidemark.journal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongSupplier;

import io.tidemark.journal.FileHeader.Kind;
import io.tidemark.journal.LogReplay.RecoveredTail;
import io.tidemark.journal.Segments.Segment;
import io.tidemark.journal.SnapshotReader.Snapshot;

import org.jspecify.annotations.Nullable;

/**
 * Fills a map from the newest snapshot that is whole and the records of the log after it. Numbers without a gap say
 * that nothing is missing; where records end before the next segment begins with the number that follows, that is a
 * write that was cut off and repeated, and no damage.
 */
final class Recovery {

    static final String TEMPORARY = ".tmp";

    private final FileLayer files;

    private final JournalSettings settings;

    Recovery(FileLayer files, JournalSettings settings) {
        this.files = files;
        this.settings = settings;
    }

    /**
     * Recovers, and changes no file but unfinished ones.
     * @throws JournalException if there is damage and that is the policy
     */
    Recovered run(JournalledMap map, RecoveryListener listener, LongSupplier clock) throws IOException {
        long start = System.nanoTime();
        List<String> names = files.list();
        Recovering recovering = new Recovering(map, listener, settings.onDamage(), clock, totalBytes(names));
        List<Snapshot> snapshots = new ArrayList<>();
        Snapshot base = loadSnapshot(numbers(names, Kind.SNAPSHOT), snapshots, recovering);
        List<LogFile> log = openLog(numbers(names, Kind.SEGMENT));
        LogReplay replay = new LogReplay(files, log, names.contains(LogTail.NAME), base, recovering);
        long lastLsn = replay.run();
        deleteTemporary(names);
        return new Recovered(recovering.finish(Duration.ofNanos(System.nanoTime() - start)), lastLsn,
                segments(log, lastLsn, replay.tail()), replay.tail(), snapshots, following(names, Kind.SEGMENT),
                following(names, Kind.SNAPSHOT));
    }

    private long totalBytes(List<String> names) throws IOException {
        long bytes = 0;
        for (String name : names) {
            boolean ours = Kind.SNAPSHOT.numberIn(name) >= 0 || Kind.SEGMENT.numberIn(name) >= 0;
            bytes += ours ? files.size(name) : 0;
        }
        return bytes;
    }

    private static List<Long> numbers(List<String> names, Kind kind) {
        return new ArrayList<>(names.stream().map(kind::numberIn).filter(number -> number >= 0).sorted().toList());
    }

    private static long following(List<String> names, Kind kind) {
        // The names of damaged files count, so that theirs are not given again.
        return names.stream()
            .map(name -> name.endsWith(Damaged.SUFFIX) ? name.substring(0, name.length() - Damaged.SUFFIX.length()) : name)
            .mapToLong(kind::numberIn)
            .max()
            .orElse(-1) + 1;
    }

    private @Nullable Snapshot loadSnapshot(List<Long> numbers, List<Snapshot> known, Recovering recovering)
            throws IOException {
        Collections.reverse(numbers);
        Snapshot base = null;
        TreeMap<Long, Snapshot> found = new TreeMap<>();
        for (long number : numbers) {
            Snapshot snapshot = base == null ? load(number, recovering) : peek(number, recovering);
            if (snapshot != null) {
                base = base == null ? snapshot : base;
                found.put(number, snapshot);
            }
        }
        known.addAll(found.values());
        return base;
    }

    private @Nullable Snapshot load(long number, Recovering recovering) throws IOException {
        Snapshot snapshot = new SnapshotReader(files).load(number, recovering);
        String name = Kind.SNAPSHOT.fileName(number);
        if (snapshot == null) {
            recovering.restart();
            recovering.damage(name, 0, files.size(name));
        }
        recovering.done(files.size(name));
        return snapshot;
    }

    private @Nullable Snapshot peek(long number, Recovering recovering) throws IOException {
        FileHeader header = SnapshotReader.header(files, Kind.SNAPSHOT, number);
        String name = Kind.SNAPSHOT.fileName(number);
        if (header == null) {
            recovering.damage(name, 0, files.size(name));
            return null;
        }
        return new Snapshot(number, header.lsn(), header.lsn(), files.size(name));
    }

    private List<LogFile> openLog(List<Long> numbers) throws IOException {
        List<LogFile> log = new ArrayList<>();
        for (long number : numbers) {
            String name = Kind.SEGMENT.fileName(number);
            long bytes = files.size(name);
            // Shorter than a header: its first write was cut off, so there is nothing in it.
            if (bytes >= FileHeader.BYTES) {
                log.add(new LogFile(name, number, SnapshotReader.header(files, Kind.SEGMENT, number), bytes));
            }
            else if (settings.onDamage() != DamagePolicy.FAIL) {
                files.delete(name);
            }
        }
        return log;
    }

    private static List<Segment> segments(List<LogFile> log, long lastLsn, @Nullable RecoveredTail tail) {
        List<Segment> segments = new ArrayList<>();
        long last = lastLsn;
        for (int index = log.size() - 1; index >= 0; index--) {
            LogFile file = log.get(index);
            FileHeader header = file.header();
            // Without one nobody knows more than that it comes before the next one; it is deleted with the one before.
            long first = header == null ? last + 1 : header.lsn();
            long bytes = tail != null && segments.isEmpty() ? tail.segmentBytes() : file.bytes();
            segments.add(0, new Segment(file.number(), first, last, bytes));
            last = first - 1;
        }
        return segments;
    }

    private void deleteTemporary(List<String> names) throws IOException {
        for (String name : names) {
            if (name.endsWith(TEMPORARY)) {
                files.delete(name);
            }
        }
    }

    /** A segment, before it was read. */
    record LogFile(String name, long number, @Nullable FileHeader header, long bytes) {
    }

    /** What goes on from here. */
    record Recovered(RecoveryReport report, long lastLsn, List<Segment> segments, @Nullable RecoveredTail tail,
            List<Snapshot> snapshots, long nextSegment, long nextSnapshot) {
    }

}
