package io.tidemark.fold.livetable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.tidemark.fold.FoldCodec;
import io.tidemark.fold.FoldDefinition;
import io.tidemark.fold.FollowedFold;
import io.tidemark.fold.FollowerSettings;
import io.tidemark.fold.UndecodablePolicy;
import io.tidemark.fold.autoconfigure.MemoryBucket;
import io.tidemark.fold.mvstore.MvStoreFoldSettings;
import io.tidemark.fold.mvstore.MvStoreFoldStore;
import io.tidemark.livetable.ChangeSource.ChangeSink;
import io.tidemark.livetable.TableChange;
import io.tidemark.livetable.TableId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class FoldChangeSourceTests {

    private static final TableId TABLE = new TableId("dataSource", "airport");

    private final MemoryBucket bucket = new MemoryBucket("notes");

    private final ExecutorService executor = Executors.newSingleThreadExecutor();

    private final Told told = new Told();

    @TempDir
    Path directory;

    @AfterEach
    void stop() {
        this.executor.shutdownNow();
    }

    @Test
    void everyChangeOfTheFoldIsOneOfTheTable() throws Exception {
        try (FollowedFold<String> fold = open(); FoldChangeSource<String> source = new FoldChangeSource<>(fold, TABLE)) {
            source.start(this.told);
            fold.start();
            assertThat(this.told.next()).isEqualTo("restored");

            this.bucket.put("ORD", "closed");
            assertThat(this.told.next()).isEqualTo(new TableChange.Reset(TABLE));
            assertThat(this.told.next()).isEqualTo(new TableChange.Changed(TABLE));

            this.bucket.delete("ORD");
            assertThat(this.told.next()).isEqualTo(new TableChange.Changed(TABLE));
        }
    }

    @Test
    void sourceIsLostWhileTheBucketIsNotFollowed() throws Exception {
        try (FollowedFold<String> fold = open(); FoldChangeSource<String> source = new FoldChangeSource<>(fold, TABLE)) {
            source.start(this.told);
            fold.start();
            assertThat(this.told.next()).isEqualTo("restored");

            this.bucket.setUnreachable(true);
            assertThat(this.told.next()).asString().startsWith("gap: fold 'notes' does not follow bucket 'notes', it is ");
            this.bucket.put("ORD", "closed");
            this.bucket.setUnreachable(false);

            assertThat(this.told.next()).isEqualTo(new TableChange.Reset(TABLE));
            assertThat(this.told.next()).isEqualTo(new TableChange.Changed(TABLE));
            assertThat(this.told.next()).isEqualTo("restored");
        }
    }

    @Test
    void changesFromWhileNobodyRanAreToldAfterTheRestart() throws Exception {
        this.bucket.put("ORD", "closed");
        try (FollowedFold<String> fold = open()) {
            fold.start();
            assertThat(fold.awaitCaughtUp(Duration.ofSeconds(20))).isTrue();
        }
        this.bucket.put("DFW", "closed");

        try (FollowedFold<String> fold = open(); FoldChangeSource<String> source = new FoldChangeSource<>(fold, TABLE,
                (change) -> new TableChange.Updated(TABLE, change.toString()))) {
            source.start(this.told);
            fold.start();

            assertThat(this.told.next()).asString().contains("DFW").doesNotContain("ORD");
            assertThat(this.told.next()).isEqualTo("restored");
        }
    }

    @Test
    void sourceOfAFoldThatFollowsAlreadyIsRestoredAtOnce() throws Exception {
        try (FollowedFold<String> fold = open(); FoldChangeSource<String> source = new FoldChangeSource<>(fold, TABLE)) {
            fold.start();
            assertThat(fold.awaitCaughtUp(Duration.ofSeconds(20))).isTrue();

            source.start(this.told);

            assertThat(this.told.next()).isEqualTo("restored");
        }
    }

    @Test
    void nothingIsToldAfterTheSourceIsClosed() throws Exception {
        try (FollowedFold<String> fold = open()) {
            FoldChangeSource<String> source = new FoldChangeSource<>(fold, TABLE);
            source.start(this.told);
            source.close();

            fold.start();
            assertThat(fold.awaitCaughtUp(Duration.ofSeconds(20))).isTrue();
        }

        assertThat(this.told.events).isEmpty();
    }

    @Test
    void onlyItsTableIsCovered() {
        try (FollowedFold<String> fold = open(); FoldChangeSource<String> source = new FoldChangeSource<>(fold, TABLE)) {
            assertThat(source.name()).isEqualTo("fold-notes");
            assertThat(source.covers(TABLE)).isTrue();
            assertThat(source.covers(new TableId("dataSource", "flight"))).isFalse();
        }
    }

    private FollowedFold<String> open() {
        FollowerSettings settings = FollowerSettings.defaults()
            .withBackoff(Duration.ofMillis(1), Duration.ofMillis(1));
        return new FollowedFold<>(new FoldDefinition<>("notes", this.bucket,
                () -> MvStoreFoldStore.open(MvStoreFoldSettings.in(this.directory.resolve("fold"))), FoldCodec.text(),
                UndecodablePolicy.SKIP, settings, this.executor));
    }

    private static final class Told implements ChangeSink {

        private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

        @Override
        public void changed(TableChange change) {
            this.events.add(change);
        }

        @Override
        public void gap(String reason) {
            this.events.add("gap: " + reason);
        }

        @Override
        public void restored() {
            this.events.add("restored");
        }

        Object next() throws InterruptedException {
            return this.events.poll(20, TimeUnit.SECONDS);
        }

    }

}
