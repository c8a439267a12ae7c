package io.tidemark.livetable;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Tag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AgeTests {

    private static final Duration TTL = Duration.ofMinutes(1);

    private static final Duration MAX_STALE = Duration.ofMinutes(10);

    @Test
    void answerIsServedUntilItsTimeToLiveEnds() {
        try (LiveTablesFixture fixture = new LiveTablesFixture(LiveTablesFixture.ageing(TTL, null))) {
            fixture.read(fixture.products.list());
            fixture.advance(TTL.minusMillis(1));
            fixture.read(fixture.products.list());
            assertThat(fixture.tables.lastOutcome()).isEqualTo(ReadOutcome.HIT);

            fixture.advance(Duration.ofMillis(1));
            fixture.read(fixture.products.list());

            assertThat(fixture.tables.lastOutcome()).isEqualTo(ReadOutcome.MISS);
            fixture.read(fixture.products.list());
            assertThat(fixture.tables.lastOutcome()).isEqualTo(ReadOutcome.HIT);
        }
    }

    @Test
    void staleAnswerIsServedAndRefreshedOnce() {
        try (LiveTablesFixture fixture = new LiveTablesFixture(LiveTablesFixture.ageing(TTL, MAX_STALE))) {
            fixture.read(fixture.products.list());
            fixture.products.put("a", "written behind our back");
            fixture.advance(TTL);

            assertThat(fixture.read(fixture.products.list())).contains("Alpha");
            assertThat(fixture.read(fixture.products.list())).contains("Alpha");
            assertThat(fixture.tables.lastOutcome()).isEqualTo(ReadOutcome.STALE);
            assertThat(fixture.background).hasSize(1);
            fixture.runBackground();

            assertThat(fixture.read(fixture.products.list())).contains("written behind our back");
            assertThat(fixture.tables.lastOutcome()).isEqualTo(ReadOutcome.HIT);
            assertThat(fixture.products.loads).hasValue(2);
            assertThat(fixture.statistics().stale()).isEqualTo(2);
            assertThat(fixture.statistics().refreshes()).isEqualTo(1);
        }
    }

    @Test
    void answerPastItsLastLimitIsLoaded() {
        try (LiveTablesFixture fixture = new LiveTablesFixture(LiveTablesFixture.ageing(TTL, MAX_STALE))) {
            fixture.read(fixture.products.list());
            fixture.advance(MAX_STALE);

            fixture.read(fixture.products.list());

            assertThat(fixture.tables.lastOutcome()).isEqualTo(ReadOutcome.MISS);
        }
    }

    @Test
    @Tag("P1")
    void voidedAnswerIsNeverServedAsStale() {
        try (LiveTablesFixture fixture = new LiveTablesFixture(LiveTablesFixture.ageing(TTL, MAX_STALE))) {
            fixture.read(fixture.products.list());
            fixture.write("a", "Aleph");
            fixture.advance(TTL);

            assertThat(fixture.read(fixture.products.list())).contains("Aleph");
            assertThat(fixture.tables.lastOutcome()).isEqualTo(ReadOutcome.MISS);
        }
    }

    @Test
    @Tag("P1")
    void refreshOvertakenByAWriteIsNotKept() {
        try (LiveTablesFixture fixture = new LiveTablesFixture(LiveTablesFixture.ageing(TTL, MAX_STALE))) {
            fixture.read(fixture.products.list());
            fixture.advance(TTL);
            fixture.read(fixture.products.list());
            TableWrites.TableWrite write = fixture.tables.begin(Products.TABLE, Products.TABLE.path());

            fixture.runBackground();
            fixture.products.put("a", "Aleph");
            write.complete(true);

            assertThat(fixture.read(fixture.products.list())).contains("Aleph");
            assertThat(fixture.statistics().discarded()).isEqualTo(1);
        }
    }

    @Test
    void refreshThatFailsLeavesTheAnswerAndIsTriedAgain() {
        try (LiveTablesFixture fixture = new LiveTablesFixture(LiveTablesFixture.ageing(TTL, MAX_STALE))) {
            fixture.read(fixture.products.list());
            fixture.advance(TTL);
            fixture.products.failNextLoad(new IllegalStateException("down"));
            fixture.read(fixture.products.list());
            fixture.runBackground();
            fixture.backgroundIsFull = true;
            fixture.read(fixture.products.list());
            fixture.backgroundIsFull = false;

            assertThat(fixture.read(fixture.products.list())).hasSize(3);
            assertThat(fixture.tables.lastOutcome()).isEqualTo(ReadOutcome.STALE);
            assertThat(fixture.statistics().failedRefreshes()).isEqualTo(2);
            fixture.runBackground();
            fixture.read(fixture.products.list());
            assertThat(fixture.tables.lastOutcome()).isEqualTo(ReadOutcome.HIT);
        }
    }

    @Test
    void answerThatOnlyItsOwnThreadCanLoadIsNotServedAsStale() {
        try (LiveTablesFixture fixture = new LiveTablesFixture(LiveTablesFixture.ageing(TTL, MAX_STALE))) {
            fixture.products.loadsOnAnyThread = false;
            fixture.read(fixture.products.list());
            fixture.advance(TTL);

            fixture.read(fixture.products.list());

            assertThat(fixture.tables.lastOutcome()).isEqualTo(ReadOutcome.MISS);
            assertThat(fixture.background).isEmpty();
        }
    }

    @Test
    void absenceIsKeptForItsOwnTime() {
        TableSettings settings = new TableSettings(null, null, Duration.ofSeconds(5), 10, Duration.ofSeconds(1),
                Duration.ZERO, GapPolicy.BYPASS);
        try (LiveTablesFixture fixture = new LiveTablesFixture(settings)) {
            fixture.read(fixture.products.row("z"));
            fixture.read(fixture.products.row("a"));
            assertThat(fixture.read(fixture.products.row("z"))).isEmpty();
            assertThat(fixture.tables.lastOutcome()).isEqualTo(ReadOutcome.HIT);

            fixture.advance(Duration.ofSeconds(5));

            fixture.read(fixture.products.row("z"));
            assertThat(fixture.tables.lastOutcome()).isEqualTo(ReadOutcome.MISS);
            fixture.read(fixture.products.row("a"));
            assertThat(fixture.tables.lastOutcome()).as("of what is there").isEqualTo(ReadOutcome.HIT);
        }
    }

    @Test
    void settingsOfOneTableComeBeforeTheDefaults() {
        TableSettings ofMain = LiveTablesFixture.ageing(TTL, null);
        TableSettings ofAny = LiveTablesFixture.ageing(MAX_STALE, null);
        LiveTableSettings settings = new LiveTableSettings(TableSettings.defaults(),
                Map.of("main/Products", ofMain, "products", ofAny));

        assertThat(settings.of(new TableId("main", "PRODUCTS"))).isSameAs(ofMain);
        assertThat(settings.of(new TableId("other", "products"))).isSameAs(ofAny);
        assertThat(settings.of(new TableId("main", "orders"))).isSameAs(settings.defaults());
    }

    @Test
    void settingsAreChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> LiveTablesFixture.ageing(Duration.ZERO, null))
            .withMessage("ttl must be positive, was PT0S");
        assertThatIllegalArgumentException().isThrownBy(() -> LiveTablesFixture.ageing(TTL, TTL))
            .withMessage("maxStale must be longer than ttl, was PT1M and PT1M: both are counted from the load");
    }

}
