package io.tidemark.livetable.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.tidemark.autoconfigure.PropertyRules;
import io.tidemark.livetable.change.PostgresChangeSettings;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of what tells of changes.
 *
 * @param events settings of application events
 * @param postgres settings of the notifications of PostgreSQL
 */
public record LiveTableChangesProperties(@DefaultValue Events events, @DefaultValue Postgres postgres) {

    static final String PREFIX = LiveTableProperties.PREFIX + ".changes";

    /**
     * Settings of application events.
     *
     * @param enabled Whether changes that the application publishes as events are heeded, and those that become known
     * otherwise are published as events.
     */
    public record Events(@DefaultValue("true") boolean enabled) {
    }

    /**
     * Settings of the notifications of PostgreSQL.
     *
     * @param enabled Whether to listen to the notifications of a PostgreSQL database.
     * @param dataSource Name of the bean of the data source whose tables the notifications are about. The only or
     * primary one if this is not set.
     * @param url JDBC URL of the connection that listens. That of the data source of Spring Boot if this is not set.
     * @param username User of the connection that listens. Counts only if the URL is set.
     * @param password Password of the connection that listens. Counts only if the URL is set.
     * @param connectTimeout How long to wait for the server when the connection is opened.
     * @param channels Channels that the triggers notify.
     * @param schemas Schemas whose tables are also known without their schema. Those of the search path if empty.
     * @param tables Tables that have triggers, as they are mapped. All of the data source if empty.
     * @param heartbeatInterval How long after one heartbeat the next is sent.
     * @param heartbeatTimeout How long a heartbeat may take before the connection counts as lost.
     * @param reconnectDelay How long after a loss the first attempt to reconnect is made, doubled each time.
     * @param maximumReconnectDelay Longest delay between two attempts to reconnect.
     */
    public record Postgres(@DefaultValue("false") boolean enabled, @Nullable String dataSource, @Nullable String url,
            @Nullable String username, @Nullable String password, @DefaultValue("10s") Duration connectTimeout,
            @DefaultValue(PostgresChangeSettings.DEFAULT_CHANNEL) List<String> channels,
            @DefaultValue Set<String> schemas, @DefaultValue Set<String> tables,
            @DefaultValue("10s") Duration heartbeatInterval, @DefaultValue("5s") Duration heartbeatTimeout,
            @DefaultValue("200ms") Duration reconnectDelay, @DefaultValue("30s") Duration maximumReconnectDelay) {

        static final String PREFIX = LiveTableChangesProperties.PREFIX + ".postgres";

        private static final Duration SHORTEST_HEARTBEAT = Duration.ofMillis(100);

        private static final Duration LONGEST = Duration.ofHours(1);

        public Postgres {
            PropertyRules.requireBetween(PREFIX + ".connect-timeout", connectTimeout, Duration.ofSeconds(1), LONGEST);
            PropertyRules.requireBetween(PREFIX + ".heartbeat-interval", heartbeatInterval, SHORTEST_HEARTBEAT, LONGEST);
            PropertyRules.requireBetween(PREFIX + ".heartbeat-timeout", heartbeatTimeout, SHORTEST_HEARTBEAT, LONGEST);
            PropertyRules.requireBetween(PREFIX + ".reconnect-delay", reconnectDelay, Duration.ofMillis(1), LONGEST);
            PropertyRules.requireBetween(PREFIX + ".maximum-reconnect-delay", maximumReconnectDelay, reconnectDelay,
                    LONGEST);
        }

        PostgresChangeSettings settings(String dataSourceName) {
            try {
                return new PostgresChangeSettings(dataSourceName, this.channels, this.schemas, this.tables,
                        this.heartbeatInterval, this.heartbeatTimeout, this.reconnectDelay,
                        this.maximumReconnectDelay);
            }
            catch (IllegalArgumentException ex) {
                throw PropertyRules.invalid(PREFIX + ".channels", this.channels, String.valueOf(ex.getMessage()));
            }
        }

    }

}
