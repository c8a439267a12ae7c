package io.tidemark.journal.fcw2;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicLong;

import io.tidemark.directory.OwnerOnly;
import io.tidemark.journal.DamagePolicy;
import io.tidemark.journal.Journal;
import io.tidemark.journal.JournalledMap;
import io.tidemark.journal.RecordCompression;

/** Takes over the directories of fast-cache, and writes such. Neither is done while fast-cache uses the directory. */
public final class Fcw2 {

    /** The directory, below the imported one, that imported files are moved to. */
    public static final String IMPORTED = "imported";

    private Fcw2() {
    }

    /**
     * Puts the entries of a fast-cache directory into a journalled map, writes a snapshot of that, and then moves the files
     * aside. What follows damage within a segment is lost; the policy says whether later segments are used. Takes the
     * memory of all entries.
     * @throws Fcw2DamagedException if there is damage and the policy is {@link DamagePolicy#FAIL}; nothing has happened then
     * @throws io.tidemark.journal.JournalException if the journal can't be written; the files are where they were
     */
    public static Fcw2Report importInto(Journal journal, JournalledMap map, Path directory, DamagePolicy onDamage)
            throws IOException {
        Fcw2Contents contents = new Fcw2Contents(onDamage);
        contents.read(directory);
        Fcw2Report[] report = new Fcw2Report[1];
        journal.together(changes -> report[0] = contents.give(System.currentTimeMillis(), (key, value, expiresAt) ->
                changes.put(key, value, expiresAt, () -> map.put(key, value, expiresAt))));
        journal.snapshot();
        moveAside(contents, directory);
        return report[0];
    }

    private static void moveAside(Fcw2Contents contents, Path directory) throws IOException {
        Path imported = directory.resolve(IMPORTED);
        Files.createDirectories(imported, OwnerOnly.directory(imported));
        for (Path file : contents.files()) {
            Files.move(file, imported.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /**
     * Writes the entries of {@code map} as one segment that fast-cache can start from.
     * @param directory created if it is missing; must be empty
     * @return how many entries were written
     */
    public static long export(JournalledMap map, Path directory, RecordCompression compression) throws IOException {
        Files.createDirectories(directory, OwnerOnly.directory(directory));
        try (var present = Files.list(directory)) {
            if (present.findAny().isPresent()) {
                throw new IllegalArgumentException("directory must be empty, was '%s' with files in it: use another"
                    .formatted(directory));
            }
        }
        long now = System.currentTimeMillis();
        Path file = directory.resolve(segmentName(0, now, compression));
        Files.createFile(file, OwnerOnly.file(file));
        AtomicLong count = new AtomicLong();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            map.forEach((key, value, expiresAt) -> {
                long expireAt = expiresAt == Journal.NEVER ? Fcw2Record.NEVER : Math.max(0, expiresAt);
                write(out, new Fcw2Record(Fcw2Record.Op.SET, key, value, now, expireAt), compression);
                count.incrementAndGet();
            });
        }
        catch (UncheckedIOException ex) {
            throw ex.getCause();
        }
        return count.get();
    }

    static String segmentName(long sequence, long createdAtMillis, RecordCompression compression) {
        return "segment-%020d-%d.wal%s".formatted(sequence, createdAtMillis,
                compression == RecordCompression.LZ4 ? ".lz4" : "");
    }

    private static void write(OutputStream out, Fcw2Record record, RecordCompression compression) {
        try {
            out.write(Fcw2Codec.encode(record, compression));
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

}
