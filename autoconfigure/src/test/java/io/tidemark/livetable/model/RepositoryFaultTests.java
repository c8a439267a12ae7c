package io.tidemark.livetable.model;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import io.tidemark.livetable.BypassReason;
import io.tidemark.livetable.GapPolicy;
import io.tidemark.livetable.LiveTableStatistics;
import io.tidemark.livetable.PageCache;
import io.tidemark.livetable.ReadOutcome;
import io.tidemark.livetable.TableSettings;
import io.tidemark.livetable.repository.CountedConnections;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** What becomes of repositories when the cache or the database is broken. */
@Tag("P4")
class RepositoryFaultTests {

    private static final PageRequest FIRST_PAGE = PageRequest.of(0, 2, Sort.by("id"));

    private final HikariDataSource pool = new HikariDataSource();

    private final CountedConnections connections = new CountedConnections(this.pool);

    @TempDir
    private Path directory;

    @BeforeEach
    void createTables() {
        this.pool.setJdbcUrl("jdbc:h2:mem:" + UUID.randomUUID());
        ModelDatabase.createTables(this.pool);
    }

    @AfterEach
    void close() {
        this.pool.close();
    }

    @ParameterizedTest
    @MethodSource("applications")
    void cacheThatIsClosedCostsHitsOnly(Class<?> application, ModelCache backend) {
        PageCache cache = backend.open(this.directory);
        try (ModelNode node = start(application, cache, AbstractModelTests.SETTINGS)) {
            node.rows().insert(ModelTable.GATE, new Row(1, "a", 1));
            assertThat(page(node)).hasSize(1);

            cache.close();

            assertThat(page(node)).hasSize(1);
            node.rows().update(ModelTable.GATE, new Row(1, "a", 2), 0);
            node.rows().insert(ModelTable.GATE, new Row(2, "a", 3));
            assertThat(page(node).getContent()).containsExactly(new Row(1, "a", 2), new Row(2, "a", 3));
            assertThat(node.rows().find(ModelTable.GATE, 2)).isPresent();
            assertThat(node.tables().statistics(ModelTable.GATE.id()).faults().total()).isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource("applications")
    void databaseThatIsDownIsToldToTheCallerAndHitsGoOn(Class<?> application, ModelCache backend) {
        try (ModelNode node = start(application, backend.open(this.directory), AbstractModelTests.SETTINGS)) {
            node.rows().insert(ModelTable.GATE, new Row(1, "a", 1));
            Page<Row> before = page(node);

            this.connections.setDown(true);

            if (backend != ModelCache.NONE) {
                assertThat(page(node)).isEqualTo(before);
                assertThat(node.tables().lastOutcome()).isEqualTo(ReadOutcome.HIT);
            }
            assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> node.rows().list(ModelTable.GATE, "a"))
                .withStackTraceContaining("The database is down");
            assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> node.rows().update(ModelTable.GATE, new Row(1, "a", 2), 0))
                .withStackTraceContaining("The database is down");
            this.connections.setDown(false);
            assertThat(page(node)).isEqualTo(before);
            assertThat(node.rows().list(ModelTable.GATE, "a")).containsExactly(new Row(1, "a", 1));
            assertThat(node.generations().heldMarks()).isZero();
            assertThat(node.tables().loadsInProgress()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("cachingApplications")
    void oldPageIsServedWhileTheDatabaseIsDownWhereThatIsAllowed(Class<?> application, ModelCache backend) {
        TableSettings settings = new TableSettings(Duration.ofNanos(1_000), Duration.ofMinutes(5), null, 100,
                Duration.ofSeconds(10), Duration.ZERO, GapPolicy.BYPASS);
        try (ModelNode node = start(application, backend.open(this.directory), settings)) {
            node.rows().insert(ModelTable.GATE, new Row(1, "a", 1));
            Page<Row> before = page(node);

            this.connections.setDown(true);

            assertThat(page(node)).isEqualTo(before);
            assertThat(node.tables().lastOutcome()).isEqualTo(ReadOutcome.STALE);
            LiveTableStatistics statistics = node.tables().statistics(ModelTable.GATE.id());
            await().until(() -> statistics.failedRefreshes() > 0);
            assertThat(page(node)).isEqualTo(before);
            node.tables().invalidate(ModelTable.GATE.id());
            assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> page(node));
        }
    }

    @ParameterizedTest
    @MethodSource("cachingApplications")
    void tableWhoseRowsCannotBeRemovedIsPassedBy(Class<?> application, ModelCache backend) {
        FaultyPageCache cache = new FaultyPageCache(backend.open(this.directory), 1);
        try (ModelNode node = start(application, cache, AbstractModelTests.SETTINGS)) {
            node.rows().insert(ModelTable.GATE, new Row(1, "a", 1));
            node.tables().invalidate(ModelTable.GATE.id().path().asPrefix());

            assertThat(page(node)).hasSize(1);
            assertThat(node.tables().lastBypassReason()).isEqualTo(BypassReason.INVALIDATION_FAILED);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    @Tag("P2")
    void writeThatTheDatabaseDidShowsThoughItsAnswerWasLost(ModelCache backend) {
        AtomicBoolean lost = new AtomicBoolean();
        try (ModelNode node = start(JdbcModelApplication.class, backend.open(this.directory), AbstractModelTests.SETTINGS,
                () -> {
                    if (lost.getAndSet(false)) {
                        throw new IllegalStateException("The answer is lost");
                    }
                })) {
            node.rows().insert(ModelTable.GATE, new Row(1, "a", 1));
            assertThat(node.rows().find(ModelTable.GATE, 1)).contains(new Row(1, "a", 1));

            lost.set(true);
            assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> node.rows().update(ModelTable.GATE, new Row(1, "a", 2), JdbcModel.BY_TEMPLATE))
                .withStackTraceContaining("The answer is lost");

            assertThat(node.rows().find(ModelTable.GATE, 1)).contains(new Row(1, "a", 2));
        }
    }

    static Stream<Arguments> applications() {
        return on(List.of(ModelCache.values()));
    }

    static Stream<Arguments> cachingApplications() {
        return on(List.of(ModelCache.CAFFEINE, ModelCache.MVSTORE));
    }

    private static Stream<Arguments> on(List<ModelCache> caches) {
        return Stream.of(JdbcModelApplication.class, JpaModelApplication.class)
            .flatMap((application) -> caches.stream().map((cache) -> Arguments.of(application, cache)));
    }

    private ModelNode start(Class<?> application, PageCache cache, TableSettings settings) {
        return start(application, cache, settings, () -> {
        });
    }

    private ModelNode start(Class<?> application, PageCache cache, TableSettings settings, Runnable dawdling) {
        return ModelNode.start(application, this.connections, cache, settings, Horizon.ofAll(new CommitLog()), dawdling);
    }

    private static Page<Row> page(ModelNode node) {
        return node.rows().page(ModelTable.GATE, "a", FIRST_PAGE);
    }

}
