package io.tidemark.projection;

import java.util.function.UnaryOperator;

/**
 * A state that many readers can be given, each in a way that none can change what another sees.
 *
 * @param <S> the state
 */
sealed interface StateHolder<S> {

    /** Returns the state, or a copy of it that is the caller's own. */
    S take();

    /** A state that can't change, so that all have the same. */
    record Shared<S>(S state) implements StateHolder<S> {

        @Override
        public S take() {
            return this.state;
        }

    }

    /** A state that the projection can copy. */
    record Copied<S>(S state, UnaryOperator<S> copier) implements StateHolder<S> {

        @Override
        public S take() {
            return this.copier.apply(this.state);
        }

    }

    /** A state that is decoded for each. */
    record Encoded<S>(byte[] bytes, StateCodec<S> codec) implements StateHolder<S> {

        @Override
        public S take() {
            return this.codec.decode(this.bytes);
        }

    }

}
