package io.tidemark.livetable.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.sql.DataSource;

import io.tidemark.livetable.BypassReason;
import io.tidemark.livetable.GapPolicy;
import io.tidemark.livetable.LiveTableStatistics;
import io.tidemark.livetable.ReadOutcome;
import io.tidemark.livetable.TableSettings;
import io.tidemark.livetable.change.ListenerConnections;
import io.tidemark.livetable.change.PostgresChangeSettings;
import io.tidemark.livetable.change.PostgresChangeSource;
import io.tidemark.testing.EnabledIfPostgres;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two applications, one of Data JDBC and one of JPA, on one database. A read in either shows whatever the other wrote
 * when its notification has arrived, and all that is committed while notifications are lost.
 */
@EnabledIfPostgres
@Tag("P1")
@Tag("P2")
class PostgresModelTests {

    private static final int CONNECTIONS = 20;

    private final HikariDataSource connections = new HikariDataSource();

    private final String channel = "tidemark_model_" + System.nanoTime();

    private final CommitLog log = new CommitLog();

    private final Ledger ledger = Ledger.notifying(this.channel);

    private final AtomicBoolean unreachable = new AtomicBoolean();

    private final HeardChanges heardByJdbc;

    private final HeardChanges heardByJpa;

    PostgresModelTests(DataSource dataSource) {
        this.connections.setJdbcUrl(url());
        this.connections.setSchema(((HikariDataSource) dataSource).getSchema());
        this.connections.setMaximumPoolSize(CONNECTIONS);
        this.connections.setMinimumIdle(0);
        this.heardByJdbc = heard("jdbc");
        this.heardByJpa = heard("jpa");
    }

    @BeforeEach
    void createTables() throws IOException {
        JdbcTemplate jdbc = new JdbcTemplate(this.connections);
        jdbc.execute("drop table if exists gate, flight, ledger");
        ModelDatabase.createTables(this.connections);
        jdbc.execute(new ClassPathResource("io/tidemark/livetable/postgresql-notify.sql")
            .getContentAsString(StandardCharsets.UTF_8));
        for (String table : List.of("gate", "flight")) {
            jdbc.query("select tidemark_watch(?::regclass, 'id', ?)", (row) -> {
            }, table, this.channel);
        }
    }

    @AfterEach
    void close() {
        this.connections.close();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void readsAreOfAStateThatWasCommittedSinceTheLastNotification(ModelCache cache, @TempDir Path directory)
            throws Exception {
        walk(cache, directory, AbstractModelTests.DURATION);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    @Tag("soak")
    void readsAreOfAStateThatWasCommittedSinceTheLastNotificationForMinutes(ModelCache cache, @TempDir Path directory)
            throws Exception {
        walk(cache, directory, AbstractModelTests.LONG_DURATION);
    }

    @Test
    void nothingThatChangedWhileTheConnectionWasLostIsServed(@TempDir Path directory) {
        try (ModelNode reader = start(JdbcModelApplication.class, ModelCache.CAFFEINE, directory.resolve("1"),
                this.heardByJdbc, 1);
                ModelNode writer = start(JpaModelApplication.class, ModelCache.CAFFEINE, directory.resolve("2"),
                        this.heardByJpa, 2);
                this.heardByJdbc;
                this.heardByJpa) {
            await().until(() -> !this.heardByJdbc.isLost());
            writer.rows().insert(ModelTable.GATE, new Row(1, "a", 1));
            await().untilAsserted(() -> assertThat(stamp(reader)).isEqualTo(1));
            await().untilAsserted(() -> assertOutcome(reader, ReadOutcome.HIT));

            this.unreachable.set(true);
            killListeners();
            await().until(this.heardByJdbc::isLost);
            writer.rows().update(ModelTable.GATE, new Row(1, "a", 2), 0);

            assertThat(stamp(reader)).isEqualTo(2);
            assertThat(reader.tables().lastBypassReason()).isEqualTo(BypassReason.SOURCE_GAP);
            long before = this.heardByJdbc.restorations();
            this.unreachable.set(false);
            await().until(() -> this.heardByJdbc.restorations() > before);
            writer.rows().update(ModelTable.GATE, new Row(1, "a", 3), 0);
            await().untilAsserted(() -> assertThat(stamp(reader)).isEqualTo(3));
            assertOutcome(reader, ReadOutcome.HIT);
        }
    }

    @Test
    void whatWasServedWhileTheConnectionWasLostIsNotServedOnceItIsBack(@TempDir Path directory) {
        TableSettings serving = new TableSettings(null, null, null, 200, Duration.ofSeconds(10), Duration.ZERO,
                GapPolicy.SERVE);
        try (ModelNode reader = start(JdbcModelApplication.class, ModelCache.CAFFEINE, directory.resolve("1"), serving,
                this.heardByJdbc, 1);
                ModelNode writer = start(JpaModelApplication.class, ModelCache.CAFFEINE, directory.resolve("2"),
                        serving, this.heardByJpa, 2);
                this.heardByJdbc;
                this.heardByJpa) {
            await().until(() -> !this.heardByJdbc.isLost());
            this.unreachable.set(true);
            killListeners();
            await().until(this.heardByJdbc::isLost);
            writer.rows().insert(ModelTable.GATE, new Row(1, "a", 1));
            assertThat(stamp(reader)).isEqualTo(1);
            writer.rows().update(ModelTable.GATE, new Row(1, "a", 2), 0);
            assertThat(stamp(reader)).as("served though nobody tells of changes").isEqualTo(1);

            long before = this.heardByJdbc.restorations();
            this.unreachable.set(false);
            await().until(() -> this.heardByJdbc.restorations() > before);

            assertThat(stamp(reader)).isEqualTo(2);
        }
    }

    private void walk(ModelCache cache, Path directory, Duration duration) throws Exception {
        long seed = Long.getLong("tidemark.test.model.seed", new Random().nextLong());
        ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor();
        try (ModelNode jdbc = start(JdbcModelApplication.class, cache, directory.resolve("jdbc"), this.heardByJdbc,
                seed);
                ModelNode jpa = start(JpaModelApplication.class, cache, directory.resolve("jpa"), this.heardByJpa,
                        seed + 1);
                this.heardByJdbc;
                this.heardByJpa) {
            killer.scheduleWithFixedDelay(this::killListeners, 700, 700, TimeUnit.MILLISECONDS);
            ModelWalk walk = new ModelWalk(seed, List.of(jdbc, jpa), this.log, this.ledger);
            walk.run(duration);
            assertThat(walk.sum(LiveTableStatistics::hits)).as("hits").isPositive();
            for (HeardChanges heard : List.of(this.heardByJdbc, this.heardByJpa)) {
                assertThat(heard.heard()).as("commits heard of").isPositive();
                assertThat(heard.gaps()).as("lost connections").isPositive();
            }
        }
        finally {
            killer.shutdownNow();
        }
    }

    private ModelNode start(Class<?> application, ModelCache cache, Path directory, HeardChanges heard, long seed) {
        return start(application, cache, directory, AbstractModelTests.SETTINGS, heard, seed);
    }

    private ModelNode start(Class<?> application, ModelCache cache, Path directory, TableSettings settings,
            HeardChanges heard, long seed) {
        ModelNode node = ModelNode.start(application, this.connections, cache.open(directory), settings, heard,
                new Dawdling(seed));
        node.tables().attach(heard);
        return node;
    }

    private HeardChanges heard(String name) {
        PostgresChangeSettings settings = new PostgresChangeSettings(ModelDatabase.DATA_SOURCE, List.of(this.channel),
                Set.of(this.connections.getSchema()), Set.of(), Duration.ofMillis(500), Duration.ofSeconds(5),
                Duration.ofMillis(20), Duration.ofMillis(100));
        ListenerConnections opened = ListenerConnections.of(url() + "&ApplicationName=" + this.channel, null, null,
                Duration.ofSeconds(5));
        return new HeardChanges(new PostgresChangeSource(name, settings, () -> {
            if (this.unreachable.get()) {
                throw new SQLException("The server is out of reach");
            }
            return opened.open();
        }), this.log);
    }

    private void killListeners() {
        new JdbcTemplate(this.connections).query(
                "select pg_terminate_backend(pid) from pg_stat_activity where application_name = ?", (row) -> {
                }, this.channel);
    }

    private static long stamp(ModelNode node) {
        return node.rows().find(ModelTable.GATE, 1).orElseThrow().stamp();
    }

    private static void assertOutcome(ModelNode node, ReadOutcome outcome) {
        stamp(node);
        assertThat(node.tables().lastOutcome()).isEqualTo(outcome);
    }

    private static String url() {
        return System.getenv("TIDEMARK_TEST_POSTGRES_URL");
    }

}
