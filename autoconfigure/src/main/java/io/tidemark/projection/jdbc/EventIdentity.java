package io.tidemark.projection.jdbc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The identity of events without an id: the first half of a SHA-256 over their types and payloads, in hex. */
final class EventIdentity {

    private static final int BYTES = 16;

    private final MessageDigest digest;

    EventIdentity() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        }
        catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException("The Java runtime must provide SHA-256", ex);
        }
    }

    String of(String type, byte[] payload) {
        byte[] name = type.getBytes(StandardCharsets.UTF_8);
        // The length keeps a type that ends like another one's payload apart.
        this.digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(name.length).array());
        this.digest.update(name);
        return HexFormat.of().formatHex(this.digest.digest(payload), 0, BYTES);
    }

}
