package io.tidemark.livetable.repository.jdbc;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

@Table
record Route(@Id @Nullable Long id, String origin, String carrier, Set<Stop> stops) {

    Route(String origin, String carrier, String... stops) {
        this(null, origin, carrier, java.util.Arrays.stream(stops).map(Stop::new).collect(java.util.stream.Collectors.toSet()));
    }

    Route withCarrier(String other) {
        return new Route(this.id, this.origin, other, this.stops);
    }

    record Stop(String airport) {
    }

}
