package io.tidemark.livetable.model;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import io.tidemark.livetable.GapPolicy;
import io.tidemark.livetable.LiveTableStatistics;
import io.tidemark.livetable.PageCache;
import io.tidemark.livetable.TableSettings;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is read outside a transaction, at any time, of whatever was cached or not, is of a state that was committed
 * between the beginning and the end of the read. Inside a transaction that reads what is committed, it is of none that is
 * older than the beginning of the transaction.
 */
@Tag("P1")
@Tag("P2")
abstract class AbstractModelTests {

    static final Duration DURATION = Duration.ofSeconds(Long.getLong("tidemark.test.model.seconds", 4));

    /** Of six walks that are ten minutes in all. */
    static final Duration LONG_DURATION = Duration.ofSeconds(100);

    // Absence is cached too, and a reader gives up waiting now and then.
    static final TableSettings SETTINGS = new TableSettings(null, null, Duration.ofMinutes(1), 200,
            Duration.ofMillis(20), Duration.ZERO, GapPolicy.BYPASS);

    // A session of H2 that reuses a result may do so until the commit that makes it old returns, though others who
    // came later have returned.
    private static final String URL = "jdbc:h2:mem:%s;LOCK_TIMEOUT=30000;OPTIMIZE_REUSE_RESULTS=FALSE";

    private static final int CALLS_BETWEEN_FAULTS = 17;

    private final Class<?> application;

    AbstractModelTests(Class<?> application) {
        this.application = application;
    }

    @ParameterizedTest
    @EnumSource
    void readsAreOfAStateThatWasCommittedMeanwhile(ModelCache cache, @TempDir Path directory)
            throws Exception {
        walk(cache, cache.open(directory), cache == ModelCache.NONE ? DURATION.dividedBy(4) : DURATION);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    @Tag("P4")
    void readsAreOfAStateThatWasCommittedMeanwhileThoughTheCacheFails(ModelCache cache, @TempDir Path directory)
            throws Exception {
        PageCache faulty = new FaultyPageCache(cache.open(directory), CALLS_BETWEEN_FAULTS);
        walk(cache, faulty, DURATION.dividedBy(4));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    @Tag("soak")
    void readsAreOfAStateThatWasCommittedMeanwhileForMinutes(ModelCache cache, @TempDir Path directory) throws Exception {
        walk(cache, cache.open(directory), LONG_DURATION);
    }

    private void walk(ModelCache backend, PageCache cache, Duration duration) throws Exception {
        long seed = Long.getLong("tidemark.test.model.seed", new Random().nextLong());
        CommitLog log = new CommitLog();
        try (HikariDataSource connections = new HikariDataSource()) {
            connections.setJdbcUrl(URL.formatted(UUID.randomUUID()));
            connections.setMaximumPoolSize(30);
            ModelDatabase.createTables(connections);
            try (ModelNode node = ModelNode.start(this.application, connections, cache, SETTINGS,
                    Horizon.ofVisible(log, connections), new Dawdling(seed))) {
                ModelWalk walk = new ModelWalk(seed, List.of(node), log, Ledger.silent());
                walk.run(duration);
                if (backend != ModelCache.NONE) {
                    assertThat(walk.sum(LiveTableStatistics::hits)).as("hits").isPositive();
                }
                assertThat(node.generations().heldMarks()).as("marks").isZero();
                assertThat(node.tables().loadsInProgress()).as("loads").isZero();
            }
        }
    }

}
