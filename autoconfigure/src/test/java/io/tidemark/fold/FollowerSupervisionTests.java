package io.tidemark.fold;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/** What a follower notices although nobody tells it. */
class FollowerSupervisionTests {

    private final ManualPace pace = new ManualPace();

    private final ScriptedFoldSource source = new ScriptedFoldSource(this.pace);

    private final InMemoryFoldStore store = new InMemoryFoldStore();

    @Test
    @Tag("P7")
    void updatesThatAreEvictedBeforeTheyAreDeliveredAreMissed() {
        Following following = settled();
        this.source.put("k1", "v");
        following.settle();

        for (int index = 2; index <= 7; index++) {
            this.source.put("k" + index, "v");
        }
        this.source.evictBelow(5);
        following.settle();

        assertThat(following.status().guardTrips()).isEqualTo(1);
        assertThat(following.status().resyncs()).containsExactly(entry(ResyncReason.OVERRUN, 1L));
        assertThat(following.fold()).isEqualTo(this.source.live()).containsOnlyKeys("k5", "k6", "k7");
        assertThat(following.heard()).containsExactly("k1=v@1", "-k1@unknown", "k5=v@5", "k6=v@6", "k7=v@7");
    }

    @Test
    void gapsOfOverwrittenUpdatesAreNoLoss() {
        Following following = settled();
        this.source.put("k1", "v");
        following.settle();

        this.source.put("k2", "v");
        this.source.put("k3", "v");
        this.source.put("k4", "v");
        this.source.put("k2", "w");
        this.source.put("k3", "w");
        following.settle();

        assertThat(following.heard()).containsExactly("k1=v@1", "k4=v@4", "k2=w@5", "k3=w@6");
        assertThat(following.status().guardTrips()).isZero();
    }

    @Test
    @Tag("P7")
    void everythingEvictedWithoutAnyDeliveryIsNoticedByTheProbe() {
        Following following = settled();
        this.source.put("k1", "v");
        following.settle();

        this.source.put("k2", "v");
        this.source.evictBelow(3);
        following.live(Duration.ofSeconds(21));
        following.settle();

        assertThat(following.status().guardTrips()).isEqualTo(1);
        assertThat(following.fold()).isEmpty();
    }

    @Test
    @Tag("P7")
    void prefixesAreGuardedToo() {
        this.source.follow("a.");
        Following following = settled();
        this.source.put("a.1", "v");
        following.settle();

        this.source.put("a.2", "v");
        this.source.put("b.1", "v");
        this.source.put("a.3", "v");
        this.source.evictBelow(4);
        following.settle();

        assertThat(following.status().guardTrips()).isEqualTo(1);
        assertThat(following.fold()).isEqualTo(this.source.live()).containsOnlyKeys("a.3");
    }

    @Test
    @Tag("P7")
    void cursorOfQuietPrefixIsNotLeftBehind() {
        this.source.follow("quiet.");
        this.source.put("quiet.1", "v");
        Following following = settled();
        for (int round = 0; round < 10; round++) {
            for (int index = 0; index < 10; index++) {
                this.source.put("busy." + index, "v" + round);
            }
            following.live(Duration.ofSeconds(30));
        }
        assertThat(following.position()).isEqualTo(this.source.last());
        following.loop.close();
        following.loop.run();
        this.source.put("quiet.2", "v");

        Following next = following();
        next.settle();

        assertThat(next.heard()).containsExactly("quiet.2=v@102");
        assertThat(next.status().resyncs()).isEmpty();
    }

    @Test
    @Tag("P7")
    void cursorDoesNotPassWhatASilentSubscriptionKeepsBack() {
        Following following = settled();
        this.source.stalled = true;
        this.source.put("a", "1");

        following.live(Duration.ofSeconds(25));
        assertThat(following.position()).isZero();
        following.live(Duration.ofSeconds(20));
        this.source.stalled = false;
        following.settle();

        assertThat(following.heard()).containsExactly("a=1@1");
        assertThat(following.status().reconnects()).isEqualTo(1);
        assertThat(following.status().lastFault()).hasMessageContaining("had 1 updates left and brought none");
    }

    @Test
    @Tag("P7")
    void bucketThatIsRecreatedWhileItIsFollowedIsNoticed() {
        Following following = settled();
        this.source.put("a", "1");
        following.settle();

        this.source.recreate();
        this.source.put("b", "2");
        following.until(() -> following.status().resyncs().containsKey(ResyncReason.RECREATED));
        following.settle();

        assertThat(following.fold()).isEqualTo(Map.of("b", "2"));
    }

    @Test
    @Tag("P7")
    void bucketThatIsRestoredWhileItIsFollowedIsNoticed() {
        Following following = settled();
        Runnable backup = this.source.backup();
        this.source.put("a", "1");
        following.settle();

        backup.run();
        following.until(() -> following.status().resyncs().containsKey(ResyncReason.RESTORED));
        following.settle();

        assertThat(following.fold()).isEmpty();
    }

    @Test
    @Tag("P7")
    void lostSubscriptionIsMadeAnewAtOnceAfterTheCursor() {
        Following following = settled();
        this.source.put("a", "1");
        following.settle();
        this.source.loseSubscription();
        this.source.put("b", "2");
        long before = this.pace.nanos();

        following.until(() -> following.position() == 2);

        assertThat(following.heard()).containsExactly("a=1@1", "b=2@2");
        assertThat(this.source.subscribedAfter).containsExactly(0L, 1L);
        assertThat(this.source.openSubscriptions).isEqualTo(1);
        assertThat(Duration.ofNanos(this.pace.nanos() - before)).isLessThanOrEqualTo(Duration.ofMillis(10));
        assertThat(following.status().reconnects()).isEqualTo(1);
    }

    @Test
    void unreachableSourceIsTriedAtGrowingIntervals() {
        RuntimeException[] failures = new RuntimeException[10];
        for (int index = 0; index < 10; index++) {
            failures[index] = index % 2 == 0 ? new SourceUnreachableException("away", null)
                    : new BucketMissingException("gone", null);
        }
        this.source.put("a", "1");
        this.source.failNext(failures);

        Following following = settled();

        assertThat(this.pace.pauses).startsWith(Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(200))
            .endsWith(Duration.ofSeconds(10), Duration.ofSeconds(10))
            .hasSize(10);
        assertThat(following.status().sourceFaults()).isEqualTo(10);
        assertThat(following.fold()).isEqualTo(Map.of("a", "1"));
    }

    @Test
    @Tag("P7")
    void missingBucketDeletesNothing() {
        Following following = settled();
        this.source.put("a", "1");
        following.settle();
        this.source.loseSubscription();
        this.source.failNext(new BucketMissingException("gone", null));

        following.until(() -> following.status().waitingFor() == WaitingFor.BUCKET);

        assertThat(following.fold()).isEqualTo(Map.of("a", "1"));
    }

    @Test
    @Tag("P7")
    void keysThatVanishWithoutAWordAreFoundBecauseTheBucketHasFewer() {
        Following following = settled();
        this.source.put("a", "1");
        this.source.put("b", "2");
        this.source.put("c", "3");
        following.settle();
        following.live(Duration.ofSeconds(11));

        this.source.expire("b");
        following.live(Duration.ofSeconds(11));

        assertThat(following.fold()).isEqualTo(Map.of("a", "1", "c", "3"));
        assertThat(following.heard()).endsWith("-b@unknown");
        assertThat(following.status().reconciliations()).isEqualTo(1);
    }

    @Test
    @Tag("P7")
    void keysThatVanishBesideNewOnesAreFoundOnSchedule() {
        Following following = settled();
        this.source.put("a", "1");
        this.source.put("b", "2");
        following.settle();

        this.source.expire("a");
        this.source.put("c", "3");
        following.live(Duration.ofMinutes(11));

        assertThat(following.fold()).isEqualTo(Map.of("b", "2", "c", "3"));
    }

    @Test
    @Tag("P7")
    void keysThatVanishedWhileNobodyFollowedAreFoundBeforeTheFoldCountsAsCaughtUp() {
        this.source.put("a", "1");
        this.source.put("b", "2");
        this.source.put("c", "3");
        settled();

        this.source.expire("b");
        Following next = following();
        next.until(() -> next.status().caughtUp());

        assertThat(next.fold()).isEqualTo(Map.of("a", "1", "c", "3"));
    }

    @Test
    @Tag("P7")
    void retainingFoldKeepsWhatVanishes() {
        FollowerSettings settings = Following.settings().withPolicy(ResyncPolicy.RETAIN);
        Following following = new Following(this.source, this.store, this.pace, settings);
        this.source.put("a", "1");
        this.source.put("b", "2");
        following.settle();

        this.source.expire("a");
        following.live(Duration.ofMinutes(11));

        assertThat(following.fold()).isEqualTo(Map.of("a", "1", "b", "2"));
        assertThat(following.status().reconciliations()).isPositive();
    }

    @Test
    void listThatFailsOnScheduleIsTriedAgainAndFollowingGoesOn() {
        Following following = settled();
        this.source.put("a", "1");
        this.source.put("b", "2");
        following.settle();
        following.live(Duration.ofSeconds(11));
        this.source.expire("a");
        this.source.listTooFew(2);

        following.until(() -> following.status().sourceFaults() == 1);
        this.source.put("c", "3");
        following.until(() -> following.position() == 3);
        assertThat(following.fold()).containsOnlyKeys("a", "b", "c");
        following.live(Duration.ofMinutes(1));

        assertThat(following.fold()).containsOnlyKeys("b", "c");
        assertThat(following.status().reconnects()).isZero();
    }

    @Test
    @Tag("P7")
    void keyThatIsCreatedAgainDuringAReconciliationComesBack() {
        Following following = settled();
        this.source.put("a", "1");
        this.source.put("b", "2");
        following.settle();
        this.source.expire("a");
        this.source.afterNextList(() -> this.source.put("a", "again"));

        following.live(Duration.ofMinutes(11));

        assertThat(following.heard()).containsExactly("a=1@1", "b=2@2", "-a@unknown", "a=again@3");
        assertThat(following.fold()).isEqualTo(this.source.live());
    }

    @Test
    void reconciliationOnRequestComesAtOnce() {
        Following following = settled();
        this.source.put("a", "1");
        following.settle();
        this.source.expire("a");
        long before = this.pace.nanos();

        following.loop.requestReconciliation();
        following.until(() -> following.fold().isEmpty());

        assertThat(this.pace.nanos()).isEqualTo(before);
    }

    @Test
    void notMovingIsDatedFromTheLastCommit() {
        Following following = settled();
        this.source.stalled = true;
        this.pace.in(Duration.ofSeconds(3), () -> this.source.put("a", "1"));

        following.live(Duration.ofSeconds(12));

        assertThat(following.status().lag()).isEqualTo(1);
        assertThat(following.status().notMovingSince()).isEqualTo(ManualPace.BEGINNING);
    }

    private Following settled() {
        Following following = following();
        following.settle();
        return following;
    }

    private Following following() {
        return new Following(this.source, this.store, this.pace, Following.settings());
    }

}
