package io.tidemark.livetable.repository;

import java.io.Serializable;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.springframework.data.domain.Example;
import org.springframework.data.domain.ExampleMatcher;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Range;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Sort;
import org.springframework.data.jdbc.core.mapping.AggregateReference;

import static org.assertj.core.api.Assertions.assertThat;

class ArgumentKeysTests {

    @Test
    void differentArgumentsHaveDifferentKeys() {
        List<Object[]> calls = new ArrayList<>();
        for (Object value : Arrays.asList(null, "", "a", "b", "ab", "\0", "\u00e4", "\ud800", "\ud800\udc00", 0, 1, -1,
                64, 0L, 1L, -1L, Long.MIN_VALUE, Long.MAX_VALUE, (short) 1, (byte) 1, 'a', 1.0, 1.0f, 0.0, -0.0, true,
                false, new BigDecimal("1.0"), new BigDecimal("1.00"), new UUID(0, 1), new UUID(1, 0), DayOfWeek.MONDAY,
                TimeUnit.DAYS, LocalDate.of(2026, 1, 1), Instant.EPOCH, new Timestamp(1), String.class, Integer.class,
                List.of(), List.of(1), List.of(1, 2), List.of(List.of(1), 2), List.of(List.of(1, 2)), Set.of(1),
                Optional.empty(), Optional.of(1), new byte[0], new byte[] { 1 }, new int[] { 1, 2, 3 },
                new Pair("a", 1), new Pair("a", 2), new Pair(null, 1), new Other("a", 1), Limit.of(1), Limit.unlimited(),
                Range.closed(1, 2), Range.open(1, 2), Range.unbounded(), ScrollPosition.offset(),
                ScrollPosition.offset(0), ScrollPosition.offset(1), Sort.unsorted(), Sort.by("a"),
                Sort.by("a").descending(), Sort.by("a", "b"), Sort.by("b", "a"),
                Sort.by(Sort.Order.asc("a").ignoreCase()), Sort.by(Sort.Order.asc("a").nullsFirst()),
                ScrollPosition.keyset(), ScrollPosition.keyset().backward(),
                ScrollPosition.forward(Map.of("a", 1)), ScrollPosition.forward(Map.of("a", 2)),
                ScrollPosition.backward(Map.of("a", 1)), ScrollPosition.forward(Map.of("a", 1, "b", 1)),
                new SeatId("a", 1), new SeatId("a", 2), new SeatId("b", 1), AggregateReference.to(1L),
                AggregateReference.to(2L), AggregateReference.to("1"), new OwnReference(1), new OwnReference(2),
                Pageable.unpaged(), Pageable.unpaged(Sort.by("a")), PageRequest.of(0, 1), PageRequest.of(0, 2),
                PageRequest.of(1, 1), PageRequest.of(0, 1, Sort.by("a")), Example.of(new Probe("a", 1)),
                Example.of(new Probe("a", null)), Example.of(new Probe("a", 1), ExampleMatcher.matchingAny()),
                Example.of(new Probe("a", 1), ExampleMatcher.matching().withIgnorePaths("name")),
                Example.of(new Probe("a", 1), ExampleMatcher.matching()
                    .withMatcher("name", ExampleMatcher.GenericPropertyMatchers.startsWith())))) {
            calls.add(new Object[] { value });
        }
        calls.add(new Object[] {});
        calls.add(new Object[] { "a", "b" });
        calls.add(new Object[] { null, null });

        Map<String, Object[]> seen = new HashMap<>();
        for (Object[] call : calls) {
            byte[] key = ArgumentKeys.encode(call);
            assertThat(key).as(Arrays.deepToString(call)).isNotNull();
            Object[] before = seen.put(HexFormat.of().formatHex(key), call);
            assertThat(before).as("%s as %s", Arrays.deepToString(call), Arrays.deepToString(before)).isNull();
        }
    }

    @Test
    void equalArgumentsHaveTheKeyThatTheyHadBeforeARestart() {
        Object[] call = { "TX", 25L, PageRequest.of(2, 25, Sort.by("name").descending()), DayOfWeek.FRIDAY };

        assertThat(HexFormat.of().formatHex(ArgumentKeys.encode(call))).isEqualTo(
                "030454580432076404320809086e616d6502010e266a6176612e74696d652e4461794f665765656b0c465249444159");
    }

    @Test
    void argumentsWithoutStableKeyHaveNone() {
        Sort.Order unsafe = org.springframework.data.jpa.domain.JpaSort.unsafe("length(name)").iterator().next();

        assertThat(ArgumentKeys.encode(new Object[] { new Object() })).isNull();
        assertThat(ArgumentKeys.encode(new Object[] { (Runnable) () -> {
        } })).isNull();
        assertThat(ArgumentKeys.encode(new Object[] { List.of(new Object()) })).isNull();
        assertThat(ArgumentKeys.encode(new Object[] { Sort.by(unsafe) })).isNull();
        assertThat(ArgumentKeys.encode(new Object[] { Example.of(new Probe("a", 1), ExampleMatcher.matching()
            .withTransformer("name", value -> value)) })).isNull();
    }

    @Test
    void argumentThatContainsItselfHasNoKey() {
        List<Object> circle = new ArrayList<>();
        circle.add(circle);

        assertThat(ArgumentKeys.encode(new Object[] { circle })).isNull();
    }

    @Test
    void positionsHaveTheSameKeyInAnyOrderOfTheirProperties() {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("a", 1);
        one.put("b", 2);
        Map<String, Object> other = new LinkedHashMap<>();
        other.put("b", 2);
        other.put("a", 1);

        assertThat(ArgumentKeys.encode(new Object[] { ScrollPosition.forward(one) }))
            .isEqualTo(ArgumentKeys.encode(new Object[] { ScrollPosition.forward(other) }));
    }

    @Test
    void objectWithoutEqualsHasNoKey() {
        assertThat(ArgumentKeys.encode(new Object[] { new Probe("a", 1) })).isNull();
        assertThat(ArgumentKeys.encode(new Object[] { new SeatId(new Object(), 1) })).isNull();
    }

    private static final class SeatId implements Serializable {

        private static final long serialVersionUID = 1L;

        private final transient Object letter;

        private final int line;

        private SeatId(Object letter, int line) {
            this.letter = letter;
            this.line = line;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof SeatId id && this.line == id.line && this.letter.equals(id.letter);
        }

        @Override
        public int hashCode() {
            return this.line;
        }

    }

    private static final class OwnReference implements AggregateReference<String, Integer> {

        private final Integer id;

        private OwnReference(Integer id) {
            this.id = id;
        }

        @Override
        public Integer getId() {
            return this.id;
        }

    }

    private record Pair(String first, int second) {
    }

    private record Other(String first, int second) {
    }

    private static final class Probe {

        private final String name;

        private final Integer size;

        private Probe(String name, Integer size) {
            this.name = name;
            this.size = size;
        }

    }

}
