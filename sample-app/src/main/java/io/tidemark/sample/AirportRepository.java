package io.tidemark.sample;

import io.tidemark.livetable.LiveTable;

import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.repository.ListCrudRepository;
import org.springframework.data.repository.ListPagingAndSortingRepository;

/** The airports that there are: reads are answered from the cache until an airport changes. */
@LiveTable
interface AirportRepository
        extends ListCrudRepository<Airport, String>, ListPagingAndSortingRepository<Airport, String> {

    Page<Airport> findByState(String state, Pageable page);

    Page<Airport> findByNameContainingIgnoreCase(String part, Pageable page);

    Page<Airport> findByStateAndNameContainingIgnoreCase(String state, String part, Pageable page);

}
