package io.tidemark.projection;

/**
 * Turns the states of one projection to bytes and back. Thread-safe. Any exception means that the value can't be
 * encoded or decoded; it costs a replay.
 *
 * @param <S> the state
 */
public interface StateCodec<S> {

    /** Returns the name, kept with each row: rows of another codec are missing. At most 255 bytes of UTF-8. */
    String name();

    /** Returns the bytes of {@code state}. */
    byte[] encode(S state);

    /** Returns a new state from {@code bytes}, whose content the state must not keep. */
    S decode(byte[] bytes);

}
