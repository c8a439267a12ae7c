package io.tidemark.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.tidemark.projection.Freshness;
import io.tidemark.projection.Outcome;
import io.tidemark.projection.Projected;
import io.tidemark.projection.ProjectionReader;
import io.tidemark.projection.RecordedEvent;
import io.tidemark.projection.cache.CaffeineProjectionCache;
import io.tidemark.projection.cache.Compression;
import io.tidemark.projection.cache.NoneProjectionCache;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to fold: one new event on a cached state, or all events of a stream. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgs = { "-Xms3g", "-Xmx3g" })
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class FoldBenchmark {

    private static final long SEED = 20_010_401;

    private static final int EVENTS_IN_MEMORY = 100_000;

    private static final int EVENTS_IN_DATABASE = 10_000;

    /** A consistent read of a stream to which one event was appended since the last one; the append does not count. */
    @Benchmark
    public Projected<Traffic> oneNewEvent(GrowingStreams streams) {
        Projected<Traffic> traffic = streams.read();
        if (traffic.outcome() != Outcome.INCREMENTAL) {
            throw new IllegalStateException("Outcome must be INCREMENTAL, was " + traffic.outcome());
        }
        return traffic;
    }

    /** A replay of a stream whose events are decoded objects in memory; the score is that of one event. */
    @Benchmark
    @OperationsPerInvocation(EVENTS_IN_MEMORY)
    public Projected<Traffic> replayFromMemory(DecodedStream stream) {
        return stream.reader.get("DFW");
    }

    /** The same fold, in a loop over the same events. */
    @Benchmark
    @OperationsPerInvocation(EVENTS_IN_MEMORY)
    public Traffic replayFromMemoryByHand(DecodedStream stream) {
        Traffic state = Traffic.NONE;
        for (RecordedEvent<Departure> event : stream.source.events()) {
            state = state.plus(event.data());
        }
        return state;
    }

    /** A replay of a stream from H2; the score is that of one event. */
    @Benchmark
    @OperationsPerInvocation(EVENTS_IN_DATABASE)
    public Projected<Traffic> replayFromDatabase(StoredStream stream) {
        return stream.reader.get(StoredStream.ID);
    }

    /** The same fold, with the same statement and decoder, written by hand. */
    @Benchmark
    @OperationsPerInvocation(EVENTS_IN_DATABASE)
    public Traffic replayFromDatabaseByHand(StoredStream stream) throws SQLException {
        return stream.foldByHand();
    }

    /** Many streams in one database, all cached, as many as make the same number of events at any length. */
    @State(Scope.Benchmark)
    public static class GrowingStreams {

        private static final int EVENTS_IN_ALL = 600_000;

        /** How many events each stream has at first. */
        @Param({ "100", "3000", "30000" })
        int events;

        private final EventDatabase database = new EventDatabase(SEED);

        private final ProjectionReader<Traffic> reader = TrafficProjections.reader(this.database.source(),
                new CaffeineProjectionCache(1L << 30, Compression.NONE), 100_000);

        private List<String> streamIds = List.of();

        private long appended;

        private String current = "";

        /** Fills the database and the cache. */
        @Setup
        public void fill() throws SQLException {
            this.streamIds = IntStream.range(0, EVENTS_IN_ALL / this.events).mapToObj((i) -> "airport-" + i).toList();
            this.database.fill(this.streamIds, this.events);
            this.reader.getAll(this.streamIds);
        }

        /** Appends an event to the next stream. */
        @Setup(Level.Invocation)
        public void append() throws SQLException {
            int size = this.streamIds.size();
            this.current = this.streamIds.get((int) (this.appended % size));
            this.database.append(this.current, this.events + 1 + this.appended / size);
            this.appended++;
        }

        /** Gives the database back. */
        @TearDown
        public void close() {
            this.database.close();
        }

        Projected<Traffic> read() {
            return this.reader.get(this.current, Freshness.consistent());
        }

    }

    /** A stream of decoded events, not cached. */
    @State(Scope.Benchmark)
    public static class DecodedStream {

        private final ArrayEventSource source = ArrayEventSource.ofRandomEvents(EVENTS_IN_MEMORY, SEED);

        private final ProjectionReader<Traffic> reader = TrafficProjections.reader(this.source,
                new NoneProjectionCache(), 0);

    }

    /** A stream in a database, not cached. */
    @State(Scope.Benchmark)
    public static class StoredStream {

        private static final String ID = "airport-0";

        private static final String SELECT = "select version, type, payload, id from tidemark_event "
                + "where stream_id = ? order by stream_id, version";

        private final EventDatabase database = new EventDatabase(SEED);

        private final ProjectionReader<Traffic> reader = TrafficProjections.reader(this.database.source(),
                new NoneProjectionCache(), 0);

        /** Fills the database. */
        @Setup
        public void fill() throws SQLException {
            this.database.fill(List.of(ID, "airport-1"), EVENTS_IN_DATABASE);
            if (!foldByHand().equals(this.reader.get(ID).state())) {
                throw new IllegalStateException("Both ways must fold to the same state");
            }
        }

        /** Gives the database back. */
        @TearDown
        public void close() {
            this.database.close();
        }

        Traffic foldByHand() throws SQLException {
            Traffic state = Traffic.NONE;
            try (Connection connection = this.database.connection();
                    PreparedStatement statement = connection.prepareStatement(SELECT)) {
                statement.setFetchSize(1_000);
                statement.setString(1, ID);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        state = state.plus(this.database.decoder().decode(rows.getString(2), rows.getBytes(3)));
                    }
                }
            }
            return state;
        }

    }

}
