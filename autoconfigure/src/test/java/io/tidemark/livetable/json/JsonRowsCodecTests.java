package io.tidemark.livetable.json;

import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

import io.tidemark.livetable.Rows;
import io.tidemark.livetable.cache.RowsCodecException;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class JsonRowsCodecTests {

    private final JsonRowsCodec codec = new JsonRowsCodec();

    @Test
    void everyPlainValueComesBack() {
        this.codec.register(Everything.class);
        Everything row = new Everything(1, -2L, 3.5, Float.MIN_VALUE, true, 'x', "\u0000é\uD83D\uDE00\"\\",
                new BigDecimal("1.500"), BigInteger.TEN.pow(40), UUID.fromString("6e2e7b2c-0000-4000-8000-000000000001"),
                Instant.parse("2026-01-02T03:04:05.123456789Z"), LocalDate.MAX, LocalDateTime.MIN,
                OffsetDateTime.parse("2026-01-02T03:04:05+05:30"),
                ZonedDateTime.parse("2026-01-02T03:04:05+01:00[Europe/Riga]"), Duration.ofNanos(-7), new Date(77), Colour.RED,
                List.of("a", "b"), Set.of(1), Map.of("k", List.of(1L)), Optional.of("o"), new Inner(null, 0));

        Rows decoded = this.codec.decode(this.codec.encode(new Rows(Arrays.asList(row, null, "text", 7L), 9, true)));

        assertThat(decoded).isEqualTo(new Rows(Arrays.asList(row, null, "text", 7L), 9, true));
    }

    @Test
    void entityComesBackByItsFieldsAlone() {
        this.codec.register(Airport.class);
        Airport airport = new Airport();
        airport.set("DFW", "Dallas");

        Airport decoded = (Airport) this.codec.decode(this.codec.encode(new Rows(List.of(airport), -1, false)))
            .values()
            .get(0);

        assertThat(decoded).isNotSameAs(airport).usingRecursiveComparison().isEqualTo(airport);
        assertThat(decoded.getName()).isEqualTo("computed");
    }

    @Test
    void decodedRowsBelongToWhoAsked() {
        this.codec.register(Airport.class);
        byte[] bytes = this.codec.encode(new Rows(List.of(new Airport()), -1, false));

        assertThat(this.codec.decode(bytes).values().get(0)).isNotSameAs(this.codec.decode(bytes).values().get(0));
    }

    @Test
    void rowOfAnUnknownTypeIsNeitherEncodedNorDecoded() {
        JsonRowsCodec other = new JsonRowsCodec();
        other.register(Inner.class);
        Rows rows = new Rows(List.of(new Inner("a", 1)), 1, false);
        byte[] encoded = other.encode(rows);

        assertThatExceptionOfType(RowsCodecException.class).isThrownBy(() -> this.codec.encode(rows))
            .withMessage("Rows must be of types that are known, one was of %s: register it".formatted(Inner.class.getName()));
        assertThatExceptionOfType(RowsCodecException.class).isThrownBy(() -> this.codec.decode(encoded))
            .withMessage("Rows must be of types that are known, not of %s, did not".formatted(Inner.class.getName()));
    }

    @Test
    @Tag("P5")
    void rowOfAChangedClassIsNotDecoded() {
        this.codec.register(Inner.class);
        byte[] encoded = this.codec.encode(new Rows(List.of(new Inner("a", 1)), 1, false));
        int digestAt = new String(encoded, StandardCharsets.ISO_8859_1).indexOf(Inner.class.getName())
                + Inner.class.getName().length();

        encoded[digestAt]++;

        assertThatExceptionOfType(RowsCodecException.class).isThrownBy(() -> this.codec.decode(encoded))
            .withMessage("Rows must be of types as they are now, unlike %s, did not".formatted(Inner.class.getName()));
    }

    @Test
    void digestFollowsTheShape() {
        assertThat(List.of(RowShape.digest(One.class), RowShape.digest(Two.class), RowShape.digest(Three.class),
                RowShape.digest(Four.class), RowShape.digest(Five.class)))
            .doesNotHaveDuplicates();
        assertThat(RowShape.digest(One.class)).isEqualTo(RowShape.digest(One.class));
    }

    @ParameterizedTest
    @ValueSource(classes = { WithStream.class, WithObject.class, Circle.class, Node.class, WithRawList.class, Runnable.class,
            Hidden.class, Holder.class })
    void typeThatWouldNotComeBackIsRefusedAtOnce(Class<?> type) {
        assertThatIllegalArgumentException().isThrownBy(() -> this.codec.register(type))
            .withMessageContaining("must come back from JSON as it was")
            .withMessageEndingWith("make it a record of plain values, or keep the table in memory");
    }

    @Test
    @Tag("P5")
    void mutatedBytesAreRowsOrRefused() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        this.codec.register(Inner.class);
        byte[] intact = this.codec.encode(new Rows(Arrays.asList(new Inner("abc", 12), null, "text", 5), 40, true));

        for (int length = 0; length < intact.length; length++) {
            byte[] cut = Arrays.copyOf(intact, length);
            assertThatExceptionOfType(RowsCodecException.class).as("length %d", length)
                .isThrownBy(() -> this.codec.decode(cut));
        }
        for (int bit = 0; bit < 8 * intact.length; bit++) {
            byte[] flipped = intact.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            decodeOrRefuse(flipped, "bit " + bit);
        }
        for (int round = 0; round < 20_000; round++) {
            byte[] mutated = Arrays.copyOf(intact, random.nextInt(2 * intact.length));
            for (int change = random.nextInt(6); change > 0 && mutated.length > 0; change--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
            }
            decodeOrRefuse(mutated, "seed %d, round %d".formatted(seed, round));
        }
    }

    private void decodeOrRefuse(byte[] bytes, String description) {
        try {
            assertThat(this.codec.decode(bytes)).as(description).isNotNull();
        }
        catch (RowsCodecException ex) {
            assertThat(ex.getMessage()).as(description).startsWith("Row");
        }
    }

    record Everything(int number, Long wrapped, double fraction, Float small, boolean flag, char letter, String text,
            BigDecimal price, BigInteger big, UUID id, Instant instant, LocalDate date, LocalDateTime local,
            OffsetDateTime offset, ZonedDateTime zoned, Duration duration, Date old, Colour colour, List<String> list,
            Set<Integer> set, Map<String, List<Long>> map, Optional<String> optional, Inner inner) {
    }

    enum Colour {

        RED, BLUE;

        @Override
        public String toString() {
            return "all the same";
        }

    }

    record Inner(String name, int count) {
    }

    record One(String a) {
    }

    record Two(String b) {
    }

    record Three(Integer a) {
    }

    record Four(List<String> a) {
    }

    record Five(List<Integer> a) {
    }

    static class WithStream {

        InputStream stream;

    }

    record WithObject(Object value) {
    }

    static class Circle {

        List<Circle> others = new ArrayList<>();

    }

    record Node(Map<String, Node> next) {
    }

    @SuppressWarnings("rawtypes")
    record WithRawList(List values) {
    }

    static class Hidden {

        private final int number;

        Hidden(String other) {
            this.number = other.length();
        }

        @Override
        public String toString() {
            return "" + this.number;
        }

    }

    record Holder<T>(T value) {
    }

    @Entity
    static class Airport {

        @Id
        private String code;

        @com.fasterxml.jackson.annotation.JsonIgnore
        private String name;

        private transient String cached;

        protected Airport() {
        }

        void set(String code, String name) {
            this.code = code;
            this.name = name;
        }

        String getCode() {
            return this.code + this.cached;
        }

        String getName() {
            return "computed";
        }

    }

}
