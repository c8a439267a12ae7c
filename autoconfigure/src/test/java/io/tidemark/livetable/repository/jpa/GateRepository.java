package io.tidemark.livetable.repository.jpa;

import io.tidemark.livetable.LiveTable;

import org.springframework.data.jpa.repository.JpaRepository;

@LiveTable
public interface GateRepository extends JpaRepository<Gate, String> {
}
