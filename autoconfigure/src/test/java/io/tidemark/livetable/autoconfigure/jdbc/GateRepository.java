package io.tidemark.livetable.autoconfigure.jdbc;

import java.util.List;

import io.tidemark.livetable.LiveTable;

import org.springframework.data.repository.ListCrudRepository;
import org.springframework.data.repository.ListPagingAndSortingRepository;

@LiveTable
public interface GateRepository extends ListCrudRepository<Gate, Long>, ListPagingAndSortingRepository<Gate, Long> {

    List<Gate> findByTerminal(String terminal);

}
