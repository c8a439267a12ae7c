package io.tidemark.projection.cache;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.CRC32C;

import io.tidemark.key.KeyPath;
import io.tidemark.projection.CacheFailedException;
import io.tidemark.projection.CachedRow;
import io.tidemark.projection.Position;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Tag("P5")
class RowCodecTests {

    private static final byte[] KEY = KeyPath.of("traffic").child(1).child("DFW").toBytes();

    private static final CachedRow REPETITIVE = new CachedRow("departures ".repeat(20).getBytes(StandardCharsets.UTF_8),
            new Position(42, "e-42", 7), 1_700_000_000_000_000L, "json");

    @Test
    void rowIsDecodedAsItWasEncoded() {
        for (Compression compression : Compression.values()) {
            byte[] bytes = RowCodec.encode(KEY, REPETITIVE, compression);

            Rows.assertSame(RowCodec.decode(KEY, bytes), REPETITIVE);
            assertThat(RowCodec.key(bytes)).isEqualTo(KEY);
        }
    }

    @Test
    void emptyRowWithEmptyKeyIsDecodedAsItWasEncoded() {
        CachedRow row = new CachedRow(new byte[0], new Position(0, "", 0), 0, "");

        byte[] bytes = RowCodec.encode(new byte[0], row, Compression.DEFLATE);

        Rows.assertSame(RowCodec.decode(new byte[0], bytes), row);
        assertThat(bytes).hasSize(52);
    }

    @Test
    void formatStaysAsItIs() {
        byte[] bytes = RowCodec.encode(new byte[] { 0x02, 'k', 0 },
                new CachedRow(new byte[] { 1, 2 }, new Position(3, "id", 4), 5, "json"), Compression.NONE);

        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("54444d52" + "01" + "00" + "0004" + "00000003"
                + "00000002" + "00000002" + "00000002" + "0000000000000003" + "0000000000000004" + "0000000000000005"
                + "026b00" + "6a736f6e" + "6964" + "0102" + checksum(bytes));
    }

    @Test
    void everyFlippedBitIsNoticed() {
        for (Compression compression : Compression.values()) {
            byte[] bytes = RowCodec.encode(KEY, REPETITIVE, compression);
            for (int bit = 0; bit < bytes.length * 8; bit++) {
                bytes[bit / 8] ^= (byte) (1 << bit % 8);
                assertThat(RowCodec.decode(KEY, bytes)).as("bit %d", bit).isNull();
                assertThat(RowCodec.key(bytes)).as("bit %d", bit).isNull();
                bytes[bit / 8] ^= (byte) (1 << bit % 8);
            }
        }
    }

    @Test
    void everyTruncationAndExtensionIsNoticed() {
        byte[] bytes = RowCodec.encode(KEY, REPETITIVE, Compression.NONE);

        for (int length = 0; length < bytes.length; length++) {
            assertThat(RowCodec.decode(KEY, Arrays.copyOf(bytes, length))).as("length %d", length).isNull();
            assertThat(RowCodec.decode(KEY, Arrays.copyOfRange(bytes, length + 1, bytes.length))).isNull();
        }
        assertThat(RowCodec.decode(KEY, Arrays.copyOf(bytes, bytes.length + 1))).isNull();
    }

    @Test
    void rowOfAnotherKeyIsRefused() {
        byte[] bytes = RowCodec.encode(KEY, REPETITIVE, Compression.NONE);

        assertThat(RowCodec.decode(KeyPath.of("traffic").child(1).child("DFX").toBytes(), bytes)).isNull();
        assertThat(RowCodec.decode(KeyPath.of("traffic").child(1).toBytes(), bytes)).isNull();
        assertThat(RowCodec.decode(new byte[0], bytes)).isNull();
    }

    @Test
    void forgedHeadersWithRightChecksumAreRefused() {
        byte[] plain = RowCodec.encode(KEY, REPETITIVE, Compression.NONE);
        byte[] compressed = RowCodec.encode(KEY, REPETITIVE, Compression.DEFLATE);

        for (int value : new int[] { -1, 0, 1, 219, 221, 1 << 20, 256 << 20, (256 << 20) + 1, Integer.MAX_VALUE,
                Integer.MIN_VALUE }) {
            for (int field : new int[] { 8, 12, 16, 20 }) {
                assertThat(RowCodec.decode(KEY, forge(plain, field, value))).as("%d at %d", value, field).isNull();
                assertThat(RowCodec.decode(KEY, forge(compressed, field, value))).as("%d at %d", value, field).isNull();
            }
        }
        assertThat(RowCodec.decode(KEY, forge(plain, 24, -1))).as("negative sequence").isNull();
        assertThat(RowCodec.decode(KEY, forge(plain, 32, -1))).as("negative count").isNull();
        assertThat(RowCodec.decode(KEY, forge(plain, 4, 0x02000004))).as("format 2").isNull();
        assertThat(RowCodec.decode(KEY, forge(plain, 4, 0x01020004))).as("unknown flag").isNull();
        assertThat(RowCodec.decode(KEY, forge(plain, 4, 0x01010004))).as("not compressed").isNull();
        assertThat(RowCodec.decode(KEY, forge(plain, 4, 0x0100FFFF))).as("negative length of codec").isNull();
        Rows.assertSame(RowCodec.decode(KEY, forge(plain, 4, 0x01000004)), REPETITIVE);
    }

    @Test
    void bytesThatAreNoRowNeverThrow() {
        long seed = System.nanoTime();
        Random random = new Random(seed);

        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            assertThat(RowCodec.decode(KEY, bytes)).as("seed %d, %d", seed, i).isNull();
            assertThat(RowCodec.key(bytes)).as("seed %d, %d", seed, i).isNull();
        }
    }

    @Test
    void mutatedRowsWithRightChecksumNeverThrow() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[][] rows = { RowCodec.encode(KEY, REPETITIVE, Compression.NONE),
                RowCodec.encode(KEY, REPETITIVE, Compression.DEFLATE) };

        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = rows[i % 2].clone();
            for (int mutations = random.nextInt(4); mutations >= 0; mutations--) {
                bytes[random.nextInt(bytes.length - 4)] = (byte) random.nextInt();
            }
            CachedRow row = RowCodec.decode(KEY, seal(bytes));
            RowCodec.key(bytes);
            assertThat(row == null || row.value().length <= bytes.length * 1032L).as("seed %d, %d", seed, i).isTrue();
        }
    }

    @Test
    void compressedRowIsSmallerAndIncompressibleOneIsKeptAsItIs() {
        byte[] noise = new byte[1000];
        new Random(1).nextBytes(noise);
        CachedRow incompressible = Rows.row(noise, 1);

        byte[] compressed = RowCodec.encode(KEY, REPETITIVE, Compression.DEFLATE);

        assertThat(compressed.length).isLessThan(RowCodec.encode(KEY, REPETITIVE, Compression.NONE).length / 2);
        assertThat(RowCodec.encode(KEY, incompressible, Compression.DEFLATE))
            .isEqualTo(RowCodec.encode(KEY, incompressible, Compression.NONE));
    }

    @Test
    void mostCompressibleValueIsStillPlausible() {
        CachedRow zeros = Rows.row(new byte[20 << 20], 1);

        byte[] bytes = RowCodec.encode(KEY, zeros, Compression.DEFLATE);

        Rows.assertSame(RowCodec.decode(KEY, bytes), zeros);
        assertThat(bytes.length).isLessThan(200_000);
    }

    @Test
    void stringsThatAreNotUnicodeAreRefused() {
        CachedRow row = new CachedRow(new byte[0], new Position(1, "\uD83D", 1), 0, "json");

        assertThatExceptionOfType(CacheFailedException.class)
            .isThrownBy(() -> RowCodec.encode(KEY, row, Compression.NONE))
            .withMessageStartingWith("Strings of a row must be Unicode, identity was");
    }

    private static byte[] forge(byte[] row, int offset, int value) {
        byte[] forged = row.clone();
        ByteBuffer.wrap(forged).putInt(offset, value);
        return ByteBuffer.wrap(row).getInt(offset) == value && offset != 4 ? new byte[0] : seal(forged);
    }

    private static byte[] seal(byte[] bytes) {
        ByteBuffer.wrap(bytes).putInt(bytes.length - 4, (int) crc(bytes));
        return bytes;
    }

    private static String checksum(byte[] bytes) {
        return HexFormat.of().toHexDigits((int) crc(bytes));
    }

    private static long crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length - 4);
        return crc.getValue();
    }

}
