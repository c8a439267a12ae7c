package io.tidemark.journal.fcw2;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import io.tidemark.journal.RecordCompression;
import io.tidemark.journal.fcw2.Fcw2Record.Op;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static io.tidemark.journal.fcw2.Vectors.bytes;
import static io.tidemark.journal.fcw2.Vectors.join;
import static io.tidemark.journal.fcw2.Vectors.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class Fcw2CodecTests {

    private static final String ALPHA = "SET alpha=xyz ts 42 exp 99";

    @Test
    void framesAreWrittenByteForByte() {
        assertThat(encode(Op.SET, "alpha", "xyz", 42, 99)).isEqualTo(Vectors.W1);
        assertThat(encode(Op.DEL, "beta", "", 43, -1)).isEqualTo(Vectors.W2);
        assertThat(encode(Op.EXPIRE, "alpha", "", 44, 1000)).isEqualTo(Vectors.W3);
        assertThat(encode(Op.EXPIRE, "alpha", "", 45, -1)).isEqualTo(Vectors.W4);
        assertThat(encode(Op.SET, "", "", 0, -1)).isEqualTo(Vectors.W5).hasSize(42);
        assertThat(encode(Op.SET, "\u0000\u00ff", "\u0080\n", 1_700_000_000_000L, 1_700_000_060_000L))
            .isEqualTo(Vectors.W6);
        assertThat(encode(Op.SET, "k", "v", -1, Long.MAX_VALUE)).isEqualTo(Vectors.W7);
        assertThat(encode(Op.SET, "k", "v", 1, -1)).isEqualTo(Vectors.W8);
        assertThat(encode(Op.SET, "k", "v", 1, 0)).isEqualTo(Vectors.W9);
    }

    @Test
    void framesAreRead() throws Exception {
        assertThat(read(Vectors.W1, Vectors.W2, Vectors.W3, Vectors.W4)).containsExactly(ALPHA,
                "DEL beta= ts 43 exp -1", "EXPIRE alpha= ts 44 exp 1000", "EXPIRE alpha= ts 45 exp -1");
        assertThat(read(Vectors.W5, Vectors.W7, Vectors.W8, Vectors.W9)).containsExactly("SET = ts 0 exp -1",
                "SET k=v ts 18446744073709551615 exp 9223372036854775807", "SET k=v ts 1 exp -1", "SET k=v ts 1 exp 0");
        assertThat(read(Vectors.W6))
            .containsExactly("SET \u0000\u00ff=\u0080\n ts 1700000000000 exp 1700000060000");
        assertThat(read(Vectors.FLAG2)).containsExactly(ALPHA);
    }

    @Test
    void compressedFramesAreRead() throws Exception {
        assertThat(read(Vectors.C1)).containsExactly("SET alpha=" + "x".repeat(8192) + " ts 42 exp 99");
        assertThat(read(Vectors.C2, Vectors.W1, Vectors.C2)).containsExactly(ALPHA, ALPHA, ALPHA);
    }

    @Test
    void recordIsCompressedIfThatMakesItSmaller() throws Exception {
        byte[] large = Fcw2Codec.encode(new Fcw2Record(Op.SET, bytes("alpha"), bytes("x".repeat(8192)), 42, 99),
                RecordCompression.LZ4);
        byte[] dense = Fcw2Codec.encode(new Fcw2Record(Op.SET, bytes("alpha"), bytes("xyz"), 0x0102030405060708L,
                0x1112131415161718L), RecordCompression.LZ4);

        assertThat(large).hasSizeLessThan(200);
        assertThat(large[4]).isEqualTo((byte) 1);
        assertThat(Arrays.copyOfRange(large, 9, 13)).isEqualTo(new byte[] { 0x22, 0x20, 0, 0 });
        assertThat(read(large)).isEqualTo(read(Vectors.C1));
        assertThat(dense).isEqualTo(Vectors.N3);
    }

    @Test
    void bareRecordsAreReadAndNeverMixedWithFrames() throws Exception {
        assertThat(read(Vectors.BARE)).containsExactly("SET alpha=xxx ts 42 exp 99", "DEL beta= ts 43 exp -1");
        assertThatDamaged(join(Vectors.W1, Vectors.BARE));
        assertThatDamaged(join(Vectors.BARE, Vectors.W1, new byte[100]));
    }

    @Test
    @Tag("P5")
    void segmentCutAtEveryByteGivesItsWholeRecords() throws Exception {
        byte[] segment = join(Vectors.W1, Vectors.W2, Vectors.W3);
        assertThat(segment).hasSize(143);

        for (int length = 0; length <= segment.length; length++) {
            int whole = length < 50 ? 0 : length < 96 ? 1 : length < 143 ? 2 : 3;
            assertThat(read(Arrays.copyOf(segment, length))).as("cut at %d", length).hasSize(whole);
        }
        for (int length = 0; length < Vectors.BARE.length; length++) {
            assertThat(read(Arrays.copyOf(Vectors.BARE, length))).as("cut at %d", length).hasSize(length < 37 ? 0 : 1);
        }
    }

    @Test
    void tornEndsAreNoDamage() throws Exception {
        assertThat(read(Vectors.W1, new byte[8])).containsExactly(ALPHA);
        assertThat(read(Vectors.W1, new byte[10_000])).containsExactly(ALPHA);
        assertThat(read(new byte[64])).isEmpty();
        assertThat(read(Vectors.W1, Vectors.hex("4643573200ffffffff"))).containsExactly(ALPHA);
        assertThat(read(Vectors.hex("01ffffffffffffffff2a000000000000006300000000000000"))).isEmpty();
    }

    @Test
    @Tag("P5")
    void frameWithSoundChecksumAndUnsoundContentIsDamage() {
        for (byte[] frame : List.of(Vectors.E1, Vectors.E2, Vectors.E3, Vectors.E4, Vectors.E5, Vectors.E6, Vectors.C3,
                Vectors.C4, Vectors.BOMB)) {
            assertThatDamaged(frame);
            assertThatDamaged(join(Vectors.W1, frame, Vectors.W2));
        }
        assertThatExceptionOfType(Fcw2DamagedException.class).isThrownBy(() -> read(Vectors.E1))
            .withMessage("unsupported WAL op code: 9");
        assertThatExceptionOfType(Fcw2DamagedException.class).isThrownBy(() -> read(Vectors.BOMB))
            .withMessage("invalid compressed WAL frame: not the block of 4294967295 bytes");
    }

    @Test
    @Tag("P5")
    void everyFlippedBitIsNoticedOrCutsOff() throws Exception {
        byte[] segment = join(Vectors.W1, Vectors.W2, Vectors.W3);
        List<String> whole = read(segment);
        for (int bit = 0; bit < segment.length * 8; bit++) {
            byte[] flipped = segment.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                assertThat(read(flipped)).as("bit %d", bit)
                    .isIn(whole, whole.subList(0, 2), whole.subList(0, 1), List.of());
            }
            catch (Fcw2DamagedException ex) {
                assertThat(ex).hasMessageMatching(".*(WAL|Segment).*");
            }
        }
    }

    @Test
    @Tag("P5")
    void frameInAValueIsNotTakenForOneAfterDamage() throws Exception {
        assertThat(read(Vectors.EMBEDDED)).containsExactly(
                "SET k=" + Vectors.string(Vectors.W1) + " ts 1 exp -1");
        byte[] broken = Vectors.EMBEDDED.clone();
        broken[0] ^= 1;
        assertThatDamaged(broken);
        assertThatDamaged(join(Vectors.W2, broken));
    }

    @Test
    void splicedFrameIsReadBecauseTheFormatCanNotTell() throws Exception {
        assertThat(read(Vectors.SPLICED)).containsExactly("SET evil= ts 7 exp -1");
    }

    @Test
    @Tag("P5")
    void anyBytesGiveRecordsOrDamage() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] segment = join(Vectors.W1, Vectors.C1, Vectors.W2, Vectors.C2, Vectors.EMBEDDED);
        for (int round = 0; round < 3000; round++) {
            byte[] mutated = Arrays.copyOf(segment, random.nextInt(segment.length) + 1);
            for (int change = random.nextInt(6); change > 0; change--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(read(mutated)).as("seed %d", seed).hasSizeLessThanOrEqualTo(5);
            }
            catch (IOException ex) {
                assertThat(ex).as("seed %d", seed).isInstanceOf(Fcw2DamagedException.class);
            }
        }
    }

    private static byte[] encode(Op op, String key, String value, long timestamp, long expireAt) {
        return Fcw2Codec.encode(new Fcw2Record(op, bytes(key), bytes(value), timestamp, expireAt),
                RecordCompression.NONE);
    }

    private static void assertThatDamaged(byte[] segment) {
        assertThatExceptionOfType(Fcw2DamagedException.class).isThrownBy(() -> read(segment));
    }

}
