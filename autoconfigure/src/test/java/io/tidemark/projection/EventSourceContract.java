package io.tidemark.projection;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.tidemark.projection.EventOrdering.GLOBAL_SEQUENCE;
import static io.tidemark.projection.EventOrdering.STREAM_VERSION;
import static org.assertj.core.api.Assertions.assertThat;

/** What every {@link EventSource} promises. The lowest version of a stream is 1. */
public abstract class EventSourceContract extends EventOrderingContract {

    private static final Set<String> ALL = Set.of();

    @ParameterizedTest
    @EnumSource
    void streamWithoutEventsIsAtItsStart(EventOrdering ordering) {
        EventLog log = log(ordering);
        log.add("JFK", 1, "departure", "a");
        RecordingSink sink = new RecordingSink();
        Map<String, RecordingSink> sinks = new LinkedHashMap<>();

        boolean read = log.source().read("DFW", ALL, Position.START, sink);
        log.source().readAll(List.of("DFW"), ALL, (id) -> sinks.computeIfAbsent(id, (key) -> new RecordingSink()));

        assertThat(log.source().ordering()).isEqualTo(ordering);
        assertThat(read).isTrue();
        assertThat(sink.seen).isEmpty();
        assertThat(sinks).isEmpty();
        assertThat(log.source().head("DFW", ALL)).isEqualTo(Position.START);
        assertThat(log.source().heads(List.of("DFW"), ALL)).isEqualTo(Map.of("DFW", Position.START));
        assertThat(log.source().positionAt("DFW", ALL, 1)).isEqualTo(Position.START);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("P3")
    void headIsTheLastRelevantEvent(EventOrdering ordering) {
        EventLog log = log(ordering);
        log.add("DFW", 1, "departure", "a");
        log.add("DFW", 2, "noise", "b");
        log.add("DFW", 3, "arrival", "c");
        log.add("DFW", 4, "noise", "d");
        log.add("JFK", 5, "arrival", "e");

        Position relevant = log.source().head("DFW", FLIGHTS);
        Position all = log.source().head("DFW", ALL);

        assertThat(relevant.sequence()).isEqualTo(3);
        assertThat(all.sequence()).isEqualTo(4);
        assertThat(relevant.identity()).isNotEmpty().isNotEqualTo(all.identity());
        assertThat(relevant.count()).isEqualTo(ordering == GLOBAL_SEQUENCE ? 2 : 0);
        assertThat(all.count()).isEqualTo(ordering == GLOBAL_SEQUENCE ? 4 : 0);
        assertThat(log.source().head("DFW", Set.of("cancellation"))).isEqualTo(Position.START);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("P3")
    void headsOfManyStreamsAreTheHeadOfEach(EventOrdering ordering) {
        EventLog log = log(ordering);
        List<String> ids = IntStream.range(0, 1_001).mapToObj((number) -> "stream-" + number).toList();
        for (String id : List.of(ids.get(0), ids.get(999), ids.get(1_000))) {
            log.add(id, 1, "departure", id + 1);
            log.add(id, 2, "arrival", id + 2);
            log.add(id, 3, "noise", id + 3);
        }

        Map<String, Position> heads = log.source().heads(ids, FLIGHTS);

        assertThat(heads.keySet()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(heads.get(ids.get(0))).isEqualTo(log.source().head(ids.get(0), FLIGHTS));
        assertThat(heads.get(ids.get(0)).sequence()).isEqualTo(2);
        assertThat(heads.get(ids.get(1))).isEqualTo(Position.START);
        assertThat(heads.get(ids.get(999))).isEqualTo(log.source().head(ids.get(999), FLIGHTS));
        assertThat(heads.get(ids.get(1_000))).isEqualTo(log.source().head(ids.get(1_000), FLIGHTS));
        assertThat(log.source().heads(ids.subList(0, 2), ALL).get(ids.get(0)))
            .isEqualTo(log.source().head(ids.get(0), ALL));
    }

    @ParameterizedTest
    @EnumSource
    @Tag("P3")
    void positionAtIsThatOfARelevantEventOnly(EventOrdering ordering) {
        EventLog log = log(ordering);
        log.add("DFW", 1, "departure", "a");
        log.add("DFW", 2, "noise", "b");
        log.add("DFW", 3, "arrival", "c");
        Position three = log.source().head("DFW", FLIGHTS);
        log.add("DFW", 4, "arrival", "d");

        assertThat(log.source().positionAt("DFW", FLIGHTS, 3)).isEqualTo(three);
        assertThat(log.source().positionAt("DFW", FLIGHTS, 2)).isEqualTo(Position.START);
        assertThat(log.source().positionAt("DFW", ALL, 2).sequence()).isEqualTo(2);
        assertThat(log.source().positionAt("DFW", FLIGHTS, 5)).isEqualTo(Position.START);
        assertThat(log.source().positionAt("JFK", FLIGHTS, 3)).isEqualTo(Position.START);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("P3")
    void readGivesRelevantEventsInOrder(EventOrdering ordering) {
        EventLog log = log(ordering);
        log.add("DFW", 2, "noise", "b");
        log.add("DFW", 3, "arrival", "c");
        log.add("DFW", 1, "departure", "a");
        log.add("JFK", 4, "arrival", "d");
        RecordingSink relevant = new RecordingSink();
        RecordingSink all = new RecordingSink();

        assertThat(log.source().read("DFW", FLIGHTS, Position.START, relevant)).isTrue();
        assertThat(log.source().read("DFW", ALL, Position.START, all)).isTrue();

        assertThat(relevant.seen).containsExactly("1 departure a", "3 arrival c");
        assertThat(all.seen).containsExactly("1 departure a", "2 noise b", "3 arrival c");
        RecordedEvent<String> last = relevant.events.get(1);
        assertThat(last.streamId()).isEqualTo("DFW");
        assertThat(last.identity()).isEqualTo(log.source().head("DFW", FLIGHTS).identity());
    }

    @ParameterizedTest
    @EnumSource
    @Tag("P3")
    void readGoesOnAfterAPosition(EventOrdering ordering) {
        EventLog log = log(ordering);
        log.add("DFW", 1, "departure", "a");
        log.add("DFW", 2, "arrival", "b");
        Position two = log.source().head("DFW", FLIGHTS);
        RecordingSink nothing = new RecordingSink();
        RecordingSink rest = new RecordingSink();

        assertThat(log.source().read("DFW", FLIGHTS, two, nothing)).isTrue();
        log.add("DFW", 3, "noise", "c");
        log.add("DFW", 4, "arrival", "d");
        assertThat(log.source().read("DFW", FLIGHTS, two, rest)).isTrue();

        assertThat(nothing.seen).isEmpty();
        assertThat(rest.seen).containsExactly("4 arrival d");
    }

    @ParameterizedTest
    @EnumSource
    @Tag("P3")
    void readRefusesAPositionThatIsNotInTheLog(EventOrdering ordering) {
        EventLog log = log(ordering);
        log.add("DFW", 1, "departure", "a");
        log.add("DFW", 2, "noise", "b");
        log.add("DFW", 3, "arrival", "c");
        Position three = log.source().head("DFW", FLIGHTS);
        Position noise = log.source().positionAt("DFW", ALL, 2);
        RecordingSink sink = new RecordingSink();

        assertThat(log.source().read("JFK", FLIGHTS, three, sink)).isFalse();
        assertThat(log.source().read("DFW", FLIGHTS, noise, sink)).isFalse();
        assertThat(log.source().read("DFW", FLIGHTS, new Position(3, "other", three.count()), sink)).isFalse();
        assertThat(log.source().read("DFW", FLIGHTS, new Position(4, three.identity(), three.count()), sink)).isFalse();
        log.remove("DFW", 3);
        assertThat(log.source().read("DFW", FLIGHTS, three, sink)).isFalse();

        assertThat(sink.seen).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("P3")
    void readRefusesALostTailThatGrewAgain(EventOrdering ordering) {
        EventLog log = log(ordering);
        log.add("DFW", 1, "departure", "a");
        log.add("DFW", 2, "arrival", "b");
        Position lost = log.source().head("DFW", FLIGHTS);
        log.remove("DFW", 2);
        log.add("DFW", 2, "arrival", "other");
        log.add("DFW", 3, "arrival", "c");
        RecordingSink sink = new RecordingSink();

        boolean read = log.source().read("DFW", FLIGHTS, lost, sink);

        assertThat(read).isFalse();
        assertThat(sink.seen).isEmpty();
        assertThat(log.source().positionAt("DFW", FLIGHTS, 2).identity()).isNotEqualTo(lost.identity());
    }

    @ParameterizedTest
    @EnumSource
    @Tag("P3")
    void readAllGivesEachStreamToItsSink(EventOrdering ordering) {
        EventLog log = log(ordering);
        List<String> ids = IntStream.range(0, 205).mapToObj((number) -> "stream-" + number).toList();
        for (String id : List.of(ids.get(0), ids.get(7), ids.get(204))) {
            log.add(id, 1, "departure", id + 1);
            log.add(id, 2, "noise", id + 2);
            log.add(id, id.equals(ids.get(7)) ? 4 : 3, "arrival", id + 3);
        }
        log.add(ids.get(100), 1, "noise", "irrelevant");
        Map<String, RecordingSink> sinks = new LinkedHashMap<>();

        log.source().readAll(ids, FLIGHTS, (id) -> {
            assertThat(sinks).doesNotContainKey(id);
            sinks.put(id, new RecordingSink());
            return sinks.get(id);
        });

        assertThat(sinks.keySet()).containsExactlyInAnyOrder(ids.get(0), ids.get(7), ids.get(204));
        assertThat(sinks.get(ids.get(0)).seen).containsExactly("1 departure stream-01", "3 arrival stream-03");
        assertThat(sinks.get(ids.get(7)).seen).containsExactlyElementsOf(ordering == STREAM_VERSION
                ? List.of("1 departure stream-71", "gap", "4 arrival stream-73")
                : List.of("1 departure stream-71", "4 arrival stream-73"));
        assertThat(sinks.get(ids.get(204)).events).allMatch((event) -> event.streamId().equals(ids.get(204)));
    }

    @ParameterizedTest
    @EnumSource
    void anyStringIsAStreamId(EventOrdering ordering) {
        EventLog log = log(ordering);
        List<String> ids = List.of("", " ", "it's", "a\"b", "%", "?", "ünï→\uD83D\uDE00", "a", "A", "x".repeat(255));
        ids.forEach((id) -> log.add(id, 1, "departure", "of " + id));

        Map<String, Position> heads = log.source().heads(ids, ALL);

        for (String id : ids) {
            RecordingSink sink = new RecordingSink();
            log.source().read(id, ALL, Position.START, sink);
            assertThat(sink.seen).containsExactly("1 departure of " + id);
            assertThat(heads.get(id)).isEqualTo(log.source().head(id, ALL)).isNotEqualTo(Position.START);
        }
        assertThat(log.source().head("x".repeat(10_000), ALL)).isEqualTo(Position.START);
        assertThat(log.source().heads(List.of("x".repeat(10_000)), ALL)).containsValue(Position.START);
    }

}
