package io.tidemark.benchmarks.livetable;

import org.springframework.data.repository.ListCrudRepository;
import org.springframework.data.repository.ListPagingAndSortingRepository;

/** The repository as it is without a cache. */
interface PlainAirports extends ListCrudRepository<Airport, String>, ListPagingAndSortingRepository<Airport, String> {
}
