package io.tidemark.livetable.autoconfigure.jdbc;

import java.util.ArrayList;
import java.util.List;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationTextPublisher;
import io.tidemark.actuate.autoconfigure.LiveTableObservationAutoConfiguration;
import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.ReadOutcome;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.autoconfigure.LiveTableApplications;
import io.tidemark.livetable.repository.CountedConnections;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.jdbc.core.JdbcAggregateTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

class JdbcLiveTableAutoConfigurationTests {

    private static final TableId GATE = new TableId("dataSource", "gate");

    private final ApplicationContextRunner runner = LiveTableApplications.jdbc()
        .withUserConfiguration(GateApplication.class);

    @Test
    @Tag("P2")
    void secondReadHitsAndWriteInvalidates() {
        this.runner.run((context) -> {
            GateRepository gates = context.getBean(GateRepository.class);
            CountedConnections connections = context.getBean(CountedConnections.class);
            LiveTables tables = context.getBean(LiveTables.class);
            gates.save(new Gate(null, "A", 1));

            Page<Gate> first = gates.findAll(PageRequest.of(0, 10));
            int taken = connections.taken();
            Page<Gate> second = gates.findAll(PageRequest.of(0, 10));

            assertThat(second).isEqualTo(first).hasSize(1);
            assertThat(connections.taken()).isEqualTo(taken);
            assertThat(tables.lastOutcome()).isEqualTo(ReadOutcome.HIT);

            gates.save(new Gate(null, "A", 2));

            assertThat(gates.findAll(PageRequest.of(0, 10))).hasSize(2);
            assertThat(tables.lastOutcome()).isEqualTo(ReadOutcome.MISS);
            assertThat(tables.tables()).containsExactly(GATE);
        });
    }

    @Test
    @Tag("P12")
    void loadsAreObservedAndHitsAreNot() {
        List<String> observed = new ArrayList<>();
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new ObservationTextPublisher(observed::add,
                (observation) -> true, Observation.Context::getName));
        this.runner.withConfiguration(AutoConfigurations.of(LiveTableObservationAutoConfiguration.class))
            .withBean(ObservationRegistry.class, () -> registry)
            .run((context) -> {
                GateRepository gates = context.getBean(GateRepository.class);
                gates.count();
                gates.count();

                assertThat(observed).filteredOn((line) -> line.startsWith("START")).singleElement().asString()
                    .contains("tidemark.livetable.load");
            });
    }

    @Test
    @Tag("P2")
    void writePastRepositoryInvalidates() {
        this.runner.run((context) -> {
            GateRepository gates = context.getBean(GateRepository.class);
            assertThat(gates.findByTerminal("B")).isEmpty();

            context.getBean(JdbcAggregateTemplate.class).insert(new Gate(null, "B", 7));

            assertThat(gates.findByTerminal("B")).hasSize(1);
        });
    }

    @Test
    @Tag("P2")
    void readOnlyTransactionHitsAndWritingOneBypasses() {
        this.runner.run((context) -> {
            GateRepository gates = context.getBean(GateRepository.class);
            LiveTables tables = context.getBean(LiveTables.class);
            TransactionTemplate transaction = new TransactionTemplate(
                    context.getBean(PlatformTransactionManager.class));
            transaction.executeWithoutResult((status) -> {
                gates.save(new Gate(null, "C", 1));
                assertThat(gates.count()).isEqualTo(1);
                assertThat(tables.lastOutcome()).isEqualTo(ReadOutcome.BYPASS);
            });
            transaction.setReadOnly(true);

            ReadOutcome first = transaction.execute((status) -> {
                gates.count();
                return tables.lastOutcome();
            });
            ReadOutcome second = transaction.execute((status) -> {
                gates.count();
                return tables.lastOutcome();
            });

            assertThat(first).isEqualTo(ReadOutcome.MISS);
            assertThat(second).isEqualTo(ReadOutcome.HIT);
        });
    }

}
