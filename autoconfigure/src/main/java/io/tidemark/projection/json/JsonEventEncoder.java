package io.tidemark.projection.json;

import io.tidemark.projection.EventEncoder;
import tools.jackson.databind.json.JsonMapper;

/** Writes events as JSON. */
public final class JsonEventEncoder implements EventEncoder {

    private final JsonMapper mapper;

    /** Creates an encoder that writes with {@code mapper}. */
    public JsonEventEncoder(JsonMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public byte[] encode(String type, Object data) {
        return this.mapper.writeValueAsBytes(data);
    }

}
