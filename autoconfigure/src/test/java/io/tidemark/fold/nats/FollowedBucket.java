package io.tidemark.fold.nats;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.KeyValueOperation;
import io.tidemark.fold.FoldFixture;
import io.tidemark.fold.FoldListener;
import io.tidemark.fold.FoldStore;
import io.tidemark.fold.FollowerSettings;
import io.tidemark.fold.mvstore.MvStoreFoldSettings;
import io.tidemark.fold.mvstore.MvStoreFoldStore;
import io.tidemark.testing.EnabledIfNats;
import io.tidemark.testing.NatsServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A bucket of a real server and a fold of it on disk, which a test opens and closes as it likes. */
@EnabledIfNats
@Timeout(90)
abstract class FollowedBucket {

    final NatsServer server;

    @TempDir
    Path directory;

    Connection connection;

    NatsBucket bucket;

    FoldStore store;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    FollowedBucket(NatsServer server) {
        this.server = server;
    }

    @BeforeEach
    void open() throws Exception {
        this.connection = Nats.connect(NatsKvFoldSource.connectionOptions().server(this.server.url()).build());
        this.bucket = new NatsBucket(this.connection);
        this.store = openStore();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : this.opened) {
            each.close();
        }
        this.store.close();
        this.connection.close();
    }

    FoldStore openStore() {
        return MvStoreFoldStore
            .open(MvStoreFoldSettings.in(this.directory.resolve("fold")).withPageCacheBytes(1 << 20));
    }

    void reopenStore() {
        this.store.close();
        this.store = openStore();
    }

    FollowerRun follow(String... prefixes) {
        return follow(FollowerRun.settings(), prefixes);
    }

    FollowerRun follow(FollowerSettings settings, String... prefixes) {
        return closing(new FollowerRun(this.bucket.source(prefixes), this.store, settings));
    }

    FollowerRun followWith(FoldListener listener) {
        return closing(new FollowerRun(this.bucket.source(), this.store, FollowerRun.settings(), listener));
    }

    /** Has it closed after the test, where the test does not get to it. */
    <T extends AutoCloseable> T closing(T each) {
        this.opened.push(each);
        return each;
    }

    Map<String, String> fold() {
        return FoldFixture.content(this.store);
    }

    void requireMirrorOf(String... keys) throws Exception {
        Map<String, String> live = new TreeMap<>();
        for (String key : keys) {
            KeyValueEntry entry = this.bucket.keys.get(key);
            if (entry != null && entry.getOperation() == KeyValueOperation.PUT) {
                live.put(key, entry.getValueAsString() == null ? "" : entry.getValueAsString());
            }
        }
        assertThat(fold()).isEqualTo(live);
        assertThat(this.store.verify().isSound()).isTrue();
    }

}
