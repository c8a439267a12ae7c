package io.tidemark.key;

import java.util.Arrays;

/**
 * The bytes of a {@link KeyPath}, one segment after the other.
 * <table>
 * <caption>Segments</caption>
 * <tr><th>segment</th><th>bytes</th></tr>
 * <tr><td>bytes</td><td>01, then the bytes with each 00 written as 00 01, then 00 00</td></tr>
 * <tr><td>string</td><td>02, then its UTF-8 with each 00 written as 00 01, then 00 00</td></tr>
 * <tr><td>long zero</td><td>14</td></tr>
 * <tr><td>positive long</td><td>14 + n, then the n significant bytes, most significant first</td></tr>
 * <tr><td>negative long</td><td>14 - n, then the n bytes of the one's complement of its magnitude</td></tr>
 * </table>
 * After the FoundationDB tuple layer, but for the end of bytes and strings: with its single 00 and the escape 00 FF,
 * the bytes of {@code "a"} would also start those of {@code "a\0"}. {@link Long#MIN_VALUE} takes eight bytes, like
 * every other long of that size.
 */
final class KeyEncoder {

    private static final byte BYTES = 0x01;

    private static final byte STRING = 0x02;

    private static final int ZERO = 0x14;

    private static final byte NUL = 0x00;

    private static final byte END = 0x00;

    private static final byte ESCAPED = 0x01;

    private KeyEncoder() {
    }

    static byte[] appendBytes(byte[] parent, byte[] segment) {
        return appendEscaped(parent, BYTES, segment, true);
    }

    static byte[] appendString(byte[] parent, String segment) {
        return appendEscaped(parent, STRING, Wtf8.encode(segment), true);
    }

    static byte[] appendStringStart(byte[] parent, String start) {
        if (!start.isEmpty() && Character.isHighSurrogate(start.charAt(start.length() - 1))) {
            throw new IllegalArgumentException("start must not end within a surrogate pair, was one of "
                    + start.length() + " characters: leave the last character out");
        }
        return appendEscaped(parent, STRING, Wtf8.encode(start), false);
    }

    static byte[] appendLong(byte[] parent, long segment) {
        long magnitude = segment < 0 ? -segment : segment;
        int size = (Long.SIZE - Long.numberOfLeadingZeros(magnitude) + 7) / 8;
        long body = segment < 0 ? ~magnitude : magnitude;
        byte[] result = Arrays.copyOf(parent, parent.length + 1 + size);
        result[parent.length] = (byte) (segment < 0 ? ZERO - size : ZERO + size);
        for (int i = 0; i < size; i++) {
            result[parent.length + 1 + i] = (byte) (body >>> (8 * (size - 1 - i)));
        }
        return result;
    }

    static String describe(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < bytes.length;) {
            int end = endOfSegment(bytes, at);
            text.append('/').append(describeSegment(bytes, at, end));
            at = end;
        }
        return text.isEmpty() ? "/" : text.toString();
    }

    static String describeLast(byte[] bytes, int start) {
        return describeSegment(bytes, start, bytes.length);
    }

    static String describeStart(byte[] bytes) {
        int start = 0;
        while (start < bytes.length) {
            int end = endOrMinusOne(bytes, start);
            if (end < 0) {
                String parent = describe(Arrays.copyOf(bytes, start));
                return (parent.equals("/") ? "" : parent) + "/"
                        + Wtf8.decode(unescape(bytes, start + 1, bytes.length));
            }
            start = end;
        }
        return describe(bytes);
    }

    private static byte[] appendEscaped(byte[] parent, byte type, byte[] body, boolean terminated) {
        int zeros = 0;
        for (byte b : body) {
            zeros += b == NUL ? 1 : 0;
        }
        byte[] result = Arrays.copyOf(parent, parent.length + 1 + body.length + zeros + (terminated ? 2 : 0));
        int at = parent.length;
        result[at++] = type;
        for (byte b : body) {
            result[at++] = b;
            if (b == NUL) {
                result[at++] = ESCAPED;
            }
        }
        if (terminated) {
            result[at++] = NUL;
            result[at] = END;
        }
        return result;
    }

    static int endOfSegment(byte[] bytes, int start) {
        int end = endOrMinusOne(bytes, start);
        if (end < 0) {
            throw new IllegalArgumentException(
                    "bytes must be the encoding of a path, were " + KeyPath.hex(bytes) + ", broken from " + start);
        }
        return end;
    }

    private static int endOrMinusOne(byte[] bytes, int start) {
        int type = bytes[start];
        if (type == BYTES || type == STRING) {
            return endOfEscaped(bytes, start + 1);
        }
        int size = Math.abs(type - ZERO);
        return size <= Long.BYTES && start + 1 + size <= bytes.length ? start + 1 + size : -1;
    }

    private static int endOfEscaped(byte[] bytes, int start) {
        for (int at = start; at + 1 < bytes.length; at++) {
            if (bytes[at] == NUL) {
                at++;
                if (bytes[at] == END) {
                    return at + 1;
                }
                if (bytes[at] != ESCAPED) {
                    return -1;
                }
            }
        }
        return -1;
    }

    private static String describeSegment(byte[] bytes, int start, int end) {
        return switch (bytes[start]) {
            case BYTES -> KeyPath.hex(unescape(bytes, start + 1, end - 2));
            case STRING -> Wtf8.decode(unescape(bytes, start + 1, end - 2));
            default -> Long.toString(decodeLong(bytes, start));
        };
    }

    private static long decodeLong(byte[] bytes, int start) {
        int size = bytes[start] - ZERO;
        long value = 0;
        for (int i = 0; i < Math.abs(size); i++) {
            value = value << 8 | bytes[start + 1 + i] & 0xFF;
        }
        if (size >= 0) {
            return value;
        }
        long ones = size == -Long.BYTES ? -1L : (1L << 8 * -size) - 1;
        return -(~value & ones);
    }

    private static byte[] unescape(byte[] bytes, int start, int end) {
        byte[] result = new byte[end - start];
        int length = 0;
        for (int at = start; at < end; at++) {
            result[length++] = bytes[at];
            if (bytes[at] == NUL) {
                at++;
            }
        }
        return Arrays.copyOf(result, length);
    }

}
