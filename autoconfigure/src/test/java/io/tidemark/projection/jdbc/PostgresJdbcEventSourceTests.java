package io.tidemark.projection.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import javax.sql.DataSource;

import io.tidemark.projection.EventDecoder;
import io.tidemark.projection.EventOrdering;
import io.tidemark.projection.Position;
import io.tidemark.projection.RecordingSink;
import io.tidemark.testing.EnabledIfPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@EnabledIfPostgres
class PostgresJdbcEventSourceTests extends JdbcEventSourceContract {

    PostgresJdbcEventSourceTests(DataSource dataSource) {
        super(dataSource);
    }

    @Override
    List<PayloadType> payloadTypes() {
        String text = "U&'{\"a\":\"\\00fc\"}'";
        return List.of(new PayloadType("varchar", text), new PayloadType("text", text),
                new PayloadType("char(20)", text), new PayloadType("json", text), new PayloadType("jsonb", text),
                new PayloadType("bytea", "'\\x7b2261223a22c3bc227d'"));
    }

    @Test
    void streamIsReadPieceByPiece() throws SQLException {
        JdbcEventLog log = new JdbcEventLog(this.dataSource, EventOrdering.STREAM_VERSION, "id");
        this.jdbc.update("""
                insert into %s (stream_id, number, type, payload, id)
                select 'DFW', number, 'departure', 'a', number from generate_series(1, 3000) number
                """.formatted(log.table().name()));
        EventTable view = viewOf(log, "cast(1 / (number - 3000) as varchar(9))", 10);
        RecordingSink sink = new RecordingSink();

        try (Connection connection = this.dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            // Rows come straight from the index, so that the last one fails only when it is fetched.
            statement.execute("set enable_sort = off; set enable_seqscan = off; set enable_bitmapscan = off");
            JdbcEventSource<String> source = new JdbcEventSource<>(new SharedConnection(connection), view,
                    EventDecoder.string());
            assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> source.read("DFW", Set.of(), Position.START, sink));
            assertThat(connection.getAutoCommit()).isTrue();
            statement.execute("reset all");
            connection.setSchema(this.jdbc.queryForObject("select current_schema", String.class));
        }

        assertThat(sink.seen).hasSize(2_990);
    }

    @ParameterizedTest
    @EnumSource
    void streamIdsMayBeOfAnotherTypeThanText(EventOrdering ordering) {
        UUID id = UUID.randomUUID();
        Map<String, String> idByType = Map.of("uuid", id.toString(), "bigint", "42", "char(12)", "abc");
        idByType.forEach((type, streamId) -> {
            String name = uniqueName();
            this.jdbc.execute("create table %s (s %s, n int, t varchar(9), p text)".formatted(name, type));
            this.jdbc.execute("insert into %s values ('%s', 1, 'flight', 'a')".formatted(name, streamId));
            EventTable table = new EventTable(name, "s", "n", "t", "p", null, ordering);
            JdbcEventSource<String> source = new JdbcEventSource<>(this.dataSource, table, EventDecoder.string());
            RecordingSink sink = new RecordingSink();

            source.read(streamId, Set.of("flight"), Position.START, sink);
            Position head = source.head(streamId, Set.of("flight"));

            assertThat(sink.seen).containsExactly("1 flight a");
            assertThat(head.sequence()).isEqualTo(1);
            assertThat(source.heads(List.of(streamId), Set.of("flight"))).containsEntry(streamId, head);
            assertThat(source.read(streamId, Set.of("flight"), head, sink)).isTrue();
        });
    }

    private EventTable viewOf(JdbcEventLog log, String payload, int fetchSize) {
        String name = uniqueName();
        this.jdbc.execute("create view %s as select stream_id, number, type, id, %s as payload from %s".formatted(name,
                payload, log.table().name()));
        return new EventTable(name, "stream_id", "number", "type", "payload", "id", log.table().ordering(), 1,
                fetchSize);
    }

}
