package io.tidemark.projection;

import java.util.Set;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static io.tidemark.projection.EventOrdering.GLOBAL_SEQUENCE;
import static io.tidemark.projection.EventOrdering.STREAM_VERSION;
import static org.assertj.core.api.Assertions.assertThat;

/** What every {@link EventSource} promises about events that become visible late. The lowest version is 1. */
abstract class EventOrderingContract {

    static final Set<String> FLIGHTS = Set.of("departure", "arrival");

    /** Returns a new log without events. */
    protected abstract EventLog log(EventOrdering ordering);

    @Test
    @Tag("P3")
    void missingVersionIsToldBeforeTheNextRelevantEvent() {
        EventLog log = log(STREAM_VERSION);
        log.add("DFW", 1, "departure", "a");
        Position one = log.source().head("DFW", FLIGHTS);
        log.add("DFW", 3, "noise", "c");
        log.add("DFW", 4, "arrival", "d");
        log.add("DFW", 6, "arrival", "f");
        RecordingSink whole = new RecordingSink();
        RecordingSink rest = new RecordingSink();

        assertThat(log.source().read("DFW", FLIGHTS, Position.START, whole)).isTrue();
        assertThat(log.source().read("DFW", FLIGHTS, one, rest)).isTrue();

        assertThat(whole.seen).containsExactly("1 departure a", "gap", "4 arrival d", "6 arrival f");
        assertThat(rest.seen).containsExactly("gap", "4 arrival d", "6 arrival f");
    }

    @Test
    @Tag("P3")
    void irrelevantEventsLeaveNoGap() {
        EventLog log = log(STREAM_VERSION);
        log.add("DFW", 1, "noise", "a");
        log.add("DFW", 2, "departure", "b");
        log.add("DFW", 3, "noise", "c");
        log.add("DFW", 4, "arrival", "d");
        RecordingSink sink = new RecordingSink();

        log.source().read("DFW", FLIGHTS, Position.START, sink);

        assertThat(sink.seen).containsExactly("2 departure b", "4 arrival d");
    }

    @Test
    @Tag("P3")
    void missingFirstVersionIsAGap() {
        EventLog log = log(STREAM_VERSION);
        log.add("DFW", 2, "departure", "b");
        RecordingSink sink = new RecordingSink();

        log.source().read("DFW", FLIGHTS, Position.START, sink);

        assertThat(sink.seen).containsExactly("gap", "2 departure b");
    }

    @Test
    @Tag("P3")
    void missingVersionAfterTheLastRelevantEventHurtsNobody() {
        EventLog log = log(STREAM_VERSION);
        log.add("DFW", 1, "departure", "a");
        log.add("DFW", 3, "noise", "c");
        RecordingSink sink = new RecordingSink();

        log.source().read("DFW", FLIGHTS, Position.START, sink);

        assertThat(sink.seen).containsExactly("1 departure a");
        assertThat(log.source().head("DFW", FLIGHTS).sequence()).isEqualTo(1);
    }

    @Test
    @Tag("P3")
    void globalSequenceHasHolesAndNoGaps() {
        EventLog log = log(GLOBAL_SEQUENCE);
        log.add("DFW", 10, "departure", "a");
        log.add("DFW", 20, "arrival", "b");
        RecordingSink sink = new RecordingSink();

        log.source().read("DFW", FLIGHTS, Position.START, sink);

        assertThat(sink.seen).containsExactly("10 departure a", "20 arrival b");
    }

    @Test
    @Tag("P3")
    void lateEventBelowThePositionIsNoticedByItsCount() {
        EventLog log = log(GLOBAL_SEQUENCE);
        log.add("DFW", 10, "departure", "a");
        log.add("DFW", 30, "arrival", "c");
        Position before = log.source().head("DFW", FLIGHTS);
        RecordingSink sink = new RecordingSink();

        log.add("DFW", 20, "noise", "b");
        assertThat(log.source().read("DFW", FLIGHTS, before, sink)).isTrue();
        log.add("DFW", 21, "arrival", "late");
        assertThat(log.source().read("DFW", FLIGHTS, before, sink)).isFalse();

        assertThat(sink.seen).isEmpty();
        assertThat(log.source().head("DFW", FLIGHTS)).isEqualTo(new Position(30, before.identity(), 3));
        assertThat(log.source().positionAt("DFW", FLIGHTS, 10).count()).isEqualTo(1);
        assertThat(log.source().positionAt("DFW", FLIGHTS, 30).count()).isEqualTo(3);
    }

}
