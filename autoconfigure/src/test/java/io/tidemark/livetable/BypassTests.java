package io.tidemark.livetable;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;

import io.tidemark.key.KeyPath;
import io.tidemark.livetable.Products.Barrier;
import io.tidemark.livetable.TableWrites.TableWrite;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

@Tag("P2")
class BypassTests {

    private static final KeyPath TABLE = Products.TABLE.path();

    private final LiveTablesFixture fixture = new LiveTablesFixture();

    private final Products products = this.fixture.products;

    private final LiveTables tables = this.fixture.tables;

    @AfterEach
    void close() {
        this.fixture.close();
    }

    @Test
    void transactionThatMayWriteSeesItsOwnAndKeepsNothing() {
        this.fixture.read(this.products.list());
        this.fixture.context.bypass = BypassReason.READ_WRITE_TRANSACTION;
        this.products.put("a", "not committed");

        assertThat(this.fixture.read(this.products.list())).contains("not committed");

        assertThat(this.tables.lastOutcome()).isEqualTo(ReadOutcome.BYPASS);
        assertThat(this.tables.lastBypassReason()).isEqualTo(BypassReason.READ_WRITE_TRANSACTION);
        this.fixture.context.bypass = null;
        assertThat(this.fixture.read(this.products.list())).contains("Alpha");
        assertThat(this.tables.lastBypassReason()).isNull();
        assertThat(this.fixture.statistics().bypasses(BypassReason.READ_WRITE_TRANSACTION)).isEqualTo(1);
        assertThat(this.fixture.statistics().bypasses()).isEqualTo(1);
    }

    @Test
    void callerMayPassTheCacheByWithAReasonOfItsOwn() throws Throwable {
        this.tables.bypass(this.products.list(), BypassReason.ARGUMENT);

        assertThat(this.tables.lastBypassReason()).isEqualTo(BypassReason.ARGUMENT);
        assertThat(this.fixture.cache.usage().entries()).isZero();
    }

    @Test
    void readsPassByWhileAWriteIsInProgressAndNothingIsKept() {
        this.fixture.read(this.products.list());
        TableWrite write = this.tables.begin(Products.TABLE, TABLE);
        assertThat(this.fixture.statistics().heldMarks()).isEqualTo(1);
        assertThat(this.tables.impediment(Products.TABLE)).isEqualTo(BypassReason.WRITE_IN_PROGRESS);

        this.products.put("a", "Aleph");
        assertThat(this.fixture.read(this.products.list())).contains("Aleph");

        assertThat(this.tables.lastBypassReason()).isEqualTo(BypassReason.WRITE_IN_PROGRESS);
        write.complete(true);
        assertThat(this.tables.impediment(Products.TABLE)).isNull();
        assertThat(this.fixture.read(this.products.list())).contains("Aleph");
        assertThat(this.tables.lastOutcome()).isEqualTo(ReadOutcome.MISS);
    }

    @Test
    void writeToOneScopeLeavesTheOthers() {
        KeyPath one = TABLE.child("tenant one");
        this.products.dependencies = List.of(TABLE.child("tenant two"));
        this.fixture.read(this.products.list());

        TableWrite write = this.tables.begin(Products.TABLE, one);
        this.fixture.read(this.products.list());
        assertThat(this.tables.lastOutcome()).isEqualTo(ReadOutcome.HIT);
        write.complete(true);

        this.fixture.read(this.products.list());
        assertThat(this.tables.lastOutcome()).isEqualTo(ReadOutcome.HIT);
    }

    @Test
    void markThatIsNeverReleasedIsLiftedCountedAndItsLateEndVoidsAgain() {
        TableWrite write = this.tables.begin(Products.TABLE, TABLE);
        this.fixture.read(this.products.list());
        this.fixture.advance(LiveTablesFixture.MARK_LIMIT);

        this.fixture.read(this.products.list());
        this.fixture.read(this.products.list());
        assertThat(this.tables.lastOutcome()).isEqualTo(ReadOutcome.HIT);
        assertThat(this.fixture.statistics().liftedMarks()).isEqualTo(1);
        assertThat(this.fixture.statistics().heldMarks()).isZero();

        this.products.put("a", "Aleph");
        write.complete(true);
        assertThat(this.fixture.read(this.products.list())).contains("Aleph");
    }

    @Test
    @Tag("P1")
    void loadOfATransactionThatBeganBeforeAChangeIsNotKept() {
        this.fixture.read(this.products.list());
        this.fixture.context.snapshotMoment = this.fixture.generations.moment();
        this.fixture.write("a", "Aleph");

        this.fixture.read(this.products.list());

        assertThat(this.fixture.statistics().discarded()).isEqualTo(1);
        this.fixture.context.snapshotMoment = -1;
        this.fixture.read(this.products.list());
        assertThat(this.tables.lastOutcome()).isEqualTo(ReadOutcome.MISS);
    }

    @Test
    void loadsWithinTheReplicaLagOfAChangeAreNotKept() {
        Duration lag = Duration.ofSeconds(2);
        TableSettings settings = new TableSettings(null, null, null, 10, Duration.ofSeconds(10), lag, GapPolicy.BYPASS);
        try (LiveTablesFixture lagging = new LiveTablesFixture(settings)) {
            lagging.write("a", "Aleph");
            lagging.advance(lag.minusNanos(1));
            lagging.read(lagging.products.list());
            assertThat(lagging.statistics().discarded()).isEqualTo(1);

            lagging.advance(Duration.ofNanos(1));
            lagging.read(lagging.products.list());
            lagging.read(lagging.products.list());

            assertThat(lagging.tables.lastOutcome()).isEqualTo(ReadOutcome.HIT);
        }
    }

    @Test
    void loadThatBeganWithinTheReplicaLagIsNotKeptHoweverLongItTakes() throws Exception {
        TableSettings settings = new TableSettings(null, null, null, 10, Duration.ofSeconds(10), Duration.ofSeconds(2),
                GapPolicy.BYPASS);
        try (LiveTablesFixture lagging = new LiveTablesFixture(settings)) {
            TableId makers = new TableId("main", "makers");
            lagging.products.dependencies = List.of(TABLE, makers.path());
            lagging.tables.begin(makers, makers.path()).complete(true);
            Barrier held = lagging.products.holdNextLoad();
            Future<List<String>> early = lagging.readElsewhere(lagging.products.list());
            held.awaitLoad();

            lagging.advance(Duration.ofSeconds(3));
            held.release();
            early.get(10, SECONDS);

            assertThat(lagging.cache.usage().entries()).isZero();
        }
    }

    @Test
    void answerThatCannotBeCopiedIsCountedAndNotKept() throws Throwable {
        TableRead<Object> read = new Uncopyable(TABLE.child("stream"));

        this.tables.read(read);

        assertThat(this.tables.lastBypassReason()).isEqualTo(BypassReason.NOT_COPYABLE);
        assertThat(this.fixture.cache.usage().entries()).isZero();
        assertThat(this.fixture.statistics().bypasses(BypassReason.NOT_COPYABLE)).isEqualTo(1);
        assertThat(this.fixture.statistics().misses()).isZero();
    }

    @Test
    void outcomeIsThatOfTheCallingThread() throws Exception {
        assertThat(this.tables.lastOutcome()).isNull();

        this.fixture.readElsewhere(this.products.list()).get(10, SECONDS);

        assertThat(this.tables.lastOutcome()).isNull();
    }

    private record Uncopyable(KeyPath key) implements TableRead<Object> {

        @Override
        public TableId table() {
            return Products.TABLE;
        }

        @Override
        public List<KeyPath> dependencies() {
            return List.of(TABLE);
        }

        @Override
        public Object load() {
            return new Object();
        }

        @Override
        public @Nullable Rows toRows(Object answer) {
            return null;
        }

        @Override
        public Object toAnswer(Rows rows) {
            return rows;
        }

    }

}
