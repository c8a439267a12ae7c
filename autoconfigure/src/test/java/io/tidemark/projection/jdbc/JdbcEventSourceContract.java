package io.tidemark.projection.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.projection.EventDecoder;
import io.tidemark.projection.EventOrdering;
import io.tidemark.projection.Position;
import io.tidemark.projection.RecordingSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** What the source does with any database, beyond the contract. */
abstract class JdbcEventSourceContract {

    private static final Set<String> FLIGHTS = Set.of("departure", "arrival");

    final DataSource dataSource;

    final JdbcTemplate jdbc;

    JdbcEventSourceContract(DataSource dataSource) {
        this.dataSource = dataSource;
        this.jdbc = new JdbcTemplate(dataSource);
    }

    /** Returns the definitions of payload columns, each with an expression that is a JSON text as such a value. */
    abstract List<PayloadType> payloadTypes();

    @ParameterizedTest
    @EnumSource
    void payloadsOfIrrelevantEventsAreNotFetched(EventOrdering ordering) throws SQLException {
        JdbcEventLog log = new JdbcEventLog(this.dataSource, ordering, "id");
        log.add("DFW", 1, "departure", "a");
        log.add("DFW", 2, "noise", "b");
        EventStatements sql = new EventStatements(log.table(), FLIGHTS.size());
        List<String> fetched = new ArrayList<>();

        try (Connection connection = this.dataSource.getConnection();
                PreparedStatement single = connection.prepareStatement(sql.readFromStart());
                PreparedStatement batch = connection.prepareStatement(sql.readAll(1))) {
            sql.bindReadFromStart(new Parameters(single, Database.of(connection)), "DFW", FLIGHTS);
            sql.bindReadAll(new Parameters(batch, Database.of(connection)), List.of("DFW"), FLIGHTS);
            for (PreparedStatement statement : List.of(single, batch)) {
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        fetched.add(rows.getLong(1) + " " + rows.getString(2) + " " + rows.getString(3));
                    }
                }
            }
        }

        assertThat(fetched).containsExactlyElementsOf(ordering == EventOrdering.STREAM_VERSION
                ? List.of("1 departure a", "2 null null", "1 departure a", "2 null null")
                : List.of("1 departure a", "1 departure a"));
    }

    @Test
    void payloadsAreReadFromColumnsOfAnySuitableType() {
        for (PayloadType type : payloadTypes()) {
            String name = uniqueName();
            this.jdbc.execute("create table %s (s varchar(9), n bigint, t varchar(9), p %s)".formatted(name,
                    type.column()));
            this.jdbc.execute("insert into %s values ('DFW', 1, 'flight', %s)".formatted(name, type.value()));
            this.jdbc.execute("insert into %s values ('DFW', 2, 'flight', null)".formatted(name));
            this.jdbc.execute("insert into %s values ('DFW', 3, 'noise', %s)".formatted(name, type.value()));
            EventTable table = new EventTable(name, "s", "n", "t", "p", null, EventOrdering.STREAM_VERSION);
            JdbcEventSource<String> source = new JdbcEventSource<>(this.dataSource, table, EventDecoder.string());
            RecordingSink sink = new RecordingSink();

            source.read("DFW", Set.of("flight"), Position.START, sink);

            assertThat(sink.seen.get(0).replace(": ", ":").strip()).as(type.column())
                .isEqualTo("1 flight {\"a\":\"ü\"}");
            assertThat(sink.seen.get(1)).as(type.column()).isEqualTo("2 flight ");
            assertThat(sink.events.get(1).identity()).as(type.column())
                .isEqualTo(source.head("DFW", Set.of("flight")).identity())
                .isNotEqualTo(sink.events.get(0).identity());
        }
    }

    @Test
    void quotedAndQualifiedNamesAreUsedAsTheyAre() {
        String schema = this.jdbc.queryForObject("select current_schema", String.class);
        String name = "\"My %s ? \"\"events\"\" " + UUID.randomUUID() + "\"";
        this.jdbc.execute("create table " + name + " (\"Stream Id\" varchar(9), \"order\" int, \"%s\" varchar(9), "
                + "\"p.d\" varchar(9), \"I;d\" uuid)");
        UUID id = UUID.randomUUID();
        for (EventOrdering ordering : EventOrdering.values()) {
            EventTable table = new EventTable("\"" + schema + "\"." + name, "\"Stream Id\"", "\"order\"", "\"%s\"",
                    "\"p.d\"", "\"I;d\"", ordering);
            this.jdbc.execute("delete from " + name);
            this.jdbc.update("insert into " + table.name() + " values ('DFW', 1, 'x', 'data', ?)", id);
            JdbcEventSource<String> source = new JdbcEventSource<>(this.dataSource, table, EventDecoder.string());
            RecordingSink sink = new RecordingSink();

            source.read("DFW", Set.of("x"), Position.START, sink);
            source.readAll(List.of("DFW"), Set.of("x"), (streamId) -> sink);

            Position head = source.head("DFW", Set.of("x"));
            assertThat(sink.seen).containsExactly("1 x data", "1 x data");
            assertThat(head.identity()).isEqualTo(id.toString());
            assertThat(source.heads(List.of("DFW"), Set.of("x"))).containsValue(head);
            assertThat(source.positionAt("DFW", Set.of("x"), 1)).isEqualTo(head);
            assertThat(source.read("DFW", Set.of("x"), head, sink)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void twoEventsOfOneNumberAreAnError(EventOrdering ordering) {
        JdbcEventLog log = new JdbcEventLog(this.dataSource, ordering, "id");
        log.add("DFW", 1, "departure", "a");
        log.add("DFW", 2, "arrival", "b");
        log.add("DFW", 2, "arrival", "c");

        assertThatIllegalStateException()
            .isThrownBy(() -> log.source().read("DFW", FLIGHTS, Position.START, new RecordingSink()))
            .withMessage("Table %s must hold one event a number and stream, but stream 'DFW' has several of number 2",
                    log.table().name());
    }

    @Test
    void versionBelowTheFirstIsAnErrorThatNamesTheRemedy() {
        JdbcEventLog log = new JdbcEventLog(this.dataSource, EventOrdering.STREAM_VERSION, "id");
        log.add("DFW", 0, "departure", "a");

        assertThatIllegalStateException()
            .isThrownBy(() -> log.source().read("DFW", FLIGHTS, Position.START, new RecordingSink()))
            .withMessage("The numbers of stream 'DFW' in table %s must not be below 1, was 0: "
                    + "set the first version of the table to it", log.table().name());
    }

    @Test
    void firstVersionOfTheTableIsWhereStreamsStart() {
        JdbcEventLog log = new JdbcEventLog(this.dataSource, EventOrdering.STREAM_VERSION, "id");
        log.add("DFW", 0, "departure", "a");
        log.add("JFK", 1, "departure", "b");
        EventTable table = new EventTable(log.table().name(), "stream_id", "number", "type", "payload", "id",
                EventOrdering.STREAM_VERSION, 0, 100);
        JdbcEventSource<String> source = new JdbcEventSource<>(this.dataSource, table, EventDecoder.string());
        RecordingSink complete = new RecordingSink();
        RecordingSink headless = new RecordingSink();

        source.read("DFW", FLIGHTS, Position.START, complete);
        source.read("JFK", FLIGHTS, Position.START, headless);

        assertThat(complete.seen).containsExactly("0 departure a");
        assertThat(headless.seen).containsExactly("gap", "1 departure b");
        assertThat(source.read("DFW", FLIGHTS, source.head("DFW", FLIGHTS), new RecordingSink())).isTrue();
    }

    @Test
    void faultsOfTheDatabaseReachTheCaller() {
        EventTable table = new EventTable("no_such_table", "s", "n", "t", "p", null, EventOrdering.STREAM_VERSION);
        JdbcEventSource<String> source = new JdbcEventSource<>(this.dataSource, table, EventDecoder.string());

        assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> source.head("DFW", FLIGHTS));
        assertThatExceptionOfType(DataAccessException.class)
            .isThrownBy(() -> source.heads(List.of("DFW"), FLIGHTS));
        assertThatExceptionOfType(DataAccessException.class)
            .isThrownBy(() -> source.read("DFW", FLIGHTS, Position.START, new RecordingSink()));
        assertThat(((HikariDataSource) this.dataSource).getHikariPoolMXBean().getActiveConnections()).isZero();
    }

    static String uniqueName() {
        return "t_" + UUID.randomUUID().toString().replace("-", "");
    }

    /** A type of column and an SQL expression for the JSON text {"a":"ü"}. */
    record PayloadType(String column, String value) {
    }

}
