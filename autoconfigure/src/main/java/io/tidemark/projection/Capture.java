package io.tidemark.projection;

import org.jspecify.annotations.Nullable;

/**
 * A state as it was at a position, safe from what is done to the state afterwards.
 *
 * @param position how far the state got
 * @param holder for readers of this process, or null if the state can be neither shared, copied nor encoded
 * @param bytes for the backend, or null if it stores nothing or the state can't be encoded
 * @param <S> the state
 */
record Capture<S>(Position position, @Nullable StateHolder<S> holder, byte @Nullable [] bytes) {
}
