package io.tidemark.fold.mvstore;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import io.tidemark.fold.Cursor;
import io.tidemark.fold.DamagedFoldException;
import io.tidemark.fold.FoldFormatException;
import io.tidemark.fold.FoldStoreException;
import io.tidemark.fold.SourceIdentity;
import io.tidemark.fold.Version;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("P5")
class StateCodecTests {

    private static final SourceIdentity SOURCE = new SourceIdentity("r\u00f6utes",
            Instant.parse("2026-01-02T03:04:05.123456789Z"), List.of("node.", "svc.", ""));

    private static final FoldState STATE = new FoldState(
            new Cursor(SOURCE, Version.ofBytes(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 })), 3, 100, -5);

    @Test
    void stateIsDecodedAsItWasEncoded() {
        for (FoldState state : List.of(STATE, FoldState.EMPTY, STATE.withCursor(null),
                STATE.withCursor(new Cursor(new SourceIdentity("", Instant.MIN, List.of()), Version.of(-1))))) {
            assertThat(StateCodec.decode(StateCodec.encode(state))).isEqualTo(state);
        }
    }

    @Test
    void flippedBitIsNoticed() {
        byte[] intact = StateCodec.encode(STATE);

        for (int bit = 0; bit < 8 * intact.length; bit++) {
            byte[] flipped = intact.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> StateCodec.decode(flipped)).as("bit %d", bit)
                .isInstanceOf(DamagedFoldException.class);
        }
    }

    @Test
    void truncationIsNoticed() {
        byte[] intact = StateCodec.encode(STATE);

        for (int length = 0; length < intact.length; length++) {
            byte[] cut = Arrays.copyOf(intact, length);
            assertThatThrownBy(() -> StateCodec.decode(cut)).as("length %d", length)
                .isInstanceOf(DamagedFoldException.class);
        }
    }

    @Test
    void cursorThatIsTooLongOrEmptyIsRefusedEvenWithItsChecksum() {
        byte[] ten = StateCodec.encode(STATE);
        int lengthAt = ten.length - 11;
        byte[] eleven = Arrays.copyOf(ten, ten.length + 1);
        eleven[lengthAt] = 11;
        byte[] none = Arrays.copyOf(ten, lengthAt + 1);
        none[lengthAt] = 0;

        assertThat(ten[lengthAt]).isEqualTo((byte) 10);
        assertThatThrownBy(() -> StateCodec.decode(checked(eleven))).isInstanceOf(DamagedFoldException.class);
        assertThatThrownBy(() -> StateCodec.decode(checked(none))).isInstanceOf(DamagedFoldException.class);
    }

    @Test
    void bytesThatFollowAreRefused() {
        byte[] longer = Arrays.copyOf(StateCodec.encode(STATE), StateCodec.encode(STATE).length + 1);

        assertThatThrownBy(() -> StateCodec.decode(checked(longer))).isInstanceOf(DamagedFoldException.class);
    }

    @Test
    void otherFormatIsNamed() {
        byte[] other = StateCodec.encode(STATE);
        other[0] = 9;

        assertThatExceptionOfType(FoldFormatException.class).isThrownBy(() -> StateCodec.decode(checked(other)))
            .withMessage("Cursor record must have format 1, had 9: "
                    + "use the version of Tidemark that wrote it, or delete its directory");
    }

    @Test
    void mutatedStateIsRightOrRefused() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] intact = StateCodec.encode(STATE);

        for (int round = 0; round < 20_000; round++) {
            byte[] mutated = Mutations.of(intact, random);
            boolean same = Arrays.equals(mutated, intact);
            assertThat(isDecoded(mutated)).as("seed %d, round %d", seed, round).isEqualTo(same);
            if (mutated.length >= 5) {
                isDecoded(checked(mutated));
            }
        }
    }

    private static boolean isDecoded(byte[] record) {
        try {
            StateCodec.decode(record);
            return true;
        }
        catch (FoldStoreException ex) {
            return false;
        }
    }

    private static byte[] checked(byte[] record) {
        return ByteBuffer.wrap(record).putInt(1, StateCodec.checksum(record)).array();
    }

}
