package io.tidemark.fold.autoconfigure;

import java.lang.reflect.Type;

import io.tidemark.fold.FoldCodec;
import io.tidemark.fold.json.JsonFoldCodec;

import tools.jackson.databind.json.JsonMapper;

/** Values as JSON, by a mapper that nobody configures: others write them, whatever the application does to its own. */
final class JsonFoldCodecs {

    static final String COORDINATES = "tools.jackson.core:jackson-databind";

    private final JsonMapper mapper = JsonMapper.builder().build();

    FoldCodec<?> codec(Type valueType) {
        return new JsonFoldCodec<>(this.mapper, valueType);
    }

}
