package io.tidemark.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.projection.EventDecoder;
import io.tidemark.projection.EventSource;
import io.tidemark.projection.jdbc.JdbcEventSource;
import io.tidemark.projection.jdbc.JdbcEventStore;
import io.tidemark.projection.json.JsonEventDecoder;
import io.tidemark.projection.json.JsonEventEncoder;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import tools.jackson.databind.json.JsonMapper;

/** Event streams in an H2 database in memory, behind a connection pool. */
final class EventDatabase implements AutoCloseable {

    private static final String INSERT = "insert into tidemark_event (stream_id, version, id, type, payload) "
            + "values (?, ?, ?, ?, ?)";

    private static final int BATCH = 10_000;

    private final HikariDataSource dataSource = new HikariDataSource();

    private final Random random;

    private final JsonEventEncoder encoder = new JsonEventEncoder(JsonMapper.shared());

    private final EventDecoder<Departure> decoder = new JsonEventDecoder<>(JsonMapper.shared(), Departure.class,
            Map.of());

    EventDatabase(long seed) {
        this.random = new Random(seed);
        this.dataSource.setJdbcUrl("jdbc:h2:mem:" + UUID.randomUUID());
        new ResourceDatabasePopulator(new ClassPathResource("schema-h2.sql", JdbcEventStore.class))
            .execute(this.dataSource);
    }

    EventDecoder<Departure> decoder() {
        return this.decoder;
    }

    Connection connection() throws SQLException {
        return this.dataSource.getConnection();
    }

    EventSource<Departure> source() {
        var store = new JdbcEventStore(this.dataSource, this.encoder);
        return new JdbcEventSource<>(this.dataSource, store.table(), this.decoder);
    }

    /** Appends random events to each stream in turn, so that the streams lie in each other's way. */
    void fill(List<String> streamIds, int eventsOfEach) throws SQLException {
        try (Connection connection = connection(); PreparedStatement insert = connection.prepareStatement(INSERT)) {
            connection.setAutoCommit(false);
            int pending = 0;
            for (int version = 1; version <= eventsOfEach; version++) {
                for (String streamId : streamIds) {
                    bind(insert, streamId, version);
                    insert.addBatch();
                    if (++pending % BATCH == 0) {
                        insert.executeBatch();
                        connection.commit();
                    }
                }
            }
            insert.executeBatch();
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    /** Appends a random event in a transaction of its own. */
    void append(String streamId, long version) throws SQLException {
        try (Connection connection = connection(); PreparedStatement insert = connection.prepareStatement(INSERT)) {
            bind(insert, streamId, version);
            insert.executeUpdate();
        }
    }

    private void bind(PreparedStatement insert, String streamId, long version) throws SQLException {
        insert.setString(1, streamId);
        insert.setLong(2, version);
        insert.setObject(3, new UUID(this.random.nextLong(), this.random.nextLong()));
        insert.setString(4, Departure.TYPE);
        insert.setBytes(5, this.encoder.encode(Departure.TYPE, Departure.random(this.random)));
    }

    @Override
    public void close() {
        this.dataSource.close();
    }

}
