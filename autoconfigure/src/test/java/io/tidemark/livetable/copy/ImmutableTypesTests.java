package io.tidemark.livetable.copy;

import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ImmutableTypesTests {

    private final ImmutableTypes types = new ImmutableTypes();

    @ParameterizedTest
    @ValueSource(classes = { int.class, Integer.class, String.class, BigDecimal.class, UUID.class, URI.class,
            Instant.class, LocalDate.class, ZoneId.class, Season.class, Point.class, Chain.class, Shape.class, Money.class,
            Nothing.class })
    void isImmutable(Class<?> type) {
        assertThat(this.types.isImmutable(type)).isTrue();
        assertThat(this.types.isImmutable(type)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(classes = { Object.class, Number.class, Date.class, Clock.class, List.class, Map.class, Optional.class,
            int[].class, String[].class, InputStream.class, StringBuilder.class, Box.class, Holder.class, Named.class,
            Open.class, Setter.class, OpenShape.class, Supplier.class, Runnable.class })
    void isNotImmutable(Class<?> type) {
        assertThat(this.types.isImmutable(type)).isFalse();
    }

    @Test
    void enumConstantWithABodyIsImmutable() {
        assertThat(this.types.isImmutable(Season.WINTER.getClass())).isTrue();
    }

    @Test
    void lambdaIsNotImmutable() {
        Runnable lambda = () -> Objects.requireNonNull(this.types);

        assertThat(this.types.isImmutable(lambda.getClass())).isFalse();
    }

    @Test
    void assumptionOnTheWayIsNotRemembered() {
        assertThat(this.types.isImmutable(Even.class)).isFalse();
        assertThat(this.types.isImmutable(Odd.class)).isFalse();
    }

    private enum Season {

        SUMMER, WINTER {
            @Override
            public String toString() {
                return "w";
            }
        }

    }

    private record Point(int x, Integer y) {
    }

    private record Chain(String name, Chain next) {
    }

    private record Even(Odd next) {
    }

    private record Odd(Even next, Date since) {
    }

    private record Nothing() {
    }

    private record Box(List<String> values) {
    }

    private record Holder<T>(T value) {
    }

    private sealed interface Shape permits Circle, Square {
    }

    private record Circle(double radius) implements Shape {
    }

    private record Square(double side) implements Shape {
    }

    private sealed interface OpenShape permits Blob {
    }

    private static non-sealed class Blob implements OpenShape {
    }

    private interface Named {

        String name();

    }

    private static final class Money {

        private final BigDecimal amount;

        private Money(BigDecimal amount) {
            this.amount = amount;
        }

        @Override
        public String toString() {
            return this.amount.toString();
        }

    }

    private static class Open {

        private final int number = Integer.parseInt("1");

        @Override
        public String toString() {
            return "" + this.number;
        }

    }

    private static final class Setter {

        private int number;

        void set(int number) {
            this.number = number;
        }

        @Override
        public String toString() {
            return "" + this.number;
        }

    }

}
