package io.tidemark.projection.autoconfigure;

import javax.sql.DataSource;

import io.tidemark.autoconfigure.IncompleteSetupException;
import io.tidemark.projection.EventDecoder;
import io.tidemark.projection.EventOrdering;
import io.tidemark.projection.EventSource;
import io.tidemark.projection.jdbc.EventTable;
import io.tidemark.projection.jdbc.JdbcEventSource;
import io.tidemark.projection.jdbc.JdbcEventStore;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.ResolvableType;

/** Makes sources that read the table of the properties, or else the table of the event store. */
final class JdbcEventSources implements EventSourceFactory {

    private final DataSource dataSource;

    private final ProjectionJdbcProperties properties;

    private final BeanFactory beanFactory;

    private final @Nullable JsonCodecs json;

    private final EventTable table;

    JdbcEventSources(DataSource dataSource, ProjectionJdbcProperties properties, BeanFactory beanFactory,
            @Nullable JsonCodecs json) {
        this.dataSource = dataSource;
        this.properties = properties;
        this.beanFactory = beanFactory;
        this.json = json;
        this.table = table(properties);
    }

    @Override
    public EventSource<?> create(TypedProjection projection) {
        ResolvableType wanted = ResolvableType.forClassWithGenerics(EventDecoder.class, projection.eventType());
        EventDecoder<?> decoder = this.beanFactory.<EventDecoder<?>>getBeanProvider(wanted)
            .getIfAvailable(() -> PayloadCodecs.decoder(this.properties.codec(), projection, this.json));
        return new JdbcEventSource<>(this.dataSource, this.table, decoder);
    }

    private static EventTable table(ProjectionJdbcProperties properties) {
        String name = properties.table();
        if (name == null) {
            return new EventTable(JdbcEventStore.DEFAULT_TABLE, "stream_id", "version", "type", "payload", "id",
                    EventOrdering.STREAM_VERSION, EventTable.DEFAULT_FIRST_VERSION, properties.fetchSize());
        }
        ProjectionJdbcProperties.Columns columns = properties.columns();
        try {
            return new EventTable(name, columns.streamId(), columns.sequence(), columns.type(), columns.payload(),
                    columns.id(), properties.ordering(), properties.firstVersion(), properties.fetchSize());
        }
        catch (IllegalArgumentException ex) {
            throw new IncompleteSetupException("The table of events can't be read: %s.".formatted(ex.getMessage()),
                    "Correct it below '%s'.".formatted(ProjectionJdbcProperties.PREFIX));
        }
    }

}
