package io.tidemark.fold.nats;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Nats;
import io.tidemark.fold.FollowerState;
import io.tidemark.fold.KvUpdate;
import io.tidemark.fold.WaitingFor;
import io.tidemark.testing.NatsServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** A server that is killed while it is followed. */
@Tag("P7")
class NatsOutageTests extends FollowedBucket {

    private static final Logger LOGGER = LoggerFactory.getLogger(NatsOutageTests.class);

    private static final int ROUNDS = 5;

    private static final int KEYS = 50;

    NatsOutageTests(NatsServer server) {
        super(server);
    }

    @Test
    void updatesComeWithinASecondOfTheReturnOfTheServerAndNoneIsLostOrAppliedTwice() throws Exception {
        // All revisions are kept, so that each of them has to come.
        this.bucket = new NatsBucket(this.connection, 64, Duration.ZERO);
        List<KvUpdate> heard = Collections.synchronizedList(new ArrayList<>());
        FollowerRun run = followWith(heard::addAll);
        List<Long> outages = new ArrayList<>();

        Map<String, String> written = writing(() -> {
            for (int round = 0; round < ROUNDS; round++) {
                long before = run.position();
                run.await(status -> run.position() > before + 100);
                this.server.kill();
                run.await(status -> status.state() != FollowerState.LIVE);
                this.server.restart();
                long back = System.nanoTime();
                long first = putByAnother("k" + round, "back");
                run.await(status -> run.position() >= first);
                outages.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - back));
            }
        });
        NatsBucket.insist(() -> written.put("end", this.bucket.put("end", "v") + ""));
        run.awaitPosition(this.bucket.last());

        LOGGER.info("Updates came {} ms after the return of the server", outages);
        Collections.sort(outages);
        assertThat(outages.get(ROUNDS / 2)).isLessThan(1_000);
        assertThat(revisions(run.committed())).isSorted().doesNotHaveDuplicates();
        assertThat(revisions(heard)).isEqualTo(revisions(run.committed()));
        assertThat(run.status().resyncs()).isEmpty();
        assertThat(run.status().reconnects()).isGreaterThanOrEqualTo(ROUNDS);
        requireMirrorOf(written.keySet().toArray(String[]::new));
        assertThat(fold()).containsOnlyKeys(written.keySet());
    }

    @Test
    void serverThatIsAwayAtTheStartIsFollowedWhenItComes() throws Exception {
        this.bucket.put("a", "1");
        this.server.kill();
        FollowerRun run = follow();
        run.await(status -> status.waitingFor() == WaitingFor.SOURCE);
        assertThat(fold()).isEmpty();

        this.server.restart();
        run.awaitPosition(1);

        assertThat(fold()).containsOnlyKeys("a");
    }

    @Test
    void foldIsReadWhileTheServerIsAway() throws Exception {
        this.bucket.put("a", "1");
        FollowerRun run = follow();
        run.awaitPosition(1);

        this.server.kill();
        run.await(status -> status.state() == FollowerState.WAITING);
        run.close();
        reopenStore();

        assertThat(fold()).isEqualTo(Map.of("a", "1"));
        this.server.restart();
    }

    @Test
    void writesOfAnOutageOfTheFollowerOnlyAreAllThereAfterSeveralKillsOfBoth() throws Exception {
        for (int round = 0; round < 3; round++) {
            int value = round;
            FollowerRun run = follow();
            NatsBucket.insist(() -> this.bucket.put("k" + value, "v"));
            run.awaitPosition(this.bucket.last());
            run.close();
            reopenStore();
            this.server.kill();
            this.server.restart();
            NatsBucket.insist(() -> this.bucket.put("k0", "v" + value));
        }

        FollowerRun run = follow();
        run.awaitPosition(this.bucket.last());

        requireMirrorOf("k0", "k1", "k2");
        assertThat(run.status().resyncs()).isEmpty();
    }

    /** Writes all the time while {@code action} runs, and returns the keys that may be there. */
    private Map<String, String> writing(ThrowingRunnable action) throws Exception {
        Map<String, String> written = new TreeMap<>();
        CountDownLatch end = new CountDownLatch(1);
        ExecutorService writer = Executors.newSingleThreadExecutor();
        try {
            Future<?> writing = writer.submit(() -> {
                for (int value = 0; end.getCount() > 0; value++) {
                    String key = "k" + value % KEYS;
                    String text = "v" + value;
                    NatsBucket.insist(() -> this.bucket.put(key, text));
                    written.put(key, text);
                }
                return null;
            });
            action.run();
            end.countDown();
            writing.get(30, TimeUnit.SECONDS);
        }
        finally {
            end.countDown();
            writer.shutdownNow();
        }
        return written;
    }

    private long putByAnother(String key, String value) throws IOException, InterruptedException, JetStreamApiException {
        Connection another = Nats.connect(this.server.url());
        try {
            return another.keyValue(this.bucket.name).put(key, value.getBytes(StandardCharsets.UTF_8));
        }
        finally {
            another.close();
        }
    }

    private static List<Long> revisions(List<KvUpdate> updates) {
        return List.copyOf(updates).stream().map(update -> update.version().asLong().orElseThrow()).toList();
    }

    @FunctionalInterface
    private interface ThrowingRunnable {

        void run() throws Exception;

    }

}
