package io.tidemark.livetable;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;

import io.tidemark.key.KeyPath;
import io.tidemark.key.KeyPrefix;
import io.tidemark.livetable.Products.Barrier;
import io.tidemark.livetable.TableWrites.TableWrite;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Tag("P1")
class InvalidationTests {

    private static final KeyPath TABLE = Products.TABLE.path();

    private final LiveTablesFixture fixture = new LiveTablesFixture();

    private final Products products = this.fixture.products;

    private final LiveTables tables = this.fixture.tables;

    @AfterEach
    void close() {
        this.fixture.close();
    }

    @Test
    void loadOvertakenByAWriteIsNotKept() throws Exception {
        Barrier held = this.products.holdNextLoad();
        Future<List<String>> early = this.fixture.readElsewhere(this.products.list());
        held.awaitLoad();

        this.fixture.write("a", "Aleph");
        held.release();

        assertThat(early.get(10, SECONDS)).contains("Alpha");
        assertThat(this.fixture.cache.usage().entries()).isZero();
        assertThat(this.fixture.statistics().discarded()).isEqualTo(1);
        assertThat(this.fixture.read(this.products.list())).contains("Aleph");
        assertThat(this.products.loads).hasValue(2);
    }

    @Test
    void loadOvertakenByAnInvalidationOfAnyKindIsNotKept() throws Exception {
        List<Runnable> kinds = List.of(() -> this.tables.invalidate(Products.TABLE), this.tables::invalidateAll,
                () -> this.tables.invalidate(TABLE.asPrefix()),
                () -> this.tables.invalidate(this.products.list().key().asPrefix()),
                () -> this.tables.invalidate(TABLE.childrenStartingWith("pa")));
        for (Runnable kind : kinds) {
            Barrier held = this.products.holdNextLoad();
            Future<List<String>> early = this.fixture.readElsewhere(this.products.list());
            held.awaitLoad();

            kind.run();
            held.release();

            early.get(10, SECONDS);
            assertThat(this.fixture.cache.usage().entries()).isZero();
        }
        assertThat(this.fixture.statistics().discarded()).isEqualTo(kinds.size());
    }

    @Test
    void loadThatSawTheTableBeforeAWriteBeganIsNotKeptWhileThatGoesOn() throws Exception {
        Barrier held = this.products.holdNextLoad();
        Future<List<String>> early = this.fixture.readElsewhere(this.products.list());
        held.awaitLoad();

        TableWrite write = this.tables.begin(Products.TABLE, TABLE);
        held.release();
        early.get(10, SECONDS);
        assertThat(this.fixture.cache.usage().entries()).isZero();
        this.products.put("a", "Aleph");
        write.complete(true);

        assertThat(this.fixture.read(this.products.list())).contains("Aleph");
    }

    @Test
    @Tag("P8")
    void readerAfterAWriteDoesNotJoinTheLoadBeforeIt() throws Exception {
        Barrier held = this.products.holdNextLoad();
        Future<List<String>> early = this.fixture.readElsewhere(this.products.list());
        held.awaitLoad();
        this.fixture.write("a", "Aleph");

        Future<List<String>> late = this.fixture.readElsewhere(this.products.list());
        this.fixture.until(() -> this.tables.loadsInProgress() == 2);
        held.release();

        assertThat(late.get(10, SECONDS)).contains("Aleph");
        assertThat(early.get(10, SECONDS)).contains("Alpha");
        assertThat(this.products.loads).hasValue(2);
    }

    @Test
    void olderLoadDoesNotReplaceTheNewerOne() throws Exception {
        this.fixture.advance(Duration.ofSeconds(1));
        Barrier held = this.products.holdNextLoad();
        Future<List<String>> older = this.fixture.readElsewhere(this.products.list());
        held.awaitLoad();
        this.products.put("a", "written behind our back");
        this.fixture.advance(Duration.ofSeconds(1));

        this.fixture.context.holdsResources.set(true);
        this.fixture.read(this.products.list());
        held.release();
        older.get(10, SECONDS);

        assertThat(this.fixture.read(this.products.list())).contains("written behind our back");
        assertThat(this.tables.lastOutcome()).isEqualTo(ReadOutcome.HIT);
    }

    @Test
    void writeThatFailedKeepsWhatIsCached() {
        this.fixture.read(this.products.list());
        TableWrite write = this.tables.begin(Products.TABLE, TABLE);

        write.complete(false);

        this.fixture.read(this.products.list());
        assertThat(this.tables.lastOutcome()).isEqualTo(ReadOutcome.HIT);
        assertThat(this.fixture.generations.heldMarks()).isZero();
    }

    @Test
    void writeOfUnknownEndVoidsWhatIsCached() {
        this.fixture.read(this.products.list());
        TableWrite write = this.tables.begin(Products.TABLE, TABLE);

        write.complete(null);

        this.fixture.read(this.products.list());
        assertThat(this.tables.lastOutcome()).isEqualTo(ReadOutcome.MISS);
    }

    @Test
    void writeToAnotherTableThatTheAnswerDependsOnVoidsIt() {
        TableId makers = new TableId("main", "makers");
        this.products.dependencies = List.of(TABLE, makers.path());
        this.fixture.read(this.products.list());

        this.tables.begin(makers, makers.path()).complete(true);

        this.fixture.read(this.products.list());
        assertThat(this.tables.lastOutcome()).isEqualTo(ReadOutcome.MISS);
    }

    @Test
    void writeToANeighbourKeepsWhatIsCached() {
        this.fixture.read(this.products.list());

        TableId neighbour = new TableId("main", "products2");
        this.tables.begin(neighbour, neighbour.path()).complete(true);
        this.tables.invalidate(new TableId("other", "products"));

        this.fixture.read(this.products.list());
        assertThat(this.tables.lastOutcome()).isEqualTo(ReadOutcome.HIT);
    }

    @Test
    void prefixRemovesWhatLiesBelowItAndLeavesTheRest() {
        this.fixture.read(this.products.page(0, 2));
        this.fixture.read(this.products.page(1, 2));
        this.fixture.read(this.products.row("a"));
        KeyPrefix pages = TABLE.child("page").asPrefix();

        assertThat(this.tables.invalidate(pages)).isEqualTo(2);

        this.fixture.read(this.products.row("a"));
        assertThat(this.tables.lastOutcome()).isEqualTo(ReadOutcome.HIT);
        this.fixture.read(this.products.page(0, 2));
        assertThat(this.tables.lastOutcome()).isEqualTo(ReadOutcome.MISS);
    }

    @Test
    void writeBelowTheTableVoidsWhatLiesThere() {
        KeyPath rows = TABLE.child("id");
        this.fixture.read(this.products.row("a"));
        this.fixture.read(this.products.list());
        TableWrite write = this.tables.begin(Products.TABLE, rows);

        this.fixture.read(this.products.row("a"));
        assertThat(this.tables.lastBypassReason()).isEqualTo(BypassReason.WRITE_IN_PROGRESS);
        this.products.put("a", "Aleph");
        write.complete(true);

        assertThat(this.fixture.read(this.products.row("a"))).hasValue("Aleph");
        this.fixture.read(this.products.list());
        assertThat(this.tables.lastOutcome()).as("beside it").isEqualTo(ReadOutcome.HIT);
    }

    @Test
    void prefixOutsideATableIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> this.tables.invalidate(KeyPath.of("main").asPrefix()))
            .withMessage("prefix must lie in one table, was /main/**: use invalidateAll() for all of them");
        assertThatIllegalArgumentException()
            .isThrownBy(() -> this.tables.begin(Products.TABLE, KeyPath.of("main").child("other")))
            .withMessage("path must be that of table 'main/products' or lie in it, was /main/other");
    }

    @Test
    void allTablesAreVoidedAtOnce() {
        this.fixture.read(this.products.list());

        this.tables.invalidateAll();

        this.fixture.read(this.products.list());
        assertThat(this.tables.lastOutcome()).isEqualTo(ReadOutcome.MISS);
    }

    @Test
    @Tag("P9")
    void voidedAnswersLeaveMemoryInTheBackgroundAndValidOnesStay() {
        this.fixture.read(this.products.page(0, 1));
        this.fixture.read(this.products.page(1, 1));
        this.fixture.write("a", "Aleph");
        this.fixture.write("b", "Bet");
        assertThat(this.fixture.background).as("no thread is woken by a write").isEmpty();
        this.fixture.read(this.products.page(2, 1));
        assertThat(this.fixture.cache.usage().entries()).isEqualTo(3);
        assertThat(this.fixture.background).as("one sweep").hasSize(1);

        this.fixture.runBackground();

        assertThat(this.fixture.cache.usage().entries()).isEqualTo(1);
        assertThat(this.fixture.statistics().swept()).isEqualTo(2);
        this.fixture.read(this.products.page(2, 1));
        assertThat(this.tables.lastOutcome()).isEqualTo(ReadOutcome.HIT);
    }

    @Test
    @Tag("P9")
    void sweepThatFoundNoThreadIsMadeUpFor() {
        this.fixture.read(this.products.list());
        this.fixture.write("a", "Aleph");
        this.fixture.backgroundIsFull = true;
        this.fixture.read(this.products.page(0, 1));
        this.fixture.backgroundIsFull = false;
        this.fixture.read(this.products.page(1, 1));
        this.fixture.runBackground();

        assertThat(this.fixture.statistics().swept()).isEqualTo(1);
        assertThat(this.fixture.cache.usage().entries()).isEqualTo(2);
    }

    @Test
    void completingTwiceIsTheSameAsOnce() {
        TableWrite write = this.tables.begin(Products.TABLE, TABLE);
        write.complete(true);
        this.fixture.read(this.products.list());

        write.complete(true);

        this.fixture.read(this.products.list());
        assertThat(this.tables.lastOutcome()).isEqualTo(ReadOutcome.HIT);
        assertThat(this.fixture.statistics().invalidations()).isEqualTo(1);
    }

}
