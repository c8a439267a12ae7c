package io.tidemark.projection;

import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/** Captures states of one projection, encoding each at most once. */
final class StateCapturer<S> {

    private final DeepImmutability immutability = new DeepImmutability();

    private final StateCodec<S> codec;

    private final @Nullable UnaryOperator<S> copier;

    private final boolean encodes;

    private final CacheFaults faults;

    StateCapturer(StateCodec<S> codec, @Nullable UnaryOperator<S> copier, boolean encodes, CacheFaults faults) {
        this.codec = codec;
        this.copier = copier;
        this.encodes = encodes;
        this.faults = faults;
    }

    Capture<S> capture(S state, Position position) {
        byte[] bytes = this.encodes && !position.isStart() ? encode(state) : null;
        StateHolder<S> holder = hold(state, bytes);
        // Readers would meet what the codec throws, so it is met here, once.
        if (holder instanceof StateHolder.Encoded<S> encoded && !decodes(encoded)) {
            return new Capture<>(position, null, null);
        }
        return new Capture<>(position, holder, bytes);
    }

    /** Returns a holder of {@code state}, of which {@code bytes} are the encoded form if there is one. */
    @Nullable StateHolder<S> hold(S state, byte @Nullable [] bytes) {
        if (this.copier != null) {
            return new StateHolder.Copied<>(this.copier.apply(state), this.copier);
        }
        if (this.immutability.isDeeplyImmutable(state)) {
            return new StateHolder.Shared<>(state);
        }
        return bytes != null ? new StateHolder.Encoded<>(bytes, this.codec) : null;
    }

    private boolean decodes(StateHolder.Encoded<S> encoded) {
        try {
            encoded.take();
            return true;
        }
        catch (RuntimeException ex) {
            this.faults.met(CacheFaults.Kind.DECODE, ex);
            return false;
        }
    }

    private byte @Nullable [] encode(S state) {
        try {
            return this.codec.encode(state);
        }
        catch (RuntimeException ex) {
            this.faults.met(CacheFaults.Kind.ENCODE, ex);
            return null;
        }
    }

}
