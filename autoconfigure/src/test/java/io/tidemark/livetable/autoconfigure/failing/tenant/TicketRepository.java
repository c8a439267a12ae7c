package io.tidemark.livetable.autoconfigure.failing.tenant;

import io.tidemark.livetable.LiveTable;

import org.springframework.data.jpa.repository.JpaRepository;

@LiveTable
public interface TicketRepository extends JpaRepository<Ticket, String> {
}
