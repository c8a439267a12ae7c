package io.tidemark.livetable.repository.jpa;

import java.util.List;

import io.tidemark.livetable.TableChange;
import io.tidemark.livetable.TableChange.Changed;
import io.tidemark.livetable.TableChange.Deleted;
import io.tidemark.livetable.TableChange.Inserted;
import io.tidemark.livetable.TableChange.Reset;
import io.tidemark.livetable.TableChange.Updated;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.repository.ToldChanges;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What subscribers are told of the writes of JPA. */
class JpaChangesTests extends JpaTestSupport {

    private static final TableId AIRPORT = new TableId("flights", "airport_table");

    @Test
    void eachRowThatIsSavedIsToldOnce() {
        assertThat(told(() -> this.airports.save(new Airport("LAX", "a", "CA"))))
            .containsExactly(new Inserted(AIRPORT, "LAX"));
        assertThat(told(() -> this.airports.save(new Airport("LAX", "b", "CA"))))
            .containsExactly(new Updated(AIRPORT, "LAX"));
        assertThat(told(() -> this.airports.saveAndFlush(new Airport("LAX", "c", "CA"))))
            .containsExactly(new Updated(AIRPORT, "LAX"));
        assertThat(told(() -> this.airports.saveAll(List.of(new Airport("LAX", "d", "CA"), new Airport("DFW", "d", "TX")))))
            .containsExactlyInAnyOrder(new Updated(AIRPORT, "LAX"), new Updated(AIRPORT, "DFW"));
        assertThat(told(() -> this.plainAirports.save(new Airport("LAX", "e", "CA")))).as("of a method declared again")
            .containsExactly(new Updated(AIRPORT, "LAX"));
        assertThat(told(() -> transaction().executeWithoutResult(status -> this.airports.findById("LAX")
            .orElseThrow()
            .setName("f")))).containsExactly(new Updated(AIRPORT, "LAX"));
    }

    @Test
    void eachRowThatIsDeletedIsToldOnce() {
        assertThat(told(() -> this.airports.deleteById("DFW"))).containsExactly(new Deleted(AIRPORT, "DFW"));
        assertThat(told(() -> this.plainAirports.deleteById("AUS"))).as("of a method declared again")
            .containsExactly(new Deleted(AIRPORT, "AUS"));
        assertThat(told(() -> this.plainAirports.deleteByState("GA"))).containsExactly(new Deleted(AIRPORT, "ATL"));
        assertThat(told(() -> this.plainAirports.deleteByState("GA"))).isEmpty();
    }

    @Test
    void statementThatNobodySeesIsToldAsChange() {
        assertThat(told(() -> this.airports.rename("DFW", "a"))).containsExactly(new Changed(AIRPORT));
        assertThat(told(() -> this.plainAirports.rename("DFW", "b"))).containsExactly(new Changed(AIRPORT));
        assertThat(told(() -> this.airports.renameBySql("DFW", "c"))).containsExactly(new Changed(AIRPORT));
        assertThat(told(() -> this.airports.deleteAllInBatch())).containsExactly(new Changed(AIRPORT));
    }

    @Test
    void statementThatNobodySeesIsToldBesideRowsOfItsTransaction() {
        assertThat(told(() -> transaction().executeWithoutResult(status -> {
            this.airports.rename("DFW", "a");
            this.airports.saveAndFlush(new Airport("AUS", "b", "TX"));
            this.airports.rename("ATL", "c");
        }))).containsExactly(new Updated(AIRPORT, "AUS"), new Changed(AIRPORT));
    }

    @Test
    void transactionThatIsRolledBackTellsNothing() {
        assertThat(told(() -> transaction().executeWithoutResult(status -> {
            this.airports.saveAndFlush(new Airport("AUS", "b", "TX"));
            this.airports.rename("ATL", "c");
            status.setRollbackOnly();
        }))).isEmpty();
    }

    @Test
    void commitThatFailsIsToldAsReset() {
        assertThat(told(() -> {
            this.connections.failNextCommit();
            assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> this.airports.save(new Airport("AUS", "b", "TX")));
        })).containsExactly(new Reset(AIRPORT));
    }

    private List<TableChange> told(Runnable write) {
        return ToldChanges.during(this.tables, write);
    }

}
