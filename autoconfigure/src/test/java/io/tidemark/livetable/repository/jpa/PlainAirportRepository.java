package io.tidemark.livetable.repository.jpa;

import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.CrudRepository;
import org.springframework.transaction.annotation.Transactional;

/** Writes the table of a live one without being one. */
public interface PlainAirportRepository extends CrudRepository<Airport, String> {

    @Override
    <S extends Airport> S save(S airport);

    @Override
    void deleteById(String code);

    @Transactional
    void deleteByState(String state);

    @Modifying
    @Transactional
    @Query("update Airport a set a.name = :name where a.code = :code")
    int rename(String code, String name);

}
