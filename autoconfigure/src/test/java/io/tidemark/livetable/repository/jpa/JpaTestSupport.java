package io.tidemark.livetable.repository.jpa;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.tidemark.livetable.BypassReason;
import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.ReadOutcome;
import io.tidemark.livetable.repository.CountedConnections;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static java.util.concurrent.TimeUnit.SECONDS;

/** Three airports in two states, and nothing cached. */
@SpringJUnitConfig(JpaTestApplication.class)
abstract class JpaTestSupport {

    @Autowired
    AirportRepository airports;

    @Autowired
    FlightRepository flights;

    @Autowired
    PlainAirportRepository plainAirports;

    @Autowired
    CountedConnections connections;

    @Autowired
    LiveTables tables;

    @Autowired
    PlatformTransactionManager transactionManager;

    @Autowired
    EntityManagerFactory entityManagerFactory;

    @Autowired
    EntityManager entityManager;

    private final ExecutorService others = Executors.newSingleThreadExecutor();

    @BeforeEach
    void fill() {
        this.flights.deleteAll();
        this.airports.deleteAllInBatch();
        this.airports.save(new Airport("DFW", "Dallas", "TX"));
        this.airports.save(new Airport("AUS", "Austin", "TX"));
        this.airports.save(new Airport("ATL", "Atlanta", "GA"));
    }

    @AfterEach
    void end() {
        this.others.shutdownNow();
    }

    String nameOf(String code) {
        return this.airports.findById(code).orElseThrow().getName();
    }

    TransactionTemplate transaction() {
        return new TransactionTemplate(this.transactionManager);
    }

    TransactionTemplate readOnly() {
        TransactionTemplate template = transaction();
        template.setReadOnly(true);
        return template;
    }

    TransactionTemplate ofItsOwn() {
        TransactionTemplate template = transaction();
        template.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        return template;
    }

    <T> T elsewhere(Callable<T> action) {
        try {
            return this.others.submit(action).get(20, SECONDS);
        }
        catch (Exception ex) {
            return Assertions.fail("The other thread must come to its end", ex);
        }
    }

    void renameElsewhere(String code, String name) {
        elsewhere(() -> transaction().execute(status -> {
            this.airports.findById(code).orElseThrow().setName(name);
            return null;
        }));
    }

    void withOpenEntityManager(Runnable action) {
        EntityManager open = this.entityManagerFactory.createEntityManager();
        TransactionSynchronizationManager.bindResource(this.entityManagerFactory, new EntityManagerHolder(open));
        try {
            action.run();
        }
        finally {
            TransactionSynchronizationManager.unbindResource(this.entityManagerFactory);
            open.close();
        }
    }

    void assertHit(Runnable read) {
        int before = this.connections.taken();
        read.run();
        Assertions.assertThat(this.tables.lastOutcome()).isEqualTo(ReadOutcome.HIT);
        Assertions.assertThat(this.connections.taken()).as("connections taken").isEqualTo(before);
    }

    void assertMiss(Runnable read) {
        read.run();
        Assertions.assertThat(this.tables.lastOutcome()).as("with bypass reason %s", this.tables.lastBypassReason())
            .isEqualTo(ReadOutcome.MISS);
    }

    void assertBypass(BypassReason reason, Runnable read) {
        read.run();
        Assertions.assertThat(this.tables.lastOutcome()).isEqualTo(ReadOutcome.BYPASS);
        Assertions.assertThat(this.tables.lastBypassReason()).isEqualTo(reason);
    }

}
