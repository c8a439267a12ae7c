package io.tidemark.livetable.repository.jpa;

import java.util.List;

import io.tidemark.livetable.BypassReason;
import io.tidemark.livetable.LiveTable;
import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.ReadOutcome;
import io.tidemark.livetable.repository.LeftAlone;
import io.tidemark.livetable.repository.RepositoryHook;
import io.tidemark.livetable.repository.UnsupportedRepositoryException;

import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import org.hibernate.Session;
import org.hibernate.annotations.Filter;
import org.hibernate.annotations.FilterDef;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.SQLRestriction;
import org.hibernate.annotations.TenantId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is mapped in ways that a live table can't, or can hardly, know. */
class JpaMappingTests {

    private static AnnotationConfigApplicationContext context;

    @BeforeAll
    static void start() {
        context = JpaContexts.start(
                List.of(Tenanted.class, Filtered.class, Counted.class, Restricted.class, Part.class, Whole.class),
                List.of(TenantedRepository.class, FilteredRepository.class, CountedRepository.class,
                        DeclaredRepository.class, RestrictedRepository.class, UnknownRepository.class,
                        WholeRepository.class),
                more -> {
                });
    }

    @AfterAll
    static void end() {
        context.close();
    }

    @Test
    @Tag("P2")
    void tenantsWithoutScopeStopTheStart() {
        assertThatThrownBy(() -> context.getBean(TenantedRepository.class)).rootCause()
            .isInstanceOf(UnsupportedRepositoryException.class)
            .hasMessage("Repository '%s' can't be a live table: the rows of %s belong to tenants, and nothing tells "
                    + "which may see them", TenantedRepository.class.getName(), Tenanted.class.getName());
    }

    @Test
    void dependencyThatIsNotMappedStopsTheStart() {
        assertThatThrownBy(() -> context.getBean(UnknownRepository.class)).rootCause()
            .isInstanceOf(UnsupportedRepositoryException.class)
            .hasMessage("Repository '%s' can't be a live table: it depends on java.lang.String, which is mapped to no "
                    + "table of data source 'flights'", UnknownRepository.class.getName());
    }

    @Test
    @Tag("P1")
    void formulaOverATableThatIsNotMappedIsLeftAlone() {
        context.getBean(CountedRepository.class);

        assertThat(context.getBean(RepositoryHook.class).leftAlone()).contains(new LeftAlone(
                "ListCrudRepository.findAll()",
                "its rows are mapped with the query '(select count(*) from information_schema.users)': name what it "
                        + "looks at with @LiveTable(dependsOn)"));
        context.getBean(DeclaredRepository.class).findAll();
        context.getBean(DeclaredRepository.class).findAll();
        assertThat(context.getBean(LiveTables.class).lastOutcome()).isEqualTo(ReadOutcome.HIT);
    }

    @Test
    @Tag("P1")
    void restrictionThatLooksAtAnotherTableIsADependency() {
        RestrictedRepository restricted = context.getBean(RestrictedRepository.class);
        restricted.save(new Restricted(1));
        assertThat(restricted.findAll()).isEmpty();

        transaction().executeWithoutResult(status -> context.getBean(EntityManager.class).persist(new Filtered(1)));

        assertThat(restricted.findAll()).hasSize(1);
    }

    @Test
    @Tag("P1")
    void sessionWithAFilterPassesTheCacheBy() {
        FilteredRepository filtered = context.getBean(FilteredRepository.class);
        filtered.save(new Filtered(7));
        assertThat(filtered.findAll()).isNotEmpty();
        TransactionTemplate readOnly = transaction();
        readOnly.setReadOnly(true);

        readOnly.executeWithoutResult(status -> {
            context.getBean(EntityManager.class).unwrap(Session.class).enableFilter("none");
            assertThat(filtered.findAll()).isEmpty();
            assertThat(context.getBean(LiveTables.class).lastBypassReason()).isEqualTo(BypassReason.SESSION_FILTER);
        });
        EntityManagerFactory factory = context.getBean(EntityManagerFactory.class);
        try (EntityManager open = factory.createEntityManager()) {
            open.unwrap(Session.class).enableFilter("none");
            TransactionSynchronizationManager.bindResource(factory, new EntityManagerHolder(open));
            assertThat(filtered.findAll()).isEmpty();
        }
        finally {
            TransactionSynchronizationManager.unbindResource(factory);
        }

        assertThat(filtered.findAll()).isNotEmpty();
    }

    @Test
    @Tag("P1")
    void filterOfEverySessionLeavesTheTableAlone() {
        try (AnnotationConfigApplicationContext filtering = JpaContexts.start(List.of(Hidden.class),
                List.of(HiddenRepository.class), more -> {
                })) {
            filtering.getBean(HiddenRepository.class).findAll();

            assertThat(filtering.getBean(LiveTables.class).lastBypassReason()).isEqualTo(BypassReason.METHOD);
            assertThat(filtering.getBean(RepositoryHook.class).leftAlone())
                .allSatisfy(each -> assertThat(each.reason()).isEqualTo("filters are enabled in every session"))
                .isNotEmpty();
        }
    }

    @Test
    void rowsWithPartsThatAreNotLoadedAreKeptWhereThatIsAllowed() {
        transaction().executeWithoutResult(status -> {
            EntityManager entityManager = context.getBean(EntityManager.class);
            Part part = new Part(1);
            entityManager.persist(part);
            entityManager.persist(new Whole(1, part));
        });
        WholeRepository wholes = context.getBean(WholeRepository.class);
        wholes.findById(1L);

        assertThat(wholes.findById(1L).orElseThrow().part).isNull();
        assertThat(context.getBean(LiveTables.class).lastOutcome()).isEqualTo(ReadOutcome.HIT);
    }

    private static TransactionTemplate transaction() {
        return new TransactionTemplate(context.getBean(JpaTransactionManager.class));
    }

    @LiveTable
    interface TenantedRepository extends JpaRepository<Tenanted, Long> {
    }

    @LiveTable
    interface FilteredRepository extends JpaRepository<Filtered, Long> {
    }

    @LiveTable
    interface CountedRepository extends JpaRepository<Counted, Long> {
    }

    @LiveTable(dependsOnTables = "information_schema.users")
    interface DeclaredRepository extends JpaRepository<Counted, Long> {
    }

    @LiveTable
    interface RestrictedRepository extends JpaRepository<Restricted, Long> {
    }

    @LiveTable(dependsOn = String.class)
    interface UnknownRepository extends JpaRepository<Filtered, Long> {
    }

    @LiveTable(detached = true)
    interface WholeRepository extends JpaRepository<Whole, Long> {
    }

    @Entity(name = "Tenanted")
    static class Tenanted {

        @Id
        private long id;

        @TenantId
        private String tenant;

    }

    @Entity(name = "Filtered")
    @FilterDef(name = "none", defaultCondition = "1 = 0")
    @Filter(name = "none")
    static class Filtered {

        @Id
        private long id;

        protected Filtered() {
        }

        Filtered(long id) {
            this.id = id;
        }

    }

    @LiveTable
    interface HiddenRepository extends JpaRepository<Hidden, Long> {
    }

    @Entity(name = "Hidden")
    @FilterDef(name = "hidden", defaultCondition = "1 = 0", autoEnabled = true)
    @Filter(name = "hidden")
    static class Hidden {

        @Id
        private long id;

    }

    @Entity(name = "Counted")
    static class Counted {

        @Id
        private long id;

        @Formula("(select count(*) from information_schema.users)")
        private long users;

    }

    @Entity(name = "Restricted")
    @SQLRestriction("id in (select f.id from Filtered f)")
    static class Restricted {

        @Id
        private long id;

        protected Restricted() {
        }

        Restricted(long id) {
            this.id = id;
        }

    }

    @Entity(name = "Part")
    static class Part {

        @Id
        private long id;

        protected Part() {
        }

        Part(long id) {
            this.id = id;
        }

    }

    @Entity(name = "Whole")
    static class Whole {

        @Id
        private long id;

        @ManyToOne(fetch = FetchType.LAZY)
        private Part part;

        protected Whole() {
        }

        Whole(long id, Part part) {
            this.id = id;
            this.part = part;
        }

    }

}
