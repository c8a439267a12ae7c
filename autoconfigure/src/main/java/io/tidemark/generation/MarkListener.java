package io.tidemark.generation;

import java.time.Duration;

import io.tidemark.key.KeyPath;

/** Hears of writes whose end was never reported. */
@FunctionalInterface
public interface MarkListener {

    /** Called once when the mark on {@code path} was lifted, having been held for {@code heldFor}. */
    void lifted(KeyPath path, Duration heldFor);

}
