package io.tidemark.livetable.repository.jpa;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

import io.tidemark.livetable.TableChange;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.repository.RepositoryHook;

import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.jdbc.core.JdbcTemplate;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

/** Reads that look at tables which are written by others than their repository. */
@Tag("P1")
class JpaDependencyTests extends JpaTestSupport {

    @Autowired
    private GateRepository gates;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private RepositoryHook hook;

    @BeforeEach
    void fly() {
        this.gates.deleteAll();
        this.jdbc.update("delete from airline");
        transaction().executeWithoutResult(status -> {
            this.entityManager.persist(new Airline("AA", "Alpha"));
            this.entityManager.persist(new Airline("BB", "Bravo"));
            this.entityManager.persist(flight(1, "AA"));
            this.entityManager.persist(flight(2, "BB"));
        });
        this.tables.invalidateAll();
    }

    @Test
    void tablesThatAnswersDependOnAreKnownBeforeAnythingIsRead() {
        assertThat(this.hook.tables()).extracting(TableId::table).doesNotContain("airline", "flight_remarks");

        assertThat(this.hook.tablesRead()).extracting(TableId::table)
            .contains("flight", "airline", "flight_remarks");
    }

    @Test
    void queryOverAPropertyOfALazyPartIsLoadedAgain() {
        assertLoadedAgain(() -> this.flights.countByAirlineName("Alpha"), 1L, 0L);
    }

    @Test
    void sortOverAPropertyOfALazyPartIsLoadedAgain() {
        assertLoadedAgain(() -> numbers(Sort.by("airline.name")), List.of(1L, 2L), List.of(2L, 1L));
    }

    @Test
    void sortOverAPathWithoutDotsIsLoadedAgain() {
        assertLoadedAgain(() -> numbers(Sort.by("airlineName")), List.of(1L, 2L), List.of(2L, 1L));
    }

    @Test
    void pageSortedByAPropertyOfALazyPartIsLoadedAgain() {
        assertLoadedAgain(
                () -> this.flights.findNumberPageByIdLessThan(9, PageRequest.of(0, 1, Sort.by("airline.name")))
                    .map(FlightRepository.FlightNumber::id)
                    .getContent(),
                List.of(1L), List.of(2L));
    }

    @Test
    void projectionToAPropertyOfALazyPartIsLoadedAgain() {
        assertLoadedAgain(
                () -> this.flights.findAirlinesByIdLessThan(2)
                    .stream()
                    .map(FlightRepository.FlightAirline::getAirlineName)
                    .toList(),
                List.of("Alpha"), List.of("Zulu"));
    }

    @Test
    void projectionThatACallAsksForIsLoadedAgain() {
        assertLoadedAgain(
                () -> this.flights.findProjectedByIdLessThan(2, FlightRepository.FlightAirline.class)
                    .stream()
                    .map(FlightRepository.FlightAirline::getAirlineName)
                    .toList(),
                List.of("Alpha"), List.of("Zulu"));
    }

    @Test
    void nativeQueryOverADeclaredCollectionTableIsLoadedAgain() {
        assertThat(this.airports.countRemarks()).isZero();
        Flight remarked = new Flight(3, null);
        remarked.getRemarks().add("late");

        transaction().executeWithoutResult(status -> this.entityManager.persist(remarked));
        assertThat(this.airports.countRemarks()).as("after a new collection").isEqualTo(1);
        assertHit(() -> this.airports.countRemarks());

        transaction().executeWithoutResult(status -> this.flights.findById(3L).orElseThrow().getRemarks().add("cold"));
        assertThat(this.airports.countRemarks()).as("after a changed collection").isEqualTo(2);
        assertHit(() -> this.airports.countRemarks());

        this.flights.deleteById(3L);
        assertThat(this.airports.countRemarks()).as("after a removed collection").isZero();
    }

    @Test
    void changeOfACollectionIsToldAsOneOfItsOwner() throws Exception {
        BlockingQueue<TableChange> told = new LinkedBlockingQueue<>();
        this.tables.changes(new TableId("flights", "flight")).subscribe(new Flow.Subscriber<>() {

            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(TableChange change) {
                told.add(change);
            }

            @Override
            public void onError(Throwable failure) {
                throw new AssertionError("Nothing must fail", failure);
            }

            @Override
            public void onComplete() {
            }

        });

        transaction().executeWithoutResult(status -> this.flights.findById(1L).orElseThrow().getRemarks().add("late"));

        assertThat(told.poll(20, SECONDS)).isEqualTo(new TableChange.Changed(new TableId("flights", "flight")));
    }

    @Test
    void nativeQueryOverADeclaredSecondTableOfAnEntityIsLoadedAgain() {
        this.gates.save(new Gate("A1", "open"));
        assertThat(this.airports.countClosedGates()).isZero();
        assertHit(() -> this.airports.countClosedGates());

        transaction().executeWithoutResult(status -> this.gates.findById("A1").orElseThrow().setNote("closed"));

        assertThat(this.airports.countClosedGates()).isEqualTo(1);
    }

    @Test
    void entityWithAFormulaOverAnotherTableIsLoadedAgain() {
        this.gates.save(new Gate("A1", "open"));
        assertThat(this.gates.findById("A1").orElseThrow().getAirlines()).isEqualTo(2);
        assertHit(() -> this.gates.findById("A1"));

        transaction().executeWithoutResult(status -> this.entityManager.persist(new Airline("CC", "Charlie")));

        assertThat(this.gates.findById("A1").orElseThrow().getAirlines()).isEqualTo(3);
    }

    @Test
    void upsertOfAStatelessSessionIsSeen() {
        assertThat(this.flights.countByAirlineName("Alpha")).isEqualTo(1);

        try (StatelessSession session = this.entityManagerFactory.unwrap(SessionFactory.class).openStatelessSession()) {
            session.beginTransaction();
            session.upsert(new Airline("AA", "Zulu"));
            session.getTransaction().commit();
        }

        assertThat(this.flights.countByAirlineName("Alpha")).isZero();
        assertHit(() -> this.flights.countByAirlineName("Alpha"));
    }

    private <T> void assertLoadedAgain(Supplier<T> read, T before, T after) {
        assertThat(read.get()).isEqualTo(before);
        assertHit(() -> assertThat(read.get()).isEqualTo(before));

        transaction().executeWithoutResult(status -> this.entityManager.merge(new Airline("AA", "Zulu")));

        assertThat(read.get()).isEqualTo(after);
        assertHit(() -> assertThat(read.get()).isEqualTo(after));
    }

    private List<Long> numbers(Sort sort) {
        return this.flights.findNumbersByIdLessThan(9, sort).stream().map(FlightRepository.FlightNumber::id).toList();
    }

    private Flight flight(long id, String airline) {
        Flight flight = new Flight(id, null);
        flight.setAirline(this.entityManager.getReference(Airline.class, airline));
        return flight;
    }

}
