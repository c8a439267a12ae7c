package io.tidemark.mvstore;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

import org.h2.mvstore.WriteBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RowFileTests {

    private static final Settings SETTINGS = new Settings(1 << 20, 1 << 20, PageCompression.NONE,
            DiskLimit.DEFAULT);

    private static final int FILE_HEADER_BYTES = 64;

    private static final byte[] KEY = { 1, 2, 3 };

    @TempDir
    Path directory;

    private Path path;

    @BeforeEach
    void choosePath() {
        path = directory.resolve("rows");
    }

    @Test
    @Tag("P5")
    void flippedBitIsHarmlessOrNoticed() throws IOException {
        byte[] intact = closedFile();

        for (int position = 0; position < intact.length; position += position < FILE_HEADER_BYTES ? 1 : 13) {
            assertRightOrDamaged(flipped(intact, 8 * position + position % 8), "byte " + position);
        }
    }

    @Test
    @Tag("P5")
    @Tag("soak")
    void everyFlippedBitIsHarmlessOrNoticed() throws IOException {
        byte[] intact = closedFile();

        for (int bit = 0; bit < 8 * intact.length; bit++) {
            assertRightOrDamaged(flipped(intact, bit), "bit " + bit);
        }
    }

    @Test
    @Tag("P5")
    void flippedBitInARowIsNoticed() throws IOException {
        byte[] intact = closedFile();
        int valueAt = new String(intact, ISO_8859_1).indexOf("value");

        for (int bit = 8 * (valueAt - 40); bit < 8 * (valueAt + 5); bit++) {
            assertRightOrDamaged(flipped(intact, bit), "bit " + bit);
        }
    }

    @Test
    @Tag("P5")
    void truncationIsNoticed() throws IOException {
        byte[] intact = closedFile();

        for (int length = 0; length < intact.length; length++) {
            Files.write(path, Arrays.copyOf(intact, length));
            assertThatExceptionOfType(DamagedFileException.class).as("length %d", length)
                .isThrownBy(this::open);
        }
    }

    @Test
    @Tag("P6")
    void stateFromBeforeACommitForGoodIsNotAccepted() throws IOException {
        RowFile file = RowFile.of(StoreFile.create(path, SETTINGS.file()));
        file.put(KEY, StoredRow.of(KEY, row("value")));
        file.sync();
        byte[] before = Files.readAllBytes(path);
        file.remove(KEY);
        file.commitForGood();
        byte[] after = Files.readAllBytes(path);
        file.abandon();

        System.arraycopy(after, 0, before, 0, FILE_HEADER_BYTES);
        Files.write(path, before);

        assertThatExceptionOfType(DamagedFileException.class).isThrownBy(this::open);
    }

    @Test
    @Tag("P5")
    void rowOfAnotherKeyIsNotVerified() {
        Row row = row("value");
        StoredRow stored = StoredRow.of(KEY, row);

        StoredRow read = StoredRow.read(row, stored.checksum(), stored.bytes());

        assertThat(read.verified(new byte[] { 1, 2, 4 })).isNull();
        assertThat(read.verified(KEY)).isSameAs(row);
    }

    @Test
    @Tag("P5")
    void flippedBitInARowSparesItsPage() {
        RowType type = new RowType();
        Row row = row("value");
        byte[] intact = written(type, StoredRow.of(KEY, row));
        byte[] twice = Arrays.copyOf(intact, 2 * intact.length);
        System.arraycopy(intact, 0, twice, intact.length, intact.length);

        for (int bit = 8; bit < 8 * intact.length; bit++) {
            ByteBuffer source = ByteBuffer.wrap(flipped(twice, bit));
            assertThat(type.read(source).verified(KEY)).as("bit %d", bit).isNull();
            assertThat(type.read(source).verified(KEY)).as("bit %d", bit).isNotNull();
        }
    }

    @Test
    @Tag("P5")
    void unreadableRowStaysUnreadableWhenItsPageIsWrittenAnew() {
        RowType type = new RowType();
        ByteBuffer source = ByteBuffer.wrap(new byte[] { 3, 1, 2, 3 });

        StoredRow unreadable = type.read(source);
        StoredRow again = type.read(ByteBuffer.wrap(written(type, unreadable)));

        assertThat(source.hasRemaining()).isFalse();
        assertThat(again.verified(KEY)).isNull();
    }

    private byte[] closedFile() throws IOException {
        RowFile file = RowFile.of(StoreFile.create(path, SETTINGS.file()));
        file.put(KEY, StoredRow.of(KEY, row("value")));
        file.sync();
        file.close(0);
        return Files.readAllBytes(path);
    }

    private RowFile open() throws IOException {
        return RowFile.of(Objects.requireNonNull(StoreFile.open(path, SETTINGS.file())));
    }

    private void assertRightOrDamaged(byte[] damaged, String damage) throws IOException {
        Files.write(path, damaged);
        RowFile file;
        try {
            file = open();
        }
        catch (DamagedFileException ex) {
            return;
        }
        try {
            StoredRow stored = file.get(KEY);
            assertThat(stored).as(damage).isNotNull();
            assertThat(stored.verified(KEY).value()).as(damage).isEqualTo("value".getBytes());
        }
        catch (RuntimeException ex) {
            assertThat(Damage.isCauseOf(ex)).as("%s: %s", damage, ex).isTrue();
        }
        finally {
            file.abandon();
        }
    }

    private static byte[] flipped(byte[] intact, int bit) {
        byte[] flipped = intact.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        return flipped;
    }

    private static byte[] written(RowType type, StoredRow row) {
        WriteBuffer target = new WriteBuffer();
        type.write(target, row);
        byte[] bytes = new byte[target.position()];
        target.position(0).get(bytes);
        return bytes;
    }

    private static Row row(String value) {
        return new Row(value.getBytes(), 1_000);
    }

}
