package io.tidemark.livetable.autoconfigure;

import java.time.Duration;

import io.tidemark.livetable.autoconfigure.jdbc.GateApplication;
import io.tidemark.livetable.autoconfigure.jpa.RunwayApplication;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
@Tag("P12")
class UnknownTableCheckTests {

    private static final String COMPLAINT = "is of no table that is known";

    private final ApplicationContextRunner gates = LiveTableApplications.jdbc()
        .withUserConfiguration(GateApplication.class);

    private final ApplicationContextRunner runways = LiveTableApplications.jpa()
        .withUserConfiguration(RunwayApplication.class);

    @Test
    void misspelledTableIsSaidOnceTheApplicationIsReady(CapturedOutput output) {
        this.gates.withPropertyValues("tidemark.livetable.tables.gaet.ttl=1m").run((context) -> {
            assertThat(output).doesNotContain(COMPLAINT);

            ready(context);

            assertThat(output).contains("'tidemark.livetable.tables.gaet' is of no table that is known: "
                    + "did you mean 'tidemark.livetable.tables.gate'?");
        });
    }

    @Test
    void tableOfAnotherDataSourceIsComparedWithItsDataSource(CapturedOutput output) {
        this.gates.withPropertyValues("tidemark.livetable.tables[datasuorce/gate].ttl=1m").run((context) -> {
            ready(context);

            assertThat(output).contains("'tidemark.livetable.tables[datasuorce/gate]' is of no table that is known: "
                    + "did you mean 'tidemark.livetable.tables[datasource/gate]'?");
        });
    }

    @Test
    void nothingIsSaidOfTablesThatAreThere(CapturedOutput output) {
        this.gates
            .withPropertyValues("tidemark.livetable.tables.gate.ttl=1m",
                    "tidemark.livetable.tables[dataSource/gate].ttl=2m")
            .run(UnknownTableCheckTests::ready);
        this.runways.withPropertyValues("tidemark.livetable.tables.runway.ttl=1m").run(UnknownTableCheckTests::ready);

        assertThat(output).doesNotContain(COMPLAINT);
    }

    @Test
    void nothingIsSaidWhileRepositoriesAreStillToBeMade(CapturedOutput output) {
        this.runways
            .withPropertyValues("tidemark.livetable.tables.runwya.ttl=1m",
                    "spring.data.jpa.repositories.bootstrap-mode=lazy")
            .run(UnknownTableCheckTests::ready);

        assertThat(output).doesNotContain(COMPLAINT);
    }

    private static void ready(ConfigurableApplicationContext context) {
        context.publishEvent(new ApplicationReadyEvent(new SpringApplication(), new String[0], context, Duration.ZERO));
    }

}
