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
import io.tidemark.projection.EventSourceContract.RecordingSink;
import io.tidemark.projection.Position;
import io.tidemark.projection.TransactionScope;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionTimedOutException;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

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

    @Test
    @Tag("P3")
    void transactionThatCommitsLateLeavesAGapUntilThen() throws SQLException {
        JdbcEventLog log = new JdbcEventLog(this.dataSource, EventOrdering.STREAM_VERSION, "id");
        log.add("DFW", 1, "departure", "a");
        Position one = log.source().head("DFW", FLIGHTS);
        RecordingSink between = new RecordingSink();
        RecordingSink after = new RecordingSink();

        try (Connection late = uncommitted(log, 2); Connection early = uncommitted(log, 3)) {
            early.commit();
            assertThat(log.source().head("DFW", FLIGHTS).sequence()).isEqualTo(3);
            assertThat(log.source().positionAt("DFW", FLIGHTS, 2)).isEqualTo(Position.START);
            assertThat(log.source().read("DFW", FLIGHTS, one, between)).isTrue();
            late.commit();
        }
        assertThat(log.source().read("DFW", FLIGHTS, one, after)).isTrue();

        assertThat(between.seen).containsExactly("gap", "3 arrival uncommitted 3");
        assertThat(after.seen).containsExactly("2 arrival uncommitted 2", "3 arrival uncommitted 3");
    }

    @Test
    @Tag("P3")
    void transactionThatCommitsLateChangesTheCountBelowTheHead() throws SQLException {
        JdbcEventLog log = new JdbcEventLog(this.dataSource, EventOrdering.GLOBAL_SEQUENCE, "id");
        log.add("DFW", 1, "departure", "a");
        RecordingSink between = new RecordingSink();
        RecordingSink after = new RecordingSink();

        Position head;
        try (Connection late = uncommitted(log, 2); Connection early = uncommitted(log, 3)) {
            early.commit();
            head = log.source().head("DFW", FLIGHTS);
            assertThat(log.source().read("DFW", FLIGHTS, head, between)).isTrue();
            late.commit();
        }
        Position headAfter = log.source().head("DFW", FLIGHTS);
        assertThat(log.source().read("DFW", FLIGHTS, head, after)).isFalse();

        assertThat(head).isEqualTo(new Position(3, headAfter.identity(), 2));
        assertThat(headAfter).isEqualTo(new Position(3, head.identity(), 3));
        assertThat(log.source().positionAt("DFW", FLIGHTS, 3)).isEqualTo(headAfter);
        assertThat(between.seen).isEmpty();
        assertThat(after.seen).isEmpty();
    }

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
    @Tag("P2")
    void readsInsideATransactionSeeItsWrites() {
        JdbcEventLog log = new JdbcEventLog(this.dataSource, EventOrdering.STREAM_VERSION, "id");
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(this.dataSource));
        TransactionTemplate readOnly = new TransactionTemplate(transaction.getTransactionManager());
        readOnly.setReadOnly(true);
        List<TransactionScope> scopes = new ArrayList<>();
        RecordingSink sink = new RecordingSink();

        scopes.add(log.source().transaction());
        transaction.executeWithoutResult((status) -> {
            scopes.add(log.source().transaction());
            log.add("DFW", 1, "departure", "a");
            log.source().read("DFW", FLIGHTS, Position.START, sink);
            log.add("DFW", 2, "arrival", "b");
            assertThat(log.source().head("DFW", FLIGHTS).sequence()).isEqualTo(2);
            status.setRollbackOnly();
        });
        readOnly.executeWithoutResult((status) -> scopes.add(log.source().transaction()));

        assertThat(sink.seen).containsExactly("1 departure a");
        assertThat(scopes).containsExactly(TransactionScope.NONE, TransactionScope.READ_WRITE,
                TransactionScope.READ_ONLY);
        assertThat(log.source().head("DFW", FLIGHTS)).isEqualTo(Position.START);
    }

    @Test
    @Tag("P8")
    void transactionOutOfTimeIsPersonal() {
        JdbcEventLog log = new JdbcEventLog(this.dataSource, EventOrdering.STREAM_VERSION, "id");
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(this.dataSource));
        transaction.setTimeout(60);

        transaction.executeWithoutResult((status) -> {
            assertThat(log.source().head("DFW", FLIGHTS)).isEqualTo(Position.START);
            ConnectionHolder holder = (ConnectionHolder) TransactionSynchronizationManager
                .getResource(this.dataSource);
            status.setRollbackOnly();
            holder.setTimeoutInMillis(0);
            assertThatExceptionOfType(TransactionTimedOutException.class)
                .isThrownBy(() -> log.source().head("DFW", FLIGHTS))
                .matches(log.source()::isPersonal);
        });
    }

    @Test
    @Tag("P10")
    void connectionsGoBackAsTheyWere() throws SQLException {
        JdbcEventLog log = new JdbcEventLog(this.dataSource, EventOrdering.GLOBAL_SEQUENCE, "id");
        log.add("DFW", 1, "departure", "a");
        IllegalArgumentException refusal = new IllegalArgumentException("refused");

        try (Connection connection = this.dataSource.getConnection()) {
            SharedConnection shared = new SharedConnection(connection);
            JdbcEventSource<String> source = new JdbcEventSource<>(shared, log.table(), EventDecoder.string());
            source.read("DFW", Set.of(), Position.START, new RecordingSink());
            assertThat(connection.getAutoCommit()).isTrue();
            assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> source.read("DFW", Set.of(), Position.START, (event) -> {
                    throw refusal;
                }))
                .isSameAs(refusal);
            assertThat(connection.getAutoCommit()).isTrue();
            connection.setAutoCommit(false);
            source.read("DFW", Set.of(), Position.START, new RecordingSink());
            assertThat(connection.getAutoCommit()).isFalse();
            connection.setAutoCommit(true);
        }

        assertThat(((HikariDataSource) this.dataSource).getHikariPoolMXBean().getActiveConnections()).isZero();
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

    private Connection uncommitted(JdbcEventLog log, long number) throws SQLException {
        Connection connection = this.dataSource.getConnection();
        connection.setAutoCommit(false);
        String sql = "insert into %s (stream_id, number, type, payload, id) values ('DFW', ?, 'arrival', ?, ?)"
            .formatted(log.table().name());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, number);
            statement.setString(2, "uncommitted " + number);
            statement.setString(3, UUID.randomUUID().toString());
            statement.executeUpdate();
        }
        return connection;
    }

    /** A type of column and an SQL expression for the JSON text {"a":"ü"}. */
    record PayloadType(String column, String value) {
    }

}
