package io.tidemark.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;
import org.springframework.util.unit.DataUnit;

/** What values of properties must be like. Each check throws {@link InvalidConfigurationPropertyValueException}. */
public final class PropertyRules {

    private PropertyRules() {
    }

    /** Checks that {@code value} is not less than {@code least}. */
    public static void requireAtLeast(String property, DataSize value, DataSize least) {
        if (value.compareTo(least) < 0) {
            throw invalid(property, value, "must be at least %s, was %s".formatted(text(least), text(value)));
        }
    }

    /** Checks that {@code value} is neither less than {@code least} nor more than {@code most}. */
    public static void requireBetween(String property, DataSize value, DataSize least, DataSize most) {
        requireAtLeast(property, value, least);
        if (value.compareTo(most) > 0) {
            throw invalid(property, value, "must be at most %s, was %s".formatted(text(most), text(value)));
        }
    }

    /** Checks that {@code value} is neither less than {@code least} nor more than {@code most}. */
    public static void requireBetween(String property, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0) {
            throw invalid(property, value, "must be at least %s, was %s".formatted(text(least), text(value)));
        }
        if (value.compareTo(most) > 0) {
            throw invalid(property, value, "must be at most %s, was %s".formatted(text(most), text(value)));
        }
    }

    /** Checks that {@code value} is not less than {@code least}. */
    public static void requireAtLeast(String property, long value, long least) {
        if (value < least) {
            throw invalid(property, value, "must be at least %s, was %s".formatted(least, value));
        }
    }

    /** Checks that {@code value} is neither less than {@code least} nor more than {@code most}. */
    public static void requireBetween(String property, long value, long least, long most) {
        requireAtLeast(property, value, least);
        if (value > most) {
            throw invalid(property, value, "must be at most %s, was %s".formatted(most, value));
        }
    }

    /** Checks that {@code value}, if there is one, is not negative. */
    public static void requireNotNegative(String property, @Nullable Duration value) {
        if (value != null && value.isNegative()) {
            throw invalid(property, value, "must not be negative, was " + text(value));
        }
    }

    /** Returns the exception for a value that breaks a rule. */
    public static InvalidConfigurationPropertyValueException invalid(String property, Object value, String reason) {
        return new InvalidConfigurationPropertyValueException(property, value, reason);
    }

    /** Returns {@code size} as one would write it in a property. */
    public static String text(DataSize size) {
        DataUnit[] units = { DataUnit.TERABYTES, DataUnit.GIGABYTES, DataUnit.MEGABYTES, DataUnit.KILOBYTES };
        String[] suffixes = { "TB", "GB", "MB", "KB" };
        for (int i = 0; i < units.length; i++) {
            long unit = DataSize.of(1, units[i]).toBytes();
            if (size.toBytes() != 0 && size.toBytes() % unit == 0) {
                return size.toBytes() / unit + suffixes[i];
            }
        }
        return size.toBytes() + "B";
    }

    /** Returns {@code duration} as one would write it in a property. */
    public static String text(Duration duration) {
        if (duration.getNano() == 0) {
            return duration.getSeconds() + "s";
        }
        return duration.getNano() % 1_000_000 == 0 ? duration.toMillis() + "ms" : duration.toString();
    }

}
