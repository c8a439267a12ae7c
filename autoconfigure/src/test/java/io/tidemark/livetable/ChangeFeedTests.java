package io.tidemark.livetable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;

import io.tidemark.livetable.TableWrites.TableWrite;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ChangeFeedTests {

    private static final TableId TABLE = Products.TABLE;

    private static final TableId OTHER = new TableId("main", "orders");

    private final LiveTablesFixture fixture = new LiveTablesFixture();

    private final LiveTables tables = this.fixture.tables;

    private final Recorder recorder = new Recorder(Long.MAX_VALUE);

    @AfterEach
    void close() {
        this.fixture.close();
    }

    @Test
    void subscriberIsToldOfWhatAWriteDidInOrder() {
        this.tables.changes(TABLE).subscribe(this.recorder);
        TableWrite write = this.tables.begin(TABLE, TABLE.path());
        write.add(new TableChange.Inserted(TABLE, 1));
        write.add(new TableChange.Updated(TABLE, 2));
        assertThat(this.fixture.background).isEmpty();

        write.complete(true);
        this.fixture.runBackground();

        assertThat(this.recorder.changes).containsExactly(new TableChange.Inserted(TABLE, 1),
                new TableChange.Updated(TABLE, 2));
    }

    @Test
    void writeWithoutDetailsIsAChangeAndOneOfUnknownEndAReset() {
        this.tables.changes(TABLE).subscribe(this.recorder);

        this.tables.begin(TABLE, TABLE.path()).complete(true);
        this.tables.begin(TABLE, TABLE.path()).complete(false);
        this.tables.begin(TABLE, TABLE.path()).complete(null);
        this.tables.invalidate(TABLE);
        this.tables.invalidateAll();
        this.fixture.runBackground();

        assertThat(this.recorder.changes).containsExactly(new TableChange.Changed(TABLE), new TableChange.Reset(TABLE),
                new TableChange.Changed(TABLE), new TableChange.Reset(TABLE));
    }

    @Test
    @Tag("P9")
    void writeOfManyRowsIsOneChange() {
        this.tables.changes().subscribe(this.recorder);
        TableWrite write = this.tables.begin(TABLE, TABLE.path());
        for (int id = 0; id < 100_000; id++) {
            write.add(new TableChange.Inserted(TABLE, id));
        }

        write.complete(true);
        this.fixture.runBackground();

        assertThat(this.recorder.changes).containsExactly(new TableChange.Changed(TABLE));
    }

    @Test
    void subscriberOfATableIsNotToldOfOthers() {
        Recorder ofAll = new Recorder(Long.MAX_VALUE);
        this.tables.changes(TABLE).subscribe(this.recorder);
        this.tables.changes().subscribe(ofAll);

        this.tables.invalidate(OTHER);
        this.fixture.runBackground();

        assertThat(this.recorder.changes).isEmpty();
        assertThat(ofAll.changes).containsExactly(new TableChange.Changed(OTHER));
    }

    @Test
    @Tag("P9")
    void subscriberThatFallsBehindGetsAResetOfEachTableAndThenGoesOn() {
        Recorder slow = new Recorder(0);
        this.tables.changes().subscribe(slow);
        for (int i = 0; i < 300; i++) {
            this.tables.invalidate(i % 2 == 0 ? TABLE : OTHER);
        }
        TableWrite write = this.tables.begin(TABLE, TABLE.path());
        write.add(new TableChange.Deleted(TABLE, 7));
        write.complete(true);

        slow.subscription().request(Long.MAX_VALUE);
        this.fixture.runBackground();

        assertThat(slow.changes).startsWith(new TableChange.Reset(TABLE), new TableChange.Reset(OTHER))
            .endsWith(new TableChange.Deleted(TABLE, 7))
            .hasSizeLessThan(300);
    }

    @Test
    void subscriberGetsNoMoreThanItAskedFor() {
        Recorder slow = new Recorder(2);
        this.tables.changes().subscribe(slow);
        for (int i = 0; i < 5; i++) {
            this.tables.invalidate(TABLE);
        }

        this.fixture.runBackground();
        assertThat(slow.changes).hasSize(2);
        slow.subscription().request(1);
        this.fixture.runBackground();

        assertThat(slow.changes).hasSize(3);
    }

    @Test
    void changeRightAfterSubscribingIsNotMissed() {
        this.tables.changes().subscribe(this.recorder);
        this.tables.invalidate(TABLE);

        this.fixture.runBackground();

        assertThat(this.recorder.changes).hasSize(1);
    }

    @Test
    void nothingIsLostWhileTheBackgroundIsFull() {
        this.tables.changes().subscribe(this.recorder);
        this.fixture.backgroundIsFull = true;
        this.tables.invalidate(TABLE);
        this.fixture.backgroundIsFull = false;

        this.tables.invalidate(OTHER);
        this.fixture.runBackground();

        assertThat(this.recorder.changes).containsExactly(new TableChange.Changed(TABLE),
                new TableChange.Changed(OTHER));
    }

    @Test
    void subscriberThatFailsIsToldNoMoreAndTheOthersAre() {
        this.tables.changes().subscribe(new Recorder(Long.MAX_VALUE) {

            @Override
            public void onNext(TableChange change) {
                super.onNext(change);
                throw new IllegalStateException("broken");
            }

        });
        this.tables.changes().subscribe(this.recorder);

        this.tables.invalidate(TABLE);
        this.fixture.runBackground();
        this.tables.invalidate(TABLE);
        this.fixture.runBackground();

        assertThat(this.recorder.changes).hasSize(2);
    }

    @Test
    void subscriberMayCancel() {
        this.tables.changes().subscribe(this.recorder);
        this.recorder.subscription().cancel();

        this.tables.invalidate(TABLE);
        this.fixture.runBackground();

        assertThat(this.recorder.changes).isEmpty();
    }

    @Test
    void demandMustBePositive() {
        this.tables.changes().subscribe(this.recorder);

        this.recorder.subscription().request(0);
        this.fixture.runBackground();

        assertThat(this.recorder.failure).isInstanceOf(IllegalArgumentException.class)
            .hasMessage("count must be positive, was 0");
    }

    @Test
    void closeCompletesEverySubscriber() {
        Recorder waiting = new Recorder(0);
        this.tables.changes().subscribe(this.recorder);
        this.tables.changes().subscribe(waiting);
        this.fixture.backgroundIsFull = true;

        this.tables.close();

        assertThat(this.recorder.completions).isEqualTo(1);
        assertThat(waiting.completions).isEqualTo(1);
        Recorder late = new Recorder(1);
        this.tables.changes().subscribe(late);
        assertThat(late.completions).isEqualTo(1);
    }

    /** Notes what it is told. */
    static class Recorder implements Flow.Subscriber<TableChange> {

        final List<TableChange> changes = new ArrayList<>();

        private final long demand;

        private Flow.@Nullable Subscription subscription;

        @Nullable Throwable failure;

        int completions;

        Recorder(long demand) {
            this.demand = demand;
        }

        Flow.Subscription subscription() {
            return Objects.requireNonNull(this.subscription, "subscription");
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            this.subscription = given;
            if (this.demand > 0) {
                given.request(this.demand);
            }
        }

        @Override
        public void onNext(TableChange change) {
            this.changes.add(change);
        }

        @Override
        public void onError(Throwable cause) {
            this.failure = cause;
        }

        @Override
        public void onComplete() {
            this.completions++;
        }

    }

}
