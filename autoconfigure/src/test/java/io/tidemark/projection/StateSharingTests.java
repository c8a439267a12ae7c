package io.tidemark.projection;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

class StateSharingTests {

    private final DeepImmutability immutability = new DeepImmutability();

    private final MemoryEventSource<String> source = new MemoryEventSource<>(EventOrdering.STREAM_VERSION);

    @Test
    void whatCanNotChangeIsShared() {
        assertThat(this.immutability.isDeeplyImmutable(new Point(1, "a", Instant.EPOCH, BigDecimal.ONE))).isTrue();
        assertThat(this.immutability.isDeeplyImmutable(new Holder(List.of("a", "b")))).isTrue();
        assertThat(this.immutability.isDeeplyImmutable(new Holder(Map.of("a", List.of(1))))).isTrue();
        assertThat(this.immutability.isDeeplyImmutable(new Holder(Stream.of("a", null).toList()))).isTrue();
        assertThat(this.immutability.isDeeplyImmutable(new Holder(new Point(1, "a", Instant.EPOCH, BigDecimal.ONE))))
            .isTrue();
    }

    @Test
    void whatCanChangeIsNot() {
        assertThat(this.immutability.isDeeplyImmutable(new Holder(new ArrayList<>(List.of("a"))))).isFalse();
        assertThat(this.immutability.isDeeplyImmutable(new Holder(List.of(new StringBuilder("a"))))).isFalse();
        assertThat(this.immutability.isDeeplyImmutable(new Holder(new int[] { 1 }))).isFalse();
        assertThat(this.immutability.isDeeplyImmutable(new Holder(Arrays.asList("a", "b")))).isFalse();
        assertThat(this.immutability.isDeeplyImmutable(new StringBuilder())).isFalse();
    }

    @Test
    void readersOfImmutableStatesGetTheSameObject() {
        ProjectionFixture fixture = new ProjectionFixture();
        fixture.append("a", 1);
        fixture.get("a");

        assertThat(fixture.get("a").state()).isSameAs(fixture.get("a").state());
    }

    @Test
    void readersOfMutableStatesGetTheirOwn() {
        ProjectionReader<List<String>> reader = reader(new Names(null));
        this.source.append("a", "named", "x");

        reader.get("a").state().add("vandal");
        reader.get("a").state().add("vandal");
        this.source.append("a", "named", "y");

        assertThat(reader.get("a").state()).containsExactly("x", "y");
        assertThat(reader.get("a").outcome()).isEqualTo(Outcome.HIT);
    }

    @Test
    @Tag("P4")
    void stateThatCanNotBeDecodedIsFoldedForEachReader() {
        ProjectionReader<List<String>> reader = reader(new Names(null), new NamesCodec() {
            @Override
            public List<String> decode(byte[] bytes) {
                throw new IllegalArgumentException("decode failed on purpose");
            }
        });
        this.source.append("a", "named", "x");

        assertThat(reader.get("a").state()).containsExactly("x");
        assertThat(reader.get("a").state()).containsExactly("x");
        this.source.append("a", "named", "y");
        assertThat(reader.get("a").state()).containsExactly("x", "y");
    }

    @Test
    void statesThatCanBeCopiedAreCopied() {
        ProjectionReader<List<String>> reader = reader(new Names(ArrayList::new));
        this.source.append("a", "named", "x");

        reader.get("a").state().add("vandal");
        reader.get("a").state().add("vandal");
        this.source.append("a", "named", "y");

        assertThat(reader.get("a").state()).containsExactly("x", "y");
        assertThat(reader.get("a").outcome()).isEqualTo(Outcome.HIT);
    }

    @Test
    void mutableStateBeforeAGapIsNotTouchedByWhatFollows() {
        ProjectionReader<List<String>> reader = reader(new Names(null));
        this.source.append("a", "named", "x");
        this.source.put("a", 3, "named", "z");
        reader.get("a");
        this.source.put("a", 2, "named", "y");

        assertThat(reader.get("a").state()).containsExactly("x", "y", "z");
    }

    private ProjectionReader<List<String>> reader(Names names) {
        return reader(names, new NamesCodec());
    }

    private ProjectionReader<List<String>> reader(Names names, StateCodec<List<String>> codec) {
        Projections projections = new Projections(
                List.of(new ProjectionDefinition<>(names, List.class, this.source, codec)),
                new MemoryProjectionCache(), new ProjectionSettings(Freshness.consistent(), 10),
                new ProjectionRuntime(Runnable::run, ProjectionClock.system(), LoadObserver.NONE));
        return projections.reader(names);
    }

    record Point(int x, String name, Instant at, BigDecimal weight) {
    }

    record Holder(Object held) {
    }

    private record Names(@Nullable UnaryOperator<List<String>> copier) implements Projection<List<String>, String> {

        @Override
        public String name() {
            return "names";
        }

        @Override
        public List<String> initial(String streamId) {
            return new ArrayList<>();
        }

        @Override
        public List<String> apply(List<String> state, RecordedEvent<String> event) {
            state.add(event.data());
            return state;
        }

    }

    private static class NamesCodec implements StateCodec<List<String>> {

        @Override
        public String name() {
            return "names";
        }

        @Override
        public byte[] encode(List<String> state) {
            return String.join(",", state).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public List<String> decode(byte[] bytes) {
            return new ArrayList<>(List.of(new String(bytes, StandardCharsets.UTF_8).split(",")));
        }

    }

}
