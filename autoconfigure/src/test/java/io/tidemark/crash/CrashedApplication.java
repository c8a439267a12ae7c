package io.tidemark.crash;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import javax.sql.DataSource;

import io.tidemark.journal.JournalSettings;
import io.tidemark.journal.RecoveryListener;
import io.tidemark.mvstore.PageCompression;
import io.tidemark.projection.Counter;
import io.tidemark.projection.EventDecoder;
import io.tidemark.projection.EventEncoder;
import io.tidemark.projection.Freshness;
import io.tidemark.projection.LoadObserver;
import io.tidemark.projection.ProjectionCache;
import io.tidemark.projection.ProjectionClock;
import io.tidemark.projection.ProjectionDefinition;
import io.tidemark.projection.ProjectionRuntime;
import io.tidemark.projection.ProjectionSettings;
import io.tidemark.projection.Projections;
import io.tidemark.projection.cache.Compression;
import io.tidemark.projection.cache.FileProjectionCache;
import io.tidemark.projection.cache.JournalledProjectionCache;
import io.tidemark.projection.cache.NoneProjectionCache;
import io.tidemark.projection.cache.mvstore.MvStoreProjectionCache;
import io.tidemark.projection.jdbc.JdbcEventSource;
import io.tidemark.projection.jdbc.JdbcEventStore;
import org.h2.jdbcx.JdbcDataSource;

/** The same application before and after a crash: a log in a file, and projections over a cache in a directory. */
final class CrashedApplication implements AutoCloseable {

    static final String TYPE = "K";

    final Counter counter = new Counter();

    final JdbcEventStore store;

    final ProjectionCache cache;

    final Projections projections;

    final Projections replays;

    private CrashedApplication(DataSource dataSource, ProjectionCache cache) {
        this.cache = cache;
        this.store = new JdbcEventStore(dataSource, EventEncoder.string());
        this.projections = projections(dataSource, cache);
        this.replays = projections(dataSource, new NoneProjectionCache());
    }

    static CrashedApplication open(Path directory, String backend) {
        return new CrashedApplication(log(directory), cache(directory.resolve(backend), backend));
    }

    static DataSource log(Path directory) {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setUrl("jdbc:h2:file:" + directory.resolve("log").toAbsolutePath()
                + ";DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0"
                + ";INIT=RUNSCRIPT FROM 'classpath:io/tidemark/projection/jdbc/schema-h2.sql'");
        return dataSource;
    }

    static void shutDownLog(Path directory) throws java.sql.SQLException {
        try (var connection = log(directory).getConnection(); var statement = connection.createStatement()) {
            statement.execute("shutdown");
        }
    }

    long sum(String streamId) {
        return this.projections.project(this.counter, streamId).state().sum();
    }

    @Override
    public void close() {
        this.cache.close();
    }

    private static ProjectionCache cache(Path directory, String backend) {
        long maximumBytes = 10_000_000;
        Duration lockTimeout = Duration.ofSeconds(20);
        return switch (backend) {
            case "file" -> FileProjectionCache.open(directory, maximumBytes, Compression.NONE, lockTimeout);
            case "journal" -> JournalledProjectionCache.open(maximumBytes, Compression.NONE,
                    JournalSettings.in(directory).withSizes(1 << 14, 1 << 17, 1 << 20).withLockTimeout(lockTimeout),
                    RecoveryListener.NONE);
            default -> MvStoreProjectionCache.open(directory, maximumBytes, 4_000_000, PageCompression.NONE, lockTimeout);
        };
    }

    private Projections projections(DataSource dataSource, ProjectionCache over) {
        EventDecoder<Integer> numbers = (type, payload) -> Integer.valueOf(new String(payload, StandardCharsets.UTF_8));
        JdbcEventSource<Integer> source = new JdbcEventSource<>(dataSource, this.store.table(), numbers);
        return new Projections(
                List.of(new ProjectionDefinition<>(this.counter, Counter.Count.class, source, new Counter.Codec())), over,
                new ProjectionSettings(Freshness.consistent(), 100),
                new ProjectionRuntime(Runnable::run, ProjectionClock.system(), LoadObserver.NONE));
    }

}
