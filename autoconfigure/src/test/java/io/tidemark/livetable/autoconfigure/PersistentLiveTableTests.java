package io.tidemark.livetable.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;

import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.ReadOutcome;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.autoconfigure.jdbc.Gate;
import io.tidemark.livetable.autoconfigure.jdbc.GateApplication;
import io.tidemark.livetable.autoconfigure.jdbc.GateRepository;
import io.tidemark.livetable.cache.CaffeinePageCache;
import io.tidemark.livetable.cache.MvStorePageCache;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class PersistentLiveTableTests {

    private static final TableId GATE = new TableId("dataSource", "gate");

    @TempDir
    Path directory;

    private ApplicationContextRunner runner = LiveTableApplications.jdbc();

    @BeforeEach
    void keepDatabaseAndCacheOverRestart() {
        this.runner = this.runner.withUserConfiguration(GateApplication.class)
            .withPropertyValues("tidemark.directory=" + this.directory.resolve("cache"),
                    "tidemark.livetable.tables.gate.backend=mvstore",
                    "spring.datasource.url=jdbc:h2:file:" + this.directory.resolve("database"));
    }

    @Test
    @Tag("P6")
    void restartedTableServesWhatItHadAsStaleAndRefreshesIt() {
        ApplicationContextRunner stale = this.runner.withPropertyValues("tidemark.livetable.max-stale=1h");
        stale.run((context) -> {
            GateRepository gates = context.getBean(GateRepository.class);
            gates.save(new Gate(null, "A", 1));
            assertThat(gates.findByTerminal("A")).hasSize(1);
            gates.findByTerminal("A");
            assertThat(context.getBean(LiveTables.class).lastOutcome()).isEqualTo(ReadOutcome.HIT);
            assertThat(context.getBean(LiveTables.class).cache(GATE)).isInstanceOf(MvStorePageCache.class);
            assertThat(context.getBean(LiveTables.class).cache(new TableId("dataSource", "other")))
                .isInstanceOf(CaffeinePageCache.class);
        });

        stale.run((context) -> {
            GateRepository gates = context.getBean(GateRepository.class);
            LiveTables tables = context.getBean(LiveTables.class);

            assertThat(gates.findByTerminal("A")).hasSize(1);
            assertThat(tables.lastOutcome()).isEqualTo(ReadOutcome.STALE);
            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
                gates.findByTerminal("A");
                assertThat(tables.lastOutcome()).isEqualTo(ReadOutcome.HIT);
            });
        });
    }

    @Test
    @Tag("P1")
    void restartedTableLoadsWhereNothingStaleIsAllowed() {
        this.runner.run((context) -> context.getBean(GateRepository.class).findByTerminal("A"));

        this.runner.run((context) -> {
            context.getBean(GateRepository.class).findByTerminal("A");

            assertThat(context.getBean(LiveTables.class).lastOutcome()).isEqualTo(ReadOutcome.MISS);
        });
    }

    @Test
    @Tag("P10")
    void twoContextsShareOneDirectory() {
        ApplicationContextRunner impatient = this.runner
            .withPropertyValues("tidemark.livetable.mvstore.lock-timeout=0s", "spring.datasource.url=jdbc:h2:mem:shared");

        impatient.run((first) -> impatient.run((second) -> assertThat(second).hasNotFailed()));
    }

}
