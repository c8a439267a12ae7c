package io.tidemark.livetable.repository.jpa;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.tidemark.livetable.GapPolicy;
import io.tidemark.livetable.LiveTable;
import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.ReadOutcome;
import io.tidemark.livetable.TableSettings;
import io.tidemark.livetable.repository.CountedConnections;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.jpa.repository.JpaRepository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Pages of a table that allows old ones, while the database is down. */
class JpaStaleTests {

    private static final PageRequest FIRST = PageRequest.of(0, 2);

    @Test
    @Tag("P4")
    void oldPageIsServedWhileTheDatabaseIsDownUnlessItWasInvalidated() {
        TableSettings settings = new TableSettings(Duration.ofMinutes(1), Duration.ofHours(1), null, 100,
                Duration.ofSeconds(10), Duration.ZERO, GapPolicy.BYPASS);
        try (AnnotationConfigApplicationContext context = JpaContexts.start(List.of(Runway.class),
                List.of(RunwayRepository.class), more -> more.registerBean(TableSettings.class, () -> settings))) {
            RunwayRepository runways = context.getBean(RunwayRepository.class);
            LiveTables tables = context.getBean(LiveTables.class);
            runways.save(new Runway(1));
            assertThat(runways.findAll(FIRST)).hasSize(1);
            context.getBean(CountedConnections.class).setDown(true);

            context.getBean("nanosAhead", AtomicLong.class).addAndGet(Duration.ofMinutes(2).toNanos());
            assertThat(runways.findAll(FIRST)).hasSize(1);
            assertThat(tables.lastOutcome()).isEqualTo(ReadOutcome.STALE);

            tables.invalidateAll();
            assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> runways.findAll(FIRST))
                .withRootCauseInstanceOf(SQLException.class);
        }
    }

    @LiveTable
    interface RunwayRepository extends JpaRepository<Runway, Long> {
    }

    @Entity(name = "Runway")
    static class Runway {

        @Id
        private long id;

        protected Runway() {
        }

        Runway(long id) {
            this.id = id;
        }

    }

}
