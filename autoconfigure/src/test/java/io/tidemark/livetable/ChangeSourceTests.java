package io.tidemark.livetable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Future;

import io.tidemark.key.KeyPath;
import io.tidemark.livetable.Products.Barrier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@Tag("P1")
class ChangeSourceTests {

    private static final KeyPath TABLE = Products.TABLE.path();

    private final LiveTablesFixture fixture = new LiveTablesFixture();

    private final Products products = this.fixture.products;

    private final LiveTables tables = this.fixture.tables;

    private final ManualChangeSource source = new ManualChangeSource(Products.TABLE);

    @AfterEach
    void close() {
        this.fixture.close();
    }

    @Test
    void everyKindOfChangeVoidsTheTable() {
        attachRestored();
        for (TableChange change : List.of(new TableChange.Changed(Products.TABLE),
                new TableChange.Inserted(Products.TABLE, "x"), new TableChange.Updated(Products.TABLE, "a"),
                new TableChange.Deleted(Products.TABLE, "b"), new TableChange.Reset(Products.TABLE))) {
            this.fixture.read(this.products.list());
            this.fixture.read(this.products.list());
            assertThat(this.tables.lastOutcome()).isEqualTo(ReadOutcome.HIT);

            this.source.sink().changed(change);

            this.fixture.read(this.products.list());
            assertThat(this.tables.lastOutcome()).as(change.toString()).isEqualTo(ReadOutcome.MISS);
        }
    }

    @Test
    void loadOvertakenByAChangeIsNotKept() throws Exception {
        attachRestored();
        Barrier held = this.products.holdNextLoad();
        Future<List<String>> early = this.fixture.readElsewhere(this.products.list());
        held.awaitLoad();

        this.source.sink().changed(new TableChange.Updated(Products.TABLE, "a"));
        held.release();

        early.get(10, SECONDS);
        assertThat(this.fixture.cache.usage().entries()).isZero();
    }

    @Test
    void changeOfOneTableLeavesTheOthers() throws Throwable {
        attachRestored();
        Products others = new Products(new TableId("main", "others"));
        this.tables.read(others.list());

        this.source.sink().changed(new TableChange.Changed(Products.TABLE));

        this.tables.read(others.list());
        assertThat(this.tables.lastOutcome()).isEqualTo(ReadOutcome.HIT);
    }

    @Test
    void sourceThatDoesNotStartLeavesNothingBehind() {
        ChangeSource broken = new ChangeSource() {

            @Override
            public String name() {
                return "broken";
            }

            @Override
            public boolean covers(TableId table) {
                return true;
            }

            @Override
            public void start(ChangeSink sink) {
                throw new IllegalStateException("The broker is not there");
            }

            @Override
            public void close() {
            }

        };
        this.fixture.read(this.products.list());

        assertThatIllegalStateException().isThrownBy(() -> this.tables.attach(broken))
            .withMessage("The broker is not there");

        this.fixture.read(this.products.list());
        this.fixture.read(this.products.list());
        assertThat(this.tables.lastOutcome()).isEqualTo(ReadOutcome.HIT);
        assertThat(this.tables.impediment(Products.TABLE)).isNull();
    }

    @Test
    void tableIsPassedByUntilItsSourceIsThere() {
        this.fixture.read(this.products.list());
        this.tables.attach(this.source);

        this.fixture.read(this.products.list());
        assertThat(this.tables.lastBypassReason()).isEqualTo(BypassReason.SOURCE_GAP);
        assertThat(this.tables.impediment(Products.TABLE)).isEqualTo(BypassReason.SOURCE_GAP);
        this.source.sink().restored();

        this.fixture.read(this.products.list());
        assertThat(this.tables.lastOutcome()).isEqualTo(ReadOutcome.MISS);
        this.fixture.read(this.products.list());
        assertThat(this.tables.lastOutcome()).isEqualTo(ReadOutcome.HIT);
    }

    @Test
    void gapVoidsAtOnceAndItsEndVoidsAgain() throws Exception {
        attachRestored();
        this.fixture.read(this.products.list());

        this.source.sink().gap("the connection is gone");
        this.source.sink().gap("still gone");
        this.fixture.read(this.products.list());
        assertThat(this.tables.lastBypassReason()).isEqualTo(BypassReason.SOURCE_GAP);
        assertThat(this.fixture.statistics().sourceGaps()).isEqualTo(1);
        this.source.sink().restored();

        this.fixture.read(this.products.list());
        assertThat(this.tables.lastOutcome()).isEqualTo(ReadOutcome.MISS);
    }

    @Test
    void loadThatBeganWithinAGapIsNotKeptAfterIt() throws Exception {
        TableSettings serving = new TableSettings(null, null, null, 10, Duration.ofSeconds(10), Duration.ZERO,
                GapPolicy.SERVE);
        try (LiveTablesFixture served = new LiveTablesFixture(serving)) {
            served.tables.attach(this.source);
            Barrier held = served.products.holdNextLoad();
            Future<List<String>> early = served.readElsewhere(served.products.list());
            held.awaitLoad();

            this.source.sink().restored();
            held.release();

            early.get(10, SECONDS);
            assertThat(served.cache.usage().entries()).isZero();
        }
    }

    @Test
    void answerThatAReaderFromBeforeAGapLoadedWithinItIsNotServedAfterIt() {
        attachRestored();
        this.fixture.cache.beforeGet = () -> {
            this.fixture.cache.beforeGet = () -> {
            };
            this.source.sink().gap("the connection is gone");
        };
        this.fixture.read(this.products.list());
        assertThat(this.fixture.cache.usage().entries()).as("kept, for all that is known").isEqualTo(1);
        this.products.put("d", "Delta");

        this.source.sink().restored();

        assertThat(this.fixture.read(this.products.list())).contains("Delta");
    }

    @Test
    void tableIsServedWithinAGapWhereThatIsChosen() {
        TableSettings serving = new TableSettings(null, null, null, 10, Duration.ofSeconds(10), Duration.ZERO,
                GapPolicy.SERVE);
        try (LiveTablesFixture served = new LiveTablesFixture(serving)) {
            served.tables.attach(this.source);
            served.read(served.products.list());
            served.read(served.products.list());
            assertThat(served.tables.lastOutcome()).isEqualTo(ReadOutcome.HIT);

            this.source.sink().restored();

            served.read(served.products.list());
            assertThat(served.tables.lastOutcome()).isEqualTo(ReadOutcome.MISS);
        }
    }

    @Test
    void gapOfATableThatTheAnswerDependsOnCountsToo() {
        TableId makers = new TableId("main", "makers");
        ManualChangeSource ofMakers = new ManualChangeSource(makers);
        this.products.dependencies = List.of(TABLE, makers.path());
        this.fixture.read(this.products.list());
        this.tables.attach(ofMakers);

        this.fixture.read(this.products.list());
        assertThat(this.tables.lastBypassReason()).isEqualTo(BypassReason.SOURCE_GAP);
        ofMakers.sink().restored();

        this.fixture.read(this.products.list());
        assertThat(this.tables.lastOutcome()).as("kept before the gap").isEqualTo(ReadOutcome.MISS);
    }

    @Test
    void tableThatNobodyHasReadYetIsPassedByWithinAGap() {
        this.tables.attach(this.source);

        this.fixture.read(this.products.list());

        assertThat(this.tables.lastBypassReason()).isEqualTo(BypassReason.SOURCE_GAP);
    }

    @Test
    void twoSourcesOfOneTableMustBothBeThere() {
        ManualChangeSource second = new ManualChangeSource(Products.TABLE);
        this.tables.attach(this.source);
        this.tables.attach(second);
        this.source.sink().restored();

        this.fixture.read(this.products.list());
        assertThat(this.tables.lastBypassReason()).isEqualTo(BypassReason.SOURCE_GAP);
        second.sink().restored();

        this.fixture.read(this.products.list());
        assertThat(this.tables.lastOutcome()).isEqualTo(ReadOutcome.MISS);
    }

    @Test
    @Tag("P6")
    void rowsOfAnEarlierProcessAreNotServedOnceASourceIsAttached() {
        HeapPageCache cache = new HeapPageCache(true);
        TableSettings stale = LiveTablesFixture.ageing(null, Duration.ofMinutes(10));
        try (LiveTablesFixture first = new LiveTablesFixture(stale, cache, Instant.EPOCH)) {
            first.read(first.products.list());
        }

        try (LiveTablesFixture later = new LiveTablesFixture(stale, cache, Instant.EPOCH)) {
            later.tables.attach(this.source);
            this.source.sink().restored();

            later.read(later.products.list());
            assertThat(later.tables.lastOutcome()).isEqualTo(ReadOutcome.MISS);
        }
    }

    @Test
    void nothingIsHeededAfterClose() {
        attachRestored();
        this.fixture.read(this.products.list());
        this.tables.close();

        this.source.sink().gap("closing");
        this.source.sink().changed(new TableChange.Changed(Products.TABLE));
        this.source.sink().restored();

        this.fixture.read(this.products.list());
        assertThat(this.tables.lastOutcome()).isEqualTo(ReadOutcome.HIT);
    }

    private void attachRestored() {
        this.tables.attach(this.source);
        this.source.sink().restored();
    }

}
