package io.tidemark.fold.nats;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.KeyValueOperation;
import io.nats.client.api.KeyValuePurgeOptions;
import io.tidemark.fold.FollowerState;
import io.tidemark.fold.ResyncPolicy;
import io.tidemark.testing.NatsServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** A real bucket, its server and its follower live a random life: at rest the fold is the bucket. */
@Tag("P7")
class NatsFollowerModelTests extends FollowedBucket {

    private static final Logger LOGGER = LoggerFactory.getLogger(NatsFollowerModelTests.class);

    private static final int STEPS_BETWEEN_RESTS = 25;

    private static final int KEYS = 5;

    private final Set<String> mayBeGone = new HashSet<>();

    private Random random;

    private ResyncPolicy policy;

    private String[] prefixes;

    private Runnable backup;

    private FollowerRun run;

    private int value;

    NatsFollowerModelTests(NatsServer server) {
        super(server);
    }

    @ParameterizedTest
    @CsvSource({ "MIRROR,1", "MIRROR,3", "RETAIN,1", "RETAIN,2" })
    void atRestTheFoldIsTheBucketAndWhatMayBeRetained(ResyncPolicy policy, int history) throws Exception {
        live(policy, history, 100);
    }

    @ParameterizedTest
    @CsvSource({ "MIRROR,1", "MIRROR,3", "RETAIN,1", "RETAIN,2" })
    @Tag("soak")
    @Timeout(1800)
    void atRestTheFoldIsTheBucketAfterALongLife(ResyncPolicy policy, int history) throws Exception {
        live(policy, history, 5_000);
    }

    private void live(ResyncPolicy policy, int history, int steps) throws Exception {
        long seed = System.nanoTime();
        LOGGER.info("{} with a history of {} has the seed {}", policy, history, seed);
        this.random = new Random(seed);
        this.policy = policy;
        this.bucket = new NatsBucket(this.connection, history, Duration.ZERO);
        this.prefixes = this.random.nextBoolean() ? new String[0] : new String[] { "a.", "b." };
        start();
        for (int step = 0; step < steps; step++) {
            String description = "seed %d, %s, history %d, step %d".formatted(seed, policy, history, step);
            try {
                step();
                if (step % STEPS_BETWEEN_RESTS == STEPS_BETWEEN_RESTS - 1) {
                    rest();
                }
            }
            catch (Throwable ex) {
                throw new AssertionError(description, ex);
            }
        }
    }

    private void step() throws Exception {
        int dice = this.random.nextInt(100);
        String key = keys().get(this.random.nextInt(3 * KEYS));
        if (dice < 50) {
            String text = "v" + this.value++;
            NatsBucket.insist(() -> this.bucket.put(key, text));
        }
        else if (dice < 60) {
            this.mayBeGone.add(key);
            NatsBucket.insist(() -> {
                this.bucket.keys.delete(key);
                return null;
            });
        }
        else if (dice < 64) {
            this.mayBeGone.add(key);
            NatsBucket.insist(() -> {
                this.bucket.keys.purge(key);
                return null;
            });
        }
        else {
            this.mayBeGone.addAll(keys());
            disturb(dice, key);
        }
    }

    private void disturb(int dice, String key) throws Exception {
        if (dice < 70) {
            NatsBucket.insist(() -> {
                this.bucket.erase(key);
                return null;
            });
        }
        else if (dice < 76) {
            NatsBucket.insist(() -> {
                this.bucket.evictBelow(1 + this.random.nextLong(this.bucket.last() + 1));
                return null;
            });
        }
        else if (dice < 80) {
            NatsBucket.insist(() -> {
                this.bucket.keys.purgeDeletes(KeyValuePurgeOptions.builder().deleteMarkersNoThreshold().build());
                return null;
            });
        }
        else if (dice < 82) {
            NatsBucket.insist(() -> {
                this.bucket.drop();
                this.bucket.create();
                return null;
            });
            this.backup = null;
        }
        else if (dice < 85) {
            this.server.kill();
            this.server.restart();
        }
        else if (dice < 86) {
            this.backup = this.server.backup();
        }
        else if (dice < 87 && this.backup != null) {
            this.backup.run();
        }
        else if (dice < 92) {
            this.run.close();
            if (this.random.nextBoolean()) {
                this.store.compact();
            }
            reopenStore();
            start();
        }
        else if (dice < 95) {
            this.run.follower.resync();
        }
        else {
            this.store.compact();
        }
    }

    /** Lets everything calm down and two comparisons pass: the first one may find what makes it read everything again. */
    private void rest() throws Exception {
        List<Long> last = new ArrayList<>();
        NatsBucket.insist(() -> last.add(this.bucket.last()));
        long revision = last.get(0);
        for (int comparison = 0; comparison < 2; comparison++) {
            this.run.await(status -> status.state() == FollowerState.LIVE && this.run.position() == revision);
            long before = this.run.status().reconciliations();
            this.run.follower.reconcile();
            this.run.await(status -> status.reconciliations() > before);
        }
        this.run.await(status -> status.state() == FollowerState.LIVE && this.run.position() == revision);

        Map<String, String> live = live();
        Map<String, String> fold = fold();
        if (this.policy == ResyncPolicy.RETAIN) {
            fold.keySet().removeIf(key -> !live.containsKey(key) && this.mayBeGone.contains(key));
        }
        assertThat(fold).isEqualTo(live);
        assertThat(this.store.verify().isSound()).isTrue();
    }

    private Map<String, String> live() throws Exception {
        Map<String, String> live = new TreeMap<>();
        for (String key : keys()) {
            KeyValueEntry entry = this.bucket.keys.get(key);
            boolean followed = this.prefixes.length == 0 || !key.startsWith("c.");
            if (followed && entry != null && entry.getOperation() == KeyValueOperation.PUT) {
                live.put(key, entry.getValueAsString());
            }
        }
        return live;
    }

    private static List<String> keys() {
        List<String> keys = new ArrayList<>();
        for (int index = 0; index < 3 * KEYS; index++) {
            keys.add("abc".charAt(index % 3) + "." + index / 3);
        }
        return keys;
    }

    private void start() {
        this.run = follow(FollowerRun.settings().withPolicy(this.policy), this.prefixes);
    }

}
