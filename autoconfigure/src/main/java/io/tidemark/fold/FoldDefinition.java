package io.tidemark.fold;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What a {@link FollowedFold} is made of.
 *
 * @param name the name, unique in the application
 * @param source the bucket, which stays its owner's
 * @param stores opens the store; called again after a stop
 * @param codec decodes the values
 * @param onUndecodable what becomes of values that can't be decoded
 * @param settings how the bucket is followed
 * @param executor what tells subscribers of changes; it must not run them in the calling thread
 * @param <V> the type of the values
 */
public record FoldDefinition<V>(String name, FoldSource source, Supplier<? extends FoldStore> stores,
        FoldCodec<V> codec, UndecodablePolicy onUndecodable, FollowerSettings settings, Executor executor) {

    /** Checks that nothing is missing. */
    public FoldDefinition {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(stores, "stores");
        Objects.requireNonNull(codec, "codec");
        Objects.requireNonNull(onUndecodable, "onUndecodable");
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(executor, "executor");
    }

}
