package io.tidemark.projection;

import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("P2")
class TransactionTests {

    private final ProjectionFixture fixture = new ProjectionFixture();

    @Test
    void nothingReadInsideATransactionIsKept() {
        this.fixture.append("a", 1);
        this.fixture.source.transaction = TransactionScope.READ_WRITE;

        assertThat(this.fixture.get("a").outcome()).isEqualTo(Outcome.REPLAY);

        this.fixture.source.transaction = TransactionScope.NONE;
        assertThat(this.fixture.cache.rows).isEmpty();
        assertThat(this.fixture.get("a").outcome()).isEqualTo(Outcome.REPLAY);
    }

    @Test
    void transactionSeesItsOwnWriteWhateverTheFreshness() {
        this.fixture.append("a", 1);
        this.fixture.get("a");
        this.fixture.source.transaction = TransactionScope.READ_WRITE;
        this.fixture.append("a", 2);

        assertThat(this.fixture.get("a", Duration.ofHours(1)).state().sum()).isEqualTo(3);
        assertThat(this.fixture.reader.get("a", Freshness.anyAge()).state().sum()).isEqualTo(3);
    }

    @Test
    void rolledBackEventIsNeverServed() {
        this.fixture.append("a", 1);
        this.fixture.get("a");
        this.fixture.source.transaction = TransactionScope.READ_WRITE;
        this.fixture.append("a", 2);
        this.fixture.get("a");
        this.fixture.source.removeFrom("a", 2);
        this.fixture.source.transaction = TransactionScope.NONE;

        assertThat(this.fixture.get("a", Duration.ofHours(1)).state().sum()).isEqualTo(1);
        assertThat(this.fixture.get("a").state().sum()).isEqualTo(1);
    }

    @Test
    void readOnlyTransactionMayHitWhatIsFreshEnough() {
        this.fixture.append("a", 1);
        this.fixture.get("a");
        this.fixture.source.transaction = TransactionScope.READ_ONLY;

        assertThat(this.fixture.get("a", Duration.ofHours(1)).outcome()).isEqualTo(Outcome.HIT);
        assertThat(this.fixture.get("a").outcome()).as("the state is at the head it sees").isEqualTo(Outcome.HIT);
        assertThat(this.fixture.source.reads).hasValue(1);
    }

    @Test
    void olderSnapshotIsNotAnsweredFromANewerState() {
        this.fixture.append("a", 1, 2);
        this.fixture.get("a");
        this.fixture.source.transaction = TransactionScope.READ_ONLY;
        this.fixture.source.removeFrom("a", 2);

        assertThat(this.fixture.get("a").state().events()).isEqualTo(1);
    }

}
