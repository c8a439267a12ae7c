package io.tidemark.livetable.repository.jdbc;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.tidemark.livetable.BypassReason;
import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.ReadOutcome;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.repository.CountedConnections;
import io.tidemark.livetable.repository.LeftAlone;
import io.tidemark.livetable.repository.RepositoryHook;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.data.jdbc.core.JdbcAggregateTemplate;
import org.springframework.data.jdbc.core.convert.DataAccessStrategy;
import org.springframework.data.jdbc.core.convert.DataAccessStrategyFactory;
import org.springframework.data.jdbc.core.convert.JdbcConverter;
import org.springframework.data.jdbc.core.convert.QueryMappingConfiguration;
import org.springframework.data.jdbc.core.dialect.JdbcDialect;
import org.springframework.data.jdbc.core.mapping.AggregateReference;
import org.springframework.data.jdbc.core.mapping.JdbcMappingContext;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Reads and writes of Data JDBC's repositories and templates. */
@SpringJUnitConfig(JdbcTestApplication.class)
class JdbcLiveTableTests {

    private static final PageRequest FIRST_PAGE = PageRequest.of(0, 2, Sort.by("id"));

    @Autowired
    private RouteRepository routes;

    @Autowired
    private TicketRepository tickets;

    @Autowired
    private JdbcAggregateTemplate template;

    @Autowired
    private CountedConnections connections;

    @Autowired
    private LiveTables tables;

    @Autowired
    private RepositoryHook hook;

    @Autowired
    private PlatformTransactionManager transactionManager;

    private Route first;

    @BeforeEach
    void fill() {
        this.routes.deleteAll();
        this.first = this.routes.save(Route.of("DFW", "AA", "AUS", "ATL"));
        this.routes.save(Route.of("DFW", "UA"));
        this.routes.save(Route.of("ATL", "DL"));
    }

    @Test
    @Tag("P2")
    void pageIsAnsweredWithoutConnectionTheSecondTime() {
        var page = this.routes.findByOrigin("DFW", FIRST_PAGE);

        assertHit(() -> assertThat(this.routes.findByOrigin("DFW", FIRST_PAGE)).isEqualTo(page));
        assertThat(page.getTotalElements()).isEqualTo(2);
    }

    @Test
    @Tag("P2")
    void writesByAnyWayEndWhatIsCached() {
        List<Runnable> writes = List.of(() -> this.routes.save(this.first.withCarrier("a")),
                () -> this.template.save(this.first.withCarrier("b")),
                () -> this.template.update(this.first.withCarrier("c")), () -> this.routes.assign("d"),
                () -> transaction().executeWithoutResult(status -> this.template.save(this.first.withCarrier("e"))),
                () -> this.routes.saveAll(List.of(this.first.withCarrier("f"))));

        char expected = 'a';
        for (Runnable write : writes) {
            carrier();
            write.run();
            assertThat(carrier()).isEqualTo(String.valueOf(expected++));
            assertHit(this::carrier);
        }
    }

    @Test
    @Tag("P2")
    void deletesByAnyWayEndWhatIsCached() {
        List<Runnable> deletes = List.of(() -> this.routes.delete(this.first),
                () -> this.template.deleteAll(Route.class), () -> this.template.delete(this.first),
                () -> this.routes.deleteAllById(List.of(idOfFirst())), () -> this.routes.deleteAll());

        for (Runnable delete : deletes) {
            fill();
            assertThat(this.routes.findById(idOfFirst())).isPresent();
            delete.run();
            assertThat(this.routes.findById(idOfFirst())).isEmpty();
        }
        fill();
        assertThat(this.routes.countByCarrier("DL")).isEqualTo(1);
        this.routes.deleteByCarrier("DL");
        assertThat(this.routes.countByCarrier("DL")).isZero();
    }

    @Test
    @Tag("P1")
    void readOverTheTablesOfAnAggregateIsLoadedAgain() {
        assertThat(this.routes.allStopsDeclared()).isEqualTo(2);
        assertHit(() -> this.routes.allStopsDeclared());

        this.routes.save(new Route(this.first.id(), "DFW", "AA", java.util.Set.of()));

        assertThat(this.routes.allStopsDeclared()).isZero();
        assertThat(this.hook.leftAlone()).contains(new LeftAlone("RouteRepository.allStops()",
                "its query is SQL: name what it looks at with @LiveTable(dependsOn)"));
        assertThat(this.tables.tables()).contains(new TableId("routes", "route"), new TableId("routes", "stop"));
    }

    @Test
    @Tag("P2")
    void rollbackToASavepointKeepsTheMarksOfTheTransaction() throws Exception {
        carrier();
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            transaction().executeWithoutResult(status -> {
                Object savepoint = status.createSavepoint();
                this.routes.save(this.first.withCarrier("zz"));
                status.rollbackToSavepoint(savepoint);
                assertThatCode(other, BypassReason.WRITE_IN_PROGRESS);
                this.routes.save(this.first.withCarrier("yy"));
            });
        }
        finally {
            other.shutdownNow();
        }

        assertThat(carrier()).isEqualTo("yy");
    }

    @Test
    @Tag("P2")
    void commitThatFailsEndsTheWriteAllTheSame() {
        carrier();
        this.connections.failNextCommit();

        assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> transaction()
            .executeWithoutResult(status -> this.routes.save(this.first.withCarrier("lost"))));

        assertThat(carrier()).isEqualTo("lost");
        assertHit(this::carrier);
    }

    @Test
    @Tag("P2")
    void writeOfATemplateWithAStrategyOfItsOwnIsSeen(@Autowired ApplicationContext context,
            @Autowired JdbcConverter converter, @Autowired NamedParameterJdbcOperations operations,
            @Autowired JdbcDialect dialect, @Autowired JdbcMappingContext mapping) {
        DataAccessStrategy strategy = new DataAccessStrategyFactory(converter, operations, dialect,
                QueryMappingConfiguration.EMPTY)
            .create();
        JdbcAggregateTemplate own = new JdbcAggregateTemplate(context, mapping, converter, strategy);
        carrier();

        own.save(this.first.withCarrier("own"));

        assertThat(carrier()).isEqualTo("own");
        assertHit(this::carrier);
        own.delete(this.first);
        assertThat(this.routes.findById(idOfFirst())).isEmpty();
    }

    @Test
    void referencesToAggregatesHaveKeysAndAreKept() {
        AggregateReference<Route, Long> route = AggregateReference.to(idOfFirst());
        this.tickets.save(new TicketRepository.Ticket(null, route));

        assertThat(this.tickets.findByRoute(route)).hasSize(1);
        assertHit(() -> assertThat(this.tickets.findByRoute(AggregateReference.to(idOfFirst()))).hasSize(1));
        assertThat(this.tickets.findByRoute(AggregateReference.to(-1L))).isEmpty();
    }

    @Test
    @Tag("P1")
    void changeOfATableWithinAnAggregateEndsTheAggregate() {
        carrier();
        assertHit(this::carrier);

        this.tables.invalidate(new TableId("routes", "stop"));

        carrier();
        assertThat(this.tables.lastOutcome()).isEqualTo(ReadOutcome.MISS);
    }

    @Test
    void severalRowsAreReadFromWhatIsKeptOfEach() {
        carrier();

        assertHit(() -> assertThat(this.routes.findAllById(List.of(idOfFirst()))).hasSize(1));
    }

    @Test
    @Tag("P2")
    void statementThatFailsLeavesNoMark() {
        carrier();

        assertThatExceptionOfType(RuntimeException.class)
            .isThrownBy(() -> this.template.insert(new Route(idOfFirst(), "DFW", "AA", java.util.Set.of())));

        carrier();
        assertHit(this::carrier);
    }

    private void assertThatCode(ExecutorService other, BypassReason reason) {
        try {
            BypassReason seen = other.submit(() -> {
                carrier();
                return this.tables.lastBypassReason();
            }).get(20, SECONDS);
            assertThat(seen).isEqualTo(reason);
        }
        catch (Exception ex) {
            throw new AssertionError("The other thread must come to its end", ex);
        }
    }

    private TransactionTemplate transaction() {
        return new TransactionTemplate(this.transactionManager);
    }

    private Long idOfFirst() {
        return java.util.Objects.requireNonNull(this.first.id());
    }

    private String carrier() {
        return this.routes.findById(idOfFirst()).orElseThrow().carrier();
    }

    private void assertHit(Runnable read) {
        int before = this.connections.taken();
        read.run();
        assertThat(this.tables.lastOutcome()).isEqualTo(ReadOutcome.HIT);
        assertThat(this.connections.taken()).as("connections taken").isEqualTo(before);
    }

}
