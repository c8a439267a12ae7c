package io.tidemark.fold.autoconfigure;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import io.nats.client.Connection;
import io.nats.client.KeyValue;
import io.nats.client.Nats;
import io.nats.client.api.KeyValueConfiguration;
import io.tidemark.fold.Cursor;
import io.tidemark.fold.Fold;
import io.tidemark.fold.FollowerObserver;
import io.tidemark.fold.FollowerStatus;
import io.tidemark.fold.KvUpdate;
import io.tidemark.testing.NatsServer;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** Notes on airports, and applications that read them. */
final class FoldApplications {

    static final String NOTES = "tidemark.fold.folds.notes.";

    private FoldApplications() {
    }

    record Note(String status, String note) {
    }

    /** Has a fold injected by the type of its values. */
    record Board(Fold<Note> notes) {
    }

    /** A bucket of a server, under a name of its own. */
    record Bucket(Connection connection, String name) {

        private static final JsonMapper MAPPER = JsonMapper.builder().build();

        static Bucket create(NatsServer server) throws Exception {
            Bucket bucket = new Bucket(Nats.connect(server.url()), "b" + UUID.randomUUID().toString().replace("-", ""));
            bucket.create();
            return bucket;
        }

        void create() throws Exception {
            this.connection.keyValueManagement().create(KeyValueConfiguration.builder(this.name).build());
        }

        void drop() throws Exception {
            this.connection.keyValueManagement().delete(this.name);
        }

        long put(String key, Note note) throws Exception {
            return put(key, MAPPER.writeValueAsBytes(note));
        }

        long put(String key, byte[] value) throws Exception {
            return keys().put(key, value);
        }

        KeyValue keys() throws Exception {
            return this.connection.keyValue(this.name);
        }

        void close() throws Exception {
            this.connection.close();
        }

    }

    /** Waits until a fold is as expected. */
    static <V> void await(Fold<V> fold, Predicate<Fold<V>> condition) throws InterruptedException {
        CountDownLatch met = new CountDownLatch(1);
        FollowerObserver observer = new FollowerObserver() {

            @Override
            public void stateChanged(FollowerStatus status) {
                check();
            }

            @Override
            public void committed(List<KvUpdate> updates, @Nullable Cursor cursor) {
                check();
            }

            private void check() {
                if (condition.test(fold)) {
                    met.countDown();
                }
            }

        };
        fold.addObserver(observer);
        if (!condition.test(fold)) {
            boolean inTime = met.await(30, TimeUnit.SECONDS);
            assertThat(inTime).as("%s", fold.status()).isTrue();
        }
        fold.removeObserver(observer);
    }

    /** Returns the properties of the fold of notes. */
    static String[] notes(NatsServer server, Bucket bucket) {
        return List.of("tidemark.fold.nats.servers=" + server.url(), NOTES + "bucket=" + bucket.name(),
                NOTES + "type=" + Note.class.getName(), NOTES + "probe-interval=200ms")
            .toArray(String[]::new);
    }

}
