package io.tidemark.projection;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/** Counts the events of a stream. Applied to a state, rather than folded from the start, an event counts a hundred. */
public final class Counter implements Projection<Counter.Count, Integer> {

    private final String name;

    private final Map<String, Class<? extends Integer>> types;

    private final boolean incremental;

    private final int version;

    private volatile boolean marksIncrements;

    public Counter() {
        this("counter", Map.of(), true, 1);
    }

    public Counter(String name, Map<String, Class<? extends Integer>> types, boolean incremental, int version) {
        this.name = name;
        this.types = types;
        this.incremental = incremental;
        this.version = version;
    }

    /** From now on each event that is applied counts a hundred. */
    public void markIncrements() {
        this.marksIncrements = true;
    }

    public void unmarkIncrements() {
        this.marksIncrements = false;
    }

    @Override
    public String name() {
        return this.name;
    }

    @Override
    public int version() {
        return this.version;
    }

    @Override
    public Map<String, Class<? extends Integer>> eventTypes() {
        return this.types;
    }

    @Override
    public boolean incremental() {
        return this.incremental;
    }

    @Override
    public Count initial(String streamId) {
        return new Count(0, 0);
    }

    @Override
    public Count apply(Count state, RecordedEvent<Integer> event) {
        return new Count(state.events() + (this.marksIncrements ? 100 : 1), state.sum() + event.data());
    }

    @Override
    public @Nullable UnaryOperator<Count> copier() {
        return null;
    }

    /** The state. */
    public record Count(int events, long sum) {
    }

    /** Twelve bytes. */
    public static final class Codec implements StateCodec<Count> {

        public volatile boolean failing;

        @Override
        public String name() {
            return "count";
        }

        @Override
        public byte[] encode(Count state) {
            if (this.failing) {
                throw new IllegalArgumentException("encode failed on purpose");
            }
            return ByteBuffer.allocate(12).putInt(state.events()).putLong(state.sum()).array();
        }

        @Override
        public Count decode(byte[] bytes) {
            if (bytes.length != 12) {
                throw new IllegalArgumentException("A count has 12 bytes, not " + bytes.length);
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return new Count(buffer.getInt(), buffer.getLong());
        }

    }

}
