package io.tidemark.livetable.cache;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import io.tidemark.livetable.CachedRows;
import io.tidemark.livetable.Rows;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Tag("P5")
class StoredRowsTests {

    private final StoredRows format = new StoredRows(new TextCodec("text-1"));

    private final CachedRows rows = new CachedRows(new Rows(List.of("Alice"), 3, false), 5, -6, 7);

    @Test
    void rowsComeBack() {
        assertThat(this.format.decode(this.format.encode(this.rows))).isEqualTo(this.rows);
    }

    @Test
    void rowsOfAnotherCodecAreRefused() {
        byte[] encoded = new StoredRows(new TextCodec("text-2")).encode(this.rows);

        assertThatExceptionOfType(RowsCodecException.class).isThrownBy(() -> this.format.decode(encoded))
            .withMessage("Rows must be encoded as 'text-1', were as 'text-2'");
    }

    @Test
    void everyFlippedBitIsNoticed() {
        byte[] intact = this.format.encode(this.rows);

        for (int bit = 0; bit < 8 * intact.length; bit++) {
            byte[] flipped = intact.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefused(flipped, "bit " + bit);
        }
    }

    @Test
    void truncationAtEveryByteIsNoticed() {
        byte[] intact = this.format.encode(this.rows);

        for (int length = 0; length < intact.length; length++) {
            assertRefused(Arrays.copyOf(intact, length), "length " + length);
        }
    }

    @Test
    void randomMutationsAreNoticed() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] intact = this.format.encode(this.rows);

        for (int round = 0; round < 20_000; round++) {
            byte[] mutated = Arrays.copyOf(intact, 1 + random.nextInt(2 * intact.length));
            for (int change = random.nextInt(4); change >= 0; change--) {
                mutated[random.nextInt(mutated.length)] ^= (byte) (1 + random.nextInt(255));
            }
            if (!Arrays.equals(mutated, intact)) {
                assertRefused(mutated, "seed %d, round %d".formatted(seed, round));
            }
        }
    }

    private void assertRefused(byte[] bytes, String description) {
        assertThatExceptionOfType(RowsCodecException.class).as(description).isThrownBy(() -> this.format.decode(bytes));
    }

    private record TextCodec(String name) implements RowsCodec {

        @Override
        public byte[] encode(Rows rows) {
            byte[] text = rows.values().get(0).toString().getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.allocate(Long.BYTES + text.length).putLong(rows.total()).put(text).array();
        }

        @Override
        public Rows decode(byte[] bytes) {
            return new Rows(List.of(new String(bytes, Long.BYTES, bytes.length - Long.BYTES, StandardCharsets.UTF_8)),
                    ByteBuffer.wrap(bytes).getLong(), false);
        }

    }

}
