package io.tidemark.livetable.repository.jpa;

import java.util.List;

import io.tidemark.livetable.LiveTable;

import org.springframework.data.domain.Sort;
import org.springframework.data.jpa.repository.EntityGraph;
import org.springframework.data.jpa.repository.JpaRepository;

@LiveTable
public interface FlightRepository extends JpaRepository<Flight, Long> {

    List<Flight> findByOriginState(String state);

    @EntityGraph(attributePaths = "airline", type = EntityGraph.EntityGraphType.LOAD)
    List<Flight> findWithAirlineByIdLessThan(long id);

    List<Flight> findByIdLessThan(long id, Sort sort);

}
