package io.tidemark.projection.json;

import java.lang.reflect.Type;

import io.tidemark.projection.StateCodec;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps states as JSON. However deep the JSON is nested, decoding ends with a state or an exception.
 *
 * @param <S> the state
 */
public final class JsonStateCodec<S> implements StateCodec<S> {

    private final JavaType type;

    private final ObjectReader reader;

    private final ObjectWriter writer;

    /** Creates a codec for states of {@code stateType}, which may be generic. */
    public JsonStateCodec(JsonMapper mapper, Type stateType) {
        this.type = mapper.constructType(stateType);
        this.reader = mapper.readerFor(this.type).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        this.writer = mapper.writerFor(this.type);
    }

    @Override
    public String name() {
        return "json";
    }

    @Override
    public byte[] encode(S state) {
        try {
            return this.writer.writeValueAsBytes(state);
        }
        catch (StackOverflowError ex) {
            throw tooDeep(ex);
        }
    }

    @Override
    public S decode(byte[] bytes) {
        S state;
        try {
            state = this.reader.readValue(bytes);
        }
        catch (StackOverflowError ex) {
            throw tooDeep(ex);
        }
        if (state == null) {
            throw new IllegalArgumentException("A state of type %s must not be null".formatted(this.type));
        }
        return state;
    }

    // Jackson limits the depth itself, but its limit can be raised.
    private IllegalArgumentException tooDeep(StackOverflowError cause) {
        return new IllegalArgumentException("A state of type %s must not be nested deeper than the stack of a thread"
            .formatted(this.type), cause);
    }

}
