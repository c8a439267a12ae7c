package io.tidemark.livetable.autoconfigure;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.tidemark.livetable.ChangeSource;
import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.ReadOutcome;
import io.tidemark.livetable.TableChange;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.autoconfigure.jdbc.Gate;
import io.tidemark.livetable.autoconfigure.jdbc.GateApplication;
import io.tidemark.livetable.autoconfigure.jdbc.GateRepository;
import io.tidemark.livetable.change.ApplicationEventChangeSource;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

class ChangeEventsTests {

    private static final TableId GATE = new TableId("dataSource", "gate");

    private final ApplicationContextRunner runner = LiveTableApplications.jdbc()
        .withUserConfiguration(GateApplication.class, Heard.class);

    @Test
    void ownWriteIsPublishedWithIdAndIsNoNewsToLiveTables() {
        this.runner.run((context) -> {
            GateRepository gates = context.getBean(GateRepository.class);
            Heard heard = context.getBean(Heard.class);

            Gate saved = gates.save(new Gate(null, "A", 1));

            assertThat(saved.id()).isNotNull();
            assertThat(heard.next()).isEqualTo(new TableChange.Inserted(GATE, saved.id()));
            gates.count();
            long invalidations = context.getBean(LiveTables.class).statistics(GATE).invalidations();
            gates.deleteById(saved.id());
            assertThat(heard.next()).isEqualTo(new TableChange.Deleted(GATE, saved.id()));
            assertThat(heard.all).isEmpty();
            assertThat(context.getBean(LiveTables.class).statistics(GATE).invalidations()).isEqualTo(invalidations + 1);
        });
    }

    @Test
    @Tag("P1")
    void changeThatApplicationPublishesInvalidatesAndIsHeardOnce() {
        this.runner.run((context) -> {
            GateRepository gates = context.getBean(GateRepository.class);
            Heard heard = context.getBean(Heard.class);
            assertThat(gates.count()).isZero();
            context.getBean(JdbcTemplate.class).update("insert into gate (terminal) values ('A')");

            context.publishEvent(new TableChange.Changed(GATE));

            assertThat(gates.count()).isEqualTo(1);
            assertThat(heard.next()).isEqualTo(new TableChange.Changed(GATE));
            context.getBean(LiveTables.class).invalidate(new TableId("dataSource", "fence"));
            assertThat(heard.next()).as("what follows the only one")
                .isEqualTo(new TableChange.Changed(new TableId("dataSource", "fence")));
        });
    }

    @Test
    void listenerThatFailsIsToldOfNextChange() {
        this.runner.run((context) -> {
            Heard heard = context.getBean(Heard.class);
            heard.failure = new IllegalStateException("on purpose");
            context.getBean(LiveTables.class).invalidate(GATE);
            assertThat(heard.next()).isNotNull();
            heard.failure = null;

            context.getBean(LiveTables.class).invalidate(GATE);

            assertThat(heard.next()).isEqualTo(new TableChange.Changed(GATE));
        });
    }

    @Test
    void nothingIsToldWhereNobodyListens() {
        ApplicationContextRunner plain = LiveTableApplications.jdbc().withUserConfiguration(GateApplication.class);

        plain.run((context) -> assertThat(context.getBean(TableChangeEvents.class).isSubscribed()).isFalse());
        plain.withBean(HeardDeletions.class)
            .run((context) -> assertThat(context.getBean(TableChangeEvents.class).isSubscribed()).isTrue());
        plain.withBean(HeardLater.class, HeardLater::new, (definition) -> definition.setLazyInit(true))
            .run((context) -> assertThat(context.getBean(TableChangeEvents.class).isSubscribed()).isTrue());
        plain.withParent(new AnnotationConfigApplicationContext(HeardDeletions.class))
            .run((context) -> assertThat(context.getBean(TableChangeEvents.class).isSubscribed()).isTrue());
    }

    @Test
    void eventsMayBeSwitchedOff() {
        this.runner.withPropertyValues("tidemark.livetable.changes.events.enabled=false").run((context) -> {
            assertThat(context).doesNotHaveBean(ApplicationEventChangeSource.class)
                .doesNotHaveBean(TableChangeEvents.class);
            GateRepository gates = context.getBean(GateRepository.class);
            gates.count();
            context.publishEvent(new TableChange.Changed(GATE));
            gates.count();

            assertThat(context.getBean(LiveTables.class).lastOutcome()).isEqualTo(ReadOutcome.HIT);
        });
    }

    @Test
    @Tag("P10")
    void sourceOfApplicationIsAttachedAndClosed() {
        OwnSource source = new OwnSource();

        this.runner.withBean("own", OwnSource.class, () -> source).run((context) -> {
            GateRepository gates = context.getBean(GateRepository.class);
            gates.count();
            assertThat(context.getBean(LiveTables.class).lastOutcome()).isEqualTo(ReadOutcome.BYPASS);
            source.started().restored();
            gates.count();
            gates.count();
            assertThat(context.getBean(LiveTables.class).lastOutcome()).isEqualTo(ReadOutcome.HIT);

            source.started().changed(new TableChange.Changed(GATE));

            gates.count();
            assertThat(context.getBean(LiveTables.class).lastOutcome()).isEqualTo(ReadOutcome.MISS);
        });

        assertThat(source.closed).isTrue();
    }

    static class Heard {

        private final BlockingQueue<TableChange> all = new LinkedBlockingQueue<>();

        private volatile @Nullable RuntimeException failure;

        @EventListener
        void on(TableChange change) {
            if (change instanceof TableChange.Reset) {
                return;
            }
            this.all.add(change);
            RuntimeException thrown = this.failure;
            if (thrown != null) {
                throw thrown;
            }
        }

        @Nullable TableChange next() throws InterruptedException {
            return this.all.poll(10, TimeUnit.SECONDS);
        }

    }

    static class HeardDeletions {

        @EventListener
        void on(TableChange.Deleted change) {
        }

    }

    static class HeardLater implements ApplicationListener<PayloadApplicationEvent<TableChange>> {

        @Override
        public void onApplicationEvent(PayloadApplicationEvent<TableChange> event) {
        }

    }

    static class OwnSource implements ChangeSource {

        private volatile @Nullable ChangeSink sink;

        private volatile boolean closed;

        ChangeSink started() {
            ChangeSink there = this.sink;
            assertThat(there).isNotNull();
            return there;
        }

        @Override
        public String name() {
            return "own";
        }

        @Override
        public boolean covers(TableId table) {
            return true;
        }

        @Override
        public void start(ChangeSink told) {
            this.sink = told;
        }

        @Override
        public void close() {
            this.closed = true;
        }

    }

}
