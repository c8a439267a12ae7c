package io.tidemark.fold.nats;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.tidemark.fold.FailingFoldStore;
import io.tidemark.fold.FoldFixture;
import io.tidemark.fold.FollowerSettings;
import io.tidemark.fold.FollowerState;
import io.tidemark.fold.KvUpdate;
import io.tidemark.fold.ResyncPolicy;
import io.tidemark.fold.Version;
import io.tidemark.fold.WaitingFor;
import io.tidemark.testing.NatsServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a follower makes of a bucket of a real server. */
class NatsFollowingTests extends FollowedBucket {

    NatsFollowingTests(NatsServer server) {
        super(server);
    }

    @Test
    @Tag("P7")
    void firstCatchUpBringsMoreThanAThousandKeysThenWhatFollows() throws Exception {
        this.bucket.fill(1500);
        this.bucket.keys.delete("k.7");
        this.bucket.put("k.8", "");

        FollowerRun run = follow();
        run.awaitPosition(1502);

        assertThat(fold()).hasSize(1499).doesNotContainKey("k.7").containsEntry("k.8", "");
        long last = this.bucket.put("late", "1");
        run.awaitPosition(last);
        assertThat(fold()).hasSize(1500).containsEntry("late", "1");
        assertThat(this.store.get("late").version()).isEqualTo(Version.of(last));
        assertThat(run.status().batches()).isGreaterThan(1500 / 20);
    }

    @Test
    @Tag("P7")
    void nextRunIsGivenOnlyWhatCameMeanwhile() throws Exception {
        this.bucket.put("a", "1");
        long before = this.bucket.put("b", "2");
        FollowerRun first = follow();
        first.awaitPosition(before);
        first.close();
        reopenStore();
        this.bucket.put("c", "3");
        long after = this.bucket.put("d", "4");

        FollowerRun second = follow();
        second.awaitPosition(after);

        assertThat(second.committed()).extracting(KvUpdate::key).containsExactly("c", "d");
        assertThat(second.status().resyncs()).isEmpty();
        requireMirrorOf("a", "b", "c", "d");
    }

    @Test
    void deletedAndPurgedKeysLeaveAndEmptyValuesStay() throws Exception {
        FollowerRun run = follow();
        this.bucket.put("a", "1");
        this.bucket.put("b", "2");
        this.bucket.put("c", "");
        this.bucket.keys.delete("a");
        this.bucket.keys.purge("b");

        run.awaitPosition(this.bucket.last());

        assertThat(fold()).isEqualTo(Map.of("c", ""));
    }

    @Test
    void revisionsOfAKeyFoldToItsLatest() throws Exception {
        this.bucket = new NatsBucket(this.connection, 5, Duration.ZERO);
        for (int value = 0; value < 40; value++) {
            this.bucket.put("k" + value % 3, "v" + value);
        }
        FollowerRun run = follow();
        run.awaitPosition(40);
        assertThat(run.committed()).as("only the latest of each").hasSize(3);
        for (int value = 40; value < 80; value++) {
            this.bucket.put("k" + value % 3, "v" + value);
        }

        run.awaitPosition(80);

        assertThat(run.committed()).as("every one of them").hasSize(43);
        requireMirrorOf("k0", "k1", "k2");
    }

    @Test
    @Tag("P7")
    void severalPrefixesAreAConsumerEachAndComeInOneOrder() throws Exception {
        for (int index = 0; index < 400; index++) {
            this.bucket.put("abc".charAt(index % 3) + "." + index, "v");
        }

        FollowerRun run = follow("a.", "c.");
        run.awaitPosition(400);
        for (int index = 400; index < 460; index++) {
            this.bucket.put("abc".charAt(index % 3) + "." + index, "v");
        }
        run.awaitPosition(460);

        List<Long> revisions = run.committed().stream().map(update -> update.version().asLong().orElseThrow()).toList();
        assertThat(revisions).isSorted().doesNotHaveDuplicates().hasSize(307);
        assertThat(fold()).hasSize(307).allSatisfy((key, value) -> assertThat(key).doesNotStartWith("b."));
        assertThat(this.bucket.consumers()).hasSize(2);
        run.close();
        assertThat(this.bucket.consumers()).isEmpty();
    }

    @Test
    @Tag("P7")
    void cursorOfAQuietPrefixFollowsTheBucketSoThatItStaysResumable() throws Exception {
        this.bucket.put("quiet.1", "v");
        FollowerSettings settings = FollowerRun.settings().withPolicy(ResyncPolicy.RETAIN);
        FollowerRun run = follow(settings, "quiet.");
        run.awaitPosition(1);
        for (int index = 0; index < 50; index++) {
            this.bucket.put("busy." + index % 5, "v" + index);
        }

        run.awaitPosition(51);
        run.close();
        this.bucket.evictBelow(51);
        this.bucket.put("quiet.2", "v");
        FollowerRun next = follow(settings, "quiet.");
        next.awaitPosition(52);

        assertThat(run.committed()).hasSize(1);
        assertThat(next.status().resyncs()).isEmpty();
        assertThat(next.committed()).extracting(KvUpdate::key).containsExactly("quiet.2");
    }

    @Test
    void bucketThatAppearsLaterIsFollowedThen() throws Exception {
        this.bucket.drop();
        FollowerRun run = follow();
        run.await(status -> status.waitingFor() == WaitingFor.BUCKET);

        this.bucket.create();
        this.bucket.put("a", "1");
        run.awaitPosition(1);

        assertThat(run.status().lastFault()).hasMessage(
                "Can't describe bucket '%1$s': NATS has no stream 'KV_%1$s'".formatted(this.bucket.name));
        requireMirrorOf("a");
    }

    @Test
    @Tag("P7")
    void failingListenerHoldsTheCursorAndGetsTheSameBatchAgain() throws Exception {
        AtomicInteger failures = new AtomicInteger(3);
        List<List<KvUpdate>> heard = new ArrayList<>();
        FollowerRun run = followWith(updates -> {
            heard.add(updates);
            assertThat(this.store.cursor() == null || this.store.get("a") == null).isTrue();
            if (failures.getAndDecrement() > 0) {
                throw new IOException("no");
            }
        });
        run.await(status -> status.state() == FollowerState.LIVE);

        this.bucket.put("a", "1");
        run.awaitPosition(1);

        assertThat(heard).hasSize(4).allMatch(heard.get(0)::equals);
        assertThat(run.status().listenerFaults()).isEqualTo(3);
        assertThat(run.committed()).hasSize(1);
    }

    @Test
    @Tag("P7")
    void failingStoreGetsEverythingAnyway() throws Exception {
        FailingFoldStore failing = new FailingFoldStore(this.store);
        List<KvUpdate> heard = new ArrayList<>();
        FollowerRun run = closing(
                new FollowerRun(this.bucket.source(), failing, FollowerRun.settings(), heard::addAll));
        run.await(status -> status.state() == FollowerState.LIVE);
        failing.failNext(4);
        for (int index = 0; index < 30; index++) {
            this.bucket.put("k" + index, "v");
        }

        run.awaitPosition(30);

        assertThat(run.status().storeFaults()).isEqualTo(4);
        assertThat(heard).as("a listener that has returned is not called again").hasSize(30).doesNotHaveDuplicates();
        assertThat(fold()).hasSize(30);
    }

    @Test
    @Tag("P9")
    void keysThatAreNotUtf8AreCountedAndPassed() throws Exception {
        FollowerRun run = follow();
        this.bucket.put("a", "1");
        publishRaw(new byte[] { 'x', (byte) 0xFF, (byte) 0xC0 });
        this.bucket.put("b", "2");

        run.awaitPosition(3);

        assertThat(run.status().skipped()).isEqualTo(1);
        assertThat(fold()).containsOnlyKeys("a", "b");
        run.follower.resync();
        run.await(status -> status.resyncs().size() == 1 && status.state() == FollowerState.LIVE);
        assertThat(fold()).containsOnlyKeys("a", "b");
    }

    @Test
    void longestKeysThatTheServerTakesAreFollowed() throws Exception {
        String key = "k".repeat(3_900);
        FollowerRun run = follow();
        this.bucket.put(key, "v");

        run.awaitPosition(1);

        assertThat(FoldFixture.text(this.store.get(key))).isEqualTo("v");
    }

    // What clients refuse to write, others may have written.
    private void publishRaw(byte[] key) throws IOException {
        URI url = URI.create(this.server.url());
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write("CONNECT {\"verbose\":false}\r\nPUB $KV.%s.".formatted(this.bucket.name)
                .getBytes(StandardCharsets.US_ASCII));
            out.write(key);
            out.write(" 1\r\nx\r\nPING\r\n".getBytes(StandardCharsets.US_ASCII));
            StringBuilder answer = new StringBuilder();
            for (int read = 0; read >= 0 && answer.indexOf("PONG") < 0; read = socket.getInputStream().read()) {
                answer.append((char) read);
            }
            assertThat(answer.toString()).doesNotContain("-ERR");
        }
    }

}
