package io.tidemark.fold.nats;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.nats.client.api.KeyValuePurgeOptions;
import io.tidemark.fold.FollowerState;
import io.tidemark.fold.KvUpdate;
import io.tidemark.fold.ResyncPolicy;
import io.tidemark.fold.ResyncReason;
import io.tidemark.testing.NatsServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every way in which a real bucket can stop being what the cursor of its fold was made from. */
@Tag("P7")
class NatsResyncTests extends FollowedBucket {

    NatsResyncTests(NatsServer server) {
        super(server);
    }

    @Test
    void bucketThatIsRecreatedWhileNobodyFollowsIsReadAnew() throws Exception {
        followOnce("gone", "kept");
        this.bucket.drop();
        this.bucket.create();
        this.bucket.put("kept", "new");
        this.bucket.put("other", "new");
        this.bucket.put("third", "new");

        FollowerRun run = follow();
        run.awaitPosition(3);

        assertThat(run.status().resyncs()).containsOnlyKeys(ResyncReason.RECREATED);
        requireMirrorOf("gone", "kept", "other", "third");
    }

    @Test
    void bucketThatIsRecreatedWhileItIsFollowedIsReadAnew() throws Exception {
        FollowerRun run = follow();
        this.bucket.put("gone", "old");
        run.awaitPosition(1);

        this.bucket.drop();
        this.bucket.create();
        this.bucket.put("other", "new");
        run.await(status -> status.resyncs().containsKey(ResyncReason.RECREATED)
                && status.state() == FollowerState.LIVE && run.position() == 1);

        requireMirrorOf("gone", "other");
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 5 })
    void olderBackupThatIsRestoredIsNoticedHoweverFarItGotSince(int since) throws Exception {
        this.bucket.put("a", "1");
        this.bucket.put("b", "1");
        Runnable restore = this.server.backup();
        NatsBucket.insist(() -> this.bucket.put("a", "2"));
        followOnce("c", "d");
        restore.run();
        for (int update = 0; update < since; update++) {
            String key = "abxyz".substring(update, update + 1);
            NatsBucket.insist(() -> this.bucket.put(key, "other"));
        }

        FollowerRun run = follow();
        run.awaitPosition(this.bucket.last());

        requireMirrorOf("a", "b", "c", "d", "x", "y", "z");
        assertThat(run.status().resyncs())
            .containsOnlyKeys(since < 3 ? ResyncReason.RESTORED : ResyncReason.DIVERGED);
    }

    @ParameterizedTest
    @EnumSource(ResyncPolicy.class)
    void compactionPastTheCursorDeletesFromAMirrorAndNotWhereEntriesAreRetained(ResyncPolicy policy) throws Exception {
        followOnce("gone", "k0", "k1", "k2", "k3", "k4");
        this.bucket.keys.delete("gone");
        for (int index = 0; index < 5; index++) {
            this.bucket.put("k" + index, "v2");
        }
        this.bucket.erase("gone");
        assertThat(this.bucket.first()).isEqualTo(8);

        FollowerRun run = follow(FollowerRun.settings().withPolicy(policy));
        run.awaitPosition(12);

        assertThat(run.status().resyncs()).containsExactly(Map.entry(ResyncReason.COMPACTED, 1L));
        Map<String, String> kept = Map.of("k0", "v2", "k1", "v2", "k2", "v2", "k3", "v2", "k4", "v2");
        assertThat(fold()).containsAllEntriesOf(kept).hasSize(policy == ResyncPolicy.MIRROR ? 5 : 6);
    }

    @Test
    void deletionWhoseMarkerIsGoneIsFoundThoughTheFirstRevisionStays() throws Exception {
        followOnce("first", "gone", "last");
        this.bucket.keys.delete("gone");
        this.bucket.put("last", "2");
        this.bucket.keys.purgeDeletes(KeyValuePurgeOptions.builder().deleteMarkersNoThreshold().build());
        assertThat(this.bucket.first()).isEqualTo(1);

        FollowerRun run = follow();
        run.awaitPosition(5);

        assertThat(run.status().resyncs()).isEmpty();
        assertThat(run.status().staleKeys()).isEqualTo(1);
        requireMirrorOf("first", "gone", "last");
    }

    @Test
    void keyThatAnAdministratorPurgesIsFoundWhileTheBucketIsFollowed() throws Exception {
        FollowerRun run = follow();
        this.bucket.put("gone", "1");
        this.bucket.put("kept", "1");
        run.awaitPosition(2);
        run.await(status -> status.lastRevision() == 2);

        this.bucket.erase("gone");
        run.await(status -> status.staleKeys() == 1);

        requireMirrorOf("gone", "kept");
    }

    @Test
    void purgeOfTheWholeBucketIsFoundWhileItIsFollowed() throws Exception {
        FollowerRun run = follow();
        this.bucket.put("a", "1");
        this.bucket.put("b", "1");
        run.awaitPosition(2);

        this.bucket.management().purgeStream("KV_" + this.bucket.name);
        run.await(status -> status.staleKeys() == 2);

        assertThat(fold()).isEmpty();
        this.bucket.put("c", "1");
        run.awaitPosition(3);
        requireMirrorOf("a", "b", "c");
    }

    @Test
    void keysThatExpireByTheirAgeLeaveTheFold() throws Exception {
        this.bucket = new NatsBucket(this.connection, 1, Duration.ofSeconds(2));
        FollowerRun run = follow();
        this.bucket.put("a", "1");
        run.awaitPosition(1);
        assertThat(fold()).containsOnlyKeys("a");

        run.await(status -> status.staleKeys() == 1);

        assertThat(fold()).isEmpty();
    }

    @Test
    void widerScopeBringsWhatWasNotFollowedAndNarrowerOneRemovesIt() throws Exception {
        this.bucket.put("a.1", "1");
        this.bucket.put("b.1", "1");
        this.bucket.put("c.1", "1");
        FollowerRun narrow = follow("a.");
        narrow.awaitPosition(3);
        assertThat(fold()).containsOnlyKeys("a.1");
        narrow.close();

        FollowerRun wide = follow("a.", "b.");
        wide.awaitPosition(3);
        assertThat(wide.status().resyncs()).containsOnlyKeys(ResyncReason.SCOPE_CHANGED);
        assertThat(fold()).containsOnlyKeys("a.1", "b.1");
        wide.close();

        FollowerRun other = follow("c.");
        other.awaitPosition(3);
        assertThat(fold()).containsOnlyKeys("c.1");
    }

    @Test
    void listOfAServerThatStallsDeletesNothing() throws Exception {
        this.bucket.fill(3000);
        FollowerRun first = follow();
        first.awaitPosition(3000);
        first.close();
        this.bucket.keys.delete("k.5");
        this.bucket.erase("k.5");
        StallingSource source = new StallingSource(new NatsKvFoldSource(this.connection, this.bucket.settings()
            .withPullSize(10)
            .withTimes(Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofMillis(500))), this.server);

        try (FollowerRun run = new FollowerRun(source, this.store)) {
            run.follower.resync();
            run.await(status -> status.sourceFaults() > 0);
            assertThat(fold()).hasSize(3000);
            assertThat(run.status().staleKeys()).isZero();

            this.server.resume();
            run.await(status -> status.resyncs().containsKey(ResyncReason.REQUESTED)
                    && status.state() == FollowerState.LIVE);

            assertThat(fold()).hasSize(2999).doesNotContainKey("k.5");
        }
        finally {
            this.server.resume();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "k" })
    void updatesThatAreEvictedBeforeTheyAreDeliveredAreMissed(String prefix) throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        NatsKvFoldSource source = new NatsKvFoldSource(this.connection, this.bucket.settings()
            .withPrefixes(prefix.isEmpty() ? List.of() : List.of(prefix + ".")).withPullSize(1));
        FollowerRun run = closing(new FollowerRun(source, this.store, FollowerRun.settings(), updates -> {
            held.countDown();
            assertThat(release.await(30, TimeUnit.SECONDS)).isTrue();
        }));
        run.await(status -> status.state() == FollowerState.LIVE);
        this.bucket.put("k.0", "v");
        assertThat(held.await(30, TimeUnit.SECONDS)).isTrue();
        for (int index = 1; index <= 10; index++) {
            this.bucket.put("k." + index, "v");
        }

        this.bucket.evictBelow(8);
        release.countDown();
        run.awaitPosition(11);

        assertThat(run.status().guardTrips()).isPositive();
        assertThat(run.status().resyncs()).containsKey(ResyncReason.OVERRUN);
        requireMirrorOf("k.0", "k.1", "k.2", "k.3", "k.4", "k.5", "k.6", "k.7", "k.8", "k.9", "k.10");
        assertThat(fold()).hasSize(4);
    }

    @Test
    void gapsOfOverwrittenUpdatesAreNoLoss() throws Exception {
        followOnce("k0", "k1");
        for (int value = 0; value < 20; value++) {
            this.bucket.put("k" + value % 2, "v" + value);
        }
        this.bucket.put("k0", "last");

        FollowerRun run = follow();
        run.awaitPosition(23);

        assertThat(run.committed()).extracting(KvUpdate::key).containsExactly("k1", "k0");
        requireMirrorOf("k0", "k1");
    }

    private void followOnce(String... keys) throws Exception {
        for (String key : keys) {
            NatsBucket.insist(() -> this.bucket.put(key, "1"));
        }
        try (FollowerRun run = follow()) {
            run.awaitPosition(this.bucket.last());
        }
        reopenStore();
    }

}
