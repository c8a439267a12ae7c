package io.tidemark.livetable.change;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.tidemark.livetable.TableId;

/**
 * What a {@link PostgresChangeSource} listens to.
 *
 * @param dataSource the name of the data source whose tables the notifications are about
 * @param channels the channels, at least one, each of 1 to 63 bytes, in the case in which they are notified
 * @param schemas the schemas whose tables are also known without their schema; those of the search path of the
 * connection if empty
 * @param tables the tables that send notifications, as they are mapped; all of the data source if empty
 * @param heartbeatInterval how long after one heartbeat the next is sent, from 100 ms
 * @param heartbeatTimeout how long a heartbeat may take before the connection counts as lost, from 100 ms
 * @param reconnectDelay about how long after a loss the first attempt to reconnect is made, from 1 ms; doubled each time
 * @param maximumReconnectDelay the longest delay between two attempts, not less than the first
 */
public record PostgresChangeSettings(String dataSource, List<String> channels, Set<String> schemas, Set<String> tables,
        Duration heartbeatInterval, Duration heartbeatTimeout, Duration reconnectDelay,
        Duration maximumReconnectDelay) {

    /** The channel that the functions of {@code postgresql-notify.sql} notify if nothing else is said. */
    public static final String DEFAULT_CHANNEL = "tidemark";

    private static final int LONGEST_NAME = 63;

    private static final Duration SHORTEST_HEARTBEAT = Duration.ofMillis(100);

    /** Checks the ranges and makes the names of the tables canonical. */
    public PostgresChangeSettings {
        channels = List.copyOf(channels);
        schemas = Set.copyOf(schemas);
        String source = dataSource;
        tables = tables.stream().map((each) -> new TableId(source, each).table()).collect(Collectors.toUnmodifiableSet());
        if (channels.isEmpty()) {
            throw new IllegalArgumentException("channels must not be empty: name at least one");
        }
        for (String channel : channels) {
            int bytes = channel.getBytes(StandardCharsets.UTF_8).length;
            if (bytes == 0 || bytes > LONGEST_NAME) {
                throw new IllegalArgumentException(
                        "channel must have 1 to %s bytes, was '%s'".formatted(LONGEST_NAME, channel));
            }
        }
        requireAtLeast("heartbeatInterval", heartbeatInterval, SHORTEST_HEARTBEAT);
        requireAtLeast("heartbeatTimeout", heartbeatTimeout, SHORTEST_HEARTBEAT);
        requireAtLeast("reconnectDelay", reconnectDelay, Duration.ofMillis(1));
        requireAtLeast("maximumReconnectDelay", maximumReconnectDelay, reconnectDelay);
    }

    /** Returns the default settings for the tables of {@code dataSource}. */
    public static PostgresChangeSettings of(String dataSource) {
        return new PostgresChangeSettings(dataSource, List.of(DEFAULT_CHANNEL), Set.of(), Set.of(),
                Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofMillis(200), Duration.ofSeconds(30));
    }

    boolean covers(TableId table) {
        return table.dataSource().equals(this.dataSource)
                && (this.tables.isEmpty() || this.tables.contains(table.table()));
    }

    private static void requireAtLeast(String name, Duration value, Duration least) {
        if (value.compareTo(least) < 0) {
            throw new IllegalArgumentException("%s must be at least %s, was %s".formatted(name, least, value));
        }
    }

}
