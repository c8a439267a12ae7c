package io.tidemark.projection;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * How the events of one stream are folded to a state.
 * <p>
 * {@link #initial} and {@link #apply} are pure: the same events give the same state, whatever the time, the thread or
 * the number of calls. They may be called from any thread, for different streams at once.
 *
 * @param <S> the state, best a record of immutable components
 * @param <E> the events
 */
public interface Projection<S, E> {

    /** Returns the name, which is part of every cache key: not empty, unique in the application, the same for ever. */
    String name();

    /** Returns the version of the fold, which is part of every cache key. Raise it when the fold changes. */
    default int version() {
        return 1;
    }

    /**
     * Returns the events that matter to this projection: the name of their type in the log, and the class that each is
     * decoded to. Empty, the default, means every event, decoded to the event type of this projection.
     */
    default Map<String, Class<? extends E>> eventTypes() {
        return Map.of();
    }

    /** Returns the state of a stream without events. */
    S initial(String streamId);

    /** Returns {@code state} with {@code event} applied: a new state, or the same object changed. */
    S apply(S state, RecordedEvent<E> event);

    /**
     * Whether a state can be brought up to date by applying the events since. If not, each new event costs a replay of
     * the whole stream.
     */
    default boolean incremental() {
        return true;
    }

    /**
     * Returns a function that copies a state deeply, or null if there is none. Without one, readers share a state only
     * if it is deeply immutable, as far as that can be seen: a record of immutable values and of collections made by
     * {@link java.util.List#copyOf} and the like; any other state is decoded anew for each reader. A state that is
     * immutable without being such a record returns {@link UnaryOperator#identity()} here.
     */
    default @Nullable UnaryOperator<S> copier() {
        return null;
    }

    /** Returns the type of the state, or null to have it found from the type arguments of this class. */
    default @Nullable Type stateType() {
        return null;
    }

    /** Returns the type of the events, or null to have it found from the type arguments of this class. */
    default @Nullable Class<E> eventType() {
        return null;
    }

}
