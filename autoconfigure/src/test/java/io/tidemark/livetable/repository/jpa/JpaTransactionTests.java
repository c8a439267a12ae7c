package io.tidemark.livetable.repository.jpa;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.tidemark.livetable.BypassReason;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Reads and writes of JPA repositories inside transactions and persistence contexts of their callers. */
class JpaTransactionTests extends JpaTestSupport {

    @Test
    @Tag("P2")
    void changeOfAManagedEntityIsSeenWithoutSaving() {
        nameOf("DFW");

        transaction().executeWithoutResult(status -> this.airports.findById("DFW").orElseThrow().setName("Fort Worth"));

        assertThat(nameOf("DFW")).isEqualTo("Fort Worth");
    }

    @Test
    @Tag("P2")
    void transactionSeesItsOwnWritesAndNobodyElseDoes() {
        nameOf("DFW");

        transaction().executeWithoutResult(status -> {
            this.airports.saveAndFlush(new Airport("DFW", "Fort Worth", "TX"));
            assertBypass(BypassReason.READ_WRITE_TRANSACTION,
                    () -> assertThat(nameOf("DFW")).isEqualTo("Fort Worth"));
            elsewhere(() -> {
                assertBypass(BypassReason.WRITE_IN_PROGRESS, () -> assertThat(nameOf("DFW")).isEqualTo("Dallas"));
                return null;
            });
        });

        assertThat(nameOf("DFW")).isEqualTo("Fort Worth");
    }

    @Test
    @Tag("P2")
    void nothingOfARolledBackWriteIsEverCached() {
        transaction().executeWithoutResult(status -> {
            this.airports.saveAndFlush(new Airport("DFW", "Fort Worth", "TX"));
            nameOf("DFW");
            elsewhere(() -> nameOf("DFW"));
            status.setRollbackOnly();
        });

        assertMiss(() -> assertThat(nameOf("DFW")).isEqualTo("Dallas"));
        assertHit(() -> assertThat(nameOf("DFW")).isEqualTo("Dallas"));
    }

    @Test
    @Tag("P2")
    void transactionWithinAWriterEndsItsOwnMarksOnly() {
        nameOf("DFW");
        this.flights.count();

        transaction().executeWithoutResult(status -> {
            this.airports.saveAndFlush(new Airport("DFW", "Fort Worth", "TX"));
            ofItsOwn().executeWithoutResult(inner -> this.flights.save(new Flight(1, null)));
            elsewhere(() -> {
                assertBypass(BypassReason.WRITE_IN_PROGRESS, () -> assertThat(nameOf("DFW")).isEqualTo("Dallas"));
                assertThat(this.flights.existsById(1L)).isTrue();
                return null;
            });
        });

        assertThat(nameOf("DFW")).isEqualTo("Fort Worth");
        assertHit(() -> nameOf("DFW"));
    }

    @Test
    @Tag("P1")
    void readOnlyTransactionMayHitAndKeepsWhatIsAsNewAsItself() {
        readOnly().executeWithoutResult(status -> assertMiss(() -> nameOf("DFW")));

        readOnly().executeWithoutResult(status -> assertHit(() -> nameOf("DFW")));
    }

    @Test
    @Tag("P1")
    void readOnlyTransactionThatBeganBeforeACommitKeepsNothingOlder() {
        readOnly().executeWithoutResult(status -> {
            this.entityManager.find(Airport.class, "DFW");
            renameElsewhere("DFW", "Fort Worth");
            assertMiss(() -> assertThat(nameOf("DFW")).isEqualTo("Dallas"));
        });

        assertThat(nameOf("DFW")).isEqualTo("Fort Worth");
    }

    @Test
    @Tag("P1")
    void transactionWithinAReadOnlyOneHasAMomentOfItsOwn() {
        readOnly().executeWithoutResult(status -> {
            this.entityManager.find(Airport.class, "DFW");
            renameElsewhere("DFW", "Fort Worth");
            TransactionTemplate inner = ofItsOwn();
            inner.setReadOnly(true);
            inner.executeWithoutResult(
                    own -> assertMiss(() -> assertThat(nameOf("DFW")).isEqualTo("Fort Worth")));
            assertHit(() -> assertThat(nameOf("DFW")).isEqualTo("Fort Worth"));
            renameElsewhere("DFW", "Love Field");
            assertMiss(() -> nameOf("DFW"));
        });

        assertThat(nameOf("DFW")).isEqualTo("Love Field");
    }

    @Test
    @Tag("P1")
    void snapshotIsolationPassesTheCacheBy() {
        nameOf("DFW");
        for (int isolation : List.of(TransactionDefinition.ISOLATION_REPEATABLE_READ,
                TransactionDefinition.ISOLATION_SERIALIZABLE, TransactionDefinition.ISOLATION_READ_UNCOMMITTED)) {
            TransactionTemplate template = readOnly();
            template.setIsolationLevel(isolation);

            template.executeWithoutResult(status -> assertBypass(BypassReason.ISOLATION, () -> nameOf("DFW")));
        }
    }

    @Test
    @Tag("P1")
    void openEntityManagerDoesNotPublishRowsOfItsOwn() {
        withOpenEntityManager(() -> {
            this.entityManager.find(Airport.class, "DFW");
            renameElsewhere("DFW", "Fort Worth");
            assertBypass(BypassReason.PERSISTENCE_CONTEXT, () -> nameOf("DFW"));
        });

        assertThat(nameOf("DFW")).isEqualTo("Fort Worth");
    }

    @Test
    @Tag("P1")
    void readOnlyTransactionInAnOpenEntityManagerDoesNotPublish() {
        withOpenEntityManager(() -> {
            this.entityManager.find(Airport.class, "DFW");
            renameElsewhere("DFW", "Fort Worth");
            readOnly().executeWithoutResult(status -> nameOf("DFW"));
        });

        assertThat(nameOf("DFW")).isEqualTo("Fort Worth");
    }

    @Test
    void openEntityManagerWithoutConnectionFillsTheCache() {
        withOpenEntityManager(() -> assertMiss(() -> nameOf("DFW")));

        assertHit(() -> nameOf("DFW"));
    }

    @Test
    void openEntityManagerLoadsPartsLaterAsWithoutCache() {
        transaction().executeWithoutResult(status -> {
            Airline airline = new Airline("UA", "United");
            this.entityManager.persist(airline);
            Flight flight = new Flight(1, null);
            flight.setAirline(airline);
            this.entityManager.persist(flight);
        });

        withOpenEntityManager(() -> assertThat(this.flights.findById(1L).orElseThrow().getAirline().getName())
            .isEqualTo("United"));
    }

    @Test
    @Tag("P2")
    void commitThatFailsAfterItsFlushEndsTheWriteAllTheSame() {
        nameOf("DFW");
        this.connections.failNextCommit();

        assertThatExceptionOfType(RuntimeException.class)
            .isThrownBy(() -> this.airports.save(new Airport("DFW", "lost", "TX")));

        assertThat(nameOf("DFW")).isEqualTo("lost");
        assertHit(() -> nameOf("DFW"));
    }

    @Test
    @Tag("P2")
    void commitThatFailsEndsAWriteThatBeganBeforeCommitAllTheSame() {
        nameOf("DFW");
        this.connections.failNextCommit();

        assertThatExceptionOfType(RuntimeException.class)
            .isThrownBy(() -> transaction().executeWithoutResult(status -> TransactionSynchronizationManager
                .registerSynchronization(new TransactionSynchronization() {

                    @Override
                    public void beforeCommit(boolean readOnly) {
                        JpaTransactionTests.this.airports.rename("DFW", "lost");
                    }

                })));

        assertThat(nameOf("DFW")).isEqualTo("lost");
    }

    @Test
    @Tag("P2")
    void failedFlushIsTheCallersAndLeavesTheCacheRight() {
        nameOf("DFW");

        assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> transaction().executeWithoutResult(status -> {
            this.airports.findById("DFW").orElseThrow().setName("Fort Worth");
            this.entityManager.persist(new Flight(1, null));
            this.entityManager.persist(new Airport("AUS", "Twice", "TX"));
        }));

        assertThat(nameOf("DFW")).isEqualTo("Dallas");
        assertThat(this.flights.count()).isZero();
        assertHit(() -> nameOf("DFW"));
    }

    @Test
    @Tag("P8")
    void readersInsideTransactionsNeverWaitForEachOtherWithAllConnections() throws Exception {
        int readers = 20;
        CyclicBarrier together = new CyclicBarrier(readers);
        ExecutorService executor = Executors.newFixedThreadPool(readers);
        try {
            List<Future<String>> names = new ArrayList<>();
            for (int i = 0; i < readers; i++) {
                names.add(executor.submit(() -> {
                    together.await(20, SECONDS);
                    return readOnly().execute(status -> nameOf("DFW"));
                }));
            }

            for (Future<String> name : names) {
                assertThat(name.get(20, SECONDS)).isEqualTo("Dallas");
            }
        }
        finally {
            executor.shutdownNow();
        }
    }

}
