package io.tidemark.projection.json;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.ParameterizedTypeReference;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class JsonStateCodecTests {

    private static final int DEEP = 200_000;

    private final JsonMapper mapper = JsonMapper.builder().build();

    @Test
    void stateComesBack() {
        JsonStateCodec<Traffic> codec = new JsonStateCodec<>(this.mapper, Traffic.class);
        Traffic state = new Traffic(3, List.of("a", "ü"));

        byte[] bytes = codec.encode(state);

        assertThat(codec.name()).isEqualTo("json");
        assertThat(codec.decode(bytes)).isEqualTo(state);
    }

    @Test
    void genericStateComesBack() {
        Type type = new ParameterizedTypeReference<Map<String, Traffic>>() {
        }.getType();
        JsonStateCodec<Map<String, Traffic>> codec = new JsonStateCodec<>(this.mapper, type);
        Map<String, Traffic> state = Map.of("DFW", new Traffic(1, List.of()));

        assertThat(codec.decode(codec.encode(state))).isEqualTo(state);
    }

    @ParameterizedTest
    @Tag("P4")
    @ValueSource(strings = { "", " ", "{", "{\"count\":", "[]", "\"x\"", "{\"count\":\"x\",\"names\":[]}",
            "{\"count\":1,\"names\":[]} {}", "{\"count\":1,\"names\":[]}]" })
    void damagedStateIsAnException(String json) {
        JsonStateCodec<Traffic> codec = new JsonStateCodec<>(this.mapper, Traffic.class);

        assertThatExceptionOfType(JacksonException.class)
            .isThrownBy(() -> codec.decode(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    @Tag("P4")
    void nullIsNoState() {
        JsonStateCodec<Traffic> codec = new JsonStateCodec<>(this.mapper, Traffic.class);

        assertThatIllegalArgumentException().isThrownBy(() -> codec.decode("null".getBytes(StandardCharsets.UTF_8)))
            .withMessageStartingWith("A state of type").withMessageEndingWith("must not be null");
    }

    @Test
    @Tag("P4")
    void nestingWithoutEndIsAnException() {
        byte[] bomb = ("[".repeat(DEEP) + "]".repeat(DEEP)).getBytes(StandardCharsets.UTF_8);

        assertThatExceptionOfType(JacksonException.class)
            .isThrownBy(() -> new JsonStateCodec<>(this.mapper, Object.class).decode(bomb));
        assertThatExceptionOfType(JacksonException.class)
            .isThrownBy(() -> new JsonStateCodec<>(this.mapper, Node.class).decode(bomb));
    }

    @Test
    @Tag("P4")
    void nestingWithoutEndIsAnExceptionWhereTheMapperAllowsIt() {
        JsonFactory factory = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(Integer.MAX_VALUE).build())
            .streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(Integer.MAX_VALUE).build())
            .build();
        JsonStateCodec<Node> codec = new JsonStateCodec<>(JsonMapper.builder(factory).build(), Node.class);
        byte[] bomb = ("{\"child\":".repeat(DEEP) + "null" + "}".repeat(DEEP)).getBytes(StandardCharsets.UTF_8);
        Node deep = new Node(null);
        for (int i = 0; i < DEEP; i++) {
            deep = new Node(deep);
        }
        Node state = deep;
        // A class that runs out of stack at its first use is broken for the rest of the process, so they are used before.
        assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> codec.decode("{".getBytes()));

        assertThatIllegalArgumentException().isThrownBy(() -> codec.decode(bomb))
            .withMessageEndingWith("must not be nested deeper than the stack of a thread");
        assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> codec.encode(state));
    }

    record Traffic(int count, List<String> names) {
    }

    record Node(Node child) {
    }

}
