package io.tidemark.livetable.autoconfigure.jpa;

import java.util.List;

import io.tidemark.livetable.LiveTable;

import org.springframework.data.jpa.repository.JpaRepository;

@LiveTable
public interface RunwayRepository extends JpaRepository<Runway, String> {

    List<Runway> findByLengthGreaterThan(int length);

}
