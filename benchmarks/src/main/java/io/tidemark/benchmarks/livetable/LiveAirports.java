package io.tidemark.benchmarks.livetable;

import io.tidemark.livetable.LiveTable;
import org.springframework.data.repository.ListCrudRepository;
import org.springframework.data.repository.ListPagingAndSortingRepository;

/** The same as a live table. */
@LiveTable
interface LiveAirports extends ListCrudRepository<Airport, String>, ListPagingAndSortingRepository<Airport, String> {
}
