package io.tidemark.journal.fcw2;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Bytes that were made by another implementation of the format. */
final class Vectors {

    static final byte[] W1 = hex("4643573200250000000105000000030000002a000000000000006300000000000000616c70686178797a8dc10b4e"
            + "bf5f6e5e");

    static final byte[] W2 = hex("4643573200210000000204000000000000002b00000000000000ffffffffffffffff62657461108a2053"
            + "6994e036");

    static final byte[] W3 = hex("4643573200220000000305000000000000002c00000000000000e803000000000000616c706861eeb8c945"
            + "83fed44c");

    static final byte[] W4 = hex("4643573200220000000305000000000000002d00000000000000ffffffffffffffff616c70686188976ab0"
            + "83fed44c");

    static final byte[] W5 = hex("46435732001d0000000100000000000000000000000000000000fffffffffffffffff49e2208"
            + "7a7dc3d9");

    static final byte[] W6 = hex("4643573200210000000102000000020000000068e5cf8b0100006052e6cf8b01000000ff800a120c0b7b"
            + "6994e036");

    static final byte[] W7 = hex("46435732001f000000010100000001000000ffffffffffffffffffffffffffffff7f6b761f8971be"
            + "af00766e");

    static final byte[] W8 = hex("46435732001f0000000101000000010000000100000000000000ffffffffffffffff6b76f492b606"
            + "af00766e");

    static final byte[] W9 = hex("46435732001f000000010100000001000000010000000000000000000000000000006b76215bfe54"
            + "af00766e");

    static final byte[] FLAG2 = hex("4643573202250000000105000000030000002a000000000000006300000000000000616c70686178797a"
            + "8dc10b4e22506cc7");

    static final byte[] N3 = hex("46435732002500000001050000000300000008070605040302011817161514131211616c70686178797a8f622842"
            + "bf5f6e5e");

    static final byte[] C1 = hex("46435732014700000022200000b20105000000002000002a000100126307007f00616c706861780100ffffff"
            + "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0b50785ca9c3e8bc960df9");

    static final byte[] C2 = hex("46435732012b00000025000000f0160105000000030000002a000000000000006300000000000000616c7068"
            + "6178797a8dc10b4e8e2765d2");

    static final byte[] C3 = hex("46435732012b00000057000000f0160105000000030000002a000000000000006300000000000000616c7068"
            + "6178797a8dc10b4e78a0eebc");

    static final byte[] C4 = hex("46435732012b00000024000000f0160105000000030000002a000000000000006300000000000000616c7068"
            + "6178797a8dc10b4e75d17695");

    static final byte[] BOMB = hex("464357320106000000ffffffff1061b4553b7c");

    static final byte[] BARE = hex("0105000000030000002a000000000000006300000000000000616c706861787878e0911eb9"
            + "0204000000000000002b00000000000000ffffffffffffffff62657461108a2053");

    static final byte[] E1 = hex("46435732001f0000000901000000010000000100000000000000ffffffffffffffff6b767e4434c4af00766e");

    static final byte[] E2 = hex("4643573200200000000101000000010000000100000000000000ffffffffffffffff6b76f492b606001615a740");

    static final byte[] E3 = hex("46435732001e0000000101000000010000000100000000000000ffffffffffffffff6b76f492b68169ee36");

    static final byte[] E4 = hex("46435732001f0000000101000000010000000100000000000000ffffffffffffffff6b76f492b60739307119");

    static final byte[] E5 = hex("464357320103000000010203f89d91e7");

    static final byte[] E6 = hex("464357320000000000b2da5343");

    static final byte[] EMBEDDED = hex("4643573200500000000101000000320000000100000000000000ffffffffffffffff6b46435732002500"
            + "00000105000000030000002a000000000000006300000000000000616c70686178797a8dc10b4ebf5f6e5e7c677b0f20732d20");

    static final byte[] SPLICED = hex("4643573200210000000104000000000000000700000000000000ffffffffffffffff6576696cadb9883d"
            + "6994e036");

    static final byte[] S0 = hex("4643534e415031000100000007000000000000000000000000000000");

    static final byte[] S1 = hex("4643534e41503100010000000700000000000000010000000000000006000000050000002a00000000000000"
            + "6c656761637976616c7565");

    static final byte[] S1Z = hex("37000000e24643534e41503100010000000700010012010700a30006000000050000002a1000b06c6567616379"
            + "76616c7565");

    static final byte[] S2 = hex("4643534e41503100010000000068e5cf8b010000020000000000000004000000010000006052e6cf8b010000"
            + "62657461310500000003000000ffffffffffffffff616c70686178797a");

    private Vectors() {
    }

    static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    static byte[] bytes(String string) {
        return string.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    /** Returns what the records of a segment say, in words. */
    static List<String> read(byte[]... parts) throws IOException {
        byte[] all = join(parts);
        List<String> records = new ArrayList<>();
        try (Fcw2Segment segment = new Fcw2Segment(new ByteArrayInputStream(all), all.length)) {
            for (Fcw2Record record = segment.next(); record != null; record = segment.next()) {
                records.add(describe(record));
            }
        }
        return records;
    }

    static String describe(Fcw2Record record) {
        return "%s %s=%s ts %s exp %d".formatted(record.op(), string(record.key()), string(record.value()),
                Long.toUnsignedString(record.timestampMillis()), record.expireAtMillis());
    }

    static String string(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

}
