package io.tidemark.livetable.autoconfigure.jpa;

import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.ReadOutcome;
import io.tidemark.livetable.TableChange;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.autoconfigure.LiveTableApplications;
import io.tidemark.livetable.repository.CountedConnections;

import jakarta.persistence.EntityManager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.domain.PageRequest;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

class JpaLiveTableAutoConfigurationTests {

    private final ApplicationContextRunner runner = LiveTableApplications.jpa()
        .withUserConfiguration(RunwayApplication.class);

    @Test
    @Tag("P2")
    void secondReadHitsAndWriteInvalidates() {
        this.runner.run((context) -> {
            RunwayRepository runways = context.getBean(RunwayRepository.class);
            CountedConnections connections = context.getBean(CountedConnections.class);
            LiveTables tables = context.getBean(LiveTables.class);
            runways.save(new Runway("18L", 4_085));

            assertThat(runways.findAll(PageRequest.of(0, 10))).hasSize(1);
            int taken = connections.taken();
            assertThat(runways.findAll(PageRequest.of(0, 10))).hasSize(1);

            assertThat(connections.taken()).isEqualTo(taken);
            assertThat(tables.lastOutcome()).isEqualTo(ReadOutcome.HIT);

            runways.save(new Runway("36R", 4_085));

            assertThat(runways.findAll(PageRequest.of(0, 10))).hasSize(2);
            assertThat(tables.lastOutcome()).isEqualTo(ReadOutcome.MISS);
            assertThat(tables.tables()).containsExactly(new TableId("dataSource", "runway"));
        });
    }

    @Test
    @Tag("P2")
    void changeWithoutRepositoryInvalidates() {
        this.runner.run((context) -> {
            RunwayRepository runways = context.getBean(RunwayRepository.class);
            runways.save(new Runway("18L", 4_085));
            assertThat(runways.findByLengthGreaterThan(4_000)).hasSize(1);

            new TransactionTemplate(context.getBean(PlatformTransactionManager.class)).executeWithoutResult(
                    (status) -> context.getBean(EntityManager.class).find(Runway.class, "18L").setLength(3_000));

            assertThat(runways.findByLengthGreaterThan(4_000)).isEmpty();
        });
    }

    @Test
    @Tag("P2")
    void readOnlyTransactionHits() {
        this.runner.run((context) -> {
            RunwayRepository runways = context.getBean(RunwayRepository.class);
            LiveTables tables = context.getBean(LiveTables.class);
            TransactionTemplate reading = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
            reading.setReadOnly(true);

            reading.executeWithoutResult((status) -> runways.count());
            ReadOutcome second = reading.execute((status) -> {
                runways.count();
                return tables.lastOutcome();
            });

            assertThat(second).isEqualTo(ReadOutcome.HIT);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = { "deferred", "lazy" })
    void repositoriesThatAreMadeLaterHitToo(String mode) {
        this.runner.withPropertyValues("spring.data.jpa.repositories.bootstrap-mode=" + mode)
            .withInitializer(
                    (context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
            .run((context) -> {
                RunwayRepository runways = context.getBean(RunwayRepository.class);
                LiveTables tables = context.getBean(LiveTables.class);
                runways.save(new Runway("18L", 4_085));

                assertThat(runways.findByLengthGreaterThan(4_000)).hasSize(1);
                assertThat(runways.findByLengthGreaterThan(4_000)).hasSize(1);
                assertThat(tables.lastOutcome()).isEqualTo(ReadOutcome.HIT);
                context.publishEvent(new TableChange.Changed(new TableId("dataSource", "runway")));
                runways.findByLengthGreaterThan(4_000);
                assertThat(tables.lastOutcome()).isEqualTo(ReadOutcome.MISS);
            });
    }

}
