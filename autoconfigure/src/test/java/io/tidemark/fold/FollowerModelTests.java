package io.tidemark.fold;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A follower is led through a random life of its bucket, its store, its listener and itself. */
class FollowerModelTests {

    private static final int WALKS = 150;

    private static final int STEPS = 120;

    @ParameterizedTest
    @EnumSource(ResyncPolicy.class)
    @Tag("P7")
    void atRestTheFoldIsTheBucketAndWhatMayBeRetained(ResyncPolicy policy) {
        for (long seed = 1; seed <= WALKS; seed++) {
            walk(policy, seed, STEPS);
        }
    }

    @ParameterizedTest
    @EnumSource(ResyncPolicy.class)
    @Tag("P7")
    @Tag("soak")
    void atRestTheFoldIsTheBucketAfterAnyOfManyLives(ResyncPolicy policy) {
        long first = System.nanoTime();
        for (long seed = first; seed < first + 5_000; seed++) {
            walk(policy, seed, 400);
        }
    }

    private static void walk(ResyncPolicy policy, long seed, int steps) {
        Life life = new Life(policy, seed);
        try {
            for (int step = 0; step < steps; step++) {
                life.step();
                if (step % 20 == 19) {
                    life.rest();
                }
            }
        }
        catch (Throwable ex) {
            throw new AssertionError("seed %d, %s".formatted(seed, policy), ex);
        }
    }

    private static final class Life {

        private final Random random;

        private final ResyncPolicy policy;

        private final ManualPace pace = new ManualPace();

        private final ScriptedFoldSource source;

        private final FailingFoldStore store = new FailingFoldStore();

        private final Set<String> mayBeGone = new HashSet<>();

        private Runnable backup;

        private Following following;

        private int value;

        Life(ResyncPolicy policy, long seed) {
            this.random = new Random(seed);
            this.policy = policy;
            this.source = new ScriptedFoldSource(this.pace, 1 + this.random.nextInt(3));
            if (this.random.nextInt(3) == 0) {
                this.source.follow("a.", "b.");
            }
            this.backup = this.source.backup();
            this.following = start();
        }

        void step() {
            int dice = this.random.nextInt(100);
            String key = "abc".charAt(this.random.nextInt(3)) + "." + this.random.nextInt(4);
            if (dice < 35) {
                this.source.put(key, "v" + this.value++);
            }
            else if (dice < 45) {
                this.source.delete(key);
                forget(key);
            }
            else if (dice < 48) {
                this.source.purge(key);
                forget(key);
            }
            else if (dice < 51) {
                forget(key);
                this.source.expire(key);
            }
            else if (dice < 54) {
                forgetAll();
                this.source.evictBelow(1 + this.random.nextLong(this.source.last() + 1));
            }
            else if (dice < 55) {
                forgetAll();
                this.source.recreate();
                this.backup = this.source.backup();
            }
            else if (dice < 57) {
                this.backup = this.source.backup();
            }
            else if (dice < 58) {
                forgetAll();
                this.backup.run();
            }
            else {
                trouble(dice);
            }
        }

        /** Lets everything calm down, and two comparisons pass: during the first one a planned change may still happen. */
        void rest() {
            this.store.failNext(0);
            this.source.stalled = false;
            this.source.listTooFew(0);
            this.following.before = null;
            this.following.live(Duration.ofMinutes(21));
            this.following.settle();

            Map<String, String> fold = this.following.fold();
            Map<String, String> live = this.source.live();
            if (this.policy == ResyncPolicy.RETAIN) {
                fold.keySet().removeIf(key -> !live.containsKey(key) && this.mayBeGone.contains(key));
            }
            assertThat(fold).isEqualTo(live);
            assertThat(this.source.openSubscriptions).isEqualTo(1);
        }

        private void trouble(int dice) {
            if (dice < 62) {
                this.source.loseSubscription();
            }
            else if (dice < 66) {
                this.store.failNext(this.random.nextInt(3));
            }
            else if (dice < 69) {
                this.source.failNext(new SourceUnreachableException("away", null));
            }
            else if (dice < 71) {
                this.source.listTooFew(1 + this.random.nextInt(2));
            }
            else if (dice < 73) {
                this.source.stalled = !this.source.stalled;
            }
            else if (dice < 75) {
                failListenerOnce();
            }
            else if (dice < 77) {
                happenInBetween();
            }
            else if (dice < 80) {
                // Killed: what was taken and not committed is forgotten.
                this.source.killSubscriptions();
                this.following = start();
            }
            else if (dice < 81 && this.policy == ResyncPolicy.MIRROR) {
                this.store.damage();
            }
            else if (dice < 90) {
                this.following.live(Duration.ofSeconds(this.random.nextInt(60)));
            }
            else {
                this.following.turns(this.random.nextInt(8));
            }
        }

        private void failListenerOnce() {
            this.following.before = updates -> {
                this.following.before = null;
                throw new IllegalStateException("no");
            };
        }

        private void happenInBetween() {
            Runnable change = () -> {
                for (int step = 0; step < 3; step++) {
                    String key = "a." + this.random.nextInt(4);
                    if (this.random.nextBoolean()) {
                        this.source.put(key, "v" + this.value++);
                    }
                    else {
                        forget(key);
                        this.source.expire(key);
                    }
                }
            };
            switch (this.random.nextInt(3)) {
                case 0 -> this.source.beforeNextSubscribe(change);
                case 1 -> this.source.afterNextList(change);
                default -> this.source.beforeNextDelivery(change);
            }
        }

        private void forget(String key) {
            this.mayBeGone.add(key);
        }

        // Deletions that are lost with their markers are never heard of by a fold that retains.
        private void forgetAll() {
            for (String prefix : new String[] { "a.", "b.", "c." }) {
                for (int index = 0; index < 4; index++) {
                    forget(prefix + index);
                }
            }
        }

        private Following start() {
            return new Following(this.source, this.store, this.pace, Following.settings().withPolicy(this.policy));
        }

    }

}
