package io.tidemark.fold;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/** What happens when a source can't go on where a fold is. */
class FollowerResyncTests {

    private final ManualPace pace = new ManualPace();

    private final ScriptedFoldSource source = new ScriptedFoldSource(this.pace);

    private final InMemoryFoldStore store = new InMemoryFoldStore();

    @Test
    @Tag("P7")
    void keysThatWereDeletedOutOfSightAreDeletedBeforeTheBucketIsReadAgain() {
        fold("node.a", "node.b");
        this.source.put("node.c", "3");
        this.source.expire("node.b");
        this.source.put("node.a", "1b");
        this.source.evictBelow(4);

        Following following = following(ResyncPolicy.MIRROR);
        following.settle();

        assertThat(following.heard()).containsExactly("-node.b@unknown", "node.a=1b@4");
        assertThat(following.fold()).isEqualTo(this.source.live()).isEqualTo(Map.of("node.a", "1b"));
        assertThat(following.status().resyncs()).containsExactly(entry(ResyncReason.COMPACTED, 1L));
        assertThat(following.states).contains(FollowerState.RESYNCING);
    }

    @Test
    @Tag("P7")
    void retainingFoldKeepsWhatWasEvicted() {
        fold("a", "b");
        this.source.put("c", "3");
        this.source.put("d", "4");
        this.source.evictBelow(4);

        Following following = following(ResyncPolicy.RETAIN);
        following.settle();

        assertThat(following.heard()).containsExactly("d=4@4");
        assertThat(following.fold()).containsOnlyKeys("a", "b", "d");
        assertThat(following.status().resyncs()).containsExactly(entry(ResyncReason.COMPACTED, 1L));
        assertThat(following.status().staleKeys()).isZero();
    }

    @Test
    void whatWasMerelyOverwrittenNeedsNoResync() {
        fold("a", "b");
        this.source.put("c", "3");
        this.source.put("c", "4");

        Following following = following(ResyncPolicy.MIRROR);
        following.settle();

        assertThat(following.heard()).containsExactly("c=4@4");
        assertThat(following.status().resyncs()).isEmpty();
    }

    @Test
    @Tag("P7")
    void recreatedBucketIsNoticedThoughItsRevisionsFit() {
        fold("a", "b");
        this.source.recreate();
        for (String key : List.of("x", "y", "z")) {
            this.source.put(key, "new");
        }

        Following following = following(ResyncPolicy.MIRROR);
        following.settle();

        assertThat(following.fold()).isEqualTo(this.source.live());
        assertThat(following.status().resyncs()).containsExactly(entry(ResyncReason.RECREATED, 1L));
        assertThat(this.store.cursor()).isNotNull()
            .extracting(cursor -> cursor.source().createdAt())
            .isEqualTo(ManualPace.BEGINNING.plusSeconds(60));
    }

    @Test
    @Tag("P7")
    void recreatedEmptyBucketLeavesAnEmptyFold() {
        fold("a", "b");
        this.source.recreate();

        Following following = following(ResyncPolicy.MIRROR);
        following.settle();

        assertThat(following.fold()).isEmpty();
        assertThat(following.position()).isZero();
    }

    @Test
    @Tag("P7")
    void olderBackupIsNoticedByACursorThatIsAhead() {
        Runnable backup = this.source.backup();
        fold("a", "b");
        backup.run();
        this.source.put("b", "other");

        Following following = following(ResyncPolicy.MIRROR);
        following.settle();

        assertThat(following.fold()).isEqualTo(Map.of("b", "other"));
        assertThat(following.status().resyncs()).containsExactly(entry(ResyncReason.RESTORED, 1L));
    }

    @Test
    @Tag("P7")
    void olderBackupThatHasOvertakenTheCursorIsNoticedByItsVersions() {
        this.source.put("a", "1");
        Runnable backup = this.source.backup();
        fold("b", "c");
        backup.run();
        this.source.put("d", "4");
        this.source.put("c", "5");
        this.source.put("e", "6");

        Following following = following(ResyncPolicy.MIRROR);
        following.settle();

        assertThat(following.fold()).isEqualTo(this.source.live());
        assertThat(following.status().resyncs()).containsExactly(entry(ResyncReason.DIVERGED, 1L));
    }

    @Test
    @Tag("P7")
    void widerScopeBringsWhatWasNotFollowed() {
        this.source.follow("node.");
        fold("node.a", "other.z");

        this.source.follow();
        Following following = following(ResyncPolicy.MIRROR);
        following.settle();

        assertThat(following.fold()).containsOnlyKeys("node.a", "other.z");
        assertThat(following.status().resyncs()).containsExactly(entry(ResyncReason.SCOPE_CHANGED, 1L));
    }

    @Test
    @Tag("P7")
    void narrowerScopeRemovesWhatIsNotFollowedAnyMore() {
        fold("node.a", "other.z");

        this.source.follow("node.");
        Following following = following(ResyncPolicy.MIRROR);
        following.settle();

        assertThat(following.fold()).containsOnlyKeys("node.a");
    }

    @ParameterizedTest
    @EnumSource(ResyncPolicy.class)
    @Tag("P7")
    void incompleteListDeletesNothingAndIsAskedForAgain(ResyncPolicy policy) {
        fold("a", "b", "c", "d");
        this.source.recreate();
        for (String key : List.of("a", "b", "c", "d")) {
            this.source.put(key, "new");
        }
        this.source.listTooFew(3);

        Following following = following(policy);
        following.settle();

        assertThat(following.heard()).containsExactly("a=new@1", "b=new@2", "c=new@3", "d=new@4");
        assertThat(following.status().staleKeys()).isZero();
    }

    @Test
    @Tag("P7")
    void incompleteListLeavesTheFollowerWaitingAndTheFoldAsItWas() {
        fold("a", "b");
        this.source.recreate();
        this.source.put("a", "new");
        this.source.listTooFew(1000);

        Following following = following(ResyncPolicy.MIRROR);
        following.live(Duration.ofMinutes(1));

        assertThat(following.fold()).isEqualTo(Map.of("a", "1", "b", "2"));
        assertThat(following.status().state()).isIn(FollowerState.WAITING, FollowerState.RESYNCING);
        assertThat(following.status().lastFault()).isInstanceOf(IncompleteListingException.class);
        assertThat(following.status().caughtUp()).isFalse();
    }

    @Test
    @Tag("P7")
    void keyThatIsCreatedAgainAfterTheListComesBack() {
        fold("a", "b");
        this.source.recreate();
        this.source.put("b", "new");
        this.source.afterNextList(() -> this.source.put("a", "again"));

        Following following = following(ResyncPolicy.MIRROR);
        following.settle();

        assertThat(following.heard()).containsExactly("-a@unknown", "b=new@1", "a=again@2");
        assertThat(following.fold()).isEqualTo(this.source.live());
    }

    @Test
    @Tag("P7")
    void bucketThatIsRecreatedBetweenListAndSubscriptionIsReadOnceMore() {
        fold("a", "b");
        this.source.recreate();
        this.source.put("a", "second life");
        this.source.beforeNextSubscribe(() -> {
            this.source.recreate();
            this.source.put("c", "third life");
        });

        Following following = following(ResyncPolicy.MIRROR);
        following.settle();

        assertThat(following.fold()).isEqualTo(Map.of("c", "third life"));
        assertThat(following.heard()).doesNotContain("a=second life@1");
    }

    @Test
    @Tag("P7")
    void evictionBetweenTheCheckAndTheSubscriptionIsNoticed() {
        fold("a", "b");
        this.source.put("c", "3");
        this.source.put("d", "4");
        this.source.beforeNextSubscribe(() -> this.source.evictBelow(4));

        Following following = following(ResyncPolicy.MIRROR);
        following.settle();

        assertThat(following.fold()).isEqualTo(this.source.live());
        assertThat(following.status().resyncs()).containsExactly(entry(ResyncReason.COMPACTED, 1L));
    }

    @Test
    @Tag("P7")
    void resyncThatWasCutShortBeginsAgain() {
        fold("a", "b", "c", "d", "e", "f", "g");
        this.source.recreate();
        this.source.put("g", "new");
        Following first = following(ResyncPolicy.MIRROR);
        first.before = updates -> {
            if (first.position() == -1 && first.fold().size() < 7) {
                first.loop.close();
                throw new IllegalStateException("killed between two batches of deletions");
            }
        };
        first.loop.run();
        assertThat(first.fold()).hasSize(4);
        assertThat(this.store.cursor()).isNull();

        Following second = following(ResyncPolicy.MIRROR);
        second.settle();

        assertThat(second.fold()).isEqualTo(Map.of("g", "new"));
        assertThat(second.status().resyncs()).containsExactly(entry(ResyncReason.INTERRUPTED, 1L));
    }

    @Test
    @Tag("P7")
    void firstReadThatWasCutShortGoesOnWhereItWas() {
        for (int index = 0; index < 10; index++) {
            this.source.put("k" + index, "v");
        }
        Following first = following(ResyncPolicy.MIRROR);
        first.until(() -> first.position() == 6);

        this.source.put("k1", "w");
        Following second = following(ResyncPolicy.MIRROR);
        second.settle();

        assertThat(second.heard()).hasSize(5);
        assertThat(second.fold()).isEqualTo(this.source.live());
        assertThat(second.status().resyncs()).isEmpty();
    }

    @Test
    void deletionsComeInBatchesOfTheUsualSize() {
        fold("a", "b", "c", "d", "e", "f", "g");
        this.source.recreate();

        Following following = following(ResyncPolicy.MIRROR);
        following.settle();

        assertThat(following.batches).containsExactly(3, 3, 1);
    }

    @Test
    @Tag("P7")
    void damagedStoreIsBegunAnew() {
        FailingFoldStore store = new FailingFoldStore();
        Following following = new Following(this.source, store, this.pace, Following.settings());
        this.source.put("a", "1");
        following.settle();
        store.damage();
        store.failNext(1);

        this.source.put("b", "2");
        following.until(() -> following.status().damages() == 1);
        following.settle();

        assertThat(following.fold()).isEqualTo(Map.of("a", "1", "b", "2"));
        assertThat(following.status().resyncs()).containsExactly(entry(ResyncReason.DAMAGED, 1L));
    }

    @Test
    @Tag("P5")
    void damageThatTheStoreFindsByItselfIsNoticedWithoutAnUpdate() {
        FailingFoldStore store = new FailingFoldStore();
        Following following = new Following(this.source, store, this.pace, Following.settings());
        this.source.put("a", "1");
        following.settle();

        store.findDamage();
        following.live(Duration.ofSeconds(11));
        following.settle();

        assertThat(following.status().damages()).isEqualTo(1);
        assertThat(following.fold()).isEqualTo(Map.of("a", "1"));
    }

    @Test
    void resyncOnRequestReadsEverythingAgain() {
        fold("a", "b");
        Following following = following(ResyncPolicy.MIRROR);
        following.settle();

        following.loop.requestResync();
        following.until(() -> following.status().resyncs().containsKey(ResyncReason.REQUESTED));
        following.settle();

        assertThat(following.heard()).containsExactly("a=1@1", "b=2@2");
        assertThat(following.status().resyncs()).containsExactly(entry(ResyncReason.REQUESTED, 1L));
    }

    private void fold(String... keys) {
        int value = 0;
        for (String key : keys) {
            this.source.put(key, Integer.toString(++value));
        }
        Following following = following(ResyncPolicy.MIRROR);
        following.settle();
        following.loop.close();
        following.loop.run();
    }

    private Following following(ResyncPolicy policy) {
        return new Following(this.source, this.store, this.pace, Following.settings().withPolicy(policy));
    }

}
