package io.tidemark.livetable.repository.jpa;

import java.util.List;

import io.tidemark.livetable.BypassReason;
import io.tidemark.livetable.repository.LeftAlone;
import io.tidemark.livetable.repository.RepositoryHook;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.data.domain.Example;
import org.springframework.data.domain.KeysetScrollPosition;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Sort;
import org.springframework.data.core.PropertyReferenceException;
import org.springframework.data.domain.Window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Reads of JPA repositories outside transactions of their callers. */
class JpaLiveTableTests extends JpaTestSupport {

    @Autowired
    private RepositoryHook hook;

    @Test
    @Tag("P2")
    void pageIsAnsweredWithoutConnectionTheSecondTime() {
        var asked = PageRequest.of(0, 1, Sort.by("code"));
        var first = this.airports.findByState("TX", asked);

        assertHit(() -> {
            var second = this.airports.findByState("TX", asked);
            assertThat(second.getTotalElements()).isEqualTo(2).isEqualTo(first.getTotalElements());
            assertThat(second.getContent()).extracting(Airport::getCode).containsExactly("AUS");
            assertThat(second.getPageable()).isEqualTo(first.getPageable());
        });
    }

    @Test
    void everyKindOfAnswerIsCached() {
        List<Runnable> reads = List.of(() -> assertThat(this.airports.findAll()).hasSize(3),
                () -> assertThat(this.airports.findAll(Sort.by("name"))).hasSize(3),
                () -> assertThat(this.airports.findAll(PageRequest.of(1, 2))).hasSize(1),
                () -> assertThat(this.airports.findById("DFW")).isPresent(),
                () -> assertThat(this.airports.findAllById(List.of("DFW", "ATL"))).hasSize(2),
                () -> assertThat(this.airports.count()).isEqualTo(3),
                () -> assertThat(this.airports.existsById("DFW")).isTrue(),
                () -> assertThat(this.airports.findByName("Dallas")).isPresent(),
                () -> assertThat(this.airports.existsByName("Nowhere")).isFalse(),
                () -> assertThat(this.airports.countByState("TX")).isEqualTo(2),
                () -> assertThat(this.airports.findSliceByState("TX", PageRequest.of(0, 1)).hasNext()).isTrue(),
                () -> assertThat(this.airports.findFirst2ByStateOrderByCode("TX", ScrollPosition.offset()))
                    .extracting(Airport::getCode)
                    .containsExactly("AUS", "DFW"),
                () -> assertThat(this.airports.findByState("TX", Sort.by("code"), Limit.of(1))).hasSize(1),
                () -> assertThat(this.airports.findNamesByState("GA")).extracting(AirportRepository.AirportName::name)
                    .containsExactly("Atlanta"),
                () -> assertThat(this.airports.findProjectedByState("GA", Airport.class)).hasSize(1),
                () -> assertThat(this.airports.findProjectedByState("GA", AirportRepository.AirportName.class))
                    .hasSize(1),
                () -> assertThat(this.airports.search("%l%")).hasSize(2),
                () -> assertThat(this.airports.byDeclaredSql()).hasSize(3),
                () -> assertThat(this.airports.findAll(Example.of(new Airport("DFW", "Dallas", "TX")))).hasSize(1));

        for (Runnable read : reads) {
            assertMiss(read);
            assertHit(read);
        }
    }

    @Test
    void pagesSortsAndNullsHaveKeysOfTheirOwn() {
        List<Runnable> reads = List.of(() -> assertThat(this.airports.findAll(Pageable.unpaged())).hasSize(3),
                () -> assertThat(this.airports.findAll(PageRequest.of(0, 2, Sort.by("code")))).hasSize(2),
                () -> assertThat(this.airports.findAll(PageRequest.of(0, 3, Sort.by("code")))).hasSize(3),
                () -> assertThat(this.airports.findAll(PageRequest.of(1, 2, Sort.by("code")))).hasSize(1),
                () -> assertThat(this.airports.findAll(PageRequest.of(9, 2, Sort.by("code")))).isEmpty(),
                () -> assertThat(this.airports.findAll(PageRequest.of(0, 2, Sort.by("code").descending())).getContent())
                    .extracting(Airport::getCode)
                    .containsExactly("DFW", "AUS"),
                () -> assertThat(this.airports.countByState(null)).isZero(),
                () -> assertThat(this.airports.countByState("")).isZero(),
                () -> assertThat(this.airports.countByState("TX")).isEqualTo(2));

        reads.forEach(this::assertMiss);

        reads.forEach(this::assertHit);
    }

    @Test
    void readerWhoChangesHisAnswerChangesNobodyElses() {
        List<Airport> mine = this.airports.findAll(Sort.by("code"));
        mine.get(0).setName("Mine");
        mine.remove(1);

        List<Airport> next = this.airports.findAll(Sort.by("code"));
        next.get(0).setName("Mine too");

        assertHit(() -> assertThat(this.airports.findAll(Sort.by("code"))).extracting(Airport::getName)
            .containsExactly("Atlanta", "Austin", "Dallas"));
    }

    @Test
    @Tag("P12")
    void whatCannotBeCachedIsLeftAloneAndSaysWhy() {
        this.airports.findByNameContaining("a");

        assertBypass(BypassReason.METHOD, () -> this.airports.findByNameContaining("a"));
        assertBypass(BypassReason.METHOD, this.airports::bySql);
        assertBypass(BypassReason.METHOD, this.airports::byExpression);
        assertThat(this.hook.leftAlone()).contains(
                new LeftAlone("AirportRepository.findByNameContaining(String)", "it is annotated with @Uncached"),
                new LeftAlone("AirportRepository.findLockedByState(String)", "it locks rows"),
                new LeftAlone("AirportRepository.streamByState(String)", "answers of type Stream are not cached"),
                new LeftAlone("AirportRepository.byExpression()", "its query has an expression"),
                new LeftAlone("AirportRepository.rewritten()", "its query is rewritten"),
                new LeftAlone("AirportRepository.named()",
                        "its query is named elsewhere: name what it looks at with @LiveTable(dependsOn)"),
                new LeftAlone("AirportRepository.findByNameLessThan(String)",
                        "its entity graph is named elsewhere: name what it looks at with @LiveTable(dependsOn)"),
                new LeftAlone("AirportRepository.findLaterByState(String)", "answers of type Future are not cached"),
                new LeftAlone("AirportStatistics.countElsewhere()",
                        "it is implemented by the application: name what it looks at with @LiveTable(dependsOn)"),
                new LeftAlone("AirportStatistics.countUncached()", "it is annotated with @Uncached"),
                new LeftAlone("AirportRepository.bySql()",
                        "its query is SQL: name what it looks at with @LiveTable(dependsOn)"),
                new LeftAlone("JpaRepository.getReferenceById(Object)",
                        "it returns a reference that is loaded later"),
                new LeftAlone("JpaSpecificationExecutor.findAll(Specification)",
                        "arguments of type Specification have no stable key"));
    }

    @Test
    @Tag("P8")
    void errorOfTheSourceReachesTheReaderAndIsNotCached() {
        assertThatExceptionOfType(PropertyReferenceException.class)
            .isThrownBy(() -> this.airports.findByState("TX", PageRequest.of(0, 1, Sort.by("nothing"))));
        this.connections.setDown(true);
        try {
            assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> this.airports.findById("DFW"))
                .isInstanceOfAny(DataAccessException.class,
                        org.springframework.transaction.CannotCreateTransactionException.class);
        }
        finally {
            this.connections.setDown(false);
        }

        assertMiss(() -> assertThat(this.airports.findById("DFW")).isPresent());
    }

    @Test
    @Tag("P2")
    void writesByAnyWayEndWhatIsCached() {
        List<Runnable> writes = List.of(() -> this.airports.save(new Airport("DFW", "A", "TX")),
                () -> this.airports.saveAndFlush(new Airport("DFW", "B", "TX")),
                () -> this.plainAirports.save(new Airport("DFW", "C", "TX")),
                () -> this.airports.rename("DFW", "D"), () -> this.airports.renameBySql("DFW", "E"),
                () -> transaction().executeWithoutResult(
                        status -> this.airports.findById("DFW").orElseThrow().setName("F")),
                () -> transaction().executeWithoutResult(
                        status -> this.entityManager.merge(new Airport("DFW", "G", "TX"))));

        char expected = 'A';
        for (Runnable write : writes) {
            nameOf("DFW");
            write.run();
            assertThat(nameOf("DFW")).isEqualTo(String.valueOf(expected++));
            assertHit(() -> nameOf("DFW"));
        }
    }

    @Test
    @Tag("P2")
    void deletesByAnyWayEndWhatIsCached() {
        List<Runnable> deletes = List.of(() -> this.airports.deleteById("DFW"),
                () -> this.transaction().executeWithoutResult(status -> this.plainAirports.deleteByState("TX")),
                () -> this.airports.deleteAllInBatch(), () -> this.airports.deleteAllByIdInBatch(List.of("DFW")),
                () -> this.airports.delete((root, delete, criteria) -> criteria.equal(root.get("code"), "DFW")));

        for (Runnable delete : deletes) {
            fill();
            assertThat(this.airports.findById("DFW")).isPresent();
            delete.run();
            assertThat(this.airports.findById("DFW")).isEmpty();
        }
    }

    @Test
    @Tag("P2")
    void savingAFlightEndsWhatItsCascadeChanges() {
        assertThat(this.airports.count()).isEqualTo(3);

        this.entityManagerFactory.runInTransaction(own -> own.persist(new Flight(1, new Airport("LIT", "Little Rock",
                "AR"))));

        assertThat(this.airports.count()).isEqualTo(4);
    }

    @Test
    @Tag("P1")
    void readOverTablesWrittenElsewhereIsLoadedAgain() {
        this.flights.save(new Flight(1, this.airports.findById("DFW").orElseThrow()));
        List<Runnable> reads = List.of(() -> this.flights.findAll(), () -> this.flights.findByOriginState("TX"),
                () -> this.flights.findByIdLessThan(9, Sort.by("origin.name")), () -> this.airports.departing());
        reads.forEach(this::assertMiss);
        reads.forEach(this::assertHit);

        this.plainAirports.save(new Airport("DFW", "Fort Worth", "TX"));

        reads.forEach(this::assertMiss);
        assertThat(this.flights.findAll().get(0).getOrigin().getName()).isEqualTo("Fort Worth");
        reads.forEach(this::assertHit);
        transaction().executeWithoutResult(status -> this.flights.findById(1L).orElseThrow().getRemarks().add("late"));
        assertThat(this.flights.findAll().get(0).getRemarks()).containsExactly("late");
        this.flights.deleteAll();
        assertThat(this.airports.departing()).isEmpty();
    }

    @Test
    @Tag("P2")
    void writesOfRepositoriesThatAreNoLiveTablesEndWhatIsCached() {
        nameOf("DFW");

        this.plainAirports.rename("DFW", "Fort Worth");

        assertThat(nameOf("DFW")).isEqualTo("Fort Worth");
    }

    @Test
    @Tag("P2")
    void fragmentThatSoundsLikeAReadIsAWriteUnlessAnnotated() {
        nameOf("DFW");
        assertMiss(() -> assertThat(this.airports.countHere()).isEqualTo(3));
        assertHit(() -> assertThat(this.airports.countHere()).isEqualTo(3));

        assertThat(this.airports.countAndRename("A")).isEqualTo(3);
        assertThat(this.airports.countAndRename("A")).isEqualTo(3);

        assertThat(nameOf("DFW")).isEqualTo("A");
        this.airports.deleteAllInBatch();
        assertThat(this.airports.countHere()).isZero();
    }

    @Test
    @Tag("P2")
    void fragmentThatFailsAfterItWroteEndsWhatIsCached() {
        nameOf("DFW");

        assertThatExceptionOfType(UnsupportedOperationException.class)
            .isThrownBy(() -> this.airports.renameAndFail("DFW", "Fort Worth"));

        assertThat(nameOf("DFW")).isEqualTo("Fort Worth");
        assertHit(() -> nameOf("DFW"));
    }

    @Test
    void windowsScrollByKeysFromTheCacheAsFromTheSource() {
        this.airports.save(new Airport("IAH", "Houston", "TX"));
        for (int round = 0; round < 2; round++) {
            int before = this.connections.taken();
            Window<Airport> first = this.airports.findFirst2ByStateOrderByName("TX", ScrollPosition.keyset());
            Window<Airport> second = this.airports.findFirst2ByStateOrderByName("TX",
                    first.positionAt(first.size() - 1));
            Window<Airport> back = this.airports.findFirst2ByStateOrderByName("TX",
                    ((KeysetScrollPosition) second.positionAt(0)).backward());
            Window<Airport> byOffset = this.airports.findFirst2ByStateOrderByName("TX", ScrollPosition.offset(1));

            assertThat(first).extracting(Airport::getName).containsExactly("Austin", "Dallas");
            assertThat(first.hasNext()).isTrue();
            assertThat(second).extracting(Airport::getName).containsExactly("Houston");
            assertThat(second.hasNext()).isFalse();
            assertThat(back).extracting(Airport::getName).containsExactly("Austin", "Dallas");
            assertThat(((KeysetScrollPosition) back.positionAt(0)).scrollsBackward()).isTrue();
            assertThat(((KeysetScrollPosition) first.positionAt(1)).getKeys()).containsEntry("name", "Dallas")
                .containsEntry("code", "DFW");
            assertThat(byOffset).extracting(Airport::getName).containsExactly("Houston");
            assertThat(this.connections.taken() - before).as("in round %s", round).isEqualTo(round == 0 ? 4 : 0);
        }
    }

    @Test
    @Tag("P1")
    void unsortedPagesArePagesOfTheirOwn() {
        assertMiss(() -> assertThat(this.airports.findAll(PageRequest.of(0, 2))).hasSize(2));
        assertMiss(() -> assertThat(this.airports.findAll(PageRequest.of(0, 2, Sort.by("code")))).hasSize(2));
        assertHit(() -> assertThat(this.airports.findAll(PageRequest.of(0, 2)).getTotalElements()).isEqualTo(3));
        assertMiss(() -> assertThat(this.airports.findAll(PageRequest.of(99, 2)).getTotalElements()).isEqualTo(3));
        assertHit(() -> {
            var beyond = this.airports.findAll(PageRequest.of(99, 2));
            assertThat(beyond.getTotalElements()).isEqualTo(3);
            assertThat(beyond).isEmpty();
        });
    }

    @Test
    void rowsWithPartsThatAreNotLoadedAreNotKept() {
        transaction().executeWithoutResult(status -> {
            Airline airline = new Airline("AA", "American");
            this.entityManager.persist(airline);
            Flight flight = new Flight(1, null);
            flight.setAirline(airline);
            this.entityManager.persist(flight);
        });

        assertBypass(BypassReason.NOT_COPYABLE, this.flights::findAll);
        assertMiss(() -> assertThat(this.flights.findWithAirlineByIdLessThan(9).get(0).getAirline().getName())
            .isEqualTo("American"));
        assertHit(() -> this.flights.findWithAirlineByIdLessThan(9));
    }

}
