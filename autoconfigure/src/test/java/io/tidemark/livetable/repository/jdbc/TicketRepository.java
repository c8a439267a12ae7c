package io.tidemark.livetable.repository.jdbc;

import java.util.List;

import io.tidemark.livetable.LiveTable;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.jdbc.core.mapping.AggregateReference;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.data.repository.ListCrudRepository;

@LiveTable
interface TicketRepository extends ListCrudRepository<TicketRepository.Ticket, Long> {

    List<Ticket> findByRoute(AggregateReference<Route, Long> route);

    @Table
    record Ticket(@Id @Nullable Long id, AggregateReference<Route, Long> route) {
    }

}
