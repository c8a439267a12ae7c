package io.tidemark.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tidemark.mvstore.PageCompression;
import io.tidemark.projection.EventOrdering;
import io.tidemark.projection.EventSink;
import io.tidemark.projection.EventSource;
import io.tidemark.projection.Position;
import io.tidemark.projection.ProjectionCache;
import io.tidemark.projection.ProjectionReader;
import io.tidemark.projection.RecordedEvent;
import io.tidemark.projection.cache.CaffeineProjectionCache;
import io.tidemark.projection.cache.Compression;
import io.tidemark.projection.cache.FileProjectionCache;
import io.tidemark.projection.cache.mvstore.MvStoreProjectionCache;

/**
 * Prints how many bytes of heap a cached state takes, its key included: in the heap tier and in each backend behind it,
 * and in a Caffeine cache of the same states.
 */
public final class EntryFootprint {

    private static final int ENTRIES = 50_000;

    private static final long MAXIMUM_BYTES = 1L << 30;

    private static final long PAGE_CACHE_BYTES = 16L << 20;

    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();

    private final EventSource<Departure> source = new OneEventSource();

    private EntryFootprint() {
    }

    /** Fills one cache after the other. */
    public static void main(String[] arguments) throws IOException {
        new EntryFootprint().run();
    }

    private void run() throws IOException {
        raw("to warm up");
        projections("to warm up", new CaffeineProjectionCache(MAXIMUM_BYTES, Compression.NONE), ENTRIES);
        raw("Caffeine, bounded by size");
        projections("backend caffeine, without heap tier",
                new CaffeineProjectionCache(MAXIMUM_BYTES, Compression.NONE), 0);
        projections("backend caffeine, with heap tier",
                new CaffeineProjectionCache(MAXIMUM_BYTES, Compression.NONE), ENTRIES);
        projections("backend file, without heap tier", file(), 0);
        projections("backend file, with heap tier", file(), ENTRIES);
        projections("backend mvstore (16 MiB of pages), without heap tier", mvStore(), 0);
        projections("backend mvstore (16 MiB of pages), with heap tier", mvStore(), ENTRIES);
        WorkDirectory.delete();
    }

    private static ProjectionCache file() throws IOException {
        Path directory = WorkDirectory.create().resolve("rows");
        return FileProjectionCache.open(directory, MAXIMUM_BYTES, Compression.NONE, Duration.ZERO);
    }

    private static ProjectionCache mvStore() throws IOException {
        Path directory = WorkDirectory.create().resolve("rows");
        return MvStoreProjectionCache.open(directory, MAXIMUM_BYTES, PAGE_CACHE_BYTES, PageCompression.NONE,
                Duration.ZERO);
    }

    private void raw(String name) {
        long before = usedBytes();
        Cache<String, Traffic> cache = Caffeine.newBuilder().maximumSize(ENTRIES).build();
        for (int i = 0; i < ENTRIES; i++) {
            cache.put("airport-" + i, Traffic.NONE.plus(new Departure("ORD", i, i)));
        }
        cache.cleanUp();
        print(name, before);
        Reference.reachabilityFence(cache);
    }

    private void projections(String name, ProjectionCache cache, long heapMaximumEntries) {
        try (cache) {
            long before = usedBytes();
            ProjectionReader<Traffic> reader = TrafficProjections.reader(this.source, cache, heapMaximumEntries);
            for (int i = 0; i < ENTRIES; i++) {
                reader.get("airport-" + i);
            }
            print(name, before);
            Reference.reachabilityFence(reader);
        }
    }

    private void print(String name, long before) {
        System.out.printf("%-55s %6.0f bytes an entry%n", name, (usedBytes() - before) / (double) ENTRIES);
    }

    private long usedBytes() {
        for (int i = 0; i < 3; i++) {
            this.memory.gc();
        }
        return this.memory.getHeapMemoryUsage().getUsed();
    }

    /** Streams of one event each, which has an identity of its own. */
    private static final class OneEventSource implements EventSource<Departure> {

        @Override
        public EventOrdering ordering() {
            return EventOrdering.STREAM_VERSION;
        }

        @Override
        public Position head(String streamId, Set<String> types) {
            return new Position(1, identity(streamId), 0);
        }

        @Override
        public Position positionAt(String streamId, Set<String> types, long sequence) {
            return sequence == 1 ? head(streamId, types) : Position.START;
        }

        @Override
        public boolean read(String streamId, Set<String> types, Position after, EventSink<Departure> sink) {
            if (after.isStart()) {
                Departure departure = new Departure("ORD", streamId.hashCode() % 1000, streamId.length());
                sink.accept(new RecordedEvent<>(streamId, 1, identity(streamId), Departure.TYPE, departure));
            }
            return after.isStart() || after.equals(head(streamId, Set.of()));
        }

        private static String identity(String streamId) {
            return UUID.nameUUIDFromBytes(streamId.getBytes(StandardCharsets.UTF_8)).toString();
        }

    }

}
