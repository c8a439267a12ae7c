package io.tidemark.fold.nats;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.KeyValue;
import io.nats.client.PurgeOptions;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.StorageType;

/** A bucket of a real server under a name of its own, with what tests do to it. */
final class NatsBucket {

    final Connection connection;

    final String name = "b" + UUID.randomUUID().toString().replace("-", "");

    final KeyValue keys;

    private final int history;

    private final Duration ttl;

    NatsBucket(Connection connection) throws Exception {
        this(connection, 1, Duration.ZERO);
    }

    NatsBucket(Connection connection, int history, Duration ttl) throws Exception {
        this.connection = connection;
        this.history = history;
        this.ttl = ttl;
        create();
        this.keys = connection.keyValue(this.name);
    }

    void create() throws Exception {
        this.connection.keyValueManagement()
            .create(KeyValueConfiguration.builder(this.name)
                .maxHistoryPerKey(this.history)
                .ttl(this.ttl)
                .storageType(StorageType.File)
                .build());
    }

    void drop() throws Exception {
        this.connection.keyValueManagement().delete(this.name);
    }

    /** Does something with the server that may be away for a moment: until it has answered. */
    static void insist(Callable<?> action) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            try {
                action.call();
                return;
            }
            // Each attempt waits for an answer by itself.
            catch (IOException | IllegalStateException ex) {
                if (System.nanoTime() - deadline > 0) {
                    throw ex;
                }
            }
        }
    }

    long put(String key, String value) throws Exception {
        return this.keys.put(key, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Removes everything below a revision, as a limit of the bucket does. */
    void evictBelow(long revision) throws Exception {
        management().purgeStream("KV_" + this.name, PurgeOptions.builder().sequence(revision).build());
    }

    /** Removes the messages of a key, which leaves no marker. */
    void erase(String key) throws Exception {
        management().purgeStream("KV_" + this.name, PurgeOptions.subject("$KV." + this.name + "." + key));
    }

    long last() throws Exception {
        return management().getStreamInfo("KV_" + this.name).getStreamState().getLastSequence();
    }

    long first() throws Exception {
        return management().getStreamInfo("KV_" + this.name).getStreamState().getFirstSequence();
    }

    /** Writes as many keys as that, {@code k.0} and so on, without waiting for each. */
    void fill(int keys) throws Exception {
        List<CompletableFuture<?>> acknowledged = new ArrayList<>();
        for (int index = 0; index < keys; index++) {
            acknowledged.add(this.connection.jetStream()
                .publishAsync("$KV." + this.name + ".k." + index, new byte[] { (byte) index }));
        }
        CompletableFuture.allOf(acknowledged.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
    }

    List<String> consumers() throws Exception {
        return management().getConsumerNames("KV_" + this.name);
    }

    JetStreamManagement management() throws Exception {
        return this.connection.jetStreamManagement();
    }

    NatsKvSettings settings() {
        return NatsKvSettings.of(this.name);
    }

    NatsKvFoldSource source(String... prefixes) {
        return new NatsKvFoldSource(this.connection, settings().withPrefixes(List.of(prefixes)));
    }

}
