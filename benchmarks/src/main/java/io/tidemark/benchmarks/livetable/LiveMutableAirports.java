package io.tidemark.benchmarks.livetable;

import io.tidemark.livetable.LiveTable;
import org.springframework.data.repository.ListCrudRepository;
import org.springframework.data.repository.ListPagingAndSortingRepository;

/** A live table whose rows are copied for each reader. */
@LiveTable
interface LiveMutableAirports
        extends ListCrudRepository<MutableAirport, String>, ListPagingAndSortingRepository<MutableAirport, String> {
}
