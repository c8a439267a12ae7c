package io.tidemark.fold;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How updates get from a source to listeners and store, while the source has all of them. */
class FollowerDeliveryTests {

    private final ManualPace pace = new ManualPace();

    private final ScriptedFoldSource source = new ScriptedFoldSource(this.pace, 8);

    private final FailingFoldStore store = new FailingFoldStore();

    @Test
    @Tag("P7")
    void everythingIsDeliveredThenLiveUpdatesFollow() {
        this.source.put("a", "1");
        this.source.put("b", "2");
        this.source.delete("a");
        Following following = following();

        following.settle();
        this.source.put("c", "3");
        following.settle();

        assertThat(following.heard()).containsExactly("b=2@2", "-a@3", "c=3@4");
        assertThat(following.fold()).isEqualTo(Map.of("b", "2", "c", "3"));
        assertThat(following.status().durable()).isEqualTo(following.status().applied());
        assertThat(following.status().lag()).isZero();
        assertThat(following.status().notMovingSince()).isNull();
    }

    @Test
    void fullBatchIsCommittedAtOnce() {
        Following following = settled();

        for (int index = 0; index < 6; index++) {
            this.source.put("k" + index, "v");
        }
        long before = this.pace.nanos();
        following.until(() -> following.position() == 6);

        assertThat(following.batches).containsExactly(3, 3);
        assertThat(this.pace.nanos()).isEqualTo(before);
    }

    @Test
    void partOfBatchIsCommittedWhenItsWindowEnds() {
        Following following = settled();

        this.source.put("a", "1");
        this.source.put("b", "2");
        long before = this.pace.nanos();
        following.until(() -> following.position() == 2);

        assertThat(following.batches).containsExactly(2);
        assertThat(Duration.ofNanos(this.pace.nanos() - before)).isEqualTo(Duration.ofMillis(10));
    }

    @Test
    void closingCommitsWhatWasTaken() {
        Following following = settled();
        this.source.put("a", "1");
        this.source.put("b", "2");
        following.turns(2);
        assertThat(following.position()).isZero();

        following.loop.close();
        following.loop.run();

        assertThat(following.position()).isEqualTo(2);
        assertThat(following.heard()).containsExactly("a=1@1", "b=2@2");
        assertThat(following.status().state()).isEqualTo(FollowerState.CLOSED);
        assertThat(this.source.openSubscriptions).isZero();
    }

    @Test
    void closingBeforeAnythingHappensAppliesNothing() {
        Following following = settled();

        following.loop.close();
        following.loop.run();

        assertThat(following.heard).isEmpty();
        assertThat(following.position()).isZero();
    }

    @Test
    @Tag("P7")
    void listenerHasReturnedForEveryUpdateUpToTheCursor() {
        Following following = settled();
        List<Long> cursors = new ArrayList<>();
        following.before = updates -> cursors.add(following.position());

        for (int index = 0; index < 6; index++) {
            this.source.put("k" + index, "v");
        }
        following.settle();

        assertThat(cursors).containsExactly(0L, 3L);
        assertThat(following.position()).isEqualTo(6);
    }

    @Test
    @Tag("P7")
    void failingListenerHoldsTheCursorAndGetsTheSameBatchAgain() {
        Following following = settled();
        AtomicInteger failures = new AtomicInteger(3);
        List<List<String>> seen = new ArrayList<>();
        List<FollowerStatus> held = new ArrayList<>();
        following.before = updates -> {
            seen.add(updates.stream().map(KvUpdate::key).toList());
            if (failures.getAndDecrement() > 0) {
                this.source.put("later" + failures.get(), "v");
                throw new IllegalStateException("no");
            }
        };
        this.pace.in(Duration.ofMillis(100), () -> held.add(following.status()));

        this.source.put("a", "1");
        following.settle();

        assertThat(seen).startsWith(List.of("a"), List.of("a"), List.of("a"), List.of("a"));
        assertThat(following.heard()).containsExactly("a=1@1", "later2=v@2", "later1=v@3", "later0=v@4");
        assertThat(this.pace.pauses).containsExactly(Duration.ofMillis(50), Duration.ofMillis(100),
                Duration.ofMillis(200));
        assertThat(held).singleElement().satisfies(status -> {
            assertThat(status.state()).isEqualTo(FollowerState.WAITING);
            assertThat(status.waitingFor()).isEqualTo(WaitingFor.LISTENER);
            assertThat(status.durable()).isNotNull().extracting(Cursor::version).isEqualTo(Version.of(0));
            assertThat(status.lastFault()).hasMessage("no");
        });
        assertThat(following.status().listenerFaults()).isEqualTo(3);
    }

    @Test
    @Tag("P7")
    void failingStoreIsTriedAgainWithoutAnotherUpdateAndWithoutTheListener() {
        Following following = settled();
        this.store.failNext(2);
        List<FollowerStatus> held = new ArrayList<>();
        this.pace.in(Duration.ofMillis(20), () -> held.add(following.status()));

        this.source.put("a", "1");
        following.settle();
        this.source.put("b", "2");
        following.settle();

        assertThat(held).singleElement().satisfies(status -> {
            assertThat(status.waitingFor()).isEqualTo(WaitingFor.STORE);
            assertThat(status.applied()).isNotNull().extracting(Cursor::version).isEqualTo(Version.of(1));
            assertThat(status.durable()).isNotNull().extracting(Cursor::version).isEqualTo(Version.of(0));
            assertThat(status.lag()).isZero();
        });
        assertThat(following.heard()).containsExactly("a=1@1", "b=2@2");
        assertThat(following.fold()).isEqualTo(Map.of("a", "1", "b", "2"));
        assertThat(following.status().storeFaults()).isEqualTo(2);
    }

    @Test
    void waitsGrowUpToTheirLimit() {
        Following following = settled();
        this.store.failNext(11);

        this.source.put("a", "1");
        following.settle();

        assertThat(this.pace.pauses).hasSize(11);
        assertThat(this.pace.pauses.subList(8, 11)).containsOnly(Duration.ofSeconds(10));
    }

    @Test
    void closingWhileTheStoreFailsEndsAndNothingIsLost() {
        Following following = settled();
        this.source.put("a", "1");
        this.store.failNext(Integer.MAX_VALUE);
        this.pace.in(Duration.ofMinutes(1), following.loop::close);
        following.loop.run();
        this.store.failNext(0);

        Following next = following();
        next.settle();

        assertThat(following.position()).isEqualTo(1);
        assertThat(next.heard()).containsExactly("a=1@1");
        assertThat(next.fold()).isEqualTo(Map.of("a", "1"));
    }

    @Test
    @Tag("P9")
    void updatesThatCanNotBeHeldMoveTheCursorAndAreCounted() {
        Following following = settled();

        this.source.put("unusable1", "v");
        following.settle();
        this.source.put("a", "1");
        this.source.put("unusable2", "v");
        this.source.put("b", "2");
        following.settle();

        assertThat(following.heard()).containsExactly("a=1@2", "b=2@4");
        assertThat(following.position()).isEqualTo(4);
        assertThat(following.status().skipped()).isEqualTo(2);
    }

    @Test
    @Tag("P7")
    void nextFollowerGetsOnlyWhatTheStoreHasNot() {
        this.source.put("a", "1");
        this.source.put("b", "2");
        Following first = settled();
        first.loop.close();
        first.loop.run();
        this.source.put("c", "3");
        this.source.put("d", "4");

        Following second = following();
        second.settle();

        assertThat(first.heard()).containsExactly("a=1@1", "b=2@2");
        assertThat(second.heard()).containsExactly("c=3@3", "d=4@4");
        assertThat(this.source.subscribedAfter).containsExactly(0L, 2L);
    }

    @Test
    @Tag("P7")
    void oneThatWasKilledBeforeItCommittedGetsItsBatchAgain() {
        Following first = settled();
        this.source.put("a", "1");
        this.source.put("b", "2");
        first.turns(2);

        Following second = following();
        second.settle();

        assertThat(second.heard()).containsExactly("a=1@1", "b=2@2");
    }

    @Test
    void onlyTheFollowedPrefixesAreDeliveredAndTheCursorMovesAnyway() {
        this.source.follow("a.", "b.");
        Following following = settled();

        this.source.put("a.1", "1");
        this.source.put("c.1", "1");
        this.source.put("b.1", "1");
        this.source.put("c.2", "1");
        following.settle();

        assertThat(following.heard()).containsExactly("a.1=1@1", "b.1=1@3");
        assertThat(following.position()).isEqualTo(4);
        assertThat(following.status().resyncs()).isEmpty();
    }

    @Test
    void emptyValueIsAnEntry() {
        this.source.put("lock", "");
        Following following = settled();

        assertThat(following.fold()).isEqualTo(Map.of("lock", ""));
        assertThat(following.status().staleKeys()).isZero();
    }

    @Test
    void statesAreToldInTheirOrder() {
        Following following = settled();

        assertThat(following.states).containsExactly(FollowerState.CATCHING_UP, FollowerState.LIVE);
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
