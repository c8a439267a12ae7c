package io.tidemark.livetable.repository;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.ZoneId;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.Arrays;
import java.util.Collection;
import java.util.Currency;
import java.util.Date;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Example;
import org.springframework.data.domain.KeysetScrollPosition;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.OffsetScrollPosition;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Range;
import org.springframework.data.domain.Sort;
import org.springframework.util.ReflectionUtils;

/**
 * The bytes of a call's arguments, the same for equal arguments in every process.
 * <p>
 * What has no such bytes, such as a lambda or an entity, has no key. Thread-safe.
 */
final class ArgumentKeys {

    // Of a record or collection within another, or a cycle.
    private static final int MAX_DEPTH = 16;

    private ArgumentKeys() {
    }

    /** Returns the bytes of {@code arguments}, or null if one of them has no stable key. */
    static byte @Nullable [] encode(@Nullable Object[] arguments) {
        KeyBuffer buffer = new KeyBuffer();
        for (Object argument : arguments) {
            if (!put(buffer, argument, 0)) {
                return null;
            }
        }
        return buffer.toBytes();
    }

    static boolean put(KeyBuffer buffer, @Nullable Object value, int depth) {
        if (value == null) {
            buffer.put(Tag.NULL);
        }
        else if (value instanceof String string) {
            buffer.put(Tag.STRING);
            buffer.putString(string);
        }
        else if (value instanceof Long number) {
            buffer.put(Tag.LONG);
            buffer.putLong(number);
        }
        else if (value instanceof Pageable pageable) {
            return putPageable(buffer, pageable);
        }
        else if (value instanceof Integer number) {
            buffer.put(Tag.INTEGER);
            buffer.putLong(number);
        }
        else if (value instanceof Sort sort) {
            return putSort(buffer, sort);
        }
        else {
            return putScalar(buffer, value) || (depth < MAX_DEPTH && putComposed(buffer, value, depth + 1));
        }
        return true;
    }

    private static boolean putPageable(KeyBuffer buffer, Pageable pageable) {
        if (pageable.isUnpaged()) {
            buffer.put(Tag.UNPAGED);
        }
        else {
            buffer.put(Tag.PAGE);
            // An implementation of its own may begin between two pages.
            buffer.putLong(pageable.getOffset());
            buffer.putLong(pageable.getPageNumber());
            buffer.putLong(pageable.getPageSize());
        }
        return putSort(buffer, pageable.getSort());
    }

    private static boolean putSort(KeyBuffer buffer, Sort sort) {
        buffer.put(Tag.SORT);
        for (Sort.Order order : sort) {
            // One of another class, such as an unsafe order of JPA, means more than it tells.
            if (order.getClass() != Sort.Order.class) {
                return false;
            }
            buffer.put(Tag.ORDER);
            buffer.putString(order.getProperty());
            buffer.put(1 + order.getDirection().ordinal() + (order.isIgnoreCase() ? 2 : 0)
                    + 4 * order.getNullHandling().ordinal());
        }
        buffer.put(Tag.END);
        return true;
    }

    private static boolean putScalar(KeyBuffer buffer, Object value) {
        if (value instanceof Boolean flag) {
            buffer.put(flag ? Tag.TRUE : Tag.FALSE);
        }
        else if (value instanceof UUID uuid) {
            buffer.put(Tag.UUID);
            buffer.putBits(uuid.getMostSignificantBits());
            buffer.putBits(uuid.getLeastSignificantBits());
        }
        else if (value instanceof Enum<?> constant) {
            buffer.put(Tag.ENUM);
            buffer.putString(constant.getDeclaringClass().getName());
            buffer.putString(constant.name());
        }
        else if (value instanceof Limit limit) {
            buffer.put(limit.isUnlimited() ? Tag.UNLIMITED : Tag.LIMIT);
            buffer.putLong(limit.isUnlimited() ? 0 : limit.max());
        }
        else if (value instanceof OffsetScrollPosition position) {
            buffer.put(Tag.OFFSET);
            buffer.putLong(position.isInitial() ? -1 : position.getOffset());
        }
        else if (value instanceof Class<?> type) {
            buffer.put(Tag.CLASS);
            buffer.putString(type.getName());
        }
        else {
            return putNumberOrText(buffer, value);
        }
        return true;
    }

    private static boolean putNumberOrText(KeyBuffer buffer, Object value) {
        if (value instanceof byte[] bytes) {
            buffer.put(Tag.BYTES);
            buffer.putBytes(bytes);
        }
        else if (value instanceof Double number) {
            buffer.put(Tag.DOUBLE);
            buffer.putBits(Double.doubleToRawLongBits(number));
        }
        else if (value instanceof Date date) {
            // A timestamp has more digits than its milliseconds tell.
            buffer.put(Tag.TEXT);
            buffer.putString(date.getClass().getName());
            buffer.putString(date.getTime() + " " + date);
        }
        else if (hasFaithfulText(value)) {
            buffer.put(Tag.TEXT);
            buffer.putString(value.getClass().getName());
            buffer.putString(value.toString());
        }
        else {
            return false;
        }
        return true;
    }

    // Of these types two values with the same text are equal.
    private static boolean hasFaithfulText(Object value) {
        boolean javaTime = (value instanceof TemporalAccessor || value instanceof TemporalAmount
                || value instanceof ZoneId) && value.getClass().getName().startsWith("java.time.");
        return javaTime || value.getClass() == BigDecimal.class || value.getClass() == BigInteger.class
                || value instanceof Short || value instanceof Byte || value instanceof Character
                || value instanceof Float || value instanceof Currency || value instanceof Locale
                || value instanceof URI;
    }

    private static boolean putComposed(KeyBuffer buffer, Object value, int depth) {
        if (value instanceof Collection<?> collection) {
            return putAll(buffer, value instanceof Set ? Tag.SET : Tag.LIST, collection, depth);
        }
        if (value instanceof Object[] array) {
            return putAll(buffer, Tag.LIST, Arrays.asList(array), depth);
        }
        if (value.getClass().isArray()) {
            return putPrimitives(buffer, value, depth);
        }
        if (value instanceof Optional<?> optional) {
            buffer.put(Tag.OPTIONAL);
            return put(buffer, optional.orElse(null), depth);
        }
        if (value instanceof Range<?> range) {
            buffer.put(Tag.RANGE);
            return putBound(buffer, range.getLowerBound(), depth) && putBound(buffer, range.getUpperBound(), depth);
        }
        if (value instanceof Example<?> example) {
            buffer.put(Tag.EXAMPLE);
            return ExampleKeys.put(buffer, example, depth);
        }
        if (value instanceof KeysetScrollPosition position) {
            return putKeyset(buffer, position, depth);
        }
        if (value instanceof Record record) {
            return putRecord(buffer, record, depth);
        }
        if (FieldKeys.tellAll(value.getClass())) {
            buffer.put(Tag.BEAN);
            return FieldKeys.put(buffer, value, depth);
        }
        return false;
    }

    private static boolean putKeyset(KeyBuffer buffer, KeysetScrollPosition position, int depth) {
        buffer.put(Tag.KEYSET);
        buffer.put(position.scrollsForward() ? Tag.TRUE : Tag.FALSE);
        for (Map.Entry<String, Object> key : new TreeMap<>(position.getKeys()).entrySet()) {
            buffer.put(Tag.STRING);
            buffer.putString(key.getKey());
            if (!put(buffer, key.getValue(), depth)) {
                return false;
            }
        }
        buffer.put(Tag.END);
        return true;
    }

    private static boolean putAll(KeyBuffer buffer, int tag, Iterable<?> values, int depth) {
        buffer.put(tag);
        for (Object value : values) {
            if (!put(buffer, value, depth)) {
                return false;
            }
        }
        buffer.put(Tag.END);
        return true;
    }

    private static boolean putPrimitives(KeyBuffer buffer, Object array, int depth) {
        buffer.put(Tag.LIST);
        for (int i = 0; i < Array.getLength(array); i++) {
            if (!put(buffer, Array.get(array, i), depth)) {
                return false;
            }
        }
        buffer.put(Tag.END);
        return true;
    }

    private static boolean putBound(KeyBuffer buffer, Range.Bound<?> bound, int depth) {
        buffer.put(bound.isInclusive() ? Tag.TRUE : Tag.FALSE);
        return put(buffer, bound.getValue().orElse(null), depth);
    }

    private static boolean putRecord(KeyBuffer buffer, Record record, int depth) {
        buffer.put(Tag.RECORD);
        buffer.putString(record.getClass().getName());
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            ReflectionUtils.makeAccessible(component.getAccessor());
            if (!put(buffer, ReflectionUtils.invokeMethod(component.getAccessor(), record), depth)) {
                return false;
            }
        }
        return true;
    }

    /** What a value begins with, so that values of two types never have the same bytes. None is zero. */
    private static final class Tag {

        static final int END = 1;
        static final int NULL = 2;
        static final int STRING = 3;
        static final int LONG = 4;
        static final int INTEGER = 5;
        static final int UNPAGED = 6;
        static final int PAGE = 7;
        static final int SORT = 8;
        static final int ORDER = 9;
        static final int TRUE = 11;
        static final int FALSE = 12;
        static final int UUID = 13;
        static final int ENUM = 14;
        static final int UNLIMITED = 15;
        static final int LIMIT = 16;
        static final int OFFSET = 17;
        static final int CLASS = 18;
        static final int BYTES = 19;
        static final int DOUBLE = 20;
        static final int TEXT = 21;
        static final int LIST = 22;
        static final int SET = 23;
        static final int OPTIONAL = 24;
        static final int RANGE = 25;
        static final int EXAMPLE = 26;
        static final int RECORD = 27;
        static final int KEYSET = 28;
        static final int BEAN = 29;

    }

}
