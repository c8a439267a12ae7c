package io.tidemark.projection.cache;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.tidemark.mvstore.PageCompression;
import io.tidemark.projection.CacheFailedException;
import io.tidemark.projection.CacheFaults;
import io.tidemark.projection.EventOrdering;
import io.tidemark.projection.Freshness;
import io.tidemark.projection.LoadObserver;
import io.tidemark.projection.MemoryEventSource;
import io.tidemark.projection.Outcome;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ProjectionCache;
import io.tidemark.projection.ProjectionClock;
import io.tidemark.projection.ProjectionDefinition;
import io.tidemark.projection.ProjectionRuntime;
import io.tidemark.projection.ProjectionSettings;
import io.tidemark.projection.Projections;
import io.tidemark.projection.RecordedEvent;
import io.tidemark.projection.StateCodec;
import io.tidemark.projection.cache.mvstore.MvStoreProjectionCache;
import io.tidemark.testing.SmallDisk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** What happens on a disk of two megabytes, where the system lets the tests make one. */
@Tag("P4")
class FullDiskTests {

    private static final int STREAMS = 200;

    private final MemoryEventSource<String> source = new MemoryEventSource<>(EventOrdering.STREAM_VERSION);

    private final Texts texts = new Texts();

    @TempDir
    Path disk;

    private SmallDisk mounted;

    @BeforeEach
    void mount() throws Exception {
        mounted = SmallDisk.mount(disk, 2);
    }

    @AfterEach
    void unmount() {
        if (mounted != null) {
            mounted.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "file", "mvstore" })
    void fullDiskCostsReplaysAndHealsWhenThereIsSpace(String backend) throws Exception {
        try (ProjectionCache cache = open(backend)) {
            Projections projections = projections(cache);
            Path other = disk.resolve("other");
            Files.write(other, new byte[1_200_000]);
            for (int stream = 0; stream < STREAMS; stream++) {
                source.append("s" + stream, "text", "x".repeat(10_000) + stream);
                assertThat(projections.project(texts, "s" + stream).state()).endsWith("x" + stream);
            }
            assertThat(failedWrites(projections, cache)).isPositive();
            for (int stream = 0; stream < STREAMS; stream++) {
                assertThat(projections.project(texts, "s" + stream).state()).endsWith("x" + stream);
            }

            Files.delete(other);
            projections.invalidateAll("texts");

            assertThat(projections.project(texts, "s0").outcome()).isEqualTo(Outcome.REPLAY);
            cache.sync();
        }
        try (ProjectionCache cache = open(backend)) {
            assertThat(projections(cache).project(texts, "s0").state()).endsWith("x0");
            assertThat(projections(cache).project(texts, "s0").outcome()).as("it was kept").isEqualTo(Outcome.HIT);
        }
    }

    private static long failedWrites(Projections projections, ProjectionCache cache) {
        long failedPuts = projections.statistics("texts").faults().count(CacheFaults.Kind.PUT);
        try {
            cache.sync();
            return failedPuts;
        }
        catch (CacheFailedException ex) {
            return failedPuts + 1;
        }
    }

    private ProjectionCache open(String backend) {
        Path directory = disk.resolve(backend);
        Duration lockTimeout = Duration.ofSeconds(10);
        return backend.equals("file") ? FileProjectionCache.open(directory, 100_000_000, Compression.NONE, lockTimeout)
                : MvStoreProjectionCache.open(directory, 100_000_000, 1 << 20, PageCompression.NONE, lockTimeout);
    }

    private Projections projections(ProjectionCache cache) {
        return new Projections(List.of(new ProjectionDefinition<>(texts, String.class, source, new TextCodec())), cache,
                new ProjectionSettings(Freshness.consistent(), 1),
                new ProjectionRuntime(Runnable::run, ProjectionClock.system(), LoadObserver.NONE));
    }

    private static final class Texts implements Projection<String, String> {

        @Override
        public String name() {
            return "texts";
        }

        @Override
        public String initial(String streamId) {
            return "";
        }

        @Override
        public String apply(String state, RecordedEvent<String> event) {
            return event.data();
        }

    }

    private static final class TextCodec implements StateCodec<String> {

        @Override
        public String name() {
            return "text";
        }

        @Override
        public byte[] encode(String state) {
            return state.getBytes(UTF_8);
        }

        @Override
        public String decode(byte[] bytes) {
            return new String(bytes, UTF_8);
        }

    }

}
