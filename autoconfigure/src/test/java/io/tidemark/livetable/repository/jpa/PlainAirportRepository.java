package io.tidemark.livetable.repository.jpa;

import org.springframework.data.repository.CrudRepository;

/** Writes the table of a live one without being one. */
public interface PlainAirportRepository extends CrudRepository<Airport, String> {

    void deleteByState(String state);

}
