package io.tidemark.fold.nats;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.impl.Headers;
import io.tidemark.fold.BucketMissingException;
import io.tidemark.fold.Delivery;
import io.tidemark.fold.FoldSourceException;
import io.tidemark.fold.FoldSubscription;
import io.tidemark.fold.IncompleteListingException;
import io.tidemark.fold.KvUpdate;
import io.tidemark.fold.SourceState;
import io.tidemark.fold.SourceUnreachableException;
import io.tidemark.fold.SubscriptionLostException;
import io.tidemark.fold.UnusableKeyException;
import io.tidemark.testing.EnabledIfNats;
import io.tidemark.testing.NatsServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What a real server does, and what the source makes of it. */
@EnabledIfNats
@Timeout(30)
class NatsKvFoldSourceTests {

    private static final long A_WHILE = TimeUnit.SECONDS.toNanos(5);

    private final NatsServer server;

    private Connection connection;

    private NatsBucket bucket;

    NatsKvFoldSourceTests(NatsServer server) {
        this.server = server;
    }

    @BeforeEach
    void connect() throws Exception {
        this.connection = Nats.connect(NatsKvFoldSource.connectionOptions().server(this.server.url()).build());
        this.bucket = new NatsBucket(this.connection);
    }

    @AfterEach
    void disconnect() throws Exception {
        this.connection.close();
    }

    @Test
    void serverBeginsLaterWithoutAWordWhereRevisionsAreGone() throws Exception {
        for (int revision = 1; revision <= 8; revision++) {
            this.bucket.put("k" + revision % 2, "v" + revision);
        }

        try (NatsKvFoldSource source = this.bucket.source(); FoldSubscription subscription = source.subscribe(2)) {
            assertThat(source.describe().firstRevision()).isEqualTo(7);
            assertThat(revisions(subscription, 2)).containsExactly(7L, 8L);
        }
    }

    @Test
    void beginningIsTheLastUpdateOfEachKeyThenWhatFollows() throws Exception {
        this.bucket.put("a", "1");
        this.bucket.put("b", "2");
        this.bucket.put("a", "3");
        this.bucket.keys.delete("b");
        this.bucket.put("empty", "");

        try (NatsKvFoldSource source = this.bucket.source(); FoldSubscription subscription = source.subscribe(0)) {
            assertThat(subscription.initialPending()).isEqualTo(3);
            assertThat(updates(subscription, 3)).satisfiesExactly(
                    update -> assertThat(update).isInstanceOf(KvUpdate.Put.class).extracting(KvUpdate::key).isEqualTo("a"),
                    update -> assertThat(update).isInstanceOf(KvUpdate.Delete.class),
                    update -> assertThat(((KvUpdate.Put) update).entry().value()).isEmpty());
            this.bucket.keys.purge("a");
            assertThat(updates(subscription, 1)).singleElement().isInstanceOf(KvUpdate.Purge.class);
            assertThat(subscription.next(0)).isNull();
        }
    }

    @Test
    void markersOfAServerThatEndedAnEntryAreNoValues() throws Exception {
        String subject = "$KV." + this.bucket.name + ".k";
        for (String reason : List.of("MaxAge", "Purge", "Remove")) {
            this.connection.jetStream().publish(subject, new Headers().add("Nats-Marker-Reason", reason), null);
            try (NatsKvFoldSource source = this.bucket.source(); FoldSubscription subscription = source.subscribe(0)) {
                KvUpdate update = updates(subscription, 1).get(0);
                assertThat(update).isInstanceOf("Remove".equals(reason) ? KvUpdate.Delete.class : KvUpdate.Purge.class);
            }
        }
    }

    @Test
    @Tag("P7")
    void moreThanAThousandKeysAreListedCompletelyWithoutThoseThatAreDeleted() throws Exception {
        this.bucket.fill(1500);
        this.bucket.keys.delete("k.7");
        this.bucket.put("k.8", "");

        Map<String, Long> listed = list(this.bucket.source());

        assertThat(listed).hasSize(1499).doesNotContainKey("k.7").containsEntry("k.8", 1502L);
        assertThat(this.bucket.consumers()).isEmpty();
    }

    @Test
    @Tag("P7")
    void listOfAServerThatStallsIsRefused() throws Exception {
        this.bucket.fill(3000);
        NatsKvFoldSource source = new NatsKvFoldSource(this.connection, this.bucket.settings()
            .withPullSize(10)
            .withTimes(Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofMillis(300)));
        List<String> listed = new ArrayList<>();

        try {
            assertThatExceptionOfType(FoldSourceException.class)
                .isThrownBy(() -> source.list((key, revision) -> {
                    listed.add(key);
                    if (listed.size() == 100) {
                        this.server.stall();
                    }
                }))
                .isInstanceOfAny(IncompleteListingException.class, SourceUnreachableException.class);
        }
        finally {
            this.server.resume();
        }

        assertThat(listed).hasSizeBetween(100, 2999);
        assertThat(list(source)).hasSize(3000);
    }

    @Test
    @Tag("P7")
    void listIsCompleteThoughKeysVanishMeanwhile() throws Exception {
        this.bucket.fill(500);
        NatsKvFoldSource source = new NatsKvFoldSource(this.connection, this.bucket.settings()
            .withPullSize(10)
            .withTimes(Duration.ofSeconds(2), Duration.ofSeconds(60), Duration.ofMillis(500)));
        Map<String, Long> listed = new HashMap<>();

        source.list((key, revision) -> {
            if (listed.isEmpty()) {
                run(() -> this.bucket.erase("k.450"));
                run(() -> this.bucket.erase("k.499"));
            }
            listed.put(key, revision);
        });

        assertThat(listed).hasSize(498).doesNotContainKeys("k.450", "k.499");
    }

    @Test
    void resumesAfterARevisionInTheFollowedPrefixesOnlyAscending() throws Exception {
        for (int index = 0; index < 300; index++) {
            this.bucket.put("abcd".charAt(index % 4) + "." + index, "v");
        }

        try (NatsKvFoldSource source = this.bucket.source("c.", "a.", "d.")) {
            try (FoldSubscription subscription = source.subscribe(40)) {
                assertThat(subscription.initialPending()).isEqualTo(195);
                List<Long> revisions = revisions(subscription, 195);
                assertThat(revisions).isSorted().doesNotHaveDuplicates().allMatch(each -> each > 40 && each % 4 != 2);
                this.bucket.put("b.1", "v");
                this.bucket.put("d.1", "v");
                assertThat(revisions(subscription, 1)).containsExactly(302L);
            }
            assertThat(source.pendingAfter(298)).isEqualTo(3);
            assertThat(source.pendingAfter(302)).isZero();
            assertThat(list(source)).hasSize(226);
        }
        assertThat(this.bucket.consumers()).isEmpty();
    }

    @Test
    void largeValuesComeInSmallPulls() throws Exception {
        String large = "x".repeat(900_000);
        for (int index = 0; index < 20; index++) {
            this.bucket.put("k" + index, large);
        }
        NatsKvFoldSource source = new NatsKvFoldSource(this.connection, this.bucket.settings().withPullSize(2));

        try (FoldSubscription subscription = source.subscribe(0)) {
            assertThat(revisions(subscription, 20)).hasSize(20).isSorted();
        }
    }

    @Test
    void keysThatAreNotAsciiAreLeftOutOrHeld() throws Exception {
        this.bucket.put("a", "1");
        Connection utf8 = Nats
            .connect(NatsKvFoldSource.connectionOptions().supportUTF8Subjects().server(this.server.url()).build());
        try (utf8) {
            utf8.jetStream().publish("$KV." + this.bucket.name + ".ü", new byte[] { 1 });
        }

        NatsKvFoldSource source = this.bucket.source();
        try (FoldSubscription subscription = source.subscribe(0)) {
            assertThat(next(subscription).update()).isNotNull();
            assertThat(next(subscription)).isEqualTo(new Delivery(2, null));
        }
        assertThat(list(source)).containsOnlyKeys("a");
        NatsKvFoldSource holding = new NatsKvFoldSource(this.connection,
                this.bucket.settings().withUnusableKeys(UnusableKeys.HOLD));
        assertThatExceptionOfType(UnusableKeyException.class).isThrownBy(() -> list(holding))
            .withMessageContaining("one at revision 2 is not: remove it");
    }

    @Test
    void consumerThatIsDeletedIsALoss() throws Exception {
        try (NatsKvFoldSource source = this.bucket.source(); FoldSubscription subscription = source.subscribe(0)) {
            assertThat(subscription.next(0)).isNull();
            for (String consumer : this.bucket.consumers()) {
                this.bucket.management().deleteConsumer("KV_" + this.bucket.name, consumer);
            }

            assertThatExceptionOfType(SubscriptionLostException.class).isThrownBy(() -> subscription.next(A_WHILE));
        }
    }

    @Test
    void silentServerIsALoss() throws Exception {
        NatsKvFoldSource source = new NatsKvFoldSource(this.connection, this.bucket.settings()
            .withTimes(Duration.ofMillis(200), Duration.ofSeconds(60), Duration.ofMillis(500)));
        try (FoldSubscription subscription = source.subscribe(0)) {
            assertThat(subscription.next(TimeUnit.MILLISECONDS.toNanos(900))).isNull();
            this.server.stall();

            assertThatExceptionOfType(SubscriptionLostException.class).isThrownBy(() -> subscription.next(A_WHILE))
                .withMessageContaining("NATS was silent for");
        }
        finally {
            this.server.resume();
        }
    }

    @Test
    void serverMayTakeLongerToBeginThanToAnswer() throws Exception {
        this.bucket.put("a", "1");
        NatsKvFoldSource source = new NatsKvFoldSource(this.connection, this.bucket.settings()
            .withTimes(Duration.ofSeconds(2), Duration.ofSeconds(60), Duration.ofMillis(100)));
        this.server.stall();
        FutureTask<List<Long>> beginning = new FutureTask<>(() -> {
            try (FoldSubscription subscription = source.subscribe(0)) {
                return revisions(subscription, 1);
            }
        });
        new Thread(beginning, "beginning").start();

        try {
            assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> beginning.get(500, TimeUnit.MILLISECONDS));
        }
        finally {
            this.server.resume();
        }

        assertThat(beginning.get(10, TimeUnit.SECONDS)).containsExactly(1L);
    }

    @Test
    void nothingFollowsTheLastRevisionThereCanBe() {
        assertThatExceptionOfType(FoldSourceException.class)
            .isThrownBy(() -> this.bucket.source().subscribe(Long.MAX_VALUE))
            .withMessage("Bucket '%s' can't have an update after revision 9223372036854775807"
                .formatted(this.bucket.name));
    }

    @Test
    void wakingUpEndsAWait() throws Exception {
        try (NatsKvFoldSource source = this.bucket.source(); FoldSubscription subscription = source.subscribe(0)) {
            subscription.wakeUp();

            assertThat(subscription.next(TimeUnit.DAYS.toNanos(1))).isNull();
        }
    }

    @Test
    void answerThatIsLostWithTheConnectionIsNotWaitedFor() throws Exception {
        NatsKvFoldSource source = new NatsKvFoldSource(this.connection, this.bucket.settings()
            .withTimes(Duration.ofSeconds(2), Duration.ofSeconds(60), Duration.ofHours(1)));
        source.describe();
        this.server.stall();
        FutureTask<SourceState> answer = new FutureTask<>(source::describe);
        Thread asking = new Thread(answer, "asking");
        asking.start();
        while (asking.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }

        this.server.kill();

        try {
            assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
                .withCauseInstanceOf(SourceUnreachableException.class);
        }
        finally {
            this.server.restart();
        }
    }

    @Test
    void missingBucketIsToldFromAServerThatIsAway() throws Exception {
        NatsKvFoldSource source = this.bucket.source();
        this.bucket.drop();

        assertThatExceptionOfType(BucketMissingException.class).isThrownBy(source::describe)
            .withMessage("Can't describe bucket '%1$s': NATS has no stream 'KV_%1$s'".formatted(this.bucket.name));
        this.connection.close();
        assertThatExceptionOfType(SourceUnreachableException.class).isThrownBy(source::describe)
            .withMessage("Can't describe bucket '%s': the connection to NATS is CLOSED".formatted(this.bucket.name));
    }

    @Test
    void connectionThatGivesUpIsRefused() throws Exception {
        Connection mortal = Nats.connect(Options.builder().server(this.server.url()).build());
        try (mortal) {
            assertThatIllegalArgumentException()
                .isThrownBy(() -> new NatsKvFoldSource(mortal, NatsKvSettings.of("routes")))
                .withMessage("maxReconnects of the connection must be -1, was 60: "
                        + "a fold would end for good when they are used up");
        }
    }

    private static Map<String, Long> list(NatsKvFoldSource source) {
        Map<String, Long> listed = new HashMap<>();
        source.list((key, revision) -> {
            if (revision >= 0) {
                listed.put(key, revision);
            }
        });
        return listed;
    }

    private static List<KvUpdate> updates(FoldSubscription subscription, int count) {
        List<KvUpdate> updates = new ArrayList<>();
        while (updates.size() < count) {
            updates.add(next(subscription).update());
        }
        return updates;
    }

    private static List<Long> revisions(FoldSubscription subscription, int count) {
        List<Long> revisions = new ArrayList<>();
        while (revisions.size() < count) {
            revisions.add(next(subscription).revision());
        }
        return revisions;
    }

    private static Delivery next(FoldSubscription subscription) {
        Delivery delivery = subscription.next(A_WHILE);
        assertThat(delivery).isNotNull();
        return delivery;
    }

    private static void run(Change change) {
        try {
            change.make();
        }
        catch (Exception ex) {
            throw new AssertionError(ex);
        }
    }

    @FunctionalInterface
    private interface Change {

        void make() throws Exception;

    }

}
