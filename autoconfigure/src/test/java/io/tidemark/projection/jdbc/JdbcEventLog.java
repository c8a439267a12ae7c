package io.tidemark.projection.jdbc;

import java.util.UUID;

import javax.sql.DataSource;

import io.tidemark.projection.EventDecoder;
import io.tidemark.projection.EventLog;
import io.tidemark.projection.EventOrdering;
import io.tidemark.projection.EventSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** A table of events without constraints. */
final class JdbcEventLog implements EventLog {

    private final JdbcTemplate jdbc;

    private final EventTable table;

    private final JdbcEventSource<String> source;

    JdbcEventLog(DataSource dataSource, EventOrdering ordering, @Nullable String id) {
        this.jdbc = new JdbcTemplate(dataSource);
        String name = "events_" + UUID.randomUUID().toString().replace("-", "");
        this.table = new EventTable(name, "stream_id", "number", "type", "payload", id, ordering);
        this.source = new JdbcEventSource<>(dataSource, this.table, EventDecoder.string());
        this.jdbc.execute("""
                create table %s (stream_id varchar(255) not null, number bigint not null, type varchar(255) not null,
                    payload varchar(1000), id varchar(36) not null)""".formatted(name));
        this.jdbc.execute("create index %1$s_i on %1$s (stream_id, number)".formatted(name));
    }

    EventTable table() {
        return this.table;
    }

    @Override
    public EventSource<String> source() {
        return this.source;
    }

    @Override
    public void add(String streamId, long sequence, String type, String data) {
        this.jdbc.update("insert into %s (stream_id, number, type, payload, id) values (?, ?, ?, ?, ?)"
            .formatted(this.table.name()), streamId, sequence, type, data, UUID.randomUUID().toString());
    }

    @Override
    public void remove(String streamId, long sequence) {
        this.jdbc.update("delete from %s where stream_id = ? and number = ?".formatted(this.table.name()), streamId,
                sequence);
    }

}
