package io.tidemark.fold.json;

import java.lang.reflect.Type;

import io.tidemark.fold.FoldCodec;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Values as JSON. However deep the JSON is nested, decoding ends with a value or an exception.
 *
 * @param <V> the value
 */
public final class JsonFoldCodec<V> implements FoldCodec<V> {

    private final JavaType type;

    private final ObjectReader reader;

    private final ObjectWriter writer;

    /** Creates a codec for values of {@code valueType}, which may be generic. */
    public JsonFoldCodec(JsonMapper mapper, Type valueType) {
        this.type = mapper.constructType(valueType);
        this.reader = mapper.readerFor(this.type).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        this.writer = mapper.writerFor(this.type);
    }

    @Override
    public byte[] encode(V value) {
        return this.writer.writeValueAsBytes(value);
    }

    @Override
    public V decode(byte[] bytes) {
        V value;
        try {
            value = this.reader.readValue(bytes);
        }
        // Jackson limits the depth itself, but its limit can be raised.
        catch (StackOverflowError ex) {
            throw new IllegalArgumentException(
                    "A value of type %s must not be nested deeper than the stack of a thread".formatted(this.type), ex);
        }
        if (value == null) {
            throw new IllegalArgumentException("A value of type %s must not be null".formatted(this.type));
        }
        return value;
    }

}
