package io.tidemark.livetable.repository.jdbc;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

@Table
record Route(@Id @Nullable Long id, String origin, String carrier, Set<Stop> stops) {

    static Route of(String origin, String carrier, String... stops) {
        return new Route(null, origin, carrier, Arrays.stream(stops).map(Stop::new).collect(Collectors.toSet()));
    }

    Route withCarrier(String other) {
        return new Route(this.id, this.origin, other, this.stops);
    }

    record Stop(String airport) {
    }

}
