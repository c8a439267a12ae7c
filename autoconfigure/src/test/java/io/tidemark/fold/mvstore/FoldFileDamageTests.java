package io.tidemark.fold.mvstore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import io.tidemark.fold.FoldFixture;
import io.tidemark.fold.FoldKeys;
import io.tidemark.fold.FoldStoreException;
import io.tidemark.fold.FoldVerification;
import io.tidemark.fold.KvUpdate;
import io.tidemark.mvstore.Damage;
import io.tidemark.mvstore.DamagedFileException;
import io.tidemark.mvstore.StoreFile;
import io.tidemark.mvstore.StoreSettings;
import io.tidemark.mvstore.StoreSettings.Commits;

import org.h2.mvstore.Cursor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.tidemark.fold.FoldFixture.delete;
import static io.tidemark.fold.FoldFixture.put;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

/** What damage of a file does: a right answer, or none. */
@Tag("P5")
class FoldFileDamageTests {

    private static final StoreSettings SETTINGS = new StoreSettings(1 << 20, 4096, false, Commits.EXPLICIT);

    private static final List<String> KEYS = List.of("a", "b", "c", "d", "value");

    @TempDir
    Path directory;

    // What was there at each cursor.
    private final Map<Long, Map<String, String>> states = new TreeMap<>();

    private Path path;

    private byte[] closed;

    private byte[] killed;

    @BeforeEach
    void writeFile() throws IOException {
        path = directory.resolve("fold");
        FoldFile file = FoldFile.of(StoreFile.create(path, SETTINGS));
        file.file().sync();
        states.put(0L, Map.of());
        Map<String, String> state = new TreeMap<>();
        apply(file, state, 1, put("a", "first", 1), put("b", "second", 1), put("value", "some value", 1));
        apply(file, state, 2, put("a", "third", 2), delete("b", 2), put("c", "x".repeat(500), 2));
        apply(file, state, 3, put("value", "another value", 3), put("d", "", 3));
        killed = Files.readAllBytes(path);
        file.file().close(file.committed().state().bytes());
        closed = Files.readAllBytes(path);
    }

    @Test
    void undamagedFilesAreRight() throws IOException {
        assertThat(outcome(killed, "killed")).isEqualTo(3);
        assertThat(outcome(closed, "closed")).isEqualTo(3);
    }

    @Test
    void flippedBitIsHarmlessOrNoticed() throws IOException {
        for (byte[] intact : List.of(closed, killed)) {
            int noticed = 0;
            for (int position = 0; position < intact.length; position += position < 64 ? 1 : 29) {
                noticed += outcome(flipped(intact, 8 * position + position % 8), "byte " + position) != 3 ? 1 : 0;
            }
            assertThat(noticed).isPositive();
        }
    }

    @Test
    @Tag("soak")
    void everyFlippedBitIsHarmlessOrNoticed() throws IOException {
        for (byte[] intact : List.of(closed, killed)) {
            for (int bit = 0; bit < 8 * intact.length; bit++) {
                outcome(flipped(intact, bit), "bit " + bit);
            }
        }
    }

    @Test
    void flippedBitInAnEntryIsNoticed() throws IOException {
        int valueAt = new String(closed, ISO_8859_1).lastIndexOf("another value");

        for (int bit = 8 * (valueAt - 24); bit < 8 * (valueAt + 13); bit++) {
            assertThat(outcome(flipped(closed, bit), "bit " + bit)).as("bit %d", bit).isEqualTo(-1);
        }
    }

    @Test
    void truncationOfAClosedFileIsNoticed() throws IOException {
        for (int length = 0; length < closed.length; length += length < 64 ? 1 : 17) {
            assertThat(outcome(Arrays.copyOf(closed, length), "length " + length)).as("length %d", length)
                .isEqualTo(-1);
        }
    }

    @Test
    @Tag("soak")
    void truncationAtAnyByteIsHarmlessOrNoticed() throws IOException {
        for (byte[] intact : List.of(closed, killed)) {
            for (int length = 0; length < intact.length; length++) {
                outcome(Arrays.copyOf(intact, length), "length " + length);
            }
        }
    }

    @Test
    @Tag("P7")
    void truncationOfAFileInUseLeavesAnEarlierStateWithItsCursorOrIsNoticed() throws IOException {
        List<Long> cursors = new ArrayList<>();

        for (int length = 0; length < killed.length; length += length < 64 ? 1 : 17) {
            cursors.add(outcome(Arrays.copyOf(killed, length), "length " + length));
        }

        assertThat(cursors).contains(-1L, 1L, 2L);
    }

    @Test
    void missingAndAdditionalAndOldEntriesAreNoticedByTheirDigest() throws IOException {
        for (Change wrong : List.of(new Change(FoldKeys.encode("a"), null), change(put("e", "more", 4)),
                change(put("a", "first", 1)))) {
            Files.write(path, closed);
            FoldFile file = open();
            FoldState right = file.committed().state();
            file.change(wrong);
            file.commit(right.cursor());
            Committed wrongly = new Committed(file, file.committed().entries(), right);

            FoldVerification verification = new Verifier(wrongly).run(() -> false);

            assertThat(verification.isSound()).isFalse();
            assertThat(verification.damagedEntries()).isZero();
            assertThat(verification.digestMatches()).isFalse();
            file.file().abandon();
        }
    }

    /** Returns the cursor of what is there, or -1 if damage was noticed. */
    private long outcome(byte[] bytes, String damage) throws IOException {
        Files.write(path, bytes);
        FoldFile file;
        try {
            file = open();
        }
        catch (DamagedFileException ex) {
            return -1;
        }
        try {
            // A file that was closed in order is not verified when it is opened: every answer has to be right by itself.
            if (!file.file().wasClosed() && !new Verifier(file.committed()).run(() -> false).isSound()) {
                return -1;
            }
            return requireRight(file.committed(), damage);
        }
        catch (RuntimeException ex) {
            assertThat(ex instanceof FoldStoreException || Damage.isCauseOf(ex)).as("%s: %s", damage, ex).isTrue();
            return -1;
        }
        finally {
            file.file().abandon();
        }
    }

    private long requireRight(Committed committed, String damage) {
        boolean noticed = false;
        var cursor = committed.state().cursor();
        long revision = cursor == null ? 0 : cursor.version().asLong().getAsLong();
        Map<String, String> expected = Objects.requireNonNull(states.get(revision), damage);
        for (String key : KEYS) {
            try {
                byte[] bytes = FoldKeys.encode(key);
                byte[] record = committed.get(bytes);
                String value = record == null ? null : FoldFixture.text(EntryCodec.decode(key, bytes, record));
                assertThat(value).as("%s: %s", damage, key).isEqualTo(expected.get(key));
            }
            catch (RuntimeException ex) {
                assertThat(ex instanceof FoldStoreException || Damage.isCauseOf(ex)).as("%s: %s", damage, ex).isTrue();
                noticed = true;
            }
        }
        Map<String, String> content = new TreeMap<>();
        for (Cursor<byte[], byte[]> entries = committed.from(new byte[0]); entries.hasNext();) {
            byte[] key = entries.next();
            content.put(FoldKeys.decode(key), FoldFixture.text(EntryCodec.decode("", key, entries.getValue())));
        }
        assertThat(content).as(damage).isEqualTo(expected);
        return noticed ? -1 : revision;
    }

    private FoldFile open() throws IOException {
        StoreFile file = Objects.requireNonNull(StoreFile.open(path, SETTINGS));
        try {
            return FoldFile.of(file);
        }
        catch (RuntimeException | DamagedFileException ex) {
            file.abandon();
            throw ex instanceof DamagedFileException damaged ? damaged : new DamagedFileException("content", ex);
        }
    }

    private void apply(FoldFile file, Map<String, String> state, long revision, KvUpdate... updates) {
        for (KvUpdate update : updates) {
            file.change(change(update));
            if (update instanceof KvUpdate.Put put) {
                state.put(update.key(), FoldFixture.text(put.entry()));
            }
            else {
                state.remove(update.key());
            }
        }
        file.commit(FoldFixture.cursor(revision));
        states.put(revision, new TreeMap<>(state));
    }

    private static Change change(KvUpdate update) {
        return Change.of(List.of(update)).get(0);
    }

    private static byte[] flipped(byte[] intact, int bit) {
        byte[] flipped = intact.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        return flipped;
    }

}
