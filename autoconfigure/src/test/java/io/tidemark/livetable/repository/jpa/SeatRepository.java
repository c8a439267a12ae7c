package io.tidemark.livetable.repository.jpa;

import io.tidemark.livetable.LiveTable;

import org.springframework.data.jpa.repository.JpaRepository;

@LiveTable
public interface SeatRepository extends JpaRepository<Seat, Seat.SeatId> {
}
