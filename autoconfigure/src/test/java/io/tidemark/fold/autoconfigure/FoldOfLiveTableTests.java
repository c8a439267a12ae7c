package io.tidemark.fold.autoconfigure;

import io.tidemark.fold.Fold;
import io.tidemark.fold.FoldSourceFactory;
import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.ReadOutcome;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.autoconfigure.LiveTableApplications;
import io.tidemark.livetable.autoconfigure.jdbc.GateApplication;
import io.tidemark.livetable.autoconfigure.jdbc.GateRepository;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** An application whose cached table changes with a bucket. */
class FoldOfLiveTableTests {

    private static final TableId GATE = new TableId("dataSource", "gate");

    private final MemoryBucket bucket = new MemoryBucket("gates");

    private final ApplicationContextRunner runner = LiveTableApplications.jdbc()
        .withConfiguration(AutoConfigurations.of(FoldAutoConfiguration.class))
        .withUserConfiguration(GateApplication.class)
        .withBean(FoldSourceFactory.class, () -> (name, prefixes) -> this.bucket)
        .withPropertyValues("tidemark.fold.folds.gates.type=java.lang.String", "tidemark.fold.folds.gates.store=memory",
                "tidemark.fold.folds.gates.live-table=gate", "tidemark.fold.folds.gates.initial-backoff=1ms",
                "tidemark.fold.folds.gates.maximum-backoff=1ms");

    @Test
    @Tag("P1")
    void changeOfTheBucketVoidsWhatIsCachedOfTheTable() {
        this.runner.run((context) -> {
            GateRepository gates = context.getBean(GateRepository.class);
            LiveTables tables = context.getBean(LiveTables.class);
            Fold<?> fold = context.getBean(Fold.class);
            FoldApplications.await(fold, (each) -> tables.impediment(GATE) == null);
            assertThat(gates.count()).isZero();
            context.getBean(JdbcTemplate.class).update("insert into gate (terminal) values ('A')");
            assertThat(gates.count()).isZero();
            assertThat(tables.lastOutcome()).isEqualTo(ReadOutcome.HIT);

            this.bucket.put("A", "1");

            FoldApplications.await(fold, (each) -> each.get("A") != null);
            assertThat(gates.count()).isEqualTo(1);
        });
    }

    @Test
    @Tag("P1")
    void tableIsPassedByWhileTheBucketIsNotFollowed() {
        this.bucket.setUnreachable(true);

        this.runner.run((context) -> {
            GateRepository gates = context.getBean(GateRepository.class);
            LiveTables tables = context.getBean(LiveTables.class);
            Fold<?> fold = context.getBean(Fold.class);
            gates.count();
            assertThat(tables.lastOutcome()).isEqualTo(ReadOutcome.BYPASS);

            this.bucket.setUnreachable(false);
            FoldApplications.await(fold, (each) -> tables.impediment(GATE) == null);
            gates.count();
            gates.count();
            assertThat(tables.lastOutcome()).isEqualTo(ReadOutcome.HIT);

            this.bucket.setUnreachable(true);
            FoldApplications.await(fold, (each) -> tables.impediment(GATE) != null);
            gates.count();
            assertThat(tables.lastOutcome()).isEqualTo(ReadOutcome.BYPASS);
        });
    }

}
