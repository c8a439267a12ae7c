package io.tidemark.projection;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StateDigestTests {

    @Test
    void sameShapeHasTheSameDigestAlways() {
        byte[] digest = StateDigest.of(Flat.class, List.of("b", "a")).toBytes();

        assertThat(digest).hasSize(8).isEqualTo(StateDigest.of(Flat.class, Set.of("a", "b")).toBytes());
    }

    @Test
    void eventTypesAreInTheDigest() {
        byte[] digest = StateDigest.of(Flat.class, Set.of("data")).toBytes();

        assertThat(digest).isNotEqualTo(StateDigest.of(Flat.class, Set.of("data", "effect")).toBytes())
            .isNotEqualTo(StateDigest.of(Flat.class, Set.of()).toBytes());
        assertThat(StateDigest.of(Flat.class, Set.of("a,1:b")).toBytes())
            .isNotEqualTo(StateDigest.of(Flat.class, Set.of("a", "b")).toBytes());
    }

    @Test
    void componentsAreInTheDigestByNameAndType() {
        String one = described(One.State.class).replace("One", "");

        assertThat(one).isNotEqualTo(described(Two.State.class).replace("Two", ""))
            .isNotEqualTo(described(Three.State.class).replace("Three", ""))
            .isEqualTo(described(Four.State.class).replace("Four", ""));
    }

    @Test
    void componentsOfComponentsAreInTheDigest() {
        assertThat(described(Outer.class)).contains("Inner").contains("depth=int").contains("names=");
        assertThat(described(Recursive.class)).contains("next=");
    }

    private static String described(Class<?> type) {
        return StateDigest.of(type, Set.of()).toString();
    }

    record Flat(int count) {
    }

    static final class One {

        record State(int count) {
        }

    }

    static final class Two {

        record State(long count) {
        }

    }

    static final class Three {

        record State(int counted) {
        }

    }

    static final class Four {

        record State(int count) {
        }

    }

    record Inner(int depth, List<String> names) {
    }

    record Outer(List<Inner> inners) {
    }

    record Recursive(List<Recursive> next) {
    }

}
