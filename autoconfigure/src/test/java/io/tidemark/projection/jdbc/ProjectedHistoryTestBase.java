package io.tidemark.projection.jdbc;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.projection.Counter;
import io.tidemark.projection.EventDecoder;
import io.tidemark.projection.EventOrdering;
import io.tidemark.projection.Freshness;
import io.tidemark.projection.LoadObserver;
import io.tidemark.projection.MemoryProjectionCache;
import io.tidemark.projection.Outcome;
import io.tidemark.projection.ProjectionClock;
import io.tidemark.projection.ProjectionDefinition;
import io.tidemark.projection.ProjectionReader;
import io.tidemark.projection.ProjectionRuntime;
import io.tidemark.projection.ProjectionSettings;
import io.tidemark.projection.Projections;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

/** What projections answer while transactions commit in any order. */
@Tag("P3")
abstract class ProjectedHistoryTestBase {

    private static final EventDecoder<Integer> NUMBERS = (type, payload) -> Integer
        .valueOf(new String(payload, StandardCharsets.UTF_8));

    private final DataSource dataSource;

    private final Counter counter = new Counter();

    ProjectedHistoryTestBase(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @ParameterizedTest
    @EnumSource
    void eventThatCommitsAfterALaterOneIsNeverMissing(EventOrdering ordering) throws SQLException {
        JdbcEventLog log = new JdbcEventLog(this.dataSource, ordering, "id");
        ProjectionReader<Counter.Count> reader = projections(this.dataSource, log).reader(this.counter);
        log.add("DFW", 1, "K", "1");
        assertThat(reader.get("DFW").state().sum()).isEqualTo(1);
        try (Connection early = this.dataSource.getConnection(); Connection late = this.dataSource.getConnection()) {
            early.setAutoCommit(false);
            late.setAutoCommit(false);
            insert(early, log, 2, "10");
            insert(late, log, 3, "100");

            late.commit();
            assertThat(reader.get("DFW").state().sum()).as("what is visible is there").isEqualTo(101);
            assertThat(reader.get("DFW").state().sum()).isEqualTo(101);
            early.commit();
            assertThat(reader.get("DFW").state()).isEqualTo(new Counter.Count(3, 111));
            assertThat(reader.get("DFW").outcome()).isEqualTo(Outcome.HIT);

            insert(early, log, 4, "1000");
            insert(late, log, 5, "10000");
            late.commit();
            log.add("DFW", 6, "K", "100000");
            assertThat(reader.get("DFW").state().sum()).isEqualTo(110_111);
            early.rollback();
            assertThat(reader.get("DFW").state().sum()).as("a gap that stays costs time, not truth").isEqualTo(110_111);
        }
    }

    @ParameterizedTest
    @EnumSource
    void logThatLostItsTailIsNotAnsweredFromTheOldHistory(EventOrdering ordering) {
        JdbcEventLog log = new JdbcEventLog(this.dataSource, ordering, "id");
        Projections projections = projections(this.dataSource, log);
        ProjectionReader<Counter.Count> reader = projections.reader(this.counter);
        for (int version = 1; version <= 3; version++) {
            log.add("DFW", version, "K", "1");
        }
        reader.get("DFW");
        log.remove("DFW", 3);
        log.add("DFW", 3, "K", "50");

        assertThat(reader.get("DFW").state()).isEqualTo(new Counter.Count(3, 52));

        log.remove("DFW", 3);
        log.add("DFW", 3, "K", "70");
        log.add("DFW", 4, "K", "1");
        assertThat(reader.get("DFW").state()).isEqualTo(new Counter.Count(4, 73));
        assertThat(reader.get("DFW", Freshness.anyAge()).state().sum()).isEqualTo(73);
    }

    @ParameterizedTest
    @EnumSource
    void consistentReadsNeverMissACommittedEvent(EventOrdering ordering) throws Exception {
        long seed = new Random().nextLong();
        JdbcEventLog log = new JdbcEventLog(this.dataSource, ordering, "id");
        Projections projections = projections(this.dataSource, log);
        ProjectionReader<Counter.Count> reader = projections.reader(this.counter);
        AtomicLong sequence = new AtomicLong();
        AtomicLong committed = new AtomicLong();
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService executor = Executors.newCachedThreadPool();
        try {
            List<Future<Void>> writers = new ArrayList<>();
            for (int writer = 0; writer < 3; writer++) {
                Random random = new Random(seed + writer);
                writers.add(executor.submit(() -> write(log, sequence, committed, random)));
            }
            List<Future<Long>> readers = new ArrayList<>();
            for (int each = 0; each < 4; each++) {
                Random random = new Random(seed - each - 1);
                readers.add(executor.submit(() -> read(projections, committed, done, random, seed)));
            }
            for (Future<Void> writer : writers) {
                writer.get(60, SECONDS);
            }
            done.set(true);
            for (Future<Long> each : readers) {
                assertThat(each.get(60, SECONDS)).isPositive();
            }
            assertThat(reader.get("DFW").state().sum()).as("seed %d", seed).isEqualTo(committed.get());
        }
        finally {
            executor.shutdownNow();
        }
    }

    @Test
    @Tag("P8")
    void readersInsideTransactionsDoNotLockUpASmallPool() throws Exception {
        HikariDataSource parent = (HikariDataSource) this.dataSource;
        HikariConfig config = new HikariConfig();
        parent.copyStateTo(config);
        config.setMaximumPoolSize(3);
        config.setConnectionTimeout(10_000);
        ExecutorService executor = Executors.newCachedThreadPool();
        try (HikariDataSource three = new HikariDataSource(config)) {
            JdbcEventLog log = new JdbcEventLog(three, EventOrdering.STREAM_VERSION, "id");
            log.add("DFW", 1, "K", "1");
            ProjectionReader<Counter.Count> reader = projections(three, log).reader(this.counter);
            TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(three));
            TransactionTemplate supports = new TransactionTemplate(new JdbcTransactionManager(three));
            supports.setPropagationBehavior(TransactionDefinition.PROPAGATION_SUPPORTS);
            List<Future<Counter.Count>> readers = new ArrayList<>();
            for (int each = 0; each < 20; each++) {
                TransactionTemplate scope = List.of(transaction, supports).get(each % 2);
                boolean inside = each % 4 < 2;
                readers.add(executor.submit(() -> inside
                        ? scope.execute((status) -> {
                            this.touch(three);
                            return reader.get("DFW").state();
                        }) : reader.get("DFW").state()));
            }
            for (Future<Counter.Count> each : readers) {
                assertThat(each.get(30, SECONDS)).isEqualTo(new Counter.Count(1, 1));
            }
        }
        finally {
            executor.shutdownNow();
        }
    }

    @Test
    @Tag("P2")
    void transactionSeesItsOwnAppendAndARollbackLeavesNothing() {
        JdbcEventLog log = new JdbcEventLog(this.dataSource, EventOrdering.STREAM_VERSION, "id");
        ProjectionReader<Counter.Count> reader = projections(this.dataSource, log).reader(this.counter);
        log.add("DFW", 1, "K", "1");
        reader.get("DFW");
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(this.dataSource));

        transaction.executeWithoutResult((status) -> {
            log.add("DFW", 2, "K", "10");
            assertThat(reader.get("DFW", Freshness.anyAge()).state().sum()).isEqualTo(11);
            status.setRollbackOnly();
        });

        assertThat(reader.get("DFW").state().sum()).isEqualTo(1);
        assertThat(reader.get("DFW").outcome()).isEqualTo(Outcome.HIT);
    }

    private void touch(DataSource pool) {
        new JdbcTemplate(pool).queryForObject("select 1", Integer.class);
    }

    private Void write(JdbcEventLog log, AtomicLong sequence, AtomicLong committed, Random random) throws SQLException {
        try (Connection connection = this.dataSource.getConnection()) {
            connection.setAutoCommit(false);
            for (int round = 0; round < 60; round++) {
                int sum = 0;
                for (int events = 1 + random.nextInt(3); events > 0; events--) {
                    insert(connection, log, sequence.incrementAndGet(), "1");
                    sum++;
                }
                if (random.nextInt(4) == 0) {
                    Thread.yield();
                }
                connection.commit();
                committed.addAndGet(sum);
            }
        }
        return null;
    }

    private long read(Projections projections, AtomicLong committed, AtomicBoolean done, Random random, long seed) {
        long reads = 0;
        do {
            if (random.nextInt(20) == 0) {
                projections.invalidateStream("DFW");
            }
            long atLeast = committed.get();
            long sum = projections.project(this.counter, "DFW").state().sum();
            assertThat(sum).as("seed %d", seed).isGreaterThanOrEqualTo(atLeast);
            reads++;
        }
        while (!done.get());
        return reads;
    }

    private static void insert(Connection connection, JdbcEventLog log, long sequence, String data)
            throws SQLException {
        try (PreparedStatement statement = connection
            .prepareStatement("insert into %s (stream_id, number, type, payload, id) values ('DFW', ?, 'K', ?, ?)"
                .formatted(log.table().name()))) {
            statement.setLong(1, sequence);
            statement.setString(2, data);
            statement.setString(3, UUID.randomUUID().toString());
            statement.executeUpdate();
        }
    }

    private Projections projections(DataSource over, JdbcEventLog log) {
        JdbcEventSource<Integer> source = new JdbcEventSource<>(over, log.table(), NUMBERS);
        return new Projections(
                List.of(new ProjectionDefinition<>(this.counter, Counter.Count.class, source, new Counter.Codec())),
                new MemoryProjectionCache(), new ProjectionSettings(Freshness.consistent(), 100),
                new ProjectionRuntime(Runnable::run, ProjectionClock.system(), LoadObserver.NONE));
    }

}
