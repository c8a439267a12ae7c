package io.tidemark.livetable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.tidemark.key.KeyPath;
import io.tidemark.livetable.Products.Barrier;
import io.tidemark.livetable.TableWrites.TableWrite;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

@Tag("P6")
class PersistentPageCacheTests {

    private static final KeyPath TABLE = Products.TABLE.path();

    private static final Instant START = Instant.EPOCH.plusSeconds(1_700_000_000);

    private static final TableSettings STALE = LiveTablesFixture.ageing(null, Duration.ofMinutes(10));

    private final HeapPageCache cache = new HeapPageCache(true);

    @Test
    void rowsAreGoneBeforeTheWriteGoesOn() {
        try (LiveTablesFixture fixture = process(STALE, START)) {
            fixture.read(fixture.products.list());

            TableWrite write = fixture.tables.begin(Products.TABLE, TABLE);

            assertThat(this.cache.usage().entries()).isZero();
            write.complete(true);
        }
    }

    @Test
    void nothingIsRemovedAgainIfNothingWasPutSince() {
        try (LiveTablesFixture fixture = process(STALE, START)) {
            fixture.write("a", "one");
            int removals = this.cache.removals.get();
            assertThat(removals).as("what an earlier process left").isEqualTo(1);

            fixture.write("a", "two");
            assertThat(this.cache.removals).hasValue(removals);
            fixture.read(fixture.products.list());
            fixture.write("a", "three");

            assertThat(this.cache.removals).hasValue(removals + 1);
        }
    }

    @Test
    void loadThatWasStillGoodWhenItWasJudgedIsNotPutBehindTheRemoval() throws Exception {
        try (LiveTablesFixture fixture = process(STALE, START)) {
            fixture.write("a", "the removal of what an earlier process left");
            CountDownLatch putting = new CountDownLatch(1);
            CountDownLatch put = new CountDownLatch(1);
            this.cache.beforePut = () -> {
                putting.countDown();
                await(put);
            };
            Future<List<String>> reader = fixture.readElsewhere(fixture.products.list());
            await(putting);

            Future<TableWrite> writer = fixture.threads.submit(() -> fixture.tables.begin(Products.TABLE, TABLE));
            while (fixture.generations.heldMarks() == 0) {
                Thread.onSpinWait();
            }
            put.countDown();

            TableWrite write = writer.get(10, SECONDS);
            reader.get(10, SECONDS);
            assertThat(this.cache.usage().entries()).as("a crash from here on brings nothing back").isZero();
            write.complete(true);
        }
    }

    @Test
    void rowsOfAnEarlierProcessAreServedAsStaleWhereTheTableAllowsIt() {
        leaveRows();

        try (LiveTablesFixture later = process(STALE, START.plusSeconds(60))) {
            later.products.put("a", "written in between");
            assertThat(later.read(later.products.list())).contains("Alpha");
            assertThat(later.tables.lastOutcome()).isEqualTo(ReadOutcome.STALE);
            later.runBackground();

            assertThat(later.read(later.products.list())).contains("written in between");
            assertThat(later.tables.lastOutcome()).isEqualTo(ReadOutcome.HIT);
        }
    }

    @Test
    void rowsOfAnEarlierProcessAreLoadedWhereTheTableAllowsNoStaleOnes() {
        leaveRows();

        try (LiveTablesFixture later = process(TableSettings.defaults(), START.plusSeconds(60))) {
            later.read(later.products.list());
            assertThat(later.tables.lastOutcome()).isEqualTo(ReadOutcome.MISS);
        }
    }

    @Test
    void rowsOfAnEarlierProcessThatAreTooOldOrOfTheFutureAreLoaded() {
        leaveRows();

        try (LiveTablesFixture later = process(STALE, START.plusSeconds(600))) {
            later.read(later.products.list());
            assertThat(later.tables.lastOutcome()).isEqualTo(ReadOutcome.MISS);
        }
        leaveRows();
        try (LiveTablesFixture later = process(STALE, START.minusSeconds(60))) {
            later.read(later.products.list());
            assertThat(later.tables.lastOutcome()).as("the clock went back").isEqualTo(ReadOutcome.MISS);
        }
    }

    @Test
    @Tag("P1")
    void rowsOfAnEarlierProcessThatWereVoidedInThisOneAreLoaded() {
        leaveRows();

        try (LiveTablesFixture later = process(STALE, START.plusSeconds(60))) {
            later.generations.bump(TABLE);

            later.read(later.products.list());

            assertThat(later.tables.lastOutcome()).isEqualTo(ReadOutcome.MISS);
        }
    }

    @Test
    @Tag("P1")
    void rowsOfAnEarlierProcessThatDependOnAnotherTableAreLoaded() {
        TableId makers = new TableId("main", "makers");
        try (LiveTablesFixture first = process(STALE, START)) {
            first.products.dependencies = List.of(TABLE, makers.path());
            first.read(first.products.list());
            first.tables.begin(makers, makers.path()).complete(true);
        }

        try (LiveTablesFixture later = process(STALE, START.plusSeconds(60))) {
            later.products.dependencies = List.of(TABLE, makers.path());
            later.read(later.products.list());

            assertThat(later.tables.lastOutcome()).isEqualTo(ReadOutcome.MISS);
        }
    }

    @Test
    void processThatEndsWithinAWriteLeavesNothingOfTheTable() {
        try (LiveTablesFixture first = process(STALE, START)) {
            first.read(first.products.list());
            first.tables.begin(Products.TABLE, TABLE);
        }

        assertNothingIsLeft();
    }

    @Test
    void loadThatAWriteOvertookDoesNotComeBackInTheNextProcess() throws Exception {
        try (LiveTablesFixture first = process(STALE, START)) {
            Barrier held = first.products.holdNextLoad();
            Future<List<String>> early = first.readElsewhere(first.products.list());
            held.awaitLoad();
            first.write("a", "written meanwhile");
            held.release();
            assertThat(early.get(10, SECONDS)).contains("Alpha");
        }

        assertNothingIsLeft();
    }

    @Test
    void readWithinAWriteDoesNotComeBackInTheNextProcess() {
        try (LiveTablesFixture first = process(STALE, START)) {
            first.tables.begin(Products.TABLE, TABLE);
            first.read(first.products.list());
        }

        assertNothingIsLeft();
    }

    @Test
    void invalidationsAreOnDiskWhenTheyReturn() {
        List<Consumer<LiveTables>> kinds = List.of((tables) -> tables.invalidate(Products.TABLE),
                (tables) -> tables.invalidate(TABLE.asPrefix()), LiveTables::invalidateAll);
        for (Consumer<LiveTables> kind : kinds) {
            try (LiveTablesFixture fixture = process(STALE, START)) {
                fixture.read(fixture.products.list());

                kind.accept(fixture.tables);

                assertThat(this.cache.usage().entries()).isZero();
            }
        }
    }

    private void assertNothingIsLeft() {
        try (LiveTablesFixture later = process(STALE, START.plusSeconds(60))) {
            later.read(later.products.list());
            assertThat(later.tables.lastOutcome()).isEqualTo(ReadOutcome.MISS);
        }
    }

    private void leaveRows() {
        try (LiveTablesFixture first = process(STALE, START)) {
            first.tables.invalidate(Products.TABLE);
            first.read(first.products.list());
        }
        assertThat(this.cache.usage().entries()).isEqualTo(1);
    }

    private LiveTablesFixture process(TableSettings settings, Instant start) {
        return new LiveTablesFixture(settings, this.cache, start);
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("Nobody came");
            }
        }
        catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

}
