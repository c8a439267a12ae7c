package io.tidemark.fold.nats;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Which part of which bucket is followed, and how.
 *
 * @param bucket the name of the bucket: letters, digits, {@code _} and {@code -}
 * @param prefixes the starts of the keys that are followed, each ending with a dot; empty for all keys
 * @param pullSize how many updates are asked for at a time, from 1 to 10,000; as many wait in memory at most for each
 * prefix
 * @param heartbeat how often the server says that it is there while there are no updates; silence of three times that
 * is a loss
 * @param inactiveThreshold how long the server keeps a consumer that nobody uses
 * @param requestTimeout how long to wait for an answer of the server; where updates are to begin, at least two minutes, since
 * the server looks at every key for that, or until the connection is lost
 * @param unusableKeys what becomes of keys that are not printable ASCII
 */
public record NatsKvSettings(String bucket, List<String> prefixes, int pullSize, Duration heartbeat,
        Duration inactiveThreshold, Duration requestTimeout, UnusableKeys unusableKeys) {

    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9_-]+");

    /** Checks each of them, and drops prefixes that another one covers. */
    public NatsKvSettings {
        Objects.requireNonNull(unusableKeys, "unusableKeys");
        require(BUCKET.matcher(bucket).matches(), "bucket must be letters, digits, '_' and '-', was ", bucket);
        prefixes = KvScope.normalize(prefixes);
        require(pullSize >= 1 && pullSize <= 10_000, "pullSize must be from 1 to 10000, was ", pullSize);
        requirePositive(heartbeat, "heartbeat");
        requirePositive(inactiveThreshold, "inactiveThreshold");
        requirePositive(requestTimeout, "requestTimeout");
    }

    /**
     * Returns the defaults for all keys of {@code bucket}: 256 updates at a time, a heartbeat every 2 s, consumers that
     * last 60 s, 2 s for an answer, and unusable keys left out.
     */
    public static NatsKvSettings of(String bucket) {
        return new NatsKvSettings(bucket, List.of(), 256, Duration.ofSeconds(2), Duration.ofSeconds(60),
                Duration.ofSeconds(2), UnusableKeys.SKIP);
    }

    /** Returns these settings with other {@code prefixes}. */
    public NatsKvSettings withPrefixes(List<String> prefixes) {
        return new NatsKvSettings(bucket, prefixes, pullSize, heartbeat, inactiveThreshold, requestTimeout,
                unusableKeys);
    }

    /** Returns these settings with another {@code pullSize}. */
    public NatsKvSettings withPullSize(int pullSize) {
        return new NatsKvSettings(bucket, prefixes, pullSize, heartbeat, inactiveThreshold, requestTimeout,
                unusableKeys);
    }

    /** Returns these settings with other time limits. */
    public NatsKvSettings withTimes(Duration heartbeat, Duration inactiveThreshold, Duration requestTimeout) {
        return new NatsKvSettings(bucket, prefixes, pullSize, heartbeat, inactiveThreshold, requestTimeout,
                unusableKeys);
    }

    /** Returns these settings with other {@code unusableKeys}. */
    public NatsKvSettings withUnusableKeys(UnusableKeys unusableKeys) {
        return new NatsKvSettings(bucket, prefixes, pullSize, heartbeat, inactiveThreshold, requestTimeout,
                unusableKeys);
    }

    private static void requirePositive(Duration value, String name) {
        require(value.compareTo(Duration.ofMillis(100)) >= 0 && value.compareTo(Duration.ofDays(1)) <= 0,
                name + " must be from 100 ms to a day, was ", value);
    }

    private static void require(boolean holds, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(rule + value);
        }
    }

}
