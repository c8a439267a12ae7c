package io.tidemark.fold.nats;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.KeyValue;
import io.nats.client.PurgeOptions;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.StorageType;
import io.tidemark.fold.Cursor;
import io.tidemark.fold.FoldListener;
import io.tidemark.fold.FoldStore;
import io.tidemark.fold.Follower;
import io.tidemark.fold.FollowerObserver;
import io.tidemark.fold.FollowerSettings;
import io.tidemark.fold.FollowerStatus;
import io.tidemark.fold.KvUpdate;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

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

    static Map<String, String> fold(FoldStore store) {
        Map<String, String> fold = new TreeMap<>();
        store.forEachInRange("", entry -> fold.put(entry.key(), new String(entry.value(), StandardCharsets.UTF_8)));
        return fold;
    }

    /** A follower, and a way to wait for what it does. */
    static final class Run implements AutoCloseable {

        private final List<Waiter> waiters = new ArrayList<>();

        private final FoldStore store;

        final Follower follower;

        Run(NatsKvFoldSource source, FoldStore store, FollowerSettings settings, FoldListener... listeners) {
            this.store = store;
            this.follower = new Follower(source, store, settings, List.of(listeners), List.of(new FollowerObserver() {
                @Override
                public void stateChanged(FollowerStatus status) {
                    check();
                }

                @Override
                public void committed(List<KvUpdate> updates, @Nullable Cursor cursor) {
                    check();
                }
            }));
            this.follower.start();
        }

        static FollowerSettings settings() {
            return FollowerSettings.defaults()
                .withSupervision(Duration.ofMillis(200), Duration.ofSeconds(10), Duration.ofMinutes(10));
        }

        FollowerStatus status() {
            return this.follower.status();
        }

        long position() {
            Cursor cursor = this.store.cursor();
            return cursor == null ? -1 : cursor.version().asLong().orElseThrow();
        }

        void awaitPosition(long revision) throws InterruptedException {
            await(status -> status.caughtUp() && position() >= revision);
        }

        void await(Predicate<FollowerStatus> condition) throws InterruptedException {
            Waiter waiter = new Waiter(condition, new CountDownLatch(1));
            synchronized (this.waiters) {
                this.waiters.add(waiter);
            }
            check();
            boolean happened = waiter.happened().await(25, TimeUnit.SECONDS);
            assertThat(happened).as("%s", this.follower.status()).isTrue();
        }

        @Override
        public void close() {
            this.follower.close();
        }

        private void check() {
            FollowerStatus status = this.follower == null ? null : this.follower.status();
            synchronized (this.waiters) {
                for (Waiter waiter : this.waiters) {
                    if (status != null && waiter.condition().test(status)) {
                        waiter.happened().countDown();
                    }
                }
            }
        }

    }

    private record Waiter(Predicate<FollowerStatus> condition, CountDownLatch happened) {
    }

}
