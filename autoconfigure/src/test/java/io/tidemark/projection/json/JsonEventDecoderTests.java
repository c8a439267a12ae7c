package io.tidemark.projection.json;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class JsonEventDecoderTests {

    private final JsonMapper mapper = JsonMapper.builder().build();

    private final JsonEventDecoder<Event> decoder = new JsonEventDecoder<>(this.mapper, Departure.class,
            Map.of("arrival", Arrival.class));

    @Test
    void eachTypeHasItsClass() {
        Departure departure = new Departure("DFW", 5);
        Arrival arrival = new Arrival("JFK");
        JsonEventEncoder encoder = new JsonEventEncoder(this.mapper);

        assertThat(this.decoder.decode("arrival", encoder.encode("arrival", arrival))).isEqualTo(arrival);
        assertThat(this.decoder.decode("anything", encoder.encode("anything", departure))).isEqualTo(departure);
    }

    @Test
    void payloadThatIsNoSuchEventIsAnException() {
        for (String json : new String[] { "", "[]", "{\"airport\":[]}", "{\"airport\":\"x\"} x" }) {
            assertThatExceptionOfType(JacksonException.class).as(json)
                .isThrownBy(() -> this.decoder.decode("arrival", json.getBytes(StandardCharsets.UTF_8)));
        }
        assertThatIllegalArgumentException()
            .isThrownBy(() -> this.decoder.decode("arrival", "null".getBytes(StandardCharsets.UTF_8)))
            .withMessage("The payload of an event of type 'arrival' must not be null");
    }

    sealed interface Event {
    }

    record Departure(String airport, int delay) implements Event {
    }

    record Arrival(String airport) implements Event {
    }

}
