package io.tidemark.livetable.repository.jdbc;

import java.util.List;

import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.TableChange;
import io.tidemark.livetable.TableChange.Changed;
import io.tidemark.livetable.TableChange.Deleted;
import io.tidemark.livetable.TableChange.Inserted;
import io.tidemark.livetable.TableChange.Updated;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.repository.ToldChanges;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.jdbc.core.JdbcAggregateTemplate;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** What subscribers are told of the writes of Data JDBC. */
@SpringJUnitConfig(JdbcTestApplication.class)
class JdbcChangesTests {

    private static final TableId ROUTE = new TableId("routes", "route");

    @Autowired
    private RouteRepository routes;

    @Autowired
    private JdbcAggregateTemplate template;

    @Autowired
    private LiveTables tables;

    @Autowired
    private PlatformTransactionManager transactionManager;

    private Long id;

    private Route saved;

    @BeforeEach
    void fill() {
        this.routes.deleteAll();
        this.saved = this.routes.save(Route.of("DFW", "AA"));
        this.id = this.saved.id();
    }

    @Test
    void eachRowThatIsSavedIsToldOnce() {
        assertThat(told(() -> this.routes.save(this.saved.withCarrier("UA")))).as("of a method declared again")
            .containsExactly(new Updated(ROUTE, this.id));
        assertThat(told(() -> this.routes.saveAll(List.of(this.saved)))).containsExactly(new Updated(ROUTE, this.id));
        assertThat(told(() -> transaction().executeWithoutResult(status -> {
            this.routes.save(this.saved);
            this.template.save(this.saved.withCarrier("DL"));
        }))).containsExactly(new Updated(ROUTE, this.id), new Updated(ROUTE, this.id));
        assertThat(told(() -> this.routes.save(Route.of("ATL", "DL"))))
            .containsExactly(new Inserted(ROUTE, this.id + 1));
    }

    @Test
    void eachRowThatIsDeletedIsToldOnce() {
        assertThat(told(() -> this.routes.deleteById(this.id))).containsExactly(new Deleted(ROUTE, this.id));
        fill();
        assertThat(told(() -> this.routes.delete(this.saved))).containsExactly(new Deleted(ROUTE, this.id));
        fill();
        assertThat(told(() -> this.routes.deleteAllById(List.of(this.id)))).containsExactly(new Deleted(ROUTE, this.id));
    }

    @Test
    void statementThatNobodySeesIsToldAsChange() {
        assertThat(told(() -> this.routes.assign("a"))).containsExactly(new Changed(ROUTE));
        assertThat(told(() -> this.routes.deleteByCarrier("b"))).containsExactly(new Changed(ROUTE));
        assertThat(told(() -> this.routes.deleteAll())).containsExactly(new Changed(ROUTE));
    }

    @Test
    void statementThatNobodySeesIsToldBesideRowsOfItsTransaction() {
        assertThat(told(() -> transaction().executeWithoutResult(status -> {
            this.routes.assign("a");
            this.routes.save(this.saved.withCarrier("b"));
            this.routes.assign("c");
        }))).containsExactly(new Updated(ROUTE, this.id), new Changed(ROUTE));
    }

    // Which rows of an aggregate beside its root were written is not told.
    private List<TableChange> told(Runnable write) {
        return ToldChanges.during(this.tables, write)
            .stream()
            .filter(change -> change.table().equals(ROUTE))
            .toList();
    }

    private TransactionTemplate transaction() {
        return new TransactionTemplate(this.transactionManager);
    }

}
