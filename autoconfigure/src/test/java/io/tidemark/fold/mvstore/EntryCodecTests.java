package io.tidemark.fold.mvstore;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

import io.tidemark.fold.DamagedFoldException;
import io.tidemark.fold.FoldFormatException;
import io.tidemark.fold.FoldStoreException;
import io.tidemark.fold.KvEntry;
import io.tidemark.fold.Version;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("P5")
class EntryCodecTests {

    private static final byte[] KEY = "svc.x".getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 7, 8, 9, 10 })
    void entryIsDecodedAsItWasEncoded(int versionBytes) {
        byte[] version = Arrays.copyOf(new byte[] { -1, 2, -3, 4, -5, 6, -7, 8, -9, 10 }, versionBytes);
        for (byte[] value : new byte[][] { {}, { 0 }, "value".getBytes(StandardCharsets.UTF_8) }) {
            KvEntry decoded = decode(record(value, version));

            assertThat(decoded.key()).isEqualTo("svc.x");
            assertThat(decoded.value()).isEqualTo(value);
            assertThat(decoded.version()).isEqualTo(Version.ofBytes(version));
        }
    }

    @Test
    void recordHasItsDocumentedForm() {
        byte[] record = record(new byte[] { 9 }, new byte[] { 7, 8 });

        byte[] form = record.clone();
        Arrays.fill(form, 1, 5, (byte) 0);

        assertThat(form).containsExactly(1, 0, 0, 0, 0, 2, 7, 8, 9);
        assertThat(ByteBuffer.wrap(record).getInt(1)).isEqualTo(EntryCodec.checksum(KEY, record));
    }

    @Test
    void flippedBitIsNoticed() {
        byte[] intact = record("value".getBytes(StandardCharsets.UTF_8), new byte[8]);

        for (int bit = 0; bit < 8 * intact.length; bit++) {
            byte[] flipped = intact.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> decode(flipped)).as("bit %d", bit).isInstanceOf(DamagedFoldException.class);
        }
    }

    @Test
    void truncationIsNoticed() {
        byte[] intact = record("value".getBytes(StandardCharsets.UTF_8), new byte[8]);

        for (int length = 0; length < intact.length; length++) {
            byte[] cut = Arrays.copyOf(intact, length);
            assertThatThrownBy(() -> decode(cut)).as("length %d", length).isInstanceOf(DamagedFoldException.class);
        }
    }

    @Test
    void recordOfAnotherKeyIsRefused() {
        byte[] record = record(new byte[] { 1 }, new byte[8]);
        // The same bytes in the same order, divided otherwise.
        byte[] shorter = Arrays.copyOf(KEY, KEY.length - 1);

        assertThatExceptionOfType(DamagedFoldException.class)
            .isThrownBy(() -> EntryCodec.decode("svc.y", "svc.y".getBytes(StandardCharsets.UTF_8), record))
            .withMessage("Entry 'svc.y' must be as it was written, was damaged: reset the store");
        assertThatExceptionOfType(DamagedFoldException.class)
            .isThrownBy(() -> EntryCodec.decode("svc.", shorter, record));
    }

    @Test
    void impossibleLengthsAreRefusedEvenWithTheirChecksum() {
        assertThatThrownBy(() -> decode(new byte[0])).isInstanceOf(DamagedFoldException.class);
        assertThatThrownBy(() -> decode(checked(1, 5, 0xAA, 0xBB))).isInstanceOf(DamagedFoldException.class);
        assertThatThrownBy(() -> decode(checked(1, 11, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)))
            .isInstanceOf(DamagedFoldException.class);
        assertThatThrownBy(() -> decode(checked(1, 255, 1, 2))).isInstanceOf(DamagedFoldException.class);
        assertThat(decode(checked(1, 2, 0xAA, 0xBB)).value()).isEmpty();
    }

    @Test
    void otherFormatIsNamed() {
        assertThatExceptionOfType(FoldFormatException.class).isThrownBy(() -> decode(checked(2, 0, 1)))
            .withMessage("Entry 'svc.x' must have format 1, had 2: "
                    + "use the version of Tidemark that wrote it, or delete its directory")
            .satisfies((thrown) -> assertThat(thrown.format()).isEqualTo(2));
    }

    @Test
    void mutatedRecordIsRightOrRefused() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] intact = record("a value of some length".getBytes(StandardCharsets.UTF_8), new byte[8]);

        for (int round = 0; round < 20_000; round++) {
            byte[] mutated = Mutations.of(intact, random);
            boolean same = Arrays.equals(mutated, intact);
            assertThat(isDecoded(mutated)).as("seed %d, round %d", seed, round).isEqualTo(same);
            if (mutated.length > 5) {
                ByteBuffer.wrap(mutated).putInt(1, EntryCodec.checksum(KEY, mutated));
                isDecoded(mutated);
            }
        }
    }

    private static boolean isDecoded(byte[] record) {
        try {
            decode(record);
            return true;
        }
        catch (FoldStoreException ex) {
            return false;
        }
    }

    private static byte[] checked(int format, int... body) {
        byte[] record = new byte[5 + body.length];
        record[0] = (byte) format;
        for (int index = 0; index < body.length; index++) {
            record[5 + index] = (byte) body[index];
        }
        return ByteBuffer.wrap(record).putInt(1, EntryCodec.checksum(KEY, record)).array();
    }

    private static byte[] record(byte[] value, byte[] version) {
        return EntryCodec.encode(KEY, new KvEntry("svc.x", value, Version.ofBytes(version)));
    }

    private static KvEntry decode(byte[] record) {
        return EntryCodec.decode("svc.x", KEY, record);
    }

}
