package io.tidemark.livetable.autoconfigure;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.ReadOutcome;
import io.tidemark.livetable.autoconfigure.failing.copy.Sensor;
import io.tidemark.livetable.autoconfigure.failing.copy.SensorApplication;
import io.tidemark.livetable.autoconfigure.failing.copy.SensorRepository;
import io.tidemark.livetable.autoconfigure.failing.tenant.Ticket;
import io.tidemark.livetable.autoconfigure.failing.tenant.TicketApplication;
import io.tidemark.livetable.autoconfigure.failing.tenant.TicketRepository;
import io.tidemark.livetable.copy.RowCopier;
import io.tidemark.livetable.repository.LiveTableScope;
import io.tidemark.testing.StartupFailures;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class LiveTableFailureTests {

    private final ApplicationContextRunner sensors = LiveTableApplications.jdbc()
        .withUserConfiguration(SensorApplication.class);

    private final ApplicationContextRunner tickets = LiveTableApplications.jpa()
        .withUserConfiguration(TicketApplication.class);

    @Test
    void rowsThatCanNotBeCopiedStopStart() {
        this.sensors.run((context) -> {
            FailureAnalysis analysis = StartupFailures.analyze(context);

            assertThat(analysis.getDescription()).isEqualTo(
                    "Rows of the live repository 'sensorRepository' can't be kept: '%1$s' must be copyable, but %1$s %2$s."
                        .formatted(Sensor.class.getName(), "has no constructor without parameters and "
                                + "none whose parameters are named and typed like its fields"));
            assertThat(analysis.getAction()).isEqualTo("Make it a record of immutable parts, define a bean of type "
                    + "RowCopier<Sensor>, or annotate the methods that return such rows with @Uncached.");
        });
    }

    @Test
    void copierOfApplicationMakesRowsCopyable() {
        this.sensors.withBean(SensorCopier.class)
            .run((context) -> assertThat(context).hasNotFailed().hasSingleBean(SensorRepository.class));
    }

    @Test
    void rowsThatCanNotBeKeptOnDiskStopStart(@TempDir Path directory) {
        this.sensors.withBean(SensorCopier.class)
            .withPropertyValues("tidemark.livetable.backend=mvstore", "tidemark.directory=" + directory)
            .run((context) -> {
                FailureAnalysis analysis = StartupFailures.analyze(context);

                assertThat(analysis.getDescription())
                    .startsWith("Rows of %s of table 'dataSource/sensor' can't be kept on disk: "
                        .formatted(Sensor.class.getName()))
                    .contains(Sensor.class.getName());
                assertThat(analysis.getAction()).isEqualTo("Set 'tidemark.livetable.tables.sensor.backend' to "
                        + "caffeine, annotate the methods that return them with @Uncached, or define a bean of type "
                        + "RowsCodec.");
            });
        this.sensors.withBean(SensorCopier.class)
            .withPropertyValues("tidemark.livetable.backend=mvstore", "tidemark.directory=" + directory,
                    "tidemark.livetable.tables.sensor.backend=caffeine")
            .run((context) -> assertThat(context).hasNotFailed());
    }

    @Test
    void rowsOfTenantsWithoutScopeStopStart() {
        this.tickets.run((context) -> {
            FailureAnalysis analysis = StartupFailures.analyze(context);

            assertThat(analysis.getDescription())
                .isEqualTo(("Repository '%s' can't be a live table: the rows of %s belong to tenants, and nothing tells "
                        + "which may see them.").formatted(TicketRepository.class.getName(), Ticket.class.getName()));
            assertThat(analysis.getAction())
                .isEqualTo("Declare a bean of type LiveTableScope that returns the tenant of the calling thread.");
        });
    }

    @Test
    @Tag("P1")
    void scopeOfApplicationKeepsTenantsApart() {
        this.tickets.withUserConfiguration(Scope.class).run((context) -> {
            TicketRepository repository = context.getBean(TicketRepository.class);
            LiveTables tables = context.getBean(LiveTables.class);
            AtomicReference<String> tenant = tenant(context.getBean("tenant"));
            repository.save(new Ticket("1"));

            assertThat(repository.findAll()).hasSize(1);
            tenant.set("DL");
            assertThat(repository.findAll()).isEmpty();
            assertThat(tables.lastOutcome()).isEqualTo(ReadOutcome.MISS);
            tenant.set("AA");
            assertThat(repository.findAll()).hasSize(1);
            assertThat(tables.lastOutcome()).isEqualTo(ReadOutcome.HIT);
        });
    }

    @SuppressWarnings("unchecked")
    private static AtomicReference<String> tenant(Object bean) {
        return (AtomicReference<String>) bean;
    }

    record Scope(AtomicReference<String> tenant) implements LiveTableScope {

        @Override
        public String current() {
            return this.tenant.get();
        }

    }

    static class SensorCopier implements RowCopier<Sensor> {

        @Override
        public Class<Sensor> type() {
            return Sensor.class;
        }

        @Override
        public Sensor copy(Sensor row) {
            return row.copy();
        }

    }

}
