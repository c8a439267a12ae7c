package io.tidemark.livetable.change;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import io.tidemark.livetable.TableChange.Changed;
import io.tidemark.livetable.TableChange.Deleted;
import io.tidemark.livetable.TableChange.Inserted;
import io.tidemark.livetable.TableChange.Reset;
import io.tidemark.livetable.TableChange.Updated;
import io.tidemark.livetable.TableId;
import io.tidemark.testing.EnabledIfPostgres;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

@EnabledIfPostgres
class PostgresChangeSourceTests {

    private static final TableId AIRPORT = new TableId("db", "airport");

    // Each test ends with a change of this table: what was told before is all that there was to tell.
    private static final TableId LAST = new TableId("db", "last");

    private final DataSource dataSource;

    private final String schema;

    private final JdbcTemplate jdbc;

    private final String channel = "tidemark_test_" + System.nanoTime();

    private final RecordingSink sink = new RecordingSink();

    private PostgresChangeSource source;

    PostgresChangeSourceTests(DataSource dataSource) {
        this.dataSource = dataSource;
        this.schema = ((HikariDataSource) dataSource).getSchema();
        this.jdbc = new JdbcTemplate(dataSource);
        this.source = source(List.of(this.channel), Set.of("airport", "last"), url());
    }

    @BeforeEach
    void createTables() throws IOException {
        this.jdbc.execute(
                new ClassPathResource("io/tidemark/livetable/postgresql-notify.sql").getContentAsString(StandardCharsets.UTF_8));
        for (String table : List.of("airport", "last")) {
            this.jdbc.execute("drop table if exists %s cascade".formatted(table));
            this.jdbc.execute("create table %s (iata text primary key, city text)".formatted(table));
            watch(table, "iata");
        }
        this.jdbc.update("insert into airport values ('DFW', 'Dallas'), ('ORD', 'Chicago')");
    }

    @AfterEach
    void close() {
        this.source.close();
    }

    @Test
    void eachKindOfWriteIsTold() throws Exception {
        start();

        this.jdbc.update("insert into airport values ('AUS', 'Austin')");
        this.jdbc.update("update airport set city = 'Fort Worth' where iata = 'DFW'");
        this.jdbc.update("delete from airport where iata = 'ORD'");
        this.jdbc.update("truncate airport");

        assertTold(new Inserted(AIRPORT, "AUS"), new Updated(AIRPORT, "DFW"), new Deleted(AIRPORT, "ORD"),
                new Changed(AIRPORT));
        assertThat(this.source.statistics()).isEqualTo(new ChangeSourceStatistics(true, 5, 0, 0,
                this.source.statistics().roundTripNanos(), null));
        assertThat(this.source.statistics().roundTripNanos()).isPositive();
    }

    @Test
    void writeOfManyRowsIsToldOnceAndOfNoneNotAtAll() throws Exception {
        start();

        this.jdbc.update("update airport set city = 'nowhere'");
        this.jdbc.update("insert into airport select 'T' || i, 'town' from generate_series(1, 10000) i");
        this.jdbc.update("delete from airport where iata = 'none'");

        assertTold(new Changed(AIRPORT), new Changed(AIRPORT));
    }

    @Test
    void writesOfOneTransactionAreToldAtItsCommitAndEqualOnesOnce() throws Exception {
        start();

        transactions().executeWithoutResult((transaction) -> {
            for (int i = 0; i < 10; i++) {
                this.jdbc.update("update airport set city = ? where iata = 'DFW'", "Dallas " + i);
            }
            new JdbcTemplate(new DelegatingDataSource(this.dataSource)).update("insert into last values ('before', '')");
        });

        assertThat(this.sink.next()).isEqualTo(new Inserted(LAST, "before"));
        assertTold(new Updated(AIRPORT, "DFW"));
    }

    @Test
    void rollbackIsSilent() throws Exception {
        start();

        transactions().executeWithoutResult((transaction) -> {
            this.jdbc.update("delete from airport");
            transaction.setRollbackOnly();
        });

        assertTold();
    }

    @Test
    @Tag("P1")
    void nothingIsLostOnceRestoredIsTold() throws Exception {
        for (int round = 0; round < 20; round++) {
            RecordingSink each = new RecordingSink();
            try (PostgresChangeSource started = source(List.of(this.channel), Set.of("airport"), url())) {
                started.start(each);
                assertThat(each.next()).isEqualTo(RecordingSink.RESTORED);
                this.jdbc.update("update airport set city = ? where iata = 'DFW'", "Dallas " + round);

                assertThat(each.next()).isEqualTo(new Updated(AIRPORT, "DFW"));
            }
        }
    }

    @Test
    @Tag("P1")
    void killedConnectionIsGapAtOnceAndRestoredWhenListeningAgain() throws Exception {
        start();

        killListener();

        assertThat(this.sink.next()).isEqualTo(RecordingSink.GAP);
        assertThat(this.sink.next()).isEqualTo(RecordingSink.RESTORED);
        this.jdbc.update("update airport set city = 'Fort Worth' where iata = 'DFW'");
        assertTold(new Updated(AIRPORT, "DFW"));
        assertThat(this.source.statistics().gaps()).isEqualTo(1);
        assertThat(this.source.statistics().lastFault()).contains("terminating connection");
    }

    @Test
    @Tag("P1")
    void silentNetworkIsGapAfterHeartbeat() throws Exception {
        Properties server = Driver.parseURL(url(), new Properties());
        try (TcpRelay relay = new TcpRelay(server.getProperty("PGHOST"),
                Integer.parseInt(server.getProperty("PGPORT")))) {
            this.source = source(List.of(this.channel), Set.of("airport"),
                    url().replaceFirst("//[^/]*/", "//127.0.0.1:" + relay.port() + "/"));
            start();
            relay.freeze();

            assertThat(this.sink.next()).isEqualTo(RecordingSink.GAP);
            assertThat(this.source.statistics().connected()).isFalse();
            relay.thaw();
            this.sink.await(RecordingSink.RESTORED);
            this.jdbc.update("update airport set city = 'Fort Worth' where iata = 'DFW'");
            this.sink.await(new Updated(AIRPORT, "DFW"));
        }
    }

    @Test
    void heartbeatsAreNotGaps() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        ListenerConnections connections = ListenerConnections.of(url(), null, null, Duration.ofSeconds(5));
        this.source = new PostgresChangeSource("postgres", settings(List.of(this.channel), Set.of()), () -> {
            opened.incrementAndGet();
            return connections.open();
        });
        start();
        long first = this.source.statistics().roundTripNanos();

        await().until(() -> this.source.statistics().roundTripNanos() != first);

        this.jdbc.update("update airport set city = 'Fort Worth' where iata = 'DFW'");
        this.sink.await(new Updated(AIRPORT, "DFW"));
        assertThat(opened).hasValue(1);
        assertThat(this.sink.untold()).doesNotContain(RecordingSink.GAP);
    }

    @Test
    void unreachableServerIsGapUntilItIsThere() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        ListenerConnections good = ListenerConnections.of(url(), null, null, Duration.ofSeconds(5));
        ListenerConnections bad = ListenerConnections.of("jdbc:postgresql://127.0.0.1:1/test", "nobody", "secret",
                Duration.ofSeconds(5));
        this.source = new PostgresChangeSource("postgres", settings(List.of(this.channel), Set.of()),
                () -> (attempts.incrementAndGet() <= 2 ? bad : good).open());

        this.source.start(this.sink);

        assertThat(this.sink.next()).isEqualTo(RecordingSink.GAP);
        assertThat(this.sink.next()).isEqualTo(RecordingSink.RESTORED);
        assertThat(this.source.statistics().gaps()).isZero();
        assertThat(attempts).hasValue(3);
    }

    @Test
    void tableOfSearchPathIsToldWithAndWithoutItsSchemaAndOthersWith() throws Exception {
        this.source = source(List.of(this.channel), Set.of(), url());
        start();

        notify("UPDATE %s.airport DFW".formatted(this.schema));
        notify("UPDATE elsewhere.airport DFW");
        notify("UPDATE airport DFW");

        TableId qualified = new TableId("db", this.schema + ".airport");
        assertTold(new Updated(AIRPORT, "DFW"), new Updated(qualified, "DFW"),
                new Updated(new TableId("db", "elsewhere.airport"), "DFW"), new Updated(AIRPORT, "DFW"),
                new Updated(qualified, "DFW"));
    }

    @Test
    void malformedPayloadCountsAsChangeOfAllThatItMayMean() throws Exception {
        start();

        notify("MERGED airport DFW");
        notify("nonsense");
        notify("UPDATE other DFW");

        assertThat(this.sink.next()).isEqualTo(new Reset(AIRPORT));
        assertThat(this.sink.next()).isEqualTo(RecordingSink.GAP);
        assertThat(this.sink.next()).isEqualTo(RecordingSink.RESTORED);
        assertTold();
        assertThat(this.source.statistics().malformed()).isEqualTo(2);
        assertThat(this.source.statistics().connected()).isTrue();
    }

    @Test
    void idThatDoesNotFitIsLeftOutAndTheWriteSucceeds() throws Exception {
        start();

        this.jdbc.execute("alter table airport drop constraint airport_pkey");
        this.jdbc.update("insert into airport values (repeat('x', 7900), '')");
        this.jdbc.update("insert into airport values (repeat('x', 8000), '')");

        assertTold(new Inserted(AIRPORT, "x".repeat(7_900)), new Changed(AIRPORT));
    }

    @Test
    void tableWatchedWithoutItsIdsTellsNone() throws Exception {
        watch("airport", null);
        start();

        this.jdbc.update("update airport set city = 'Fort Worth' where iata = 'DFW'");

        assertTold(new Changed(AIRPORT));
    }

    @Test
    void tableThatIsNotWatchedAnyMoreIsSilent() throws Exception {
        start();

        this.jdbc.execute("select tidemark_unwatch('airport')");
        this.jdbc.update("update airport set city = 'Fort Worth' where iata = 'DFW'");

        assertTold();
    }

    @Test
    void namesThatNeedQuotesAreWatched() throws Exception {
        this.jdbc.execute("create table \"Air \"\"Port.s\" (\"The Id\" int)");
        watch("\"Air \"\"Port.s\"", "The Id");
        this.source = source(List.of(this.channel), Set.of(), url());
        start();

        this.jdbc.update("insert into \"Air \"\"Port.s\" values (1)");

        this.sink.await(new Inserted(new TableId("db", "Air \"Port.s"), "1"));
    }

    @Test
    void cascadeOfDatabaseIsToldOfBothTables() throws Exception {
        this.jdbc.execute("alter table last add foreign key (city) references airport on delete cascade");
        this.jdbc.update("insert into last values ('one', 'DFW')");
        start();

        this.jdbc.update("delete from airport where iata = 'DFW'");

        assertThat(List.of(this.sink.next(), this.sink.next())).containsExactlyInAnyOrder(new Deleted(LAST, "one"),
                new Deleted(AIRPORT, "DFW"));
    }

    @Test
    void twoSourcesOnSeveralChannelsHearTheSame() throws Exception {
        RecordingSink otherSink = new RecordingSink();
        try (PostgresChangeSource other = source(List.of("\"another\" Channel", this.channel), Set.of("airport"),
                url())) {
            start();
            other.start(otherSink);
            otherSink.await(RecordingSink.RESTORED);

            this.jdbc.update("update airport set city = 'Fort Worth' where iata = 'DFW'");
            this.jdbc.query("select pg_notify('\"another\" Channel', 'CHANGED airport')", (row) -> {
            });

            assertThat(otherSink.next()).isEqualTo(new Updated(AIRPORT, "DFW"));
            assertThat(otherSink.next()).isEqualTo(new Changed(AIRPORT));
            assertTold(new Updated(AIRPORT, "DFW"));
        }
    }

    @Test
    @Tag("P10")
    void connectionOfPoolIsNotGivenBackListening() throws Exception {
        this.source = new PostgresChangeSource("postgres", settings(List.of(this.channel), Set.of("airport", "last")),
                this.dataSource::getConnection);
        start();
        this.jdbc.update("update airport set city = 'Fort Worth' where iata = 'DFW'");
        assertTold(new Updated(AIRPORT, "DFW"));

        this.source.close();

        for (int i = 0; i < 10; i++) {
            assertThat(this.jdbc.queryForList("select pg_listening_channels()", String.class)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    @Tag("P10")
    void closeLeavesNoThread(boolean reachable) throws Exception {
        this.source = source(List.of(this.channel), Set.of(), reachable ? url() : "jdbc:postgresql://127.0.0.1:1/test");
        this.source.start(this.sink);
        this.sink.next();
        assertThat(threads()).isEqualTo(1);

        this.source.close();
        this.source.close();

        assertThat(threads()).isZero();
        assertThat(this.sink.untold()).doesNotContain(RecordingSink.RESTORED);
    }

    @Test
    void sourceIsStartedOnceAndBeforeItIsClosed() throws Exception {
        start();

        assertThatIllegalStateException().isThrownBy(() -> this.source.start(this.sink))
            .withMessage("Change source 'postgres' must be started once and before it is closed");
        PostgresChangeSource other = source(List.of(this.channel), Set.of(), url());
        other.close();
        assertThatIllegalStateException().isThrownBy(() -> other.start(this.sink));
    }

    private void start() throws InterruptedException {
        this.source.start(this.sink);
        assertThat(this.sink.next()).isEqualTo(RecordingSink.RESTORED);
    }

    private void assertTold(Object... expected) throws InterruptedException {
        this.jdbc.update("insert into last values ('last', null)");
        for (Object each : expected) {
            assertThat(this.sink.next()).isEqualTo(each);
        }
        Object next = this.sink.next();
        if (next instanceof Inserted inserted && inserted.id().equals("last")) {
            return;
        }
        assertThat(next).isEqualTo(new Inserted(LAST, "last"));
    }

    private PostgresChangeSource source(List<String> channels, Set<String> tables, String url) {
        return new PostgresChangeSource("postgres", settings(channels, tables),
                ListenerConnections.of(url, null, null, Duration.ofSeconds(5)));
    }

    private PostgresChangeSettings settings(List<String> channels, Set<String> tables) {
        return new PostgresChangeSettings("db", channels, Set.of(this.schema), tables, Duration.ofMillis(200),
                Duration.ofSeconds(2), Duration.ofMillis(20), Duration.ofMillis(100));
    }

    private void watch(String table, String idColumn) {
        this.jdbc.query("select tidemark_watch(?::regclass, ?, ?)", (row) -> {
        }, table, idColumn, this.channel);
    }

    private void notify(String payload) {
        this.jdbc.query("select pg_notify(?, ?)", (row) -> {
        }, this.channel, payload);
    }

    private void killListener() {
        this.jdbc.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = ?", (row) -> {
        }, this.channel);
    }

    private TransactionTemplate transactions() {
        return new TransactionTemplate(new DataSourceTransactionManager(this.dataSource));
    }

    private long threads() {
        return Thread.getAllStackTraces()
            .keySet()
            .stream()
            .filter((thread) -> thread.getName().equals("tidemark-livetable-postgres"))
            .count();
    }

    private String url() {
        return System.getenv("TIDEMARK_TEST_POSTGRES_URL") + "&ApplicationName=" + this.channel;
    }

}
