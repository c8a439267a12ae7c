package io.tidemark.livetable.repository.jpa;

import java.util.List;
import java.util.Set;

import jakarta.persistence.EntityManagerFactory;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code findAllById}, which is answered with what is kept of single rows. */
class JpaRowsTests extends JpaTestSupport {

    @Autowired
    private SeatRepository seats;

    private Statistics statistics;

    @BeforeEach
    void count(@Autowired EntityManagerFactory factory) {
        this.statistics = factory.unwrap(SessionFactory.class).getStatistics();
        this.statistics.setStatisticsEnabled(true);
        this.statistics.clear();
    }

    @AfterEach
    void countNoMore() {
        this.statistics.setStatisticsEnabled(false);
    }

    @Test
    void rowsThatWereReadByThemselvesAreNotLoadedAgain() {
        nameOf("DFW");
        nameOf("AUS");

        assertHit(() -> assertThat(namesOf("DFW", "AUS")).containsExactly("Dallas", "Austin"));
    }

    @Test
    void onlyTheRestIsLoaded() {
        nameOf("DFW");
        this.statistics.clear();

        assertMiss(() -> assertThat(namesOf("AUS", "DFW", "ATL")).containsExactlyInAnyOrder("Austin", "Dallas",
                "Atlanta"));

        assertThat(this.statistics.getEntityLoadCount()).isEqualTo(2);
        assertHit(() -> assertThat(namesOf("ATL", "AUS")).containsExactly("Atlanta", "Austin"));
        assertHit(() -> assertThat(nameOf("ATL")).isEqualTo("Atlanta"));
    }

    @Test
    void rowsThatAreNotThereAreLeftOut() {
        assertThat(namesOf("DFW", "XXX")).containsExactly("Dallas");

        assertThat(namesOf("DFW", "XXX")).containsExactly("Dallas");
        assertThat(this.airports.findAllById(List.of())).isEmpty();
        assertThat(namesOf("DFW", "DFW")).containsExactly("Dallas");
        assertThat(this.airports.findAllById(Set.of("DFW"))).hasSize(1);
    }

    @Test
    @Tag("P1")
    void allAreLoadedIfTheTableChangesWhileTheRestIs() {
        nameOf("DFW");
        nameOf("AUS");
        this.connections.beforeNext(() -> elsewhere(() -> transaction().execute(status -> {
            this.entityManager.find(Airport.class, "DFW").setName("Fort Worth");
            return null;
        })));

        assertThat(namesOf("DFW", "AUS", "ATL")).containsExactlyInAnyOrder("Fort Worth", "Austin", "Atlanta");

        assertThat(nameOf("DFW")).isEqualTo("Fort Worth");
    }

    @Test
    @Tag("P1")
    void allAreLoadedWhereTheRestComesFromAnOpenPersistenceContext() {
        withOpenEntityManager(() -> {
            this.entityManager.find(Airport.class, "ATL");
            elsewhere(() -> transaction().execute(status -> {
                this.entityManager.find(Airport.class, "ATL").setName("Hartsfield");
                this.entityManager.find(Airport.class, "DFW").setName("Fort Worth");
                return null;
            }));
            elsewhere(() -> nameOf("DFW"));
            this.statistics.clear();

            namesOf("DFW", "ATL");

            assertThat(this.statistics.getEntityLoadCount()).as("rows loaded beside the one of the context")
                .isEqualTo(1);
        });

        assertThat(nameOf("ATL")).isEqualTo("Hartsfield");
    }

    @Test
    @Tag("P2")
    void writeEndsThemAll() {
        namesOf("DFW", "AUS");

        this.plainAirports.save(new Airport("AUS", "Bergstrom", "TX"));

        assertThat(namesOf("DFW", "AUS")).containsExactlyInAnyOrder("Dallas", "Bergstrom");
    }

    @Test
    void compositeIdentifiersHaveKeys() {
        Seat.SeatId first = new Seat.SeatId("A", 1);
        this.seats.save(new Seat(first, "Ann"));
        this.seats.save(new Seat(new Seat.SeatId("B", 1), "Bob"));

        assertMiss(() -> assertThat(this.seats.findById(first).orElseThrow().getPassenger()).isEqualTo("Ann"));
        assertHit(() -> assertThat(this.seats.findById(new Seat.SeatId("A", 1)).orElseThrow().getPassenger())
            .isEqualTo("Ann"));
        assertMiss(() -> assertThat(this.seats.findById(new Seat.SeatId("B", 1)).orElseThrow().getPassenger())
            .isEqualTo("Bob"));
        assertHit(() -> assertThat(this.seats.findAllById(List.of(new Seat.SeatId("B", 1), first))).hasSize(2));
    }

    private List<String> namesOf(String... codes) {
        return this.airports.findAllById(List.of(codes)).stream().map(Airport::getName).toList();
    }

}
