package io.tidemark.livetable.repository.jpa;

import java.util.List;

import io.tidemark.livetable.LiveTable;

import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.data.jpa.repository.EntityGraph;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

@LiveTable
public interface FlightRepository extends JpaRepository<Flight, Long> {

    List<Flight> findByOriginState(String state);

    @EntityGraph(attributePaths = "airline", type = EntityGraph.EntityGraphType.LOAD)
    List<Flight> findWithAirlineByIdLessThan(long id);

    List<Flight> findByIdLessThan(long id, Sort sort);

    long countByAirlineName(String name);

    List<FlightNumber> findNumbersByIdLessThan(long id, Sort sort);

    Page<FlightNumber> findNumberPageByIdLessThan(long id, Pageable page);

    List<FlightAirline> findAirlinesByIdLessThan(long id);

    <T> List<T> findProjectedByIdLessThan(long id, Class<T> type);

    @LiveTable(dependsOnTables = "flight_remarks")
    @Query(value = "select count(*) from flight_remarks", nativeQuery = true)
    long countRemarks();

    record FlightNumber(long id) {
    }

    interface FlightAirline {

        String getAirlineName();

    }

}
