package io.tidemark.benchmarks.livetable;

import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/** A row that nobody can change. */
@Table("AIRPORT")
record Airport(@Id String iata, String name, String city, String state, double latitude, double longitude,
        long passengers, boolean open) {
}
