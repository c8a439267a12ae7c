package io.tidemark.livetable.autoconfigure;

import io.tidemark.key.KeyPath;
import io.tidemark.livetable.LiveTableOperations;
import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.ReadOutcome;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.autoconfigure.jdbc.Gate;
import io.tidemark.livetable.autoconfigure.jdbc.GateApplication;
import io.tidemark.livetable.autoconfigure.jdbc.GateRepository;
import io.tidemark.livetable.autoconfigure.jpa.Runway;
import io.tidemark.livetable.autoconfigure.jpa.RunwayApplication;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.domain.PageRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LiveTableOperationsTests {

    private static final TableId GATE = new TableId("dataSource", "gate");

    private final ApplicationContextRunner runner = LiveTableApplications.jdbc()
        .withUserConfiguration(GateApplication.class, Board.class);

    @Test
    void operationsAreInjectedByTheTypesOfTheRows() {
        this.runner.run((context) -> {
            assertThat(context.getBean(Board.class).gates()).hasToString(
                    "live table 'dataSource/gate' of " + GateRepository.class.getName());
            assertThat(context.getBean(Board.class).gates().table()).isEqualTo(GATE);
        });
        LiveTableApplications.jpa()
            .withUserConfiguration(RunwayApplication.class, Tower.class)
            .run((context) -> assertThat(context.getBean(Tower.class).runways().table())
                .isEqualTo(new TableId("dataSource", "runway")));
    }

    @Test
    void operationsReadAndWriteThroughCache() {
        this.runner.run((context) -> {
            LiveTableOperations<Gate, Long> gates = context.getBean(Board.class).gates();
            LiveTables tables = context.getBean(LiveTables.class);
            Gate saved = gates.save(new Gate(null, "A", 1));
            Long id = saved.id();
            assertThat(id).isNotNull();

            assertThat(gates.get(id)).contains(saved);
            assertThat(tables.lastOutcome()).isEqualTo(ReadOutcome.MISS);
            assertThat(gates.get(id)).contains(saved);
            assertThat(tables.lastOutcome()).isEqualTo(ReadOutcome.HIT);
            assertThat(gates.page(PageRequest.of(0, 5)).getTotalElements()).isEqualTo(1);
            assertThat(context.getBean(GateRepository.class).findAll(PageRequest.of(0, 5))).hasSize(1);
            assertThat(tables.lastOutcome()).isEqualTo(ReadOutcome.HIT);
            assertThat(gates.count()).isEqualTo(1);

            gates.delete(saved);
            assertThat(gates.count()).isZero();
            gates.deleteById(gates.save(new Gate(null, "A", 1)).id());
            assertThat(gates.count()).isZero();
        });
    }

    @Test
    void invalidationIsThatOfItsTableOnly() {
        this.runner.run((context) -> {
            LiveTableOperations<Gate, Long> gates = context.getBean(Board.class).gates();
            gates.count();

            assertThat(gates.invalidate(GATE.path().asPrefix())).isEqualTo(1);

            assertThatIllegalArgumentException()
                .isThrownBy(() -> gates.invalidate(new TableId("dataSource", "airport").path().asPrefix()))
                .withMessageStartingWith("prefix must lie in table 'dataSource/gate', was ");
            assertThatIllegalArgumentException().isThrownBy(() -> gates.invalidate(KeyPath.root().asPrefix()));
            gates.count();
            assertThat(context.getBean(LiveTables.class).lastOutcome()).isEqualTo(ReadOutcome.MISS);
        });
    }

    @Test
    void qualifierMayNameRepository() {
        this.runner.withUserConfiguration(Qualified.class)
            .run((context) -> assertThat(context.getBean(Qualified.class).gates().table()).isEqualTo(GATE));
    }

    record Board(LiveTableOperations<Gate, Long> gates) {
    }

    record Tower(LiveTableOperations<Runway, String> runways) {
    }

    record Qualified(@Qualifier("gateRepository") LiveTableOperations<?, ?> gates) {
    }

}
