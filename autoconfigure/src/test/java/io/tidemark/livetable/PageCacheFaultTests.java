package io.tidemark.livetable;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

import io.tidemark.key.KeyPath;
import io.tidemark.livetable.LiveTableFaults.Kind;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("P4")
class PageCacheFaultTests {

    private final HeapPageCache cache = new HeapPageCache(true);

    private final LiveTablesFixture fixture = new LiveTablesFixture(TableSettings.defaults(), this.cache, Instant.EPOCH);

    private final Products products = this.fixture.products;

    @AfterEach
    void close() {
        this.fixture.close();
    }

    @Test
    void readersAreAnsweredByTheSourceWhileTheCacheCannotBeRead() {
        this.fixture.read(this.products.list());
        this.cache.failsToGet = true;

        assertThat(this.fixture.read(this.products.list())).hasSize(3);

        LiveTableFaults faults = this.fixture.statistics().faults();
        assertThat(faults.count(Kind.GET)).isPositive();
        assertThat(Objects.requireNonNull(faults.last()).message()).isEqualTo("The cache can't get");
        this.cache.failsToGet = false;
        this.fixture.read(this.products.list());
        assertThat(this.fixture.tables.lastOutcome()).isEqualTo(ReadOutcome.HIT);
    }

    @Test
    void readersAreAnsweredByTheSourceWhileTheCacheCannotBeWritten() {
        this.cache.failsToPut = true;

        assertThat(this.fixture.read(this.products.list())).hasSize(3);

        assertThat(this.fixture.statistics().faults().count(Kind.PUT)).isEqualTo(1);
        assertThat(this.fixture.statistics().faults().total()).isEqualTo(1);
    }

    @Test
    void rowsThatCannotBeTurnedIntoAnAnswerAreLoaded() throws Throwable {
        this.cache.put(this.products.list().key(),
                new CachedRows(new Rows(List.of(), -1, false), 0, this.fixture.generations.epoch(), 0));
        Broken broken = new Broken(this.products.list());

        assertThat(this.fixture.tables.read(broken)).hasSize(3);

        assertThat(this.fixture.statistics().faults().count(Kind.COPY)).isEqualTo(1);
    }

    @Test
    @Tag("P1")
    void tableIsPassedByUntilAFailedInvalidationHasSucceeded() {
        this.fixture.read(this.products.list());
        this.cache.failsToInvalidate = true;
        this.fixture.write("a", "Aleph");

        assertThat(this.fixture.read(this.products.list())).contains("Aleph");
        assertThat(this.fixture.tables.lastBypassReason()).isEqualTo(BypassReason.INVALIDATION_FAILED);
        assertThat(this.fixture.tables.impediment(Products.TABLE)).isEqualTo(BypassReason.INVALIDATION_FAILED);
        assertThat(this.cache.usage().entries()).as("the old rows").isEqualTo(1);

        this.cache.failsToInvalidate = false;
        assertThat(this.fixture.read(this.products.list())).contains("Aleph");
        assertThat(this.fixture.tables.lastOutcome()).isEqualTo(ReadOutcome.MISS);
        assertThat(this.fixture.statistics().faults().count(Kind.INVALIDATE)).isPositive();
    }

    @Test
    void failedInvalidationIsMadeUpForByTheNextWrite() {
        this.fixture.read(this.products.list());
        this.cache.failsToInvalidate = true;
        assertThat(this.fixture.tables.invalidate(this.products.list().key().asPrefix())).isZero();
        this.cache.failsToInvalidate = false;

        this.fixture.write("a", "Aleph");

        assertThat(this.cache.usage().entries()).isZero();
        assertThat(this.fixture.tables.impediment(Products.TABLE)).isNull();
    }

    @Test
    void otherTablesAreServedWhileTheInvalidationOfOneFails() throws Throwable {
        Products others = new Products(new TableId("main", "others"));
        this.fixture.tables.read(others.list());
        this.fixture.read(this.products.list());
        this.cache.failsToInvalidate = true;
        this.fixture.write("a", "Aleph");

        this.fixture.tables.read(others.list());

        assertThat(this.fixture.tables.lastOutcome()).isEqualTo(ReadOutcome.HIT);
    }

    @Test
    void cacheThatIsClosedCostsHitsOnly() {
        this.cache.failsToGet = true;
        this.cache.failsToPut = true;
        this.cache.failsToInvalidate = true;
        this.fixture.tables.close();

        this.fixture.write("a", "Aleph");

        assertThat(this.fixture.read(this.products.list())).contains("Aleph");
    }

    /** A read that can't make an answer of rows. */
    private record Broken(TableRead<List<String>> read) implements TableRead<List<String>> {

        @Override
        public TableId table() {
            return this.read.table();
        }

        @Override
        public KeyPath key() {
            return this.read.key();
        }

        @Override
        public List<KeyPath> dependencies() {
            return this.read.dependencies();
        }

        @Override
        public List<String> load() throws Throwable {
            return this.read.load();
        }

        @Override
        public Rows toRows(List<String> answer) {
            return new Rows(answer, -1, false);
        }

        @Override
        public List<String> toAnswer(Rows rows) {
            throw new ClassCastException("not a row of ours");
        }

    }

}
