package io.tidemark.livetable.change;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.tidemark.livetable.TableChange;
import io.tidemark.livetable.TableChange.Changed;
import io.tidemark.livetable.TableChange.Updated;
import io.tidemark.livetable.TableId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

class ApplicationEventChangeSourceTests {

    private static final TableId AIRPORT = new TableId("dataSource", "airport");

    private final RecordingSink sink = new RecordingSink();

    private final ApplicationEventChangeSource source = new ApplicationEventChangeSource();

    private final Listener listener = new Listener();

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    @BeforeEach
    void start() {
        this.context.registerBean(ApplicationEventChangeSource.class, () -> this.source);
        this.context.registerBean(Listener.class, () -> this.listener);
        this.context.refresh();
        this.listener.sink = this.sink;
    }

    @AfterEach
    void end() {
        this.context.close();
    }

    @Test
    void startedSourceIsAtOnceRestored() throws Exception {
        this.source.start(this.sink);

        assertThat(this.source.covers(AIRPORT)).isTrue();
        assertThat(this.sink.next()).isEqualTo(RecordingSink.RESTORED);
    }

    @Test
    @Tag("P2")
    void publishedChangeIsToldBeforeThePublisherReturnsAndBeforeOtherListeners() throws Exception {
        started();

        this.context.publishEvent(new Updated(AIRPORT, "DFW"));

        assertThat(this.sink.untold()).containsExactly(new Updated(AIRPORT, "DFW"));
        assertThat(this.listener.toldBefore).containsExactly(1);
    }

    @Test
    void ownChangeReachesListenersAndIsNotToldAgain() throws Exception {
        started();

        this.context.publishEvent(new OwnTableChange<>(this, new Updated(AIRPORT, "DFW")));
        this.context.publishEvent(new OwnTableChange<TableChange>(this, new Changed(AIRPORT)));

        assertThat(this.sink.untold()).isEmpty();
        assertThat(this.listener.heard).containsExactly(new Updated(AIRPORT, "DFW"), new Changed(AIRPORT));
        assertThat(this.listener.updates).containsExactly(new Updated(AIRPORT, "DFW"));
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    @Tag("P2")
    void changePublishedInTransactionIsToldAtItsEnd(boolean commits) throws Exception {
        started();
        TransactionTemplate transactions = new TransactionTemplate(
                new JdbcTransactionManager(new DriverManagerDataSource("jdbc:h2:mem:")));

        transactions.executeWithoutResult((transaction) -> {
            this.context.publishEvent(new Changed(AIRPORT));
            assertThat(this.sink.untold()).isEmpty();
            if (!commits) {
                transaction.setRollbackOnly();
            }
        });

        assertThat(this.sink.untold()).containsExactly(new Changed(AIRPORT));
    }

    @Test
    void otherEventsAndEventsAfterCloseAreNotTold() throws Exception {
        started();

        this.context.publishEvent("a string");
        this.source.close();
        this.context.publishEvent(new Changed(AIRPORT));

        assertThat(this.sink.untold()).isEmpty();
    }

    private void started() throws InterruptedException {
        this.source.start(this.sink);
        this.sink.await(RecordingSink.RESTORED);
    }

    static class Listener {

        private final List<TableChange> heard = new CopyOnWriteArrayList<>();

        private final List<Updated> updates = new CopyOnWriteArrayList<>();

        private final List<Integer> toldBefore = new CopyOnWriteArrayList<>();

        private RecordingSink sink;

        @EventListener
        void on(TableChange change) {
            this.heard.add(change);
            this.toldBefore.add(this.sink.untold().length);
        }

        @EventListener
        void on(Updated change) {
            this.updates.add(change);
        }

    }

}
