package io.tidemark.livetable.autoconfigure.several;

import io.tidemark.livetable.LiveTable;

import org.springframework.data.repository.ListCrudRepository;

@LiveTable
interface ArchivedCarrierRepository extends ListCrudRepository<Carrier, Long> {
}
