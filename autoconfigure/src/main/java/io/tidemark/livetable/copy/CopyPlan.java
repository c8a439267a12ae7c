package io.tidemark.livetable.copy;

import java.util.function.UnaryOperator;

/** How instances of one class are copied. Thread-safe. */
interface CopyPlan {

    /** Of what can't be changed. */
    CopyPlan SHARED = new CopyPlan() {

        @Override
        public Object copy(Object source, Copying copying) {
            return source;
        }

        @Override
        public boolean isFlat() {
            return true;
        }

        @Override
        public boolean isRemembered() {
            return false;
        }

    };

    /** Returns the copy; a plan that is not flat remembers it before it copies the parts. */
    Object copy(Object source, Copying copying);

    /** Whether there are no parts that are copied in turn. */
    default boolean isFlat() {
        return false;
    }

    /** Whether two owners of one instance are to own one copy. */
    default boolean isRemembered() {
        return true;
    }

    /** Returns the plan of a class whose instances know how to copy themselves. */
    static CopyPlan by(UnaryOperator<Object> copy) {
        return new CopyPlan() {

            @Override
            public Object copy(Object source, Copying copying) {
                return copy.apply(source);
            }

            @Override
            public boolean isFlat() {
                return true;
            }

        };
    }

}
