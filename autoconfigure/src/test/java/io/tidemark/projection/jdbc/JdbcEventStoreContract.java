package io.tidemark.projection.jdbc;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.projection.AppendListener;
import io.tidemark.projection.EventDecoder;
import io.tidemark.projection.EventEncoder;
import io.tidemark.projection.Position;
import io.tidemark.projection.RecordingSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** What the store does on any database. */
abstract class JdbcEventStoreContract {

    private static final List<NewEvent> ONE = List.of(new NewEvent("departure", "one"));

    private static final List<NewEvent> THREE = List.of(new NewEvent("departure", "one"),
            new NewEvent("departure", "two"), new NewEvent("arrival", "three"));

    private final DataSource dataSource;

    private final JdbcTemplate jdbc;

    private final TransactionTemplate transaction;

    private final List<String> told = new CopyOnWriteArrayList<>();

    private final ExecutorService executor = Executors.newCachedThreadPool();

    private final JdbcEventStore store;

    private final JdbcEventSource<String> source;

    JdbcEventStoreContract(DataSource dataSource, String platform) {
        this.dataSource = dataSource;
        this.jdbc = new JdbcTemplate(dataSource);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        new ResourceDatabasePopulator(
                new ClassPathResource("io/tidemark/projection/jdbc/schema-" + platform + ".sql"))
            .execute(dataSource);
        AppendListener listener = this.told::add;
        this.store = new JdbcEventStore(dataSource, JdbcEventStore.DEFAULT_TABLE, EventEncoder.string(),
                () -> List.of(listener));
        this.source = new JdbcEventSource<>(dataSource, this.store.table(), EventDecoder.string());
    }

    @BeforeEach
    void clear() {
        this.jdbc.execute("delete from tidemark_event");
    }

    @AfterEach
    void stop() throws InterruptedException {
        this.executor.shutdownNow();
        assertThat(this.executor.awaitTermination(10, SECONDS)).isTrue();
        assertThat(((HikariDataSource) this.dataSource).getHikariPoolMXBean().getActiveConnections()).isZero();
    }

    @Test
    void appendedEventsAreRead() {
        long three = this.store.append("DFW", 0, THREE);
        long four = this.store.append("DFW", 3, ONE);
        long five = this.store.append("DFW", "note", "five");
        long six = this.store.append("DFW", "note", "bytes".getBytes(StandardCharsets.UTF_8));

        assertThat(List.of(three, four, five, six)).containsExactly(3L, 4L, 5L, 6L);
        assertThat(read("DFW")).containsExactly("1 departure one", "2 departure two", "3 arrival three",
                "4 departure one", "5 note five", "6 note bytes");
        assertThat(this.told).containsExactly("DFW", "DFW", "DFW", "DFW");
        assertThat(this.source.head("DFW", Set.of()).identity()).hasSize(36);
        String recorded = "select count(*) from tidemark_event where recorded_at <= current_timestamp";
        assertThat(this.jdbc.queryForObject(recorded, Long.class)).isEqualTo(6);
    }

    @Test
    void streamAtAnotherVersionIsAConflict() {
        this.store.append("DFW", THREE);

        for (long expected : new long[] { 0, 2, 4, Long.MAX_VALUE - 10 }) {
            assertThatExceptionOfType(VersionConflictException.class)
                .isThrownBy(() -> this.store.append("DFW", expected, THREE))
                .withMessage("Stream 'DFW' must be at version %d, was 3: read it again, then append", expected)
                .satisfies((conflict) -> {
                    assertThat(conflict.streamId()).isEqualTo("DFW");
                    assertThat(conflict.expectedVersion()).isEqualTo(expected);
                    assertThat(conflict.actualVersion()).isEqualTo(3);
                });
        }

        assertThat(read("DFW")).hasSize(3);
        assertThat(this.told).containsExactly("DFW");
    }

    @Test
    void ofTwoTransactionsTheSecondConflictsAndGoesOn() throws Exception {
        this.store.append("DFW", ONE);
        CountDownLatch appended = new CountDownLatch(1);
        CountDownLatch secondInserts = new CountDownLatch(1);
        Future<Long> first = this.executor.submit(() -> this.transaction.execute((status) -> {
            long version = this.store.append("DFW", 1, ONE);
            appended.countDown();
            await(secondInserts);
            return version;
        }));
        await(appended);
        DataSource watched = new StatementWatch(this.dataSource, "insert", secondInserts::countDown);
        JdbcEventStore second = new JdbcEventStore(watched, EventEncoder.string());

        Long afterwards = new TransactionTemplate(new JdbcTransactionManager(watched)).execute((status) -> {
            assertThatExceptionOfType(VersionConflictException.class).isThrownBy(() -> second.append("DFW", 1, ONE))
                .withMessage("Stream 'DFW' must be at version 1, was 2: read it again, then append");
            return second.append("JFK", 0, ONE);
        });

        assertThat(first.get(10, SECONDS)).isEqualTo(2);
        assertThat(afterwards).isEqualTo(1);
        assertThat(read("DFW")).containsExactly("1 departure one", "2 departure one");
        assertThat(read("JFK")).containsExactly("1 departure one");
    }

    @Test
    void conflictBehindTheFirstEventTakesAllEventsBack() throws SQLException {
        try (Connection foreign = this.dataSource.getConnection()) {
            foreign.setAutoCommit(false);
            try (PreparedStatement statement = foreign.prepareStatement("insert into tidemark_event "
                    + "(stream_id, version, id, type, payload) values ('DFW', 3, ?, 'foreign', ?)")) {
                statement.setObject(1, UUID.randomUUID());
                statement.setBytes(2, new byte[0]);
                statement.executeUpdate();
            }
            DataSource watched = new StatementWatch(this.dataSource, "insert", () -> commit(foreign));
            JdbcEventStore second = new JdbcEventStore(watched, EventEncoder.string());

            new TransactionTemplate(new JdbcTransactionManager(watched)).executeWithoutResult((status) -> {
                assertThatExceptionOfType(VersionConflictException.class)
                    .isThrownBy(() -> second.append("DFW", 0, THREE))
                    .withMessage("Stream 'DFW' must be at version 0, was 3: read it again, then append");
                second.append("JFK", 0, ONE);
            });
        }

        assertThat(read("DFW")).containsExactly("gap", "3 foreign ");
        assertThat(read("JFK")).containsExactly("1 departure one");
    }

    @Test
    void failedAppendIsTakenBackInATransactionThatGoesOn() {
        this.transaction.executeWithoutResult((status) -> {
            assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> this.store.append("DFW", 0,
                    List.of(new NewEvent("departure", "one"), new NewEvent("x".repeat(300), "two"))));
            this.store.append("JFK", 0, ONE);
        });

        assertThat(read("DFW")).isEmpty();
        assertThat(read("JFK")).containsExactly("1 departure one");
        assertThat(this.told).containsExactly("JFK");
    }

    @Test
    void failedAppendLeavesNothing() {
        assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> this.store.append("DFW", 0,
                List.of(new NewEvent("departure", "one"), new NewEvent("x".repeat(300), "two"))));

        assertThat(read("DFW")).isEmpty();
        assertThat(this.told).isEmpty();
        assertThat(this.store.append("DFW", 0, ONE)).isEqualTo(1);
    }

    @Test
    void appendIsCommittedWhereConnectionsDoNotCommitThemselves() throws SQLException {
        try (Connection connection = this.dataSource.getConnection()) {
            connection.setAutoCommit(false);
            new JdbcEventStore(new SharedConnection(connection), EventEncoder.string()).append("DFW", ONE);
            connection.rollback();
            assertThat(connection.getAutoCommit()).isFalse();
        }

        assertThat(read("DFW")).containsExactly("1 departure one");
    }

    @Test
    @Tag("P2")
    void listenersHearOfCommitsOnly() {
        this.transaction.executeWithoutResult((status) -> {
            this.store.append("DFW", ONE);
            status.setRollbackOnly();
        });
        assertThat(this.told).isEmpty();

        this.transaction.executeWithoutResult((status) -> {
            this.store.append("DFW", ONE);
            this.store.append("JFK", ONE);
            assertThat(this.told).isEmpty();
        });

        assertThat(this.told).containsExactly("DFW", "JFK");
        assertThat(read("DFW")).containsExactly("1 departure one");
    }

    @Test
    @Tag("P2")
    void listenersHearOfACommitAlsoIfAnotherSynchronizationFails() {
        assertThatIllegalStateException().isThrownBy(() -> this.transaction.executeWithoutResult((status) -> {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    throw new IllegalStateException("broken");
                }
            });
            this.store.append("DFW", ONE);
        }));

        assertThat(this.told).containsExactly("DFW");
        assertThat(read("DFW")).containsExactly("1 departure one");
    }

    @Test
    void emptyStreamIdIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> this.store.append("", ONE))
            .withMessage("streamId must not be empty");
    }

    @Test
    void listenerThatFailsDoesNotHideTheCommit() {
        AppendListener broken = (streamId) -> {
            throw new IllegalStateException("broken");
        };
        AppendListener listener = this.told::add;
        JdbcEventStore loud = new JdbcEventStore(this.dataSource, "tidemark_event", EventEncoder.string(),
                () -> List.of(broken, listener));

        long version = loud.append("DFW", ONE);

        assertThat(version).isEqualTo(1);
        assertThat(this.told).containsExactly("DFW");
    }

    @Test
    void concurrentAppendsWithoutExpectationAllLand() throws Exception {
        int writers = 50;
        CyclicBarrier start = new CyclicBarrier(writers);
        JdbcEventStore quiet = new JdbcEventStore(this.dataSource, EventEncoder.string());
        List<Future<Long>> appends = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            String name = "writer " + writer;
            appends.add(this.executor.submit(() -> {
                start.await(10, SECONDS);
                return quiet.append("DFW", List.of(new NewEvent("a", name), new NewEvent("b", name)));
            }));
        }

        List<Long> versions = new ArrayList<>();
        for (Future<Long> append : appends) {
            versions.add(append.get(20, SECONDS));
        }

        assertThat(versions).doesNotHaveDuplicates();
        RecordingSink sink = new RecordingSink();
        this.source.read("DFW", Set.of(), Position.START, sink);
        assertThat(sink.events).extracting((event) -> event.sequence())
            .containsExactlyElementsOf(LongStream.rangeClosed(1, 2 * writers).boxed().toList());
        for (int pair = 0; pair < writers; pair++) {
            assertThat(sink.events.get(2 * pair).data()).isEqualTo(sink.events.get(2 * pair + 1).data());
        }
    }

    private List<String> read(String streamId) {
        RecordingSink sink = new RecordingSink();
        this.source.read(streamId, Set.of(), Position.START, sink);
        return sink.seen;
    }

    private static void commit(Connection connection) {
        try {
            connection.commit();
        }
        catch (SQLException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, SECONDS)).isTrue();
        }
        catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

}
