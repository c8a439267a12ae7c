package io.tidemark.projection.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
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
import io.tidemark.projection.TransactionScope;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionTimedOutException;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What the source does about transactions, with any database. */
abstract class JdbcEventTransactionContract {

    private static final Set<String> FLIGHTS = Set.of("departure", "arrival");

    private final DataSource dataSource;

    JdbcEventTransactionContract(DataSource dataSource) {
        this.dataSource = dataSource;
    }

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

}
