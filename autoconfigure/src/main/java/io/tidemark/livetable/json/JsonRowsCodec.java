package io.tidemark.livetable.json;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import io.tidemark.livetable.Rows;
import io.tidemark.livetable.cache.RowsCodec;
import io.tidemark.livetable.cache.RowsCodecException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.json.JsonMapper;

import org.jspecify.annotations.Nullable;

/**
 * Keeps rows as JSON, of their fields alone: getters, annotations and the application's settings have no say. Only rows
 * of exactly the types that were {@linkplain #register registered} are encoded or decoded, with wrappers and strings.
 * <table>
 * <caption>Format 1, big endian</caption>
 * <tr><th>bytes</th><th>what</th></tr>
 * <tr><td>1</td><td>format</td></tr>
 * <tr><td>8, 1</td><td>total, 1 if more rows follow or else 0</td></tr>
 * <tr><td>4</td><td>number of types, then for each:</td></tr>
 * <tr><td>4 + n, 8</td><td>its name in UTF-8 after the length, digest of its shape</td></tr>
 * <tr><td>4</td><td>number of rows, then for each:</td></tr>
 * <tr><td>4</td><td>index of its type, or -1 for null, which ends the row</td></tr>
 * <tr><td>4 + n</td><td>JSON in UTF-8 after its length</td></tr>
 * </table>
 * A checksum is left to whoever keeps the bytes. A registered type whose fields, or whose fields' fields, have changed
 * is not decoded. Thread-safe.
 */
public final class JsonRowsCodec implements RowsCodec {

    private static final byte FORMAT = 1;

    private static final int NULL = -1;

    private final JsonMapper mapper = JsonMapper.builder()
        .disable(MapperFeature.USE_ANNOTATIONS)
        .enable(MapperFeature.PROPAGATE_TRANSIENT_MARKER)
        .enable(MapperFeature.ALLOW_FINAL_FIELDS_AS_MUTATORS)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
        .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
        .disable(EnumFeature.READ_ENUMS_USING_TO_STRING, EnumFeature.WRITE_ENUMS_USING_TO_STRING)
        .changeDefaultVisibility((visibility) -> visibility.withVisibility(PropertyAccessor.ALL, Visibility.NONE)
            .withVisibility(PropertyAccessor.FIELD, Visibility.ANY)
            .withVisibility(PropertyAccessor.CREATOR, Visibility.ANY))
        .build();

    private final ConcurrentMap<String, RowType> types = new ConcurrentHashMap<>();

    /** Creates a codec that knows wrappers of primitives, strings, big numbers and UUIDs. */
    public JsonRowsCodec() {
        for (Class<?> plain : List.of(String.class, Boolean.class, Integer.class, Long.class, Short.class, Double.class,
                Float.class, java.math.BigDecimal.class, java.math.BigInteger.class, java.util.UUID.class)) {
            register(plain);
        }
    }

    /**
     * Makes rows of {@code type} known. Call it for every type of row before there are rows.
     * @throws IllegalArgumentException if it is clear from its fields that rows of it would not come back as they were:
     * names the field that is to blame
     */
    public void register(Class<?> type) {
        Objects.requireNonNull(type, "type");
        this.types.computeIfAbsent(type.getName(), (name) -> new RowType(type, RowShape.digest(type),
                this.mapper.writerFor(type), reader(type)));
    }

    @Override
    public String name() {
        return "json-1";
    }

    @Override
    public byte[] encode(Rows rows) {
        List<RowType> used = new ArrayList<>();
        List<byte @Nullable []> bodies = new ArrayList<>();
        List<Integer> indexes = new ArrayList<>();
        long size = 1 + Long.BYTES + 1 + 2 * Integer.BYTES;
        for (Object value : rows.values()) {
            RowType type = value == null ? null : typeOf(value);
            byte[] body = type == null ? null : type.write(value);
            indexes.add(type == null ? NULL : indexOf(type, used));
            bodies.add(body);
            size += Integer.BYTES + (body == null ? 0 : Integer.BYTES + body.length);
        }
        for (RowType type : used) {
            size += Integer.BYTES + type.name().length + Long.BYTES;
        }
        ByteBuffer target = ByteBuffer.allocate(Math.toIntExact(size));
        target.put(FORMAT).putLong(rows.total()).put((byte) (rows.hasNext() ? 1 : 0)).putInt(used.size());
        used.forEach((type) -> target.putInt(type.name().length).put(type.name()).putLong(type.digest()));
        target.putInt(bodies.size());
        for (int row = 0; row < bodies.size(); row++) {
            target.putInt(indexes.get(row));
            byte[] body = bodies.get(row);
            if (body != null) {
                target.putInt(body.length).put(body);
            }
        }
        return target.array();
    }

    @Override
    public Rows decode(byte[] bytes) {
        ByteBuffer source = ByteBuffer.wrap(bytes);
        try {
            require(source.get() == FORMAT, "be of format " + FORMAT);
            long total = source.getLong();
            byte hasNext = source.get();
            require(hasNext == 0 || hasNext == 1, "say whether more follow");
            List<RowType> used = readTypes(source);
            List<@Nullable Object> values = readValues(source, used);
            require(!source.hasRemaining(), "end with the last row");
            return new Rows(values, total, hasNext == 1);
        }
        catch (BufferUnderflowException | IllegalArgumentException ex) {
            throw new RowsCodecException("Rows must be as they were encoded, were not", ex);
        }
    }

    private ObjectReader reader(Class<?> type) {
        ObjectReader reader = this.mapper.readerFor(type).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        try {
            reader.readValue("{}");
        }
        catch (InvalidDefinitionException ex) {
            throw new IllegalArgumentException(("'%s' must come back from JSON as it was, but it can't be made from "
                    + "JSON: make it a record of plain values, or keep the table in memory").formatted(type.getName()),
                    ex);
        }
        catch (JacksonException ex) {
            // Whatever it says of an empty object, it knows how to make one.
            return reader;
        }
        return reader;
    }

    private List<RowType> readTypes(ByteBuffer source) {
        int count = source.getInt();
        require(count >= 0 && count <= source.remaining(), "have types");
        List<RowType> used = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            String name = new String(readBytes(source), StandardCharsets.UTF_8);
            long digest = source.getLong();
            RowType type = this.types.get(name);
            require(type != null, "be of types that are known, not of " + name);
            require(type.digest() == digest, "be of types as they are now, unlike " + name);
            used.add(type);
        }
        return used;
    }

    private static List<@Nullable Object> readValues(ByteBuffer source, List<RowType> used) {
        int count = source.getInt();
        require(count >= 0 && count <= source.remaining() / Integer.BYTES, "be complete");
        List<@Nullable Object> values = new ArrayList<>(count);
        for (int row = 0; row < count; row++) {
            int index = source.getInt();
            require(index >= NULL && index < used.size(), "be of one of the types");
            values.add(index == NULL ? null : used.get(index).read(readBytes(source)));
        }
        return values;
    }

    private static byte[] readBytes(ByteBuffer source) {
        int length = source.getInt();
        require(length >= 0 && length <= source.remaining(), "be complete");
        byte[] bytes = new byte[length];
        source.get(bytes);
        return bytes;
    }

    private RowType typeOf(Object value) {
        RowType type = this.types.get(value.getClass().getName());
        if (type == null || type.type() != value.getClass()) {
            throw new RowsCodecException("Rows must be of types that are known, one was of "
                    + value.getClass().getName() + ": register it", null);
        }
        return type;
    }

    private static int indexOf(RowType type, List<RowType> used) {
        int index = used.indexOf(type);
        if (index >= 0) {
            return index;
        }
        used.add(type);
        return used.size() - 1;
    }

    private static void require(boolean condition, String rule) {
        if (!condition) {
            throw new RowsCodecException("Rows must %s, did not".formatted(rule), null);
        }
    }

    private record RowType(Class<?> type, long digest, ObjectWriter writer, ObjectReader reader, byte[] name) {

        RowType(Class<?> type, long digest, ObjectWriter writer, ObjectReader reader) {
            this(type, digest, writer, reader, type.getName().getBytes(StandardCharsets.UTF_8));
        }

        byte[] write(Object value) {
            try {
                return this.writer.writeValueAsBytes(value);
            }
            catch (JacksonException | StackOverflowError ex) {
                throw new RowsCodecException("Row of %s could not be written".formatted(this.type.getName()), ex);
            }
        }

        Object read(byte[] json) {
            Object value;
            try {
                value = this.reader.readValue(json);
            }
            catch (JacksonException | StackOverflowError ex) {
                throw new RowsCodecException("Row of %s could not be read".formatted(this.type.getName()), ex);
            }
            require(value != null, "not be the JSON null");
            return value;
        }

    }

}
